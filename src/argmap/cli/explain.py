"""`argmap explain`: why a statement stands or falls, or what a rule is about."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from argmap import report
from argmap.cli._color import wants_color
from argmap.cli._form import form_option
from argmap.cli._input import STDIN, as_paths, read_stdin
from argmap.errors import InputError
from argmap.model.identifiers import normalized
from argmap.resolve import Resolution
from argmap.text import nearest, write_atomically
from argmap.workspace.checking import reading_errors
from argmap.workspace.exporting import load_for_export

_CODE = re.compile(r"[A-Z]{3}\d{3}")


@click.command("explain")
@click.argument("what", metavar="MAP#ID | CODE")
@form_option("A tree of sentences, or the same as data.")
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.svg",
    help="Draw the tree into a file as well.",
)
def command(what: str, format_: str, picture: Path | None) -> None:
    """Say why a statement of a map stands or falls: the shortest dispute tree.

    MAP#ID names a statement (without #ID: the thesis); MAP may be - (standard input). With a CODE
    such as EVI301, or a rule's name, its manual page is shown instead.
    """
    if _is_rule(what):
        from argmap.workspace.rule_pages import page

        click.echo(page(what), nl=False)
        return
    if picture is not None and picture.suffix != ".svg":
        raise click.UsageError(f"{picture}: the picture is an SVG; name it so (…svg)")
    path, id_ = _split(what)
    resolution = _load(path)
    click.echo(_explained(resolution, path, id_, format_, picture).encode(), nl=False)
    broken = reading_errors(resolution)
    if broken.diagnostics:
        is_colored = wants_color("auto", sys.stderr)
        text = report.get("text").write(broken, color=is_colored)
        click.echo(text, nl=False, err=True, color=is_colored)
        sys.exit(1)


def _split(what: str) -> tuple[str, str]:
    """Return the path and the id; a path may hold the sign between them itself."""
    if "#" not in what or Path(what).exists():
        return what, ""
    path, _, id_ = what.rpartition("#")
    return path, id_


def _load(path: str) -> Resolution:
    if path == STDIN:
        return load_for_export(None, read_stdin())
    return load_for_export(as_paths([path])[0])


def _is_rule(what: str) -> bool:
    """Whether this names a rule: by its code, or by a name that is no file's."""
    if _CODE.fullmatch(what):
        return True
    is_path = what == STDIN or "#" in what or "/" in what or "." in what or Path(what).exists()
    return not is_path


def _explained(
    resolution: Resolution, path: str, id_: str, format_: str, picture: Path | None
) -> str:
    from argmap.evaluate import evaluate
    from argmap.evaluate.strength import strengths
    from argmap.workspace.evaluating import explaining
    from argmap.workspace.evaluating.load_bearing import thesis_of

    evaluation = evaluate(resolution.map)
    statements = evaluation.argument.statements
    id_ = normalized(id_) or thesis_of(evaluation)
    if id_ not in statements:
        meant = nearest(id_, statements)
        hint = f"; did you mean `{meant}`?" if meant else ""
        raise InputError(f"no statement of `{path}` is called `{id_}`{hint}")
    if picture is not None:
        write_atomically(picture, explaining.as_svg(evaluation, id_))
        click.echo(f"drawn into {picture}", file=sys.stderr)
    write = explaining.as_text if format_ == "text" else explaining.as_json
    return write(evaluation, id_, strengths(evaluation).statements[id_])
