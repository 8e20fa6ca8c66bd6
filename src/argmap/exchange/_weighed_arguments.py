"""Arguments of earlier versions of Carneades in XML: pro and con, weighed, with exceptions.

Source: Gordon, Prakken & Walton, The Carneades Model of Argument and Burden of Proof, Artificial
Intelligence 171, 2007. LKIF and CAF are two notations of this model.
"""

from __future__ import annotations

from attrs import Factory, define

from argmap.exchange.foreign import Draft, DraftRelation, DraftStatement
from argmap.model import Burden, Confidence, Polarity, Standard
from argmap.model.schemes import find_scheme

STANDARDS = {
    "SE": Standard.SCINTILLA,
    "DV": Standard.DIALECTICAL,
    "BA": Standard.PREPONDERANCE,
    "PE": Standard.PREPONDERANCE,
    "CCE": Standard.CLEAR_AND_CONVINCING,
    "BRD": Standard.BEYOND_REASONABLE_DOUBT,
}
"""The standards of proof; BA, best argument, compares the strongest arguments, as PE does."""


@define
class WeighedPremise:
    """A premise of an argument.

    Attributes:
        statement: The key of a statement.
        is_exception: Whether the argument fails if the statement is accepted.
        is_negative: Whether the premise is that the statement is not accepted.
    """

    statement: str
    is_exception: bool = False
    is_negative: bool = False
    role: str = ""


@define
class WeighedArgument:
    """An argument for or against a statement."""

    key: str
    conclusion: str
    premises: list[WeighedPremise] = Factory(list)
    polarity: Polarity = Polarity.PRO
    scheme: str = ""
    weight: str = ""
    title: str = ""


def set_standard(draft: Draft, statement: DraftStatement, written: str) -> None:
    """Set the standard of proof of a statement by its abbreviation."""
    if not written:
        return
    standard = STANDARDS.get(written.upper())
    if standard is None:
        draft.losses.drop("standard", "argmap does not know it", statement.place)
    elif standard is not Standard.DIALECTICAL:
        statement.attributes["standard"] = standard


def set_burden(draft: Draft) -> None:
    """Reject statements without an argument, if the file says which ones are accepted without."""
    statements = draft.statements.values()
    if any(statement.kind == "assumption" for statement in statements):
        draft.attributes["burden"] = Burden.STRICT
    else:
        for statement in statements:
            statement.kind = ""


def add_argument(draft: Draft, argument: WeighedArgument) -> None:
    """Add an argument; its exceptions and negative premises become undercutters."""
    key = argument.key
    relation = DraftRelation(
        f"argument {key}",
        [],
        argument.conclusion,
        argument.polarity,
        label=argument.title or None,
        element="argument",
        place=key,
    )
    undercutters = _add_premises(draft, argument, relation)
    if not relation.premises:
        applies = f"premise of {key}"
        draft.add(
            DraftStatement(
                applies, f"Argument {key} applies", "assumption", element="added premise"
            )
        )
        relation.premises.append(applies)
        relation.change = "an assumption is its premise, because every inference needs one"
    scheme = find_scheme(argument.scheme) if argument.scheme else None
    if scheme is not None:
        relation.scheme = scheme.name
    elif argument.scheme:
        relation.extra["x-scheme"] = (argument.scheme,)
    _set_weight(draft, relation, argument.weight)
    is_simple = len(relation.premises) == 1 and not relation.extra and not relation.label
    if not is_simple or "confidence" in relation.attributes:
        relation.id = key
    draft.relate(relation)
    for number, undercutter in enumerate(undercutters):
        draft.relate(
            DraftRelation(
                f"undercutter {key} {number}",
                [undercutter],
                relation.key,
                Polarity.CON,
                element="added undercutter",
                place=key,
            )
        )


def _add_premises(draft: Draft, argument: WeighedArgument, relation: DraftRelation) -> list[str]:
    """Add the premises of an argument to its relation, and return its undercutters."""
    losses, key = draft.losses, argument.key
    undercutters: list[str] = []
    roles: list[str] = []
    for premise in argument.premises:
        if premise.statement not in draft.statements:
            losses.drop("premise", "it is not a statement of the file", key)
        elif premise.is_exception and premise.is_negative:
            relation.premises.append(premise.statement)
            losses.change("premise", "a negative exception becomes a premise", key)
        elif premise.is_exception:
            undercutters.append(premise.statement)
            losses.change("premise", "an exception becomes an undercutter", key)
        elif premise.is_negative:
            undercutters.append(premise.statement)
            losses.change("premise", "a negative premise becomes an undercutter", key)
        else:
            relation.premises.append(premise.statement)
            losses.keep("premise")
        if premise.statement in relation.premises[-1:]:
            roles.append(premise.role)
    if any(roles):
        relation.extra["x-roles"] = tuple(role or "-" for role in roles)
    return undercutters


def _set_weight(draft: Draft, relation: DraftRelation, weight: str) -> None:
    if not weight:
        return
    try:
        value = float(weight)
    except ValueError:
        value = -1.0
    if 0 <= value <= 1:
        relation.attributes["confidence"] = Confidence(value)
    else:
        draft.losses.drop("weight", "it is not a number from 0 to 1", relation.place)
