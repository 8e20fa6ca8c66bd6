"""Applies the fixes of many mutated maps, and looks for harmful ones.

    python tests/robustness/fixes.py --count 20000 --seed 1
    python tests/robustness/fixes.py --minutes 5

The script prints each kind of harm with the shortest text that shows it, and the result in one
line. The exit code is 1 if any fix did harm. The test suite calls `harms` for fewer maps.
"""

from __future__ import annotations

import gc
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from attrs import AttrsInstance
from attrs import fields as attrs_fields
from tests.mutations import IDS, SOURCES, mutated, random_map, shrunk
from tests.robustness.searching import Run, options

from argmap.config import Settings
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.lsp.documents import TextDocument
from argmap.lsp.session import Session
from argmap.model import ESTIMATIVE_WORDS, Citation, Status
from argmap.model.attributes import ATTRIBUTES, DECLARATION_KEYWORDS
from argmap.model.identifiers import INVISIBLE
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.synonyms import SYNONYMS
from argmap.text import SourceText, apply_edits
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.checker import Checker
from argmap.workspace.files import FileCache
from argmap.workspace.fix import Fixes, FixInput, fix_maps, is_harmless
from argmap.workspace.suggestions import Suggestion

_NAME = "map.argmap"
_WITHHELD = {"CFG802", "STR209", "TXT708"}
"""Rules that are not applied to files with syntax errors, and may report something later."""

_SYNTAX_CODES = {"SYN001", "SYN002", "SYN005"}

_MAX_PASSES = 4
"""Passes that fixes may need: quotes, the syntax errors around them, blocks, and then other rules.

Most files need one pass, nearly all others two, and one of 5,000 four. A second run never changes
a file.
"""

_CHECKER = Checker(settings=lambda _: Settings())


def fixes(text: str, *, unsafe: bool = False) -> tuple[Fixes, str]:
    """Return the result of fixing a text, and the fixed text."""
    result = fix_maps(_fix_input(text), unsafe=unsafe)
    changed = result.documents.get(None)
    return result, changed[1].source.text if changed else text


def _fix_input(text: str) -> FixInput:
    first = _read(text)

    def resolved(replaced: Mapping[Path | None, Document]) -> list[Resolution]:
        return [_resolved(replaced[None]) if replaced else first]

    def is_own(*_: object) -> bool:
        return True

    return FixInput(resolved, _CHECKER.check, is_own)


@lru_cache(maxsize=4)
def _read(text: str) -> Resolution:
    return _resolved(parse(SourceText(_NAME, text)))


def _resolved(document: Document) -> Resolution:
    return resolve(document, path=None, documents=FileCache(), boundary=Path.cwd())


def harms(text: str, quoted: tuple[str, ...] = ()) -> list[str]:
    """Return the kinds of harm that the fixes of a text do; ``quoted`` are its texts."""
    result, fixed = fixes(text)
    return list(dict.fromkeys(_harms(text, fixed, result, quoted)))


def _harms(text: str, fixed: str, result: Fixes, quoted: tuple[str, ...]) -> Iterator[str]:
    diagnostics = result.before.report.diagnostics
    for diagnostic in diagnostics:
        for fix in diagnostic.fixes:
            if any(edit.span.start > edit.span.end for edit in fix.edits):
                yield "an edit ends before it begins"
            if fix.applicability is Applicability.SAFE:
                yield from (
                    f"{kind} ({diagnostic.message})"
                    for kind in _harms_alone(text, diagnostic, fix, quoted)
                )
    yield from (f"{kind} (all fixes)" for kind in _changes(text, fixed, quoted))
    yield from _report_harms(text, fixed, result)
    yield from _element_harms(text, fixed)
    inserted = sum(len(e.replacement) for f in diagnostics for x in f.fixes for e in x.edits)
    if len(fixed) > len(text) + inserted + 100 * max(result.passes - 1, 0):
        yield "the file grows"
    if result.passes > _MAX_PASSES:
        yield f"it takes {result.passes} passes"
    if fixed != text and fixes(fixed)[1] != fixed:
        yield "a second run changes the file again"


