"""The map as a Markdown outline, for readers who do not know argument maps.

The thesis comes first, then each section that has a root statement, then the sources. The section
of an imported file comes after the section that it is used in. References lead to the section of
their statement. Statements
that support or attack a statement are nested under it; a word introduces each: **because**,
**but**, **however**, **although**. Options are nested under their question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from attrs import Factory, define, frozen

from argmap.exchange.outline import markdown
from argmap.exchange.outline.markdown import (
    NO_ANNOTATIONS,
    OutlineAnnotations,
    escape_lines,
    heading_slug,
    join_names,
    shorten,
    source_entry,
)
from argmap.exchange.outline.sections import reading_order
from argmap.model import (
    ArgumentMap,
    Context,
    Form,
    Inference,
    Polarity,
    Preference,
    Question,
    Sentence,
)
from argmap.model.losses import LossReport
from argmap.text.safe import escape_markdown

__all__ = ["SUFFIX", "TITLE", "OutlineAnnotations", "dump", "outline"]

TITLE = "outline"
SUFFIX = ".md"

_MAX_HEADING_LEVEL = 6
_MAX_DEPTH = 20
"""Number of nested list levels; deeper items continue in the last one, with their level."""

_DEPTH_NOTE = "*(deeper levels continue at this indentation; each line begins with its level)*"

_RANKS = {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}
_UNDERCUT_RANK = 3


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:  # noqa: ARG001 (for readers)
    """Return the outline, which contains the full text of each statement exactly once."""
    return outline(argument_map)


def outline(argument_map: ArgumentMap, annotations: OutlineAnnotations = NO_ANNOTATIONS) -> str:
    """Return the outline with statuses and folded branches, as `dump` otherwise."""
    lines = [*_head(argument_map, annotations), *_body(argument_map, annotations)]
    if argument_map.sources:
        lines += ["## Sources", "", *map(source_entry, argument_map.sources.values())]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(argument_map: ArgumentMap, annotations: OutlineAnnotations) -> Iterator[str]:
    yield f"# {escape_markdown(argument_map.title) or 'Argument map'}"
    yield ""
    byline = ", ".join(filter(None, (join_names(argument_map.author), argument_map.date or "")))
    if byline:
        yield f"*{escape_markdown(byline)}*"
        yield ""
    for line in annotations.head_lines(argument_map):
        yield line
        yield ""
    if argument_map.note:
        yield escape_lines(argument_map.note, "")
        yield ""


def _body(argument_map: ArgumentMap, annotations: OutlineAnnotations) -> Iterator[str]:
    placement = Placement.of(argument_map)
    theses = [id_ for id_ in argument_map.theses if id_ in placement.roots]
    sentences = {sentence.id: sentence for sentence in argument_map.sentences}
    roots: dict[str | None, list[Sentence]] = defaultdict(list)
    for id_ in argument_map.author_order:
        sentence = sentences[id_]
        is_free_context = isinstance(sentence, Context) and sentence.parent is None
        is_root = id_ in placement.roots and id_ not in theses
        if is_root or is_free_context or isinstance(sentence, Question):
            roots[sentence.section].append(sentence)
    headings = list(_headings(argument_map, roots))
    anchors = _anchors(argument_map, [section for section, _ in headings])
    printer = OutlinePrinter(argument_map, placement, annotations, anchors)
    for thesis in theses:
        yield from printer.root(thesis)
    yield from printer.roots(roots.pop(None, []))
    for section, level in headings:
        yield f"{'#' * level} {escape_markdown(argument_map.sections[section].title) or '…'}"
        yield ""
        yield from printer.roots(roots[section], section)


def _headings(
    argument_map: ArgumentMap, roots: dict[str | None, list[Sentence]]
) -> Iterator[tuple[str, int]]:
    """Yield the sections that have roots or contain others that do, with their heading levels."""
    needed: set[str] = set()
    for section_with_root in roots:
        section_id = section_with_root
        while section_id is not None and section_id not in needed:
            needed.add(section_id)
            section_id = argument_map.sections[section_id].parent
    levels: dict[str | None, int] = {None: 1}
    for section_id in reading_order(argument_map):
        section = argument_map.sections[section_id]
        levels[section.id] = level = levels.get(section.parent, 1) + 1
        if section.id in needed:
            yield section.id, min(level, _MAX_HEADING_LEVEL)


def _anchors(argument_map: ArgumentMap, headings: Sequence[str]) -> dict[str, str]:
    """Return the fragment that leads to the heading of each section, as GitHub makes them."""
    counts = Counter([heading_slug(argument_map.title or "Argument map")])
    anchors: dict[str, str] = {}
    for section in headings:
        slug = heading_slug(argument_map.sections[section].title or "…")
        anchors[section] = f"{slug}-{counts[slug]}" if counts[slug] else slug
        counts[slug] += 1
    return anchors


# ---- Placement -----------------------------------------------------------------------------------


@frozen
class Placement:
    """Where each statement is printed in full; everywhere else, the outline refers to it.

    A statement is nested under a statement of the same section that it supports or attacks: where
    the author nested it, or else in a group, or else along an edge. A statement without such a
    relation is nested under the question that it is an option of, or else a root of its section.
    The first thesis is always a root.

    Attributes:
        parents: The inference under whose conclusion each statement is nested.
        roots: The statements that are not nested.
    """

    parents: dict[str, Inference]
    roots: frozenset[str]

    @classmethod
    def of(cls, argument_map: ArgumentMap) -> Placement:
        """Return the placement of a map's statements."""
        parents = _parents(argument_map)
        thesis = argument_map.thesis
        if thesis is not None:
            parents.pop(thesis, None)
        children: dict[str, list[str]] = {}
        for statement, inference in parents.items():
            children.setdefault(inference.conclusion, []).append(statement)
        order = {statement: index for index, statement in enumerate(argument_map.statements)}
        placed: set[str] = set()
        for statement in argument_map.statements:
            if statement not in parents:
                _add_subtree(statement, children, placed)
        for statement in argument_map.statements:
            if statement not in placed:  # below a cycle, which has no root: open it
                root = min(_cycle_above(statement, parents), key=order.__getitem__)
                del parents[root]
                _add_subtree(root, children, placed)
        roots = frozenset(
            statement
            for statement in argument_map.statements
            if statement not in parents
            and (statement == thesis or statement not in argument_map.questions_of)
        )
        return cls(parents, roots)


