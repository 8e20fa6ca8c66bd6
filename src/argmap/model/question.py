"""Questions with their options, and contexts: the declarations that are not statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import field, frozen

from argmap.model.source import Citation
from argmap.model.statement import Standard, Statement, Status
from argmap.text import Location


@frozen
class Question:
    """What is to be decided. Its options are statements of the map.

    Attributes:
        citations: Where the question is asked.
        options: The ids of the options: the claims declared in it, then those of `options:`.
        is_exclusive: Whether at most one option can be accepted.
        standard: The standard of proof of its options, and of the comparison between them.
        expected_options: The options that `expect:` names as accepted.
        expects_open: Whether `expect:` is `open`: no option is accepted.
        was: Its former ids.
        expect_location: The location of the value of `expect:`; None without one.
    """

    kind: ClassVar[str] = "question"

    id: str
    text: str
    options: tuple[str, ...] = ()
    section: str | None = None
    is_named: bool = True
    citations: tuple[Citation, ...] = ()
    is_exclusive: bool = True
    standard: Standard | None = None
    expected_options: tuple[str, ...] = ()
    expects_open: bool = False
    label: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    was: tuple[str, ...] = ()
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)
    expect_location: Location | None = field(default=None, kw_only=True, eq=False, repr=False)

    def answer(self, statuses: Mapping[str, Status]) -> tuple[Status, tuple[str, ...]] | None:
        """Return the options that answer the question, and their status.

        If none is accepted, these are the undecided ones; if all are rejected, there are none.

        Args:
            statuses: The statuses of statements, by id.

        Returns:
            None if there are no options, or the status of one is missing.
        """
        if not self.options or any(option not in statuses for option in self.options):
            return None
        for status in (Status.ACCEPTED, Status.UNDECIDED):
            options = tuple(option for option in self.options if statuses[option] is status)
            if options:
                return status, options
        return Status.REJECTED, ()


@frozen
class Context:
    """What a reader must know: a definition, a setting. It has no status and supports nothing.

    Attributes:
        parent: The id of the statement, inference or question that it is declared in, if any.
        was: Its former ids.
    """

    kind: ClassVar[str] = "context"

    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    section: str | None = None
    parent: str | None = None
    is_named: bool = True
    label: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    date: str | None = None
    url: str | None = None
    was: tuple[str, ...] = ()
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)


Sentence = Statement | Context | Question
"""An element that consists of a sentence, and may cite sources."""
