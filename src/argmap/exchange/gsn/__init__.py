"""Goal structures in the YAML of gsn2x.

Specification: Goal Structuring Notation Community Standard, version 3, SCSC-141C, 2021, with its
dialectic extension; the YAML is described in https://github.com/jonasthewolf/gsn2x.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.exchange.gsn.elements import ELEMENT_ID
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

if TYPE_CHECKING:
    from argmap.exchange.foreign import Draft, ForeignFile

TITLE = "GSN (gsn2x YAML)"
SUFFIX = ".gsn.yaml"

_TOP_LEVEL_KEY = re.compile(r"^(?:\"([^\"\n]+)\"|([^\s#'\"\-{\[%.][^:\n]*)):(?=\s|$)", re.MULTILINE)
_MEMBER = re.compile(r"\b(?:supportedBy|inContextOf|undeveloped|challenges|nodeType|text)\s*:")


def recognizes(file: ForeignFile) -> bool:
    """Return whether all keys at the top of a YAML file are ids of goals, strategies and so on."""
    from argmap.exchange.foreign import InvalidFile

    if file.first_character in ("", "<", "{", "["):
        return False
    try:
        text = file.text
    except InvalidFile:
        return False
    keys = {quoted or plain for quoted, plain in _TOP_LEVEL_KEY.findall(text)}
    ids = keys - {"module"}
    if not ids:
        return keys == {"module"} and re.search(r"^\s+name\s*:", text, re.MULTILINE) is not None
    types = len(re.findall(r"^\s+nodeType\s*:", text, re.MULTILINE))
    strange = sum(ELEMENT_ID.fullmatch(key) is None for key in ids)
    return strange <= types < len(ids) + 1 and _MEMBER.search(text) is not None


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the goal structure.

    A strategy is an inference with its text as label; other elements that support a goal directly
    are premises of one inference. `challenges` are attacks, or undercuts if they end at a relation.

    Raises:
        InvalidFile: If the file is not a mapping in YAML.
        MissingExtra: If the extra ``import`` is not installed.
    """
    from argmap.exchange.gsn.reader import read_structure

    yield read_structure(file)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the map as a goal structure of one module.

    Raises:
        InputError: If support runs in a cycle, which a goal structure must not.
    """
    from argmap.exchange.gsn.writer import write_structure

    return write_structure(argument_map, losses, TITLE)
