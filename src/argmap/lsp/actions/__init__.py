"""One file a kind of action: a module with ``propose(request)``, found by being here."""

from __future__ import annotations
