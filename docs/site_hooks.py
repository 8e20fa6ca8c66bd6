"""Hooks of MkDocs: pictures of maps in pages, and files of the project that pages link to.

- After a code block marked `argmap`, the comment ``<!-- drawn -->`` is replaced by its picture.
- Links to files outside of ``docs/`` lead to copies of these files below ``project/`` in the site.
- ``CONTRIBUTING.md`` and ``CHANGELOG.md`` become pages there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from argmap.documents.document_maps import map_of_text, picture_html

_COPIED = ("output", "maps", "grammar", "editors", "tests/cases/README.md", "LICENSE", "action.yml")
"""Files and folders that pages link to."""
_PAGES = ("CONTRIBUTING.md", "CHANGELOG.md")
_PUBLISHED_SUFFIXES = {".svg", ".html", ".pdf", ".argmap", ".lark", ".txt"}
_TEXT_SUFFIXES = {".md", ".yml", ".toml", ".el", ".lua", ".vim", ""}
"""Of files that a browser would not show; they get a further suffix ``.txt``."""
_FOLDER = "project"
_DRAWN = re.compile(r"^```argmap[^\n]*\n(.*?)^```\n\n<!-- drawn -->$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<=\]\()(?:\.\./)+[^)\s]+")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files of the project that pages link to."""
    root = Path(config.config_file_path).parent
    for name in _PAGES:
        content = (root / name).read_text(encoding="utf-8")
        file = File.generated(config, f"{_FOLDER}/{name}", content=content)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        files.append(file)
    for path in _copied_files(root):
        name = path.relative_to(root).as_posix()
        suffix = ".txt" if path.suffix in _TEXT_SUFFIXES else ""
        content = path.read_bytes()
        files.append(File.generated(config, f"{_FOLDER}/{name}{suffix}", content=content))
    return files


def _copied_files(root: Path) -> Iterator[Path]:
    for name in _COPIED:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            parts = file.relative_to(root).parts
            is_source = "node_modules" not in parts and not file.name.startswith(".")
            if is_source and file.is_file() and file.suffix in _PUBLISHED_SUFFIXES | _TEXT_SUFFIXES:
                yield file


def on_page_markdown(markdown: str, page: Page, files: Files, **_: object) -> str:
    """Draw the maps of a page, and let links out of ``docs/`` lead to copies of their targets."""
    markdown = _DRAWN.sub(lambda match: _with_picture(match, page), markdown)
    folder = posixpath.dirname(page.file.src_uri)
    if page.file.src_uri.startswith(f"{_FOLDER}/"):  # its links are those of the top folder
        return _PROJECT_LINK.sub(lambda match: _project_link(match[0], files), markdown)
    return _LINK.sub(lambda match: _site_link(match[0], folder, files), markdown)


_PROJECT_LINK = re.compile(r"(?<=\]\()(?!https?:|#|mailto:)[^)\s]+")


def _project_link(link: str, files: Files) -> str:
    """Return a link of a page in the top folder of the project, as one from ``project/``."""
    path, mark, anchor = link.partition("#")
    if path.startswith("docs/"):
        return f"../{path.removeprefix('docs/')}{mark}{anchor}"
    return f"{_published(path, files)}{mark}{anchor}"


def _site_link(link: str, folder: str, files: Files) -> str:
    path, mark, anchor = link.partition("#")
    target = posixpath.normpath(posixpath.join(folder, path))
    if not target.startswith("../"):
        return link
    published = f"{_FOLDER}/{_published(target.removeprefix('../'), files)}"
    return posixpath.relpath(published, folder or ".") + mark + anchor


def _published(path: str, files: Files) -> str:
    """Return the name below ``project/`` of a file of the project."""
    for name in (path, f"{path}.txt"):
        if files.get_file_from_path(f"{_FOLDER}/{name}") is not None:
            return name
    return path


def _with_picture(match: re.Match[str], page: Page) -> str:
    block = match[0].removesuffix("<!-- drawn -->")
    path = Path(page.file.abs_src_path or page.file.src_uri)
    picture = picture_html(map_of_text(match[1], path))
    # An indented line or an empty one would end the HTML block.
    return block + "\n".join(line.strip() for line in picture.splitlines() if line.strip()) + "\n"
