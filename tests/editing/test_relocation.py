"""Paths in maps that move, or whose files move, and the names in files that import each other."""

from pathlib import Path

import pytest

from argmap.editing.names import import_text, imports_file, name_in
from argmap.editing.relocation import relocation_edits
from argmap.syntax import parse
from argmap.text import SourceText, apply_edits
from tests.editing.project import ROOT, Project


def relocated(text: str, new_folder: str, renamed: dict[str, str] | None = None) -> str:
    """Return the text of /project/map.argmap in another folder, or after other files moved."""

    def new_path(path: Path) -> Path:
        for old, new in (renamed or {}).items():
            if path.is_relative_to(ROOT / old):
                return ROOT / new / path.relative_to(ROOT / old)
        return path

    document = parse(SourceText("map.argmap", text))
    path = ROOT / new_folder / "map.argmap"
    edits = list(relocation_edits(document, ROOT / "map.argmap", path, new_path))
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('import "a.argmap"', 'import "../a.argmap"'),
        ('import "./parts/a.argmap" as p', 'import "../parts/a.argmap" as p'),
        ('import "sub/a.argmap"', 'import "a.argmap"'),
        ('import "parts/*.argmap"', 'import "../parts/*.argmap"'),
        ('import "*.argmap"', 'import "../*.argmap"'),
        ('import "sub/*.argmap"', 'import "*.argmap"'),
        ('source s "S" { text: "s.txt" }', 'source s "S" { text: "../s.txt" }'),
        ('source s "s.txt" { url: "s.txt" }', None),
        ('source s "S" { text: s.txt }', None),
        ('source s "S" { # text\n }', None),
        ('source s "s.txt"', None),
        ('claim a "s.txt" { note: "s.txt" }', None),
        ('import "https://example.org/a.argmap"', None),
        ('import "C:\\\\a.argmap"', None),
        ('import "/other/a.argmap"', None),
        ('import ""', None),
        ("import", None),
    ],
)
def test_the_paths_of_a_map_that_moves(text, expected):
    """Imports and texts of sources mean the same files; all other texts stay."""
    assert relocated(text, "sub") == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('import "old/a.argmap"', 'import "new/a.argmap"'),
        ('import "old/*.argmap"', 'import "new/*.argmap"'),
        ('import "./other/a.argmap"', 'import "./other/a.argmap"'),
        ('source s "S" { text: "old/s.txt" }', 'source s "S" { text: "new/s.txt" }'),
    ],
)
def test_the_paths_to_a_folder_that_is_renamed(text, expected):
    """A path that means another file stays as it is written."""
    assert relocated(text, "", {"old": "new"}) == expected


def test_the_path_of_an_import():
    """It is relative, and has slashes on all systems."""
    assert import_text(ROOT / "a", ROOT / "b" / "c.argmap") == 'import "../b/c.argmap"'
    assert import_text(ROOT, ROOT / "c.argmap", "p") == 'import "c.argmap" as p'


CHAIN = {
    "map.argmap": 'import "one.argmap" as one\nimport "open.argmap"\n',
    "one.argmap": 'import "two.argmap" as two\nimport "map2.argmap" as other\nclaim a "A"\n',
    "two.argmap": 'claim b "B"\n',
    "open.argmap": 'import "three.argmap" as three\nclaim c "C"\n',
    "three.argmap": 'claim d "D"\n',
    "map2.argmap": 'claim e "E"\n',
}


@pytest.mark.parametrize(
    ("file", "other", "name"),
    [
        ("map.argmap", "map.argmap", "x"),
        ("map.argmap", "one.argmap", "one.x"),
        ("map.argmap", "two.argmap", "one.two.x"),
        ("map.argmap", "open.argmap", "x"),
        ("open.argmap", "map.argmap", "x"),
        ("map.argmap", "three.argmap", "three.x"),
        ("two.argmap", "one.argmap", None),
        ("map.argmap", "map2.argmap", "one.other.x"),
        ("one.argmap", "map.argmap", None),
        ("three.argmap", "map.argmap", None),
    ],
)
def test_the_name_of_an_element_in_another_file(file, other, name):
    """With the names of the imports on the shortest way; None without one."""
    (occurrences, *_) = Project(CHAIN).maps
    modules = {module.document.source.name: module for module in occurrences.resolution.modules}
    assert name_in(modules[file], modules[other], "x") == name


@pytest.mark.parametrize("depth", [9, 10])
def test_the_length_of_a_name_is_limited(depth):
    """To nine imports; no author would write a longer one."""
    texts = {f"f{n}.argmap": f'import "f{n + 1}.argmap" as i\n' for n in range(depth)}
    texts[f"f{depth}.argmap"] = 'claim a "A"\n'
    (occurrences,) = Project(texts).maps
    modules = list(occurrences.resolution.modules)
    by_name = {module.document.source.name: module for module in modules}
    name = name_in(by_name["f0.argmap"], by_name[f"f{depth}.argmap"], "a")
    assert name == ("i." * 9 + "a" if depth == 9 else None)


def test_imports_are_followed():
    """A file counts as importing itself."""
    (occurrences, *_) = Project(CHAIN).maps
    by_name = {module.document.source.name: module for module in occurrences.resolution.modules}
    importing = {
        name for name, module in by_name.items() if imports_file(module, by_name["two.argmap"])
    }
    assert importing == {"map.argmap", "one.argmap", "two.argmap"}
