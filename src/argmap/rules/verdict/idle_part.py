"""A section or an imported file has no effect on the rest of the map.

What it does
    Reports a section or an imported file that supports statements outside of it, if no status
    outside of it would change without it. To test this, argmap rejects all statements of the part.
    Several such parts are reported together.

    The rule tests the imported files and the sections of the main file, if there are at least two.
    Inside a part that has no effect, it tests no further sections. It ignores a part that contains
    a thesis; a part that attacks or contradicts a statement outside of it, because an objection
    that is answered has no effect; and a part that supports only rejected statements. If most parts
    have no effect, they are independent reasons, each of which is enough, and the rule reports
    nothing. On a large map the search stops early and may miss parts.

Why it matters
    Readers expect a chapter to matter. Often its conclusion supports the wrong statement, or is one
    of several reasons, each of which is enough, although its author means that they count only
    together.

Example
    claim bus "We should take the bus" { reason { premises: cheap, quick } }
    section price "Price" {
      claim cheap "It is cheap" { assumption fare "A ticket costs two francs" }
    }
    section time "Time" {
      claim quick "It is quick" { assumption lane "It has a lane of its own" }
    }
    section comfort "Comfort" {
      claim warm "It is heated" { supports: quick }
    }

Instead
    claim bus "We should take the bus" { reason { premises: cheap, quick, warm } }
    section price "Price" {
      claim cheap "It is cheap" { assumption fare "A ticket costs two francs" }
    }
    section time "Time" {
      claim quick "It is quick" { assumption lane "It has a lane of its own" }
    }
    section comfort "Comfort" {
      claim warm "It is heated"
    }

How to silence
    Write `# argmap: ignore[SEM508] because …` before the section, or before `map` in the imported
    file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import Polarity, Status
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import Location

RULE = rule(__name__, "SEM508", Severity.INFO, is_structural=True)
_MAX_LABELS = 5
_MAX_LABELLED = 200_000
"""The number of nodes to label in the search for parts without effect."""


class _Part(NamedTuple):
    """A section with its subsections, or an imported file.

    ``id`` is that of the section, or of the first statement in a file without `map`.
    """

    id: str
    name: str
    location: Location
    statements: frozenset[str]
    parent: str | None


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    if not argument_map.sections and len(context.resolution.documents) == 1:
        return
    parts = [*_sections(context), *_files(context)]
    if len(parts) <= 1:
        return
    tested = [part for part in parts if _supports_others(context, part)]
    idle = list(_idle(context, tested))
    if 2 * len(idle) > len(tested) > 1:
        return  # each of them is an independent reason
    if len(idle) == 1:
        yield RULE.diagnostic(
            idle[0].location,
            f"without {idle[0].name}, no status outside of it would change",
            help="check how its conclusion is used: if it counts only together with others, "
            "combine them in a `reason`",
            element=idle[0].id,
        )
    elif idle:
        yield RULE.diagnostic(
            idle[0].location,
            f"{len(idle)} parts have no effect: without any one of them, "
            "no status outside of it would change",
            label=idle[0].name,
            labels=tuple(Label(part.location, part.name) for part in idle[1 : _MAX_LABELS + 1]),
            help="check how their conclusions are used: if they count only together, "
            "combine them in a `reason`",
            element=idle[0].id,
        )


def _sections(context: RuleContext) -> Iterator[_Part]:
    """Yield the sections of the main file that contain statements, outer sections first."""
    argument_map = context.map
    statements: dict[str, set[str]] = defaultdict(set)
    for statement in context.statements:
        section = statement.section
        while section is not None:
            statements[section].add(statement.id)
            section = argument_map.sections[section].parent
    main = context.resolution.documents[0].source
    for id_, section_ in argument_map.sections.items():
        if section_.location.source is main and statements[id_]:
            name = f"the section “{section_.title}”"
            yield _Part(id_, name, section_.location, frozenset(statements[id_]), section_.parent)


def _files(context: RuleContext) -> Iterator[_Part]:
    """Yield the imported files that contain statements."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for statement in context.statements:
        by_file[statement.location.source.name].append(statement.id)
    sections = {
        section.location.source.name: section for section in reversed(context.map.sections.values())
    }
    for document in context.resolution.documents[1:]:
        file = document.source.name
        if ids := by_file.get(file):
            section = sections.get(file)
            head = section or context.map.statements[ids[0]]
            name = f"the file `{PurePath(file).name}`"
            yield _Part(head.id, name, head.location, frozenset(ids), None)


def _supports_others(context: RuleContext, part: _Part) -> bool:
    """Return whether a part only supports statements outside of it, one of which is not rejected.

    A part that contains a thesis is what the map argues for, so it need not support anything.
    """
    argument_map, inside = context.map, part.statements
    if not inside.isdisjoint(argument_map.theses):
        return False
    supports = False
    for id_ in inside:
        for inference in argument_map.inferences_from.get(id_, ()):
            if inference.conclusion not in inside:
                if inference.polarity is Polarity.CON:
                    return False
                supports |= context.evaluation.status(inference.conclusion) is not Status.REJECTED
        if any(other not in inside for other in argument_map.contradicted_by.get(id_, ())):
            return False
        for inference in argument_map.undercuts_by.get(id_, ()):
            if not inside.issuperset((*inference.premises, inference.conclusion)):
                return False
    return supports


def _idle(context: RuleContext, parts: list[_Part]) -> Iterator[_Part]:
    """Yield the parts without effect, in order, but no section inside such a part."""
    from argmap.evaluation.suppositions import Counterfactuals

    counterfactuals = Counterfactuals(context.evaluation)
    idle: set[str] = set()
    for part in parts:
        if part.parent is not None and part.parent in idle:
            idle.add(part.id)
            continue
        changes = counterfactuals.status_changes(
            dict.fromkeys(sorted(part.statements), Status.REJECTED)
        )
        if not any(id_ in context.map.statements and id_ not in part.statements for id_ in changes):
            idle.add(part.id)
            yield part
        if counterfactuals.labelled_count > _MAX_LABELLED:
            return
