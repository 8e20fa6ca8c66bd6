"""Maps as pictures, differences, graphs and tables."""

import json

import pytest
from tests.real import require_module

import argmap

BUS = """map "Bus" { thesis: bus }
source diary "Diary"
section s "Costs" { claim bus "We should take the bus" @diary:3 { tags: money
  evidence cheap "A ticket costs two francs"
  counterpoint late "It is always late" { counterpoint lane "It has a lane of its own" }
} }"""


@pytest.fixture
def bus():
    return argmap.loads(BUS)


# ---- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("format_", "start"),
    [("svg", "<svg"), ("html", "<!doctype html>"), ("dot", "digraph"), ("outline", "# Bus")],
)
def test_text_formats_are_strings(bus, format_, start):
    """The same as the command writes."""
    assert argmap.render(bus, format=format_).lower().startswith(start.lower())


@pytest.mark.parametrize(("format_", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_binary_formats_are_bytes(bus, format_, start):
    """They need the extra `print`."""
    require_module("typst")
    assert argmap.render(bus, format=format_).startswith(start)


def test_an_overview_needs_parts(bus):
    """As for the command: the map has only one section."""
    with pytest.raises(argmap.InputError, match="only one part, and an overview shows several"):
        argmap.render(bus, overview=True)
    parts = argmap.loads(
        'map "M" section a "Costs" { claim x "X" } section b "Time" { claim y "Y" }'
    )
    assert "Costs" in argmap.render(parts, overview=True)


def test_a_view_is_a_part_of_the_map(bus):
    """With the status in the whole map."""
    svg = argmap.render(bus, view=argmap.View(focus="late", depth=0))
    assert "It is always" in svg
    assert "has a lane" not in svg
    assert "REJECTED" in svg
    rejected = argmap.View(only="rejected")
    assert argmap.render(bus, view=rejected) == argmap.render(
        bus, view=argmap.View(only=argmap.Status.REJECTED)
    )
    with pytest.raises(argmap.InputError, match="did you mean `late`"):
        argmap.render(bus, view=argmap.View(focus="laet"))


def test_verdicts_are_those_of_the_evaluation(bus):
    """A supposition is drawn; strengths are those of its method."""
    supposed = argmap.evaluate(bus, suppose={"lane": "rejected"})
    assert argmap.render(bus) != argmap.render(supposed)
    strengths = argmap.render(argmap.evaluate(bus, strength="df-quad"), strengths=True)
    assert strengths != argmap.render(bus, strengths=True)


def test_a_page_has_its_size(bus):
    """A4 is 595 by 842 points; several pages need a PDF."""
    assert 'height="841.89' in argmap.render(bus, page="a4") or 'height="595.28' in (
        argmap.render(bus, page="a4")
    )
    many = argmap.MapBuilder("Many")
    for number in range(120):
        many.claim(f"A claim with the number {number} that takes a line", id=f"c{number}")
    with pytest.raises(argmap.RenderError, match="pages"):
        argmap.render(many.build(), page="a4")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "htlm"}, "did you mean `html`"),
        ({"layout": "round"}, "layout"),
        ({"page": "a44"}, "a44"),
        ({"format": "dot", "page": "a4"}, "no pages"),
    ],
)
def test_unknown_values_are_reported(bus, options, message):
    """With what exists."""
    with pytest.raises((ValueError, argmap.ArgmapError), match=message):
        argmap.render(bus, **options)
    with pytest.raises(TypeError, match="thme"):
        argmap.render(bus, thme="contrast")


# ---- Files ---------------------------------------------------------------------------------------


def test_the_extension_decides_the_format(bus, tmp_path):
    """Another one is that of the language; a format can be named."""
    argmap.dump(bus, tmp_path / "bus.json")
    assert json.loads((tmp_path / "bus.json").read_text())["title"] == "Bus"
    argmap.dump(bus, tmp_path / "bus.graphml")
    assert "<graphml" in (tmp_path / "bus.graphml").read_text()
    argmap.dump(bus, tmp_path / "bus.argmap")
    assert argmap.load(tmp_path / "bus.argmap") == bus
    argmap.dump(bus, tmp_path / "bus.txt", format="outline")
    assert (tmp_path / "bus.txt").read_text().startswith("# Bus")
    with pytest.raises(argmap.InputError, match="cannot be written"):
        argmap.dump(bus, tmp_path / "bus.txt" / "folder.argmap")


