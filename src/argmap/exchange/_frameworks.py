"""Abstract argumentation frameworks (Dung 1995): arguments, of which some attack others.

A map compiles to a framework whose grounded extension has the same accepted statements. Each
support becomes two attacks: an argument “this statement has no ground” attacks the statement, and
what supports the statement attacks that argument. This is exact where support has no cycle: there,
the well-founded model of the map is the grounded labelling (Van Gelder, Ross & Schlipf 1991; Dung
1995). In a cycle of support, an attack graph accepts or leaves open what argmap rejects.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import Factory, define

from argmap.errors import InputError
from argmap.evaluation.framework import Framework, build_framework
from argmap.evaluation.standards import effective_standard
from argmap.exchange.foreign import Draft, DraftRelation, DraftStatement, report_coverage
from argmap.model import ArgumentMap, Polarity, Standard
from argmap.model.graph import strongly_connected_components
from argmap.model.losses import LossReport

_EXPRESSED = frozenset(
    {"statement", "attack", "linked premises", "undercut", "contradiction", "preference"}
)


@define
class AttackGraph:
    """Arguments by name, and attacks between them, in order and each once."""

    arguments: dict[str, None] = Factory(dict)
    attacks: dict[tuple[str, str], None] = Factory(dict)

    def attack(self, attacker: str, target: str) -> None:
        """Add an attack."""
        self.attacks[attacker, target] = None


# ---- From a framework ----------------------------------------------------------------------------


def framework_draft(
    names: Mapping[str, str], attacks: Iterable[tuple[str, str, str]], losses: LossReport
) -> Draft:
    """Return the draft of a framework: statements and attacks, no thesis.

    Args:
        names: The texts of the arguments by their names; empty texts if there are only names.
        attacks: Attackers, targets, and the places of the attacks in the file.
        losses: What the reader of the file reports.
    """
    draft = Draft(is_neutral=True, losses=losses)
    for name, text in names.items():
        id_ = f"a{name}" if name.isdecimal() else name
        sentence = text or (f"Argument {name}" if name.isdecimal() else name)
        draft.add(DraftStatement(name, sentence, id=id_, element="argument"))
    for index, (attacker, target, place) in enumerate(attacks):
        if attacker in names:
            relation = DraftRelation(f"attack {index}", [attacker], target, Polarity.CON)
            relation.element, relation.place = "attack", place
            draft.relate(relation)
        else:
            losses.drop("attack", "its attacker is not declared", place)
    return draft


# ---- To a framework ------------------------------------------------------------------------------


def compile_framework(argument_map: ArgumentMap, losses: LossReport, title: str) -> AttackGraph:
    """Return a framework in which exactly the accepted statements are in the grounded extension.

    The arguments for statements have their ids. Further arguments stand for inferences with several
    premises or undercutters (their ids), for “not accepted” and for “without ground”.

    Args:
        argument_map: The map.
        losses: What a framework does not express is reported here.
        title: The name of the format.

    Raises:
        InputError: If support runs in a cycle, or reasons are weighed or options exclude each
            other, which attacks cannot express.
    """
    framework = build_framework(argument_map)
    _check(argument_map, framework)
    graph = _Compiler(argument_map, framework).run()
    report_coverage(argument_map, losses, title, _EXPRESSED | {"support"})
    for statement in argument_map.statements.values():
        losses.drop("text", f"{title} has only names of arguments", statement.id)
    extra_count = len(graph.arguments) - len(argument_map.statements)
    if extra_count:
        reason = f"further arguments ({extra_count:,}) express support and inferences"
        losses.change("framework", reason)
    return graph


def _check(argument_map: ArgumentMap, framework: Framework) -> None:
    for statement in argument_map.statements.values():
        standard = effective_standard(statement, argument_map)
        if standard.is_weighing:
            raise InputError(
                f"a framework cannot weigh reasons, as the standard of proof `{standard.value}` "
                f"of `{statement.id}` requires"
            )
    if framework.questions or framework.rival_weighings:
        question = next(iter(argument_map.questions), "")
        raise InputError(
            "a framework cannot compare the options of an exclusive question"
            + (f", such as `{question}`" if question else "")
        )
    cycle = _support_cycle(framework)
    if cycle:
        ids = ", ".join(f"`{framework.node_ids[node]}`" for node in cycle[:3])
        raise InputError(
            f"a framework cannot express support in a cycle, as of {ids}; delete one of the "
            "inferences in it"
        )


def _support_cycle(framework: Framework) -> list[int]:
    """Return the statements of a cycle of support, or nothing."""
    below: list[list[int]] = [[] for _ in range(framework.size)]
    for node in range(len(framework.node_ids)):
        if node >= framework.statement_count:
            below[node] = framework.premises[node]
        elif not framework.is_asserted[node] or _overriders(framework, node):
            below[node] = framework.supports[node]
    for component in strongly_connected_components(range(framework.size), below.__getitem__):
        if len(component) > 1:
            return sorted(node for node in component if node < framework.statement_count)
    return []


def _overriders(framework: Framework, node: int) -> bool:
    return any(framework.overriders.get(attack) for attack in framework.attacks[node])


class _Compiler:
    def __init__(self, argument_map: ArgumentMap, framework: Framework) -> None:
        self.map = argument_map
        self.framework = framework
        self.graph = AttackGraph()
        self.inferences: dict[int, str] = {}
        self.negations: dict[str, str] = {}

    def run(self) -> AttackGraph:
        framework, graph = self.framework, self.graph
        for node in range(framework.statement_count):
            graph.arguments[framework.node_ids[node]] = None
        for node in range(framework.statement_count):
            self._add_statement(node)
        return graph

    def _add_statement(self, node: int) -> None:
        framework, graph = self.framework, self.graph
        name = framework.node_ids[node]
        if not framework.is_asserted[node]:
            missing = self._argument(f"{name}--without-ground")
            graph.attack(missing, name)
            for support in framework.supports[node]:
                graph.attack(self._inference(support), missing)
        standard = effective_standard(self.map.statements[name], self.map)
        attacks = () if standard is Standard.SCINTILLA else framework.attacks[node]
        for attack in attacks:
            attacker = self._inference(attack)
            overriders = framework.overriders.get(attack)
            if overriders:  # the attack remains unless one of them holds
                remaining = self._argument(f"{framework.node_ids[attack]}--remains")
                graph.attack(self._negation(attacker), remaining)
                for overrider in overriders:
                    graph.attack(self._inference(overrider), remaining)
                attacker = remaining
            graph.attack(attacker, name)
        for rival in framework.contraries[node]:
            graph.attack(framework.node_ids[rival], name)

    def _inference(self, node: int) -> str:
        """Return the argument that is accepted if and only if an inference holds."""
        if node in self.inferences:
            return self.inferences[node]
        framework = self.framework
        premises = [framework.node_ids[premise] for premise in framework.premises[node]]
        undercutters = framework.undercutters[node]
        if len(premises) == 1 and not undercutters:
            name = premises[0]
        else:
            name = self._argument(framework.node_ids[node])
            for premise in premises:
                self.graph.attack(self._negation(premise), name)
            for undercutter in undercutters:
                self.graph.attack(framework.node_ids[undercutter], name)
        self.inferences[node] = name
        return name

    def _negation(self, argument: str) -> str:
        """Return the argument that is accepted if and only if another one is rejected."""
        if argument not in self.negations:
            self.negations[argument] = negation = self._argument(f"{argument}--not-accepted")
            self.graph.attack(argument, negation)
        return self.negations[argument]

    def _argument(self, stem: str) -> str:
        name, count = stem, 1
        while name in self.graph.arguments:
            count += 1
            name = f"{stem}-{count}"
        self.graph.arguments[name] = None
        return name
