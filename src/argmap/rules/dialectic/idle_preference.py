"""A preference has no effect.

What it does
    Reports a preference (`outweighs:`) between two elements that never meet, and a preference of a
    concession. Two elements meet if the second attacks the first or undercuts it, if they are
    reasons on opposite sides of one conclusion, or if they contradict each other or are options of
    one question of which only one can be accepted.

    Also reports a preference of an element that is rejected itself, for example an option with an
    objection that nothing answers: what is rejected outweighs nothing. It is not reported if the
    element is expected to be rejected, or if DIA401 or SEM501 reports the objection.

Why it matters
    The author has decided between two elements, but the map is evaluated without this decision.
    Often one of the ids is wrong, or the preference belongs to the statement above. A concession
    never decides, so it outweighs nothing that it is against.

Example
    claim bus "We should take the bus" {
      assumption cheap "It is cheap" { outweighs: late }
      claim quick "It is quick" {
        assumption lane "It has a lane of its own"
        counterpoint late "It is always late"
      }
    }

Instead
    claim bus "We should take the bus" {
      assumption cheap "It is cheap"
      claim quick "It is quick" {
        assumption lane "It has a lane of its own" { outweighs: late }
        counterpoint late "It is always late"
      }
    }

How to silence
    Write `# argmap: ignore[DIA418] because …` before the statement that declares the preference.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.model import (
    ArgumentMap,
    Concession,
    Counterpoint,
    Polarity,
    Preference,
    Status,
)
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._preferences import element_name, preference_element
from argmap.rules._rule import rule

RULE = rule(__name__, "DIA418", Severity.INFO, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.map.preferences:
        return
    from argmap.evaluation.preferences import find_preferences

    order = find_preferences(context.map)
    for preference in order.idle:
        if context.are_lost_rivals(preference.stronger, preference.weaker):
            continue  # the wrong option is reported
        yield _idle(context, preference)
    idle_or_cyclic = {*order.idle, *order.cyclic}
    outweighed = {id_ for weaker in order.weaker_by_stronger.values() for id_ in weaker}
    for preference in context.map.preferences:
        # A preference of an outweighed option has an effect: preferences of options are transitive.
        if preference not in idle_or_cyclic and preference.stronger not in outweighed:
            yield from _defeated(context, preference)


def _idle(context: RuleContext, preference: Preference) -> Diagnostic:
    """Return the diagnostic of a preference between elements that never meet."""
    stronger, weaker = (
        element_name(context.map, id_) for id_ in (preference.stronger, preference.weaker)
    )
    if _is_granted(context.map, preference):
        message = f"{stronger} is granted, so it cannot outweigh {weaker}"
        help_ = "a concession never decides: write `counterpoint`, or delete this preference"
    elif preference.stronger == preference.weaker:
        message = f"{stronger} cannot outweigh itself"
        help_ = "name the element that it prevails over"
    else:
        message = f"{stronger} and {weaker} never meet, so the preference has no effect"
        help_ = _placement(context.map, preference) or (
            "name an objection to it, a reason on the other side of the same conclusion, or a "
            "rival that it contradicts"
        )
    return RULE.diagnostic(
        preference.location,
        message,
        help=help_,
        element=preference_element(context.map, preference),
    )


def _placement(argument_map: ArgumentMap, preference: Preference) -> str:
    """Return where to declare a preference between reasons for rivals, as help.

    It belongs to the rivals that they support. Empty if the two elements support no rivals.
    """
    from argmap.evaluation.preferences import are_rivals

    for conclusion in _supported_by(argument_map, preference.stronger):
        for rival in _supported_by(argument_map, preference.weaker):
            if are_rivals(conclusion, rival, argument_map):
                statement = argument_map.statements[conclusion]
                is_option = conclusion in argument_map.questions_of
                place = f"the {'option' if is_option else statement.kind} {display_name(statement)}"
                if rival == preference.weaker:
                    return f"move `outweighs: {preference.location.text}` to {place}"
                if argument_map.statements[rival].is_named:
                    return f"write `outweighs: {rival}` in {place} instead"
    return ""


def _supported_by(argument_map: ArgumentMap, id_: str) -> list[str]:
    """Return the statements with rivals that an element is or supports, the nearest first."""
    from argmap.evaluation.preferences import inferences_of

    supported = dict.fromkeys([id_])
    pending = [id_]
    for other in pending:
        for inference in inferences_of(other, argument_map):
            if inference.polarity is Polarity.PRO and inference.conclusion not in supported:
                supported[inference.conclusion] = None
                pending.append(inference.conclusion)
    with_rivals = argument_map.questions_of.keys() | argument_map.contradicted_by.keys()
    return [other for other in supported if other in with_rivals]


def _defeated(context: RuleContext, preference: Preference) -> Iterator[Diagnostic]:
    """Yield the diagnostic of a preference whose stronger element is rejected."""
    from argmap.evaluation import Reason

    id_, evaluation = preference.stronger, context.evaluation
    if evaluation.status(id_) is not Status.REJECTED or _is_intended(context, preference):
        return
    inference = context.map.inferences.get(id_)
    verdict = (
        context.evaluation.statements if inference is None else context.evaluation.inferences
    )[id_]
    if verdict.reason is Reason.EXCLUDED:
        return
    name = element_name(context.map, id_)
    if inference is not None and verdict.reason is Reason.UNSUPPORTED:
        id_ = verdict.decided_by[0]  # a rejected premise
        verdict = evaluation.statements[id_]
        name = display_name(context.map.statements[id_])
    element = preference_element(context.map, preference)
    effect = f"`outweighs: {preference.location.text}` has no effect"
    if verdict.reason is not Reason.ATTACKED:
        yield RULE.diagnostic(
            preference.location,
            f"{effect}: {name} is rejected",
            tree=context.deciding_chain(id_) if id_ in context.map.statements else (),
            help="only what is accepted outweighs something: fix its support, or delete this "
            "preference",
            element=element,
        )
        return
    cause = verdict.decided_by[0]
    attack = context.map.inferences.get(cause)
    attacker = context.map.statements[attack.premises[0] if attack else cause]
    is_alone = attack is None or (len(attack.premises) == 1 and not attack.is_named)
    attacker_name = display_name(attacker) if is_alone else element_name(context.map, cause)
    help_ = f"answer {attacker_name}"
    if is_alone and isinstance(attacker, Counterpoint):
        help_ += "; if it is a drawback that you grant, write `concession`"
    yield RULE.diagnostic(
        preference.location,
        f"{effect}: {attacker_name} defeats {name}",
        labels=(Label(attacker.location, "answer this"),),
        help=help_,
        element=element,
    )


def _is_intended(context: RuleContext, preference: Preference) -> bool:
    """Return whether a preference concerns the direct attacks on an element, or is for show.

    The author knows of the rejection if an `expect:` says that the element is rejected, or that the
    weaker option is the answer.
    """
    from argmap.evaluation.preferences import inferences_of

    argument_map, stronger, weaker = context.map, preference.stronger, preference.weaker
    inference = argument_map.inferences.get(stronger)
    if inference is not None:
        return weaker in inference.undercutters
    expected = argument_map.statements[stronger].expect
    return (
        (expected is not None and expected.status is Status.REJECTED)
        or any(attack.conclusion == stronger for attack in inferences_of(weaker, argument_map))
        or any(
            weaker in question.expected_options
            for question in argument_map.questions_of.get(stronger, ())
        )
    )


def _is_granted(argument_map: ArgumentMap, preference: Preference) -> bool:
    """Return whether the stronger element is a concession, or an attack by one."""
    inference = argument_map.inferences.get(preference.stronger)
    premises = (preference.stronger,) if inference is None else inference.premises
    return any(isinstance(argument_map.statements[premise], Concession) for premise in premises)
