"""A draft of an argument map from an Argdown document."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from attrs import Factory, define

from argmap.exchange._argdown.annotations import (
    Annotation,
    Annotator,
    as_extra,
    as_number,
    as_texts,
    clean,
)
from argmap.exchange._argdown.document import (
    ArgdownDocument,
    ArgdownInference,
    ArgdownRelation,
    End,
    Member,
    PcsStatement,
    connected_ends,
    find_negations,
)
from argmap.exchange._argdown.front_matter import read_front_matter
from argmap.exchange.foreign import (
    Draft,
    DraftCitation,
    DraftContext,
    DraftQuestion,
    DraftRelation,
    DraftSection,
    DraftStatement,
)
from argmap.model import STATEMENT_KINDS, Polarity
from argmap.model.identifiers import is_id
from argmap.model.schemes import find_scheme

_SYMMETRIC = ("contrary", "contradictory")
_POLARITIES = {
    "support": Polarity.PRO,
    "entails": Polarity.PRO,
    "attack": Polarity.CON,
    "undercut": Polarity.CON,
}


def to_draft(document: ArgdownDocument) -> Draft:
    """Return a draft of the map that a document describes.

    - A statement is a statement. One without title, relations and place in a PCS is prose: it
      becomes a context.
    - Each inference in the PCS of an argument is an inference, whose premises are those that
      ``uses`` names, or else the statements since the previous conclusion, with that conclusion.
      The title of the argument is the label of its last inference, and its text the note.
    - An argument without a PCS is a statement. What undercuts it undercuts the relation from it.
    """
    return _Drafter(document, Draft(losses=document.losses)).run()


@define
class _Drafter:
    document: ArgdownDocument
    draft: Draft
    annotator: Annotator = Factory(
        lambda self: Annotator(self.draft, _dict(self.document.front_matter.get("defaults"))),
        takes_self=True,
    )
    negations: dict[str, ArgdownRelation] = Factory(dict)
    merged: dict[str, str] = Factory(dict)  # titles of statements with the text of another
    inferences_of: dict[str, list[str]] = Factory(lambda: defaultdict(list))
    contradictory: set[frozenset[str]] = Factory(set)  # pairs of keys of statements

    def run(self) -> Draft:
        self._add_sections()
        read_front_matter(self.document.front_matter, self.draft, self.annotator)
        self.negations = find_negations(self.document)
        connected = connected_ends(self.document)
        self.merged = self._find_repetitions(connected)
        for member in self.document.members.values():
            if member.kind == "argument" and member.main_conclusion is not None:
                self._add_pcs(member)
            elif member.kind == "statement" and member.title in self.merged:
                reason = "it has no title and the text of another one, and is merged with it"
                self.draft.losses.change("statement", reason, member.place)
            elif member.kind == "statement" and member.title in self.negations:
                self.draft.losses.keep("statement")
            else:
                self._add_member(member, is_connected=member.end in connected)
        self._add_relations()
        self._mark_theses()
        return self.draft

    def _find_repetitions(self, connected: set[End]) -> dict[str, str]:
        """Return the titles of untitled statements that repeat another, with the other's title."""
        by_text: dict[str, str] = {}
        arguments_of: dict[str, set[str]] = defaultdict(set)
        for member in self.document.members.values():
            for one in member.pcs:
                arguments_of[one.title].add(member.title)
        statements = [
            member
            for member in self.document.members.values()
            if member.kind == "statement" and member.end in connected and member.text.strip()
        ]
        statements.sort(key=lambda member: not member.is_titled)
        repetitions = {}
        for member in statements:
            known = by_text.setdefault(clean(member.text).casefold(), member.title)
            is_plain = not (member.is_titled or member.data or member.title in self.negations)
            is_other = known != member.title and known not in self.negations
            if is_plain and is_other and arguments_of[known].isdisjoint(arguments_of[member.title]):
                arguments_of[known] |= arguments_of[member.title]
                repetitions[member.title] = known
        return repetitions

    def _key(self, end: End) -> str:
        """Return the key of a member in the draft."""
        if end.kind == "statement":
            return f"{end.kind}:{self.merged.get(end.title, end.title)}"
        return f"{end.kind}:{end.title}"

    # ---- Map and sections -----------------------------------------------------------------------

    def _add_sections(self) -> None:
        for section in self.document.sections.values():
            annotation = self.annotator.annotate(section.data, section.place, is_statement=False)
            self.draft.losses.keep(section.element)
            self.draft.sections[section.key] = DraftSection(
                section.key,
                section.title,
                section.parent,
                annotation.id,
                tuple(dict.fromkeys((*section.tags, *annotation.tags))),
                annotation.note,
                {**annotation.extra, **as_extra(annotation.attributes)},
            )

    def _mark_theses(self) -> None:
        thesis = self.document.front_matter.get("thesis")
        if thesis is None:
            return
        titles = as_texts(thesis)
        for title in titles:
            statement = self.draft.statements.get(self._key(End("statement", title)))
            if statement is not None:
                statement.is_thesis = True
        if titles == ["none"] and End("statement", "none") not in self.document.members:
            self.draft.is_neutral = True

    # ---- Statements -----------------------------------------------------------------------------

    def _add_member(self, member: Member, *, is_connected: bool) -> None:
        """Add a statement, or an argument without a PCS, as a statement, context or question."""
        annotation = self.annotator.annotate(member.data, member.place, is_statement=True)
        self._cite_links(member, annotation)
        is_statement = member.kind == "statement"
        if annotation.kind == "question" and is_statement:
            self._add_question(member, annotation)
        elif is_statement and (
            annotation.kind == "context"
            or not (is_connected or member.is_titled or annotation.kind or annotation.id)
        ):
            self._add_context(member, annotation)
        else:
            self._add_statement(member, annotation)

    def _add_statement(self, member: Member, annotation: Annotation) -> None:
        kind = annotation.kind if annotation.kind in STATEMENT_KINDS else ""
        if annotation.kind and not kind:
            annotation.extra["x-kind"] = (annotation.kind,)
        others = tuple(dict.fromkeys(one for one in member.wordings if one != member.text))
        if others:
            annotation.extra["x-wording"] = others
        id_, label = _name(member, annotation)
        change = ""
        if not member.text.strip():
            change = "it has no text; its title is the text"
        elif others:
            change = "it has several texts; the others are its attribute x-wording"
        statement = DraftStatement(
            self._key(member.end),
            member.text if member.text.strip() else member.title,
            kind,
            id_,
            None if label and not member.text.strip() else label,
            member.section,
            citations=annotation.citations,
            tags=_tags(member, annotation),
            note=annotation.note,
            attributes=annotation.attributes,
            extra=annotation.extra,
            element=member.kind,
            change=change,
            place=member.place,
        )
        self.draft.add(statement)

    def _add_context(self, member: Member, annotation: Annotation) -> None:
        id_, label = _name(member, annotation)
        kept = {key: annotation.attributes.pop(key, None) for key in ("date", "url")}
        self.draft.losses.change(
            "statement", "a text without title and relations becomes a context", member.place
        )
        key = self._key(member.end)
        self.draft.contexts[key] = DraftContext(
            key,
            member.text or member.title,
            None,
            id_,
            member.section,
            {
                **{name: value for name, value in kept.items() if value is not None},
                "label": label,
                "tags": _tags(member, annotation),
                "note": annotation.note,
            },
            {**annotation.extra, **as_extra(annotation.attributes)},
            member.place,
            annotation.citations,
        )

    def _add_question(self, member: Member, annotation: Annotation) -> None:
        id_, label = _name(member, annotation)
        self.draft.losses.keep("statement")
        standard = annotation.attributes.pop("standard", None)
        key = self._key(member.end)
        self.draft.questions[key] = DraftQuestion(
            key,
            member.text or member.title,
            [self._key(End("statement", title)) for title in annotation.options],
            id_,
            member.section,
            {
                "standard": standard,
                "is_exclusive": annotation.extra.pop("x-exclusive", ()) != ("false",),
                "label": label,
                "tags": _tags(member, annotation),
                "note": annotation.note,
            },
            {**annotation.extra, **as_extra(annotation.attributes)},
            member.place,
            annotation.citations,
        )

    def _cite_links(self, member: Member, annotation: Annotation) -> None:
        """Add a citation for each link to a web page; its text stays in the statement."""
        citations = dict.fromkeys(annotation.citations)
        for text, address in member.links:
            if not address.startswith(("http://", "https://")):
                self.draft.losses.drop("link", "it leads to no web page", member.place)
                continue
            self.draft.losses.keep("link")
            title = clean(text) if clean(text) != address else ""
            citations[DraftCitation(self.draft.cite(title, url=address))] = None
        annotation.citations = list(citations)

    # ---- Inferences -----------------------------------------------------------------------------

    def _add_pcs(self, argument: Member) -> None:
        """Add the inferences in the PCS of an argument."""
        self.draft.losses.keep("argument")
        annotation = self.annotator.annotate(argument.data, argument.place, is_statement=False)
        for _ in argument.links:
            self.draft.losses.drop("link", "an inference has no sources", argument.place)
        last = len(argument.pcs) - 1
        while argument.pcs[last].inference is None:
            last -= 1
        used: set[int] = set()
        for index, statement in enumerate(argument.pcs):
            if statement.inference is None:
                continue
            premises = self._premises(argument, index)
            used.update(premises)
            titles = dict.fromkeys(argument.pcs[premise].title for premise in premises)
            relation = self._inference(argument, index, statement, statement.inference, [*titles])
            if index == last:
                self._describe(relation, argument, annotation)
            self.draft.relate(relation)
            self.inferences_of[argument.title].append(relation.key)
        for index, statement in enumerate(argument.pcs):
            if index not in used and statement.inference is None:
                self.draft.losses.drop("premise", "no inference uses it", argument.place)

    def _premises(self, argument: Member, index: int) -> list[int]:
        """Return the places of the premises of the conclusion at an index."""
        conclusion = argument.pcs[index]
        data = conclusion.inference.data if conclusion.inference else {}
        uses = data.get("uses", data.get("from", conclusion.uses))
        if isinstance(uses, list):
            places = [as_number(one) - 1 for one in uses]
            valid = [place for place in places if 0 <= place < len(argument.pcs)]
            invalid = len(places) - len([place for place in valid if place != index])
            for _ in range(invalid):
                self.draft.losses.drop(
                    "premise", "`uses` names a statement that is not there", argument.place
                )
            if any(place != index for place in valid):
                return [place for place in dict.fromkeys(valid) if place != index]
        premises = []
        for place in range(index - 1, -1, -1):
            premises.append(place)
            if argument.pcs[place].inference is not None:
                break
        return premises[::-1]

    def _inference(
        self,
        argument: Member,
        index: int,
        conclusion: PcsStatement,
        inference: ArgdownInference,
        premises: list[str],
    ) -> DraftRelation:
        data = {key: value for key, value in inference.data.items() if key not in ("uses", "from")}
        annotation = self.annotator.annotate(data, inference.place, is_statement=False)
        schemes = [scheme.name for scheme in map(find_scheme, inference.rules) if scheme]
        rules = (*(rule for rule in inference.rules if not find_scheme(rule)), *schemes[1:])
        self.draft.losses.keep("inference rule", len(inference.rules))
        extra = {**annotation.extra}
        is_con = extra.pop("x-polarity", ()) == ("con",)
        written_scheme = extra.pop("x-scheme", ())
        schemes += written_scheme
        if rules:
            extra["x-rule"] = rules
        negated = self.negations.get(conclusion.title) if is_con else None
        return DraftRelation(
            f"inference:{index}:{argument.title}",
            [self._key(End("statement", title)) for title in premises],
            self._key(negated.target) if negated else self._key(End("statement", conclusion.title)),
            Polarity.CON if negated else Polarity.PRO,
            annotation.id,
            schemes[0] if schemes else None,
            annotation.label,
            "inference",
            tags=annotation.tags,
            note=annotation.note,
            attributes=_inference_attributes(annotation, extra),
            extra=extra,
            place=inference.place,
        )

    def _describe(self, relation: DraftRelation, argument: Member, annotation: Annotation) -> None:
        """Add the title, text, tags and data of an argument to its last inference."""
        if argument.is_titled:
            relation.id, relation.label = _name(argument, annotation)
        texts = list(dict.fromkeys(filter(None, [argument.text, annotation.note, relation.note])))
        relation.note = " ".join(texts) or None
        relation.tags = tuple(dict.fromkeys((*_tags(argument, annotation), *relation.tags)))
        extra = {**annotation.extra}
        relation.attributes.update(_inference_attributes(annotation, extra))
        relation.extra.update(extra)
        others = tuple(dict.fromkeys(one for one in argument.wordings if one != argument.text))
        if others:
            relation.extra["x-wording"] = others

    # ---- Relations ------------------------------------------------------------------------------

    def _add_relations(self) -> None:
        merged = {id(relation) for relation in self.negations.values()}
        undercuts: list[tuple[str, ArgdownRelation]] = []
        relations_from: dict[str, list[str]] = defaultdict(list)
        for number, relation in enumerate(self.document.relations):
            key = f"relation:{number}"
            source = self._statement_key(relation.source)
            if id(relation) in merged:
                self.draft.losses.keep(relation.type)
            elif self._is_within(relation, source):
                reason = "its ends have the same text and are one statement"
                self.draft.losses.drop(relation.type, reason, relation.place)
            elif relation.type in _SYMMETRIC:
                self._add_contradiction(relation, source)
            elif relation.type not in _POLARITIES:
                self.draft.losses.drop(relation.type, "its type is unknown", relation.place)
            elif relation.type == "undercut":
                relations_from[source].append(key)
                undercuts.append((key, relation))
            else:
                relations_from[source].append(key)
                self._relate(key, relation, *self._target(relation))
        for key, relation in undercuts:
            self._relate(key, relation, *self._undercut_target(relation, relations_from))

    def _is_within(self, relation: ArgdownRelation, source: str) -> bool:
        """Return whether the ends of a support are one statement only since they were merged."""
        return (
            relation.type in ("support", "entails")
            and relation.source != relation.target
            and relation.target.kind == "statement"
            and source == self._key(relation.target)
        )

    def _relate(self, key: str, relation: ArgdownRelation, target: str, change: str) -> None:
        self.draft.relate(
            DraftRelation(
                key,
                [self._statement_key(relation.source)],
                target,
                _POLARITIES[relation.type],
                element=relation.type,
                change=change,
                place=relation.place,
            )
        )

    def _target(self, relation: ArgdownRelation) -> tuple[str, str]:
        """Return the target of a support or an attack, and what is changed in it."""
        inference = self._inference_key(relation.target)
        if inference is None:
            change = ""
            if relation.type == "entails":
                change = "argmap has no entailment; it becomes support"
            return self._key(relation.target), change
        if relation.type == "attack":
            return inference, "it names no premise; it becomes an undercut of the inference"
        return inference, "it names no premise; it becomes a further premise of the inference"

    def _undercut_target(
        self, relation: ArgdownRelation, relations_from: dict[str, list[str]]
    ) -> tuple[str, str]:
        """Return the target of an undercut, and what is changed in it."""
        inference = self._inference_key(relation.target)
        if inference is not None:
            return inference, ""
        target = self._key(relation.target)
        if relation.target.kind == "statement":
            return target, "argmap undercuts only inferences; it becomes an attack"
        outgoing = relations_from.get(target, [])
        if len(outgoing) == 1:
            return outgoing[0], ""
        number = "several relations" if outgoing else "no relation"
        return target, f"the argument has {number} to undercut; it becomes an attack on it"

    def _add_contradiction(self, relation: ArgdownRelation, source: str) -> None:
        target = self._statement_key(relation.target)
        pair = frozenset((source, target))
        if not pair <= self.draft.statements.keys():
            self.draft.losses.drop(relation.type, "an end of it is no statement", relation.place)
        elif pair in self.contradictory:
            self.draft.losses.drop(relation.type, "it repeats another one", relation.place)
        else:
            self.contradictory.add(pair)
            self.draft.contradictions.append((source, target))
            if relation.type == "contrary":
                self.draft.losses.keep(relation.type)
            else:
                reason = "argmap says only that not both can be accepted"
                self.draft.losses.change(relation.type, reason, relation.place)

    def _inference_key(self, end: End) -> str | None:
        """Return the key of the inference that an end is; None if it is a statement."""
        if end.kind == "inference":
            key = f"inference:{end.place}:{end.title}"
            if key in self.draft.relations:
                return key
        if end.kind != "statement" and self.inferences_of.get(end.title):
            return self.inferences_of[end.title][-1]
        return None

    def _statement_key(self, end: End) -> str:
        """Return the key of the statement that an end is, or that an argument concludes."""
        member = self.document.members.get(End("argument", end.title))
        if end.kind != "statement" and member is not None and member.main_conclusion is not None:
            return self._key(End("statement", member.main_conclusion))
        return self._key(End("argument", end.title) if end.kind == "inference" else end)


def _name(member: Member, annotation: Annotation) -> tuple[str, str | None]:
    """Return the id that users know, and the label."""
    if not member.is_titled:
        return annotation.id, annotation.label
    if annotation.id:
        shown = member.title if member.title != annotation.id else None
        return annotation.id, annotation.label or shown
    if is_id(member.title) and member.title == member.title.lower():
        return member.title, annotation.label
    return "", annotation.label or member.title


def _tags(member: Member, annotation: Annotation) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*member.tags, *annotation.tags)))


def _inference_attributes(annotation: Annotation, extra: dict[str, tuple[str, ...]]) -> Any:
    """Return the attributes that an inference has; the others are added to ``extra``."""
    kept = {}
    for name, value in annotation.attributes.items():
        if name in ("confidence", "fidelity"):
            kept[name] = value
        else:
            extra.update(as_extra({name: value}))
    return kept


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
