"""The settings with which git merges maps element by element, and shows their hunks."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from shlex import quote

from attrs import frozen

from argmap.errors import InputError
from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.text import exclusive_access, write_atomically
from argmap.workspace.git import run_git

ATTRIBUTES_LINE = "*.argmap merge=argmap diff=argmap"
_ARGUMENTS = "merge --marker-size=%L --path=%P %O %A %B"
_SECTIONS = ("merge.argmap", "diff.argmap")
_NO_SUCH_SECTION = 128
_LINE = re.compile(r"[^\n]*\n|[^\n]+$")
_MAX_ATTRIBUTES_BYTES = 4 << 20


@frozen
class GitSetup:
    """Where git has the settings for maps.

    Attributes:
        attributes: The file that says which files are maps.
        config: The name of the configuration with the commands: ``local`` or ``global``.
        has_changed: Whether anything was written.
    """

    attributes: Path
    config: str
    has_changed: bool


def enable(*, is_global: bool = False) -> GitSetup:
    """Let git merge maps with `argmap merge`; change nothing else, and nothing twice.

    Args:
        is_global: Whether for all repositories of the user, and not only for the current one.

    Raises:
        InputError: If there is no repository, or its configuration cannot be written.
    """
    scope = "global" if is_global else "local"
    folder = Path.cwd()
    path = _attributes_path(folder, is_global=is_global)
    has_changed = False
    for key, value in _settings().items():
        if _get(folder, scope, key) != value:
            _config(folder, scope, key, value)
            has_changed = True
    if _update(path, is_enabled=True):
        has_changed = True
    return GitSetup(path, scope, has_changed)


def disable(*, is_global: bool = False) -> GitSetup:
    """Remove what `enable` wrote, and nothing else.

    Raises:
        InputError: As for `enable`.
    """
    scope = "global" if is_global else "local"
    folder = Path.cwd()
    path = _attributes_path(folder, is_global=is_global)
    has_changed = _update(path, is_enabled=False)
    for section in _SECTIONS:
        completed = run_git(folder, "config", f"--{scope}", "--remove-section", section)
        has_changed = has_changed or completed.returncode == 0
    return GitSetup(path, scope, has_changed)


def _settings() -> dict[str, str]:
    keywords = "|".join(("import", *DECLARATION_KEYWORDS))
    return {
        "merge.argmap.name": "argument maps, element by element",
        "merge.argmap.driver": f"{_program()} {_ARGUMENTS}",
        "diff.argmap.xfuncname": rf"^[ \t]*(({keywords})[ \t{{].*)$",
    }


def _program() -> str:
    """Return the command that runs argmap in a shell, also from outside of its environment."""
    if shutil.which("argmap"):
        return "argmap"
    return f"{quote(Path(sys.executable).as_posix())} -m argmap"


def _get(folder: Path, scope: str, key: str) -> str | None:
    completed = run_git(folder, "config", f"--{scope}", "--get", key)
    return os.fsdecode(completed.stdout.removesuffix(b"\n")) if not completed.returncode else None


def _config(folder: Path, scope: str, key: str, value: str) -> None:
    completed = run_git(folder, "config", f"--{scope}", key, value)
    if completed.returncode:
        lines = completed.stderr.decode(errors="replace").strip().splitlines()
        raise InputError(f"git cannot save `{key}`: {lines[0] if lines else 'unknown reason'}")


def _attributes_path(folder: Path, *, is_global: bool) -> Path:
    if not is_global:
        completed = run_git(folder, "rev-parse", "--show-toplevel")
        if completed.returncode:
            raise InputError(
                f"`{folder}` is not in the work tree of a git repository; "
                "use --global for all your repositories"
            )
        return Path(os.fsdecode(completed.stdout.removesuffix(b"\n"))) / ".gitattributes"
    completed = run_git(folder, "config", "--global", "--type=path", "--get", "core.attributesFile")
    if completed.returncode == 0 and completed.stdout.strip():
        return Path(os.fsdecode(completed.stdout.removesuffix(b"\n")))
    configured = os.environ.get("XDG_CONFIG_HOME")
    try:
        home = Path(configured) if configured else Path.home() / ".config"
    except RuntimeError as error:
        raise InputError("the home folder is unknown; set HOME") from error
    return home / "git" / "attributes"


def _update(path: Path, *, is_enabled: bool) -> bool:
    """Add the line about maps to a file of attributes, or remove it; return whether it changed."""
    if is_enabled:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        return False
    with exclusive_access(path):
        old = _read(path)
        lines = _LINE.findall(old)
        others = [line for line in lines if line.split() != ATTRIBUTES_LINE.split()]
        if is_enabled:
            if len(others) < len(lines):
                return False
            end = "\r\n" if "\r\n" in old else "\n"
            gap = "" if not old or old.endswith("\n") else end
            new = f"{old}{gap}{ATTRIBUTES_LINE}{end}"
        else:
            new = "".join(others)
        if new == old:
            return False
        if new:
            write_atomically(path, new.encode("utf-8", "surrogateescape"))
        else:
            path.unlink()
        return True


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_ATTRIBUTES_BYTES + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise InputError(f"`{path}` cannot be read: {error.strerror}") from error
    if len(data) > _MAX_ATTRIBUTES_BYTES:
        raise InputError(f"`{path}` is too large for a file of attributes")
    return data.decode("utf-8", "surrogateescape")
