"""Braces that are missing, found by the indentation.

The grammar alone notices a missing brace at the end of the file, or never: everything behind it
just stands one level too deep or too high. Authors indent, so the column at which a line begins
says where they meant a block to open or to end.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from attrs import evolve
from lark import Token

from argmap.model.identifiers import LENIENT_ID
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.missing_quotes import line_end, line_start
from argmap.text import Edit, Span


def balance_braces(text: str, tokens: list[Token]) -> list[ParseError]:
    """Put missing braces into ``tokens`` and take superfluous ones out; return a fault for each.

    What is left unbalanced, for want of indentation, the parser stumbles over in its own time.
    """
    swallowing = {token.end_pos for token in tokens if _is_open_text(text, token)}
    errors = _balanced(text, tokens)
    return [
        evolve(error, is_safe=False)
        if any(edit.span.start in swallowing for edit in error.edits)
        else error
        for error in errors
    ]


def _is_open_text(text: str, token: Token) -> bool:
    """Whether a text has no end of its own: what is written behind it would belong to it."""
    raw = text[token.start_pos : token.end_pos]
    marks = '"""' if raw.startswith('"""') else '"'
    is_closed = len(raw) >= 2 * len(marks) and raw.endswith(marks)
    return token.type == "TEXT" and raw.startswith('"') and not is_closed


def _balanced(text: str, tokens: list[Token]) -> list[ParseError]:
    lines = _Lines(text)
    if not any(token.type in {"LBRACE", "RBRACE"} for token in tokens):
        return _nest(text, tokens, lines)
    errors = _drop_doubled(tokens)
    errors += _close_blocks(text, tokens, lines, 0)
    if (missing := _missing(tokens)) > 0:
        errors += _close_blocks(text, tokens, lines, missing)
    elif missing < 0:
        errors += _open_blocks(text, tokens, lines, -missing)
        errors += _drop_closings(tokens, lines, -_missing(tokens))
    return errors


_CLEAR_INDENT = 2
"""Columns: one more may be a slip of the finger."""


def _nest(text: str, tokens: list[Token], lines: _Lines) -> list[ParseError]:
    """Put in all braces of a file that has none, where its lines are indented; one fault says so.

    A declaration whose next line is indented deeper gets a block, which ends before the next line
    that is not.
    """
    starts = [at for at, token in enumerate(tokens) if lines.begins(token)]
    starts = [at for at in starts if _begins_item(tokens, at) or tokens[at].type in _TOP_LEVEL]
    indents = [lines.indent(tokens[at]) for at in starts] + [-1]
    nested: list[Token] = []
    edits: list[Edit] = []
    open_indents: list[int] = []
    first: Token | None = None
    is_safe = True
    for number, at in enumerate(starts):
        following = starts[number + 1] if number + 1 < len(starts) else len(tokens)
        nested += tokens[at if number else 0 : following]
        offset = nested[-1].end_pos or 0
        start = line_start(text, tokens[at].start_pos or 0)
        if indents[number + 1] > indents[number] and tokens[at].type in _BLOCK_HEADS:
            first = first or tokens[following]
            is_safe = is_safe and indents[number + 1] - indents[number] >= _CLEAR_INDENT
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
            "blocks are in braces; indentation alone nests nothing",
            label="this is meant to be in the block of the declaration above it",
            help="write { at the end of a declaration, and } after what belongs to it",
            fix="add the braces",
            edits=tuple(edits),
            is_safe=is_safe or "\t" in text,
            concerns_file=True,
        )
    ]


def _drop_doubled(tokens: list[Token]) -> list[ParseError]:
    """Drop each brace that opens a block right behind one that opens a block: there is no such.

    Where a brace closes for each that opens, the reader passes over both.
    """
    superfluous = _missing(tokens)
    errors: list[ParseError] = []
    kept: list[Token] = []
    for token in tokens:
        is_doubled = token.type == "LBRACE" and kept and kept[-1].type == "LBRACE"
        if is_doubled and superfluous > 0:
            superfluous -= 1
            span = span_of(token)
            errors.append(
                ParseError(
                    span,
                    "unexpected `{` after `{`",
                    labels=((span_of(kept[-1]), "the block is opened here"),),
                    fix="delete it",
                    edits=replace_span(span, ""),
                )
            )
            continue
        kept.append(token)
    tokens[:] = kept
    return errors


def line_break(text: str) -> str:
    """Return the line end that a text uses."""
    if "\r" not in text:
        return "\n"
    return "\r\n" if "\r\n" in text else "\n" if "\n" in text else "\r"


def _missing(tokens: list[Token]) -> int:
    types = [token.type for token in tokens]
    return types.count("LBRACE") - types.count("RBRACE")


def span_of(token: Token) -> Span:
    return Span(token.start_pos or 0, token.end_pos or 0)


def make_token(terminal: str, value: str, offset: int) -> Token:
    """Return a token that stands nowhere in the text: it was forgotten at ``offset``."""
    return Token(terminal, value, start_pos=offset, end_pos=offset)


class _Lines:
    """At which column the line of a token begins to say something."""

    def __init__(self, text: str) -> None:
        blanks = [match.span() for match in re.finditer(r"(?:\A|(?<=[\r\n]))[ \t]*", text)]
        self._starts = [end for _, end in blanks]
        self._indents = [end - start for start, end in blanks]

    def indent(self, token: Token) -> int:
        return self._indents[self._line(token)]

    def begins(self, token: Token) -> bool:
        """Whether the token is the first on its line."""
        return self._starts[self._line(token)] == token.start_pos

    def _line(self, token: Token) -> int:
        return max(bisect_right(self._starts, token.start_pos or 0) - 1, 0)


def _close_blocks(text: str, tokens: list[Token], lines: _Lines, missing: int) -> list[ParseError]:
    """Close up to ``missing`` blocks before the first line that is indented no deeper than they.

    Before a word that cannot be inside the block, any block so found is closed: it must be.
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
            while open_blocks and lines.begins(token):
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
                errors.append(_unclosed(text, closed, token, balanced[-1].end_pos or 0))
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


