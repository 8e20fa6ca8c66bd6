"""The draft of an argument graph of Carneades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from argmap.exchange.carneades.weights import scheme_weights
from argmap.exchange.foreign import (
    Draft,
    DraftQuestion,
    DraftRelation,
    DraftStatement,
    ForeignFile,
    InvalidFile,
)
from argmap.model import Burden, Confidence, Expectation, Polarity, Standard, Status
from argmap.model.schemes import find_scheme
from argmap.text import Location, SourceText, Span

_STANDARDS = {
    "PE": Standard.PREPONDERANCE,
    "CCE": Standard.CLEAR_AND_CONVINCING,
    "BRD": Standard.BEYOND_REASONABLE_DOUBT,
}
_GENERATED_KEY = re.compile(r"¬?[a-z]?\d{4,}")
"""The keys that programs give to statements, such as ``s11395``."""

_TESTS = {"in": Status.ACCEPTED, "out": Status.REJECTED, "undecided": Status.UNDECIDED}
_DROPPED = {
    "argument_schemes": "argmap does not construct arguments from schemes",
    "issue_schemes": "argmap does not construct issues from schemes",
    "language": "argmap has no predicates; they only give the texts of statements",
    "weighing_functions": "argmap has no weighing functions; they only give the weights",
}
_TERM = re.compile(r"(¬?)\s*([^\s(),]+)\s*\((.*)\)", re.DOTALL)


def read_graph(file: ForeignFile) -> Draft:
    """Return the draft.

    Raises:
        InvalidFile: If the file is not a mapping in YAML.
        MissingExtra: If the extra ``import`` is not installed.
    """
    data = file.yaml
    if not isinstance(data, dict):
        raise InvalidFile(f"`{file.name}` is not a Carneades graph: it is not a mapping of keys")
    return _Reader(data, file.name).read()


class _Reader:
    def __init__(self, data: dict[str, Any], name: str) -> None:
        self.data = data
        self.draft = Draft(attributes={"burden": Burden.STRICT})
        self.losses = self.draft.losses
        self.location = Location(SourceText(name, ""), Span(0, 0))
        self.language = _mapping(data.get("language"))
        self.arguments = {
            key: _mapping(value) for key, value in _mapping(data.get("arguments")).items()
        }
        self.conclusions = {
            _text(argument.get("conclusion")) for argument in self.arguments.values()
        }
        functions = _mapping(data.get("weighing_functions"))
        self.weights = scheme_weights(_items(data.get("argument_schemes")), functions)

    def read(self) -> Draft:
        self._read_meta()
        for key, value in _mapping(self.data.get("statements")).items():
            self._add_statement(key, value)
        for key in self._texts(self.data.get("assumptions"), "assumption"):
            self._use(key).kind = "assumption"
            self.losses.keep("assumption")
        factors = self._factors()
        for key, argument in self.arguments.items():
            self._add_argument(key, argument, factors.get(key))
        for key, issue in _mapping(self.data.get("issues")).items():
            self._add_issue(key, _mapping(issue))
        self._add_expectations()
        for name, reason in _DROPPED.items():
            value = self.data.get(name)
            for item in value if isinstance(value, (dict, list)) else ():
                id_ = item.get("id") if isinstance(item, dict) else item
                self.losses.drop(name.removesuffix("s"), reason, f"{name} {id_}")
        if not self.draft.statements:
            del self.draft.attributes["burden"]
        return self.draft

    def _read_meta(self) -> None:
        for key, value in _mapping(self.data.get("meta")).items():
            text = _text(value)
            if key == "title":
                self.draft.title = text
            elif key in ("note", "notes") and "note" not in self.draft.attributes:
                self.draft.attributes["note"] = text
            elif text and re.fullmatch(r"[A-Za-z][\w-]*", key, re.ASCII):
                self.draft.extra[f"x-{key.lower().replace('_', '-')}"] = (text,)
            else:
                self.losses.drop("meta", "its value is not a text", key)

    def _texts(self, value: Any, element: str) -> Iterator[str]:
        """Yield the items of a list that are texts; a single text is a list of one."""
        for item in [value] if isinstance(value, str) and value else _items(value):
            if isinstance(item, str) and item:
                yield item
            else:
                self.losses.drop(element, "it is not the id of a statement")

    # ---- Statements -----------------------------------------------------------------------------

    def _add_statement(self, key: str, value: Any) -> None:
        fields = value if isinstance(value, dict) else {"text": value}
        text = _text(fields.get("text"))
        statement = DraftStatement(key, text, "claim", _statement_id(key, text), place=key)
        if str(fields.get("assumed", "")).lower() == "true":
            statement.kind = "assumption"
            self.losses.keep("assumption")
        label = _text(fields.get("label"))
        if label:
            statement.extra["x-label"] = (label,)
        for name in fields:
            if name not in ("text", "assumed", "label"):
                self.losses.drop("key", "argmap does not know it", f"{key} {name}")
        self.draft.add(statement)

    def _use(self, key: str) -> DraftStatement:
        """Return a statement; add it if the graph uses it without declaring it."""
        if key not in self.draft.statements:
            statement = DraftStatement(
                key, self._phrase(key), "claim", _id(key), element="undeclared statement", place=key
            )
            self.draft.add(statement)
        return self.draft.statements[key]

    def _phrase(self, term: str) -> str:
        """Return a term such as ``expert(joe)`` as the language of the graph phrases it."""
        match = _TERM.fullmatch(term)
        if match is None:
            return term
        arguments = _split(match[3])
        pattern = _text(self.language.get(f"{match[2]}/{len(arguments)}"))
        if not pattern:
            return term
        for argument in arguments:
            pattern = re.sub("%[sv]", argument.replace("\\", r"\\"), pattern, count=1)
        return f"It is not the case that: {pattern}" if match[1] else pattern

    # ---- Arguments ------------------------------------------------------------------------------

    def _factors(self) -> dict[str, float]:
        """Return the weights of factorized arguments: their share of the factors of the issue."""
        issue_of: dict[str, str] = {}
        for key, issue in _mapping(self.data.get("issues")).items():
            for position in _items(_mapping(issue).get("positions")):
                issue_of[str(position)] = key
        factors: dict[str, set[str]] = {}
        premises: dict[str, tuple[str, set[str]]] = {}
        for key, argument in self.arguments.items():
            conclusion = _text(argument.get("conclusion"))
            if argument.get("scheme") == "factorized":
                issue = issue_of.get(conclusion, conclusion)
                premises[key] = (issue, {str(one) for _, one in _premises(argument)})
                factors.setdefault(issue, set()).update(premises[key][1])
        return {
            key: round(len(own) / len(factors[issue]), 3)
            for key, (issue, own) in premises.items()
            if own
        }

    def _add_argument(self, key: str, argument: dict[str, Any], share: float | None) -> None:
        conclusion = _text(argument.get("conclusion"))
        if not conclusion:
            self.losses.drop("argument", "it has no conclusion", key)
            return
        self._use(conclusion)
        relation_key = f"argument {key}"
        relation = DraftRelation(
            relation_key, [], conclusion, id=_id(key), element="argument", place=key
        )
        roles = []
        for role, premise in _premises(argument):
            if isinstance(premise, str) and premise:
                self._use(premise)
                relation.premises.append(premise)
                roles.append(role)
                self.losses.keep("premise")
            else:
                self.losses.drop("premise", "it is not the id of a statement", key)
        if any(roles):
            relation.extra["x-roles"] = tuple(role or "-" for role in roles)
        scheme = _text(argument.get("scheme"))
        self._add_scheme(relation, scheme, argument, share)
        if not relation.premises:
            premise = f"premise of {key}"
            self.draft.add(
                DraftStatement(
                    premise,
                    f"Argument {key} applies",
                    "assumption",
                    f"{_id(key)}-applies",
                    element="added premise",
                )
            )
            relation.premises.append(premise)
            relation.change = "an assumption is its premise, because every inference needs one"
        if len(relation.premises) == 1 and not (relation.attributes or relation.extra):
            relation.id = ""  # the ends of a simple inference name it
        relations = [relation]
        if scheme == "convergent" and len(relation.premises) > 1:
            relations = self._split(relation)
        undercutter = _text(argument.get("undercutter")) or self._default_undercutter(key)
        for number, one in enumerate(relations):
            self.draft.relate(one)
            if undercutter:
                self._use(undercutter)
                self.draft.relate(
                    DraftRelation(
                        f"undercutter {key} {number}",
                        [undercutter],
                        one.key,
                        Polarity.CON,
                        element="undercutter" if number == 0 else "added undercutter",
                        place=key,
                    )
                )
        self._drop_other_keys(key, argument)

    def _add_scheme(
        self, relation: DraftRelation, scheme: str, argument: dict[str, Any], share: float | None
    ) -> None:
        if scheme:
            known = find_scheme(scheme)
            if known is not None:
                relation.scheme = known.name
            else:
                relation.extra["x-scheme"] = (scheme,)
        weight = self.weights.get(scheme) if share is None else share
        if weight is None:
            own = {"id": "own", "weight": argument.get("weight")}
            weight = scheme_weights([own], {}).get("own")
        if weight is not None:
            relation.attributes["confidence"] = Confidence(weight)
        if scheme == "cumulative":
            relation.change = "its premises count only together, not one by one"
        elif share is not None:
            relation.change = "the share of factors becomes a fixed weight"

    def _split(self, relation: DraftRelation) -> list[DraftRelation]:
        """Return an inference for each premise of a convergent argument."""
        relations = []
        for number, premise in enumerate(relation.premises, start=1):
            part = DraftRelation(
                f"{relation.key} {number}",
                [premise],
                relation.target,
                id=f"{relation.id}-{number}",
                element="argument" if number == 1 else "added argument",
                place=relation.place,
            )
            part.attributes, part.extra = dict(relation.attributes), dict(relation.extra)
            part.change = "each of its premises becomes an inference" if number == 1 else ""
            relations.append(part)
        return relations

    def _default_undercutter(self, key: str) -> str:
        """Return the statement that undercuts an argument by its name, if the graph uses it."""
        name = f"¬app({key})"
        is_used = name in self.draft.statements or name in self.conclusions
        return name if is_used else ""

    def _drop_other_keys(self, key: str, argument: dict[str, Any]) -> None:
        known = {"conclusion", "premises", "scheme", "undercutter", "weight"}
        for name in argument:
            if name not in known:
                self.losses.drop("key", "argmap does not know it", f"{key} {name}")

    # ---- Issues and tests -----------------------------------------------------------------------

    def _add_issue(self, key: str, issue: dict[str, Any]) -> None:
        positions = list(self._texts(issue.get("positions"), "position"))
        for position in positions:
            self._use(position)
            self.losses.keep("position")
        written = _text(issue.get("standard"))
        standard = _STANDARDS.get(written.upper() or "PE")
        if standard is None:
            standard = Standard.PREPONDERANCE
            self.losses.change("issue", f"the standard `{written}` becomes preponderance", key)
        else:
            self.losses.keep("issue")
        texts = [self.draft.statements[one].text.rstrip(" .") for one in positions]
        text = " or: ".join(texts) + "?" if 0 < len(texts) <= 3 else f"Which position of {key}?"  # noqa: PLR2004
        question = DraftQuestion(f"issue {key}", text, positions, _id(key), place=key)
        question.attributes["standard"] = standard
        self.draft.questions[question.key] = question

    def _add_expectations(self) -> None:
        for name, status in _TESTS.items():
            for key in self._texts(_mapping(self.data.get("tests")).get(name), "test"):
                statement = self.draft.statements.get(key)
                if statement is None:
                    self.losses.drop("test", "it is about no statement of the file", key)
                else:
                    statement.attributes["expect"] = Expectation(status, location=self.location)
                    self.losses.keep("test")


def _premises(argument: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the role, which may be empty, and the statement of each premise."""
    premises = argument.get("premises")
    if isinstance(premises, dict):
        yield from premises.items()
    elif isinstance(premises, str):
        yield from (("", premises),) if premises else ()
    else:
        yield from (("", premise) for premise in _items(premises))


def _split(text: str) -> list[str]:
    """Return the arguments of a term, which commas separate outside of parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _id(key: str) -> str:
    return key.replace("¬", "not-")


def _statement_id(key: str, text: str) -> str:
    """Return the id for the key of a statement; empty to make one from the text."""
    return "" if text and _GENERATED_KEY.fullmatch(key) else _id(key)


def _mapping(value: Any) -> dict[str, Any]:
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
