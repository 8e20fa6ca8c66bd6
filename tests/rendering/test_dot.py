"""The picture as DOT."""

import html
import random
import re

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tests.rendering.conftest import read_map
from tests.rendering.test_picture import HOSTILE

from argmap._isolation import run_isolated
from argmap.errors import RenderError
from argmap.rendering import RenderOptions, to_dot
from argmap.rendering.layout import graphviz


class DotFile(SingleFileSnapshotExtension):
    """A snapshot in a DOT file of its own."""

    file_extension = "dot"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def write(read):
    """Return a function that writes the map of a text as DOT."""
    return lambda text, **options: to_dot(read(text), RenderOptions(**options))


@pytest.fixture
def draw_dot():
    """Return a function that draws a DOT graph with the embedded Graphviz, as SVG."""
    pytest.importorskip("pygraphviz", reason="pygraphviz is not available on this platform")
    return lambda dot: graphviz.draw_embedded([dot])[0]


def texts_of(picture):
    """Return all texts in an SVG that Graphviz drew."""
    return html.unescape("\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture)))


def test_the_graph_matches_the_snapshot(write, small, snapshot):
    """The snapshot is a small map with every kind of element."""
    dot = re.sub("argmap [0-9a-f]{32}", "argmap DIGEST", write(small, direction="right"))
    assert dot == snapshot(extension_class=DotFile)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_graphviz_draws_the_graph(write, draw_dot, small, direction):
    """Graphviz accepts the graph, and its picture has every text."""
    texts = texts_of(draw_dot(write(small, direction=direction)))
    for sentence in ("Tweety can fly", "Granny saw it on the roof", "Birds, as a rule, can fly"):
        assert sentence in texts
    assert "contradicts" in texts
    assert "Does Tweety fly?" in texts


def test_an_undercut_ends_on_the_inference(write, small):
    """The inference's edge has a dot, where the undercut's dotted edge ends with a tee."""
    dot = write(small)
    assert re.search(r'"card-flies":\w+:\w -> "inference-wings" \[.*arrowtail=normal', dot)
    assert re.search(r'"inference-wings" -> "step-wings":\w \[.*arrowtail=none', dot)
    (undercut,) = re.findall(r'"inference-wings" -> "card-penguin":\w \[(.*)\]', dot)
    assert "arrowtail=tee" in undercut
    assert "style=dotted" in undercut


def test_links_do_not_affect_ranks(write):
    """A link has `constraint=false` and is thinner than the edges of the tree."""
    dot = write('claim a "A" { claim b "B" { supports: c } }\nclaim c "C"')
    (link,) = re.findall(r'"card-c".* -> "card-b":p0 \[(.*)\]', dot)
    assert "constraint=false" in link
    assert "penwidth=1," in link


def test_untrusted_text_is_escaped(write, draw_dot):
    """Tags, entities and Graphviz's own escapes are shown as typed."""
    texts = texts_of(draw_dot(write(HOSTILE)))
    assert "<b>bold</b> &#65; &amp; \\N \\G ]]> <!--" in texts
    assert '<script>alert(1)</script> &#65; " ]]>' in texts
    assert "\ufffd[31m red \ufffd" in texts


@pytest.mark.parametrize(
    "text",
    [
        '"];evil[shape=box',
        '\\"];evil[image=\\"/etc/passwd',
        '<TABLE><TR><TD><IMG SRC="/etc/passwd"/></TD></TR></TABLE>',
        "</TD></TR></TABLE>>, image=x, label=<",
        "\\",
        "a\nb",
    ],
)
def test_text_never_becomes_an_attribute(read, text):
    """The graph has the same nodes and attributes whatever a text, title, id or name contains.

    So a map cannot request images, shape files and the like.
    """
    from argmap.syntax import quote

    def structure(word):
        quoted = quote(word)
        source = f"""
            map {quoted} {{ author: {quoted} }}
            source s {quoted}
            section {quoted} {{
              claim a {quoted} @s:3 {quoted} {{ held-by: {quoted} }}
              claim b "B"
            }}
        """
        dot = to_dot(read(source))
        pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not available")
        graph = pygraphviz.AGraph(string=dot)
        attributes = [sorted(dict(node.attr)) for node in graph.nodes()]
        return len(graph.nodes()), len(graph.edges()), attributes, sorted(dict(graph.graph_attr))

    assert structure(text) == structure("plain")


def test_an_empty_map_has_a_note(write, draw_dot):
    """A map without statements is a graph without nodes and a note."""
    assert "This map is empty" in texts_of(draw_dot(write('map "Nothing" {}')))


def test_the_direction_is_guessed_without_graphviz(write, small, monkeypatch):
    """DOT can be written without Graphviz."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: False)
    monkeypatch.setattr(graphviz, "has_dot", lambda: False)
    assert "rankdir=TB" in write(small)
    wide = "".join(f'claim c{number} "C"' for number in range(9))
    assert "rankdir=LR" in write(f'claim t "T" {{ {wide} }}')


def test_an_unknown_theme_is_reported(write, small):
    """The theme is loaded before anything is written."""
    with pytest.raises(RenderError, match="unknown theme `sepia`"):
        write(small, theme="sepia")


def test_many_contradictions_do_not_crash_graphviz():
    """Their words are `xlabel`s: as labels of edges, they make Graphviz 14 abort."""
    pytest.importorskip("pygraphviz", reason="pygraphviz is not available on this platform")
    rng = random.Random(0)
    targets: dict[int, list[int]] = {}
    for _ in range(30):
        source, target = rng.sample(range(120), 2)
        targets.setdefault(source, []).append(target)

    def write(index: int) -> str:
        """Return a function that writes the map of a text as DOT."""
        contradictions = " ".join(f"contradicts: s{target}" for target in targets.get(index, ()))
        children = range(3 * index + 1, min(3 * index + 4, 120))
        return f'claim s{index} "S" {{ {contradictions} {" ".join(map(write, children))} }}'

    graph = to_dot(read_map(write(0)))
    (picture,) = run_isolated("argmap.rendering.layout.graphviz:draw_embedded", [graph], 60)
    assert picture.count(">contradicts<") == 30
