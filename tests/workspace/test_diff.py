"""`argmap diff`: versions of maps, from git and from the disk. With a real git."""

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from contextlib import ExitStack, chdir, suppress
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from tests.workspace.test_since import commit, git  # noqa: F401 (fixtures)

from argmap.cli import cli
from argmap.errors import InputError
from argmap.workspace.diff import diff_versions, open_versions
from argmap.workspace.diff.formats import FORMATS, get_format

LANE = """map "Lane" { thesis: build }
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:1
  counterpoint cost "It costs too much" { counterpoint pays "The state pays" }
}
source s "Study"
"""
UNANSWERED = LANE.replace(' { counterpoint pays "The state pays" }', "")
HISTORY = Path(__file__).parents[2]
SCHEMA = HISTORY / "docs/diff.schema.json"


def difference(*arguments: str):
    with ExitStack() as stack:
        return diff_versions(*open_versions(arguments, stack))


def flips(*arguments: str) -> list[str]:
    return [
        f"{diff.name} {flip.new_id} {flip.new_status.value}"
        for diff in difference(*arguments).maps
        for flip in diff.verdicts.flips
    ]


def run(*arguments: str):
    return CliRunner().invoke(cli, ["diff", *arguments])


# ---- Versions ----------------------------------------------------------------------------------


def test_the_last_commit_is_the_default(maps, commit):  # noqa: F811
    """With and without a path."""
    maps(lane=LANE)
    commit()
    maps(lane=UNANSWERED)
    expected = ["lane.argmap build rejected", "lane.argmap cost accepted"]
    for arguments in ((), (".",), ("lane.argmap",), ("HEAD",), ("HEAD", "lane.argmap")):
        assert flips(*arguments) == expected, arguments


def test_two_revisions_are_compared(maps, git, commit):  # noqa: F811
    """Nothing is checked out: the working tree and the index stay as they are."""
    maps(lane=LANE)
    first = commit()
    git("tag", "start")
    maps(lane=UNANSWERED)
    commit()
    maps(lane="claim other")
    before = git("status", "--porcelain")
    for arguments in (("start..HEAD",), (f"{first}..",), ("start", "HEAD"), ("start..HEAD", ".")):
        assert len(flips(*arguments)) == 2, arguments
    assert len(flips("HEAD..start")) == 2
    assert git("status", "--porcelain") == before


def test_three_dots_compare_with_the_common_commit(maps, git, commit):  # noqa: F811
    """What the other branch changed is not reported."""
    maps(lane=LANE)
    commit()
    git("switch", "--quiet", "--create", "topic")
    maps(lane=LANE.replace("fell by half", "fell by a third"))
    commit()
    git("switch", "--quiet", "-")
    maps(lane=UNANSWERED)
    commit()
    assert flips("HEAD...topic") == []
    assert len(flips("HEAD..topic")) == 2


def test_two_files_or_folders_are_compared(maps):
    """Without git; maps in folders are paired by name."""
    maps(old__lane=LANE, new__lane=UNANSWERED, old__b="claim b", new__c="claim c")
    assert len(flips("old/lane.argmap", "new/lane.argmap")) == 2
    diff = difference("old", "new")
    assert [map_diff.name for map_diff in diff.maps] == ["new/lane.argmap"]
    assert (diff.added, diff.removed) == (("new/c.argmap",), ("old/b.argmap",))


def test_a_file_of_a_revision_is_compared_with_another_file(maps, commit):  # noqa: F811
    """`REV:PATH`, as in git."""
    maps(lane=LANE)
    commit()
    maps(other=UNANSWERED)
    assert len(flips("HEAD:lane.argmap", "other.argmap")) == 2


