"""A map is too wide or too deep to read easily.

What it does
    Reports a statement that more than 8 statements directly support or oppose. Also reports, once
    per map, the deepest statement if it is more than 8 inferences below a thesis or an option of a
    question. Depth is counted separately in each imported file.

Why it matters
    Few readers can keep ten reasons, or a chain of ten inferences, in mind. The picture
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
    "children": Option(
        8, "maximum number of statements that directly support or oppose one", minimum=1
    ),
    "depth": Option(8, "maximum depth of an argument, in inferences", minimum=1),
}
RULE = rule(__name__, "STR207", Severity.INFO, options=OPTIONS, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    yield from _too_wide(context, context.option(RULE, "children"))
    yield from _too_deep(context, context.option(RULE, "depth"))


def _too_wide(context: RuleContext, maximum: int) -> Iterator[Diagnostic]:
    for id_, inferences in context.map.inferences_to.items():
        if sum(len(inference.premises) for inference in inferences) <= maximum:
            continue
        children = {premise for inference in inferences for premise in inference.premises}
        if len(children) > maximum:
            statement = context.map.statements[id_]
            yield RULE.diagnostic(
                statement.location,
                f"{len(children)} statements directly support or oppose {display_name(statement)}",
                help="group related ones under new claims",
                element=id_,
            )


def _too_deep(context: RuleContext, maximum: int) -> Iterator[Diagnostic]:
    depths = _depths_in_files(context.map)
    deepest = max(depths.values(), default=0)
    if deepest > maximum:
        id_ = next(id_ for id_, depth in depths.items() if depth == deepest)
        yield RULE.diagnostic(
            context.map.statements[id_].location,
            f"the argument is {deepest} inferences deep here",
            help="remove inferences above it, or move a part of the map into another file",
            element=id_,
        )


def _depths_in_files(argument_map: ArgumentMap) -> dict[str, int]:
    """Return the depth of each statement below a thesis or an option.

    Each imported file starts at 0.
    """
    depths = dict.fromkeys((*argument_map.theses, *argument_map.questions_of), 0)
    pending = list(depths)
    for conclusion in pending:  # the list grows during the iteration
        file, depth = argument_map.statements[conclusion].location.source, depths[conclusion]
        for inference in argument_map.inferences_to.get(conclusion, ()):
            for child in (*inference.premises, *inference.undercutters):
                if child not in depths:
                    is_same_file = argument_map.statements[child].location.source is file
                    depths[child] = depth + 1 if is_same_file else 0
                    pending.append(child)
    return depths
