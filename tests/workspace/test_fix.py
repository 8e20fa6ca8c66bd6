"""Applying fixes with the real rules."""

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
def fix_map(maps):
    """Return a function that fixes a map with errors, and returns the text of the file."""

    def run(text: str, *, unsafe: bool = False) -> str:
        path = maps(map=text) / "map.argmap"
        fix_paths([path], unsafe=unsafe).write()
        return path.read_bytes().decode()

    return run


def test_overlapping_fixes_are_applied_in_turn(fix_map):
    """Values that repeat what nesting says are removed one by one."""
    text = 'claim a "A" {\n  assumption b "B" { supports: a, a, a }\n}\n'
    assert fix_map(text) == 'claim a "A" {\n  assumption b "B" { }\n}\n'


def test_a_fix_may_enable_another_one(fix_map):
    """Once a keyword is corrected, an attribute can be corrected."""
    text = 'claim a "A" {\n  asumption b "B" { suports: a }\n}\n'
    assert fix_map(text) == 'claim a "A" {\n  assumption b "B" { }\n}\n'


def test_imported_files_are_fixed(maps):
    """An imported file is fixed once, together with the importing map."""
    part = 'claim a "A" { confidense: likely assumption b "B" }\n'
    folder = maps(one='import "part.argmap" as p\nclam c "C" { supported-by: p.a }\n', part=part)
    fixed = fix_paths([folder / "one.argmap"])
    assert fixed.after.report.fixed == 2
    assert fixed.after.report.diagnostics == ()
    assert (folder / "part.argmap").read_text(encoding="utf-8") == part
    fixed.write()
    assert "confidence" in (folder / "part.argmap").read_text(encoding="utf-8")
    assert "claim c" in (folder / "one.argmap").read_text(encoding="utf-8")


def test_unsafe_fixes_are_applied_on_request(fix_map):
    """By default, the argument does not change."""
    text = 'map "M" { thesis: a }\nclaim a "A" { claim b "B" }\n'
    assert fix_map(text) == text
    assert fix_map(text, unsafe=True) == text.replace('claim b "B"', 'assumption b "B"')


UNSAFE = 'map "M" { thesis: a }\nclaim a "A" { claim b "B" }\n'
"""A map with an unsafe fix only."""


def test_unsafe_fixes_are_not_applied_by_default(maps):
    """For files, for standard input, and for an editor."""
    path = maps(map=UNSAFE) / "map.argmap"
    expected = UNSAFE.replace('claim b "B"', 'assumption b "B"')
    assert fix_paths([path]).changes == ()
    assert fix_bytes(UNSAFE.encode()).changes == ()
    assert fixes(UNSAFE)[1] == UNSAFE
    (change,) = fix_paths([path], unsafe=True).changes
    assert change.new.text == expected
    (change,) = fix_bytes(UNSAFE.encode(), unsafe=True).changes
    assert change.new.text == expected
    assert fixes(UNSAFE, unsafe=True)[1] == expected


def test_imports_of_standard_input_are_not_fixed(maps, here):
    """Imported files are unchanged, even if they have errors."""
    part = 'clam b "B" { assumption c "C" }\n'
    maps(part=part)
    data = b'import "part.argmap" as p\nclam a "A" { supported-by: p.b }\n'
    fixed = fix_bytes(data, here / "map.argmap")
    assert [change.path for change in fixed.changes] == [here / "map.argmap"]
    assert fixed.apply_to(data) == data.replace(b"clam", b"claim")
    assert [diagnostic.location.source.name for diagnostic in fixed.after.report.diagnostics] == [
        "part.argmap"
    ]


def test_standard_input_without_errors_is_returned_unchanged(here, clean):
    """Byte by byte, including line ends and byte-order mark."""
    data = ("\ufeff" + clean.replace("\n", "\r\n")).encode()
    assert fix_bytes(data).apply_to(data) == data
    assert fix_bytes(data).changes == ()


def test_an_imported_file_may_have_its_own_configuration(maps, here):
    """The project is that of the map that is checked."""
    (here / "argmap.toml").touch()
    (here / "inner").mkdir()
    (here / "inner/argmap.toml").touch()
    main = 'import "inner/part.argmap" as p\nclam a "A" { supported-by: p.b }\n'
    folder = maps(map=main, inner__part='clam b "B" { assumption c "C" }\n')
    fix_paths([folder / "map.argmap"]).write()
    assert "claim a" in (folder / "map.argmap").read_text(encoding="utf-8")
    assert "claim b" in (folder / "inner/part.argmap").read_text(encoding="utf-8")


