"""`argmap report`: the comment on a pull request."""

import html
import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.workspace.test_since import commit, git  # noqa: F401 (fixtures)

from argmap.cli import cli
from argmap.reporting import Report
from argmap.workspace.diff import diff_versions, open_versions
from argmap.workspace.diff.pull_request import LIMITS, MARKER, write_comment

PAGE = Path(__file__).parents[2] / "docs/sample-pull-request.md"


def comment(*arguments: str) -> str:
    outcome = CliRunner().invoke(cli, ["report", *arguments], catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.output


def between_files(old: str, new: str, format_: str = "github-comment") -> str:
    with ExitStack() as stack:
        diff = diff_versions(*open_versions((old, new), stack))
    return write_comment(diff, Report((), 1, 1), format_)


@pytest.mark.skipif(not PAGE.exists(), reason="this is not a checkout")
def test_the_documentation_shows_the_comment_of_its_sample(maps, git, commit):  # noqa: F811
    """The page has both versions of a map, and the comment as users see it."""
    page = PAGE.read_text(encoding="utf-8")
    old, new = re.findall(r"^```argmap\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    maps(lane=old)
    git("branch", "--force", "base", commit())
    maps(lane=new)
    marker, _, text = comment("--since", "base").partition("\n")
    assert marker == MARKER
    assert page.endswith(text)


def test_the_summary_has_at_most_ten_lines(maps):
    """Whatever happened: here, 20 maps are new and 20 were removed."""
    maps(**{f"{folder}__m{n}": f'claim c "{folder} {n}"' for folder in "ab" for n in range(20)})
    maps(**{f"a__x{n}": f'claim c "X{n}{n}"' for n in range(20)})
    summary = between_files("a", "b").split("\n\n")[1]
    assert len(summary.splitlines()) <= 10


LANE = 'map "Lane" { thesis: t }\nclaim t "T" { claim u "U" claim v "V" }\n'
ASK = 'question q "Which?" { claim a "A" claim b "B" }\n'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"x": LANE},
            {"x": LANE.replace('"T" {', '"T" { counterpoint k "K"')},
            [
                "❌ **The thesis of `x.argmap` flips: accepted → rejected**: T",
                "Statements: 1 added",
            ],
        ),
        (
            {"x": LANE},
            {"x": LANE.replace('"U"', '"U" { counterpoint k "K" }')},
            [
                "No thesis changes its verdict since `old`.",
                "1 other verdict flips",
                "Statements: 1 added",
            ],
        ),
        (
            {"x": LANE},
            {"x": LANE.replace('"U" claim v "V"', '"U" { counterpoint k "K" } claim w "Z"')},
            [
                "No thesis changes its verdict since `old`.",
                "1 other verdict flips",
                "Statements: 2 added, 1 removed",
            ],
        ),
        (
            {"x": LANE, "y": ASK, "gone": 'claim g "Something else"'},
            {
                "x": LANE.replace('"U"', '"U2"'),
                "y": ASK.replace('"A"', '"A" { counterpoint k "K" }'),
            },
            [
                "1 question answered otherwise",
                "2 other verdicts flip",
                "Statements: 1 added, 1 changed",
                "Removed map `gone.argmap`",
            ],
        ),
        (
            {"x": LANE, "y": LANE},
            {"x": LANE, "y": LANE, "new": 'claim n "Something else"'},
            ["No thesis changes its verdict since `old`.", "New map `new.argmap`"],
        ),
    ],
    ids=["a thesis", "another statement", "a removal", "an answer", "a new map"],
)
def test_the_summary(maps, old, new, expected):
    """Verdicts first, then numbers of statements, then maps, then findings."""
    maps(**{f"old__{name}": text for name, text in old.items()})
    maps(**{f"new__{name}": text for name, text in new.items()})
    lines = html.unescape(between_files("old", "new")).split("\n\n")[1].splitlines()
    plain = [
        re.sub(r"</?code>", "`", line).replace("new/", "").replace("old/", "") for line in lines
    ]
    assert [line.removeprefix("- ") for line in plain[:-1]] == expected
    assert plain[-1].startswith("- Findings: ")


@pytest.mark.parametrize(("count", "rest"), [(6, None), (7, "- … and 2 more lines below")])
def test_a_long_summary_is_cut(maps, count, rest):
    """What is left out is below."""
    maps(a__x=LANE, b__x=LANE, **{f"b__n{n}": f'claim c "C{n}"' for n in range(count)})
    lines = between_files("a", "b").split("\n\n")[1].splitlines()
    assert len(lines) == 8
    assert (rest in lines) == (rest is not None)


def test_marks_of_the_flowchart(maps):
    """What a statement was, and whether it is new or removed."""
    maps(old=LANE, new=LANE.replace('"T" { claim u "U"', '"T2" { counterpoint k "K"'))
    (chart,) = re.findall(
        "```mermaid\n(.*?)```", between_files("old.argmap", "new.argmap"), re.DOTALL
    )
    for words in ("CHANGED; WAS accepted: T2", "NEW: K", "REMOVED: U"):
        assert words in chart, words
    assert "V" not in re.findall(r"\b[A-Z]\d?\b", chart)


@pytest.mark.parametrize("format_", LIMITS)
def test_a_comment_is_within_the_limit_and_valid(maps, format_):
    """A large difference is cut between blocks, never inside of one."""
    lines = [f'claim c{n} "{"word " * 40}{n}" {{ supports: t }}' for n in range(3_000)]
    head = 'map "M" { thesis: t }\nclaim t "T"\n'
    maps(old=head, new=head + "\n".join(lines))
    text = between_files("old.argmap", "new.argmap", format_)
    assert len(text) <= LIMITS[format_]
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0


def test_the_flowchart_is_small(maps):
    """At most 30 statements: those that flip first, with the way to the thesis."""
    lines = [f'counterpoint c{n} "C{n}" {{ opposes: t }}' for n in range(100)]
    head = 'map "M" { thesis: t }\nclaim t "T"\n'
    maps(old=head, new=head + "\n".join(lines))
    (chart,) = re.findall(
        "```mermaid\n(.*?)```", between_files("old.argmap", "new.argmap"), re.DOTALL
    )
    assert len(re.findall(r"^  s\d+[\[(]", chart, re.MULTILINE)) == 30
    assert "WAS accepted: T" in chart


def test_nothing_changed_is_one_line(maps, commit):  # noqa: F811
    """The comment still exists, so that an earlier one is replaced."""
    maps(lane='claim c "C"')
    commit()
    text = comment("--since", "HEAD")
    assert "Nothing changed in meaning since <code>HEAD</code>." in text
    assert "mermaid" not in text


def test_a_flip_can_fail(maps, commit):  # noqa: F811
    """With `--fail-on-flip`."""
    maps(lane='claim c "C"')
    commit()
    words = ["report", "--since", "HEAD", "--fail-on-flip"]
    assert CliRunner().invoke(cli, words).exit_code == 0
    maps(lane='claim c "C" { counterpoint "No" }')
    assert CliRunner().invoke(cli, words).exit_code == 1


def test_an_address_cannot_end_its_link(maps, commit):  # noqa: F811
    """It comes from outside."""
    maps(lane='claim c "C"')
    commit()
    text = comment("--since", "HEAD", "--url", "https://example.org/a) [x](y")
    assert "(https://example.org/a%29%20[x]%28y)" in text
