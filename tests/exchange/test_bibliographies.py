"""The exchange formats `bibtex` and `csl`: bibliographies, whose entries are sources."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.importing import argmap_text, losses

from argmap import exchange
from argmap.errors import MissingExtra
from argmap.exchange import _bibliography, bibtex
from argmap.exchange.foreign import ForeignFile, InvalidFile
from argmap.model import ArgumentMap, Source
from argmap.model.losses import LossReport
from argmap.text import Location, SourceText, Span

NOWHERE = Location(SourceText("", ""), Span(0, 0))

BIBTEX = r"""
% from a reference manager
@string{press = "Press"}
@article{smith2020,
  author = {Smith, John and M{\"u}ller, Anna and {World Bank} and Ludwig van der Beek},
  title = "The {Cost} of {\'E}nergie \& more",
  journal = {Journal of Trade}, volume = 3, number = {4}, pages = {1--9},
  year = 2020, month = may,
  doi = {https://doi.org/10.1000/182}, url = {https://example.org/a_b},
  publisher = press # { Ltd}, keywords = {trade, cost}, abstract = {Long.}
}
@misc{DBLP:conf/x, title = {A page}, date = {2019-03-04}, institution = {Office}}
"""
SOURCES = """\
source smith2020 "The Cost of Énergie & more" {
  author: "John Smith", "Anna Müller", "World Bank", "Ludwig van der Beek"
  year: 2020
  date: 2020-05
  publisher: "Press Ltd"
  url: "https://example.org/a_b"
  doi: "10.1000/182"
  tags: trade, cost
  x-volume: "3"
  x-issue: "4"
  x-pages: "1–9"
  x-container: "Journal of Trade"
  x-type: "article-journal"
}

source DBLP-conf-x "A page" {
  year: 2019
  date: 2019-03-04
  publisher: "Office"
}
"""
CSL = [
    {
        "id": "smith2020",
        "type": "article-journal",
        "title": "The <i>Cost</i>",
        "author": [
            {"given": "John", "family": "Smith"},
            {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Beek"},
            {"literal": "World Bank"},
        ],
        "issued": {"date-parts": [[2020, 5]]},
        "container-title": "Journal of Trade",
        "publisher": "Press",
        "DOI": "10.1000/182",
        "URL": "https://example.org/",
        "abstract": "Long.",
    }
]


def sources_of(text: str) -> str:
    """Return the declarations of a map without its header."""
    return text.partition("}\n\n")[2]


def bibliography(*sources: Source) -> ArgumentMap:
    """Return a map of sources."""
    return ArgumentMap(sources={source.id: source for source in sources}, location=NOWHERE)


def reloaded(argument_map: ArgumentMap, name: str) -> list[Source]:
    """Return the sources of a map that is written and read again."""
    data = exchange.dump(argument_map, name).encode()
    (one,) = exchange.load(ForeignFile("refs", data), name)
    return list(one.map.sources.values())


# ---- BibTeX -------------------------------------------------------------------------------------


def test_bibtex_is_read():
    """Accents, strings, names and dates in all their notations become plain text."""
    assert sources_of(argmap_text(BIBTEX)) == SOURCES
    assert losses(BIBTEX) == ["dropped field abstract: a source has no such attribute (smith2020)"]


def test_bibtex_is_detected():
    """By an entry of a usual type, with comments before it."""
    assert exchange.detect(ForeignFile("refs", BIBTEX.encode())) == "bibtex"
    assert exchange.detect(ForeignFile("refs", b"@nobody spoke, and {a, b}")) is None


def test_an_entry_that_is_repeated_is_reported():
    """The first one is read."""
    text = "@misc{a, title={One}}\n@misc{a, title={Two}}\n@misc{b, title={Three}}"
    assert "One" in argmap_text(text)
    assert "Two" not in argmap_text(text)
    assert len(losses(text)) == 1


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("@misc{a, title = {", "premature end of file"),
        ("@misc{" + "{" * 100_000, "premature end of file"),
        ("@misc{a title}", "'=' expected"),
    ],
)
def test_mistakes_in_bibtex_are_reported(text, mistake):
    """What precedes a mistake in an entry is read."""
    assert losses(text, "bibtex") == [f"dropped text: syntax error in line 1: {mistake}"]


@pytest.mark.parametrize("text", ["% nothing", "@", "", "\0", "@string{a = 3}"])
def test_a_file_without_entries_is_refused(text):
    """The message says so in one sentence."""
    with pytest.raises(InvalidFile) as error:
        list(exchange.load(ForeignFile("refs.bib", text.encode()), "bibtex"))
    assert str(error.value).startswith("`refs.bib` ")
    assert "\n" not in str(error.value)


def test_the_missing_library_is_reported(monkeypatch):
    """The message has the command that installs the extra."""
    monkeypatch.setattr(bibtex, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"reading BibTeX needs the extra `sources`; run `"):
        list(exchange.load(ForeignFile("refs", BIBTEX.encode()), "bibtex"))


def test_bibtex_is_written():
    """The name of an organization is kept whole, and capitals of a title, too."""
    source = Source(
        "smith",
        "On 5 % of {all}",
        author=("Ann Smith", "World Bank"),
        year=2020,
        publisher="Press & Co",
        url="https://example.org/a_b%20c",
        location=NOWHERE,
    )
    assert exchange.dump(bibliography(source), "bibtex") == (
        "@misc{smith,\n"
        "  title = {{On 5 \\% of \\textbraceleft{}all\\textbraceright{}}},\n"
        "  author = {Ann Smith and {World Bank}},\n"
        "  year = {2020},\n"
        "  publisher = {Press \\& Co},\n"
        "  url = {https://example.org/a_b%20c}\n"
        "}\n"
    )


_TEXTS = st.text("ab é{}&%$#_~^\\;", min_size=1).map(lambda text: " ".join(text.split()))


@given(_TEXTS.filter(bool), _TEXTS)
def test_a_source_survives_bibtex(title, publisher):
    """Characters that are special in LaTeX stay what they are."""
    patch = pytest.MonkeyPatch()
    patch.setattr(bibtex, "limit_memory", lambda _size: None)
    patch.setattr(bibtex, "run_isolated", lambda _name, text, _time: bibtex.parse_entries(text))
    source = Source("a", title, year=2020, publisher=publisher or None, location=NOWHERE)
    with patch.context():
        assert reloaded(bibliography(source), "bibtex") == [source]
    patch.undo()


# ---- CSL-JSON -----------------------------------------------------------------------------------


def test_csl_is_read():
    """A particle is part of the name, and markup is removed."""
    text = sources_of(argmap_text(json.dumps(CSL)))
    assert 'source smith2020 "The Cost" {' in text
    assert 'author: "John Smith", "Ludwig van der Beek", "World Bank"' in text
    assert "date: 2020-05" in text
    assert losses(json.dumps(CSL)) == [
        "dropped field abstract: a source has no such attribute (smith2020)"
    ]


@pytest.mark.parametrize(
    "data",
    [
        CSL[0],
        {"status": "ok", "message": {**CSL[0], "title": ["The Cost"]}},
        [{"type": "book", "DOI": "10.1/2", "title": "The Cost"}],
    ],
    ids=["one entry", "an answer of Crossref", "without an id"],
)
def test_other_forms_of_csl_are_read(data):
    """A DOI resolver returns one entry, and Crossref puts it into an answer."""
    assert exchange.detect(ForeignFile("refs", json.dumps(data).encode())) == "csl"
    assert '"The Cost"' in argmap_text(json.dumps(data))


@pytest.mark.parametrize("data", [3, [3], "a", [[]]])
def test_other_json_is_refused(data):
    """The message says what a bibliography is."""
    with pytest.raises(InvalidFile, match="is not CSL-JSON: it is not a list of objects"):
        list(exchange.load(ForeignFile("refs", json.dumps(data).encode()), "csl"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(list(CSL[0])), inner),
    )
)
def test_any_values_are_read_or_refused(value):
    """A field with a value of an unexpected type is ignored."""
    entry = dict.fromkeys(CSL[0], value)
    list(exchange.load(ForeignFile("refs", json.dumps([entry]).encode()), "csl"))


def test_a_source_survives_csl():
    """What has an attribute in argmap comes back."""
    source = Source(
        "smith",
        "The Cost",
        author=("Ludwig van der Beek", "World Bank", "Plato"),
        year=2020,
        date="2020-05-01",
        publisher="Press",
        doi="10.1000/182",
        url="https://example.org/",
        lang="en",
        tags=("trade",),
        note="Read it.",
        extra={"x-type": ("book",), "x-pages": ("1-9",)},
        location=NOWHERE,
    )
    assert reloaded(bibliography(source), "csl") == [source]


# ---- Both ---------------------------------------------------------------------------------------


def test_one_bibliography_becomes_the_other():
    """BibTeX comes back from CSL-JSON as it was read."""
    (one,) = exchange.load(ForeignFile("refs", BIBTEX.encode()), "bibtex")
    assert reloaded(one.map, "csl") == list(one.map.sources.values())


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Smith", ("Ann", "Smith")),
        ("Smith, Ann", ("Ann", "Smith")),
        ("Ludwig van der Beek", ("Ludwig", "van der Beek")),
        ("Plato", None),
        ("World Bank", None),
        ("Office for National Statistics", None),
    ],
)
def test_a_name_is_split(name, parts):
    """A source has a name in one text, so an organization is recognized by its words."""
    assert _bibliography.split_name(name) == parts


@pytest.mark.parametrize("name", ["bibtex", "csl"])
def test_the_rest_of_a_map_is_reported(name):
    """A bibliography has only the sources."""
    map_ = 'source a "A" { text: "a.txt" }\nclaim b "B" { evidence c "C" @a }'
    from argmap.workspace.load import load_bytes

    report = LossReport()
    exchange.dump(load_bytes(map_.encode()).map, name, report)
    assert [(loss.element, loss.count) for loss in report.losses] == [
        ("statement", 2),
        ("source text", 1),
    ]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024-05-31", "2024-05-31"),
        ("2024-5", "2024-05"),
        ("2024", "2024"),
        ("2024-13", "2024"),
        ("0000", ""),
        ("in press", ""),
    ],
)
def test_a_date_is_normalized(written, date):
    """A part that is not valid is left out."""
    assert _bibliography.normalized_date(written) == date
