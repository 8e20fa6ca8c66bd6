"""`argmap review`: stamps in a file, and what is due."""

import threading

import pytest
from click.testing import CliRunner
from tests.workspace.test_since import commit, git  # noqa: F401 (fixtures)

from argmap.cli import cli
from argmap.errors import InputError
from argmap.workspace.check import check_all
from argmap.workspace.files import FileCache
from argmap.workspace.fix import fix_paths
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
    assert lines[3].endswith(" Ann%20B - read%20it%20again")
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
    assert "it depends on what differs: `cost` ← `pays`" in output
    assert "reviewed 20" in output


def test_a_review_of_a_missing_statement_is_stale(lane):
    """It is listed, and nothing else happens."""
    run("pays", "--because", "x", "--by", "A")
    lane.write_text(LANE.replace(" pays ", " paid "))
    assert "stale review: there is no statement `pays` any more" in run("--list").output


def test_stale_reviews_are_pruned(lane, here):
    """A statement that was only renamed keeps its review, and no other review is touched."""
    run("cost", "pays", "safe", "--because", "x", "--by", "A")
    with (here / "argmap.review").open("a") as file:
        file.write(f"other.argmap gone {' '.join(['0' * 16] * 3)} 2026-05-01 B - -\n")
    lane.write_text(LANE.replace(" pays ", " paid ").replace(' safe "Crashes', ' new "They'))
    assert run("--prune").output.splitlines() == [
        "lane.argmap: `pays` is now `paid`",
        "lane.argmap: removed the review of `safe`",
    ]
    lines = (here / "argmap.review").read_text(encoding="utf-8").splitlines()[2:]
    assert [line.split()[:2] for line in lines] == [
        ["lane.argmap", "cost"],
        ["lane.argmap", "paid"],
        ["other.argmap", "gone"],
    ]
    assert run("--prune").output == "lane.argmap: no stale reviews\n"


def test_stale_reviews_are_fixed_on_request(lane, here):
    """As `--prune` does it; without `--unsafe-fixes`, nothing is changed."""
    run("cost", "pays", "safe", "--because", "x", "--by", "A")
    lane.write_text(LANE.replace(" pays ", " paid ").replace(' safe "Crashes', ' new "They'))
    before = (here / "argmap.review").read_text(encoding="utf-8")
    assert fix_paths([lane]).changes == ()
    fixed = fix_paths([lane], unsafe=True)
    assert [change.path.name for change in fixed.changes] == ["argmap.review"]
    assert [d.element for d in fixed.before.report.diagnostics if d.code == "REV606"] == [
        "pays",
        "safe",
    ]
    assert not any(d.code == "REV606" for d in fixed.after.report.diagnostics)
    assert "paid" not in [d.element for d in fixed.after.report.diagnostics]
    assert (here / "argmap.review").read_text(encoding="utf-8") == before
    fixed.write()
    by_fix = (here / "argmap.review").read_text(encoding="utf-8")
    (here / "argmap.review").write_text(before, encoding="utf-8")
    run("--prune")
    assert by_fix == (here / "argmap.review").read_text(encoding="utf-8")


def test_a_file_of_reviews_outside_the_project_is_not_fixed(lane, here, tmp_path_factory):
    """A link may lead to it."""
    run("pays", "--because", "x", "--by", "A")
    outside = tmp_path_factory.mktemp("outside") / "reviews"
    (here / "argmap.review").rename(outside)
    (here / "argmap.review").symlink_to(outside)
    lane.write_text(LANE.replace(" pays ", " paid "))
    assert fix_paths([lane], unsafe=True).changes == ()


def test_a_map_with_errors_is_not_pruned(lane, here):
    """Its statements may only seem to be missing."""
    run("pays", "--because", "x", "--by", "A")
    before = (here / "argmap.review").read_bytes()
    lane.write_text(LANE.replace('counterpoint pays "The state pays"', "counterpoint"))
    assert "`lane.argmap` has errors" in str(run("--prune").exception)
    assert (here / "argmap.review").read_bytes() == before


def recorded_authors(here) -> dict[str, str]:
    lines = (here / "argmap.review").read_text(encoding="utf-8").splitlines()[2:]
    return {line.split()[1]: line.split()[7] for line in lines}


def test_the_author_of_each_line_is_recorded(lane, here, git, commit):  # noqa: F811
    """According to git; a line that is not in the last commit is by its user."""
    git("config", "user.name", "Ben")
    commit()
    lane.write_text(LANE.replace("Crashes fell", "The crashes fell"))
    run("safe", "cost", "--because", "x", "--by", "A")
    assert recorded_authors(here) == {"safe": "Ben", "cost": "A"}
    reported = check_all([lane]).report.diagnostics
    assert [d.element for d in reported if d.code == "REV605"] == ["cost"]


def test_the_author_in_a_new_repository_is_its_user(lane, here, git):  # noqa: F811
    """Nothing is in a commit yet."""
    git("config", "user.name", "Ben")
    run("safe", "--because", "x", "--by", "A")
    assert recorded_authors(here) == {"safe": "Ben"}


def test_without_a_repository_the_author_is_not_known(lane, here, monkeypatch):
    """Then the reviewer is not taken for the author."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))
    run("safe", "--because", "x", "--by", "A")
    assert recorded_authors(here) == {"safe": "-"}


def test_no_program_of_a_repository_is_run(lane, here, git, commit):  # noqa: F811
    """Neither a filter nor a text conversion that its settings name."""
    commit()
    for key in ("filter.x.clean", "filter.x.smudge", "diff.x.textconv"):
        git("config", key, f"touch {here}/was-run; cat")
    (here / ".gitattributes").write_text("*.argmap filter=x diff=x\n", encoding="utf-8")
    run("safe", "--because", "x", "--by", "A")
    assert recorded_authors(here) == {"safe": "A"}
    assert not (here / "was-run").exists()


def test_the_rules_find_what_is_due(lane, here):
    """`argmap check` reports the same as `--list`; without a review, it reports nothing."""
    codes = lambda: sorted(  # noqa: E731
        f"{d.code} {d.element}" for d in check_all([lane]).report.diagnostics if "REV" in d.code
    )
    assert codes() == []
    run("build", "safe", "cost", "pays", "--because", "x", "--by", "A")
    assert codes() == []
    lane.write_text(LANE.replace("The state", "The city").replace("evidence safe", "evidence new"))
    assert codes() == [
        "REV601 new",
        "REV602 pays",
        "REV603 cost",
        "REV604 build",
        "REV606 safe",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--list", "--prune"), "cannot be used together"),
        (("--prune", "--by", "A"), "--prune records nothing"),
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
