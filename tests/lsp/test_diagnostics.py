"""Diagnostics while the user types: their content, their files, and when they are published."""

import asyncio
import json
import subprocess
import sys

from lsprotocol import converters, types

CLEAN = 'claim wet "The street is wet" {\n  assumption rain "It has rained"\n}\n'


async def test_a_map_without_mistakes_has_no_diagnostics(editor):
    """An empty list is published for the version of the document."""
    editor.open("map.argmap", CLEAN)
    assert await editor.diagnostics("map.argmap") == []


async def test_diagnostics_equal_those_of_check(editor):
    """Code, severity, location and message are those of `argmap check`."""
    text = CLEAN.replace('rained"', 'rained" {\n    supports: wte\n  }')
    editor.write("map.argmap", text)
    editor.open("map.argmap", text)
    (diagnostic,) = await editor.diagnostics("map.argmap")
    command = [sys.executable, "-m", "argmap", "check", "--format", "json", "map.argmap"]
    process = await asyncio.to_thread(
        subprocess.run, command, cwd=editor.folder, capture_output=True, check=False
    )
    (reported,) = json.loads(process.stdout)["diagnostics"]
    assert (diagnostic.code, diagnostic.source) == (reported["code"], "argmap")
    assert diagnostic.message.startswith(reported["message"])
    assert diagnostic.severity is types.DiagnosticSeverity.Error
    start = diagnostic.range.start
    assert (start.line + 1, start.character + 1) == (
        reported["location"]["line"],
        reported["location"]["column"],
    )


async def test_diagnostics_follow_the_text(editor):
    """After several changes, the diagnostics of the last version are published."""
    editor.open("map.argmap", CLEAN)
    assert await editor.codes("map.argmap") == []
    for name in ("claim", "clai", "clam"):
        editor.replace("map.argmap", editor.texts[editor.uri("map.argmap")][:5].strip(), name)
    assert await editor.codes("map.argmap") == ["SYN002"]
    editor.set("map.argmap", CLEAN)
    assert await editor.codes("map.argmap") == []


async def test_the_settings_of_the_project_apply(editor):
    """Only the rules that the project selects run; invalid settings are shown."""
    text = 'claim a "Perhaps it is so" { claim b "It is" }\n'
    editor.open("map.argmap", text)
    before = await editor.codes("map.argmap")
    editor.write("argmap.toml", f"ignore = {json.dumps(before)}\n")
    document = editor.identifier("map.argmap")
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    await editor.published(document.uri, lambda p: not p.diagnostics)
    assert before
    editor.write("argmap.toml", 'ignore = ["ALL"]\nselect = ["nonsense"]\n')
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    await editor.published(document.uri, lambda p: len(p.diagnostics) == len(before))
    assert any("nonsense" in message.message for message in editor.client.messages)


async def test_a_comment_suppresses_diagnostics(editor):
    """A diagnostic that a comment with a reason suppresses is not published."""
    text = 'claim a "It is so" # argmap: ignore[ALL] because this is a test\n'
    editor.open("map.argmap", text)
    suppressed = await editor.codes("map.argmap")
    editor.set("map.argmap", 'claim a "It is so"\n')
    assert set(suppressed) < set(await editor.codes("map.argmap"))


async def test_files_of_a_map_are_checked_together(editor):
    """An unsaved change of an imported file causes diagnostics in the importing file."""
    editor.write("part.argmap", 'claim hub "A hub" { assumption b "Pipes" }\n')
    editor.open(
        "map.argmap", 'import "part.argmap" as part\nclaim a "A" { supported-by: part.hub }\n'
    )
    assert await editor.codes("map.argmap") == []
    editor.open("part.argmap", 'claim hug "A hub" { assumption b "Pipes" }\n')
    published = await editor.published(editor.uri("map.argmap"), lambda p: p.diagnostics)
    assert "REF101" in [diagnostic.code for diagnostic in published.diagnostics]
    editor.close("part.argmap")
    await editor.published(editor.uri("map.argmap"), lambda p: not p.diagnostics)


