"""Where the pictures of maps go: below a folder, into one file, or back to the caller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from attrs import frozen

from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts, map_path
from argmap.workspace.targets import Target

FORMATS = ("svg", "html", "png", "pdf", "dot", "outline")
BINARY_FORMATS = ("png", "pdf")

SUFFIXES = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".png": "png",
    ".pdf": "pdf",
    ".dot": "dot",
    ".gv": "dot",
    ".md": "outline",
    ".markdown": "outline",
}
"""The formats by how files of them end; the first suffix of a format is the usual one."""

Outputs = Mapping[str, Mapping[Path, Path]]
"""The output paths of maps: by format, by the maps' paths."""

STDOUT = Path("-")
"""The name of an output that is not written but returned."""


def format_of(path: PurePath | str) -> str | None:
    """Return the format that a file's name stands for, or None where it stands for none."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def suffix_of(format_: str) -> str:
    """Return how files of a format usually end."""
    return next(suffix for suffix, name in SUFFIXES.items() if name == format_)


@frozen
class Destination:
    """Where pictures go, and in which formats.

    ``file`` is the one file to write; `STDOUT` is not written but returned. Without a ``file``,
    pictures go below ``folder``, as the maps are below theirs. With
    ``is_default_folder``, the command line names no folder, so the default one must not be a link.
    """

    formats: Sequence[str] = ("svg",)
    folder: Path = Path("output")
    file: Path | None = None
    is_default_folder: bool = False

    @property
    def is_stdout(self) -> bool:
        """Whether the picture is returned instead of written."""
        return self.file == STDOUT

    @property
    def boundary(self) -> Path | None:
        """The folder that links must not lead pictures out of; None for a file that was named.

        A project may hold links with the names of pictures.
        """
        return self.folder if self.file is None else None

    def outputs(self, targets: Iterable[Target]) -> Outputs:
        """Return the output paths of maps.

        Raises:
            InputError: when several maps would go into one file, or the default folder is a link
                that leads out of the current folder: a project may hold one.
        """
        targets = list(targets)
        is_default = self.file is None and self.is_default_folder
        if is_default and not self.folder.resolve().is_relative_to(Path.cwd().resolve()):
            raise InputError(
                f"`{self.folder}` is a link that leads out of the current folder; name a folder "
                "with -o"
            )
        if self.file is not None:
            wholes = [target for target in targets if not target.is_imported] or targets
            if len(wholes) > 1:
                where = "standard output" if self.is_stdout else f"`{self.file}`"
                raise InputError(
                    f"{len(wholes):,} maps cannot go to {where}; name one map, or a folder with -o"
                )
            return {format_: {wholes[0].path: self.file} for format_ in self.formats}
        places = {target.path: self.folder / target.relative_path for target in targets}
        return {
            format_: {
                path: place.with_name(f"{place.name}{suffix_of(format_)}")
                for path, place in places.items()
            }
            for format_ in self.formats
        }


def refuse_input(output: Path, resolution: Resolution) -> None:
    """Refuse to write over a file that a map is made from: its own, a source's text, the lock.

    Raises:
        InputError: when ``output`` is such a file.
    """
    if not output.exists():
        return
    for path, what in _inputs(resolution):
        if _is_same(output, path):
            raise InputError(f"`{output}` is {what} and would be overwritten; name another output")


def _inputs(resolution: Resolution) -> Iterator[tuple[Path, str]]:
    for path in resolution.paths:
        if path is not None:
            yield path, "a file of the map"
    yield map_path(resolution).with_name(LOCK_FILE_NAME), "the lock of the map's citations"
    try:
        texts = SourceTexts().text_refs(resolution)
    except InputError:  # of the settings, which concern no picture
        return
    for id_, text in texts.items():
        if isinstance(text.path, Path):
            yield text.path, f"the text of the source `{id_}`"


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False
