"""Annotations of a picture: statuses, strengths, diagnostics and folded statements."""

import pytest
from tests.rendering.conftest import SVG, Picture, read_map

from argmap.diagnostics import Severity
from argmap.evaluation import evaluate
from argmap.evaluation.explanation import build_dispute_tree, dispute_as_map
from argmap.evaluation.strength import compute_strengths
from argmap.model import Status
from argmap.rendering import Badge, RenderOptions, to_dot, to_svg

DISPUTED = """
map "Should the tower be sold?" { thesis: sell }
claim sell "The tower should be sold" {
  claim buyer "The buyer is honest" { contradicts: cheat }
  counterpoint cheat "The buyer is a cheat"
  counterpoint dear "It is dear to us" { counterpoint rust "It rusts" }
  evidence paid "He paid" { contradicts: unpaid }
  evidence unpaid "He did not pay" { opposes: sell }
  reason need {
    assumption money "Money is needed"
    claim none "The tower brings none" { counterpoint visitors "It brings visitors" }
  }
}
"""


def icons(element):
    """Return the kinds of the icons in an element."""
    classes = [path.get("class", "").split() for path in element.iter(f"{SVG}path")]
    return [names[1] for names in classes if names[:1] == ["sign"]]


def statement_of(picture, name):
    """Return the group of a statement, and its texts as one line."""
    return picture.one(f"s-{name}"), picture.texts(f"s-{name}")


def frame(picture, id_):
    return picture.one(id_).find(f"{SVG}rect[@class='frame']")


def test_a_rejected_statement_has_an_icon_a_word_and_a_dashed_frame(draw):
    """It has a CSS class and a paler fill too."""
    picture = draw(DISPUTED)
    group, words = statement_of(picture, "dear")
    assert icons(group) == ["rejected"]
    assert "REJECTED" in words
    assert "rejected" in picture.one("card-dear").get("class").split()
    assert frame(picture, "card-dear").get("stroke-dasharray")
    assert not frame(picture, "card-rust").get("stroke-dasharray")
    assert frame(picture, "card-dear").get("fill") != frame(picture, "card-cheat").get("fill")


def test_an_undecided_statement_is_marked(draw):
    """Its icon, word and frame differ from those of a rejected statement."""
    picture = draw(DISPUTED)
    group, words = statement_of(picture, "buyer")
    assert icons(group) == ["undecided"]
    assert "UNDECIDED" in words
    dashes = {frame(picture, f"card-{name}").get("stroke-dasharray") for name in ("buyer", "dear")}
    assert len(dashes) == 2


def test_an_accepted_statement_has_only_a_check_mark(draw):
    """Accepted evidence that is docked has no mark at all."""
    picture = draw('claim a "A" { evidence e "E" }')
    group, words = statement_of(picture, "a")
    assert icons(group) == ["accepted"]
    assert words == "● CLAIM\xa0· thesis a A"
    assert icons(picture.one("s-e")) == []


def test_docked_evidence_is_marked_unless_accepted(draw):
    """A row of evidence that is undecided has an icon and a word."""
    group, words = statement_of(draw(DISPUTED), "paid")
    assert icons(group) == ["undecided"]
    assert words.startswith("UNDECIDED He paid")


def test_a_rejected_inference_has_a_faint_line(draw):
    """The card of linked premises has words for it; other lines do not change."""
    picture = draw(DISPUTED, legend=False)
    assert "DOES NOT HOLD" in picture.texts("step-need")
    faint = {line.get("id").removeprefix(picture.prefix) for line in picture.all("faint")}
    assert faint == {"line-need", "line-dear-_x3E_sell"}
    (line,) = (line for line in picture.all("faint") if line.get("id").endswith("need"))
    strong = picture.one("line-rust-_x3E_dear")
    assert line.get("stroke") != strong.get("stroke")
    widths = [float(edge.find(f"{SVG}path").get("stroke-width")) for edge in (line, strong)]
    assert widths[0] < widths[1]


