"""Applying fixes."""

import re
import subprocess
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mutations import mutated, random_map, shrunk
from tests.robustness.fixes import example, fixes, harms, is_same_in_editor
from tests.strategies import map_texts

from argmap.diagnostics import Applicability
from argmap.errors import InputError
from argmap.syntax import parse
from argmap.syntax.literals import comments
from argmap.text import SourceText
from argmap.workspace.fix import fix_bytes, fix_paths


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


UNSAFE = 'map "M" { thesis: a }\nclaim a "A" { claim b "B" }\n'
"""A map of which only an unsafe fix is suggested."""


def test_unsafe_fixes_are_not_the_default(maps):
    """Of files and of what came through a pipe, and for an editor."""
    path = maps(map=UNSAFE) / "map.argmap"
    wanted = UNSAFE.replace('claim b "B"', 'assumption b "B"')
    assert fix_paths([path]).changes == ()
    assert fix_bytes(UNSAFE.encode()).changes == ()
    assert fixes(UNSAFE)[1] == UNSAFE
    (change,) = fix_paths([path], unsafe=True).changes
    assert change.new.text == wanted
    (change,) = fix_bytes(UNSAFE.encode(), unsafe=True).changes
    assert change.new.text == wanted
    assert fixes(UNSAFE, unsafe=True)[1] == wanted


def test_of_a_piped_map_only_its_own_text_is_fixed(maps, here):
    """What it imports stays as it is, whether it has mistakes of its own or not."""
    part = 'clam b "B" { assumption c "C" }\n'
    maps(part=part)
    data = b'import "part.argmap" as p\nclam a "A" { supported-by: p.b }\n'
    fixed = fix_bytes(data, here / "map.argmap")
    assert [change.path for change in fixed.changes] == [here / "map.argmap"]
    assert fixed.piped(data) == data.replace(b"clam", b"claim")
    assert [each.location.source.name for each in fixed.after.report.diagnostics] == ["part.argmap"]


def test_what_is_piped_and_has_no_mistake_is_given_back(here, clean):
    """Byte by byte, with its line ends and its byte order mark."""
    data = ("\ufeff" + clean.replace("\n", "\r\n")).encode()
    assert fix_bytes(data).piped(data) == data
    assert fix_bytes(data).changes == ()


def test_a_part_with_a_configuration_of_its_own_does_not_keep_its_map_back(maps, here):
    """The project is that of the map that is checked, whatever it imports."""
    (here / "argmap.toml").touch()
    (here / "inner").mkdir()
    (here / "inner/argmap.toml").touch()
    main = 'import "inner/part.argmap" as p\nclam a "A" { supported-by: p.b }\n'
    folder = maps(map=main, inner__part='clam b "B" { assumption c "C" }\n')
    fix_paths([folder / "map.argmap"]).write()
    assert "claim a" in (folder / "map.argmap").read_text(encoding="utf-8")
    assert "claim b" in (folder / "inner/part.argmap").read_text(encoding="utf-8")


def test_a_fix_that_cannot_be_made_is_left_out(maps):
    """What the report suggests may be impossible once it is tried; nothing is damaged then."""
    text = 'evidence a "A" { url: https://example.org/a?b=1#c } "y"\n'
    path = maps(map=text) / "map.argmap"
    fixed = fix_paths([path])
    fixed.write()
    assert path.read_text(encoding="utf-8").count("https://example.org/a?b=1#c") == 1


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


# ---- Harm ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('source p "P" { date: 31.05.2024 }\n', 'source p "P" { date: 2024-05-31 }\n'),
        ('claim a "A" { confidence: 0.6.1 }\n', 'claim a "A" { confidence: 0.6.1 }\n'),
        ('claim a "A\r  b"\n', 'claim a """A\r  b"""\n'),
        ('claim a "A\r\rclaim b "B"\r', 'claim a "A"\r\rclaim b "B"\r'),
        ("{0{", "{0{"),
        ("{{", "{\n}"),
        (  # with the quotes, the last word is no keyword after a brace
            'claim a One Two }}evidense b "B"\n',
            'claim a "One Two" evidense b "B"\n',
        ),
        ('{"a": {"b": [1, {"c": 2}]}}', '{"a": {"b": [1, {"c": 2}]}}'),
        (
            'map "M" {\n {{\n thesis: a\n}\nclaim a "A"\n',
            'map "M" {\n \n thesis: a\n}\nclaim a "A"\n',
        ),
        (
            'claim a "A" {\r\n  claim b "B" {\r\n    note: "n"\r\nsection "S"\r\n',
            'claim a "A" {\r\n  claim b "B" {\r\n    note: "n"\r\n  }\r\n}\r\nsection "S"\r\n',
        ),
    ],
)
def test_a_fix_is_applied_once(text, wanted):
    """What made a file grow with each run is fixed, or left as it is; a second run adds nothing."""
    found, fixed = fixes(text)
    assert fixed == wanted
    assert found.passes <= 2
    assert fixes(fixed)[1] == fixed


