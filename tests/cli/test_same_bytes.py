"""Tests that a map gives the same bytes wherever and whenever it is drawn."""

import shutil
import subprocess
import sys

import pytest

MAP = """
map "Größe und Maß: İstanbul" { thesis: t  author: "Ada"  date: 2026-02-01 }
import "part.argmap" as part
source paper "Ein Bericht" { url: "https://example.org/r" }
claim t "Das Maß ist voll, ısı ist ISI" {
  claim safe "1.5 ist nicht 1,5" {
    evidence count "Es waren 1.234,5" @paper:3
    counterpoint few "Das ist wenig" { counterpoint rate "Doch nicht je Kilometer" }
  }
  reason link { claim one "Eins"  assumption two "Zwei"  counterpoint under "Nicht gezeigt" }
  counterpoint bus "Ein Bus bräuchte Platz 漢字 \U0001f600"
}
claim noise "Es würde leiser" { supports: safe  contradicts: bus }
claim other "Ein anderer Teil" { supported-by: part.top }
"""
PART = 'map "Teil" { thesis: top }\nclaim top "Oben" { claim deep "Tief" { evidence e "E" } }\n'

NOWHERE = '<?xml version="1.0"?><fontconfig></fontconfig>'
"""A configuration of Fontconfig without fonts."""


@pytest.fixture
def draw_in(argmap, write, tmp_path):
    """Draw the map in a folder, in an environment; return the bytes of its pictures."""

    def draw(folder, **env):
        write(f"{folder}/maps/map.argmap", MAP)
        write(f"{folder}/maps/part.argmap", PART)
        write("fonts.conf", NOWHERE)
        cwd = tmp_path / folder
        options = ("--strengths", "--findings", "-o", "out")
        outcome = argmap("render", "maps", *options, cwd=cwd, env=env)
        assert (outcome.returncode, outcome.stderr) == (0, "")
        assert len(outcome.stdout.split()) == 2
        return [path.read_bytes() for path in sorted(cwd.glob("out/*"))]

    return draw


ELSEWHERE = {
    "twice": {},
    "hashes": {"PYTHONHASHSEED": "2"},
    "ascii": {"LC_ALL": "C", "LANG": None, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "turkish": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "kathmandu": {"TZ": "Asia/Kathmandu"},
    "past": {"TZ": "UTC+12", "SOURCE_DATE_EPOCH": "1"},
    "no home": {"HOME": "/nonexistent", "XDG_CONFIG_HOME": None},
    "no environment": {"LANG": None, "LC_ALL": None, "TZ": None, "HOME": None, "USER": None},
    "narrow": {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1"},
    "optimised": {"PYTHONOPTIMIZE": "2"},
}


def test_the_environment_does_not_change_the_bytes(draw_in, tmp_path):
    """The folder, locale, time zone, fonts and hash seed vary."""
    pictures = draw_in("here", PYTHONHASHSEED="1")
    assert len(pictures) == 2
    assert all(
        picture.startswith(b"<svg") and picture.endswith(b"</svg>\n") for picture in pictures
    )
    different = [
        name
        for number, (name, env) in enumerate(ELSEWHERE.items())
        if draw_in(f"place {number}/ünter/{name}", **env) != pictures
    ]
    assert different == []
    no_fonts = {"FONTCONFIG_FILE": tmp_path / "fonts.conf", "HOME": tmp_path}
    assert draw_in("without fonts", **no_fonts) == pictures


SCRIPT = """
import locale, sys
locale.setlocale(locale.LC_ALL, sys.argv[1])
if sys.argv[1] != "C":
    assert locale.format_string("%.1f", 1.5) == "1,5"
from argmap.rendering import to_svg
from tests.rendering.conftest import SMALL, read_map
sys.stdout.buffer.write(to_svg(read_map(SMALL)).encode())
"""


@pytest.fixture
def comma(tmp_path):
    """The folder of a generated locale that writes numbers with a comma."""
    program = shutil.which("localedef")
    command = [program, "-i", "de_DE", "-f", "UTF-8", tmp_path / "de_DE.UTF-8"]
    if program is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no locale can be generated: install `localedef` and its sources")
    return tmp_path


def test_a_process_with_another_locale_draws_the_same(run, comma, pytestconfig):
    """A desktop program that sets the locale may draw with argmap."""
    env = {"LOCPATH": comma}
    pictures = [
        run([sys.executable, "-c", SCRIPT, name], env=env, cwd=pytestconfig.rootpath).stdout
        for name in ("C", "de_DE.UTF-8")
    ]
    assert pictures[0].startswith("<svg")
    assert pictures[0] == pictures[1]
