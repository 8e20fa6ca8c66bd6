"""The modules of a goal structure: the file itself, and the files that it uses or extends."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from attrs import Factory, define

from argmap.exchange.foreign import MAX_BYTES, ForeignFile, InvalidFile
from argmap.model.losses import LossReport

MODULE = "module"
"""The key of the properties of a module, beside those of its elements."""

_MAX_MODULES = 1_000
_SUFFIXES = (".gsn.yaml", ".gsn.yml", ".yaml", ".yml")
_REFERENCES = ("supportedBy", "inContextOf", "challenges")

Element = dict[str, Any]


@define
class GsnModule:
    """A module.

    Attributes:
        path: The path of its file in the folder; empty for the first one.
        properties: What it says about itself.
        elements: Its elements by the keys of the structure.
        keys: The keys of those of its elements that have another key than their id, because the id
            is also in another module.
    """

    path: str
    properties: dict[str, Any]
    elements: dict[str, Element] = Factory(dict)
    keys: dict[str, str] = Factory(dict)

    @property
    def name(self) -> str:
        """The name, which is that of the file if the module does not say it."""
        return one_line(self.properties.get("name")) or _stem(self.path)


@define
class GsnStructure:
    """The modules of a structure, the first of which is the file that was read."""

    modules: list[GsnModule] = Factory(list)

    @property
    def elements(self) -> dict[str, Element]:
        """All elements by their keys."""
        return {key: one for module in self.modules for key, one in module.elements.items()}


def read_modules(file: ForeignFile, losses: LossReport) -> GsnStructure:
    """Return a structure with the modules that it uses or extends, each once.

    An element of another module is referred to by its id, as in gsn2x. If two modules have the same
    id, each refers to its own element. What a module develops is added to the ``supportedBy`` of
    the element.

    Raises:
        InvalidFile: If the file is not a mapping in YAML. Other files that are not are reported.
        MissingExtra: If the extra ``import`` is not installed.
    """
    reader = _ModuleReader(file, losses)
    reader.add(file, "")
    for module in reader.structure.modules:  # grows during the iteration
        reader.add_used(module)
    reader.rename_references()
    for module in reader.structure.modules:
        reader.develop(module)
    return reader.structure


@define
class _ModuleReader:
    file: ForeignFile
    losses: LossReport
    structure: GsnStructure = Factory(GsnStructure)
    _paths: set[str] = Factory(set)
    _size: int = 0
    _taken: dict[str, GsnModule] = Factory(dict)  # the first module with each key

    def add(self, file: ForeignFile, path: str) -> None:
        """Add the module in a file."""
        data = file.yaml or {}
        if not isinstance(data, dict):
            raise InvalidFile(
                f"`{file.name}` is not a goal structure: it is not a mapping of elements"
            )
        properties = data.get(MODULE)
        module = GsnModule(path, properties if isinstance(properties, dict) else {})
        for id_, element in data.items():
            if id_ == MODULE:
                continue
            key = str(id_)
            if key in self._taken:
                module.keys[key] = self._other_key(key, module)
                key = module.keys[key]
            self._taken[key] = module
            module.elements[key] = element if isinstance(element, dict) else {}
        self.structure.modules.append(module)

    def _other_key(self, id_: str, module: GsnModule) -> str:
        key, number = f"{id_}-{module.name}", 1
        while key in self._taken:
            number += 1
            key = f"{id_}-{module.name}-{number}"
        return key

    def add_used(self, module: GsnModule) -> None:
        """Add the modules that a module uses, and those that it extends."""
        for value in texts_in(module.properties.get("uses")):
            self._add_file("uses", [posixpath.join(posixpath.dirname(module.path), value)])
        for extension in _mappings(module.properties.get("extends")):
            name = one_line(extension.get("module"))
            if all(one.name != name for one in self.structure.modules):
                self._add_file("extends", [f"{name}{suffix}" for suffix in _SUFFIXES])

    def _add_file(self, element: str, paths: list[str]) -> None:
        """Add the first of several files that exists, and report ``uses``."""
        reason = ""
        for path in map(posixpath.normpath, paths):
            if path in self._paths:
                reason = ""
                break
            file = self.file.read_beside(path, MAX_BYTES - self._size)
            if isinstance(file, str):
                reason = reason or file
                continue
            if len(self.structure.modules) >= _MAX_MODULES:
                reason = f"argmap reads at most {_MAX_MODULES:,} modules"
                break
            self._paths.add(path)
            self._size += len(file.data)
            try:
                self.add(file, path)
                reason = ""
            except InvalidFile:
                reason = "its file is not a goal structure"
            break
        if element == "uses":
            if reason:
                self.losses.drop(element, reason, f"{MODULE} {paths[0]}")
            else:
                self.losses.keep(element)

    def rename_references(self) -> None:
        """Let the elements of each module refer to the keys of its own elements."""
        for module in self.structure.modules:
            if not module.keys:
                continue
            for key, element in module.elements.items():
                module.elements[key] = {
                    name: _renamed(value, module.keys) if name in _REFERENCES else value
                    for name, value in element.items()
                }

    def develop(self, module: GsnModule) -> None:
        """Add what a module develops to the elements of the module that it extends."""
        for extension in _mappings(module.properties.get("extends")):
            name = one_line(extension.get("module"))
            extended = next((one for one in self.structure.modules if one.name == name), None)
            developed = extension.get("develops")
            if extended is None or extended is module or not isinstance(developed, dict):
                self.losses.drop("extends", "its module is not beside the file", f"{MODULE} {name}")
                continue
            self.losses.keep("extends")
            for id_, children in developed.items():
                key = extended.keys.get(str(id_), str(id_))
                element = extended.elements.get(key)
                if element is None:
                    self.losses.drop("develops", f"`{name}` has no such element", str(id_))
                    continue
                supports = [*texts_in(element.get("supportedBy"))]
                supports += [module.keys.get(one, one) for one in texts_in(children)]
                extended.elements[key] = element | {"supportedBy": supports}


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a list, or a single text, each on one line."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield " ".join(item.split())


def one_line(value: Any) -> str:
    """Return a text on one line; empty if the value is no text."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item


def _renamed(value: Any, keys: dict[str, str]) -> list[str]:
    """Return references, also to relations (``G1 -> S1``), with other keys."""
    return [
        " -> ".join(keys.get(end, end) for end in map(str.strip, text.split("->")))
        for text in texts_in(value)
    ]


def _stem(path: str) -> str:
    name = posixpath.basename(path)
    suffix = next((one for one in _SUFFIXES if name.endswith(one)), "")
    return name.removesuffix(suffix)
