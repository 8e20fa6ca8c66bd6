"""Two independent implementations of the semantics, written from its definition."""

from collections.abc import Callable
from itertools import product

from argmap.evaluation.standards import base_score
from argmap.model import ArgumentMap, Burden, Polarity, Standard

Labels = dict[str, str]


def brute_force(argument_map: ArgumentMap) -> Labels:
    """Return the status of every statement in the well-founded model, found by search.

    It is the three-valued stable model that decides least, and is contained in all others.
    """
    stable = three_valued_models(argument_map)
    decided = [{name for name, value in labelling.items() if value != 1} for labelling in stable]
    least = min(range(len(stable)), key=lambda index: len(decided[index]))
    assert all(decided[least] <= other for other in decided)
    words = {0: "rejected", 1: "undecided", 2: "accepted"}
    return {name: words[value] for name, value in stable[least].items()}


def preferred(argument_map: ArgumentMap) -> list[set[str]]:
    """Return the accepted statements of each preferred model, that is, the maximal sets."""
    accepted = [
        {name for name, value in labelling.items() if value == 2}
        for labelling in three_valued_models(argument_map)
    ]
    return [model for model in accepted if not any(model < other for other in accepted)]


def three_valued_models(argument_map: ArgumentMap) -> list[dict[str, int]]:
    """Return all three-valued stable models, found by search; for maps of a few statements.

    A labelling with true (2), false (0) and unknown (1) is stable if it is the least model of the
    program in which it replaces the negations (Przymusinski 1990).
    """
    names = list(argument_map.statements)
    model = _reduct(argument_map)
    return [
        labelling
        for values in product((0, 1, 2), repeat=len(names))
        if model(labelling := dict(zip(names, values, strict=True))) == labelling
    ]


def _reduct(argument_map: ArgumentMap) -> Callable[[dict[str, int]], dict[str, int]]:
    """Return a function from a guess for all negations to the least model of the program.

    The value of an inference against a statement is computed from the guess, too.
    """
    inferences = argument_map.inferences.values()
    strict = argument_map.burden is Burden.STRICT
    weights = {inference.id: weight(argument_map, inference) for inference in inferences}

    def inferences_to(name, polarity):
        return [i for i in inferences if i.conclusion == name and i.polarity is polarity]

    def look_up(name, statement):
        pro = inferences_to(name, Polarity.PRO)
        contraries = [
            second if first == name else first
            for first, second in ((p.first, p.second) for p in argument_map.contradictions)
            if name in (first, second)
        ]
        is_ground = statement.kind in ("evidence", "assumption")
        is_asserted = is_ground or not (pro or (statement.kind == "claim" and strict))
        assertion = [(2, base_score(statement, argument_map))] if is_asserted else []
        con = inferences_to(name, Polarity.CON)
        return pro, con, contraries, assertion, standard_of(argument_map, statement)

    parts = {name: look_up(name, s) for name, s in argument_map.statements.items()}

    def model(guess: dict[str, int]) -> dict[str, int]:
        def holds(inference, values):
            undercut = min((2 - guess[other] for other in inference.undercutters), default=2)
            premises = min((values[premise] for premise in inference.premises), default=2)
            return min(premises, undercut)

        def value(name, values):
            pro, con, contraries, assertion, standard = parts[name]
            supports = assertion + [(holds(i, values), weights[i.id]) for i in pro]
            attacks = [(holds(i, guess), weights[i.id]) for i in con]
            best = max((meets(standard, support, attacks) for support in supports), default=0)
            return min([best, *(2 - guess[contrary] for contrary in contraries)])

        values = dict.fromkeys(guess, 0)
        while (after := {name: value(name, values) for name in values}) != values:
            values = after
        return values

    return model


def weight(argument_map, inference):
    return min(
        (base_score(argument_map.statements[p], argument_map) for p in inference.premises),
        default=1.0,
    )


def standard_of(argument_map, statement):
    if statement.kind in ("evidence", "assumption"):
        return "dialectical"
    map_standard = argument_map.standard if statement.kind == "claim" else None
    return (statement.standard or map_standard or Standard.DIALECTICAL).value


