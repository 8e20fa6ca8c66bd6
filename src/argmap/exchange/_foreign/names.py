"""Readable ids for the elements of foreign files."""

from __future__ import annotations

from collections import Counter

from attrs import Factory, define

from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.model.identifiers import id_words, is_id

_MAX_WORDS = 4
_MAX_LENGTH = 32
_RESERVED = {*DECLARATION_KEYWORDS, "import", "as", "true", "false", "none", "open"}

_STOP_WORD_LIST = """
a about all also an and any are as at be because been but by can could did do does for from
had has have he her his i if in into is it its just may might more most must my no not of on
one or our she should so some such than that the their them then there these they this those
to very was we were what when which who will with would you your
aber als am an auch auf aus bei das dass dem den der des die ein eine einem einen einer eines
es für hat im ist mit nicht oder sein sich sie sind und von war werden wie wird zu zum zur
ce ces dans de des du elle en est et la le les leur mais ne nous on ou par pas pour que qui
sa se ses son sont sur un une vous
con del el las lo los para por su sus y
"""
"""Words of English, German, French and Spanish that say little about a sentence."""

_STOP_WORDS = frozenset(_STOP_WORD_LIST.split())


@define
class Names:
    """The ids of one map, all different.

    An id that users of the file know is kept where argmap allows it. Other ids are the first words
    of the label or the text that say something, in lower case. Ids depend only on the file.
    """

    _taken: set[str] = Factory(set)
    _counts: Counter[str] = Factory(Counter)

    def assign(self, known: str, *texts: str | None) -> str:
        """Return a new id.

        Args:
            known: The id that users know; empty without one.
            texts: The texts to make an id from, the best first; None or empty ones are skipped.
        """
        if known:
            stem = known if is_id(known) else "-".join(id_words(known))
        else:
            stem = next(filter(None, map(_stem, filter(None, texts))), "")
        stem = stem or "statement"
        if stem in _RESERVED or not is_id(stem):
            stem = f"s-{stem}"
        return self._unique(stem)

    def _unique(self, stem: str) -> str:
        name = stem
        while name.casefold() in self._taken:
            self._counts[stem] += 1
            name = f"{stem}-{self._counts[stem] + 1}"
        self._taken.add(name.casefold())
        return name


def _stem(text: str) -> str:
    """Return the first words of a text as an id."""
    words = [word.lower() for word in id_words(text[:400].replace("’", "'").replace("'", ""))]
    telling = [word for word in words if word not in _STOP_WORDS and not word.isdecimal()] or words
    chosen: list[str] = []
    for word in telling[:_MAX_WORDS]:
        if chosen and len("-".join([*chosen, word])) > _MAX_LENGTH:
            break
        chosen.append(word[:_MAX_LENGTH])
    return "-".join(chosen)
