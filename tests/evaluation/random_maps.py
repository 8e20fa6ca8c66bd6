"""Random small maps in the language, with everything that the evaluation knows."""

from random import Random

from tests.cases_reader import Case

from argmap.model import ArgumentMap, Standard

STANDARDS = [standard.value for standard in Standard]
WEIGHTS = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.9, 0.95, 1)
KINDS = ("claim", "claim", "evidence", "assumption", "counterpoint", "concession")


def load_map(text: str) -> ArgumentMap:
    """Return the map of a text that has no errors."""
    resolution = Case("", {"map.argmap": text}).resolve()
    assert not resolution.errors, (text, resolution.errors)
    return resolution.map


def random_map_text(random: Random, max_statements: int = 6) -> str:
    """Return a map with cycles, contradictions, undercuts, questions, preferences and weights."""
    writer = _Writer(random, max_statements)
    return "\n".join([*writer.header(), *writer.statements(), *writer.questions()])


class _Writer:
    def __init__(self, random: Random, max_statements: int):
        self.random = random
        self.ids = [f"s{number}" for number in range(random.randint(1, max_statements))]
        self.kinds = {id_: random.choice(KINDS) for id_ in self.ids}
        self.is_weighed = random.random() < 0.6
        self.has_preferences = random.random() < 0.6
        self.groups: list[str] = []
        self.arrows: list[tuple[str, str]] = []

    def _chance(self, probability):
        return self.random.random() < probability

    def header(self):
        attributes = ["thesis: none"]
        if self.is_weighed and self._chance(0.7):
            attributes.append(f"standard: {self.random.choice(STANDARDS)}")
        if self._chance(0.2):
            attributes.append("burden: strict")
        yield f'map "M" {{ {" ".join(attributes)} }}'

    def statements(self):
        bodies = {id_: self._body(id_) for id_ in self.ids}
        for id_, body in bodies.items():
            if self.has_preferences and self._chance(0.4):
                body.append(f"outweighs: {self._preference_target()}")
            yield f'{self.kinds[id_]} {id_} "{id_}" {{ {" ".join(body)} }}'
        for number in range(self.random.choice((0, 0, 1, 2)) if self.arrows else 0):
            premise, conclusion = self.random.choice(self.arrows)
            kind = self.random.choice(("claim", "counterpoint", "concession"))
            extra = self._confidence(0.5)
            if self._chance(0.4):
                extra += f" supported-by: {self.random.choice(self.ids)}"
            yield f'{kind} u{number} "u" {{ undercuts: {premise} -> {conclusion} {extra} }}'

    def _confidence(self, probability):
        if self.is_weighed and self._chance(probability):
            return f"confidence: {self.random.choice(WEIGHTS)}"
        return ""

    def _body(self, id_):
        """Return the attributes and groups of a statement."""
        body = [self._confidence(0.6)]
        if self.is_weighed and self.kinds[id_] in ("claim", "counterpoint") and self._chance(0.25):
            body.append(f"standard: {self.random.choice(STANDARDS)}")
        for word, probability in (("supports", 0.5), ("opposes", 0.4), ("contradicts", 0.15)):
            if self._chance(probability):
                targets = self.random.sample(
                    self.ids, min(len(self.ids), self.random.choice((1, 1, 2)))
                )
                body.append(f"{word}: {', '.join(targets)}")
                if word != "contradicts":
                    self.arrows += [(id_, target) for target in targets]
        if self._chance(0.3):
            word = self.random.choice(("reason", "objection"))
            premises = self.random.sample(
                self.ids, min(len(self.ids), self.random.choice((1, 2, 2, 3)))
            )
            name = f"g-{id_}"
            self.groups.append(name)
            attributes = [f"premises: {', '.join(premises)}", self._confidence(0.4)]
            if self.has_preferences and self._chance(0.4):
                attributes.append(f"outweighs: {self._preference_target()}")
            body.append(f"{word} {name} {{ {' '.join(attributes)} }}")
        return body

    def _preference_target(self):
        if self.arrows and self._chance(0.4):
            return " -> ".join(self.random.choice(self.arrows))
        return self.random.choice([*self.ids, *self.groups])

    def questions(self):
        options = [
            id_ for id_ in self.ids if self.kinds[id_] in ("claim", "evidence", "assumption")
        ]
        self.random.shuffle(options)
        for number in range(self.random.choice((0, 0, 1, 1, 2))):
            count = self.random.randint(0, min(4, len(options)))
            taken, options = options[:count], options[count:]
            attributes = [f"options: {', '.join(taken)}"] if taken else []
            if self._chance(0.15):
                attributes.append("exclusive: false")
            if self.is_weighed and self._chance(0.5):
                attributes.append(f"standard: {self.random.choice(STANDARDS)}")
            yield f'question q{number} "Q?" {{ {" ".join(attributes)} }}'
