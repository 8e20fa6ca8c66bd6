"""The types of the API, as type checkers see them in a user's program."""

import os
import subprocess
import sys

import pytest
from tests.real import require_module

RIGHT = """
import argmap

argument_map = argmap.load("bus.argmap")
text: str = argmap.render(argument_map, format="svg", view=argmap.View(focus="bus"))
data: bytes = argmap.render(argument_map, format="png", dpi=300)
status: argmap.Status = argmap.evaluate(argument_map, suppose={"bus": "rejected"})["bus"].status
strength: float | None = argmap.evaluate(argument_map)["bus"].strength
builder = argmap.MapBuilder("Bus", thesis="bus")
claim: str = builder.claim("Take it", cites=("diary:3", "bus"), confidence=0.5, tags=["a"])
builder.evidence("It is cheap", supports=claim, held_by="the city")
built: argmap.ArgumentMap = builder.build()
with argmap.edit("bus.argmap") as document:
    document.rename("slow", "late")
    document["bus"].text = "Take it"
    added: str = document.add_counterpoint("bus", "It is slow", note="Why?")
ids: list[str] = [flip.id for flip in argmap.diff(argument_map, built).flips]
codes: list[str] = [diagnostic.code for diagnostic in argmap.check(["docs", "bus.argmap"])]
for statement in argument_map:
    print(statement.text, argument_map.supporters(statement.id))
"""

WRONG = (
    'argmap.render(built, thme="contrast")',
    'argmap.render(built, format="gif")',
    'argmap.render(built, detail="all")',
    'argmap.evaluate(built, suppose={"bus": "maybe"})',
    'builder.claim("A", suports="bus")',
    'builder.claim("A", confidence=["likely"])',
    'builder.reason(["a"])',
    'builder.source("A", yaer=2020)',
    'argmap.load("bus.argmap", fromat="aif")',
    'argmap.check(built, slect=["REF"])',
    "argmap.evalute(built)",
    'argmap.loads("").statements["bus"].txt',
)
"""Lines with one mistake each."""


def run(command, folder):
    environment = {**os.environ, "MYPY_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", *command, "program.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    ("module", "arguments"),
    [("mypy", ("--strict",)), ("pyright", ("--pythonpath", sys.executable))],
)
def test_type_checkers_accept_right_programs_and_reject_wrong_ones(module, arguments, tmp_path):
    """Each wrong line is an error, and no right one is."""
    require_module(module)
    (tmp_path / "program.py").write_text(RIGHT, encoding="utf-8")
    right = run((module, *arguments), tmp_path)
    assert right.returncode == 0, right.stdout
    (tmp_path / "program.py").write_text(RIGHT + "\n".join(WRONG) + "\n", encoding="utf-8")
    wrong = run((module, *arguments), tmp_path).stdout
    first = RIGHT.count("\n") + 1
    missed = [
        line for number, line in enumerate(WRONG, first) if f"program.py:{number}:" not in wrong
    ]
    assert missed == []
