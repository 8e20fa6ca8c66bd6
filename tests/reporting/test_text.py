"""The text format."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label, Severity
from argmap.reporting import Report, get_format
from argmap.text import Edit, Location, SourceText, Span

ESCAPE_SEQUENCE = re.compile("\x1b\\[[0-9;]*m")


def place(source, start, end):
    return Location(source, Span(start, end))


def test_a_diagnostic_with_all_parts(lane, locate, make_diagnostic, write_text, snapshot):
    """Header, snippets of two files, tree, help and the diff of a fix."""
    other = SourceText("other.argmap", "\n" * 11 + 'claim safety "Safe"\n')
    diagnostic = make_diagnostic(
        locate(lane, "safety"),
        label="not declared",
        labels=(
            Label(locate(lane, "safety", 1), "here again"),
            Label(locate(lane, "build-it"), "named as the thesis"),
            Label(locate(other, "safety"), "declared in a file that is not imported"),
        ),
        tree=("build-it", "└─ rests on safety", "   └─ rests on build-it"),
        help="import other.argmap",
        fixes=(Fix("remove the second", lane, (Edit(locate(lane, ", safety").span, ""),)),),
    )
    assert write_text(diagnostic) == snapshot


def test_color(lane, locate, make_diagnostic, write_text, snapshot):
    """With colors, the text is the same, plus ANSI sequences."""
    diagnostic = make_diagnostic(locate(lane, "cost"), label="this", help="think again")
    colored = write_text(diagnostic, color=True)
    assert colored == snapshot
    assert ESCAPE_SEQUENCE.sub("", colored) == write_text(diagnostic)


def test_a_span_of_several_lines_shows_its_first_and_last_line(
    lane, locate, make_diagnostic, write_text, snapshot
):
    """`...` replaces the lines in between."""
    start = locate(lane, "claim build-it").span.start
    assert (
        write_text(make_diagnostic(place(lane, start, len(lane.text)), label="all of it"))
        == snapshot
    )


def test_labels_that_collide_are_printed_below_each_other(
    lane, locate, make_diagnostic, write_text, snapshot
):
    """A vertical bar connects each label with its underline."""
    line = "evidence counts"
    diagnostic = make_diagnostic(
        locate(lane, line),
        label="the whole",
        labels=(Label(locate(lane, "counts"), "its id"), Label(locate(lane, "9,000"), "a figure")),
    )
    assert write_text(diagnostic) == snapshot


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        pytest.param("\tclaim x", "claim", id="a tab takes four columns"),
        pytest.param("日本の claim", "claim", id="East Asian characters take two"),
        pytest.param("日本の claim", "本の", id="and are underlined by two"),
        pytest.param("e\u0301e\u0301 claim", "claim", id="combining marks take none"),
        pytest.param("\u1112\u1161\u11ab claim", "claim", id="nor do the parts of a syllable"),
        pytest.param("\x1b[31m claim", "claim", id="an escape takes what is printed for it"),
    ],
)
def test_the_underline_has_the_right_columns(line, piece, make_diagnostic, write_text, locate):
    """The columns are those of a terminal."""
    from argmap.reporting._text import display_width

    source = SourceText("a.argmap", line)
    _, _, _, excerpt, marks, *_ = write_text(make_diagnostic(locate(source, piece))).split("\n")
    before, _, _ = excerpt.partition(piece)
    assert marks.index("^") == display_width(before)
    assert marks.count("^") == display_width(piece)


def test_control_characters_are_escaped_everywhere(make_diagnostic, write_text):
    """Escape sequences, bells, bidirectional controls and surrogates."""
    evil = "\x1b]0;x\x07 \x9b31m \u202e \u2066 \ufeff \udcff \r \u2028"
    source = SourceText(f"{evil}.argmap", f'claim "{evil}"')
    diagnostic = make_diagnostic(
        place(source, 0, 5),
        message=evil,
        label=evil,
        labels=(Label(place(source, 6, 8), evil),),
        tree=(evil,),
        help=evil,
        fixes=(Fix(evil, source, (Edit(Span(0, 5), evil),)),),
    )
    written = write_text(diagnostic)
    assert not set(evil) - set("]0;x31m ") & set(written)
    assert r"\u{1b}]0;x\u{7}" in written
    assert written.encode()


def test_an_unsafe_fix_is_a_suggestion(lane, locate, make_diagnostic, write_text):
    """It is not called a fix, and not counted as one."""
    edit = Edit(locate(lane, "counterpoint").span, "evidence")
    fix = Fix("make it evidence", lane, (edit,), Applicability.UNSAFE)
    written = write_text(make_diagnostic(locate(lane, "cost"), fixes=(fix,)))
    assert "= suggestion: make it evidence\n8 -   counterpoint cost" in written
    assert "with a fix" not in written


def test_a_fix_that_inserts_shows_only_the_new_text(lane, make_diagnostic, write_text):
    """Unchanged lines are not in the diff."""
    end = len(lane.text)
    edit = Edit(Span(end, end), 'claim safety "Safe"\n')
    written = write_text(
        make_diagnostic(place(lane, 0, 3), fixes=(Fix("declare it", lane, (edit,)),))
    )
    assert '10 + claim safety "Safe"\n' in written
    assert " - " not in written


def test_a_fix_that_removes_lines_shows_only_the_removed_lines(
    lane, locate, make_diagnostic, write_text
):
    """Removing a line including its end is one `-` line."""
    start = locate(lane, "  thesis").span.start
    fix = Fix("remove it", lane, (Edit(Span(start, lane.line_span(3).start), ""),))
    written = write_text(make_diagnostic(locate(lane, "thesis"), fixes=(fix,)))
    assert "2 -   thesis: build-it\n" in written
    assert "+" not in written


def test_distant_edits_are_separate_hunks(lane, locate, make_diagnostic, write_text, snapshot):
    """Each hunk has its line number, and at most three are shown."""
    pieces = ["thesis", "Build the lane", "supports", "}\n"]
    edits = tuple(Edit(locate(lane, piece).span, "NEW") for piece in pieces)
    far = SourceText("far.argmap", "\n\n".join("abcdef"))
    many = tuple(Edit(locate(far, letter).span, letter.upper()) for letter in "abcdef")
    fixes = (Fix("change these", lane, edits), Fix("change many", far, many))
    assert write_text(make_diagnostic(locate(lane, "cost"), fixes=fixes)) == snapshot


@pytest.mark.parametrize(
    "offset", [pytest.param(0, id="empty file"), pytest.param(3, id="at the end")]
)
def test_an_empty_span_is_underlined_by_one_character(offset, make_diagnostic, write_text):
    """This includes the end of a file."""
    source = SourceText("a.argmap", "map"[:offset])
    assert write_text(make_diagnostic(place(source, offset, offset))).count("^") == 1


@pytest.mark.parametrize(
    ("files", "statements", "sentence"),
    [
        (0, 0, "no files checked, no statements: nothing to report."),
        (1, 1, "1 file checked, 1 statement: nothing to report."),
        (3, 1200, "3 files checked, 1,200 statements: nothing to report."),
    ],
)
def test_the_totals_without_diagnostics(files, statements, sentence):
    """Singular and plural are correct."""
    written = get_format("text").write(Report((), files=files, statements=statements), color=False)
    assert written.lower() == f"{sentence}\n"


@pytest.mark.parametrize(
    ("severities", "fixes", "sentence"),
    [
        ("E", 0, "Found 1 error in 1 file."),
        ("EEW", 1, "Found 2 errors and 1 warning in 1 file; 1 comes with a fix."),
        ("EWWI", 2, "Found 1 error, 2 warnings and 1 info in 1 file; 2 come with a fix."),
    ],
)
def test_the_totals(severities, fixes, sentence, make_diagnostic, write_text):
    """Only the severities that occur are listed, the worst first."""
    source = SourceText("a.argmap", "claim")
    of = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
    fix = Fix("fix it", source, ())
    diagnostics = [
        make_diagnostic(
            place(source, 0, 5), severity=of[letter], fixes=(fix,) if index < fixes else ()
        )
        for index, letter in enumerate(severities)
    ]
    assert write_text(*diagnostics).endswith(f"\n{sentence}\n")


def test_the_length_of_a_diagnostic_is_limited(make_diagnostic, write_text):
    """For thousands of lines, a line of a megabyte, and hundreds of labels."""
    tall = SourceText("tall.argmap", "claim\n" * 10_000)
    wide = SourceText("wide.argmap", "x" * 1_000_000)
    everything = make_diagnostic(
        place(tall, 0, len(tall.text)),
        labels=tuple(Label(place(tall, line * 6, line * 6 + 5), "here") for line in range(500)),
        tree=tuple("ring" for _ in range(10_000)),
        fixes=(
            Fix("rewrite all", tall, (Edit(Span(0, 60_000), "claim\n" * 9_000),)),
            Fix(
                "rewrite each", tall, tuple(Edit(Span(n, n + 5), "x") for n in range(0, 60_000, 6))
            ),
        ),
    )
    written = write_text(everything, make_diagnostic(place(wide, 400_000, 900_000)))
    assert len(written.splitlines()) < 120
    assert max(map(len, written.splitlines())) < 400
    assert "and 492 more places" in written


def test_five_thousand_diagnostics_are_printed_fast(lane, locate, make_diagnostic, write_text):
    """This includes lines of a megabyte."""
    wide = SourceText("wide.argmap", "x" * 1_000_000)
    diagnostics = [
        make_diagnostic(
            locate(lane, "safety"), label="here", labels=(Label(locate(lane, "build-it"), "there"),)
        ),
        make_diagnostic(place(wide, 500_000, 500_010), help="shorten it"),
    ]
    start = time.process_time()
    write_text(*(diagnostics * 2500))
    assert time.process_time() - start < 10


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.text(max_size=20))
def test_any_text_and_any_span_can_be_printed(content, first, second, label):
    """The report is limited, and its first underline is under the text."""
    source = SourceText("a.argmap", content)
    start, end = (min(offset, len(content)) for offset in sorted((first, second)))
    location = place(source, start, end)
    fix = Fix("x", source, (Edit(Span(start, end), label),))
    diagnostic = Diagnostic("A", "b", Severity.INFO, label, location, label, (), (), label, (fix,))
    written = get_format("text").write(Report([diagnostic], files=1, statements=0), color=False)
    assert written.count("\n") < 60
    assert "^" in written
    assert written.encode()
