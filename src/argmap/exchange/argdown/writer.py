"""A map as Argdown text.

Statements are nested as in an outline. An inference with several premises, an undercutter, a scheme
or a name is a premise-conclusion structure (PCS), because Argdown's relations have none of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from attrs import Factory, define

from argmap.exchange.argdown.escaping import clean, escape, write_data
from argmap.exchange.argdown.metadata import (
    Data,
    Titles,
    context_data,
    front_matter,
    inference_data,
    question_data,
    statement_data,
    written_tags,
)
from argmap.model import ArgumentMap, Inference, Polarity
from argmap.model.losses import LossReport

_MAX_DEPTH = 30
"""Number of levels that are nested; deeper statements begin a block of their own."""

_SIGNS = {Polarity.PRO: "+", Polarity.CON: "-"}


def write(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return a map as Argdown text."""
    writer = _Writer(argument_map, losses, Titles(argument_map))
    blocks = [*front_matter(argument_map, writer.titles), *writer.blocks()]
    writer.report()
    return "\n\n".join(blocks) + "\n"


@define
class _Writer:
    argument_map: ArgumentMap
    losses: LossReport
    titles: Titles
    defined: set[str] = Factory(set)
    relations: set[tuple[str, str, Polarity]] = Factory(set)
    pending: list[Inference] = Factory(list)  # those whose PCS comes after the block

    def blocks(self) -> Iterator[str]:
        """Yield the sections, statements and PCS, which are separated by empty lines."""
        by_section: dict[str | None, list[str]] = defaultdict(list)
        kinds = (self.argument_map.statements, self.argument_map.questions)
        for id_ in self.argument_map.author_order:
            sentence = self.argument_map.contexts.get(id_) or next(
                kind[id_] for kind in kinds if id_ in kind
            )
            by_section[sentence.section].append(id_)
        for section, depth in self._sections():
            if section is not None:
                yield self._heading(section, depth)
            for id_ in by_section[section]:
                yield from self._block(id_)

    def _sections(self) -> Iterator[tuple[str | None, int]]:
        """Yield the sections, each before those in it, with their depth."""
        children: dict[str | None, list[str]] = defaultdict(list)
        for section in self.argument_map.sections.values():
            children[section.parent].append(section.id)
        yield None, 0
        pending = [(section, 1) for section in reversed(children[None])]
        while pending:
            section_id, depth = pending.pop()
            yield section_id, depth
            pending += [(child, depth + 1) for child in reversed(children[section_id])]

    def _heading(self, id_: str, depth: int) -> str:
        section = self.argument_map.sections[id_]
        data: Data = {"id": id_} if section.is_named else {}
        if section.note is not None:
            data["note"] = section.note
        data.update(section.extra)
        title = escape(clean(section.title)) or "Section"
        return _joined("#" * depth, title, written_tags(section.tags, data), write_data(data))

    # ---- Blocks ---------------------------------------------------------------------------------

    def _block(self, id_: str) -> Iterator[str]:
        """Yield what begins with a statement, a context or a question."""
        argument_map = self.argument_map
        if id_ in argument_map.contexts:
            data = context_data(argument_map.contexts[id_], self.titles)
            yield self._head(id_, argument_map.contexts[id_].text, (), data, begins_line=True)
        elif id_ in argument_map.questions:
            data = question_data(argument_map.questions[id_], self.titles)
            yield self._head(id_, argument_map.questions[id_].text, (), data, begins_line=True)
        else:
            if id_ not in self.defined:
                yield "\n".join(self._tree(id_, "", 0))
            for inference in self._taken():
                yield from self._pcs(inference)

    def _taken(self) -> Iterator[Inference]:
        """Yield the inferences that wait for their PCS, also those that are added meanwhile."""
        while self.pending:
            waiting, self.pending = self.pending, []
            yield from waiting

    def _tree(self, root: str, prefix: str, depth: int) -> Iterator[str]:
        """Yield the lines of a statement and what is nested in it."""
        stack = [(root, prefix, depth)]
        while stack:
            id_, prefix, depth = stack.pop()
            indent = "  " * depth
            if id_ in self.defined:
                yield f"{indent}{prefix}[{self.titles.of(id_)}]"
                continue
            yield f"{indent}{prefix}{self._statement(id_, begins_line=not prefix)}"
            section = self.argument_map.statements[id_].section
            children: list[tuple[str, str, int]] = []
            for sign, other in self._relations(id_):
                if self._can_nest(other, section, depth) and sign != "><":
                    children.append((other, f"{sign} ", depth + 1))
                else:
                    yield f"{indent}  {sign} [{self.titles.of(other)}]"
            stack += reversed(children)

    def _can_nest(self, id_: str, section: str | None, depth: int) -> bool:
        """Return whether a statement is defined here, and not elsewhere."""
        if self.titles.of(id_) is None:
            return True
        is_here = self.argument_map.statements[id_].section == section
        return is_here and depth < _MAX_DEPTH and id_ not in self.defined

    def _relations(self, id_: str) -> Iterator[tuple[str, str]]:
        """Yield the relations to a statement; those that need a PCS wait for it."""
        for inference in self.argument_map.inferences_to.get(id_, ()):
            if not _is_relation(inference):
                self.pending.append(inference)
                continue
            relation = (inference.premises[0], id_, inference.polarity)
            if relation in self.relations:
                self.losses.drop("inference", "it repeats another one", inference.id)
                continue
            self.relations.add(relation)
            self.losses.keep("inference")
            yield _SIGNS[inference.polarity], inference.premises[0]
        for pair in self.argument_map.contradictions:
            if pair.first == id_:
                yield "><", pair.second

    def _statement(self, id_: str, *, begins_line: bool) -> str:
        """Return a statement with its title, tags and data."""
        self.defined.add(id_)
        statement = self.argument_map.statements[id_]
        if statement.text != clean(statement.text):
            self.losses.change("statement", "its text is written on one line", id_)
        else:
            self.losses.keep("statement")
        data = statement_data(self.argument_map, statement, self.titles)
        return self._head(id_, statement.text, statement.tags, data, begins_line=begins_line)

    def _head(
        self, id_: str, text: str, tags: tuple[str, ...], data: Data, *, begins_line: bool
    ) -> str:
        title = self.titles.of(id_)
        written = clean(text) or "[no text]"
        shown_tags = written_tags(tags, data)
        if title is None:
            return _joined(escape(written, begins_line=begins_line), shown_tags, write_data(data))
        return _joined(f"[{title}]:", escape(written), shown_tags, write_data(data))

    # ---- Premise-conclusion structures ----------------------------------------------------------

    def _pcs(self, inference: Inference) -> Iterator[str]:
        """Yield the title of an argument, if it has one, and its PCS."""
        section = self.argument_map.statements[inference.conclusion].section
        title = self.titles.arguments.get(inference.id)
        data, argument_data = inference_data(inference, title)
        if title is not None:
            tags = written_tags(inference.tags, argument_data)
            note = clean(inference.note or "")
            head = f"<{title}>: {escape(note)}" if note else f"<{title}>"
            yield _joined(head, tags, write_data(argument_data))
        lines: list[str] = []
        for number, premise in enumerate(inference.premises, start=1):
            lines += self._numbered(number, premise, section)
        rule = escape(data.pop("scheme", "")) if data.pop("_is_rule", False) else ""
        lines.append(_joined("--", rule, write_data(data), "--") if rule or data else "----")
        for undercutter in inference.undercutters:
            if self._can_nest(undercutter, section, 0):
                lines += self._tree(undercutter, "<_ ", 1)
            else:
                lines.append(f"  <_ [{self.titles.of(undercutter)}]")
        number = len(inference.premises) + 1
        conclusion = self.titles.of(inference.conclusion)
        if inference.polarity is Polarity.PRO:
            lines.append(f"({number}) [{conclusion}]")
            self.losses.keep("inference")
        else:
            text = clean(self.argument_map.statements[inference.conclusion].text)
            lines += [f"({number}) Not: {escape(text)}", f"  -> [{conclusion}]"]
            reason = "Argdown's arguments have no polarity; it concludes that its target is not so"
            self.losses.change("inference", reason, inference.id)
        yield "\n".join(lines)

    def _numbered(self, number: int, premise: str, section: str | None) -> Iterable[str]:
        if not self._can_nest(premise, section, 0):
            return [f"({number}) [{self.titles.of(premise)}]"]
        return self._tree(premise, f"({number}) ", 0)

    # ---- Losses ---------------------------------------------------------------------------------

    def report(self) -> None:
        """Report what Argdown cannot express."""
        argument_map, losses = self.argument_map, self.losses
        losses.keep("section", len(argument_map.sections))
        losses.keep("source", len(argument_map.sources))
        for preference in argument_map.preferences:
            place = f"{preference.stronger} > {preference.weaker}"
            losses.drop("preference", "Argdown has no preferences", place)
        for pair in argument_map.contradictions:
            reason = "Argdown's >< says also that one of the two is true"
            losses.change("contradiction", reason, f"{pair.first} >< {pair.second}")
        for question in argument_map.questions.values():
            reason = "Argdown has no questions; it becomes a statement with data"
            losses.change("question", reason, question.id)
        for context in argument_map.contexts.values():
            if context.parent is None:
                losses.keep("context")
            else:
                losses.change("context", "it is not bound to an element any more", context.id)


def _is_relation(inference: Inference) -> bool:
    """Return whether an inference has nothing that a relation of Argdown cannot have."""
    return len(inference.premises) == 1 and not (
        inference.is_named
        or inference.undercutters
        or inference.scheme
        or inference.confidence
        or inference.label
        or inference.fidelity
        or inference.tags
        or inference.note
        or inference.extra
    )


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))
