"""What each word of the language looks like: the cards, lines and notes of the additions."""

import re

import pytest
from tests.rendering.conftest import SVG, read_map

from argmap.model import Status
from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.digest import digest_of
from argmap.rendering.scene import LinkKind, Role, build_scene
from argmap.rendering.theme import load_theme

THEME = load_theme("default")

CONCESSION = """
map "m" { thesis: a }
claim a "A" {
  evidence e "E"
  claim b "B"
  counterpoint c "C" { counterpoint c1 "C1" }
  concession d "D" { evidence f "F" }
}
"""

QUESTION = """
question q "Which one?" {
  claim x "X" { evidence e "E" }
  claim y "Y"
}
"""


@pytest.fixture
def scene_of(read):
    """Return a function that builds the scene of a text."""
    return lambda text: build_scene(read(text))


def frames(picture, card):
    """Return the rectangles of a card's frame."""
    return picture.one(card).findall(f"{SVG}rect")


def heads(scene):
    return {card.key: str(card.head) for card in scene.cards}


def legend(picture):
    return [text.text for group in picture.all("legend") for text in group.findall(f"{SVG}text")]


def circles(picture, line):
    return list(picture.one(line).iter(f"{SVG}circle"))


# ---- Words and colors --------------------------------------------------------------------------


def test_cards_have_the_words_of_the_language(scene_of):
    """The word that an author wrote is on the card; a note says what the statement does."""
    scene = scene_of("""
      map "m" { thesis: a }
      claim a "A" {
        claim b "B" { concession d "D" }
        reason r { claim p "P"  concession u "U" }
        objection { claim s "S"  claim t "T" }
        counterpoint c "C" { claim k "K"  counterpoint e "E" }
      }
      claim x "X" { opposes: a }
      evidence y "Y" { opposes: b }
      counterpoint z "Z" { supports: b }
    """)
    expected = {
        "a": "● CLAIM · thesis",
        "b": "+ CLAIM",
        "d": "(−) CONCESSION · granted",
        "p": "+ CLAIM",
        "u": "(×) CONCESSION · granted",
        "c": "− COUNTERPOINT",
        "k": "+ CLAIM",
        "e": "− COUNTERPOINT · rebuttal",
        "x": "− CLAIM",
        "y": "− EVIDENCE",
        "z": "+ COUNTERPOINT",
    }
    assert expected.items() <= heads(scene).items()
    assert [str(card.head) for card in scene.cards if card.is_linked] == ["− OBJECTION"]


def test_a_counterpoint_for_the_thesis_has_another_color_than_one_against_it(draw):
    """It depends on the whole path to the thesis, for attacks and for undercuts."""
    picture = draw(
        """
      map "m" { thesis: a }
      claim a "A" {
        counterpoint against "C" { counterpoint for "D" }
        reason { claim p "P"  claim q "Q"  counterpoint u-against "U" }
        objection { claim r "R"  claim s "S"  counterpoint u-for "V" }
      }
    """,
        verdicts=False,
    )
    fills = {
        name: frames(picture, f"card-{name}")[0].get("fill")
        for name in ("against", "for", "u-against", "u-for")
    }
    assert fills["for"] == fills["u-for"] == THEME["rebuttal.fill"]
    assert fills["against"] == THEME["attack.fill"]
    assert fills["u-against"] == THEME["undercut.fill"]


# ---- Concessions -------------------------------------------------------------------------------


def test_a_concession_has_its_own_look(draw):
    """It has a color, a second frame, the word “granted”, and a ring at the end of its line."""
    picture = draw(CONCESSION)
    outer, inner = frames(picture, "card-d")
    assert outer.get("fill") == THEME["concession.fill"]
    assert outer.get("stroke") == inner.get("stroke") == THEME["concession.line"]
    assert "(−) CONCESSION\xa0· granted" in picture.texts("s-d")
    assert len(frames(picture, "card-c")) == 1
    (ring,) = circles(picture, "line-d-_x3E_a")
    assert ring.get("fill") == THEME["page"]
    assert "(−) granted, and outweighed" in legend(picture)


