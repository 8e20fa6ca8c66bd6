"""What is drawn, and what hangs where."""

import pytest

from argmap.rendering.scene import CardRef, LinkKind, Role, build_scene


@pytest.fixture
def scene_of(read):
    """Stage a map from its text."""
    return lambda text: build_scene(read(text))


def outline(scene):
    """Return each card's key, with the key of the card it hangs under."""
    return [
        (card.key, scene.cards[card.parent.card].key if card.parent else None)
        for card in scene.cards
    ]


def heads(scene):
    return {card.key: str(card.head) for card in scene.cards}


def test_each_role_has_its_word_and_sign(scene_of):
    """A card's head says what it does; only what defends the thesis is a rebuttal."""
    scene = scene_of("""
      map "m" { thesis: a }
      claim a "A" {
        claim b "B" { evidence deep "D" { claim deeper "E" } }
        assumption c "C"
        counterpoint d "D" { counterpoint e "E" { counterpoint f "F" } }
        claim k "K" { opposes: l }
        reason r { claim p "P"  claim q "Q"  counterpoint u "U" }
        objection o { claim s "S"  claim t "T" }
      }
      claim l "L"
      claim n "N" { opposes: l }
      counterpoint z "Z"
    """)
    assert heads(scene) == {
        "a": "● THESIS",
        "b": "+ REASON",
        "deep": "+ EVIDENCE",
        "deeper": "+ REASON",
        "c": "? ASSUMPTION",
        "d": "− COUNTERPOINT",
        "e": "− REBUTTAL",
        "f": "− COUNTERPOINT",
        "k": "+ REASON",
        "r": "+ REASON",
        "u": "× UNDERCUT",
        "o": "− OBJECTION",
        "l": "● CLAIM",
        "n": "− OBJECTION",
        "z": "− COUNTERPOINT",
    }


def test_what_speaks_against_an_objection_is_a_rebuttal(scene_of):
    """Whatever its kind, what attacks an attack defends; so does an attack on an undercut.

    What attacks a rebuttal is against the thesis again.
    """
    scene = scene_of("""
      map "m" { thesis: a }
      claim a "A" { claim p "P" }
      claim b "B" { opposes: a }
      claim c "C" { opposes: b }
      claim u "U" { undercuts: p -> a }
      claim d "D" { opposes: u }
      claim e "E" { opposes: p }
      claim f "F" { opposes: c, b }
    """)
    words = heads(scene)
    assert [words[name] for name in "bcudef"] == [
        "− OBJECTION",
        "− REBUTTAL",
        "× UNDERCUT",
        "− REBUTTAL",
        "− OBJECTION",
        "− OBJECTION",
    ]
    assert [link.kind for link in scene.links] == [LinkKind.REBUTTAL]


def test_what_undermines_an_objection_is_a_rebuttal(scene_of):
    """Against its evidence, its premises, what supports those: it defends the thesis."""
    scene = scene_of("""
      map "m" { thesis: a }
      claim a "A" {
        counterpoint b "B" {
          evidence e "E" { counterpoint on-e "1" { counterpoint back "2" } }
          claim c "C" { claim d "D" { counterpoint on-d "3" } }
        }
        objection { claim p "P" { counterpoint on-p "4" }  claim q "Q" }
        claim r "R" { counterpoint on-r "5" }
      }
      claim rival "S" { contradicts: a  counterpoint on-rival "6" }
    """)
    words = heads(scene)
    rebuttals = [name for name in words if words[name] == "− REBUTTAL"]
    assert rebuttals == ["on-e", "on-d", "on-p"]
    assert words["back"] == words["on-r"] == words["on-rival"] == "− COUNTERPOINT"


def test_without_a_thesis_an_attack_is_seen_from_where_it_is_drawn(scene_of):
    """On a ring, and where ways disagree, what attacks a counterpoint is a rebuttal."""
    scene = scene_of("""
      map "m" { thesis: none }
      claim a "A" { opposes: b }
      claim b "B" { opposes: a }
      counterpoint c "C" { opposes: a, b  counterpoint d "D" }
    """)
    assert heads(scene)["d"] == "− REBUTTAL"


