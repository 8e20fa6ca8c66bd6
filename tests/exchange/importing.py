"""What the tests of the formats that argmap reads share."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st

from argmap import exchange
from argmap.errors import InputError
from argmap.exchange.foreign import ForeignFile
from argmap.formatting import format_text
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText

_ROOT = Path(__file__).parents[2]


def imported(content, format_=None, name="debate", neighbors=None):
    """Return the maps of a foreign file, with their reports."""
    data = content.encode() if isinstance(content, str) else content
    file = ForeignFile(name, data, (neighbors or {}).get)
    return list(exchange.load(file, format_))


def argmap_text(content, format_=None, **kwargs):
    """Return the only map of a foreign file in argmap's language."""
    (one,) = imported(content, format_, **kwargs)
    return exchange.dump(one.map, "argmap")


def losses(content, format_=None, **kwargs):
    """Return what was changed or dropped in the only map of a foreign file, as lines."""
    (one,) = imported(content, format_, **kwargs)
    return [
        f"{loss.action.value} {loss.element}: {loss.reason}"
        + (f" ({loss.place})" if loss.place else "")
        + (f" × {loss.count}" if loss.count > 1 else "")
        for loss in one.report.losses
    ]


def reloaded(argument_map):
    """Return a map that is written in argmap's language and read back, without any mistake."""
    text = exchange.dump(argument_map, "argmap")
    document = parse(SourceText("map.argmap", text))
    assert not document.errors
    assert format_text(text) == text.lstrip("\n")  # an empty map is a blank line
    resolution = resolve(document, path=None, documents=_NoDocuments(), boundary=_ROOT)
    assert not resolution.errors
    return resolution.map


class _NoDocuments:
    """A provider of imported files that is never asked."""

    def document(self, path):
        raise AssertionError(path)


def assert_reads_or_refuses(content, format_):
    """Check that a damaged file gives maps that are valid, or one sentence about what is wrong."""
    file = ForeignFile("debate", content.encode() if isinstance(content, str) else content)
    exchange.detect(file)
    try:
        maps = imported(content, format_)
    except InputError as error:
        message = str(error)
        assert "debate" in message
        assert "\n" not in message
        return
    for one in maps:
        reloaded(one.map)


def damaged(*texts):
    """Return a strategy for texts in which parts are deleted, doubled, moved or replaced."""
    return _damaged(texts)


@st.composite
def _damaged(draw, texts):
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        part = text[start:end]
        replacement = draw(
            st.one_of(
                st.just(""),
                st.just(part * 2),
                st.just(part[::-1]),
                st.sampled_from(["null", "[]", "{}", "0", '""', *"<>&:-\0é"]),
                st.text(max_size=5).filter(lambda one: one.isprintable()),
            )
        )
        text = text[:start] + replacement + text[end:]
    return text


def shared_data(*folders):
    """Return the files of real maps in folders of the data set; skip the test without it."""
    for parent in (_ROOT.parent, _ROOT.parent.parent):
        data = parent / "shared" / "data"
        if (data / "counts.json").is_file():
            files = [
                path for folder in folders for path in (data / folder).rglob("*") if path.is_file()
            ]
            assert files
            return sorted(files)
    return pytest.skip("the real maps are not beside this repository")


@cache
def _counts(path):
    return json.loads(path.read_text(encoding="utf-8"))


def counts(path):
    """Return what an independent reader counted in a file of the data set."""
    data = next(parent for parent in path.parents if (parent / "counts.json").is_file())
    return _counts(data / "counts.json")[path.relative_to(data).as_posix()]


def totals(report):
    """Return the number of elements of each kind that a report accounts for."""
    elements = {*report.kept, *(loss.element for loss in report.losses)}
    return +Counter({element: report.total(element) for element in elements})
