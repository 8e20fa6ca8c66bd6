"""Accessibility of pictures: the tree that Chromium gives to screen readers."""

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
SKIPPED_ROLES = {"none", "generic", "InlineTextBox"}
PAGE = "<!DOCTYPE html><html lang=en><title>Maps</title><main><h1>Maps</h1>{}</main></html>"


@define
class AccessibleNode:
    """A node of the accessibility tree, with its children."""

    role: str
    name: str
    description: str
    id: str
    children: list["AccessibleNode"] = Factory(list)

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()


async def accessibility_tree(page) -> AccessibleNode:
    """Return the tree that Chromium gives to screen readers, without nodes that they skip."""
    session = await page.context.new_cdp_session(page)
    nodes = (await session.send("Accessibility.getFullAXTree"))["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    ids = {}
    for node in nodes:
        if node.get("role", {}).get("value", "").startswith("graphics-"):
            description = await session.send(
                "DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]}
            )
            pairs = description["node"]["attributes"]
            ids[node["nodeId"]] = dict(zip(pairs[::2], pairs[1::2], strict=True)).get("id", "")

    def read(node, parent):
        texts = {
            key: node.get(key, {}).get("value") or "" for key in ("role", "name", "description")
        }
        if not node["ignored"] and texts["role"] not in SKIPPED_ROLES:
            accessible = AccessibleNode(**texts, id=ids.get(node["nodeId"], ""))
            parent.children.append(accessible)
            parent = accessible
        for child in node.get("childIds", ()):
            if child in by_id:
                read(by_id[child], parent)

    root = AccessibleNode("", "", "", "")
    read(nodes[0], root)
    return root


def load_map(name: str) -> ArgumentMap:
    return load_resolution(MAPS / name, FileCache()).map


def statements(tree: AccessibleNode) -> dict[str, AccessibleNode]:
    """Return the nodes of the statements in order, by the end of their element's id."""
    return {node.id.partition("-s-")[2]: node for node in tree.all() if "-s-" in node.id}


@pytest.fixture(params=["alone", "in a page"])
def accessible_tree_of(request, visit):
    """Return a function that opens a picture, alone or in an HTML page, and returns its tree."""

    async def open_and_read(svg: str) -> AccessibleNode:
        is_alone = request.param == "alone"
        seen = await visit(
            svg if is_alone else PAGE.format(svg), suffix="svg" if is_alone else "html"
        )
        return await accessibility_tree(seen.page)

    return open_and_read


async def test_the_picture_is_described_as_a_whole(accessible_tree_of):
    """Its name is the title; its description has the thesis, the contents and the result."""
    tree = await accessible_tree_of(to_svg(read_map(SMALL)))
    (document,) = [node for node in tree.all() if node.role == "graphics-document"]
    assert document.name == "Does Tweety fly?"
    assert document.description == (
        "Thesis: Tweety can fly. The argument: 2 claims, 2 pieces of evidence, 1 assumption, "
        "3 counterpoints. Result: 4 accepted, 1 rejected, 3 undecided. "
        "The thesis is undecided."
    )


@pytest.mark.parametrize("name", MAP_FILES)
async def test_every_statement_occurs_once_in_order(accessible_tree_of, name):
    """Each statement is a symbol, or an object if it has links, and its name has the whole text.

    Premises come after the conclusion that they are nested in, in the order of the map.
    """
    argument_map = load_map(name)
    tree = await accessible_tree_of(to_svg(argument_map))
    nodes = statements(tree)
    assert set(nodes) == {xml_id(id_) for id_ in argument_map.statements}
    for id_, statement in argument_map.statements.items():
        node = nodes[xml_id(id_)]
        assert " ".join(clean(statement.text).split()).rstrip(".") in node.name
        assert node.description == ""
        assert {child.role for child in node.children} <= {"link"}
        assert node.role == ("graphics-object" if node.children else "graphics-symbol")
    order = list(nodes)
    for inference in argument_map.inferences.values():
        if inference.form.value == "nested":
            conclusion = order.index(xml_id(inference.conclusion))
            places = [order.index(xml_id(premise)) for premise in inference.premises]
            assert all(place > conclusion for place in places) or len(inference.premises) > 1
            assert places == sorted(places)


async def test_a_name_has_the_role_of_the_statement(accessible_tree_of):
    """A name begins with role and target; linked premises are inside an object that names both."""
    tree = await accessible_tree_of(to_svg(read_map(SMALL)))
    names = {id_: node.name for id_, node in statements(tree).items()}
    assert names["flies"] == "Claim (thesis): Tweety can fly. Undecided."
    assert names["penguin"].startswith(
        "Counterpoint (undercut) of the inference to “Tweety can fly”: Tweety may be"
    )
    assert names["song"].startswith(
        "Counterpoint (rebuttal) against “Tweety may be a penguin”: Tweety sings"
    )
    assert "Also contradicts “Granny saw it on the roof”." in names["cage"]
    (inference,) = [
        node for node in tree.all() if node.name.startswith("Reason for “Tweety can fly”")
    ]
    assert (inference.role, [node.id.partition("-s-")[2] for node in inference.children]) == (
        "graphics-object",
        ["birds", "bird", "egg"],
    )


async def test_links_are_named_after_their_source(accessible_tree_of):
    """A link has the title of the source and the locator."""
    tree = await accessible_tree_of(to_svg(read_map(SMALL)))
    links = [node.name for node in tree.all() if node.role == "link"]
    assert links == ["Birds: ¶3 “on the roof”", "Birds: ¶4"]


async def test_lines_and_legend_are_hidden(accessible_tree_of):
    """The names of statements include their content, so that only the caption is left."""
    tree = await accessible_tree_of(to_svg(read_map(SMALL), RenderOptions(strengths=True)))
    (document,) = [node for node in tree.all() if node.role == "graphics-document"]
    texts = [node.name for node in document.children if not node.role.startswith("graphics-")]
    assert texts == ["Does Tweety fly?", "¶ = Birds"]


@pytest.mark.parametrize("name", [*MAP_FILES, ""])
async def test_axe_finds_no_violations(visit, axe, name):
    """axe-core accepts every picture inside an HTML page."""
    argument_map = load_map(name) if name else read_map(SMALL)
    svg = to_svg(argument_map, RenderOptions(strengths=True, folded={argument_map.thesis or "": 3}))
    seen = await visit(PAGE.format(svg))
    assert await violations(seen, axe) == []
