"""Converts maps from and to other formats, and reports what is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import Factory, frozen

from argmap import exchange
from argmap.errors import InputError
from argmap.exchange.foreign import InvalidFile
from argmap.model.losses import LossAction, LossReport
from argmap.reporting import Report
from argmap.text import write_atomically
from argmap.workspace.files import FileCache, read_bytes
from argmap.workspace.foreign_files import InputFile, is_map
from argmap.workspace.load import load_bytes, load_errors, load_resolution

_MAX_PLACES = 100
"""Number of places of one kind of loss in the JSON report."""


@frozen(kw_only=True)
class ConversionJob:
    """How files are converted.

    Attributes:
        from_format: The format of all files, or None to detect it.
        to_format: The format to write.
        folder: The folder for the results, which keep their relative paths; or None.
        file: The file for a single result; or None.
        overwrites: Whether existing files are replaced.
    """

    from_format: str | None = None
    to_format: str = "argmap"
    folder: Path | None = None
    file: Path | None = None
    overwrites: bool = False


@frozen
class Converted:
    """The result of converting a map, or a file that could not be converted.

    Attributes:
        name: The name of the file.
        format: The format of the file; empty if it is unknown.
        map_name: The name of the map among several in the file.
        report: What was kept, changed and dropped.
        errors: The errors of a map in argmap's language; the rest of it was converted.
        output: The file that was written; None if there is none.
        text: The result, if no file is written.
        failure: Why the file could not be converted; empty if it was.
        mistakes: The mistakes in a file that could not be converted, if there are several.
        is_skipped: Whether the file is in no known format, and the command did not name it.
    """

    name: str
    format: str = ""
    map_name: str = ""
    report: LossReport = Factory(LossReport)
    errors: Report | None = None
    output: Path | None = None
    text: str = ""
    failure: str = ""
    mistakes: tuple[str, ...] = ()
    is_skipped: bool = False


def convert(files: Iterable[InputFile], job: ConversionJob) -> Iterator[Converted]:
    """Convert files, and yield each result as soon as it is written.

    A file that cannot be converted or written does not stop the others.

    Raises:
        MissingExtra: If the library for a format is not installed.
        ValueError: If argmap does not read or write a format.
    """
    written: dict[Path, str] = {}
    for input_file in files:
        try:
            yield from _convert(input_file, job, written)
        except InputError as error:
            mistakes = error.mistakes if isinstance(error, InvalidFile) else ()
            yield Converted(input_file.file.name, failure=str(error), mistakes=mistakes)
        except OSError as error:
            failure = f"`{error.filename}` cannot be written: {error.strerror}"
            yield Converted(input_file.file.name, failure=failure)


def _convert(
    input_file: InputFile, job: ConversionJob, written: dict[Path, str]
) -> Iterator[Converted]:
    if input_file.failure:
        yield Converted(input_file.file.name, failure=input_file.failure)
        return
    if is_map(input_file.relative_path) and job.from_format in (None, "argmap"):
        if job.to_format == "argmap" and not input_file.is_named:
            yield Converted(input_file.file.name, "argmap", is_skipped=True)
            return
        yield _convert_map(input_file, job, written)
        return
    format_ = job.from_format or exchange.detect(input_file.file)
    if format_ is None and not input_file.is_named:
        yield Converted(input_file.file.name, is_skipped=True)
        return
    for imported in exchange.load(input_file.file, format_):
        losses = LossReport(imported.report.kept.copy(), list(imported.report.losses))
        text = exchange.dump(imported.map, job.to_format, losses)
        result = Converted(input_file.file.name, imported.format, imported.name, losses, text=text)
        yield _write(result, input_file, job, written)


def _convert_map(input_file: InputFile, job: ConversionJob, written: dict[Path, str]) -> Converted:
    """Convert a map in argmap's language, with its imports."""
    resolution = (
        load_bytes(input_file.file.data, input_file.path)
        if input_file.path is None or input_file.path.suffix != input_file.relative_path.suffix
        else load_resolution(input_file.path, FileCache())
    )
    errors = load_errors(resolution)
    losses = LossReport()
    text = exchange.dump(resolution.map, job.to_format, losses)
    result = Converted(
        input_file.file.name,
        "argmap",
        report=losses,
        errors=errors if errors.diagnostics else None,
        text=text,
    )
    return _write(result, input_file, job, written)


