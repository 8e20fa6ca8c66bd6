"""The text export of Kialo debates, which argmap reads.

Kialo (kialo.com) publishes no specification. The format is described here as its exports show it: a
line for each claim with its number (``1.2.3.``), ``Pro:`` or ``Con:``, and its text; ``-> See
1.2.`` in place of a text for a claim that appears several times; links in Markdown for sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from attrs import define

from argmap.exchange.foreign import (
    Draft,
    DraftCitation,
    DraftQuestion,
    DraftRelation,
    DraftStatement,
    ForeignFile,
    InvalidFile,
)
from argmap.model import Polarity

TITLE = "Kialo text export"
SUFFIX = ".txt"

_TITLE_LINE = re.compile(r"Discussion Title:[ \t]*(.*)")
_NUMBERED = re.compile(r"((?:[0-9]+\.)+)(?:[ \t]+(?:(Pro|Con):)?[ \t]*(.*))?")
_LINK = re.compile(r"(?:->|→|-&gt;)[ \t]*See[ \t]+((?:[0-9]+\.)*[0-9]+)\.?")
_ADDRESS = r"(?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*"
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    rf"|\[(?P<text>(?:[^\[\]\\]|\\.)*)\]\((?P<address>{_ADDRESS})(?:[ \t]+\"[^\"]*\")?\)"
    r"|(?P<marks>(?<![\w*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w*]))"
    r"|(?P<lines>(?<![\w_])_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?![\w_]))"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text has the title of a debate, or numbered claims with Pro and Con."""
    if not file.first_character.isascii() or file.first_character in ("", "<", "{", "["):
        return False
    try:
        lines = [line for line in file.text.split("\n") if line.strip()]
    except InvalidFile:
        return False
    if not lines:
        return False
    if _TITLE_LINE.match(lines[0]):
        return len(lines) == 1 or any(_NUMBERED.fullmatch(line) for line in lines[1:])
    if not _NUMBERED.fullmatch(lines[0]):
        return False
    numbered = filter(None, map(_NUMBERED.fullmatch, lines))
    return any(match[2] and match[1].count(".") > 1 for match in numbered)


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the debate.

    Several theses become the options of a question, if the debate has a title. A link becomes a
    relation of the claim that it leads to. Links to web pages become citations.
    """
    yield _Reader(file).read()


@define
class _Line:
    """A claim or a link, with the lines that continue it."""

    key: str
    number: tuple[int, ...]
    stance: str
    texts: list[str]
    line_number: int

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def place(self) -> str:
        return f"line {self.line_number}"

    @property
    def link(self) -> tuple[int, ...] | None:
        """The number of the claim that this line stands for, if it is a link."""
        match = _LINK.fullmatch(self.text.strip())
        return _number(match[1]) if match else None


class _Reader:
    def __init__(self, file: ForeignFile) -> None:
        self.name = file.name
        self.draft = Draft()
        self.lines: list[_Line] = []
        self.last: dict[tuple[int, ...], _Line] = {}
        self.titles: dict[str, str] = {}
        self._read_lines(file.text)

    def read(self) -> Draft:
        parents: list[_Line | None] = []
        seen: dict[tuple[int, ...], _Line] = {}
        for line in self.lines:  # the parent of a doubled number is the one before the line
            parents.append(seen.get(line.number[:-1]) or self.last.get(line.number[:-1]))
            seen[line.number] = line
        claims = [line for line in self.lines if line.link is None]
        for line in claims:
            self._add_claim(line)
        theses = [line.key for line in claims if len(line.number) == 1]
        if len(theses) > 1 and self.draft.title:
            self.draft.questions["question"] = DraftQuestion(
                "question", self.draft.title, theses, attributes={"is_exclusive": False}
            )
        else:
            for key in theses:
                self.draft.statements[key].is_thesis = True
        for line, parent in zip(self.lines, parents, strict=True):
            self._relate(line, parent)
        return self.draft

    # ---- Lines ----------------------------------------------------------------------------------

    def _read_lines(self, text: str) -> None:
        before: list[str] = []
        for line_number, content in enumerate(text.split("\n"), start=1):
            match = _NUMBERED.fullmatch(content.rstrip())
            if match:
                number = _number(match[1])
                key = match[1] if number not in self.last else f"{match[1]}@{line_number}"
                line = _Line(key, number, match[2] or "", [match[3] or ""], line_number)
                self.last[number] = line
                self.lines.append(line)
            elif self.lines:
                self.lines[-1].texts.append(content)
            elif (title := _TITLE_LINE.fullmatch(content)) and not self.draft.title:
                self.draft.title = title[1].strip()
            elif content.strip():
                before.append(content.strip())
        if not self.lines and not self.draft.title and before:
            raise InvalidFile(
                f"`{self.name}` is not a Kialo export: no line begins with the number of a claim, "
                "such as `1.`"
            )
        if before:
            self.draft.attributes["note"] = " ".join(" ".join(before).split())
            self.draft.losses.change("text before the first claim", "it becomes the map's note")

    # ---- Claims and relations -------------------------------------------------------------------

    def _add_claim(self, line: _Line) -> None:
        statement = DraftStatement(line.key, "", element="claim", place=line.place)
        statement.text = self._plain_text(line, statement)
        self.draft.add(statement)

    def _relate(self, line: _Line, parent: _Line | None) -> None:
        """Add the relation of a claim, or of the claim that a link leads to, to its parent."""
        element = "link" if line.link is not None else line.stance.lower() or "claim without stance"
        losses = self.draft.losses
        if len(line.number) == 1:
            if line.link is not None:
                losses.drop(element, "it has no parent", line.place)
            return
        premise = self._claim_of(line)
        conclusion = self._claim_of(parent) if parent else None
        if premise is None:
            losses.drop(element, "it leads to no claim of the file", line.place)
        elif conclusion is None:
            losses.drop(element, "its parent is not in the file", line.place)
        elif premise is conclusion:
            losses.drop(element, "a claim is no reason for or against itself", line.place)
        elif not line.stance:
            losses.drop(element, "it is neither Pro nor Con", line.place)
        else:
            polarity = Polarity.PRO if line.stance == "Pro" else Polarity.CON
            self.draft.relate(
                DraftRelation(
                    f"relation {line.key}",
                    [premise.key],
                    conclusion.key,
                    polarity,
                    element=element,
                    place=line.place,
                )
            )

    def _claim_of(self, line: _Line | None) -> _Line | None:
        """Return the claim that a line is, or that it leads to through links."""
        visited = set()
        while line is not None and (number := line.link) is not None:
            if line.key in visited:
                return None
            visited.add(line.key)
            line = self.last.get(number)
        return line

    # ---- Markdown in texts ----------------------------------------------------------------------

    def _plain_text(self, line: _Line, statement: DraftStatement) -> str:
        """Return a text without Markdown; links to pages become citations of the statement."""
        losses = self.draft.losses
        emphasis_marks = 0

        def replace(match: re.Match[str]) -> str:
            nonlocal emphasis_marks
            if match["escaped"]:
                return match["escaped"]
            if match["marks"] or match["lines"]:
                emphasis_marks += 1
                return ""
            text = _ESCAPE.sub(r"\1", match["text"])
            address = _ESCAPE.sub(r"\1", match["address"])
            title = _site(address)
            if not title:
                losses.drop("source link", "it does not lead to a web page", line.place)
                return text
            key = self.draft.cite(title, url=address)
            if all(citation.source != key for citation in statement.citations):
                statement.citations.append(DraftCitation(key))
            losses.keep("source link")
            return text or title

        text = _INLINE.sub(replace, line.text)
        if emphasis_marks:
            statement.change = "emphasis is removed from its text"
        return text


def _number(text: str) -> tuple[int, ...]:
    return tuple(int(part[:9]) for part in text.strip(".").split("."))


def _site(address: str) -> str:
    """Return the site of a web address; empty if it is none."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    return host.removeprefix("www.")
