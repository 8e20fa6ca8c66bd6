"""Matches the elements of two versions of a map.

A statement is matched by the first of these that finds exactly one partner on each side: a former
id that the author names (`was:`), its id, its id without the alias of an import, its text under the
same parent, its text anywhere, and a similar text, first under the same parent and then anywhere.
Every step takes time linear in the number of statements that are still unmatched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
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
        claimed = Counter(former for s in self._new.sentences.values() for former in s.was)
        for sentence in self._new.sentences.values():
            for former in sentence.was:
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
        words_of = {
            id_: significant_words(self._new.sentences[id_].text) for id_ in self._left_of_new()
        }
        for id_, words in words_of.items():
            for word in words:
                by_word[word].append(id_)
        positions = {id_: position for position, id_ in enumerate(self._new.sentences)}
        candidates: list[tuple[float, int, int, str, str]] = []
        for position, id_ in enumerate(self._left_of_old()):
            sentence = self._old.sentences[id_]
            words, parent = significant_words(sentence.text), self._old_parent(sentence)
            for other, count in _common_word_counts(words, by_word).items():
                is_sibling = parent is not None and self._new.parents.get(other) == parent
                is_candidate = is_sibling if is_below_same_parent else count >= _MIN_COMMON_WORDS
                share = similarity(words, words_of[other]) if is_candidate else 0
                if share >= MIN_SIMILARITY:
                    candidates.append((-share, position, positions[other], id_, other))
        for *_, id_, other in sorted(candidates):
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
    return {value: same[0] for value, same in by_key.items() if len(same) == 1}


def _family(sentence: Sentence) -> str:
    """Return the kind of a question or a context, and one word for all kinds of statements."""
    return sentence.kind if sentence.kind in ("question", "context") else "statement"


def _text_key(sentence: Sentence) -> str | None:
    return alphanumeric_key(sentence.text) or None


def _common_word_counts(words: frozenset[str], by_word: Mapping[str, list[str]]) -> Counter[str]:
    """Return how many words some texts have in common with others, by the ids of the others."""
    common: Counter[str] = Counter()
    for word in sorted(words):
        ids = by_word.get(word, [])
        if len(ids) <= _MAX_CANDIDATES:
            common.update(ids)
    return common


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of common words, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(first & second) / (len(first) + len(second))


def significant_words(text: str) -> frozenset[str]:
    """Return the words of a text with more than one letter, in lower case."""
    return frozenset(
        key for word in text.split() if (key := alphanumeric_key(word)) and len(key) > 1
    )


# ---- Inferences, sources and sections ----------------------------------------------------------


def _match_inferences(old: ArgumentMap, new: ArgumentMap, sentences: Pairs) -> Pairs:
    """Match inferences by id, then by what they connect, then by a common premise."""
    pairs = {
        id_: id_
        for id_, inference in old.inferences.items()
        if inference.is_named and id_ in new.inferences and new.inferences[id_].is_named
    }
    left = {id_: None for id_ in new.inferences if id_ not in pairs}
    for keys in (_ends, _conclusion_and_premise, _premises):
        by_key: dict[Hashable, list[str]] = defaultdict(list)
        for id_ in left:
            inference = new.inferences[id_]
            for key in keys(inference, inference.premises, inference.conclusion):
                by_key[key].append(id_)
        for id_, inference in old.inferences.items():
            if id_ in pairs:
                continue
            premises = tuple(sentences.by_old.get(p, p) for p in inference.premises)
            conclusion = sentences.by_old.get(inference.conclusion, inference.conclusion)
            candidates = (
                other
                for key in keys(inference, premises, conclusion)
                for other in by_key.get(key, ())
                if other in left
            )
            partner = next(candidates, None)
            if partner is not None:
                pairs[id_] = partner
                del left[partner]
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
                candidates = by_key.get(value, [])
                if len(candidates) == 1:
                    pairs[id_] = candidates[0]
    return Pairs({id_: pairs[id_] for id_ in old if id_ in pairs})
