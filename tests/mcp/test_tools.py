"""The tools for assistants do what the commands do, in few words."""

import json
import re
import tomllib
from base64 import b64decode
from pathlib import Path

import pytest
from mcp.shared.exceptions import MCPError
from tests.mcp.assistant import MAP, started, write

from argmap.workspace.guide import guide

BROKEN = MAP.replace("@diary:3", "@dairy:3").replace("counterpoint lane", "countrpoint lane")


def test_the_tools_are_listed(assistant):
    """Each has a description and a closed schema, and only reads."""
    tools = {tool.name: tool for tool in assistant.tools()}
    assert list(tools) == ["check", "diff", "explain", "guide", "passages", "render", "what_if"]
    for tool in tools.values():
        assert 20 < len(tool.description) < 400
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations.read_only_hint


def test_the_guide_is_that_of_the_command(assistant):
    """Clients may drop other instructions, so it is the result of a tool."""
    assert assistant.call("guide").startswith(guide())


def test_a_map_without_faults_is_one_line(assistant):
    """Only faults are reported."""
    assert assistant.call("check", path="bus.argmap") == (
        "1 file checked, 4 statements: nothing to report."
    )
    assert assistant.call("check", text=MAP) == "1 file checked, 4 statements: nothing to report."


def test_faults_are_reported_with_their_fixes(assistant):
    """Two to four lines for each."""
    assert (
        assistant.call("check", text=BROKEN)
        == """\
text.argmap:6:47: error[REF106] unknown source `dairy`; did you mean `diary`?
  suggestion: write `diary`
  6 -   counterpoint slow "The bus is always late" @dairy:3 {
  6 +   counterpoint slow "The bus is always late" @diary:3 {
text.argmap:7:5: error[SYN002] unknown keyword `countrpoint`; did you mean `counterpoint`?
  fix: write `counterpoint`
  7 -     countrpoint lane "Since May it has a lane" @diary:4
  7 +     counterpoint lane "Since May it has a lane" @diary:4
Found 2 errors in 1 file; 1 comes with a fix."""
    )


def test_quotations_in_a_text_are_looked_up(assistant):
    """The text of a map can cite the sources in the folder."""
    report = assistant.call("check", text=MAP.replace('"two francs"', '"three francs"'))
    assert "error[EVI307] “three francs” is not in ¶2 of `diary`" in report


def test_infos_can_be_left_out(assistant):
    """A model that runs out of context asks for errors and warnings only."""
    text = 'claim a "A" @s\nsource s "S"\n'
    assert "info[EVI314]" in assistant.call("check", text=text)
    assert "info[" not in assistant.call("check", text=text, infos=False)


def test_the_worst_faults_come_first(assistant):
    """At most forty are reported at once."""
    claims = "".join(f'claim c{number} "Claim {number}"\n' for number in range(60))
    lines = assistant.call("check", text=f'{claims}claim d "D" @x\n').splitlines()
    assert "error[REF106]" in lines[0]
    assert lines[-2].startswith("… and ")


def test_the_thesis_is_explained(assistant):
    """Or any other statement, by its id."""
    explanation = assistant.call("explain", path="bus.argmap")
    assert explanation.startswith("✓ bus: We should take the bus\n  is accepted: ")
    assert assistant.call("explain", text=MAP, id="slow").startswith("✗ slow: ")
    assert assistant.refused("explain", text=MAP, id="slwo") == (
        "the map has no statement `slwo`; did you mean `slow`?"
    )


def test_a_rule_is_explained_without_a_map(assistant):
    """The model reads the code in a report."""
    assert assistant.call("explain", id="EVI301").startswith("EVI301 unsupported-claim")
    assert assistant.refused("explain", id="EVI399").startswith("unknown rule `EVI399`; ")


def test_an_explanation_of_a_broken_map_says_so(assistant):
    """A verdict may depend on what is missing."""
    assert assistant.call("explain", text=BROKEN).startswith(
        "Note: the map has 2 errors; call `check` and fix them first.\n\n✓ bus: "
    )