def test_a_concession_never_looks_rejected(draw):
    """A refuted one keeps its frame and its colors, and says so."""
    picture = draw('claim a "A" { evidence e "E"  concession d "D" { counterpoint n "N" } }')
    assert "rejected" in picture.one("card-d").get("class").split()
    for frame in frames(picture, "card-d"):
        assert frame.get("stroke-dasharray") is None
        assert frame.get("stroke") == THEME["concession.line"]
    assert frames(picture, "card-d")[0].get("fill") == THEME["concession.fill"]
    assert "REFUTED" in picture.texts("card-d")
    assert "REJECTED" not in picture.texts("card-d")
    assert [line.get("fill") for line in picture.one("s-d").iter(f"{SVG}text")][-1] != THEME[
        "muted"
    ]


def test_a_concession_that_supports_is_in_earnest(scene_of):
    """Only what it opposes or undercuts is conceded."""
    scene = scene_of('claim a "A"\nconcession d "D" { supports: a }')
    assert heads(scene)["d"] == "+ CONCESSION"
    assert scene.cards[1].role is Role.SUPPORT
    assert not scene.cards[1].is_granted


def test_an_exception_to_an_inference_is_granted(draw):
    """A concession in a reason ends on the dot of the inference; the inference holds."""
    picture = draw("""
      claim a "A" { reason r { claim p "P"  claim q "Q"  concession u "U" } }
    """)
    assert "conceded-undercut" in picture.one("card-u").get("class").split()
    assert len(circles(picture, "line-u_x2F_r")) == 1
    assert "DOES NOT HOLD" not in picture.text
    assert "exception that is granted" in legend(picture)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_support_attacks_and_concessions_enter_at_three_points(draw, direction):
    """So that their arrowheads do not cover each other."""
    picture = draw(CONCESSION, direction=direction)
    ends = {
        name: picture.strokes(picture.one(f"line-{name}-_x3E_a"))[0][-1] for name in ("b", "c", "d")
    }
    axis = 0 if direction == "down" else 1
    assert len({round(end[axis]) for end in ends.values()}) == 3


# ---- Contexts ----------------------------------------------------------------------------------


def test_a_context_is_docked_on_what_it_is_about(scene_of):
    """It is a row of a statement or a question, or an entry on the card of an inference."""
    scene = scene_of("""
      question q "Which?" {
        context c1 "C1"
        claim x "X" { evidence e "E"  context c2 "C2" }
        claim y "Y"
      }
      claim a "A" { reason r { claim p "P"  context c3 "C3" } }
    """)
    refs = scene.card_refs
    assert refs["c1"] == refs["q"]._replace(row=0)
    assert refs["c2"] == refs["x"]._replace(row=1)
    assert refs["c3"].card == refs["p"].card == scene.card_by_inference["r"]
    assert scene.links == ()


def test_a_context_has_no_status(draw):
    """A free one is a gray card; no context has a verdict or a line."""
    picture = draw('context k "K" @s:3\nclaim a "A" { context d "D" }\nsource s "S"')
    (frame,) = frames(picture, "card-k")
    assert (frame.get("fill"), frame.get("stroke")) == (THEME["root.fill"], THEME["muted"])
    assert picture.texts("context-k") == "CONTEXT k K ¶3"
    assert not picture.all("line")
    assert not {"accepted", "rejected"} & set(picture.one("card-k").get("class").split())
    assert picture.one("context-d").get("aria-label") == "Context of “A”: D."
    assert "what a reader must know" in legend(picture)


# ---- Questions ---------------------------------------------------------------------------------


def test_options_hang_below_their_question(scene_of, draw):
    """The lines are plain: an option is no reason for the question."""
    scene = scene_of(QUESTION)
    assert [(card.key, card.role) for card in scene.cards] == [
        ("q", Role.QUESTION),
        ("x", Role.OPTION),
        ("y", Role.OPTION),
    ]
    picture = draw(QUESTION)
    lines = picture.all("option")
    drawn = [line for line in lines if line.get("id", "").startswith(f"{picture.prefix}line-")]
    assert len(drawn) == 2
    assert all(len(line.findall(f"{SVG}path")) == 1 for line in drawn)  # without an arrowhead
    assert "option of the question" in legend(picture)
    assert "supports" not in legend(picture)


