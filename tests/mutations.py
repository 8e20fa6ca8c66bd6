"""Random maps and mutations of them, for property tests and the robustness scripts.

`random_map` writes a valid map, `mutated` changes it at random, and `shrunk` shortens a text that
still shows a failure. All of them depend only on a `random.Random`, so that a seed reproduces a
text. Words of texts begin with a capital, and ids and keywords do not, so that tests can tell which
kind of word an edit has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from attrs import define

IDS = (
    "late",
    "bus",
    "fare-2",
    "größe",
    "claimants",
    "b1",
    "reasonable",
    "t",
    "x_y",
    "пара",
    "source1",
)
SOURCES = ("smith", "diary", "paper-3")
TEXTS = (
    "The Bus Is Late",
    "Claim Counterpoint Evidence",
    "It Fell By 5 % On 31.12.2024",
    "Trade Passed $34.5 Billion, And 1.000.000 Came",
    "Hume’s Fork",
    "Don't Vote",
    "Supports: A And B",
    "A { B } C, D",
    "Größe Zählt – Immer",
    "X",
    "In 2024, Map Source Reason Section",
    "Se @smith:3 # Not A Comment",
)
_CONFIDENCES = ("likely", "very-likely", "0.8", "0.25", "1", "unlikely")
_DATES = ("2024-12-31", "2024-05", "2023-11-09", "2024")
_LOCATORS = ("", ":3", ":31-33", ":p12", ":p4-6", ":12", ":§4", ":12m30s", ':"Art. 6(1)"')
_URLS = ("https://example.org/a?b=1", "https://e.org", "https://doi.org/10.1/x")


@define
class RandomMap:
    """A valid map, and the texts in it without their quotes."""

    text: str
    quoted: tuple[str, ...]


def random_map(rng: Random) -> RandomMap:
    """Return a map of one to eight statements, with sources, citations and attributes."""
    return _Writer(rng).write()


class _Writer:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._ids = rng.sample(IDS, len(IDS))
        self._used: list[str] = []
        self._sources = rng.sample(SOURCES, rng.randint(0, 2))
        self._quoted: list[str] = []

    def write(self) -> RandomMap:
        rng = self._rng
        lines = []
        if rng.random() < 0.6:
            attributes = rng.sample(
                ("lang: en", "date: 2024-05-31", "tags: a1, b2"), rng.randint(0, 2)
            )
            lines += self._block(f"map {self._text()}", attributes, "")
        for source in self._sources:
            attributes = [f"year: {rng.randint(1900, 2024)}"] if rng.random() < 0.5 else []
            if rng.random() < 0.3:
                attributes.append('doi: "10.1234/Abc.5"')
            if rng.random() < 0.3:
                attributes.append(f"date: {rng.choice(_DATES)}")
            lines += self._block(f"source {source} {self._text()}", attributes, "")
        for _ in range(rng.choice((1, 1, 2, 3))):
            lines += self._statement("claim", "", 0)
        if rng.random() < 0.3:
            lines.insert(rng.randint(0, len(lines)), '# A remark with a } and a "')
        text = "\n".join(lines) + "\n"
        line_end = rng.choice(("\n", "\n", "\n", "\r\n", "\r"))
        return RandomMap(text.replace("\n", line_end), tuple(self._quoted))

    def _text(self) -> str:
        text = self._rng.choice(TEXTS)
        self._quoted.append(text)
        return f'"{text}"'

    def _statement(self, word: str, indent: str, depth: int) -> list[str]:
        rng = self._rng
        name = self._ids.pop() if self._ids and rng.random() < 0.8 else ""
        head = f"{word} {name} {self._text()}" if name else f"{word} {self._text()}"
        if self._sources and rng.random() < 0.5:
            for _ in range(rng.randint(1, 2)):
                head += f" @{rng.choice(self._sources)}{rng.choice(_LOCATORS)}"
                head += f" {self._text()}" if rng.random() < 0.3 else ""
        attributes = self._attributes()
        if name:
            self._used.append(name)
        children: list[str] = []
        if depth < 2 and self._ids:
            for _ in range(rng.choice((0, 0, 1, 1, 2))):
                kind = rng.choice(("claim", "evidence", "assumption", "counterpoint"))
                children += self._statement(kind, indent + "  ", depth + 1)
            if rng.random() < 0.15:
                children.append(f"{indent}  reason {{")
                for _ in range(2):
                    children += self._statement("assumption", indent + "    ", 2)
                children.append(f"{indent}  }}")
        return self._block(indent + head, attributes, indent, children)

    def _attributes(self) -> list[str]:
        rng = self._rng
        attributes = []
        if rng.random() < 0.3:
            attributes.append(f"confidence: {rng.choice(_CONFIDENCES)}")
        if self._used and rng.random() < 0.3:
            names = rng.sample(self._used, min(len(self._used), rng.randint(1, 2)))
            attributes.append(f"{rng.choice(('supports', 'opposes'))}: {', '.join(names)}")
        if rng.random() < 0.15:
            attributes.append(f'url: "{rng.choice(_URLS)}"')
        if rng.random() < 0.15:
            attributes.append(f"date: {rng.choice(_DATES)}")
        if rng.random() < 0.15:
            attributes.append(f"note: {self._text()}")
        if rng.random() < 0.1:
            attributes.append("x-votes: 12, 3.5")
        if rng.random() < 0.1:
            attributes.append("tags: a1, b2")
        return attributes

    def _block(
        self, head: str, attributes: list[str], indent: str, children: list[str] | None = None
    ) -> list[str]:
        children = children or []
        if not attributes and not children:
            return [head]
        if not children and self._rng.random() < 0.5:
            return [f"{head} {{ {' '.join(attributes)} }}"]
        body = [f"{indent}  {attribute}" for attribute in attributes]
        return [f"{head} {{", *body, *children, f"{indent}}}"]


# ---- Mutations -------------------------------------------------------------------------------

_CHARACTERS = "{}\",:.;@#()[]'“”‘’%-=/\\&<>\n\r\t 0123456789aé\u200b（：？!*§"
_TOKEN = re.compile(r"\"[^\"\r\n]*\"|@?[\w.:-]+|\s+|.", re.DOTALL)
_TYPOS = (
    ("claim ", "clam "),
    ("evidence ", "evidense "),
    ("counterpoint ", "countrpoint "),
    ("assumption ", "asumption "),
    ("confidence:", "confidense:"),
    ("confidence:", "probability:"),
    ("supports:", "suports:"),
    ("opposes:", "attacks:"),
    ("claim ", "premise "),
    ("likely", "likly"),
    (": ", " "),
    (": ", " = "),
    (", ", " "),
    (", ", " and "),
    (", ", "; "),
)
_FOREIGN_DATES = ("31.12.2024", "05.06.2024", "2024/05/31", "31-12-24", "2024.12", "31. 12. 2024")
_FOREIGN_NUMBERS = (
    ".8",
    "80%",
    "0,8",
    "1.2.3",
    "1.000.000",
    "0.6.1",
    "33.3%",
    "+0.8",
    "-.5",
    "8e-1",
)
_FOREIGN_LOCATORS = (
    ":12:14",
    ":1.2",
    ", 1997, p. 3",
    ", 1997",
    " p. 4",
    ", pp. 4-6",
    " §4",
    ":§ 4",
    ":art. 6",
    " Art. 6(1)",
    ":“Art. 6”",
    ", ch. 4",
    ": 4",
    ":4,5",
    ":4, 9",
    ":12-14,16",
    ":p.3",
    "#3",
    '"Quoted Words"',
    ':"Quoted Words"',
    " (3)",
    ":ch2",
)
_INSERTIONS = (
    " https://x.org/y",
    " <https://e.org>",
    " [smith, 3]",
    " (Smith 2020)",
    " #ethics",
    "{{",
    "}}",
    "{0{",
    "supports: t, t",
    " supports: bus and late and t",
    " tags: [a1, b2] ",
    " tags: [a1, {b2}] ",
    " doi: 10.1234/x ",
    " note: Some Words, Here ",
    " url: www.e.org/a ",
    "# argmap: ignore[EVI301] because …",
    "// A Remark",
    "/* A Remark */",
    "- ",
    "'",
    '"',
    '"""',
    "claim ",
    "evidence ",
    "map ",
)


