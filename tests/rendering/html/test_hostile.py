"""Hostile texts in a real browser: no script runs, no request is sent, and all text can be read."""

import re
from collections.abc import Sequence

import pytest
from tests.rendering.vectors import ADDRESSES, VECTORS

from argmap.model import (
    ArgumentMap,
    Assumption,
    Citation,
    Claim,
    Counterpoint,
    Evidence,
    Form,
    Inference,
    Polarity,
    Section,
    Source,
)
from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.escaping import clean
from argmap.rendering.html import to_html
from argmap.text import Location, SourceText, Span

HERE = Location(SourceText("hostile.argmap", ""), Span(0, 0))
WEB = ("http:", "https:", "mailto:")


def hostile_map(vectors: Sequence[str] = VECTORS) -> ArgumentMap:
    """Return a map in which every text is an attack vector: sentences, ids, sources and sections.

    It is not made from source text, because the language does not allow most of these ids.
    """
    statements, inferences, sources, sections = {}, {}, {}, {}

    def vector_at(number: int) -> str:
        return vectors[number % len(vectors)]

    top = "top"
    statements[top] = Claim(id=top, text="Top", location=HERE)
    for number, vector in enumerate(vectors):
        source = Source(
            id=vector,
            title=vector_at(number + 1),
            author=(vector_at(number + 2), vector_at(number + 3)),
            publisher=vector_at(number + 4),
            date=vector_at(number + 5),
            url=ADDRESSES[number % len(ADDRESSES)],
            doi=vector_at(number + 6),
            note=vector_at(number + 7),
            location=HERE,
        )
        sources[source.id] = source
        section = Section(id=f"section {vector}", title=vector, location=HERE)
        sections[section.id] = section
        common = {
            "section": section.id if number % 5 == 0 else None,
            "held_by": (vector_at(number + 8),),
            "tags": (vector_at(number + 9),),
            "note": vector_at(number + 10),
            "date": vector_at(number + 11),
            "valid_until": vector_at(number + 12),
            "url": ADDRESSES[number % len(ADDRESSES)],
            "extra": {vector_at(number): (vector_at(number + 1),)},
            "location": HERE,
        }
        kind = (Claim, Assumption, Counterpoint)[number % 3]
        statement = kind(id=f"{vector}", text=vector, **common)
        cited = Citation(source.id, quotation=vector, location=HERE)
        ground = Evidence(id=f"e {vector}", text=vector, citations=(cited,), **common)
        polarity = Polarity.CON if kind is Counterpoint else Polarity.PRO
        for child, above, sign in (
            (statement, top, polarity),
            (ground, statement.id, Polarity.PRO),
        ):
            statements[child.id] = child
            name = f"{child.id}->{above}"
            inferences[name] = Inference(
                name, (child.id,), above, sign, Form.NESTED, scheme=vector_at(number), location=HERE
            )
    return ArgumentMap(
        title=vectors[3],
        named_theses=(top,),
        lang='en" onload="alert(1)',
        author=tuple(vectors[:9]),
        date=vectors[10],
        statements=statements,
        inferences=inferences,
        sources=sources,
        sections=sections,
        location=HERE,
    )


def displayed(text: str) -> str:
    """Return a text as a browser displays it: with single spaces and replaced characters."""
    return " ".join(clean(" ".join(text.split())).split())


@pytest.fixture(scope="module")
def hostile() -> ArgumentMap:
    """The map of attack vectors."""
    return hostile_map()


def test_there_are_enough_vectors():
    """There are vectors for every format between the map and the browser."""
    assert len(VECTORS) >= 200


async def test_a_hostile_picture(visit, hostile):
    """In the SVG, every vector is the text of its card, and no link is unsafe."""
    watched = await visit(to_svg(hostile), suffix="svg")
    titles = await watched.page.evaluate(
        "[...document.querySelectorAll('[role|=graphics] > g > title')].map(t => t.textContent)"
    )
    displayed_titles = [" ".join(title.split()) for title in titles]
    for statement in hostile.statements.values():
        sentence = displayed(statement.text)
        assert any(title.startswith(sentence) for title in displayed_titles), sentence
    await _check_links(watched, "e => e.href.baseVal")
    await _fire_events(watched)


