"""`argmap guide`: the language and the method, short enough for the context of a language model."""

import re
import warnings

import pytest
from click.testing import CliRunner

from argmap.cli import cli
from argmap.diagnostics import Severity
from argmap.model import Fidelity, Status
from argmap.model.attributes import ATTRIBUTES
from argmap.syntax.grammar import keywords
from argmap.workspace.check import check_all
from argmap.workspace.guide import guide

MAX_TOKENS = 1_500
GUIDE = guide()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
MAPS = [text for language, text in BLOCKS if language == "argmap"]
(TEXT,) = (text for language, text in BLOCKS if language == "text")


@pytest.mark.parametrize("encoding", ["o200k_base", "cl100k_base"])
def test_it_has_fewer_than_1500_tokens(encoding):
    """These are the vocabularies of current and of earlier models of OpenAI."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it uses an old function of Python
        tokenizer = pytest.importorskip("bpe_openai").get_encoding(encoding)
    assert len(tokenizer.encode(GUIDE)) < MAX_TOKENS


def test_the_command_prints_it():
    """Nothing else is printed."""
    result = CliRunner().invoke(cli, ["guide"])
    assert (result.exit_code, result.stdout, result.stderr) == (0, GUIDE, "")


@pytest.mark.parametrize("text", MAPS, ids=["a text", "a decision"])
def test_its_examples_are_valid(text, tmp_path):
    """They have neither errors nor warnings; quotations are looked up in the text of the guide."""
    numbered = [line.split(" ", 1) for line in TEXT.splitlines()]
    assert [number for number, _ in numbered] == [str(n) for n in range(1, len(numbered) + 1)]
    paragraphs = "\n\n".join(paragraph for _, paragraph in numbered)
    (tmp_path / "paper.txt").write_text(paragraphs + "\n", encoding="utf-8")
    (tmp_path / "map.argmap").write_text(text, encoding="utf-8")
    diagnostics = check_all([tmp_path / "map.argmap"]).report.diagnostics
    assert [one for one in diagnostics if one.severity > Severity.INFO] == []


def test_it_names_all_keywords():
    """Except those of imports and of yes-or-no values."""
    words = keywords().keys() - {"import", "as", "true", "false"}
    assert {word for word in words if f"`{word}`" not in GUIDE} == set()


def test_it_names_all_attributes():
    """Each once in the list, so that a new one appears without a change of the guide."""
    section = GUIDE.partition("## Attributes")[2].partition("\nValues of")[0]
    listed = re.findall(r"`([\w-]+)`", section)
    assert sorted(listed) == sorted(ATTRIBUTES)


@pytest.mark.parametrize("names", [Fidelity, Status], ids=["fidelity", "status"])
def test_it_names_all_values(names):
    """Those that an author chooses, and those that the evaluation gives."""
    assert {one.value for one in names if f"`{one.value}`" not in GUIDE} == set()


def test_it_names_all_severities():
    """A reader knows what to do about each."""
    assert {str(one) for one in Severity if not re.search(rf"each {one}\b", GUIDE)} == set()


def test_its_commands_exist():
    """And it names those that a mapper needs."""
    named = set(re.findall(r"`argmap (\w+)", GUIDE))
    assert named >= {"check", "coverage", "explain", "source"}
    assert named <= set(cli.list_commands(None))


def test_its_lines_fit_a_terminal():
    """Lines that the code inserts may be longer."""
    prose = GUIDE.partition("## Method")[2].splitlines()
    assert max(map(len, prose)) <= 100
