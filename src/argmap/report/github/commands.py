"""A workflow command: ``::error file=…,line=…::message``."""

from __future__ import annotations

from collections.abc import Mapping

_IN_MESSAGES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}
_MESSAGE = str.maketrans(_IN_MESSAGES)
_PROPERTY = str.maketrans(_IN_PROPERTIES)


def command(name: str, properties: Mapping[str, object], message: str) -> str:
    """Return a command in one line, whatever its properties and its message hold."""
    said = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {said}::{message.translate(_MESSAGE)}"