def test_a_renamed_map_is_recognized_by_its_texts(maps, here, commit):  # noqa: F811
    """Beside others, which keep their names."""
    maps(lane=LANE, other='claim o "Other"')
    commit()
    (here / "lane.argmap").rename(here / "cycling.argmap")
    diff = difference()
    assert (diff.added, diff.removed) == ((), ())
    (renamed,) = [map_diff for map_diff in diff.maps if not map_diff.is_same]
    assert (renamed.old_name, renamed.name) == ("lane.argmap", "cycling.argmap")
    assert renamed.comparison.is_same


def claims(*texts: str) -> str:
    return "".join(f'claim c{n} "{text}"\n' for n, text in enumerate(texts))


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ({"a": "123"}, {"a": "456", "b": "123"}, {"a": "a"}),  # the same name decides
        ({"a": "123", "z": "0"}, {"b": "1xy", "z": "0"}, {"a": "b", "z": "z"}),
        ({"a": "1234", "z": "0"}, {"b": "1wxy", "z": "0"}, {"z": "z"}),  # a quarter is too little
        ({"a": "1234567", "z": "0"}, {"b": "1", "z": "0"}, {"a": "b", "z": "z"}),
        ({"a": "123", "b": "124"}, {"c": "124", "d": "123"}, {"a": "d", "b": "c"}),
        ({"a": "12", "b": "123"}, {"c": "123", "d": "9"}, {"b": "c"}),
        ({"a": "12", "b": "12"}, {"c": "12", "d": "9"}, {"a": "c"}),
        ({"a": "", "b": "1"}, {"c": "", "d": "2"}, {}),
        ({"a": "1"}, {"b": "9"}, {"a": "b"}),  # a single map is compared whatever it says
    ],
)
def test_maps_of_other_names_are_paired_by_their_texts(maps, old, new, pairs):
    """If at least three tenths of the texts of the smaller one are the same, the most first."""
    for folder, texts in (("old", old), ("new", new)):
        maps(**{f"{folder}__{name}": claims(*letters) for name, letters in texts.items()})
    diff = difference("old", "new")
    found = {Path(one.old_name).stem: Path(one.name).stem for one in diff.maps}
    assert found == pairs
    assert [Path(name).stem for name in diff.removed] == sorted(set(old) - set(pairs))
    assert [Path(name).stem for name in diff.added] == sorted(set(new) - set(pairs.values()))


@pytest.mark.parametrize(
    ("before", "after", "new", "fixed"),
    [
        ('"It costs too much"', '"It costs too much, we think"', [], []),
        (' { counterpoint pays "The state pays" }', "", ["SEM501"], []),
        ('"Study"', '"Study" source t "T"', ["EVI303"], []),
        ("safe", "crashes", [], []),
        ("evidence safe", "# argmap: ignore[EVI302] because so\n  evidence safe", ["CFG802"], []),
        (" @s:1", "", ["EVI302", "EVI303"], []),
    ],
)
def test_findings_that_only_one_version_has(maps, before, after, new, fixed):
    """By their rule and element: another id or another wording is the same finding."""
    assert before in LANE
    for texts in ((LANE, LANE.replace(before, after)), (LANE.replace(before, after), LANE)):
        maps(old=texts[0], new=texts[1])
        (diff,) = difference("old.argmap", "new.argmap").maps
        found = [[d.code for d in findings] for findings in (diff.findings, diff.fixed)]
        expected = [new, fixed] if texts[0] == LANE else [fixed, new]
        assert [sorted(codes) for codes in found] == expected


def test_a_finding_in_a_shared_file_is_reported_once(maps):
    """With the first of the maps that import the file."""
    for folder, text in (("old", 'claim s "S"'), ("new", 'claim s "S" { counterpoint k "K" }')):
        importing = 'import "shared.argmap"\nclaim {0} "{0}" {{ supported-by: s }}\n'.format
        texts = {"shared": text, "a": importing("a"), "b": importing("b")}
        maps(**{f"{folder}__{name}": text for name, text in texts.items()})
    found = difference("old", "new").maps
    assert [d.code for diff in found for d in diff.findings].count("DIA401") == 1
    back = difference("new", "old").maps
    assert [d.code for diff in back for d in diff.fixed].count("DIA401") == 1


