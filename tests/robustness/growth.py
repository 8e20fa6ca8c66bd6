"""Measures how the run time of commands grows with the size of a map.

    python tests/robustness/growth.py --sizes 1000 4000 16000 --count 1000

Each ratio compares a map of 4n statements to one of n; linear growth is 4. Ratios above 6 and
commands that exceed the time limit are flagged.
"""

import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from itertools import pairwise
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.robustness.searching import Run, options

MAX_RATIO = 6
MAX_SECONDS = 60
MIN_SECONDS = 0.5
"""Run time on the smaller map: below it, most of the time is start-up, and no ratio is flagged."""


def _many(line, size, head=""):
    return "\n".join([head, *(line.format(n=n, m=(n + 1) % size, size=size) for n in range(size))])


def _nested(kinds, size):
    heads = [f'{kinds[n % len(kinds)]} n{n} "N {n}" {{' for n in range(size)]
    return "\n".join([*heads, "}" * size])


def _question(attributes, size):
    """Return a map of one question with ``size`` options, each with a support."""
    option = 'claim o{n} "O {n}" {{ assumption "A {n}" ' + attributes + " }}"
    return f'question q "Q" {{{_many(option, size)}\n}}'


def _edges_to_hub(lines):
    return lambda size: _many(lines, size, 'claim hub "Hub" { standard: preponderance }')


GENERATORS = {
    "undefined names": lambda n: _many('claim a{n} "A {n}" {{ supports: b{n} }}', n),
    "undefined undercuts": lambda n: _many('claim a{n} "A {n}" {{ undercuts: b{n} }}', n),
    "undefined arrows": lambda n: _many('claim a{n} "A {n}" {{ undercuts: a{m} -> a{n} }}', n),
    "undefined sources": lambda n: (
        _many('evidence a{n} "A {n}" @s{n}x', n) + _many('source s{n}y "S {n}"', n)
    ),
    "ring of support": lambda n: _many('claim a{n} "A {n}" {{ supports: a{m} }}', n),
    "ring of attacks": lambda n: _many('claim a{n} "A {n}" {{ opposes: a{m} }}', n),
    "ring attacked from outside": lambda n: _many(
        'claim a{n} "A {n}" {{ opposes: a{m} }}', n, 'evidence x "X" { opposes: a0 }'
    ),
    "ring of undercuts": lambda n: _many(
        'claim a{n} "A {n}" {{ undercuts: e{m} -> a{m} evidence e{n} "E {n}" }}', n
    ),
    "rings of two in a chain": lambda n: _many(
        'claim a{n} "A {n}" {{ supports: b{n} opposes: b{m} }}\n'
        'claim b{n} "B {n}" {{ supports: a{n} standard: preponderance }}',
        n,
    ),
    "ring of contradictions": lambda n: _many('claim a{n} "A {n}" {{ contradicts: a{m} }}', n),
    "weighted inferences to one statement": _edges_to_hub(
        'evidence p{n} "P {n}" {{ supports: hub confidence: 0.{n:05} }}\n'
        'evidence c{n} "C {n}" {{ opposes: hub confidence: 0.{n:05}1 }}'
    ),
    "inferences to one statement": _edges_to_hub('evidence p{n} "P {n}" {{ supports: hub }}'),
    "answered attacks on one": _edges_to_hub(
        'claim c{n} "C {n}" {{ opposes: hub evidence e{n} "E {n}" {{ opposes: c{n} }} }}'
    ),
    "undercutters of one inference": lambda n: (
        'claim h "H" { evidence e "E" }\n'
        + _many('counterpoint u{n} "U {n}" {{ undercuts: e -> h }}', n)
    ),
    "nested support": lambda n: _nested(["claim"], n),
    "nested rebuttals": lambda n: _nested(["claim", "counterpoint"], n),
    "nested sections": lambda n: "\n".join(
        [*(f'section "S {k}" {{' for k in range(n)), 'claim "A"', "}" * n]
    ),
    "tags": lambda n: f'claim a "A" {{ tags: {", ".join(f"t{k}" for k in range(n))} }}',
    "values of x-": lambda n: f'claim a "A" {{ x-a: {", ".join(str(k) for k in range(n))} }}',
    "one text": lambda n: _many('claim a{n} "The same words in each of them"', n),
    "sources": lambda n: _many('source s{n} "S {n}"\nevidence e{n} "E {n}" @s{n}:1', n),
    "a long id": lambda n: f'claim {"a" * n} "A" {{ supports: {"b" * n} }}',
    "a long line": lambda n: " ".join(f'claim a{k} "A {k}"' for k in range(n)),
    "a long text": lambda n: f'claim a "{"word " * n}"',
    "mistakes on one line": lambda n: " ".join(f'clam a{k} "A {k}"' for k in range(n)),
    "premises": lambda n: (
        'claim a "A" { reason { premises: '
        + ", ".join(f"p{k}" for k in range(n))
        + " } }\n"
        + _many('evidence p{n} "P {n}"', n)
    ),
    "undecided options": partial(_question, ""),
    "ring of preferences": partial(_question, "outweighs: o{m}"),
    "chain of preferences": lambda n: (
        'question q "Q" {\n'
        + "\n".join(f'claim o{k} "O {k}" {{ outweighs: o{k + 1} }}' for k in range(n))
        + f'\nclaim o{n} "O" }}'
    ),
    "weighed options": partial(_question, "standard: preponderance"),
    "duplicate ids": lambda n: _many('claim a "A {n}"', n),
    "imports with undefined names": None,  # several files, written by `_write_imports`
}
ARGDOWN_GENERATORS = {
    "Argdown groups": lambda n: _many(
        "# Group {n}\n\n[c{n}]: Claim {n}.\n  + [p{n}]: Reason {n}.\n  >< [d{n}]: Other {n}.\n", n
    ),
    "Argdown arguments": lambda n: _many(
        "<A{n}>: Argument {n}\n\n(1) [p{n}]: Premise {n}\n----\n(2) [c{n}]: Conclusion {n}\n"
        "  - <B{n}>: Attack {n}.\n    _ <U{n}>: Undercut {n}.\n",
        n,
    ),
    "Argdown relations to one": lambda n: (
        "[c]: Claim.\n  + <A>: Argument.\n"
        + _many("    _ <U{n}>: Undercut {n}.", n)
        + _many("  >< [d{n}]: Other {n}.", n)
    ),
    "Argdown premises of one": lambda n: (
        f"<A>\n{_many('({n}1) [p{n}]: Premise {n}', n)}\n----\n(2) [c]: Conclusion\n"
    ),
    "Argdown links and tags of one": lambda n: (
        "[c]: Claim " + " ".join(f"[l{k}](https://example.org/{k}) #t{k}" for k in range(n))
    ),
    "Argdown marks of one": lambda n: f"[c]: {'*a ' * n}",
    "Argdown data": lambda n: _many('[c{n}]: Claim {n}. {{source: "Book {n}", tags: [a]}}\n', n),
    "Argdown front matter": lambda n: (
        "===\ngroup:\n  regroup:"
        + _many("    - title: Group {n}\n      statements: [c{n}]", n)
        + "\n===\n"
        + _many("[c{n}]: Claim {n}.\n", n)
    ),
}
"""Documents in Argdown, which are imported."""

