r"""After any edit the incremental reading is what a full parse gives: the same tree and faults.

    python tests/robustness/incremental.py --count 10000 --seed 0

Texts are small and edits are biased to what reaches far: quotes, three quotes, braces, comments,
line ends. A counterexample is shrunk and printed as JSON: `[text, start, end, new]`, or, if the
difference needs what was read before, the first text and all edits.
"""

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.robustness.searching import options, search
from tests.syntax.test_reparsing import changed, dump

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
    """Return lines of a map, with and without mistakes."""
    end = random.choice(("\n", "\n", "\n", "\r\n"))
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
    return end.join(lines) + random.choice(("", end))


def random_edit(random, text):
    """Return where to replace what: close to a mark that reaches far, most often."""
    start = random.randint(0, len(text))
    if random.random() < 0.6:
        marks = [place for place, character in enumerate(text) if character in '"{}#\n\r']
        if marks:
            start = min(max(random.choice(marks) + random.choice((-1, 0, 0, 1)), 0), len(text))
    end = min(start + random.choice((0, 0, 0, 1, 1, 2, 3, random.randint(0, 30))), len(text))
    new = random.choice(PIECES) + (random.choice(PIECES) if random.random() < 0.1 else "")
    return start, end, new


def differs(text, edits):
    """Return whether the last edit leads to something else than a full parse gives."""
    document = parse(SourceText("x", text))
    for start, end, new in edits:
        document = changed(document, start, end - start, new)
    whole = parse(document.source)
    return document.errors != whole.errors or dump(document.items) != dump(whole.items)


def applied(text, edits):
    """Return the text after some edits."""
    for start, end, new in edits:
        text = text[:start] + new + text[end:]
    return text


def shrunk(text, edits):
    """Return a smaller counterexample, one edit if that is enough."""
    last = applied(text, edits[:-1])
    if not differs(last, edits[-1:]):
        return [text, *edits]
    start, end, new = edits[-1]
    size = len(last)
    while size:
        for place in range(0, len(last), size):
            stop = min(place + size, len(last))
            if place < end and stop > start:
                continue
            shorter = last[:place] + last[stop:]
            by = stop - place if stop <= start else 0
            if differs(shorter, [(start - by, end - by, new)]):
                last, start, end = shorter, start - by, end - by
                break
        else:
            size //= 2
    return [last, start, end, new]


def check(random):
    """Make a text and edit it; compare after each edit."""
    text = random_text(random)
    document = parse(SourceText("x", text))
    edits = []
    for _ in range(MAX_EDITS):
        edits.append(random_edit(random, document.source.text))
        start, end, new = edits[-1]
        document = changed(document, start, end - start, new)
        whole = parse(document.source)
        if document.errors != whole.errors or dump(document.items) != dump(whole.items):
            return len(edits), [json.dumps(shrunk(text, edits), ensure_ascii=False)]
    return len(edits), []


def replay(found):
    """Return a counterexample that was printed, if it still is one."""
    text, *edits = json.loads(found)
    if isinstance(edits[0], int):
        edits = [edits]
    return [found] if differs(text, edits) else []


if __name__ == "__main__":
    search("incremental", check, replay, options(__doc__.partition("\n")[0]).parse_args())