def test_the_number_of_files_that_differ(maps):
    """Also of those that only one version has."""
    maps(old='claim a "A"', new='import "more.argmap"\nclaim a "A"', more='claim m "M"')
    for versions in (("old.argmap", "new.argmap"), ("new.argmap", "old.argmap")):
        (diff,) = difference(*versions).maps
        assert diff.changed_files == 2


def test_a_split_into_files_is_a_move(maps, commit):  # noqa: F811
    """The statements are the same; only their files and aliases differ."""
    maps(lane=LANE)
    commit()
    maps(
        lane='map "Lane" { thesis: build }\nimport "costs.argmap" as costs\nsource s "Study"\n'
        'claim build "Build the lane" {\n  evidence safe "Crashes fell by half" @s:1\n'
        "  opposed-by: costs.cost\n}\n",
        costs='map "Costs"\ncounterpoint cost "It costs too much" {\n'
        '  counterpoint pays "The state pays"\n}\n',
    )
    (diff,) = difference().maps
    assert not diff.verdicts.flips
    assert {aspect.value for change in diff.comparison.changes for aspect in change.aspects} <= {
        "place"
    }
    assert diff.comparison.moved_files == {("lane.argmap", "costs.argmap"): 2}
    assert "2 statements moved from lane.argmap to costs.argmap" in run().output


def test_names_of_versions(maps, git, commit):  # noqa: F811
    """A name that is a file and a revision is the file; otherwise as in git."""
    maps(lane=LANE)
    commit()
    git("tag", "start")
    git("tag", "both")
    maps(both__other=LANE)
    with suppress(OSError):
        maps(**{"a:b": LANE})
    for arguments, old, new, count in (
        ((), "HEAD", "working tree", 1),
        (("start",), "start", "working tree", 1),
        (("start", "lane.argmap"), "start", "working tree", 1),
        (("start", "HEAD"), "start", "HEAD", 1),
        (("start", "HEAD", "lane.argmap"), "start", "HEAD", 1),
        (("start..",), "start", "HEAD", 1),
        (("..start", "lane.argmap"), "HEAD", "start", 1),
        (("start...HEAD",), None, "HEAD", 1),
        (("start", "both"), "start", "working tree", 0),
        ((":lane.argmap", "lane.argmap"), ":lane.argmap", "lane.argmap", 1),
        (("start:lane.argmap", "both"), "start:lane.argmap", "both", 1),
        (("both", "lane.argmap"), "both", "lane.argmap", 1),
        (("a:b.argmap", "lane.argmap"), "a:b.argmap", "lane.argmap", 1),
    ):
        if "a:b.argmap" in arguments and not Path("a:b.argmap").exists():
            continue  # such names are not valid on Windows
        diff = difference(*arguments)
        assert old in (None, diff.old_label), arguments
        assert (diff.new_label, len(diff.maps)) == (new, count), arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "unknown revision `nowhere`"),
        (("nowhere.argmap",), "does not exist"),
        (("HEAD..nowhere",), "unknown revision `nowhere`"),
        (("HEAD", "../other"), "not in a git repository"),
        (("--", "-x"), "unknown revision `-x`"),
        (("", ""), "an empty name"),
        (("\0",), "not a valid"),
        (("x" * 5000,), "unknown revision"),
    ],
)
def test_a_wrong_argument_is_one_sentence(maps, commit, arguments, message):  # noqa: F811
    """Not a traceback."""
    maps(lane=LANE)
    commit()
    outcome = CliRunner().invoke(cli, ["diff", *arguments])
    assert isinstance(outcome.exception, InputError | SystemExit)
    assert message in str(outcome.exception)


def test_a_folder_without_git_is_refused(maps):
    """Unless two paths are compared."""
    maps(lane=LANE)
    with pytest.raises(InputError, match="not in a git repository"):
        difference()