def _harms_alone(
    text: str, diagnostic: Diagnostic, fix: Fix, quoted: tuple[str, ...]
) -> Iterator[str]:
    """Yield the harms of one safe fix without the others, as an editor applies it."""
    alone = apply_edits(text, fix.edits)
    yield from _changes(text, alone, quoted)
    if not is_harmless(_fix_input(text), Suggestion(diagnostic, fix, None)):
        return  # an editor asks before it applies the fix
    yield from (f"{kind} by one fix" for kind in _element_harms(text, alone))
    if diagnostic.code in _SYNTAX_CODES and not _relations(text) <= _relations(alone):
        yield "a relation is lost by one fix"
    errors, remaining = (len(parse(SourceText(_NAME, t)).errors) for t in (text, alone))
    if remaining - errors > (-1 if diagnostic.code in _SYNTAX_CODES else 0):
        yield "one fix leaves as many syntax errors"


def _report_harms(text: str, fixed: str, result: Fixes) -> Iterator[str]:
    before, after = _codes(result.before), _codes(result.after)
    if not _is_valid(text):
        before, after = (_without(counts, _WITHHELD) for counts in (before, after))
    if added := after - before:
        yield f"{', '.join(sorted(added))} is added"
    if fixed != text and after.total() >= before.total():
        yield "there are not fewer diagnostics"


def _codes(result: CheckResult) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in result.report.diagnostics)


def _without(counts: Counter[str], codes: set[str]) -> Counter[str]:
    return Counter({code: count for code, count in counts.items() if code not in codes})


def _is_valid(text: str) -> bool:
    resolution = _read(text)
    return not resolution.errors and not any(document.errors for document in resolution.documents)


def _element_harms(text: str, fixed: str) -> Iterator[str]:
    """Yield the changes of the elements that could be parsed before the fixes."""
    before, after = _elements(text), _elements(fixed)
    for (kind, id_), content in before.items():
        if (kind, id_) not in after:
            yield f"an element of the {kind} is lost"
            continue
        for name, value in content.items():
            if value and not _is_kept(value, after[kind, id_][name]):
                yield f"the {name} of an element of the {kind} changes"
    if len(_statements(after)) > len(_statements(before)):
        yield "a statement is added"


def _is_kept(value: object, other: object) -> bool:
    """Whether a value is unchanged; citations may gain what could not be parsed before."""
    if isinstance(value, tuple) and isinstance(other, tuple) and len(value) == len(other):
        return all(
            old == new
            or (
                isinstance(old, Citation)
                and isinstance(new, Citation)
                and old.source == new.source
                and old.locator in (None, new.locator)
                and old.quotation in (None, new.quotation)
            )
            for old, new in zip(value, other, strict=True)
        )
    return value == other


def _statements(elements: Iterable[tuple[str, str]]) -> list[str]:
    return [id_ for kind, id_ in elements if kind == "statements"]


def _elements(text: str) -> dict[tuple[str, str], dict[str, object]]:
    """Return the attributes of the map and of its named elements, by their kind and id."""
    argument_map = _read(text).map
    elements = {("map", ""): _attributes(argument_map)}
    for kind in ("statements", "inferences", "questions", "contexts", "sources", "sections"):
        elements |= {
            (kind, element.id): _attributes(element)
            for element in getattr(argument_map, kind).values()
            if getattr(element, "is_named", True)
        }
    return elements


def _relations(text: str) -> set[tuple[object, ...]]:
    """Return the inferences between named statements."""
    argument_map = _read(text).map
    named = {id_ for id_, statement in argument_map.statements.items() if statement.is_named}
    return {
        (inference.premises, inference.polarity, inference.conclusion)
        for inference in argument_map.inferences.values()
        if named.issuperset(inference.premises) and inference.conclusion in named
    }


def _attributes(element: AttrsInstance) -> dict[str, object]:
    """Return the attributes of an element; those of a map without its elements."""
    attributes = {
        field.name: getattr(element, field.name)
        for field in attrs_fields(type(element))
        if field.eq and field.name not in {"section", "parent"}
    }
    is_content = {name: not isinstance(value, dict) for name, value in attributes.items()}
    return {
        "kind": type(element).__name__,
        **{name: attributes[name] for name in attributes if is_content[name] or name == "extra"},
    }


# ---- Changes of the author's words -----------------------------------------------------------