def mutated(rng: Random, text: str, max_count: int = 4) -> str:
    """Return a text after one to ``max_count`` random mutations."""
    for _ in range(rng.randint(1, max_count)):
        text = rng.choice(_MUTATORS)(rng, text)
    return text


def _change_character(rng: Random, text: str) -> str:
    offset = rng.randint(0, len(text))
    kind = rng.randint(0, 2)
    if kind == 0:
        return text[:offset] + rng.choice(_CHARACTERS) + text[offset:]
    replacement = "" if kind == 1 else rng.choice(_CHARACTERS)
    return text[:offset] + replacement + text[offset + 1 :]


def _change_punctuation(rng: Random, text: str) -> str:
    """Delete, duplicate or replace one punctuation character."""
    offsets = [match.start() for match in re.finditer(r"[{}\":,@\r\n]", text)]
    if not offsets:
        return text
    offset = rng.choice(offsets)
    replacement = rng.choice(("", text[offset] * 2, rng.choice(_CHARACTERS)))
    return text[:offset] + replacement + text[offset + 1 :]


def _change_token(rng: Random, text: str) -> str:
    tokens = _TOKEN.findall(text)
    if len(tokens) < 3:
        return text
    first, second = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    kind = rng.randint(0, 2)
    if kind == 0:
        del tokens[first]
    elif kind == 1:
        tokens.insert(second, tokens[first])
    else:
        tokens[first], tokens[second] = tokens[second], tokens[first]
    return "".join(tokens)