def test_a_statement_stands_where_it_is_nested(scene_of):
    """Nesting wins over an attribute that comes first in the file; the attribute becomes a link."""
    scene = scene_of("""
      claim a "A" { supported-by: c }
      claim b "B" { claim c "C" }
    """)
    assert outline(scene) == [("a", None), ("b", None), ("c", "b")]
    (link,) = scene.links
    assert (link.kind, link.source, link.target) == (LinkKind.SUPPORT, CardRef(2), CardRef(0))


def test_a_statement_without_a_nest_hangs_under_the_first_thing_it_supports(scene_of):
    """``supports: b, a`` draws the statement under b, and a link to a."""
    scene = scene_of('claim a "A"\nclaim b "B"\nclaim c "C" { supports: b, a }')
    assert outline(scene) == [("a", None), ("b", None), ("c", "b")]
    assert [scene.cards[link.target.card].key for link in scene.links] == ["a"]


def test_evidence_is_docked(scene_of):
    """Evidence with nothing under it is a row of the card it stands under, in order."""
    scene = scene_of("""
      claim a "A" { evidence e "E"  claim b "B"  evidence f "F" }
    """)
    assert outline(scene) == [("a", None), ("b", "a")]
    assert [row.id for row in scene.cards[0].entries[0].evidence] == ["e", "f"]
    assert scene.card_refs["f"] == CardRef(0, 0, 1)


def test_evidence_that_is_argued_about_is_a_card(scene_of):
    """Evidence with a counterpoint, or of an undercut step, or that speaks against, is no row."""
    scene = scene_of("""
      claim a "A" { evidence e "E" { counterpoint x "X" }  evidence f "F" }
      counterpoint y "Y" { undercuts: f -> a }
      claim b "B"
      evidence g "G" { opposes: b }
    """)
    assert outline(scene) == [
        *[("a", None), ("e", "a"), ("x", "e"), ("f", "a"), ("y", "a"), ("b", None), ("g", "b")]
    ]
    assert not any(entry.evidence for card in scene.cards for entry in card.entries)


def test_linked_premises_are_one_box(scene_of):
    """Premises of a reason are the rows of one card; what bears on one hangs at its row."""
    scene = scene_of("""
      claim a "A" {
        reason r { claim p "P" { evidence e "E" }  claim q "Q" { claim s "S" } }
      }
    """)
    box = scene.cards[1]
    assert (box.key, box.role, box.is_linked) == ("r", Role.SUPPORT, True)
    assert [entry.statement.id for entry in box.entries] == ["p", "q"]
    assert [row.id for row in box.entries[0].evidence] == ["e"]
    assert scene.cards[2].parent == CardRef(1, 1)


def test_an_undercut_points_at_the_inference(scene_of):
    """What undercuts a step hangs beside the step's box, and its line goes to the box's dot."""
    scene = scene_of("""
      claim a "A" { reason r { claim p "P"  claim q "Q"  counterpoint u "U" }  claim b "B" }
    """)
    assert outline(scene) == [("a", None), ("r", "a"), ("u", "a"), ("b", "a")]
    assert scene.cards[1].has_dot
    assert scene.cards[2].undercuts == "r"
    assert scene.card_by_inference["r"] == 1


def test_a_premise_of_two_reasons_is_drawn_once(scene_of):
    """Where a statement is a premise again, its row is a reference, tied to where it is drawn."""
    scene = scene_of("""
      claim a "A" { reason r { claim p "P"  claim q "Q" } }
      claim b "B" { reason s { premises: p  claim t "T" } }
    """)
    again = scene.cards[scene.card_by_inference["s"]].entries[1]
    first = scene.cards[scene.card_by_inference["s"]].entries[0]
    assert sorted(
        [(first.statement.id, first.is_reference), (again.statement.id, again.is_reference)]
    ) == [
        ("p", True),
        ("t", False),
    ]
    assert [link.kind for link in scene.links] == [LinkKind.REFERENCE]


