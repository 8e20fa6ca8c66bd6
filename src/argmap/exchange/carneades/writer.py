"""An argument map as an argument graph of Carneades in YAML."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.exchange.foreign import report_coverage
from argmap.exchange.foreign.yaml import yaml_key, yaml_text
from argmap.model import ArgumentMap, Burden, Inference, Polarity, Standard, Statement, Status
from argmap.model.losses import LossReport

_EXPRESSED = frozenset(
    {
        "statement",
        "assumption",
        "support",
        "linked premises",
        "undercut",
        "question",
        "scheme",
        "expect",
    }
    | {"confidence", "standard", "x-roles", "x-scheme", "map note", "map burden"}
)
_CHANGED = {
    "evidence": "it becomes an assumed statement",
    "concession": "it becomes a plain statement",
    "attack": "it becomes an argument for the negation of its conclusion, with an issue",
    "contradiction": "it becomes an issue",
}
_STANDARDS = {
    Standard.CLEAR_AND_CONVINCING: "CCE",
    Standard.BEYOND_REASONABLE_DOUBT: "BRD",
}
_TESTS = {Status.ACCEPTED: "in", Status.REJECTED: "out", Status.UNDECIDED: "undecided"}


def write_graph(argument_map: ArgumentMap, losses: LossReport, title: str) -> str:
    """Return the graph as text."""
    report_coverage(argument_map, losses, title, _EXPRESSED, _CHANGED)
    return "\n".join(_Writer(argument_map).lines()) + "\n"


class _Writer:
    def __init__(self, argument_map: ArgumentMap) -> None:
        self.map = argument_map
        self.negations: dict[str, str] = {}  # of statements that are attacked
        for inference in argument_map.inferences.values():
            if inference.polarity is Polarity.CON:
                self.negations[inference.conclusion] = f"¬{inference.conclusion}"
        self.names = {id_: f"a{number}" for number, id_ in enumerate(argument_map.inferences, 1)}
        taken = {one.id for one in argument_map.inferences.values() if one.is_named}
        for inference in argument_map.inferences.values():
            if inference.is_named:
                self.names[inference.id] = inference.id
            else:
                while self.names[inference.id] in taken:
                    self.names[inference.id] += "x"
        self.undercut = [one for one in argument_map.inferences.values() if one.undercutters]

    def lines(self) -> Iterator[str]:
        yield from ("meta:", f"  title: {yaml_text(self.map.title)}")
        if self.map.note:
            yield f"  note: {yaml_text(self.map.note)}"
        yield from self._section("statements", self._statements())
        yield from self._section("issues", self._issues())
        yield from self._section("arguments", self._arguments())
        yield from self._section("tests", self._tests())

    def _section(self, name: str, lines: Iterator[str]) -> Iterator[str]:
        content = list(lines)
        if content:
            yield from ("", f"{name}:", *content)

    def _statements(self) -> Iterator[str]:
        for statement in self.map.statements.values():
            text = yaml_text(statement.text)
            if self._is_assumed(statement):
                yield f"  {yaml_key(statement.id)}:"
                yield from (f"    text: {text}", "    assumed: true")
            else:
                yield f"  {yaml_key(statement.id)}: {text}"
        for id_, negation in self.negations.items():
            yield f"  {yaml_key(negation)}: {yaml_text(f'Not: {self.map.statements[id_].text}')}"
        for inference in self.undercut:
            name = self.names[inference.id]
            yield f"  {yaml_key(f'¬app({name})')}: {yaml_text(f'Argument {name} does not apply')}"

    def _is_assumed(self, statement: Statement) -> bool:
        """Return whether a statement needs no argument for it."""
        supports = self.map.inferences_to.get(statement.id, ())
        is_supported = any(one.polarity is Polarity.PRO for one in supports)
        is_strict = self.map.burden is Burden.STRICT and statement.kind == "claim"
        return statement.is_ground or not (is_supported or is_strict)

    def _issues(self) -> Iterator[str]:
        positions: list[tuple[tuple[str, ...], Standard | None]] = [
            (question.options, question.standard or self.map.standard)
            for question in self.map.questions.values()
            if question.options
        ]
        positions += [
            ((id_, negation), self.map.statements[id_].standard)
            for id_, negation in self.negations.items()
        ]
        positions += [
            (tuple(dict.fromkeys((pair.first, pair.second))), None)
            for pair in self.map.contradictions
        ]
        for number, (options, standard) in enumerate(positions, start=1):
            yield f"  i{number}:"
            yield f"    positions: [{', '.join(map(yaml_key, options))}]"
            yield f"    standard: {_STANDARDS.get(standard, 'PE') if standard else 'PE'}"

    def _arguments(self) -> Iterator[str]:
        for inference in self.map.inferences.values():
            yield from self._argument(inference)
        for inference in self.undercut:
            name = self.names[inference.id]
            for number, undercutter in enumerate(inference.undercutters, start=1):
                yield f"  {yaml_key(f'{name}.{number}')}:"
                yield f"    conclusion: {yaml_key(f'¬app({name})')}"
                yield f"    premises: [{yaml_key(undercutter)}]"

    def _argument(self, inference: Inference) -> Iterator[str]:
        name = self.names[inference.id]
        conclusion = inference.conclusion
        if inference.polarity is Polarity.CON:
            conclusion = self.negations[conclusion]
        yield f"  {yaml_key(name)}:"
        scheme = inference.scheme or (inference.extra.get("x-scheme") or ("",))[0]
        if scheme:
            yield f"    scheme: {yaml_key(scheme)}"
        yield f"    conclusion: {yaml_key(conclusion)}"
        roles = inference.extra.get("x-roles", ())
        is_complete = len(roles) == len(set(roles)) == len(inference.premises)
        if is_complete and "-" not in roles:
            yield "    premises:"
            for role, premise in zip(roles, inference.premises, strict=True):
                yield f"      {yaml_key(role)}: {yaml_key(premise)}"
        else:
            yield f"    premises: [{', '.join(map(yaml_key, inference.premises))}]"
        if inference.confidence is not None:
            yield from ("    weight:", f"      constant: {inference.confidence.value:g}")
        if inference.undercutters:
            yield f"    undercutter: {yaml_key(f'¬app({name})')}"

    def _tests(self) -> Iterator[str]:
        for status, name in _TESTS.items():
            ids = [
                yaml_key(statement.id)
                for statement in self.map.statements.values()
                if statement.expect and statement.expect.status is status
            ]
            if ids:
                yield f"  {name}: [{', '.join(ids)}]"
