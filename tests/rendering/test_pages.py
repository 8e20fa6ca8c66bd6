"""A map on pages: what holds for the pages of every map."""

import io
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rendering.conftest import SMALL, SVG, Picture, numbers, read_map
from tests.rendering.tangles import random_map
from tests.strategies import map_texts

from argmap.model import Status
from argmap.rendering import RenderOptions, raster, to_pages
from argmap.rendering.annotations import make_annotations
from argmap.rendering.escaping import xml_id
from argmap.rendering.paper import MARGIN, parse_page_size
from argmap.rendering.poster import part_ids
from argmap.rendering.raster import page_url, rasterize
from argmap.rendering.scene import build_scene
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

ROOT = Path(__file__).parents[2]
MAPS = sorted((ROOT / "maps").rglob("*.argmap"))
PAPER = ROOT / "maps/turkiye-russia/map.argmap"
TOLERANCE = 0.2


class Page(Picture):
    """A page: its SVG, and what it shows."""

    def __init__(self, text):
        super().__init__(text)
        *_, self.width, self.height = numbers(self.root.get("viewBox"))
        self.points = float(self.root.get("width").removesuffix("pt"))
        self.unit = self.points / self.width

    @property
    def is_overview(self):
        return bool(self.all("part"))

    def cards_by_kind(self):
        """Return the cards that are repeated, and the others."""
        cards = self.all("card")
        repeated = [card for card in cards if has_tab(card)]
        return repeated, [card for card in cards if not has_tab(card)]

    def shown(self):
        """Return the ids of the sentences that the page does not only repeat, in order."""
        repeated, own = self.cards_by_kind()
        rows = [row for card in repeated for row in groups(card) if "docked" in classes(row)]
        return [name for card in own for name in self.sentences(card)] + [
            self.name(row) for row in rows
        ]

    def repeated(self):
        """Return the ids of the sentences that the page repeats."""
        cards, _ = self.cards_by_kind()
        return {name for card in cards for name in self.sentences(card)} - set(self.shown())

    def sentences(self, card):
        """Return the ids of the sentences on a card."""
        prefixes = tuple(f"{self.prefix}{kind}-" for kind in ("s", "question", "context"))
        return [self.name(g) for g in groups(card) if g.get("id", "").startswith(prefixes)]

    def name(self, group):
        return group.get("id").removeprefix(self.prefix)


def classes(element):
    return element.get("class", "").split()


def groups(card):
    return list(card.iter(f"{SVG}g"))


def has_tab(card):
    return card.find(f".//{SVG}rect[@class='tab']") is not None


def page_texts(argument_map, size="a4", **options):
    options = RenderOptions(page=parse_page_size(size), **options)
    return to_pages(argument_map, options, lambda number: f"map.page-{number}.svg")


def draw_pages(source, size="a4", **options):
    """Return all pages of a map, with the overview."""
    argument_map = read_map(source) if isinstance(source, str) else source
    return [Page(text) for text in page_texts(argument_map, size, **options)]


@cache
def load(path):
    return load_resolution(path, FileCache()).map


@pytest.fixture(scope="module")
def paper():
    """The pages of the paper, drawn once."""
    return page_texts(load(PAPER))


# ---- Geometry ------------------------------------------------------------------------------------


def assert_everything_is_on_the_page(page):
    """No card and no line is in the margins, and no two cards overlap."""
    margin = MARGIN / page.unit
    boxes = page.boxes()
    for left, top, right, bottom in boxes.values():
        assert margin - TOLERANCE <= left
        assert margin - TOLERANCE <= top
        assert right <= page.width - margin + TOLERANCE
        assert bottom <= page.height - margin + TOLERANCE
    for first, second in combinations(boxes.values(), 2):
        apart = (
            first[2] <= second[0]
            or second[2] <= first[0]
            or first[3] <= second[1]
            or second[3] <= first[1]
        )
        assert apart
    for line in page.all("line"):
        for path in line.iter(f"{SVG}path"):
            values = numbers(re.sub(r"[a-zA-Z]", " ", path.get("d")))
            assert all(-TOLERANCE <= value <= max(page.width, page.height) for value in values)


