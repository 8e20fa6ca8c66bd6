"""`argmap git`: let git merge maps element by element."""

from __future__ import annotations

import click

from argmap.cli.options.output import print_line
from argmap.workspace.files import display_path
from argmap.workspace.git_setup import GitSetup, disable, enable


def _global_option(function: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--global",
        "is_global",
        is_flag=True,
        help="For all your repositories instead of the current one.",
    )(function)


@click.group("git")
def command() -> None:
    """Set up git to merge maps with `argmap merge`.

    `argmap git enable` adds a line to .gitattributes, which you commit, and the command to the
    configuration of your clone. Everyone who clones the repository runs it once.
    """


@command.command("enable")
@_global_option
def _enable(is_global: bool) -> None:
    """Let git merge maps element by element.

    Exit codes: 0 enabled; 2 not a repository, or a file that cannot be written.
    """
    _report(enable(is_global=is_global), "enabled", "already enabled")


@command.command("disable")
@_global_option
def _disable(is_global: bool) -> None:
    """Let git merge maps line by line again.

    Exit codes: 0 disabled; 2 not a repository, or a file that cannot be written.
    """
    _report(disable(is_global=is_global), "disabled", "already disabled")


def _report(setup: GitSetup, done: str, already: str) -> None:
    what = done if setup.has_changed else already
    print_line(
        f"merging of maps is {what}: {display_path(setup.attributes)} "
        f"and the {setup.config} configuration of git"
    )
