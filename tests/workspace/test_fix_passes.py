"""The passes in which fixes are applied, with rules made for the tests."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.reporting import Report
from argmap.resolve import Resolution, resolve
from argmap.syntax import Document, parse
from argmap.text import Edit, Location, SourceText, Span
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.files import FileCache
from argmap.workspace.fix import MAX_PASSES, Fixes, FixInput, fix_maps

SAFE, UNSAFE, DISPLAY = Applicability.SAFE, Applicability.UNSAFE, Applicability.DISPLAY
SYNTAX_CODES = ("SYN001", "SYN002", "SYN005")

Rule = Callable[[SourceText], Iterable[Diagnostic]]


@pytest.fixture(autouse=True)
def _any_word_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let test rules change words; what safe fixes must preserve is tested with real rules."""
    monkeypatch.setattr("argmap.workspace.suggestions.preserves", lambda *_: True)
    monkeypatch.setattr("argmap.workspace.fix.changes_statement", lambda *_: False)


def finding(source: SourceText, code: str, span: Span, *fixes: Fix) -> Diagnostic:
    """Return a diagnostic of a test rule."""
    location = Location(source, span)
    return Diagnostic(code, code.lower(), Severity.WARNING, "a message", location, fixes=fixes)


def replacing(code: str, old: str, new: str, applicability: Applicability = SAFE) -> Rule:
    """Return a rule that finds a pattern and replaces it (or its group)."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(old, source.text):
            span = Span(*match.span(match.lastindex or 0))
            fix = Fix("replace it", source, (Edit(span, match.expand(new)),), applicability)
            yield finding(source, code, Span(*match.span()), fix)

    return rule


def without_fix(code: str, pattern: str) -> Rule:
    """Return a rule that finds a pattern and has no fix."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(pattern, source.text):
            yield finding(source, code, Span(*match.span()))

    return rule


def editing(code: str, pattern: str, *edits: tuple[int, int, str]) -> Rule:
    """Return a rule whose fix has several edits, at offsets from the start of the match."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(pattern, source.text):
            offset = match.start()
            shifted = tuple(
                Edit(Span(offset + start, offset + end), new) for start, end, new in edits
            )
            yield finding(source, code, Span(*match.span()), Fix("edit it", source, shifted))

    return rule


def applied(text: str | Mapping[str, str], *rules: Rule, **options: bool) -> tuple[Fixes, str]:
    """Return the fixes that `fix_maps` applies, and the text of the first map."""
    texts = {"map.argmap": text} if isinstance(text, str) else text
    read = {Path(f"/{name}"): parse(SourceText(name, text)) for name, text in texts.items()}
    locked = {Path(f"/{name}") for name, is_locked in options.items() if is_locked}
    unsafe = {"unsafe": options["unsafe"]} if "unsafe" in options else {}

    def resolved(replaced: Mapping[Path | None, Document]) -> list[Resolution]:
        return [
            resolve(replaced.get(path, old), path=path, documents=FileCache(), boundary=path.parent)
            for path, old in read.items()
        ]

    def check(resolutions: list[Resolution]) -> CheckResult:
        sources = [resolution.documents[0].source for resolution in resolutions]
        diagnostics = [
            diagnostic for source in sources for rule in rules for diagnostic in rule(source)
        ]
        return CheckResult(Report(diagnostics, len(sources), 0), fails=False)

    def may_change(path: Path | None, *_: object) -> bool:
        return path is not None and path.with_suffix("") not in locked

    fixes = fix_maps(FixInput(resolved, check, may_change), **unsafe)
    first = next(iter(read))
    document = fixes.documents[first][1] if first in fixes.documents else read[first]
    return fixes, document.source.text


TEXT = 'claim a "one" { claim b "two" }\n'


# ---- Selection ---------------------------------------------------------------------------------


def test_only_safe_fixes_are_applied_by_default():
    """Unsafe fixes are applied on request, and others never."""
    rules = (
        replacing("XXX001", "one", "1"),
        replacing("XXX002", "two", "2", UNSAFE),
        replacing("XXX003", "claim", "assumption", DISPLAY),
    )
    assert applied(TEXT, *rules)[1] == TEXT.replace("one", "1")
    assert applied(TEXT, *rules, unsafe=False)[1] == TEXT.replace("one", "1")
    fixes, text = applied(TEXT, *rules, unsafe=True)
    assert text == TEXT.replace("one", "1").replace("two", "2")
    assert (fixes.passes, fixes.after.report.fixed) == (1, 2)
    assert len(fixes.before.report.diagnostics) == 4
    assert len(fixes.after.report.diagnostics) == 2


def test_the_first_applicable_fix_is_applied():
    """A fix that is only displayed does not hide the next one."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        if (start := source.text.find("one")) >= 0:
            span = Span(start, start + 3)
            shown, first, second = (
                Fix("write it", source, (Edit(span, new),), applicability)
                for new, applicability in (("0", DISPLAY), ("1", SAFE), ("2", SAFE))
            )
            yield finding(source, "XXX001", span, shown, first, second)

    assert applied(TEXT, rule)[1] == TEXT.replace("one", "1")