async def test_an_imported_file_is_checked_in_the_map_that_imports_it(editor):
    """It may cite sources of the importing file, as for `argmap check`."""
    editor.write("map.argmap", 'import "part.argmap"\nsource s "S" {}\n')
    editor.open("part.argmap", 'claim a "A" {\n  evidence b "B" @s:1\n}\n')
    assert await editor.codes("part.argmap") == []


async def test_the_baseline_of_the_project_applies(editor):
    """Diagnostics in the baseline are not published."""
    text = 'claim a "A"\nclaim b "B"\n'
    editor.write("argmap.toml", 'baseline = "known.txt"\n')
    editor.write("known.txt", "version 1\nEVI301 a 1 map.argmap\n")
    editor.open("map.argmap", text)
    diagnostics = await editor.diagnostics("map.argmap")
    assert [d.range.start.line for d in diagnostics if d.code == "EVI301"] == [1]


async def test_a_missing_baseline_hides_no_diagnostics(editor):
    """The map is checked without the baseline."""
    editor.write("argmap.toml", 'baseline = "known.txt"\n')
    editor.open("map.argmap", 'claim a "A"\n')
    assert "EVI301" in await editor.codes("map.argmap")


async def test_an_imported_file_with_a_thesis_is_also_a_map(editor):
    """It is checked on its own and in the map that imports it."""
    text = (
        'map "Should we?" { thesis: yes }\n'
        'claim yes "Yes" { counterpoint no "No" { assumption so "So" } }\n'
    )
    editor.write("all.argmap", 'import "map.argmap"\n')
    editor.open("map.argmap", text)
    assert "SEM501" in await editor.codes("map.argmap")


async def test_excluded_files_do_not_import(editor):
    """The import of a file by a file in an excluded folder is ignored."""
    editor.write("argmap.toml", 'exclude = ["vendor"]\n')
    editor.write("vendor/all.argmap", 'import "../map.argmap" as m\nclaim a { supports: m.none }\n')
    editor.open("map.argmap", 'claim b "B" { supports: c }\n')
    assert (await editor.codes("map.argmap")).count("REF101") == 1
    editor.write("argmap.toml", "")
    document = editor.identifier("map.argmap")
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
    published = await editor.published(editor.uri("vendor/all.argmap"), lambda p: p.diagnostics)
    assert "REF101" in [diagnostic.code for diagnostic in published.diagnostics]


async def test_an_import_cycle_is_reported(editor):
    """Files that import each other have a diagnostic, and the server does not hang."""
    editor.open("a.argmap", 'import "b.argmap"\nclaim a "A" { assumption x "X" }\n')
    editor.open("b.argmap", 'import "a.argmap"\nclaim b "B" { assumption y "Y" }\n')
    published = await editor.published(
        editor.uri("b.argmap"), lambda p: any(d.code == "REF105" for d in p.diagnostics)
    )
    assert published.diagnostics


async def test_labels_are_related_information(editor):
    """The labels of a diagnostic are published as related information."""
    editor.open(
        "map.argmap", 'claim a "A" { assumption x "X" }\nclaim a "B" { assumption y "Y" }\n'
    )
    diagnostics = await editor.diagnostics("map.argmap")
    (duplicate,) = [diagnostic for diagnostic in diagnostics if diagnostic.code == "REF102"]
    (related,) = duplicate.related_information
    assert related.location.uri == editor.uri("map.argmap")
    assert related.location.range.start.line == 0


async def test_an_unsaved_document_is_checked(editor):
    """A document that was never saved is a map on its own."""
    uri, _ = editor.open("untitled:Untitled-1", 'clam a "A"\n')
    assert "SYN002" in await editor.codes(uri)
    editor.close(uri)
    await editor.published(uri, lambda p: not p.diagnostics)