_QUOTES = "\"'“”„«»"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_ESCAPE = re.compile(r"\\u\{([0-9a-f]{1,5})\}")
_MARKS = re.compile("[\"'\\\\“”„«»‘’‚]")
_LANGUAGE_WORDS = {
    *keywords(),
    *(word for name in ATTRIBUTES for word in name.split("-")),
    *(word for name in ESTIMATIVE_WORDS for word in name.split("-")),
    *(status.value for status in Status),
}
_ID_WORDS = {word for id_ in (*IDS, *SOURCES) for word in re.split(r"[-_\d]+", id_) if word}
_MUTATED_ID = re.compile(r"(?<![\w.@])(?!pp?\d)[^\W\d_]{2,}[-_]?\d+(?!\w)")
"""An id with a number that a mutation may have changed; not a page such as `p4`."""
_ID = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, (*IDS, *SOURCES)))})(?!\w)")
_PAGE_MARKS = {"p", "pp", "page", "pages", "para", "paras", "paragraph", "paragraphs", "and"}
_RELATION_WORDS = {
    "attacks",
    "supports",
    "opposes",
    "by",
    "supported",
    "opposed",
    "contradicts",
    "undercuts",
    "premises",
}
_DECLARED = re.compile(rf"(?:{'|'.join(DECLARATION_KEYWORDS)}) ([^\W\d_]+) \"")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\2(?P<year>\d{4})(?![\d.])"
    r"|(?P<y>\d{4})([./-])(?P<m>\d{1,2})\6(?P<d>\d{1,2})(?![\d.-])"
    r"|(?P<share>(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)%)"
    r"|(?P<number>(?<![\d.\w])\.\d+(?![\d.])|\d+(?:\.\d+)*)"
)
_LOCATOR_LIST = re.compile(
    r"(?P<source>@[\w-]+)[:, ] ?(?:(?P<unit>[^\W\d_]+)\.? ?)?(?P<list>[\d-]+(?:, ?[\d-]+)+)"
)
_COMMENT = re.compile(r"# ?argmap:[^\r\n]*")


def _changes(text: str, fixed: str, quoted: tuple[str, ...]) -> Iterator[str]:
    """Yield the changes of texts, numbers and words that no safe fix may make."""
    if text == fixed:
        return
    old, new = (_COMMENT.sub("", one).replace(r"\t", "\t") for one in (text, fixed))
    new = _unescaped(new)
    old = _with_single_locators(old, new)
    plain_old, plain_new = _MARKS.sub("", old), _MARKS.sub("", new)
    for content in set(quoted):
        plain = _MARKS.sub("", content)
        # `"Se" @smith:3 # Not A Comment {` may be a citation and a comment after it.
        count = max(plain_new.count(plain), plain_new.replace(" { #", " #").count(plain))
        if count < min(_in_quotes(old, plain), plain_old.count(plain)):
            yield "a text changes"
    old, new = _INVISIBLE.sub("", old), _INVISIBLE.sub("", new)
    if _numbers(_without_ids(old, new)) != _numbers(_without_ids(new, old)):
        yield "a number changes"
    yield from _words(old, new)


def _unescaped(text: str) -> str:
    """Return a text with invisible characters in place of their escapes."""

    def character(match: re.Match[str]) -> str:
        decoded = chr(int(match[1], 16))
        return decoded if _INVISIBLE.match(decoded) else match[0]

    return _ESCAPE.sub(character, text)


def _with_single_locators(text: str, fixed: str) -> str:
    """Return a text with its lists of locators as the fixed text has them.

    `@smith:ch2,9` may become `@smith:ch2 @smith:ch9`, which says the same.
    """

    def single(match: re.Match[str]) -> str:
        start = f"{match['source']}:{match['unit'] or ''}"
        locators = " ".join(start + locator for locator in re.findall(r"[\d-]+", match["list"]))
        return locators if fixed.count(locators) > text.count(locators) else match[0]

    return _LOCATOR_LIST.sub(single, text)


def _without_ids(text: str, other: str) -> str:
    """Return a text without the ids that both texts contain, wherever they are."""
    ids = {word for word in _MUTATED_ID.findall(text) if text.count(word) == other.count(word)}
    return _MUTATED_ID.sub(lambda match: " " if match[0] in ids else match[0], _ID.sub(" ", text))


def _in_quotes(text: str, content: str) -> int:
    """Return how often words have a quotation mark before or after them, and so may be a text."""
    marks = rf"[{_QUOTES}\\\\]"
    body = rf"{marks}*".join(map(re.escape, content))
    return len(re.findall(rf"{marks}{body}|{body}{marks}", text))


