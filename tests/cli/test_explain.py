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
def test_all_direct_reasons_are_listed(argmap):
    """The statement comes first, then all that is for and against it; what decides is unfolded."""
    outcome = argmap("explain", "map.argmap#bus")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "✓ bus: We should take the bus\n"
        "  is accepted: every attack on it fails\n"
        "  + because ✓ cheap: A ticket costs two francs\n"
        "  + it would be, because ✓ warm: It is warm inside\n"
        "  & and ✓ cold: It is cold outside\n"
        "    × but that is denied by ✓ coat: A coat would do\n"
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
    """Each is undecided because of the other; a rejected attack is folded."""
    write(
        "map.argmap",
        'claim a "A" { opposes: b }\n'
        'claim b "B" { opposes: a  counterpoint x "X" { counterpoint y "Y" } }\n',
    )
    assert argmap("explain", "map.argmap#b").stdout == (
        "? b: B\n"
        "  is undecided: it depends on an unresolved cycle of attacks\n"
        "  − against it may be ? a: A\n"
        "    − against it may be ? b: B (see above)\n"
        "  − against it would be ✗ x: X (and 1 more)\n"
        "\n--all shows the rest.\n"
    )


def test_a_rejected_attacker_does_not_decide_a_standard(argmap, write):
    """The successful attack comes first, not the rejected one that would weigh more."""
    write(
        "map.argmap",
        'claim c "C" { standard: preponderance  evidence "P" { confidence: 0.4 } }\n'
        'evidence strong "S" { opposes: c  confidence: 0.9  counterpoint "X" }\n'
        'evidence weak "W" { opposes: c  confidence: 0.5 }\n',
    )
    assert argmap("explain", "map.argmap#c").stdout == (
        "✗ c: C\n"
        "  is rejected: an attack on it succeeds\n"
        "  by preponderance: 0.40 for it, 0.50 against it\n"
        "  − against it ✓ weak: W\n"
        "  − against it would be ✗ strong: S (and 1 more)\n"
        "  + because ✓ P\n"
        "\n--all shows the rest.\n"
    )


# ---- The order and the number of reasons ---------------------------------------------------------


def test_what_carries_comes_first(argmap, write):
    """The reason without which the status changes comes first, wherever it is in the file."""
    write(
        "map.argmap",
        """claim c "C" { standard: preponderance
          claim wide "Wide" { confidence: 0.3 evidence "One" evidence "Two" evidence "Three" }
          evidence heavy "Heavy" { confidence: 0.9 }
          counterpoint k "K" { confidence: 0.4 }
        }""",
    )
    data = json.loads(argmap("explain", "map.argmap#c", "--format", "json").stdout)
    assert [(reason["id"], reason["decisive"]) for reason in data["reasons"]] == [
        ("heavy->c", True),
        ("wide->c", False),
        ("k->c", False),
    ]
    assert data["weights"] == {"standard": "preponderance", "for": 0.9, "against": 0.4}
    assert data["reasons"][2]["outweighed"] == {"how": "standard", "by": []}


def test_of_reasons_that_each_suffice_the_one_that_rests_on_most_comes_first(argmap, write):
    """The order of the file decides nothing."""
    small, large = 'evidence s "S"', 'claim l "L" { evidence "One" evidence "Two" }'
    for body in (f"{small} {large}", f"{large} {small}"):
        write("map.argmap", f'claim c "C" {{ {body} }}')
        output = argmap("explain", "map.argmap#c").stdout
        assert output.splitlines()[2] == "  + because ✓ l: L (and 2 more)"


MANY = 'claim c "C" {\n' + "\n".join(f'evidence e{n} "E{n}"' for n in range(14)) + "\n}\n"


def test_many_reasons_are_folded(argmap, write):
    """A count says how many are left out, and `--all` shows them."""
    write("map.argmap", MANY)
    output = argmap("explain", "map.argmap#c").stdout
    assert output.count("+ because") == 9
    assert "… and 5 more\n" in output
    complete = argmap("explain", "map.argmap#c", "--all").stdout
    assert complete.count("+ because") == 14
    assert "more" not in complete
    assert "--all" not in complete


def test_a_deep_explanation_is_not_indented_without_end(argmap, write):
    """From a depth of 40 on, the depth is a number."""
    depth = 60
    write("map.argmap", "".join(f'claim c{n} "C" {{ ' for n in range(depth)) + "}" * depth)
    last = argmap("explain", "map.argmap#c0").stdout.splitlines()[-1]
    assert last == "  " * 40 + "[59] + because ✓ c59: C"


@pytest.mark.usefixtures("bus")
def test_strengths_are_shown_only_on_request(argmap):
    """A rejected statement may be strong, which only confuses beside its verdict."""
    assert "strength" not in argmap("explain", "map.argmap#bus").stdout
    assert "strength" not in argmap("explain", "map.argmap#bus", "--format", "json").stdout
    output = argmap("explain", "map.argmap#bus", "--strength").stdout
    assert "✓ cheap: A ticket costs two francs (strength 0.50)" in output
    data = json.loads(argmap("explain", "map.argmap#bus", "--format", "json", "--strength").stdout)
    assert 0 < data["strength"] < 1