def test_an_undercut_inference_is_described_on_its_accepted_premise(draw):
    """A single premise may be accepted although its inference is undercut."""
    picture = draw("""
      claim t "T" { claim p "P" }
      claim u "U" { undercuts: p -> t }
    """)
    label = picture.one("s-p").get("aria-label")
    assert "Accepted." in label
    assert "The inference does not hold." in label
    assert "faint" in picture.one("line-p-_x3E_t").get("class")
    assert "faint" not in picture.one("line-u_x2F_p-_x3E_t").get("class")


def test_statuses_are_described(draw):
    """The description counts the statuses, and labels and tooltips contain them."""
    picture = draw(DISPUTED)
    desc = picture.root.find(f"{SVG}desc").text
    assert desc.endswith("Result: 3 accepted, 2 rejected, 5 undecided. The thesis is undecided.")
    for name, status in (("dear", "Rejected"), ("buyer", "Undecided"), ("rust", "Accepted")):
        assert f"{status}." in picture.one(f"s-{name}").get("aria-label")
    assert picture.one("s-dear").find(f".//{SVG}title").text == "It is dear to us [rejected]"


def test_verdicts_can_be_omitted(draw, small):
    """Without verdicts there are no icons, words, frames or labels for statuses."""
    picture = draw(DISPUTED, verdicts=False)
    assert icons(picture.root) == []
    assert picture.all("faint") == picture.all("rejected") == picture.all("undecided") == []
    assert "REJECTED" not in picture.text
    assert "ccepted" not in picture.text.replace("cannot both be accepted", "")


def test_the_legend_explains_the_annotations_that_occur(draw):
    """It has an item for each icon and line in the picture, and no other."""

    def legend(text, **options):
        (group,) = draw(text, **options).all("legend")
        return [text.text for text in group.findall(f"{SVG}text")]

    plain = legend('claim a "A" { claim b "B" }')
    assert plain == ["supports", "accepted"]
    disputed = legend(DISPUTED)
    for meaning in (
        "defeated or unsupported",
        "neither side has won",
        "an inference that does not hold",
    ):
        assert meaning in disputed
    assert "strength, from 0 to 1" not in disputed
    assert "strength, from 0 to 1" in legend(DISPUTED, strengths=True)


def test_strengths_are_bars_with_numbers(draw):
    """On request, each statement has a bar and a number for its strength."""
    picture = draw(DISPUTED, strengths=True)
    values = compute_strengths(evaluate(read_map(DISPUTED))).statements
    for name in ("sell", "rust", "none"):
        assert f"{values[name]:.2f}" in picture.texts(f"s-{name}")
        (bar,) = picture.one(f"s-{name}").findall(f".//{SVG}rect[@class='strength']")
        assert float(bar.get("width")) == pytest.approx(34 * values[name], abs=0.06)
        assert f"Strength: {values[name]:.2f}." in picture.one(f"s-{name}").get("aria-label")
    assert 'class="strength"' not in draw(DISPUTED).text


def test_a_strength_that_does_not_converge_is_a_dash(read):
    """If the model does not converge, the bar is empty."""
    picture = Picture(to_svg(read('claim a "A"'), RenderOptions(strengths={"a": None})))
    assert picture.texts("s-a").endswith("–")
    assert "Strength: none." in picture.one("s-a").get("aria-label")


BADGES = {
    "rust": Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: nothing supports it",)),
    "need": Badge(Severity.INFO, ("STY701",), ("info STY701: a remark",)),
    "paid": Badge(Severity.ERROR, ("SRC1", "SRC2", "SRC3", "SRC4"), ("error SRC1: <b>",)),
    "": Badge(Severity.WARNING, ("DIA403",), ("warning DIA403: one-sided",)),
}


