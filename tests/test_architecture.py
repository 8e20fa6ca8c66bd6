"""Import contracts hold, modules have one subject and a size to read, names are unique."""

import ast
import subprocess
import sysconfig
from collections import defaultdict
from pathlib import Path

import pytest

import argmap
from argmap import exchange, reporting, rules
from argmap.rules import modules

ROOT = Path(__file__).parents[1]
SOURCE = Path(argmap.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
MIN_LINES = 60
MAX_LINES = 500
EXTENSIONS = ("cli/", "exchange/", "lsp/actions/", "lsp/features/", "reporting/", "rules/")
"""Folders in which a file is a unit of extension: a command, a format, an action, a rule, …"""
HEADINGS = ("What it does", "Why it matters", "Example", "Instead", "How to silence")


def name(path: Path) -> str:
    """Return a file's path as messages show it."""
    return path.relative_to(SOURCE).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path))


def _module(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _importers() -> dict[str, set[str]]:
    """Return the modules that import each module."""
    known = {_module(path) for path in FILES}
    importers: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    inner = f"{node.module}.{alias.name}"
                    importers[inner if inner in known else node.module].add(_module(path))
    return importers


def test_imports_go_one_way():
    """The import contracts of pyproject.toml hold: layers, and one importer for each library."""
    program = Path(sysconfig.get_path("scripts"), "lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("this is not a checkout")
    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_imported_by_name_from_below():
    """A module imported by name is in the package that imports it, or in one that it imports.

    import-linter does not see such imports. Only `_isolation` imports any module: in another
    process, for a caller that could import it.
    """
    calls = [
        (name(path), ast.unparse(node.args[0]))
        for path in FILES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module")
    ]
    assert calls
    others = [call for call in calls if "__name__}." not in call[1]]
    assert others == [("_isolation.py", "module")]


def test_no_module_is_too_long():
    """No module is longer than 500 lines."""
    lengths = {name(path): len(_text(path).splitlines()) for path in FILES}
    assert {file: lines for file, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_module_is_part_of_another():
    """A module of fewer than 60 lines with one importer belongs in the importer."""
    importers = _importers()
    fragments = [
        name(path)
        for path in FILES
        if len(_text(path).splitlines()) < MIN_LINES
        and len(importers[_module(path)]) == 1
        and path.name not in ("__init__.py", "__main__.py")
        and not name(path).startswith(EXTENSIONS)
    ]
    assert fragments == []


def test_no_two_public_classes_share_a_name():
    """A class is known by its name alone."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(name(path))
    assert {class_: files for class_, files in homes.items() if len(files) > 1} == {}


def test_every_module_says_what_it_is_for():
    """Every package and every module begins with a docstring; only the version goes without."""
    known_clean = [name(path) for path in FILES if not ast.get_docstring(_tree(path))]
    assert known_clean in (["_version.py"], [])


def test_every_folder_with_modules_is_a_package():
    """No folder is importable by accident only: each has its __init__.py."""
    folders = {path.parent for path in FILES}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_a_rule_is_its_own_manual_page(module):
    """A rule's docstring has a sentence and then the five headings in order, none of them empty."""
    lines = module.__doc__.splitlines()
    assert lines[0].endswith(".")
    found = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert tuple(found) == HEADINGS
    for heading in HEADINGS:
        assert lines[lines.index(heading) + 1].startswith("    ")


def test_every_rule_has_a_code_of_its_own():
    """Codes are three letters and three digits, and no two rules share one."""
    codes = [module.RULE.code for module in modules()]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert code[:3].isupper()
        assert code[:3].isalpha()
        assert code[3:].isdecimal()
        assert len(code) == 6


def test_every_rule_is_called_like_its_file():
    """A rule's name is its file's, so that each leads to the other."""
    for module in modules():
        assert module.RULE.name == Path(module.__file__).stem.replace("_", "-")


def test_every_file_in_rules_is_a_rule():
    """A rule is found by being there."""
    files = {path.stem for path in Path(rules.__file__).parent.glob("*/[!_]*.py")}
    assert {Path(module.__file__).stem for module in modules()} == files


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_a_rule_says_how_to_silence_it(module):
    """What is said of silencing a rule names this rule and no other."""
    said = module.__doc__.partition("How to silence")[2]
    assert said.strip()
    others = {other.RULE.code for other in modules()} - {module.RULE.code}
    assert not [code for code in others if code in said]


@pytest.mark.parametrize("format_", reporting.FORMATS)
def test_a_report_format_can_be_written(format_):
    """A file in report/ has the one function that its format needs, and writes an empty report."""
    assert (
        reporting.get_format(format_).write(reporting.Report((), 0, 0), color=False).endswith("\n")
    )


@pytest.mark.parametrize("format_", exchange.FORMATS)
def test_an_exchange_format_can_be_dumped(format_):
    """A file in exchange/ has the one function that its format needs."""
    assert callable(exchange.get(format_).dump)
