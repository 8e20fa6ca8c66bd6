"""The command line: one file a command.

A command is a module with ``command``, a click command; a new file is found by being here, and only
the one that is called is imported.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from argmap._presence import module_names
from argmap._version import __version__
from argmap.errors import ArgmapError, GrammarNotFound, WorkerLost

_INTERRUPTED = 130
"""The exit code that shells give to what Ctrl-C has ended."""


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
        commands = self.list_commands(ctx)
        if args[0] == "help" and not ctx.resilient_parsing:  # as git and cargo have it
            args = [*args[1:2], "--help"]
            if args == ["--help"]:
                click.echo(ctx.get_help(), color=ctx.color)
                ctx.exit()
        if args[0] not in commands and (args[0] == "-" or not args[0].startswith("-")):
            from argmap.cli._meant import correction

            ctx.fail(correction(args, commands))
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run as click does, but print no argument so that a terminal or a CI runner acts on it."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            from argmap.report._common.characters import visible

            error.message = visible(error.message)  # type: ignore[misc]  # or repeat `show`
            error.show()
            sys.exit(error.exit_code)
        sys.exit(code if isinstance(code, int) else 0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all commands with the first sentence of their help, whole."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            assert command is not None  # it is listed
            rows.append((name, (command.help or "").partition("\n")[0].rstrip(".")))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would say that it aborted, and exit as with findings
            sys.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="argmap %(version)s")
def cli() -> None:
    """Check, evaluate and draw argument maps."""


def main() -> None:
    """Run the command line and exit.

    0 fine, 1 findings, 2 wrong usage, 3 a fault of our own, 130 interrupted by Ctrl-C.
    """
    # A command lives shorter than it takes to collect its garbage, and the end of the process is no
    # time to begin: what is frozen is not looked through once more.
    import gc

    gc.disable()
    _be_tolerant()
    if shell := os.environ.get("_ARGMAP_COMPLETE"):
        _complete(shell)
    try:
        cli(prog_name="argmap")
    except ArgmapError as error:
        _complain(str(error))
        sys.exit(3 if isinstance(error, GrammarNotFound | WorkerLost) else 2)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except OSError as error:  # what cannot be read is told otherwise: this is about writing
        where = error.filename2 or error.filename or "the output"
        _complain(f"`{where}` cannot be written: {error.strerror or error}")
        sys.exit(2)
    except Exception as error:  # no input ends in a traceback
        if os.environ.get("ARGMAP_TRACEBACK"):
            raise
        _complain(
            f"something went wrong inside of argmap ({type(error).__name__}: {error}).",
            "This is our fault, not your map's. Set ARGMAP_TRACEBACK=1 to see where, and please "
            "report it.",
        )
        sys.exit(3)
    finally:
        gc.freeze()


def _complete(shell: str) -> NoReturn:
    """Answer the completion script of a shell: what fails on the way completes nothing."""
    from contextlib import suppress

    with suppress(Exception):
        from argmap.cli._shells import answer

        click.echo(answer(cli, shell).encode(), nl=False)
    sys.exit(0)


def _be_tolerant() -> None:
    """Let any text be written anywhere.

    A terminal that lacks a character shows its number. Where there is no standard output at all,
    the caller wants nothing but the exit code.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _complain(message: str, *more: str) -> None:
    """Print on standard error what is wrong, in lines."""
    from argmap.cli._output import print_line

    print_line(f"argmap: {message}", err=True)
    for line in more:
        print_line(line, err=True)
