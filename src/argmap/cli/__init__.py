"""The command line, with one module per command.

A command is a module in this package that defines ``command``, a click command. Commands are found
by their file names, and only the module of the called command is imported.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from argmap._plugins import module_names
from argmap._version import __version__
from argmap.errors import ArgmapError, GrammarNotFound, WorkerLost

_INTERRUPTED = 130
"""The exit code that shells use for a process that Ctrl-C interrupted."""


class _Commands(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return [name for name in module_names(__path__) if name != "options"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        commands = self.list_commands(ctx)
        if args[0] == "help" and not ctx.resilient_parsing:  # as in git and cargo
            args = [*args[1:2], "--help"]
            if args == ["--help"]:
                click.echo(ctx.get_help(), color=ctx.color)
                ctx.exit()
        if args[0] not in commands and (args[0] == "-" or not args[0].startswith("-")):
            from argmap.cli._suggestions import correction

            ctx.fail(correction(args, commands))
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Run the command, and escape control characters of arguments in error messages."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            from argmap.reporting._text import escape_unprintable

            error.message = escape_unprintable(error.message)  # type: ignore[misc]  # or repeat `show`
            error.show()
            sys.exit(error.exit_code)
        sys.exit(code if isinstance(code, int) else 0)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write all commands, each with the untruncated summary of its help."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            assert command is not None  # because it is listed
            rows.append((name, (command.help or "").partition("\n")[0].rstrip(".")))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (
            KeyboardInterrupt
        ):  # click would print "Aborted!" and exit with 1, the code for findings
            sys.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="argmap %(version)s")
def cli() -> None:
    """Check, evaluate and draw argument maps."""


def main() -> None:
    """Run the command line and exit.

    Exit codes: 0 success, 1 findings, 2 wrong usage, 3 internal error, 130 interrupted by Ctrl-C.
    """
    # A command is too short for garbage collection to pay off. Freezing all objects avoids the
    # collection at the end of the process.
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
    except OSError as error:  # about writing: errors of reading are raised as InputError
        where = error.filename2 or error.filename or "the output"
        _complain(f"`{where}` cannot be written: {error.strerror or error}")
        sys.exit(2)
    except Exception as error:  # the user must not see a traceback
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
    """Print completions for a shell's completion script; print nothing if an error occurs."""
    from contextlib import suppress

    with suppress(Exception):
        from argmap.cli._shells import answer

        click.echo(answer(cli, shell).encode(), nl=False)
    sys.exit(0)


def _be_tolerant() -> None:
    """Make sure that writing any text succeeds.

    Characters that the encoding of a stream does not support are escaped. If there is no standard
    output, output is discarded.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _complain(message: str, *more: str) -> None:
    """Print an error message to standard error, followed by the lines ``more``."""
    from argmap.cli.options.output import print_line

    print_line(f"argmap: {message}", err=True)
    for line in more:
        print_line(line, err=True)
