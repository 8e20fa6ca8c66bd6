"""The Sphinx extension: the directive ``argmap``, whose content or file is a map.

In ``conf.py``::

    extensions = ["argmap.documents.sphinx"]

The directive has a map as its content, or the path of a map as its argument::

    .. argmap:: maps/lane.argmap
       :interactive:
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri

from argmap._version import __version__
from argmap.config import find_root
from argmap.documents.document_maps import (
    DocumentMap,
    frame_html,
    map_of_file,
    map_of_text,
    picture_html,
)
from argmap.errors import ArgmapError
from argmap.text import write_atomically

_LOG = logging.getLogger(__name__)
_FOLDER = "argmap-pages"


class MapNode(nodes.General, nodes.Element):
    """A map in a document.

    Attributes of the element:
        map: The `DocumentMap`'s picture as HTML, or its interactive page.
        page: The path of the interactive page in the output folder; empty for a picture.
        title: The title of the map.
        outline: The map as text, for formats other than HTML.
    """


class MapDirective(SphinxDirective):
    """Shows a map. Its errors are warnings of the build; a map that cannot be read stays code."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"interactive": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the node of the map."""
        try:
            map_ = self._load()
            self._warn(map_)
            if map_.load_errors.diagnostics:
                code = "\n".join(self.content)
                return [nodes.literal_block(code, code)] if code else []
            return [self._node(map_)]
        except ArgmapError as error:
            _LOG.warning("argmap: %s", error, type="argmap", location=self.get_location())
            return []

    def _load(self) -> DocumentMap:
        """Return the map in the content, or in the file.

        Raises:
            InputError: If there is no such file in the project.
        """
        if self.arguments:
            dependency, path = self.env.relfn2path(self.arguments[0])
            self.env.note_dependency(dependency)
            return map_of_file(Path(path), find_root(Path(self.env.srcdir)))
        text = "\n" * self.content_offset + "\n".join(self.content)
        return map_of_text(text, Path(self.get_source_info()[0]))

    def _warn(self, map_: DocumentMap) -> None:
        for error in map_.errors:
            location: Any = self.get_location()
            message = f"{error.location}: {error.code} {error.message}"
            if not self.arguments and error.location.source is map_.source:
                location = (self.env.docname, error.location.start.line)
                message = f"{error.code} {error.message}"
            _LOG.warning("%s", message, type="argmap", location=location)

    def _node(self, map_: DocumentMap) -> MapNode:
        node = MapNode("", title=map_.map.title, outline=map_.picture("outline"), page="")
        if "interactive" in self.options:
            number = self.env.new_serialno("argmap") + 1
            node["page"] = f"{_FOLDER}/{self.env.docname}-{number}.html"
            node["map"] = map_.picture("html")
        else:
            node["map"] = picture_html(map_)
        return node


def _visit_html(translator: Any, node: MapNode) -> None:
    """Write the picture, or a frame with the page, which becomes a file of the output folder."""
    if not node["page"]:
        translator.body.append(node["map"])
        return
    builder = translator.builder
    write_atomically(Path(builder.outdir, node["page"]), node["map"], within=Path(builder.outdir))
    url = relative_uri(builder.get_target_uri(builder.current_docname), node["page"])
    translator.body.append(frame_html(node["title"], url))


def _depart(translator: Any, node: MapNode) -> None:
    """Write nothing: a map has no content that is written by other visitors."""


def _use_outlines(app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG001
    """Replace the maps by their outlines in formats other than HTML."""
    if app.builder.format == "html":
        return
    for node in list(doctree.findall(MapNode)):
        outline = node["outline"]
        node.replace_self(nodes.literal_block(outline, outline, language="markdown"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive to Sphinx."""
    app.add_node(MapNode, html=(_visit_html, _depart))
    app.add_directive("argmap", MapDirective)
    app.connect("doctree-resolved", _use_outlines)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