def _write(
    result: Converted, input_file: InputFile, job: ConversionJob, written: dict[Path, str]
) -> Converted:
    """Write a result to its file, if it has one."""
    output = _output(input_file.relative_path, result.map_name, job)
    if output is None:
        return result
    origin = f"{result.name}#{result.map_name}" if result.map_name else result.name
    if output in written:
        if output == job.file:
            raise InputError(f"several maps cannot be written to `{output}`; name a folder with -o")
        raise InputError(
            f"`{written[output]}` is already written to `{output}`; convert one of them by itself"
        )
    written[output] = origin
    if not job.overwrites and _is_different(output, result.text):
        raise InputError(f"`{output}` already exists; name another output, or use --force")
    if input_file.path is not None and output.exists() and output.samefile(input_file.path):
        raise InputError(f"`{output}` is the input and would be overwritten; name another output")
    write_atomically(output, result.text, within=job.folder)
    return Converted(
        result.name, result.format, result.map_name, result.report, result.errors, output
    )


def _output(relative: PurePosixPath, map_name: str, job: ConversionJob) -> Path | None:
    if job.file is not None:
        return job.file
    if job.folder is None:
        return None
    suffix = exchange.get(job.to_format).SUFFIX
    stem = relative.stem or "map"
    name = f"{stem}.{map_name}{suffix}" if map_name else f"{stem}{suffix}"
    return job.folder / relative.with_name(name)


def _is_different(output: Path, text: str) -> bool:
    """Return whether a file exists with another content."""
    try:
        return read_bytes(output, len(text.encode()) + 1) != text.encode()
    except FileNotFoundError:
        return False


# ---- Reports -------------------------------------------------------------------------------------


def summary_lines(results: Iterable[Converted]) -> Iterator[str]:
    """Yield what was kept, changed and dropped in all files together, for a terminal."""
    kept: Counter[str] = Counter()
    counts: Counter[tuple[LossAction, str, str]] = Counter()
    first_places: dict[tuple[LossAction, str, str], str] = {}
    map_count = 0
    for result in results:
        if result.failure or result.is_skipped:
            continue
        map_count += 1
        kept += result.report.kept
        for group, losses in result.report.grouped().items():
            counts[group] += sum(loss.count for loss in losses)
            first_places.setdefault(group, f"{result.name} {losses[0].place}".strip())
    elements = ", ".join(f"{count:,} × {element}" for element, count in kept.items() if count)
    maps = "1 map" if map_count == 1 else f"{map_count:,} maps"
    yield f"{maps}; kept: {elements or 'nothing'}"
    for action in LossAction:
        for group, count in counts.items():
            done, element, reason = group
            if done is action:
                place = first_places[group]
                where = f" (first at {place})" if place else ""
                yield f"{action.value}: {count:,} × {element}: {reason}{where}"


def report_data(result: Converted) -> dict[str, Any]:
    """Return the loss report of a result as JSON data."""
    losses = [
        {
            "action": action.value,
            "element": element,
            "reason": reason,
            "count": sum(loss.count for loss in losses),
            "places": [loss.place for loss in losses[:_MAX_PLACES] if loss.place],
        }
        for (action, element, reason), losses in result.report.grouped().items()
    ]
    return {
        "file": result.name,
        "format": result.format or None,
        "map": result.map_name or None,
        "output": None if result.output is None else result.output.as_posix(),
        "failure": result.failure or None,
        "mistakes": list(result.mistakes),
        "skipped": result.is_skipped,
        "kept": dict(result.report.kept),
        "losses": losses,
    }


def report_json(results: Iterable[Converted]) -> str:
    """Return the loss reports of all results as JSON, one result per line."""
    lines = ",\n".join(
        f"  {json.dumps(report_data(result), ensure_ascii=False)}" for result in results
    )
    return f"[\n{lines}\n]\n" if lines else "[]\n"
