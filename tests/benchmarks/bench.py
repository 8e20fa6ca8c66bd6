"""Measures the speed of argmap, as ratios and seconds of user CPU, in one run.

    make bench            or: python tests/benchmarks/bench.py [RUNS]

Nothing here passes or fails, because machines differ. A task and its baseline run alternately, so
that a busy machine slows both; the printed times are medians.

1. `argmap check` of 100 statements ÷ `python -c "import lark, attrs, click"`: the cost of argmap
   relative to the cost of its libraries.
2. `argmap check` of 1,000 and of 10,000 statements: user CPU and peak memory; for 10,000 also with
   all rules, and with an up-to-date cache.
3. `argmap check` of 1,000 files of 50 statements, in one process ÷ in two: elapsed seconds, the
   minimum of a few runs, because other load on the machine only adds to them.
4. `argmap fmt` of 10,000 badly indented statements: user CPU.
5. `to_svg` of 200 statements ÷ the time that Graphviz alone takes to make an SVG of the map's DOT,
   both in one warm process.

A generator with a seed makes the maps: trees of claims with confidence, evidence with citations,
assumptions, counterpoints, linked reasons, and edges across the tree. They check clean.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

SEED = 20_240_731
LENGTH = 95
WORDS = (
    "Ankara Moscow trade energy the pipeline grain corridor security alliance member state gas "
    "export policy domestic election sanctions bank partner region border military operation in "
    "Syria and of a with against under since after agreement price growth visitors construction "
    "nuclear plant leverage balance public opinion autonomy dependence interest summit"
).split()
BASELINE = [sys.executable, "-c", "import lark, attrs, click"]
ARGMAP = [sys.executable, "-m", "argmap"]
CHECK = [*ARGMAP, "check", "--no-cache"]
CACHED = [*ARGMAP, "check"]
ALL_RULES = [*CHECK, "--select", "ALL"]


def make_map(statements: int) -> str:
    """Return a map with the given number of statements that checks clean; deterministic."""
    rng = random.Random(f"{SEED} {statements}")
    kinds, parents, children = ["claim"], [-1], defaultdict(list)
    open_ones = [0]

    def add(kind, parent):
        kinds.append(kind)
        parents.append(parent)
        children[parent].append(len(kinds) - 1)
        return len(kinds) - 1

    while len(kinds) < statements:
        parent = rng.choice(open_ones)
        kind = rng.choices(("claim", "evidence", "assumption", "counterpoint"), (46, 32, 9, 13))[0]
        if kind == "counterpoint" and len(kinds) + 2 > statements:
            kind = "evidence"
        index = add(kind, parent)
        if kind in ("claim", "counterpoint"):
            open_ones.append(index)
        if kind == "counterpoint" and kinds[parent] != "counterpoint":
            add("counterpoint", index)  # a successful answer, so that the thesis is accepted
        if len(children[parent]) >= 5:
            open_ones.remove(parent)
    for index, kind in enumerate(kinds):
        if kind == "claim" and not any(kinds[c] != "counterpoint" for c in children[index]):
            kinds[index] = "assumption" if index else "claim"
    attributes = _attributes(rng, kinds, parents)
    lines = [
        'map "A generated map" {\n  thesis: s0\n}\n',
        *(f'source paper{n} "Source number {n}" {{ year: {2000 + n} }}' for n in range(12)),
    ]
    todo = [("open", 0, "")]
    while todo:
        action, index, indent = todo.pop()
        if action == "close":
            lines.append(indent + "}")
            continue
        if action == "reason":
            lines.append(f"{indent}reason {{")
            continue
        child_indexes = children[index]
        has_block = child_indexes or attributes[index]
        head = f'{kinds[index]} s{index} "{_sentence(rng)}"{_citation(rng, kinds[index])}'
        lines.append(f"{indent}{head}{' {' if has_block else ''}")
        child_indent = indent + "  "
        lines += [child_indent + attribute for attribute in attributes[index]]
        if not has_block:
            continue
        actions = [("close", index, indent)]
        linked = [child for child in child_indexes if kinds[child] != "counterpoint"][:3]
        if len(linked) > 1 and rng.random() < 0.35:
            rest = [child for child in child_indexes if child not in linked]
            actions += [("open", child, child_indent) for child in reversed(rest)]
            actions.append(("close", index, child_indent))
            actions += [("open", child, child_indent + "  ") for child in reversed(linked)]
            actions.append(("reason", index, child_indent))
        else:
            actions += [("open", child, child_indent) for child in reversed(child_indexes)]
        todo += actions
    text = "\n".join(lines) + "\n"
    # An uncited source would be reported, and the map must check clean.
    unused = [line for line in lines if line.startswith("source") and not _is_cited(line, text)]
    return "\n".join(line for line in lines if line not in unused) + "\n"


def _is_cited(line: str, text: str) -> bool:
    return f"@{line.split()[1]}:" in text


def _attributes(rng, kinds, parents):
    """Add confidence to most claims, and edges across the tree.

    Statements connected by support form a party: the map itself, and each counterpoint with its
    support. Support stays in a party and an objection goes to its parent's party, both to earlier
    statements, so there is no cycle, and no statement both supports and attacks another.
    """
    attributes = [[] for _ in kinds]
    party, claims = [0] * len(kinds), defaultdict(list)
    for index, kind in enumerate(kinds):
        above = party[parents[index]] if index else 0
        party[index] = index if kind == "counterpoint" else above
        if kind == "claim" and rng.random() < 0.8:
            attributes[index].append(
                f"confidence: {rng.choice(('likely', 'very-likely', '0.7', '0.85'))}"
            )
        goal = rng.choice(claims[above] or [-1])
        is_answer = index and kind == kinds[parents[index]] == "counterpoint"
        if goal not in (-1, parents[index]) and not is_answer and rng.random() < 0.1:
            attributes[index].append(
                f"{'opposes' if kind == 'counterpoint' else 'supports'}: s{goal}"
            )
        if kind == "claim":
            claims[party[index]].append(index)
    return attributes


def _sentence(rng):
    sentence = rng.choice(WORDS).capitalize()
    while len(sentence) < LENGTH - 4:
        sentence += f" {rng.choice(WORDS)}"
    return sentence


def _citation(rng, kind):
    if kind != "evidence":
        return ""
    snippet = f' "{rng.choice(WORDS)}"' if rng.random() < 0.5 else ""
    return f" @paper{rng.randrange(12)}:{rng.randrange(1, 90)}{snippet}"


def run_measured(command, env):
    """Run a command; return its user CPU in seconds, its peak memory in MB, and its exit code."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_utime, usage.ru_maxrss * unit / 1e6, process.returncode