def assert_ids_are_unique(pages):
    ids = [element.get("id") for page in pages for element in page.root.iter() if element.get("id")]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


# ---- Content -------------------------------------------------------------------------------------


def assert_every_sentence_is_shown_once(argument_map, pages):
    shown = Counter(name for page in pages for name in page.shown())
    assert set(shown.values()) <= {1}
    assert len(shown) == sum(1 for _ in argument_map.sentences)


def assert_notes_are_true(pages):
    """A note leads to a page that repeats the statement; a tab leads back to the statement."""
    for page in pages:
        for card in page.all("card"):
            names = set(page.sentences(card)) or {page.name(card)}
            for link in card.iter(f"{SVG}a"):
                texts = ["".join(text.itertext()) for text in link.iter(f"{SVG}text")]
                if texts[0] not in ("▸", "◂"):
                    continue
                number = int(re.search(r"page-(\d+)\.svg", link.get("href"))[1])
                assert f"page {number}" in texts[1]
                there = pages[number - 1]
                if texts[0] == "▸":
                    repeated = there.repeated() | set(map(there.name, there.cards_by_kind()[0]))
                    assert names & repeated
                else:
                    own = set(map(there.name, there.cards_by_kind()[1]))
                    assert names & (set(there.shown()) | own)


def assert_repeated_cards_are_shown(pages):
    """A card that a page repeats is on another one."""
    shown = {name for page in pages for name in page.shown()}
    shown |= {name for page in pages for name in map(page.name, page.cards_by_kind()[1])}
    for page in pages:
        assert page.repeated() <= shown


def header(page):
    """Return the title, the chapters and the number of a page."""
    return ["".join(text.itertext()) for text in page.root.findall(f"{SVG}text")]


def parts_on(argument_map, page):
    """Return the sections and imported files of the sentences that a page shows, in order."""
    parts = part_ids(argument_map)
    ids = {f"s-{xml_id(id_)}": parts.get(id_) for id_ in argument_map.statements}
    return list(dict.fromkeys(ids[name] for name in page.shown() if ids.get(name)))


def kind_of(sentence):
    return sentence.kind if sentence.kind in ("question", "context") else "s"


def assert_objections_are_answered(argument_map, pages):
    """A page that shows an objection also shows what answers it, or says where that is."""
    scene = build_scene(argument_map, make_annotations(argument_map, RenderOptions()))
    for page in pages:
        shown = set(page.shown())
        for index, card in enumerate(scene.cards):
            if not (card.role.is_against and not card.role.is_granted) or not card.entries:
                continue
            if f"s-{xml_id(card.entries[0].sentence.id)}" not in shown:
                continue
            answers = [
                scene.cards[child]
                for child in scene.children[index]
                if scene.cards[child].role.is_against and not scene.cards[child].role.is_granted
            ]
            accepted = [
                answer
                for answer in answers
                if answer.inference is not None
                and scene.annotations.status_of_inference(answer.inference) is Status.ACCEPTED
            ]
            if accepted:
                names = {
                    f"s-{xml_id(entry.sentence.id)}"
                    for answer in answers
                    for entry in answer.entries
                }
                undercutters = (
                    {f"s-{xml_id(id_)}" for id_ in card.inference.undercutters}
                    if card.inference
                    else set()
                )
                assert shown & (names | undercutters)