def _parents(argument_map: ArgumentMap) -> dict[str, Inference]:
    """Return the best inference of each statement, among those in its section."""
    best: dict[str, tuple[int, Inference]] = {}
    for inference in argument_map.inferences.values():
        section = argument_map.statements[inference.conclusion].section
        for statement, rank in _ranked_statements(inference):
            if argument_map.statements[statement].section == section and (
                statement not in best or rank < best[statement][0]
            ):
                best[statement] = (rank, inference)
    return {statement: inference for statement, (_, inference) in best.items()}


def _ranked_statements(inference: Inference) -> Iterator[tuple[str, int]]:
    """Yield the premises and undercutters of an inference; a lower rank is a better place."""
    rank = _RANKS[inference.form]
    for premise in inference.premises:
        yield premise, rank
    for undercutter in inference.undercutters:
        yield undercutter, rank if inference.form is Form.GROUP else _UNDERCUT_RANK


def _add_subtree(root: str, children: dict[str, list[str]], placed: set[str]) -> None:
    """Add a statement and all statements that are nested under it to ``placed``."""
    pending = [root]
    while pending:
        statement = pending.pop()
        if statement not in placed:
            placed.add(statement)
            pending += children.get(statement, ())


def _cycle_above(statement: str, parents: dict[str, Inference]) -> list[str]:
    """Return the cycle that the chain of a statement's parents ends in."""
    path: dict[str, int] = {}
    while statement not in path:
        path[statement] = len(path)
        statement = parents[statement].conclusion
    return list(path)[path[statement] :]


# ---- Printing ------------------------------------------------------------------------------------


@frozen
class _Item:
    """A list item to print: introductory words, and a statement.

    Attributes:
        inference: The inference that the item belongs to.
        is_head: Whether the rest of the inference is nested under the item: its undercutters, and
            its premises if the item has no statement.
    """

    depth: int
    words: str
    statement: str | None = None
    inference: Inference | None = None
    is_head: bool = False


