"""What an outline tells beyond what its map says: what stands, and what is left out.

The words of an outline: how an inference is introduced, what is said behind a statement.

A text as Markdown that shows it as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from argmap.model import ArgumentMap, Citation, Inference, Polarity, Source, Statement, Status
from argmap.model.sides import defends
from argmap.text.safe import safe_link

_ALWAYS = re.compile(r"[\\`*_\[\]<>~#$]|&(?=#|\w)|:(?=[\w+-]+:)")
"""What is markup anywhere in a line, in CommonMark or on GitHub (``$`` is mathematics there)."""

_AT_START = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[-+=|]))")
"""What begins a list, a rule, a heading or a table: a number and a dot, or one of these signs."""

_PARENTHESES = re.compile(r"[()]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\s*[\r\n\u2028\u2029]\s*")


def escape(text: str) -> str:
    """Return one line of Markdown; line ends of ``text`` become blanks."""
    line = _LINE_END.sub(" ", text.strip()).replace("\t", " ")
    return _ALWAYS.sub(r"\\\g<0>", _CONTROL.sub(_escaped_control, line))


def escape_lines(text: str, indent: str) -> str:
    """Return Markdown that keeps the line ends of ``text``, but no empty lines."""
    lines = [_AT_START.sub(r"\1\\", escape(line)) for line in _LINE_END.split(text.strip())]
    return f"\\\n{indent}".join(lines)


def linked(text: str, url: str | None) -> str:
    """Return Markdown as a link, if the address may be one; else as it is."""
    if safe_link(url) is None:
        return text
    target = str(url).replace("&", "&amp;")
    return f"[{text}]({target})" if not _PARENTHESES.search(target) else f"[{text}](<{target}>)"


def shorten(text: str, limit: int = 100) -> str:
    """Return Markdown for the beginning of ``text``, cut between words."""
    line = _LINE_END.sub(" ", text[: limit * 4].strip())
    if len(line) > limit:
        head = line[:limit]
        line = (head.rsplit(" ", 1)[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:.") + "…"
    return escape(line)


def _escaped_control(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0]):x}}}"


@frozen
class OutlineAnnotations:
    """What is known of statements and inferences, by id; what is not in a mapping is not spoken of.

    ``folded`` counts statements that stand in another outline, by the statement that stands for
    them here, whose ``url`` leads there. ``view`` says in words which part of a map it is; what is
    folded is then left out, and in no other outline.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""

    def head(self, argument_map: ArgumentMap) -> Iterator[str]:
        """Yield what is said below the title: which part it is, and how much of it stands."""
        if self.view:
            yield f"*A part of the map: {escape(self.view)}*"
        counts = Counter(
            self.statuses[id_] for id_ in argument_map.statements if id_ in self.statuses
        )
        if counts:
            told = ", ".join(f"{counts[status]:,} {status.value}" for status in Status)
            thesis = self.statuses.get(argument_map.thesis or "")
            fate = f" The thesis is {thesis.value}." if thesis else ""
            yield f"*What stands: {told}.{fate}*"

    def behind(self, statement: Statement) -> str:
        """Return what stands behind a sentence that is not accepted."""
        status = self.statuses.get(statement.id)
        return "" if status in (None, Status.ACCEPTED) else f" *({status.value})*"

    def behind_inference(self, inference: Inference) -> str:
        """Return the note after the word for an inference that fails although its premises hold."""
        premises = [self.statuses.get(premise) for premise in inference.premises]
        fails = self.statuses.get(inference.id) is Status.REJECTED
        return " *(does not hold)*" if fails and Status.REJECTED not in premises else ""

    def left_out(self, statement: Statement) -> str:
        """Return how many statements are left to another outline; nothing, if none are."""
        count = self.folded.get(statement.id, 0)
        if not count:
            return ""
        noun = "statement" if count == 1 else "statements"
        text = f"… {count:,} more {noun}"
        return (
            f"*{text}*"
            if self.view
            else linked(f"{text}, in an outline of their own", statement.url)
        )


