"""Argument maps of the desktop program Rationale (Austhink, later Critical Thinking Skills BV).

There is no specification. A file is a script that draws the map: after a prelude, each call creates
a box or changes the last one, and the calls after ``GetFernViews()`` place the boxes. The format is
described here as the writers of AIFdb (arg.tech) and of Argumentative (version 1.09) produce it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import Factory, define

from argmap.exchange.foreign import (
    Draft,
    DraftContext,
    DraftRelation,
    DraftStatement,
    Extra,
    ForeignFile,
    InvalidFile,
)
from argmap.model import Polarity
from argmap.model.identifiers import id_words

TITLE = "Rationale map"
SUFFIX = ".rtnl"

_HEADER = "#Rationale Version"
_PRELUDE_END = "End of Prelude"
_LAYOUT_START = re.compile(r"^(?:GetFernViews\(|\w+ *= *app\.Gui\.)", re.MULTILINE)
_FIRST_BOX = re.compile(r"^\w+ *= *(?:app\.)?Create\([\"']Claim[\"']\)", re.MULTILINE)
_CALL = re.compile(
    r"^(?:(?P<name>\w+)[ \t]*=[ \t]*)?(?:app\.)?(?P<function>[A-Z]\w*)\(", re.MULTILINE
)
_ARGUMENT = re.compile(r"\s*(?:(?P<quote>[\"'])|(?P<word>[^\s\"'(),]*))")
_LAST_TEXT_END = re.compile(
    r"(?:[^\"\\]|\\.|\"(?![ \t]*\)[ \t]*$))*+(?:\"[ \t]*\)|\Z)", re.MULTILINE | re.DOTALL
)
_STRING_ENDS = {
    quote: re.compile(rf"(?:[^{quote}\\]|\\.)*+(?:{quote}|\Z)", re.DOTALL) for quote in "\"'"
}
_SEPARATOR = re.compile(r"\s*([,)])")
_WEB_ADDRESS = re.compile(r"https?://\S+")
_REFERENCE = re.compile(r"(\w+)((?:\[\d{1,6}\])*)")
_ESCAPE = re.compile(r"\\(?:([nrt])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SPACES = {"n": "\n", "r": "", "t": " "}

_GROUPS = {"CompoundReason": Polarity.PRO, "CompoundObjection": Polarity.CON}
_SINGLE = {"Reason": Polarity.PRO, "Objection": Polarity.CON}
_TEXT_FUNCTIONS = ("SetText", "SetNodeNotes", "SetScratchpadText", "SetEditPrompt")
_INFERENCE_TEXTS = ("", "supports", "opposes")
_DROPPED = {
    "SetTint": ("color", "argmap colors a statement by its status"),
    "SetEditPrompt": ("hint", "argmap has no hints for editing"),
    "SetImageKey": ("picture", "argmap has no pictures in maps"),
    "SetEssayType": ("essay type", "argmap has no essays"),
}


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text is a script of Rationale, by its first line or its first box."""
    if file.first_character in ("", "<", "{", "["):
        return False
    try:
        text = file.text
    except InvalidFile:
        return False
    return text.lstrip().startswith(_HEADER) or _FIRST_BOX.search(text) is not None


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map: all trees of boxes on the canvas.

    Raises:
        InvalidFile: If the file is not a script of Rationale, or a text in it has no end.
    """
    if not recognizes(file):
        raise InvalidFile(
            f"`{file.name}` is not a Rationale map: it neither begins with `{_HEADER}` nor creates "
            "a box"
        )
    yield _Reader(file.name, file.text).read()


@define
class _Call:
    """A call: ``name = function(arguments)``."""

    name: str
    function: str
    arguments: list[str]
    line_number: int


@define
class _Box:
    """A box, with what its calls say."""

    key: str
    kind: str
    parent: _Box | None
    line_number: int
    text: str = ""
    notes: list[str] = Factory(list)
    url: str = ""
    extra: Extra = Factory(dict)
    children: list[_Box] = Factory(list)

    @property
    def place(self) -> str:
        return f"line {self.line_number}"

    @property
    def is_statement(self) -> bool:
        return self.kind == "Claim" or self.kind in _SINGLE

    @property
    def relation_key(self) -> str:
        return f"relation {self.key}"


class _Reader:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.draft = Draft()
        self.losses = self.draft.losses
        self.boxes: list[_Box] = []
        self.named: dict[str, _Box] = {}
        self.last: _Box | None = None

    def read(self) -> Draft:
        for call in self._calls():
            self._apply(call)
        for box in self.boxes:
            self._add(box)
        roots = [box for box in self.boxes if box.parent is None and box.is_statement]
        if len(roots) == 1:
            self.draft.statements[roots[0].key].is_thesis = True
        return self.draft

    # ---- Calls ----------------------------------------------------------------------------------

    def _calls(self) -> Iterator[_Call]:
        """Yield the calls that create boxes and describe them."""
        text = self.text
        start = max(text.find(_PRELUDE_END), 0)
        if layout := _LAYOUT_START.search(text, start):
            text = text[: layout.start()]
        line_number, counted = 1, 0
        match = _CALL.search(text, start)
        while match:
            line_number += text.count("\n", counted, match.start())
            counted = match.start()
            call = _Call(match["name"] or "", match["function"], [], line_number)
            end = self._read_arguments(text, match.end(), call)
            if call.arguments:
                yield call
            match = _CALL.search(text, end)

    def _read_arguments(self, text: str, position: int, call: _Call) -> int:
        """Add the arguments of a call, and return where they end.

        A text at the end of a call may contain quotation marks without a backslash.
        """
        is_text = call.function in _TEXT_FUNCTIONS
        while match := _ARGUMENT.match(text, position):
            position = match.end()
            if match["quote"]:
                lenient = is_text and match["quote"] == '"'
                pattern = _LAST_TEXT_END if lenient else _STRING_ENDS[match["quote"]]
                string = pattern.match(text, position)
                assert string is not None  # every text matches
                content = string[0].rstrip(" \t")
                if not content.endswith(")" if lenient else match["quote"]):
                    raise InvalidFile(
                        f"`{self.name}` is not a valid Rationale map: a text has no closing "
                        f"quotation mark (line {call.line_number:,})"
                    )
                if lenient:
                    content = content[:-1].rstrip(" \t")
                call.arguments.append(_ESCAPE.sub(_unescaped, content[:-1]))
                position = string.end()
                if lenient:
                    return position
            else:
                call.arguments.append(match["word"])
            separator = _SEPARATOR.match(text, position)
            if separator is None or separator[1] == ")":
                return position if separator is None else separator.end()
            position = separator.end()
        return position

    def _apply(self, call: _Call) -> None:
        """Create a box, or change one."""
        function, arguments = call.function, call.arguments
        if function == "Create":
            self._create(call, None, arguments[0])
        elif function in ("CreateChild", "CreateAnnotation") and len(arguments) > 1:
            parent = self._box(arguments[0])
            if parent is None:
                reason = "the box above it is not in the file"
                self.losses.change(arguments[1], reason, f"line {call.line_number}")
            kind = arguments[1] if function == "CreateChild" else "Note"
            self._create(call, parent, kind)
        elif function == "SetScratchpadText":
            if text := arguments[-1].strip():
                self.draft.attributes["note"] = text
                self.losses.change("scratchpad", "it becomes the map's note")
        else:
            box = self._box(arguments[0]) if len(arguments) > 1 else None
            if box is not None:
                arguments = arguments[1:]
            box = box or self.last
            if box is not None:
                self._describe(box, function, arguments)

    def _create(self, call: _Call, parent: _Box | None, kind: str) -> None:
        box = _Box(f"box {len(self.boxes)}", kind, parent, call.line_number)
        if parent is not None:
            parent.children.append(box)
        if call.name:
            self.named[call.name] = box
        self.boxes.append(box)
        self.last = box

    def _box(self, reference: str) -> _Box | None:
        """Return the box that a reference names, such as ``map0_2`` or ``node0[1][0]``."""
        match = _REFERENCE.fullmatch(reference)
        box = self.named.get(match[1]) if match else None
        for index in re.findall(r"\d+", match[2]) if match else ():
            if box is None or int(index) >= len(box.children):
                return None
            box = box.children[int(index)]
        return box

    def _describe(self, box: _Box, function: str, arguments: list[str]) -> None:
        value = arguments[-1].strip()
        if function == "SetText":
            box.text = value
        elif function == "SetNodeNotes":
            box.notes += [value] if value else []
        elif function == "SetHyperlink":
            address = next(filter(_WEB_ADDRESS.fullmatch, arguments), "")
            if address and not box.url:
                box.url = address
            else:
                self.losses.drop("link", "it does not lead to a web page", box.place)
        elif function in ("SetEvaluation", "SetCustomType"):
            name = "evaluation" if function == "SetEvaluation" else "type"
            if value:
                box.extra[f"x-{name}"] = (value,)
                self.losses.keep(name)
        elif function == "SetTag" and len(arguments) > 1:
            words = "-".join(id_words(arguments[0].lower()))
            if words.isascii() and words and value:
                box.extra[f"x-{words}"] = (value,)
                self.losses.keep("tag")
            else:
                self.losses.drop("tag", "argmap cannot express its name", box.place)
        elif function in _DROPPED:
            element, reason = _DROPPED[function]
            self.losses.drop(element, reason, box.place)

    # ---- Boxes ----------------------------------------------------------------------------------

    def _add(self, box: _Box) -> None:
        if box.is_statement:
            self._add_statement(box)
        elif box.kind in _GROUPS:
            premises = [child.key for child in box.children if child.kind == "Claim"]
            self._relate(box, premises, _GROUPS[box.kind])
        elif box.kind == "Inference":
            self._add_inference(box)
        elif box.text or box.notes:
            self._add_other(box)
        else:
            self.losses.drop(box.kind, "it has no text", box.place)

    def _add_statement(self, box: _Box) -> None:
        statement = DraftStatement(
            box.key,
            box.text,
            note="\n\n".join(box.notes) or None,
            extra=box.extra,
            element=box.kind,
            place=box.place,
        )
        if box.url:
            statement.attributes["url"] = box.url
            self.losses.keep("link")
        self.draft.add(statement)
        if box.kind in _SINGLE:
            self._relate(box, [box.key], _SINGLE[box.kind])
        elif box.parent is not None and box.parent.is_statement:
            statement.change = "a claim below a claim is read as a reason for it"
            relation = DraftRelation(box.relation_key, [box.key], box.parent.key, element="")
            self.draft.relate(relation)

    def _relate(self, box: _Box, premises: list[str], polarity: Polarity) -> None:
        parent = box.parent
        target, change = "", ""
        if parent is not None and parent.is_statement:
            target = parent.key
        elif parent is not None and parent.kind == "Inference" and parent.parent is not None:
            target = parent.parent.relation_key
        elif parent is not None and parent.kind in _GROUPS:
            claim = next((child for child in parent.children if child.kind == "Claim"), None)
            target = claim.key if claim else ""
            change = "what is below a group of claims is read as about the first of them"
        is_group = box.kind in _GROUPS
        self.draft.relate(
            DraftRelation(
                box.relation_key,
                premises,
                target,
                polarity,
                element=box.kind if is_group else "",
                note="\n\n".join(box.notes) or None if is_group else None,
                extra=box.extra if is_group else {},
                change=change,
                place=box.place,
            )
        )

    def _add_inference(self, box: _Box) -> None:
        """Add the text of an inference, which is usually “supports” or “opposes”, as a label."""
        relation = None
        if box.parent is not None:
            relation = self.draft.relations.get(box.parent.relation_key)
        if relation is None:
            self.losses.drop(box.kind, "it belongs to no reason and no objection", box.place)
            return
        if box.text.lower() not in _INFERENCE_TEXTS:
            relation.label = box.text
        if box.notes and relation.note is None:
            relation.note = "\n\n".join(box.notes)
        relation.extra = {**box.extra, **relation.extra}
        self.losses.keep(box.kind)

    def _add_other(self, box: _Box) -> None:
        """Add a note to the box that it is about; other boxes become contexts."""
        text = "\n\n".join(filter(None, [box.text, *box.notes]))
        parent = box.parent
        if box.kind == "Note" and parent is not None:
            element: DraftStatement | DraftRelation | None
            if parent.is_statement:
                element = self.draft.statements.get(parent.key)
            else:
                group = parent.parent if parent.kind == "Inference" else parent
                element = self.draft.relations.get(group.relation_key) if group else None
            if element is not None:
                element.note = f"{element.note}\n\n{text}" if element.note else text
                self.losses.keep(box.kind)
                return
        context = DraftContext(box.key, text, extra=box.extra, place=box.place)
        if parent is not None and parent.is_statement:
            context.parent = parent.key
        self.draft.contexts[box.key] = context
        self.losses.change(box.kind, "it becomes a context", box.place)


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _SPACES[match[1]]
    if code := match[2] or match[3]:
        return chr(int(code, 16))
    return match[4] if match[4] in "\"'\\" else match[0]
