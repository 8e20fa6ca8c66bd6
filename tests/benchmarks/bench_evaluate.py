"""Measures verdicts and explanations: user CPU in one warm process, the minimum of a few runs.

    make bench            or: python tests/benchmarks/bench_evaluate.py

It starts from the resolved map, in pure Python except where a row says otherwise; the maps
come from `bench`.
"""

import gc
import sys
import time
from pathlib import Path

from bench import make_map

from argmap.evaluation import evaluate
from argmap.evaluation.sat import has_solver
from argmap.evaluation.explanation import build_dispute_tree
from argmap.evaluation.counterfactuals import flip_sets, smallest_flip_set
from argmap.evaluation.framework import build_framework
from argmap.evaluation.labelling import compute_labelling
from argmap.evaluation.shapley import contributions
from argmap.evaluation.strength import compute_strengths
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText


class NoImports:
    """A reader for maps without imports."""

    def document(self, path):
        raise FileNotFoundError(path)


def resolved_map(statements):
    source = SourceText("bench.argmap", make_map(statements))
    path = Path("bench.argmap").resolve()
    return resolve(parse(source), path=path, documents=NoImports(), boundary=path.parent).map


def min_seconds(task, runs):
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def rows():
    small, middle, large = resolved_map(500), resolved_map(5_000), resolved_map(50_000)
    gc.disable()  # as the command line does
    gc.freeze()
    yield (
        "labelling 5,000",
        "40 ms",
        min_seconds(lambda: compute_labelling(build_framework(middle)), 7),
    )
    yield (
        "labelling 50,000",
        "600 ms",
        min_seconds(lambda: compute_labelling(build_framework(large)), 3),
    )

    def prepare(argument_map):
        evaluation = evaluate(argument_map)
        return evaluation, evaluation.argument_map.thesis, len(evaluation.node_by_id)

    evaluation, thesis, _ = prepare(middle)
    yield (
        "why-proof of the thesis, 5,000",
        "10 ms",
        min_seconds(lambda: build_dispute_tree(evaluation, thesis), 7),
    )
    if has_solver():
        smallest_flip_set(evaluation, thesis)  # loads the library
        task = lambda: smallest_flip_set(evaluation, thesis)
        yield "smallest flip set, 5,000 (RC2)", "300 ms", min_seconds(task, 5)
    small_evaluation, small_thesis, _ = prepare(small)
    yield (
        "single points of failure, 500",
        "300 ms",
        min_seconds(lambda: flip_sets(small_evaluation, small_thesis, 1), 5),
    )
    yield (
        "flip sets up to three, 500",
        "",
        min_seconds(lambda: flip_sets(small_evaluation, small_thesis), 3),
    )
    yield "strengths, 5,000", "", min_seconds(lambda: compute_strengths(evaluation), 5)
    yield (
        "Shapley shares, 500 (sampled)",
        "",
        min_seconds(lambda: contributions(small_evaluation, small_thesis), 2),
    )


def main():
    print(f"minimum of a few runs, user CPU, Python {sys.version.split()[0]}\n")
    print(f"{'':<36}{'target':>10}  measured")
    for name, target, seconds in rows():
        print(f"{name:<36}{target:>10}  {seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
