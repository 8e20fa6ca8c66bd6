"""Import contracts hold, modules have a reasonable size, and names are unique."""

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
EXTENSIONS = (
    *("cli/", "exchange/", "lsp/actions/", "lsp/features/", "mcp/tools/", "reporting/", "rules/"),
    "sources/converters/",
)
"""Folders in which a file is a unit of extension: a command, a format, an action, a rule."""
HEADINGS = ("What it does", "Why it matters", "Example", "Instead", "How to silence")


def name(path: Path) -> str:
    """Return a file's path relative to the package."""
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
                    submodule = f"{node.module}.{alias.name}"
                    imported = submodule if submodule in known else node.module
                    importers[imported].add(_module(path))
    return importers


def test_import_contracts_hold():
    """Layers are respected, and each library has one importer, as pyproject.toml defines."""
    program = Path(sysconfig.get_path("scripts"), "lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("this is not a checkout")
    result = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_lower_layer_imports_a_higher_one_dynamically():
    """A module imported by name is in the package that imports it.

    import-linter does not see such imports. Only `_isolation` can import any module: in a child
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


def test_no_module_is_too_short():
    """A module of fewer than 60 lines with one importer belongs in its importer."""
    importers = _importers()
    short_modules = [
        name(path)
        for path in FILES
        if len(_text(path).splitlines()) < MIN_LINES
        and len(importers[_module(path)]) == 1
        and path.name not in ("__init__.py", "__main__.py")
        and not name(path).startswith(EXTENSIONS)
    ]
    assert short_modules == []


def test_no_two_public_classes_share_a_name():
    """A class name identifies a class."""
    files_by_class: dict[str, list[str]] = defaultdict(list)
    for path in FILES:
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                files_by_class[node.name].append(name(path))
    assert {class_: files for class_, files in files_by_class.items() if len(files) > 1} == {}


def test_every_module_has_a_docstring():
    """Only the version file, which a build may generate, can do without."""
    without_docstring = [name(path) for path in FILES if not ast.get_docstring(_tree(path))]
    assert without_docstring in (["_version.py"], [])


def test_every_folder_with_modules_is_a_package():
    """No folder is only an implicit namespace package."""
    folders = {path.parent for path in FILES}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_the_docstring_of_a_rule_is_its_manual_page(module):
    """It has a summary and then the five headings in order, none of them empty."""
    lines = module.__doc__.splitlines()
    assert lines[0].endswith(".")
    headings = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert tuple(headings) == HEADINGS
    for heading in HEADINGS:
        assert lines[lines.index(heading) + 1].startswith("    ")


def test_every_rule_has_a_unique_code():
    """A code consists of three letters and three digits."""
    codes = [module.RULE.code for module in modules()]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert code[:3].isupper()
        assert code[:3].isalpha()
        assert code[3:].isdecimal()
        assert len(code) == 6


def test_the_name_of_a_rule_is_that_of_its_file():
    """So each can be found from the other."""
    for module in modules():
        assert module.RULE.name == Path(module.__file__).stem.replace("_", "-")


def test_every_file_in_rules_is_a_rule():
    """Rules are discovered by their files."""
    files = {path.stem for path in Path(rules.__file__).parent.glob("*/[!_]*.py")}
    assert {Path(module.__file__).stem for module in modules()} == files


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_the_manual_page_of_a_rule_says_how_to_silence_it(module):
    """The section names no other rule."""
    section = module.__doc__.partition("How to silence")[2]
    assert section.strip()
    others = {other.RULE.code for other in modules()} - {module.RULE.code}
    assert not [code for code in others if code in section]


@pytest.mark.parametrize("format_", reporting.FORMATS)
def test_a_report_format_can_be_written(format_):
    """Each module in reporting/ has a function `write`, which can write an empty report."""
    assert (
        reporting.get_format(format_).write(reporting.Report((), 0, 0), color=False).endswith("\n")
    )


@pytest.mark.parametrize("format_", exchange.FORMATS)
def test_an_exchange_format_can_be_read_or_written(format_):
    """Each module in exchange/ has `dump`, or `recognizes` and `load`, or all of them."""
    module = exchange.get(format_)
    assert hasattr(module, "recognizes") == hasattr(module, "load")
    assert hasattr(module, "dump") or hasattr(module, "load")
