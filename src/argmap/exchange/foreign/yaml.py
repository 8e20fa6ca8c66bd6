"""YAML: reading it from untrusted files, and quoting texts in it."""

from __future__ import annotations

import json
import re
from typing import Any

from argmap.errors import MissingExtra
from argmap.exchange.foreign.file import InvalidFile

_PLAIN = re.compile(r"[A-Za-z_¬][A-Za-z0-9_¬-]*")
_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def yaml_key(text: str) -> str:
    """Return a name in YAML, in quotes where it is not simple."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else yaml_text(text)


def yaml_text(text: str) -> str:
    """Return a text on one line in double quotes, whose escapes in JSON are also those of YAML."""
    quoted = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08X}" for one in quoted)


def parse_yaml(name: str, text: str, max_depth: int, max_aliases: int) -> Any:
    """Return the first document, with all scalars as text; None if there is none.

    Raises:
        InvalidFile: If the text is not valid YAML, has a key twice, is nested too deeply, or has
            too many aliases, which could expand to any size.
        MissingExtra: If the extra ``import`` is not installed.
    """
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.constructor import DuplicateKeyError
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
    except ImportError as error:
        raise MissingExtra("import", "reading YAML") from error
    try:
        _check_limits(name, YAML(typ="base", pure=True).parse(text), max_depth, max_aliases)
        for document in YAML(typ="base", pure=True).load_all(text):
            return document
    except DuplicateKeyError as error:
        mark = error.problem_mark
        line = f" (line {mark.line + 1:,})" if mark else ""
        raise InvalidFile(f"`{name}` is not valid YAML: a key is given twice{line}") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = f" (line {mark.line + 1:,}, column {mark.column + 1:,})" if mark else ""
        raise InvalidFile(f"`{name}` is not valid YAML: {error.problem}{line}") from error
    except (YAMLError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidFile(f"`{name}` is not valid YAML") from error
    return None


def _check_limits(name: str, events: Any, max_depth: int, max_aliases: int) -> None:
    from ruamel.yaml.events import (
        AliasEvent,
        CollectionEndEvent,
        CollectionStartEvent,
        DocumentEndEvent,
    )

    depth = aliases = 0
    for event in events:
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, AliasEvent):
            aliases += 1
        elif isinstance(event, DocumentEndEvent):
            return
        if depth > max_depth:
            raise InvalidFile(f"`{name}` is nested too deeply")
        if aliases > max_aliases:
            raise InvalidFile(f"`{name}` has more than {max_aliases:,} YAML aliases")
