"""A new version with the ids of the old one."""

import argmap
from argmap.comparison import compare_maps

TEXT = """
map "M" {{ thesis: {t} }}
source {s} "Study"
section {p} "Part" {{
  section {r} "Inner" {{
    context {c} "A context" @{s}:1
    claim {a} "The first claim" @{s}:2 {{ contradicts: {b} outweighs: {k} context {d} "Deep" }}
    question {q} "Which one?" @{s}:3 {{ options: {x}, {y} expect: {x} }}
  }}
}}
claim {t} "The thesis" {{ reason {g} {{ premises: {a}, {b} counterpoint {k} "An undercut" }} }}
claim {b} "The second claim" {{ outweighs: {g} }}
claim {x} "One option"
claim {y} "Another option"
counterpoint {u} "A second undercut" {{ undercuts: {g} context {e} "Below it" }}
"""
IDS = {id_: id_ for id_ in "abcdegkpqrstuxy"}


def test_references_have_the_old_ids_too():
    """If all elements are renamed, the aligned version is the old one."""
    old = argmap.loads(TEXT.format(**IDS))
    new = argmap.loads(TEXT.format(**{id_: f"{id_}-2" for id_ in IDS}))
    comparison = compare_maps(old, new)
    aligned = comparison.aligned
    assert comparison.changes == ()
    assert set(comparison.renamed) >= {*"abcdkqtuxy"}
    assert aligned.named_theses == ("t",)
    assert [(p.stronger, p.weaker) for p in aligned.preferences] == [("a", "k"), ("b", "g")]
    assert [(p.first, p.second) for p in aligned.contradictions] == [("a", "b")]
    assert {id_: one.parent for id_, one in aligned.contexts.items()} == {
        "c": None,
        "d": "a",
        "e": "u",
    }
    assert {id_: one.parent for id_, one in aligned.sections.items()} == {"p": None, "r": "p"}
    question, inference = aligned.questions["q"], aligned.inferences["g"]
    assert (question.options, question.expected_options) == (("x", "y"), ("x",))
    assert (inference.premises, inference.conclusion) == (("a", "b"), "t")
    assert inference.undercutters == ("k", "u")
    cited = [aligned.statements["a"], question, aligned.contexts["c"]]
    assert [[citation.source for citation in one.citations] for one in cited] == [["s"]] * 3
    assert [one.section for one in cited] == ["r"] * 3
    for table in ("statements", "questions", "contexts", "inferences", "sources", "sections"):
        assert {id_: one.id for id_, one in getattr(aligned, table).items()} == {
            id_: id_ for id_ in getattr(old, table)
        }