def test_diagnostics_are_badges(draw):
    """A badge has an icon, the severity and the codes, on the element of the diagnostics."""
    picture = draw(DISPUTED, diagnostics=BADGES)
    group, words = statement_of(picture, "rust")
    assert icons(group) == ["accepted", "warning"]
    assert "warning EVI301" in words
    assert "info STY701" in picture.texts("step-need")
    assert "error SRC1 SRC2 SRC3 and 1 more" in picture.texts("s-paid")
    (caption,) = picture.all("caption")
    assert "warning DIA403" in "".join(caption.itertext())
    assert picture.one("s-rust").find(f".//{SVG}title").text.endswith("nothing supports it")
    assert "info STY701: a remark" in picture.one("step-need").get("aria-label")
    legend = "".join("".join(g.itertext()) for g in picture.all("legend"))
    assert "the check found an error" in legend


def test_folded_statements_are_counted(draw):
    """A statement shows how many it represents, and the caption how many there are in all."""
    picture = draw(DISPUTED, folded={"rust": 30, "cheat": 1})
    assert "… 30 more statements in a separate picture" in picture.texts("s-rust")
    assert "… 1 more statement in a separate picture" in picture.texts("s-cheat")
    assert "30 more statements" in picture.one("s-rust").get("aria-label")
    (caption,) = picture.all("caption")
    assert "Not everything is shown: 31 statements are only" in "".join(caption.itertext())
    assert "Not everything is shown" not in draw(DISPUTED).text


def test_a_part_has_the_statuses_of_the_whole_map(read):
    """The map of a dispute is drawn with the statuses that are given."""
    argument_map = read(DISPUTED)
    evaluation = evaluate(argument_map)
    part = dispute_as_map(argument_map, build_dispute_tree(evaluation, "none"))
    statuses = {id_: evaluation.status(id_) for id_ in evaluation.node_by_id}
    picture = Picture(to_svg(part, RenderOptions(statuses=statuses)))
    assert "REJECTED" in picture.texts("s-none")
    alone = read('claim a "A" { claim b "B" }')
    rejected = {"a": Status.REJECTED, "b": Status.REJECTED}
    picture = Picture(to_svg(alone, RenderOptions(statuses=rejected, legend=False)))
    assert len(picture.all("rejected")) == 2
    assert len(picture.all("line")) == len(picture.all("faint")) == 1


def test_an_unknown_status_is_not_marked(read):
    """Statuses may be given for some statements only."""
    alone = read('claim a "A" { claim b "B" }')
    picture = Picture(to_svg(alone, RenderOptions(statuses={"a": Status.UNDECIDED})))
    assert icons(picture.one("s-a")) == ["undecided"]
    assert icons(picture.one("s-b")) == []
    assert picture.all("faint") == []


def test_dot_has_the_annotations(read):
    """The DOT has the words on the labels, faint lines and dashed frames."""
    argument_map = read(DISPUTED)
    dot = to_dot(argument_map, RenderOptions(strengths=True, diagnostics=BADGES))
    for word in ("REJECTED", "UNDECIDED", "DOES NOT HOLD", "warning EVI301", "DIA403", "0.50"):
        assert word in dot
    assert 'class="attack faint"' in dot
    assert 'style="rounded,filled,dashed"' in dot
    plain = to_dot(argument_map, RenderOptions(verdicts=False))
    assert "REJECTED" not in plain
    assert "faint" not in plain


def test_icons_stay_inside_their_card(draw):
    """Long names and schemes are truncated, so that the status fits."""
    name = "very_" * 12 + "long"
    picture = draw(f"""
      claim t "T" {{
        reason {name} {{
          scheme: argument-from-a-scheme-with-a-long-name
          claim a{name} "A" {{ counterpoint c "C" }}
          claim b "B"
        }}
      }}
    """)
    words = picture.texts(f"step-{name}")
    assert "DOES NOT HOLD" in words
    assert "…" in words
    for group in picture.all("card"):
        for text in group.iter(f"{SVG}text"):
            assert float(text.get("x")) <= float(group.find(f"{SVG}rect").get("width"))
