"""The comment on a pull request: what it does to the conclusion, on one page of Markdown.

It begins with a summary of at most ten lines. Then come the verdicts that flip, a flowchart of what
changed, and, folded, the findings and all changes of each map.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.comparison import unite
from argmap.exchange.mermaid import flowchart
from argmap.reporting import Report
from argmap.reporting._text import summary_line
from argmap.workspace.diff.difference import Diff, MapDiff
from argmap.workspace.diff.markdown_parts import (
    STATUS_MARKS,
    code,
    map_lines,
    safe,
    verdict_lines,
)
from argmap.workspace.evaluation_report import count_of

MARKER = "<!--argmap-report-->"
"""The first line, by which the comment is found when it is to be updated."""

LIMITS = {"github-comment": 65_536, "gitlab-note": 1_000_000}
"""The formats, each with the number of characters that a comment can have."""

_MAX_SUMMARY_LINES = 9
_MAX_FLOWCHART_STATEMENTS = 30
_MAX_FLOWCHART_CHARACTERS = 20_000
"""GitHub draws no flowchart of more than 50,000 characters."""


def write_comment(diff: Diff, report: Report, format_: str, url: str | None = None) -> str:
    """Return the comment.

    Args:
        diff: The difference to the base of the pull request.
        report: The findings in the maps of the pull request.
        format_: One of `LIMITS`.
        url: The address of a page with the whole difference.
    """
    limit = LIMITS[format_]
    blocks = [*_blocks(diff, report, url)]
    text = ""
    note = "\n\nThe rest is too long for a comment.\n"
    for block in blocks:
        if len(text) + len(block) + len(note) + 2 > limit:
            return text.rstrip("\n") + note
        text += block + "\n\n"
    return text.rstrip("\n") + "\n"


def _blocks(diff: Diff, report: Report, url: str | None) -> Iterator[str]:
    yield f"{MARKER}\n### argmap"
    yield "\n".join(_summary(diff, report, url))
    changed = [map_diff for map_diff in diff.maps if not map_diff.is_same]
    for map_diff in changed:
        lines = list(verdict_lines(map_diff))
        if map_diff.verdicts.flips or map_diff.verdicts.answers:
            yield "\n".join([f"#### {code(map_diff.name)}", "", *lines]).rstrip("\n")
            yield from _flowchart_block(map_diff)
    for map_diff in changed:
        lines = list(map_lines(map_diff, has_verdicts=False))
        yield "\n".join(
            [f"<details><summary>{code(map_diff.name)}</summary>", "", *lines, "</details>"]
        )


def _summary(diff: Diff, report: Report, url: str | None) -> Iterator[str]:
    lines = [f"- {line}" for line in _summary_lines(diff)]
    if len(lines) > _MAX_SUMMARY_LINES - 2:
        rest = len(lines) - (_MAX_SUMMARY_LINES - 3)
        lines = [*lines[: _MAX_SUMMARY_LINES - 3], f"- … and {rest:,} more lines below"]
    yield from lines
    new = sum(len(map_diff.findings) for map_diff in diff.maps)
    fixed = sum(len(map_diff.fixed) for map_diff in diff.maps)
    yield f"- Findings: {new:,} new, {fixed:,} fixed; in all: {safe(summary_line(report))}"
    if url is not None:
        yield f"- [The whole difference]({_link(url)})"


def _summary_lines(diff: Diff) -> Iterator[str]:
    if diff.is_same:
        yield f"Nothing changed in meaning since {code(diff.old_label)}."
        return
    theses = [(d, flip) for d in diff.maps for flip in d.verdicts.flips if flip.is_thesis]
    for map_diff, flip in theses:
        statement = map_diff.comparison.new.statements[flip.new_id]
        yield (
            f"{STATUS_MARKS[flip.new_status]} **The thesis of {code(map_diff.name)} flips: "
            f"{flip.old_status.value} → {flip.new_status.value}**: {safe(statement.text)}"
        )
    answers = sum(len(map_diff.verdicts.answers) for map_diff in diff.maps)
    if answers:
        yield f"{count_of(answers, 'question')} answered otherwise"
    if not theses and not answers:
        yield f"No thesis changes its verdict since {code(diff.old_label)}."
    others = sum(len(map_diff.verdicts.flips) for map_diff in diff.maps) - len(theses)
    if others:
        yield f"{count_of(others, 'other verdict')} {'flips' if others == 1 else 'flip'}"
    whole = [map_diff for map_diff in diff.maps if not map_diff.is_part]
    counts = [
        (sum(getattr(map_diff, name) for map_diff in whole), word)
        for name, word in (
            ("added_count", "added"),
            ("removed_count", "removed"),
            ("changed_count", "changed"),
        )
    ]
    if words := [f"{count:,} {word}" for count, word in counts if count]:
        yield f"Statements: {', '.join(words)}"
    for name in diff.added:
        yield f"New map {code(name)}"
    for name in diff.removed:
        yield f"Removed map {code(name)}"


def _flowchart_block(diff: MapDiff) -> Iterator[str]:
    """Yield a flowchart of the statements that changed or flip, up to the thesis."""
    part = unite(diff.verdicts).part(_MAX_FLOWCHART_STATEMENTS)
    if not part.argument_map.statements:
        return
    marks = {id_: mark.value.upper() for id_, mark in part.marks.items()}
    for id_, old in part.flipped.items():
        marks[id_] = "; ".join([*([marks[id_]] if id_ in marks else []), f"WAS {old.value}"])
    text = flowchart(part.argument_map, part.statuses, marks)
    if len(text) <= _MAX_FLOWCHART_CHARACTERS:
        yield f"```mermaid\n{text}```"


def _link(url: str) -> str:
    """Return an address for a Markdown link, which it cannot end."""
    return url.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(" ", "%20")
