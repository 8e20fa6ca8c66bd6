"""Projects in memory: files that import each other, and refactorings of them."""

from collections import Counter
from pathlib import Path

from argmap.editing import MoveTarget, Occurrences, Refactoring, edited_source
from argmap.editing import extract as extract_items
from argmap.editing import inline as inline_file
from argmap.editing import move as move_declaration
from argmap.editing import rename as rename_declaration
from argmap.evaluation import evaluate
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.text.import_patterns import FolderEntries, add_maps

ROOT = Path("/project")


class Project:
    """The texts of files by name; the maps are those files that no other file imports."""

    def __init__(self, texts: dict[str, str] | str) -> None:
        self.texts = {"map.argmap": texts} if isinstance(texts, str) else dict(texts)
        self._documents = {
            ROOT / name: parse(SourceText(name, text)) for name, text in self.texts.items()
        }
        self.maps = [Occurrences(self._resolve(path)) for path in self._roots()]

    def document(self, path):
        """Return a file, for the resolver."""
        if path not in self._documents:
            raise FileNotFoundError(path)
        return self._documents[path]

    def entries(self, folder):
        """Return the maps in a folder, for the resolver."""
        return add_maps(FolderEntries(), folder, self._documents)

    def _resolve(self, path):
        return resolve(self._documents[path], path=path, documents=self, boundary=ROOT)

    def _roots(self):
        imported = set()
        for path in self._documents:
            imported.update(self._resolve(path).paths[1:])
        return [path for path in self._documents if path not in imported]

    @property
    def errors(self):
        """All errors in the syntax and the references of the maps."""
        resolutions = [one.resolution for one in self.maps]
        return [
            *(error for one in resolutions for error in one.errors),
            *(error for document in self._documents.values() for error in document.errors),
        ]

    @property
    def verdicts(self):
        """The number of statements with each kind, text and status."""
        return Counter(
            (type(statement).__name__, statement.text, evaluation.status(statement.id))
            for evaluation in (evaluate(one.resolution.map) for one in self.maps)
            for statement in evaluation.argument_map.statements.values()
        )

    # ---- Refactorings ---------------------------------------------------------------------------

    def find(self, name):
        """Return the declaration of a name in the first map that has it."""
        return next(filter(None, (one.find(name) for one in self.maps)))

    def source(self, name):
        return self._documents[ROOT / name].source

    def rename(self, old, new):
        refactoring = rename_declaration(self.maps, self.find(old), new)
        return self.apply(refactoring, keeps_layout=False)

    def move(self, name, under=None, file=None):
        parent = self.find(under) if under else None
        source = self.source(file) if file else None
        refactoring = move_declaration(self.maps, self.find(name), MoveTarget(parent, source))
        return self.apply(refactoring)

    def extract(self, name, path, alias=None):
        declaration = self.find(name)
        source = declaration.location.source
        occurrences = next(one for one in self.maps if one.module(source) is not None)
        _, item = occurrences.declarations[declaration.target]
        return self.apply(extract_items(self.maps, source, [item], ROOT / path, alias))

    def inline(self, name):
        return self.apply(inline_file(self.maps, self.source(name)))

    def apply(self, refactoring: Refactoring, *, keeps_layout: bool = True) -> "Project":
        """Return the project after a refactoring."""
        texts = dict(self.texts)
        for file in refactoring.files:
            texts[file.document.source.name] = edited_source(file, keeps_layout=keeps_layout).text
        for new in refactoring.new_files:
            texts[new.path.relative_to(ROOT).as_posix()] = new.text
        for path in refactoring.deleted_files:
            del texts[path.relative_to(ROOT).as_posix()]
        return Project(texts)

    def __getitem__(self, name: str) -> str:
        return self.texts[name]
