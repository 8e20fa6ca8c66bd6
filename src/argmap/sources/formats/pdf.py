"""PDF, by page, with `pypdf` (the extra `pdf`), in a process of its own.

A PDF may come from a stranger, and can be made to keep a reader busy for days or to fill the
memory. So it is read by a child, which is given a minute and, where the system can, two gigabytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

from argmap.sources.formats.blocks import Block, Unreadable

_PATIENCE = 60  # seconds


def is_supported() -> bool:
    """Whether `pypdf` is installed."""
    return find_spec("pypdf") is not None


def read(data: bytes) -> list[Block]:
    """Return the pages of a document, one block each; a page without text is an empty one.

    Raises:
        Unreadable: when it is no PDF, is encrypted, holds no text, or takes too long.
    """
    # -P: a module that lies in the current folder, which may be a stranger's, is not imported.
    command = [sys.executable, "-P", "-m", "argmap.sources.formats.pdf_process"]
    try:
        done = subprocess.run(  # noqa: S603 (our own module, and nothing of the file's)
            command, input=data, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(f"takes more than {_PATIENCE} seconds to read") from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable("cannot be read as a PDF") from None
    if isinstance(answer, str):
        raise Unreadable(answer)
    if not any(page.strip() for page in answer):
        raise Unreadable("holds pictures of pages and no text")
    return [Block(page) for page in answer]
