"""Worked examples with results from the literature (`tests/cases/evaluation`)."""

import pytest
from tests.cases_reader import CASES, Case, read_cases

from argmap.evaluation import evaluate

CASES_OF_LITERATURE = [
    pytest.param(case, id=case.title)
    for path in sorted((CASES / "evaluation").glob("*.argmap"))
    for case in read_cases(path)
]


@pytest.mark.parametrize("case", CASES_OF_LITERATURE)
def test_verdicts_are_those_of_the_literature(case: Case):
    """Every statement of an example has the status that its source gives."""
    argument_map = case.resolve().map
    evaluation = evaluate(argument_map)
    expected = {s.id: s.expect and s.expect.status for s in argument_map.statements.values()}
    assert {id_: evaluation.status(id_) for id_ in argument_map.statements} == expected
    assert not [error for document in case.resolve().documents for error in document.errors]
