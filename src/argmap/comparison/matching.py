"""Matches the elements of two versions of a map.

A statement is matched by the first of these that finds exactly one partner on each side: a former
id that the author names (`was:`), its id, its id without the alias of an import, its text under the
same parent, its text anywhere, and a similar text, first under the same parent and then anywhere.
Every step takes time linear in the number of statements that are still unmatched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property

from attrs import field, frozen

from argmap.model import ArgumentMap, Inference
from argmap.model.question import Sentence
from argmap.text.comparison import alphanumeric_key

MIN_SIMILARITY = 0.5
"""The least share of common words of two versions of a text (Dice's coefficient, 0 to 1)."""
_MAX_CANDIDATES = 32
"""The number of texts with a common word that are compared; words in more texts are ignored."""
_MIN_COMMON_WORDS = 2
"""One common word shows nothing, except under the same parent."""


@frozen(slots=False)
class Pairs:
    """The matched ids of one kind of element, from old to new."""

    by_old: dict[str, str]

    @cached_property
    def by_new(self) -> dict[str, str]:
        """The old ids by the new ones."""
        return {new: old for old, new in self.by_old.items()}


@frozen
class Matching:
    """The matched elements of two versions of a map, old id → new id, by kind of element.

    Attributes:
        sentences: Statements, questions and contexts.
    """

    sentences: Pairs
    inferences: Pairs
    sources: Pairs
    sections: Pairs = field(factory=lambda: Pairs({}))


def match_maps(old: ArgumentMap, new: ArgumentMap) -> Matching:
    """Match the elements of two versions of a map."""
    sentences = _SentenceMatcher(_Side(old), _Side(new)).match()
    return Matching(
        sentences,
        _match_inferences(old, new, sentences),
        _match_titled(old.sources, new.sources),
        _match_titled(old.sections, new.sections),
    )


def local_id(id_: str) -> str:
    """Return an id without the aliases of imports: ``hub`` for ``energy.hub``."""
    return id_.rpartition(".")[2]


# ---- Sentences ---------------------------------------------------------------------------------


@frozen(eq=False)
class _Side:
    """One version of a map, with the parent of each of its sentences."""

    argument_map: ArgumentMap
    sentences: dict[str, Sentence] = field(init=False)

    @sentences.default
    def _collect(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.argument_map.sentences}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """The first statement or question that each sentence belongs to, by its id."""
        argument_map = self.argument_map
        parents: dict[str, str] = {}
        for inference in argument_map.inferences.values():
            for id_ in (*inference.premises, *inference.undercutters):
                parents.setdefault(id_, inference.conclusion)
        for question in argument_map.questions.values():
            for option in question.options:
                parents.setdefault(option, question.id)
        for context in argument_map.contexts.values():
            if context.parent is not None:
                parents.setdefault(context.id, context.parent)
        return parents


class _SentenceMatcher:
    """Matches sentences in steps; each step considers only those that are still unmatched."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self._old, self._new = old, new
        self._pairs: dict[str, str] = {}
        self._matched_new: set[str] = set()

    def match(self) -> Pairs:
        old, new = self._old, self._new
        self._match_former_ids()
        for id_ in self._left_of_old():
            if id_ in new.sentences and self._is_same_element(id_):
                self._add(id_, id_)
        self._match_by(
            lambda s: local_id(s.id) if s.is_named else None,
            lambda s: local_id(s.id) if s.is_named else None,
        )
        self._match_by(
            lambda s: (self._old_parent(s), _text_key(s)),
            lambda s: (new.parents.get(s.id), _text_key(s)),
        )
        self._match_by(_text_key, _text_key)
        self._match_similar(is_below_same_parent=True)
        self._match_similar(is_below_same_parent=False)
        return Pairs({id_: self._pairs[id_] for id_ in old.sentences if id_ in self._pairs})

    def _is_same_element(self, id_: str) -> bool:
        """Return whether an id that both versions have belongs to the same kind of element.

        A question cannot become a statement, but any statement can become another kind.
        """
        old, new = self._old.sentences[id_], self._new.sentences[id_]
        return old.kind == new.kind or {old.kind, new.kind}.isdisjoint(("question", "context"))

    def _match_former_ids(self) -> None:
        claimed = Counter(former for s in self._new.sentences.values() for former in _former_ids(s))
        for sentence in self._new.sentences.values():
            for former in _former_ids(sentence):
                # The former id is a local one; the old version may have another alias before it.
                ids = [former, sentence.id.removesuffix(local_id(sentence.id)) + former]
                known = next((id_ for id_ in ids if id_ in self._old.sentences), None)
                if known is not None and claimed[former] == 1 and known not in self._new.sentences:
                    self._add(known, sentence.id)

    def _match_by(
        self,
        old_key: Callable[[Sentence], Hashable],
        new_key: Callable[[Sentence], Hashable],
    ) -> None:
        """Match sentences whose key is the same and occurs once on each side; None is no key."""
        old_by_key = _unique(self._old.sentences, self._left_of_old(), old_key)
        new_by_key = _unique(self._new.sentences, self._left_of_new(), new_key)
        for key, id_ in old_by_key.items():
            other = new_by_key.get(key)
            if other is not None:
                self._add(id_, other)

    def _match_similar(self, *, is_below_same_parent: bool) -> None:
        """Match texts with many common words, the most similar pairs first."""
        by_word: dict[str, list[str]] = defaultdict(list)
        words_of: dict[str, frozenset[str]] = {}
        for id_ in self._left_of_new():
            words_of[id_] = _words(self._new.sentences[id_].text)
            for word in words_of[id_]:
                by_word[word].append(id_)
        candidates: list[tuple[float, int, int, str, str]] = []
        positions = {id_: position for position, id_ in enumerate(self._new.sentences)}
        for position, id_ in enumerate(self._left_of_old()):
            sentence = self._old.sentences[id_]
            words, parent = _words(sentence.text), self._old_parent(sentence)
            common: Counter[str] = Counter()
            for word in sorted(words):
                if len(by_word.get(word, ())) <= _MAX_CANDIDATES:
                    common.update(by_word.get(word, ()))
            for other, count in common.items():
                if is_below_same_parent:
                    if parent is None or self._new.parents.get(other) != parent:
                        continue
                elif count < _MIN_COMMON_WORDS:
                    continue
                shared = len(words & words_of[other])
                similarity = 2 * shared / (len(words) + len(words_of[other]))
                if similarity >= MIN_SIMILARITY:
                    candidates.append((-similarity, position, positions[other], id_, other))
        for _, _, _, id_, other in sorted(candidates):
            if id_ not in self._pairs and other not in self._matched_new:
                self._add(id_, other)

    def _old_parent(self, sentence: Sentence) -> str | None:
        """Return the new id of the parent of an old sentence, if it is matched."""
        parent = self._old.parents.get(sentence.id)
        return None if parent is None else self._pairs.get(parent)

    def _left_of_old(self) -> list[str]:
        return [id_ for id_ in self._old.sentences if id_ not in self._pairs]

    def _left_of_new(self) -> list[str]:
        return [id_ for id_ in self._new.sentences if id_ not in self._matched_new]

    def _add(self, old: str, new: str) -> None:
        if old not in self._pairs and new not in self._matched_new:
            self._pairs[old] = new
            self._matched_new.add(new)


def _unique(
    sentences: Mapping[str, Sentence], ids: Iterable[str], key: Callable[[Sentence], Hashable]
) -> dict[Hashable, str]:
    """Return the ids of the sentences with a key that no other sentence has, by kind and key."""
    by_key: dict[Hashable, list[str]] = defaultdict(list)
    for id_ in ids:
        sentence = sentences[id_]
        value = key(sentence)
        if value is not None:
            by_key[_family(sentence), value].append(id_)
    return {value: found[0] for value, found in by_key.items() if len(found) == 1}


def _family(sentence: Sentence) -> str:
    """Return the kind of a question or a context, and one word for all kinds of statements."""
    return sentence.kind if sentence.kind in ("question", "context") else "statement"


def _text_key(sentence: Sentence) -> str | None:
    return alphanumeric_key(sentence.text) or None


def _words(text: str) -> frozenset[str]:
    return frozenset(
        key for word in text.split() if (key := alphanumeric_key(word)) and len(key) > 1
    )


def _former_ids(sentence: Sentence) -> tuple[str, ...]:
    return getattr(sentence, "was", ())


# ---- Inferences, sources and sections ----------------------------------------------------------


def _match_inferences(old: ArgumentMap, new: ArgumentMap, sentences: Pairs) -> Pairs:
    """Match inferences by id, then by what they connect, then by a common premise."""
    pairs: dict[str, str] = {}
    left = dict.fromkeys(new.inferences)

    def add(id_: str, other: str) -> None:
        pairs[id_] = other
        del left[other]

    def renamed(ids: Iterable[str]) -> Iterator[str]:
        return (sentences.by_old.get(id_, id_) for id_ in ids)

    for inference in old.inferences.values():
        if inference.is_named and inference.id in left and new.inferences[inference.id].is_named:
            add(inference.id, inference.id)
    for keys in (_ends, _conclusion_and_premise, _premises):
        by_key: dict[Hashable, list[str]] = defaultdict(list)
        for id_ in left:
            inference = new.inferences[id_]
            for key in keys(inference, inference.premises, inference.conclusion):
                by_key[key].append(id_)
        for inference in old.inferences.values():
            if inference.id in pairs:
                continue
            premises = tuple(renamed(inference.premises))
            (conclusion,) = renamed([inference.conclusion])
            for key in keys(inference, premises, conclusion):
                other = next((id_ for id_ in by_key.get(key, ()) if id_ in left), None)
                if other is not None:
                    add(inference.id, other)
                    break
    return Pairs({id_: pairs[id_] for id_ in old.inferences if id_ in pairs})


def _ends(inference: Inference, premises: tuple[str, ...], conclusion: str) -> list[Hashable]:
    return [(frozenset(premises), conclusion, inference.polarity)]


def _conclusion_and_premise(
    inference: Inference, premises: tuple[str, ...], conclusion: str
) -> list[Hashable]:
    return [(premise, conclusion, inference.polarity) for premise in premises]


def _premises(_: Inference, premises: tuple[str, ...], __: str) -> list[Hashable]:
    return [frozenset(premises)]


def _match_titled(old: Mapping[str, object], new: Mapping[str, object]) -> Pairs:
    """Match sources or sections by id, by id without alias, and by title."""
    pairs = {id_: id_ for id_ in old if id_ in new}
    for key in (lambda id_, _: local_id(id_), lambda _, element: element.title or None):
        matched = set(pairs.values())
        left = {id_: element for id_, element in new.items() if id_ not in matched}
        by_key: dict[str | None, list[str]] = defaultdict(list)
        for id_, element in left.items():
            by_key[key(id_, element)].append(id_)
        counts = Counter(key(id_, element) for id_, element in old.items() if id_ not in pairs)
        for id_, element in old.items():
            value = key(id_, element)
            if id_ not in pairs and value is not None and counts[value] == 1:
                found = by_key.get(value, [])
                if len(found) == 1:
                    pairs[id_] = found[0]
    return Pairs({id_: pairs[id_] for id_ in old if id_ in pairs})
