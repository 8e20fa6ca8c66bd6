"""What the reader of a file finds wrong with it, as data."""

from __future__ import annotations

from attrs import evolve, frozen

from argmap.text import Edit, Span


@frozen
class SyntaxFault:
    """One mistake: where, in words for whoever wrote it, and what would mend it.

    ``label`` is said beside the underline, ``places`` are other spans that explain it, ``edits``
    would mend it under the name ``fix``; unless ``is_sure``, something else may have been meant.
    Whether a mistake that ``concerns_file`` is one, only the whole file says.
    """

    span: Span
    message: str
    label: str = ""
    help: str = ""
    places: tuple[tuple[Span, str], ...] = ()
    fix: str = ""
    edits: tuple[Edit, ...] = ()
    is_sure: bool = True
    concerns_file: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places that it speaks of: its own, those that explain it, those to be edited."""
        return (self.span, *(span for span, _ in self.places), *(edit.span for edit in self.edits))

    def shifted(self, by: int) -> SyntaxFault:
        """Return the same mistake ``by`` code points further on."""
        return evolve(
            self,
            span=self.span.shifted(by),
            places=tuple((span.shifted(by), text) for span, text in self.places),
            edits=tuple(Edit(span.shifted(by), new) for span, new in self.edits),
        )


class UnknownWord(SyntaxFault):
    """A word where a keyword belongs that is none: ``clam``."""

    __slots__ = ()


class ForeignNotation(SyntaxFault):
    """Something in another notation: Argdown, Markdown, JSON, prose."""

    __slots__ = ()


def replacing(span: Span, replacement: str) -> tuple[Edit, ...]:
    return (Edit(span, replacement),)


def inserting(offset: int, text: str) -> tuple[Edit, ...]:
    return (Edit(Span(offset, offset), text),)
