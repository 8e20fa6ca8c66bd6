"""An inference leaves critical questions of its scheme open.

What it does
    Every argumentation scheme has critical questions; `docs/schemes.md` lists them. The rule
    reports an inference with a `scheme:` that the map does not question: nothing undercuts
    it, and nothing attacks its premises or its conclusion.

    A statement can name the questions that it takes up, for example `critical-question: 2`. It must
    be a premise of the inference, undercut it, or support or oppose one of its premises or its
    conclusion. If there are such statements, the rule reports only the remaining questions. An
    unknown scheme is ignored, unless it looks like a misspelled one.

Why it matters
    An inference that follows a scheme is only as good as the answers to the critical questions.

Example
    claim safe "The bridge is safe" {
      evidence engineer "An engineer says so" @report:3 { scheme: expert-opinion }
    }
    source report "Report on the bridge"

Instead
    claim safe "The bridge is safe" {
      evidence engineer "An engineer says so" @report:3 { scheme: expert-opinion }
      counterpoint paid "The builder pays the engineer" {
        critical-question: 4
        counterpoint sworn "The engineer is on oath" { critical-question: 4 }
      }
      assumption others "Two more looked at it and agree" { critical-question: 5 }
      assumption field "It is the engineer's field" { critical-question: 1, 2 }
      evidence words "“Safe for forty years”" @report:3 { critical-question: 3, 6 }
    }
    source report "Report on the bridge"

How to silence
    Write `# argmap: ignore[DIA409] because …` before the `reason`, the `objection` or the statement
    that has the scheme.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Diagnostic, Severity
from argmap.model import ArgumentMap, Inference, Polarity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext, did_you_mean
from argmap.rules._rule import rule
from argmap.text import closest_match

if TYPE_CHECKING:
    from argmap.model.schemes import Scheme

RULE = rule(__name__, "DIA409", Severity.INFO, is_structural=True)
_MIN_SIMILARITY = 0.8
_MAX_NAME_LENGTH = 60  # characters; a longer text is not compared with scheme names


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for inference in context.map.inferences.values():
        if inference.scheme is not None:
            yield from _inference(context.map, inference, inference.scheme)


def _inference(argument_map: ArgumentMap, inference: Inference, name: str) -> Iterator[Diagnostic]:
    from argmap.model.schemes import find_scheme  # imported only for maps with schemes

    scheme = find_scheme(name)
    if scheme is None:
        yield from _misspelled(inference, name)
    else:
        yield from _open_questions(argument_map, inference, scheme)


def _misspelled(inference: Inference, name: str) -> Iterator[Diagnostic]:
    from argmap.model.schemes import normalize_scheme_name, schemes

    if len(name) > _MAX_NAME_LENGTH:
        return
    suggestion = closest_match(normalize_scheme_name(name), schemes(), cutoff=_MIN_SIMILARITY)
    if suggestion:
        yield RULE.diagnostic(
            inference.location,
            f"unknown scheme `{name}`",
            help=did_you_mean(suggestion),
            element=_element(inference),
        )


def _open_questions(
    argument_map: ArgumentMap, inference: Inference, scheme: Scheme
) -> Iterator[Diagnostic]:
    answered = _answered(argument_map, inference)
    questions = [
        (number, question)
        for number, question in enumerate(scheme.questions, start=1)
        if number not in answered
    ]
    if not questions or (not answered and _is_questioned(argument_map, inference)):
        return
    conclusion = display_name(argument_map.statements[inference.conclusion])
    total = len(scheme.questions)
    yield RULE.diagnostic(
        inference.location,
        f"no critical question of `{scheme.name}` is answered for this inference to {conclusion}"
        if len(questions) == total
        else f"{len(questions)} of the {total} critical questions of `{scheme.name}` are open "
        f"for this inference to {conclusion}",
        tree=tuple(f"{number}. {question}" for number, question in questions),
        help="answer them with counterpoints, and write in each which question it answers: "
        f"critical-question: {questions[0][0]}",
        element=_element(inference),
    )


def _element(inference: Inference) -> str:
    return inference.id if inference.is_named else inference.premises[0]


def _answered(argument_map: ArgumentMap, inference: Inference) -> set[int]:
    """Return the numbers of the questions taken up by an inference and its direct neighbors."""
    ids = [*inference.premises, *inference.undercutters]
    for end in (*inference.premises, *inference.undercutters, inference.conclusion):
        for neighbor in argument_map.inferences_to.get(end, ()):
            if neighbor.scheme is None:  # with a scheme, they answer that scheme's questions
                ids += neighbor.premises
                ids += neighbor.undercutters
    return {number for id_ in ids for number in argument_map.statements[id_].critical_question}


def _is_questioned(argument_map: ArgumentMap, inference: Inference) -> bool:
    """Whether something undercuts an inference, or attacks its premises or its conclusion."""
    ends = (*inference.premises, inference.conclusion)
    return (
        bool(inference.undercutters)
        or any(
            attack.polarity is Polarity.CON
            for end in ends
            for attack in argument_map.inferences_to.get(end, ())
        )
        or any(end in argument_map.contradicted_by for end in ends)
    )
