"""The overview of a map on one page."""

import re
import xml.etree.ElementTree as ET
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import SVG, read_map

from argmap.evaluation import evaluate
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.cards.font_metrics import measure
from argmap.rendering.paper import A4, MARGIN
from argmap.rendering.poster import has_overview
from argmap.rendering.poster.document import _caption
from argmap.rendering.poster.layout import lay_out_poster
from argmap.rendering.poster.parts import find_blocks
from argmap.rendering.poster.summary import PointKind
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

ROOT = Path(__file__).parents[2]
PAPER_MAP = ROOT / "maps" / "turkiye-russia" / "map.argmap"

LANE = """
map "A bicycle lane" { thesis: lane }
claim lane "The council should build the lane" { supported-by: safe, cheap }
section safety "Safety" {
  claim safe "The lane makes cycling safer" {
    counterpoint sight "Parked vans hide cyclists" {
      counterpoint bans "Vans may not park there"
    }
    counterpoint doors "Car doors open into the lane"
    concession slow "Cars will be slower"
  }
}
section money "Money" {
  claim cheap "The lane costs little" { evidence paint "Paint costs 9 euros a meter" }
}
"""


def overview(text):
    """Return the blocks of the overview of a map."""
    argument_map = read_map(text)
    evaluation = evaluate(argument_map)
    ids = (*argument_map.statements, *argument_map.inferences)
    return find_blocks(argument_map, {id_: evaluation.status(id_) for id_ in ids}, {})


def part(text, title):
    """Return the part with a title."""
    parts = (part for block in overview(text) for part, _ in block.head.walk())
    return next(part for part in parts if part.title == title)


def says(text, title):
    """Return what the card of a part says, as pairs of a kind and a text."""
    return [(point.kind.value, point.text) for point in part(text, title).points]


def plain(words):
    return [word.replace("\xa0", " ") for word in words]


# ---- What a part says ----------------------------------------------------------------------------


def test_a_part_says_what_others_depend_on():
    """It is the statement that the thesis depends on, and not the evidence for it."""
    assert says(LANE, "Money") == [("conclusion", "The lane costs little")]
    assert plain(part(LANE, "Money").tally) == ["2 statements"]


def test_an_objection_that_stands_is_shown_first():
    """It is more important than one that is answered, and than what is granted."""
    assert says(LANE, "Safety") == [
        ("conclusion", "The lane makes cycling safer"),
        ("objection", "Car doors open into the lane"),
        ("note", "stands"),
    ]
    assert plain(part(LANE, "Safety").tally) == [
        "5 statements",
        "1 objection met",
        "1 objection stands",
        "1 granted",
    ]


def test_an_answered_objection_is_shown_with_its_answer():
    """Without an objection that stands, the answered one comes before what is granted."""
    text = LANE.replace('    counterpoint doors "Car doors open into the lane"\n', "")
    assert says(text, "Safety")[1:] == [
        ("objection", "Parked vans hide cyclists"),
        ("answer", "Vans may not park there"),
    ]


def test_a_concession_is_shown_if_there_is_no_objection():
    """It is granted, and needs no answer."""
    text = re.sub(r"    counterpoint sight.*?\n    }\n", "", LANE, flags=re.DOTALL)
    text = text.replace('    counterpoint doors "Car doors open into the lane"\n', "")
    assert says(text, "Safety")[1:] == [("concession", "Cars will be slower")]


def test_parts_are_below_the_parts_that_they_bear_on():
    """Other connections are links."""
    text = (
        LANE
        + """
section law "Law" {
  claim legal "The law allows the lane" { supports: safe, cheap }
}
section noise "Noise" { claim quiet "Bicycles are quiet" { opposes: lane } }
"""
    )
    block = overview(text)[0]
    assert [child.title for child in block.head.children] == ["Safety", "Money", "Noise"]
    assert [child.title for child in part(text, "Safety").children] == ["Law"]
    assert [(link.source, link.target, link.is_against) for link in block.links] == [
        ("law", "money", False)
    ]
    assert part(text, "Noise").is_against
    assert part(text, "Law").others == ("also supports “Money”",)


def test_a_card_counts_the_connections_that_it_does_not_name():
    """It names three other parts that it bears on."""
    sections = "".join(
        f'section s{n} "Part {n}" {{ claim c{n} "C{n}" {{ supports: t }} }}\n' for n in range(6)
    )
    targets = "c0, c1, c2, c3, c4, c5"
    text = f'claim t "T"\n{sections}section x "X" {{ claim c "C" {{ supports: {targets} }} }}'
    (others,) = part(text, "X").others
    assert plain([others]) == ["also supports “Part 1”, “Part 2”, “Part 3” and 2 more parts"]


def test_a_part_without_a_connection_has_a_column_without_an_arrow():
    """It is neither for nor against the thesis."""
    text = LANE + 'section other "Other" { claim x "Something else" }'
    assert not part(text, "Other").is_connected


