"""What a card does in the argument, as a sign, a word and a line."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Role(Enum):
    """What a card does to what it hangs under; the value names its inks in a theme."""

    ROOT = "root"
    """It hangs under nothing."""
    SUPPORT = "support"
    ATTACK = "attack"
    REBUTTAL = "rebuttal"
    """It attacks what attacks something else, and so defends that."""
    UNDERCUT = "undercut"
    """It denies a step, not a statement."""
    HEADING = "heading"
    """It is no statement at all: a section over several roots."""

    @property
    def inks(self) -> str:
        return "root" if self is Role.HEADING else self.value

    @property
    def is_against(self) -> bool:
        return self in (Role.ATTACK, Role.REBUTTAL, Role.UNDERCUT)


class Head(NamedTuple):
    """What the head of a card says."""

    sign: str
    word: str

    def __str__(self) -> str:
        return f"{self.sign} {self.word}" if self.sign else self.word


_ROOTS = {"claim": Head("●", "CLAIM"), "evidence": Head("●", "EVIDENCE")}
_KINDS = {
    "claim": Head("", "CLAIM"),
    "evidence": Head("", "EVIDENCE"),
    "assumption": Head("?", "ASSUMPTION"),
    "counterpoint": Head("−", "COUNTERPOINT"),
}
_SUPPORT = {"evidence": Head("+", "EVIDENCE"), "assumption": Head("?", "ASSUMPTION")}
_FIXED = {
    Role.REBUTTAL: Head("−", "REBUTTAL"),
    Role.UNDERCUT: Head("×", "UNDERCUT"),
    Role.HEADING: Head("§", "SECTION"),
}
_OBJECTION = Head("−", "OBJECTION")


def head_of(role: Role, kind: str | None, *, is_thesis: bool = False) -> Head:
    """Return the head of a card for a statement of ``kind``, or for linked premises (None)."""
    if role in _FIXED:
        return _FIXED[role]
    if role is Role.SUPPORT:
        return _SUPPORT.get(kind or "", Head("+", "REASON"))
    if role is Role.ATTACK:
        return _KINDS["counterpoint"] if kind == "counterpoint" else _OBJECTION
    if is_thesis:
        return Head("●", "THESIS")
    return _ROOTS.get(kind or "") or _KINDS[kind or "claim"]


def head_of_premise(kind: str) -> Head:
    """Return the head of one of several linked premises, which says what kind it is."""
    return _KINDS[kind]
