"""Tables in tables, as TOML has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def leaves(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the values of tables in tables, with the keys that lead to them: ``energy.paper``."""
    pending = [("", table)]
    while pending:
        prefix, inner = pending.pop(0)
        for name, value in inner.items():
            if isinstance(value, dict):
                pending.append((f"{prefix}{name}.", value))
            else:
                yield prefix + name, value
