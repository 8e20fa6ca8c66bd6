"""Argumentation frameworks in the facts of ASPARTIX, such as ``att(a,b)``.

Specification: Egly, Gaggl & Woltran, Answer-set programming encodings for argumentation frameworks,
Argument & Computation 1, 2010; https://www.dbai.tuwien.ac.at/research/argumentation/aspartix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.exchange._frameworks import compile_framework, framework_draft
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "ASPARTIX"
SUFFIX = ".apx"

_TERM = r'\s*("(?:[^"\\]|\\.)*"|[^\s(),."%]+)\s*'
_FACT = re.compile(
    rf"\s*(?:arg\({_TERM}\)|att\({_TERM},{_TERM}\)|(?P<other>[a-z]\w*\((?:[^()\"%]|\"[^\"]*\")*\)))"
    r"\s*\."
)
_COMMENT = re.compile(r'("(?:[^"\\\n]|\\.)*")|%[^\n]*')
_PLAIN_NAME = re.compile(r"[a-z][A-Za-z0-9_]*")


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text begins with a fact about an argument or an attack."""
    try:
        start = _without_comments(file.text[:100_000])
    except InvalidFile:
        return False
    match = _FACT.match(start)
    return match is not None and not match["other"]


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the framework: arguments are statements, attacks are attacks.

    Raises:
        InvalidFile: If it is not a list of facts.
    """
    text = _without_comments(file.text)
    losses = LossReport()
    names: dict[str, str] = {}
    attacks: list[tuple[str, str, str]] = []
    position, line, end = 0, 1, len(text.rstrip())
    while position < end:
        match = _FACT.match(text, position)
        start = len(text) - len(text[position:].lstrip()) if match is None else match.start()
        line += text.count("\n", position, start)
        if match is None:
            raise InvalidFile(
                f"`{file.name}` is not in the ASPARTIX format: expected a fact such as `arg(a).` "
                f"or `att(a,b).` (line {line:,})"
            )
        skipped = len(match[0]) - len(match[0].lstrip())
        place = f"line {line + match[0][:skipped].count(chr(10))}"
        if match["other"]:
            losses.drop("fact", "it is neither an argument nor an attack", place)
        elif match[1]:
            name = _unquoted(match[1])
            if name in names:
                losses.drop("argument", "it is declared twice", place)
            names[name] = ""
        else:
            attacks.append((_unquoted(match[2]), _unquoted(match[3]), place))
        line += match[0].count("\n")
        position = match.end()
    yield framework_draft(names, attacks, losses)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the framework that the map compiles to.

    Raises:
        InputError: If attacks cannot express the map.
    """
    graph = compile_framework(argument_map, losses, TITLE)
    names = {argument: _quoted(argument) for argument in graph.arguments}
    lines = [f"arg({name})." for name in names.values()]
    lines += [f"att({names[attacker]},{names[target]})." for attacker, target in graph.attacks]
    return "\n".join(lines) + "\n"


def _without_comments(text: str) -> str:
    return _COMMENT.sub(lambda match: match[1] or "", text)


def _unquoted(term: str) -> str:
    if not term.startswith('"'):
        return term
    return re.sub(r"\\(.)", r"\1", term[1:-1])


def _quoted(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and name != "not":
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
