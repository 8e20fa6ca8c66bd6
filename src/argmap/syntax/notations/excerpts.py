"""Excerpts of a text that are in another notation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from argmap.syntax.notations.blocks import Line, fence_marker, find_block, is_yaml_entry
from argmap.syntax.notations.lines import (
    MAX_LINE_CHARACTERS,
    LineKind,
    classify_line,
    find_notation,
    has_plus_bullet,
    is_likely_declaration,
    is_prose_with_quotes,
    is_sentence_like,
)
from argmap.syntax.notations.notation import Notation
from argmap.text import Edit, Span

_FOREIGN_LINE_HINT = re.compile(
    r"^[ \t]*(?:[-+*•‣–—_>|<\[\\%=~^({]|[\w(]{1,4}[.)\]]|\d+\.\d|```|@\w+[ \t]*\{"
    r"|[^\W\d_][\w-]*:[ \t]*$|[\"']?\w[\w. ]*[\"']? ?-[->.]|(?:di)?graph|mindmap|Pro|Con|Disc"
    r"|\S*[\u3040-\u9fff\uac00-\ud7af]{6}|(?:[^\s{}@#]+[ \t]+){2,4}[^\s{}@#]+"
    r"|[^\W\d_][\w'’-]*(?:,?[ \t]+[\w'’-]+)?[.!?]+[ \t]*$)",
    re.MULTILINE,
)
"""Matches in every text with lines in another notation; most maps do not match."""
_LINE = re.compile(r"([ \t\f\v\ufeff]*)([^\r\n]*)(\r\n|\r|\n|\Z)")
_NOT_LINE_BREAK = re.compile(r"[^\r\n]")
_UNDERLINE = re.compile(r"([=~^\-*+'])\1{2,}$")
_RULE = re.compile(r"-{2,}$|_{3,}$|\*{3,}$")
_STRING = r'"(?!"")(?:[^"\\\r\n]|\\[^\r\n])*+"'
_TEXT_OR_COMMENT = re.compile(
    rf'(?P<block>"""(?:[^"\\]|\\[\s\S]|"(?!""))*+""")|{_STRING}|#[^\r\n]*|"""'
)


@frozen
class Excerpt:
    """Lines in another notation.

    Attributes:
        notation: The notation.
        spans: The spans of the lines; more than one if they belong together.
        deletions: Edits that delete the lines, if that is certainly what the author wants.
    """

    notation: Notation
    spans: tuple[Span, ...]
    deletions: tuple[Edit, ...] = ()


def find_excerpts(text: str) -> tuple[Excerpt, ...]:
    """Return the excerpts of a text that are in another notation, in order.

    A text without any declaration is one excerpt as a whole, if a line is in another notation. The
    time is linear in the length of the text.
    """
    if not _FOREIGN_LINE_HINT.search(text):
        return ()
    classifier = _LineClassifier(text)
    classifier.classify()
    return tuple(classifier.excerpts())


def blank_out(text: str, excerpts: Iterable[Excerpt]) -> str:
    """Return a text of the same length and lines, with spaces in place of its excerpts."""
    parts: list[str] = []
    position = 0
    for start, end in sorted(span for excerpt in excerpts for span in excerpt.spans):
        parts += text[position:start], _NOT_LINE_BREAK.sub(" ", text[start:end])
        position = end
    return "".join((*parts, text[position:]))


@define
class _Run:
    """Adjacent lines that may be in another notation, and the notations found in them."""

    first: int
    last: int
    notations: list[Notation] = field(factory=list)
    has_words: bool = False