def measure_checks(folder, env, runs):
    """Return rows for the table: checks of three sizes, alternating with the baseline."""
    paths = {}
    for size in (100, 1_000, 10_000):
        paths[size] = folder / f"map{size}.argmap"
        paths[size].write_text(make_map(size), encoding="utf-8")
    cpu, memory, codes = defaultdict(list), defaultdict(list), set()
    for turn in range(runs + 1):
        for size in (0, *paths):
            seconds, peak, code = run_measured(
                [*CHECK, str(paths[size])] if size else BASELINE, env
            )
            codes.add(code)
            if turn:  # the first run fills caches
                cpu[size].append(seconds)
                memory[size].append(peak)
    for name, command in (("cached", CACHED), ("all", ALL_RULES)):
        for turn in range(runs + 1):
            seconds, _, _ = run_measured([*command, str(paths[10_000])], env)
            if turn:
                cpu[name].append(seconds)
    if codes != {0}:
        print(f"note: commands exited with {sorted(codes)}")
    ratio = median(check / base for check, base in zip(cpu[100], cpu[0], strict=True))
    yield "import lark, attrs, click", None, f"{median(cpu[0]):.3f} s"
    yield "check of 100 ÷ that import", "≤ 1.7 ×", f"{ratio:.2f} × ({median(cpu[100]):.3f} s)"
    yield "check of 1,000", "≤ 0.3 s", f"{median(cpu[1_000]):.2f} s"
    yield "  peak memory", None, f"{median(memory[1_000]):.0f} MB"
    yield "check of 10,000", "≤ 1.6 s", f"{median(cpu[10_000]):.2f} s"
    yield "  peak memory", "≤ 170 MB", f"{median(memory[10_000]):.0f} MB"
    yield "  with all rules", None, f"{median(cpu['all']):.2f} s"
    yield "  with an up-to-date cache", "≤ 0.3 s", f"{median(cpu['cached']):.2f} s"