def _replace(rng: Random, text: str, pattern: str, choices: tuple[str, ...]) -> str:
    spans = [match.span() for match in re.finditer(pattern, text)]
    if not spans:
        return text
    start, end = rng.choice(spans)
    return text[:start] + rng.choice(choices) + text[end:]


def _change_date(rng: Random, text: str) -> str:
    return _replace(rng, text, r"(?<=date: )[\d-]+", _FOREIGN_DATES)


def _change_number(rng: Random, text: str) -> str:
    return _replace(rng, text, r"(?<=[a-z]: )[\d.]+", _FOREIGN_NUMBERS)


def _change_locator(rng: Random, text: str) -> str:
    return _replace(rng, text, r"(?<=@smith)(:[\w§-]+)?|(?<=@diary)(:[\w§-]+)?", _FOREIGN_LOCATORS)


def _drop_quotes(rng: Random, text: str) -> str:
    matches = list(re.finditer(r"\"([^\"\r\n]*)\"", text))
    if not matches:
        return text
    match = rng.choice(matches)
    first, second = rng.choice(("", "“”", "''", "„“", "()", '""', " '", '" ')).ljust(2)[:2]
    marks = (first.strip(), second.strip())
    return text[: match.start()] + marks[0] + match[1] + marks[1] + text[match.end() :]


def _quote_inside(rng: Random, text: str) -> str:
    """Insert quotes around a word of a text."""
    matches = list(re.finditer(r"(?<=[ \"])[A-Z]\w+(?=[ \",])", text))
    if not matches:
        return text
    start, end = rng.choice(matches).span()
    return f'{text[:start]}"{text[start:end]}"{text[end:]}'


def _make_typo(rng: Random, text: str) -> str:
    original, typo = rng.choice(_TYPOS)
    offsets = [match.start() for match in re.finditer(re.escape(original), text)]
    if not offsets:
        return text
    offset = rng.choice(offsets)
    return text[:offset] + typo + text[offset + len(original) :]


def _insert(rng: Random, text: str) -> str:
    offsets = [match.start() for match in re.finditer(r"(?<=\s)|(?=\s)|(?<=[\"{}])", text)] or [0]
    offset = rng.choice(offsets)
    return text[:offset] + rng.choice(_INSERTIONS) + text[offset:]


def _change_line_ends(rng: Random, text: str) -> str:
    ends = [match.span() for match in re.finditer(r"\r\n|\n|\r", text)]
    if not ends:
        return text
    start, end = rng.choice(ends)
    return text[:start] + rng.choice((" ", "\r", "\r\n", "\n\n", "\n   ", "")) + text[end:]


def _drop_line(rng: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return text
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


_MUTATORS: tuple[Callable[[Random, str], str], ...] = (
    _change_character,
    _change_character,
    _change_punctuation,
    _change_punctuation,
    _change_token,
    _change_date,
    _change_number,
    _change_locator,
    _change_locator,
    _drop_quotes,
    _quote_inside,
    _make_typo,
    _make_typo,
    _insert,
    _insert,
    _change_line_ends,
    _drop_line,
)


# ---- Shrinking -------------------------------------------------------------------------------


def shrunk(text: str, fails: Callable[[str], bool], max_count: int = 2_000) -> str:
    """Return a short part of a text that still fails, after at most ``max_count`` attempts."""
    remaining = max_count
    while remaining > 0:
        for candidate in _shortened(text):
            remaining -= 1
            if fails(candidate):
                text = candidate
                break
            if remaining <= 0:
                return text
        else:
            return text
    return text


def _shortened(text: str) -> Iterator[str]:
    """Yield a text without some lines, tokens or characters, large parts first."""
    for parts in (text.splitlines(keepends=True), _TOKEN.findall(text), list(text)):
        size = len(parts) // 2
        while size:
            for start in range(0, len(parts), size):
                yield "".join((*parts[:start], *parts[start + size :]))
            size //= 2
