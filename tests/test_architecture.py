"""The walls of the house stand, and its rooms are of a size to be read."""

import ast
import subprocess
import sysconfig
from pathlib import Path

import pytest

import argmap
from argmap import exchange, reporting, rules
from argmap.rules import modules

ROOT = Path(__file__).parents[1]
SOURCE = Path(argmap.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 500
HEADINGS = ("What it does", "Why it matters", "Example", "Instead", "How to silence")


def name(path: Path) -> str:
    """Return a file's path as messages show it."""
    return path.relative_to(SOURCE).as_posix()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_walls_stand():
    """The import contracts of pyproject.toml hold: text flows one way, libraries have one door."""
    program = Path(sysconfig.get_path("scripts"), "lint-imports")
    if not program.exists():
        pytest.skip("import-linter is not installed")
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("this is not a checkout")
    done = subprocess.run(
        [program, "--no-cache"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_can_be_read_in_one_sitting():
    """No module is longer than 500 lines."""
    lengths = {name(path): len(_text(path).splitlines()) for path in FILES}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_says_what_it_is_for():
    """Every package and every module begins with a docstring; only the version goes without."""
    known_clean = [name(path) for path in FILES if not ast.get_docstring(ast.parse(_text(path)))]
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
    assert reporting.get(format_).write(reporting.Report((), 0, 0), color=False).endswith("\n")


@pytest.mark.parametrize("format_", exchange.FORMATS)
def test_an_exchange_format_can_be_dumped(format_):
    """A file in exchange/ has the one function that its format needs."""
    assert callable(exchange.get(format_).dump)