UNTOLD = OutlineAnnotations()


_BECAUSE = {"evidence": "evidence:", "assumption": "assuming"}


def lead(argument_map: ArgumentMap, inference: Inference, premise: str | None) -> str:
    """Return the word before the premise of an inference of one, or before the list of several."""
    if inference.polarity is Polarity.CON:
        word = "however" if _answers(argument_map, inference) else "but"
    elif premise is not None:
        word = _BECAUSE.get(argument_map.statements[premise].kind, "because")
    else:
        word = "because"
    if premise is not None:
        return f"**{word}**{_scheme(inference)}"
    together = ", together:" if len(inference.premises) > 1 else ":"
    return f"**{word}{together}**{_scheme(inference)}"


def _answers(argument_map: ArgumentMap, attack: Inference) -> bool:
    """Return whether what an attack is against speaks against the thesis."""
    is_defense = defends(argument_map, attack)
    if is_defense is None:
        return argument_map.statements[attack.conclusion].kind == "counterpoint"
    return is_defense


def _scheme(inference: Inference) -> str:
    return f" *({escape(inference.scheme.replace('-', ' '))})*" if inference.scheme else ""


def undercut_lead(inference: Inference) -> str:
    """Return the words before what denies an inference."""
    what = "reason" if inference.polarity is Polarity.PRO else "objection"
    return f"**but this is no {what}, since**"


def kind_in_group(statement: Statement) -> str:
    """Return what a linked premise is, where that is more than a claim."""
    return f"*{statement.kind}:*" if statement.kind in _BECAUSE else ""


def behind(statement: Statement, sources: Mapping[str, Source], *, has_own: bool = False) -> str:
    """Return what belongs to a statement: who says so, how likely, where it stands; or nothing.

    ``has_own`` says that its address is told elsewhere: it leads to an outline of its own.
    """
    parts = list(_behind(statement, sources))
    if statement.url and not has_own:
        parts.append(linked(escape(statement.url), statement.url))
    return f" ({'; '.join(parts)})" if parts else ""


def _behind(statement: Statement, sources: Mapping[str, Source]) -> Iterator[str]:
    if statement.held_by:
        yield f"according to {escape(joined(statement.held_by))}"
    if statement.confidence is not None:
        word = statement.confidence.word
        yield word.replace("-", " ") if word else f"confidence {statement.confidence}"
    if statement.date:
        yield escape(statement.date)
    for citation in statement.citations:
        yield _citation(citation, sources.get(citation.source))


def _citation(citation: Citation, source: Source | None) -> str:
    is_named = source is None or source.is_named
    parts = [escape(citation.source) if is_named or source is None else escape(source.title)]
    if citation.locator is not None:
        parts.append(citation.locator.label)
    place = linked(" ".join(parts), _address(source) if source else None)
    return place if citation.quotation is None else f"{place} “{escape(citation.quotation)}”"


def _address(source: Source) -> str | None:
    """Return where a source is to be read."""
    if safe_link(source.url):
        return source.url
    return f"https://doi.org/{source.doi}" if source.doi else None


def source_line(source: Source) -> str:
    """Return a source as an entry of a bibliography, under the id it is cited by."""
    parts = [joined(source.author), f"*{escape(source.title)}*" if source.title.strip() else ""]
    parts = [escape(parts[0]), parts[1], *_details(source)]
    said = ", ".join(part for part in parts if part)
    if not source.is_named:
        return f"- {said or escape(source.title)}"
    return f"- **{escape(source.id)}**" + (f": {said}" if said else "")


def _details(source: Source) -> Iterator[str]:
    yield escape(source.publisher or "")
    yield escape(source.date or (str(source.year) if source.year is not None else ""))
    if source.doi:
        yield linked(escape(f"doi:{source.doi}"), f"https://doi.org/{source.doi}")
    if source.url:
        yield linked(escape(source.url), source.url)


def joined(names: tuple[str, ...]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
