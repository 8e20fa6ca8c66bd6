"""Renames of files and folders: the editor asks which paths in maps change."""

from lsprotocol import types

from tests.lsp.editor import apply, edits_of

MAP = """\
import "parts/energy.argmap" as e
import "shelf.argmap"
claim a "A" { supported-by: e.hub }
"""
ENERGY = 'import "../shelf.argmap"\nclaim hub "Hub" @book\n'
SHELF = 'source book "Book" { text: "texts/book.txt" }\n'


async def renamed(editor, old, new):
    """Return the texts of the files that change because a file gets another name."""
    params = types.RenameFilesParams([types.FileRename(editor.uri(old), editor.uri(new))])
    edit = await editor.client.workspace_will_rename_files_async(params)
    texts = {
        uri: editor.texts.get(uri) or (editor.folder / uri[len(editor.uri("")) + 1 :]).read_text()
        for uri in (edits_of(edit) if edit else {})
    }
    return {
        uri[len(editor.uri("")) + 1 :]: apply(texts[uri], edits)
        for uri, edits in (edits_of(edit) if edit else {}).items()
    }


def project(editor):
    editor.write("parts/energy.argmap", ENERGY)
    editor.write("shelf.argmap", SHELF)
    editor.write("texts/book.txt", "A book.")
    editor.open("map.argmap", MAP)


async def test_imports_follow_a_renamed_file(editor):
    """Open and closed files change, and no others."""
    project(editor)
    assert await renamed(editor, "shelf.argmap", "books.argmap") == {
        "map.argmap": MAP.replace("shelf", "books"),
        "parts/energy.argmap": ENERGY.replace("shelf", "books"),
    }


async def test_paths_in_a_file_follow_its_move_to_another_folder(editor):
    """Its own imports and texts are relative to the new folder."""
    project(editor)
    assert await renamed(editor, "shelf.argmap", "lib/shelf.argmap") == {
        "map.argmap": MAP.replace("shelf", "lib/shelf"),
        "parts/energy.argmap": ENERGY.replace("../shelf", "../lib/shelf"),
        "shelf.argmap": SHELF.replace("texts/", "../texts/"),
    }


async def test_imports_follow_a_renamed_folder(editor):
    """Paths between files that move together stay."""
    project(editor)
    editor.write("parts/more.argmap", 'import "energy.argmap"\n')
    editor.write("all.argmap", 'import "parts/*.argmap"\n')
    assert await renamed(editor, "parts", "sections") == {
        "map.argmap": MAP.replace("parts/", "sections/"),
        "all.argmap": 'import "sections/*.argmap"\n',
    }


async def test_the_text_of_a_source_follows_a_renamed_file(editor):
    """The attribute `text:` is a path, too."""
    project(editor)
    assert await renamed(editor, "texts/book.txt", "texts/first.txt") == {
        "shelf.argmap": SHELF.replace("book.txt", "first.txt")
    }


async def test_a_file_that_no_map_names_changes_nothing(editor):
    """There is no edit; and a path that is not a file is ignored."""
    project(editor)
    assert await renamed(editor, "map.argmap", "main.argmap") == {}
    params = types.RenameFilesParams([types.FileRename("untitled:a", "file:///%00")])
    assert await editor.client.workspace_will_rename_files_async(params) is None


async def test_the_server_asks_for_renames_of_maps_texts_and_folders(editor):
    """The client sends the request for these files only."""
    operations = editor.client.result.capabilities.workspace.file_operations
    patterns = [one.pattern for one in operations.will_rename.filters]
    assert [pattern.glob for pattern in patterns] == [
        "**/*.argmap",
        "**/*.{txt,md,markdown,html,htm,pdf}",
        "**",
    ]
