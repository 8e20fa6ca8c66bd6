"""Regions of a text that are in another notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from argmap.syntax.notations.blocks import Line, block, fence, flat_yaml
from argmap.syntax.notations.lines import (
    MAX_LINE_CHARACTERS,
    LineKind,
    is_plus,
    is_sentence_like,
    is_slip,
    kind,
    quotes_words,
    sign,
)
from argmap.syntax.notations.notation import Notation
from argmap.text import Edit, Span

_HINT = re.compile(
    r"^[ \t]*(?:[-+*•‣–—_>|<\[\\%=~^({]|[\w(]{1,4}[.)\]]|\d+\.\d|```|@\w+[ \t]*\{"
    r"|[^\W\d_][\w-]*:[ \t]*$|[\"']?\w[\w. ]*[\"']? ?-[->.]|(?:di)?graph|mindmap|Pro|Con|Disc"
    r"|\S*[\u3040-\u9fff\uac00-\ud7af]{6}|(?:[^\s{}@#]+[ \t]+){2,4}[^\s{}@#]+"
    r"|[^\W\d_][\w'’-]*(?:,?[ \t]+[\w'’-]+)?[.!?]+[ \t]*$)",
    re.MULTILINE,
)
"""What every line that begins or is in another notation holds; most maps have none of it."""
_LINE = re.compile(r"([ \t\f\v\ufeff]*)([^\r\n]*)(\r\n|\r|\n|\Z)")
_NOT_LINE_BREAK = re.compile(r"[^\r\n]")
_UNDERLINE = re.compile(r"([=~^\-*+'])\1{2,}$")
_RULE = re.compile(r"-{2,}$|_{3,}$|\*{3,}$")
_STRING = r'"(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+"'
_TOKENS = re.compile(rf'(?P<long>"""(?:[^"\\]|\\[\s\S]|"(?!""))*+""")|{_STRING}|#[^\r\n]*|"""')


@frozen
class Excerpt:
    """Lines in another notation, in one piece or in several that belong together.

    ``deletions`` delete all of it, where that is certain to be what the author wants.
    """

    notation: Notation
    spans: tuple[Span, ...]
    deletions: tuple[Edit, ...] = ()


def find_excerpts(text: str) -> tuple[Excerpt, ...]:
    """Return the regions of a text that are in another notation, in order.

    A text without a declaration of a map is one region from end to end, if anything in it is
    another notation. The time is linear in the length of the text.
    """
    if not _HINT.search(text):
        return ()
    survey = _Survey(text)
    survey.classify()
    return tuple(survey.excerpts())


def without(text: str, excerpts: Iterable[Excerpt]) -> str:
    """Return a text with spaces in place of its excerpts: offsets and lines stay as they are."""
    parts: list[str] = []
    reached = 0
    for start, end in sorted(span for excerpt in excerpts for span in excerpt.spans):
        parts += text[reached:start], _NOT_LINE_BREAK.sub(" ", text[start:end])
        reached = end
    return "".join((*parts, text[reached:]))


@define
class _Run:
    """Lines next to each other that may be in another notation, and what they are signs of."""

    first: int
    last: int
    notations: list[Notation] = field(factory=list)
    has_words: bool = False


class _Survey:
    """The lines of a text, and what each of them is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = list(_lines(text))
        self._kinds: list[LineKind | Notation] = [LineKind.OTHER] * len(self._lines)
        self._fences: list[tuple[int, int]] = []
        """The first and the last line of each fence around a map."""
        self._closings: set[int] = set()

    # ---- What each line is ------------------------------------------------------------------

    def classify(self) -> None:
        lines, kinds = self._lines, self._kinds
        protected = _lines_in_texts(self._text, lines)
        fences = dict(self._paired_fences(protected))
        position = 0
        while position < len(lines):
            if position in protected:
                position += 1
                continue
            line = lines[position]
            if not line.body:
                kinds[position] = LineKind.EMPTY
                position += 1
                continue
            if (closing := fences.get(position)) is not None:
                position = self._take_fence(position, closing)
                continue
            if position in self._closings:
                position += 1
                continue
            if found := block(self._text, lines, position):
                notation, end = found
                kinds[position:end] = [notation] * (end - position)
                if notation is Notation.YAML:
                    self._take_flat_yaml(position)
                position = end
                continue
            kinds[position] = self._kind(position)
            position += 1

    def _kind(self, position: int) -> LineKind | Notation:
        body = self._lines[position].body
        previous = self._kinds[position - 1] if position else LineKind.EMPTY
        follows_words = previous is LineKind.PLAIN or isinstance(previous, Notation)
        if follows_words and _UNDERLINE.match(body):
            return Notation.RST if body[0] not in "=-" else Notation.MARKDOWN
        if _RULE.match(body):
            return (
                LineKind.PLAIN
                if follows_words or self._is_rule_between_words(position)
                else (LineKind.OTHER)
            )
        found = sign(body)
        if found is not None:
            return found
        what = kind(body)
        if follows_words and (what is LineKind.DOUBTFUL or quotes_words(body)):
            return LineKind.PLAIN
        is_unread = what is LineKind.PLAIN or what is LineKind.OTHER
        if is_unread and not follows_words and is_slip(body):
            return LineKind.DECLARATION
        return LineKind.DECLARATION if what is LineKind.DOUBTFUL else what

    def _is_rule_between_words(self, position: int) -> bool:
        """Whether a line such as ``---`` follows words or signs, after at most one empty line."""
        if position < 2:  # noqa: PLR2004
            return False
        previous = self._kinds[position - 2]
        is_after_empty = self._kinds[position - 1] is LineKind.EMPTY
        return is_after_empty and (previous is LineKind.PLAIN or isinstance(previous, Notation))

    def _take_flat_yaml(self, position: int) -> None:
        while position and flat_yaml(self._lines[position - 1]):
            position -= 1
            self._kinds[position] = Notation.YAML

    def _paired_fences(self, protected: set[int]) -> Iterator[tuple[int, int]]:
        opening, mark = -1, ""
        for position, line in enumerate(self._lines):
            found = fence(line) if position not in protected else ""
            if not found:
                continue
            if opening < 0:
                opening, mark = position, found
            elif found.startswith(mark) and line.body.strip("`~ \t") == "":
                yield opening, position
                opening = -1
        if opening >= 0:
            yield opening, opening

    def _take_fence(self, opening: int, closing: int) -> int:
        """Take the two lines of a fence, and what is between them unless that is a map."""
        inside = [line.body for line in self._lines[opening + 1 : closing] if line.body]
        self._kinds[opening] = Notation.FENCE
        if opening == closing:
            return opening + 1
        if any(kind(body) is LineKind.DECLARATION for body in inside):
            self._kinds[closing] = Notation.FENCE
            self._closings.add(closing)
            self._fences.append((opening, closing))
            return opening + 1
        count = closing + 1 - opening
        self._kinds[opening : closing + 1] = [Notation.FENCE] * count
        return closing + 1

    # ---- Which lines belong together --------------------------------------------------------

    def excerpts(self) -> Iterator[Excerpt]:
        runs = [run for run in self._runs() if run.notations or self._is_prose(run)]
        if not runs:
            return
        if LineKind.DECLARATION not in self._kinds:
            yield Excerpt(_name(runs, self), (self._whole(),))
            return
        for linked in self._linked(runs):
            yield self._excerpt(linked)

    def _excerpt(self, linked: list[_Run]) -> Excerpt:
        name = _name(linked, self)
        spans = tuple(self._span(run) for run in linked)
        is_bare = name is Notation.FENCE and all(run.first == run.last for run in linked)
        if not is_bare or len(linked) < 2:  # noqa: PLR2004 - a fence has two lines
            return Excerpt(name, spans)
        deletions = (Edit(self._full_line(run.first), "") for run in linked)
        return Excerpt(name, spans, tuple(deletions))

    def _full_line(self, position: int) -> Span:
        """Return the span of a line with its line break, if it has one."""
        if position + 1 < len(self._lines):
            return Span(self._lines[position].start, self._lines[position + 1].start)
        return Span(self._lines[position].start, len(self._text))

    def _runs(self) -> Iterator[_Run]:
        run: _Run | None = None
        for position, what in enumerate(self._kinds):
            if what is LineKind.EMPTY:
                continue
            if what is LineKind.PLAIN or isinstance(what, Notation):
                if run is None:
                    run = _Run(position, position)
                run.last = position
                if isinstance(what, Notation):
                    run.notations.append(what)
                else:
                    run.has_words = True
            elif run is not None:
                yield run
                run = None
        if run is not None:
            yield run

    def _is_prose(self, run: _Run) -> bool:
        """Whether words are prose: a sentence, and not a piece of a text that lost its quotes."""
        sentences = (self._lines[at].body for at in range(run.first, run.last + 1))
        if not any(is_sentence_like(body) for body in sentences if body[:1] != "#"):
            return False
        above = self._lines[run.first - 1] if run.first else None
        if above is not None and _goes_on(self._text[above.start : above.end]):
            return False
        around = (self._neighbor(run.first, -1), self._neighbor(run.last, 1))
        return all(line is None or self._count_quotes(line) % 2 == 0 for line in around)

    def _count_quotes(self, line: Line) -> int:
        code = self._text[line.start : line.end]
        return code.count('"') - code.count('\\"')

    def _neighbor(self, position: int, direction: int) -> Line | None:
        """Return the nearest line that is not empty, in one direction."""
        position += direction
        while 0 <= position < len(self._lines):
            if self._lines[position].body:
                return self._lines[position]
            position += direction
        return None

    def _linked(self, runs: list[_Run]) -> Iterator[list[_Run]]:
        """Yield runs, those together that are joined by a fence around a map."""
        fences = iter(self._fences)
        pending = next(fences, None)
        linked: list[_Run] = []
        for run in runs:
            is_joined = linked and pending is not None and run.first <= pending[1] <= run.last
            if linked and not is_joined:
                yield linked
                linked = []
            linked.append(run)
            while pending is not None and pending[1] <= run.last:
                pending = next(fences, None)
            if pending is None or not run.first <= pending[0] <= run.last:
                yield linked
                linked = []
        if linked:
            yield linked

    def _span(self, run: _Run) -> Span:
        first, last = self._lines[run.first], self._lines[run.last]
        return Span(first.start + first.indent, last.end)

    def _whole(self) -> Span:
        taken = [at for at, line in enumerate(self._lines) if line.body]
        return self._span(_Run(taken[0], taken[-1]))

    def has_plus(self, run: _Run) -> bool:
        return any(is_plus(line.body) for line in self._lines[run.first : run.last + 1])


def _goes_on(line: str) -> bool:
    """Whether a line has words after its last quote: a text that has lost a quote."""
    after = line.rpartition('"')[2].strip() if '"' in line else ""
    return after != "" and after[0] not in "{}@#"


def _name(runs: list[_Run], survey: _Survey) -> Notation:
    """Return the notation that a mixture is called after."""
    found = {notation for run in runs for notation in run.notations}
    if not found:
        return Notation.PROSE
    name = min(found, key=lambda notation: notation.rank)
    if name in (Notation.FRONT_MATTER, Notation.FENCE) and any(run.has_words for run in runs):
        return Notation.MARKDOWN
    if name is Notation.MARKDOWN and any(map(survey.has_plus, runs)):
        return Notation.ARGDOWN  # `+` and `-` are support and attack there
    return name


def _lines(text: str) -> Iterator[Line]:
    for found in _LINE.finditer(text):
        if found.start() == len(text):
            return
        indent = found.end(1) - found.start()
        body = found[2][:MAX_LINE_CHARACTERS].rstrip()
        yield Line(found.start(), found.start() + indent + len(found[2].rstrip()), body, indent)


def _lines_in_texts(text: str, lines: list[Line]) -> set[int]:
    """Return the lines that lie in texts in three quotes, but begin before none of them.

    After three quotes without their partner, no line is certain not to.
    """
    if '"""' not in text:
        return set()
    inside: set[int] = set()
    position = 0
    for found in _TOKENS.finditer(text):
        is_open = found.group() == '"""'
        if not is_open and found["long"] is None:
            continue
        if is_open:
            return set(range(len(lines)))
        end = found.end()
        while position < len(lines) and lines[position].start <= found.start():
            position += 1
        while position < len(lines) and lines[position].start < end:
            inside.add(position)
            position += 1
    return inside
