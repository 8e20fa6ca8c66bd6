"""Mutation testing: makes small changes to the code, and checks that a test fails for each.

    python tests/robustness/mutation.py --seed 7 --mutants 12 --minutes 60
    python tests/robustness/mutation.py --modules evaluation/labelling,rules/_rule --verbose

Each mutant is one change to one module: a comparison, an operator, a constant, a condition, a
statement or an argument. It is written to a copy of the checkout. The tests that execute its line
are run, fastest first, and then the folder of tests named after its package. A mutant for which no
test fails has survived. It is printed, and is either a gap in the tests or a change without effect,
which should be listed in `mutation.toml` with the reason.

The tests that execute each line are measured once, and stored in `.mutation/` (see --measure). The
mutation operators are the usual ones (DeMillo, Lipton & Sayward 1978; mutmut, cosmic-ray). Those
tools run the whole test suite for each mutant, which would take several minutes each.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.robustness.searching import Run, options

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "argmap"
MEMORY = ROOT / ".mutation"
EQUIVALENT_MUTANTS = Path(__file__).with_name("mutation.toml")

MODULES = 30
"""Modules that are selected at random."""
MIN_LINES = 40
"""Lines of a module that may be selected: shorter ones have few mutants."""
TIMEOUT_SECONDS = defaultdict(lambda: 90, serve=300, lsp=150)
"""Time limit for the tests of one mutant, by package."""
MAX_TESTS = 400
MAX_STRINGS = 4
MAX_RETURNS = 3
COPIED = ("src", "tests", "grammar", "maps", "docs", "editors", "pyproject.toml", "README.md")
UNUSED = ("editors", "e2e", "packaging", "benchmarks", "robustness")
"""Folders of tests that are not run, because they take too long."""
UNMEASURED = (*UNUSED, "cli", "serve", "cases", "__pycache__")
"""Folders without tests, or with tests that run argmap in other processes."""
NOT_MUTATED = {"__init__", "__main__", "_version", "errors", "pygments_lexer"}


class Mutant(NamedTuple):
    """A replacement of the characters from ``start`` to ``end`` of a module."""

    module: str
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.module, self.old, self.new)

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.module}:{self.line}: {old}  ->  {new}"


# ---- Mutants -----------------------------------------------------------------------------------

_COMPARISONS = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
              ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class _Mutator(ast.NodeVisitor):
    """Collects the replacements of nodes of a module: node, new source text and kind."""

    def __init__(self) -> None:
        self.replacements: list[tuple[ast.AST, str, str]] = []

    def add(self, node: ast.AST, new: ast.AST | str, kind: str) -> None:
        text = new if isinstance(new, str) else f"({ast.unparse(new)})"
        self.replacements.append((node, text, kind))

    def visit_Compare(self, node: ast.Compare) -> None:
        for index, operator in enumerate(node.ops):
            if (replacement := _COMPARISONS.get(type(operator))) is not None:
                operators = [*node.ops[:index], replacement(), *node.ops[index + 1 :]]
                self.add(node, ast.Compare(node.left, operators, node.comparators), "compare")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        operator = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        self.add(node, ast.BoolOp(operator, node.values), "boolean")
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            self.add(node, rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest), "operand")
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if (operator := _OPERATORS.get(type(node.op))) is not None:
            self.add(node, ast.BinOp(node.left, operator(), node.right), "operator")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub):
            self.add(node, node.operand, "sign")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self.add(node, repr(not value), "constant")
        elif isinstance(value, int | float):
            self.add(node, repr(value + 1), "constant")
        elif isinstance(value, str) and value:
            self.add(node, repr(f"{value}X"), "string")

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Skip f-strings, whose parts have no positions."""

    def _condition(self, test: ast.expr) -> None:
        self.add(test, ast.UnaryOp(ast.Not(), test), "condition")

    def visit_If(self, node: ast.If) -> None:
        is_for_types = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        if not is_for_types:
            self._condition(node.test)
            self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._condition(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._condition(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.add(test, "True", "filter")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        for index in range(len(node.keywords)):
            if node.keywords[index].arg is not None:
                rest = [*node.keywords[:index], *node.keywords[index + 1 :]]
                self.add(node, ast.Call(node.func, node.args, rest), "argument")
        if isinstance(node.func, ast.Name) and node.func.id in _NAMES:
            name = ast.Name(_NAMES[node.func.id])
            self.add(node, ast.Call(name, node.args, node.keywords), "name")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        is_none = isinstance(node.value, ast.Constant) and node.value.value is None
        if node.value is not None and not is_none:
            self.add(node, "return None", "return")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Constant):
            return  # a docstring
        self.add(node, "pass", "statement")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.add(node, "pass", "statement")
        self.generic_visit(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """Visit the defaults and the body, but not decorators and annotations."""
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.visit(default)
        for statement in node.body:
            self.visit(statement)

    visit_FunctionDef = _function  # noqa: N815
    visit_AsyncFunctionDef = _function  # noqa: N815

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Return the mutants of a module that can be compiled."""
    mutator = _Mutator()
    mutator.visit(ast.parse(source))
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    lines = source.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    mutants: dict[tuple[int, int, str], tuple[Mutant, str]] = {}
    for node, new, kind in mutator.replacements:
        start = offset(node.lineno, node.col_offset)
        end = offset(node.end_lineno, node.end_col_offset)
        mutant = Mutant(module, node.lineno, start, end, source[start:end], new)
        try:
            compile(mutated(source, mutant), module, "exec")
        except SyntaxError:
            continue
        mutants.setdefault((start, end, new), (mutant, kind))
    return _limit_easy_mutants(list(mutants.values()))


def _limit_easy_mutants(mutants: list[tuple[Mutant, str]]) -> list[Mutant]:
    """Return the mutants with a limited number of strings and returns, which tests kill easily."""
    limits = {"string": MAX_STRINGS, "return": MAX_RETURNS}
    rng = random.Random(0)
    result: list[Mutant] = []
    by_kind: dict[str, list[Mutant]] = defaultdict(list)
    for mutant, kind in mutants:
        (by_kind[kind] if kind in limits else result).append(mutant)
    for kind, limited in by_kind.items():
        result += rng.sample(limited, min(limits[kind], len(limited)))
    return sorted(result)


def mutated(source: str, mutant: Mutant) -> str:
    """Return the source of a module with one change."""
    return source[: mutant.start] + mutant.new + source[mutant.end :]


def all_modules() -> list[str]:
    """Return the names of all modules that can be mutated: ``evaluation/labelling``."""
    return [
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.stem not in NOT_MUTATED
        and path.read_text(encoding="utf-8").count("\n") >= MIN_LINES
    ]


def select_modules(modules: list[str], count: int, rng: random.Random) -> list[str]:
    """Return random modules, from all packages in turn."""
    by_package: dict[str, list[str]] = defaultdict(list)
    for module in rng.sample(modules, len(modules)):
        by_package[module.partition("/")[0]].append(module)
    selected: list[str] = []
    while len(selected) < min(count, len(modules)):
        for remaining in by_package.values():
            if remaining and len(selected) < count:
                selected.append(remaining.pop())
    return sorted(selected)


# ---- Line coverage by test ---------------------------------------------------------------------


def measure() -> None:
    """Run the tests once, in child processes, and record which tests execute which lines."""
    import coverage  # noqa: F401 - fail early, before the child processes need it

    shutil.rmtree(MEMORY, ignore_errors=True)
    MEMORY.mkdir()
    folders = [
        path
        for path in sorted((ROOT / "tests").iterdir())
        if path.is_dir() and path.name not in UNMEASURED
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(_measure_folder, folders))


def _measure_folder(folder: Path) -> None:
    env = {**os.environ, "HYPOTHESIS_PROFILE": "ci", "MUTATION_OUTPUT": str(MEMORY / folder.name)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.robustness.line_contexts"]
    subprocess.run([*command, str(folder)], cwd=ROOT, env=env, check=False, capture_output=True)


class Coverage:
    """The tests that execute each line of each module, and their run times."""

    def __init__(self) -> None:
        self._tests: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._seconds: dict[str, float] = {}
        for path in sorted(MEMORY.glob("*.json")):
            data = json.loads(path.read_text(encoding="utf-8"))
            self._seconds |= data["seconds"]
            for module, lines in data["lines"].items():
                for line, tests in lines.items():
                    self._tests[module][int(line)] += tests

    def tests(self, mutant: Mutant) -> list[str]:
        """Return the tests that execute a mutant's line, fastest first, up to `MAX_TESTS`."""
        lines = self._tests.get(mutant.module, {})
        count = mutant.old.count("\n") + 1
        tests = {
            test for line in range(mutant.line, mutant.line + count) for test in lines.get(line, ())
        }
        if not tests:  # for example a constant of the module
            tests = {test for line_tests in lines.values() for test in line_tests}
        return sorted(tests, key=lambda test: (self._seconds.get(test, 0), test))[:MAX_TESTS]


# ---- Running -----------------------------------------------------------------------------------


class Checkout:
    """A copy of the checkout in which mutants are tested, one at a time."""

    def __init__(self, number: int) -> None:
        self.folder = MEMORY / f"copy{number}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in COPIED:
            path = ROOT / name
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "node_modules")
                shutil.copytree(path, self.folder / name, ignore=ignored)
            else:
                shutil.copy(path, self.folder / name)

    def survives(self, mutant: Mutant, tests: list[str]) -> bool:
        """Whether no test fails for a mutant."""
        path = self.folder / "src" / "argmap" / f"{mutant.module}.py"
        source = path.read_text(encoding="utf-8")
        path.write_text(mutated(source, mutant), encoding="utf-8")
        try:
            deadline = time.monotonic() + TIMEOUT_SECONDS[mutant.module.partition("/")[0]]
            if tests and not self._pass(tests, deadline):
                return False
            module_tests = self._tests_of_module(mutant.module)
            return not module_tests or self._pass(module_tests, deadline, "-m", "not wheel")
        finally:
            path.write_text(source, encoding="utf-8")

    def _tests_of_module(self, module: str) -> list[str]:
        """Return the test files that are named after a module or its package."""
        package, _, name = module.partition("/")
        if not name:
            file = self.folder / "tests" / f"test_{module.strip('_')}.py"
            return [str(file)] if file.exists() else []
        folder = self.folder / "tests" / package
        if package in UNUSED or not folder.is_dir():
            return []
        words = {part.strip("_") for part in name.split("/")}
        files = sorted(folder.glob("test_*.py"))
        matching = [f for f in files if words & set(f.stem.removeprefix("test_").split("_"))]
        return [str(file) for file in (matching or files)]

    def _pass(self, tests: list[str], deadline: float, *options: str) -> bool:
        """Whether tests pass before the deadline."""
        env = {
            **os.environ,
            "PYTHONPATH": str(self.folder / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPYCACHEPREFIX": str(self.folder / "none"),
            "HYPOTHESIS_PROFILE": "ci",
            "ARGMAP_REQUIRE_REAL": "0",
        }
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options]
        process = subprocess.Popen(
            [*command, *tests],
            cwd=self.folder,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(max(deadline - time.monotonic(), 1)) in (0, 5)
        except subprocess.TimeoutExpired:
            return False
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def equivalent_mutants() -> dict[tuple[str, str, str], str]:
    """Return the mutants that are known to have no effect, each with the reason."""
    if not EQUIVALENT_MUTANTS.exists():
        return {}
    data = tomllib.loads(EQUIVALENT_MUTANTS.read_text(encoding="utf-8"))
    return {
        (entry["module"], entry["old"], entry["new"]): entry["reason"]
        for entry in data["equivalent"]
    }


def _earlier_survivors(run: Run) -> Iterator[Mutant]:
    """Yield the mutants that survived in earlier runs, if the code is unchanged."""
    for module, old, new in run.corpus.inputs():
        path = PACKAGE / f"{module}.py"
        if path.exists():
            mutants = mutants_of(module, path.read_text(encoding="utf-8"))
            survivors = [mutant for mutant in mutants if mutant.key == (module, old, new)]
            run.replayed += bool(survivors)
            yield from survivors


def run_mutants(arguments: argparse.Namespace, run: Run) -> Iterator[tuple[Mutant, bool]]:
    """Yield mutants and whether they survive, until all are tested or the time is over."""
    rng = random.Random(run.first)
    modules = arguments.modules or select_modules(all_modules(), MODULES, rng)
    selected: list[Mutant] = []
    for module in modules:
        source = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
        mutants = mutants_of(module, source)
        selected += rng.sample(mutants, min(arguments.mutants, len(mutants)))
    rng.shuffle(selected)  # mutants of all modules are tested before the time is over
    selected = list(dict.fromkeys([*_earlier_survivors(run), *selected[: arguments.count]]))
    coverage = Coverage()
    checkouts: Queue[Checkout] = Queue()
    for number in range(arguments.jobs):
        checkouts.put(Checkout(number))

    def attempt(mutant: Mutant) -> tuple[Mutant, bool] | None:
        if run.is_over():
            return None
        checkout = checkouts.get()
        try:
            return mutant, checkout.survives(mutant, coverage.tests(mutant))
        finally:
            checkouts.put(checkout)

    with ThreadPoolExecutor(arguments.jobs) as pool:
        for result in pool.map(attempt, selected):
            if result is not None:
                yield result


def main() -> None:
    """Test mutants and print the results."""
    parser = options(__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=12, help="Number of mutants per module")
    parser.add_argument(
        "--modules", type=lambda text: text.split(","), help="Modules [default: 30 at random]"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--measure", action="store_true", help="Repeat the coverage measurement")
    parser.add_argument("--verbose", action="store_true", help="Print killed mutants, too")
    arguments = parser.parse_args()
    if arguments.measure or not list(MEMORY.glob("*.json")):
        measure()
    run = Run("mutation", arguments)  # the time limit begins after the measurement
    equivalent = equivalent_mutants()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for mutant, is_alive in run_mutants(arguments, run):
        module_counts = counts[mutant.module]
        module_counts[0] += 1
        if is_alive and (reason := equivalent.get(mutant.key)):
            module_counts[2] += 1
            if arguments.verbose:
                print(f"equivalent {mutant} ({reason})", flush=True)
        elif is_alive:
            module_counts[1] += 1
            run.corpus.add(mutant.key)
            print(f"SURVIVED {mutant}", flush=True)
        elif arguments.verbose:
            print(f"killed {mutant}", flush=True)
    for module, (total, alive, same) in sorted(counts.items()):
        print(f"  {module}: {total - alive - same} of {total - same} killed, {same} equivalent")
    run.corpus.seed = run.first + 1
    total, alive, same = (sum(column) for column in zip((0, 0, 0), *counts.values(), strict=True))
    share = (total - alive - same) / max(total - same, 1)
    print(
        f"mutation: {total} mutants of {len(counts)} modules, {run.replayed} replayed, {alive} "
        f"survived, {same} equivalent, {share:.1%} killed (seed {run.first})"
    )
    sys.exit(1 if alive else 0)


if __name__ == "__main__":
    main()
