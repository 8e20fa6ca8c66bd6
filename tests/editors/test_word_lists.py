"""The word lists of the editors contain exactly the words of the language."""

import json
import re
from pathlib import Path

import pytest
from attrs import frozen

from argmap import pygments_lexer
from argmap.model import ESTIMATIVE_WORDS, Burden, Fidelity, Standard, Status
from argmap.model.attributes import ATTRIBUTES, NO_THESIS, OPEN_QUESTION
from argmap.model.identifiers import ID, MARKS, is_id

ROOT = Path(__file__).parents[2]
EDITORS = ROOT / "editors"
if not EDITORS.exists():
    pytest.skip("the tests do not run in a checkout", allow_module_level=True)


@frozen
class Words:
    """The keywords, the attributes, and the words that are values of some attributes."""

    keywords: list[str]
    attributes: list[str]
    values: dict[str, list[str]]


def _language() -> Words:
    grammar = (ROOT / "grammar/argmap.lark").read_text(encoding="utf-8")
    values = {
        "confidence": list(ESTIMATIVE_WORDS),
        "expect": [*(status.value for status in Status), OPEN_QUESTION],
        "fidelity": [fidelity.value for fidelity in Fidelity],
        "standard": [standard.value for standard in Standard],
        "burden": [burden.value for burden in Burden],
        "thesis": [NO_THESIS],
    }
    keywords = re.findall(r'^[A-Z]+: "([a-z]+)"$', grammar, flags=re.MULTILINE)
    return Words(keywords, list(ATTRIBUTES), values)


def _textmate() -> Words:
    path = EDITORS / "vscode/syntaxes/argmap.tmLanguage.json"
    repository = json.loads(path.read_text(encoding="utf-8"))["repository"]
    lookbehind = r"(?<![\w.@-])"

    def words(rule) -> list[str]:
        """Return the words that a rule begins with: ``(one|two)``, ``(?:one|two)`` or ``one``."""
        pattern = rule["match"].removeprefix(lookbehind)
        return re.match(r"(?:\((?:\?:)?)?([a-z|-]+)", pattern)[1].split("|")

    keywords = [word for rule in repository["declarations"]["patterns"] for word in words(rule)]
    values = {}
    for rule in repository["values"]["patterns"]:
        if "captures" in rule:
            (attribute,) = words(rule)
            values[attribute] = re.search(r"\(:\)\\s\*\(([a-z|-]+)\)", rule["match"])[1].split("|")
    return Words(keywords, words(repository["attributes"]["patterns"][0]), values)


def _vim() -> Words:
    text = (EDITORS / "vim/syntax/argmap.vim").read_text(encoding="utf-8")
    groups = "Declaration|Statement|Counterpoint|Inference|Import|Boolean"
    keywords, attributes, values = [], [], {}
    for line in re.findall(rf"^syntax keyword argmap(?:{groups}) (.*)$", text, flags=re.MULTILINE):
        keywords += line.partition(" nextgroup=")[0].split()
    rule = r"^syntax match argmapAttribute /\\<\\%\((.*)\\\)\\ze\\s\*:/(?: nextgroup=(\w+))?$"
    for names, group in re.findall(rule, text, flags=re.MULTILINE):
        attributes += names.split(r"\|")
        if group:
            match = re.search(rf"^syntax match {group} /.*?\\%\((.*)\\\)\\>/", text, re.MULTILINE)
            values[names] = match[1].split(r"\|")
    return Words(keywords, attributes, values)


def _emacs() -> Words:
    text = (EDITORS / "emacs/argmap-mode.el").read_text(encoding="utf-8")

    def constant(name: str) -> list[str]:
        return _strings(re.search(rf"\(defconst argmap-{name}\s+'\(([^)]*)\)", text)[1])

    values = re.search(r"\(defconst argmap-values\s+'\((.*?\))\)\n", text, flags=re.DOTALL)[1]
    pairs = map(_strings, re.findall(r"\(([^()]*)\)", values))
    keywords = constant("keywords") + constant("constants")
    return Words(keywords, constant("attributes"), {name: words for name, *words in pairs})


def _strings(text: str) -> list[str]:
    return re.findall(r'"([^"]*)"', text)


def _pygments() -> Words:
    lexer = pygments_lexer
    keywords = [*lexer.DECLARATIONS, *lexer.IMPORTS, *lexer.CONSTANTS]
    values = {name: list(words) for name, words in lexer.VALUES.items()}
    return Words(keywords, list(lexer.ATTRIBUTES), values)


@pytest.mark.parametrize("read", [_textmate, _vim, _emacs, _pygments])
def test_word_lists_are_complete(read):
    """Each list contains each word of the grammar and of the table of attributes once."""
    language, editor = _language(), read()
    assert sorted(editor.keywords) == sorted(language.keywords)
    assert sorted(editor.attributes) == sorted(language.attributes)
    assert sorted(editor.values) == sorted(language.values)
    for name, words in language.values.items():
        assert sorted(editor.values[name]) == sorted(words)


_ID_SAMPLES = (
    *(
        "a",
        "_",
        "late-bus",
        "x1",
        "größe",
        "e\u0301te",
        "बाज़ार",
        "தமிழ்",
        "ตลาดน้ำ",
        "שָׁלוֹם",
        "شدّة",
        "市場",
    ),
    *(
        "می\u200cخواهم",
        "ශ\u200d්රී",
        "col·lecció",
        "ビル・一",
        "CO₂",
        "пара",
        "ကမ္ဘာ",
        "ចិញ្ចើម",
        "-a",
        "1a",
    ),
    *("a b", "a.b", "a{", "a:", "a,", "“a”", "a@b", "क।", "a->", "\u0301a", ""),
)


def _textmate_ids() -> set[str]:
    """Return the patterns of an id in VS Code's grammar, in the syntax of Python."""
    text = (EDITORS / "vscode/syntaxes/argmap.tmLanguage.json").read_text(encoding="utf-8")
    patterns = set(
        re.findall(r"\[\^[^\]]*\]\(\?:\[[^\]]*\]\|-\(\?!>\)\)\*", text.replace("\\\\", "\\"))
    )
    return {_from_oniguruma(pattern) for pattern in patterns}


def _from_oniguruma(pattern: str) -> str:
    pattern = pattern.replace(r"\W\d\p{M}", r"\W\d")  # in Python, `\w` does not include marks
    pattern = re.sub(r"\\x\{(\w+)\}", lambda match: f"\\u{int(match[1], 16):04x}", pattern)
    return pattern.replace(r"\p{M}", MARKS)


def _word_pattern() -> str:
    """Return VS Code's pattern of a word, in the syntax of Python."""
    path = EDITORS / "vscode/language-configuration.json"
    pattern = json.loads(path.read_text(encoding="utf-8"))["wordPattern"]["pattern"]
    first, _, _ = pattern.partition(r"|\d")
    classes = {r"\p{L}": r"\w", r"\p{Nl}": "", r"\p{No}": "", r"\p{M}": MARKS, r"\p{N}": r"\d"}
    for unicode_class, replacement in classes.items():
        first = first.replace(unicode_class, replacement)
    return rf"(?!\d){first}"


@pytest.mark.parametrize("word", _ID_SAMPLES)
def test_editors_recognize_the_same_ids(word):
    """The grammar and the word pattern of VS Code match exactly the ids, in any script."""
    patterns = [*_textmate_ids(), _word_pattern()]
    assert len(patterns) == 2
    for pattern in patterns:
        assert bool(re.fullmatch(pattern, word)) == is_id(word)
    assert pygments_lexer.ID == ID