def test_other_formats_are_loaded(bus, tmp_path):
    """From files and strings, with what they lose."""
    aif = argmap.dumps(bus, "aif")
    (tmp_path / "bus.json").write_text(aif, encoding="utf-8")
    loaded = argmap.load(tmp_path / "bus.json", format="aif")
    assert {one.text for one in loaded} == {one.text for one in bus}
    assert [str(loss) for loss in argmap.loads(aif, format="aif").losses] == [
        str(loss) for loss in loaded.losses
    ]


@pytest.mark.parametrize("call", [argmap.dumps, lambda _, name: argmap.loads("", format=name)])
def test_an_unknown_format_is_reported(bus, call):
    """With a similar one."""
    with pytest.raises(ValueError, match="did you mean `argdown`"):
        call(bus, "argdwon")


# ---- Checks --------------------------------------------------------------------------------------


def test_maps_texts_and_files_are_checked(bus, tmp_path):
    """With the same reports."""
    path = tmp_path / "bus.argmap"
    path.write_text(BUS, encoding="utf-8")
    codes = [diagnostic.code for diagnostic in argmap.check(path)]
    assert codes == [diagnostic.code for diagnostic in argmap.check([path])]
    assert codes == [diagnostic.code for diagnostic in argmap.check(text=BUS, filename=path)]
    assert set(codes) == {diagnostic.code for diagnostic in argmap.check(bus)} == {"EVI302"}
    assert argmap.check(path, ignore=["EVI302"]) == []
    assert argmap.check(path, select=["REF"]) == []
    assert argmap.check(bus, ignore=["EVI302"]) == argmap.check(text=BUS, select=["REF"]) == []
    with pytest.raises(TypeError, match="only one"):
        argmap.check()
    with pytest.raises(argmap.InputError, match="unknown rule `XYZ999`"):
        argmap.check(path, select=["XYZ999"])


# ---- Differences ---------------------------------------------------------------------------------


def test_a_difference_lists_statements_and_flips(bus):
    """By their ids in the new version."""
    document = argmap.MapEditor(BUS)
    document["cheap"].text = "A ticket costs three francs"
    document.remove("lane")
    document.add_counterpoint("bus", "It is full", id="full")
    difference = argmap.diff(bus, document.argument_map)
    assert [one.id for one in difference.added] == ["full"]
    assert [one.id for one in difference.removed] == ["lane"]
    assert {id_: new.text for id_, (_, new) in difference.changed.items()} == {
        "cheap": "A ticket costs three francs"
    }
    assert [flip.id for flip in difference.flips] == ["bus", "late"]
    assert not difference.is_same
    assert "accepted → rejected" in difference.to_text()
    assert "three" in difference._repr_svg_()
    assert argmap.diff(bus, bus).is_same
    assert repr(argmap.diff(bus, bus)) == "<MapDifference: no statement differs>"


# ---- Graphs and tables ---------------------------------------------------------------------------


def test_a_graph_has_statements_and_inferences(bus):
    """The edges lead from the premises to the conclusion."""
    networkx = require_module("networkx")
    graph = argmap.to_networkx(bus)
    assert networkx.ancestors(graph, "bus") == {
        *("cheap", "late", "lane", "cheap->bus", "late->bus", "lane->late")
    }
    assert graph.nodes["late"]["status"] == "rejected"
    assert graph.edges["late->bus", "bus"]["relation"] == "attack"
    assert graph.nodes["bus"]["thesis"]


def test_a_table_has_a_row_for_each_statement(bus):
    """With the status of the given evaluation."""
    require_module("pandas")
    table = argmap.to_pandas(argmap.evaluate(bus, suppose={"lane": "rejected"}))
    assert list(table.index) == ["bus", "cheap", "late", "lane"]
    assert list(table["status"]) == ["rejected", "accepted", "accepted", "rejected"]
    assert list(table["depth"]) == [0, 1, 1, 2]
    row = table.loc["bus"]
    assert (row["section"], row["sources"], row["tags"]) == ("Costs", "diary", "money")
    assert (row["supporters"], row["attackers"], row["thesis"]) == (1, 1, True)
    assert len(argmap.to_pandas(argmap.MapBuilder().build())) == 0
