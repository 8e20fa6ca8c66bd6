"""The reference of the commands, made from their help.

``python -m tests.cli.command_reference`` writes it to docs/commands.md.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import click

from argmap.cli import cli

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

_INTRODUCTION = """\
# Commands

Made from the help of the commands. All have the same exit codes: 0 for success, 1 if there are
findings, or a difference that a check looks for, 2 for a wrong command line or an unreadable file,
3 for an internal error.
"""


def page() -> str:
    """Return the page."""
    context = click.Context(cli, info_name="argmap", **cli.context_settings)
    lines = [_INTRODUCTION]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        lines += _command(command, click.Context(command, context, info_name=name), 2)
    return "\n".join(lines)


def _command(command: click.Command, context: click.Context, level: int) -> Iterator[str]:
    yield f"{'#' * level} {context.command_path}\n"
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```\n"
    yield _markdown(command.help or "")
    records = [param.get_help_record(context) for param in command.get_params(context)]
    options = [record for record in records if record is not None and record[1]]
    yield "| option | meaning |"
    yield "| --- | --- |"
    yield from (f"| {_names(names)} | {_cell(text)} |" for names, text in options)
    yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _command(inner, click.Context(inner, context, info_name=name), level + 1)


def _markdown(help_: str) -> str:
    """Return a help text with its metavariables and options as code."""
    paragraphs = []
    for paragraph in help_.replace("\f", "").split("\n\n"):
        text = paragraph.strip("\n")
        if text.startswith("\b"):
            paragraphs.append(f"```text\n{text.removeprefix(chr(8)).strip(chr(10))}\n```")
        else:
            paragraphs.append(_code(" ".join(text.split())))
    return "\n\n".join(paragraphs) + "\n"


_WORD = r"(?<![\w`#-])(?:--?[a-z][\w-]*(?:[= ][A-Z]{2,}\b)?|[A-Z]{2,}(?:_[A-Z]+)*)(?![\w`])"
_PART = re.compile(rf"`[^`]*`|{_WORD}|[^`]", re.DOTALL)
_ABBREVIATIONS = {
    *("AIF", "CI", "CSV", "GSN", "HTML", "JSON"),
    *("PDF", "PNG", "SVG", "URL", "XML", "YAML"),
}


def _code(text: str) -> str:
    """Return a text with options, variables and metavariables in backticks."""
    return "".join(_escaped_or_code(part) for part in _PART.findall(text))


def _escaped_or_code(part: str) -> str:
    if part.startswith("`"):
        return part
    if len(part) > 1 and part not in _ABBREVIATIONS:
        return f"`{part}`"
    return part.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_")


def _names(names: str) -> str:
    return "`" + names.replace("|", r"\|") + "`"


def _cell(text: str) -> str:
    return _code(" ".join(text.split())).replace("|", r"\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
