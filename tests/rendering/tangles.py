"""Random maps: irregular trees with links of every kind across them."""

import random

_LINK_KEYS = ("supports", "opposes", "contradicts", "undercuts")


def random_map(seed: int, statements: int, links: int = 0, *, star: float = 0.0) -> str:
    """Return the text of a random map; the same arguments give the same text.

    Args:
        seed: The seed of the random generator.
        statements: The number of statements.
        links: The number of links across the tree. Undercuts deny the inference from a claim to its
            parent.
        star: The share of the statements that are children of the thesis.
    """
    rng = random.Random(seed)
    parents = [-1]
    for index in range(1, statements):
        first = max(0, index - rng.choice((2, 5, 30)))
        parents.append(0 if rng.random() < star else rng.randrange(first, index))
    children: list[list[int]] = [[] for _ in parents]
    for index, parent in enumerate(parents[1:], start=1):
        children[parent].append(index)
    attributes: dict[int, list[str]] = {}
    for _ in range(links):
        source, target = rng.sample(range(statements), 2)
        key, value = rng.choice(_LINK_KEYS), f"s{target}"
        if key == "undercuts":
            value = f"s{target} -> s{parents[target]}" if target else "s1 -> s0"
        attributes.setdefault(source, []).append(f"{key}: {value}")
    lines = []
    stack = [0]
    while stack:
        index = stack.pop()
        if index < 0:
            lines.append("}")
            continue
        words = " ".join(["some", "words", "more"] * rng.randrange(1, 6))
        kind = rng.choice(("claim", "claim", "counterpoint", "assumption")) if index else "claim"
        lines.append(f'{kind} s{index} "Number {index} with {words}" {{')
        lines += dict.fromkeys(attributes.get(index, ()))
        stack += [-1, *reversed(children[index])]
    return "\n".join(lines)
