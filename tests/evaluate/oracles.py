"""Two other ways to say what stands, written from the definition and not from the code."""

from itertools import product

from argmap.model import ArgumentMap, Polarity

Labels = dict[str, str]


def brute_force(argument: ArgumentMap) -> Labels:
    """Return every statement's status: the least three-valued stable model, searched for.

    Of all labellings with true, false and unknown, those are stable that are the least model of the
    program with their own negations put in (Przymusinski 1990). The well-founded one is the stable
    one that knows least, and is contained in all others. Only for maps of a few statements.
    """
    names = list(argument.statements)
    stable = [
        labelling
        for values in product((0, 1, 2), repeat=len(names))
        if _reduct_model(argument, labelling := dict(zip(names, values, strict=True))) == labelling
    ]
    known = [{name for name in names if labelling[name] != 1} for labelling in stable]
    least = min(range(len(stable)), key=lambda index: len(known[index]))
    assert all(known[least] <= other for other in known)
    words = {0: "rejected", 1: "undecided", 2: "accepted"}
    return {name: words[value] for name, value in stable[least].items()}


def _reduct_model(argument: ArgumentMap, guess: dict[str, int]) -> dict[str, int]:
    """Return the least model when every negation has the value that ``guess`` gives it.

    The value of a step against a statement counts as guessed too: it is worked out from the guess.
    """
    steps = argument.inferences.values()

    def undercut(step):
        return min((2 - guess[other] for other in step.undercutters), default=2)

    def holds(step, values):
        premises = min((values[premise] for premise in step.premises), default=2)
        return min(premises, undercut(step))

    def value(name, values):
        statement = argument.statements[name]
        pro = [s for s in steps if s.conclusion == name and s.polarity is Polarity.PRO]
        con = [s for s in steps if s.conclusion == name and s.polarity is Polarity.CON]
        rivals = [
            second if first == name else first
            for first, second in ((p.first, p.second) for p in argument.contradictions)
            if name in (first, second)
        ]
        is_asserted = statement.kind in ("evidence", "assumption") or not pro
        ground = 2 if is_asserted else max(holds(step, values) for step in pro)
        against = [holds(step, guess) for step in con] + [guess[rival] for rival in rivals]
        return min([ground, *(2 - other for other in against)])

    values = dict.fromkeys(guess, 0)
    while (after := {name: value(name, values) for name in values}) != values:
        values = after
    return values


def answer_set_program(argument: ArgumentMap) -> str:
    """Return the map as a logic program: one rule for each sentence of the definition."""
    number = {name: index for index, name in enumerate(argument.statements)}
    facts = [f"statement({index})." for index in number.values()]
    for name, statement in argument.statements.items():
        if statement.kind in ("evidence", "assumption"):
            facts.append(f"ground({number[name]}).")
    for index, step in enumerate(argument.inferences.values()):
        facts.append(f"{step.polarity.value}({index},{number[step.conclusion]}).")
        facts += [f"premise({index},{number[premise]})." for premise in step.premises]
        facts += [f"undercuts({number[other]},{index})." for other in step.undercutters]
    for pair in argument.contradictions:
        facts.append(f"rival({number[pair.first]},{number[pair.second]}).")
        facts.append(f"rival({number[pair.second]},{number[pair.first]}).")
    return "\n".join(facts) + _DEFINITION


_DEFINITION = """
step(A) :- pro(A,S).
step(A) :- con(A,S).
supported(S) :- pro(A,S).
stands(S) :- ground(S).
stands(S) :- statement(S), not supported(S).
stands(S) :- pro(A,S), holds(A).
attacked(S) :- con(A,S), holds(A).
attacked(S) :- rival(S,T), accepted(T).
undercut(A) :- undercuts(S,A), accepted(S).
% All premises: counted down in their order, so that support is read from the ground up.
holds(A) :- step(A), accepted(S) : premise(A,S); not undercut(A).
accepted(S) :- stands(S), not attacked(S).
"""
