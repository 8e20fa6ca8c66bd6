"""The report people read."""

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


def test_a_finding_with_everything(lane, at, diagnostic, text, snapshot):
    """Header, excerpts of two files, tree, help and a fix's difference, as a person sees them."""
    other = SourceText("other.argmap", "\n" * 11 + 'claim safety "Safe"\n')
    found = diagnostic(
        at(lane, "safety"),
        label="not declared",
        labels=(
            Label(at(lane, "safety", 1), "here again"),
            Label(at(lane, "build-it"), "named as the thesis"),
            Label(at(other, "safety"), "declared in a file that is not imported"),
        ),
        tree=("build-it", "└─ rests on safety", "   └─ rests on build-it"),
        help="import other.argmap",
        fixes=(Fix("remove the second", lane, (Edit(at(lane, ", safety").span, ""),)),),
    )
    assert text(found) == snapshot


def test_colour(lane, at, diagnostic, text, snapshot):
    """With colour, the same text carries ANSI sequences and nothing else changes."""
    found = diagnostic(at(lane, "cost"), label="this", help="think again")
    coloured = text(found, color=True)
    assert coloured == snapshot
    assert ESCAPE_SEQUENCE.sub("", coloured) == text(found)


def test_a_span_of_several_lines_is_shown_by_its_ends(lane, at, diagnostic, text, snapshot):
    """The first and the last line are printed, `...` stands for the others."""
    start = at(lane, "claim build-it").span.start
    assert text(diagnostic(place(lane, start, len(lane.text)), label="all of it")) == snapshot


def test_labels_that_collide_hang_below_each_other(lane, at, diagnostic, text, snapshot):
    """Every label of a line can be read, and a bar leads to what it is about."""
    line = "evidence counts"
    found = diagnostic(
        at(lane, line),
        label="the whole",
        labels=(Label(at(lane, "counts"), "its id"), Label(at(lane, "9,000"), "a figure")),
    )
    assert text(found) == snapshot


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
def test_the_underline_fits(line, piece, diagnostic, text, at):
    """In a terminal, the signs stand exactly under the piece."""
    from argmap.reporting._text import display_width

    source = SourceText("a.argmap", line)
    _, _, _, excerpt, marks, *_ = text(diagnostic(at(source, piece))).split("\n")
    before, _, _ = excerpt.partition(piece)
    assert marks.index("^") == display_width(before)
    assert marks.count("^") == display_width(piece)


def test_nothing_in_a_file_reaches_the_terminal_as_a_command(diagnostic, text):
    """Escapes, bells, bidirectional controls and surrogates are shown, wherever they stand."""
    evil = "\x1b]0;x\x07 \x9b31m \u202e \u2066 \ufeff \udcff \r \u2028"
    source = SourceText(f"{evil}.argmap", f'claim "{evil}"')
    found = diagnostic(
        place(source, 0, 5),
        message=evil,
        label=evil,
        labels=(Label(place(source, 6, 8), evil),),
        tree=(evil,),
        help=evil,
        fixes=(Fix(evil, source, (Edit(Span(0, 5), evil),)),),
    )
    written = text(found)
    assert not set(evil) - set("]0;x31m ") & set(written)
    assert r"\u{1b}]0;x\u{7}" in written
    assert written.encode()


def test_a_change_that_may_not_be_meant_is_a_suggestion(lane, at, diagnostic, text):
    """What a tool must not do by itself is not called a fix, and not counted as one."""
    edit = Edit(at(lane, "counterpoint").span, "evidence")
    fix = Fix("make it evidence", lane, (edit,), Applicability.UNSAFE)
    written = text(diagnostic(at(lane, "cost"), fixes=(fix,)))
    assert "= suggestion: make it evidence\n8 -   counterpoint cost" in written
    assert "with a fix" not in written


def test_a_fix_that_inserts_shows_only_what_is_new(lane, diagnostic, text):
    """A line that a fix leaves alone is in no difference."""
    end = len(lane.text)
    edit = Edit(Span(end, end), 'claim safety "Safe"\n')
    written = text(diagnostic(place(lane, 0, 3), fixes=(Fix("declare it", lane, (edit,)),)))
    assert '10 + claim safety "Safe"\n' in written
    assert " - " not in written


