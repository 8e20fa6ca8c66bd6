"""The second pass of resolution for questions: the names of their options become ids."""

from __future__ import annotations

from argmap.model import Assumption, Claim, Evidence, Question
from argmap.model.attributes import OPEN_QUESTION
from argmap.resolve.declarations import Declarations
from argmap.resolve.errors import BadValue, IllegalEdge, IllegalEdgeReason, UndefinedReference
from argmap.resolve.scope import NameKind
from argmap.resolve.unresolved import Reference, UnresolvedQuestion
from argmap.text import closest_match

_MAX_NAMED_OPTIONS = 5
"""Options that a message lists."""


class QuestionLinker:
    """Resolves the options of all questions, and records those that are wrong."""

    def __init__(self, declarations: Declarations) -> None:
        self._declarations = declarations
        self._scope = declarations.scope
        self._errors = declarations.errors
        self._exclusive_questions: dict[str, UnresolvedQuestion] = {}
        """The exclusive question that each option belongs to, by the id of the option."""

    def questions(self) -> dict[str, Question]:
        """Return all questions, in order."""
        questions = self._declarations.questions
        for question in questions:
            if question.is_exclusive:
                nested = dict.fromkeys(question.nested_options, question)
                self._exclusive_questions.update(nested)
        return {question.id: self._question(question) for question in questions}

    def _question(self, question: UnresolvedQuestion) -> Question:
        options = dict.fromkeys(question.nested_options)
        for reference in question.other_options:
            option = self._option(question, reference)
            if option is not None:
                options[option] = None
        expected, is_open = self._expected(question, tuple(options))
        first = next(iter(question.expected), None)
        return Question(
            id=question.id,
            options=tuple(options),
            is_exclusive=question.is_exclusive,
            expected_options=expected,
            expects_open=is_open,
            expect_location=first and first.module.locate(first.word.span),
            **question.values,
        )

    def _option(self, question: UnresolvedQuestion, reference: Reference) -> str | None:
        """Return the statement that `options:` names; record an error if it cannot be one."""
        module, (name, span), element = reference
        id_ = self._scope.find(module, name)
        if id_ is None:
            if not module.is_in_failed_import(name):
                candidates = self._scope.names(module, NameKind.STATEMENT)
                kind = NameKind.STATEMENT.value
                self._errors.append(
                    UndefinedReference(module.locate(span), name, kind, candidates, element=element)
                )
            return None
        statement = self._declarations.statements.get(id_)
        if not isinstance(statement, Claim | Evidence | Assumption):
            kind = statement.kind if statement else self._scope.kinds[id_].value
            reason = IllegalEdgeReason.NO_OPTION
            self._errors.append(
                IllegalEdge(module.locate(span), reason, name, kind, element=element)
            )
            return None
        if question.is_exclusive:
            first = self._exclusive_questions.setdefault(id_, question)
            if first is not question:
                self._record_shared(reference, first, id_)
                return None
        return id_

    def _record_shared(self, reference: Reference, first: UnresolvedQuestion, option: str) -> None:
        module, (name, span), element = reference
        other = f"`{first.id}`" if first.values["is_named"] else f"“{first.values['text']}”"
        self._errors.append(
            BadValue(
                module.locate(span),
                f"`{name}` is already an option of {other}, and both questions are exclusive",
                help="write `exclusive: false` in one of them, or declare another claim",
                element=element,
                left_out=option,
            )
        )

    def _expected(
        self, question: UnresolvedQuestion, options: tuple[str, ...]
    ) -> tuple[tuple[str, ...], bool]:
        """Return the expected options, and whether none is expected to be accepted.

        If one of the values is wrong, it is unknown what is expected, and nothing is returned.
        """
        expected: dict[str, None] = {}
        open_references = []
        is_known = True
        for reference in question.expected:
            module, (name, span), element = reference
            id_ = self._scope.find(module, name)
            if id_ is not None and id_ in options:
                expected[id_] = None
            elif name == OPEN_QUESTION:
                open_references.append(reference)
            elif module.is_in_failed_import(name):
                is_known = False
            else:
                is_known = False
                names = [option.removeprefix(module.prefix) for option in options]
                self._errors.append(
                    BadValue(
                        module.locate(span),
                        f"`{name}` is not an option of this question",
                        help=_advice(names),
                        suggestion=closest_match(name, (*names, OPEN_QUESTION)),
                        element=element,
                    )
                )
        if expected and open_references:
            module, (_, span), element = open_references[0]
            self._errors.append(
                BadValue(
                    module.locate(span),
                    "`open` means that no option is accepted",
                    help="name the options that you expect, or write `expect: open`",
                    element=element,
                )
            )
            is_known = False
        return (tuple(expected), bool(open_references)) if is_known else ((), False)


def _advice(names: list[str]) -> str:
    """Return what to write in `expect:` of a question whose options have some names."""
    if not names:
        return "add claims to the block of the question, or write `expect: open`"
    listed = ", ".join(f"`{name}`" for name in names[:_MAX_NAMED_OPTIONS])
    more = ", …" if len(names) > _MAX_NAMED_OPTIONS else ""
    return f"name one of {listed}{more}, or write `expect: open`"
