"""`argmap explain`: explain a verdict, the answer to a question, or a rule."""

from __future__ import annotations

import os
import re
from pathlib import Path
from shlex import quote

import click

from argmap.cli.options.output import (
    STDIN,
    as_paths,
    exit_if_broken,
    output_format_option,
    print_line,
    read_stdin,
    stdin_filename_option,
)
from argmap.config import MAP_SUFFIX
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.evaluation.strength import DEFAULT_MODEL, MODELS, compute_strengths
from argmap.text import closest_match, write_atomically
from argmap.workspace import explanation_report
from argmap.workspace.load import load_errors, load_input
from argmap.workspace.statements import (
    StatementNotFound,
    StatementRef,
    find_in_folder,
    find_in_map,
    find_in_project,
)

_CODE = re.compile(r"[A-Z]{3}\d{3}")


@click.command("explain")
@click.argument("words", metavar="[MAP] ID | MAP#ID | RULE", nargs=-1, required=True)
@output_format_option("Output format: a tree in words, or JSON.")
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also draw the tree to FILE, in the format of its extension (.svg, .pdf, .png, …).",
)
@click.option(
    "--all",
    "is_complete",
    is_flag=True,
    help="Show every reason at every level, not only those that decide.",
)
@click.option(
    "--strength",
    "model",
    type=click.Choice(MODELS),
    is_flag=False,
    flag_value=DEFAULT_MODEL,
    help="Show the strengths of statements, from 0 to 1. The optional value is the method to "
    f"compute them.  [default method: {DEFAULT_MODEL}]",
)
@stdin_filename_option
def command(
    words: tuple[str, ...],
    format_: str,
    picture: Path | None,
    is_complete: bool,
    model: str | None,
    stdin_filename: Path | None,
) -> None:
    """Explain a verdict, the answer to a question, or a rule.

    ID is the id of a statement or a question. The command searches the maps in the current folder,
    and then those in the project. If several maps contain the id, name the map: MAP ID, or MAP#ID.
    MAP is a file, a folder, or - for standard input. With MAP alone, the command explains the
    theses or, in a map without one, the questions.

    The explanation lists all direct reasons for and against the statement, the most important
    first. Below them is the shortest tree of supports and attacks that decides whether the
    statement is accepted.

    RULE is the code of a rule, such as EVI301, or its name, such as unsupported-claim.

    If the map contains errors, they are printed to standard error, and the exit code is 1.
    """
    rule = _rule(words)
    if rule is not None:
        from argmap.workspace.rule_docs import rule_page

        click.echo(rule_page(rule), nl=False)
        return
    picture_format = _picture_format(picture) if picture is not None else ""
    statement = _find(words, stdin_filename)
    evaluation = evaluate(statement.resolution.map)
    ids = (statement.id,) if statement.id else explanation_report.default_ids(evaluation)
    if picture is not None:
        from argmap.workspace.outputs import refuse_input

        refuse_input(picture, statement.resolution)
        write_atomically(picture, explanation_report.as_picture(evaluation, ids, picture_format))
        print_line(f"wrote {picture}", err=True)
    strengths = compute_strengths(evaluation, model) if model else None
    if format_ == "json":
        text = explanation_report.as_json(evaluation, *ids, strengths=strengths)
    else:
        text = explanation_report.as_text(
            evaluation, *ids, strengths=strengths, is_complete=is_complete
        )
    click.echo(text.encode(), nl=False)
    exit_if_broken(load_errors(statement.resolution))


def _rule(words: tuple[str, ...]) -> str | None:
    """Return the code or name of the rule to explain, or None if the words name a statement.

    If a rule and a statement have the same name, the rule takes precedence; the statement can be
    written as MAP#ID.
    """
    word = words[0]
    if len(words) > 1 or word == STDIN:
        return None
    if _CODE.fullmatch(word):
        return word
    if _is_file(word) or "#" in word or "/" in word or "." in word:
        return None
    return word if _is_rule(word) else None


def _is_rule(word: str) -> bool:
    from argmap.rules import modules

    words = {word for module in modules() for word in (module.RULE.code, module.RULE.name)}
    return bool({word.upper(), word.lower()} & words)


def _exists(name: str) -> bool:
    """Return whether a path exists; False if the path is too long for the system."""
    return os.path.exists(name)  # noqa: PTH110 (unlike Path.exists, never raises)


def _is_file(name: str) -> bool:
    return os.path.isfile(name)  # noqa: PTH113


def _picture_format(picture: Path) -> str:
    """Return the format for the extension of a picture file.

    Raises:
        click.UsageError: if the format is unknown.
    """
    from argmap.workspace.outputs import FORMATS, format_of, suffix_of

    format_ = format_of(picture)
    if format_ is None:
        known = ", ".join(map(suffix_of, FORMATS))
        raise click.UsageError(f"`{picture}`: unknown format; use one of these extensions: {known}")
    return format_


def _find(words: tuple[str, ...], stdin_filename: Path | None) -> StatementRef:
    """Return the statement that the words name.

    Raises:
        click.UsageError: If there are too many words, or they are in the wrong order.
        InputError: If no map or several maps have the statement.
    """
    as_paths(words)  # raises an error for an empty word
    if len(words) > 2:  # noqa: PLR2004 (a map and an id)
        raise click.UsageError(f"`{words[2]}`: unexpected argument; write MAP ID, or MAP#ID")
    if len(words) == 1:
        path, id_ = _split(words[0])
        if path is None:
            return _find_here(id_)
    else:
        path, id_ = words
        if path != STDIN and not _exists(path) and _is_file(id_):
            raise click.UsageError(f"name the map first: argmap explain {quote(id_)} {quote(path)}")
    if path == STDIN:
        resolution = load_input(None, read_stdin(), stdin_filename)
        return find_in_map(id_, resolution, str(stdin_filename or STDIN))
    (file,) = as_paths([path])
    if file.is_dir():
        return find_in_folder(id_, file)
    return find_in_map(id_, load_input(file), path)


def _split(word: str) -> tuple[str | None, str]:
    """Split MAP#ID into the path (None if there is none) and the id (empty if there is none).

    A path can contain `#` itself.
    """
    if word == STDIN or _exists(word):
        return word, ""
    if "#" in word:
        path, _, id_ = word.rpartition("#")
        return path or None, id_
    is_path = "/" in word or word.endswith(MAP_SUFFIX)
    return (word, "") if is_path else (None, word)


def _find_here(id_: str) -> StatementRef:
    """Return the statement with this id in the current folder or project.

    Raises:
        InputError: If no map or several maps have it. The message may suggest a rule.
    """
    try:
        return find_in_project(id_)
    except StatementNotFound as error:
        from argmap.rules import modules

        if _is_file(f"{id_}{MAP_SUFFIX}"):
            raise InputError(
                f"`{id_}` does not exist; did you mean `{id_}{MAP_SUFFIX}`?"
            ) from error
        names = [module.RULE.name for module in modules()]
        meant = closest_match(id_, [*error.ids, *names])
        hint = f"did you mean `{error.ids.get(meant, meant)}`?" if meant else "write MAP#ID"
        scope = "" if error.ids else ", and no map in the current folder"
        problem = f"`{id_}` is not the id of a statement, or a rule"
        raise InputError(f"{problem}{scope}; {hint}") from error
