"""What a check remembers of a map's shape: rules that found nothing find nothing in other words."""

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
EVERY = Selection(codes=frozenset(module.RULE.code for module in modules()))
CASES_OF_RULES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted(Path(CASES / "rules").glob("*.argmap"))
    for case in read_cases(path)
]


def reworded(text: str) -> str:
    """Return a map with other words in all statements that have an id, further down in the file."""
    edits, waiting = [], list(parse(SourceText("x", text)).items)
    for item in waiting:  # which grows while it is gone through
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
            waiting += item.block.items
    return "\n# A comment.\n\n" + apply_edits(text, edits)


def _sound(case: Case) -> bool:
    return not any(document.errors for document in case.resolve().documents)


@pytest.mark.parametrize("case", CASES_OF_RULES)
def test_a_structural_rule_finds_the_same_in_other_words(case: Case):
    """Other words, further down: of each rule called structural there are as many findings."""
    if not _sound(case):
        return  # other words in a broken file may be read as something else
    other = evolve(case, files={name: reworded(text) for name, text in case.files.items()})
    before, after = case.resolve(), other.resolve()
    for one, its in zip(before.documents, after.documents, strict=True):
        assert have_same_structure(one.items, its.items)
    for module in STRUCTURAL:
        counts = [
            len(list(module.check(RuleContext(resolution, CitationFindings(()), EVERY))))
            for resolution in (before, after)
        ]
        assert counts[0] == counts[1], module.RULE.name


def test_what_was_silent_is_not_asked_again(monkeypatch):
    """A structural rule that found nothing is left out of the next check, one that did is not."""
    memory = IncrementalState()
    resolution = Case("", {"map.argmap": 'claim a "A" claim b "B" { supports: a }'}).resolve()
    first = check(resolution, memory=memory)
    assert "EVI301" not in memory.known_clean  # nothing supports b
    assert "STR204" in memory.known_clean
    for module in STRUCTURAL:
        if module.RULE.code in memory.known_clean:
            monkeypatch.setattr(module, "check", None)
    assert check(resolution, memory=memory) == first


def test_verdicts_are_worked_out_once():
    """The evaluation is kept for the next version, and speaks of that one's statements."""
    memory = IncrementalState()
    maps = [Case("", {"map.argmap": f'claim a "{text}"'}).resolve().map for text in "AB"]
    one, other = map(memory.evaluation, maps)
    assert one.labelling is other.labelling
    assert other.argument_map is maps[1]
