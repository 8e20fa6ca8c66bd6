"""Findings as they are typed: what, where, when, and in which files."""

import asyncio
import json
import subprocess
import sys

from lsprotocol import converters, types

CLEAN = 'claim wet "The street is wet" {\n  assumption rain "It has rained"\n}\n'


async def test_nothing_is_found_in_a_clean_map(editor):
    """A map that checks clean is told to be so: an empty list, for its version."""
    editor.open("map.argmap", CLEAN)
    assert await editor.diagnostics("map.argmap") == []


async def test_a_finding_says_what_check_says(editor):
    """Code, level, place and words are those of `argmap check`."""
    text = CLEAN.replace('rained"', 'rained" {\n    supports: wte\n  }')
    editor.write("map.argmap", text)
    editor.open("map.argmap", text)
    (found,) = await editor.diagnostics("map.argmap")
    command = [sys.executable, "-m", "argmap", "check", "--format", "json", "map.argmap"]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=editor.folder, capture_output=True, check=False
    )
    (told,) = json.loads(done.stdout)["diagnostics"]
    assert (found.code, found.source) == (told["code"], "argmap")
    assert found.message.startswith(told["message"])
    assert found.severity is types.DiagnosticSeverity.Error
    start = found.range.start
    assert (start.line + 1, start.character + 1) == (
        told["location"]["line"],
        told["location"]["column"],
    )


async def test_typing_changes_what_is_found(editor):
    """Every version is looked at, and the last one is what is told in the end."""
    editor.open("map.argmap", CLEAN)
    assert await editor.codes("map.argmap") == []
    for name in ("claim", "clai", "clam"):
        editor.replace("map.argmap", editor.texts[editor.uri("map.argmap")][:5].strip(), name)
    assert await editor.codes("map.argmap") == ["SYN002"]
    editor.set("map.argmap", CLEAN)
    assert await editor.codes("map.argmap") == []


async def test_the_project_says_what_is_looked_for(editor):
    """Rules that the project's configuration selects and ignores are those that run."""
    text = 'claim a "Perhaps it is so" { claim b "It is" }\n'
    editor.open("map.argmap", text)
    before = await editor.codes("map.argmap")
    editor.write("argmap.toml", f"ignore = {json.dumps(before)}\n")
    document = editor.whole("map.argmap")
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    await editor.published(document.uri, lambda p: not p.diagnostics)
    assert before
    editor.write("argmap.toml", 'ignore = ["ALL"]\nselect = ["nonsense"]\n')
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    await editor.published(document.uri, lambda p: len(p.diagnostics) == len(before))
    assert any("nonsense" in message.message for message in editor.client.messages)


async def test_a_comment_silences(editor):
    """What a comment with a reason silences is not told."""
    text = 'claim a "It is so" # argmap: ignore[ALL] because this is a test\n'
    editor.open("map.argmap", text)
    silenced = await editor.codes("map.argmap")
    editor.set("map.argmap", 'claim a "It is so"\n')
    assert set(silenced) < set(await editor.codes("map.argmap"))


async def test_files_of_one_map_are_told_together(editor):
    """A mistake in one file shows where another leads to it, open or not, saved or not."""
    editor.write("part.argmap", 'claim hub "A hub" { assumption b "Pipes" }\n')
    editor.open(
        "map.argmap", 'import "part.argmap" as part\nclaim a "A" { supported-by: part.hub }\n'
    )
    assert await editor.codes("map.argmap") == []
    editor.open("part.argmap", 'claim hug "A hub" { assumption b "Pipes" }\n')
    found = await editor.published(editor.uri("map.argmap"), lambda p: p.diagnostics)
    assert "REF101" in [each.code for each in found.diagnostics]
    editor.close("part.argmap")
    await editor.published(editor.uri("map.argmap"), lambda p: not p.diagnostics)


async def test_a_part_is_checked_as_a_part(editor):
    """What a part cites from the file that imports it is there, as it is for `argmap check`."""
    editor.write("map.argmap", 'import "part.argmap"\nsource s "S" {}\n')
    editor.open("part.argmap", 'claim a "A" {\n  evidence b "B" @s:1\n}\n')
    assert await editor.codes("part.argmap") == []


async def test_the_baseline_of_the_project_counts(editor):
    """What `argmap check` of the project does not report is not shown either."""
    text = 'claim a "A"\nclaim b "B"\n'
    editor.write("argmap.toml", 'baseline = "known.txt"\n')
    editor.write("known.txt", "version 1\nEVI301 a 1 map.argmap\n")
    editor.open("map.argmap", text)
    found = await editor.diagnostics("map.argmap")
    assert [each.range.start.line for each in found if each.code == "EVI301"] == [1]


async def test_a_baseline_that_is_not_there_takes_nothing_away(editor):
    """The map is checked all the same."""
    editor.write("argmap.toml", 'baseline = "known.txt"\n')
    editor.open("map.argmap", 'claim a "A"\n')
    assert "EVI301" in await editor.codes("map.argmap")


async def test_a_part_with_a_thesis_is_a_map_too(editor):
    """It is checked by itself and as a part of the file that imports it."""
    text = (
        'map "Should we?" { thesis: yes }\n'
        'claim yes "Yes" { counterpoint no "No" { assumption so "So" } }\n'
    )
    editor.write("all.argmap", 'import "map.argmap"\n')
    editor.open("map.argmap", text)
    assert "SEM501" in await editor.codes("map.argmap")


