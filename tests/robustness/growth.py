"""How the time of the commands grows with a map: the time at 4n over the time at n.

    python tests/robustness/growth.py --sizes 1000 4000 16000 --count 1000

Linear growth is 4. A ratio of more than 6 is flagged, and so is a command that was stopped.
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

FLAGGED = 6
MAX_SECONDS = 60
IGNORED_SECONDS = 0.5
"""Of a command on the smaller map: less is mostly start-up, and its ratio says nothing."""


def _many(line, size, head=""):
    return "\n".join([head, *(line.format(n=n, m=(n + 1) % size, size=size) for n in range(size))])


def _nested(kinds, size):
    heads = [f'{kinds[n % len(kinds)]} n{n} "N {n}" {{' for n in range(size)]
    return "\n".join([*heads, "}" * size])


def _onto(lines):
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
    "weighed steps onto one": _onto(
        'evidence p{n} "P {n}" {{ supports: hub confidence: 0.{n:05} }}\n'
        'evidence c{n} "C {n}" {{ opposes: hub confidence: 0.{n:05}1 }}'
    ),
    "steps onto one": _onto('evidence p{n} "P {n}" {{ supports: hub }}'),
    "answered attacks on one": _onto(
        'claim c{n} "C {n}" {{ opposes: hub evidence e{n} "E {n}" {{ opposes: c{n} }} }}'
    ),
    "undercutters of one step": lambda n: (
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
    "duplicate ids": lambda n: _many('claim a "A {n}"', n),
    "parts with undefined names": None,  # several files: written by `_parts`
}
COMMANDS = {
    "check": ["check"],
    "evaluate": ["evaluate"],
    "explain": ["explain"],
    "load-bearing": ["evaluate", "--load-bearing"],
    "attack-surface": ["evaluate", "--attack-surface"],
    "fmt": ["fmt", "--check"],
    "export": ["export", "json"],
}


def _parts(folder, size):
    """Write a map that imports parts, each of which uses a name that is nowhere."""
    for number in range(size // 10):
        text = f'claim p{number} "P {number}" {{ supports: q{number} }}\n'
        (folder / f"part{number}.argmap").write_text(text)
    return "\n".join(f'import "part{n}.argmap" as p{n}' for n in range(size // 10))


def seconds(arguments, folder):
    """Return the processor time of a command; None if it was stopped."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "argmap", *arguments]
    limits = resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS)
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        preexec_fn=partial(resource.setrlimit, *limits),
        env={**os.environ, "ARGMAP_CACHE_DIR": str(folder / "cache")},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime if 0 <= done.returncode <= 2 else None


def row(name, command, sizes):
    """Run a command on maps of all sizes; return the times and whether the growth is flagged."""
    times = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            (folder / "argmap.toml").touch()
            make = GENERATORS[name]
            text = make(size) if make else _parts(folder, size)
            (folder / "m.argmap").write_text(text + "\n")
            first, *more = COMMANDS[command]

            times.append(seconds([first, *more, "m.argmap"], folder))
            if times[-1] is None:
                break
    is_flagged = times[-1] is None
    ratios = []
    for before, after in pairwise(times):
        if after is None:
            break
        ratios.append(after / before)
        is_flagged = is_flagged or (before > IGNORED_SECONDS and ratios[-1] > FLAGGED)
    shown = " ".join("stopped" if t is None else f"{t:7.2f}" for t in times)
    print(
        f"{name:<28}{command:<16}{shown}  x {' '.join(f'{r:.1f}' for r in ratios)}"
        f"{'  <-- grows' if is_flagged else ''}",
        flush=True,
    )
    return is_flagged


def main():
    parser = options(__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 4_000])
    parser.add_argument("--only", help="Part of a generator's name")
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    chosen = parser.parse_args()
    run = Run("growth", chosen)
    rows = [
        (name, command)
        for name in GENERATORS
        if not chosen.only or chosen.only in name
        for command in chosen.commands
    ]
    for name, command in run.inputs():
        if row(name, command, chosen.sizes):
            run.failure("of the corpus", f"{name}: {command}")
    for seed in run.seeds():
        # Where one run ends, the next goes on: each row has its turn.
        name, command = rows[seed % len(rows)]
        if row(name, command, chosen.sizes):
            run.failure(f"seed {seed}", f"{name}: {command}", value=(name, command))
        if run.cases == len(rows):
            break
    run.corpus.seed = run.first + run.cases
    run.end()


if __name__ == "__main__":
    main()
