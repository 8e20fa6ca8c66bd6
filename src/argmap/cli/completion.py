"""`argmap completion`: print a script for shell completion."""

from __future__ import annotations

import click

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> None:
    """Print the completion script for bash, zsh or fish.

    The script completes commands, options and their values, maps, ids of statements, and rules. To
    enable completion permanently:

    \b
    bash  echo 'eval "$(argmap completion bash)"' >> ~/.bashrc
    zsh   echo 'eval "$(argmap completion zsh)"' >> ~/.zshrc  (after compinit)
    fish  argmap completion fish > ~/.config/fish/completions/argmap.fish
    """  # noqa: D301 (click looks for the control character, not a backslash)
    from argmap.cli._shells import script

    click.echo(script(shell).encode(), nl=False)
