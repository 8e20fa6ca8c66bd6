"""A withdrawn statement is still in use.

What it does
    Reports a statement with the tag `withdrawn`, `retired` or `superseded` if it still supports or
    attacks a statement without such a tag. Also reports a statement without such a tag that
    supports or opposes a statement with one. If the withdrawn statement itself is reported, the
    statements nested under it are not.

Why it matters
    Tags do not affect the evaluation. argmap treats a withdrawn statement like any other, so the
    map still depends on a statement that its author has given up.

Example
    claim angry "Passengers are angry" {
      assumption strike "There is a strike" { tags: withdrawn }
      assumption late "The bus is late"
    }

Instead
    claim angry "Passengers are angry" {
      # assumption strike "There is a strike"
      assumption late "The bus is late"
    }

How to silence
    Write `# argmap: ignore[REF107] because …` before the underlined statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Form, Inference, Polarity, Statement
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule

RULE = rule(__name__, "REF107", Severity.WARNING, is_structural=True)
_TAGS = ("withdrawn", "retired", "superseded")


def check(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    withdrawn = {s.id: tag for s in context.statements if s.tags and (tag := _tag(s))}
    for id_, tag in withdrawn.items():
        uses = _uses(argument_map, id_)
        in_use = next((use for use in uses if use.conclusion not in withdrawn), None)
        if in_use is not None:
            yield _still_used(argument_map, id_, tag, in_use)
        for inference in argument_map.inferences_to.get(id_, ()):
            is_covered = in_use is not None and inference.form is not Form.EDGE
            if not is_covered and not any(premise in withdrawn for premise in inference.premises):
                yield _withdrawn_conclusion(argument_map, inference, tag)


def _tag(statement: Statement) -> str | None:
    return next((tag for tag in statement.tags if tag.casefold() in _TAGS), None)


def _uses(argument_map: ArgumentMap, id_: str) -> Iterator[Inference]:
    """Yield the inferences that a statement is a premise of or undercuts."""
    yield from argument_map.inferences_from.get(id_, ())
    yield from argument_map.undercuts_by.get(id_, ())


def _still_used(argument_map: ArgumentMap, id_: str, tag: str, inference: Inference) -> Diagnostic:
    statement = argument_map.statements[id_]
    conclusion = argument_map.statements[inference.conclusion]
    verb = _verb(inference) if id_ in inference.premises else "undercuts an inference to"
    return RULE.diagnostic(
        statement.location,
        f"{display_name(statement)} is {tag.casefold()} "
        f"but still {verb} {display_name(conclusion)}",
        help="delete it or turn it into a comment; if it still counts, remove the tag",
        element=id_,
    )


def _withdrawn_conclusion(argument_map: ArgumentMap, inference: Inference, tag: str) -> Diagnostic:
    premise, conclusion = (
        argument_map.statements[id_] for id_ in (inference.premises[0], inference.conclusion)
    )
    return RULE.diagnostic(
        inference.location,
        f"{display_name(premise)} {_verb(inference)} {display_name(conclusion)}, "
        f"which is {tag.casefold()}",
        labels=(Label(conclusion.location, f"this has the tag `{tag}`"),),
        help="connect it to the statement that replaces that one, or withdraw it too",
        element=premise.id,
    )


def _verb(inference: Inference) -> str:
    return "supports" if inference.polarity is Polarity.PRO else "opposes"
