"""The extension for VS Code: built, tested and packed with the real tools."""

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


def _read(text):
    """Return a text's lines, and where each of its tokens begins, in the units of JavaScript."""
    lines = text.split("\n")
    words = set(keywords().values())
    tokens = []
    for token in tokenize(text)[0]:
        line = text.count("\n", 0, token.start_pos)
        before = text[text.rfind("\n", 0, token.start_pos) + 1 : token.start_pos]
        kind = "KEYWORD" if token.type in words else token.type
        if kind not in {"LBRACE", "RBRACE", "COLON", "COMMA"}:
            column = len(before.encode("utf-16-le")) // 2
            tokens.append({"line": line, "column": column, "kind": kind})
    return {"lines": lines, "tokens": tokens}


def _maps(root):
    """Return our maps, and some that nobody would write, as they are read."""
    texts = [path.read_text(encoding="utf-8") for path in (root / "maps").rglob("*.argmap")]

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(untidy_texts())
    def collect(text):
        texts.append(text.replace("\r\n", "\n"))

    collect()
    return [_read(text) for text in texts]


def test_its_own_tests_pass_and_it_can_be_packed(extension, npm, editors, tmp_path):
    """The tests of the extension pass with our maps and pictures, and the package has its parts."""
    root = editors.parent
    read = tmp_path / "read.json"
    read.write_text(json.dumps(_maps(root)), encoding="utf-8")
    said = npm("test", ARGMAP_READ=str(read), ARGMAP_PICTURES=str(root / "output/examples"))
    assert re.search(r"^(# |ℹ )skipped 0$", said, flags=re.MULTILINE)
    assert re.search(r"^(# |ℹ )pass [1-9]\d", said, flags=re.MULTILINE)
    npm("run", "package")
    (package,) = extension.glob("*.vsix")
    with zipfile.ZipFile(package) as archive:
        names = {name.removeprefix("extension/").lower() for name in archive.namelist()}
        manifest = json.loads(archive.read("extension/package.json"))
        assert archive.read("extension/LICENSE.txt") == (root / "LICENSE").read_bytes()
    assert {"readme.md", "out/extension.js", "out/page.js", "media/picture.css"} <= names
    assert not [name for name in names if re.match(r"node_modules|src|test|out/test", name)]
    contributes = manifest["contributes"]
    parts = [
        *(each["path"] for each in contributes["grammars"] + contributes["snippets"]),
        *(each["configuration"] for each in contributes["languages"]),
        manifest["main"],
    ]
    assert {path.removeprefix("./").lower() for path in parts} <= names


@pytest.mark.parametrize("folder", ["editors/vscode", "tests/editors/vscode/server"])
def test_the_lock_file_names_every_package_by_its_digest_and_no_registry(editors, folder):
    """Whoever builds the extension, or tries it, gets the same packages, from their registry."""
    packages = _json(editors.parent / folder / "package-lock.json")["packages"]
    del packages[""]
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert package.get("resolved", "https://registry.npmjs.org/").startswith(
            "https://registry.npmjs.org/"
        )


def test_all_that_it_needs_is_pinned(editors):
    """No package of the extension changes without a commit that says so."""
    manifest = _json(editors / "vscode/package.json")
    assert "dependencies" not in manifest
    for name, version in manifest["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name


def test_in_a_folder_that_is_not_trusted_it_says_what_it_does(editors):
    """The command of a folder that is not trusted is not taken."""
    trust = _json(editors / "vscode/package.json")["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert "argmap.command" in trust["restrictedConfigurations"]


def test_its_license_is_ours(editors):
    """The package carries the license of the project."""
    own = (editors / "vscode/LICENSE").read_bytes()
    assert own == (editors.parent / "LICENSE").read_bytes()


def _expanded(body):
    """Return what a snippet writes when nobody changes anything in it."""
    text = "\n".join(body) if isinstance(body, list) else body
    text = text.replace("$CURRENT_YEAR", "2024").replace("$0", "").replace("${2:$1}", "part")
    return re.sub(r"\$\{\d:([^}]*)\}", r"\1", text)


def test_every_snippet_is_a_piece_of_a_map(editors):
    """What a snippet writes is read without a mistake."""
    snippets = _json(editors / "vscode/snippets/argmap.json")
    assert snippets
    for name, snippet in snippets.items():
        text = _expanded(snippet["body"])
        assert "$" not in text, name
        document = parse(SourceText(name, text))
        assert not document.errors, (name, document.errors)
        assert text.startswith(snippet["prefix"])


@pytest.mark.parametrize("name", ["increaseIndentPattern", "decreaseIndentPattern"])
def test_indentation_follows_the_braces(editors, name):
    """A block is indented; braces in a text or a comment make none."""
    rule = re.compile(
        _json(editors / "vscode/language-configuration.json")["indentationRules"][name]
    )
    lines = {
        "increaseIndentPattern": (
            ["claim a {", 'claim "a" {  # why', 'claim "#" {'],
            ["claim a", 'claim "a {"', "# claim {", "claim a { }"],
        ),
        "decreaseIndentPattern": (["}", "  } # so"], ["claim a { }", "# }"]),
    }
    for line in lines[name][0]:
        assert rule.search(line), line
    for line in lines[name][1]:
        assert not rule.search(line), line
