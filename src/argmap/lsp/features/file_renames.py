"""Renames of files and folders in the editor: the paths in maps follow them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types

from argmap.config import find_root
from argmap.editing import Refactoring, relocate_files
from argmap.lsp.documents import path_of
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import OpenDocuments, Session

_FILES = types.FileOperationPatternKind.File
_FOLDERS = types.FileOperationPatternKind.Folder
_PATTERNS = (
    types.FileOperationPattern("**/*.argmap", _FILES),
    types.FileOperationPattern("**/*.{txt,md,markdown,html,htm,pdf}", _FILES),
    types.FileOperationPattern("**", _FOLDERS),
)
"""What may be named in a map: other maps, texts of sources, and folders of them."""


def register(server: ArgmapServer) -> None:
    options = types.FileOperationRegistrationOptions(
        [types.FileOperationFilter(pattern, "file") for pattern in _PATTERNS]
    )

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, options)
    async def will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        renames = [
            (old, new)
            for rename in params.files
            if (old := path_of(rename.old_uri)) is not None
            and (new := path_of(rename.new_uri)) is not None
        ]
        refactoring = await server.run_in_session(
            lambda session, opened: _relocation(session, opened, renames)
        )
        return None if refactoring.is_empty else server.refactoring_edit(refactoring)


def _relocation(
    session: Session, open_documents: OpenDocuments, renames: Sequence[tuple[Path, Path]]
) -> Refactoring:
    """Return the edits of the paths in all maps of the projects of the renamed files."""

    def new_path(path: Path) -> Path:
        for old, new in renames:
            if path.is_relative_to(old):
                return new / path.relative_to(old)
        return path

    roots = list(dict.fromkeys(find_root(old.parent) for old, _ in renames))
    documents = [
        (path, document)
        for path, document in session.files(open_documents, roots)
        if any(path.is_relative_to(root) for root in roots)
    ]
    return relocate_files(documents, new_path)
