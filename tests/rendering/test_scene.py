"""The scene: cards, their tree, and links."""

import pytest

from argmap.rendering.scene import CardRef, LinkKind, Role, build_scene


@pytest.fixture
def scene_of(read):
    """Return a function that builds the scene of a text."""
    return lambda text: build_scene(read(text))


def parents(scene):
    """Return the key of each card, with the key of its parent."""
    return [
        (card.key, scene.cards[card.parent.card].key if card.parent else None)
        for card in scene.cards
    ]


def heads(scene):
    return {card.key: str(card.head) for card in scene.cards}


def test_each_role_has_a_label_and_a_symbol(scene_of):
    """Only an attack that defends the thesis is a rebuttal."""
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
        "a": "● CLAIM · thesis",
        "b": "+ CLAIM",
        "deep": "+ EVIDENCE",
        "deeper": "+ CLAIM",
        "c": "? ASSUMPTION",
        "d": "− COUNTERPOINT",
        "e": "− COUNTERPOINT · rebuttal",
        "f": "− COUNTERPOINT",
        "k": "+ CLAIM",
        "r": "+ REASON",
        "u": "× COUNTERPOINT · undercut",
        "o": "− OBJECTION",
        "l": "● CLAIM",
        "n": "− CLAIM",
        "z": "− COUNTERPOINT",
    }


def test_an_attack_on_an_objection_is_a_rebuttal(scene_of):
    """So is an attack on an undercut, whatever its kind.

    An attack on a rebuttal is against the thesis again.
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
    labels = heads(scene)
    assert [labels[name] for name in "bcudef"] == [
        "− CLAIM",
        "− CLAIM · rebuttal",
        "× CLAIM · undercut",
        "− CLAIM · rebuttal",
        "− CLAIM",
        "− CLAIM",
    ]
    assert [link.kind for link in scene.links] == [LinkKind.REBUTTAL]


def test_an_attack_on_the_support_of_an_objection_is_a_rebuttal(scene_of):
    """An attack on its evidence, its premises, or their support defends the thesis."""
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
    labels = heads(scene)
    rebuttals = [name for name in labels if labels[name] == "− COUNTERPOINT · rebuttal"]
    assert rebuttals == ["on-e", "on-d", "on-p"]
    assert labels["back"] == labels["on-r"] == labels["on-rival"] == "− COUNTERPOINT"


def test_without_a_thesis_the_parent_decides_about_a_rebuttal(scene_of):
    """On a cycle, and if paths disagree, an attack on a counterpoint is a rebuttal."""
    scene = scene_of("""
      map "m" { thesis: none }
      claim a "A" { opposes: b }
      claim b "B" { opposes: a }
      counterpoint c "C" { opposes: a, b  counterpoint d "D" }
    """)
    assert heads(scene)["d"] == "− COUNTERPOINT · rebuttal"


def test_a_statement_is_drawn_where_it_is_nested(scene_of):
    """Nesting takes precedence over an attribute that comes first; the attribute becomes a link."""
    scene = scene_of("""
      claim a "A" { supported-by: c }
      claim b "B" { claim c "C" }
    """)
    assert parents(scene) == [("a", None), ("b", None), ("c", "b")]
    (link,) = scene.links
    assert (link.kind, link.source, link.target) == (LinkKind.SUPPORT, CardRef(2), CardRef(0))


def test_a_statement_that_is_not_nested_is_drawn_under_the_first_it_supports(scene_of):
    """``supports: b, a`` draws the statement under b, with a link to a."""
    scene = scene_of('claim a "A"\nclaim b "B"\nclaim c "C" { supports: b, a }')
    assert parents(scene) == [("a", None), ("b", None), ("c", "b")]
    assert [scene.cards[link.target.card].key for link in scene.links] == ["a"]


def test_evidence_is_docked(scene_of):
    """Evidence without children is a row on the card of its conclusion, in order."""
    scene = scene_of("""
      claim a "A" { evidence e "E"  claim b "B"  evidence f "F" }
    """)
    assert parents(scene) == [("a", None), ("b", "a")]
    assert [row.id for row in scene.cards[0].entries[0].docked] == ["e", "f"]
    assert scene.card_refs["f"] == CardRef(0, 0, 1)


def test_evidence_that_is_argued_about_is_a_card(scene_of):
    """So is evidence of an undercut inference, and evidence against a statement."""
    scene = scene_of("""
      claim a "A" { evidence e "E" { counterpoint x "X" }  evidence f "F" }
      counterpoint y "Y" { undercuts: f -> a }
      claim b "B"
      evidence g "G" { opposes: b }
    """)
    assert parents(scene) == [
        *[("a", None), ("e", "a"), ("x", "e"), ("f", "a"), ("y", "a"), ("b", None), ("g", "b")]
    ]
    assert not any(entry.docked for card in scene.cards for entry in card.entries)


def test_linked_premises_share_a_card(scene_of):
    """The premises of a reason are the rows of one card, and children are attached to a row."""
    scene = scene_of("""
      claim a "A" {
        reason r { claim p "P" { evidence e "E" }  claim q "Q" { claim s "S" } }
      }
    """)
    card = scene.cards[1]
    assert (card.key, card.role, card.is_linked) == ("r", Role.SUPPORT, True)
    assert [entry.sentence.id for entry in card.entries] == ["p", "q"]
    assert [row.id for row in card.entries[0].docked] == ["e"]
    assert scene.cards[2].parent == CardRef(1, 1)


def test_an_undercut_points_at_the_inference(scene_of):
    """An undercutter is drawn beside the inference, and its line ends on the inference's dot."""
    scene = scene_of("""
      claim a "A" { reason r { claim p "P"  claim q "Q"  counterpoint u "U" }  claim b "B" }
    """)
    assert parents(scene) == [("a", None), ("r", "a"), ("u", "a"), ("b", "a")]
    assert scene.cards[1].has_dot
    assert scene.cards[2].undercuts == "r"
    assert scene.card_by_inference["r"] == 1


