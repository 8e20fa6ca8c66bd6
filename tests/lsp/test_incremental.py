"""Incremental checks: diagnostics depend only on the current text, not on earlier versions."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.lsp.documents import TextDocument
from argmap.lsp.session import Session
from argmap.syntax.incremental_tree import Change
from argmap.text import SourceText

ROOT = Path(__file__).parents[2]
URI = "untitled:map"
TEXTS = [
    (ROOT / "maps/examples/bicycle-lane.argmap").read_text(encoding="utf-8"),
    """\
map "M" { thesis: a }
source s "S"
claim a "A" {
  counterpoint b "B" @s:1
  # argmap: ignore[EVI301] because it is tried out
  claim c "C"
  claim d "A."
}
""",
]
INSERTIONS = st.sampled_from(
    ["x", " ", "\n", '"', "{", "}", "# ", ' "y"', "supports: a\n", 'claim e "E"\n', "@s:2", "TODO"]
)


def diagnostics(session: Session, document: TextDocument) -> list[str]:
    """Return all data of the diagnostics of a document, as text."""
    checked = session.diagnostics({URI: document}, URI)
    assert checked is not None
    return [
        f"{diagnostic.location} {diagnostic.location.span} {diagnostic.code} {diagnostic.message} "
        f"{diagnostic.help} {diagnostic.tree} {diagnostic.fixes} {diagnostic.element} "
        f"{[label.location.span for label in diagnostic.labels]}"
        for diagnostic in checked.diagnostics
    ]


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), INSERTIONS), max_size=6),
)
def test_a_session_reports_the_same_as_a_new_one(text, edits):
    """After any changes, the diagnostics are those of a new session with the same text."""
    session = Session()
    document = TextDocument(URI, None, 0, SourceText("map", text))
    diagnostics(session, document)
    for version, (fraction, deleted, inserted) in enumerate(edits, start=1):
        start = int(fraction * len(text))
        end = min(start + deleted, len(text))
        text = text[:start] + inserted + text[end:]
        source = SourceText("map", text)
        change = Change(start, end, start + len(inserted))
        document = TextDocument(URI, None, version, source, document, change)
        fresh = TextDocument(URI, None, version, SourceText("map", text))
        assert diagnostics(session, document) == diagnostics(Session(), fresh)


def test_earlier_versions_are_discarded():
    """A session keeps only the results of the last version of a map."""
    session = Session()
    document = TextDocument(URI, None, 0, SourceText("map", TEXTS[0]))
    for version in range(1, 30):
        session.diagnostics({URI: document}, URI)
        text = f"{TEXTS[0]}\n# {version}"
        document = TextDocument(URI, None, version, SourceText("map", text))
    assert len(session._checks) == 1
    assert len(session._analyses) == 1
