"""`argmap serve`: show maps in a browser, and update them when their files change."""

from __future__ import annotations

import sys

import click

from argmap.cli.options.output import STDIN, as_paths
from argmap.cli.options.render import picture_options
from argmap.rendering import RenderOptions
from argmap.rendering.theme import load_theme
from argmap.serve import PORT, serve
from argmap.serve.editors import find_editor

_LAST_PORT = 65_535


@click.command("serve")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--open", "is_opened", is_flag=True, help="Open the page in the default browser.")
@click.option(
    "--editor",
    metavar="NAME|LINK|COMMAND",
    envvar="ARGMAP_EDITOR",
    help="Editor to open statements in: vscode, cursor, zed, idea, sublime, none and others; a "
    "link with {path}, {line} and {column}; or a command such as 'gvim +{line} {file}' or "
    "'$EDITOR'.  [default: vscode]",
)
@click.option(
    "--port",
    type=click.IntRange(0, _LAST_PORT),
    default=PORT,
    show_default=True,
    metavar="PORT",
    help="Port to listen on; if it is taken, or if PORT is 0, a free port is used.",
)
@click.option(
    "--findings/--no-findings",
    default=True,
    show_default=True,
    help="Show the findings of `argmap check` on the cards.",
)
@picture_options("author")
def command(
    paths: tuple[str, ...],
    is_opened: bool,
    editor: str | None,
    port: int,
    findings: bool,
    options: RenderOptions,
) -> None:
    """Show maps in the browser, and update them on every save.

    PATH is a file or a folder. Only this machine can open the pages. If a map has errors, its page
    shows them, and keeps the last valid picture. Press Ctrl-C to stop. Requires the extra `serve`.
    """
    if STDIN in paths:
        raise click.UsageError("standard input cannot be served; name a file or a folder")
    load_theme(options.theme)

    def ready(address: str, maps: int, is_wanted: bool) -> None:
        if not is_wanted:
            click.echo(f"argmap: port {port} is taken; another one is used", err=True)
        count = "1 map" if maps == 1 else f"{maps:,} maps"
        click.echo(f"{count} at {address} (Ctrl-C ends it)")
        sys.stdout.flush()
        if is_opened:
            import webbrowser
            from threading import Thread

            # Opening a browser that runs in the terminal blocks until it is closed.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    chosen = None if editor is None else find_editor(editor)
    serve(as_paths(paths), options, chosen, port=port, diagnostics=findings, ready=ready)
