"""An argument map as a goal structure in YAML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.errors import InputError
from argmap.exchange.foreign import report_coverage
from argmap.exchange.foreign.yaml import yaml_key, yaml_text
from argmap.exchange.gsn.elements import CONTEXTS, ELEMENT_ID, STRUCTURE, TYPES
from argmap.model import ArgumentMap, Inference, Polarity, Statement, Status
from argmap.model.graph import strongly_connected_components
from argmap.model.losses import LossReport

_EXPRESSED = frozenset(
    {"statement", "kind", "thesis", "support", "attack", "linked premises", "undercut", "context"}
    | {"label", "url", "tags", "x-acp", "x-node-type", "x-defeated", "map note"}
)
_CHANGED = {
    "contradiction": "each statement challenges the other",
    "expect": "only a rejected goal is marked, as defeated",
    "scheme": "it becomes the text of a strategy without a label",
}


def write_structure(argument_map: ArgumentMap, losses: LossReport, title: str) -> str:
    """Return the structure as text.

    Raises:
        InputError: If support runs in a cycle.
    """
    _check_cycles(argument_map)
    report_coverage(argument_map, losses, title, _EXPRESSED, _CHANGED)
    return "\n".join(_Writer(argument_map, losses).lines()).lstrip("\n") + "\n"


def _check_cycles(argument_map: ArgumentMap) -> None:
    def premises(statement: str) -> Iterator[str]:
        for inference in argument_map.inferences_to.get(statement, ()):
            if inference.polarity is Polarity.PRO:
                yield from inference.premises

    for component in strongly_connected_components(argument_map.statements, premises):
        if len(component) > 1 or component[0] in premises(component[0]):
            raise InputError(
                f"a goal structure cannot express support in a cycle, as of `{component[0]}`; "
                "delete one of the inferences in it"
            )


class _Writer:
    def __init__(self, argument_map: ArgumentMap, losses: LossReport) -> None:
        self.map = argument_map
        self.losses = losses
        self.names: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = defaultdict(lambda: 1)
        self.challenges: dict[str, list[str]] = defaultdict(list)
        self.supports: dict[str, list[Inference]] = defaultdict(list)
        self.strategies: set[str] = set()
        against = {
            one
            for inference in argument_map.inferences.values()
            for one in (
                *inference.undercutters,
                *(inference.premises if inference.polarity is Polarity.CON else ()),
            )
        }
        for inference in argument_map.inferences.values():
            if inference.polarity is Polarity.PRO:
                self.supports[inference.conclusion].append(inference)
        for inferences in self.supports.values():
            for inference in inferences:
                is_plain = not (inference.label or inference.is_named or inference.scheme)
                if len(inferences) > 1 or not is_plain:
                    self.strategies.add(inference.id)
        for statement in argument_map.statements.values():
            is_solution = statement.kind == "evidence" and not self.supports[statement.id]
            type_ = "Solution" if is_solution else "Goal"
            is_counter = statement.id in against
            self._name(statement.id, f"Counter{type_}" if is_counter else type_)
        for context in argument_map.contexts.values():
            type_ = (context.extra.get("x-node-type") or ("Context",))[0]
            self._name(context.id, type_ if type_ in CONTEXTS else "Context")
        for inference in argument_map.inferences.values():
            if inference.id in self.strategies:
                self._name(inference.id, "Strategy")
        self._find_challenges()

    def _name(self, id_: str, type_: str) -> None:
        """Keep an id whose beginning shows the type; otherwise number the elements of the type."""
        self.types[id_] = type_
        shown = next((one for prefix, one in TYPES if id_.startswith(prefix)), "")
        if ELEMENT_ID.fullmatch(id_) and shown == type_ and id_ not in self._taken:
            name = id_
        else:
            prefix = next(prefix for prefix, one in TYPES if one == type_)
            number = self._numbers[type_]
            while (name := f"{prefix}{number}") in self._taken:
                number += 1
            self._numbers[type_] = number + 1
        self._taken.add(name)
        self.names[id_] = name

    def _find_challenges(self) -> None:
        """Find what each statement challenges: a statement, or the relation of an inference."""
        for inference in self.map.inferences.values():
            is_attack = inference.polarity is Polarity.CON
            if is_attack:
                for premise in inference.premises:
                    self._challenge(premise, self.names[inference.conclusion])
                if len(inference.premises) > 1:
                    reason = "each of its premises challenges by itself"
                    self.losses.change("attack", reason, inference.id)
            for undercutter in inference.undercutters:
                self._challenge(undercutter, self._relation(inference))
        for pair in self.map.contradictions:
            self._challenge(pair.first, self.names[pair.second])
            if pair.first != pair.second:
                self._challenge(pair.second, self.names[pair.first])

    def _challenge(self, statement: str, target: str) -> None:
        if target not in self.challenges[statement]:
            self.challenges[statement].append(target)

    def _relation(self, inference: Inference) -> str:
        """Return the element or the relation that stands for an inference."""
        if inference.id in self.strategies:
            return self.names[inference.id]
        conclusion, premise = self.names[inference.conclusion], self.names[inference.premises[0]]
        if inference.polarity is Polarity.CON:
            return f"{premise} -> {conclusion}"
        return f"{conclusion} -> {premise}"

    def lines(self) -> Iterator[str]:
        if self.map.title:
            yield from ("module:", f"  name: {yaml_text(self.map.title)}")
            if self.map.note:
                yield f"  brief: {yaml_text(self.map.note)}"
        contexts: dict[str, list[str]] = defaultdict(list)
        for context in self.map.contexts.values():
            if context.parent is not None:
                contexts[context.parent].append(self.names[context.id])
        for statement in self.map.statements.values():
            yield from self._statement(statement, contexts)
            for inference in self.supports[statement.id]:
                if inference.id in self.strategies:
                    yield from self._strategy(inference, contexts)
        for context in self.map.contexts.values():
            yield from ("", f"{self.names[context.id]}:", f"  text: {yaml_text(context.text)}")
            yield from self._extras(context.extra)

    def _statement(self, statement: Statement, contexts: dict[str, list[str]]) -> Iterator[str]:
        name, type_ = self.names[statement.id], self.types[statement.id]
        yield from ("", f"{name}:", f"  text: {yaml_text(statement.text)}")
        children: list[str] = []
        owned = list(contexts[statement.id])
        for inference in self.supports[statement.id]:
            if inference.id in self.strategies:
                children.append(self.names[inference.id])
            else:
                children += [self.names[premise] for premise in inference.premises]
                owned += contexts[inference.id]
        if children:
            yield f"  supportedBy: [{', '.join(dict.fromkeys(children))}]"
        elif type_ in ("Goal", "CounterGoal"):
            yield "  undeveloped: true"
        if owned:
            yield f"  inContextOf: [{', '.join(owned)}]"
        if targets := [yaml_key(target) for target in self.challenges[statement.id]]:
            yield f"  challenges: [{', '.join(targets)}]"
        if statement.expect and statement.expect.status is Status.REJECTED:
            yield "  defeated: true"
        if statement.url:
            yield f"  url: {yaml_text(statement.url)}"
        if statement.tags:
            yield f"  classes: [{', '.join(map(yaml_key, statement.tags))}]"
        yield from self._extras(statement.extra)

    def _strategy(self, inference: Inference, contexts: dict[str, list[str]]) -> Iterator[str]:
        yield from ("", f"{self.names[inference.id]}:")
        scheme = (inference.scheme or "").replace("-", " ")
        text = inference.label or (f"Argument from {scheme}" if scheme else "Argument")
        yield f"  text: {yaml_text(text)}"
        premises = (self.names[premise] for premise in inference.premises)
        yield f"  supportedBy: [{', '.join(premises)}]"
        if contexts[inference.id]:
            yield f"  inContextOf: [{', '.join(contexts[inference.id])}]"
        yield from self._extras(inference.extra)

    def _extras(self, extra: dict[str, tuple[str, ...]]) -> Iterator[str]:
        """Yield assurance claim points and layers, which were kept as custom attributes."""
        for attribute, values in extra.items():
            name = attribute.removeprefix("x-")
            if name == "acp":
                yield "  acp:"
                for value in values:
                    point, _, targets = value.partition(": ")
                    ids = ", ".join(map(yaml_key, targets.split(", ")))
                    yield f"    {yaml_key(point)}: [{ids}]"
            elif name == "defeated":
                yield "  defeated: true"
            elif name != "node-type" and name not in STRUCTURE:
                yield f"  {yaml_key(name)}: {yaml_text(', '.join(values))}"
