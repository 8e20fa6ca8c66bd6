"""The values that complete a parameter: maps, statements, rules, and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from argmap.config import MAP_SUFFIX

if TYPE_CHECKING:
    from argmap.resolve import Resolution

PATHS = ("map", "file", "dir")
"""The kinds of values that the shell completes itself."""

_MAX_MAP_BYTES = 2 << 20
"""The size of the largest map whose statements are completed."""
_MAX_MAPS = 20


class CompletionValue(NamedTuple):
    """A completion: a word, or the beginning of a path (see `PATHS`)."""

    kind: str
    value: str
    description: str = ""


Completer = Callable[[click.Context, str], Iterator[CompletionValue]]


def completion_values(
    context: click.Context, parameter: click.Parameter, word: str
) -> Iterator[CompletionValue]:
    """Yield the completions for a value of a parameter that begins with ``word``."""
    command = context.info_name or ""
    completer = _BY_COMMAND.get((command, parameter.name)) or _BY_NAME.get(parameter.name or "")
    if isinstance(parameter.type, click.Choice) or completer is None:
        items = parameter.type.shell_complete(context, parameter, word)
        for item in items:
            kind = item.type if item.type in PATHS else "plain"
            yield CompletionValue(kind, str(item.value), item.help or "")
        if not items and isinstance(parameter.type, click.types.StringParamType):
            yield CompletionValue("file", word)
        return
    yield from completer(context, word)


# ---- Files -------------------------------------------------------------------------------------


def _maps(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    yield CompletionValue("map", word)


def _files(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    yield CompletionValue("file", word)


def _source_texts(context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield NAME= for the sources of the named maps or, after the =, complete a path."""
    name, separator, path = word.partition("=")
    if separator:
        yield CompletionValue("file", path, f"{name}=")
        return
    for resolution in _named_maps(context):
        for source in resolution.map.sources.values():
            if source.id.startswith(word):
                yield CompletionValue("plain", f"{source.id}=", source.title)


def _sources(context: click.Context, word: str) -> Iterator[CompletionValue]:
    for resolution in _named_maps(context):
        for source in resolution.map.sources.values():
            if source.is_named and source.id.startswith(word):
                yield CompletionValue("plain", source.id, source.title)


# ---- Statements and sections -------------------------------------------------------------------


def _ids(context: click.Context, word: str) -> Iterator[CompletionValue]:
    for resolution in _named_maps(context):
        yield from _statements(resolution, word)


