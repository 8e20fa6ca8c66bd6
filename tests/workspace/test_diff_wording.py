"""The words of `argmap diff`: a line for each kind of change, its cause, and limits of lists."""

import html
from contextlib import ExitStack

import pytest

from argmap.workspace.diff import diff_versions, open_versions
from argmap.workspace.diff.formats import get_format

MAP = """\
map "Lane" { thesis: build }
source s "Study"
section costs "Costs" {
  context roads "There are two roads"
}
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:1 "by half"
  reason both { claim cheap "It is cheap" assumption fast "It is fast" }
  counterpoint cost "It costs too much" { counterpoint pays "The state pays" }
  assumption "A road is needed"
}
claim rival "Build a tram" { contradicts: build }
question when "When is it built?" { claim soon "This year" claim later "Next year" }
"""


@pytest.fixture
def difference(maps):
    """Return a function that returns the difference of two texts in a format, without escapes."""

    def compare(old: str, new: str, format_: str = "markdown") -> list[str]:
        maps(old=old, new=new)
        with ExitStack() as stack:
            diff = diff_versions(*open_versions(("old.argmap", "new.argmap"), stack))
        text = html.unescape(get_format(format_).write(diff, color=False))
        return text.replace("<code>", "`").replace("</code>", "`").splitlines()

    return compare


def changes(lines: list[str]) -> list[str]:
    """Return the lines of the folded list."""
    begin = next((n for n, line in enumerate(lines) if line.startswith("<details>")), len(lines))
    return [line.removeprefix("- ") for line in lines[begin:] if line.startswith("- ")]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("evidence safe", "assumption safe", ["assumption `safe`: was evidence"]),
        (
            'half" @',
            'a third" @',
            ["evidence `safe`: Crashes fell by <del>half</del><ins>a third</ins>"],
        ),
        ('1 "by half"', "2", ["evidence `safe`: cites s:2 instead of s:1 “by half”"]),
        (' @s:1 "by half"', "", ["evidence `safe`: cites no source instead of s:1 “by half”"]),
        (
            'cheap"',
            'cheap" { confidence: 0.5 tags: a, b }',
            ["claim `cheap`: confidence: none → 0.5; tags: none → a, b"],
        ),
        (
            'counterpoint pays "The state pays"',
            'counterpoint loan "A loan"',
            ["new: counterpoint `loan` “A loan”", "removed: counterpoint `pays` “The state pays”"],
        ),
        ("{ contradicts: build }", "", ["removed: `rival` contradicts `build`"]),
        ("contradicts:", "outweighs: cost contradicts:", ["new: `rival` outweighs `cost`"]),
        (
            'fast "It is fast"',
            'fast "It is fast" counterpoint u "Not always"',
            [
                "new: counterpoint `u` “Not always”",
                ("`cheap` and `fast` together support `build`, undercut by `u` "
                "(before: `cheap` and `fast` together support `build`)"),
            ],
        ),
        (
            'claim cheap "It is cheap"',
            "",
            [
                "removed: claim `cheap` “It is cheap”",
                "`fast` supports `build` (before: `cheap` and `fast` together support `build`)",
            ],
        ),
        (
            "reason both",
            "objection both",
            [
                ("`cheap` and `fast` together attack `build` "
                "(before: `cheap` and `fast` together support `build`)")
            ],
        ),
        ("thesis: build", "thesis: rival", ["thesis: build → rival"]),
        ("thesis:", "date: 2024-01-02 thesis:", ["date: none → 2024-01-02"]),
        ('"Costs"', '"Money"', ["section “Money”: <del>Costs</del><ins>Money</ins>"]),
        ("context roads", "context ways", ["`roads` is now called `ways`"]),
        (
            '"Study"',
            '"Survey" { year: 2020 }',
            ["source `s`: <del>Study</del><ins>Survey</ins>; year: none → 2020"],
        ),
        ('"Study"', '"Study" source t "Table"', ["new: source `t` “Table”"]),
        (
            'claim rival "Build a tram" { contradicts: build }',
            'section part "A part" { claim rival "Build a tram" { contradicts: build } }',
            [
                "claim `rival`: moved from the top level to section “A part”",
                "new: section “A part” “A part”",
            ],
        ),
        (
            '  context roads "There are two roads"\n}',
            '}\ncontext roads "There are two roads"',
            ["context `roads`: moved from section “Costs” to the top level"],
        ),
        (
            '  context roads "There are two roads"\n}\nclaim build "Build the lane" {',
            '}\nclaim build "Build the lane" { context roads "There are two roads"',
            ["context `roads`: moved from section “Costs” to `build`"],
        ),
        (
            "A road is",
            "A bridge is",
            [
                ("assumption “A bridge is needed”: "
                "A <del>road</del><ins>bridge</ins> is needed")
            ],
        ),
        ('  assumption "A road is needed"\n', "", ["removed: assumption “A road is needed”"]),
        ("claim cheap", "# A comment\n claim cheap", []),
    ],
)  # fmt: skip
def test_a_change_is_one_line(difference, before, after, expected):
    """Each line says what was before, if it is not in the other lines."""
    assert before in MAP
    assert changes(difference(MAP, MAP.replace(before, after))) == expected


