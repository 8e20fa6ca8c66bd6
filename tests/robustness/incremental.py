r"""Checks that incremental parsing returns the same tree and errors as a full parse.

    python tests/robustness/incremental.py --count 10000 --seed 0

Texts are small, and most edits are near characters with distant effects: quotes, braces, comments
and line breaks. A counterexample is shrunk and printed as JSON: `[text, start, end, new]`, or the
first text and all edits, if the difference depends on earlier edits.
"""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.robustness.searching import options, search
from tests.syntax.test_incremental import dump, replace

from argmap.syntax import parse
from argmap.text import SourceText

MAX_EDITS = 12
LINES = (
    *(
        'map "M" {',
        "thesis: a",
        'source p "P" {',
        'text: "s.txt"',
        'source s """S"""',
        "}",
        "}",
        "}",
    ),
    *('claim a "A" {', 'claim b """B"""', 'evidence "E" @p:3 "34 billion"', "# c", "", "  # } {"),
    *('claim c """', 'more"""', '"""', "reason {", "premises: a, b", "undercuts: a -> b"),
    *('section "S" {', 'import "x.argmap" as x', "tags: a, b", 'note: """n', 'n""" } # c', "/* c"),
    *("supports: a opposes: b", "expect: >= 0.6", 'x-y: "1", two', 'objection d { claim "a" }'),
    *(
        'map""{a:0}source s""""""{y:E',
        'claim "\\"" {',
        'assumption q "x\\',
        "clam x",
        "confidence: 0.6",
    ),
)
PIECES = (
    *(
        '"',
        '"',
        '"',
        '""',
        '"""',
        '"""',
        '""""""',
        "{",
        "}",
        "{",
        "}",
        "#",
        "# ",
        "\n",
        "\n",
        "\r\n",
    ),
    *("\r", " ", ":", ",", "\\", "->", "@p", "@p:3", "a", "x y", "/*", "*/", "//", "“", "”", "'"),
    *(
        'claim x "y"',
        'evidence "z" {}',
        "tags: a, b",
        'reason { claim "a" }',
        'source s "S"\n',
        ";",
    ),
    *(
        'claim x "',
        ": likely",
        "clam",
        'section "x" { }',
        '"}',
        '{"',
        '"""\n',
        '\n"""',
        "",
        "",
        "",
        "",
    ),
)


def random_text(random):
    """Return lines of a map, with and without errors."""
    line_break = random.choice(("\n", "\n", "\n", "\r\n"))
    lines = []
    depth = 0
    for _ in range(random.randint(1, 12)):
        line = random.choice(LINES)
        if line == "}" and not depth and random.random() < 0.8:
            continue
        depth += line.count("{") - line.count("}")
        lines.append("  " * random.choice((0, 0, 1)) + line)
    if random.random() < 0.7:
        lines += ["}"] * depth
    return line_break.join(lines) + random.choice(("", line_break))


def random_edit(random, text):
    """Return the start, the end and the replacement of an edit, most often near a symbol."""
    start = random.randint(0, len(text))
    if random.random() < 0.6:
        symbols = [offset for offset, character in enumerate(text) if character in '"{}#\n\r']
        if symbols:
            start = min(max(random.choice(symbols) + random.choice((-1, 0, 0, 1)), 0), len(text))
    end = min(start + random.choice((0, 0, 0, 1, 1, 2, 3, random.randint(0, 30))), len(text))
    new = random.choice(PIECES) + (random.choice(PIECES) if random.random() < 0.1 else "")
    return start, end, new


def differs(text, edits):
    """Whether the document after edits differs from a full parse of its text."""
    document = parse(SourceText("x", text))
    for start, end, new in edits:
        document = replace(document, start, end - start, new)
    expected = parse(document.source)
    return document.errors != expected.errors or dump(document.items) != dump(expected.items)


def apply(text, edits):
    """Return the text after edits."""
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text


def shrink(text, edits):
    """Return a smaller counterexample, with a single edit if that is enough."""
    last = apply(text, edits[:-1])
    if not differs(last, edits[-1:]):
        return [text, *edits]
    start, end, new = edits[-1]
    size = len(last)
    while size:
        for offset in range(0, len(last), size):
            stop = min(offset + size, len(last))
            if offset < end and stop > start:
                continue
            shorter = last[:offset] + last[stop:]
            removed = stop - offset if stop <= start else 0
            if differs(shorter, [(start - removed, end - removed, new)]):
                last, start, end = shorter, start - removed, end - removed
                break
        else:
            size //= 2
    return [last, start, end, new]


def check(random):
    """Edit a random text several times, and compare after each edit."""
    text = random_text(random)
    document = parse(SourceText("x", text))
    edits = []
    for _ in range(MAX_EDITS):
        edits.append(random_edit(random, document.source.text))
        start, end, new = edits[-1]
        document = replace(document, start, end - start, new)
        expected = parse(document.source)
        if document.errors != expected.errors or dump(document.items) != dump(expected.items):
            return len(edits), [json.dumps(shrink(text, edits), ensure_ascii=False)]
    return len(edits), []


def replay(counterexample):
    """Return a printed counterexample if it still is one."""
    text, *edits = json.loads(counterexample)
    if isinstance(edits[0], int):
        edits = [edits]
    return [counterexample] if differs(text, edits) else []


if __name__ == "__main__":
    search("incremental", check, replay, options(__doc__.partition("\n")[0]).parse_args())
