"""The process that reads a PDF: bytes on standard input, its pages' texts as JSON on the output.

What is wrong with the document is said as a JSON string instead, in half a sentence.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys

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