def test_an_impossible_fix_is_skipped(maps):
    """The file is not damaged."""
    text = 'evidence a "A" { url: https://example.org/a?b=1#c } "y"\n'
    path = maps(map=text) / "map.argmap"
    fixed = fix_paths([path])
    fixed.write()
    assert path.read_text(encoding="utf-8").count("https://example.org/a?b=1#c") == 1


def test_suppressed_diagnostics_are_not_fixed(fix_map):
    """Their author has accepted them."""
    text = 'claim a "A" {\n  # argmap: ignore[REF104] because …\n  claim b "B" { supports: a }\n}\n'
    assert fix_map(text) == text


def test_line_ends_and_the_byte_order_mark_are_preserved(maps):
    """Only the text of a fix changes."""
    text = '\ufeffclaim a "A" {\r\n  assumption b "B" { confidense: likely }\r\n}\r\n'
    path = maps() / "map.argmap"
    path.write_bytes(text.encode())
    fix_paths([path]).write()
    assert path.read_bytes().decode() == text.replace("confidense", "confidence")


def test_a_file_that_is_not_utf_8_is_never_written(maps):
    """Undecodable bytes would be lost."""
    path = maps() / "map.argmap"
    data = b'clam a "A\xff" { assumption b "B" }\n'
    path.write_bytes(data)
    fixed = fix_paths([path])
    assert fixed.changes == ()
    fixed.write()
    assert path.read_bytes() == data


def test_a_file_that_changed_meanwhile_is_not_written(maps):
    """Nothing is overwritten."""
    path = maps(map='clam a "A" { assumption b "B" }\n') / "map.argmap"
    fixed = fix_paths([path])
    path.write_text("claim", encoding="utf-8")
    with pytest.raises(InputError, match="has changed"):
        fixed.write()
    assert path.read_text(encoding="utf-8") == "claim"


def test_the_diff_can_be_applied_with_patch(maps):
    """Including line ends, and a missing line end at the end of the file."""
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
        pytest.skip("`patch` is not installed")
    patched = (folder / "map.argmap").read_bytes()
    assert patched == fixed.changes[0].new.text.encode() != text.encode()


def test_files_outside_of_the_project_are_not_fixed(maps, here):
    """An imported file outside of the project is unchanged."""
    (here / "inner").mkdir()
    (here / "inner/argmap.toml").touch()
    outside = 'clam b "B" { assumption c "C" }\n'
    maps(inner__map='import "../b.argmap" as b\nclam a "A" { assumption d "D" }\n', b=outside)
    fix_paths([here / "inner"]).write()
    assert (here / "b.argmap").read_text(encoding="utf-8") == outside
    assert "claim a" in (here / "inner/map.argmap").read_text(encoding="utf-8")


