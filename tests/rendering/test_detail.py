"""What cards say for readers, and for the author of a map."""

from tests.rendering.conftest import SVG, read_map

from argmap.rendering import RenderOptions
from argmap.rendering.svg.document import id_prefix

PAPER = """
map "Trade" { thesis: grew }
source paper "Understanding trade" { author: "A. Author"  publisher: "The Press"  year: 2024 }
claim grew "Trade has grown" @paper:31 {
  evidence sum "Trade passed $34 billion in 2021" @paper:31 "34 billion"
  counterpoint war "The war ended all trade" @paper:32 { held-by: "two ministries in the capital" }
}
"""


def shown(picture):
    """Return all texts of a picture."""
    return [" ".join("".join(line.itertext()).split()) for line in picture.root.iter(f"{SVG}text")]


def test_readers_see_references_and_no_ids(draw):
    """No id, no quotation and no tick is on a card; the paragraph is in its head or last line."""
    texts = shown(draw(PAPER, detail="reader"))
    assert "¶31" in texts
    assert not {"grew", "sum", "war", "accepted"} & set(texts)
    assert not [text for text in texts if "34 billion”" in text]


def test_authors_see_ids_quotations_and_ticks(draw):
    """The author needs them to find the statement in the map, and the passage in the source."""
    texts = shown(draw(PAPER, detail="author"))
    assert {"grew", "sum", "war", "accepted", "¶31 “34 billion”"} <= set(texts)


def test_readers_see_what_is_not_accepted(draw):
    """Only a rejected or undecided statement is news."""
    picture = draw(PAPER + 'counterpoint "It did not" { opposes: war }', detail="reader")
    texts = shown(picture)
    assert "REJECTED" in texts
    assert "defeated or unsupported" in texts


def test_a_long_reference_is_below_the_text(draw):
    """It does not fit into the head line."""
    texts = shown(draw(PAPER, detail="reader"))
    assert "¶32 · held by two ministries in the capital" in texts


def test_links_of_citations_are_kept(draw):
    """A reference in the head line links to its source."""
    text = PAPER.replace("year: 2024", 'year: 2024  url: "https://example.org/p"')
    links = [a.get("href") for a in draw(text, detail="reader").root.iter(f"{SVG}a")]
    assert links == ["https://example.org/p"] * 3


def test_the_caption_names_the_source(draw):
    """It says what ¶ refers to, with authors, publisher and year."""
    (caption,) = draw(PAPER).all("caption")
    texts = ["".join(line.itertext()) for line in caption.iter(f"{SVG}text")]
    assert texts[1] == "¶ = A. Author, Understanding trade, The Press, 2024"


def test_the_caption_names_several_sources_by_their_ids(draw):
    """Sources that no card cites are left out."""
    text = PAPER + 'source law "The law"\nsource other "Other"\nevidence e "E" @law:"art. 6"'
    (caption,) = draw(text).all("caption")
    words = " ".join("".join(line.itertext()) for line in caption.iter(f"{SVG}text"))
    assert "law = The law" in words
    assert "Other" not in words


def test_a_dotted_frame_is_explained_only_if_there_is_one(draw):
    """An assumption inside a box of premises has no frame."""
    alone = draw('claim a "A" { assumption b "B" }')
    linked = draw('claim a "A" { reason { assumption b "B" assumption c "C" } }')
    assert "taken as given" in shown(alone)
    assert "taken as given" not in shown(linked)


def test_pictures_of_one_map_have_different_ids():
    """A document can contain the map, its overview and its parts."""
    argument_map = read_map(PAPER)
    options = (
        RenderOptions(),
        RenderOptions(is_overview=True),
        RenderOptions(view="1 level"),
        RenderOptions(view="2 levels"),
    )
    assert len({id_prefix(argument_map, option) for option in options}) == len(options)