CAUSES = 'map "C" { thesis: a }\nclaim a "A" { contradicts: c }\nclaim c "C"\nclaim b "B"\n'


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ('"A" {', '"A" { counterpoint x "X"', "counterpoint `x` is new"),
        (" { contradicts: c }", "", "that `a` contradicts `c` is removed"),
        ('claim b "B"', 'claim b "B" { supports: a opposes: c }', "that `b` attacks `c` is new"),
        ("contradicts: c", "outweighs: c contradicts: c", "that `a` outweighs `c` is new"),
        (
            'claim c "C"',
            'claim c "C" { counterpoint "An unnamed one" }',
            "counterpoint “An unnamed one” is new",
        ),
    ],
)
def test_the_cause_of_a_flip_is_a_clause(difference, before, after, cause):
    """In the last column of the table of verdicts."""
    assert before in CAUSES
    rows = [line for line in difference(CAUSES, CAUSES.replace(before, after)) if "| `a` |" in line]
    assert len(rows) == 1
    assert cause in rows[0]


def test_a_statement_of_another_kind_is_a_cause(difference):
    """It says what the statement was."""
    old = 'map "C" { thesis: a }\nclaim a "A" { claim b "B" }\n'
    (row,) = [
        line
        for line in difference(old, old.replace("claim b", "counterpoint b"))
        if "| `a` |" in line
    ]
    assert "`b` attacks `a`; before, `b` supports `a`" in row


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", 'counterpoint x "X"', "open between `c` and `d`; now it is answered by `d`"),
        ('counterpoint x "X"', "", "answered by `d`; now it is open between `c` and `d`"),
    ],
)
def test_an_answer_in_words(difference, old, new, words):
    """With the words of both versions."""
    question = 'question q "Which?" {{ claim c "C" {{ {} }} claim d "D" }}\n'
    lines = difference(question.format(old), question.format(new))
    assert f"❔ **Which?** was {words}." in lines


@pytest.mark.parametrize("format_", ["markdown", "text"])
@pytest.mark.parametrize("reverse", [False, True], ids=["forwards", "backwards"])
def test_everything_at_once(difference, format_, reverse, snapshot):
    """The thesis first, with the chains that decide it; then verdicts, findings and changes."""
    new = MAP
    for before, after in (
        (' { counterpoint pays "The state pays" }', ""),
        ('soon "This year"', 'soon "This year" { counterpoint wet "It rains" }'),
        ("Crashes fell by half", "Crashes fell by a third"),
        ("context roads", "context ways"),
        ('  assumption "A road is needed"\n', ""),
        ('source s "Study"', 'source s "Study" { year: 2020 }'),
    ):
        assert before in new
        new = new.replace(before, after)
    versions = (new, MAP) if reverse else (MAP, new)
    assert "\n".join(difference(*versions, format_)) == snapshot


@pytest.mark.parametrize("format_", ["markdown", "text", "html"])
@pytest.mark.parametrize(
    ("head", "is_said"), [('map "M" { thesis: build }', True), ('map "M" { thesis: none }', False)]
)
def test_the_thesis_may_stay_the_same(difference, format_, head, is_said):
    """The text says so if other verdicts flip, the others if none does; a neutral map has none."""
    text = head + MAP.partition("\n")[2]
    for before, after in (
        ("fell by half", "fell by a third"),
        ('cheap "It is cheap"', 'cheap "It is cheap" { counterpoint no "It is not" }'),
    ):
        lines = "\n".join(difference(text, text.replace(before, after), format_))
        sentence = "The verdict on the thesis stays the same."
        is_shown = (f"<p>{sentence}</p>" if format_ == "html" else sentence) in lines
        assert is_shown == (is_said and (format_ == "text") == ("cheap" in before)), before