_TOP_LEVEL = {"MAP", "SOURCE", "IMPORT", "SECTION"}


def _unclosed(
    text: str, closed: list[tuple[Token, int]], following: Token, offset: int
) -> ParseError:
    """Return the fault of blocks, the inner ones first, that should end at one place."""
    closings = ""
    for opening, indent in closed:
        start = line_start(text, opening.start_pos or 0)
        closings += line_break(text) + text[start : start + indent] + "}"
    others = tuple((span_of(opening), "never closed either") for opening, _ in closed[3:0:-1])
    count = len(closed)
    return ParseError(
        span_of(closed[0][0]),
        "this block is never closed" if count == 1 else f"{count} blocks are never closed",
        label="it is opened here" if count == 1 else "the innermost of them",
        help="close a block with } on a separate line",
        labels=(*others, (span_of(following), "according to the indentation, it ends before this")),
        fix="close the block" if count == 1 else "close the blocks",
        edits=insert_at(offset, closings),
    )


def _unclosed_at_end(text: str, openings: list[Token]) -> ParseError:
    count = len(openings)
    message = (
        "this block is never closed"
        if count == 1
        else f"the file ends, and {count} blocks are still open"
    )
    return ParseError(
        span_of(openings[-1]),
        message,
        label="it is opened here" if count == 1 else "the innermost of them",
        help="every { needs a } that closes it",
        labels=tuple((span_of(opening), "still open too") for opening in openings[-4:-1]),
        fix="close the block" if count == 1 else "close the blocks",
        edits=insert_at(len(text.rstrip()), line_break(text) + "}" * count),
    )


