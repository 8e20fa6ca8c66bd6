"""The words that editors color are those of the language, all of them and no others."""

import json
import re
from pathlib import Path

import pytest
from attrs import frozen

from argmap import pygments_lexer
from argmap.model import ESTIMATIVE_WORDS, Burden, Standard, Status
from argmap.model.attributes import ATTRIBUTES
from argmap.model.identifiers import ID, MARKS, is_id

ROOT = Path(__file__).parents[2]
EDITORS = ROOT / "editors"
if not EDITORS.exists():
    pytest.skip("this is not a checkout", allow_module_level=True)


@frozen
class Words:
    """Keywords, attributes, and the words that some attributes take; nothing is listed twice."""

    keywords: list[str]
    attributes: list[str]
    values: dict[str, list[str]]


def _language() -> Words:
    grammar = (ROOT / "grammar/argmap.lark").read_text(encoding="utf-8")
    values = {
        "confidence": list(ESTIMATIVE_WORDS),
        "expect": [each.value for each in Status],
        "standard": [each.value for each in Standard],
        "burden": [each.value for each in Burden],
    }
    keywords = re.findall(r'^[A-Z]+: "([a-z]+)"$', grammar, flags=re.MULTILINE)
    return Words(keywords, list(ATTRIBUTES), values)


def _textmate() -> Words:
    path = EDITORS / "vscode/syntaxes/argmap.tmLanguage.json"
    parts = json.loads(path.read_text(encoding="utf-8"))["repository"]
    before = r"(?<![\w.@-])"

    def words(each) -> list[str]:
        """Return the words that a rule begins with: ``(one|two)``, ``(?:one|two)`` or ``one``."""
        rule = each["match"].removeprefix(before)
        return re.match(r"(?:\((?:\?:)?)?([a-z|-]+)", rule)[1].split("|")

    keywords = [word for each in parts["declarations"]["patterns"] for word in words(each)]
    values = {}
    for each in parts["values"]["patterns"]:
        if "captures" in each:
            (attribute,) = words(each)
            values[attribute] = re.search(r"\(:\)\\s\*\(([a-z|-]+)\)", each["match"])[1].split("|")
    return Words(keywords, words(parts["attributes"]["patterns"][0]), values)


def _vim() -> Words:
    text = (EDITORS / "vim/syntax/argmap.vim").read_text(encoding="utf-8")
    groups = "Declaration|Statement|Against|Step|Import|Boolean"
    keywords, attributes, values = [], [], {}
    for line in re.findall(rf"^syntax keyword argmap(?:{groups}) (.*)$", text, flags=re.MULTILINE):
        keywords += line.partition(" nextgroup=")[0].split()
    found = r"^syntax match argmapAttribute /\\<\\%\((.*)\\\)\\ze\\s\*:/(?: nextgroup=(\w+))?$"
    for listed, group in re.findall(found, text, flags=re.MULTILINE):
        attributes += listed.split(r"\|")
        if group:
            taken = re.search(rf"^syntax match {group} /.*?\\%\((.*)\\\)\\>/", text, re.MULTILINE)
            values[listed] = taken[1].split(r"\|")
    return Words(keywords, attributes, values)


def _emacs() -> Words:
    text = (EDITORS / "emacs/argmap-mode.el").read_text(encoding="utf-8")

    def listed(name: str) -> list[str]:
        return _strings(re.search(rf"\(defconst argmap-{name}\s+'\(([^)]*)\)", text)[1])

    values = re.search(r"\(defconst argmap-values\s+'\((.*?\))\)\n", text, flags=re.DOTALL)[1]
    pairs = map(_strings, re.findall(r"\(([^()]*)\)", values))
    keywords = listed("keywords") + listed("constants")
    return Words(keywords, listed("attributes"), {name: words for name, *words in pairs})


def _strings(text: str) -> list[str]:
    return re.findall(r'"([^"]*)"', text)


def _pygments() -> Words:
    lexer = pygments_lexer
    keywords = [*lexer.DECLARATIONS, *lexer.IMPORTS, *lexer.CONSTANTS]
    values = {name: list(words) for name, words in lexer.VALUES.items()}
    return Words(keywords, list(lexer.ATTRIBUTES), values)


@pytest.mark.parametrize("read", [_textmate, _vim, _emacs, _pygments])
def test_an_editor_knows_the_words_of_the_language(read):
    """Each editor's lists hold every word of the grammar and of the table of attributes, once."""
    language, own = _language(), read()
    assert sorted(own.keywords) == sorted(language.keywords)
    assert sorted(own.attributes) == sorted(language.attributes)
    assert sorted(own.values) == sorted(language.values)
    for name, words in language.values.items():
        assert sorted(own.values[name]) == sorted(words)


_SAMPLES = (
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
    """Return the expressions of an id in VS Code's grammar, as Python writes them."""
    text = (EDITORS / "vscode/syntaxes/argmap.tmLanguage.json").read_text(encoding="utf-8")
    found = set(
        re.findall(r"\[\^[^\]]*\]\(\?:\[[^\]]*\]\|-\(\?!>\)\)\*", text.replace("\\\\", "\\"))
    )
    return {_from_oniguruma(each) for each in found}


def _from_oniguruma(pattern: str) -> str:
    pattern = pattern.replace(r"\W\d\p{M}", r"\W\d")  # marks are no word characters to Python
    pattern = re.sub(r"\\x\{(\w+)\}", lambda found: f"\\u{int(found[1], 16):04x}", pattern)
    return pattern.replace(r"\p{M}", MARKS)


def _word_pattern() -> str:
    """Return what VS Code takes for a word, as Python writes it."""
    path = EDITORS / "vscode/language-configuration.json"
    pattern = json.loads(path.read_text(encoding="utf-8"))["wordPattern"]["pattern"]
    first, _, _ = pattern.partition(r"|\d")
    classes = {r"\p{L}": r"\w", r"\p{Nl}": "", r"\p{No}": "", r"\p{M}": MARKS, r"\p{N}": r"\d"}
    for written, meant in classes.items():
        first = first.replace(written, meant)
    return rf"(?!\d){first}"


@pytest.mark.parametrize("word", _SAMPLES)
def test_an_editor_takes_the_same_words_for_ids(word):
    """Ids of every script are words to VS Code, in its grammar and when one is double-clicked."""
    patterns = [*_textmate_ids(), _word_pattern()]
    assert len(patterns) == 2
    for pattern in patterns:
        assert bool(re.fullmatch(pattern, word)) == is_id(word)
    assert pygments_lexer.ID == ID
