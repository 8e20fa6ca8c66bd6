"""The tokens of an Argdown text.

They are those of Argdown's lexer (``@argdown/core`` 2.0, ``lexer.ts``). Titles, relations and
inferences count only where Argdown's grammar expects them; elsewhere, they are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import Factory, define

from argmap.exchange.argdown.data import MAX_LENGTH, find_data_end
from argmap.exchange.argdown.shortcodes import symbol

_BLANK = re.compile(r"(?:[ \t]*\n){2,}")
_NEWLINE = re.compile(r"[ \t]*\n")
_COMMENT = re.compile(r"//[^\n]*")
_FRONT_MATTER = re.compile(r"(={3,})([\s\S]*?)={3,}")
_LINE_START = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<inference>-{2})|(?P<relation>\+>|->|<?\+|<?-|><|_>|<_|_(?=\s))"
    r"|(?P<item>[0-9]+\.(?=\s)|\*(?=\s))|(?P<number>\([0-9]+\)))"
)
_HEADING = re.compile(r"(#+) ")
_LINK = re.compile(r"\[([^\]\n]{1,2000})\]\(([^)\n]{1,2000})\)")
_TAG = re.compile(
    r"#(?:\(([^)\n]+)\)|([A-Za-z0-9\[\]^_`\\\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF-]+))"
)
_MARK = re.compile(r"\*{1,2}|_{1,2}")
_MARK_END = re.compile(r"[ \t\n)}_.,!?;:*-]|\Z")
_SHORTCODE = re.compile(r"\.[^\s.]{1,12}\.|:[^\s:]{1,12}:")
_TEXT = re.compile(r"[^\\@#*_\[<{\n./:]+")
_DASHES = re.compile(r"[ \t]*-{2,}[ \t]*(?:\n|\Z)")
_END_OF_INFERENCE = re.compile(r"[ \t]*(?:\n|\Z|\([0-9]+\))")

_PATTERNS = {
    "#": ("tag", _TAG),
    "*": ("mark", _MARK),
    "_": ("mark", _MARK),
    ".": ("text", _SHORTCODE),
    ":": ("text", _SHORTCODE),
}
_OPENING = {"[": ("statement", "]"), "<": ("argument", ">")}


@define
class ArgdownToken:
    """A token.

    Attributes:
        kind: ``blank``, ``newline``, ``front matter``, ``heading``, ``relation``, ``inference``,
            ``number``, ``item``, ``definition``, ``reference``, ``mention``, ``link``, ``tag``,
            ``data``, ``mark`` or ``text``.
        value: Its text, title or symbol.
        position: Its place in the text.
        indent: The number of spaces and tabs before a relation or a list item.
        member: Whether a title is of a ``statement`` or an ``argument``; the address of a link.
        written: How it is written, to use it as text; the data of an inference.
    """

    kind: str
    value: str
    position: int
    indent: int = 0
    member: str = ""
    written: str = ""


@define
class Scanner:
    """Reader of the tokens of a text whose line ends are line feeds.

    Attributes:
        text: The text.
        comments: The places of the comments, which are skipped.
    """

    text: str
    comments: list[int] = Factory(list)
    _position: int = 0
    _no_data_before: int = 0
    _found: dict[str, int] = Factory(dict)  # the next places of closing marks

    def tokens(self) -> Iterator[ArgdownToken]:
        """Yield the tokens."""
        text = self.text
        last = ""  # the kind of the last token
        can_be_title = True
        while self._position < len(text):
            if self._skip_comment(last):
                continue
            token = self._next(last, can_be_title=can_be_title)
            if token is None:
                continue
            can_be_title = token.kind in (
                *("blank", "newline", "relation", "number", "item", "inference", "front matter"),
            )
            last = token.kind
            yield token

    def _next(self, last: str, *, can_be_title: bool) -> ArgdownToken | None:
        """Return the token at the place, or None for what is skipped, and go on after it."""
        text, start = self.text, self._position
        character = text[start]
        if character in " \t\n":
            blank = _BLANK.match(text, start)
            if blank is not None:
                self._position = blank.end()
                return None if last in ("", "blank") else ArgdownToken("blank", "", start)
            newline = _NEWLINE.match(text, start)
            if newline is not None:
                self._position = newline.end()
                is_blank = last in ("", "blank", "newline")
                return None if is_blank else ArgdownToken("newline", "", start)
        if last in ("", "blank", "newline", "front matter", "inference"):
            token = self._line_start(start, last)
            if token is not None:
                return token
        if character in " \t" and can_be_title:
            self._position += 1
            return None
        return self._inline(start, can_be_title=can_be_title)

    # ---- Comments -------------------------------------------------------------------------------

    def _skip_comment(self, last: str) -> bool:
        start = self._position
        text = self.text
        if text[start] not in "/<":
            return False
        if text.startswith("<!--", start):
            end = self._find("-->", start + 4)
            end = end + 3 if end != -1 else -1
        elif text.startswith("/*", start):
            end = self._find("*/", start + 2)
            end = end + 2 if end != -1 else -1
        else:
            match = _COMMENT.match(text, start)
            end = match.end() if match else -1
        if end == -1:
            return False
        self.comments.append(start)
        if last in ("blank", ""):
            while text.startswith("\n", end):
                end += 1
        elif last == "newline":
            newline = _NEWLINE.match(text, end)
            if newline is not None and not _NEWLINE.match(text, newline.end()):
                end = newline.end()
        self._position = end
        return True

    def _find(self, needle: str, start: int) -> int:
        """Return the next place of a closing mark; each part of the text is searched only once."""
        place = self._found.get(needle, -2)
        if place == -2 or (place != -1 and place < start):  # noqa: PLR2004
            place = self._found[needle] = self.text.find(needle, start)
        return place

    def _find_in_line(self, needle: str, start: int) -> int:
        place = self._find(needle, start)
        line_end = self._find("\n", start)
        return -1 if place == -1 or (line_end != -1 and line_end < place) else place

    def _data_end(self, start: int) -> int:
        """Return the end of the data that begins at a brace, or -1."""
        closing = self._find("}", start)
        if start < self._no_data_before or closing == -1 or closing - start > MAX_LENGTH:
            return -1
        end = find_data_end(self.text, start)
        if end == -1:
            self._no_data_before = min(start + MAX_LENGTH, len(self.text))
            empty_line = self._find("\n\n", start)
            if empty_line != -1:
                self._no_data_before = min(self._no_data_before, empty_line)
        return end

    # ---- The beginnings of lines ----------------------------------------------------------------

    def _line_start(self, start: int, last: str) -> ArgdownToken | None:
        text = self.text
        if last == "":
            front_matter = _FRONT_MATTER.match(text, start)
            if front_matter is not None:
                self._position = front_matter.end()
                return ArgdownToken("front matter", front_matter[2], start)
        heading = _HEADING.match(text, start)
        if heading is not None:
            self._position = heading.end()
            return ArgdownToken("heading", heading[1], start)
        match = _LINE_START.match(text, start)
        if match is None:
            return None
        kind = match.lastgroup or ""
        if kind == "inference":
            return self._inference(start, match.end())
        self._position = match.end()
        return ArgdownToken(kind, match[kind], start, len(match["indent"]), written=match[kind])

    def _inference(self, start: int, begin: int) -> ArgdownToken:
        """Return an inference: a line of hyphens, or two with rules and data between them."""
        text = self.text
        dashes = _DASHES.match(text, start)
        place = dashes.end() if dashes else begin
        data: list[str] = []
        rules: list[str] = []
        line_starts = dashes is not None
        while place < len(text):
            if line_starts:
                closing = _DASHES.match(text, place)
                if closing is not None:
                    self._position = closing.end()
                    return self._inference_token(start, rules, data)
                if _END_OF_INFERENCE.match(text, place):
                    break
            line_starts = False
            character = text[place]
            end = self._data_end(place) if character == "{" else -1
            if end != -1:
                data.append(text[place:end])
                place = end
            elif text.startswith("--", place):
                while text.startswith("-", place):
                    place += 1
                newline = _NEWLINE.match(text, place)
                self._position = newline.end() if newline else place
                return self._inference_token(start, rules, data)
            elif text.startswith(("//", "/*", "<!--"), place):
                self._position = place
                place = self._position if self._skip_comment("text") else place + 1
            else:
                rules.append(character)
                line_starts = character == "\n"
                place += 1
        # There is no closing line: the first one is the whole inference.
        if dashes is not None:
            self._position = dashes.end()
            return self._inference_token(start, [], [])
        line_end = self._find("\n", begin)
        self._position = len(text) if line_end == -1 else line_end + 1
        return self._inference_token(start, list(text[begin : self._position]), [])

    def _inference_token(self, start: int, rules: list[str], data: list[str]) -> ArgdownToken:
        return ArgdownToken("inference", "".join(rules), start, written="".join(data[:1]))

    # ---- Inside a line --------------------------------------------------------------------------

    def _inline(self, start: int, *, can_be_title: bool) -> ArgdownToken:
        text = self.text
        token: ArgdownToken | None = None
        match text[start]:
            case "\\":
                token = self._take("text", text[start + 1 : start + 2], start, start + 2)
            case "[" | "<":
                token = self._bracket(start, can_be_title=can_be_title)
            case "@":
                token = self._mention(start)
            case "{":
                end = self._data_end(start)
                token = self._take("data", text[start:end], start, end) if end != -1 else None
            case _:
                token = self._matched(start)
        return token or self._take("text", text[start], start, start + 1)

    def _matched(self, start: int) -> ArgdownToken | None:
        """Return a tag, a mark of emphasis, a shortcode or a text."""
        text = self.text
        kind, pattern = _PATTERNS.get(text[start], ("text", _TEXT))
        match = pattern.match(text, start)
        if match is None:
            return None
        value: str | None = match[0]
        if kind == "tag":
            value = match[1] or match[2]
        elif pattern is _SHORTCODE:
            value = symbol(match[0])
        return None if value is None else self._take(kind, value, start, match.end())

    def _take(self, kind: str, value: str, start: int, end: int, member: str = "") -> ArgdownToken:
        self._position = min(end, len(self.text))
        return ArgdownToken(kind, value, start, member=member, written=self.text[start:end])

    def _bracket(self, start: int, *, can_be_title: bool) -> ArgdownToken | None:
        """Return a link, a definition or a reference."""
        text = self.text
        is_link = text[start] == "[" and self._find_in_line("](", start) != -1
        link = _LINK.match(text, start) if is_link else None
        if link is not None:
            return self._take("link", link[1], start, link.end(), link[2])
        if not can_be_title:
            return None
        member, closing = _OPENING[text[start]]
        end = self._find_in_line(f"{closing}:", start + 2)
        if end != -1:
            return self._take("definition", text[start + 1 : end], start, end + 2, member)
        end = self._find_in_line(closing, start + 2)
        if end != -1 and text[start + 1] != "-":
            return self._take("reference", text[start + 1 : end], start, end + 1, member)
        return None

    def _mention(self, start: int) -> ArgdownToken | None:
        opening = _OPENING.get(self.text[start + 1 : start + 2])
        if opening is None:
            return None
        member, closing = opening
        end = self._find_in_line(closing, start + 3)
        if end == -1:
            return None
        return self._take("mention", self.text[start + 2 : end], start, end + 1, member)


def closes_emphasis(text: str, position: int) -> bool:
    """Return whether a mark of emphasis that ends at a position can be a closing one."""
    return _MARK_END.match(text, position) is not None


def opens_emphasis(text: str, position: int) -> bool:
    """Return whether a mark of emphasis that ends at a position can be an opening one."""
    return position < len(text) and not text[position].isspace()


def rules_of(written: str) -> list[str]:
    """Return the inference rules between two lines of hyphens."""
    replaced = _SHORTCODE.sub(lambda match: symbol(match[0]) or match[0], written)
    unescaped = re.sub(r"\\(.)", r"\1", replaced)
    return [" ".join(rule.split()) for rule in unescaped.split(",") if rule.strip()]
