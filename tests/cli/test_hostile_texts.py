"""Tests that any text, however long, deep or broken, ends in a report."""

import json

import pytest

DEPTH = 50_000

TEXTS = {
    "not UTF-8": 'claim a "Türkiye"\n'.encode("latin-1"),
    "UTF-16": 'claim a "x" { assumption "y" }\n'.encode("utf-16"),
    "NUL in a text": b'claim a "x\0y"\n',
    "NUL between": b'claim a "x" { assumption "y" }\n\0\n',
    "nothing but NUL": b"\0" * 100_000,
    "a block string never closed": b'claim a """never ends\n\n  claim b "c"\n',
    "a string never closed": b'claim a "never ends\nclaim b "c"\n',
    "braces never opened": b"}" * 1_000,
    "braces alone": b"{" * 1_000,
    "quotes alone": b'"' * 10_001,
    "backslashes": b'claim a "' + b"\\" * 10_001,
    "one very long word": b"a" * 1_000_000,
    "one very long number": b'claim a "x" { confidence: ' + b"9" * 100_000 + b" }",
    "every control character": bytes(range(32)) + b"\x7f",
    "escapes of a terminal": 'claim a "\x1b[2J\x1b]0;title\x07\u202e"\n'.encode(),
    "every byte": bytes(range(256)) * 4,
    "half a character": 'claim a "ü'.encode()[:-1],
    "surrogates in UTF-8": b'claim a "\xed\xa0\x80"\n',
    "an escape of half a character": rb'claim a "\u{D800}" { assumption "y" \u{110000} }',
    "a Python file": b"import os\n\ndef f(x):\n    return {'a': [1, 2]}\n",
    "wrong words": b'clam a "x"\n' * 500,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_broken_text_ends_in_a_report(argmap, write, name):
    """Any bytes are a map with diagnostics, and cannot control the terminal."""
    write("map.argmap", TEXTS[name])
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    controls = {c for c in outcome.stdout if ord(c) < 32 or 0x7F <= ord(c) < 0xA0}
    assert controls == {"\n"}
    assert "\u202e" not in outcome.stdout


@pytest.mark.parametrize("name", TEXTS)
def test_broken_standard_input_is_reported_as_json(argmap, name):
    """Standard input is read like a file, and JSON is always written."""
    outcome = argmap("check", "--format", "json", "-", input=TEXTS[name])
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert json.loads(outcome.stdout)["diagnostics"]


def test_a_byte_order_mark_is_ignored(argmap, write, clean):
    """Editors on Windows write one before the text."""
    write("map.argmap", b"\xef\xbb\xbf" + clean.encode())
    assert argmap("check", "map.argmap").returncode == 0


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_endings_are_accepted(argmap, write, clean, doubtful, line_end):
    """Line endings of Windows and of old Macs end lines and comments, and count as lines."""
    write("clean.argmap", clean.replace("\n", line_end))
    assert argmap("check", "clean.argmap").returncode == 0
    write("map.argmap", f"# One\n# Two\n{doubtful}".replace("\n", line_end))
    assert "--> map.argmap:3:1" in argmap("check", "map.argmap").stdout


def test_a_missing_final_newline_is_accepted(argmap, write, clean):
    """A file may end with its last brace."""
    write("map.argmap", clean.rstrip())
    assert argmap("check", "map.argmap").returncode == 0


@pytest.mark.parametrize("text", ["", "\n", "# Only a comment", "\ufeff", " \t\r\n"])
def test_an_empty_map_is_reported(argmap, write, text):
    """An empty map may have been cut off, so it is one warning, which fails a check."""
    write("map.argmap", text)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "Found 1 warning in 1 file" in outcome.stdout
    assert "STR210" in outcome.stdout


def test_nesting_is_limited_only_by_memory(argmap, write):
    """Fifty thousand nested statements are a valid map."""
    claims = "".join(f'claim "x {number}" {{' for number in range(DEPTH))
    write("map.argmap", claims + 'assumption "y"' + "}" * DEPTH)
    outcome = argmap("check", "map.argmap", "--ignore", "DIA402", "--ignore", "STR207")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert f"{DEPTH + 1:,} statements" in outcome.stdout


@pytest.mark.parametrize(
    ("opening", "depth"),
    [('claim "x" {', 10_000), ('section "x" {', 5_000), ("{", 5_000), ("reason {", 5_000)],
)
def test_deep_nesting_without_an_end_is_reported(argmap, write, opening, depth):
    """The blocks may be unclosed or in the wrong place."""
    write("map.argmap", opening * depth)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")


def test_a_very_large_file_is_not_read(argmap, write):
    """A file of 50 MB is one diagnostic, without reading it."""
    write("map.argmap", b"# filler filler\n" * (50 * 1024 * 1024 // 16))
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "too large to be a map (50 MB)" in outcome.stdout
    assert outcome.stdout.count("error[") == 1


def test_a_very_large_file_is_not_imported(argmap, write, clean):
    """The same limit applies to imports, and the importing map is checked."""
    write("part.argmap", b"# filler filler\n" * (17 * 1024 * 1024 // 16))
    write("map.argmap", f'import "part.argmap"\n{clean}')
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "part.argmap:1:1" in outcome.stdout
    assert outcome.stdout.count("error[") == 1


def test_a_very_large_standard_input_is_not_read(argmap):
    """Endless input is cut off at the same size."""
    outcome = argmap("check", "-", input=b"# filler filler\n" * (17 * 1024 * 1024 // 16))
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "too large to be a map" in outcome.stdout


@pytest.mark.parametrize("command", [["export", "json"], ["export", "outline"], ["render"]])
@pytest.mark.parametrize("name", ["not UTF-8", "every byte", "a block string never closed"])
def test_other_commands_report_like_check(argmap, write, command, name):
    """Export and render report the diagnostics of a broken text too."""
    write("map.argmap", TEXTS[name])
    outcome = argmap(*command, "map.argmap")
    assert outcome.returncode == 1
    assert "error[" in outcome.stderr


@pytest.mark.parametrize("format_", ["argmap", "json", "outline"])
def test_deep_nesting_is_exported(argmap, write, format_):
    """No exporter recurses over a map."""
    depth = 5_000
    write("map.argmap", 'claim "x" {' * depth + 'assumption "y"' + "}" * depth)
    outcome = argmap("export", format_, "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