def test_supposed_verdicts(assistant):
    """The thesis comes first, then what else changes."""
    assert (
        assistant.call("what_if", path="bus.argmap", suppose={"lane": "rejected"})
        == """\
thesis: bus: We should take the bus: accepted → rejected, because an attack on it succeeds
changes: slow: The bus is always late: rejected → accepted, because every attack on it fails"""
    )
    assert (
        assistant.call("what_if", text=MAP, suppose={"slow": "rejected"})
        == """\
thesis: bus: We should take the bus: stays accepted, because every attack on it fails
No other verdict changes."""
    )


def test_differences(assistant):
    """Both versions can be texts or paths."""
    assert assistant.call("diff", old_path="bus.argmap", new_text=MAP) == (
        "The two versions say the same."
    )
    new = MAP.replace(" {\n    counterpoint lane", "\n  assumption x").replace("  }\n}", "}")
    difference = assistant.call("diff", old_text=MAP, new_text=new)
    assert "bus" in difference
    assert "rejected" in difference


def test_passages_are_numbered(assistant):
    """By the path of the text, or by the map and the id of the source."""
    text = """\
1  # The bus

2  A ticket costs two francs.

3  The bus is late.

4  Since May it has a lane.

[paragraphs 1-4 of 4]"""
    assert assistant.call("passages", path="diary.txt") == text
    assert assistant.call("passages", path="bus.argmap", source="diary") == text


def test_passages_come_in_pages(assistant, project):
    """The result says how to get the next ones, and cuts very long ones."""
    long_text = "\n\n".join(f"Paragraph {number}. " + "Word. " * 200 for number in range(1, 101))
    write(project, maps__long_txt=f"{long_text}\n\n{'x' * 100_000}\n")
    first = assistant.call("passages", path="long.txt")
    assert first.endswith("\n\n[paragraphs 1-16 of 101; next: first=17]")
    assert len(first) < 24_000
    second = assistant.call("passages", path="long.txt", first=17, count=2)
    assert second.startswith("17  Paragraph 17. ")
    assert second.endswith("\n\n[paragraphs 17-18 of 101; next: first=19]")
    last = assistant.call("passages", path="long.txt", first=101)
    assert last.endswith("x… [94,000 more characters]\n\n[paragraphs 101-101 of 101]")
    assert assistant.refused("passages", path="long.txt", first=102) == (
        "`long.txt` has 101 paragraphs; pass a smaller `first`"
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"path": "bus.argmap"}, "missing `source`; the sources of the map are: `diary`"),
        ({"path": "bus.argmap", "source": "x"}, "unknown source `x`"),
        ({"path": "part.argmap", "source": "x"}, "unknown source `x`"),
        ({"path": "diary.txt", "source": "x"}, "`diary.txt` is not a map; pass only its path"),
        ({"path": "none.txt"}, "`none.txt` does not exist; paths are relative to "),
    ],
)
def test_passages_that_do_not_exist(assistant, arguments, reason):
    """The reason says what to pass instead."""
    assert assistant.refused("passages", **arguments).startswith(reason)


def test_a_map_is_drawn(assistant):
    """As an outline in words, as SVG, or as a picture that the client shows."""
    assert "**We should take the bus**" in assistant.call("render", path="bus.argmap")
    svg = assistant.call("render", path="bus.argmap", format="svg", focus="slow", depth=0)
    assert svg.startswith("<svg")
    (picture,) = assistant.result("render", {"text": MAP, "format": "png"}).content
    assert picture.mime_type == "image/png"
    assert b64decode(picture.data).startswith(b"\x89PNG")


def test_large_pictures_are_not_returned(assistant):
    """The reason says what to do instead."""
    claims = "".join(f'  assumption "Assumption {number}"\n' for number in range(60))
    reason = assistant.refused("render", text=f'claim a "A" {{\n{claims}}}\n', format="svg")
    assert "draw a part with `focus` and `depth`" in reason
    assert "only written to a file" in assistant.refused("render", text=MAP, format="html")


