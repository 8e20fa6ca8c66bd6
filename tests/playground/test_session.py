"""The part of the playground that runs in Python: checks, verdicts, pictures and limits."""

import json
from pathlib import Path

import pytest

from argmap import rendering
from argmap.playground import MAX_CHARACTERS, MAX_NESTING, PlaygroundSession, request_handler
from argmap.playground.limits import brace_depth, indentation_depth, tree_depth
from argmap.rendering.layout.graphviz import choose_engine
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.load import load_bytes

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "maps/examples").glob("*.argmap"))
LANE = """map "Should we build the lane?" { thesis: lane }

claim lane "Build the lane" {
  evidence crashes "There were 14 crashes"
  counterpoint shops "The shops would lose" {
    counterpoint garage "The garage has room"
  }
}
"""


def nested(levels: int) -> str:
    """Return a map with a number of levels."""
    opened = "".join(f'claim c{level} "C" {{\n' for level in range(levels))
    return f"{opened}{'}' * levels}\n"


@pytest.fixture
def session():
    """A session with the engine of this machine."""
    return PlaygroundSession()


def test_a_map_is_checked_evaluated_and_drawn(session):
    """One answer has the diagnostics, the statuses and the picture."""
    answer = session.update(LANE)
    assert {d["code"] for d in answer["diagnostics"]} == {"EVI302"}
    assert answer["theses"] == ("lane",)
    statuses = {element["id"]: element["status"] for element in answer["elements"]}
    assert statuses == {
        "lane": "accepted",
        "crashes": "accepted",
        "shops": "rejected",
        "garage": "accepted",
    }
    for element in answer["elements"]:
        assert f'id="{element["name"]}"' in answer["svg"]
        assert element["text"] in LANE[element["start"] :]


def test_a_map_with_errors_keeps_the_last_picture(session):
    """The errors are reported with their fixes, and the page can still explain what it shows."""
    session.update(LANE)
    answer = session.update(LANE.replace("counterpoint shops", "countrpoint shops"))
    (error,) = [d for d in answer["diagnostics"] if d["severity"] == "error"]
    assert error["fixes"][0]["edits"][0]["replacement"] == "counterpoint"
    assert answer["svg"] is None
    assert session.explain("shops")["status"] == "rejected"


def test_a_statement_is_explained(session):
    """The explanation has the status, the reason, the relations and the sources."""
    session.update('source s "Book" { year: 2020 }\nclaim a "A" @s:3 { evidence b "B" @s:4 }\n')
    answer = session.explain("a")
    assert answer["status"] == "accepted"
    assert answer["because"] == [("because", "b")]
    assert answer["relations"] == [("Supported by", [("b",)])]
    assert answer["sources"]["s"]["title"] == "Book, 2020"
    assert session.explain("missing") is None


def test_nothing_is_drawn_or_explained_before_the_first_map(session):
    """The page may ask at any time."""
    assert session.explain("a") is None
    assert session.picture() is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_picture_to_download_is_that_of_the_command(session, path):
    """It has no marks of diagnostics."""
    text = path.read_text(encoding="utf-8")
    session.update(text)
    assert session.picture() == rendering.to_svg(load_bytes(text.encode()).map)


def test_other_files_and_settings_are_not_read(session, tmp_path, monkeypatch):
    """The result depends on the text alone."""
    (tmp_path / "other.argmap").write_text('claim b "B"\n', encoding="utf-8")
    (tmp_path / "argmap.toml").write_text("select = []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    answer = session.update('import "other.argmap"\nclaim a "A"\n')
    assert "does not exist" in answer["diagnostics"][0]["message"]


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "\x00", "{", '"', "\ud800", 'claim a "A" {' * 50, "}\n" * 500]
)
def test_any_text_is_answered(session, text):
    """The answer can be sent as JSON."""
    assert json.loads(json.dumps(session.update(text)))["count"] >= 0


def test_offsets_count_from_the_start_of_the_text(session):
    """A byte order mark counts as a character."""
    answer = session.update('\ufeffclaim a "A" { support b "B" }')
    assert 15 in {diagnostic["location"]["start"] for diagnostic in answer["diagnostics"]}


def test_deep_maps_are_refused(session):
    """Up to the limit, they are drawn."""
    assert session.update(nested(MAX_NESTING))["svg"]
    assert "nested more than" in session.update(nested(MAX_NESTING + 1))["refusal"]


def test_deep_maps_without_braces_are_refused(session):
    """The parser finds missing braces from the indentation."""
    lines = [" " * level + f'claim c{level} "C"' for level in range(2 * MAX_NESTING)]
    assert "nested more than" in session.update("\n".join(lines))["refusal"]


def test_long_texts_are_refused(session):
    """Up to the limit, they are checked."""
    assert "refusal" not in session.update("#" * MAX_CHARACTERS)
    assert "200,000" in session.update("#" * (MAX_CHARACTERS + 1))["refusal"]


def test_braces_in_texts_and_comments_are_not_nested():
    """Only those of declarations count."""
    text = 'claim a "{{{" { # {{{\n note: """ {{ \\" """ }\n' * 300
    assert brace_depth(text) == 1


def test_equal_indentation_is_one_level():
    """Only deeper lines are nested."""
    assert indentation_depth("a\n  b\n  c\n    d\n" * 100) == 3


@pytest.mark.parametrize("levels", [0, 1, 7, 3000])
def test_the_depth_of_a_tree_is_that_of_its_blocks(levels):
    """An empty block is no level; no recursion limits the depth."""
    text = nested(levels).replace("{\n}", "{ note: x }\n}")
    assert tree_depth(parse(SourceText("x", text)).items) == levels


def test_requests_are_answered_as_json():
    """The page calls one function."""
    engine = choose_engine("auto")
    handle = request_handler(lambda graph: engine([graph])[0])
    assert json.loads(handle("update", LANE))["svg"].startswith("<svg")
    assert json.loads(handle("explain", "lane"))["status"] == "accepted"
    assert json.loads(handle("picture", "")).startswith("<svg")


def test_a_failing_layout_is_a_message():
    """The other results are kept."""

    def fail(graph):
        raise RuntimeError("no memory")

    answer = json.loads(request_handler(fail)("update", LANE))
    assert answer["failure"] == "Graphviz failed: no memory"
    assert answer["elements"]