async def test_a_hostile_page(visit, hostile):
    """On the page and in its panel, every vector is text, and no link is unsafe."""
    watched = await visit(to_html(hostile, RenderOptions(strengths=True)))
    sentences = await watched.page.evaluate(
        """ids => ids.map((id) => {
          history.replaceState(null, "", "#" + encodeURIComponent(id));
          window.dispatchEvent(new PopStateEvent("popstate"));
          return [
            document.getElementById("page-sentence").textContent,
            document.getElementById("page-said").textContent,
            [...document.querySelectorAll("#page-said a")].map((a) => a.protocol),
          ];
        })""",
        [id_ for id_ in hostile.statements if _has_address(id_)],
    )
    shown = [statement for id_, statement in hostile.statements.items() if _has_address(id_)]
    for statement, (sentence, panel, protocols) in zip(shown, sentences, strict=True):
        assert displayed(sentence) == displayed(statement.text)
        assert set(protocols) <= {*WEB, "file:", ":"}  # ":" is the protocol of an invalid URL
        for citation in statement.citations:
            assert displayed(hostile.sources[citation.source].title) in " ".join(panel.split())
    await _check_links(watched, "e => e.href.baseVal ?? e.getAttribute('href')")
    await _fire_events(watched)


def _has_address(id_: str) -> bool:
    """Whether an id can be part of an address: half a surrogate pair cannot."""
    return not re.search("[\ud800-\udfff]", id_)


async def test_searching_for_vectors(visit, hostile):
    """What the reader types into the search field is text too."""
    watched = await visit(to_html(hostile))
    for vector in VECTORS[:12]:
        await watched.page.fill("#page-query", vector)
        assert int(await watched.text("#page-count") or 0) >= bool(vector.strip())


def test_no_vector_is_markup(hostile):
    """The file contains no elements except those of argmap, and no inline event handlers."""
    page = to_html(hostile)
    assert page.count("<script") == 3
    assert page.count("</script") == 3
    assert page.count("<style") == 4  # of the page, the pictures, and the overview on two screens
    names = set(re.findall(r"<([a-zA-Z!?][\w:-]*)", page))
    assert names.isdisjoint({"img", "iframe", "object", "embed", "link", "base", "foreignObject"})
    tags = re.findall(
        r"<[a-zA-Z][^<>]*>", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    )
    for tag in tags:
        outside = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\s(on\w+|style|srcdoc|formaction)\s*=", outside), tag


def test_every_vector_stays_in_its_dot_string(hostile):
    """Graphviz finds as many nodes and edges in the DOT as for harmless texts."""
    pygraphviz = pytest.importorskip("pygraphviz")

    def count(argument_map: ArgumentMap) -> tuple[int, int]:
        graph = pygraphviz.AGraph(string=to_dot(argument_map))
        counted = len(graph.nodes()), len(graph.edges())
        graph.close()
        return counted

    assert count(hostile) == count(hostile_map([f"v{number}" for number in range(len(VECTORS))]))


async def _check_links(watched, address: str) -> None:
    """Check that every link leads to the web, to mail, or to a relative path."""
    urls = await watched.page.locator("a").evaluate_all(f"all => all.map({address})")
    assert urls
    for url in urls:
        scheme = re.match(r"\s*([a-zA-Z][\w+.-]*:)", url)
        assert scheme is None or scheme[1].lower() in WEB, url
        assert not url.startswith(("//", "\\"))


async def _fire_events(watched) -> None:
    """Dispatch to every element the events that could run a script."""
    await watched.page.evaluate(
        """() => {
          for (const element of document.querySelectorAll("*")) {
            for (const kind of ["load", "error", "mouseover", "focus", "begin", "toggle"]) {
              element.dispatchEvent(new Event(kind));
            }
          }
        }"""
    )
    # Wait until the page is idle: by then, any script has started.
    await watched.page.evaluate("() => new Promise(done => requestIdleCallback(() => done()))")