COMMANDS = {
    "check": ["check"],
    "evaluate": ["evaluate"],
    "explain": ["explain"],
    "load-bearing": ["evaluate", "--load-bearing"],
    "attack-surface": ["evaluate", "--attack-surface"],
    "fmt": ["fmt", "--check"],
    "export": ["export", "json"],
}
IMPORT = "import"


def _write_imports(folder, size):
    """Write files that use undefined names; return a map that imports them."""
    for number in range(size // 10):
        text = f'claim p{number} "P {number}" {{ supports: q{number} }}\n'
        (folder / f"part{number}.argmap").write_text(text)
    return "\n".join(f'import "part{n}.argmap" as p{n}' for n in range(size // 10))


def seconds(arguments, folder):
    """Return the CPU time of a command; None if it exceeds the limit or crashes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "argmap", *arguments]
    limits = resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS)
    process = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        preexec_fn=partial(resource.setrlimit, *limits),
        env={**os.environ, "ARGMAP_CACHE_DIR": str(folder / "cache")},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime if 0 <= process.returncode <= 2 else None


def row(name, command, sizes):
    """Run a command on maps of all sizes, and print a row; return whether it is flagged."""
    times = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as temporary_folder:
            folder = Path(temporary_folder)
            (folder / "argmap.toml").touch()
            if command == IMPORT:
                (folder / "m.argdown").write_text(ARGDOWN_GENERATORS[name](size) + "\n")
                arguments = ["import", "m.argdown", "--from", "argdown"]
            else:
                generate = GENERATORS[name]
                text = generate(size) if generate else _write_imports(folder, size)
                (folder / "m.argmap").write_text(text + "\n")
                arguments = [*COMMANDS[command], "m.argmap"]
            times.append(seconds(arguments, folder))
            if times[-1] is None:
                break
    is_flagged = times[-1] is None
    ratios = []
    for before, after in pairwise(times):
        if after is None:
            break
        ratios.append(after / before)
        is_flagged = is_flagged or (before > MIN_SECONDS and ratios[-1] > MAX_RATIO)
    columns = " ".join("stopped" if t is None else f"{t:7.2f}" for t in times)
    print(
        f"{name:<37}{command:<16}{columns}  x {' '.join(f'{r:.1f}' for r in ratios)}"
        f"{'  <-- not linear' if is_flagged else ''}",
        flush=True,
    )
    return is_flagged


def main():
    parser = options(__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 4_000])
    parser.add_argument("--only", help="Part of the name of a generator")
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    arguments = parser.parse_args()
    run = Run("growth", arguments)
    rows = [
        (name, command)
        for name in (*GENERATORS, *ARGDOWN_GENERATORS)
        if not arguments.only or arguments.only in name
        for command in ((IMPORT,) if name in ARGDOWN_GENERATORS else arguments.commands)
    ]
    for name, command in run.inputs():
        if row(name, command, arguments.sizes):
            run.failure("of the corpus", f"{name}: {command}")
    for seed in run.seeds():
        # The next run continues with the next row, so that all rows are run eventually.
        name, command = rows[seed % len(rows)]
        if row(name, command, arguments.sizes):
            run.failure(f"seed {seed}", f"{name}: {command}", value=(name, command))
        if run.cases == len(rows):
            break
    run.corpus.seed = run.first + run.cases
    run.end()


if __name__ == "__main__":
    main()
