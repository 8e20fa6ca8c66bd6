"""Readable ids for the elements of foreign files."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter

from attrs import Factory, define

from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.model.identifiers import id_words, is_id, with_letter_first

_MAX_WORDS = 4
_MAX_NUMBERS = 3
_MAX_LENGTH = 32
_BEGINNING = 80
"""Number of characters in which a text usually has enough words for an id."""

_THOUSANDS = re.compile(r"(?<=\d)[,'’\u202f](?=\d{3}(?!\d))")
_LETTERS = string.ascii_letters + string.digits + "_"
_ASCII_WORDS = {ord(one): one.lower() if one in _LETTERS else " " for one in map(chr, range(128))}
_ASCII_WORDS |= {ord("'"): ""}
"""What becomes of each ASCII character in the words of an id."""

_RESERVED = {*DECLARATION_KEYWORDS, "import", "as", "true", "false", "none", "open"}

_STOP_WORD_LIST = """
a about all also an and any are as at be because been but by can could did do does for from
had has have he her his i if in into is it its just may might more most must my of on
one or our she should so some such than that the their them then there these they this those
to very was we were what when which who will with would you your
aber als am an auch auf aus bei das dass dem den der des die ein eine einem einen einer eines
es für hat im ist mit oder sein sich sie sind und von war werden wie wird zu zum zur
ce ces dans de des du elle en est et la le les leur mais nous on ou par pour que qui
sa se ses son sont sur un une vous
con del el las lo los para por su sus y
al alla che chi ci come da dal dei della delle di ed gli ha ho il io mi nel nella più quella questo
sia sono te ti tra tu
ao aos à às da das dos em essa esse esta este foi isso na nas nos o os pela pelo são uma é
"""
"""Words that say little about a sentence: English, German, French, Spanish, Italian, Portuguese.

Negations are not among them.
"""

_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())


@define
class Names:
    """The ids of one map, all different.

    An id that users of the file know is kept where argmap allows it. Other ids are the first words
    of the label or the text that say something, and the numbers among them, in lower case. Ids
    depend only on the file.
    """

    _taken: set[str] = Factory(set)
    _counts: Counter[str] = Factory(Counter)

    def assign(self, known: str, *texts: str | None) -> str:
        """Return a new id.

        Args:
            known: The id that users know; empty without one.
            texts: The texts to make an id from, the best first; None or empty ones are skipped.
        """
        stem = ""
        if known:
            stem = known if is_id(known) else "-".join(id_words(known))
        else:
            for text in texts:
                if text and (stem := _stem(text)):
                    break
        stem = stem or "statement"
        if stem in _RESERVED or stem[0].isdecimal() or not (stem.isascii() or is_id(stem)):
            stem = f"s-{stem}"
        return self._unique(stem)

    def _unique(self, stem: str) -> str:
        name = stem
        while (folded := name.casefold()) in self._taken:
            self._counts[stem] += 1
            name = f"{stem}-{self._counts[stem] + 1}"
        self._taken.add(folded)
        return name


def _stem(text: str) -> str:
    """Return the first words of a text that say something as an id."""
    words = _words(text, _BEGINNING)
    chosen = _telling(words)
    if len(chosen) < _MAX_WORDS and len(text) > _BEGINNING:
        words = _words(text, 4 * _BEGINNING)
        chosen = _telling(words)
    if not chosen:
        chosen = words[:_MAX_WORDS]
    chosen = with_letter_first(chosen)
    while len(stem := "-".join(chosen)) > _MAX_LENGTH and len(chosen) > 1:
        chosen.pop()
    return stem[:_MAX_LENGTH]


def _words(text: str, length: int) -> list[str]:
    """Return the words of the beginning of a text."""
    if len(text) > length:
        text = text[:length].rpartition(" ")[0] or text[:length]
    if "," in text or "'" in text or not text.isascii():
        text = _THOUSANDS.sub("", text)
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()
    # Letters in other shapes, such as those of formulas and ligatures, become the usual ones.
    text = unicodedata.normalize("NFKC", text)
    return id_words(text.replace("’", "").replace("'", "").lower())


def _telling(words: list[str]) -> list[str]:
    """Return the first words that say something, with the numbers before and among them."""
    chosen: list[str] = []
    numbers = 0
    for word in words:
        if word in _STOP_WORDS:
            continue
        if word[0].isdecimal():
            numbers += 1
            if numbers > _MAX_NUMBERS:
                numbers = _MAX_NUMBERS
                continue
        chosen.append(word)
        if len(chosen) == _MAX_WORDS + numbers:
            break
    return chosen if len(chosen) > numbers else []