def _numbers(text: str) -> list[object]:
    """Return the numbers and dates of a text, in a normalized form."""
    numbers: list[object] = []
    for match in _NUMBERS.finditer(text):
        if match["day"]:
            day, month = int(match["day"]), int(match["month"])
            if day <= 12 and month <= 12 and day != month:
                numbers.append(match.group())
            else:
                numbers.append(
                    (
                        int(match["year"]),
                        min(day, month) if day <= 12 else month,
                        day if day > 12 else month,
                    )
                )
        elif match["y"]:
            numbers.append((int(match["y"]), int(match["m"]), int(match["d"])))
        elif match["share"]:
            numbers.append(Decimal(match.group()[:-1]) / 100)
        elif match.group().count(".") > 1:
            numbers.append(match.group())
        else:
            numbers.append(Decimal(match.group()))
    return numbers


def _words(text: str, fixed: str) -> Iterator[str]:
    old, new = _WORDS.findall(text), _WORDS.findall(fixed)
    moved = _moved(old, new, set(_DECLARED.findall(fixed)))
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        deleted, inserted = old[old_start:old_end], new[new_start:new_end]
        if kind == "equal" or moved.issuperset(deleted + inserted):
            continue
        if deleted and inserted:
            if not _is_same_locator(deleted, inserted) and not _is_correction(
                _rejoined(text, deleted), inserted
            ):
                yield f"words change: {' '.join(deleted)} → {' '.join(inserted)}"
        elif deleted and not all(map(_may_be_deleted, deleted)) and not _is_relation(deleted):
            yield f"words are deleted: {' '.join(deleted)}"
        elif inserted and not all(
            word in {"url", "p", "tags", "year", "date"} or re.search(rf"@[\w-]*{word}", text)
            for word in inserted
        ):
            yield f"words are inserted: {' '.join(inserted)}"


def _moved(old: list[str], new: list[str], declared: set[str]) -> set[str]:
    """Return the ids that occur equally often in both texts, at any place.

    They include ids that a mutation has made. Words of texts begin with a capital, unless the fixed
    text declares them.
    """
    counts = Counter(old), Counter(new)
    ids = {
        *_ID_WORDS,
        *declared,
        *(word for word in old if word.islower() and word not in _LANGUAGE_WORDS),
    }
    return {word for word in ids if counts[0][word] == counts[1][word] > 0}


def _may_be_deleted(word: str) -> bool:
    """Whether a word may be an id in a list, the name of the list, or part of a locator."""
    is_referring = bool(get_close_matches(word, _RELATION_WORDS, cutoff=0.8))
    return word in _ID_WORDS or word in _PAGE_MARKS or is_referring


def _is_relation(deleted: list[str]) -> bool:
    """Whether a misspelled relation of two words is deleted together with its ids."""
    name = "-".join(deleted[:2])
    return bool(get_close_matches(name, _RELATION_WORDS, cutoff=0.8)) and all(
        map(_may_be_deleted, deleted[2:])
    )


def _rejoined(text: str, words: list[str]) -> list[str]:
    """Return words in which those of a misspelled keyword are one: `cla-m`.

    It may be next to another misspelled word, so that the corrections of both are one change.
    """
    rejoined: list[str] = []
    for word in words:
        joined = "-".join((*rejoined[-1:], word))
        if rejoined and joined in text and joined not in IDS and _may_be_typo(joined):
            rejoined[-1] = joined
        else:
            rejoined.append(word)
    return rejoined


def _is_correction(deleted: list[str], inserted: list[str]) -> bool:
    """Whether each new word corrects a deleted one, and the other deleted words may go."""
    remaining_words = [word for word in inserted if word not in {*SOURCES, "p"} or word in deleted]
    if "".join(remaining_words) == "".join(deleted):
        return True
    if [word.lower() for word in deleted] == inserted and set(inserted) <= set(keywords()):
        return True  # `Claim` outside of quotes; inside of them, the text has changed
    if (
        len(remaining_words) == 1
        and remaining_words[0] in _LANGUAGE_WORDS
        and _may_be_typo("-".join(deleted))
    ):
        return True
    return _are_corrected(deleted, remaining_words)


def _are_corrected(deleted: list[str], inserted: list[str]) -> bool:
    """Whether words can be paired in order with their corrections, and the others may go."""
    if not deleted:
        return not inserted
    word, rest = deleted[0], deleted[1:]
    is_corrected = (
        inserted[:1]
        and inserted[0] in _LANGUAGE_WORDS
        and _may_be_typo(word)
        and _may_mean(word, inserted[0])
        and _are_corrected(rest, inserted[1:])
    )
    return bool(is_corrected) or (_may_be_deleted(word) and _are_corrected(rest, inserted))


