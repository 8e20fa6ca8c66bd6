"""Tests the results that repeated checks of the same map reuse (`IncrementalState`)."""

from pathlib import Path

import pytest
from attrs import evolve
from tests.cases_reader import CASES, Case, read_cases

from argmap.rules import IncrementalState, Selection, check, modules
from argmap.rules._context import RuleContext
from argmap.sources.findings import CitationFindings
from argmap.syntax import parse
from argmap.syntax.incremental_tree import have_same_structure
from argmap.syntax.tree import Attribute, StatementDecl
from argmap.text import Edit, SourceText, apply_edits

STRUCTURAL = [module for module in modules() if module.RULE.is_structural]
ALL_RULES = Selection(codes=frozenset(module.RULE.code for module in modules()))
ALL_CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted(Path(CASES / "rules").glob("*.argmap"))
    for case in read_cases(path)
]


def reworded(text: str) -> str:
    """Return a map in which all statements with an id have other words and other positions."""
    edits, pending = [], list(parse(SourceText("x", text)).items)
    for item in pending:  # the list grows during the iteration
        if isinstance(item, Attribute):
            continue
        if (
            isinstance(item, StatementDecl)
            and item.id
            and item.title
            and item.title.raw.strip('" ')
        ):
            edits.append(Edit(item.title.span, f'"Sentence number {len(edits)} is another"'))
        if item.block:
            pending += item.block.items
    return "\n# A comment.\n\n" + apply_edits(text, edits)


def _has_syntax_errors(case: Case) -> bool:
    return any(document.errors for document in case.resolve().documents)


@pytest.mark.parametrize("case", ALL_CASES)
def test_structural_rules_do_not_depend_on_words(case: Case):
    """A structural rule yields the same number of diagnostics for other words and positions."""
    if _has_syntax_errors(case):
        return  # in a broken file, other words may be parsed differently
    other = evolve(case, files={name: reworded(text) for name, text in case.files.items()})
    before, after = case.resolve(), other.resolve()
    for document, reworded_document in zip(before.documents, after.documents, strict=True):
        assert have_same_structure(document.items, reworded_document.items)
    for module in STRUCTURAL:
        counts = [
            len(list(module.check(RuleContext(resolution, CitationFindings(()), ALL_RULES))))
            for resolution in (before, after)
        ]
        assert counts[0] == counts[1], module.RULE.name


def test_clean_structural_rules_are_skipped(monkeypatch):
    """The next check skips the structural rules that found nothing, but no others."""
    state = IncrementalState()
    resolution = Case("", {"map.argmap": 'claim a "A" claim b "B" { supports: a }'}).resolve()
    first = check(resolution, state=state)
    assert "EVI301" not in state.known_clean  # nothing supports b
    assert "STR204" in state.known_clean
    for module in STRUCTURAL:
        if module.RULE.code in state.known_clean:
            monkeypatch.setattr(module, "check", None)
    assert check(resolution, state=state) == first


def test_the_evaluation_is_reused():
    """The labelling is computed once; the evaluation refers to the statements of the new map."""
    state = IncrementalState()
    maps = [Case("", {"map.argmap": f'claim a "{text}"'}).resolve().map for text in "AB"]
    first, second = map(state.evaluation, maps)
    assert first.labelling is second.labelling
    assert second.argument_map is maps[1]
