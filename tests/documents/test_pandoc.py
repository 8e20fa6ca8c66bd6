"""Tests the Pandoc filter, with the JSON of Pandoc and with the real program."""

import base64
import json
import shutil
import subprocess
import sys

import pytest
from tests.real import miss

MAP = 'map "Bus <lane>" { thesis: lane }\nclaim lane "Build the lane"\n'
FILTER = [sys.executable, "-m", "argmap.documents.pandoc"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "argmap.toml").touch()
    return tmp_path


def code(text: str, *classes: str) -> dict:
    return {"t": "CodeBlock", "c": [["", list(classes), []], text]}


def document(*blocks: dict) -> bytes:
    return json.dumps({"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}).encode()


@pytest.fixture
def run_filter(folder):
    """Run the filter on blocks; return the new blocks and the messages."""

    def run(output_format, *blocks):
        completed = subprocess.run(
            [*FILTER, output_format],
            input=document(*blocks),
            capture_output=True,
            cwd=folder,
            check=True,
        )
        return json.loads(completed.stdout)["blocks"], completed.stderr.decode()

    return run


def test_a_block_becomes_an_svg_element_in_html(run_filter):
    ((block,), messages) = run_filter("html5", code(MAP, "argmap"))

    ((raw,),) = (block["c"][1],)
    assert (raw["t"], raw["c"][0]) == ("RawBlock", "html")
    assert "<svg" in raw["c"][1]
    assert "<lane>" not in raw["c"][1]
    assert messages == ""


def test_a_block_becomes_an_image_in_other_formats(run_filter):
    ((block,), _) = run_filter("docx", code(MAP, "argmap"))

    image = block["c"][1][0]["c"][0]
    _, alternative, (url, _) = image["c"]
    assert alternative == [{"t": "Str", "c": "Bus <lane>"}]
    assert base64.b64decode(url.partition("base64,")[2]).startswith(b"<svg")


def test_other_blocks_are_unchanged(run_filter):
    blocks = [code(MAP, "argmap", "ignore"), code(MAP, "text"), {"t": "HorizontalRule"}]
    assert run_filter("html", *blocks) == (blocks, "")


def test_blocks_inside_others_are_replaced(run_filter):
    quote = {"t": "BlockQuote", "c": [{"t": "BulletList", "c": [[code(MAP, "argmap")]]}]}
    ((block,), _) = run_filter("html", quote)
    assert "<svg" in json.dumps(block)


def test_a_map_with_errors_stays_code(run_filter):
    wrong = code('claim a "A" { supports: b }', "argmap")
    blocks, messages = run_filter("html", code(MAP, "argmap"), wrong)

    assert blocks[1] == wrong
    assert "block 2:1:25: REF101 unknown id `b`" in messages


@pytest.mark.parametrize("data", [b"", b"no JSON", b"[" * 100_000])
def test_input_that_is_not_json_is_an_error(data):
    completed = subprocess.run([*FILTER, "html"], input=data, capture_output=True, check=False)
    assert completed.returncode == 1
    assert completed.stderr.startswith(b"argmap-pandoc: ")


@pytest.mark.parametrize(
    ("output_format", "expected"),
    [("html", b"<svg"), ("latex", b"includesvg"), ("docx", b"word/media/")],
)
def test_pandoc_runs_the_filter(folder, output_format, expected):
    if shutil.which("pandoc") is None:
        miss("pandoc is not installed")
    if output_format == "latex" and _pandoc_version() < 3:
        pytest.skip("before version 3, Pandoc extracts no images that a filter adds")
    program = folder / "argmap-pandoc"
    program.write_text(f"#!{sys.executable}\nfrom argmap.documents.pandoc import main\n\nmain()\n")
    program.chmod(0o755)
    completed = subprocess.run(
        [
            "pandoc",
            "--from",
            "markdown",
            "--to",
            output_format,
            "--filter",
            program,
            "--extract-media=media",
            "--output=-",
        ],
        input=f"# Title\n\n```argmap\n{MAP}```\n".encode(),
        capture_output=True,
        cwd=folder,
        check=True,
    )
    assert expected in completed.stdout


def _pandoc_version() -> int:
    printed = subprocess.run(["pandoc", "--version"], capture_output=True, text=True, check=True)
    return int(printed.stdout.split()[1].partition(".")[0])