def _may_mean(word: str, correction: str) -> bool:
    is_other = word in {"probability", "attacks", *SYNONYMS}
    return is_other or bool(get_close_matches(word, [correction], cutoff=0.6))


def _may_be_typo(word: str) -> bool:
    is_other = word in {"probability", "attacks", *SYNONYMS}
    is_own = word in _ID_WORDS and word not in _LANGUAGE_WORDS
    similar = get_close_matches(word, _LANGUAGE_WORDS, cutoff=0.7)
    is_of_text = word != word.lower() and word[1:] not in _LANGUAGE_WORDS  # `Adate` is a typo
    return not is_of_text and not is_own and (is_other or bool(similar))


def _is_same_locator(deleted: list[str], inserted: list[str]) -> bool:
    """Whether only the form of locators changes: `p. 4, 9` and `p4 @smith:p9`."""
    remaining_words = [word for word in deleted if word not in _PAGE_MARKS]
    return [word for word in inserted if word not in {*_PAGE_MARKS, *SOURCES}] == remaining_words


# ---- Many maps -------------------------------------------------------------------------------


def example(seed: int) -> tuple[str, tuple[str, ...]]:
    """Return a mutated map, and the texts in quotes of the map before the mutations."""
    rng = Random(seed)
    original = random_map(rng)
    return mutated(rng, original.text), original.quoted


def is_same_in_editor(text: str) -> bool:
    """Return whether "fix all" in an editor has the same result as the command."""
    uri = "untitled:map.argmap"
    documents = {uri: TextDocument(uri, None, 1, SourceText(uri, text))}
    fixed = Session().fixed_source(documents, uri)
    return fixed is not None and fixed.text == fixes(text)[1]


def _examine(text: str, quoted: tuple[str, ...], *, in_editor: bool) -> tuple[list[str], bool]:
    """Return the harms of a text, and whether its fixes change it.

    With ``in_editor``, unsafe fixes and the fixes of an editor are tried, too.
    """
    try:
        result, fixed = fixes(text)
        kinds = list(dict.fromkeys(_harms(text, fixed, result, quoted)))
        if in_editor:
            fixes(text, unsafe=True)
            if not is_same_in_editor(text):
                kinds.append("the result in the editor differs")
    except Exception as error:  # noqa: BLE001 - any exception is a failure
        return [f"{type(error).__name__}: {error}"], False
    return kinds, fixed != text


def _kind(harm: str) -> str:
    """Return a harm without the words it names, to group harms of probably the same cause."""
    return re.sub(r"`[^`]*`|:.*", "", harm)


def main() -> None:
    run = Run("fixes", options("Look for fixes that do harm").parse_args())
    gc.disable()  # like the command
    counts: Counter[str] = Counter()
    fixed = 0
    for text, quoted in run.inputs():
        if kinds := _examine(text, tuple(quoted), in_editor=True)[0]:
            run.failure("of the corpus", repr(text), *kinds)
    for seed in run.seeds():
        text, quoted = example(seed)
        in_editor = run.cases % 20 == 0
        if run.cases % 1000 == 0:
            gc.collect()
        kinds, is_fixed = _examine(text, quoted, in_editor=in_editor)
        fixed += is_fixed
        new = {_kind(harm): harm for harm in kinds if _kind(harm) not in counts}
        counts.update(map(_kind, kinds))
        if new:
            run.corpus.add((text, quoted))
        for harm in new.values():
            _show(seed, harm, text, quoted, in_editor=in_editor)
        run.failed += bool(kinds)
    run.end(f"{fixed} fixed", *(f"{count} × {kind}" for kind, count in counts.most_common()))


def _show(seed: int, harm: str, text: str, quoted: tuple[str, ...], *, in_editor: bool) -> None:
    """Print a harm with a short text that shows it."""

    def fails(candidate: str) -> bool:
        harms_of_candidate = _examine(candidate, quoted, in_editor=in_editor)[0]
        return any(_kind(other) == _kind(harm) for other in harms_of_candidate)

    short = shrunk(text, fails, 300)
    print(f"--- map {seed}: {harm}\n{short!r}\n→ {fixes(short)[1]!r}", flush=True)


if __name__ == "__main__":
    main()
