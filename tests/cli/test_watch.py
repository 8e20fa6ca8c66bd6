"""`argmap watch`: a real process, and files that change under it."""

import signal
import subprocess
import sys
import threading
import time

import pytest

LANE = 'map "Lane" { thesis: lane }\nclaim lane "Build it" { assumption calm "It is safe" }\n'


class Watching:
    """A process that watches, and what it has said so far."""

    def __init__(self, folder, *arguments) -> None:
        self.folder = folder
        self.said = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "argmap", "watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said += line

    def wait_for(self, text: str, times: int = 1) -> str:
        """Return what was said since the last wait, once a text is in it so many times."""
        for _ in range(300):
            if self.said.count(text) >= times:
                time.sleep(0.2)  # what belongs to the same round
                said, self.said = self.said, ""
                return said
            assert self.process.poll() is None, self.said
            time.sleep(0.1)
        raise AssertionError(f"{text!r} is not in {self.said!r}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        beside = path.with_name(f".{name}.new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        self._thread.join(10)
        self.process.stdout.close()
        return code


@pytest.fixture
def watch(tmp_path):
    """Watch maps, given by their names and texts."""
    running = []

    def start(*arguments, **texts) -> Watching:
        (tmp_path / "argmap.toml").touch()
        for name, text in (texts or {"lane": LANE}).items():
            (tmp_path / f"{name}.argmap").write_text(text, encoding="utf-8")
        running.append(Watching(tmp_path, *(arguments or ["."])))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.end()


def test_it_checks_and_draws_at_once_and_after_every_save(watch):
    """Each round says when it was, what has changed, what was found, and what was drawn."""
    watching = watch()
    first = watching.wait_for("output/lane.svg")
    assert "nothing to report" in first
    watching.write("lane.argmap", LANE.replace("Build it", "Build it soon"))
    second = watching.wait_for("output/lane.svg").strip().splitlines()
    clock, _, name = second[0].partition(" ")
    assert (len(clock), clock.count(":"), name) == (8, 2, "lane.argmap")
    assert second[1:] == ["1 file checked, 2 statements: nothing to report.", "output/lane.svg"]
    assert "soon" in (watching.folder / "output/lane.svg").read_text(encoding="utf-8")


def test_a_broken_map_keeps_its_picture(watch):
    """The mistake is told with its line; mended, the picture is drawn."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    old = (watching.folder / "output/lane.svg").read_bytes()
    watching.write("lane.argmap", LANE.replace("claim lane", "clam lane"))
    said = watching.wait_for("was not drawn")
    assert "error[SYN002]" in said
    assert "lane.argmap:2:1" in said
    assert (watching.folder / "output/lane.svg").read_bytes() == old
    watching.write("lane.argmap", LANE)
    assert "nothing to report" in watching.wait_for("output/lane.svg")


def test_a_picture_that_cannot_be_written_ends_nothing(watch):
    """It is told, and the next save draws the map where that can be done."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    (watching.folder / "output/lane.svg").unlink()
    (watching.folder / "output/lane.svg").mkdir()
    watching.write("lane.argmap", LANE.replace("Build it", "Build it soon"))
    assert "cannot be written" in watching.wait_for("was not drawn")
    (watching.folder / "output/lane.svg").rmdir()
    watching.write("lane.argmap", LANE)
    watching.wait_for("nothing to report.\noutput/lane.svg")


def test_only_what_depends_on_a_file_is_done_again(watch):
    """A part brings itself and what imports it; the others are left alone."""
    part = 'map "Part" claim low "Low" { assumption ground "Ground" }\n'
    main = 'map "Main" import "part.argmap" as part\nclaim top "Top" { supported-by: part.low }\n'
    watching = watch(lane=LANE, main=main, part=part)
    watching.wait_for("output/part.svg")
    watching.write("part.argmap", part.replace("Ground", "Another"))
    said = watching.wait_for("output/part.svg")
    assert "part.argmap" in said
    assert "output/main.svg" in said
    assert "lane" not in said


def test_several_formats_are_drawn_side_by_side(watch):
    """Each round draws all formats that are asked for."""
    watching = watch(".", "--format", "svg", "--format", "outline")
    watching.wait_for("output/lane.md")
    watching.write("lane.argmap", LANE.replace("Build it", "Build it soon"))
    said = watching.wait_for("output/lane.md")
    assert "output/lane.svg" in said
    for name in ("lane.svg", "lane.md"):
        assert "soon" in (watching.folder / "output" / name).read_text(encoding="utf-8")


def test_maps_come_and_go(watch):
    """A new file is drawn; one that is deleted is named, and its picture stays."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    watching.write("bus.argmap", LANE)
    assert "bus.argmap" in watching.wait_for("output/bus.svg")
    (watching.folder / "bus.argmap").unlink()
    assert "checked" not in watching.wait_for("bus.argmap")
    assert (watching.folder / "output/bus.svg").exists()


def test_it_draws_as_render_does(watch):
    """The options of `argmap render` hold, and the pictures are the same, byte for byte."""
    options = ["--format", "html", "--strengths", "--no-legend", "--findings"]
    watching = watch(".", "-o", "out", *options)
    watching.wait_for("out/lane.html")
    render = [sys.executable, "-m", "argmap", "render", ".", "-o", "again", *options]
    subprocess.run(render, cwd=watching.folder, check=True, capture_output=True)
    one, other = (watching.folder / each / "lane.html" for each in ("out", "again"))
    assert one.read_bytes() == other.read_bytes()


def test_a_view_of_what_is_not_there_is_told_and_waited_for(watch):
    """A statement in focus that nobody has written yet is no end."""
    watching = watch(".", "--focus", "soon")
    assert "soon" in watching.wait_for("argmap: ")
    watching.write("lane.argmap", LANE.replace("calm", "soon"))
    watching.wait_for("output/lane.focus-soon.svg")


def test_a_mistake_in_the_settings_is_told(watch):
    """The map cannot be checked as its project wants it; it can be drawn."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    watching.write("argmap.toml", "nonsense = 1\n")
    said = watching.wait_for("output/lane.svg")
    assert "unknown key `nonsense`" in said
    assert "nothing to report" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="signals are otherwise there")
def test_ctrl_c_ends_it(watch):
    """With the code of all commands that are interrupted, and without a word more."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    assert watching.end() == 130
    assert watching.said == ""


def test_a_path_that_leads_nowhere_ends_it(tmp_path):
    """At the beginning a path that is not there is a mistake of the call."""
    command = [sys.executable, "-m", "argmap", "watch", "nothing.argmap"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 2
    assert "`nothing.argmap` does not exist" in done.stderr