def test_a_fix_that_removes_lines_shows_only_what_goes(lane, at, diagnostic, text):
    """Removing a line with its end is one `-` line."""
    start = at(lane, "  thesis").span.start
    fix = Fix("remove it", lane, (Edit(Span(start, lane.line_span(3).start), ""),))
    written = text(diagnostic(at(lane, "thesis"), fixes=(fix,)))
    assert "2 -   thesis: build-it\n" in written
    assert "+" not in written


def test_edits_far_apart_are_shown_apart(lane, at, diagnostic, text, snapshot):
    """A fix in several places shows each with its line number, and no more than three."""
    pieces = ["thesis", "Build the lane", "supports", "}\n"]
    edits = tuple(Edit(at(lane, piece).span, "NEW") for piece in pieces)
    far = SourceText("far.argmap", "\n\n".join("abcdef"))
    many = tuple(Edit(at(far, letter).span, letter.upper()) for letter in "abcdef")
    fixes = (Fix("change these", lane, edits), Fix("change many", far, many))
    assert text(diagnostic(at(lane, "cost"), fixes=fixes)) == snapshot


@pytest.mark.parametrize(
    "offset", [pytest.param(0, id="empty file"), pytest.param(3, id="at the end")]
)
def test_a_place_without_a_character_is_underlined_once(offset, diagnostic, text):
    """An insertion point, even at the end of a file, gets one sign."""
    source = SourceText("a.argmap", "map"[:offset])
    assert text(diagnostic(place(source, offset, offset))).count("^") == 1


@pytest.mark.parametrize(
    ("files", "statements", "sentence"),
    [
        (0, 0, "no files checked, no statements: nothing to report."),
        (1, 1, "1 file checked, 1 statement: nothing to report."),
        (3, 1200, "3 files checked, 1,200 statements: nothing to report."),
    ],
)
def test_nothing_found_is_a_sentence(files, statements, sentence):
    """It says what was looked at, in good English for none, one and many."""
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
def test_the_totals_are_a_sentence(severities, fixes, sentence, diagnostic, text):
    """Only the severities that occur are named, the worst first."""
    source = SourceText("a.argmap", "claim")
    of = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
    fix = Fix("mend it", source, ())
    diagnostics = [
        diagnostic(place(source, 0, 5), severity=of[letter], fixes=(fix,) if index < fixes else ())
        for index, letter in enumerate(severities)
    ]
    assert text(*diagnostics).endswith(f"\n{sentence}\n")


def test_a_finding_is_short_however_large_what_it_is_about_is(diagnostic, text):
    """Ten thousand lines, a line of a megabyte, hundreds of labels and a long ring fit a screen."""
    tall = SourceText("tall.argmap", "claim\n" * 10_000)
    wide = SourceText("wide.argmap", "x" * 1_000_000)
    everything = diagnostic(
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
    written = text(everything, diagnostic(place(wide, 400_000, 900_000)))
    assert len(written.splitlines()) < 120
    assert max(map(len, written.splitlines())) < 400
    assert "and 492 more places" in written


def test_five_thousand_findings_take_no_time(lane, at, diagnostic, text):
    """They are printed in seconds on a slow machine, also where a line is a megabyte long."""
    wide = SourceText("wide.argmap", "x" * 1_000_000)
    diagnostics = [
        diagnostic(
            at(lane, "safety"), label="here", labels=(Label(at(lane, "build-it"), "there"),)
        ),
        diagnostic(place(wide, 500_000, 500_010), help="shorten it"),
    ]
    start = time.process_time()
    text(*(diagnostics * 2500))
    assert time.process_time() - start < 10


@given(st.text(), st.integers(0, 60), st.integers(0, 60), st.text(max_size=20))
def test_any_text_and_any_place_is_printed(content, one, two, label):
    """No text, however odd, makes the report fail, and its first sign stands under the text."""
    source = SourceText("a.argmap", content)
    start, end = (min(offset, len(content)) for offset in sorted((one, two)))
    location = place(source, start, end)
    fix = Fix("x", source, (Edit(Span(start, end), label),))
    found = Diagnostic("A", "b", Severity.INFO, label, location, label, (), (), label, (fix,))
    written = get_format("text").write(Report([found], files=1, statements=0), color=False)
    assert written.count("\n") < 60
    assert "^" in written
    assert written.encode()
