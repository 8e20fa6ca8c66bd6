"""Tests `argmap explain`: why a statement is accepted or rejected, as text and as a picture."""

import json

import pytest

BUS = """claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs"
  counterpoint late "It is always late" {
    counterpoint lane "It has a lane of its own"
  }
  reason {
    claim warm "It is warm inside"
    assumption cold "It is cold outside"
    counterpoint coat "A coat would do"
  }
}
"""


@pytest.fixture
def bus(write):
    write("map.argmap", BUS)


@pytest.mark.usefixtures("bus")
def test_the_tree_as_text(argmap):
    """The statement comes first, then what decides it, one line each."""
    outcome = argmap("explain", "map.argmap#bus")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "✓ bus: We should take the bus\n"
        "  is accepted: every attack on it fails\n"
        "  + because ✓ cheap: A ticket costs two francs\n"
        "  − against it would be ✗ late: It is always late\n"
        "    − against it ✓ lane: It has a lane of its own\n"
    )


@pytest.mark.usefixtures("bus")
def test_without_an_id_the_thesis_is_explained(argmap):
    """The thesis is what users ask about most."""
    assert argmap("explain", "map.argmap").stdout == argmap("explain", "map.argmap#bus").stdout


@pytest.mark.usefixtures("bus")
def test_the_tree_as_json(argmap):
    """It lists by id what each statement and inference depends on."""
    data = json.loads(argmap("explain", "map.argmap#late", "--format", "json").stdout)
    assert (data["id"], data["status"], data["reason"]) == ("late", "rejected", "attacked")
    assert data["because"] == {"late": ["lane->late"], "lane->late": ["lane"], "lane": []}


@pytest.mark.usefixtures("bus")
def test_the_tree_as_a_picture(argmap, tmp_path):
    """Only the deciding part is drawn, with the verdicts of the whole map; the title says so."""
    outcome = argmap("explain", "map.argmap#bus", "--picture", "why.svg")
    assert outcome.returncode == 0
    assert "wrote why.svg" in outcome.stderr
    svg = (tmp_path / "why.svg").read_text(encoding="utf-8")
    assert "Why bus is accepted" in svg
    assert "always late" in svg
    assert "REJECTED" in svg
    assert "warm inside" not in svg


@pytest.mark.usefixtures("bus")
def test_an_unknown_id_suggests_the_nearest(argmap):
    """Nothing is explained."""
    outcome = argmap("explain", "map.argmap#lat")
    assert outcome.returncode == 2
    assert "`map.argmap` has no statement `lat`" in outcome.stderr
    assert "did you mean `map.argmap#late`?" in outcome.stderr


@pytest.mark.parametrize("word", ["EVI301", "unsupported-claim"])
def test_a_rule_is_explained_by_its_manual_page(argmap, word):
    """The page equals the documentation, by code or name."""
    output = argmap("explain", word).stdout
    assert output.startswith("EVI301 unsupported-claim")
    assert "How to silence" in output


def test_an_undercut_is_explained(argmap, write):
    """An undercut inference fails although its premise is accepted."""
    write(
        "map.argmap",
        """claim fly "Tweety flies" { reason { evidence bird "Tweety is a bird"
        counterpoint not-all "Not every bird flies" } }""",
    )
    output = argmap("explain", "map.argmap#fly").stdout
    assert "is rejected: it has lost its support" in output
    assert "+ it would be, because ✓ bird: Tweety is a bird" in output
    assert "× but that is denied by ✓ not-all: Not every bird flies" in output


def test_a_cycle_is_explained_once(argmap, write):
    """Statements that only support each other have no ground, and the tree ends."""
    write("map.argmap", 'claim a "A" { supports: b } claim b "B" { supports: a }')
    output = argmap("explain", "map.argmap#a").stdout
    assert "is rejected: its support is circular" in output
    assert len(output.splitlines()) < 6


