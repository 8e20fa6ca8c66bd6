"""The definition of the semantics as an answer set program, for the solver clingo.

Weights that are added up are left out: maps must not use the standard `accrual`.
"""

from itertools import permutations

from tests.evaluation.definition import WEIGHING, Definition

from argmap.evaluation.standards import base_score
from argmap.model import ArgumentMap, Polarity, Standard


def answer_set_program(argument_map: ArgumentMap) -> str:
    """Return a map as an answer set program: one rule for each sentence of the definition."""
    return "\n".join(_facts(Definition(argument_map))) + _DEFINITION


def _facts(definition):
    """Yield the facts about a map."""
    argument_map = definition.map
    number = {id_: f"s{index}" for index, id_ in enumerate(argument_map.statements)}
    number |= {id_: f"i{index}" for index, id_ in enumerate(argument_map.inferences)}
    for id_ in argument_map.statements:
        yield f"statement({number[id_]})."
        yield f'standard({number[id_]},"{definition.standard(id_).value}").'
        if definition.asserted(id_):
            yield f"asserted({number[id_]},{_score(definition, id_)})."
        for other in definition.contraries(id_):
            yield from _rival_facts(definition, number, "contrary", id_, other)
    for inference in argument_map.inferences.values():
        yield from _inference_facts(definition, number, inference)
    for strong, weak in definition.preferred:
        if strong in argument_map.inferences and weak in argument_map.inferences:
            yield f"over({number[strong]},{number[weak]})."
    for question in definition.questions:
        yield from (f"option({number[id_]})." for id_ in question.options)
        for id_, other in permutations(question.options, 2):
            yield from _rival_facts(definition, number, "rival", id_, other)


def _inference_facts(definition, number, inference):
    id_, conclusion = inference.id, inference.conclusion
    yield f"inference({number[id_]}). weight({number[id_]},{_scaled(definition.weight(id_))})."
    yield from (f"premise({number[id_]},{number[other]})." for other in inference.premises)
    if inference.polarity is Polarity.PRO:
        yield f"pro({number[id_]},{number[conclusion]})."
    elif not definition.conceded(id_) and (conclusion, id_) not in definition.preferred:
        yield f"con({number[id_]},{number[conclusion]})."
    for other in inference.undercutters:
        if _counts(definition, inference, other):
            yield f"undercuts({number[other]},{number[id_]})."


def _rival_facts(definition, number, relation, id_, other):
    """Yield how a statement and one that excludes it compare."""
    pair = f"{number[id_]},{number[other]}"
    yield f"{relation}({pair})."
    if id_ == other:
        return
    if (id_, other) in definition.preferred:
        yield f"preferred({pair})."
        return
    if (other, id_) in definition.preferred:
        return
    question = definition.question_of.get(id_)
    is_option = question is not None and question is definition.question_of.get(other)
    standard = (question.standard if is_option else None) or definition.map.standard
    if standard in WEIGHING:
        yield f'weighed({pair},"{standard.value}").'
        for end in (id_, other):
            if not definition.asserted(end):
                continue
            score = _score(definition, end)
            if is_option and definition.only_asserted(end):
                confidence = definition.statements[end].confidence
                score = _scaled(0 if confidence is None else confidence.value)
            yield f"own({pair},{number[end]},{score})."
    elif is_option and definition.only_asserted(other) and not definition.only_asserted(id_):
        is_ground = definition.statements[id_].kind in ("evidence", "assumption")
        yield f"preferred({pair})." if is_ground else f"backed({pair})."


def _counts(definition, inference, undercutter):
    standard = definition.standard(inference.conclusion)
    statement = definition.statements[undercutter]
    least = 2000 if standard is Standard.BEYOND_REASONABLE_DOUBT else 5000
    return (
        statement.kind != "concession"
        and (inference.id, undercutter) not in definition.preferred
        and (standard not in WEIGHING or _score(definition, undercutter) >= least)
    )


def _score(definition, id_):
    return _scaled(base_score(definition.statements[id_], definition.map))


def _scaled(weight):
    return round(weight * 10_000)


_DEFINITION = """
% Weights, scaled by 10,000.
value(0). value(W) :- weight(_,W). value(W) :- asserted(_,W). value(W) :- own(_,_,_,W).
enough("preponderance",W,C) :- value(W), value(C), W > C.
enough("clear-and-convincing",W,C) :- value(W), value(C), W > C, W >= 6000, W - C >= 3000.
enough("beyond-reasonable-doubt",W,C) :- enough("clear-and-convincing",W,C), C < 2000.
% All premises must be accepted, so that support is derived from the grounds upwards.
holds(A) :- inference(A), accepted(S) : premise(A,S); not undercut(A).
undercut(A) :- undercuts(S,A), accepted(S).
% An objection does not remain if it fails, or a reason that holds outweighs it.
fails(A) :- con(A,_), not holds(A).
fails(A) :- con(A,_), over(R,A), holds(R).
undermined(R) :- over(A,R), con(A,_), holds(A).
ground(S) :- asserted(S,_).
ground(S) :- pro(A,S), holds(A).
support(S,W) :- asserted(S,W).
support(S,W) :- pro(A,S), holds(A), weight(A,W), not undermined(A).
meets(S) :- standard(S,"scintilla"), ground(S).
meets(S) :- standard(S,"dialectical"), ground(S), fails(A) : con(A,S).
meets(S) :- standard(S,D), support(S,W), enough(D,W,0);
    fails(A) : con(A,S), weight(A,C), not enough(D,W,C).
% Rivals.
outweighs(S,T) :- preferred(S,T).
outweighs(S,T) :- backed(S,T), pro(A,S), holds(A).
outweighs(S,T) :- weighed(S,T,D), side(S,T,S,W), enough(D,W,0);
    enough(D,W,C) : own(S,T,T,C); not holds(B) : pro(B,T), weight(B,C), not enough(D,W,C).
side(S,T,E,W) :- own(S,T,E,W).
side(S,T,E,W) :- weighed(S,T,_), end(S,T,E), pro(A,E), holds(A), weight(A,W).
end(S,T,S) :- weighed(S,T,_).
end(S,T,T) :- weighed(S,T,_).
clear(S,T) :- contrary(S,T), not accepted(T).
clear(S,T) :- contrary(S,T), outweighs(S,T).
stands(S) :- meets(S); clear(S,T) : contrary(S,T).
% The options of an exclusive question. An option is safe from another one that does not lead, or
% does not outweigh it: each ground of the other fails, or a ground of this one withstands it.
leads(S) :- option(S), stands(S); safe(S,T) : rival(S,T).
safe(S,T) :- rival(S,T), not leads(T).
safe(S,T) :- rival(S,T), not preferred(T,S), not backed(T,S), not weighed(T,S,_).
safe(S,T) :- backed(T,S); not holds(A) : pro(A,T).
safe(S,T) :- weighed(T,S,D); withstands(S,C) : own(T,S,T,C), enough(D,C,0);
    parried(S,T,A) : pro(A,T).
parried(S,T,A) :- weighed(T,S,_), pro(A,T), not holds(A).
parried(S,T,A) :- weighed(T,S,D), pro(A,T), weight(A,C), not enough(D,C,0).
parried(S,T,A) :- weighed(T,S,D), pro(A,T), weight(A,C), side(T,S,S,W), not enough(D,C,W).
withstands(S,C) :- weighed(T,S,D), own(T,S,T,C), side(T,S,S,W), not enough(D,C,W).
accepted(S) :- option(S), leads(S); not accepted(T) : rival(S,T).
accepted(S) :- statement(S), not option(S), stands(S).
"""
