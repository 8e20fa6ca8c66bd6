"""The extension for VS Code: its own tests, its package and its contributions."""

import json
import re
import zipfile

import pytest
from hypothesis import given, settings

from argmap.syntax import parse
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText
from tests.formatting.strategies import untidy_texts


def _json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _tokens(text):
    """Return the lines of a text and the start of each token, in UTF-16 code units."""
    lines = text.split("\n")
    keyword_terminals = set(keywords().values())
    tokens = []
    for token in tokenize(text)[0]:
        line = text.count("\n", 0, token.start_pos)
        before = text[text.rfind("\n", 0, token.start_pos) + 1 : token.start_pos]
        kind = "KEYWORD" if token.type in keyword_terminals else token.type
        if kind not in {"LBRACE", "RBRACE", "COLON", "COMMA"}:
            column = len(before.encode("utf-16-le")) // 2
            tokens.append({"line": line, "column": column, "kind": kind})
    return {"lines": lines, "tokens": tokens}


def _maps(root):
    """Return the tokens of the maps in the repository, and of random maps."""
    texts = [path.read_text(encoding="utf-8") for path in (root / "maps").rglob("*.argmap")]

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(untidy_texts())
    def collect(text):
        texts.append(text.replace("\r\n", "\n"))

    collect()
    return [_tokens(text) for text in texts]


def test_the_extension_passes_its_tests_and_can_be_packaged(extension, npm, editors, tmp_path):
    """Its tests pass with the maps of the repository, and the package is complete."""
    root = editors.parent
    tokens = tmp_path / "tokens.json"
    tokens.write_text(json.dumps(_maps(root)), encoding="utf-8")
    output = npm("test", ARGMAP_READ=str(tokens), ARGMAP_PICTURES=str(root / "output/examples"))
    assert re.search(r"^(# |ℹ )skipped 0$", output, flags=re.MULTILINE)
    assert re.search(r"^(# |ℹ )pass [1-9]\d", output, flags=re.MULTILINE)
    npm("run", "package")
    (package,) = extension.glob("*.vsix")
    with zipfile.ZipFile(package) as archive:
        names = {name.removeprefix("extension/").lower() for name in archive.namelist()}
        manifest = json.loads(archive.read("extension/package.json"))
        assert archive.read("extension/LICENSE.txt") == (root / "LICENSE").read_bytes()
    assert {"readme.md", "out/extension.js", "out/page.js", "media/picture.css"} <= names
    assert not [name for name in names if re.match(r"node_modules|src|test|out/test", name)]
    contributes = manifest["contributes"]
    paths = [
        *(item["path"] for item in contributes["grammars"] + contributes["snippets"]),
        *(language["configuration"] for language in contributes["languages"]),
        manifest["main"],
    ]
    assert {path.removeprefix("./").lower() for path in paths} <= names


@pytest.mark.parametrize("folder", ["editors/vscode", "tests/editors/vscode/server"])
def test_the_lock_file_has_digests_and_only_the_npm_registry(editors, folder):
    """Every build installs the same packages."""
    packages = _json(editors.parent / folder / "package-lock.json")["packages"]
    del packages[""]
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert package.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        )


def test_dependencies_are_pinned(editors):
    """The extension has only development dependencies, with exact versions."""
    manifest = _json(editors / "vscode/package.json")
    assert "dependencies" not in manifest
    for name, version in manifest["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_the_command_is_restricted_to_trusted_folders(editors):
    """The setting `argmap.command` of a folder that is not trusted is ignored."""
    trust = _json(editors / "vscode/package.json")["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert "argmap.command" in trust["restrictedConfigurations"]


def test_the_license_is_that_of_the_project(editors):
    """The package contains the license of the project."""
    license_ = (editors / "vscode/LICENSE").read_bytes()
    assert license_ == (editors.parent / "LICENSE").read_bytes()


def _expand(body):
    """Return the text of a snippet with all placeholders unchanged."""
    text = "\n".join(body) if isinstance(body, list) else body
    text = text.replace("$CURRENT_YEAR", "2024").replace("$0", "").replace("${2:$1}", "part")
    return re.sub(r"\$\{\d:([^}]*)\}", r"\1", text)


def test_snippets_are_valid(editors):
    """The text of each snippet is parsed without errors."""
    snippets = _json(editors / "vscode/snippets/argmap.json")
    assert snippets
    for name, snippet in snippets.items():
        text = _expand(snippet["body"])
        assert "$" not in text, name
        document = parse(SourceText(name, text))
        assert not document.errors, (name, document.errors)
        assert text.startswith(snippet["prefix"])


@pytest.mark.parametrize("name", ["increaseIndentPattern", "decreaseIndentPattern"])
def test_indentation_follows_the_braces(editors, name):
    """Blocks are indented; braces in strings and comments are ignored."""
    pattern = re.compile(
        _json(editors / "vscode/language-configuration.json")["indentationRules"][name]
    )
    samples = {
        "increaseIndentPattern": (
            ["claim a {", 'claim "a" {  # why', 'claim "#" {'],
            ["claim a", 'claim "a {"', "# claim {", "claim a { }"],
        ),
        "decreaseIndentPattern": (["}", "  } # so"], ["claim a { }", "# }"]),
    }
    matching, other = samples[name]
    for line in matching:
        assert pattern.search(line), line
    for line in other:
        assert not pattern.search(line), line