@define
class OutlinePrinter:
    """Printer of statements, in full where they are placed, otherwise as references.

    ``anchors`` are the fragments that lead to the headings of sections.
    """

    argument_map: ArgumentMap
    placement: Placement
    annotations: OutlineAnnotations
    anchors: Mapping[str, str] = Factory(dict)
    _section: str | None = None
    _printed: set[str] = Factory(set)
    _has_depth_note: bool = False

    def roots(self, sentences: Sequence[Sentence], section: str | None = None) -> Iterator[str]:
        """Yield the lines of what is not nested in a section."""
        self._section = section
        for sentence in sentences:
            if isinstance(sentence, Question):
                yield self._question_text(sentence)
                yield ""
                yield from self._list([*self._contexts(sentence.id, 0), *self._options(sentence)])
            elif isinstance(sentence, Context):
                yield self._context_text(sentence)
                yield ""
            else:
                yield from self.root(sentence.id)

    def root(self, statement: str) -> Iterator[str]:
        """Yield the lines of a root statement: a paragraph and a nested list."""
        yield self._full_text(statement, "", mark="**")
        yield ""
        yield from self._list(self._children(statement, 0))

    def _list(self, items: Sequence[_Item]) -> Iterator[str]:
        """Yield the lines of items and everything nested under them."""
        pending = list(items[::-1])
        has_list = bool(pending)
        while pending:
            item = pending.pop()
            line, children = self._print(item)
            yield from self._indented(item.depth, line)
            pending += children[::-1]
        if has_list:
            yield ""

    def _print(self, item: _Item) -> tuple[str, list[_Item]]:
        """Return the text of an item and the items under it."""
        children = self._rest(item) if item.is_head else []
        if item.statement is None:
            return item.words, children
        lead = f"{item.words} " if item.words else ""
        if item.statement in self._printed or (
            self.placement.parents.get(item.statement) is not item.inference
        ):
            return f"{lead}{self._reference(item.statement)}", children
        text = self._full_text(item.statement, "  " * (min(item.depth, _MAX_DEPTH) + 1))
        return f"{lead}{text}", children + self._children(item.statement, item.depth + 1)

    def _indented(self, depth: int, line: str) -> Iterator[str]:
        if depth <= _MAX_DEPTH:
            yield f"{'  ' * depth}- {line}"
            return
        indent = "  " * _MAX_DEPTH
        if not self._has_depth_note:
            self._has_depth_note = True
            yield f"{indent}- {_DEPTH_NOTE}"
        yield f"{indent}- (level {depth + 1}) {line}"

    def _full_text(self, statement_id: str, indent: str, mark: str = "") -> str:
        self._printed.add(statement_id)
        statement = self.argument_map.statements[statement_id]
        text = escape_lines(statement.text, indent) or "…"
        status = self.annotations.status_note(statement)
        details = markdown.sentence_details(
            statement,
            self.argument_map.sources,
            include_url=not self.annotations.folded_note(statement),
        )
        return f"{_label(statement)}{mark}{text}{mark}{status}{details}"

    def _question_text(self, question: Question) -> str:
        text = escape_lines(question.text, "") or "…"
        answer = self.annotations.answer_note(self.argument_map, question)
        details = markdown.sentence_details(question, self.argument_map.sources)
        return f"{_label(question)}**{text}**{answer}{details}"

    def _context_text(self, context: Context, indent: str = "") -> str:
        text = escape_lines(context.text, indent) or "…"
        details = markdown.sentence_details(context, self.argument_map.sources)
        return f"*context:* {_label(context)}{text}{details}"

    def _options(self, question: Question) -> list[_Item]:
        """Return the items of the options of a question."""
        return [
            _Item(0, markdown.option_lead(self.annotations.statuses.get(option)), option)
            for option in question.options
        ]

    def _contexts(self, id_: str, depth: int) -> list[_Item]:
        """Return the items of the contexts of a statement, an inference or a question."""
        indent = "  " * (min(depth, _MAX_DEPTH) + 1)
        return [
            _Item(depth, self._context_text(context, indent))
            for context in self._contexts_by_parent.get(id_, ())
        ]

    @cached_property
    def _contexts_by_parent(self) -> dict[str | None, list[Context]]:
        contexts: dict[str | None, list[Context]] = defaultdict(list)
        for context in self.argument_map.contexts.values():
            contexts[context.parent].append(context)
        return contexts

    def _reference(self, statement: str) -> str:
        direction = "above" if statement in self._printed else "below"
        section = self.argument_map.statements[statement].section
        if section is not None and section != self._section and section in self.anchors:
            direction = markdown.linked(direction, f"#{self.anchors[section]}")
        return f"“{shorten(self.argument_map.statements[statement].text)}” ({direction})"

    def _children(self, statement_id: str, depth: int) -> list[_Item]:
        """Return the items under a statement: its note, its inferences, its other relations."""
        statement = self.argument_map.statements[statement_id]
        items = (
            [_Item(depth, f"*note: {escape_markdown(statement.note)}*")] if statement.note else []
        )
        items += self._contexts(statement_id, depth)
        items += [
            self._inference(inference, depth)
            for inference in self.argument_map.inferences_to.get(statement_id, ())
        ]
        if folded_note := self.annotations.folded_note(statement):
            items.append(_Item(depth, folded_note))
        if relations := list(self._other_relations(statement_id)):
            items.append(_Item(depth, f"(see also: {'; '.join(relations)})"))
        return items

    def _inference(self, inference: Inference, depth: int) -> _Item:
        premise = inference.premises[0] if len(inference.premises) == 1 else None
        words = markdown.inference_lead(self.argument_map, inference, premise)
        words += self.annotations.inference_note(inference)
        return _Item(depth, words, premise, inference, is_head=True)

    def _rest(self, item: _Item) -> list[_Item]:
        """Return the parts of an item's inference that the item itself does not print."""
        inference, depth = item.inference, item.depth + 1
        if inference is None:
            return []
        items = self._contexts(inference.id, depth)
        if item.statement is None:
            statements = self.argument_map.statements
            items += [
                _Item(depth, markdown.premise_lead(statements[premise]), premise, inference)
                for premise in inference.premises
            ]
        for undercutter in inference.undercutters:
            words = markdown.undercut_lead(
                inference,
                self.argument_map.statements[undercutter],
                self.annotations.statuses,
            )
            items.append(_Item(depth, words, undercutter, inference))
        return items

    def _other_relations(self, statement: str) -> Iterator[str]:
        """Yield the relations of a statement to statements that it is not nested under."""
        parent = self.placement.parents.get(statement)
        for inference in self.argument_map.inferences_from.get(statement, ()):
            if inference is not parent:
                word = "for" if inference.polarity is Polarity.PRO else "against"
                yield f"this speaks {word} {self._reference(inference.conclusion)}"
        for inference in self.argument_map.undercuts_by.get(statement, ()):
            if inference is not parent:
                yield f"this questions an inference to {self._reference(inference.conclusion)}"
        for other in self.argument_map.contradicted_by.get(statement, ()):
            yield f"this contradicts {self._reference(other)}"
        for question in self.argument_map.questions_of.get(statement, ()):
            if parent is not None or statement == self.argument_map.thesis:
                yield f"this is an option of {markdown.quoted_name(question)}"
        yield from self._preferences(statement)

    def _preferences(self, statement: str) -> Iterator[str]:
        """Yield what a statement, or an inference from it, outweighs and is outweighed by."""
        inferences = self.argument_map.inferences_from.get(statement, ())
        for end in dict.fromkeys([statement, *(inference.id for inference in inferences)]):
            for preference in self._preferences_by_end.get(end, ()):
                is_stronger = preference.stronger == end
                verb = "outweighs" if is_stronger else "is outweighed by"
                other = preference.weaker if is_stronger else preference.stronger
                yield f"this {verb} {self._element(other)}"

    @cached_property
    def _preferences_by_end(self) -> dict[str, list[Preference]]:
        preferences: dict[str, list[Preference]] = defaultdict(list)
        for preference in self.argument_map.preferences:
            preferences[preference.stronger].append(preference)
            preferences[preference.weaker].append(preference)
        return preferences

    def _element(self, id_: str) -> str:
        """Return the name of a statement, or of an inference, which is that of its premises."""
        inference = self.argument_map.inferences.get(id_)
        if inference is None:
            return self._reference(id_)
        if inference.label:
            return f"“{shorten(inference.label)}”"
        return " and ".join(map(self._reference, inference.premises)) or "an inference"


def _label(sentence: Sentence) -> str:
    """Return the label of a sentence in bold, before its text; empty if it has none."""
    return f"**{escape_markdown(sentence.label)}:** " if sentence.label else ""
