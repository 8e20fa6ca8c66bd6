"""The public API."""

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


def test_an_evaluation_has_verdicts_by_id(bus):
    """A verdict has a status and the ids that decide it; statuses can be supposed."""
    evaluation = argmap.evaluate(bus)
    assert evaluation.status("bus") is argmap.Status.ACCEPTED
    assert evaluation["late"].decided_by == ("lane->late",)
    assert evaluation.thesis == evaluation["bus"]
    supposed = argmap.evaluate(bus, {"lane": argmap.Status.REJECTED})
    assert supposed.status("bus") is argmap.Status.REJECTED


def test_an_evaluation_is_immutable(bus):
    """Assigning to an attribute is an error."""
    with pytest.raises(AttributeError):
        argmap.evaluate(bus).argument_map = None


def test_notebooks_display_maps_and_evaluations(bus):
    """A map as a picture, an evaluation with its own verdicts and the explanation."""
    assert "REJECTED" in bus._repr_svg_()
    assert bus._repr_svg_() in argmap.evaluate(bus)._repr_html_()
    supposed = argmap.evaluate(bus, {"lane": argmap.Status.REJECTED})
    assert bus._repr_svg_().count("REJECTED") < supposed._repr_html_().count("REJECTED")
    assert "We should take the bus" in supposed._repr_html_().partition("<pre>")[2]


def test_a_dumped_map_can_be_loaded(bus, tmp_path):
    """It is the same map, and it can be checked."""
    path = tmp_path / "bus.argmap"
    path.write_text(argmap.dumps(bus), encoding="utf-8")
    assert argmap.load(path) == bus
    assert argmap.check(path)[0].code == "EVI302"


def test_an_invalid_map_raises_an_error_with_its_diagnostics():
    """With `strict=False`, the valid part of the map is returned."""
    with pytest.raises(argmap.InvalidMap, match="SYN002") as caught:
        argmap.loads('clam a "A"')
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["SYN002"]
    assert list(argmap.loads('clam a "A" claim b "B"', strict=False).statements)


def test_an_unknown_name_is_an_error():
    """A misspelled attribute raises AttributeError."""
    with pytest.raises(AttributeError, match="evalute"):
        _ = argmap.evalute


def test_all_public_names_are_imported_on_demand():
    """Everything that `dir` lists is available, and `import argmap` loads no library."""
    for name in dir(argmap):
        assert getattr(argmap, name) is not None
    code = "import sys, argmap; print('attrs' in sys.modules, 'pysat' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["False", "False"]