def assert_pages_are_right(argument_map, pages):
    pages_of_cards = [page for page in pages if not page.is_overview]
    for page in pages_of_cards:
        assert_everything_is_on_the_page(page)
    assert_ids_are_unique(pages)
    assert_every_sentence_is_shown_once(argument_map, pages_of_cards)
    assert_notes_are_true(pages)
    assert_repeated_cards_are_shown(pages_of_cards)
    assert_objections_are_answered(argument_map, pages_of_cards)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_the_pages_of_the_maps(path, paper):
    """Everything is on some page, at a readable size, and the notes lead to the right pages."""
    argument_map = load(path)
    if not argument_map.statements:
        pytest.skip("the file contains sources, and no statement")
    pages = [Page(text) for text in paper] if path == PAPER else draw_pages(argument_map)
    assert_pages_are_right(argument_map, pages)
    for number, page in enumerate(pages, 1):
        assert sorted((page.points, page.height * page.unit)) == pytest.approx(
            [595.28, 841.89], abs=0.1
        )
        if not page.is_overview:
            assert page.unit == pytest.approx(0.9, abs=0.001)
            assert f"page {number} of {len(pages)}" in header(page)[-1]


@pytest.mark.parametrize("size", ["a4", "slide", "150x90mm"])
@pytest.mark.parametrize("seed", range(2))
def test_the_pages_of_random_maps(seed, size):
    """Irregular maps with links of every kind are drawn without loss, also on small pages."""
    argument_map = read_map(random_map(seed, 45, 18, star=0.2 * (seed % 2)))
    assert_pages_are_right(argument_map, draw_pages(argument_map, size))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=map_texts(), size=st.sampled_from(["a4", "slide"]))
def test_the_pages_of_any_map(text, size):
    """Questions, contexts, concessions, undercuts and preferences are on pages too."""
    argument_map = read_map(text)
    pages = draw_pages(argument_map, size)
    if argument_map.statements:
        assert_pages_are_right(argument_map, pages)


# ---- The first page ------------------------------------------------------------------------------


def test_the_first_page_is_a_summary():
    """The thesis and its reasons come first, and evidence only where there is space for it."""
    children = "\n".join(
        f'claim c{n} "Reason {n} {"with some words " * 4}" {{ '
        + " ".join(f'evidence e{n}-{m} "Evidence {m} {"and so on " * 8}"' for m in range(4))
        + " }"
        for n in range(12)
    )
    first = draw_pages(f'claim t "The thesis" {{ {children} }}')[0]
    shown = first.shown()
    assert {"s-t", *(f"s-c{n}" for n in range(12))} <= set(shown)
    assert sum(name.startswith("s-e") for name in shown) < 24


def test_the_paper_is_an_appendix(paper):
    """The paper is on at most 35 pages, at first the overview with links to the pages."""
    pages = [Page(text) for text in paper]
    assert len(pages) <= 35
    assert pages[0].is_overview
    assert not any(page.is_overview for page in pages[1:])
    links = {link.get("href") for link in pages[0].root.iter(f"{SVG}a")}
    assert links
    assert links <= {f"map.page-{number}.svg" for number in range(2, len(pages) + 1)}


def test_the_parts_of_a_map_are_chapters(paper):
    """After the summary, the pages of a part are together, and the overview links to the first."""
    argument_map = load(PAPER)
    overview, _, *pages = [Page(text) for text in paper]
    own = ["stakes", "feasibility", "recommendations"]
    imported = "history now security energy leverage forward politics defence climate conclusion"
    first_pages, last_pages = {}, {}
    for number, page in enumerate(pages, 3):
        for part in parts_on(argument_map, page):
            if argument_map.sections[part].title in header(page)[-1]:
                first_pages.setdefault(part, number)
                assert last_pages.get(part, number) >= number - 1
                last_pages[part] = number
    assert list(first_pages) == [*own, *imported.split()]
    assert list(first_pages.values()) == sorted(first_pages.values())
    for part, number in first_pages.items():
        (card,) = (card for card in overview.all("part") if card.get("id").endswith(f"-{part}"))
        assert f"page {number}" in "".join(card.itertext()).replace("\xa0", " ")