def test_two_claims_that_oppose_each_other(argmap, write):
    """Each is undecided because of the other, and a rejected attack is not shown."""
    write(
        "map.argmap",
        'claim a "A" { opposes: b }\n'
        'claim b "B" { opposes: a  counterpoint x "X" { counterpoint y "Y" } }\n',
    )
    assert argmap("explain", "map.argmap#b").stdout == (
        "? b: B\n"
        "  is undecided: it depends on an unresolved cycle of attacks\n"
        "  − against it would be ? a: A\n"
        "    − against it would be ? b: B (see above)\n"
    )


def test_a_rejected_attacker_does_not_decide_a_standard(argmap, write):
    """Only the successful attack is shown, not the rejected one that would weigh more."""
    write(
        "map.argmap",
        'claim c "C" { standard: preponderance  evidence "P" { confidence: 0.4 } }\n'
        'evidence strong "S" { opposes: c  confidence: 0.9  counterpoint "X" }\n'
        'evidence weak "W" { opposes: c  confidence: 0.5 }\n',
    )
    assert argmap("explain", "map.argmap#c").stdout == (
        "✗ c: C\n  is rejected: an attack on it succeeds\n  − against it ✓ weak: W\n"
    )


# ---- Names of statements and rules -------------------------------------------------------------


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    "words",
    [
        ["late"],
        ["map.argmap", "late"],
        ["map.argmap#late"],
        ["./map.argmap#late"],
        [".", "late"],
        [".#late"],
        ["#late"],
    ],
    ids=" ".join,
)
def test_a_statement_can_be_named_in_several_ways(run_in_process, words):
    """By id if there is one map, by map and id, or as MAP#ID."""
    outcome = run_in_process("explain", *words)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("✗ late: It is always late\n")


def test_a_map_from_standard_input_is_explained(argmap):
    """Its statements are named by id too."""
    outcome = argmap("explain", "-", "late", input=BUS)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("✗ late: ")
    outcome = argmap("explain", "-", "lat", "--stdin-filename", "new.argmap", input=BUS)
    assert "did you mean `new.argmap#late`?" in outcome.stderr


@pytest.mark.parametrize(
    "name", ["a map.argmap", "a#b.argmap", "müsli.argmap", "x.txt", "-a.argmap"]
)
def test_a_map_may_have_any_name(run_in_process, write, name):
    """Names may contain spaces, # and any script."""
    write(f"maps/{name}", BUS)
    for words in ([f"maps/{name}#late"], [f"maps/{name}", "late"]):
        outcome = run_in_process("explain", *words)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        assert outcome.stdout.startswith("✗ late: ")
    assert run_in_process("explain", f"maps/{name}").stdout.startswith("✓ bus: ")


def test_an_id_is_found_in_the_only_map_that_has_it(run_in_process, write, clean):
    """Other maps of the folder, and maps below it, do not matter."""
    write("one.argmap", clean)
    write("below/two.argmap", BUS)
    assert run_in_process("explain", "late").stdout.startswith("✗ late: ")
    assert run_in_process("explain", "street").stdout.startswith("✓ street: ")


def test_an_id_in_several_maps_lists_all_of_them(run_in_process, write):
    """Each is listed as MAP#ID, ready to type."""
    for number in range(7):
        write(f"m{number}.argmap", BUS)
    outcome = run_in_process("explain", "late")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "7 maps have a statement `late`; name one: `m0.argmap#late`, `m1.argm" in outcome.stderr
    assert outcome.stderr.rstrip().endswith("`m4.argmap#late` and 2 more")
    outcome = run_in_process("explain", ".")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "contains 7 maps; name one: `m0.argmap`" in outcome.stderr


def test_an_id_is_looked_up_in_the_project(argmap, write, tmp_path):
    """This happens when the current folder has no such statement."""
    write("argmap.toml", "")
    write("maps/map.argmap", BUS)
    write("notes/other.argmap", 'claim other "Other"\n')
    outcome = argmap("explain", "late", cwd=tmp_path / "notes")
    assert (outcome.returncode, outcome.stdout[:7]) == (0, "✗ late:")
    outcome = argmap("explain", "lat", cwd=tmp_path / "notes")
    assert "maps/map.argmap#late`?" in outcome.stderr


