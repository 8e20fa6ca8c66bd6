"""Which fixes are applied together, which wait and which are refused, by made-up rules."""

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
READING = ("SYN001", "SYN002", "SYN005")

Rule = Callable[[SourceText], Iterable[Diagnostic]]


@pytest.fixture(autouse=True)
def _any_word_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let made-up rules change words; what a safe fix must keep is tested with real rules."""
    monkeypatch.setattr("argmap.workspace.suggestions.preserves", lambda *_: True)
    monkeypatch.setattr("argmap.workspace.fix._statements", lambda _: [])


def found(source: SourceText, code: str, span: Span, *fixes: Fix) -> Diagnostic:
    """Return a finding of a made-up rule."""
    place = Location(source, span)
    return Diagnostic(code, code.lower(), Severity.WARNING, "a message", place, fixes=fixes)


def replacing(code: str, old: str, new: str, applicability: Applicability = SAFE) -> Rule:
    """Make a rule that finds a pattern and replaces it (or only its group)."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(old, source.text):
            span = Span(*match.span(match.lastindex or 0))
            fix = Fix("replace it", source, (Edit(span, match.expand(new)),), applicability)
            yield found(source, code, Span(*match.span()), fix)

    return rule


def diagnostic(code: str, pattern: str) -> Rule:
    """Make a rule that finds a pattern and has no fix."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(pattern, source.text):
            yield found(source, code, Span(*match.span()))

    return rule


def editing(code: str, pattern: str, *edits: tuple[int, int, str]) -> Rule:
    """Make a rule whose fix has several edits, at offsets from the start of what it finds."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer(pattern, source.text):
            at = match.start()
            made = tuple(Edit(Span(at + start, at + end), new) for start, end, new in edits)
            yield found(source, code, Span(*match.span()), Fix("edit it", source, made))

    return rule


def applied(text: str | Mapping[str, str], *rules: Rule, **options: bool) -> tuple[Fixes, str]:
    """Apply the fixes of rules to maps; return what `fix_maps` does, and the first map's text."""
    texts = {"map.argmap": text} if isinstance(text, str) else text
    read = {Path(f"/{name}"): parse(SourceText(name, each)) for name, each in texts.items()}
    locked = {Path(f"/{name}") for name, is_locked in options.items() if is_locked}
    unsafe = {"unsafe": options["unsafe"]} if "unsafe" in options else {}

    def resolved(replaced: Mapping[Path | None, Document]) -> list[Resolution]:
        return [
            resolve(replaced.get(path, old), path=path, documents=FileCache(), boundary=path.parent)
            for path, old in read.items()
        ]

    def check(resolutions: list[Resolution]) -> CheckResult:
        sources = [resolution.documents[0].source for resolution in resolutions]
        diagnostics = [each for source in sources for rule in rules for each in rule(source)]
        return CheckResult(Report(diagnostics, len(sources), 0), fails=False)

    def may_change(path: Path | None, *_: object) -> bool:
        return path is not None and path.with_suffix("") not in locked

    fixes = fix_maps(FixInput(resolved, check, may_change), **unsafe)
    first = next(iter(read))
    document = fixes.documents[first][1] if first in fixes.documents else read[first]
    return fixes, document.source.text


TEXT = 'claim a "one" { claim b "two" }\n'


# ---- Which -----------------------------------------------------------------------------------


def test_only_safe_fixes_unless_asked():
    """Safe is the default, unsafe fixes are asked for, and others are never applied."""
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


