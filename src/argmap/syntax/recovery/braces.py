"""Missing and superfluous braces, located by the indentation.

By the grammar alone, a missing brace is noticed at the end of the file or not at all: everything
after it is just nested one level too deep or too shallow. Most authors indent their files, so the
column at which a line begins shows where a block was meant to begin or end.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from attrs import evolve
from lark import Token

from argmap.model.attributes import CITING_KEYWORDS
from argmap.model.identifiers import LENIENT_ID
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.missing_quotes import line_end, line_start
from argmap.text import Edit, Span

_TOP_LEVEL = {"MAP", "SOURCE", "IMPORT", "SECTION"}
_BLOCK_HEADS = {
    *("MAP", "SOURCE", "SECTION", "REASON", "OBJECTION"),
    *(word.upper() for word in CITING_KEYWORDS),
}
_COMMENT_WITH_BRACE = re.compile(
    r"[ \t]*(?P<comment>#[^\r\n]*?)(?P<brace>[ \t]*\{)[ \t]*(?=[\r\n]|\Z)"
)
_TAGS = re.compile(rf"(?:#{LENIENT_ID}[ \t]*)+$")
_CERTAIN_VALUES = frozenset({"NUMBER", "DATE", "TEXT", "TRUE", "FALSE"})
"""Terminals of values that begin neither a declaration nor an attribute."""
_MIN_CLEAR_INDENT = 2
"""Columns of a deliberate indentation: a single one may be a typing error."""


def balance_braces(text: str, tokens: list[Token]) -> list[ParseError]:
    """Insert missing braces into ``tokens`` and remove superfluous ones; return the errors.

    Braces that the indentation does not locate remain unbalanced; the parser reports them later.
    """
    open_text_ends = {token.end_pos for token in tokens if _is_open_text(text, token)}
    errors = _balance(text, tokens)
    return [
        evolve(error, is_safe=False)
        if any(edit.span.start in open_text_ends for edit in error.edits)
        else error
        for error in errors
    ]


def line_break(text: str) -> str:
    """Return the line break that a text uses."""
    if "\r" not in text:
        return "\n"
    return "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"


def span_of(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def make_token(terminal: str, value: str, offset: int) -> Token:
    """Return a token with an empty span at an offset, for text that is missing there."""
    return Token(terminal, value, start_pos=offset, end_pos=offset)


def _is_open_text(text: str, token: Token) -> bool:
    """Whether a text has no closing quote, so that an insertion after it would belong to it."""
    raw = text[token.start_pos : token.end_pos]
    marks = '"""' if raw.startswith('"""') else '"'
    is_closed = len(raw) >= 2 * len(marks) and raw.endswith(marks)
    return token.type == "TEXT" and raw.startswith('"') and not is_closed


def _balance(text: str, tokens: list[Token]) -> list[ParseError]:
    lines = _Lines(text)
    if not any(token.type in {"LBRACE", "RBRACE"} for token in tokens):
        return _nest_by_indentation(text, tokens, lines)
    errors = _move_braces_before_values(text, tokens)
    errors += _drop_doubled_braces(tokens)
    errors += _close_blocks(text, tokens, lines, 0)
    if (missing := _count_missing(tokens)) > 0:
        errors += _close_blocks(text, tokens, lines, missing)
    elif missing < 0:
        errors += _open_blocks(text, tokens, lines, -missing)
        errors += _drop_early_braces(tokens, lines, -_count_missing(tokens))
    return errors


def _nest_by_indentation(text: str, tokens: list[Token], lines: _Lines) -> list[ParseError]:
    """Insert the braces of a file without any, by its indentation; return one error for them all.

    A declaration whose next line is indented deeper gets a block, which ends before the next line
    that is not.
    """
    starts = [
        index
        for index, token in enumerate(tokens)
        if lines.is_first_on_line(token)
        and (_begins_item(tokens, index) or token.type in _TOP_LEVEL)
    ]
    indents = [lines.indent(tokens[index]) for index in starts] + [-1]
    nested: list[Token] = []
    edits: list[Edit] = []
    open_indents: list[int] = []
    first: Token | None = None
    is_safe = True
    for number, index in enumerate(starts):
        next_index = starts[number + 1] if number + 1 < len(starts) else len(tokens)
        nested += tokens[index if number else 0 : next_index]
        offset = nested[-1].end_pos or 0
        start = line_start(text, tokens[index].start_pos or 0)
        if indents[number + 1] > indents[number] and tokens[index].type in _BLOCK_HEADS:
            first = first or tokens[next_index]
            is_safe = is_safe and indents[number + 1] - indents[number] >= _MIN_CLEAR_INDENT
            edits.append(Edit(Span(offset, offset), " {"))
            nested.append(make_token("LBRACE", "{", offset))
            open_indents.append(indents[number])
            continue
        closings = ""
        while open_indents and indents[number + 1] <= open_indents[-1]:
            indent = open_indents.pop()
            closings += line_break(text) + text[start : start + indent] + "}"
            nested.append(make_token("RBRACE", "}", offset))
        if closings:
            end = line_end(text, offset)
            edits.append(Edit(Span(end, end), closings))
    if first is None:
        return []
    tokens[:] = nested
    return [
        ParseError(
            span_of(first),
            "missing braces around a block; indentation has no meaning",
            label="the indentation suggests that this belongs to the declaration above",
            help="write { at the end of a declaration, and } after its block",
            fix="add the braces",
            edits=tuple(edits),
            is_safe=is_safe or "\t" in text,
            concerns_file=True,
        )
    ]


def _move_braces_before_values(text: str, tokens: list[Token]) -> list[ParseError]:
    """Move closing braces that separate an attribute from its value: ``{ date: }2024``.

    If closing braces are superfluous and the block continues, such a brace is dropped instead.
    """
    errors: list[ParseError] = []
    superfluous = -_count_missing(tokens)
    moved: list[Token] = []
    position = 0
    while position < len(tokens):
        brace = tokens[position]
        if not _is_before_value(text, tokens, position):
            moved.append(brace)
            position += 1
            continue
        value = tokens[position + 1]
        following = tokens[position + 2].type if position + 2 < len(tokens) else ""
        is_superfluous = superfluous > 0 and following in {"RBRACE", "ID"}
        superfluous -= is_superfluous
        moved += [value] if is_superfluous else [value, brace]
        position += 2
        deletion = Edit(Span(brace.start_pos or 0, value.start_pos or 0), "")
        end = value.end_pos or 0
        errors.append(
            ParseError(
                span_of(brace),
                f"unexpected `}}` before the value of `{tokens[position - 4].value}`",
                labels=((span_of(value), "this is the value"),),
                help="" if is_superfluous else "write the } after the value",
                fix="delete it" if is_superfluous else "write it after the value",
                edits=(deletion,) if is_superfluous else (deletion, *insert_at(end, " }")),
                is_safe=not is_superfluous,  # a later brace may be the superfluous one
            )
        )
    tokens[:] = moved
    return errors


def _is_before_value(text: str, tokens: list[Token], position: int) -> bool:
    """Return whether a token is a brace between an attribute and a value on the same line."""
    if tokens[position].type != "RBRACE" or not 1 < position < len(tokens) - 1:
        return False
    name, colon, brace, value = tokens[position - 2 : position + 2]
    if (name.type, colon.type) != ("ID", "COLON"):
        return False
    if text[colon.end_pos or 0 : brace.start_pos or 0].strip(" \t"):
        return False
    space = text[brace.end_pos or 0 : value.start_pos or 0]
    if value.type not in _CERTAIN_VALUES and (value.type != "ID" or space):
        return False
    return space.strip(" \t") == "" and _ends_line(text, tokens, position + 1)


def _ends_line(text: str, tokens: list[Token], position: int) -> bool:
    """Return whether only closing braces or a comment follow a token on its line."""
    end = tokens[position].end_pos or 0
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if following is None or following.type == "RBRACE":
        return True
    between = text[end : following.start_pos or 0]
    return "\n" in between or "\r" in between


def _drop_doubled_braces(tokens: list[Token]) -> list[ParseError]:
    """Drop opening braces that directly follow an opening brace, where braces are superfluous.

    If each of them has a closing brace, the parser drops both.
    """
    superfluous = _count_missing(tokens)
    errors: list[ParseError] = []
    remaining: list[Token] = []
    for token in tokens:
        is_doubled = token.type == "LBRACE" and remaining and remaining[-1].type == "LBRACE"
        if is_doubled and superfluous > 0:
            superfluous -= 1
            span = span_of(token)
            errors.append(
                ParseError(
                    span,
                    "unexpected `{` after `{`",
                    labels=((span_of(remaining[-1]), "the block is opened here"),),
                    fix="delete it",
                    edits=replace_span(span, ""),
                )
            )
            continue
        remaining.append(token)
    tokens[:] = remaining
    return errors


def _count_missing(tokens: list[Token]) -> int:
    """Return the number of closing braces that are missing; negative for opening ones."""
    types = [token.type for token in tokens]
    return types.count("LBRACE") - types.count("RBRACE")


class _Lines:
    """The indentation of the lines of a text."""

    def __init__(self, text: str) -> None:
        spaces = [match.span() for match in re.finditer(r"(?:\A|(?<=[\r\n]))[ \t]*", text)]
        self._starts = [end for _, end in spaces]
        self._indents = [end - start for start, end in spaces]

    def indent(self, token: Token) -> int:
        """Return the indentation of a token's line, in characters."""
        return self._indents[self._line(token)]

    def is_first_on_line(self, token: Token) -> bool:
        """Return whether a token is the first on its line."""
        return self._starts[self._line(token)] == token.start_pos

    def _line(self, token: Token) -> int:
        return max(bisect_right(self._starts, token.start_pos or 0) - 1, 0)


