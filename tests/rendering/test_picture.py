"""The finished SVG."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from syrupy.extensions.image import SVGImageSnapshotExtension
from tests.rendering.conftest import SVG, Picture, read_map
from tests.strategies import map_texts

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.cards.font_metrics import measure
from argmap.rendering.theme import load_theme

HOSTILE = """
map "<script>alert(1)</script> &#65; \\" ]]>" {}
claim a "<b>bold</b> &#65; &amp; \\\\N \\\\G ]]> <!-- x -->" {
  url: "javascript:alert(1)"
  evidence e "\\u{1b}[31m red \\u{0}" @s:3 "<i>" { url: "https://example.org/?a=b&c=d" }
  claim c "' onload='alert(1)" { held-by: "</text><script>x</script>" }
}
source s "<style>" { url: "data:text/html,<script>x</script>" }
"""


def test_the_picture_matches_the_snapshot(draw, small, snapshot):
    """The snapshot is a small map with every kind of element."""
    picture = draw(small, direction="right")
    assert picture.text == snapshot(extension_class=SVGImageSnapshotExtension)


def test_the_root_is_described(draw, small):
    """Screen readers get the role, the title, the thesis and the contents."""
    root = draw(small).root
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "graphics-document document"
    assert root.get("aria-roledescription") == "argument map"
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == desc.get("id")
    assert title.text == "Does Tweety fly?"
    assert desc.text.startswith("Thesis: Tweety can fly. ")
    assert "2 pieces of evidence" in desc.text
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


def test_every_statement_has_a_label(draw, small):
    """The label has the relation to the parent, the text and the citations."""
    picture = draw(small)
    labels = {
        g.get("id").removeprefix(picture.prefix + "s-"): g.get("aria-label")
        for g in picture.root.iter(f"{SVG}g")
        if g.get("id", "").startswith(picture.prefix + "s-")
    }
    assert labels["flies"] == "Claim (thesis): Tweety can fly. Undecided."
    assert labels["seen"].startswith("Evidence for “Tweety can fly”: Granny saw it on the roof (¶3")
    assert labels["birds"].startswith("Assumption, one of the linked premises for “Tweety can fly”")
    assert labels["penguin"].startswith(
        "Counterpoint (undercut) of the inference to “Tweety can fly”: "
    )
    assert labels["song"].startswith("Counterpoint (rebuttal) against “Tweety may be a penguin”: ")
    assert "Also contradicts “Granny saw it on the roof”." in labels["cage"]
    (card,) = picture.all("linked")
    assert card.get("aria-label").startswith("Reason for “Tweety can fly”, scheme verbal")
    (lines,) = picture.all("lines")
    assert lines.get("aria-hidden") == "true"


def test_untrusted_text_is_escaped(draw):
    """Tags, entities, escapes and control characters are shown as typed."""
    picture = draw(HOSTILE)
    tags = {element.tag.removeprefix(SVG) for element in picture.root.iter()}
    assert tags <= {
        *("svg", "title", "desc", "metadata", "style", "rect", "g"),
        *("path", "text", "tspan", "circle", "a"),
    }
    assert "<b>bold</b> &#65; &amp; \\N \\G ]]> <!-- x -->" in picture.texts("s-a")
    assert "\ufffd[31m red \ufffd" in picture.texts("s-e")
    assert "’ onload" not in picture.text
    assert {
        name for e in picture.root.iter() for name in e.attrib if name.startswith("on")
    } == set()
    assert picture.root.find(f"{SVG}title").text == '<script>alert(1)</script> &#65; " ]]>'


def test_only_safe_urls_become_links(draw):
    """Script and data URLs are not linked."""
    links = [a.get("href") for a in draw(HOSTILE).root.iter(f"{SVG}a")]
    assert set(links) == {"https://example.org/?a=b&c=d"}


def test_citations_link_to_their_source(draw, small):
    """The footer of a statement is a link if its source has a URL."""
    (link, *_) = draw(small).one("s-seen").iter(f"{SVG}a")
    assert link.get("href") == "https://example.org/birds"
    assert link.find(f"{SVG}title").text == "Birds: ¶3 “on the roof”"
    assert link.find(f"{SVG}text").text == "¶3\xa0“on the roof”"


def test_citations_name_one_of_several_sources(draw):
    """A citation of the only source needs no name."""
    text = 'source a "A"\nsource b "B"\nclaim c "C" { evidence d "D" @a:1 @b:p2 "x" }'
    assert draw(text).texts("s-d") == "D a\xa0¶1\xa0· b\xa0p.\xa02\xa0“x” d"


def test_quotations_of_one_passage_are_grouped(draw):
    """A locator occurs once, before its quotations, and no line begins with a dot or a comma."""
    words = " ".join(f'@a:1 "the words {number} of it"' for number in range(6))
    text = (
        f'source a "A"\nclaim c "C" {{ evidence d "D" {words} @a:2 @a:1 {{ confidence: likely }} }}'
    )
    picture = draw(text)
    shown = picture.texts("s-d").replace("\xa0", " ")
    assert shown.count("¶1") == shown.count("¶2") == 1
    assert "¶1 “the words 0 of it”, “the words 1 of it”," in shown
    assert "of it” · ¶2 · likely" in shown
    lines = ["".join(line.itertext()) for line in picture.one("s-d").iter(f"{SVG}text")]
    assert len(lines) > 4
    assert not any(line[0] in "·, " for line in lines)


def test_ids_are_stable(draw, small):
    """A new claim does not change the ids and the content of the other cards."""
    before = draw(small, direction="right")
    grown = small.replace("  counterpoint cage", '  claim new "It has wings"\n  counterpoint cage')
    after = draw(grown, direction="right")
    assert {e.get("id") for e in before.root.iter()} <= {e.get("id") for e in after.root.iter()}
    for id_ in ("card-flies", "step-wings", "s-egg", "card-cage"):
        old, new = (ET.tostring(picture.one(id_)).decode() for picture in (before, after))
        assert old.split(">", 1)[1] == new.split(">", 1)[1]


def test_two_maps_can_share_a_page(draw, small):
    """Maps with different titles have different prefixes, so that their styles do not interfere."""
    assert draw(small).prefix != draw(small.replace("Does", "Can")).prefix


def test_the_prefix_of_ids_can_be_set(draw, small):
    """A picture can then replace one with another title."""
    ids = [
        element.get("id")
        for element in draw(small, prefix="live-").root.iter()
        if element.get("id")
    ]
    assert ids
    assert all(id_.startswith("live-") for id_ in ids)


def test_generated_ids_are_not_shown(draw):
    """A card shows an id only if the author gave it."""
    (card,) = draw('claim "Nameless"').all("card")
    assert "".join(card.itertext()) == "Nameless● CLAIM\xa0· thesisNameless"
    named = draw('claim named "Nameless"').texts("card-named")
    assert named == "● CLAIM\xa0· thesis named Nameless"


def test_a_long_id_is_truncated(draw):
    """An id that does not fit beside the head ends in an ellipsis."""
    name = "security." + "very-" * 30 + "long"
    picture = draw(f'claim {name.replace(".", "_")} "C"')
    (shown,) = [t for t in picture.root.iter(f"{SVG}text") if t.get("text-anchor") == "end"]
    assert shown.text.startswith("security_very-")
    assert shown.text.endswith("…")


def test_linked_premises_share_a_frame(draw, small):
    """Each row has its kind, and `and` is between the rows."""
    picture = draw(small)
    (card,) = picture.all("linked")
    assert len(card.findall(f"{SVG}rect[@class='frame']")) == 1
    assert picture.texts("step-wings").startswith("+ REASONverbal classification wings and")
    assert "? ASSUMPTION birds Birds, as a rule, can fly" in picture.texts("step-wings")
    assert "CLAIM bird Tweety is a bird" in picture.texts("step-wings")


@pytest.mark.parametrize("direction", ["down", "right"])
def test_an_undercut_ends_on_the_dot(draw, small, direction):
    """The dot is on the inference's line, away from both cards."""
    picture = draw(small, direction=direction)
    inference, undercut = picture.one("line-wings"), picture.one("line-penguin_x2F_wings")
    dot = inference.find(f"{SVG}circle")
    x, y = float(dot.get("cx")), float(dot.get("cy"))
    end = picture.strokes(undercut)[0][-1]
    assert abs(end[0] - x) + abs(end[1] - y) < 10
    distance = min(abs(px - x) + abs(py - y) for px, py in picture.strokes(inference)[0])
    assert distance < 3
    for left, top, right, bottom in picture.boxes().values():
        assert not (left - 4 <= x <= right + 4 and top - 4 <= y <= bottom + 4)