# ---- Harm ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('source p "P" { date: 31.05.2024 }\n', 'source p "P" { date: 2024-05-31 }\n'),
        ('claim a "A" { confidence: 0.6.1 }\n', 'claim a "A" { confidence: 0.6.1 }\n'),
        ('claim a "A\r  b"\n', 'claim a """A\r  b"""\n'),
        ('claim a "A\r\rclaim b "B"\r', 'claim a "A"\r\rclaim b "B"\r'),
        ("{0{", "{0{\n}}"),
        ("{{", "{\n}"),
        (  # with the quotes, the last word is not a keyword after a brace
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
def test_a_second_run_changes_nothing(text, expected):
    """A text that grew with every run is fixed once, or left unchanged."""
    found, fixed = fixes(text)
    assert fixed == expected
    assert found.passes <= 2
    assert fixes(fixed)[1] == fixed


def test_one_run_has_as_many_passes_as_needed():
    """A pass may replace what an earlier one inserted; a second run finds nothing to do."""
    text = 'claim a "A" {\n  claim b "B" { date 2024)\n  claim c "C"\n'
    fixed = fixes(text)[1]
    assert fixed == 'claim a "A" {\n  claim b "B" { date: 2024\n  }\n  claim c "C"\n}\n'
    assert fixes(fixed)[0].passes == 0


def test_a_repeated_edge_is_removed_once_its_id_is_fixed():
    """An invisible character in an id is ignored."""
    text = 'claim abc "A" {\n  counterpoint b "B" { opposes: ab\u200bc'
    assert fixes(text)[1] == 'claim abc "A" {\n  counterpoint b "B" {\n}}'


def test_moved_locations_are_no_changes():
    """The thesis, a section and a source may be at other offsets after a fix."""
    text = 'map "M" ｛ thesis： a ｝\nsource s "S"\nclam a "A" @s:3 { assumption b "B" }\n'
    found, fixed = fixes(text)
    assert fixed == text.translate(str.maketrans("｛：｝", "{:}")).replace("clam", "claim")
    assert found.passes == 1


def test_a_safe_fix_changes_no_statement():
    """Deleting the brace would add a statement; unsafe fixes may do that."""
    text = "aim }easo{"
    assert fixes(text)[1] == text
    assert fixes(text, unsafe=True)[1] != text


def test_a_pass_that_adds_another_diagnostic_is_dropped():
    """The value would be invalid once the attribute is corrected."""
    text = 'claim a "A" { assumption b "B" { confidense: 80 } }\n'
    found, fixed = fixes(text)
    assert fixed == text
    assert [diagnostic.code for diagnostic in found.after.report.diagnostics] == ["SYN003"]
    assert found.after.report.fixed == 0


def test_the_other_fixes_of_a_dropped_pass_are_applied():
    """A fix that does not help does not prevent others."""
    text = 'clam a "A" { asumption b "B" { confidense: 80 suports: c } }\nassumption c "C"\n'
    expected = 'claim a "A" { assumption b "B" { confidense: 80 supports: c } }\nassumption c "C"\n'
    assert fixes(text)[1] == expected


def test_nothing_is_deleted_in_a_file_with_syntax_errors():
    """Text that seems redundant may be needed once the whole file can be parsed."""
    text = 'claim a "A" {\n  ? nonsense\n  assumption b "B" { supports: a }\n}\n'
    found, fixed = fixes(text)
    assert "REF104" in {diagnostic.code for diagnostic in found.before.report.diagnostics}
    assert fixed == text


def test_unknown_ids_are_not_corrected_by_safe_fixes(fix_map):
    """The statement or the source may not be written yet."""
    text = 'source diary "D"\nassumption rain "R"\nassumption b "B" @dairy { supports: rein }\n'
    assert fix_map(text) == text
    assert fix_map(text, unsafe=True) == text.replace("dairy", "diary").replace("rein", "rain")


@pytest.mark.parametrize("group", range(10))
def test_no_fix_does_harm(group):
    """In 50 mutated maps per group, fixes preserve the text and add no diagnostic."""
    for seed in range(group * 50, group * 50 + 50):
        text, quoted = example(seed)
        found = harms(text, quoted)
        assert not found, f"map {seed}: {found}\n{shrunk(text, lambda t: bool(harms(t)), 100)!r}"


def test_an_editor_fixes_as_the_command_does():
    """The code action "fix all" and --fix have the same result."""
    texts = [example(seed)[0] for seed in range(1_000, 1_040)]
    assert any(fixes(text)[1] != text for text in texts)
    assert [text for text in texts if not is_same_in_editor(text)] == []


def test_harm_is_detected():
    """The checks detect changed words, numbers and references."""
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


def test_mutated_maps_have_errors():
    """Most mutated maps are broken, the original ones are not, and a seed reproduces a map."""
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
    """A map with misspelled words, repeated edges and unused comments."""
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
def test_random_damage_is_fixed_without_harm(text, tmp_path_factory):
    """After --fix, no safe fix is left, no comment is lost, and there are no more syntax errors."""
    path = Path(tmp_path_factory.mktemp("maps")) / "map.argmap"
    path.write_bytes(text.encode())
    fixed = fix_paths([path])
    fixed.write()
    result = path.read_bytes().decode()
    assert _comments(result) == _comments(text)
    errors = len(parse(SourceText("", text)).errors)
    assert len(parse(SourceText("", result)).errors) <= errors
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
