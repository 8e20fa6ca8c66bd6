"""Whether statements keep to what the cited passages say: their words, and their hedges.

A hedge is dropped if one sentence of the cited passages says the same as the statement, but only
that it may be so, and the statement says so without any reservation. Sentences are compared by the
stems of their content words; the hedge must belong to words that the statement repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from argmap.model import ArgumentMap, Citation, Fidelity, Statement
from argmap.sources.findings import DroppedHedge, UnquotedStatement
from argmap.sources.loader import Passages
from argmap.sources.normalize import normalize
from argmap.sources.number_language import english, number_language
from argmap.sources.quotations import find_quotation

_MAX_LENGTH = 20_000
"""Characters of the cited passages that are read for hedges; more is not one statement's ground."""
_MIN_SHARED_STEMS = 3
_MIN_SHARE = 0.5
"""The least share of a statement's content words that a sentence says the same with."""
_MIN_STATED_SHARE = 0.8
"""The least share of a statement's content words in a quotation that states it."""
_REACH = 4
"""Content words next to an adverb that it may qualify; others are further away."""
_STEM_LENGTH = 5
_MIN_STEM_LENGTH = 3

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|vs|No|cf))(?<!\b(?:Mrs|Inc|etc))[.!?][\"')\]]*\d*\s+(?=[\"'(\[]?[A-Z])"
)
_CLAUSE_END = re.compile(r"[;:]|,? but |, (?:and|while|whereas|although|though|which) | - ")
_WEAK_STEMS = frozenset(("help", "poten", "event", "serve", "continu", "start", "begin"))
"""Stems of words between a modal verb and the verb that says what may happen."""

_CONDITION_END = re.compile(r"[,;:]")
_PURPOSE = re.compile(r"\b(?:is|are|was|were) to\b")
"""A condition that states a purpose: “if the union is to save energy”."""
_MODALS = frozenset(("may", "might", "could", "can"))
_ADVERBS = frozenset(("arguably", "presumably", "possibly", "perhaps", "probably", "in part"))
_HEDGE = re.compile(
    r"(?<![\w'-])"
    r"(?:may|might|could|can|arguably|presumably|possibly|perhaps|probably|in part|[Ss]ome)"
    r"(?![\w'-]| not\b| (?:also )?be (?:said|seen|found|traced|expected)\b)"
    r"|(?<!even )(?<!as )(?<!what )(?<!only )(?<![\w'-])[Ii]f(?! (?:not|any|ever|anything)\b)\b"
)
_RESERVATION = re.compile(
    r"\b(?:may|might|could|can|cannot|would|should|arguably|presumably|possibl[ey]|possibility"
    r"|perhaps|probabl[ey]|partly|partially|in part|some|several|many|few|part of|certain|if|unless"
    r"|when|whenever|until|as long as|provided|likely|unlikely|potential(?:ly)?|risks?|threatens?"
    r"|chances?|prospects?|opportunit(?:y|ies)|options?|able|capable|unable|allows?|enables?"
    r"|helps?|seems?|appears?|suggests?|tends?|expect(?:s|ed)?|seek(?:s|ing)?|hopes?|aims?|wants?"
    r"|plans?|ability|conditions?|depends?|room)\b",
    re.IGNORECASE,
)
"""Words with which a statement is not flat: hedges, quantities, conditions, intentions."""
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "did",
        "do",
        "does",
        "even",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "his",
        "how",
        "however",
        "in",
        "into",
        "is",
        "it",
        "its",
        "more",
        "most",
        "much",
        "no",
        "nor",
        "not",
        "of",
        "on",
        "only",
        "or",
        "other",
        "out",
        "over",
        "own",
        "same",
        "she",
        "so",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "up",
        "was",
        "were",
        "what",
        "where",
        "which",
        "while",
        "who",
        "whose",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yet",
        "still",
        "well",
        "further",
        "there's",
        "it's",
    ]
)
_NEGATION = re.compile(r"\b(?:not|no|never|nor|neither|cannot|without|none)\b|n't\b", re.IGNORECASE)


