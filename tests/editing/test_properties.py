"""Refactorings of generated maps: no verdict changes, and nothing is lost."""

import re
from unicodedata import normalize

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from argmap.editing import DocumentEditor, RefusedEdit
from argmap.formatting import format_text
from argmap.syntax import parse
from argmap.syntax.tree import SectionDecl, StatementDecl
from argmap.text import SourceText
from tests.editing.project import Project
from tests.strategies import map_texts

FRESH = "renewed-name"
_slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def _commented(text, data):
    """Return a text with comments above some of its lines and at the end of others."""
    newline = "\r\n" if "\r\n" in text else "\n"
    in_text = _lines_in_texts(text)
    lines = []
    for number, line in enumerate(text.split(newline)):
        choice = 2 if number in in_text or not line.strip() else data.draw(st.integers(0, 2))
        if choice == 0:
            lines.append(f"# above {number}")
        lines.append(f"{line} # after {number}" if choice == 1 else line)
    return newline.join(lines)


def _lines_in_texts(text):
    """Return the numbers of lines that begin or end inside of a quoted text."""
    number, numbers = 0, set()
    for part in re.split(r'("""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\r\n]|\\.)*"|\n)', text):
        if part == "\n":
            number += 1
        elif "\n" in part:
            count = part.count("\n")
            numbers.update(range(number, number + count + 1))
            number += count
    return numbers


def _comments(text):
    return sorted(re.findall(r"# (?:above|after) \d+", text))


def _named(project, *kinds):
    """Return the ids of the declarations of some kinds."""
    return [
        target
        for target, (_, item) in project.maps[0].declarations.items()
        if item.id is not None and (not kinds or isinstance(item, kinds))
    ]


@_slow
@given(map_texts(), st.data())
def test_a_rename_to_a_fresh_name_changes_nothing_but_the_name(text, data):
    """Put back, the text is the same; all verdicts and errors stay."""
    project = Project(_commented(text, data))
    names = _named(project)
    assume(names)
    name = data.draw(st.sampled_from(names))
    renamed = project.rename(name, FRESH)
    assert renamed.verdicts == project.verdicts
    assert len(renamed.errors) == len(project.errors)
    assert renamed["map.argmap"] != project["map.argmap"]
    restored = renamed.rename(FRESH, name)["map.argmap"]
    assert normalize("NFC", restored) == normalize("NFC", project["map.argmap"])


@_slow
@given(map_texts(), st.data())
def test_a_statement_that_moves_to_the_top_keeps_its_relation(text, data):
    """It keeps its verdict, and so do all others; comments are neither lost nor repeated."""
    project = Project(_commented(text, data))
    names = _named(project, StatementDecl)
    assume(names)
    try:
        moved = project.move(data.draw(st.sampled_from(names)))
    except RefusedEdit:
        return
    assert not parse(SourceText("", moved["map.argmap"])).errors
    assert _comments(moved["map.argmap"]) == _comments(project["map.argmap"])
    if len(moved.errors) <= len(project.errors):
        assert moved.verdicts == project.verdicts


@_slow
@given(map_texts(), st.data())
def test_a_move_back_restores_the_verdicts(text, data):
    """A statement that moves to another one and back has the relations that it had.

    A relation that it had as an attribute, too, is only said by the nesting afterwards.
    """
    project = Project(_commented(text, data))
    parents = {name: _parent(project, name) for name in _named(project, StatementDecl)}
    nested = [name for name, parent in parents.items() if _is_related(project, parent)]
    assume(nested)
    name, other = data.draw(st.sampled_from(nested)), data.draw(st.sampled_from([*parents]))
    try:
        moved = project.move(name, other)
    except RefusedEdit:
        return
    assert _comments(moved["map.argmap"]) == _comments(project["map.argmap"])
    assume(len(moved.errors) <= len(project.errors))
    try:
        back = moved.move(name, parents[name])
    except RefusedEdit:  # it was nested in one side of a statement, and named it on the other
        assert re.search("(?:supports|opposes|supported-by|opposed-by):", project["map.argmap"])
        return
    assert _comments(back["map.argmap"]) == _comments(project["map.argmap"])
    if not re.search("(?:supports|opposes|supported-by|opposed-by):", project["map.argmap"]):
        assert back.verdicts == project.verdicts


def _is_related(project, parent):
    """Return whether a statement supports, attacks or answers what it is nested in."""
    if not parent:
        return False
    _, item = project.maps[0].declarations[parent]
    return not isinstance(item, SectionDecl)


def _parent(project, name):
    """Return the id of the declaration around another; None at the top level, "" without an id."""
    module, item = project.maps[0].declarations[name]
    parent = DocumentEditor(module.document).parent_of(item)
    if parent is None:
        return None
    return normalize("NFC", parent.id.text) if parent.id else ""


def _top_level(project):
    names = _named(project, SectionDecl, StatementDecl)
    return [name for name in names if _parent(project, name) is None]


@_slow
@given(map_texts(), st.data())
def test_an_extracted_section_can_be_inlined(text, data):
    """The extraction changes no verdict, and the inlined text is the original one."""
    project = Project(_commented(text, data))
    names = _top_level(project)
    assume(names)
    extracted = project.extract(data.draw(st.sampled_from(names)), "parts/part.argmap")
    assert extracted.verdicts == project.verdicts
    assert len(extracted.errors) == len(project.errors)
    inlined = extracted.inline("parts/part.argmap")
    assert list(inlined.texts) == ["map.argmap"]
    assert format_text(inlined["map.argmap"]) == format_text(project["map.argmap"])


@_slow
@given(map_texts(), st.data())
def test_an_extracted_section_with_a_name_can_be_inlined(text, data):
    """With a name, the ids change in both directions."""
    project = Project(_commented(text, data))
    names = _top_level(project)
    assume(names)
    try:
        extracted = project.extract(data.draw(st.sampled_from(names)), "part.argmap", "part")
    except RefusedEdit:
        return
    assert extracted.verdicts == project.verdicts
    assert len(extracted.errors) == len(project.errors)
    inlined = extracted.inline("part.argmap")
    assert inlined.verdicts == project.verdicts
    assert _comments(inlined["map.argmap"]) == _comments(project["map.argmap"])


@_slow
@given(map_texts(), st.data())
def test_a_canonical_file_stays_canonical(text, data):
    """Each refactoring of a formatted file returns formatted files."""
    project = Project(format_text(text))
    assume(format_text(project["map.argmap"]) == project["map.argmap"])
    names = _named(project, StatementDecl)
    assume(names)
    name = data.draw(st.sampled_from(names))
    try:
        moved = project.move(name, data.draw(st.sampled_from([None, *names])))
    except RefusedEdit:
        return
    assert format_text(moved["map.argmap"]) == moved["map.argmap"]