async def test_what_is_excluded_imports_nothing(editor):
    """A file in a folder that is left out makes no part of another."""
    editor.write("argmap.toml", 'exclude = ["vendor"]\n')
    editor.write("vendor/all.argmap", 'import "../map.argmap" as m\nclaim a { supports: m.none }\n')
    editor.open("map.argmap", 'claim b "B" { supports: c }\n')
    assert (await editor.codes("map.argmap")).count("REF101") == 1
    editor.write("argmap.toml", "")
    document = editor.whole("map.argmap")
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    found = await editor.published(editor.uri("vendor/all.argmap"), lambda p: p.diagnostics)
    assert "REF101" in [each.code for each in found.diagnostics]


async def test_files_that_import_each_other_are_told_so(editor):
    """A ring of imports ends in a finding, and nothing hangs."""
    editor.open("a.argmap", 'import "b.argmap"\nclaim a "A" { assumption x "X" }\n')
    editor.open("b.argmap", 'import "a.argmap"\nclaim b "B" { assumption y "Y" }\n')
    found = await editor.published(
        editor.uri("b.argmap"), lambda p: any(d.code == "REF105" for d in p.diagnostics)
    )
    assert found.diagnostics


async def test_other_places_come_along(editor):
    """Labels are related information, in whichever file they are."""
    editor.open(
        "map.argmap", 'claim a "A" { assumption x "X" }\nclaim a "B" { assumption y "Y" }\n'
    )
    found = await editor.diagnostics("map.argmap")
    (twice,) = [each for each in found if each.code == "REF102"]
    (related,) = twice.related_information
    assert related.location.uri == editor.uri("map.argmap")
    assert related.location.range.start.line == 0


async def test_a_buffer_without_a_file_is_checked(editor):
    """What was never saved is a map by itself."""
    uri, _ = editor.open("untitled:Untitled-1", 'clam a "A"\n')
    assert "SYN002" in await editor.codes(uri)
    editor.close(uri)
    await editor.published(uri, lambda p: not p.diagnostics)


async def test_a_file_outside_of_the_workspace_is_checked(editor, tmp_path):
    """A file in no folder of the editor's is looked at by itself."""
    path = tmp_path / "elsewhere.argmap"
    uri, _ = editor.open(path.as_uri(), 'clam a "A"\n')
    assert "SYN002" in await editor.codes(uri)


async def test_closing_takes_back_what_was_said(editor):
    """A file that is closed keeps no findings, nor do those it imports."""
    editor.write("part.argmap", 'clam hub "A hub"\n')
    editor.open("map.argmap", 'import "part.argmap"\n')
    await editor.published(editor.uri("part.argmap"), lambda p: p.diagnostics)
    editor.close("map.argmap")
    await editor.published(editor.uri("part.argmap"), lambda p: not p.diagnostics)


async def test_diagnostics_are_what_the_protocol_says(editor):
    """What is sent is valid by the protocol's own types, its data included."""
    editor.open("map.argmap", 'clam a "A" @none {\n  supports: b\n}\n')
    found = await editor.diagnostics("map.argmap")
    converter = converters.get_converter()
    assert len(found) >= 2
    for each in found:
        written = converter.unstructure(each, types.Diagnostic)
        assert converter.structure(written, types.Diagnostic).message == each.message
    fixes = [fix for each in found for fix in each.data["fixes"]]
    assert any(edit["newText"] == "claim" for fix in fixes for edit in fix["edits"])


async def test_findings_are_those_of_the_version_they_name(editor):
    """During typing, findings of an older text are never published with a newer version."""
    more = "".join(f'claim c{n} "It is {n}" {{ assumption d{n} "So" }}\n' for n in range(600))
    editor.open("map.argmap", 'claim a1 "A" { supports: none1 }\n' + more)
    uri = editor.uri("map.argmap")
    for number in range(1, 12):
        editor.replace("map.argmap", f"none{number} ", f"none{number + 1} ")
        assert editor.versions[uri] == number + 1
        await asyncio.sleep(0.002 * number)  # a check has begun, or has ended
        if number % 2 == 0:
            await editor.diagnostics("map.argmap")
            await asyncio.sleep(0.3)  # the next is looked at at once
    await editor.diagnostics("map.argmap")
    told = [each for each in editor.client.history if each.uri == uri and each.version]
    assert len(told) > 3
    for each in told:
        (missing,) = [found.message for found in each.diagnostics if found.code == "REF101"]
        assert f"`none{each.version}`" in missing


async def test_much_typing_is_not_much_checking(editor):
    """A burst of changes ends in the findings of the last one."""
    editor.open("map.argmap", CLEAN)
    await editor.diagnostics("map.argmap")
    for number in range(50):
        editor.replace("map.argmap", "It has rained", f"It has rained {number}")
        editor.replace("map.argmap", f"It has rained {number}", "It has rained")
        await asyncio.sleep(0)
    editor.replace("map.argmap", "assumption", "asumption")
    assert "SYN002" in await editor.codes("map.argmap")