def test_a_chapter_begins_with_what_other_parts_use():
    """The thesis of a part comes first, even if a lesser statement is used earlier in the map."""
    words = "with some words " * 30
    filler = "\n".join(f'claim f{n} "Filler {n} {words}"' for n in range(30))
    reasons = "\n".join(f'claim r{n} "Reason {n} {words}"' for n in range(30))
    source = f"""
    claim t "The thesis" {{
      claim a "First" {{ supported-by: minor }}
      claim b "Second" {{ supported-by: major }}
      {filler}
    }}
    section one "Section one" {{
      claim minor "A minor point {words}" {{ claim m "Below {words}" }}
      claim major "The point of the section" {{ {reasons} }}
    }}
    section two "Section two" {{ claim c "Another one" {{ supports: t }} }}"""
    pages = draw_pages(source)
    first = next(page for page in pages if "Section one" in header(page)[-1])
    shown = [*first.sentences(first.all("card")[0]), *first.shown()]
    assert shown.index("s-major") < 2
    assert "s-minor" not in shown[:2]


def test_a_part_may_use_what_a_later_part_says():
    """A statement below one of a later part is in its own chapter, with notes at both ends."""
    words = "with some words " * 30
    early = "\n".join(f'claim e{n} "Early {n} {words}"' for n in range(12))
    late = "\n".join(f'claim l{n} "Late {n} {words}"' for n in range(12))
    source = f"""
    claim t "The thesis" {{ supported-by: x, y }}
    section one "Section one" {{ claim x "X" {{ {early} }} claim deep "Deep {words}" }}
    section two "Section two" {{
      claim y "Y" {{ {late} claim y1 "Y1 {words}" {{ claim y2 "Y2" {{ supported-by: deep }} }} }}
    }}"""
    argument_map = read_map(source)
    pages = draw_pages(argument_map)
    assert_pages_are_right(argument_map, pages)
    (page,) = (page for page in pages if "s-deep" in page.shown())
    assert "Section one" in header(page)[-1]
    assert "s-y2" in page.repeated()


def test_a_small_map_is_one_page_without_an_overview():
    """A map that fits one page needs no overview and no notes."""
    (page,) = draw_pages(SMALL)
    assert not page.is_overview
    assert not page.cards_by_kind()[0]
    assert len(page.shown()) == 8


@pytest.mark.parametrize("source", ["", 'claim a "A"'])
def test_a_map_of_at_most_one_card_is_one_page(source):
    """An empty map has a page that says so."""
    (page,) = draw_pages(source)
    text = "".join(page.root.itertext())
    assert ("This map is empty" in text) == (not source)


# ---- Limits --------------------------------------------------------------------------------------


def test_a_number_of_pages_folds_the_rest():
    """The first page counts what it leaves out, without links; further ones show the next parts."""
    argument_map = load(PAPER)
    (only,) = draw_pages(argument_map, max_pages=1)
    assert not only.is_overview
    assert all("page" not in (link.get("href") or "") for link in only.root.iter(f"{SVG}a"))
    texts = ["".join(text.itertext()) for text in only.root.iter(f"{SVG}text")]
    assert any(re.fullmatch(r"[\d,]+ more", text) for text in texts)
    assert "sentences that no page shows" in texts
    assert "repeated from that page" not in texts
    folded = len(list(argument_map.sentences)) - len(only.shown())
    assert any(f"{folded} sentences are not shown" in text for text in texts)
    some = draw_pages(argument_map, max_pages=13)
    assert len(some) == 13
    assert some[0].is_overview
    assert_notes_are_true(some)
    shown = Counter(name for page in some[1:] for name in page.shown())
    assert set(shown.values()) == {1}


def test_a_box_that_is_larger_than_the_page_is_scaled_down():
    """Nothing is cut off: the units of that page are smaller."""
    premises = "\n".join(f'claim p{n} "Premise {n} {"with many words " * 30}"' for n in range(9))
    source = f'claim t "The thesis" {{ reason {{ {premises} }} claim o "Other" }}'
    pages = draw_pages(source, "slide")
    assert min(page.unit for page in pages) < 1.4
    assert max(page.unit for page in pages) == pytest.approx(1.4, abs=0.001)
    assert_pages_are_right(read_map(source), pages)