def test_the_options_of_a_question_are_columns():
    """Each has the weightiest reason for and against it; the answer is below the question."""
    text = """
question protocol "Which protocol?" {
  claim rest "REST" {
    evidence teams "All teams know it"
    concession calls "A page takes six calls"
  }
  claim soap "SOAP" { counterpoint old "No team knows it" }
}
"""
    (block,) = overview(text)
    assert plain(block.head.tally) == ["2 options", "answer: REST"]
    assert says(text, "REST") == [
        ("support", "All teams know it"),
        ("concession", "A page takes six calls"),
    ]
    assert says(text, "SOAP") == [("objection", "No team knows it"), ("note", "stands")]
    assert part(text, "SOAP").tally == ("0 for", "1 against")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('claim a "A"', False),
        ('section s "S" { claim a "A" }', False),
        ('section s "S" { section t "T" { claim a "A" } section u "U" { claim b "B" } }', True),
        ('section s "S" { claim a "A" } section t "T" { claim b "B" }', True),
        ('question q "Q?" { claim a "A" claim b "B" }', True),
    ],
)
def test_a_map_has_an_overview_if_it_has_parts(text, expected):
    """One section around everything is not a part; the sections in it are."""
    assert has_overview(read_map(text)) is expected


# ---- The page ------------------------------------------------------------------------------------

_SENTENCES = (
    "It is short",
    "The city council should build a separated lane along the whole of the main road next year",
    "Straßenverkehrsordnungsdurchführungsbestimmungen apply",
    "בדיקה של טקסט מימין לשמאל",
)


@st.composite
def maps_with_parts(draw):
    """Return the text of a map with sections that bear on the thesis and on each other."""
    count = draw(st.integers(2, 16))
    lines = ['map "A map" { thesis: t }', f'claim t "{_SENTENCES[1]}"']
    for index in range(count):
        sentence = draw(st.sampled_from(_SENTENCES))
        targets = ["t", *(f"s{other}" for other in range(count) if other != index)]
        target = draw(st.sampled_from(targets))
        relation = draw(st.sampled_from(["supports", "opposes"]))
        lines.append(f'section x{index} "{draw(st.sampled_from(_SENTENCES))}" {{')
        lines.append(f'  claim s{index} "{sentence}" {{ {relation}: {target}')
        kinds = draw(st.lists(st.sampled_from(["counterpoint", "concession"]), max_size=2))
        lines += [f'    {kind} "{draw(st.sampled_from(_SENTENCES))}"' for kind in kinds]
        lines.append("  }")
        for extra in range(draw(st.integers(0, 2))):
            other = draw(st.sampled_from(targets))
            lines.append(f'  claim s{index}-{extra} "{sentence}" {{ supports: {other} }}')
        lines.append("}")
    return "\n".join(lines)


def _rectangles(layout):
    return [
        (card.x, card.y, card.x + card.width, card.y + card.height)
        for block in layout.blocks
        for card in (block.head, *block.cards)
    ]


def _segments(svg):
    """Yield the segments of all lines: start, end."""
    for segments in _lines(svg):
        yield from segments


