"""Two other ways to say what stands, written from the definition and not from the code."""

from collections.abc import Callable
from itertools import product

from argmap.evaluation.standards import base_score
from argmap.model import ArgumentMap, Burden, Polarity, Standard

Labels = dict[str, str]


def brute_force(argument_map: ArgumentMap) -> Labels:
    """Return every statement's status: the least three-valued stable model, searched for.

    The well-founded one is the stable one that knows least, and is contained in all others.
    """
    stable = three_valued_models(argument_map)
    known = [{name for name, value in labelling.items() if value != 1} for labelling in stable]
    least = min(range(len(stable)), key=lambda index: len(known[index]))
    assert all(known[least] <= other for other in known)
    words = {0: "rejected", 1: "undecided", 2: "accepted"}
    return {name: words[value] for name, value in stable[least].items()}


def preferred(argument_map: ArgumentMap) -> list[set[str]]:
    """Return the accepted statements of each preferred model: those that no other one contains."""
    accepted = [
        {name for name, value in labelling.items() if value == 2}
        for labelling in three_valued_models(argument_map)
    ]
    return [each for each in accepted if not any(each < other for other in accepted)]


def three_valued_models(argument_map: ArgumentMap) -> list[dict[str, int]]:
    """Return all three-valued stable models, searched for; only for maps of a few statements.

    Of all labellings with true (2), false (0) and unknown (1), those are stable that are the least
    model of the program with their own negations put in (Przymusinski 1990).
    """
    names = list(argument_map.statements)
    model = _reduct(argument_map)
    return [
        labelling
        for values in product((0, 1, 2), repeat=len(names))
        if model(labelling := dict(zip(names, values, strict=True))) == labelling
    ]


def _reduct(argument_map: ArgumentMap) -> Callable[[dict[str, int]], dict[str, int]]:
    """Return what gives the least model when every negation has the value of a guess.

    The value of a step against a statement counts as guessed too: it is worked out from the guess.
    """
    inferences = argument_map.inferences.values()
    strict = argument_map.burden is Burden.STRICT
    weights = {inference.id: weight(argument_map, inference) for inference in inferences}

    def onto(name, polarity):
        return [s for s in inferences if s.conclusion == name and s.polarity is polarity]

    def looked_up(name, statement):
        pro = onto(name, Polarity.PRO)
        rivals = [
            second if first == name else first
            for first, second in ((p.first, p.second) for p in argument_map.contradictions)
            if name in (first, second)
        ]
        is_ground = statement.kind in ("evidence", "assumption")
        is_free = not pro and not (statement.kind == "claim" and strict)
        own = [(2, base_score(statement, argument_map))] if is_ground or is_free else []
        return pro, onto(name, Polarity.CON), rivals, own, its_standard(argument_map, statement)

    parts = {name: looked_up(name, each) for name, each in argument_map.statements.items()}

    def model(guess: dict[str, int]) -> dict[str, int]:
        def holds(inference, values):
            undercut = min((2 - guess[other] for other in inference.undercutters), default=2)
            premises = min((values[premise] for premise in inference.premises), default=2)
            return min(premises, undercut)

        def value(name, values):
            pro, con, rivals, own, standard = parts[name]
            for_it = own + [(holds(inference, values), weights[inference.id]) for inference in pro]
            against = [(holds(inference, guess), weights[inference.id]) for inference in con]
            best = max((stands(standard, each, against) for each in for_it), default=0)
            return min([best, *(2 - guess[rival] for rival in rivals)])

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


def its_standard(argument_map, statement):
    if statement.kind in ("evidence", "assumption"):
        return "dialectical"
    of_all = argument_map.standard if statement.kind == "claim" else None
    return (statement.standard or of_all or Standard.DIALECTICAL).value


def stands(standard, pro, against):
    """Return how true it is that one thing carries a statement, over what speaks against it.

    The weights are compared as the sentences of the definition say, with the bounds 0.6, 0.3, 0.2.
    """
    truth, weighs = pro
    if standard == "dialectical":
        return min([truth, *(2 - other for other, _ in against)])
    if standard == "scintilla":
        return truth

    def enough(con):
        if standard == "preponderance":
            return weighs - con > 1e-9
        clear = weighs > 0.6 - 1e-9 and weighs - con > 0.3 - 1e-9
        return clear and (standard == "clear-and-convincing" or con < 0.2 - 1e-9)

    if not enough(0):
        return 0
    return min([truth, *(2 - other for other, con in against if not enough(con))])


def answer_set_program(argument_map: ArgumentMap) -> str:
    """Return the map as a logic program: one rule for each sentence of the definition."""
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
        facts.append(f"own({index},{round(base_score(statement, argument_map) * 1000)}).")
        facts.append(f'standard({index},"{its_standard(argument_map, statement)}").')
    for index, inference in enumerate(argument_map.inferences.values()):
        facts.append(f"{inference.polarity.value}({index},{number[inference.conclusion]}).")
        facts += [f"premise({index},{number[premise]})." for premise in inference.premises]
        facts += [f"undercuts({number[other]},{index})." for other in inference.undercutters]
        facts.append(f"weight({index},{round(weight(argument_map, inference) * 1000)}).")
    for pair in argument_map.contradictions:
        facts.append(f"rival({number[pair.first]},{number[pair.second]}).")
        facts.append(f"rival({number[pair.second]},{number[pair.first]}).")
    return "\n".join(facts) + _DEFINITION


_DEFINITION = """
step(A) :- pro(A,S).
step(A) :- con(A,S).
supported(S) :- pro(A,S).
asserted(S) :- ground(S).
asserted(S) :- statement(S), not supported(S), not falls(S).
falls(S) :- strict, claim(S), not ground(S).
% What can carry a statement: itself, or a step; each with its weight.
carries(S,own,W) :- asserted(S), own(S,W).
carries(S,A,W) :- pro(A,S), holds(A), weight(A,W).
% All premises: counted down in their order, so that support is read from the ground up.
holds(A) :- step(A), accepted(S) : premise(A,S); not undercut(A).
undercut(A) :- undercuts(S,A), accepted(S).
% Which steps against it a carrier of some weight cannot bear.
bears("scintilla",W,C) :- load(W,C).
bears("preponderance",W,C) :- load(W,C), W > C.
bears("clear-and-convincing",W,C) :- load(W,C), W > C, W >= 600, W - C >= 300.
bears("beyond-reasonable-doubt",W,C) :- bears("clear-and-convincing",W,C), C < 200.
load(W,C) :- weigh(W), weigh(C).
load(W,0) :- weigh(W).
weigh(W) :- weight(A,W).
weigh(W) :- own(S,W).
enough("dialectical",W) :- weigh(W).
enough("scintilla",W) :- weigh(W).
enough(D,W) :- bears(D,W,0), standard(S,D), D != "dialectical".
blocked(S,W) :- standard(S,D), weigh(W), con(A,S), holds(A), weight(A,C), not bears(D,W,C).
rivalled(S) :- rival(S,T), accepted(T).
accepted(S) :- carries(S,X,W), standard(S,D), enough(D,W), not blocked(S,W), not rivalled(S).
"""