def test_a_premise_of_two_reasons_is_drawn_once(scene_of):
    """The second time, its row is a reference with a link to where it is drawn."""
    scene = scene_of("""
      claim a "A" { reason r { claim p "P"  claim q "Q" } }
      claim b "B" { reason s { premises: p  claim t "T" } }
    """)
    again = scene.cards[scene.card_by_inference["s"]].entries[1]
    first = scene.cards[scene.card_by_inference["s"]].entries[0]
    assert sorted(
        [(first.sentence.id, first.is_reference), (again.sentence.id, again.is_reference)]
    ) == [
        ("p", True),
        ("t", False),
    ]
    assert [link.kind for link in scene.links] == [LinkKind.REFERENCE]


def test_a_link_that_is_undercut_has_a_card(scene_of):
    """An inference across the tree gets a card if it is undercut, since the dot needs one."""
    scene = scene_of("""
      claim a "A" { claim p "P" }
      claim b "B" { supported-by: p }
      counterpoint u "U" { undercuts: p -> b }
    """)
    card = scene.cards[scene.card_by_inference["p->b"]]
    assert card.entries[0].is_reference
    assert scene.cards[card.parent.card].key == "b"
    assert [card.key for card in scene.cards if card.undercuts] == ["u"]


def test_cycles_are_drawn(scene_of):
    """Statements that support each other in a cycle are all drawn; a link closes the cycle."""
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
    """The thesis has no parent, even if it supports another statement."""
    scene = scene_of('map "m" { thesis: a }\nclaim b "B"\nclaim a "A" { supports: b }')
    assert parents(scene) == [("b", None), ("a", None)]
    assert len(scene.links) == 1


def test_sections_with_several_roots_are_headings(scene_of):
    """A section with a single root is a line on its card."""
    scene = scene_of("""
      section one "One" {
        claim a "A"
        section two "Two" { claim b "B"  claim c "C" }
      }
      section three "Three" { claim d "D" }
    """)
    assert parents(scene) == [
        *[("one", None), ("a", "one"), ("two", "one"), ("b", "two"), ("c", "two"), ("d", None)]
    ]
    assert [card.entries[0].section_label for card in scene.cards if card.entries] == [
        *["", "", "", "Three"]
    ]


def test_a_section_that_only_contains_a_section_has_no_heading(scene_of):
    """Its title becomes part of the heading of the inner section."""
    scene = scene_of('section o "Outer" { section i "Inner" { claim a "A"  claim b "B" } }')
    assert [card.title for card in scene.cards if card.title] == ["Outer › Inner"]


def test_sections_inside_the_tree_are_lines_on_cards(scene_of):
    """The first card of a section under a claim of another names it; its siblings do not."""
    scene = scene_of("""
      claim t "T"
      section one "One" { claim a "A" { supports: t  claim a1 "A1" }  claim b "B" { supports: t } }
      section two "Two" { claim c "C" { supports: t } }
    """)
    lines = {card.key: card.entries[0].section_label for card in scene.cards}
    assert lines == {"t": "", "a": "One", "a1": "", "b": "", "c": "Two"}


def test_trees_connected_by_links_are_one_component(scene_of):
    """A component is laid out as a whole."""
    scene = scene_of("""
      claim a "A"
      claim b "B" { contradicts: c }
      claim c "C"
      claim d "D" { claim e "E" { supports: a } }
    """)
    keys = [[scene.cards[tree.start].key for tree in component] for component in scene.components]
    assert keys == [["a", "d"], ["b", "c"]]


def test_contradictions_are_drawn_once(scene_of):
    """Two statements that both declare the contradiction have one line."""
    scene = scene_of('claim a "A" { contradicts: b }\nclaim b "B" { contradicts: a }')
    assert [link.kind for link in scene.links] == [LinkKind.CONTRADICTION]


def test_cards_are_in_the_order_of_the_argument(scene_of, small):
    """This is the order in which one would read the map aloud."""
    assert [card.key for card in scene_of(small).cards] == [
        *["flies", "wings", "penguin", "song", "cage"]
    ]


def test_depth_is_unlimited(scene_of):
    """A chain may be much deeper than Python's stack."""
    depth = 5_000
    text = "".join(f'claim c{n} "C" {{' for n in range(depth)) + "}" * depth
    assert scene_of(text).cards[-1].depth == depth - 1