def test_the_accepted_option_is_marked(draw):
    """By a word, a thick border, and the answer on the question."""
    picture = draw(QUESTION)
    assert "Answer: “X”" in picture.texts("question-q")
    assert "ACCEPTED" in picture.texts("card-x")
    assert "REJECTED" in picture.texts("card-y")
    widths = [float(frames(picture, f"card-{name}")[0].get("stroke-width")) for name in "xy"]
    assert widths[0] > widths[1]


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ('claim x "X"  claim y "Y"', "Open between “X” and “Y”"),
        ('claim x "X" { counterpoint n "N" }', "Open: no option is accepted"),
        ('exclusive: false  claim x "X"  claim y "Y"', "Answer: “X” and “Y”"),
        ('claim x "X" { label: "The first" }', "Answer: “The first”"),
    ],
)
def test_the_question_says_its_answer(draw, body, answer):
    """Or that it is open, and between which options."""
    picture = draw(f'question q "Which?" {{ {body} }}')
    assert answer in picture.texts("question-q")
    assert answer in picture.one("question-q").get("aria-label")
    assert answer not in draw(f'question q "Which?" {{ {body} }}', verdicts=False).text


def test_an_option_that_argues_for_something_is_linked_to_its_question(scene_of):
    """It is drawn where it is nested; a link without an arrowhead says that it is an option."""
    scene = scene_of("""
      claim a "A" { claim b "B" }
      question q "Which?" { options: b, c  claim d "D" }
      claim c "C"
    """)
    roles = {card.key: card.role for card in scene.cards}
    assert (roles["b"], roles["c"], roles["d"]) == (Role.SUPPORT, Role.OPTION, Role.OPTION)
    (link,) = scene.links
    assert (link.kind, link.source) == (LinkKind.OPTION, scene.card_refs["b"])
    assert link.target == scene.card_refs["q"]


def test_a_thesis_that_is_an_option_is_drawn_as_one(scene_of):
    """Both are on its card."""
    scene = scene_of(f'map "m" {{ thesis: x }}{QUESTION}')
    assert heads(scene)["x"] == "○ CLAIM · option, thesis"
    assert scene.cards[1].is_thesis


def test_the_legend_shows_a_link_of_a_kind_that_occurs(draw):
    """Each kind of link has a sample; that of a link to a question has no arrowhead."""
    picture = draw("""
      claim a "A" { claim b "B" }
      question q "Which?" { options: b  claim d "D" }
    """)
    (group,) = picture.all("legend")
    (sample,) = [g for g in group if "link" in g.get("class", "").split()]
    assert "option" in sample.get("class").split()
    assert "option of a question elsewhere" in legend(picture)


def samples(picture):
    """Return the classes of the sample of each item of the legend that explains a line."""
    (group,) = picture.all("legend")
    found, classes = {}, None
    for element in group:
        if "line" in element.get("class", "").split():
            classes = set(element.get("class").split()) - {"line"}
        elif element.tag == f"{SVG}text" and classes is not None:
            found[element.text] = classes
            classes = None
    return found


def test_no_two_samples_of_the_legend_are_equal(draw):
    """The samples of the kinds are never pale: only the sample of lines that do not hold is."""
    picture = draw("""
      claim a "A" {
        claim b "B" { counterpoint c "C" { counterpoint d "D" } }
        claim e "E" { opposes: c }
      }
    """)
    assert samples(picture) == {
        "supports": {"support"},
        "counts against": {"attack"},
        "answers an objection": {"rebuttal"},
        "answers an objection elsewhere": {"rebuttal", "link"},
        "an inference that does not hold": {"attack", "faint"},
    }
    picture = draw('claim a "A" { claim b "B" claim c "C" { supports: b } }')
    assert samples(picture) == {
        "supports": {"support"},
        "supports, elsewhere in the map": {"support", "link"},
    }


def test_the_legend_explains_signs_that_occur(draw):
    """The sign of a section and that of a concession are explained, where they occur."""
    plain = draw('claim a "A" { claim b "B" }')
    assert legend(plain) == ["supports", "accepted"]
    picture = draw('claim a "A" { concession b "B" section s "S" { claim c "C" { supports: a } } }')
    assert "section that begins here" in legend(picture)
    assert "(−) granted, and outweighed" in legend(picture)
    alone = draw('claim a "A" concession b "B"')
    assert "granted: it counts against, but never decides" in legend(alone)


