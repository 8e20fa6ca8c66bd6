"""A declaration's head, and an attribute, as they should be written."""

from __future__ import annotations

from argmap.formatting.line_ends import count
from argmap.formatting.texts import WIDTH, is_block, laid_out
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Bound,
    CitationDecl,
    Declaration,
    ImportDecl,
    Item,
    StatementDecl,
    Value,
)
from argmap.text import Span

STEP = "  "
"""What a line is indented by for each block that it stands in."""


def span_of(item: Item) -> Span:
    """Return where an item stands, to its last character."""
    if type(item) is ImportDecl and item.id is not None:
        return item.span.join(item.id.span)
    return item.span


def head(text: str, declaration: Declaration, indent: str) -> str:
    """Return a declaration without its block."""
    written = declaration.keyword.text
    if declaration.id is not None and type(declaration) is not ImportDecl:
        written = f"{written} {declaration.id.text}"
    if declaration.title is None:
        return written
    raw = declaration.title.raw
    if type(declaration) is ImportDecl:
        name = f" as {declaration.id.text}" if declaration.id else ""
        return f"{written} {raw}{name}"
    said = laid_out(raw, indent + STEP)
    if type(declaration) is StatementDecl and declaration.citations:
        # A block string's lines have an indentation of their own.
        column = len(indent) + (len(STEP) if "\n" in said else len(written) + 1)
        said += _citations(text, declaration, column)
    return f"{written} {said}"


def _citations(text: str, statement: StatementDecl, column: int) -> str:
    """Return citations as they stand behind a sentence, or below it where it begins.

    They stand below where the author began a line with one, or they are wider than a line.
    """
    cited = [_citation(citation) for citation in statement.citations]
    is_below = sum(map(len, cited)) + len(cited) > WIDTH or _begins_line(text, statement)
    between = f"\n{' ' * column}" if is_below else " "
    return "".join(between + citation for citation in cited)


def _citation(citation: CitationDecl) -> str:
    reference, snippet = citation
    return f"{reference.text} {snippet.raw}" if snippet else reference.text


def _begins_line(text: str, statement: StatementDecl) -> bool:
    """Whether one of the citations is the first on its line."""
    assert statement.title is not None  # the grammar wants it
    position = statement.title.span.end
    for reference, snippet in statement.citations:
        if count(text[position : reference.span.start]):
            return True
        position = (snippet or reference).span.end
    return False


def attribute(item: Attribute, indent: str) -> str:
    """Return an attribute: on one line, or a list that is too long on several."""
    name = f"{item.name.text}:"
    if len(item.values) == 1:
        return f"{name} {_value(item.values[0], indent, is_alone=True)}"
    values = [_value(value, indent) for value in item.values]
    line = f"{name} {', '.join(values)}"
    if len(indent) + len(line) <= WIDTH or "\n" in line:
        return line
    return _filled(name, values, indent)


def _value(value: Value | Arrow | Bound, indent: str, *, is_alone: bool = False) -> str:
    if isinstance(value, Arrow):
        return f"{value.premise.text} -> {value.conclusion.text}"
    if isinstance(value, Bound):
        return f"{value.comparison} {value.number}"
    if value.kind == "TEXT" and (is_alone or is_block(value.text)):
        return laid_out(value.text, indent + STEP)
    return value.text


def _filled(name: str, values: list[str], indent: str) -> str:
    """Return a list over several lines, the further ones indented."""
    lines = [name]
    for value in (*(f"{value}," for value in values[:-1]), values[-1]):
        if len(indent) + len(lines[-1]) + 1 + len(value) > WIDTH and lines[-1] != name:
            lines.append(f"{STEP}{value}")
        else:
            lines[-1] += f" {value}"
    return f"\n{indent}".join(lines)