def _lines(svg):
    """Yield the segments of each line."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        if "line" not in (group.get("class") or "").split():
            continue
        numbers = list(map(float, re.findall(r"-?[\d.]+", group.find(f"{SVG}path").get("d"))))
        yield list(pairwise(zip(numbers[::2], numbers[1::2], strict=True)))


def _end(segment, length=10):
    """Return the point that a segment reaches with the length of an arrow more."""
    (x1, y1), (x2, y2) = segment
    distance = abs(x2 - x1) + abs(y2 - y1)
    return x2 + (x2 - x1) / distance * length, y2 + (y2 - y1) / distance * length


def _crosses(segment, rectangle, clearance=0.5):
    (x1, y1), (x2, y2) = segment
    left, top, right, bottom = rectangle
    return (
        min(x1, x2) < right - clearance
        and max(x1, x2) > left + clearance
        and min(y1, y2) < bottom - clearance
        and max(y1, y2) > top + clearance
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(maps_with_parts())
def test_nothing_overlaps_and_all_text_can_be_read(text):
    """Cards are on the page and apart, text fits its card at 9 points, lines pass cards."""
    blocks = overview(text)
    layout = lay_out_poster(blocks, partial(_caption, blocks))
    rectangles = _rectangles(layout)
    for index, (left, top, right, bottom) in enumerate(rectangles):
        assert left >= MARGIN - 0.1
        assert right <= layout.width - MARGIN + 0.1
        assert bottom <= layout.height - MARGIN
        for other in rectangles[:index]:
            assert right <= other[0] or left >= other[2] or bottom <= other[1] or top >= other[3]
    for block in layout.blocks:
        for card in (block.head, *block.cards):
            for line in card.text.lines:
                assert line.size >= (8 if line.runs[0].color == "muted" else 9)
                run = line.runs[0]
                width = measure(run.text, line.size, bold=run.bold)
                assert width <= card.width
                assert line.y <= card.height
    svg = to_svg(read_map(text), RenderOptions(is_overview=True))
    for segment in _segments(svg):
        for rectangle in rectangles:
            assert not _crosses(segment, rectangle), (segment, rectangle)
    for line in _lines(svg):
        x, y = _end(line[-1])
        is_at_card = (
            left <= x <= right and top <= y <= bottom for left, top, right, bottom in rectangles
        )
        assert any(is_at_card), line


def test_the_whole_paper_is_on_one_a4_page():
    """All parts of the largest map, at 9 points or more, with their objections and answers."""
    argument_map = load_resolution(PAPER_MAP, FileCache()).map
    evaluation = evaluate(argument_map)
    ids = (*argument_map.statements, *argument_map.inferences)
    blocks = find_blocks(argument_map, {id_: evaluation.status(id_) for id_ in ids}, {})
    layout = lay_out_poster(blocks, lambda _: "Caption.")
    assert layout.width in (A4.width, A4.height)
    assert layout.height <= (A4.height if layout.width < A4.height else A4.width)
    bullets = {bullet.kind for card in layout.blocks[0].cards for bullet in card.bullets}
    assert {PointKind.OBJECTION, PointKind.CONCESSION, PointKind.ANSWER} <= bullets


def test_arrows_to_the_head_are_at_the_middle_of_their_columns():
    """The first part of each column has an arrow from the middle of its card."""
    text = LANE + 'section noise "Noise" { claim quiet "Bicycles are quiet" { supports: lane } }'
    (block,) = lay_out_poster(overview(text), lambda _: "").blocks
    svg = to_svg(read_map(text), RenderOptions(is_overview=True))
    starts = [start[0] for start, end in _segments(svg) if start[0] == end[0]]
    middles = [card.x + card.width / 2 for card in block.cards if card.depth == 0]
    assert len({card.column for card in block.cards}) == len(middles)
    for middle in middles:
        assert any(abs(start - middle) < 0.1 for start in starts)


def test_no_column_is_narrow():
    """Parts are below each other rather than in columns too narrow for their texts."""
    sections = "".join(
        f'section s{n} "Part {n}" {{ claim c{n} "Claim {n}" {{ supports: t }} }}\n'
        for n in range(9)
    )
    (block,) = lay_out_poster(overview(f'claim t "T"\n{sections}'), lambda _: "").blocks
    assert min(card.width for card in block.cards) >= 9 * 13
    rows = [card for card in block.cards if card.column == 0]
    assert len(rows) > 1


def test_many_parts_take_a_larger_page_and_then_are_counted():
    """The page grows, and after 120 parts the rest is counted."""
    sections = (f'section s{i} "Part {i}" {{ claim c{i} "Claim {i}" }}\n' for i in range(3000))
    text = 'claim t "T"\n' + "".join(sections)
    layout = lay_out_poster(overview(text), lambda _: "")
    (block,) = layout.blocks
    assert 100 <= len(block.cards) <= 120
    assert "parts not shown" in plain(block.head.part.tally)[-1]


def test_untrusted_text_and_addresses_are_escaped():
    """Nothing in the map becomes markup, and only the given addresses become links."""
    text = LANE.replace("Money", "<script>alert(1)</script>").replace("little", "a & b ]]>")
    svg = to_svg(read_map(text), RenderOptions(is_overview=True, links={"money": "a?b&c.svg"}))
    root = ET.fromstring(svg)
    assert "<script" not in svg
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["a?b&c.svg"]


def test_the_overview_is_described_for_screen_readers():
    """Each card has a label with everything that it says."""
    root = ET.fromstring(to_svg(read_map(LANE), RenderOptions(is_overview=True)))
    labels = [g.get("aria-label") for g in root.iter(f"{SVG}g") if g.get("id")]
    assert labels[1].replace("\xa0", " ") == (
        "Safety. The lane makes cycling safer. Objection: Car doors open into the lane. It stands. "
        "rejected, 5 statements, 1 objection met, 1 objection stands, 1 granted."
    )


def test_the_overview_shows_the_first_questions_and_counts_the_others():
    """A page has space for six; the number of the others is below the last one."""
    part = 'section sN "Part N" { question qN "Question N?" { claim aN "A" claim bN "B" } }\n'
    blocks = overview("".join(part.replace("N", str(i)) for i in range(70)))
    assert len(blocks) == 6
    assert plain(blocks[-1].head.tally)[-1] == "64 more questions not shown"


def test_a_thesis_without_parts_has_no_place_beside_a_question():
    """The options of the question are all that the overview can show."""
    text = 'map "M" { thesis: t } claim t "T" question q "Q?" { claim a "A" claim b "B" }'
    assert [block.head.id for block in overview(text)] == ["q"]
