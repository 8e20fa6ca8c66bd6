"""The text of `argmap explain`: indented trees with one verdict per line.

All direct reasons of a statement are listed. The shortest dispute tree is unfolded; of the rest,
the number of statements is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from textwrap import shorten
from typing import NamedTuple

from argmap.evaluation import Evaluation
from argmap.evaluation.direct_reasons import (
    Bearing,
    Counterweight,
    DirectReason,
    Outweighing,
    ReasonRanking,
)
from argmap.evaluation.evaluation import are_options, explain_status
from argmap.evaluation.explanation import DisputeTrees
from argmap.evaluation.standards import (
    counts_as_undercutter,
    effective_standard,
    proof_bounds,
)
from argmap.evaluation.strength import Strengths
from argmap.evaluation.verdicts import Reason
from argmap.model import Concession, Inference, Polarity, Question, Sentence, Status
from argmap.workspace.evaluation_report import (
    MARKS,
    MAX_RIVALS,
    answer_mark,
    answer_text,
    formatted_number,
    joined_lines,
    list_names,
)

_MAX_LINES = 400
"""Longer texts are cut off, unless everything is to be shown."""
_MAX_FURTHER_REASONS = 8
"""The most reasons on each side of a statement that are listed without being in the tree."""
_MAX_COUNTED = 10_000
_MAX_INDENTATION = 40
"""The greatest depth that is shown by indentation; greater ones are shown as a number."""
_LINE_WIDTH = 78

_COUNTERWEIGHTS = {
    Counterweight.PREFERENCE: "it outweighs this, as declared",
    Counterweight.STANDARD: "its reasons weigh more",
    Counterweight.ASSERTION: "no reason is given for this one",
}
"""How an option outweighs another, in words."""


class _Row(NamedTuple):
    """A line, and the statement whose reasons follow; None if none do."""

    depth: int
    text: str
    unfolds: str | None = None


class ExplanationText:
    """Writes the explanations of several statements of a map."""

    def __init__(
        self, evaluation: Evaluation, strengths: Strengths | None, *, is_complete: bool
    ) -> None:
        self._evaluation = evaluation
        self._map = evaluation.argument_map
        self._strengths = strengths
        self._is_complete = is_complete
        self._ranking = ReasonRanking(evaluation, None if is_complete else MAX_RIVALS)
        self._trees = DisputeTrees(evaluation.framework, evaluation.labelling)
        self._is_folded = False
        self._root = ""
        self._is_in_question = False
        self._tree: set[int] = set()
        self._unfolded: set[str] = set()
        self._shown: set[str] = set()
        self._shown_in: dict[str, str] = {}
        """The option that lists the others, by question; empty if the question lists them."""

    def written(self, ids: Iterable[str]) -> str:
        """Return the explanations of statements and questions, one after the other."""
        lines: list[str] = []
        for id_ in ids:
            question = self._map.questions.get(id_)
            rows = self._statement_rows(id_, 0) if question is None else self._question_rows(id_)
            max_count = None if self._is_complete else _MAX_LINES
            text = [_indented(row) for row in islice(rows, max_count)]
            if rest := sum(1 for _ in rows):
                text.append(f"… and {rest:,} more lines")
                self._is_folded = True
            lines += [*([""] if lines else []), *text]
        if self._is_folded:
            lines += ["", "--all shows the rest."]
        return joined_lines(lines)

    # ---- What is explained ----------------------------------------------------------------------

    def _question_rows(self, id_: str) -> Iterator[_Row]:
        question = self._map.questions[id_]
        yield _Row(0, answer_mark(self._evaluation, question) + " " + _sentence_line(question))
        yield _Row(1, answer_text(self._evaluation, question))
        order = (Status.ACCEPTED, Status.UNDECIDED, Status.REJECTED)
        options = sorted(
            question.options, key=lambda option: order.index(self._evaluation.status(option))
        )
        for option in options:
            yield from self._statement_rows(option, 1, in_question=question)

    def _statement_rows(
        self, id_: str, depth: int, in_question: Question | None = None
    ) -> Iterator[_Row]:
        """Yield the lines of a statement, its status, its reasons and theirs."""
        self._root = id_
        self._is_in_question = in_question is not None
        self._tree = self._trees.nodes(self._evaluation.node_by_id[id_])
        self._unfolded = {id_}
        self._shown = {id_, *(in_question.options if in_question else ())}
        status = self._evaluation.status(id_)
        yield _Row(depth, f"{MARKS[status]} {self._statement(id_)}")
        yield _Row(depth + 1, f"is {status.value}: {self._why(id_)}")
        if (balance := self._ranking.balance(id_)) is not None:
            yield _Row(depth + 1, balance.sentence(proof_bounds(self._map)))
        self._shown_in = {in_question.id: ""} if in_question else {}
        pending = [self._reason_rows(id_, depth + 1)]
        while pending:
            row = next(pending[-1], None)
            if row is None:
                pending.pop()
                continue
            yield row
            if row.unfolds is not None:
                pending.append(self._reason_rows(row.unfolds, row.depth + 1))

    def _why(self, id_: str) -> str:
        """Return why a statement has its status, and of an excluded option, what outweighs it."""
        sentence = explain_status(self._evaluation, id_)
        verdict = self._evaluation.statements[id_]
        if verdict.reason is Reason.EXCLUDED:
            outweighing = self._ranking.outweighing_of(verdict.decided_by[0], id_)
            if outweighing is not None:
                return f"{sentence}; {_COUNTERWEIGHTS[outweighing.how]}"
        return sentence

    # ---- Reasons --------------------------------------------------------------------------------

    def _reason_rows(self, id_: str, depth: int) -> Iterator[_Row]:
        """Yield the lines of the direct reasons for and against a statement."""
        listed, left_out = self._split_reasons(id_)
        for reason in listed:
            yield from self._rows_of(id_, reason, depth)
        if id_ != self._root:
            return
        members = {member for reason in left_out for member in self._ranking.members(reason)}
        if not self._is_in_question:
            members.update(self._ranking.omitted_options(id_))
        if count := self._count_hidden(members):
            yield _Row(depth, f"… and {count:,} more")

    def _split_reasons(self, id_: str) -> tuple[list[DirectReason], list[DirectReason]]:
        """Return the direct reasons of a statement to list, and those to leave out."""
        in_tree = self._deciding(id_)
        listed: list[DirectReason] = []
        left_out: list[DirectReason] = []
        counts: Counter[Bearing] = Counter()
        for reason in self._ranking.reasons(id_):
            is_rival = reason.bearing is Bearing.RIVAL
            if is_rival and self._is_shown_elsewhere(id_, reason.id):
                continue
            is_needed = reason.id in in_tree or self._is_complete
            if not is_needed and id_ == self._root:
                counts[reason.bearing] += 1
                is_needed = counts[reason.bearing] <= _MAX_FURTHER_REASONS
            if is_needed or self._is_outweighed_objection(id_, reason):
                listed.append(reason)
            elif not (is_rival and id_ != self._root):
                left_out.append(reason)
        return listed, left_out

    def _deciding(self, id_: str) -> frozenset[str]:
        """Return the ids of what decides a node of the tree; none for other nodes."""
        node = self._evaluation.node_by_id[id_]
        if node not in self._tree:
            return frozenset()
        ids = self._evaluation.framework.node_ids
        return frozenset(ids[child] for child in self._trees.children(node))

    def _is_shown_elsewhere(self, id_: str, rival: str) -> bool:
        """Return whether a rival need not be listed for a statement.

        The options of a question are listed once: by the first of them, or by the question.
        """
        if rival in self._unfolded:
            return True
        return any(
            self._shown_in.setdefault(question.id, id_) != id_
            for question in self._map.questions_of.get(id_, ())
            if rival in question.options
        )

    def _count_hidden(self, members: Iterable[str]) -> int:
        """Return the number of some statements and those below them that are not shown."""
        count = len(self._below(members) - self._shown)
        self._is_folded = self._is_folded or count > 0
        return count

    def _is_outweighed_objection(self, id_: str, reason: DirectReason) -> bool:
        is_accepted = self._evaluation.status(id_) is Status.ACCEPTED
        return is_accepted and reason.bearing is not Bearing.FOR and reason.outweighed is not None

    def _rows_of(self, id_: str, reason: DirectReason, depth: int) -> Iterator[_Row]:
        """Yield the lines of one reason: its premises, undercutters, and what outweighs it."""
        inference = self._map.inferences.get(reason.id)
        if inference is None:
            yield self._row(depth, self._rival_role(id_, reason), reason.id)
        else:
            role = _role(inference, reason, self._evaluation)
            yield from self._inference_rows(inference, role, depth)
        if reason.outweighed is not None:
            yield from self._outweighing_rows(id_, reason.outweighed, depth + 1)

    def _inference_rows(self, inference: Inference, role: str, depth: int) -> Iterator[_Row]:
        """Yield the lines of premises and undercutters, below the label if there is one."""
        further = "& and"
        premise_depth = depth
        if inference.label:
            yield _Row(depth, f"{role}: {inference.label}")
            premise_depth, role, further = depth + 1, "·", "·"
        for premise in inference.premises:
            yield self._row(premise_depth, role, premise)
            role = further
        yield from self._undercutter_rows(inference, depth + 1)

    def _undercutter_rows(self, inference: Inference, depth: int) -> Iterator[_Row]:
        in_tree = self._deciding(inference.id)
        framework = self._evaluation.framework
        discounted = framework.discounted.get(self._evaluation.node_by_id[inference.id], ())
        for id_ in inference.undercutters:
            status = self._evaluation.status(id_)
            if status is Status.ACCEPTED:
                role = "× but that is denied by"
                if self._evaluation.node_by_id[id_] in discounted:
                    role = self._discounted_role(inference, id_)
                yield self._row(depth, role, id_)
            elif status is Status.UNDECIDED:
                yield self._row(depth, "× which may be denied by", id_)
            elif id_ in in_tree or self._is_complete:
                yield self._row(depth, "× which is not denied by", id_)

    def _discounted_role(self, inference: Inference, undercutter: str) -> str:
        """Return how an undercutter bears on an inference that it does not suspend."""
        statement = self._map.statements[undercutter]
        if isinstance(statement, Concession):
            return "× although"
        standard = effective_standard(self._map.statements[inference.conclusion], self._map)
        if counts_as_undercutter(statement, standard, self._map):
            return "× but outweighed, as declared:"
        return "× but too unlikely to count:"

    def _rival_role(self, id_: str, reason: DirectReason) -> str:
        if are_options(self._map, id_, reason.id):
            return "≠ another option is"
        return "≠ it cannot stand together with"

    def _outweighing_rows(self, id_: str, outweighing: Outweighing, depth: int) -> Iterator[_Row]:
        """Yield what outweighs a reason."""
        how, by = outweighing
        if how is Counterweight.CONCESSION:
            return
        if by == (id_,) or not by:
            name = list_names(self._evaluation, [id_])
            words = {
                Counterweight.PREFERENCE: f"{name} outweighs it, as declared",
                Counterweight.STANDARD: f"the reasons for {name} weigh more",
                Counterweight.ASSERTION: "no reason is given for it",
            }
            yield _Row(depth, f"> {words[how]}")
            return
        for inference_id in by:
            role = "> it is outweighed by"
            for premise in self._map.inferences[inference_id].premises:
                yield self._row(depth, role, premise)
                role = "& and"

    # ---- Lines ----------------------------------------------------------------------------------

    def _row(self, depth: int, role: str, id_: str) -> _Row:
        """Return the line of a statement, which unfolds its reasons if they belong to the tree."""
        text = f"{role} {MARKS[self._evaluation.status(id_)]} {self._statement(id_)}"
        has_reasons = bool(
            self._deciding(id_) if not self._is_complete else self._ranking.reasons(id_)
        )
        self._shown.add(id_)
        if id_ in self._unfolded:
            return _Row(depth, f"{text} (see above)" if has_reasons else text)
        if has_reasons:
            left_out = self._split_reasons(id_)[1]
            self._unfolded.add(id_)
            count = self._count_hidden(
                {member for reason in left_out for member in self._ranking.members(reason)}
            )
            return _Row(depth, f"{text} (and {count:,} more)" if count else text, id_)
        if count := len(self._below([id_]) - self._shown):
            self._is_folded = True
            text += f" (and {count:,} more)"
        return _Row(depth, text)

    def _statement(self, id_: str) -> str:
        line = _sentence_line(self._map.statements[id_])
        if self._strengths is not None:
            line += f" (strength {formatted_number(self._strengths.statements[id_])})"
        return line

    def _below(self, ids: Iterable[str]) -> set[str]:
        """Return some statements, and those that they rest on or that attack these."""
        below = dict.fromkeys(ids)
        queue = list(below)
        for id_ in queue:  # grows during the iteration
            if len(below) > _MAX_COUNTED:
                break
            for inference in self._map.inferences_to.get(id_, ()):
                for other in (*inference.premises, *inference.undercutters):
                    if other not in below:
                        below[other] = None
                        queue.append(other)
        return set(below)


def _indented(row: _Row) -> str:
    number = f"[{row.depth}] " if row.depth > _MAX_INDENTATION else ""
    return f"{'  ' * min(row.depth, _MAX_INDENTATION)}{number}{row.text}"


def _role(inference: Inference, reason: DirectReason, evaluation: Evaluation) -> str:
    """Return how an inference bears on its conclusion, in words that a premise follows."""
    holds = reason.status is Status.ACCEPTED
    mood = "may" if reason.status is Status.UNDECIDED else "would"
    if inference.polarity is Polarity.PRO:
        return "+ because" if holds else f"+ it {mood} be, because"
    statements = evaluation.argument_map.statements
    if any(isinstance(statements[premise], Concession) for premise in inference.premises):
        return "− conceded, but rejected:" if reason.status is Status.REJECTED else "− although"
    if holds and reason.outweighed is not None:
        return "− against it, but outweighed,"
    return "− against it" if holds else f"− against it {mood} be"


def _sentence_line(sentence: Sentence) -> str:
    """Return the id and the label of a sentence, if the author gave them, and its text."""
    name = sentence.id if sentence.is_named else ""
    if sentence.label:
        name = f"{name} “{sentence.label}”".strip()
    return shorten(
        f"{name}: {sentence.text}" if name else sentence.text, _LINE_WIDTH, placeholder=" …"
    )
