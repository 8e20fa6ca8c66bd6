"""Lossless edits of documents by meaning: rename, move, extract, inline.

Each function takes resolved maps and returns the edits of their files as a `Refactoring`; nothing
here reads or writes a file. Comments stay with their elements, and text that an edit is not about
stays as it is. The commands (`argmap.workspace.refactor`) check that no verdict changes.
"""

from argmap.editing.document_editor import DocumentEditor
from argmap.editing.extract import extract
from argmap.editing.inline import inline
from argmap.editing.move import MoveTarget, move
from argmap.editing.occurrences import Occurrence, Occurrences
from argmap.editing.refactoring import FileEdits, NewFile, Refactoring, RefusedEdit, edited_source
from argmap.editing.relocation import relocate_files
from argmap.editing.rename import rename

__all__ = [
    "DocumentEditor",
    "FileEdits",
    "MoveTarget",
    "NewFile",
    "Occurrence",
    "Occurrences",
    "Refactoring",
    "RefusedEdit",
    "edited_source",
    "extract",
    "inline",
    "move",
    "relocate_files",
    "rename",
]
