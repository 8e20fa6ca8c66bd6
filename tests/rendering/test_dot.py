"""The graph in Graphviz's language."""

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
    """A snapshot in a file of its own that Graphviz can draw."""

    file_extension = "dot"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def write(read):
    """Write a map's text as DOT."""
    return lambda text, **options: to_dot(read(text), RenderOptions(**options))


@pytest.fixture
def drawn():
    """Let the embedded Graphviz draw a DOT, and return its SVG."""
    pytest.importorskip("pygraphviz", reason="pygraphviz is not there for this platform")
    return lambda dot: graphviz.draw_embedded([dot])[0]


def texts_of(picture):
    """Return all that is written in an SVG of Graphviz."""
    return html.unescape("\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture)))


def test_the_graph_as_it_is(write, small, snapshot):
    """A small map with something of everything is written as it was when last looked at."""
    assert write(small, direction="right") == snapshot(extension_class=DotFile)


@pytest.mark.parametrize("direction", ["down", "right"])
def test_graphviz_draws_it(write, drawn, small, direction):
    """Graphviz reads what is written, and every sentence is in its picture."""
    said = texts_of(drawn(write(small, direction=direction)))
    for sentence in ("Tweety can fly", "Granny saw it on the roof", "Birds, as a rule, can fly"):
        assert sentence in said
    assert "contradicts" in said
    assert "Does Tweety fly?" in said


def test_an_undercut_ends_on_the_inference(write, small):
    """The step's edge runs over a dot, and the undercut's edge ends there, dotted, with a tee."""
    dot = write(small)
    assert re.search(r'"card-flies":\w+:\w -> "inference-wings" \[.*arrowtail=normal', dot)
    assert re.search(r'"inference-wings" -> "step-wings":\w \[.*arrowtail=none', dot)
    (undercut,) = re.findall(r'"inference-wings" -> "card-penguin":\w \[(.*)\]', dot)
    assert "arrowtail=tee" in undercut
    assert "style=dotted" in undercut


def test_links_across_never_rank(write):
    """An edge across the tree has `constraint=false` and is thinner than the tree's own."""
    dot = write('claim a "A" { claim b "B" { supports: c } }\nclaim c "C"')
    (link,) = re.findall(r'"card-c".* -> "card-b":p0 \[(.*)\]', dot)
    assert "constraint=false" in link
    assert "penwidth=0.9" in link


def test_hostile_texts_are_only_text(write, drawn):
    """Tags, entities and Graphviz's own escapes are shown as typed."""
    said = texts_of(drawn(write(HOSTILE)))
    assert "<b>bold</b> &#65; &amp; \\N \\G ]]> <!--" in said
    assert '<script>alert(1)</script> &#65; " ]]>' in said
    assert "\ufffd[31m red \ufffd" in said


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
def test_no_text_becomes_an_attribute(read, text):
    """Whatever a text, a title, an id or a name says, the graph has the same nodes and attributes.

    Images, shape files and their like can so never be asked for.
    """
    from argmap.syntax import quote

    def skeleton(word):
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
        pygraphviz = pytest.importorskip("pygraphviz", reason="pygraphviz is not there")
        graph = pygraphviz.AGraph(string=dot)
        attributes = [sorted(dict(node.attr)) for node in graph.nodes()]
        return len(graph.nodes()), len(graph.edges()), attributes, sorted(dict(graph.graph_attr))

    assert skeleton(text) == skeleton("plain")


def test_an_empty_map_says_so(write, drawn):
    """A map without a statement is a graph without nodes that says it is empty."""
    assert "This map is empty" in texts_of(drawn(write('map "Nothing" {}')))


def test_nothing_is_laid_out_where_no_engine_is(write, small, monkeypatch):
    """A graph can be written without any Graphviz; its direction is then guessed."""
    monkeypatch.setattr(graphviz, "has_embedded", lambda: False)
    monkeypatch.setattr(graphviz, "has_dot", lambda: False)
    assert "rankdir=TB" in write(small)
    wide = "".join(f'claim c{number} "C"' for number in range(9))
    assert "rankdir=LR" in write(f'claim t "T" {{ {wide} }}')


def test_an_unknown_theme_is_told(write, small):
    """The theme is looked for before anything is written."""
    with pytest.raises(RenderError, match="unknown theme `sepia`"):
        write(small, theme="sepia")


def test_many_contradictions_do_not_end_graphviz():
    """Their words take no part in the layout: as labels of edges they make Graphviz 14 abort."""
    pytest.importorskip("pygraphviz", reason="pygraphviz is not there for this platform")
    rng = random.Random(0)
    against: dict[int, list[int]] = {}
    for _ in range(30):
        one, other = rng.sample(range(120), 2)
        against.setdefault(one, []).append(other)

    def write(index: int) -> str:
        said = " ".join(f"contradicts: s{other}" for other in against.get(index, ()))
        below = range(3 * index + 1, min(3 * index + 4, 120))
        return f'claim s{index} "S" {{ {said} {" ".join(map(write, below))} }}'

    graph = to_dot(read_map(write(0)))
    (picture,) = run_isolated("argmap.rendering.layout.graphviz:draw_embedded", [graph], 60)
    assert picture.count(">contradicts<") == 30