def test_a_cross_link_that_is_undercut_has_a_box(scene_of):
    """A step across the tree gets a card for its premise when it is undercut: the dot needs one."""
    scene = scene_of("""
      claim a "A" { claim p "P" }
      claim b "B" { supported-by: p }
      counterpoint u "U" { undercuts: p -> b }
    """)
    box = scene.cards[scene.card_by_inference["p->b"]]
    assert box.entries[0].is_reference
    assert scene.cards[box.parent.card].key == "b"
    assert [card.key for card in scene.cards if card.undercuts] == ["u"]


def test_rings_are_drawn(scene_of):
    """Statements that support each other in a ring all appear; the ring is closed by a link."""
    scene = scene_of("""
      claim a "A" { supports: b }
      claim b "B" { supports: c }
      claim c "C" { supports: a }
      claim d "D" { supports: d }
    """)
    assert sorted(scene.card_refs) == ["a", "b", "c", "d"]
    assert len(scene.cards) == 4
    assert len(scene.links) == 2


def test_the_thesis_is_a_root(scene_of):
    """The named thesis hangs under nothing, even where it supports something."""
    scene = scene_of('map "m" { thesis: a }\nclaim b "B"\nclaim a "A" { supports: b }')
    assert outline(scene) == [("b", None), ("a", None)]
    assert len(scene.links) == 1


def test_sections_over_roots_are_headings(scene_of):
    """A section with two roots heads them; one with a single root is a line on its card."""
    scene = scene_of("""
      section one "One" {
        claim a "A"
        section two "Two" { claim b "B"  claim c "C" }
      }
      section three "Three" { claim d "D" }
    """)
    assert outline(scene) == [
        *[("one", None), ("a", "one"), ("two", "one"), ("b", "two"), ("c", "two"), ("d", None)]
    ]
    assert [card.entries[0].eyebrow for card in scene.cards if card.entries] == [
        *["", "", "", "Three"]
    ]


def test_a_section_that_only_holds_a_section_has_no_heading(scene_of):
    """A heading over one heading says no more; its title joins the inner one's."""
    scene = scene_of('section o "Outer" { section i "Inner" { claim a "A"  claim b "B" } }')
    assert [card.title for card in scene.cards if card.title] == ["Outer › Inner"]


def test_sections_inside_the_tree_are_lines_on_cards(scene_of):
    """The first card of a section under a claim of another names it; its siblings don't again."""
    scene = scene_of("""
      claim t "T"
      section one "One" { claim a "A" { supports: t  claim a1 "A1" }  claim b "B" { supports: t } }
      section two "Two" { claim c "C" { supports: t } }
    """)
    lines = {card.key: card.entries[0].eyebrow for card in scene.cards}
    assert lines == {"t": "", "a": "One", "a1": "", "b": "", "c": "Two"}


def test_trees_tied_by_links_are_one_group(scene_of):
    """What a link ties together is laid out together; what nothing ties stands apart."""
    scene = scene_of("""
      claim a "A"
      claim b "B" { contradicts: c }
      claim c "C"
      claim d "D" { claim e "E" { supports: a } }
    """)
    keys = [[scene.cards[tree.start].key for tree in group] for group in scene.components]
    assert keys == [["a", "d"], ["b", "c"]]


def test_contradictions_are_drawn_once(scene_of):
    """Two statements that each say they contradict the other are tied by one line."""
    scene = scene_of('claim a "A" { contradicts: b }\nclaim b "B" { contradicts: a }')
    assert [link.kind for link in scene.links] == [LinkKind.CONTRADICTION]


def test_cards_stand_in_the_order_of_the_argument(scene_of, small):
    """Cards come as one would read the map aloud."""
    assert [card.key for card in scene_of(small).cards] == [
        *["flies", "wings", "penguin", "song", "cage"]
    ]


def test_depth_is_no_matter(scene_of):
    """A chain far deeper than Python's stack is staged."""
    depth = 5_000
    text = "".join(f'claim c{n} "C" {{' for n in range(depth)) + "}" * depth
    assert scene_of(text).cards[-1].depth == depth - 1
