"""The worker of the live page, without a server: the states of maps after changes."""

import pytest

from argmap.errors import ArgmapError
from argmap.rendering import RenderOptions
from argmap.serve import worker as worker_module
from argmap.serve.state import MapStore
from argmap.serve.worker import RenderWorker
from argmap.workspace.watch import IncrementalChecker

GOOD = 'map "{0}" claim a "A {0}" {{ evidence "E" }}\n'
BROKEN = 'clam a "A" { evidence "E" }\n'


class Project:
    """A folder of maps, and the worker that keeps their states."""

    def __init__(self, folder, names):
        self.folder = folder
        self.viewed = set()
        (folder / "argmap.toml").touch()
        for name in names:
            self.write(name, GOOD.format(name))
        self.notifications = 0
        self.store = MapStore(self._count)
        self.checker = IncrementalChecker([folder])
        self.worker = RenderWorker(
            self.checker, self.store, RenderOptions(), lambda: self.viewed, diagnostics=False
        )
        self.worker.register(self.checker.maps)

    def _count(self):
        self.notifications += 1

    def write(self, name, text):
        (self.folder / f"{name}.argmap").write_text(text, encoding="utf-8")

    def process(self):
        """Read the files, without drawing."""
        self.worker._process(self.checker.update())

    def draw(self):
        """Draw the next map and return its id."""
        id_ = self.worker._next_map()
        self.worker._draw(id_)
        return id_

    def state(self, name):
        return self.store.states[name]


@pytest.fixture
def project(tmp_path):
    """A function that makes a project with maps of these names."""
    return lambda *names: Project(tmp_path, names)


def test_a_new_map_waits_under_its_title_until_it_is_drawn(project):
    """Before it is read, a map has the name of its file; a picture counts only when it is drawn."""
    maps = project("bus")
    assert (maps.state("bus").title, maps.state("bus").status) == ("bus", "waiting")
    maps.write("bus", 'map "The bus" claim a "A"')
    maps.process()
    assert (maps.state("bus").title, maps.state("bus").status) == ("The bus", "waiting")
    assert maps.state("bus").drawn == 0
    maps.draw()
    drawn = maps.state("bus")
    assert (drawn.drawn, drawn.page is None, drawn.error) == (1, False, None)
    assert drawn.locations["a"].line == 1
    assert [diagnostic.code for diagnostic in drawn.diagnostics] == ["EVI301"]


def test_a_drawn_map_keeps_its_title_until_it_is_drawn_again(project):
    """Title and picture of a map change together."""
    maps = project("bus")
    maps.process()
    maps.draw()
    maps.write("bus", GOOD.format("train"))
    maps.process()
    assert (maps.state("bus").title, maps.state("bus").drawn) == ("bus", 1)
    maps.draw()
    assert (maps.state("bus").title, maps.state("bus").drawn) == ("train", 2)


def test_a_broken_map_keeps_its_picture_and_is_not_drawn(project):
    """Its error is shown at once; when it is fixed, it is drawn again and the error goes."""
    maps = project("bus", "train")
    maps.process()
    maps.draw()
    maps.draw()
    page = maps.state("bus").page
    maps.write("bus", BROKEN)
    maps.process()
    broken = maps.state("bus")
    assert broken.status == "broken"
    assert (broken.page, broken.title, broken.drawn) == (page, "bus", 1)
    assert broken.diagnostics
    assert not maps.worker._queue
    maps.write("bus", GOOD.format("bus"))
    maps.process()
    assert maps.draw() == "bus"
    assert (maps.state("bus").error, maps.state("bus").drawn) == (None, 2)


def test_a_map_that_breaks_or_disappears_before_it_is_drawn_leaves_the_queue(project):
    """Only maps that can be drawn are in the queue."""
    maps = project("bus", "train", "walk")
    maps.process()
    assert list(maps.worker._queue) == ["bus", "train", "walk"]
    maps.write("bus", BROKEN)
    (maps.folder / "train.argmap").unlink()
    maps.process()
    assert list(maps.worker._queue) == ["walk"]
    assert list(maps.store.states) == ["bus", "walk"]


def test_the_viewed_map_is_drawn_first(project):
    """The others are drawn in their order."""
    maps = project("bus", "train", "walk")
    maps.process()
    maps.viewed.add("train")
    assert [maps.draw() for _ in range(3)] == ["train", "bus", "walk"]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ArgmapError("the layout took too long"), "the layout took too long"),
        (ValueError("x"), "internal error in argmap (ValueError: x)"),
    ],
    ids=["expected", "internal"],
)
def test_a_map_that_cannot_be_drawn_keeps_its_last_picture(project, monkeypatch, error, message):
    """The error and the diagnostics are shown; the other maps are drawn."""
    maps = project("bus", "train")
    maps.process()
    maps.draw()
    page = maps.state("bus").page
    maps.write("bus", 'claim a "A"')
    maps.process()
    maps.viewed.add("bus")

    def fail(*_):
        raise error

    with monkeypatch.context() as failing:
        failing.setattr(worker_module, "make_page", fail)
        maps.draw()
    state = maps.state("bus")
    assert (state.error.message, state.error.is_drawn) == (message, False)
    assert (state.page, state.drawn) == (page, 1)
    assert [diagnostic.code for diagnostic in state.diagnostics] == ["EVI301"]
    maps.draw()
    assert maps.state("train").drawn == 1
