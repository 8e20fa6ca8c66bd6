"""The public face: maps as values, without reading any text that a command writes."""

import subprocess
import sys

import pytest

import argmap

BUS = """claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs"
  counterpoint late "It is always late" { counterpoint lane "It has a lane of its own" }
}"""


@pytest.fixture
def bus() -> argmap.ArgumentMap:
    return argmap.loads(BUS)


def test_what_stands_is_data(bus):
    """Verdicts, reasons and what decides, by id."""
    evaluation = argmap.evaluate(bus)
    assert evaluation.status("bus") is argmap.Status.ACCEPTED
    assert evaluation.statements["late"].decided_by == ("lane->late",)
    assert evaluation.thesis == evaluation.statements["bus"]
    supposed = argmap.evaluate(bus, {"lane": argmap.Status.REJECTED})
    assert supposed.status("bus") is argmap.Status.REJECTED


def test_the_result_is_frozen(bus):
    """Nobody changes a verdict by assigning to it."""
    with pytest.raises(AttributeError):
        argmap.evaluate(bus).argument_map = None


def test_a_notebook_shows_maps_and_verdicts(bus):
    """By `_repr_svg_`: a map with its own verdicts, an evaluation with those supposed."""
    assert "REJECTED" in bus._repr_svg_()
    assert bus._repr_svg_() == argmap.evaluate(bus)._repr_svg_()
    supposed = argmap.evaluate(bus, {"lane": argmap.Status.REJECTED})
    assert bus._repr_svg_().count("REJECTED") < supposed._repr_svg_().count("REJECTED")


def test_files_are_read_and_maps_written(bus, tmp_path):
    """What is written is read again as the same map."""
    path = tmp_path / "bus.argmap"
    path.write_text(argmap.dumps(bus), encoding="utf-8")
    assert argmap.load(path) == bus
    assert argmap.check(path)[0].code == "EVI302"


def test_a_map_with_mistakes_is_refused_with_its_findings():
    """A program that wants a map is stopped; one that does not mind gets what could be read."""
    with pytest.raises(argmap.InvalidMap, match="SYN002") as refused:
        argmap.loads('clam a "A"')
    assert [diagnostic.code for diagnostic in refused.value.diagnostics] == ["SYN002"]
    assert list(argmap.loads('clam a "A" claim b "B"', strict=False).statements)


def test_what_is_not_there_is_no_attribute():
    """A slip of the pen is an error, and not a module."""
    with pytest.raises(AttributeError, match="evalute"):
        _ = argmap.evalute


def test_all_names_are_there():
    """Everything that `dir` lists can be had, and nothing is loaded before."""
    for name in dir(argmap):
        assert getattr(argmap, name) is not None
    code = "import sys, argmap; print('attrs' in sys.modules, 'pysat' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