def test_the_lightest_set_that_is_enough_explains_accrual(argmap, write):
    """Of reasons that are added up, no more are in the tree than are needed."""
    write(
        "map.argmap",
        """claim c "C" { standard: accrual
          evidence a "A" { confidence: 0.4 }
          evidence b "B" { confidence: 0.5 }
          evidence d "D" { confidence: 0.6 }
          counterpoint k "K" { confidence: 0.65 }
        }""",
    )
    data = json.loads(argmap("explain", "map.argmap#c", "--format", "json").stdout)
    assert data["because"]["c"] == ["a->c", "b->c"]
    assert "by accrual: 0.88 for it, 0.65 against it" in argmap("explain", "map.argmap#c").stdout


# ---- Concessions, preferences, questions ---------------------------------------------------------

HEDGING = """claim harm "Hedging harms the alliance" {
  label: "Harm"
  evidence dissent "It gives an impression of dissent"
  concession useful "The line to Moscow has helped" { evidence grain "The grain deal" }
  concession refuted "It has never harmed" { counterpoint did "It has" }
  reason bonds {
    label: "The bonds are loose"
    outweighs: gas -> harm
    evidence syria "The two back opposite sides"
    concession old "That was years ago"
  }
  objection { evidence gas "A third of the gas is Russian" }
}
"""


def test_what_outweighs_each_objection_is_said(argmap, write):
    """Concessions are granted; a declared preference names what outweighs."""
    write("map.argmap", HEDGING)
    assert argmap("explain", "map.argmap#harm", "--all").stdout == (
        "✓ harm “Harm”: Hedging harms the alliance\n"
        "  is accepted: what holds against it is outweighed\n"
        "  + because: The bonds are loose\n"
        "    · ✓ syria: The two back opposite sides\n"
        "    × although ✓ old: That was years ago\n"
        "  + because ✓ dissent: It gives an impression of dissent\n"
        "  − although ✓ useful: The line to Moscow has helped\n"
        "    + because ✓ grain: The grain deal\n"
        "  − against it, but outweighed, ✓ gas: A third of the gas is Russian\n"
        "    > it is outweighed by ✓ syria: The two back opposite sides\n"
        "  − conceded, but rejected: ✗ refuted: It has never harmed\n"
        "    − against it ✓ did: It has\n"
    )


PROTOCOL = """question protocol "Which protocol?" {
  claim grpc "gRPC" { evidence fast "It is fast"  counterpoint proxy "It needs a proxy" }
  claim rest "REST" { evidence known "All have shipped it" }
  claim soap "SOAP"
}
"""


def test_a_question_is_explained_by_its_options(argmap, write):
    """The answer comes first; each other option says why it is not chosen."""
    write("map.argmap", PROTOCOL)
    expected = (
        "✓ protocol: Which protocol?\n"
        "  is answered by rest\n"
        "  ✓ rest: REST\n"
        "    is accepted: no other option prevails over it\n"
        "    + because ✓ known: All have shipped it\n"
        "  ✗ grpc: gRPC\n"
        "    is rejected: an attack on it succeeds\n"
        "    − against it ✓ proxy: It needs a proxy\n"
        "    + because ✓ fast: It is fast\n"
        "  ✗ soap: SOAP\n"
        "    is rejected: another option is accepted: `rest`; no reason is given for this one\n"
    )
    assert argmap("explain", "map.argmap#protocol").stdout == expected
    assert argmap("explain", "map.argmap").stdout == expected
    data = json.loads(argmap("explain", "protocol", "--format", "json").stdout)
    assert data["answer"] == {"accepted": ["rest"], "undecided": []}
    assert [option["status"] for option in data["options"]] == ["rejected", "accepted", "rejected"]


def test_an_option_is_explained_by_its_rivals(argmap, write):
    """Each does not stand, or is outweighed."""
    write("map.argmap", PROTOCOL)
    assert argmap("explain", "map.argmap#rest").stdout == (
        "✓ rest: REST\n"
        "  is accepted: no other option prevails over it\n"
        "  + because ✓ known: All have shipped it\n"
        "  ≠ another option is ✗ grpc: gRPC (and 1 more)\n"
        "    − against it ✓ proxy: It needs a proxy\n"
        "  ≠ another option is ✗ soap: SOAP\n"
        "    > no reason is given for it\n"
        "\n--all shows the rest.\n"
    )


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ('claim a "A" { evidence "E" } claim b "B" { evidence "F" }', "is open between a and b"),
        ('claim a "A" { counterpoint "E" }', "has no accepted option"),
        ('context c "C"', "has no options"),
        (
            'claim a "A" { evidence "E" outweighs: b } claim b "B" { evidence "F" }',
            "is answered by a",
        ),
    ],
)
def test_the_answer_to_a_question(argmap, write, options, answer):
    """It is the accepted option, or else that the question is open."""
    write("map.argmap", f'question q "Q?" {{ {options} }}')
    assert argmap("explain", "map.argmap#q").stdout.splitlines()[1].strip() == answer


def test_each_of_several_theses_is_explained(argmap, write):
    """In JSON they are a list."""
    write("map.argmap", 'map "M" { thesis: a, b }\nclaim a "A"\nclaim b "B"\n')
    assert argmap("explain", "map.argmap").stdout.count("is accepted") == 2
    data = json.loads(argmap("explain", "map.argmap", "--format", "json").stdout)
    assert [item["id"] for item in data] == ["a", "b"]


def test_a_question_can_be_drawn(argmap, write, tmp_path):
    """The picture shows its options and what decides about them."""
    write("map.argmap", PROTOCOL)
    assert argmap("explain", "map.argmap#protocol", "--picture", "q.svg").returncode == 0
    svg = (tmp_path / "q.svg").read_text(encoding="utf-8")
    assert "Which protocol?" in svg
    assert "It needs a proxy" in svg
    assert "THESIS" not in svg


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
