"""Measures a three-way merge, as seconds of CPU and against the loading of one version.

    python tests/benchmarks/bench_merge.py [RUNS]

Nothing here passes or fails, because machines differ. Both sides change and add a number of
statements of one map of `bench.py`; the four texts are parsed and resolved before. The target for
5,000 statements is 0.6 seconds.
"""

import gc
import random
import sys
import time
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from bench import SEED, make_map
from tests.cases_reader import Case

from argmap.comparison.merge import merge_texts

SIZES = (1_000, 5_000, 10_000)
SHARE = 80
"""The number of statements for each one that both sides change or add."""


def edited(text, side):
    """Return a map with statements that one side reworded and added."""
    rng = random.Random(f"{SEED} merge {side}")
    lines = text.split("\n")
    leaves = [
        number
        for number, line in enumerate(lines)
        if line.strip().startswith(("evidence", "assumption")) and line.endswith('"')
    ]
    count = max(1, len(lines) // SHARE)
    for number in rng.sample(leaves, min(count, len(leaves))):
        lines[number] = lines[number].replace(" the ", f" the {side} ", 1)
    for number in sorted(rng.sample(leaves, min(count, len(leaves))), reverse=True):
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        lines.insert(number + 1, f'{indent}assumption {side}{number} "A ground of {side} {number}"')
    return "\n".join(lines)


def main():
    """Print the medians of some runs."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for size in SIZES:
        base = make_map(size)
        texts = (base, edited(base, "ours"), edited(base, "theirs"))
        resolutions, load_times = {}, []

        def resolved(text, resolutions=resolutions, load_times=load_times):
            if text not in resolutions:
                start = time.process_time()
                resolutions[text] = Case("", {"map.argmap": text}).resolve()
                load_times.append(time.process_time() - start)
            return resolutions[text]

        merge = merge_texts(*texts, resolved)
        times = []
        for _ in range(runs):
            gc.collect()
            gc.disable()  # as in the command
            start = time.process_time()
            merge_texts(*texts, resolved)
            times.append(time.process_time() - start)
            gc.enable()
        ratio = median(times) / median(load_times)
        print(
            f"merge of {size:,} statements: {median(times):.2f} s, {ratio:.2f} × loading one version"
            f" ({len(merge.conflicts)} conflicts)"
        )


if __name__ == "__main__":
    main()