def _close_blocks(text: str, tokens: list[Token], lines: _Lines, missing: int) -> list[ParseError]:
    """Close up to ``missing`` blocks before the first line that is indented no deeper than they.

    Before a keyword that cannot be inside a block, all such blocks are closed.
    """
    declarations = set(keywords().values()) - {"AS", "TRUE", "FALSE"}
    open_blocks: list[tuple[Token, int]] = []
    heads: list[str] = []
    head = ""
    errors: list[ParseError] = []
    balanced: list[Token] = []
    for token in tokens:
        if token.type in declarations or token.type == "RBRACE":
            closed: list[tuple[Token, int]] = []
            while open_blocks and lines.is_first_on_line(token):
                opening, indent = open_blocks[-1]
                column = lines.indent(token)
                is_outside = column < indent or (column == indent and token.type != "RBRACE")
                may_nest = token.type == heads[-1] == "SECTION"
                is_certain = token.type in _TOP_LEVEL and column == 0 and not may_nest
                if not is_outside or opening is balanced[-1] or not (missing or is_certain):
                    break
                open_blocks.pop()
                heads.pop()
                missing = max(missing - 1, 0)
                closed.append((opening, indent))
                balanced.append(make_token("RBRACE", "}", balanced[-1].end_pos or 0))
            if closed:
                errors.append(_unclosed_error(text, closed, token, balanced[-1].end_pos or 0))
        if token.type == "LBRACE":
            open_blocks.append((token, lines.indent(token)))
            heads.append(head)
        elif token.type == "RBRACE" and open_blocks:
            open_blocks.pop()
            heads.pop()
        elif token.type in _BLOCK_HEADS:
            head = token.type
        balanced.append(token)
    if open_blocks and missing:
        errors.append(_unclosed_at_end(text, [opening for opening, _ in open_blocks]))
        balanced += [make_token("RBRACE", "}", len(text)) for _ in open_blocks]
    tokens[:] = balanced
    return errors


