"""What an Argdown document says, whether it was read from text or from JSON.

The names are those of Argdown's own data model (https://argdown.org/syntax/, ``@argdown/core``
2.0, ``model/model.d.ts``): statements are equivalence classes, arguments may have a
premise-conclusion structure (PCS), and relations connect statements, arguments and inferences.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, NamedTuple

from attrs import Factory, define

from argmap.model.losses import LossReport

Data = dict[str, Any]
"""Data in YAML behind an element: ``{source: "…", pinpoint: "p. 12"}``."""


class End(NamedTuple):
    """An end of a relation.

    Attributes:
        kind: ``statement``, ``argument`` or ``inference``.
        title: The title of the statement or the argument; of an inference, that of its argument.
        place: Of an inference, the place of its conclusion in the PCS.
    """

    kind: str
    title: str
    place: int = -1


@define
class ArgdownInference:
    """An inference in a PCS: what stands between two lines of hyphens."""

    rules: list[str] = Factory(list)
    data: Data = Factory(dict)
    place: str = ""


@define
class PcsStatement:
    """A statement in a PCS; a conclusion has an inference."""

    title: str
    inference: ArgdownInference | None = None
    uses: list[int] | None = None


@define
class Member:
    """An equivalence class of statements, or an argument.

    Attributes:
        kind: ``statement`` or ``argument``.
        title: The title; a generated one if it is untitled.
        wordings: Its texts, in the order of the document, without references to it.
        canonical: The text that the author marked as canonical (``isCanonical``).
        links: The texts and addresses of the links in its texts.
        pcs: The PCS of an argument.
    """

    kind: str
    title: str
    is_titled: bool = True
    wordings: list[str] = Factory(list)
    canonical: str | None = None
    tags: dict[str, None] = Factory(dict)
    data: Data = Factory(dict)
    links: list[tuple[str, str]] = Factory(list)
    section: str | None = None
    place: str = ""
    pcs: list[PcsStatement] = Factory(list)

    @property
    def end(self) -> End:
        """The member as an end of a relation."""
        return End(self.kind, self.title)

    @property
    def text(self) -> str:
        """The text that Argdown shows: the canonical one, or else the last."""
        return self.canonical or (self.wordings[-1] if self.wordings else "")

    @property
    def main_conclusion(self) -> str | None:
        """The title of the conclusion of an argument with a PCS; None without one."""
        for statement in reversed(self.pcs):
            if statement.inference is not None:
                return statement.title
        return None


@define
class ArgdownRelation:
    """A relation: ``type`` is ``support``, ``attack``, ``undercut``, ``contradictory``, …."""

    type: str
    source: End
    target: End
    place: str = ""


@define
class ArgdownSection:
    """A heading, or a group of front matter; ``parent`` is the key of the section around it."""

    key: str
    title: str
    parent: str | None = None
    tags: tuple[str, ...] = ()
    data: Data = Factory(dict)
    place: str = ""
    element: str = "section"


@define
class ArgdownDocument:
    """A document; ``members`` has statements and arguments in the order of the document."""

    members: dict[End, Member] = Factory(dict)
    relations: list[ArgdownRelation] = Factory(list)
    sections: dict[str, ArgdownSection] = Factory(dict)
    front_matter: Data = Factory(dict)
    losses: LossReport = Factory(LossReport)

    def member(self, kind: str, title: str, *, is_titled: bool = True) -> Member:
        """Return the statement or argument with a title; it is added if there is none."""
        end = End(kind, title)
        if end not in self.members:
            self.members[end] = Member(kind, title, is_titled)
        return self.members[end]


def find_negations(document: ArgdownDocument) -> dict[str, ArgdownRelation]:
    """Return the statements that stand for “not X”, with the attack on X.

    argmap writes an attack with linked premises as an inference with the data ``polarity: con``
    to such a statement.
    """
    outgoing: dict[End, list[ArgdownRelation]] = defaultdict(list)
    incoming: Counter[End] = Counter()
    for relation in document.relations:
        outgoing[relation.source].append(relation)
        incoming[relation.target] += 1
    occurrences: Counter[str] = Counter()
    conclusions: list[str] = []
    for member in document.members.values():
        occurrences.update(statement.title for statement in member.pcs)
        conclusions += [
            statement.title
            for statement in member.pcs
            if statement.inference and statement.inference.data.get("polarity") == "con"
        ]
    negations = {}
    for title in conclusions:
        end = End("statement", title)
        relations = outgoing[end]
        is_plain = (end in document.members and not document.members[end].is_titled) and (
            occurrences[title] == 1 and not incoming[end]
        )
        if is_plain and [one.type for one in relations] == ["attack"]:
            target = relations[0].target
            if target.kind == "statement" and target != end:
                negations[title] = relations[0]
    return negations


def connected_ends(document: ArgdownDocument) -> set[End]:
    """Return the members with relations, and the statements in a PCS."""
    connected = {end for one in document.relations for end in (one.source, one.target)}
    for member in document.members.values():
        connected |= {End("statement", one.title) for one in member.pcs}
    return connected