def test_of_several_fixes_the_first_that_may_be_applied():
    """A fix that is only shown does not hide the one after it."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        if (start := source.text.find("one")) >= 0:
            span = Span(start, start + 3)
            shown, first, second = (
                Fix("write it", source, (Edit(span, new),), applicability)
                for new, applicability in (("0", DISPLAY), ("1", SAFE), ("2", SAFE))
            )
            yield found(source, "XXX001", span, shown, first, second)

    assert applied(TEXT, rule)[1] == TEXT.replace("one", "1")


def test_files_that_may_not_change_stay():
    """Their findings are reported, and the fixes of others are applied."""
    texts = {"mine.argmap": TEXT, "theirs.argmap": TEXT}
    fixes, text = applied(texts, replacing("XXX001", "one", "1"), theirs=True)
    assert text == TEXT.replace("one", "1")
    assert list(fixes.documents) == [Path("/mine.argmap")]
    (left,) = fixes.after.report.diagnostics
    assert left.location.source.name == "theirs.argmap"
    assert fixes.after.report.fixed == 1


def test_nothing_to_fix_is_no_pass():
    """Without a fix nothing is read again."""
    fixes, text = applied(TEXT, diagnostic("XXX001", "one"))
    assert (text, fixes.passes, fixes.documents) == (TEXT, 0, {})
    assert fixes.after.report.fixed == 0


# ---- Refused ---------------------------------------------------------------------------------

HARMFUL = {
    "a syntax error more": replacing("XXX001", "claim (?=b)", "clam "),
    "edits that overlap": editing("XXX001", "one", (0, 2, "x"), (1, 3, "y")),
    "a comment less": replacing("XXX001", "( # keep)\n", ""),
    "a comment that swallows a declaration": replacing("XXX001", "(?<=f) ()", "# "),
    "a declaration more": replacing("XXX001", "one", '1" claim n "new'),
    "another report that no fix removes": replacing("XXX001", "one", "three"),
    "another report that only an unsafe fix removes": replacing("XXX001", "one", "four"),
}


@pytest.mark.parametrize("rule", HARMFUL.values(), ids=HARMFUL)
def test_a_fix_that_does_harm_is_refused_and_no_other(rule):
    """It is left out, and the fixes beside it are applied."""
    text = 'claim a "one" {\n  claim b "two" # keep\n  claim c "two" @f    claim d "D"\n}\n'
    others = (
        diagnostic("XXX002", "three"),
        replacing("XXX003", "four", "4", UNSAFE),
        replacing("XXX004", "(claim c)", "assumption c"),
        diagnostic("XXX005", "one"),  # so that there are fewer reports without "one"
        diagnostic("XXX005", "f  +claim d"),
    )
    fixes, after = applied(text, rule, *others)
    assert after == text.replace("claim c", "assumption c")
    assert fixes.after.report.fixed == 1


def test_a_fix_that_lowers_nothing_is_refused():
    """Where all findings are there afterwards, nothing is fixed."""
    fixes, text = applied(TEXT, replacing("XXX001", "two", "twice two"))
    assert (text, fixes.passes, fixes.after.report.fixed) == (TEXT, 0, 0)
    assert fixes.before.report.diagnostics == fixes.after.report.diagnostics


def test_a_comment_goes_with_the_finding_that_is_about_it():
    """A fix may delete what its finding underlines."""
    text = 'claim a "one" # keep\n# drop\nclaim b "two" # keep\n'
    assert applied(text, replacing("XXX001", "# drop", ""))[1] == text.replace("# drop", "")


def test_a_fix_may_rewrite_the_declaration_that_it_is_in():
    """Another keyword, id or text is no declaration less."""
    rule = replacing("XXX001", 'claim b "two"', 'evidence c "three"')
    assert applied(TEXT, rule)[1] == TEXT.replace('claim b "two"', 'evidence c "three"')


def test_a_report_that_the_next_pass_removes_may_be_added():
    """One mistake may hide another, which has a fix of its own."""
    rules = (
        editing("XXX001", "one(?=.*two)", (0, 3, "three")),
        diagnostic("XXX001", "one(?=.*two)"),
        replacing("XXX002", "three", "3"),
    )
    fixes, text = applied(TEXT, *rules)
    assert text == TEXT.replace("one", "3")
    assert (fixes.passes, fixes.after.report.fixed) == (2, 2)


@pytest.mark.parametrize("applicability", [UNSAFE, DISPLAY])
def test_a_report_that_stays_is_not_added_though_another_is_for_one_pass(applicability):
    """A refused fix does not keep back those that need two passes."""
    rules = (
        replacing("XXX001", "one", "four"),
        diagnostic("XXX005", "one"),
        replacing("XXX002", "four", "4", applicability),
        replacing("XXX003", "two", "three"),
        diagnostic("XXX006", "two"),
        replacing("XXX004", "three", "3"),
    )
    fixes, text = applied(TEXT, *rules)
    assert text == TEXT.replace("two", "3")
    assert (fixes.passes, fixes.after.report.fixed) == (2, 2)
    assert {each.code for each in fixes.after.report.diagnostics} == {"XXX001", "XXX005"}


@pytest.mark.parametrize("count", [2, 3, 8, 20])
def test_one_harmful_fix_among_many(count):
    """Wherever it stands among the fixes of a pass, it alone is refused."""
    lines = [f'claim c{number} "one"' for number in range(count)]
    for place in range(count):
        text = "\n".join([*lines[:place], f'claim c{place} "two"', *lines[place + 1 :]])
        rules = (replacing("XXX001", "one", "1"), replacing("XXX001", '"(?=two)', "'"))
        fixes, after = applied(text, *rules)
        assert after == text.replace("one", "1"), place
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
def test_fixes_that_meet_take_turns(code, first, second, passes):
    """Two that overlap or begin at one place need two passes; neighbors are applied at once."""

    def adding(code: str, place: tuple[int, int]) -> Rule:
        def rule(source: SourceText) -> Iterable[Diagnostic]:
            if code[-1] not in source.text:
                start = source.text.index('"') + 1
                span = Span(start + place[0], start + place[1])
                edit = Edit(span, source.text[span.start : span.end] + code[-1])
                yield found(source, code, span, Fix("add it", source, (edit,)))

        return rule

    text = 'claim a "one"\n'
    fixes, after = applied(text, adding(code, first), adding("XXX002", second))
    assert (fixes.passes, fixes.after.report.fixed) == (passes, 2)
    assert sorted(after) == sorted(f"{text}12")


@pytest.mark.parametrize("code", READING)
def test_fixes_of_syntax_errors_come_first(code):
    """Where fixes overlap, that of a syntax error is applied, though another begins before it."""
    rules = (replacing("AAA001", '"one"', '"1"'), replacing(code, "one", "uno"))
    assert applied('claim a "one"\n', *rules)[1] == 'claim a "uno"\n'
    others = (replacing("AAA001", '"one"', '"1"'), replacing("SYN003", "one", "uno"))
    assert applied('claim a "one"\n', *others)[1] == 'claim a "1"\n'


@pytest.mark.parametrize("code", [*READING, "SYN003", "REF101"])
def test_nothing_is_deleted_beside_a_syntax_error_that_has_no_fix(code):
    """What is not all read may need what seems to be too much; other fixes are applied."""
    rules = (
        diagnostic(code, "broken"),
        replacing("XXX001", " one", ""),
        replacing("XXX002", "two", "2"),
    )
    text = 'claim a "broken one" { claim b "two" }\n'
    after = text.replace("two", "2")
    assert applied(text, *rules)[1] == (after if code in READING else after.replace(" one", ""))


@pytest.mark.parametrize("code", READING)
def test_a_syntax_error_may_be_deleted_beside_one_that_has_no_fix(code):
    """What is deleted there is the mistake itself."""
    rules = (diagnostic("SYN001", "broken"), replacing(code, " one", ""))
    text = 'claim a "broken one"\n'
    assert applied(text, *rules)[1] == text.replace(" one", "")


def test_a_syntax_error_in_one_file_keeps_no_other_back():
    """What is deleted in another file is not needed there."""
    texts = {"mine.argmap": 'claim a "x one"\n', "theirs.argmap": 'claim b "broken"\n'}
    rules = (diagnostic("SYN001", "broken"), replacing("XXX001", " one", ""))
    assert applied(texts, *rules)[1] == 'claim a "x"\n'


# ---- How often -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, MAX_PASSES, MAX_PASSES + 1])
def test_the_number_of_passes_is_bounded(count):
    """What needs more passes is left for the next run."""

    def rule(source: SourceText) -> Iterable[Diagnostic]:
        for match in re.finditer("z", source.text):
            edit = Edit(Span(*match.span()), "y")
            runs_last = "z" not in source.text[match.end() :]
            fixes = [Fix("write y", source, (edit,))] if runs_last else []
            yield found(source, "XXX001", Span(*match.span()), *fixes)

    text = f'claim a "{"z" * count}"\n'
    fixes, after = applied(text, rule)
    made = min(count, MAX_PASSES)
    assert after == f'claim a "{"z" * (count - made)}{"y" * made}"\n'
    assert (fixes.passes, fixes.after.report.fixed) == (made, made)
    assert len(fixes.after.report.diagnostics) == count - made
