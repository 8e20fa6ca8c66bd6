"""The map that `argmap init` writes."""

from __future__ import annotations

from pathlib import Path

from argmap.errors import InputError
from argmap.text import write_atomically

STARTER = """\
# An argument map: statements nested in another one support it or attack it.
# Check it with `argmap check`, draw it with `argmap render`.

map "Should the town library open on Sundays?" {
  thesis: open                 # the statement that the map argues for
}

# A source. Cite it as @survey, or its paragraph 12 as @survey:12.
source survey "Readers' survey of the town library" {
  year: 2026
}

claim open "The library should open on Sundays" {
  expect: accepted             # a test: the status after all counterpoints are considered

  # Nested claims and evidence support a statement …
  evidence weekdays "Six in ten readers work when the library is open" @survey:12 "six in ten"

  # … so do several premises that support it only together …
  reason {
    claim quiet "Students have nowhere else to work on Sundays" {
      evidence rooms "The school's reading rooms are closed at weekends" @survey:15
    }
    assumption duty "A library should be open when people need it"
  }

  # … and a counterpoint attacks it, unless another counterpoint answers it.
  counterpoint cost "Sunday staff would cost too much" {
    counterpoint swap "Closing on Monday mornings, the emptiest hours, pays for it" @survey:21
  }
}
"""


def write_starter(path: Path) -> Path:
    """Write the starter map, and return the path of the file.

    Args:
        path: The file to write, or a folder for a file ``map.argmap``.

    Raises:
        InputError: If the file exists or cannot be written; nothing is ever overwritten.
    """
    target = path / "map.argmap" if path.is_dir() or not path.suffix else path
    try:
        if target.exists() or target.is_symlink():
            raise InputError(f"`{target}` already exists; name another file")
        write_atomically(target, STARTER)
    except OSError as error:
        raise InputError(f"`{target}` cannot be written: {error.strerror}") from error
    return target