def test_an_id_of_an_imported_file_is_found_in_both_maps(run_in_process, write):
    """The qualified id is looked up in the importing map, the plain id in the imported file."""
    write("part.argmap", 'map "Part" { thesis: top }\nclaim top "Top" { assumption a "A" }\n')
    text = 'import "part.argmap" as p\nmap "M" { thesis: m }\nclaim m "M" { supported-by: p.top }\n'
    write("whole.argmap", text)
    assert run_in_process("explain", "p.top").stdout.startswith("✓ p.top: Top")
    assert run_in_process("explain", "top").stdout.startswith("✓ top: Top")


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("lat", "map.argmap#late"),
        ("cheep", "map.argmap#cheap"),
        ("unsuported-claim", "unsupported-claim"),
        ("LATE", "map.argmap#late"),
    ],
)
def test_an_unknown_word_suggests_the_nearest(run_in_process, word, meant):
    """It may be the id of a statement or the name of a rule."""
    outcome = run_in_process("explain", word)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert (
        f"`{word}` is not the id of a statement, or a rule; did you mean `{meant}`?"
        in outcome.stderr
    )


@pytest.mark.parametrize("word", ["late", "zzz", "part.late", "a" * 5_000, "\x1b[31m"])
def test_without_a_map_an_id_is_refused(run_in_process, word):
    """The message says that there is no map."""
    outcome = run_in_process("explain", word)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "no map in the current folder; write MAP#ID" in outcome.stderr
    assert "\x1b" not in outcome.stderr


@pytest.mark.parametrize(
    "word", ["evi301", "EVI301", "Unsupported-Claim", "single-point-of-failure"]
)
def test_a_rule_takes_precedence_over_a_statement(run_in_process, write, word):
    """The statement of the same name is still available as MAP#ID."""
    write("map.argmap", f'claim {word.lower()} "A"\n')
    assert "How to silence" in run_in_process("explain", word).stdout
    assert run_in_process("explain", f"map.argmap#{word.lower()}").stdout.startswith("✓ ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["late", "map.argmap"], "name the map first: argmap explain map.argmap late"),
        (["map.argmap", "late", "bus"], "`bus`: unexpected argument; write MAP ID, or MAP#ID"),
        (["nowhere.argmap"], "nowhere.argmap"),
        (["nowhere.argmap", "late"], "nowhere.argmap"),
        (["nowhere/late"], "nowhere/late"),
        (["EVI999"], "unknown rule `EVI999`"),
        ([""], "an empty name"),
        (["map.argmap", ""], "an empty name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("bus")
def test_an_unknown_name_is_wrong_usage(run_in_process, words, sentence):
    """The message says what to write."""
    outcome = run_in_process("explain", *words)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert sentence in outcome.stderr


# ---- Pictures ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize("name", ["why.svg", "why.html", "why.dot", "why.md", "a b/why.SVG"])
def test_a_picture_has_the_format_of_its_file_name(run_in_process, tmp_path, name):
    """It works as in `argmap render -o`."""
    outcome = run_in_process("explain", "bus", "--picture", name)
    assert outcome.returncode == 0
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "Why bus is accepted" in text
    assert "warm inside" not in text or name.endswith("html")


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize("name", ["why.jpg", "why", "map.argmap"])
def test_an_unknown_picture_format_is_refused(run_in_process, tree, name):
    """The known formats are listed, and nothing is written."""
    before = tree()
    outcome = run_in_process("explain", "bus", "--picture", name)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert f"`{name}`: unknown format; use one of these extensions: .svg, .html, " in outcome.stderr
    assert tree() == before


def test_a_picture_does_not_overwrite_a_source_text(run_in_process, write):
    """Files that the map cites are kept."""
    paper = write("paper.md", "It has rained.\n")
    write("map.argmap", 'source s "S" { text: "paper.md" }\nclaim a "A" { evidence e "E" @s:1 }\n')
    outcome = run_in_process("explain", "a", "--picture", "paper.md")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "`paper.md` is the text of the source `s`" in outcome.stderr
    assert paper.read_text(encoding="utf-8") == "It has rained.\n"
