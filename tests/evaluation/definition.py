"""The definition of the semantics, sentence by sentence, as an operator on sets of atoms.

An atom is a statement (accepted), an inference (it holds) or an option of an exclusive question (it
leads). ``Definition.step(A, D)`` returns the atoms that follow if what is for a statement is read
in A, and what is against it in D. It grows with A and shrinks with D. The well-founded model is its
alternating fixpoint; a three-valued stable model is a pair (T, P) in which T is the least fixpoint
given P, and P the least fixpoint given T.

Nothing here is fast, and nothing is shared with the evaluation but the base scores.
"""

from itertools import chain, combinations, product
from math import prod

from argmap.evaluation.standards import base_score
from argmap.model import ArgumentMap, Burden, Polarity, Standard

Atoms = frozenset[tuple[str, str]]
WEIGHING = {
    Standard.PREPONDERANCE,
    Standard.ACCRUAL,
    Standard.CLEAR_AND_CONVINCING,
    Standard.BEYOND_REASONABLE_DOUBT,
}
EPSILON = 1e-9


class Definition:
    """The definition applied to one map."""

    def __init__(self, argument_map: ArgumentMap):
        self.map = argument_map
        self.statements = argument_map.statements
        self.inferences = argument_map.inferences
        self.questions = [q for q in argument_map.questions.values() if q.is_exclusive]
        self.question_of = {option: q for q in self.questions for option in q.options}
        self.preferred = self._preferred()
        self.atoms = [
            *(("statement", id_) for id_ in self.statements),
            *(("inference", id_) for id_ in self.inferences),
            *(("lead", id_) for id_ in self.question_of),
        ]

    # ---- Relations that are declared ------------------------------------------------------------

    def pro(self, id_):
        return self._inferences_to(id_, Polarity.PRO)

    def con(self, id_):
        return self._inferences_to(id_, Polarity.CON)

    def _inferences_to(self, id_, polarity):
        return [
            i.id for i in self.inferences.values() if i.conclusion == id_ and i.polarity is polarity
        ]

    def contraries(self, id_):
        pairs = [(pair.first, pair.second) for pair in self.map.contradictions]
        pairs += [(second, first) for first, second in pairs]
        return {second for first, second in pairs if first == id_}

    def conceded(self, inference_id):
        """Whether an inference is an attack by a concession."""
        inference = self.inferences[inference_id]
        kinds = {self.statements[premise].kind for premise in inference.premises}
        return inference.polarity is Polarity.CON and "concession" in kinds

    def _stands_for(self, id_):
        if id_ in self.inferences:
            return [id_]
        return [i.id for i in self.inferences.values() if id_ in i.premises]

    def _meet(self, strong, weak):
        """Return the pairs of elements through which two elements meet."""
        pairs = set()
        if strong in self.statements:
            pairs |= {(strong, k) for k in self._stands_for(weak) if k in self.con(strong)}
            same_question = strong in self.question_of and weak in self.question_of
            if same_question and self.question_of[strong] is not self.question_of[weak]:
                same_question = False
            if strong != weak and (same_question or weak in self.contraries(strong)):
                pairs.add((strong, weak))
        for r in self._stands_for(strong):
            if weak in self.inferences[r].undercutters:
                pairs.add((r, weak))
            for k in self._stands_for(weak):
                first, second = self.inferences[r], self.inferences[k]
                is_opposite = first.polarity is not second.polarity
                if first.conclusion == second.conclusion and is_opposite and not self.conceded(r):
                    pairs.add((r, k))
        return pairs

    def _preferred(self):
        pairs = set(
            chain.from_iterable(
                self._meet(preference.stronger, preference.weaker)
                for preference in self.map.preferences
            )
        )
        closure = set(pairs)
        while new := {
            (a, d) for a, b in closure for c, d in closure if b == c and (a, d) not in closure
        }:
            closure |= new
        kept = {(a, b) for a, b in pairs if (b, a) not in closure and a != b}
        for question in self.questions:
            among = {pair for pair in kept if set(pair) <= set(question.options)}
            while new := {
                (a, d) for a, b in among for c, d in among if b == c and (a, d) not in among
            }:
                among |= new
            kept |= among
        return kept

    # ---- Weights --------------------------------------------------------------------------------

    def standard(self, id_):
        statement = self.statements[id_]
        is_ground = statement.kind in ("evidence", "assumption")
        if statement.standard and not is_ground:
            return statement.standard
        questions = sorted(
            (q for q in self.map.questions.values() if id_ in q.options),
            key=lambda q: not q.is_exclusive,
        )
        for question in questions:
            if question.standard:
                return question.standard
        if statement.kind == "claim" and self.map.standard:
            return self.map.standard
        return Standard.DIALECTICAL

    def weight(self, inference_id):
        inference = self.inferences[inference_id]
        scores = [base_score(self.statements[p], self.map) for p in inference.premises]
        confidence = 1 if inference.confidence is None else inference.confidence.value
        return min(scores, default=1) * confidence

    def asserted(self, id_):
        statement = self.statements[id_]
        if statement.kind in ("evidence", "assumption"):
            return True
        is_strict = self.map.burden is Burden.STRICT and statement.kind == "claim"
        return not self.pro(id_) and not is_strict

    def only_asserted(self, id_):
        is_ground = self.statements[id_].kind in ("evidence", "assumption")
        return self.asserted(id_) and not is_ground

    def total(self, standard, inferences, assertion):
        """Return the weight of a set of inferences, and of an assertion if there is one."""
        extra = [] if assertion is None else [assertion]
        weights = {i: self.weight(i) for i in inferences}
        if standard is not Standard.ACCRUAL:
            return max([*extra, *weights.values()], default=0)

        def is_independent(selection):
            premises = [set(self.inferences[i].premises) for i in selection]
            return all(not first & second for first, second in combinations(premises, 2))

        subsets = chain.from_iterable(
            combinations(inferences, size) for size in range(len(inferences) + 1)
        )
        return max(
            1 - prod(1 - w for w in [*extra, *(weights[i] for i in subset)])
            for subset in subsets
            if is_independent(subset)
        )

    def enough(self, standard, support, attack):
        if support <= attack + EPSILON:
            return False
        if standard in (Standard.PREPONDERANCE, Standard.ACCRUAL):
            return True
        strong, margin, doubt = 0.6, 0.3, 0.2
        is_clear = support >= strong - EPSILON and support - attack >= margin - EPSILON
        if standard is Standard.CLEAR_AND_CONVINCING:
            return is_clear
        return is_clear and attack < doubt - EPSILON

    # ---- The operator ---------------------------------------------------------------------------

    def step(self, atoms: Atoms, negations: Atoms) -> Atoms:
        """Return the atoms that follow; what is against an atom is read in the second set."""
        tests = {"statement": self._accepted, "inference": self._holds, "lead": self._leads}
        return frozenset(
            (kind, id_) for kind, id_ in self.atoms if tests[kind](id_, atoms, negations)
        )

    def _holds(self, id_, atoms, negations):
        inference = self.inferences[id_]
        standard = self.standard(inference.conclusion)
        for other in inference.undercutters:
            statement = self.statements[other]
            least = 0.2 if standard is Standard.BEYOND_REASONABLE_DOUBT else 0.5
            is_improbable = base_score(statement, self.map) < least - EPSILON
            counts = (
                statement.kind != "concession"
                and (id_, other) not in self.preferred
                and not (standard in WEIGHING and is_improbable)
            )
            if counts and ("statement", other) in negations:
                return False
        return all(("statement", premise) in atoms for premise in inference.premises)

    def _stands(self, id_, atoms, negations):
        holding_pro = [i for i in self.pro(id_) if ("inference", i) in atoms]
        against = [
            k for k in self.con(id_) if not self.conceded(k) and (id_, k) not in self.preferred
        ]
        objections = [
            k
            for k in against
            if ("inference", k) in negations
            and not any((r, k) in self.preferred for r in holding_pro)
        ]
        remaining = [
            r
            for r in holding_pro
            if not any((k, r) in self.preferred and ("inference", k) in negations for k in against)
        ]
        standard = self.standard(id_)
        assertion = base_score(self.statements[id_], self.map) if self.asserted(id_) else None
        has_ground = bool(holding_pro) or self.asserted(id_)
        if standard is Standard.SCINTILLA:
            stands = has_ground
        elif standard is Standard.DIALECTICAL:
            stands = has_ground and not objections
        else:
            support = self.total(standard, remaining, assertion)
            stands = self.enough(standard, support, self.total(standard, objections, None))
        return stands and all(
            ("statement", other) not in negations or self._outweighs(id_, other, atoms, negations)
            for other in self.contraries(id_)
        )

    def _outweighs(self, id_, other, atoms, negations):
        """Whether a statement outweighs a rival, whose grounds are read in the second set."""
        if id_ == other:
            return False
        if (id_, other) in self.preferred or (other, id_) in self.preferred:
            return (id_, other) in self.preferred
        question = self.question_of.get(id_)
        is_option = question is not None and question is self.question_of.get(other)
        standard = (question.standard if is_option else None) or self.map.standard
        if standard in WEIGHING:
            return self.enough(
                standard,
                self._grounds(id_, atoms, standard, is_option=is_option),
                self._grounds(other, negations, standard, is_option=is_option),
            )
        if not is_option or self.only_asserted(id_) or not self.only_asserted(other):
            return False
        is_ground = self.statements[id_].kind in ("evidence", "assumption")
        return is_ground or any(("inference", i) in atoms for i in self.pro(id_))

    def _grounds(self, id_, atoms, standard, *, is_option):
        assertion = base_score(self.statements[id_], self.map) if self.asserted(id_) else None
        if is_option and self.only_asserted(id_):
            confidence = self.statements[id_].confidence
            assertion = 0 if confidence is None else confidence.value
        holding = [i for i in self.pro(id_) if ("inference", i) in atoms]
        return self.total(standard, holding, assertion)

    def _leads(self, id_, atoms, negations):
        rivals = [option for option in self.question_of[id_].options if option != id_]
        return self._stands(id_, atoms, negations) and not any(
            ("lead", rival) in negations and self._outweighs(rival, id_, negations, atoms)
            for rival in rivals
        )

    def _accepted(self, id_, atoms, negations):
        question = self.question_of.get(id_)
        if question is None:
            return self._stands(id_, atoms, negations)
        return ("lead", id_) in atoms and all(
            ("statement", option) not in negations for option in question.options if option != id_
        )

    def holding(self, atoms: Atoms, negations: Atoms) -> Atoms:
        """Return the inferences that hold."""
        return frozenset(
            ("inference", id_) for id_ in self.inferences if self._holds(id_, atoms, negations)
        )

    # ---- Models ---------------------------------------------------------------------------------

    def least(self, negations: Atoms) -> Atoms:
        """Return the least set of atoms that follows from itself, given the negations."""
        atoms: Atoms = frozenset()
        while (after := self.step(atoms, negations)) != atoms:
            atoms = after
        return atoms

    def well_founded(self) -> tuple[Atoms, Atoms]:
        """Return what is true, and what is possible, in the well-founded model."""
        true: Atoms = frozenset()
        while True:
            possible = self.least(true)
            after = self.least(possible)
            if after == true:
                return true, possible
            true = after


