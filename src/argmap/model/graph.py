"""Graphs: strongly connected components and rings, without recursion."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def strong_components(
    nodes: Iterable[Node], successors: Callable[[Node], Iterable[Node]]
) -> Iterator[list[Node]]:
    """Yield the strongly connected components, each after all it leads to.

    Tarjan's algorithm (SIAM Journal on Computing 1, 1972) with a stack of its own, linear in nodes
    and edges: a map may be as deep as memory goes.
    """
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(successors(root)))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            child = next(following, None)
            if child is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    yield _pop_component(node, stack, on_stack)
            elif child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(successors(child))))
            elif child in on_stack:
                low[node] = min(low[node], index[child])


def _pop_component(root: Node, stack: list[Node], on_stack: set[Node]) -> list[Node]:
    position = len(stack) - 1
    while stack[position] != root:
        position -= 1
    component = stack[position:]
    del stack[position:]
    on_stack.difference_update(component)
    return component


def shortest_path(
    start: Node, goal: Node, successors: Callable[[Node], Iterable[Node]]
) -> list[Node] | None:
    """Return a shortest way of at least one edge from ``start`` to ``goal``, both included."""
    came_from: dict[Node, Node] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for child in successors(node):
            if child == goal:
                path = [goal, node]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if child not in came_from and child != start:
                came_from[child] = node
                waiting.append(child)
    return None
