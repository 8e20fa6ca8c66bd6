"""From version to version: what is found hangs on what stands there, not on how it came about."""

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
PIECES = st.sampled_from(
    ["x", " ", "\n", '"', "{", "}", "# ", ' "y"', "supports: a\n", 'claim e "E"\n', "@s:2", "TODO"]
)


def diagnostics(session: Session, revision: TextDocument) -> list[str]:
    found = session.diagnostics({URI: revision}, URI)
    assert found is not None
    return [
        f"{each.location} {each.location.span} {each.code} {each.message} {each.help} "
        f"{each.tree} {each.fixes} {each.element} {[label.location.span for label in each.labels]}"
        for each in found.diagnostics
    ]


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from(TEXTS),
    edits=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), PIECES), max_size=6),
)
def test_a_desk_finds_what_a_new_one_finds(text, edits):
    """Whatever was typed before, findings are those of a first look at the same text."""
    session = Session()
    revision = TextDocument(URI, None, 0, SourceText("map", text))
    diagnostics(session, revision)
    for version, (where, cut, piece) in enumerate(edits, start=1):
        at = int(where * len(text))
        end = min(at + cut, len(text))
        text = text[:at] + piece + text[end:]
        source = SourceText("map", text)
        change = Change(at, end, at + len(piece))
        revision = TextDocument(URI, None, version, source, revision, change)
        fresh = TextDocument(URI, None, version, SourceText("map", text))
        assert diagnostics(session, revision) == diagnostics(Session(), fresh)


def test_earlier_versions_are_let_go():
    """A desk keeps what was found in the last version of a map, and nothing of those before."""
    session = Session()
    revision = TextDocument(URI, None, 0, SourceText("map", TEXTS[0]))
    for version in range(1, 30):
        session.diagnostics({URI: revision}, URI)
        text = f"{TEXTS[0]}\n# {version}"
        revision = TextDocument(URI, None, version, SourceText("map", text))
    assert len(session._found) == 1
    assert len(session._analyses) == 1