def _suppositions(context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield values of the form ID=STATUS."""
    from argmap.model import Status

    id_, separator, status = word.partition("=")
    if not separator:
        for value in _ids(context, word):
            yield value._replace(value=f"{value.value}=")
        return
    for option in Status:
        if option.value.startswith(status):
            yield CompletionValue("plain", f"{id_}={option.value}")


def _sections(context: click.Context, word: str) -> Iterator[CompletionValue]:
    for resolution in _named_maps(context):
        for section in resolution.map.sections.values():
            if section.is_named and section.id.startswith(word):
                yield CompletionValue("plain", section.id, section.title)


def _elements(context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield the ids of all elements that an author named, and the names of imports."""
    from argmap.editing import Occurrences

    for resolution in _named_maps(context):
        for name, text in Occurrences(resolution).named_elements():
            if name.startswith(word):
                yield CompletionValue("plain", name, text)


def _statements(resolution: Resolution, word: str, prefix: str = "") -> Iterator[CompletionValue]:
    for statement in resolution.map.statements.values():
        if statement.is_named and statement.id.startswith(word):
            yield CompletionValue("plain", prefix + statement.id, statement.text)


def _statements_and_questions(
    resolution: Resolution, word: str, prefix: str = ""
) -> Iterator[CompletionValue]:
    yield from _statements(resolution, word, prefix)
    for question in resolution.map.questions.values():
        if question.is_named and question.id.startswith(word):
            yield CompletionValue("plain", prefix + question.id, question.text)


def _named_maps(context: click.Context) -> Iterator[Resolution]:
    """Yield the maps that the command line names, or else those in the current folder."""
    named = context.params.get("paths") or context.params.get("path") or ()
    paths = [Path(named)] if isinstance(named, str | Path) else [Path(name) for name in named]
    if not paths:
        paths = sorted(Path().glob(f"*{MAP_SUFFIX}"))[:_MAX_MAPS]
    for path in paths:
        resolution = _read(path)
        if resolution is not None:
            yield resolution


def _read(path: Path) -> Resolution | None:
    """Return a map, or None if it cannot be read or is too large."""
    from argmap.errors import ArgmapError
    from argmap.workspace.files import FileCache
    from argmap.workspace.load import load_resolution

    try:
        path = path.expanduser()
        if not path.is_file() or path.stat().st_size > _MAX_MAP_BYTES:
            return None
        return load_resolution(path, FileCache())
    except (ArgmapError, OSError, RuntimeError, ValueError):
        return None


def _explainable(context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield MAP#ID, an id after a map, or a rule."""
    words = context.params.get("words") or ()
    if words:
        resolution = _read(Path(words[0]))
        if resolution is not None and len(words) == 1:
            yield from _statements_and_questions(resolution, word)
        return
    path, separator, id_ = word.rpartition("#")
    if separator:
        resolution = _read(Path(path)) if path else None
        if resolution is not None:
            yield from _statements_and_questions(resolution, id_, f"{path}#")
        return
    yield CompletionValue("map", word)
    if word:
        for resolution in _named_maps(context):
            yield from _statements_and_questions(resolution, word)
        yield from _rules(word)


# ---- Rules, themes, editors --------------------------------------------------------------------


def _rules(word: str, prefix: str = "", suffix: str = "") -> Iterator[CompletionValue]:
    """Yield codes with names or, if the word is the beginning of a name, names with codes."""
    from argmap.rules import modules

    for module in modules():
        rule = module.RULE
        if rule.code.startswith(word.upper()):
            yield CompletionValue("plain", f"{prefix}{rule.code}{suffix}", rule.name)
        elif rule.name.startswith(word):
            yield CompletionValue("plain", f"{prefix}{rule.name}{suffix}", rule.code)


def _rule_lists(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield rules for the last item of a comma-separated list."""
    prefix, separator, last = word.rpartition(",")
    if not last.islower():
        for family in _families():
            if family.startswith(last.upper()) and family != last:
                yield CompletionValue(
                    "plain", f"{prefix}{separator}{family}", "all rules of this family"
                )
    yield from _rules(last, prefix + separator)


def _families() -> dict[str, None]:
    from argmap.rules import modules

    return dict.fromkeys(re.sub(r"\d+", "", module.RULE.code) for module in modules())


def _severities(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield values of the form RULE=LEVEL."""
    from argmap.config.schema import SEVERITY_LEVELS

    rule, separator, level = word.rpartition("=")
    if not separator:
        yield from _rules(word, suffix="=")
        return
    for option in SEVERITY_LEVELS:
        if option.startswith(level):
            yield CompletionValue("plain", f"{rule}={option}")


def _themes(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    from argmap.rendering.theme import theme_names

    for name in theme_names():
        if name.startswith(word):
            yield CompletionValue("plain", name, "theme")
    yield CompletionValue("file", word)


def _reports(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    """Yield NAME or, after the =, complete a file."""
    from argmap import reporting

    name, separator, path = word.partition("=")
    if separator:
        yield CompletionValue("file", path, f"{name}=")
        return
    for format_ in reporting.FORMATS:
        if format_.startswith(word):
            yield CompletionValue("plain", format_, "report format")


def _editors(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    from argmap.config.schema import EDITORS

    for name in EDITORS:
        if name.startswith(word):
            yield CompletionValue("plain", name)


def _written_formats(_context: click.Context, word: str) -> Iterator[CompletionValue]:
    from argmap import exchange

    return _formats(exchange.writable_formats(), word)


def _read_formats(context: click.Context, word: str) -> Iterator[CompletionValue]:
    from argmap import exchange

    is_import = context.info_name == "import"
    return _formats((*(() if is_import else ("argmap",)), *exchange.readable_formats()), word)


def _formats(names: Iterable[str], word: str) -> Iterator[CompletionValue]:
    for name in names:
        if name.startswith(word):
            yield CompletionValue("plain", name, "format")


_BY_NAME: dict[str, Completer] = {
    "paths": _maps,
    "path": _maps,
    "words": _explainable,
    "output": _files,
    "texts": _source_texts,
    "reference": _sources,
    "map_path": _maps,
    "focus": _ids,
    "collapse": _ids,
    "without": _ids,
    "suppose": _suppositions,
    "section": _sections,
    "select": _rule_lists,
    "ignore": _rule_lists,
    "severity": _severities,
    "theme": _themes,
    "formats": _reports,
    "editor": _editors,
    "format_": _written_formats,
    "to_format": _written_formats,
    "from_format": _read_formats,
}
"""The functions that complete parameters, by the names of the parameters."""

_BY_COMMAND: dict[tuple[str, str | None], Completer] = {
    ("init", "path"): _files,
    ("embed", "paths"): _files,
    ("import", "paths"): _files,
    ("convert", "paths"): _files,
    ("rename", "old"): _elements,
    ("move", "id_"): _elements,
    ("move", "under"): _elements,
    ("move", "file"): _maps,
    ("extract", "section"): _elements,
}
