"""Relations and groups as Argdown interprets them after parsing (``ModelPlugin.ts``)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from argmap.exchange._argdown import (
    ArgdownDocument,
    ArgdownRelation,
    ArgdownSection,
    End,
    Member,
)
from argmap.exchange._argdown.annotations import as_text, as_texts, clean

_MAX_GROUP_DEPTH = 50


def interpret(document: ArgdownDocument) -> None:
    """Change the relations and sections of a document as Argdown does.

    - A relation from an argument with a PCS leads from its conclusion. One that supports this
      conclusion adds nothing to the PCS, and disappears.
    - An undercut of an argument with a PCS undercuts its last inference.
    - In strict mode (``model: {mode: strict}``), a support between statements is an entailment,
      and an attack between statements a contrary.
    - An attack on an argument disappears if one of its premises is attacked by the same statement.
    - ``group: {regroup: …}`` replaces the headings.
    """
    settings = _dict(document.front_matter.get("model"))
    if as_text(settings.get("transformArgumentRelations")).lower() != "false":
        document.relations = _lead_from_conclusions(document)
    if as_text(settings.get("mode")) == "strict":
        document.relations = _make_strict(document.relations)
    document.relations = _without_redundant_attacks(document)
    groups = _dict(document.front_matter.get("group")).get("regroup")
    if isinstance(groups, list) and groups:
        _regroup(document, groups)


def _lead_from_conclusions(document: ArgdownDocument) -> list[ArgdownRelation]:
    relations: list[ArgdownRelation] = []
    known = {
        (one.source, one.target, one.type)
        for one in document.relations
        if one.source.kind == "statement"
    }
    undercuts: set[tuple[End, End]] = set()
    for relation in document.relations:
        argument = document.members.get(relation.source)
        if relation.source.kind == "argument" and argument and argument.main_conclusion:
            source = End("statement", argument.main_conclusion)
            key = (source, relation.target, relation.type)
            if key in known or relation.target == source:
                continue
            known.add(key)
            relation.source = source
        argument = document.members.get(relation.target)
        is_undercut = relation.type == "undercut" and relation.target.kind == "argument"
        if is_undercut and argument and argument.main_conclusion:
            relation.target = End("inference", argument.title, _last_conclusion(argument))
            if (relation.source, relation.target) in undercuts:
                continue
            undercuts.add((relation.source, relation.target))
        relations.append(relation)
    return relations


def _last_conclusion(argument: Member) -> int:
    return max(index for index, one in enumerate(argument.pcs) if one.inference is not None)


def _make_strict(relations: list[ArgdownRelation]) -> list[ArgdownRelation]:
    strict: list[ArgdownRelation] = []
    contraries: set[frozenset[End]] = set()
    for relation in relations:
        if relation.source.kind == relation.target.kind == "statement":
            if relation.type == "support":
                relation.type = "entails"
            elif relation.type == "attack":
                ends = frozenset((relation.source, relation.target))
                if ends in contraries:
                    continue
                contraries.add(ends)
                relation.type = "contrary"
        strict.append(relation)
    return strict


def _without_redundant_attacks(document: ArgdownDocument) -> list[ArgdownRelation]:
    attacked: dict[End, set[str]] = defaultdict(set)  # the titles of statements
    for relation in document.relations:
        ends = (relation.source, relation.target)
        if relation.type not in ("attack", "contrary", "contradictory") or any(
            end.kind != "statement" for end in ends
        ):
            continue
        attacked[relation.source].add(relation.target.title)
        if relation.type != "attack":
            attacked[relation.target].add(relation.source.title)
    return [one for one in document.relations if not _is_redundant(document, one, attacked)]


def _is_redundant(
    document: ArgdownDocument, relation: ArgdownRelation, attacked: dict[End, set[str]]
) -> bool:
    argument = document.members.get(relation.target)
    if (
        relation.type != "attack"
        or relation.source.kind != "statement"
        or relation.target.kind != "argument"
        or argument is None
    ):
        return False
    premises = {one.title for one in argument.pcs if one.inference is None}
    return not premises.isdisjoint(attacked.get(relation.source, ()))


def _regroup(document: ArgdownDocument, groups: list[Any]) -> None:
    """Replace the sections by the groups that front matter defines."""
    for section in document.sections.values():
        reason = "the groups in front matter replace it"
        document.losses.drop("section", reason, section.place)
    document.sections.clear()
    for member in document.members.values():
        member.section = None
    pending: list[tuple[Any, str | None, int]] = [(group, None, 0) for group in reversed(groups)]
    while pending:
        group, parent, depth = pending.pop()
        if not isinstance(group, dict) or depth > _MAX_GROUP_DEPTH:
            continue
        key = f"section:{len(document.sections)}"
        document.sections[key] = ArgdownSection(
            key,
            clean(as_text(group.get("title"))),
            parent,
            tuple(filter(None, as_texts(group.get("tags")))),
            element="group",
        )
        for name, kind in (("statements", "statement"), ("arguments", "argument")):
            titles = group.get(name)
            for title in as_texts(titles) if titles else ():
                grouped = document.members.get(End(kind, title))
                if grouped is not None:
                    grouped.section = key
        children = group.get("children")
        if isinstance(children, list):
            pending += [(child, key, depth + 1) for child in reversed(children)]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