# ---- Preferences, labels, readings, confidence -------------------------------------------------


def test_a_preference_is_a_note_on_both_cards(draw):
    """The names are labels, or the beginnings of texts."""
    picture = draw("""
      claim a "A" {
        claim b "B" { outweighs: c  label: "Short" }
        counterpoint c "C"
        reason r { label: "Why"  outweighs: c  claim p "P"  claim q "Q" }
      }
    """)
    assert "outweighs “C”" in picture.texts("s-b")
    assert "outweighs “C”" in picture.texts("step-r")
    notes = picture.texts("s-c")
    assert "outweighed by “Short”" in notes
    assert "outweighed by “Why”" in notes
    assert "Outweighs “C”." in picture.one("s-b").get("aria-label")


def test_a_label_is_a_bold_title(draw):
    """That of an inference is on a card of the inference, above its premise."""
    picture = draw("""
      claim a "A text" {
        label: "A title"
        reason r { label: "The strategy"  claim p "P" }
      }
    """)
    label, text = [t for t in picture.one("s-a").iter(f"{SVG}text") if "A t" in (t.text or "")]
    assert (label.text, label.get("font-weight")) == ("A title", "bold")
    assert (text.text, text.get("font-weight")) == ("A text", None)
    assert picture.texts("step-r").startswith("+ REASON r The strategy CLAIM p")
    assert (
        picture.one("step-r")
        .get("aria-label")
        .startswith("Reason for “A text”, “The strategy”: one premise")
    )


@pytest.mark.parametrize(
    ("fidelity", "note"),
    [("interpretation", "our reading"), ("implicit", "our reading: implicit"), ("condensed", "")],
)
def test_a_reading_is_italic_with_a_dotted_edge(draw, fidelity, note):
    """Only if the words are not those of the source."""
    picture = draw(f'claim a "Text" {{ fidelity: {fidelity} }}')
    statement = picture.one("s-a")
    styles = [t.get("font-style") for t in statement.iter(f"{SVG}text") if t.text == "Text"]
    assert styles == (["italic"] if note else [None])
    edges = [path for path in statement.iter(f"{SVG}path") if path.get("class") == "reading"]
    assert len(edges) == bool(note)
    assert (note in picture.texts("s-a")) if note else "our reading" not in picture.text
    assert ("our reading, not the source’s words" in legend(picture)) == bool(note)


def test_an_inference_shows_its_confidence_and_that_it_is_a_reading(draw):
    """On its card, which it has even with a single premise."""
    picture = draw("""
      claim a "A" { reason r { confidence: very-likely  fidelity: implicit  claim p "P" } }
      claim b "B" { objection { confidence: 0.4  claim q "Q" } }
    """)
    assert "our reading: implicit\xa0· inference: very likely" in picture.texts("step-r")
    assert "inference: 0.4" in picture.text


# ---- Theses, locators, descriptions ------------------------------------------------------------


def test_each_of_several_theses_is_marked(draw, scene_of):
    """A thesis that is nested in another is drawn there."""
    text = 'map "m" { thesis: a, c }\nclaim a "A"\nclaim b "B" { claim c "C" }'
    scene = scene_of(text)
    assert [card.key for card in scene.cards if card.is_thesis] == ["a", "c"]
    description = draw(text).root.find(f"{SVG}desc").text
    assert description.startswith("Thesis: A. Thesis: C. ")
    assert description.endswith("“A” is accepted. “C” is accepted.")


def test_a_map_without_a_thesis_marks_none(draw):
    """Neither a debate nor a map with a question has one."""
    assert "thesis" not in draw('map "m" { thesis: none }\nclaim a "A"').text
    assert "thesis" not in draw(QUESTION).text


