"""Argumentation schemes: the patterns that inferences follow, and the critical questions of each.

The facts are those of Walton, Reed & Macagno, Argumentation Schemes (Cambridge University Press,
2008); they stand in ``schemes.toml`` beside this file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_OPENING = re.compile(r"(argument-)?((from|by)-(an?-)?|appeal-to-)")


class Scheme(NamedTuple):
    """``says`` is the inference in a sentence; ``also`` are other names; questions count from 1."""

    name: str
    says: str
    also: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def schemes() -> dict[str, Scheme]:
    """Return all schemes by name, in the order of the file."""
    import tomllib  # only maps with schemes pay for it

    text = Path(__file__).with_name("schemes.toml").read_text(encoding="utf-8")
    return {
        name: Scheme(name, said["says"], tuple(said.get("also", ())), tuple(said["questions"]))
        for name, said in tomllib.loads(text).items()
    }


def find_scheme(written: str) -> Scheme | None:
    """Return the scheme of a name, however that is written; None where it is none of these.

    Case, hyphens, blanks and underscores do not count, nor does “Argument from” before the name.
    """
    return _by_any_name().get(normalize_scheme_name(written))


def normalize_scheme_name(written: str) -> str:
    """Return a scheme's name in the form in which names are compared: ``expert-opinion``."""
    name = "-".join(re.findall(r"[^\W_]+", written.casefold()))
    return _OPENING.sub("", name, count=1) if _OPENING.match(name) else name


@cache
def _by_any_name() -> dict[str, Scheme]:
    known: dict[str, Scheme] = {}
    for scheme in schemes().values():
        for name in (scheme.name, *scheme.also):
            known[normalize_scheme_name(name)] = scheme
    return known
