"""A source's text at hand, as the passages that citations count."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from itertools import islice

from attrs import field, frozen

from argmap.model import Locator, Unit
from argmap.sources.figures import Mentioned, mentioned
from argmap.sources.language import reads_as_english
from argmap.sources.normalizing import normalized

_LOOKED_AT = 200
"""Passages that show which language a text is in."""


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text in UTF-8, or of bytes, in 64 hexadecimal digits."""
    data = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    return sha256(data).hexdigest()


@frozen(eq=False, repr=False)
class Passages:
    """A source's paragraphs (or pages) as they stand, the first at index 0 and called number 1.

    ``name`` is the file's as messages show it. ``headings`` are the numbers of those that argue
    nothing. ``digest`` stands for the whole: SHA-256 of all passages in their normal form, each in
    a line, so that line ends and typesetting do not count; of a PDF it is that of the file's bytes,
    because what is read from one may differ from one reader to the next.
    """

    name: str
    unit: Unit
    texts: tuple[str, ...]
    headings: frozenset[int] = frozenset()
    of_bytes: str | None = None
    _figures: dict[Locator | None, Mentioned] = field(factory=dict, init=False)

    @cached_property
    def normal(self) -> tuple[str, ...]:
        """The passages in the form in which they are compared."""
        return tuple(map(normalized, self.texts))

    @cached_property
    def digest(self) -> str:
        return self.of_bytes or digest("\n".join(self.normal))

    @cached_property
    def is_english(self) -> bool:
        """Whether numbers and dates in the text can be read, as far as its words show."""
        return reads_as_english(" ".join(islice(self.texts, _LOOKED_AT)))

    def __len__(self) -> int:
        return len(self.texts)

    def has(self, locator: Locator | None) -> bool:
        """Whether there is such a place; a citation of the whole always has one."""
        if locator is None:
            return True
        return locator.unit is self.unit and locator.last <= len(self)

    def at(self, locator: Locator | None) -> tuple[str, ...]:
        """Return the normal form of the passages at a place that is there; None is the whole."""
        if locator is None:
            return self.normal
        return self.normal[locator.first - 1 : locator.last]

    def digest_at(self, locator: Locator | None) -> str:
        """Return the digest of the passages at a place, in normal form, each in a line."""
        return digest("\n".join(self.at(locator)))

    def length_at(self, locator: Locator | None) -> int:
        """Return how many characters stand at a place, as the source has them."""
        return sum(map(len, self._texts_at(locator)))

    def figures_at(self, locator: Locator | None) -> Mentioned:
        """Return the numbers and dates that stand at a place."""
        if locator not in self._figures:
            self._figures[locator] = mentioned("\n\n".join(self._texts_at(locator)))
        return self._figures[locator]

    def _texts_at(self, locator: Locator | None) -> tuple[str, ...]:
        return self.texts if locator is None else self.texts[locator.first - 1 : locator.last]
