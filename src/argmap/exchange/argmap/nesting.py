"""Nesting of declarations, such that parsing the written text gives the same map.

The model knows the premises of each inference, but not always where they were written: a premise of
a ``reason`` may be nested in it, or declared elsewhere and listed under ``premises:``. The order of
the statements decides: nesting must preserve their order, and the order of every list in the model.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from itertools import pairwise

from attrs import Factory, define

from argmap.exchange.argmap.names import ArrowFinder
from argmap.exchange.argmap.sequence import DeclarationSequence, DeclaredElement
from argmap.model import ArgumentMap, Form, Inference, Polarity, Question, Section
from argmap.model.attributes import AGAINST_KEYWORDS

_OPTION_KIND = "claim"
"""The kind of the statements that a question can contain."""

_MAX_ATTEMPTS = 10


@define
class NestedLayout:
    """The place of each declaration, in order.

    Attributes:
        parents: The inference that each nested statement is written for.
        members: The statements that are nested in each group.
        nested_undercutters: The statements that are nested in the group that they undercut.
        section_items: The statements, questions, contexts and subsections of each section, as pairs
            of kind and id; the key None is the top level.
        question_items: The options and contexts in each question, as pairs of kind and id.
        child_inferences: The inferences that are written in the block of each statement.
        contexts: The contexts in each statement and group, each with the number of inferences, or
            of members, before it.
    """

    parents: dict[str, Inference]
    members: dict[str, list[str]]
    nested_undercutters: set[str]
    section_items: dict[str | None, list[tuple[str, str]]]
    question_items: dict[str, list[tuple[str, str]]] = Factory(dict)
    child_inferences: dict[str, list[Inference]] = Factory(dict)
    contexts: dict[str, list[tuple[str, int]]] = Factory(dict)

    def is_nested(self, inference: Inference) -> bool:
        """Return whether an inference is written as a statement nested in another."""
        return (
            inference.form is not Form.GROUP
            and self.parents.get(inference.premises[0]) is inference
        )

    def listed_premises(self, inference: Inference) -> list[str]:
        """Return the premises of a group that are declared elsewhere."""
        nested = set(self.members.get(inference.id, ())) - self.nested_undercutters
        return [premise for premise in inference.premises if premise not in nested]

    def listed_options(self, question: Question) -> list[str]:
        """Return the options of a question that are declared elsewhere."""
        nested = {id_ for kind, id_ in self.question_items.get(question.id, ())}
        return [option for option in question.options if option not in nested]

    def is_nested_undercutter(self, statement: str, inference: Inference) -> bool:
        """Return whether a statement is nested in a group as its undercutter."""
        return self.parents.get(statement) is inference and statement in self.nested_undercutters


def lay_out(argument_map: ArgumentMap) -> NestedLayout:
    """Return where each statement and each section is declared.

    Each attempt nests a statement in a group where that seems possible. If the rest of the group
    turns out to be elsewhere, so that the order of its premises or undercutters would change, the
    next attempt does not nest the statement there.
    """
    arrows = ArrowFinder(argument_map)
    forbidden: set[tuple[str, str]] = set()
    for _ in range(_MAX_ATTEMPTS):
        attempt = _NestingAttempt(argument_map, arrows, forbidden)
        attempt.run()
        conflicts = set(attempt.conflicts)
        for inference in argument_map.inferences.values():
            conflicts |= _order_conflicts(inference, attempt)
        for question in argument_map.questions.values():
            conflicts |= _option_conflicts(question, attempt)
        if conflicts <= forbidden:
            break  # there are none, or moving statements does not resolve them
        forbidden |= conflicts
    undercutters = {id_ for ids in attempt.undercutters.values() for id_ in ids}
    layout = NestedLayout(
        attempt.parents,
        attempt.members,
        undercutters,
        attempt.section_items,
        attempt.question_items,
    )
    indices: dict[str, list[int]] = {}
    for index, inference in enumerate(argument_map.inferences.values()):
        if inference.form is Form.GROUP or layout.is_nested(inference):
            layout.child_inferences.setdefault(inference.conclusion, []).append(inference)
            indices.setdefault(inference.conclusion, []).append(index)
    for parent, contexts in attempt.contexts.items():
        children = indices.get(parent, [])
        layout.contexts[parent] = [
            (context, position if parent in argument_map.inferences else bisect(children, position))
            for context, position in contexts
        ]
    return layout


def _option_conflicts(question: Question, attempt: _NestingAttempt) -> set[tuple[str, str]]:
    """Return the nesting that keeps an option without an id out of its question."""
    statements = attempt.argument_map.statements
    count = attempt.nested_option_counts.get(question.id, 0)
    listed = question.options[count:]
    if all(statements[option].is_named for option in listed) or listed[0] not in attempt.parents:
        return set()
    return {(listed[0], attempt.parents[listed[0]].id)}


def _order_conflicts(inference: Inference, attempt: _NestingAttempt) -> set[tuple[str, str]]:
    """Return the nestings, as pairs of statement and group, that change the order of a list."""
    if inference.form is not Form.GROUP:
        return set()
    undercutters = set(attempt.undercutters.get(inference.id, ()))
    premises = set(attempt.members.get(inference.id, ())) - undercutters
    # Listed premises come before nested ones.
    listed_count = len(inference.premises) - len(premises)
    conflicts = {
        (premise, inference.id)
        for premise in inference.premises[:listed_count]
        if premise in premises
    }
    # Undercutters from elsewhere come after nested ones, in the order of the statements.
    others = [statement for statement in inference.undercutters if statement not in undercutters]
    return conflicts | {
        (statement, attempt.parents[statement].id)
        for statement, following in pairwise(others)
        if attempt.order[statement] > attempt.order[following] and statement in attempt.parents
    }


@define
class _NestingAttempt:
    """One attempt to nest all statements, in order.

    Attributes:
        forbidden: The pairs of statement and group that failed in an earlier attempt.
        order: The index of each statement.
        parents: See `NestedLayout`.
        members: See `NestedLayout`.
        undercutters: The undercutters that are nested in each group.
        section_items: See `NestedLayout`.
        question_items: See `NestedLayout`.
        nested_option_counts: The number of options that are nested in each question.
        contexts: The contexts in each statement, each with the index of the last inference that is
            written before it; and those in each group, each with the number of members before it.
        conflicts: The pairs of statement and group that kept another statement out of the group.
    """

    argument_map: ArgumentMap
    arrows: ArrowFinder
    forbidden: set[tuple[str, str]]
    order: dict[str, int] = Factory(dict)
    parents: dict[str, Inference] = Factory(dict)
    members: dict[str, list[str]] = Factory(dict)
    undercutters: dict[str, list[str]] = Factory(dict)
    section_items: dict[str | None, list[tuple[str, str]]] = Factory(dict)
    question_items: dict[str, list[tuple[str, str]]] = Factory(dict)
    nested_option_counts: dict[str, int] = Factory(dict)
    contexts: dict[str, list[tuple[str, int]]] = Factory(dict)
    conflicts: list[tuple[str, str]] = Factory(list)
    _inference_order: dict[str, int] = Factory(dict)
    _nested: dict[str, Inference] = Factory(dict)  # by premise, the inferences with nested form
    _nestable_premises: dict[str, set[str]] = Factory(dict)
    _path: list[str | Inference] = Factory(list)  # open statements and groups, from the top level
    _depths: dict[str, int] = Factory(dict)  # of the statements on the path
    _last_child: dict[str, int] = Factory(dict)  # the index of a statement's last child inference
    _question: Question | None = None  # the question on top of the path, if it is open

    def run(self) -> None:
        """Place all statements, sections, questions and contexts."""
        statements = self.argument_map.statements
        inferences = self.argument_map.inferences
        self.order = {statement: index for index, statement in enumerate(statements)}
        self._inference_order = {inference: index for index, inference in enumerate(inferences)}
        for inference in inferences.values():
            if self._can_nest(inference):
                self._nested.setdefault(inference.premises[0], inference)
        sequence = DeclarationSequence(self.argument_map)
        for statement in statements:
            for declared in sequence.before(statement):
                self._declare(declared)
            self._place(statement)
        for declared in sequence.rest():
            self._declare(declared)

    def _place(self, statement: str) -> None:
        parent = self._nested.get(statement) or self._parent_group(statement)
        if parent is None:
            question = self._question_around(statement)
            if question is None:
                section = self.argument_map.statements[statement].section
                self._add_to_section(section, "statement", statement)
            else:
                count = self.nested_option_counts.get(question.id, 0)
                self.nested_option_counts[question.id] = count + 1
                self.question_items.setdefault(question.id, []).append(("statement", statement))
                self._truncate_path(0)
        else:
            self.parents[statement] = parent
            self._last_child[parent.conclusion] = self._inference_order[parent.id]
            self._move_to(parent)
        self._depths[statement] = len(self._path)
        self._path.append(statement)

    def _add_to_section(self, section: str | None, kind: str, id_: str) -> None:
        self.section_items.setdefault(section, []).append((kind, id_))
        self._truncate_path(0)
        self._question = None

    def _declare(self, declared: DeclaredElement) -> None:
        """Place a section, a question or a context after the statements that precede it."""
        kind, element = declared
        if isinstance(element, Section):
            self.section_items.setdefault(element.parent, []).append((kind, element.id))
            self._question = None
        elif isinstance(element, Question) or element.parent is None:
            self._add_to_section(element.section, kind, element.id)
            self._question = element if isinstance(element, Question) else None
        elif element.parent in self.argument_map.questions:
            self.question_items.setdefault(element.parent, []).append((kind, element.id))
            self._truncate_path(0)
        elif element.parent in self.argument_map.inferences:
            inference = self.argument_map.inferences[element.parent]
            if inference.conclusion in self._depths and self._is_available(inference):
                self._last_child[inference.conclusion] = self._inference_order[inference.id]
                self._move_to(inference)
            members = self.members.setdefault(inference.id, [])
            self.contexts.setdefault(inference.id, []).append((element.id, len(members)))
        else:
            depth = self._depths.get(element.parent)
            if depth is not None:
                self._truncate_path(depth + 1)
            position = self._last_child.get(element.parent, -1)
            self.contexts.setdefault(element.parent, []).append((element.id, position))

    def _question_around(self, statement: str) -> Question | None:
        """Return the open question if the statement is its next option."""
        question = self._question
        if question is None or self.argument_map.statements[statement].kind != _OPTION_KIND:
            return None
        count = self.nested_option_counts.get(question.id, 0)
        is_next = question.options[count : count + 1] == (statement,)
        is_same_section = question.section == self.argument_map.statements[statement].section
        return question if is_next and is_same_section else None

    # ---- The path of open declarations ----------------------------------------------------------

    def _move_to(self, parent: Inference) -> None:
        """Make the path end where the premises of an inference are nested."""
        depth = self._depths.get(parent.conclusion)
        if depth is None:  # the map does not come from a text: none has this order
            self._truncate_path(0)
            self._path.append(parent.conclusion)
            depth = self._depths[parent.conclusion] = 0
        if parent.form is not Form.GROUP:
            self._truncate_path(depth + 1)
            return
        if self._open_group(depth) is not parent:
            self._truncate_path(depth + 1)
            self._path.append(parent)
        self._truncate_path(depth + 2)

    def _truncate_path(self, length: int) -> None:
        while len(self._path) > length:
            last = self._path.pop()
            if isinstance(last, str):
                del self._depths[last]

    def _open_group(self, depth: int) -> str | Inference | None:
        """Return what is open in the statement at a depth of the path."""
        return self._path[depth + 1] if depth + 1 < len(self._path) else None

    # ---- Candidates -----------------------------------------------------------------------------

    def _can_nest(self, inference: Inference) -> bool:
        """Return whether an inference can be written as a statement nested in another."""
        if inference.form is not Form.NESTED:
            return False
        (premise,) = inference.premises
        is_against = self.argument_map.statements[premise].kind in AGAINST_KEYWORDS
        is_after_conclusion = self.order[inference.conclusion] < self.order[premise]
        return is_after_conclusion and is_against == (inference.polarity is Polarity.CON)

    def _parent_group(self, statement: str) -> Inference | None:
        """Return the group on the path in which the statement is nested; None if there is none."""
        is_against = self.argument_map.statements[statement].kind in AGAINST_KEYWORDS
        candidates: list[Inference] = []
        skipped: list[str] = []
        for inference in self._possible_groups(statement):
            if is_against and (expected := self._next_undercutter(inference)) != statement:
                skipped.append(expected)
            else:
                candidates.append(inference)
        if not candidates:
            self.conflicts += [
                (id_, self.parents[id_].id) for id_ in skipped if id_ in self.parents
            ]
            return None
        parent = max(candidates, key=lambda inference: self._priority(inference, statement))
        self.members.setdefault(parent.id, []).append(statement)
        if is_against:
            self.undercutters.setdefault(parent.id, []).append(statement)
        return parent

    def _priority(self, inference: Inference, statement: str) -> tuple[bool, int, bool]:
        """Return the sort key of a group that a statement can be nested in.

        An undercutter must be nested in an inference that has no id and that no arrow denotes.
        Otherwise the innermost group has priority, and an open one before a new one.
        """
        depth = self._depths[inference.conclusion]
        must_nest = (
            self.argument_map.statements[statement].kind in AGAINST_KEYWORDS
            and not inference.is_named
            and self.arrows.premise(inference, statement) is None
        )
        return must_nest, depth, self._open_group(depth) is inference

    def _possible_groups(self, statement: str) -> Iterator[Inference]:
        """Yield the groups on the path that have the statement as a premise or an undercutter."""
        kind = self.argument_map.statements[statement].kind
        section = self.argument_map.statements[statement].section
        if kind in AGAINST_KEYWORDS:
            inferences = self.argument_map.undercuts_by.get(statement, ())
        else:
            inferences = self.argument_map.inferences_from.get(statement, ())
        for inference in inferences:
            if (
                inference.form is Form.GROUP
                and inference.conclusion in self._depths
                and (statement, inference.id) not in self.forbidden
                and section == self.argument_map.statements[inference.conclusion].section
                and (kind in AGAINST_KEYWORDS or statement in self._premises_to_nest(inference))
                and self._is_available(inference)
            ):
                yield inference

    def _is_available(self, inference: Inference) -> bool:
        """Return whether a group is still open, or can be opened without changing the order."""
        if inference.id in self.members:
            return self._open_group(self._depths[inference.conclusion]) is inference
        last_child = self._last_child.get(inference.conclusion, -1)
        return self._inference_order[inference.id] > last_child

    def _next_undercutter(self, inference: Inference) -> str:
        """Return the next undercutter that may be nested: nested ones come first in the list."""
        return inference.undercutters[len(self.undercutters.get(inference.id, ()))]

    def _premises_to_nest(self, inference: Inference) -> set[str]:
        """Return the premises that can be nested: those after the last one that cannot."""
        if inference.id not in self._nestable_premises:
            premises: set[str] = set()
            following = len(self.order)
            for premise in reversed(inference.premises):
                if self.order[premise] >= following or not self._is_nestable(premise, inference):
                    break
                following = self.order[premise]
                premises.add(premise)
            self._nestable_premises[inference.id] = premises
        return self._nestable_premises[inference.id]

    def _is_nestable(self, premise: str, inference: Inference) -> bool:
        statements = self.argument_map.statements
        return (
            statements[premise].kind not in AGAINST_KEYWORDS
            and statements[premise].section == statements[inference.conclusion].section
            and self.order[premise] > self.order[inference.conclusion]
            and (premise, inference.id) not in self.forbidden
            and premise not in self._nested
        )
