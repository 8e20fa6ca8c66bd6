"""Mending maps."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.diagnostics import Applicability
from argmap.errors import InputError
from argmap.syntax import parse
from argmap.syntax.comments import comments
from argmap.text import SourceText
from argmap.workspace.fixing import fix_paths


@pytest.fixture
def mend(maps):
    """Mend one map; returns it as it is then, written."""

    def run(text: str, *, unsafe: bool = False) -> str:
        path = maps(map=text) / "map.argmap"
        fix_paths([path], unsafe=unsafe).write()
        return path.read_bytes().decode()

    return run


def test_fixes_that_overlap_are_made_in_turn(mend):
    """A list that repeats what nesting says already goes, value by value."""
    text = 'claim a "A" {\n  assumption b "B" { supports: a, a, a }\n}\n'
    assert mend(text) == 'claim a "A" {\n  assumption b "B" { }\n}\n'


def test_a_fix_may_make_way_for_another(mend):
    """A misspelt word is mended first; what then can be read is mended next."""
    text = 'claim a "A" {\n  asumption b "B" { suports: a }\n}\n'
    assert mend(text) == 'claim a "A" {\n  assumption b "B" { }\n}\n'


def test_several_files_are_mended_in_one_go(maps):
    """A part is mended with the map that imports it, once."""
    part = 'claim a "A" { confidense: likely assumption b "B" }\n'
    folder = maps(one='import "part.argmap" as p\nclam c "C" { supported-by: p.a }\n', part=part)
    fixed = fix_paths([folder / "one.argmap"])
    assert fixed.after.report.fixed == 2
    assert fixed.after.report.diagnostics == ()
    assert (folder / "part.argmap").read_text(encoding="utf-8") == part
    fixed.write()
    assert "confidence" in (folder / "part.argmap").read_text(encoding="utf-8")
    assert "claim c" in (folder / "one.argmap").read_text(encoding="utf-8")


def test_unsafe_fixes_are_made_when_asked_for(mend):
    """What may change the argument is left alone otherwise."""
    text = 'map "M" { thesis: a }\nclaim a "A" { claim b "B" }\n'
    assert mend(text) == text
    assert mend(text, unsafe=True) == text.replace('claim b "B"', 'assumption b "B"')


def test_silenced_findings_are_not_mended(mend):
    """Their author wants them as they are."""
    text = 'claim a "A" {\n  # argmap: ignore[REF104] because …\n  claim b "B" { supports: a }\n}\n'
    assert mend(text) == text


def test_line_ends_and_the_byte_order_mark_stay(maps):
    """Only what a fix is about changes in a file."""
    text = '\ufeffclaim a "A" {\r\n  assumption b "B" { confidense: likely }\r\n}\r\n'
    path = maps() / "map.argmap"
    path.write_bytes(text.encode())
    fix_paths([path]).write()
    assert path.read_bytes().decode() == text.replace("confidense", "confidence")


def test_a_file_that_is_not_utf_8_is_never_written(maps):
    """What could not be read cannot be written back."""
    path = maps() / "map.argmap"
    data = b'clam a "A\xff" { assumption b "B" }\n'
    path.write_bytes(data)
    fixed = fix_paths([path])
    assert fixed.changes == ()
    fixed.write()
    assert path.read_bytes() == data


def test_a_file_that_changed_in_between_is_not_written(maps):
    """Nobody's work is lost."""
    path = maps(map='clam a "A" { assumption b "B" }\n') / "map.argmap"
    fixed = fix_paths([path])
    path.write_text("claim", encoding="utf-8")
    with pytest.raises(InputError, match="has changed"):
        fixed.write()
    assert path.read_text(encoding="utf-8") == "claim"


def test_the_difference_is_a_patch(maps):
    """`patch` makes of the old file what --fix would, line ends and missing ones included."""
    text = 'claim a "A" {\r\n  asumption b "B\u2028C"\n}\n# argmap: ignore[EVI302] because …'
    folder = maps()
    (folder / "map.argmap").write_bytes(text.encode())
    fixed = fix_paths([folder])
    try:
        subprocess.run(
            ["patch", "--binary", "-p0"],
            input=fixed.diff().encode(),
            cwd=folder,
            check=True,
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("there is no program `patch`")
    patched = (folder / "map.argmap").read_bytes()
    assert patched == fixed.changes[0].new.text.encode() != text.encode()


def test_a_finding_outside_of_the_maps_is_not_mended(maps, here):
    """Fixes change files of the project that are maps, and nothing else."""
    (here / "inner").mkdir()
    (here / "inner/argmap.toml").touch()
    outside = 'clam b "B" { assumption c "C" }\n'
    maps(inner__map='import "../b.argmap" as b\nclam a "A" { assumption d "D" }\n', b=outside)
    fix_paths([here / "inner"]).write()
    assert (here / "b.argmap").read_text(encoding="utf-8") == outside
    assert "claim a" in (here / "inner/map.argmap").read_text(encoding="utf-8")


# ---- Any map ---------------------------------------------------------------------------------


@st.composite
def damaged(draw):
    """A map with what safe fixes mend: misspelt words, edges said twice, comments of no use."""
    text = draw(map_texts())
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 6))):
        if not lines:
            break
        index = draw(st.integers(0, len(lines) - 1))
        lines[index] = draw(st.sampled_from(_DAMAGES))(lines[index])
    return "".join(lines)


_DAMAGES = (
    lambda line: line.replace("claim ", "clam ", 1),
    lambda line: line.replace("evidence ", "evidense ", 1),
    lambda line: line.replace("confidence:", "confidense:", 1),
    lambda line: re.sub(r"(supports|opposes): (\S+)\s*$", r"\1: \2, \2, # twice\n \2\n", line),
    lambda line: re.sub(r"(supports|opposes): (\S+)\s*$", r"\1: # c\n \2 # d\n , \2\n", line),
    lambda line: re.sub(r"\{\s*$", "{ # argmap: ignore[EVI302, TXT703] because …\n", line),
    lambda line: f"# argmap: ignore[REF104]\n{line}",
    lambda line: f"{line}# a remark\n",
    lambda line: re.sub(r'"\s*$', "\n", line),
    lambda line: re.sub(r"\}\s*$", "\n", line),
)


def _comments(text: str) -> list[str]:
    found = (text[start:end].rstrip() for start, end in comments(text))
    return sorted(comment for comment in found if "argmap:" not in comment)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=damaged())
def test_no_damage_is_made_and_nothing_is_left_to_mend(text, tmp_path_factory):
    """After --fix no safe fix is left, no comment is lost, and the file is no less readable."""
    path = Path(tmp_path_factory.mktemp("maps")) / "map.argmap"
    path.write_bytes(text.encode())
    fixed = fix_paths([path])
    fixed.write()
    mended = path.read_bytes().decode()
    assert _comments(mended) == _comments(text)
    faults = len(parse(SourceText("", text)).faults)
    assert len(parse(SourceText("", mended)).faults) <= faults
    again = fix_paths([path])
    assert again.changes == ()
    if not faults:
        left = [
            (finding.code, fix.title)
            for finding in again.after.report.diagnostics
            for fix in finding.fixes
            if fix.applicability is Applicability.SAFE
        ]
        assert left == []