def test_files_that_may_not_change_are_not_fixed():
    """Their diagnostics are reported, and other files are fixed."""
    texts = {"own.argmap": TEXT, "locked.argmap": TEXT}
    fixes, text = applied(texts, replacing("XXX001", "one", "1"), locked=True)
    assert text == TEXT.replace("one", "1")
    assert list(fixes.documents) == [Path("/own.argmap")]
    (left,) = fixes.after.report.diagnostics
    assert left.location.source.name == "locked.argmap"
    assert fixes.after.report.fixed == 1


def test_without_fixes_there_is_no_pass():
    """Nothing is checked again."""
    fixes, text = applied(TEXT, without_fix("XXX001", "one"))
    assert (text, fixes.passes, fixes.documents) == (TEXT, 0, {})
    assert fixes.after.report.fixed == 0


# ---- Rejected fixes ----------------------------------------------------------------------------

HARMFUL = {
    "another syntax error": replacing("XXX001", "claim (?=b)", "clam "),
    "edits that overlap": editing("XXX001", "one", (0, 2, "x"), (1, 3, "y")),
    "a lost comment": replacing("XXX001", "( # keep)\n", ""),
    "a comment that hides a declaration": replacing("XXX001", "(?<=f) ()", "# "),
    "another declaration": replacing("XXX001", "one", '1" claim n "new'),
    "another diagnostic without a fix": replacing("XXX001", "one", "three"),
    "another diagnostic with an unsafe fix only": replacing("XXX001", "one", "four"),
}


@pytest.mark.parametrize("rule", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_fix_is_rejected(rule):
    """The other fixes are applied."""
    text = 'claim a "one" {\n  claim b "two" # keep\n  claim c "two" @f    claim d "D"\n}\n'
    others = (
        without_fix("XXX002", "three"),
        replacing("XXX003", "four", "4", UNSAFE),
        replacing("XXX004", "(claim c)", "assumption c"),
        without_fix("XXX005", "one"),  # so that removing "one" lowers the count
        without_fix("XXX005", "f  +claim d"),
    )
    fixes, after = applied(text, rule, *others)
    assert after == text.replace("claim c", "assumption c")
    assert fixes.after.report.fixed == 1


def test_a_fix_that_does_not_lower_the_count_is_rejected():
    """The diagnostics are the same as before."""
    fixes, text = applied(TEXT, replacing("XXX001", "two", "twice two"))
    assert (text, fixes.passes, fixes.after.report.fixed) == (TEXT, 0, 0)
    assert fixes.before.report.diagnostics == fixes.after.report.diagnostics


def test_a_fix_may_delete_the_comment_of_its_diagnostic():
    """Other comments must be preserved."""
    text = 'claim a "one" # keep\n# drop\nclaim b "two" # keep\n'
    assert applied(text, replacing("XXX001", "# drop", ""))[1] == text.replace("# drop", "")


def test_a_fix_may_rewrite_its_own_declaration():
    """Another keyword, id or text is not a lost declaration."""
    rule = replacing("XXX001", 'claim b "two"', 'evidence c "three"')
    assert applied(TEXT, rule)[1] == TEXT.replace('claim b "two"', 'evidence c "three"')


def test_a_diagnostic_that_the_next_pass_fixes_may_be_added():
    """An error may hide another one that has a fix."""
    rules = (
        editing("XXX001", "one(?=.*two)", (0, 3, "three")),
        without_fix("XXX001", "one(?=.*two)"),
        replacing("XXX002", "three", "3"),
    )
    fixes, text = applied(TEXT, *rules)
    assert text == TEXT.replace("one", "3")
    assert (fixes.passes, fixes.after.report.fixed) == (2, 2)


@pytest.mark.parametrize("applicability", [UNSAFE, DISPLAY])
def test_a_diagnostic_that_no_pass_fixes_is_not_added(applicability):
    """A rejected fix does not prevent fixes that need two passes."""
    rules = (
        replacing("XXX001", "one", "four"),
        without_fix("XXX005", "one"),
        replacing("XXX002", "four", "4", applicability),
        replacing("XXX003", "two", "three"),
        without_fix("XXX006", "two"),
        replacing("XXX004", "three", "3"),
    )
    fixes, text = applied(TEXT, *rules)
    assert text == TEXT.replace("two", "3")
    assert (fixes.passes, fixes.after.report.fixed) == (2, 2)
    assert {diagnostic.code for diagnostic in fixes.after.report.diagnostics} == {
        "XXX001",
        "XXX005",
    }


@pytest.mark.parametrize("count", [2, 3, 8, 20])
def test_one_harmful_fix_among_many(count):
    """Only the harmful one is rejected, at any position."""
    lines = [f'claim c{number} "one"' for number in range(count)]
    for position in range(count):
        text = "\n".join([*lines[:position], f'claim c{position} "two"', *lines[position + 1 :]])
        rules = (replacing("XXX001", "one", "1"), replacing("XXX001", '"(?=two)', "'"))
        fixes, after = applied(text, *rules)
        assert after == text.replace("one", "1"), position
        assert fixes.after.report.fixed == count - 1


# ---- Order -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "passes"),
    [
        ((0, 0), (0, 0), 2),
        ((0, 0), (0, 3), 2),
        ((0, 3), (0, 1), 2),
        ((0, 2), (1, 3), 2),
        ((0, 2), (2, 3), 1),
        ((0, 1), (2, 3), 1),
        ((1, 1), (2, 2), 1),
        ((0, 3), (3, 3), 1),
        ((2, 3), (0, 2), 1),
        ((2, 3), (0, 3), 2),
    ],
)
@pytest.mark.parametrize("code", ["XXX001", "SYN001"])
def test_overlapping_fixes_need_two_passes(code, first, second, passes):
    """Fixes that overlap or start at the same offset; adjacent ones are applied at once."""

    def adding(code: str, offsets: tuple[int, int]) -> Rule:
        def rule(source: SourceText) -> Iterable[Diagnostic]:
            if code[-1] not in source.text:
                start = source.text.index('"') + 1
                span = Span(start + offsets[0], start + offsets[1])
                edit = Edit(span, source.text[span.start : span.end] + code[-1])
                yield finding(source, code, span, Fix("add it", source, (edit,)))

        return rule

    text = 'claim a "one"\n'
    fixes, after = applied(text, adding(code, first), adding("XXX002", second))
    assert (fixes.passes, fixes.after.report.fixed) == (passes, 2)
    assert sorted(after) == sorted(f"{text}12")


