"""The output files of a render command: formats, destinations, and protected files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from attrs import frozen

from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.workspace.review_files import review_path
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
"""Formats by file suffix; the first suffix of a format is the default one."""

Outputs = Mapping[str, Mapping[Path, Path]]
"""The output files of maps: by format, by the path of the map."""

STDOUT = Path("-")
"""The destination for standard output."""


def format_of(path: PurePath | str) -> str | None:
    """Return the format for the suffix of a file, or None if the suffix is unknown."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def suffix_of(format_: str) -> str:
    """Return the default suffix of a format."""
    return next(suffix for suffix, name in SUFFIXES.items() if name == format_)


@frozen
class Destination:
    """The destination of pictures.

    Attributes:
        formats: The formats to write.
        folder: The folder for the pictures. They are placed in it as the maps are placed in the
            folder that the user names.
        file: The file for a single picture, `STDOUT`, or None to use ``folder``.
        is_default_folder: Whether the command line names no folder, so that the default folder must
            not be a link that leads out of the current folder.
    """

    formats: Sequence[str] = ("svg",)
    folder: Path = Path("output")
    file: Path | None = None
    is_default_folder: bool = False

    @property
    def is_stdout(self) -> bool:
        """Whether the picture is written to standard output."""
        return self.file == STDOUT

    @property
    def boundary(self) -> Path | None:
        """The folder that links must not lead out of, or None if the user names the file.

        A project may contain links with the names of pictures.
        """
        return self.folder if self.file is None else None

    def outputs(self, targets: Iterable[Target]) -> Outputs:
        """Return the output files of maps.

        Raises:
            InputError: If several maps would be written to one file, or if the default folder is a
                link that leads out of the current folder (the project may contain it).
        """
        targets = list(targets)
        if self.file is None:
            self._check_folder()
            return {
                format_: {
                    target.path: self._path_in_folder(target, suffix_of(format_))
                    for target in targets
                }
                for format_ in self.formats
            }
        top_level = [target for target in targets if not target.is_imported] or targets
        if len(top_level) > 1:
            name = "standard output" if self.is_stdout else f"`{self.file}`"
            raise InputError(
                f"{len(top_level):,} maps cannot be written to {name}; name one map, or a folder "
                "with -o"
            )
        return {format_: {top_level[0].path: self.file} for format_ in self.formats}

    def _check_folder(self) -> None:
        if not self.is_default_folder:
            return
        if not self.folder.resolve().is_relative_to(Path.cwd().resolve()):
            raise InputError(
                f"`{self.folder}` is a link that leads out of the current folder; name a folder "
                "with -o"
            )

    def _path_in_folder(self, target: Target, suffix: str) -> Path:
        path = self.folder / target.relative_path
        return path.with_name(f"{path.name}{suffix}")


def refuse_input(output: Path, resolution: Resolution) -> None:
    """Refuse to overwrite a file of a map, a text of its sources, its lock or its reviews.

    Raises:
        InputError: If ``output`` is such a file.
    """
    if not output.exists():
        return
    for path, description in _inputs(resolution):
        if _is_same_file(output, path):
            raise InputError(
                f"`{output}` is {description} and would be overwritten; name another output"
            )


def _inputs(resolution: Resolution) -> Iterator[tuple[Path, str]]:
    for path in resolution.paths:
        if path is not None:
            yield path, "a file of the map"
    yield map_path(resolution).with_name(LOCK_FILE_NAME), "the lock of the map's citations"
    yield review_path(resolution), "the file with the map's reviews"
    try:
        refs = SourceTexts().text_refs(resolution)
    except InputError:  # invalid settings do not affect a picture
        return
    for id_, ref in refs.items():
        if isinstance(ref.path, Path):
            yield ref.path, f"the text of the source `{id_}`"


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # a file does not exist
        return False