class _LineClassifier:
    """Classifies the lines of a text, and groups them into excerpts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = list(_lines(text))
        self._kinds: list[LineKind | Notation] = [LineKind.OTHER] * len(self._lines)
        self._fences: list[tuple[int, int]] = []
        """The first and the last line of each fence around a map."""
        self._closings: set[int] = set()
        """The last lines of these fences."""

    # ---- Classification of lines ------------------------------------------------------------

    def classify(self) -> None:
        """Classify all lines."""
        lines, kinds = self._lines, self._kinds
        lines_in_texts = _lines_in_texts(self._text, lines)
        fences = dict(self._paired_fences(lines_in_texts))
        position = 0
        while position < len(lines):
            if position in lines_in_texts:
                position += 1
                continue
            line = lines[position]
            if not line.body:
                kinds[position] = LineKind.EMPTY
                position += 1
                continue
            if (closing := fences.get(position)) is not None:
                position = self._classify_fence(position, closing)
                continue
            if position in self._closings:
                position += 1
                continue
            if block := find_block(self._text, lines, position):
                notation, end = block
                kinds[position:end] = [notation] * (end - position)
                if notation is Notation.YAML:
                    self._extend_yaml_upwards(position)
                position = end
                continue
            kinds[position] = self._classify(position)
            position += 1

    def _classify(self, position: int) -> LineKind | Notation:
        body = self._lines[position].body
        previous = self._kinds[position - 1] if position else LineKind.EMPTY
        is_after_words = previous is LineKind.WORDS or isinstance(previous, Notation)
        if is_after_words and _UNDERLINE.match(body) and self._has_word(position - 1):
            return Notation.RST if body[0] not in "=-" else Notation.MARKDOWN
        if _RULE.match(body):
            is_part_of_words = is_after_words or self._is_rule_between_words(position)
            return LineKind.WORDS if is_part_of_words else LineKind.OTHER
        notation = find_notation(body)
        if notation is not None:
            return notation
        line_kind = classify_line(body)
        if is_after_words and (line_kind is LineKind.AMBIGUOUS or is_prose_with_quotes(body)):
            return LineKind.WORDS
        is_unclear = line_kind is LineKind.WORDS or line_kind is LineKind.OTHER
        if is_unclear and not is_after_words and is_likely_declaration(body):
            return LineKind.DECLARATION
        return LineKind.DECLARATION if line_kind is LineKind.AMBIGUOUS else line_kind

    def _has_word(self, position: int) -> bool:
        return any(map(str.isalnum, self._lines[position].body))

    def _is_rule_between_words(self, position: int) -> bool:
        """Whether a line such as ``---`` follows words or another notation after an empty line."""
        if position < 2:  # noqa: PLR2004
            return False
        previous = self._kinds[position - 2]
        is_after_empty = self._kinds[position - 1] is LineKind.EMPTY
        return is_after_empty and (previous is LineKind.WORDS or isinstance(previous, Notation))

    def _extend_yaml_upwards(self, position: int) -> None:
        while position and is_yaml_entry(self._lines[position - 1]):
            position -= 1
            self._kinds[position] = Notation.YAML

    def _paired_fences(self, lines_in_texts: set[int]) -> Iterator[tuple[int, int]]:
        """Yield the first and the last line of each fence; both are equal if it is not closed."""
        opening, opening_marker = -1, ""
        for position, line in enumerate(self._lines):
            marker = fence_marker(line) if position not in lines_in_texts else ""
            if not marker:
                continue
            if opening < 0:
                opening, opening_marker = position, marker
            elif marker.startswith(opening_marker) and line.body.strip("`~ \t") == "":
                yield opening, position
                opening = -1
        if opening >= 0:
            yield opening, opening

    def _classify_fence(self, opening: int, closing: int) -> int:
        """Classify the lines of a fence, and the lines between them unless they are a map.

        Returns:
            The next line to classify.
        """
        bodies = [line.body for line in self._lines[opening + 1 : closing] if line.body]
        self._kinds[opening] = Notation.FENCE
        if opening == closing:
            return opening + 1
        if any(classify_line(body) is LineKind.DECLARATION for body in bodies):
            self._kinds[closing] = Notation.FENCE
            self._closings.add(closing)
            self._fences.append((opening, closing))
            return opening + 1
        count = closing + 1 - opening
        self._kinds[opening : closing + 1] = [Notation.FENCE] * count
        return closing + 1

    # ---- Grouping of lines ------------------------------------------------------------------

    def excerpts(self) -> Iterator[Excerpt]:
        """Yield the excerpts, in order."""
        runs = [run for run in self._runs() if run.notations or self._is_prose(run)]
        if not runs:
            return
        if LineKind.DECLARATION not in self._kinds:
            yield Excerpt(_dominant_notation(runs, self), (self._whole_text(),))
            return
        for linked_runs in self._link_by_fences(runs):
            yield self._excerpt(linked_runs)

    def _excerpt(self, linked_runs: list[_Run]) -> Excerpt:
        notation = _dominant_notation(linked_runs, self)
        spans = tuple(self._span(run) for run in linked_runs)
        is_fence = notation is Notation.FENCE and all(run.first == run.last for run in linked_runs)
        if not is_fence or len(linked_runs) < 2:  # noqa: PLR2004 - a fence has two lines
            return Excerpt(notation, spans)
        deletions = (Edit(self._full_line(run.first), "") for run in linked_runs)
        return Excerpt(notation, spans, tuple(deletions))

    def _full_line(self, position: int) -> Span:
        """Return the span of a line with its line break, if it has one."""
        if position + 1 < len(self._lines):
            return Span(self._lines[position].start, self._lines[position + 1].start)
        return Span(self._lines[position].start, len(self._text))

    def _runs(self) -> Iterator[_Run]:
        """Yield the runs of words and other notations, in order."""
        run: _Run | None = None
        for position, line_kind in enumerate(self._kinds):
            if line_kind is LineKind.EMPTY:
                continue
            if line_kind is LineKind.WORDS or isinstance(line_kind, Notation):
                if run is None:
                    run = _Run(position, position)
                run.last = position
                if isinstance(line_kind, Notation):
                    run.notations.append(line_kind)
                else:
                    run.has_words = True
            elif run is not None:
                yield run
                run = None
        if run is not None:
            yield run

    def _is_prose(self, run: _Run) -> bool:
        """Return whether a run of words is prose, and not a part of a text without quotes."""
        bodies = (self._lines[number].body for number in range(run.first, run.last + 1))
        if not any(is_sentence_like(body) for body in bodies if body[:1] != "#"):
            return False
        line_above = self._lines[run.first - 1] if run.first else None
        if line_above is not None and _ends_with_words(
            self._text[line_above.start : line_above.end]
        ):
            return False
        neighbors = (self._neighbor(run.first, -1), self._neighbor(run.last, 1))
        return all(line is None or self._count_quotes(line) % 2 == 0 for line in neighbors)

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

    def _link_by_fences(self, runs: list[_Run]) -> Iterator[list[_Run]]:
        """Yield lists of runs; the runs with the two lines of a fence are in one list."""
        fences = iter(self._fences)
        pending = next(fences, None)
        linked_runs: list[_Run] = []
        for run in runs:
            is_joined = linked_runs and pending is not None and run.first <= pending[1] <= run.last
            if linked_runs and not is_joined:
                yield linked_runs
                linked_runs = []
            linked_runs.append(run)
            while pending is not None and pending[1] <= run.last:
                pending = next(fences, None)
            if pending is None or not run.first <= pending[0] <= run.last:
                yield linked_runs
                linked_runs = []
        if linked_runs:
            yield linked_runs

    def _span(self, run: _Run) -> Span:
        first, last = self._lines[run.first], self._lines[run.last]
        return Span(first.start + first.indent, last.end)

    def _whole_text(self) -> Span:
        filled = [number for number, line in enumerate(self._lines) if line.body]
        return self._span(_Run(filled[0], filled[-1]))

    def has_plus(self, run: _Run) -> bool:
        """Return whether a line of a run begins with a plus as its bullet."""
        return any(has_plus_bullet(line.body) for line in self._lines[run.first : run.last + 1])


def _ends_with_words(line: str) -> bool:
    """Return whether a line has words after its last quote, so that a quote is missing."""
    after = line.rpartition('"')[2].strip() if '"' in line else ""
    return after != "" and after[0] not in "{}@#"


def _dominant_notation(runs: list[_Run], classifier: _LineClassifier) -> Notation:
    """Return the notation under which a mixture is reported."""
    notations = {notation for run in runs for notation in run.notations}
    if not notations:
        return Notation.PROSE
    first = min(notations, key=lambda notation: notation.rank)
    if first in (Notation.FRONT_MATTER, Notation.FENCE) and any(run.has_words for run in runs):
        return Notation.MARKDOWN
    if first is Notation.MARKDOWN and any(map(classifier.has_plus, runs)):
        return Notation.ARGDOWN  # `+` and `-` mean support and attack in Argdown
    return first


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        start = match.start()
        if start == len(text):
            return
        indent = match.end(1) - start
        body = match[2][:MAX_LINE_CHARACTERS].rstrip()
        yield Line(start, start + indent + len(match[2].rstrip()), body, indent)


def _lines_in_texts(text: str, lines: list[Line]) -> set[int]:
    """Return the lines that begin inside a text in three quotes.

    If such a text is not closed, all lines are returned, because any of them may be inside.
    """
    if '"""' not in text:
        return set()
    numbers: set[int] = set()
    position = 0
    for match in _TEXT_OR_COMMENT.finditer(text):
        if match.group() == '"""':
            return set(range(len(lines)))
        if match["block"] is None:
            continue
        while position < len(lines) and lines[position].start <= match.start():
            position += 1
        while position < len(lines) and lines[position].start < match.end():
            numbers.add(position)
            position += 1
    return numbers
