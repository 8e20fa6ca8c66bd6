"""A map is too wide or too deep to read easily.

What it does
    Reports a statement that more than 8 statements directly support or oppose. Also reports, once
    per map, the deepest statement if it is more than 8 inferences below the thesis. Depth is
    counted separately in each imported file.

Why it matters
    Few readers can keep twelve reasons, or a chain of twelve inferences, in mind. The picture
    becomes wider or longer than the page.

Example
    map "Shall we?" { thesis: go }
    assumption a "A"  assumption b "B"  assumption c "C"  assumption d "D"  assumption e "E"
    assumption f "F"  assumption g "G"  assumption h "H"  assumption i "I"
    claim go "We should go" { supported-by: a, b, c, d, e, f, g, h, i }

Instead
    map "Shall we?" { thesis: go }
    assumption a "A"  assumption b "B"  assumption c "C"  assumption d "D"  assumption e "E"
    assumption f "F"  assumption g "G"  assumption h "H"  assumption i "I"
    claim go "We should go" { supported-by: cheap, quick }
    claim cheap "It is cheap" { supported-by: a, b, c, d }
    claim quick "It is quick" { supported-by: e, f, g, h, i }

How to silence
    Write `# argmap: ignore[STR207] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import Option, rule

OPTIONS = {
    "children": Option(8, "how many statements may bear directly on one", least=1),
    "depth": Option(8, "how many inferences deep an argument may go", least=1),
}
RULE = rule(__name__, "STR207", Severity.INFO, options=OPTIONS, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _wide(context, context.option(RULE, "children"))
    yield from _deep(context, context.option(RULE, "depth"))


def _wide(context: RuleContext, most: int) -> Iterator[Diagnostic]:
    for id_, inferences in context.map.inferences_to.items():
        if sum(len(inference.premises) for inference in inferences) <= most:
            continue
        children = {premise for inference in inferences for premise in inference.premises}
        if len(children) > most:
            statement = context.map.statements[id_]
            yield RULE.diagnostic(
                statement.location,
                f"{len(children)} statements bear directly on {display_name(statement)}",
                help="group related ones under new claims",
                element=id_,
            )


def _deep(context: RuleContext, most: int) -> Iterator[Diagnostic]:
    is_one_file = len(context.resolution.documents) == 1
    depths = context.map.depths if is_one_file else _depths(context.map)
    deepest = max(depths.values(), default=0)
    if deepest > most:
        id_ = next(id_ for id_, depth in depths.items() if depth == deepest)
        yield RULE.diagnostic(
            context.map.statements[id_].location,
            f"the argument is {deepest} inferences deep here, which is its deepest place",
            help="remove inferences on the way, or move a part into another file",
            element=id_,
        )


def _depths(argument_map: ArgumentMap) -> dict[str, int]:
    """Return the depth of each statement below the thesis; each imported file starts at 0."""
    if argument_map.thesis is None:
        return {}
    depths = {argument_map.thesis: 0}
    waiting = [argument_map.thesis]
    for above in waiting:  # the list grows during the iteration
        file, depth = argument_map.statements[above].location.source, depths[above]
        for inference in argument_map.inferences_to.get(above, ()):
            for below in (*inference.premises, *inference.undercutters):
                if below not in depths:
                    is_inside = argument_map.statements[below].location.source is file
                    depths[below] = depth + 1 if is_inside else 0
                    waiting.append(below)
    return depths
