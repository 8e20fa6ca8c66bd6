"""Graph algorithms without recursion: strongly connected components and shortest paths."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def strongly_connected_components(
    nodes: Iterable[Node], successors: Callable[[Node], Iterable[Node]]
) -> Iterator[list[Node]]:
    """Yield the strongly connected components, each after all components that it leads to.

    Tarjan's algorithm (SIAM Journal on Computing 1, 1972) in linear time, with an explicit stack,
    so that the depth of a map is limited only by memory.
    """
    index: dict[Node, int] = {}
    low_link: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    for root in nodes:
        if root in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(successors(root)))]
        index[root] = low_link[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, children = work[-1]
            child = next(children, None)
            if child is None:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low_link[parent] = min(low_link[parent], low_link[node])
                if low_link[node] == index[node]:
                    yield _pop_component(node, stack, on_stack)
            elif child not in index:
                index[child] = low_link[child] = len(index)
                stack.append(child)
                on_stack.add(child)
                work.append((child, iter(successors(child))))
            elif child in on_stack:
                low_link[node] = min(low_link[node], index[child])


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
    """Return a shortest path of at least one edge from ``start`` to ``goal``, both included.

    Returns None if there is no path.
    """
    parents: dict[Node, Node] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for child in successors(node):
            if child == goal:
                path = [goal, node]
                while path[-1] != start:
                    path.append(parents[path[-1]])
                return path[::-1]
            if child not in parents and child != start:
                parents[child] = node
                queue.append(child)
    return None