@pytest.mark.parametrize(
    ("locator", "shown"),
    [
        ("31-33", "¶31–33"),
        ("p12-14", "p. 12–14"),
        ("l120-128", "ll. 120–128"),
        ('"#scope"', "#scope"),
        ("ch4", "ch. 4"),
        ("§12", "§ 12"),
        ("fn3", "fn. 3"),
        ("fig2", "fig. 2"),
        ("tab1", "table 1"),
        ("1h02m", "1:02:00"),
        ("12m30s-13m", "12:30–13:00"),
        ('"art. 6(1)(f)"', "art. 6(1)(f)"),
    ],
)
def test_locators_are_shown_as_readers_write_them(draw, locator, shown):
    """As in the table of docs/language.md."""
    picture = draw(f'source s "S"\nclaim a "A" @s:{locator}')
    assert picture.texts("s-a").replace("\xa0", " ").endswith(f"A {shown}")


def test_the_description_names_questions_and_counts_everything(draw):
    """Screen readers hear the question with its answer, and the number of each kind."""
    picture = draw(f'context k "K"\n{QUESTION}\nclaim z "Z" {{ concession d "D" }}')
    description = picture.root.find(f"{SVG}desc").text
    assert description.startswith("Question: Which one? Answer: “X”. ")
    assert "3 claims, 1 piece of evidence, 1 concession, 1 question, 1 context." in description
    label = picture.one("s-x").get("aria-label")
    assert label.startswith("Claim (option) of the question “Which one?”: X.")


# ---- Digests and DOT ---------------------------------------------------------------------------

EVERYTHING = """
map "m" { thesis: a }
context k "K"
claim a "A" {
  label: "Label"
  outweighs: c
  fidelity: interpretation
  counterpoint c "C"
  reason r { label: "Why"  confidence: likely  claim p "P"  context n "N"  concession d "D" }
}
question q "Which?" { expect: x  claim x "X"  claim y "Y" }
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("outweighs: c", ""),
        ('label: "Label"', ""),
        ('label: "Why"', ""),
        ("interpretation", "implicit"),
        ("confidence: likely", ""),
        ('context n "N"', 'context n "M"'),
        ("concession d", "counterpoint d"),
        ("Which?", "What?"),
        ("{ expect", "{ exclusive: false  expect"),
    ],
)
def test_the_additions_are_hashed(old, new):
    """Each changes the picture, and so its digest."""
    changed = EVERYTHING.replace(old, new, 1)
    assert changed != EVERYTHING
    assert digest(changed) != digest(EVERYTHING)


def test_the_place_of_a_context_is_hashed():
    """It is drawn before the statements that follow it."""
    moved = EVERYTHING.replace('context k "K"\n', "") + 'context k "K"\n'
    assert digest(moved) != digest(EVERYTHING)


def test_expected_answers_are_not_hashed():
    """No picture shows them."""
    assert digest(EVERYTHING.replace("expect: x", "expect: open")) == digest(EVERYTHING)


def digest(text):
    return digest_of(read_map(text), RenderOptions())


def test_the_graph_has_the_same_words():
    """DOT shows the cards, rings and answers that the picture has."""
    dot = to_dot(read_map(EVERYTHING))
    for words in ("QUESTION", "option", "CONCESSION", "granted", "CONTEXT", "<I>A</I>", "Why"):
        assert words in dot
    assert "arrowtail=odot" in dot
    assert re.search(r"Open between “X” and “Y”", dot)


def test_statuses_may_be_given(read):
    """The answer follows from the statuses that are shown."""
    statuses = {"x": Status.REJECTED, "y": Status.ACCEPTED}
    picture = to_svg(read(QUESTION), RenderOptions(statuses=statuses))
    assert "Answer: “Y”" in picture


def test_a_link_to_another_section_is_named_on_its_card(draw):
    """Its line is long; that of a link within a section is not, and needs no name."""
    picture = draw("""
      claim t "The thesis" { claim a "A" claim b "B" }
      section one "One" { claim c "C" { supports: a  opposes: b } claim d "D" { supports: c } }
      section two "Two" { claim e "E" { supports: d, c } }
    """)
    assert "→ “C”" in picture.texts("s-e")
    assert "→ against “B”" in picture.texts("s-c")
    assert not any("→" in text for text in picture.texts("s-d"))


def test_a_link_between_options_is_named_on_its_card(draw):
    """What bears on an option, and also on what is said of another one."""
    picture = draw("""
      question q "Which?" {
        claim a "A" { claim c "C" }
        claim b "B" { claim d "D" { opposes: c } }
      }
    """)
    assert "→ against “C”" in picture.texts("s-d")
