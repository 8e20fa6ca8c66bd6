"""Measures verdicts and explanations: user CPU in one warm process, the minimum of a few runs.

    make bench            or: python tests/benchmarks/bench_evaluate.py

It starts from the resolved map, in pure Python except where a row says otherwise; the maps
come from `bench`.
"""

import gc
import random
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
    return resolved_text(make_map(statements))


def question_map(standard):
    """Return a map of 4,800 statements with 200 questions of four options and 500 preferences."""
    rng = random.Random(0)
    lines = [f'map "M" {{ thesis: none standard: {standard} }}']
    for question in range(200):
        lines.append(f'question q{question} "Q" {{')
        for option in range(4):
            id_ = f"{question}_{option}"
            weight = rng.choice(("0.3", "0.5", "0.7", "0.9"))
            preference = f"outweighs: o{question}_{option + 1}" if option < 2 else ""
            override = f"outweighs: c{id_}" if option == 0 and question < 100 else ""
            lines.append(
                f'claim o{id_} "O" {{ {preference} evidence e{id_} "E" {{ confidence: {weight} }} '
                f'evidence f{id_} "F" {{ {override} }} '
                f'counterpoint c{id_} "C" {{ claim d{id_} "D" {{ evidence "x" }} }} }}'
            )
        lines.append("}")
    return resolved_text("\n".join(lines))


def ring_map(size):
    """Return a ring of attacks with an attacker outside of it."""
    lines = [f'claim a{i} "A" {{ opposes: a{(i + 1) % size} }}' for i in range(size)]
    return resolved_text("\n".join([*lines, 'claim x "X" { opposes: a0 }']))


def resolved_text(text):
    source = SourceText("bench.argmap", text)
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
    for standard in ("dialectical", "preponderance", "accrual"):
        questions = question_map(standard)
        yield (
            f"200 questions, 500 preferences, {standard}",
            "40 ms",
            min_seconds(lambda: compute_labelling(build_framework(questions)), 7),
        )
    ring = ring_map(4_000)
    yield (
        "ring of 4,000 attacks",
        "100 ms",
        min_seconds(lambda: compute_labelling(build_framework(ring)), 7),
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
    print(f"{'':<46}{'target':>10}  measured")
    for name, target, seconds in rows():
        print(f"{name:<46}{target:>10}  {seconds * 1000:.1f} ms")


if __name__ == "__main__":
    main()
