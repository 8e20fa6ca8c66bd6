"""What is marked on a picture: what stands, how strong it is, what was found, what is left out."""

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


def signs(element):
    """Return the kinds of the signs drawn in an element."""
    found = [path.get("class", "").split() for path in element.iter(f"{SVG}path")]
    return [words[1] for words in found if words[:1] == ["sign"]]


def symbol(picture, name):
    """Return the group of a statement, and its words as one text."""
    return picture.one(f"s-{name}"), picture.texts(f"s-{name}")


def frame(picture, id_):
    return picture.one(id_).find(f"{SVG}rect[@class='frame']")


def test_what_falls_is_marked_by_sign_word_frame_and_class(draw):
    """A rejected statement has a sign and a word, a dashed frame, and a class of its own."""
    picture = draw(DISPUTED)
    group, words = symbol(picture, "dear")
    assert signs(group) == ["rejected"]
    assert "REJECTED" in words
    assert "rejected" in picture.one("card-dear").get("class").split()
    assert frame(picture, "card-dear").get("stroke-dasharray")
    assert not frame(picture, "card-rust").get("stroke-dasharray")
    assert frame(picture, "card-dear").get("fill") != frame(picture, "card-cheat").get("fill")


def test_what_is_undecided_is_marked(draw):
    """An undecided statement has another sign, the word, and another frame than a rejected one."""
    picture = draw(DISPUTED)
    group, words = symbol(picture, "buyer")
    assert signs(group) == ["undecided"]
    assert "UNDECIDED" in words
    dashes = {frame(picture, f"card-{name}").get("stroke-dasharray") for name in ("buyer", "dear")}
    assert len(dashes) == 2


def test_what_stands_has_a_tick_and_no_word(draw):
    """An accepted statement is told by a tick alone; docked evidence that stands by nothing."""
    picture = draw('claim a "A" { evidence e "E" }')
    group, words = symbol(picture, "a")
    assert signs(group) == ["accepted"]
    assert words == "● THESIS a A"
    assert signs(picture.one("s-e")) == []


def test_docked_evidence_is_marked_where_it_does_not_stand(draw):
    """A row of evidence that is undecided says so."""
    group, words = symbol(draw(DISPUTED), "paid")
    assert signs(group) == ["undecided"]
    assert words.startswith("UNDECIDED He paid")


def test_an_inference_that_fails_is_set_back(draw):
    """Its line is faint, linked premises say that it does not hold; the others are as ever."""
    picture = draw(DISPUTED, legend=False)
    assert "DOES NOT HOLD" in picture.texts("step-need")
    faint = {line.get("id").removeprefix(picture.prefix) for line in picture.all("faint")}
    assert faint == {"line-need", "line-dear-_x3E_sell"}
    (line,) = (line for line in picture.all("faint") if line.get("id").endswith("need"))
    strong = picture.one("line-rust-_x3E_dear")
    assert line.get("stroke") != strong.get("stroke")
    widths = [float(one.find(f"{SVG}path").get("stroke-width")) for one in (line, strong)]
    assert widths[0] < widths[1]


def test_an_undercut_inference_says_so_where_its_premise_stands(draw):
    """A lone premise may be accepted and its step fail: the words say what the line shows."""
    picture = draw("""
      claim t "T" { claim p "P" }
      claim u "U" { undercuts: p -> t }
    """)
    label = picture.one("s-p").get("aria-label")
    assert "Accepted." in label
    assert "The inference does not hold." in label
    assert "faint" in picture.one("line-p-_x3E_t").get("class")
    assert "faint" not in picture.one("line-u_x2F_p-_x3E_t").get("class")


def test_statuses_are_told_in_words(draw):
    """The description counts what stands; every statement's label ends in its status."""
    picture = draw(DISPUTED)
    desc = picture.root.find(f"{SVG}desc").text
    assert desc.endswith(
        "What stands: 3 accepted, 2 rejected, 5 undecided. The thesis is undecided."
    )
    for name, status in (("dear", "Rejected"), ("buyer", "Undecided"), ("rust", "Accepted")):
        assert f"{status}." in picture.one(f"s-{name}").get("aria-label")
    assert picture.one("s-dear").find(f".//{SVG}title").text == "It is dear to us [rejected]"


def test_verdicts_can_be_left_out(draw, small):
    """Without verdicts, nothing is marked: neither sign nor word nor frame nor label."""
    picture = draw(DISPUTED, verdicts=False)
    assert signs(picture.root) == []
    assert picture.all("faint") == picture.all("rejected") == picture.all("undecided") == []
    assert "REJECTED" not in picture.text
    assert "ccepted" not in picture.text


def test_the_legend_explains_the_marks_that_occur(draw):
    """Each mark there is has its line in the legend, and no other mark has."""

    def legend(text, **options):
        (group,) = draw(text, **options).all("legend")
        return [text.text for text in group.findall(f"{SVG}text")]

    plain = legend('claim a "A" { claim b "B" }')
    assert plain == ["supports", "stands"]
    disputed = legend(DISPUTED)
    for meaning in ("does not stand", "neither side has won", "an inference that does not hold"):
        assert meaning in disputed
    assert "strength, from 0 to 1" not in disputed
    assert "strength, from 0 to 1" in legend(DISPUTED, strengths=True)


