"""Formats whose relations are nodes: AIF, xAIF, OVA, arguebuf and SADFace.

`NodeGraph` makes a draft of the nodes and edges of a file, and `WrittenGraph` numbers those of a
map. AIF and xAIF also share `read_aif` and `aif_document`.
"""

from __future__ import annotations

from argmap.exchange._node_graphs.aif_reader import is_aif, read_aif
from argmap.exchange._node_graphs.aif_writer import aif_document
from argmap.exchange._node_graphs.graph_writer import GraphNode, WrittenGraph
from argmap.exchange._node_graphs.node_graph import NodeGraph, SchemeNode, SchemeRole
from argmap.exchange._node_graphs.scheme_names import scheme_from_name

__all__ = [
    "GraphNode",
    "NodeGraph",
    "SchemeNode",
    "SchemeRole",
    "WrittenGraph",
    "aif_document",
    "is_aif",
    "read_aif",
    "scheme_from_name",
]
