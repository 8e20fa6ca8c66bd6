"""What cards and links mean: their roles and kinds, and the words in the heads of cards."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple


class Bundle(IntEnum):
    """The lines of one bundle enter a statement at one point."""

    SUPPORT = 0
    ATTACK = 1
    CONCESSION = 2


class Role(Enum):
    """What a card does to its parent; the value is the role's name in CSS classes."""

    ROOT = "root"
    """It has no parent, or its parent is a heading."""
    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    """It attacks something that speaks against the thesis, and so defends the thesis."""
    CONCESSION = "concession"
    """It attacks, but is granted and outweighed."""
    UNDERCUT = "undercut"
    """It attacks an inference, not a statement."""
    REBUTTING_UNDERCUT = "rebutting-undercut"
    """It attacks an inference against the thesis, and so defends the thesis."""
    CONCEDED_UNDERCUT = "conceded-undercut"
    """It is an exception to an inference that does not suspend the inference."""
    OPTION = "option"
    """It is an option of the question that its parent is."""
    QUESTION = "question"
    CONTEXT = "context"
    HEADING = "heading"
    """It is the heading of a section with several roots, not a statement."""

    @property
    def theme_role(self) -> str:
        """The role in themes whose colors a card has."""
        return _THEME_ROLES.get(self, self.value)

    @property
    def is_undercut(self) -> bool:
        return self in (Role.UNDERCUT, Role.REBUTTING_UNDERCUT, Role.CONCEDED_UNDERCUT)

    @property
    def is_against(self) -> bool:
        return self.is_undercut or self in (Role.ATTACK, Role.REBUTTAL, Role.CONCESSION)

    @property
    def is_granted(self) -> bool:
        """Whether it is an attack that never decides."""
        return self in (Role.CONCESSION, Role.CONCEDED_UNDERCUT)

    @property
    def bundle(self) -> Bundle:
        """The bundle of its line to its parent."""
        if self is Role.CONCESSION:
            return Bundle.CONCESSION
        return Bundle.ATTACK if self.is_against else Bundle.SUPPORT


_THEME_ROLES = {
    Role.REBUTTING_UNDERCUT: "rebuttal",
    Role.CONCEDED_UNDERCUT: "concession",
    Role.OPTION: "root",
    Role.QUESTION: "root",
    Role.HEADING: "root",
}


class LinkKind(Enum):
    """What a link across the trees means; the value is its name in ids and CSS classes."""

    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    CONCESSION = "concession"
    UNDERCUT = "undercut"
    REBUTTING_UNDERCUT = "rebutting-undercut"
    CONCEDED_UNDERCUT = "conceded-undercut"
    CONTRADICTION = "contradiction"
    REFERENCE = "reference"
    """From a statement to another card on which it is a premise."""
    OPTION = "option"
    """From a statement to a question that it is an option of."""

    @property
    def is_undercut(self) -> bool:
        return self in (
            LinkKind.UNDERCUT,
            LinkKind.REBUTTING_UNDERCUT,
            LinkKind.CONCEDED_UNDERCUT,
        )

    @property
    def targets_statement(self) -> bool:
        """Whether it is an inference without a card, for or against the statement it ends on."""
        return self in (
            LinkKind.SUPPORT,
            LinkKind.ATTACK,
            LinkKind.REBUTTAL,
            LinkKind.CONCESSION,
        )

    @property
    def bundle(self) -> Bundle:
        """The bundle that it enters its target with."""
        if self is LinkKind.CONCESSION:
            return Bundle.CONCESSION
        is_attack = self.targets_statement and self is not LinkKind.SUPPORT
        return Bundle.ATTACK if is_attack else Bundle.SUPPORT


class Head(NamedTuple):
    """The head line of a card: a symbol, the word of the language, and what the card does."""

    symbol: str
    label: str
    note: str = ""

    @property
    def word(self) -> str:
        """The symbol and the word."""
        return f"{self.symbol} {self.label}" if self.symbol else self.label

    def __str__(self) -> str:
        return f"{self.word} · {self.note}" if self.note else self.word


_SYMBOLS = {
    Role.SUPPORT: "+",
    Role.ATTACK: "−",
    Role.REBUTTAL: "−",
    Role.CONCESSION: "(−)",
    Role.UNDERCUT: "×",
    Role.REBUTTING_UNDERCUT: "×",
    Role.CONCEDED_UNDERCUT: "(×)",
    Role.OPTION: "○",
    Role.QUESTION: "◊",
    Role.CONTEXT: "",
    Role.HEADING: "§",
}
_KIND_SYMBOLS = {"assumption": "?", "counterpoint": "−", "concession": "(−)"}
_NOTES = {
    Role.REBUTTAL: "rebuttal",
    Role.CONCESSION: "granted",
    Role.UNDERCUT: "undercut",
    Role.REBUTTING_UNDERCUT: "undercut",
    Role.CONCEDED_UNDERCUT: "granted",
    Role.OPTION: "option",
}


def head_of(role: Role, kind: str | None, *, is_thesis: bool = False) -> Head:
    """Return the head of a card.

    Args:
        role: The role of the card.
        kind: The kind of its statement; None for linked premises and headings.
        is_thesis: Whether the statement is a thesis.
    """
    if role is Role.HEADING:
        return Head(_SYMBOLS[role], "SECTION")
    if kind is None:
        return Head(_SYMBOLS[role], "OBJECTION" if role.is_against else "REASON", _note(role))
    if role is Role.ROOT:
        symbol = _KIND_SYMBOLS.get(kind, "●")
    elif role is Role.SUPPORT and kind == "assumption":
        symbol = _KIND_SYMBOLS[kind]
    else:
        symbol = _SYMBOLS[role]
    note = "granted" if role is Role.ROOT and kind == "concession" else _note(role)
    notes = [note, "thesis" if is_thesis else ""]
    return Head(symbol, kind.upper(), ", ".join(filter(None, notes)))


def _note(role: Role) -> str:
    return _NOTES.get(role, "")


def head_of_premise(kind: str) -> Head:
    """Return the head of one of several linked premises: its kind."""
    return Head("" if kind == "concession" else _KIND_SYMBOLS.get(kind, ""), kind.upper())