def compare_with_passages(
    argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> Iterator[DroppedHedge | UnquotedStatement]:
    """Yield the statements that drop a hedge, or that are not as faithful as they claim."""
    for statement in argument_map.statements.values():
        if not statement.citations:
            continue
        if _is_unquoted(statement, texts):
            yield UnquotedStatement(statement, statement.citations[0])
        hedge = _dropped_hedge(statement, argument_map, texts)
        if hedge is not None:
            yield hedge


# ---- Fidelity -----------------------------------------------------------------------------------


def _is_unquoted(statement: Statement, texts: Mapping[str, Passages]) -> bool:
    """Return whether a statement is marked as a quotation, but no cited passage contains it.

    False if the text of a cited source is not available.
    """
    if statement.fidelity is not Fidelity.QUOTATION:
        return False
    cited = [(citation, texts.get(citation.source)) for citation in statement.citations]
    return not any(
        passages is None or _is_quoted(statement.text, passages, citation)
        for citation, passages in cited
    )


def _is_quoted(text: str, passages: Passages, citation: Citation) -> bool:
    """Return whether the cited passages contain a text; its first letter may have another case."""
    words = normalize(text).strip("\"' ").rstrip(".!?,;:")
    if not words:
        return True
    candidates = (words, words[0].swapcase() + words[1:])
    return any(find_quotation(words, passages, citation.locator) for words in candidates)


def states(quotation: str, text: str) -> bool:
    """Return whether a quotation says what a statement says, and not its opposite."""
    stems = _stems(normalize(text))
    shared = stems & _stems(normalize(quotation))
    is_enough = len(shared) >= max(_MIN_SHARED_STEMS, _MIN_STATED_SHARE * len(stems))
    return is_enough and _is_same_sense(text, quotation)


# ---- Hedges -------------------------------------------------------------------------------------


class _Sentence(NamedTuple):
    """A sentence of a cited passage, and the stems that it shares with a statement."""

    citation: Citation
    text: str
    shared: set[str]


def _dropped_hedge(
    statement: Statement, argument_map: ArgumentMap, texts: Mapping[str, Passages]
) -> DroppedHedge | None:
    """Return the hedge of the sentence that says the same as a statement, if it has none."""
    is_reserved = (
        statement.confidence is not None
        or statement.held_by
        or (statement.fidelity is not None and statement.fidelity.is_own_reading)
        or _RESERVATION.search(statement.text)
    )
    if is_reserved or not _is_english(argument_map.lang):
        return None
    stems = _stems(normalize(statement.text))
    sentences = list(_sentences(statement, stems, argument_map, texts))
    least = max(_MIN_SHARED_STEMS, _MIN_SHARE * len(stems))
    closest = max(sentences, key=lambda sentence: len(sentence.shared), default=None)
    if closest is None or len(closest.shared) < least:
        return None
    hedge = _hedge(closest, normalize(statement.text))
    return DroppedHedge(statement, closest.citation, hedge, closest.text) if hedge else None


def _is_english(tag: str | None) -> bool:
    return number_language(tag) is english()


def _sentences(
    statement: Statement,
    stems: set[str],
    argument_map: ArgumentMap,
    texts: Mapping[str, Passages],
) -> Iterator[_Sentence]:
    """Yield the sentences of the cited passages that are in English.

    If there is a quotation, only its sentences count.
    """
    for citation in statement.citations:
        passages = texts.get(citation.source)
        tag = argument_map.sources[citation.source].lang
        language = number_language(tag or argument_map.lang)
        if passages is None or language is None or not _is_english(tag or argument_map.lang):
            continue
        is_placed = citation.locator is not None and citation.locator.is_searched
        length = passages.length_at(citation.locator)
        if not is_placed or length > _MAX_LENGTH or not (tag or passages.looks_like(language)):
            continue
        for text in passages.at(citation.locator):
            for sentence in _split(text):
                if _is_in_quoted_sentence(citation, sentence):
                    yield _Sentence(citation, sentence, stems & _stems(sentence))


def _split(text: str) -> Iterator[str]:
    """Yield the sentences of a text."""
    ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    yield from (text[start:end].strip() for start, end in pairwise(ends))


def _is_in_quoted_sentence(citation: Citation, sentence: str) -> bool:
    """Return whether a sentence contains the quotation, or there is none that is in one."""
    words = normalize(citation.quotation or "").rstrip(".!?,;:")
    return not words or words in sentence or len(words) > len(sentence) or " ... " in words


def _hedge(closest: _Sentence, text: str) -> str | None:
    """Return the first hedge of a sentence that belongs to the content words of a statement."""
    for match in _HEDGE.finditer(closest.text):
        is_conditional = match[0].lower() == "if"
        if (_is_condition if is_conditional else _qualifies)(closest, match, text):
            return match[0]
    return None


def _is_condition(closest: _Sentence, hedge: re.Match[str], text: str) -> bool:
    """Return whether a statement is the main clause of a sentence, without its condition."""
    end = _CONDITION_END.search(closest.text, hedge.end())
    clause = closest.text[hedge.end() : end.start() if end else None]
    if _PURPOSE.search(clause):
        return False
    condition = _stems(clause)
    main = closest.text[: hedge.start()] + (closest.text[end.start() :] if end else "")
    stems = _stems(text)
    return (
        len(condition & stems) * 2 < len(condition)
        and len(_stems(main) & stems) >= _MIN_SHARED_STEMS
        and _is_same_sense(text, main)
    )


def _qualifies(closest: _Sentence, hedge: re.Match[str], text: str) -> bool:
    """Return whether a hedge belongs to the clause, and the words, that a statement repeats."""
    clauses = (
        _clause_before(closest.text, hedge.start()),
        _clause_after(closest.text, hedge.end()),
    )
    before, after = map(_content, clauses)
    words = _content(text)
    stems = set(words)
    is_same_clause = len({*after, *before} & stems) * 2 > len(closest.shared)
    if not is_same_clause or not _is_same_sense(text, " ".join(clauses)):
        return False
    word = hedge[0].lower()
    if word == "some":  # of an object, it means little
        return after[:1] != [] and after[0] in words[:2] and after[0].isalpha()
    if word in _MODALS:
        verbs = [stem for stem in after if stem not in _WEAK_STEMS]
        return not stems.isdisjoint(verbs[:1])
    return not stems.isdisjoint((*after[:_REACH], *before[-_REACH:]))


def _is_same_sense(text: str, other: str) -> bool:
    """Return whether both or none of two texts contain a negation."""
    return bool(_NEGATION.search(text)) == bool(_NEGATION.search(other))


def _clause_after(sentence: str, offset: int) -> str:
    end = _CLAUSE_END.search(sentence, offset)
    return sentence[offset : end.start() if end else len(sentence)]


def _clause_before(sentence: str, offset: int) -> str:
    start = 0
    for match in _CLAUSE_END.finditer(sentence, 0, offset):
        start = match.end()
    return sentence[start:offset]


def _content(text: str) -> list[str]:
    """Return the stems of the content words of a text, in order."""
    words = (match[0].lower().removesuffix("'s") for match in _WORD.finditer(text))
    return [_stem(word) for word in words if word not in _FUNCTION_WORDS and len(word) > 1]


def _stems(text: str) -> set[str]:
    return set(_content(text))


def _stem(word: str) -> str:
    """Return the beginning of a word, without common endings."""
    for ending in ("ing", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM_LENGTH:
            word = word.removesuffix(ending)
            break
    return word[:_STEM_LENGTH].removesuffix("e")