@pytest.mark.parametrize("code", SYNTAX_CODES)
def test_fixes_of_syntax_errors_come_first(code):
    """They win over an overlapping fix that starts before them."""
    rules = (replacing("AAA001", '"one"', '"1"'), replacing(code, "one", "uno"))
    assert applied('claim a "one"\n', *rules)[1] == 'claim a "uno"\n'
    others = (replacing("AAA001", '"one"', '"1"'), replacing("SYN003", "one", "uno"))
    assert applied('claim a "one"\n', *others)[1] == 'claim a "1"\n'


@pytest.mark.parametrize("code", [*SYNTAX_CODES, "SYN003", "REF101"])
def test_nothing_is_deleted_if_a_syntax_error_has_no_fix(code):
    """Text that seems redundant may be needed; other fixes are applied."""
    rules = (
        without_fix(code, "broken"),
        replacing("XXX001", " one", ""),
        replacing("XXX002", "two", "2"),
    )
    text = 'claim a "broken one" { claim b "two" }\n'
    after = text.replace("two", "2")
    assert applied(text, *rules)[1] == (
        after if code in SYNTAX_CODES else after.replace(" one", "")
    )


@pytest.mark.parametrize("code", SYNTAX_CODES)
def test_a_syntax_error_may_be_deleted_if_another_one_has_no_fix(code):
    """The deleted text is the error itself."""
    rules = (without_fix("SYN001", "broken"), replacing(code, " one", ""))
    text = 'claim a "broken one"\n'
    assert applied(text, *rules)[1] == text.replace(" one", "")


def test_a_syntax_error_does_not_affect_other_files():
    """Text may be deleted in another file."""
    texts = {"own.argmap": 'claim a "x one"\n', "locked.argmap": 'claim b "broken"\n'}
    rules = (without_fix("SYN001", "broken"), replacing("XXX001", " one", ""))
    assert applied(texts, *rules)[1] == 'claim a "x"\n'


# ---- Number of passes --------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, MAX_PASSES, MAX_PASSES + 1])
def test_the_number_of_passes_is_limited(count):
    """The next run continues."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer("z", source.text):
            edit = Edit(Span(*match.span()), "y")
            runs_last = "z" not in source.text[match.end() :]
            fixes = [Fix("write y", source, (edit,))] if runs_last else []
            yield finding(source, "XXX001", Span(*match.span()), *fixes)

    text = f'claim a "{"z" * count}"\n'
    fixes, after = applied(text, rule)
    passes = min(count, MAX_PASSES)
    assert after == f'claim a "{"z" * (count - passes)}{"y" * passes}"\n'
    assert (fixes.passes, fixes.after.report.fixed) == (passes, passes)
    assert len(fixes.after.report.diagnostics) == count - passes