# ---- Output ------------------------------------------------------------------------------------


def test_the_text_begins_with_the_thesis(maps, commit, snapshot):  # noqa: F811
    """Then come findings, citations and statements."""
    maps(lane=LANE)
    commit()
    maps(lane=UNANSWERED.replace("by half", "by a third").replace("@s:1", "@s:2"))
    outcome = run()
    assert outcome.exit_code == 0
    assert outcome.output == snapshot


def test_nothing_changed_in_meaning_is_a_result(maps, commit):  # noqa: F811
    """Layout is counted."""
    maps(lane=LANE)
    commit()
    assert run().output == "HEAD → working tree\nNothing changed in meaning.\n"
    maps(lane=LANE + "\n# A comment\n")
    assert "1 file with another layout or other comments" in run().output
    assert run("--exit-code").exit_code == 0


def test_the_exit_code_can_depend_on_the_difference(maps, commit):  # noqa: F811
    """As in git, it does not unless asked."""
    maps(lane=LANE)
    commit()
    maps(lane=LANE.replace("by half", "by a third"))
    assert [run(*words).exit_code for words in ((), ("--exit-code",), ("--fail-on", "flip"))] == [
        *(0, 1, 0)
    ]
    maps(lane=UNANSWERED)
    assert run("--fail-on", "flip").exit_code == 1


