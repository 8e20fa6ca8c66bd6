"""Argumentation schemes: patterns of inference, each with critical questions.

The schemes are those of Walton, Reed & Macagno, Argumentation Schemes (Cambridge University Press,
2008). They are read from ``schemes.toml``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_PREFIX = re.compile(r"^(argument-)?((from|by)-(an?-)?|appeal-to-)")


class Scheme(NamedTuple):
    """An argumentation scheme.

    Attributes:
        name: The value of `scheme:`.
        description: The inference in one sentence.
        aliases: Other names.
        questions: The critical questions, numbered from 1.
    """

    name: str
    description: str
    aliases: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def schemes() -> dict[str, Scheme]:
    """Return all schemes by name, in the order of the file."""
    import tomllib  # only maps with schemes need it

    text = Path(__file__).with_name("schemes.toml").read_text(encoding="utf-8")
    return {
        name: Scheme(
            name,
            entry["description"],
            tuple(entry.get("aliases", ())),
            tuple(entry["questions"]),
        )
        for name, entry in tomllib.loads(text).items()
    }


def find_scheme(name: str) -> Scheme | None:
    """Return the scheme with a name or alias, or None.

    Case, hyphens, spaces and underscores are ignored, and so is a prefix such as “Argument from”.
    """
    return _schemes_by_name().get(normalize_scheme_name(name))


def normalize_scheme_name(name: str) -> str:
    """Return a scheme's name in the form in which names are compared, as in ``expert-opinion``."""
    normalized = "-".join(re.findall(r"[^\W_]+", name.casefold()))
    return _PREFIX.sub("", normalized, count=1)


@cache
def _schemes_by_name() -> dict[str, Scheme]:
    return {
        normalize_scheme_name(name): scheme
        for scheme in schemes().values()
        for name in (scheme.name, *scheme.aliases)
    }