def well_founded_statuses(argument_map: ArgumentMap) -> dict[str, str]:
    """Return the status of every statement in the well-founded model."""
    return statuses_of(argument_map, *Definition(argument_map).well_founded())


def statuses_of(argument_map: ArgumentMap, true: Atoms, possible: Atoms) -> dict[str, str]:
    """Return the status of every statement, given what is true and what is possible."""

    def status(id_: str) -> str:
        if ("statement", id_) in true:
            return "accepted"
        return "undecided" if ("statement", id_) in possible else "rejected"

    return {id_: status(id_) for id_ in argument_map.statements}


def three_valued_models(
    argument_map: ArgumentMap, *, is_exhaustive: bool = False
) -> list[tuple[Atoms, Atoms]]:
    """Return all three-valued stable models, found by search; for maps of a few statements.

    Each is what is true and what is possible. A guess for all statements and leads settles the
    inferences; it is a model if each half follows from the other (Przymusinski 1990). Every model
    contains the well-founded one, so only what that leaves open is guessed, unless
    ``is_exhaustive``.
    """
    definition = Definition(argument_map)
    certain: Atoms = frozenset()
    conceivable: Atoms = frozenset(definition.atoms)
    if not is_exhaustive:
        certain, conceivable = definition.well_founded()
    guessed = [
        atom
        for atom in definition.atoms
        if atom[0] != "inference" and atom in conceivable and atom not in certain
    ]
    models = []
    for values in product((0, 1, 2), repeat=len(guessed)):
        guess = list(zip(guessed, values, strict=True))
        true = certain | {atom for atom, value in guess if value == 2}
        possible = certain | {atom for atom, value in guess if value >= 1}
        true |= definition.holding(true, possible)
        possible |= definition.holding(possible, true)
        if definition.least(possible) == true and definition.least(true) == possible:
            models.append((true, possible))
    return models


def brute_force(argument_map: ArgumentMap) -> dict[str, str]:
    """Return the status of every statement in the three-valued model that decides least.

    It must be contained in all others.
    """
    models = three_valued_models(argument_map, is_exhaustive=True)
    true, possible = min(models, key=lambda model: len(model[0]) - len(model[1]))
    assert all(true <= other and possible >= upper for other, upper in models)
    return statuses_of(argument_map, true, possible)


def preferred(argument_map: ArgumentMap) -> list[set[str]]:
    """Return the accepted statements of each preferred model, that is, the maximal sets."""
    visible = [
        {atom for atom in true if atom[0] != "lead"}
        for true, _ in three_valued_models(argument_map)
    ]
    maximal = {
        frozenset(id_ for kind, id_ in model if kind == "statement")
        for model in visible
        if not any(model < other for other in visible)
    }
    return [set(model) for model in maximal]