def test_json_is_complete_and_valid(maps, commit):  # noqa: F811
    """It follows its schema."""
    maps(lane=LANE)
    commit()
    maps(lane=UNANSWERED.replace("by half", "by a third").replace("@s:1", "@s:2"))
    data = json.loads(run("--format", "json").output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    (found,) = data["maps"]
    assert [flip["id"] for flip in found["flips"]] == ["build", "cost"]
    assert {change["id"] for change in found["changes"]} == {"safe", "pays", "pays->cost"}
    assert [flip["cause_missing"] for flip in found["flips"]] == [None, None]


def test_a_report_says_why_a_cause_is_missing(maps, commit, monkeypatch):  # noqa: F811
    """The limit of the search was reached."""
    monkeypatch.setattr("argmap.comparison.replay._MAX_REPLAYS", 0)
    maps(lane=LANE)
    commit()
    maps(lane=UNANSWERED)
    data = json.loads(run("--format", "json").output)
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    flips = data["maps"][0]["flips"]
    assert [(flip["cause"], flip["cause_missing"]) for flip in flips] == [
        (None, "search-limit"),
        (None, "search-limit"),
    ]
    for format_ in ("text", "markdown", "html"):
        assert "too many verdicts differ" in run("--format", format_).output


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_texts_are_escaped(maps, format_):
    """Escape sequences, Markdown, HTML and lines that a runner would execute."""
    hostile = "\\u{1b}[31m <script>x</script> ![x](y) @team\\n::error::x"
    maps(
        old='map "M" { thesis: a }\nclaim a "A"\n',
        new=f'map "M" {{ thesis: a }}\nclaim a "{hostile}" {{ counterpoint "{hostile} 2" }}\n',
    )
    with ExitStack() as stack:
        diff = diff_versions(*open_versions(("old.argmap", "new.argmap"), stack))
    text = get_format(format_).write(diff, color=False)
    assert "\x1b" not in text
    assert "\n::error" not in text
    if format_ in ("markdown", "html", "svg"):
        assert "<script>x" not in text
    if format_ == "markdown":
        assert "![x]" not in text


def test_the_history_of_this_project_shows_a_split(tmp_path):
    """Its map was one file with a part; later its chapters moved to files of their own."""
    if shutil.which("git") is None or not (HISTORY / ".git").exists():
        pytest.skip("this is not a checkout with its history")
    known = subprocess.run(
        [
            "git",
            "-C",
            HISTORY,
            "log",
            "--diff-filter=A",
            "--format=%H",
            "--",
            "maps/turkiye-russia/energy.argmap",
        ],
        capture_output=True,
        check=False,
    ).stdout.split()
    if not known:
        pytest.skip("the history is not complete")
    split = known[-1].decode()
    with chdir(HISTORY):
        os.environ.pop("GIT_DIR", None)
        diffs = difference(f"{split}~1..{split}", "maps/turkiye-russia").maps
    moved = {
        Path(new).name: count
        for diff in diffs
        for (old, new), count in diff.comparison.moved_files.items()
        if Path(old).name == "map.argmap"
    }
    assert sum(moved.values()) > 40
    assert {"energy.argmap", "forward.argmap", "politics.argmap"} <= moved.keys()


# ---- Pictures ----------------------------------------------------------------------------------


def texts_of(svg: str) -> list[str]:
    root = ET.fromstring(svg)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_one_picture_shows_both_versions(maps):
    """What is new, removed and changed has a word; a statement that flips also has a ring."""
    maps(old=LANE, new=UNANSWERED.replace("by half", "by a third") + 'claim extra "E"')
    svg = run("old.argmap", "new.argmap", "--format", "svg").output
    words = [text for text in texts_of(svg) if text.isupper()]
    assert sorted(word for word in words if word.startswith("WAS")) == [
        "WAS ACCEPTED",
        "WAS REJECTED",
    ]
    assert {word: words.count(word) for word in ("NEW", "REMOVED", "CHANGED")} == {
        "NEW": 1,
        "REMOVED": 1,
        "CHANGED": 1,
    }
    assert svg.count('class="flipped"') == 2


def test_the_picture_of_equal_versions_has_no_marks(maps):
    """It is the picture of the map."""
    maps(old=LANE, new=LANE)
    svg = run("old.argmap", "new.argmap", "--format", "svg").output
    assert not {"NEW", "REMOVED", "CHANGED"} & set(texts_of(svg))


def test_several_maps_do_not_fit_into_one_picture(maps):
    """The message names them, and the format that shows all."""
    maps(a__x="claim x", a__y='claim y "Y"', b__x='claim x "X"', b__y='claim y "Z"')
    with pytest.raises(InputError, match=r"several maps differ .* --format html"):
        run_format("svg", "a", "b")
    page = run_format("html", "a", "b")
    assert page.count("<svg ") == 2


def run_format(name: str, *arguments: str) -> str:
    with ExitStack() as stack:
        diff = diff_versions(*open_versions(arguments, stack))
    return get_format(name).write(diff, color=False)


def test_a_page_lists_added_and_removed_maps_and_skips_equal_ones(maps):
    """Each map that differs has a heading; one that is the same has none."""
    maps(old__lane=LANE, new__lane=UNANSWERED, old__b="claim b", new__c="claim c")
    maps(old__same=LANE, new__same=LANE + "# a comment\n")
    page = run_format("html", "old", "new")
    assert "<li>New map new/c.argmap</li><li>Removed map old/b.argmap</li>" in page
    assert re.findall("<h2>(.*?)</h2>", page) == ["new/lane.argmap"]


async def test_the_slider_fades_one_version_out(maps, browser, tmp_path):
    """Its left end shows the old version, its right end the new one, the middle both."""
    maps(old=LANE, new=UNANSWERED + 'counterpoint new "New" { opposes: build }')
    (tmp_path / "diff.html").write_text(run_format("html", "old.argmap", "new.argmap"))
    page = await browser.new_page()
    await page.goto((tmp_path / "diff.html").as_uri())
    opacity = "id => getComputedStyle(document.querySelector(`[id$=${id}]`)).opacity"
    shown = []
    for value in (0, 50, 100):
        await page.locator("input[type=range]").fill(str(value))
        ids = ("-s-pays", "-s-new", "line-new-_x3E_build")
        shown.append([await page.evaluate(opacity, id_) for id_ in ids])
    await page.close()
    assert shown == [["1", "0", "0"], ["1", "1", "1"], ["0", "1", "1"]]
