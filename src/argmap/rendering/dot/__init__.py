"""The picture as a graph in DOT, with the position of every card and the route of every line."""

from argmap.rendering.dot.graph import digest_in_dot, write_dot

__all__ = ["digest_in_dot", "write_dot"]
