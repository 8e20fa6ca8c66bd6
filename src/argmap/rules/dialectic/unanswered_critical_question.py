"""An inference leaves critical questions of its scheme open.

What it does
    Every argumentation scheme has critical questions; `docs/schemes.md` lists them. The rule
    reports an inference with a `scheme:` that the map does not question: nothing undercuts
    it, and nothing attacks its premises or its conclusion.

    A statement can name the questions that it takes up, for example `question: 2`. It must be a
    premise of the inference, undercut it, or support or oppose one of its premises or its
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
        question: 4
        counterpoint sworn "The engineer is on oath" { question: 4 }
      }
      assumption others "Two more looked at it and agree" { question: 5 }
      assumption field "It is the engineer's field" { question: 1, 2 }
      evidence words "“Safe for forty years”" @report:3 { question: 3, 6 }
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
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.text import closest_match

if TYPE_CHECKING:
    from argmap.model.schemes import Scheme

RULE = rule(__name__, "DIA409", Severity.INFO, is_structural=True)
_CLOSE = 0.8
_LONGEST = 60  # characters; a longer text is not compared with scheme names


def check(context: RuleContext) -> Iterator[Diagnostic]:
    for inference in context.map.inferences.values():
        if inference.scheme is not None:
            yield from _inference(context.map, inference, inference.scheme)


def _inference(
    argument_map: ArgumentMap, inference: Inference, written: str
) -> Iterator[Diagnostic]:
    from argmap.model.schemes import find_scheme  # imported only for maps with schemes

    scheme = find_scheme(written)
    if scheme is None:
        yield from _misspelt(inference, written)
        return
    asked = _asked(argument_map, inference)
    left = [
        (number, question)
        for number, question in enumerate(scheme.questions, start=1)
        if number not in asked
    ]
    if left and (asked or not _is_questioned(argument_map, inference)):
        yield _diagnostic(argument_map, inference, scheme, left)


def _diagnostic(
    argument_map: ArgumentMap, inference: Inference, scheme: Scheme, left: list[tuple[int, str]]
) -> Diagnostic:
    conclusion, total = (
        display_name(argument_map.statements[inference.conclusion]),
        len(scheme.questions),
    )
    number, _ = left[0]
    return RULE.diagnostic(
        inference.location,
        f"no critical question of `{scheme.name}` is answered for this inference to {conclusion}"
        if len(left) == total
        else f"{len(left)} of the {total} critical questions of `{scheme.name}` are open "
        f"in this inference to {conclusion}",
        tree=tuple(f"{number}. {question}" for number, question in left),
        help="answer them with counterpoints; "
        f"write which question a statement answers: question: {number}",
        element=inference.id if inference.is_named else inference.premises[0],
    )


def _misspelt(inference: Inference, written: str) -> Iterator[Diagnostic]:
    from argmap.model.schemes import normalize_scheme_name, schemes

    is_word = len(written) <= _LONGEST
    meant = (
        closest_match(normalize_scheme_name(written), schemes(), cutoff=_CLOSE) if is_word else None
    )
    if meant:
        yield RULE.diagnostic(
            inference.location,
            f"no scheme is called `{written}`",
            help=f"did you mean `{meant}`?",
            element=inference.id if inference.is_named else inference.premises[0],
        )


def _asked(argument_map: ArgumentMap, inference: Inference) -> set[int]:
    """Return the numbers of the questions taken up by an inference and its direct neighbors."""
    near = [*inference.premises, *inference.undercutters]
    for end in (*inference.premises, *inference.undercutters, inference.conclusion):
        for onto in argument_map.inferences_to.get(end, ()):
            if onto.scheme is None:  # with a scheme, they answer that scheme's questions
                near += onto.premises
                near += onto.undercutters
    return {number for id_ in near for number in argument_map.statements[id_].question}


def _is_questioned(argument_map: ArgumentMap, inference: Inference) -> bool:
    if inference.undercutters:
        return True
    return any(
        onto.polarity is Polarity.CON
        for end in (*inference.premises, inference.conclusion)
        for onto in argument_map.inferences_to.get(end, ())
    ) or any(
        end in argument_map.contradicted_by for end in (*inference.premises, inference.conclusion)
    )
