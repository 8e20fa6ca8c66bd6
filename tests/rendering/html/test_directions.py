"""Pages of maps that are written from right to left."""

SAID = """
map "هل نبني المسار؟" { thesis: lane  lang: ar }
claim lane "ينبغي أن نبني المسار." {
  evidence seen "أُصيب أربعة عشر شخصًا هناك."
}
"""
WHERE = """(element) => {
  const text = [...element.childNodes].at(-1);
  const place = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().x;
  };
  return [place(0), place(text.length - 1)];
}"""


async def test_a_full_stop_stands_where_the_sentence_ends(opened):
    """In the panel a sentence in Arabic ends at its left, as a heading and among links."""
    seen = await opened(SAID, "#lane")
    for place in ("#page-sentence", "#page-said li a"):
        first, last = await seen.page.locator(place).first.evaluate(WHERE)
        assert last < first, place


async def test_the_title_stands_at_the_right(opened):
    """In the header, as in the caption of the picture."""
    seen = await opened(SAID)
    box = await seen.page.locator("h1").evaluate(
        "(e) => { const r = document.createRange(); r.selectNodeContents(e);"
        " return [r.getBoundingClientRect().right, e.getBoundingClientRect().right] }"
    )
    assert abs(box[0] - box[1]) < 2
