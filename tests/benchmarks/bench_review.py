"""Measures `argmap review --list`: user CPU in one warm process, as a share of loading the map.

    make bench            or: python tests/benchmarks/bench_review.py

Goal for 5,000 statements on a quiet machine: 0.3 s beyond loading the map. In the deep map, each
statement attacks the one before it, so each verdict depends on all statements that follow.
"""

import gc
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench_diff import GOAL_SECONDS, SIZE, cross_linked
from bench_evaluate import min_seconds

from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution
from argmap.workspace.review import list_reviews, record_reviews


def deep(size, end="The end"):
    """Return a map in which each statement attacks the one before it, with the text of the last."""
    lines = ['map "M" { thesis: c0 }', 'claim c0 "Thesis"']
    for number in range(1, size):
        text = end if number == size - 1 else f"Text {number}"
        lines.append(f'counterpoint c{number} "{text}" {{ opposes: c{number - 1} }}')
    return "\n".join(lines)


def rows():
    """Yield the names of the rows, and the map as it was reviewed (if it was) and as it is."""
    text = cross_linked(SIZE)
    yield "nothing reviewed", None, text
    yield "nothing changed", text, text
    yield "21 edits", text, cross_linked(SIZE, is_edited=True)
    yield "deep, its end changed", deep(SIZE), deep(SIZE, "Another end")


def main(runs):
    gc.disable()  # as the command line does
    print(f"argmap review --list, {SIZE:,} statements")
    for name, reviewed, current in rows():
        with TemporaryDirectory() as folder:
            path = Path(folder).resolve() / "bench.argmap"
            if reviewed is not None:
                path.write_text(reviewed, encoding="utf-8")
                resolution = load_resolution(path, FileCache())
                record_reviews(resolution, list(resolution.map.statements), "A", "read")
            path.write_text(current, encoding="utf-8")
            loading = min_seconds(lambda path=path: load_resolution(path, FileCache()), runs)
            resolution = load_resolution(path, FileCache())
            seconds = min_seconds(lambda resolution=resolution: list_reviews(resolution), runs)
        print(
            f"  {name:<22} {seconds:6.2f} s, {seconds / loading:5.2f} of loading the map "
            f"({loading:.2f} s; goal on a quiet machine: {GOAL_SECONDS} s)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