def test_the_rows_of_a_card_go_on_on_the_next_page():
    """A card with more evidence than fits a page is repeated with the rest."""
    rows = "\n".join(f'evidence e{n} "Evidence {n} {"and so on " * 10}"' for n in range(60))
    source = f'claim t "The thesis" {{ {rows} }}'
    pages = draw_pages(source)
    assert len(pages) > 1
    assert_pages_are_right(read_map(source), pages)


UNDERCUT = """
claim t "The thesis" {
  reason r {
    claim p "First premise"
    claim q "Second premise"
    %s
  }
}
"""


def test_undercuts_hang_below_a_repeated_inference():
    """If the box of an inference is repeated, what undercuts it ends at the box."""
    undercutters = "\n".join(
        f'counterpoint u{n} "Undercut {n} {"with words " * 40}"' for n in range(16)
    )
    source = UNDERCUT % undercutters
    pages = draw_pages(source)
    assert len(pages) > 1
    assert_pages_are_right(read_map(source), pages)
    assert any("linked" in classes(card) for page in pages[1:] for card in page.cards_by_kind()[0])


def test_links_between_pages_are_notes_at_both_ends():
    """Each end of a link that is not drawn says on which page the other one is."""
    filler = "\n".join(f'claim f{n} "Filler {n} {"with words " * 40}"' for n in range(40))
    source = f"""
    claim t "The thesis" {{
      claim a "First" {{ claim a1 "Start" {{ supports: b1 }} }}
      claim m "Middle" {{ {filler} }}
      claim b "Last" {{ claim b0 "B" {{ claim b1 "End" {{ {filler.replace("f", "g")} }} }} }}
    }}"""
    pages = draw_pages(source)
    ends = {}
    for number, page in enumerate(pages, 1):
        for card in page.cards_by_kind()[1]:
            names = page.sentences(card)
            for link in card.iter(f"{SVG}a"):
                texts = ["".join(text.itertext()) for text in link.iter(f"{SVG}text")]
                if texts[0] == "↔":
                    ends[names[0]] = number, int(re.search(r"\d+", texts[1])[0])
    assert ends["s-a1"] == ends["s-b1"][::-1]


# ---- Sizes and options ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a4", (595.28, 841.89)),
        ("Letter", (612, 792)),
        ("slide", (960, 540)),
        ("200x300mm", (566.93, 850.39)),
        ("5x8in", (360, 576)),
        ("1280x720px", (960, 540)),
        ("210x297", (595.28, 841.89)),
    ],
)
def test_page_sizes(text, expected):
    """A size is a name, or two numbers with a unit; without one they are millimeters."""
    size = parse_page_size(text)
    assert (size.width, size.height) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("text", ["a5", "", "10x", "10x10mm", "1e9x1", "nan", "99999x99999in"])
def test_other_page_sizes_are_errors(text):
    """An unknown name, and a page that is too small or too large, are reported."""
    with pytest.raises(ValueError, match="page"):
        parse_page_size(text)


@pytest.mark.parametrize(
    "options",
    [
        {"theme": "mono"},
        {"strengths": True},
        {"detail": "author"},
        {"verdicts": False},
        {"legend": False, "caption": False},
    ],
    ids=str,
)
def test_pages_have_the_options_of_pictures(options):
    """Every option of a picture works on pages."""
    argument_map = load(ROOT / "maps/turkiye-russia/now.argmap")
    pages = draw_pages(argument_map, **options)
    pages_of_cards = [page for page in pages if not page.is_overview]
    for page in pages_of_cards:
        assert_everything_is_on_the_page(page)
    assert_every_sentence_is_shown_once(argument_map, pages_of_cards)
    if not options.get("legend", True):
        assert not any(page.all("legend") for page in pages_of_cards)


