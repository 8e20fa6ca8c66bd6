"""Applies the fixes of many mutated maps, and looks for one that does harm.

    python tests/robustness/fixes.py --count 20000 --seed 1
    python tests/robustness/fixes.py --minutes 5

It prints each kind of harm with the shortest text that shows it, and one line of result; the exit
code is 1 where there was any. `harms` is what the test suite asks of fewer maps.
"""

from __future__ import annotations

import gc
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mutations import IDS, SOURCES, mutated, random_map, shrunk
from tests.robustness.searching import Run, options

from argmap.config import Settings
from argmap.diagnostics import Applicability
from argmap.lsp.documents import TextDocument
from argmap.lsp.session import Session
from argmap.model import ESTIMATIVE_WORDS, Status
from argmap.model.attributes import ATTRIBUTES
from argmap.model.identifiers import INVISIBLE
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.synonyms import SYNONYMS
from argmap.text import SourceText, apply_edits
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.checker import Checker
from argmap.workspace.files import FileCache
from argmap.workspace.fix import Fixes, FixInput, fix_maps

_NAME = "map.argmap"
_WITHHELD = {"CFG802", "STR209", "TXT708"}
"""Rules that say nothing about a file with syntax errors: what they find shows later."""


_MAX_PASSES = 3
"""Quotes first, then the syntax errors around them, then the findings in what can be read.

Most files need one pass and nearly all others two; a second run never changes a file.
"""

_CHECKER = Checker(settings=lambda _: Settings())


def fixes(text: str, *, unsafe: bool = False) -> tuple[Fixes, str]:
    """Return what fixes make of a text: what is found before and after, and the text itself."""
    first = _read(text)

    def resolved(replaced: Mapping[Path | None, Document]) -> list[Resolution]:
        return [_resolved(replaced[None]) if replaced else first]

    def is_own(*_: object) -> bool:
        return True

    found = fix_maps(FixInput(resolved, _CHECKER.check, is_own), unsafe=unsafe)
    changed = found.documents.get(None)
    return found, changed[1].source.text if changed else text


@lru_cache(maxsize=4)
def _read(text: str) -> Resolution:
    return _resolved(parse(SourceText(_NAME, text)))


def _resolved(document: Document) -> Resolution:
    return resolve(document, path=None, documents=FileCache(), boundary=Path.cwd())


def harms(text: str, quoted: tuple[str, ...] = ()) -> list[str]:
    """Return each kind of harm that the fixes of a text do; ``quoted`` are its texts."""
    found, fixed = fixes(text)
    return list(dict.fromkeys(_harms(text, fixed, found, quoted)))


def _harms(text: str, fixed: str, found: Fixes, quoted: tuple[str, ...]) -> Iterator[str]:
    diagnostics = found.before.report.diagnostics
    for diagnostic in diagnostics:
        for fix in diagnostic.fixes:
            if fix.applicability is Applicability.SAFE:
                alone = apply_edits(text, fix.edits)
                yield from (
                    f"{kind} ({diagnostic.message})" for kind in _changes(text, alone, quoted)
                )
    yield from (f"{kind} (all fixes)" for kind in _changes(text, fixed, quoted))
    yield from _reports(text, fixed, found)
    yield from _statements(text, fixed)
    inserted = sum(len(e.replacement) for f in diagnostics for x in f.fixes for e in x.edits)
    if len(fixed) > len(text) + inserted + 100 * max(found.passes - 1, 0):
        yield "the file grows"
    if found.passes > _MAX_PASSES:
        yield f"it takes {found.passes} passes"
    if fixed != text and fixes(fixed)[1] != fixed:
        yield "a second run changes the file again"


def _reports(text: str, fixed: str, found: Fixes) -> Iterator[str]:
    before, after = _codes(found.before), _codes(found.after)
    if not _is_read(text):
        before, after = (_without(counts, _WITHHELD) for counts in (before, after))
    if added := after - before:
        yield f"{', '.join(sorted(added))} is added"
    if fixed != text and after.total() >= before.total():
        yield "there are not fewer reports"


def _codes(checked: CheckResult) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in checked.report.diagnostics)


def _without(counts: Counter[str], codes: set[str]) -> Counter[str]:
    return Counter({code: count for code, count in counts.items() if code not in codes})


def _is_read(text: str) -> bool:
    found = _read(text)
    return not found.errors and not any(document.errors for document in found.documents)


def _statements(text: str, fixed: str) -> Iterator[str]:
    """Yield what becomes of the statements that could be read before."""
    before, after = _said(text), _said(fixed)
    for id_, said in before.items():
        if id_ not in after:
            yield "a statement is lost"
        elif after[id_] != said:
            yield "a statement says something else"
    if len(after) > len(before):
        yield "a statement is added"