def _unclosed_error(
    text: str, closed: list[tuple[Token, int]], next_token: Token, offset: int
) -> ParseError:
    """Return the error of blocks, the innermost first, that should end at the same place."""
    closings = ""
    for opening, indent in closed:
        start = line_start(text, opening.start_pos or 0)
        closings += line_break(text) + text[start : start + indent] + "}"
    outer = tuple((span_of(opening), "also never closed") for opening, _ in closed[3:0:-1])
    count = len(closed)
    return ParseError(
        span_of(closed[0][0]),
        "this block is never closed" if count == 1 else f"{count} blocks are never closed",
        label="it is opened here" if count == 1 else "the innermost of them",
        help="close a block with } on a separate line",
        labels=(*outer, (span_of(next_token), "according to the indentation, it ends before this")),
        fix="close the block" if count == 1 else "close the blocks",
        edits=insert_at(offset, closings),
    )


def _unclosed_at_end(text: str, openings: list[Token]) -> ParseError:
    count = len(openings)
    message = "this block is never closed" if count == 1 else f"{count} blocks are never closed"
    return ParseError(
        span_of(openings[-1]),
        message,
        label="it is opened here" if count == 1 else "the innermost of them",
        help="every { needs a } that closes it",
        labels=tuple((span_of(opening), "also never closed") for opening in openings[-4:-1]),
        fix="close the block" if count == 1 else "close the blocks",
        edits=insert_at(len(text.rstrip()), line_break(text) + "}" * count),
    )


