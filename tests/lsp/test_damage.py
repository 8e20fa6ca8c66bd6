"""A file is broken most of the time while it is written: all else goes on working.

Every line of a real map is damaged in turn; what is asked about the other lines is answered as it
was before. The features are asked through the server's own parts, without a process between, as
there are thousands of questions.
"""

from pathlib import Path

import pytest

from argmap.lsp.features.completion import ExpectedKind, read_completion_context
from argmap.lsp.markup import element_markdown
from argmap.lsp.session import MapAnalysis
from argmap.lsp.syntax_lookup import declarations
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText

ROOT = Path(__file__).parents[2]
MAPS = sorted((ROOT / "maps" / "examples").glob("*.argmap"))
PARTS = [ROOT / "maps/turkiye-russia" / name for name in ("history.argmap", "now.argmap")]


class Nothing:
    """No other files (see `argmap.resolve.Library`)."""

    def document(self, path):
        raise FileNotFoundError(str(path))


def look(text):
    document = parse(SourceText("map.argmap", text))
    return MapAnalysis(resolve(document, path=None, documents=Nothing(), boundary=ROOT))


DAMAGES = {
    "half": lambda line: line[: len(line) // 2],
    "without a quote": lambda line: line.replace('"', "", 1),
    "without its last quote": lambda line: '"'.join(line.rsplit('"', 2)[:-1]),
    "without a brace": lambda line: line.replace("{", "").replace("}", ""),
    "a word too many": lambda line: line.replace(" ", " nonsense ", 1),
    "a misspelled word": lambda line: line[:-1].replace("a", "aa", 1) + line[-1:],
    "a colon too many": lambda line: f"{line} :",
}


def named(analysis):
    """Return the ids of a map's named elements, each with the line it is declared in."""
    return {
        id_: item.id.span.start
        for id_, (_, item) in analysis.names.heads.items()
        if item.id is not None
    }


def line_of(text, offset):
    return text.count("\n", 0, offset)


def answers(analysis, text, without):
    """Return what is answered about all lines but one, with lines for places."""
    names, source = analysis.names, analysis.resolution.documents[0].source
    found = {}
    for occurrence in names.within(source):
        line = line_of(text, occurrence.location.span.start)
        if line == without:
            continue
        uses = [line_of(text, each.location.span.start) for each in names.of(occurrence.target)]
        column = occurrence.location.start.column
        found[line, column] = occurrence.target, tuple(sorted({*uses} - {without}))
    return found


def outlined(analysis, text, without):
    document = analysis.resolution.documents[0]
    return {
        (line_of(text, each.keyword.span.start), each.keyword.text, each.id and each.id.text)
        for each, _ in declarations(document)
    } - {
        (without, each.keyword.text, each.id and each.id.text) for each, _ in declarations(document)
    }


def damaged_lines(path):
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for how, damage in DAMAGES.items():
            harmed = damage(line)
            if line.strip() and harmed != line:
                yield number, how, "\n".join([*lines[:number], harmed, *lines[number + 1 :]])


@pytest.mark.parametrize("path", [*MAPS, *PARTS], ids=lambda path: path.stem)
def test_the_rest_of_a_broken_file_answers_as_before(path):
    """Symbols, definitions and uses on all other lines stay, whichever line is damaged."""
    whole = path.read_text(encoding="utf-8")
    sound = look(whole)
    worse = []
    for number, how, text in damaged_lines(path):
        broken = look(text)
        kept = outlined(broken, text, number)
        lost = outlined(sound, whole, number) - kept
        before, now = answers(sound, whole, number), answers(broken, text, number)
        declared_there = {
            id_ for id_, start in named(sound).items() if line_of(whole, start) == number
        }
        changed = {
            place: answer
            for place, answer in before.items()
            if answer[0] not in declared_there and now.get(place) != answer
        }
        if lost or changed:
            worse.append((number + 1, how, sorted(map(str, lost)), changed))
    assert worse == []


@pytest.mark.parametrize("path", [*MAPS, *PARTS], ids=lambda path: path.stem)
def test_tooltips_and_offers_go_on(path):
    """Statements on other lines say their sentence, and a new line below offers words."""
    whole = path.read_text(encoding="utf-8")
    sound = look(whole)
    starts = named(sound)
    for number, how, text in damaged_lines(path):
        broken = look(text)
        for id_, start in starts.items():
            statement = sound.map.statements.get(id_)
            if statement is None or line_of(whole, start) == number:
                continue
            said = element_markdown(broken, id_)
            assert statement.text[:10] in broken.map.statements[id_].text, (number, how, id_)
            assert said.startswith(f"**{statement.kind}**"), (number, how, id_)
        offset = text.rindex("\n")
        cursor = read_completion_context(parse(SourceText("m", f"{text[:offset]}\n\n")), offset + 1)
        assert cursor.expected in (ExpectedKind.ITEM, ExpectedKind.VALUE), (number, how)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('claim a "A" {\n  claim b "B"\n} :\nclaim c "C"\n', ["a", "b", "c"]),
        ('map word "M" {\n  thesis: a\n}\nclaim a "A"\n', [None, "a"]),
        ('map "M" {\n  thesis: a\n  lan\n}\nclaim a "A"\n', [None, "a"]),
    ],
)
def test_one_stray_sign_costs_nothing_else(text, kept):
    """A colon behind a block, and a word where none belongs, take nothing along that is whole."""
    broken = look(text)
    (document,) = broken.resolution.documents
    assert len(document.errors) == 1
    assert [each.id and each.id.text for each, _ in declarations(document)] == kept
    if "thesis" in text:
        assert broken.map.named_thesis == "a"
