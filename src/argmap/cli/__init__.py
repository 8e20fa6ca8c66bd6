"""The command line: one file a command.

A command is a module with ``command``, a click command; a new file is found by being here, and only
the one that is called is imported.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from argmap._presence import module_names
from argmap._version import __version__
from argmap.errors import ArgmapError, EngineMissing, InputError


class _Commands(click.Group):
    """Finds commands by their file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(module_names(__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from argmap.text import nearest

        meant = nearest(args[0], self.list_commands(ctx)) if args else None
        if meant and meant != args[0] and not args[0].startswith("-"):
            ctx.fail(f"there is no command `{args[0]}`; did you mean `{meant}`?")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="argmap %(version)s")
def cli() -> None:
    """Argument maps: write what a text argues, check that it holds together, draw it."""


def main() -> None:
    """Run the command line and exit: 0 fine, 1 findings, 2 wrong usage, 3 a fault of our own."""
    # A command lives shorter than it takes to collect its garbage; what a map is made of stays.
    import gc

    gc.disable()
    try:
        cli(prog_name="argmap")
    except ArgmapError as error:
        click.echo(f"argmap: {error}", err=True)
        sys.exit(2 if isinstance(error, InputError | EngineMissing) else 3)
    except Exception as error:
        if os.environ.get("ARGMAP_TRACEBACK"):
            raise
        click.echo(
            f"argmap: something went wrong inside of argmap ({type(error).__name__}: {error}).\n"
            "This is our fault, not your map's. Set ARGMAP_TRACEBACK=1 to see where, and please "
            "report it.",
            err=True,
        )
        sys.exit(3)
