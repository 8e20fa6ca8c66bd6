"""The page of a map with questions, contexts, concessions, preferences and labels."""

import pytest

DECISION = """
map "Which library?"
source report "Report" { year: 2024 }
context budget "The budget is 12 million" @report:p4
question site "Which site?" {
  context one "Only one site"
  claim river "The river bank" {
    label: "River"
    outweighs: station
    concession noise "The road is loud"
    reason flood {
      label: "Floods can be managed"
      fidelity: interpretation
      confidence: likely
      claim dam "The dam holds" @report:12m30s
      context norm "Less than one flood in a hundred years"
      concession storms "No one knows the storms of 2080"
    }
  }
  claim station "The station"
}
"""


@pytest.fixture
def shown(open_page):
    """Return a function that opens the page at a sentence and returns its panel."""

    async def open_panel(id_: str) -> str:
        watched = await open_page(DECISION, f"#{id_}")
        return await watched.text("#page-panel")

    return open_panel


async def test_the_panel_of_a_question_has_its_answer_and_options(shown):
    """A context is listed too."""
    text = await shown("site")
    assert "question" in text
    assert "Answer: “River”" in text
    assert "Options ✓ accepted: The river bank ✗ rejected: The station" in text
    assert "Context Only one site" in text


async def test_the_panel_of_an_option_has_its_question(shown):
    """Also what it outweighs, and what is granted against it."""
    text = await shown("river")
    assert "option" in text
    assert "River The river bank" in text
    assert "Option of Which site?" in text
    assert "Outweighs ✗ rejected: The station" in text
    assert "Granted against it ✓ accepted: The road is loud" in text
    assert "Granted exceptions from an inference to it ✓ accepted: No one knows" in text
    assert "Opposed by" not in text


async def test_the_panel_of_a_premise_describes_its_inference(shown):
    """Its label, that it is a reading, and its confidence."""
    text = await shown("dam")
    assert "Inference Floods can be managed, our reading, likely" in text
    assert "Report, 2024 12:30" in text


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("budget", "context × The budget is 12 million"),
        ("one", "Context of Which site?"),
        ("norm", "Context of an inference to ✓ accepted: The river bank"),
        ("noise", "concession · granted × The road is loud"),
        ("storms", "Is a granted exception from an inference to ✓ accepted: The river bank"),
    ],
)
async def test_contexts_and_concessions_have_panels(shown, id_, words):
    """They say what they are about."""
    assert words in await shown(id_)


@pytest.mark.parametrize(
    ("words", "id_"),
    [
        ("hundred years", "norm"),
        ("which site", "site"),
        ("river river", "river"),
        ("floods can our reading", "dam"),
    ],
)
async def test_everything_can_be_found(open_page, words, id_):
    """Contexts, questions, labels, and the labels of inferences."""
    watched = await open_page(DECISION)
    await watched.page.fill("#page-query", words)
    await watched.page.press("#page-query", "Enter")
    assert await watched.address() == id_


async def test_keys_lead_from_a_question_to_its_options(open_page):
    """As from a statement to those below it."""
    watched = await open_page(DECISION, "#site", viewport={"width": 1200, "height": 800})
    await watched.page.press("body", "ArrowDown")
    assert await watched.address() in ("one", "river")


async def test_the_legend_in_the_help_does_not_overlap(open_page):
    """Each item has a column of its own."""
    watched = await open_page(DECISION)
    await watched.page.click("#page-help")
    overlaps = await watched.page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll("#page-legend-map > g")].map((item) =>
            item.getBoundingClientRect());
          return boxes.filter((box, index) => boxes.some((other, number) => number > index
            && box.left < other.right && other.left < box.right
            && box.top < other.bottom && other.top < box.bottom)).length;
        }"""
    )
    assert overlaps == 0
