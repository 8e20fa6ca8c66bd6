"""The documentation that is generated from the code."""

import json
import re
import tomllib

import pytest
from tests.json_schema import DOCS

from argmap.config import read_settings
from argmap.config.schema import CONFIG_KEYS
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.rule_docs import PAGES, configuration_schema
from argmap.workspace.rule_selection import RuleSelector

PAGE = (DOCS / "configuration.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_files_are_up_to_date(name):
    """`make docs` generates them."""
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_key_is_documented():
    """The page about the configuration mentions every key."""
    assert [key for key in CONFIG_KEYS if f"`{key}`" not in PAGE and f"`[{key}" not in PAGE] == []


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_valid(text, tmp_path):
    """For argmap, and for the schema."""
    file = tmp_path / "argmap.toml"
    table = tomllib.loads(text)
    if "tool" in table:
        file = tmp_path / "pyproject.toml"
        table = table["tool"]["argmap"]
    file.write_text(text, encoding="utf-8")
    assert read_settings(file).file == file
    assert _violations(table) == []
    RuleSelector(CliOverrides(config=file))


@pytest.mark.parametrize(
    "table",
    [
        {"ingore": []},
        {"select": "EVI"},
        {"select": ["EVI9999"]},
        {"severity": {"EVI301": "fatal"}},
        {"fail-on": "all"},
        {"sources": {"paper": 7}},
        {"rules": {"text-length": {"max": 0}}},
        {"rules": {"text-length": {"most": 1}}},
        {"rules": {"text-lenght": {}}},
    ],
)
def test_the_schema_rejects_invalid_settings(table):
    """An editor with the schema reports the same errors as argmap."""
    assert _violations(table)


def _violations(table):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(configuration_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(table)]
