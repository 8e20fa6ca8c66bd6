"""The MkDocs plugin: `argmap` blocks become pictures, or interactive pages.

In ``mkdocs.yml``::

    plugins:
      - argmap

A block becomes a placeholder before MkDocs converts the Markdown to HTML, and the placeholder
becomes the picture afterwards. So a picture can be in a list or an admonition, and no Markdown
extension changes it.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from argmap.documents.document_maps import (
    DocumentMap,
    frame_html,
    maps_in_document,
    picture_html,
)
from argmap.errors import ArgmapError

_LOG = get_plugin_logger(__name__)
_FOLDER = "argmap-pages"


class MapConfig(Config):
    """The options of the plugin.

    Attributes:
        interactive: Whether a block becomes the interactive page of the map, not a picture.
    """

    interactive = config_options.Type(bool, default=False)


class MapPlugin(BasePlugin[MapConfig]):
    """Replaces the maps of each page."""

    def __init__(self) -> None:
        self._html: dict[str, dict[str, str]] = {}
        """What replaces the placeholders, by the path of the page and by placeholder."""

    def on_page_markdown(
        self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Replace the blocks of a page by placeholders, and log the errors in them as warnings.

        A block that cannot be read as a map stays code.

        Raises:
            PluginError: If a map cannot be drawn, or the settings of argmap are invalid.
        """
        try:
            return self._with_placeholders(markdown, page, config, files)
        except ArgmapError as error:
            raise PluginError(f"argmap: {page.file.src_uri}: {error}") from error

    def on_page_content(
        self,
        html: str,
        /,
        *,
        page: Page,
        config: MkDocsConfig,  # noqa: ARG002 (MkDocs passes it)
        files: Files,  # noqa: ARG002
    ) -> str:
        """Replace the placeholders of a page."""
        replacements = self._html.pop(page.file.src_uri, None)
        if not replacements:
            return html
        names = "|".join(replacements)
        pattern = re.compile(rf"<p>(?P<paragraph>{names})</p>|(?P<text>{names})\b")
        return pattern.sub(lambda match: replacements[match["paragraph"] or match["text"]], html)

    def _with_placeholders(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        path = Path(page.file.abs_src_path or Path(config.docs_dir, page.file.src_uri))
        offset = _lines_before(markdown, path)
        text = "\n" * offset + markdown
        digest = sha256(markdown.encode("utf-8", "replace")).hexdigest()
        replacements: dict[str, str] = {}
        parts: list[str] = []
        end = offset
        for number, map_ in enumerate(maps_in_document(text, path), start=1):
            for error in map_.errors:
                _LOG.warning("%s: %s %s", error.location, error.code, error.message)
            fence = map_.fence
            if fence is None or map_.load_errors.diagnostics:
                continue
            placeholder = f"argmap{digest}x{number}x"
            replacements[placeholder] = self._map_html(map_, number, page, config, files)
            opening = text[fence.block.start : fence.block.start + len(fence.prefix)]
            parts += [text[end : fence.block.start], _paragraph(placeholder, opening, fence.prefix)]
            end = fence.block.end
        self._html[page.file.src_uri] = replacements
        return "".join([*parts, text[end:]])

    def _map_html(
        self, map_: DocumentMap, number: int, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        if not self.config.interactive:
            return picture_html(map_)
        name = f"{_FOLDER}/{Path(page.file.src_uri).with_suffix('').as_posix()}-{number}.html"
        file = File.generated(config, name, content=map_.picture("html"))
        files.append(file)
        return frame_html(map_.map.title, file.url_relative_to(page.file))


def _paragraph(placeholder: str, opening: str, prefix: str) -> str:
    """Return lines in which a placeholder is a paragraph.

    Args:
        placeholder: The placeholder.
        opening: The beginning of the line, which may begin a list item.
        prefix: The beginning of the other lines of the block.
    """
    blank = f"{prefix.rstrip()}\n"
    return f"{blank if opening == prefix else ''}{opening}{placeholder}\n{blank}"


def _lines_before(markdown: str, path: Path) -> int:
    """Return the number of lines of a file before its Markdown: those of its metadata."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:  # a page that another plugin has generated
        return 0
    return text.count("\n", 0, max(text.find(markdown), 0))
