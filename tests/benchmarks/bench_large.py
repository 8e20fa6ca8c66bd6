"""Measures the rendering of large maps, against plain `dot` on the same graph in the same run.

    python tests/benchmarks/bench_large.py [RUNS]

Nothing here passes or fails, because machines differ. Times are medians of user CPU, including
child processes for Graphviz. Each task runs in a separate process, and the tasks alternate.

1. Cross-linked maps of 1,000, 5,000 and 10,000 statements, each a full card: every claim has three
   children, and every fifth a link to a random statement. The tasks are `to_svg`, the whole
   `argmap render`, and `dot` alone on the output of `to_dot`. `dot` alone runs once, and not on the
   largest map, where it takes too long.
2. The maps of `bench.py`, whose trees are unbalanced: `dot` is slow because of many boxes in one
   tree, not because of links alone.
3. Stars: the children of one statement are leaves and branches in turn. Twice the branches should
   take twice the time.
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
MAX_DOT_STATEMENTS = 5_000
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
    processes = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(process).ru_utime for process in processes)


def measure_task(task, path):
    """Run one task on a map in this process, and print its time."""
    from argmap.rendering import to_dot, to_svg
    from argmap.rendering.layout import graphviz
    from argmap.workspace.files import FileCache
    from argmap.workspace.load import load_resolution

    argument_map = load_resolution(path, FileCache()).map
    graph = to_dot(argument_map) if task == "dot" else ""
    before = cpu_seconds()
    if task == "dot":
        graphviz.draw_embedded([graph])
    else:
        to_svg(argument_map)
    print(cpu_seconds() - before)


def run_task(task, path, env):
    """Return the time of a task, or None if it ends without a result."""
    command = [sys.executable, __file__, f"--{task}", str(path)]
    result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    return None if result.returncode else float(result.stdout)


def measure(path, size, env, runs, *, plain):
    """Return rows for the table: one map, drawn by argmap and perhaps by plain ``dot``."""
    to_svg_times, render_times = [], []
    graph = run_task("dot", path, env) if plain else None
    for turn in range(runs + 1):
        command = [*ARGMAP, "render", str(path), "--output", str(path.parent / "out")]
        seconds, (render_seconds, _, _) = run_task("svg", path, env), run_measured(command, env)
        if turn:
            to_svg_times.append(seconds)
            render_times.append(render_seconds)
    target = f"≤ {TARGETS[size]:g} s" if size in TARGETS else None
    yield "  to_svg", target, f"{median(to_svg_times):.2f} s"
    yield "  argmap render", None, f"{median(render_times):.2f} s"
    if plain:
        result = "it crashed" if graph is None else f"{graph:.2f} s"
        ratio = "" if graph is None else f", {graph / median(to_svg_times):.1f} × as long as to_svg"
        yield "  plain dot", None, result + ratio


def main(runs):
    """Measure everything and print the table."""
    makers = {"cross-linked": make_cross_linked, "unbalanced": make_map}
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
                for row in measure(path, size, env, runs, plain=size <= MAX_DOT_STATEMENTS):
                    show(*row)
        for size in STARS:
            path.write_text(make_star(size), encoding="utf-8")
            print(f"star of {size:,} branches")
            for row in measure(path, 0, env, runs, plain=False):
                show(*row)


def show(name, target, measured):
    """Print a row as soon as it is measured."""
    print(f"{name:<32}{target or '':>10}  {measured}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] in (["--svg"], ["--dot"]):
        measure_task(sys.argv[1].removeprefix("--"), Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 3)
