"""Pages of maps in languages that are written from right to left."""

ARABIC = """
map "هل نبني المسار؟" { thesis: lane  lang: ar }
claim lane "ينبغي أن نبني المسار." {
  evidence seen "أُصيب أربعة عشر شخصًا هناك."
}
"""
FIRST_AND_LAST_X = """(element) => {
  const text = [...element.childNodes].at(-1);
  const xOf = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().x;
  };
  return [xOf(0), xOf(text.length - 1)];
}"""


async def test_the_full_stop_is_at_the_end_of_the_sentence(open_page):
    """In the panel, an Arabic sentence ends at its left: the heading, and the text of links."""
    watched = await open_page(ARABIC, "#lane")
    for selector in ("#page-sentence", "#page-said li a"):
        first, last = await watched.page.locator(selector).first.evaluate(FIRST_AND_LAST_X)
        assert last < first, selector


async def test_the_title_is_right_aligned(open_page):
    """In the header, an Arabic title is at the right, as in the caption of a picture."""
    watched = await open_page(ARABIC)
    box = await watched.page.locator("h1").evaluate(
        "(e) => { const r = document.createRange(); r.selectNodeContents(e);"
        " return [r.getBoundingClientRect().right, e.getBoundingClientRect().right] }"
    )
    assert abs(box[0] - box[1]) < 2