def test_one_run_settles_what_takes_several_passes():
    """A pass may replace what an earlier one inserted; a second run finds nothing to do."""
    text = 'claim a "A" {\n  claim b "B" { date 2024)\n  claim c "C"\n'
    fixed = fixes(text)[1]
    assert fixed == 'claim a "A" {\n  claim b "B" { date: 2024\n  }\n  claim c "C"\n}\n'
    assert fixes(fixed)[0].passes == 0


def test_an_edge_named_twice_goes_once_its_id_can_be_read():
    """An invisible character in an id is no letter of it."""
    text = 'claim abc "A" {\n  counterpoint b "B" { opposes: ab\u200bc'
    assert fixes(text)[1] == 'claim abc "A" {\n  counterpoint b "B" {\n}}'


def test_a_safe_fix_changes_no_statement():
    """Deleting the brace would make one more; with unsafe fixes, that is allowed."""
    text = "aim }easo{"
    assert fixes(text)[1] == text
    assert fixes(text, unsafe=True)[1] != text


def test_a_pass_that_lowers_nothing_is_dropped():
    """What must not be added is another report, though the first one would go."""
    text = 'claim a "A" { assumption b "B" { confidense: 80 } }\n'
    found, fixed = fixes(text)
    assert fixed == text
    assert [each.code for each in found.after.report.diagnostics] == ["SYN003"]
    assert found.after.report.fixed == 0


def test_the_other_fixes_of_a_dropped_pass_are_applied():
    """One fix that does not help keeps no other back."""
    text = 'clam a "A" { asumption b "B" { confidense: 80 suports: c } }\nassumption c "C"\n'
    wanted = 'claim a "A" { assumption b "B" { confidense: 80 supports: c } }\nassumption c "C"\n'
    assert fixes(text)[1] == wanted


def test_nothing_is_deleted_where_not_all_is_read():
    """What repeats another as far as it could be read may not repeat it."""
    text = 'claim a "A" {\n  ? nonsense\n  assumption b "B" { supports: a }\n}\n'
    found, fixed = fixes(text)
    assert "REF104" in {each.code for each in found.before.report.diagnostics}
    assert fixed == text


def test_ids_and_sources_are_not_guessed(mend):
    """A name that nothing has may be one that is still to be written."""
    text = 'source diary "D"\nassumption rain "R"\nassumption b "B" @dairy { supports: rein }\n'
    assert mend(text) == text
    assert mend(text, unsafe=True) == text.replace("dairy", "diary").replace("rein", "rain")


@pytest.mark.parametrize("group", range(10))
def test_no_fix_does_harm(group):
    """In mutated maps, fixes keep what is written, add no report, and settle (50 maps a group)."""
    for seed in range(group * 50, group * 50 + 50):
        text, quoted = example(seed)
        found = harms(text, quoted)
        assert not found, f"map {seed}: {found}\n{shrunk(text, lambda t: bool(harms(t)), 100)!r}"


def test_an_editor_fixes_as_the_command_does():
    """What "fix all" makes of a text is what --fix makes of it."""
    texts = [example(seed)[0] for seed in range(1_000, 1_040)]
    assert any(fixes(text)[1] != text for text in texts)
    assert [text for text in texts if not is_same_in_editor(text)] == []


def test_harm_is_found():
    """What judges the fixes does see words, numbers and places that change."""
    from tests.robustness.fixes import _changes

    def kinds(before, after):
        return list(_changes(before, after, ("Claim Evidence",)))

    assert kinds('claim a "Claim Evidence"', 'claim a "Claim evidence"')
    assert kinds("date: 31.12.2024", "date: 31.120.2024") == ["a number changes"]
    assert kinds("date: 05.06.2024", "date: 2024-06-05") == ["a number changes"]
    assert kinds("@smith:12:14", "@smith:1214") == ["a number changes"]
    assert kinds("supports: late", "supports: bus") == ["words change: late → bus"]
    assert kinds('source smith "X"', "") != []
    assert kinds("confidence: .8", "confidence: 0.8") == []
    assert kinds('clam a "Claim Evidence"', 'claim a "Claim Evidence"') == []


def test_mutations_are_mistakes_of_many_kinds():
    """Most mutated maps are broken, each map is read without a mistake before, a seed brings it."""
    broken = 0
    for seed in range(100):
        rng = Random(seed)
        found = random_map(rng)
        assert parse(SourceText("", found.text)).errors == (), seed
        broken += bool(parse(SourceText("", mutated(rng, found.text))).errors)
    assert broken > 60
    assert example(7) == example(7)


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
    errors = len(parse(SourceText("", text)).errors)
    assert len(parse(SourceText("", mended)).errors) <= errors
    again = fix_paths([path])
    assert again.changes == ()
    if not errors:
        left = [
            (diagnostic.code, fix.title)
            for diagnostic in again.after.report.diagnostics
            for fix in diagnostic.fixes
            if fix.applicability is Applicability.SAFE
        ]
        assert left == []
