"""The map that `argmap init` writes."""

from __future__ import annotations

from pathlib import Path

from argmap.errors import InputError
from argmap.text import write_atomically

STARTER = """\
# An argument map: an outline in which nesting means "bears on".
# Check it with `argmap check`, draw it with `argmap render`.

map "Should the town library open on Sundays?" {
  thesis: open                 # the statement that everything bears on
}

# What is cited. A citation is written @survey, or @survey:12 for its paragraph 12.
source survey "Readers' survey of the town library" {
  year: 2026
}

claim open "The library should open on Sundays" {
  expect: accepted             # a test: what must hold once every counterpoint has had its turn

  # What stands under a claim speaks for it …
  evidence weekdays "Six in ten readers work when the library is open" @survey:12 "six in ten"

  # … also several premises that carry it only together …
  reason {
    claim quiet "Students have nowhere else to work on Sundays" {
      evidence rooms "The school's reading rooms are closed at weekends" @survey:15
    }
    assumption duty "A library should be open when people need it"
  }

  # … and a counterpoint speaks against it, until it is answered by another.
  counterpoint cost "Sunday staff would cost too much" {
    counterpoint swap "Closing on Monday mornings, the emptiest hours, pays for it" @survey:21
  }
}
"""


def write_starter(path: Path) -> Path:
    """Write the starter map to ``path``, or into it when it is a folder; return the file written.

    Raises:
        InputError: when there is a file of that name already: nothing is overwritten.
    """
    target = path / "map.argmap" if path.is_dir() or not path.suffix else path
    try:
        if target.exists() or target.is_symlink():
            raise InputError(f"`{target}` already exists; name another file")
        write_atomically(target, STARTER)
    except OSError as error:
        raise InputError(f"`{target}` cannot be written: {error.strerror}") from error
    return target
