"""The three-way merge of maps: elements, comments, places, renames and conflicts."""

import pytest
from tests.cases_reader import Case
from tests.robustness.merges import failures_of, history, losses_of

from argmap.comparison.merge import ConflictReason, merge_texts
from argmap.comparison.merge.merge import choose_sides

BASE = """\
map "Should we build the lane?" { thesis: build }

# The main claim
claim build "We should build the lane" {
  # measured in 2023
  evidence safe "Separate lanes halve injuries"  # per kilometer
  claim cheap "It is cheap" { confidence: 0.5 }

  counterpoint trees "Trees must be felled" {
    counterpoint replanted "They are planted elsewhere"
  }
}
"""


def merged(ours, theirs, base=BASE, **options):
    """Merge, and check that the other direction has conflicts, too, or means the same."""
    assert not losses_of([base, ours, theirs])
    return merge_texts(
        base, ours, theirs, lambda t: Case("", {"map.argmap": t}).resolve(), **options
    )


def clean(ours, theirs, base=BASE):
    """Return the text of a merge without conflicts."""
    merge = merged(ours, theirs, base)
    assert merge is not None
    assert not merge.conflicts
    return merge.text


def replaced(*pairs, text=BASE):
    """Return the text with replacements, each of which changes something."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


CHEAP = '  claim cheap "It is cheap" { confidence: 0.5 }\n'
SAFE = '  # measured in 2023\n  evidence safe "Separate lanes halve injuries"  # per kilometer\n'
FAST = '  claim fast "It is faster"\n'
QUIET = '  # at night\n  claim quiet "It is quiet"  # measured\n'


# ---- Additions and removals --------------------------------------------------------------------


def test_two_insertions_at_one_place_do_not_conflict():
    """The order of siblings has no meaning; comments come along, and the rest stays as it is."""
    text = clean(replaced((CHEAP, FAST + CHEAP)), replaced((CHEAP, QUIET + CHEAP)))
    assert text == replaced((CHEAP, FAST + QUIET + CHEAP))


def test_an_insertion_into_a_statement_without_a_block():
    """The block is added after the statement, and before its comment."""
    theirs = replaced(
        ("  # per kilometer", ' {  # per kilometer\n    claim studies "Ten studies"\n  }')
    )
    text = clean(replaced((CHEAP, FAST + CHEAP)), theirs)
    assert text == replaced((CHEAP, FAST + CHEAP), text=theirs)


def test_an_insertion_into_a_block_on_one_line():
    """The block is broken into lines."""
    theirs = replaced(
        ("{ confidence: 0.5 }", '{ confidence: 0.5 tags: money claim grant "A grant" }')
    )
    text = clean(replaced(("injuries", "accidents")), theirs)
    assert '    confidence: 0.5\n    tags: money\n    claim grant "A grant"\n  }\n' in text


def test_an_insertion_has_the_indentation_of_its_place():
    """Also a text of several lines, if one side indents more than the other."""
    added = '  claim more """\n    More\n    lines\n  """ { tags: x }\n'
    ours = "\n".join(" " * (len(line) - len(line.lstrip())) + line for line in BASE.split("\n"))
    text = clean(ours, replaced((CHEAP, added + CHEAP)))
    expected = '    claim more """\n      More\n      lines\n    """ { tags: x }\n'
    assert text == replaced(("    claim cheap", expected + "    claim cheap"), text=ours)


def test_a_removal_beside_another_change():
    """An element is removed with its comments."""
    text = clean(replaced((SAFE, "")), replaced(("0.5", "0.7")))
    assert text == replaced((SAFE, ""), ("0.5", "0.7"))


def test_both_add_the_same():
    """It is added once."""
    both = replaced((CHEAP, FAST + CHEAP))
    text = clean(replaced(("0.5", "0.7"), text=both), replaced(("Trees", "Old trees"), text=both))
    assert text == replaced(("0.5", "0.7"), ("Trees", "Old trees"), text=both)


def test_a_removed_element_that_the_other_side_changed():
    """The conflict contains the changed element, and nothing."""
    merge = merged(replaced((CHEAP, "")), replaced(("0.5", "0.7")))
    assert [(c.name, c.reason) for c in merge.conflicts] == [
        ("claim `cheap`", ConflictReason.REMOVED_BY_OURS)
    ]
    changed = replaced(("0.5", "0.7"))
    assert choose_sides(merge.text) == (replaced((CHEAP, "")), changed)
    assert (
        '=======\n  claim cheap "It is cheap" { confidence: 0.7 }\n>>>>>>> theirs\n' in merge.text
    )


@pytest.mark.parametrize(
    "use",
    [
        'claim new "New" { supports: safe }\n',
        'claim new "New" { undercuts: safe -> build }\n',
        'question q "Which?" { options: safe }\n',
    ],
)
def test_a_removed_element_that_the_other_side_uses(use):
    """A new reference to it is a conflict with its removal."""
    merge = merged(replaced((SAFE, "")), BASE + use)
    assert [c.reason for c in merge.conflicts] == [ConflictReason.REMOVED_BY_OURS]
    assert merge.text.endswith(use)


def test_a_removed_source_that_the_other_side_cites():
    """A citation is a use, too."""
    base = BASE + 'source study "A study"\nclaim c "Cited" @study:1\n'
    merge = merged(
        replaced(
            ('source study "A study"\nclaim c "Cited" @study:1', 'claim c "Cited"'), text=base
        ),
        replaced(('lanes halve injuries"', 'lanes halve injuries" @study:4'), text=base),
        base,
    )
    assert ("source `study`", ConflictReason.REMOVED_BY_OURS) in [
        (c.name, c.reason) for c in merge.conflicts
    ]


# ---- Values ------------------------------------------------------------------------------------


def test_different_parts_of_one_head():
    """Each part is from the side that changed it: kind, text, citations, attributes."""
    base = BASE + 'source s "S"\nsource r "R"\n'
    ours = replaced(('claim cheap "It is cheap"', 'assumption cheap "It is cheap" @s:1'), text=base)
    theirs = replaced(('cheap "It is cheap"', 'cheap "It is quite cheap" @r:2'), text=base)
    text = clean(ours, theirs, base)
    assert '  assumption cheap "It is quite cheap" @r:2 @s:1 { confidence: 0.5 }\n' in text


def test_two_values_for_one_attribute():
    """Only the attribute is between the markers, and each version is valid."""
    merge = merged(replaced(("0.5", "0.6")), replaced(("0.5", "0.7")))
    lines = "<<<<<<< ours\n    confidence: 0.6\n=======\n    confidence: 0.7\n>>>>>>> theirs\n"
    assert f'  claim cheap "It is cheap" {{\n{lines}  }}\n' in merge.text
    (conflict,) = merge.conflicts
    assert (conflict.line, conflict.name) == (8, "`confidence:` of claim `cheap`")
    assert conflict.reason is ConflictReason.VALUES


def test_two_values_for_a_new_attribute():
    """An attribute that takes one value does not get both."""
    base = replaced((" { confidence: 0.5 }", " { note: N }"))
    sides = [replaced(("note: N", f"note: N confidence: {n}"), text=base) for n in (0.6, 0.7)]
    merge = merged(*sides, base)
    assert [side.count("confidence") for side in choose_sides(merge.text)] == [1, 1]
    assert "0.6, 0.7" not in merge.text
    assert [conflict.reason for conflict in merge.conflicts] == [ConflictReason.VALUES]


def test_two_texts_for_one_statement():
    """Only the line of the statement is between the markers; what is in its block is merged."""
    ours = replaced(("We should build", "We ought to build"))
    theirs = replaced(("We should build", "We must build"), ("0.5", "0.7"))
    merge = merged(ours, theirs)
    assert choose_sides(merge.text) == (replaced(("0.5", "0.7"), text=ours), theirs)
    assert merge.text.count("\n<<<<<<<") == 1


def test_lists_of_values_are_merged():
    """Each value is added or removed by itself; two replacements of one value are a conflict."""
    base = replaced(("confidence: 0.5", "tags: a, b"))
    added = clean(
        replaced(("a, b", "a, b, c"), text=base), replaced(("a, b", "a, d"), text=base), base
    )
    assert "{ tags: a, d, c }" in added or "{ tags: a, c, d }" in added
    gone = clean(
        replaced(("a, b", "a"), text=base), replaced((" { tags: a, b }", ""), text=base), base
    )
    assert gone == replaced((" { tags: a, b }", ""), text=base)
    merge = merged(
        replaced(("a, b", "a, x"), text=base), replaced(("a, b", "a, y"), text=base), base
    )
    assert [c.reason for c in merge.conflicts] == [ConflictReason.VALUES]


def test_the_length_of_markers():
    """Git asks for longer markers in the merge of common versions."""
    merge = merged(replaced(("0.5", "0.6")), replaced(("0.5", "0.7")), marker_size=11)
    assert f"\n{'<' * 11} ours\n" in merge.text
    assert f"\n{'=' * 11}\n" in merge.text


# ---- Comments and layout -----------------------------------------------------------------------


def test_comments_of_both_sides_are_kept():
    """Above an element, at the end of its line, and at the end of a block."""
    ours = replaced(
        ("  # measured in 2023\n", "  # measured in 2023\n  # of ours\n"),
        ("# per kilometer", "# per mile"),
        ('elsewhere"\n', 'elsewhere"\n    # end of ours\n'),
    )
    theirs = replaced(
        ("  # measured in 2023\n", "  # of theirs\n  # measured in 2024\n"),
        ("# per kilometer", "# per day"),
        ('elsewhere"\n', 'elsewhere"\n    # end of theirs\n'),
    )
    text = clean(ours, theirs)
    for comment in (
        "of ours",
        "of theirs",
        "measured in 2024",
        "per mile",
        "per day",
        "end of ours",
        "end of theirs",
    ):
        assert text.count(f"# {comment}\n") == 1
    assert "2023" not in text


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("  # per mile", "", ["per mile"]),
        ("  # per mile", "  # per kilometer", ["per mile"]),
        ("", "  # per kilometer", []),
        ("  # per mile", "  # per trip", ["per mile", "per trip"]),
    ],
)
def test_a_comment_at_the_end_of_a_line(ours, theirs, expected):
    """A comment that a side changed is kept, even if the other side removed it."""
    sides = [replaced(("  # per kilometer", comment)) for comment in (ours, theirs)]
    for one, other in (sides, sides[::-1]):
        text = clean(one, other)
        words = [word for word in ("per kilometer", "per mile", "per trip") if word in text]
        assert words == expected


def test_a_comment_above_two_insertions_is_kept_once():
    """Both sides insert an element below the comment, so it is not of the element after it."""
    base = replaced(("  # measured in 2023\n", "  # Evidence\n\n"))
    first = replaced(("  # Evidence\n\n", "  # Evidence\n" + FAST), text=base)
    second = replaced(("  # Evidence\n\n", "  # Evidence\n" + QUIET), text=base)
    assert clean(first, second, base).count("# Evidence") == 1


def test_formatting_is_no_conflict_with_a_change():
    """One side changes the layout of all elements, the other one a value."""
    ours = replaced((" { confidence: 0.5 }", " {\n      confidence:   0.5\n  }"))
    assert clean(ours, replaced(("It is cheap", "It is affordable"))) == replaced(
        ("It is cheap", "It is affordable"), text=ours
    )


@pytest.mark.parametrize("side", [0, 1])
def test_line_ends(side):
    """The line ends are those that one side changed to, or else those of all."""
    sides = [replaced(("0.5", "0.7")), replaced(("Trees", "Old trees"))]
    expected = replaced(("0.5", "0.7"), ("Trees", "Old trees")).replace("\n", "\r\n")
    sides[side] = sides[side].replace("\n", "\r\n")
    assert clean(*sides) == expected
    windows = [text.replace("\n", "\r\n").replace("\r\r", "\r") for text in (*sides, BASE)]
    assert clean(*windows) == expected


# ---- Places ------------------------------------------------------------------------------------


def test_a_move_beside_a_change_of_the_moved_element():
    """The changed element is at its new place, with its comments."""
    moved = replaced(
        (SAFE, ""), ('elsewhere"\n', 'elsewhere"\n  ' + SAFE.replace("\n  ", "\n    "))
    )
    text = clean(moved, replaced(("halve", "reduce")))
    assert text == replaced(("halve", "reduce"), text=moved)
    assert text == clean(replaced(("halve", "reduce")), moved)


def test_two_moves_to_different_places():
    """The element is at both places, each between markers."""
    base = BASE + 'claim a "A"\nclaim b "B"\n'
    ours = replaced((SAFE, ""), ('claim a "A"', f'claim a "A" {{\n{SAFE}}}'), text=base)
    theirs = replaced((SAFE, ""), ('claim b "B"', f'claim b "B" {{\n{SAFE}}}'), text=base)
    merge = merged(ours, theirs, base)
    assert {c.reason for c in merge.conflicts} == {ConflictReason.MOVED}
    assert [text.replace(" {\n}", "") for text in choose_sides(merge.text)] == [ours, theirs]


def test_elements_that_are_moved_into_each_other():
    """Only lines can be merged then."""
    base = 'claim t "T" {\n  claim a "A one"\n  claim b "B two"\n}\n'
    ours = 'claim t "T" {\n  claim a "A one" {\n    claim b "B two"\n  }\n}\n'
    theirs = 'claim t "T" {\n  claim b "B two" {\n    claim a "A one"\n  }\n}\n'
    assert merged(ours, theirs, base) is None


def test_a_new_section_around_changed_statements():
    """Statements follow into the section that the other side wraps around them."""
    theirs = BASE.replace("# The main claim\n", 'section "Main" {\n# The main claim\n') + "}\n"
    text = clean(replaced(("0.5", "0.7")), theirs)
    assert "confidence: 0.7" in text
    assert 'section "Main" {' in text


# ---- Renames -----------------------------------------------------------------------------------


def test_a_rename_beside_a_new_reference():
    """The new reference has the new id: in relations, in arrows, in citations."""
    use = 'claim new "New" { supports: safe undercuts: cheap -> build }\n'
    ours = replaced(("evidence safe", "evidence safety"), ("thesis: build", "thesis: lane"))
    ours = replaced(("claim build", "claim lane"), text=ours)
    assert clean(ours, BASE + use) == ours + use.replace("safe", "safety").replace(
        "> build", "> lane"
    )
    merge = merged(BASE + use, ours)
    assert dict(merge.renamed) == {"safe": "safety", "build": "lane"}


def test_two_renames_of_one_element():
    """The declaration is a conflict; the references have the id of ours."""
    use = 'claim new "New" { supports: safe }\n'
    merge = merged(
        replaced(("safe", "safety"), text=BASE + use),
        replaced(("safe", "injuries-halve"), text=BASE),
        BASE,
    )
    assert [c.name for c in merge.conflicts] == ["evidence `safety`"]
    assert merge.text.endswith("supports: safety }\n")


def test_a_rename_to_an_id_that_the_other_side_adds():
    """Two elements cannot have one id."""
    merge = merged(replaced(("safe", "fast")), replaced((CHEAP, CHEAP + FAST)))
    assert [c.reason for c in merge.conflicts] == [ConflictReason.SAME_ID]


def test_words_of_attributes_are_no_references():
    """`thesis: none` stays, whatever is renamed."""
    base = 'map "M" { thesis: none }\nclaim none2 "N" { confidence: likely }\nclaim likely "L"\n'
    text = clean(
        replaced(("claim likely", "claim probable"), text=base), base + 'claim x "X"\n', base
    )
    assert 'claim none2 "N" { confidence: likely }\nclaim probable "L"\n' in text


# ---- Properties --------------------------------------------------------------------------------

HISTORIES, CHUNKS = 240, 8


@pytest.mark.parametrize("first", range(0, HISTORIES, HISTORIES // CHUNKS))
def test_random_histories(first):
    """Nothing is lost, the result is valid outside of the markers, and both directions agree."""
    for seed in range(first, first + HISTORIES // CHUNKS):
        texts = history(seed)
        assert not failures_of(texts), f"history({seed})"


def test_equal_versions():
    """If one side changed nothing, the result is the other side, byte by byte."""
    untidy = replaced(("  claim cheap", "\tclaim   cheap"))
    assert clean(untidy, BASE) == clean(BASE, untidy) == clean(untidy, untidy) == untidy


def test_a_syntax_error():
    """Only lines can be merged."""
    assert merged(replaced(('"It is cheap"', '"It is cheap')), replaced(("0.5", "0.7"))) is None


@pytest.mark.parametrize("depth", [1_500])
def test_a_deep_map(depth):
    """No recursion limits the depth."""

    def nested(text):
        heads = "".join(f'claim s{i} "Statement {i}" {{ ' for i in range(depth))
        return f"{heads}{text}{'}' * depth}\n"

    base = nested('claim end "End" ')
    text = clean(nested('claim end "End" claim one "One" '), nested('claim end "The end" '), base)
    assert 'claim end "The end"' in text
    assert 'claim one "One"' in text


def test_a_similar_text_elsewhere_is_another_statement():
    """One side removes a statement and adds a similar one; changes are not given to the latter."""
    ours = replaced(
        (CHEAP, ""), ('elsewhere"\n', 'elsewhere"\n    claim low "It is quite cheap"\n')
    )
    merge = merged(ours, replaced(("0.5", "0.7")))
    assert [c.reason for c in merge.conflicts] == [ConflictReason.REMOVED_BY_OURS]
    assert 'claim low "It is quite cheap"\n' in merge.text


def test_a_former_id_names_the_same_statement():
    """With `was:`, an element may get another id and another text at once."""
    ours = replaced(('claim cheap "It is cheap" {', 'claim low "The costs are low" { was: cheap'))
    assert clean(ours, replaced(("0.5", "0.7"))) == replaced(("0.5", "0.7"), text=ours)


# ---- Relations in attributes -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("{ supports: a }", "{ supports: a confidence: 0.5 }"),
        ("{ supports: a }", "{ opposes: a }"),
        ("{ supports: a, c }", "{ supports: a }"),
    ],
)
def test_a_relation_beside_a_statement_that_is_rewritten(ours, theirs):
    """A relation is no declaration; the statement without an id is another one."""
    text = 'claim a "A"\nclaim c "C" {{ assumption "{}" }}\nclaim b "B" {}\n'
    old = "Trees must be felled for it"
    base = text.format(old, "{ supports: a }")
    merge = merged(text.format("Ferries carry more people", ours), text.format(old, theirs), base)
    assert not merge.conflicts
    changed = theirs if theirs != "{ supports: a }" else ours
    expected = text.format("Ferries carry more people", changed)
    assert merge.text.split() == expected.split()


def test_nesting_that_becomes_an_attribute():
    """Beside a statement that is rewritten, and a change of what was nested."""
    base = 'claim a "A" {\n  claim b "B"\n}\nassumption "Trees must be felled"\n'
    ours = 'claim a "A"\nclaim b "B" { supports: a }\nassumption "Ferries carry more"\n'
    merge = merged(ours, base.replace('"B"', '"B2"'), base)
    assert not merge.conflicts
    assert merge.text == ours.replace('"B"', '"B2"')


# ---- Lists of values ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("a, b", "a, b, c", "a, b", "a, b, c"),
        ("a, b, c", "a, c", "b, c", "c"),
        ("a, b, c", "c, b, a", "a, b, c, d", "c, d, b, a"),
        ("a, b", "x, a, b", "a, b, y", "x, a, b, y"),
        ("a, b", "a, z, b", "a, y, b", "a, y, z, b"),
        ("a, b", "a, z, b", "a, z, y, b", "a, z, y, b"),
        ("a, b", "a, b, c", "c, a, b", "c, a, b"),
        ("a, b, c", "a, c", "a, b, c, d", "a, c, d"),
        ("a, b", "b, x", "a, b, y", "b, x, y"),
        ("a, b", "x, b", "a, y", "x, y"),
        ("a, b", "x, b", "y, b", None),
        ("a, b", "x, b", "x, y, b", "x, y, b"),
        ("a", "b", "b", "b"),
    ],
)
def test_the_merged_list(base, ours, theirs, expected):
    """The same in both directions; None is a conflict."""

    def tagged(tags: str) -> str:
        return f'claim a "A" {{ tags: {tags} }}\n'

    for sides in ((ours, theirs), (theirs, ours)):
        merge = merged(*map(tagged, sides), tagged(base))
        found = None if merge.conflicts else merge.text
        assert found == (None if expected is None else tagged(expected))


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ('claim a2 "A" @s:1', 'claim a "B" @s:1', 'claim a2 "B" @s:1'),
        ('claim a "B" @s:1', 'claim a2 "A" @s:1', 'claim a2 "B" @s:1'),
        ('evidence a "A" @s:1', 'claim a "B" @s:1', 'evidence a "B" @s:1'),
        ('claim a "A" @s:1 @s:2', 'claim a "A" @s:1 @s:3', 'claim a "A" @s:1 @s:2 @s:3'),
        ('claim a "A" @s:1 "q"', 'claim a "B" @s:1', 'claim a "B" @s:1 "q"'),
        ('claim a "A"', 'claim a "B" @s:1', 'claim a "B"'),
        ('claim a "B" @s:1', 'claim a "A"', 'claim a "B"'),
        ('claim  a  "A"  @s:1', 'claim a "B" @s:1', 'claim a "B" @s:1'),
        ('claim a "A" @s:1', 'claim  a  "A"  @s:1', 'claim  a  "A"  @s:1'),
    ],
)
def test_the_merged_head(ours, theirs, expected):
    """Each part is that of the side that changed it."""
    text = 'source s "S"\n{}\n'
    base = text.format('claim a "A" @s:1')
    merge = merged(text.format(ours), text.format(theirs), base)
    assert not merge.conflicts
    assert merge.text == text.format(expected)
