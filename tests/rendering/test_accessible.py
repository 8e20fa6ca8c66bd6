"""Pictures for those who don't see them: what Chromium tells a reader of the screen."""

from pathlib import Path

import pytest
from attrs import Factory, define
from tests.browsing import violations
from tests.rendering.conftest import SMALL, read_map

from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.escaping import clean, xml_id
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = Path(__file__).parents[2] / "maps"
MAP_FILES = ("examples/bicycle-lane.argmap", "examples/tweety.argmap", "turkiye-russia/map.argmap")
SILENT = {"none", "generic", "InlineTextBox"}
PAGE = "<!DOCTYPE html><html lang=en><title>Maps</title><main><h1>Maps</h1>{}</main></html>"


@define
class Heard:
    """What is said of one thing, and of what is in it."""

    role: str
    name: str
    description: str
    id: str
    inner: list["Heard"] = Factory(list)

    def all(self):
        yield self
        for each in self.inner:
            yield from each.all()


async def hear(page) -> Heard:
    """Return the tree that Chromium gives to readers of the screen, without what they skip."""
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    ids = {}
    for node in nodes:
        if node.get("role", {}).get("value", "").startswith("graphics-"):
            found = await session.send(
                "DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]}
            )
            pairs = found["node"]["attributes"]
            ids[node["nodeId"]] = dict(zip(pairs[::2], pairs[1::2], strict=True)).get("id", "")

    def read(node, above):
        said = {
            key: node.get(key, {}).get("value") or "" for key in ("role", "name", "description")
        }
        if not node["ignored"] and said["role"] not in SILENT:
            heard = Heard(**said, id=ids.get(node["nodeId"], ""))
            above.inner.append(heard)
            above = heard
        for child in node.get("childIds", ()):
            if child in by_id:
                read(by_id[child], above)

    root = Heard("", "", "", "")
    read(nodes[0], root)
    return root


def whole(name: str) -> ArgumentMap:
    return load_resolution(MAPS / name, FileCache()).map


def statements(heard: Heard) -> dict[str, Heard]:
    """Return what is said of each statement, by the end of its element's id, in order."""
    return {each.id.partition("-s-")[2]: each for each in heard.all() if "-s-" in each.id}


@pytest.fixture(params=["alone", "in a page"])
def listen(request, visit):
    """Hear a picture: as a file of its own, or in a page of HTML."""

    async def hear_it(svg: str) -> Heard:
        is_alone = request.param == "alone"
        seen = await visit(
            svg if is_alone else PAGE.format(svg), suffix="svg" if is_alone else "html"
        )
        return await hear(seen.page)

    return hear_it


async def test_the_map_is_told_first(listen):
    """An argument map, by its title; then its thesis, what is in it, and what stands."""
    heard = await listen(to_svg(read_map(SMALL)))
    (document,) = [each for each in heard.all() if each.role == "graphics-document"]
    assert document.name == "Does Tweety fly?"
    assert document.description == (
        "Thesis: Tweety can fly. The argument: 2 claims, 2 pieces of evidence, 1 assumption, "
        "3 counterpoints. What stands: 4 accepted, 1 rejected, 3 undecided. "
        "The thesis is undecided."
    )


@pytest.mark.parametrize("name", MAP_FILES)
async def test_every_statement_is_told_once_in_order(listen, name):
    """Each is a symbol, or an object that has links; what bears on it comes after it, in the order
    of the map; its name holds the whole sentence, and nothing is said twice.
    """
    argument_map = whole(name)
    heard = await listen(to_svg(argument_map))
    told = statements(heard)
    assert set(told) == {xml_id(id_) for id_ in argument_map.statements}
    for id_, statement in argument_map.statements.items():
        one = told[xml_id(id_)]
        assert " ".join(clean(statement.text).split()).rstrip(".") in one.name
        assert one.description == ""
        assert {inner.role for inner in one.inner} <= {"link"}
        assert one.role == ("graphics-object" if one.inner else "graphics-symbol")
    order = list(told)
    for inference in argument_map.inferences.values():
        if inference.form.value == "nested":
            above = order.index(xml_id(inference.conclusion))
            places = [order.index(xml_id(premise)) for premise in inference.premises]
            assert all(place > above for place in places) or len(inference.premises) > 1
            assert places == sorted(places)


async def test_a_statement_is_told_with_what_it_does(listen):
    """By its role and what it bears on; linked premises are in an object that says so."""
    heard = await listen(to_svg(read_map(SMALL)))
    names = {id_: each.name for id_, each in statements(heard).items()}
    assert names["flies"] == "Thesis: Tweety can fly. Undecided."
    assert names["penguin"].startswith(
        "Undercut of the inference to “Tweety can fly”: Tweety may be"
    )
    assert names["song"].startswith("Rebuttal of “Tweety may be a penguin”: Tweety sings")
    assert "Also contradicts “Granny saw it on the roof”." in names["cage"]
    (inference,) = [
        each for each in heard.all() if each.name.startswith("Reason for “Tweety can fly”")
    ]
    assert (inference.role, [each.id.partition("-s-")[2] for each in inference.inner]) == (
        "graphics-object",
        ["birds", "bird", "egg"],
    )


async def test_links_are_told_by_their_source(listen):
    """A link says which source it leads to, and where in it."""
    heard = await listen(to_svg(read_map(SMALL)))
    links = [each.name for each in heard.all() if each.role == "link"]
    assert links == ["Birds: ¶3 “on the roof”", "Birds: ¶4"]


async def test_lines_and_legend_are_for_the_eye(listen):
    """What they show the statements say themselves; beside these only the caption is told."""
    heard = await listen(to_svg(read_map(SMALL), RenderOptions(strengths=True)))
    (document,) = [each for each in heard.all() if each.role == "graphics-document"]
    texts = [each.name for each in document.inner if not each.role.startswith("graphics-")]
    assert texts == ["Does Tweety fly?"]


@pytest.mark.parametrize("name", [*MAP_FILES, ""])
async def test_axe_finds_nothing_in_a_picture(visit, axe, name):
    """axe-core is content with every picture in a page of somebody else's."""
    argument_map = whole(name) if name else read_map(SMALL)
    svg = to_svg(argument_map, RenderOptions(strengths=True, folded={argument_map.thesis or "": 3}))
    seen = await visit(PAGE.format(svg))
    assert await violations(seen, axe) == []