async def test_a_file_outside_the_workspace_is_checked(editor, tmp_path):
    """A file in no workspace folder is a map on its own."""
    path = tmp_path / "elsewhere.argmap"
    uri, _ = editor.open(path.as_uri(), 'clam a "A"\n')
    assert "SYN002" in await editor.codes(uri)


async def test_closing_a_document_removes_its_diagnostics(editor):
    """The diagnostics of a closed document and of its imports are removed."""
    editor.write("part.argmap", 'clam hub "A hub"\n')
    editor.open("map.argmap", 'import "part.argmap"\n')
    await editor.published(editor.uri("part.argmap"), lambda p: p.diagnostics)
    editor.close("map.argmap")
    await editor.published(editor.uri("part.argmap"), lambda p: not p.diagnostics)


async def test_diagnostics_are_valid_protocol_types(editor):
    """Diagnostics can be converted to JSON and back, with their data."""
    editor.open("map.argmap", 'clam a "A" @none {\n  supports: b\n}\n')
    diagnostics = await editor.diagnostics("map.argmap")
    converter = converters.get_converter()
    assert len(diagnostics) >= 2
    for diagnostic in diagnostics:
        data = converter.unstructure(diagnostic, types.Diagnostic)
        assert converter.structure(data, types.Diagnostic).message == diagnostic.message
    fixes = [fix for diagnostic in diagnostics for fix in diagnostic.data["fixes"]]
    assert any(edit["newText"] == "claim" for fix in fixes for edit in fix["edits"])


async def test_diagnostics_belong_to_their_version(editor):
    """Diagnostics of an older text are never published with a newer version."""
    many_claims = "".join(
        f'claim c{n} "It is {n}" {{ assumption d{n} "So" }}\n' for n in range(600)
    )
    editor.open("map.argmap", 'claim a1 "A" { supports: none1 }\n' + many_claims)
    uri = editor.uri("map.argmap")
    for number in range(1, 12):
        editor.replace("map.argmap", f"none{number} ", f"none{number + 1} ")
        assert editor.versions[uri] == number + 1
        await asyncio.sleep(0.002 * number)  # a check is running or has ended
        if number % 2 == 0:
            await editor.diagnostics("map.argmap")
            await asyncio.sleep(0.3)  # after this pause, the next change is checked immediately
    await editor.diagnostics("map.argmap")
    history = [params for params in editor.client.history if params.uri == uri and params.version]
    assert len(history) > 3
    for params in history:
        (message,) = [d.message for d in params.diagnostics if d.code == "REF101"]
        assert f"`none{params.version}`" in message


async def test_a_burst_of_changes_ends_with_the_last_version(editor):
    """After many quick changes, the diagnostics of the last version are published."""
    editor.open("map.argmap", CLEAN)
    await editor.diagnostics("map.argmap")
    for number in range(50):
        editor.replace("map.argmap", "It has rained", f"It has rained {number}")
        editor.replace("map.argmap", f"It has rained {number}", "It has rained")
        await asyncio.sleep(0)
    editor.replace("map.argmap", "assumption", "asumption")
    assert "SYN002" in await editor.codes("map.argmap")


async def test_reviews_are_diagnosed_as_in_check(editor):
    """When the file of reviews changes, and while the author types."""
    editor.open("map.argmap", CLEAN)
    assert await editor.codes("map.argmap") == []
    stamp = f"{' '.join(['0' * 16] * 3)} 2026-05-01 Ann - -"
    editor.write("argmap.review", f"version 1\nmap.argmap wet {stamp}\n")
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))
    uri = editor.uri("map.argmap")
    published = await editor.published(uri, lambda p: len(p.diagnostics) == 2)
    assert [d.code for d in published.diagnostics] == ["REV602", "REV601"]
    editor.replace("map.argmap", "claim wet", "claim dry")
    published = await editor.published(uri, lambda p: "dry" in str(p.diagnostics))
    assert [d.code for d in published.diagnostics] == ["REV601", "REV601"]
