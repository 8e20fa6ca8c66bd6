"""Strangers' texts in a real browser: nothing runs, nothing is asked for, all of it can be read."""

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
    """Return a map of which every text is a vector: all sentences, ids, sources and sections.

    It is made without the language, which does not let most of such ids be.
    """
    statements, inferences, sources, sections = {}, {}, {}, {}

    def at(number: int) -> str:
        return vectors[number % len(vectors)]

    top = "top"
    statements[top] = Claim(id=top, text="Top", location=HERE)
    for number, vector in enumerate(vectors):
        source = Source(
            id=vector,
            title=at(number + 1),
            author=(at(number + 2), at(number + 3)),
            publisher=at(number + 4),
            date=at(number + 5),
            url=ADDRESSES[number % len(ADDRESSES)],
            doi=at(number + 6),
            note=at(number + 7),
            location=HERE,
        )
        sources[source.id] = source
        section = Section(id=f"section {vector}", title=vector, location=HERE)
        sections[section.id] = section
        common = {
            "section": section.id if number % 5 == 0 else None,
            "held_by": (at(number + 8),),
            "tags": (at(number + 9),),
            "note": at(number + 10),
            "date": at(number + 11),
            "valid_until": at(number + 12),
            "url": ADDRESSES[number % len(ADDRESSES)],
            "extra": {at(number): (at(number + 1),)},
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
                name, (child.id,), above, sign, Form.NESTED, scheme=at(number), location=HERE
            )
    return ArgumentMap(
        title=vectors[3],
        named_thesis=top,
        lang='en" onload="alert(1)',
        author=tuple(vectors[:9]),
        date=vectors[10],
        statements=statements,
        inferences=inferences,
        sources=sources,
        sections=sections,
        location=HERE,
    )


def shown(text: str) -> str:
    """Return a text as it can be read: blanks as one, impossible characters as missing ones."""
    return " ".join(clean(" ".join(text.split())).split())


@pytest.fixture(scope="module")
def hostile() -> ArgumentMap:
    """The map of vectors."""
    return hostile_map()


def test_there_are_enough_of_them():
    """For every language on the way there are some."""
    assert len(VECTORS) >= 200


async def test_as_a_picture(visit, hostile):
    """In the SVG every vector is the text of its card, and no link leads astray."""
    seen = await visit(to_svg(hostile), suffix="svg")
    titles = await seen.page.evaluate(
        "[...document.querySelectorAll('[role|=graphics] > g > title')].map(t => t.textContent)"
    )
    told = [" ".join(title.split()) for title in titles]
    for statement in hostile.statements.values():
        sentence = shown(statement.text)
        assert any(title.startswith(sentence) for title in told), sentence
    await _check_links(seen, "e => e.href.baseVal")
    await _poke(seen)


async def test_as_a_page(visit, hostile):
    """In the page too, and in the panel that tells all about each."""
    seen = await visit(to_html(hostile, RenderOptions(strengths=True)))
    sentences = await seen.page.evaluate(
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
    asked = [each for id_, each in hostile.statements.items() if _has_address(id_)]
    for statement, (sentence, panel, protocols) in zip(asked, sentences, strict=True):
        assert shown(sentence) == shown(statement.text)
        assert set(protocols) <= {*WEB, "file:", ":"}  # ":" is an address that is none
        for citation in statement.citations:
            assert shown(hostile.sources[citation.source].title) in " ".join(panel.split())
    await _check_links(seen, "e => e.href.baseVal ?? e.getAttribute('href')")
    await _poke(seen)


def _has_address(id_: str) -> bool:
    """Whether a browser can be asked for an id: one of half a surrogate pair it cannot."""
    return not re.search("[\ud800-\udfff]", id_)


async def test_searching_for_vectors(visit, hostile):
    """What is typed into the search field is text as well."""
    seen = await visit(to_html(hostile))
    for vector in VECTORS[:12]:
        await seen.page.fill("#page-query", vector)
        assert int(await seen.text("#page-count") or 0) >= bool(vector.strip())


def test_in_the_file_no_vector_is_markup(hostile):
    """What begins an element in the file is argmap's own, and nothing listens inline."""
    page = to_html(hostile)
    assert page.count("<script") == 3
    assert page.count("</script") == 3
    assert page.count("<style") == 2
    names = set(re.findall(r"<([a-zA-Z!?][\w:-]*)", page))
    assert names.isdisjoint({"img", "iframe", "object", "embed", "link", "base", "foreignObject"})
    tags = re.findall(
        r"<[a-zA-Z][^<>]*>", re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    )
    for tag in tags:
        outside = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\s(on\w+|style|srcdoc|formaction)\s*=", outside), tag


def test_in_dot_every_vector_stays_in_its_string(hostile):
    """Graphviz reads the graph, and finds in it as many nodes and edges as for harmless texts."""
    pygraphviz = pytest.importorskip("pygraphviz")

    def count(argument_map: ArgumentMap) -> tuple[int, int]:
        graph = pygraphviz.AGraph(string=to_dot(argument_map))
        counted = len(graph.nodes()), len(graph.edges())
        graph.close()
        return counted

    assert count(hostile) == count(hostile_map([f"v{number}" for number in range(len(VECTORS))]))


async def _check_links(seen, address: str) -> None:
    """See that every link leads to the web, to mail, or to a neighbouring file."""
    found = await seen.page.locator("a").evaluate_all(f"all => all.map({address})")
    assert found
    for each in found:
        scheme = re.match(r"\s*([a-zA-Z][\w+.-]*:)", each)
        assert scheme is None or scheme[1].lower() in WEB, each
        assert not each.startswith(("//", "\\"))


async def _poke(seen) -> None:
    """Let every element have the events that handlers wait for."""
    await seen.page.evaluate(
        """() => {
          for (const each of document.querySelectorAll("*")) {
            for (const kind of ["load", "error", "mouseover", "focus", "begin", "toggle"]) {
              each.dispatchEvent(new Event(kind));
            }
          }
        }"""
    )
    # Whatever these have begun has begun by the time the page has nothing left to do.
    await seen.page.evaluate("() => new Promise(done => requestIdleCallback(() => done()))")
