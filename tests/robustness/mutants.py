"""Small changes to the modules of argmap, for `mutation.py`.

The mutation operators are the usual ones (DeMillo, Lipton & Sayward 1978; mutmut, cosmic-ray).
"""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "argmap"

MIN_LINES = 40
"""Lines of a module that may be selected: shorter ones have few mutants."""
MAX_STRINGS = 4
MAX_RETURNS = 3
WITHOUT_EFFECT = {"is_structural", "strict"}
"""Arguments that are not mutated: they save time, or check what always holds."""
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
    def path(self) -> Path:
        return PACKAGE / f"{self.module}.py"

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.module, self.old, self.new)

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.module}:{self.line}: {old}  ->  {new}"


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
        if isinstance(node.func, ast.Name) and node.func.id == "TypeVar":
            return  # its name has no effect
        node.keywords = [word for word in node.keywords if word.arg not in WITHOUT_EFFECT]
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

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Visit the body, but not decorators, such as ``frozen(eq=False)``."""
        for statement in node.body:
            self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)


def mutants_of(module: str, source: str) -> list[Mutant]:
    """Return the mutants of a module; see `is_valid`."""
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


def is_valid(source: str, mutant: Mutant) -> bool:
    """Return whether a mutated module can be compiled, which takes a while."""
    try:
        compile(mutated(source, mutant), mutant.module, "exec")
    except SyntaxError:
        return False
    return True


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