def measure_jobs(folder, env, runs):
    """Return rows for the table: many small maps in one process and in two, alternating."""
    many = folder / "many"
    many.mkdir()
    text = make_map(50)
    for number in range(1_000):
        path = many / f"map{number}.argmap"
        path.write_text(text.replace("generated map", f"generated map {number}"), encoding="utf-8")
    clock, cpu = defaultdict(list), []
    for _ in range(max(3, runs // 5)):
        for jobs in (1, 2):
            command = [*CHECK, "--jobs", str(jobs), "--format", "concise", str(many)]
            before = time.monotonic()
            seconds, _, _ = run_measured(command, env)
            clock[jobs].append(time.monotonic() - before)
            if jobs == 1:
                cpu.append(seconds)
    one, two = (min(clock[jobs]) for jobs in (1, 2))
    yield "check of 1,000 files", None, f"{median(cpu):.2f} s"
    yield "  one process ÷ two, clock", "≥ 1.7 ×", f"{one / two:.2f} × ({one:.1f} s, {two:.1f} s)"


def measure_format(folder, env, runs):
    """Return a row for the table: formatting a map in which every line is badly indented."""
    path = folder / "untidy.argmap"
    untidy = make_map(10_000).replace("\n  ", "\n   ")
    command = [*ARGMAP, "fmt", str(path)]
    cpu = []
    for turn in range(runs + 1):
        path.write_text(untidy, encoding="utf-8")
        seconds, _, _ = run_measured(command, env)
        if turn:
            cpu.append(seconds)
    yield "fmt of 10,000", "≤ 1.0 s", f"{median(cpu):.2f} s"


def measure_render(folder, env, runs):
    """Return rows for the table: a picture against Graphviz alone, in a separate process."""
    path = folder / "map200.argmap"
    path.write_text(make_map(200), encoding="utf-8")
    command = [sys.executable, __file__, "--render", str(path), str(runs)]
    result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)
    if result.returncode:
        reason = result.stderr.strip().splitlines()[-1:]
        yield "to_svg of 200 ÷ Graphviz", "≤ 1.2 ×", f"not measured: {' '.join(reason)}"
        return
    times = json.loads(result.stdout)
    argmap, plain, bare = (median(times[key]) for key in ("argmap", "plain", "bare"))
    ratio = median(a / p for a, p in zip(times["argmap"], times["plain"], strict=True))
    yield "Graphviz alone, the map's DOT", None, f"{plain:.3f} s"
    yield "to_svg of 200 ÷ that", "≤ 1.2 ×", f"{ratio:.2f} × ({argmap:.3f} s)"
    yield "  of it in Graphviz", None, f"{bare:.3f} s"


def render(path, runs):
    """Measure pictures in this process, and print the times as JSON."""
    import pygraphviz

    from argmap.rendering import to_dot, to_svg
    from argmap.rendering.layout.graphviz import choose_engine
    from argmap.workspace.files import FileCache
    from argmap.workspace.load import load_resolution

    argument_map = load_resolution(path, FileCache()).map
    dot = to_dot(argument_map)
    skeletons = _skeletons(argument_map)
    embedded = choose_engine("embedded")

    def plain():
        graph = pygraphviz.AGraph(string=dot)
        graph.draw(format="svg", prog="dot")
        graph.close()

    jobs = {
        "argmap": lambda: to_svg(argument_map),
        "plain": plain,
        "bare": lambda: embedded(skeletons),
    }
    times = defaultdict(list)
    for turn in range(runs + 1):
        for name, job in jobs.items():
            before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            job()
            used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
            if turn:
                times[name].append(used)
    print(json.dumps(times))


def _skeletons(argument_map):
    """Return the graphs that argmap gives to Graphviz for a picture."""
    from argmap.rendering.layout.graphviz import choose_engine
    from argmap.rendering.layout.layout import lay_out
    from argmap.rendering.scene.builder import build_scene

    skeletons = []

    def draw(graphs):
        skeletons.extend(graphs)
        return choose_engine("embedded")(graphs)

    lay_out(build_scene(argument_map), draw, "auto")
    return skeletons


def main(runs):
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        env.pop("ARGMAP_CACHE_DIR", None)
        rows = [
            *measure_checks(folder, env, runs),
            *measure_jobs(folder, env, runs),
            *measure_format(folder, env, runs),
            *measure_render(folder, env, runs),
        ]
    print(f"median of {runs} runs, user CPU, Python {sys.version.split()[0]}\n")
    print(f"{'':<32}{'target':>10}  measured")
    for name, target, measured in rows:
        print(f"{name:<32}{target or '':>10}  {measured}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--render"]:
        render(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 15)