def test_only_the_first_page_has_a_legend_and_sources(paper):
    """The legend and the sources are on the first page of cards, once."""
    pages = [Page(text) for text in paper]
    assert [bool(page.all("legend")) for page in pages[1:3]] == [True, False]
    assert sum("¶ =" in "".join(page.root.itertext()) for page in pages) == 1


# ---- PDF -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paper_pdf(tmp_path_factory, paper):
    pytest.importorskip("typst")
    svgs = [re.sub(r"map\.page-(\d+)\.svg", r"#page=\1", text) for text in paper]
    pdf = rasterize(svgs, "pdf", load(PAPER), RenderOptions())
    path = tmp_path_factory.mktemp("pages") / "paper.pdf"
    path.write_bytes(pdf)
    return path


def test_the_pdf_has_links_between_its_pages(paper_pdf):
    """Each note is a link to its page."""
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(paper_pdf.read_bytes()))
    internal = Counter()
    numbers_by_page = {page.indirect_reference.idnum: i for i, page in enumerate(reader.pages, 1)}
    for number, page in enumerate(reader.pages, 1):
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            action = link.get("/A", {})
            target = link.get("/Dest") or action.get("/D")
            internal[number] += 1
            assert numbers_by_page[target[0].idnum] != number
    assert set(internal) == set(range(1, len(reader.pages) + 1))


@pytest.mark.parametrize("converter", ["typst", "rsvg"])
def test_sources_keep_their_links(converter, monkeypatch):
    """A PDF of pages links to the cited sources, whichever program writes it."""
    pypdf = pytest.importorskip("pypdf")
    if converter == "typst":
        pytest.importorskip("typst")
    elif shutil.which("rsvg-convert") is None:
        pytest.skip("rsvg-convert is not installed")
    monkeypatch.setattr(raster, "_find_converter", lambda: f"convert_with_{converter}")
    argument_map = read_map(SMALL)
    options = RenderOptions(page=parse_page_size("letter"))
    pdf = rasterize(to_pages(argument_map, options, page_url), "pdf", argument_map, options)
    (page,) = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [612, 792]
    links = [link.get_object()["/A"]["/URI"] for link in page["/Annots"]]
    assert set(links) == {"https://example.org/birds"}


def test_the_text_of_the_pdf_is_readable(paper_pdf):
    """Statements and evidence are at least 9 points high, references 7, as measured in the PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    command = ["pdftotext", "-bbox", str(paper_pdf), "-"]
    boxes = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    word = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]+)<')
    heights = Counter()
    references = []
    for page in boxes.split("<page ")[3:]:  # the first one is the overview, the next has the legend
        for top, bottom, text in word.findall(page):
            height = float(bottom) - float(top)
            heights[round(height, 1)] += 1
            if text.startswith("¶"):
                references.append(height)
    # The text of titles is 9.9 points high, as large as statements; that of evidence is next.
    statements = heights.most_common(1)[0][0]
    points = 9.9 / statements
    sizes = sorted(height * points for height, _ in heights.most_common(2))
    assert sizes == pytest.approx([9.0, 9.9], abs=0.1)
    assert min(references) * points >= 7.0


def test_pages_are_reproducible():
    """The same map gives the same bytes."""
    argument_map = read_map(random_map(7, 80, 20))
    first, second = page_texts(argument_map), page_texts(argument_map)
    assert first == second
    assert all(one != other for one, other in pairwise(first))


def test_on_a_few_pages_parts_without_a_page_come_first():
    """A part has a second page only if no other one could begin."""
    _, _, *pages = draw_pages(load(PAPER), max_pages=13)
    titles = [header(page)[-1].rpartition("\xa0·\xa0")[0] for page in pages]
    assert len(titles) == 11
    assert len(set(titles)) == len(titles)