def test_the_table_of_a_page(difference):
    """A row for each verdict that flips, and the names of maps that only one version has."""
    new = MAP.replace(' { counterpoint pays "The state pays" }', "")
    page = "\n".join(difference(MAP, new, "html"))
    cells = ["the thesis build: Build the lane", "undecided", "rejected"]
    row = "".join(f"<td>{cell}</td>" for cell in cells).replace("build:", "`build`:")
    assert f"<tr>{row}<td>counterpoint `pays` is removed</td></tr>" in page
    assert page.count("<tr>") == 1 + 3
    assert 'data-old="old.argmap" data-new="new.argmap"' in page
    assert '[id="d1-card-pays"]' in page


@pytest.mark.parametrize("format_", ["markdown", "text", "json"])
def test_all_kinds_of_elements(difference, format_, snapshot):
    """Sources, sections, questions, contexts, relations and the map itself."""
    new = MAP
    for before, after in (
        ("thesis: build", "date: 2024-01-02 thesis: build"),
        ('"Study"', '"Survey" { year: 2020 } source t "Table"'),
        ('section costs "Costs"', 'section costs "Money"'),
        ("context roads", "context ways"),
        ('claim build "Build', 'section part "A part" { claim build "Please build'),
        ("evidence safe", "assumption safe"),
        ('@s:1 "by half"', "@s:2"),
        ('cheap "It is cheap"', 'cheap "It is cheap" { confidence: 0.5 tags: a, b }'),
        ('fast "It is fast"', 'fast "It is fast" counterpoint u "Not always"'),
        ('  assumption "A road is needed"\n}', 'assumption "Bridges stand" } }'),
        ("{ contradicts: build }", "{ outweighs: cost note: N }".replace("N", '"N"')),
        ('claim later "Next year"', 'claim never "Never at all"'),
    ):
        assert before in new, before
        new = new.replace(before, after)
    assert "\n".join(difference(MAP, new, format_)) == snapshot


@pytest.mark.parametrize(("count", "rest"), [(29, []), (121, ["82", "80"])])
def test_long_lists_of_the_text_are_cut(difference, count, rest):
    """The number of lines that are left out is shown."""
    lines = difference(attacked(1), attacked(count), "text")
    assert [line.split()[2] for line in lines if line.lstrip().startswith("…")] == rest


def attacked(count: int, attack: str = "") -> str:
    statements = "".join(f'  claim c{n} "Claim {n}" {{ {attack} }}\n' for n in range(count))
    return f'map "M" {{ thesis: t }}\nclaim t "T" {{\n{statements}}}\n'


@pytest.mark.parametrize(
    ("old", "new", "rest"),
    [
        (attacked(29), attacked(29, 'counterpoint "X"'), []),  # 30 verdicts, with the thesis
        (
            attacked(31),
            attacked(31, 'counterpoint "X"'),
            ["… and 2 more verdicts", "… and 2 more findings"],
        ),
        (attacked(1), attacked(29), []),  # 30 findings: a one-sided map, and 29 claims
        (
            attacked(1),
            attacked(121, 'evidence "X"'),
            ["… and 213 more findings", "… and 121 more changes"],
        ),
    ],
    ids=["30 verdicts", "32 verdicts", "30 findings", "241 changes"],
)
def test_long_lists_are_cut(difference, old, new, rest):
    """And what is left out is counted."""
    assert [line for line in difference(old, new) if line.startswith("…")] == rest


@pytest.mark.parametrize(("count", "rest"), [(6, ""), (8, "… and 2 more edits")])
def test_many_causes_are_counted(difference, count, rest):
    """Six edits are named."""
    old = attacked(count)
    lines = difference(old, attacked(count, 'counterpoint "X"'))
    (row,) = [line for line in lines if "| `t` |" in line]
    assert row.count("is new") == 6
    assert ("more edits" in row) == bool(rest)
    assert rest in row


@pytest.mark.parametrize(("count", "rest"), [(6, ""), (8, "; and 2 more")])
def test_alternative_causes_are_counted(difference, count, rest):
    """Each of several attacks is enough alone."""
    old = 'map "M" { thesis: t }\nclaim t "T"\n'
    attacks = " ".join(f'counterpoint k{n} "K{n}"' for n in range(count + 1))
    lines = difference(old, old.replace('"T"', f'"T" {{ {attacks} }}'))
    (row,) = [line for line in lines if "| `t` |" in line]
    assert "also enough alone: " in row
    assert row.count("is new") == 7
    assert row.count("; and ") == (1 if rest else 0)
    assert rest in row