def _said(text: str) -> dict[str, tuple[object, ...]]:
    argument_map = resolve(
        parse(SourceText(_NAME, text)), path=None, documents=FileCache(), boundary=Path.cwd()
    ).map
    return {
        statement.id: (type(statement), statement.text, len(statement.citations))
        for statement in argument_map.statements.values()
        if statement.is_named
    }


# ---- What the author wrote -------------------------------------------------------------------

_QUOTES = "\"'“”„«»"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_MARKS = re.compile("[\"'\\\\“”„«»‘’‚]")
_LANGUAGE = {
    *keywords(),
    *(word for name in ATTRIBUTES for word in name.split("-")),
    *(word for name in ESTIMATIVE_WORDS for word in name.split("-")),
    *(status.value for status in Status),
}
_OWN = {word for id_ in (*IDS, *SOURCES) for word in re.split(r"[-_\d]+", id_) if word}
_OWN_IDS = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, (*IDS, *SOURCES)))})(?!\w)")
_PAGE_MARKS = {"p", "pp", "page", "pages", "para", "paras", "paragraph", "paragraphs", "and"}
_REFERRING = {
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
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBERS = re.compile(
    r"(?P<day>\d{1,2})([./])(?P<month>\d{1,2})\2(?P<year>\d{4})(?![\d.])"
    r"|(?P<y>\d{4})([./-])(?P<m>\d{1,2})\6(?P<d>\d{1,2})(?![\d.-])"
    r"|(?P<share>(?<![\d.])(?:\d+(?:\.\d+)?|\.\d+)%)"
    r"|(?P<number>(?<![\d.\w])\.\d+(?![\d.])|\d+(?:\.\d+)*)"
)
_COMMENT = re.compile(r"# ?argmap:[^\r\n]*")


def _changes(text: str, fixed: str, quoted: tuple[str, ...]) -> Iterator[str]:
    """Yield what one text has that the other has lost, of what no safe fix may change."""
    if text == fixed:
        return
    old, new = _COMMENT.sub("", text), _COMMENT.sub("", fixed)
    plain_old, plain_new = _MARKS.sub("", old), _MARKS.sub("", new)
    for said in set(quoted):
        plain = _MARKS.sub("", said)
        if plain_new.count(plain) < min(_in_quotes(old, plain), plain_old.count(plain)):
            yield "a text changes"
    old, new = _INVISIBLE.sub("", old), _INVISIBLE.sub("", new)
    if _numbers(_OWN_IDS.sub(" ", old)) != _numbers(_OWN_IDS.sub(" ", new)):
        yield "a number changes"
    yield from _words(old, new)


def _in_quotes(text: str, said: str) -> int:
    """Count where words have a quotation mark left before or after them; others are no text."""
    marks = rf"[{_QUOTES}\\\\]"
    body = rf"{marks}*".join(map(re.escape, said))
    return len(re.findall(rf"{marks}{body}|{body}{marks}", text))


def _numbers(text: str) -> list[object]:
    found: list[object] = []
    for match in _NUMBERS.finditer(text):
        if match["day"]:
            day, month = int(match["day"]), int(match["month"])
            if day <= 12 and month <= 12 and day != month:
                found.append(match.group())
            else:
                found.append(
                    (
                        int(match["year"]),
                        min(day, month) if day <= 12 else month,
                        day if day > 12 else month,
                    )
                )
        elif match["y"]:
            found.append((int(match["y"]), int(match["m"]), int(match["d"])))
        elif match["share"]:
            found.append(Decimal(match.group()[:-1]) / 100)
        elif match.group().count(".") > 1:
            found.append(match.group())
        else:
            found.append(Decimal(match.group()))
    return found


def _words(text: str, fixed: str) -> Iterator[str]:
    old, new = _WORDS.findall(text), _WORDS.findall(fixed)
    moved = _moved(old, new)
    for kind, low, high, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone, come = old[low:high], new[start:end]
        if kind == "equal" or moved.issuperset(gone + come):
            continue
        if gone and come:
            kept = [[word for word in words if word not in moved] for words in (gone, come)]
            if not any(
                _is_rearranged(*each) or _is_corrected(*each) for each in ((gone, come), kept)
            ):
                yield f"words change: {' '.join(gone)} → {' '.join(come)}"
        elif gone and not all(map(_may_go, gone)) and not _is_relation(gone):
            yield f"words go: {' '.join(gone)}"
        elif come and not all(
            word in {"url", "p", "tags", "year", "date"} or re.search(rf"@[\w-]*{word}", text)
            for word in come
        ):
            yield f"words come: {' '.join(come)}"


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return the ids that are in both texts as often as in the other, wherever they are.

    A mistake may have made them; words of texts begin with a capital.
    """
    counts = Counter(old), Counter(new)
    ids = {*_OWN, *(word for word in old if word.islower() and word not in _LANGUAGE)}
    return {word for word in ids if counts[0][word] == counts[1][word] > 0}


def _may_go(word: str) -> bool:
    """Whether a word may be an id in a list, the list's name, or a mark of a place in a source."""
    is_referring = bool(get_close_matches(word, _REFERRING, cutoff=0.8))
    return word in _OWN or word in _PAGE_MARKS or is_referring


def _is_relation(gone: list[str]) -> bool:
    """Whether the name of a relation, mistyped in two parts, goes with the ids it lists."""
    name = "-".join(gone[:2])
    return bool(get_close_matches(name, _REFERRING, cutoff=0.8)) and all(map(_may_go, gone[2:]))


def _is_corrected(gone: list[str], come: list[str]) -> bool:
    """Whether each word that comes is what one that goes can only mean, and the others may go."""
    left = [word for word in come if word not in {*SOURCES, "p"} or word in gone]
    if "".join(left) == "".join(gone):
        return True
    if len(left) == 1 and left[0] in _LANGUAGE and _may_be_typo("-".join(gone)):
        return True
    for word in gone:
        if left and left[0] in _LANGUAGE and _may_be_typo(word) and _may_mean(word, left[0]):
            del left[0]
        elif not _may_go(word):
            return False
    return not left


def _may_mean(word: str, meant: str) -> bool:
    is_other = word in {"probability", "attacks", *SYNONYMS}
    return is_other or bool(get_close_matches(word, [meant], cutoff=0.6))


def _may_be_typo(word: str) -> bool:
    is_other = word in {"probability", "attacks", *SYNONYMS}
    is_own = word in _OWN and word not in _LANGUAGE
    near = get_close_matches(word, _LANGUAGE, cutoff=0.7)
    is_of_text = word != word.lower() and word[1:] not in _LANGUAGE  # `Adate` is a typo
    return not is_of_text and not is_own and (is_other or bool(near))


def _is_rearranged(gone: list[str], come: list[str]) -> bool:
    """Whether only marks of places in a source change: `p. 4, 9` and `p4 @smith:p9`."""
    kept = [word for word in gone if word not in _PAGE_MARKS]
    return [word for word in come if word not in {*_PAGE_MARKS, *SOURCES}] == kept


# ---- Many maps -------------------------------------------------------------------------------


def example(seed: int) -> tuple[str, tuple[str, ...]]:
    """Return a mutated map, and the texts in quotes of the map that it was."""
    rng = Random(seed)
    found = random_map(rng)
    return mutated(rng, found.text), found.quoted


def is_same_in_editor(text: str) -> bool:
    """Return whether "fix all" in an editor gives the text that the command gives."""
    uri = "untitled:map.argmap"
    opened = {uri: TextDocument(uri, None, 1, SourceText(uri, text))}
    made = Session().fixed_source(opened, uri)
    return made is not None and made.text == fixes(text)[1]


def _examined(text: str, quoted: tuple[str, ...], *, is_whole: bool) -> tuple[list[str], bool]:
    """Return the harms of a text, and whether its fixes change it; the editor is asked if whole."""
    try:
        found, fixed = fixes(text)
        harmed = list(dict.fromkeys(_harms(text, fixed, found, quoted)))
        if is_whole:
            fixes(text, unsafe=True)
            if not is_same_in_editor(text):
                harmed.append("the editor fixes otherwise")
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
        return [f"{type(error).__name__}: {error}"], False
    return harmed, fixed != text


def _kind(harm: str) -> str:
    """Return a harm without the words it names: what is the same fault, most likely."""
    return re.sub(r"`[^`]*`|:.*", "", harm)


def main() -> None:
    run = Run("fixes", options("look for fixes that do harm").parse_args())
    gc.disable()  # as the command does
    counts: Counter[str] = Counter()
    fixed = 0
    for text, quoted in run.inputs():
        if found := _examined(text, tuple(quoted), is_whole=True)[0]:
            run.failure("of the corpus", repr(text), *found)
    for seed in run.seeds():
        text, quoted = example(seed)
        is_whole = run.cases % 20 == 0
        if run.cases % 1000 == 0:
            gc.collect()
        found, is_fixed = _examined(text, quoted, is_whole=is_whole)
        fixed += is_fixed
        new = {_kind(harm): harm for harm in found if _kind(harm) not in counts}
        counts.update(map(_kind, found))
        if new:
            run.corpus.add((text, quoted))
        for harm in new.values():
            _show(seed, harm, text, quoted, is_whole=is_whole)
        run.failed += bool(found)
    run.end(f"{fixed} fixed", *(f"{count} × {kind}" for kind, count in counts.most_common()))


def _show(seed: int, harm: str, text: str, quoted: tuple[str, ...], *, is_whole: bool) -> None:
    def fails(candidate: str) -> bool:
        found = _examined(candidate, quoted, is_whole=is_whole)[0]
        return any(_kind(each) == _kind(harm) for each in found)

    short = shrunk(text, fails, 300)
    print(f"--- map {seed}: {harm}\n{short!r}\n→ {fixes(short)[1]!r}", flush=True)


if __name__ == "__main__":
    main()
