"""PDF, by page, with `pypdf` (the extra `pdf`), in a process of its own.

A PDF may come from a stranger, and can be made to keep a reader busy for days or to fill the
memory. So it is read by a child, which is given a minute and, where the system can, two gigabytes.

The process that reads a PDF: bytes on standard input, its pages' texts as JSON on the output.

What is wrong with the document is said as a JSON string instead, in half a sentence.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import subprocess
import sys
from importlib.util import find_spec

from argmap.sources.formats import Block, Unreadable

_PATIENCE = 60  # seconds


def is_supported() -> bool:
    """Whether `pypdf` is installed."""
    return find_spec("pypdf") is not None


def read_pdf(data: bytes) -> list[Block]:
    """Return the pages of a document, one block each; a page without text is an empty one.

    Raises:
        Unreadable: when it is no PDF, is encrypted, holds no text, or takes too long.
    """
    # -P: a module that lies in the current folder, which may be a stranger's, is not imported.
    command = [sys.executable, "-P", "-m", "argmap.sources.pdf"]
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


_MEMORY = 2 << 30  # bytes
_MOST_PAGES = 20_000


def main() -> None:
    """Read, and write the answer, whatever happens to the document."""
    _limit_memory()
    logging.disable()
    data = sys.stdin.buffer.read()
    with contextlib.redirect_stdout(io.StringIO()):
        answer = _pages(data)
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _pages(data: bytes) -> list[str] | str:
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return "is encrypted"
        if len(reader.pages) > _MOST_PAGES:
            return f"has more than {_MOST_PAGES:,} pages"
        return [page.extract_text() for page in reader.pages]
    except FileNotDecryptedError:
        return "is encrypted"
    except Exception as error:  # noqa: BLE001 (a stranger's bytes: any fault is the document's)
        return f"cannot be read as a PDF ({type(error).__name__})"


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