def _open_blocks(text: str, tokens: list[Token], lines: _Lines, missing: int) -> list[ParseError]:
    """Open up to ``missing`` blocks after heads whose next line is indented deeper than they."""
    errors: list[ParseError] = []
    balanced: list[Token] = []
    head: Token | None = None  # the keyword of a declaration that may lack its brace
    for position, token in enumerate(tokens):
        if missing and head is not None and lines.is_first_on_line(token):
            is_inside = lines.indent(token) > lines.indent(head)
            if is_inside and _begins_item(tokens, position) and balanced[-1].type != "LBRACE":
                offset = balanced[-1].end_pos or 0
                balanced.append(make_token("LBRACE", "{", offset))
                if brace_in_comment := _brace_in_comment(text, offset):
                    errors.append(brace_in_comment[0])
                    balanced += brace_in_comment[1]
                else:
                    errors.append(_unopened_error(head, offset, token))
                missing -= 1
        if lines.is_first_on_line(token):
            head = token if token.type in _BLOCK_HEADS else None
        balanced.append(token)
    tokens[:] = balanced
    return errors


def _begins_item(tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if token.type == "ID":
        return position + 1 < len(tokens) and tokens[position + 1].type == "COLON"
    return token.type in _BLOCK_HEADS


def _brace_in_comment(text: str, offset: int) -> tuple[ParseError, list[Token]] | None:
    """Return the error of a brace in a comment after a head, and the tokens to insert.

    ``claim t "…" #ethics {`` is meant as a tag.
    """
    match = _COMMENT_WITH_BRACE.match(text, offset)
    if match is None:
        return None
    comment = match["comment"]
    span = Span(match.start("comment"), match.end("brace"))
    if not _TAGS.match(comment):
        error = ParseError(
            span,
            "# begins a comment, so the { after it is not read",
            help="write the { before the comment",
            fix="write the { before the comment",
            edits=(Edit(Span(span.start, span.start), "{ "), Edit(Span(*match.span("brace")), "")),
            is_safe='"' not in comment,  # otherwise, the comment may be part of a text
        )
        return error, []
    names = comment.replace("#", " ").split()
    tags = ", ".join(names)
    error = ParseError(
        span,
        "# begins a comment, so nothing after it on this line is read",
        help=f"write `tags: {tags}` in the block",
        fix=f"write `{{ tags: {tags}`",
        edits=replace_span(span, f"{{ tags: {tags}"),
    )
    tokens = [make_token("ID", "tags", offset), make_token("COLON", ":", offset)]
    for name in names:
        tokens += [make_token("ID", name, offset), make_token("COMMA", ",", offset)]
    return error, tokens[:-1]


def _unopened_error(head: Token, offset: int, first_inside: Token) -> ParseError:
    return ParseError(
        span_of(head),
        f"the block of this {head.value} is never opened",
        label="missing { after this",
        labels=((span_of(first_inside), "according to the indentation, this is inside the block"),),
        fix="open the block",
        edits=insert_at(offset, " {"),
    )


def _drop_early_braces(tokens: list[Token], lines: _Lines, superfluous: int) -> list[ParseError]:
    """Drop up to ``superfluous`` braces that close a block whose lines continue after them."""
    errors: list[ParseError] = []
    remaining: list[Token] = []
    open_blocks: list[tuple[Token, int]] = []
    for position, token in enumerate(tokens):
        if token.type == "LBRACE":
            open_blocks.append((token, lines.indent(token)))
        elif token.type == "RBRACE" and open_blocks:
            opening, indent = open_blocks[-1]
            if superfluous > 0 and _continues(tokens, position, lines, indent):
                superfluous -= 1
                errors.append(_early_brace_error(token, opening))
                continue
            open_blocks.pop()
        remaining.append(token)
    tokens[:] = remaining
    return errors


def _continues(tokens: list[Token], position: int, lines: _Lines, indent: int) -> bool:
    brace = tokens[position]
    if lines.is_first_on_line(brace) and lines.indent(brace) > indent:
        return True
    next_token = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        next_token is not None
        and next_token.type != "RBRACE"
        and lines.is_first_on_line(next_token)
        and lines.indent(next_token) > indent
    )


def _early_brace_error(brace: Token, opening: Token) -> ParseError:
    return ParseError(
        span_of(brace),
        "this `}` closes a block too early",
        labels=((span_of(opening), "according to the indentation, this block continues"),),
        fix="delete it",
        edits=replace_span(span_of(brace), ""),
    )
