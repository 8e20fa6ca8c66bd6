"""Where a user's caches lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def findings_folder() -> Path | None:
    """Return where findings are kept: what ``ARGMAP_CACHE_DIR`` says, or else with other caches.

    The former may come from another machine, so that nothing lies there but data.
    """
    own = os.environ.get("ARGMAP_CACHE_DIR")
    return Path(own).absolute() if own else cache_folder()


def cache_folder() -> Path | None:
    """Return where this user's caches lie; None for a user without a home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not Path(base).is_absolute():  # the specification wants a relative one ignored
            base = "~/.cache"
    try:
        return Path(base).expanduser() / "argmap"
    except RuntimeError:
        return None
