"""A withdrawn statement is still in use.

What it does
    Reports a statement with the tag `withdrawn`, `retired` or `superseded` if it still supports or
    attacks a statement without such a tag. Also reports a statement without such a tag that
    supports or opposes one with it. If the withdrawn statement itself is reported, the statements
    nested under it are not.

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
    gone = {s.id: tag for s in context.statements if s.tags and (tag := _tag(s))}
    for id_, tag in gone.items():
        carried = next((s for s in _uses(argument_map, id_) if s.conclusion not in gone), None)
        if carried is not None:
            yield _still_bears(argument_map, id_, tag, carried)
        for inference in argument_map.inferences_to.get(id_, ()):
            is_told = carried is not None and inference.form is not Form.EDGE
            if not is_told and not any(premise in gone for premise in inference.premises):
                yield _borne_on(argument_map, inference, tag)


def _tag(statement: Statement) -> str | None:
    return next((tag for tag in statement.tags if tag.casefold() in _TAGS), None)


def _uses(argument_map: ArgumentMap, id_: str) -> Iterator[Inference]:
    yield from argument_map.inferences_from.get(id_, ())
    yield from argument_map.undercuts_by.get(id_, ())


def _still_bears(argument_map: ArgumentMap, id_: str, tag: str, inference: Inference) -> Diagnostic:
    statement, conclusion = (
        argument_map.statements[id_],
        argument_map.statements[inference.conclusion],
    )
    if id_ not in inference.premises:
        does = "undercuts an inference to"
    else:
        does = "supports" if inference.polarity is Polarity.PRO else "opposes"
    return RULE.diagnostic(
        statement.location,
        f"{display_name(statement)} is {tag.casefold()}, and still {does} {display_name(conclusion)}",
        help="take it out, or make a comment of it; if it is to count, take off the tag",
        element=id_,
    )


def _borne_on(argument_map: ArgumentMap, inference: Inference, tag: str) -> Diagnostic:
    premise, target = (
        argument_map.statements[id_] for id_ in (inference.premises[0], inference.conclusion)
    )
    does = "supports" if inference.polarity is Polarity.PRO else "opposes"
    return RULE.diagnostic(
        inference.location,
        f"{display_name(premise)} {does} {display_name(target)}, which is {tag.casefold()}",
        labels=(Label(target.location, f"it carries the tag `{tag}`"),),
        help="make it bear on the statement that replaces that one, or withdraw it too",
        element=premise.id,
    )
