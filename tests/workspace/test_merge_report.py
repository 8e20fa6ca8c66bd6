"""The report of a merge: verdicts and errors that none of the versions had."""

import pytest

import argmap
from argmap.comparison import compare_maps, compare_verdicts
from argmap.comparison.verdict_changes import verdict_conflicts
from argmap.diagnostics import Diagnostic, Severity
from argmap.text import Location, SourceText, Span
from argmap.workspace.merge.report import MergedMap, merge_lines_of, report_maps


def merged_map(merged: str, *versions: str, labels=("ours", "theirs"), errors=()) -> MergedMap:
    new = argmap.loads(merged)
    changes = tuple(
        compare_verdicts(compare_maps(argmap.loads(version), new)) for version in versions
    )
    conflicts = verdict_conflicts(changes)
    return MergedMap("m.argmap", labels[: len(versions)], changes, conflicts, errors)


LANE = """map "Lane" {{ thesis: t }}
claim t "Build the lane" {{ counterpoint k "It is expensive" {{ {} }} {} }}
"""
PAYS = 'counterpoint p "The state pays"'
NOISE = 'counterpoint n "It is loud"'


def test_a_verdict_that_neither_version_had():
    """With the reason in each version and in the merged map, the thesis first."""
    ours, theirs = LANE.format("", NOISE + ' { counterpoint q "Quiet" }'), LANE.format(PAYS, NOISE)
    merged = LANE.format(PAYS, NOISE + ' { counterpoint q "Quiet" }')
    assert list(merge_lines_of(merged_map(merged, ours, theirs))) == [
        "m.argmap: 1 verdict after the merge that neither version had",
        "  ✓ the thesis `t` “Build the lane”",
        "      ours    `t` is rejected: `k` attacks it",
        "                └ `k` is accepted: nothing attacks it",
        "      theirs  `t` is rejected: `n` attacks it",
        "                └ `n` is accepted: nothing attacks it",
        "      merged  `t` is accepted: every attack on it fails",
        "                └ `k` is rejected: `p` attacks it",
        "                  └ `p` is accepted: nothing attacks it",
    ]


def test_an_answer_that_neither_version_had():
    """An answer in words; a version without the question has none."""
    text = 'question q "Which?" {{ claim a "A" {{ {} }} claim b "B" {{ {} }} claim c "C" }}'
    x, y = 'counterpoint x "X"', 'counterpoint y "Y"'
    versions = text.format(x, ""), text.format("", y), 'claim other "Other"'
    one = merged_map(text.format(x, y), *versions, labels=("ours", "theirs", "a branch"))
    assert list(merge_lines_of(one)) == [
        "m.argmap: 2 verdicts after the merge that none of the versions had",
        "  ✓ claim `c` “C”",
        "      ours      `c` is undecided: nothing decides between it and the option `b`",
        "      theirs    `c` is undecided: nothing decides between it and the option `a`",
        "      merged    `c` is accepted: no other option prevails over it",
        "                  └ `a` is rejected: `x` attacks it",
        "                    └ `x` is accepted: nothing attacks it",
        "  ? question `q` “Which?”",
        "      ours      open between `b` and `c`",
        "      theirs    open between `a` and `c`",
        "      merged    answered by `c`",
    ]


@pytest.mark.parametrize(("count", "rest"), [(12, []), (14, ["  … and 2 more"])])
def test_many_verdicts_are_counted(count, rest):
    """Twelve are explained."""
    old = "".join(f'claim c{n} "C{n}"\n' for n in range(count))
    new = "".join(f'claim c{n} "C{n}" {{ counterpoint k{n} "K{n}" }}\n' for n in range(count))
    lines = list(merge_lines_of(merged_map(new, old)))
    assert sum(line.startswith("  ✗") for line in lines) == 12
    assert [line for line in lines if line.startswith("  …")] == rest


@pytest.mark.parametrize(("count", "rest"), [(1, []), (40, []), (41, ["  … and 1 more"])])
def test_errors_are_listed(count, rest):
    """At most forty, each with its place."""
    source = SourceText("m.argmap", "\n" * count)
    errors = tuple(
        Diagnostic("REF101", "x", Severity.ERROR, f"no `x{n}`", Location(source, Span(n, n)))
        for n in range(count)
    )
    one = merged_map('claim a "A"', 'claim a "A"', errors=errors)
    assert not one.is_sound
    lines = list(report_maps([one]))
    noun = "error" if count == 1 else "errors"
    assert lines[0] == f"m.argmap: {count} {noun} after the merge that none of the versions had"
    assert lines[1] == "  m.argmap:1:1: error[REF101] no `x0`"
    assert len(lines) == 1 + min(count, 40) + len(rest)
    assert lines[1 + min(count, 40) :] == rest


def test_a_sound_merge_has_no_lines():
    """Nothing has to be reviewed."""
    one = merged_map(LANE.format(PAYS, ""), LANE.format(PAYS, ""))
    assert one.is_sound
    assert list(report_maps([one])) == []