def test_siblings_keep_the_authors_order(draw):
    """Siblings are ordered from left to right, or from top to bottom."""
    names = ["m", "c", "x", "a", "q", "b"]
    inner = "\n".join(f'claim {name} "C" {{ claim {name}2 "D" }}' for name in names)
    text = f'claim t "T" {{ {inner} }}'
    for direction, axis in (("right", 1), ("down", 0)):
        boxes = draw(text, direction=direction).boxes()
        places = [boxes[f"card-{name}"][axis] for name in names]
        assert places == sorted(places)
        places = [boxes[f"card-{name}2"][axis] for name in names]
        assert places == sorted(places)


def test_small_maps_grow_down_and_wide_ones_right(draw):
    """The thesis is at the top if the picture is then at most three times as wide as high."""

    def is_down(count):
        inner = "".join(
            f'claim c{n} "A claim of some length, to fill two lines"' for n in range(count)
        )
        boxes = draw(f'claim t "T" {{ {inner} }}', layout="layers").boxes()
        return boxes["card-c0"][1] > boxes["card-t"][3]

    assert is_down(1)
    assert is_down(2)
    assert not is_down(8)
    assert not is_down(30)


def test_a_direction_can_be_chosen(draw, small):
    """`down` and `right` place the premises below or to the right of the thesis."""
    down, right = (draw(small, direction=direction).boxes() for direction in ("down", "right"))
    assert down["card-cage"][1] > down["card-flies"][3]
    assert right["card-cage"][0] > right["card-flies"][2]


