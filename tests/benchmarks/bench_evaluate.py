"""Measures verdicts and explanations: user CPU in one warm process, the minimum of a few runs.

make bench            or: python tests/benchmarks/bench_evaluate.py

It starts from the resolved map, in pure Python except where a row says otherwise; the maps come from
`bench`.

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


def made(statements):
    source = SourceText("bench.argmap", make_map(statements))
    here = Path("bench.argmap").resolve()
    return resolve(parse(source), path=here, documents=NoImports(), boundary=here.parent).map


def least(task, runs):
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def rows():
    small, middle, large = made(500), made(5_000), made(50_000)
    gc.disable()  # as the command line does
    gc.freeze()
    yield "labelling 5,000", "40 ms", least(lambda: compute_labelling(build_framework(middle)), 7)
    yield "labelling 50,000", "600 ms", least(lambda: compute_labelling(build_framework(large)), 3)

    def ready(argument):
        evaluation = evaluate(argument)
        return evaluation, evaluation.argument.thesis, len(evaluation.node_by_id)

    evaluation, thesis, _ = ready(middle)
    yield (
        "why-proof of the thesis, 5,000",
        "10 ms",
        least(lambda: build_dispute_tree(evaluation, thesis), 7),
    )
    if has_solver():
        smallest_flip_set(evaluation, thesis)  # the library is loaded once
        task = lambda: smallest_flip_set(evaluation, thesis)
        yield "smallest flip set, 5,000 (RC2)", "300 ms", least(task, 5)
    few, its, _ = ready(small)
    yield "single points of failure, 500", "300 ms", least(lambda: flip_sets(few, its, 1), 5)
    yield "flip sets up to three, 500", "", least(lambda: flip_sets(few, its), 3)
    yield "strengths, 5,000", "", least(lambda: compute_strengths(evaluation), 5)
    yield "Shapley shares, 500 (sampled)", "", least(lambda: contributions(few, its), 2)


def main():
    print(f"least of a few runs, user CPU, Python {sys.version.split()[0]}\n")
    print(f"{'':<36}{'target':>10}  measured")
    for what, target, seconds in rows():
        print(f"{what:<36}{target:>10}  {seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
