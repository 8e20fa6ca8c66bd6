"""`argmap report`: the comment on a pull request."""

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
