"""`argmap review`: stamps in a file, and what is due."""

import threading

import pytest
from click.testing import CliRunner
from tests.workspace.test_since import commit, git  # noqa: F401 (fixtures)

from argmap.cli import cli
from argmap.errors import InputError
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution
from argmap.workspace.review import record_reviews

LANE = """map "Lane" { thesis: build }
source s "Study" { text: "study.md" }
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:2
  counterpoint cost "It costs too much" { counterpoint pays "The state pays" }
}
"""


def run(*arguments: str):
    outcome = CliRunner().invoke(cli, ["review", *arguments])
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit | InputError)
    return outcome


@pytest.fixture
def lane(maps, here):
    maps(lane=LANE)
    (here / "study.md").write_text("# Study\n\nCrashes fell by half.\n", encoding="utf-8")
    return here / "lane.argmap"


def states(*arguments: str) -> list[str]:
    lines = run("--list", *arguments).output.splitlines()
    return [line.strip() for line in lines if line.startswith("  ") and line[2] != " "]


def test_a_review_is_a_line_in_a_file_beside_the_map(lane, here):
    """With the reviewer and the reason; a later review of the same statement replaces it."""
    for reason in ("read the study", "read it again"):
        outcome = run("safe", "lane.argmap#cost", "--because", reason, "--by", "Ann B")
        assert outcome.output == "argmap.review: 2 reviewed by Ann B\n"
    lines = (here / "argmap.review").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert lines[3].startswith("lane.argmap safe ")
    assert lines[3].endswith(" Ann%20B read%20it%20again")
    assert states() == ["unreviewed: claim `build`", "unreviewed: counterpoint `pays`"]


def test_what_is_due_is_shown_with_what_a_reviewer_needs(lane, here, commit):  # noqa: F811
    """The old text beside the new one, the cited passage, and the path to what differs."""
    run("build", "safe", "cost", "pays", "--because", "x", "--by", "A")
    commit()
    assert states() == []
    lane.write_text(LANE.replace("by half", "by a third").replace("The state", "The city"))
    output = run("--list", "--since", "HEAD").output
    assert "changed: evidence `safe`" in output
    assert "Crashes fell by [-half-]{+a third+}" in output
    assert "s ¶2: Crashes fell by half." in output
    assert "suspect: counterpoint `cost`" in output
    assert "it rests on what differs: `cost` ← `pays`" in output
    assert "reviewed 20" in output


def test_a_review_of_a_missing_statement_is_stale(lane):
    """It is listed, and nothing else happens."""
    run("pays", "--because", "x", "--by", "A")
    lane.write_text(LANE.replace(" pays ", " paid "))
    assert "stale review: there is no statement `pays` any more" in run("--list").output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a statement"),
        (("safe", "--by", "A"), "--because is required"),
        (("nothing", "--because", "x", "--by", "A"), "has a statement `nothing`"),
        (("--list", "--because", "x"), "--list records nothing"),
        (("safe", "--since", "HEAD", "--because", "x"), "require --list"),
    ],
)
def test_wrong_usage_is_one_sentence(lane, arguments, message):
    """And writes nothing."""
    outcome = run(*arguments)
    assert message in outcome.output + str(outcome.exception)
    assert not lane.with_name("argmap.review").exists()


def test_a_damaged_file_is_not_overwritten(lane, here):
    """It may contain a merge conflict, and both sides of it."""
    (here / "argmap.review").write_text("version 1\n<<<<<<< ours\n", encoding="utf-8")
    outcome = run("safe", "--because", "x", "--by", "A")
    assert "line 2 is not a review" in str(outcome.exception)
    assert "<<<<<<<" in (here / "argmap.review").read_text(encoding="utf-8")


def test_two_reviews_at_once_are_both_kept(lane, here):
    """The second one waits for the first."""
    resolution = load_resolution(lane, FileCache())
    threads = [
        threading.Thread(target=record_reviews, args=(resolution, [id_], "A", "x"))
        for id_ in resolution.map.statements
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states() == []
