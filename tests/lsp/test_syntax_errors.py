"""Features on maps with syntax errors: a file usually has some while it is written.

Each line of a map is damaged in turn. Requests about the other lines must have the same answers as
before. Because there are thousands of requests, the features are called directly, without a server.
"""

import os
from pathlib import Path

import pytest

from argmap.lsp.completion_context import ExpectedKind, read_completion_context
from argmap.lsp.markup import element_markdown
from argmap.lsp.session import MapAnalysis
from argmap.lsp.syntax_lookup import declarations
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText

ROOT = Path(__file__).parents[2]
MAPS = [
    *sorted((ROOT / "maps" / "examples").glob("*.argmap")),
    *(ROOT / "maps/turkiye-russia" / name for name in ("history.argmap", "now.argmap")),
]
if os.environ.get("HYPOTHESIS_PROFILE") != "thorough":
    # Every line of the others is damaged in the same ways, which takes four minutes.
    MAPS = [path for path in MAPS if path.stem in ("bicycle-lane", "hospital-robot", "tweety")]


class NoFiles:
    """A `argmap.resolve.DocumentProvider` without files."""

    def document(self, path):
        raise FileNotFoundError(str(path))


def analyze(text):
    document = parse(SourceText("map.argmap", text))
    return MapAnalysis(resolve(document, path=None, documents=NoFiles(), boundary=ROOT))


DAMAGES = {
    "truncated": lambda line: line[: len(line) // 2],
    "no first quote": lambda line: line.replace('"', "", 1),
    "no last quote": lambda line: '"'.join(line.rsplit('"', 2)[:-1]),
    "no braces": lambda line: line.replace("{", "").replace("}", ""),
    "an extra word": lambda line: line.replace(" ", " nonsense ", 1),
    "a misspelled word": lambda line: line[:-1].replace("a", "aa", 1) + line[-1:],
    "an extra colon": lambda line: f"{line} :",
}


def offsets_of_ids(analysis):
    """Return the offset of each id in its declaration."""
    return {
        id_: item.id.span.start
        for id_, (_, item) in analysis.occurrences.declarations.items()
        if item.id is not None
    }


def line_of(text, offset):
    return text.count("\n", 0, offset)


def references(analysis, text, excluded):
    """Return the target of each name and the lines of its uses, except on the excluded line."""
    occurrences, source = analysis.occurrences, analysis.resolution.documents[0].source
    result = {}
    for occurrence in occurrences.in_source(source):
        line = line_of(text, occurrence.location.span.start)
        if line == excluded:
            continue
        uses = {
            line_of(text, use.location.span.start)
            for use in occurrences.of_target(occurrence.target)
        }
        column = occurrence.location.start.column
        result[line, column] = occurrence.target, tuple(sorted(uses - {excluded}))
    return result


def symbols(analysis, text, excluded):
    """Return the line, keyword and id of each declaration, except on the excluded line."""
    return {
        (line, declaration.keyword.text, declaration.id and declaration.id.text)
        for declaration, _ in declarations(analysis.resolution.documents[0])
        if (line := line_of(text, declaration.keyword.span.start)) != excluded
    }


def damaged_texts(path):
    """Yield the number of each line, a kind of damage, and the text in which the line has it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines):
        for kind, damage in DAMAGES.items():
            damaged = damage(line)
            if line.strip() and damaged != line:
                yield number, kind, "\n".join([*lines[:number], damaged, *lines[number + 1 :]])


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_a_damaged_line_does_not_affect_the_other_lines(path):
    """Symbols, definitions and references on all other lines stay the same."""
    intact_text = path.read_text(encoding="utf-8")
    intact = analyze(intact_text)
    failures = []
    for number, kind, text in damaged_texts(path):
        damaged = analyze(text)
        lost = symbols(intact, intact_text, number) - symbols(damaged, text, number)
        before = references(intact, intact_text, number)
        after = references(damaged, text, number)
        ids_on_line = {
            id_
            for id_, start in offsets_of_ids(intact).items()
            if line_of(intact_text, start) == number
        }
        changed = {
            position: reference
            for position, reference in before.items()
            if reference[0] not in ids_on_line and after.get(position) != reference
        }
        if lost or changed:
            failures.append((number + 1, kind, sorted(map(str, lost)), changed))
    assert failures == []


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_hover_and_completion_work_on_the_other_lines(path):
    """Statements on other lines have a tooltip, and a new line at the end has completions."""
    intact_text = path.read_text(encoding="utf-8")
    intact = analyze(intact_text)
    starts = offsets_of_ids(intact)
    for number, kind, text in damaged_texts(path):
        damaged = analyze(text)
        for id_, start in starts.items():
            statement = intact.map.statements.get(id_)
            if statement is None or line_of(intact_text, start) == number:
                continue
            tooltip = element_markdown(damaged, id_)
            assert statement.text[:10] in damaged.map.statements[id_].text, (number, kind, id_)
            assert tooltip.startswith(f"**{statement.kind}**"), (number, kind, id_)
        offset = text.rindex("\n")
        document = parse(SourceText("m", f"{text[:offset]}\n\n"))
        context = read_completion_context(document, offset + 1)
        assert context.expected in (ExpectedKind.ITEM, ExpectedKind.VALUE), (number, kind)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('claim a "A" {\n  claim b "B"\n} :\nclaim c "C"\n', ["a", "b", "c"]),
        ('map word "M" {\n  thesis: a\n}\nclaim a "A"\n', [None, "a"]),
        ('map "M" {\n  thesis: a\n  lan\n}\nclaim a "A"\n', [None, "a"]),
    ],
)
def test_a_stray_token_does_not_affect_valid_declarations(text, ids):
    """A colon after a block, or an unexpected word, is one error, and no declaration is lost."""
    analysis = analyze(text)
    (document,) = analysis.resolution.documents
    assert len(document.errors) == 1
    found = [declaration.id and declaration.id.text for declaration, _ in declarations(document)]
    assert found == ids
    if "thesis" in text:
        assert analysis.map.named_theses == ("a",)