def test_an_empty_map_has_a_note(draw):
    """A map without statements has its caption and a note instead of a picture."""
    picture = draw('map "Nothing yet" {}')
    assert [t.text for t in picture.root.iter(f"{SVG}text")] == [
        "Nothing yet",
        "This map is empty: it claims nothing yet.",
    ]
    assert picture.root.find(f"{SVG}desc").text == "An empty argument map."


def test_the_legend_explains_what_occurs(draw, small):
    """It has an item for each kind of line and card in the picture, and can be omitted."""

    def legend(text, **options):
        return [
            t.text for g in draw(text, **options).all("legend") for t in g.findall(f"{SVG}text")
        ]

    plain = 'claim a "A" { counterpoint b "B" }'
    assert legend(plain, verdicts=False) == ["counts against"]
    assert legend(plain) == ["counts against", "accepted", "defeated or unsupported"]
    assert "attacks the inference, not a premise" in legend(small)
    assert "cannot both be accepted" in legend(small)
    assert legend('claim a "A"', verdicts=False) == []
    assert legend(small, legend=False) == []


def test_the_caption_can_be_omitted(draw, small):
    """The caption has title, authors and date, and the source that the cards cite."""
    text = small.replace("thesis:", 'author: "A. Author", "B. Other"\n date: 2024-05\n thesis:')
    (caption,) = draw(text).all("caption")
    assert ["".join(t.itertext()) for t in caption] == [
        "Does Tweety fly?",
        "A. Author · B. Other · 2024-05",
        "¶ = Birds",
    ]
    assert draw(text, caption=False).all("caption") == []


def test_every_color_is_from_the_theme(draw, small):
    """The rules for dark mode can then replace all colors."""
    known = {color.light for color in load_theme("default").colors.values()} | {"none"}
    picture = draw(small)
    used = {e.get(name) for e in picture.root.iter() for name in ("fill", "stroke")} - {None}
    assert used <= known


def test_unconnected_claims_are_packed():
    """Many unconnected claims fill a page, not a strip."""
    text = "\n".join(f'claim c{n} "Claim number {n}"' for n in range(60))
    picture = Picture(to_svg(read_map(text)))
    width, height = float(picture.root.get("width")), float(picture.root.get("height"))
    assert 0.5 < width / height < 3
    places = [picture.boxes()[f"card-c{n}"] for n in range(60)]
    assert len(set(places)) == 60


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(map_texts())
def test_any_map_has_a_valid_picture(text):
    """The SVG is well-formed, no cards touch, and every text is inside its card.

    Every statement and every id occurs once, and no line crosses a card.
    """
    argument_map = read_map(text)
    for direction in ("down", "right"):
        picture = Picture(to_svg(argument_map, RenderOptions(direction=direction)))
        ids = [e.get("id") for e in picture.root.iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        statement_ids = [id_ for id_ in ids if id_.startswith(picture.prefix + "s-")]
        assert len(statement_ids) == len(argument_map.statements)
        assert_cards_are_apart(picture)
        assert_lines_are_clear(picture)
        assert_texts_are_inside(picture)


def assert_cards_are_apart(picture):
    boxes = list(picture.boxes().values())
    width, height = float(picture.root.get("width")), float(picture.root.get("height"))
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= width
        assert bottom <= height
        for other in boxes[:number]:
            is_apart = left > other[2] or right < other[0] or top > other[3] or bottom < other[1]
            assert is_apart


def assert_lines_are_clear(picture):
    """No point of a line is inside a card, except at its edge."""
    boxes = list(picture.boxes().values())
    for line in picture.all("line"):
        for x, y in picture.strokes(line)[0]:
            for left, top, right, bottom in boxes:
                assert not (left + 0.5 < x < right - 0.5 and top + 0.5 < y < bottom - 0.5)


def assert_texts_are_inside(picture):
    """By the font metrics, every line of text is inside the frame of its card."""
    for card in picture.all("card"):
        frame = card.find(f"{SVG}rect[@class='frame']")
        if frame is None:
            continue
        width, height = float(frame.get("width")), float(frame.get("height"))
        for text in card.iter(f"{SVG}text"):
            size, x = float(text.get("font-size")), float(text.get("x"))
            bold = text.get("font-weight") == "bold"
            used = measure(text.text or "", size, bold=bold)
            left = x - used if text.get("text-anchor") == "end" else x
            assert left > 0
            assert left + used < width
            assert size * 0.7 < float(text.get("y")) < height - size * 0.2
