"""Maps made by chance: crooked trees with links of every kind across them."""

import random

_KEYS = ("supports", "opposes", "contradicts", "undercuts")


def tangle(seed: int, statements: int, links: int = 0, *, star: float = 0.0) -> str:
    """Return a map of so many statements, and links across it, the same for the same numbers.

    ``star`` is the share of the statements that hang under the thesis. Undercuts deny the step of
    some claim to what it stands under.
    """
    rng = random.Random(seed)
    parents = [-1]
    for index in range(1, statements):
        near = max(0, index - rng.choice((2, 5, 30)))
        parents.append(0 if rng.random() < star else rng.randrange(near, index))
    below: list[list[int]] = [[] for _ in parents]
    for index, parent in enumerate(parents[1:], start=1):
        below[parent].append(index)
    said: dict[int, list[str]] = {}
    for _ in range(links):
        source, target = rng.sample(range(statements), 2)
        key, goal = rng.choice(_KEYS), f"s{target}"
        if key == "undercuts":
            goal = f"s{target} -> s{parents[target]}" if target else "s1 -> s0"
        said.setdefault(source, []).append(f"{key}: {goal}")
    lines = []
    todo = [0]
    while todo:
        index = todo.pop()
        if index < 0:
            lines.append("}")
            continue
        words = " ".join(["some", "words", "more"] * rng.randrange(1, 6))
        kind = rng.choice(("claim", "claim", "counterpoint", "assumption")) if index else "claim"
        lines.append(f'{kind} s{index} "Number {index} with {words}" {{')
        lines += dict.fromkeys(said.get(index, ()))
        todo += [-1, *reversed(below[index])]
    return "\n".join(lines)