def test_nothing_is_written_by_default(assistant, project):
    """The reason names the option."""
    assert assistant.refused("render", text=MAP, output="bus.svg", format="svg") == (
        "nothing may be written; start `argmap mcp` with `--write FOLDER`"
    )
    assert not list(project.rglob("*.svg"))


def test_pictures_are_written_to_the_folder(tmp_path):
    """It can be read, too. Existing files are kept, unless the model says otherwise."""
    write(tmp_path, maps__bus_argmap=MAP, out__other_argmap=MAP)
    (tmp_path / "outside").mkdir()
    (tmp_path / "out/link").symlink_to(tmp_path / "outside", target_is_directory=True)
    with started(tmp_path, "maps", "--write", "out") as assistant:
        assert not next(
            tool for tool in assistant.tools() if tool.name == "render"
        ).annotations.read_only_hint
        drawing = {"path": "bus.argmap", "format": "svg"}
        path = (tmp_path / "out/pictures/bus.svg").resolve()
        written = assistant.call("render", **drawing, output="pictures/bus.svg")
        assert written == f"wrote {path.as_posix()}"
        assert path.read_text(encoding="utf-8").startswith("<svg")
        assert "already exists" in assistant.refused("render", **drawing, output="pictures/bus.svg")
        assert assistant.call("render", **drawing, output="pictures/bus.svg", replace=True)
        assert "The bus" in assistant.call("explain", path="other.argmap", id="slow")
        for output in ("../bus.svg", f"{tmp_path}/bus.svg", "link/bus.svg", ".bus.svg", "//x/y"):
            assert assistant.refused("render", **drawing, output=output)
    assert sorted(found.name for found in tmp_path.rglob("*.svg")) == ["bus.svg"]
    assert not list((tmp_path / "outside").iterdir())


def test_the_settings_of_clients_in_the_documentation_are_valid():
    """Each is JSON or TOML, and names the command and a folder."""
    page = (Path(__file__).parents[2] / "docs/assistants.md").read_text(encoding="utf-8")
    section = page.partition("### Setting it up")[2].partition("\n### ")[0]
    blocks = re.findall(r"^```json\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        ((_, servers),) = json.loads(block).items()
        server = servers["argmap"]
        assert Path(server["command"]).name == "argmap"
        command, *folders = server["args"]
        assert (command, len(folders)) == ("mcp", 1)
    (toml,) = re.findall(r"^```toml\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
    assert tomllib.loads(toml)["mcp_servers"]["argmap"]["args"][0] == "mcp"


def test_a_map_without_errors_is_written(tmp_path):
    """A model that has no file system can save what it wrote."""
    (tmp_path / "out").mkdir()
    target = (tmp_path / "out/bus.argmap").resolve()
    text = MAP.replace(' text: "diary.txt"', "")
    with started(tmp_path, "--write", "out") as assistant:
        broken = assistant.call("check", text=BROKEN, output="bus.argmap", infos=False)
        assert broken.endswith("1 comes with a fix. Not written: fix the errors first.")
        assert not target.exists()
        written = assistant.call("check", text=text, output="bus.argmap")
        assert written == (
            f"1 file checked, 4 statements: nothing to report. Wrote {target.as_posix()}."
        )
        assert target.read_text(encoding="utf-8") == text
        assert "already exists" in assistant.refused("check", text=text, output="bus.argmap")
        assert "missing `text`" in assistant.refused("check", path="out/bus.argmap", output="x")
        assert "is not a map" in assistant.refused("check", text=text, output="bus.sh")


def test_an_unknown_tool_is_an_error_of_the_protocol(assistant):
    """The message lists the tools."""
    with pytest.raises(MCPError, match="unknown tool `chekc`; use one of check, diff, explain"):
        assistant.result("chekc", {})
