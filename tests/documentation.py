"""The consoles in the documentation: commands and what they print.

A console is a code block marked `console`, `pycon` for Python, or `tool` for the calls of an
assistant: `> check {"path": "map.argmap"}`. Those of a page run in one
folder, in which each code block marked `argmap` is written to `map.argmap`. A first line
`# file: parts/energy.argmap` in a block names another file; a block marked `text` that begins with
such a line is a file with mistakes. A block of any language with a title, as in
`yaml title="case.yml"`, is written to that file. The folder also contains the files in
`docs/examples` that the page links to.

``python -m tests.documentation`` writes the present output into the pages.
"""

import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from doctest import DocTestParser
from io import StringIO
from pathlib import Path
from re import Match
from tempfile import TemporaryDirectory
from unittest.mock import patch

from click.testing import CliRunner

from argmap.cli import cli
from argmap.mcp.calls import get_tool, shorten_result
from argmap.mcp.context import ToolContext
from argmap.mcp.folders import AllowedFolders

DOCS = Path(__file__).parents[1] / "docs"
PAGES = [
    DOCS / f"{name}.md"
    for name in (
        *("assistants", "choosing", "comparing", "documents", "index", "interchange", "language"),
        *("merging", "migrating", "python", "refactoring", "reviewing", "semantics", "sources"),
    )
]
PAGES += sorted(
    page
    for folder in ("coming-from", "formats", "tutorials")
    for page in (DOCS / folder).glob("*.md")
)
"""The pages whose consoles are executed."""

_BLOCK = re.compile(
    r'^(`{3,})(\w+)(?: title="([^"\n]+)")?\n(.*?)^\1$',
    re.MULTILINE | re.DOTALL,
)
_EXAMPLE = re.compile(r"\]\(examples/([\w.-]+)\)")
_TODAY = "2026-05-01"
"""The date of the reviews that the consoles record."""
_FILE_NAME = re.compile(r"# file: (\S+)")


def consoles(page: str) -> Iterator[tuple[Match[str], str]]:
    """Yield the content of each console of a page, and what its commands print now."""
    today = patch("argmap.workspace.review.today", return_value=_TODAY)
    variables: dict[str, object] = {}  # of all sessions of the page
    with TemporaryDirectory() as folder, chdir(folder), today:
        Path("argmap.toml").touch()
        for name in _EXAMPLE.findall(page):
            shutil.copy(DOCS / "examples" / name, name)
        for block in _BLOCK.finditer(page):
            _, language, title, text = block.groups()
            named = _FILE_NAME.match(text)
            if language == "argmap" or title or (language == "text" and named):
                path = Path(title or (named[1] if named else "map.argmap"))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            elif language == "console":
                commands = [line for line in text.splitlines() if line.startswith("$ ")]
                yield block, "".join(f"{line}\n{_run(line[2:])}" for line in commands)
            elif language == "pycon":
                yield block, _run_python(text, variables)
            elif language == "tool":
                calls = [line for line in text.splitlines() if line.startswith("> ")]
                yield block, "".join(f"{line}\n{_call_tool(line[2:])}" for line in calls)


def _run(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "cat":
        return Path(arguments[0]).read_text(encoding="utf-8")
    if program != "argmap":
        raise ValueError(f"not a command of the documentation: {command}")
    variables = {"COLUMNS": "100", "NO_COLOR": "1", "ARGMAP_CACHE_DIR": os.fspath(Path(".cache"))}
    result = CliRunner().invoke(cli, arguments, env=variables)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def _call_tool(call: str) -> str:
    name, _, arguments = call.partition(" ")
    context = ToolContext(AllowedFolders((Path.cwd(),)))
    return shorten_result(get_tool(name).run(json.loads(arguments), context)) + "\n"


def _run_python(session: str, variables: dict[str, object]) -> str:
    """Return a session after `>>>` prompts with what Python prints now."""
    printed = StringIO()
    with redirect_stdout(printed):
        for example in DocTestParser().get_examples(session):
            first, *others = example.source.splitlines()
            print(f">>> {first}", *(f"... {line}".rstrip() for line in others), sep="\n")
            exec(compile(example.source, "<session>", "single"), variables)
    return printed.getvalue()


def renewed(page: str) -> str:
    """Return a page with the present output of its consoles."""
    parts, end = [], 0
    for block, printed in consoles(page):
        parts += [page[end : block.start(4)], printed]
        end = block.end(4)
    return "".join([*parts, page[end:]])


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or PAGES:
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
