"""How fast large maps become pictures, against plain `dot` on the same graph in the same run.

    python tests/benchmarks/bench_large.py [RUNS]

Nothing here passes or fails: machines differ. What is told is the median of user CPU, that of the
processes that Graphviz gets included. Each is measured in a process of its own, by turns.

1. Cross-linked maps of 1,000, 5,000 and 10,000 statements, each a full card: every claim has three
   below it, and every fifth a link to anywhere. `to_svg`; the whole `argmap render`; and `dot`
   alone on what `to_dot` writes of the map. `dot` alone is only asked for what it has done in some
   seconds, so not for the largest, and once.
2. The maps of `bench.py`, whose trees are crooked: what makes `dot` slow are many boxes in one
   tree, not links alone.
3. Stars: under one statement stand leaves and such as have something below them, in turn. Twice
   the branches should take twice the time.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from bench import ARGMAP, SEED, _sentence, make_map, run_measured

TARGETS = {1_000: 0.6, 5_000: 2.0, 10_000: 4.0}
DOT_MOST = 5_000
STARS = (1_500, 3_000, 6_000)


def make_cross_linked(statements):
    """Return a map of claims in a tree with three branches each, and a link at every fifth."""
    rng = random.Random(f"{SEED} cross-linked {statements}")
    links = defaultdict(list)
    for _ in range(statements // 5):
        source, target = rng.sample(range(statements), 2)
        links[source].append(f"{rng.choice(('supports', 'opposes', 'contradicts'))}: s{target}")
    lines = ['map "A cross-linked map" { thesis: s0 }']
    todo = [0]
    while todo:
        index = todo.pop()
        if index < 0:
            lines.append("}")
            continue
        kind = "counterpoint" if index and rng.random() < 0.2 else "claim"
        lines.append(f'{kind} s{index} "{_sentence(rng)}" {{')
        lines += links[index]
        below = range(3 * index + 1, min(3 * index + 4, statements))
        todo += [-1, *reversed(below)]
    return "\n".join(lines) + "\n"


def make_star(branches):
    """Return a map with a number of branches under its thesis, every other one with a leaf."""
    rng = random.Random(f"{SEED} star {branches}")
    lines = ['map "A star" { thesis: t }', 'claim t "The thesis" {']
    for number in range(branches):
        leaf = f'claim d{number} "{_sentence(rng)}"' if number % 2 else ""
        lines.append(f'claim c{number} "{_sentence(rng)}" {{ {leaf} }}')
    return "\n".join(lines) + "\n}\n"


def cpu_seconds():
    """Return the user CPU of this process and its children, in seconds."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_utime for one in whose)


def measure_one(what, path):
    """Run one task on a map in this process, and print its time."""
    from argmap.rendering import to_dot, to_svg
    from argmap.rendering.layout import graphviz
    from argmap.workspace.files import FileCache
    from argmap.workspace.load import load_resolution

    argument = load_resolution(path, FileCache()).map
    graph = to_dot(argument) if what == "dot" else ""
    before = cpu_seconds()
    if what == "dot":
        graphviz.draw_embedded([graph])
    else:
        to_svg(argument)
    print(cpu_seconds() - before)


def run_task(what, path, env):
    """Return the time of a task, or None if it ends without a result."""
    command = [sys.executable, __file__, f"--{what}", str(path)]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    return None if done.returncode else float(done.stdout)


def measure(path, size, env, runs, *, plain):
    """Return rows for the table: one map, drawn by argmap and perhaps by plain ``dot``."""
    picture, whole = [], []
    graph = run_task("dot", path, env) if plain else None
    for turn in range(runs + 1):
        command = [*ARGMAP, "render", str(path), "--output", str(path.parent / "out")]
        one, (other, _, _) = run_task("svg", path, env), run_measured(command, env)
        if turn:
            picture.append(one)
            whole.append(other)
    target = f"≤ {TARGETS[size]:g} s" if size in TARGETS else None
    yield "  to_svg", target, f"{median(picture):.2f} s"
    yield "  argmap render", None, f"{median(whole):.2f} s"
    if plain:
        told = "it crashed" if graph is None else f"{graph:.2f} s"
        ratio = "" if graph is None else f", {graph / median(picture):.1f} × as long as to_svg"
        yield "  plain dot", None, told + ratio


def main(runs):
    """Measure everything and print the table."""
    makers = {"cross-linked": make_cross_linked, "crooked": make_map}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        env.pop("ARGMAP_CACHE_DIR", None)
        print(f"median of {runs} runs, user CPU, Python {sys.version.split()[0]}\n")
        print(f"{'':<32}{'target':>10}  measured")
        path = folder / "map.argmap"
        for kind, make in makers.items():
            for size in TARGETS:
                path.write_text(make(size), encoding="utf-8")
                print(f"{kind}, {size:,} statements")
                for row in measure(path, size, env, runs, plain=size <= DOT_MOST):
                    show(*row)
        for size in STARS:
            path.write_text(make_star(size), encoding="utf-8")
            print(f"star of {size:,} branches")
            for row in measure(path, 0, env, runs, plain=False):
                show(*row)


def show(what, target, measured):
    """Print a row as soon as it is measured."""
    print(f"{what:<32}{target or '':>10}  {measured}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] in (["--svg"], ["--dot"]):
        measure_one(sys.argv[1].removeprefix("--"), Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 3)