def _open_blocks(text: str, tokens: list[Token], lines: _Lines, missing: int) -> list[ParseError]:
    """Open up to ``missing`` blocks behind heads whose next line is indented deeper than they."""
    errors: list[ParseError] = []
    balanced: list[Token] = []
    head: Token | None = None  # the keyword of the declaration that may have lost its brace
    for position, token in enumerate(tokens):
        if missing and head is not None and lines.begins(token):
            is_inside = lines.indent(token) > lines.indent(head)
            if is_inside and _begins_item(tokens, position) and balanced[-1].type != "LBRACE":
                offset = balanced[-1].end_pos or 0
                balanced.append(make_token("LBRACE", "{", offset))
                if commented := _commented(text, offset):
                    errors.append(commented[0])
                    balanced += commented[1]
                else:
                    errors.append(_unopened(head, offset, token))
                missing -= 1
        if lines.begins(token):
            head = token if token.type in _BLOCK_HEADS else None
        balanced.append(token)
    tokens[:] = balanced
    return errors


_BLOCK_HEADS = {
    *("MAP", "SOURCE", "SECTION", "REASON", "OBJECTION"),
    *("CLAIM", "EVIDENCE", "ASSUMPTION", "COUNTERPOINT"),
}


def _begins_item(tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if token.type == "ID":
        return position + 1 < len(tokens) and tokens[position + 1].type == "COLON"
    return token.type in _BLOCK_HEADS


_COMMENT_WITH_BRACE = re.compile(
    r"[ \t]*(?P<comment>#[^\r\n]*?)(?P<brace>[ \t]*\{)[ \t]*(?=[\r\n]|\Z)"
)
_TAGS = re.compile(rf"(?:#{LENIENT_ID}[ \t]*)+$")


def _commented(text: str, offset: int) -> tuple[ParseError, list[Token]] | None:
    """Return the fault of a brace in a comment behind a head, and what was meant beside it.

    ``claim t "…" #ethics {`` means a tag.
    """
    found = _COMMENT_WITH_BRACE.match(text, offset)
    if found is None:
        return None
    comment = found["comment"]
    span = Span(found.start("comment"), found.end("brace"))
    if not _TAGS.match(comment):
        error = ParseError(
            span,
            "# begins a comment, so the { after it is not read",
            help="write the { before the comment",
            fix="write the { before the comment",
            edits=(Edit(Span(span.start, span.start), "{ "), Edit(Span(*found.span("brace")), "")),
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


def _unopened(head: Token, offset: int, inside: Token) -> ParseError:
    return ParseError(
        span_of(head),
        f"the block of this {head.value} is never opened",
        label="a { is missing at the end of its head",
        labels=((span_of(inside), "according to the indentation, this is in it"),),
        fix="open the block",
        edits=insert_at(offset, " {"),
    )


def _drop_closings(tokens: list[Token], lines: _Lines, superfluous: int) -> list[ParseError]:
    """Drop up to ``superfluous`` braces that close a block while its lines still go on."""
    errors: list[ParseError] = []
    kept: list[Token] = []
    open_blocks: list[tuple[Token, int]] = []
    for position, token in enumerate(tokens):
        if token.type == "LBRACE":
            open_blocks.append((token, lines.indent(token)))
        elif token.type == "RBRACE" and open_blocks:
            opening, indent = open_blocks[-1]
            if superfluous > 0 and _goes_on(tokens, position, lines, indent):
                superfluous -= 1
                errors.append(_too_early(token, opening))
                continue
            open_blocks.pop()
        kept.append(token)
    tokens[:] = kept
    return errors


def _goes_on(tokens: list[Token], position: int, lines: _Lines, indent: int) -> bool:
    brace = tokens[position]
    if lines.begins(brace) and lines.indent(brace) > indent:
        return True
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        following is not None
        and following.type != "RBRACE"
        and lines.begins(following)
        and lines.indent(following) > indent
    )


def _too_early(brace: Token, opening: Token) -> ParseError:
    return ParseError(
        span_of(brace),
        "this } closes a block too early",
        labels=((span_of(opening), "according to the indentation, this block continues"),),
        fix="delete it",
        edits=replace_span(span_of(brace), ""),
    )