def meets(standard, support, attacks):
    """Return whether a support meets a standard despite some attacks, as a truth value.

    A support or an attack is a truth value and a weight. The weights are compared as in the wording
    of the definition, with the bounds 0.6, 0.3, 0.2.
    """
    truth, pro = support
    if standard == "dialectical":
        return min([truth, *(2 - other for other, _ in attacks)])
    if standard == "scintilla":
        return truth

    def outweighs(con):
        if standard == "preponderance":
            return pro - con > 1e-9
        clear = pro > 0.6 - 1e-9 and pro - con > 0.3 - 1e-9
        return clear and (standard == "clear-and-convincing" or con < 0.2 - 1e-9)

    if not outweighs(0):
        return 0
    return min([truth, *(2 - other for other, con in attacks if not outweighs(con))])


def answer_set_program(argument_map: ArgumentMap) -> str:
    """Return a map as an answer set program: one rule for each sentence of the definition."""
    number = {name: index for index, name in enumerate(argument_map.statements)}
    facts = [f"statement({index})." for index in number.values()]
    if argument_map.burden is Burden.STRICT:
        facts.append("strict.")
    for name, statement in argument_map.statements.items():
        index = number[name]
        if statement.kind in ("evidence", "assumption"):
            facts.append(f"ground({index}).")
        if statement.kind == "claim":
            facts.append(f"claim({index}).")
        facts.append(
            f"assertion_weight({index},{round(base_score(statement, argument_map) * 1000)})."
        )
        facts.append(f'standard({index},"{standard_of(argument_map, statement)}").')
    for index, inference in enumerate(argument_map.inferences.values()):
        facts.append(f"{inference.polarity.value}({index},{number[inference.conclusion]}).")
        facts += [f"premise({index},{number[premise]})." for premise in inference.premises]
        facts += [f"undercuts({number[other]},{index})." for other in inference.undercutters]
        facts.append(f"weight({index},{round(weight(argument_map, inference) * 1000)}).")
    for pair in argument_map.contradictions:
        facts.append(f"contrary({number[pair.first]},{number[pair.second]}).")
        facts.append(f"contrary({number[pair.second]},{number[pair.first]}).")
    return "\n".join(facts) + _DEFINITION


_DEFINITION = """
inference(A) :- pro(A,S).
inference(A) :- con(A,S).
supported(S) :- pro(A,S).
asserted(S) :- ground(S).
asserted(S) :- statement(S), not supported(S), not needs_support(S).
needs_support(S) :- strict, claim(S), not ground(S).
% What can support a statement: its assertion, or an inference; each with its weight.
support(S,assertion,W) :- asserted(S), assertion_weight(S,W).
support(S,A,W) :- pro(A,S), holds(A), weight(A,W).
% All premises must be accepted, so that support is derived from the grounds upwards.
holds(A) :- inference(A), accepted(S) : premise(A,S); not undercut(A).
undercut(A) :- undercuts(S,A), accepted(S).
% The weights of attacks that a support of some weight overcomes, by standard.
overcomes("scintilla",W,C) :- pair(W,C).
overcomes("preponderance",W,C) :- pair(W,C), W > C.
overcomes("clear-and-convincing",W,C) :- pair(W,C), W > C, W >= 600, W - C >= 300.
overcomes("beyond-reasonable-doubt",W,C) :- overcomes("clear-and-convincing",W,C), C < 200.
pair(W,C) :- weight_value(W), weight_value(C).
pair(W,0) :- weight_value(W).
weight_value(W) :- weight(A,W).
weight_value(W) :- assertion_weight(S,W).
sufficient("dialectical",W) :- weight_value(W).
sufficient("scintilla",W) :- weight_value(W).
sufficient(D,W) :- overcomes(D,W,0), standard(S,D), D != "dialectical".
blocked(S,W) :- standard(S,D), weight_value(W),
    con(A,S), holds(A), weight(A,C), not overcomes(D,W,C).
contradicted(S) :- contrary(S,T), accepted(T).
accepted(S) :- support(S,X,W), standard(S,D), sufficient(D,W),
    not blocked(S,W), not contradicted(S).
"""