def test_strengths_are_bars_with_numbers(draw):
    """On request each card has a bar as long as its statement is strong, and the number."""
    picture = draw(DISPUTED, strengths=True)
    values = compute_strengths(evaluate(read_map(DISPUTED))).statements
    for name in ("sell", "rust", "none"):
        assert f"{values[name]:.2f}" in picture.texts(f"s-{name}")
        (bar,) = picture.one(f"s-{name}").findall(f".//{SVG}rect[@class='strength']")
        assert float(bar.get("width")) == pytest.approx(34 * values[name], abs=0.06)
        assert f"Strength: {values[name]:.2f}." in picture.one(f"s-{name}").get("aria-label")
    assert 'class="strength"' not in draw(DISPUTED).text


def test_a_strength_that_does_not_settle_is_a_dash(read):
    """Where the model does not settle there is an empty bar and a dash."""
    picture = Picture(to_svg(read('claim a "A"'), RenderOptions(strengths={"a": None})))
    assert picture.texts("s-a").endswith("–")
    assert "Strength: none." in picture.one("s-a").get("aria-label")


FOUND = {
    "rust": Badge(Severity.WARNING, ("EVI301",), ("warning EVI301: nothing supports it",)),
    "need": Badge(Severity.INFO, ("STY701",), ("info STY701: a remark",)),
    "paid": Badge(Severity.ERROR, ("SRC1", "SRC2", "SRC3", "SRC4"), ("error SRC1: <b>",)),
    "": Badge(Severity.WARNING, ("DIA403",), ("warning DIA403: one-sided",)),
}


def test_findings_are_badges(draw):
    """A finding is a sign, its severity in a word, and its code, on what it is about."""
    picture = draw(DISPUTED, diagnostics=FOUND)
    group, words = symbol(picture, "rust")
    assert signs(group) == ["accepted", "warning"]
    assert "warning EVI301" in words
    assert "info STY701" in picture.texts("step-need")
    assert "error SRC1 SRC2 SRC3 and 1 more" in picture.texts("s-paid")
    (caption,) = picture.all("caption")
    assert "warning DIA403" in "".join(caption.itertext())
    assert picture.one("s-rust").find(f".//{SVG}title").text.endswith("nothing supports it")
    assert "info STY701: a remark" in picture.one("step-need").get("aria-label")
    legend = "".join("".join(g.itertext()) for g in picture.all("legend"))
    assert "the check found an error" in legend


def test_what_is_folded_is_said(draw):
    """A statement that stands for others says how many, and the caption how many in all."""
    picture = draw(DISPUTED, folded={"rust": 30, "cheat": 1})
    assert "… 30 more statements, in its own picture" in picture.texts("s-rust")
    assert "… 1 more statement, in its own picture" in picture.texts("s-cheat")
    assert "30 more statements" in picture.one("s-rust").get("aria-label")
    (caption,) = picture.all("caption")
    assert "Not all is drawn here: 31 statements are left" in "".join(caption.itertext())
    assert "Not all is drawn" not in draw(DISPUTED).text


def test_a_part_shows_what_the_whole_map_says(read):
    """The part that a dispute is about is drawn with the statuses of the whole map."""
    argument_map = read(DISPUTED)
    evaluation = evaluate(argument_map)
    part = dispute_as_map(argument_map, build_dispute_tree(evaluation, "none"))
    statuses = {id_: evaluation.status(id_) for id_ in evaluation.numbers}
    picture = Picture(to_svg(part, RenderOptions(statuses=statuses)))
    assert "REJECTED" in picture.texts("s-none")
    alone = read('claim a "A" { claim b "B" }')
    fallen = {"a": Status.REJECTED, "b": Status.REJECTED}
    picture = Picture(to_svg(alone, RenderOptions(statuses=fallen, legend=False)))
    assert len(picture.all("rejected")) == 2
    assert len(picture.all("line")) == len(picture.all("faint")) == 1


def test_a_status_that_is_not_known_is_not_marked(read):
    """Statuses may be known of some statements only; the others bear no mark."""
    alone = read('claim a "A" { claim b "B" }')
    picture = Picture(to_svg(alone, RenderOptions(statuses={"a": Status.UNDECIDED})))
    assert signs(picture.one("s-a")) == ["undecided"]
    assert signs(picture.one("s-b")) == []
    assert picture.all("faint") == []


def test_dot_says_it_in_words(read):
    """The graph has the words on the labels, and faint lines and dashed frames."""
    argument_map = read(DISPUTED)
    dot = to_dot(argument_map, RenderOptions(strengths=True, diagnostics=FOUND))
    for word in ("REJECTED", "UNDECIDED", "DOES NOT HOLD", "warning EVI301", "DIA403", "0.50"):
        assert word in dot
    assert 'class="attack faint"' in dot
    assert 'STYLE="rounded,dashed"' in dot
    plain = to_dot(argument_map, RenderOptions(verdicts=False))
    assert "REJECTED" not in plain
    assert "faint" not in plain


def test_marks_stay_inside_of_their_card(draw):
    """However long a name and a scheme, the mark has its room and the name is what is cut."""
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
