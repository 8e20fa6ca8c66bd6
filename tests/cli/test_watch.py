"""Tests `argmap watch` as a real process, with files that change while it runs."""

import signal
import subprocess
import sys
import threading
import time

import pytest

LANE = 'map "Lane" { thesis: lane }\nclaim lane "Build it" { assumption calm "It is safe" }\n'


class Watching:
    """A process that watches, and its output so far."""

    def __init__(self, folder, *arguments) -> None:
        self.folder = folder
        self.output = ""
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
            self.output += line

    def wait_for(self, text: str, times: int = 1) -> str:
        """Return the output since the last wait, once it contains ``text`` ``times`` times."""
        for _ in range(300):
            if self.output.count(text) >= times:
                time.sleep(0.2)  # the rest of the same round
                output, self.output = self.output, ""
                return output
            assert self.process.poll() is None, self.output
            time.sleep(0.1)
        raise AssertionError(f"{text!r} is not in {self.output!r}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        temporary = path.with_name(f".{name}.new")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)

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
    for watching in running:
        if watching.process.poll() is None:
            watching.end()


def test_it_checks_and_draws_at_once_and_after_every_save(watch):
    """Each round prints the time, the changed files, the diagnostics and the pictures."""
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
    """The error is reported with its line; after the fix, the picture is drawn."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    old = (watching.folder / "output/lane.svg").read_bytes()
    watching.write("lane.argmap", LANE.replace("claim lane", "clam lane"))
    output = watching.wait_for("was not drawn")
    assert "error[SYN002]" in output
    assert "lane.argmap:2:1" in output
    assert (watching.folder / "output/lane.svg").read_bytes() == old
    watching.write("lane.argmap", LANE)
    assert "nothing to report" in watching.wait_for("output/lane.svg")


def test_an_unwritable_picture_does_not_stop_it(watch):
    """The problem is reported, and the next save draws the map."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    (watching.folder / "output/lane.svg").unlink()
    (watching.folder / "output/lane.svg").mkdir()
    watching.write("lane.argmap", LANE.replace("Build it", "Build it soon"))
    assert "cannot be written" in watching.wait_for("was not drawn")
    (watching.folder / "output/lane.svg").rmdir()
    watching.write("lane.argmap", LANE)
    watching.wait_for("nothing to report.\noutput/lane.svg")


def test_only_maps_that_depend_on_a_file_are_processed(watch):
    """A changed import is drawn with the maps that import it; others are left alone."""
    part = 'map "Part" claim low "Low" { assumption ground "Ground" }\n'
    main = 'map "Main" import "part.argmap" as part\nclaim top "Top" { supported-by: part.low }\n'
    watching = watch(lane=LANE, main=main, part=part)
    watching.wait_for("output/part.svg")
    watching.write("part.argmap", part.replace("Ground", "Another"))
    output = watching.wait_for("output/part.svg")
    assert "part.argmap" in output
    assert "output/main.svg" in output
    assert "lane" not in output


def test_several_formats_are_drawn_together(watch):
    """Each round draws all requested formats."""
    watching = watch(".", "--format", "svg", "--format", "outline")
    watching.wait_for("output/lane.md")
    watching.write("lane.argmap", LANE.replace("Build it", "Build it soon"))
    output = watching.wait_for("output/lane.md")
    assert "output/lane.svg" in output
    for name in ("lane.svg", "lane.md"):
        assert "soon" in (watching.folder / "output" / name).read_text(encoding="utf-8")


def test_maps_may_be_added_and_deleted(watch):
    """A new file is drawn; a deleted one is named, and its picture is kept."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    watching.write("bus.argmap", LANE)
    assert "bus.argmap" in watching.wait_for("output/bus.svg")
    (watching.folder / "bus.argmap").unlink()
    assert "checked" not in watching.wait_for("bus.argmap")
    assert (watching.folder / "output/bus.svg").exists()


def test_it_draws_like_render(watch):
    """It accepts the options of `argmap render`, and the pictures are the same bytes."""
    options = ["--format", "html", "--strengths", "--no-legend", "--findings"]
    watching = watch(".", "-o", "out", *options)
    watching.wait_for("out/lane.html")
    render = [sys.executable, "-m", "argmap", "render", ".", "-o", "again", *options]
    subprocess.run(render, cwd=watching.folder, check=True, capture_output=True)
    one, other = (watching.folder / name / "lane.html" for name in ("out", "again"))
    assert one.read_bytes() == other.read_bytes()


def test_an_unknown_view_is_reported_and_waited_for(watch):
    """The statement in focus may be written later."""
    watching = watch(".", "--focus", "soon")
    assert "soon" in watching.wait_for("argmap: ")
    watching.write("lane.argmap", LANE.replace("calm", "soon"))
    watching.wait_for("output/lane.focus-soon.svg")


def test_a_mistake_in_the_settings_is_reported(watch):
    """The map cannot be checked, but it is drawn."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    watching.write("argmap.toml", "nonsense = 1\n")
    output = watching.wait_for("output/lane.svg")
    assert "unknown key `nonsense`" in output
    assert "nothing to report" not in output


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_ctrl_c_stops_it(watch):
    """The exit code is 130, as for all interrupted commands, and nothing is printed."""
    watching = watch()
    watching.wait_for("output/lane.svg")
    assert watching.end() == 130
    assert watching.output == ""


def test_a_missing_path_is_wrong_usage(tmp_path):
    """The command does not start to watch."""
    command = [sys.executable, "-m", "argmap", "watch", "nothing.argmap"]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert result.returncode == 2
    assert "`nothing.argmap` does not exist" in result.stderr
