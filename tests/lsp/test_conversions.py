"""Code actions that turn a statement into one of another kind, and rivals into a question."""

import random

import pytest

from argmap.syntax import parse
from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize
from argmap.text import SourceText
from tests.lsp.test_code_actions import actions, apply_action
from tests.mutations import random_map

TO_CONCESSION = "convert to a concession"
TO_COUNTERPOINT = "convert to a counterpoint"
TO_CLAIM = "convert to a claim"
TO_EVIDENCE = "convert to evidence"


def question_title(count):
    return f"write a question with these {count} claims as its options"


def words(text):
    """Return the quoted texts and the comments of a map."""
    texts = [token.value for token in tokenize(text)[0] if token.type == "TEXT"]
    return sorted(texts), sorted(text[span.start : span.end] for span in comments(text))


def assert_is_safe(before, after, added=()):
    """Assert that a map can be parsed and has the words of another, besides added texts."""
    assert parse(SourceText("map", after)).errors == ()
    texts, comments_ = words(before)
    assert words(after) == (sorted([*texts, *added]), comments_)


async def convert(editor, text, first, title, added=()):
    """Return a map after an action, which must keep its words, and its available actions."""
    editor.open("map.argmap", text)
    action = (await actions(editor, text, first))[title]
    edited = apply_action(editor, text, action)
    assert_is_safe(text, edited, added)
    editor.set("map.argmap", edited)
    return edited


# ---- Concessions ---------------------------------------------------------------------------------


CONCEDED = """\
claim lane "Build the lane" {
  # What it costs.
  counterpoint cost "It costs a million" { # or more
    standard: scintilla
    evidence budget "So the budget says"
  }
}
"""


async def test_a_counterpoint_becomes_a_concession_and_back(editor):
    """Only the keyword changes; the other action changes it back."""
    edited = await convert(editor, CONCEDED, "counterpoint cost", TO_CONCESSION)
    assert edited == CONCEDED.replace("counterpoint", "concession")
    available = await actions(editor, edited, "concession cost")
    assert TO_CONCESSION not in available
    assert apply_action(editor, edited, available[TO_COUNTERPOINT]) == CONCEDED


@pytest.mark.parametrize("words_", ["claim lane", "standard", "# or more"])
async def test_only_the_head_of_a_counterpoint_can_be_converted(editor, words_):
    """In its block, and at other statements, the action is not offered."""
    editor.open("map.argmap", CONCEDED)
    assert TO_CONCESSION not in await actions(editor, CONCEDED, words_)


async def test_a_concession_is_no_premise(editor):
    """A concession cannot be linked with others: in a `reason` it would be an exception."""
    text = 'claim a "A" {\n  claim b "B"\n  concession c "C"\n}\n'
    editor.open("map.argmap", text)
    for first, last in (("concession c", None), ("claim b", '"C"')):
        available = await actions(editor, text, first, last)
        assert not [title for title in available if "premise" in title or "reason" in title]


# ---- Evidence ------------------------------------------------------------------------------------


EVIDENCE = """\
source paper "Paper" { year: 2024 }
claim a "A" {
  # From the report.
  evidence b "B" @paper:3 "B" {
    confidence: likely
    credibility: 2 # checked
    valid-until: 2025
    assumption c "C" # because
  }
}
"""


async def test_evidence_becomes_a_claim_and_back(editor):
    """Attributes that only evidence has become custom attributes, and keep their values."""
    edited = await convert(editor, EVIDENCE, "evidence b", TO_CLAIM)
    assert edited == (
        EVIDENCE.replace("evidence b", "claim b")
        .replace("credibility:", "x-credibility:")
        .replace("valid-until:", "x-valid-until:")
    )
    assert await editor.codes("map.argmap") == []
    available = await actions(editor, edited, "claim b")
    assert TO_CLAIM not in available
    assert apply_action(editor, edited, available[TO_EVIDENCE]) == EVIDENCE


async def test_a_standard_of_a_claim_is_kept(editor):
    """Evidence has no standard of proof, so that the attribute of a claim becomes a custom one."""
    text = EVIDENCE.replace('claim a "A" {', 'claim a "A" @paper {\n  standard: accrual')
    edited = await convert(editor, text, "claim a", TO_EVIDENCE)
    assert "x-standard: accrual" in edited
    available = await actions(editor, edited, "evidence a")
    assert apply_action(editor, edited, available[TO_CLAIM]) == text


async def test_a_claim_without_a_source_does_not_become_evidence(editor):
    """Evidence needs a source, and the options in a question are claims."""
    text = 'source s "S" { year: 1 }\nclaim a "A"\nquestion "Q" { claim b "B" @s claim c "C" @s }\n'
    editor.open("map.argmap", text)
    for claim in ("claim a", "claim b"):
        assert TO_EVIDENCE not in await actions(editor, text, claim)


# ---- Questions -----------------------------------------------------------------------------------


RIVALS = """\
# How to get there.

# The bus.
# argmap: ignore[EVI301] because it is known
claim bus "By bus" { contradicts: train, bike }

# The train.
claim train "By train" {
  # It is fast.
  contradicts: bike, late
  evidence fast "It is fast"
}
claim bike "By bike" # if it is dry
claim late "We are late"
"""


async def test_rivals_become_the_options_of_a_question(editor):
    """Claims that follow each other move into the question, with their comments."""
    text = '"Which of them is right?"'
    edited = await convert(editor, RIVALS, "claim train", question_title(3), [text])
    assert (
        edited
        == """\
# How to get there.

question "Which of them is right?" {
  # The bus.
  # argmap: ignore[EVI301] because it is known
  claim bus "By bus"

  # The train.
  claim train "By train" {
    # It is fast.
    contradicts: late
    evidence fast "It is fast"
  }
  claim bike "By bike" # if it is dry
}
claim late "We are late"
"""
    )
    for claim in ("claim bus", "claim train", "claim bike"):
        available = await actions(editor, edited, claim)
        assert not [title for title in available if "question" in title]


async def test_rivals_elsewhere_are_named(editor):
    """A question above the claim names its options; a claim without an id gets one."""
    text = """\
section "S" {
  # The answer.
  claim answer "We should go" {
    claim bus "By bus" { contradicts: train # never both
    }
    claim "By the train" { contradicts: bus, bike }
  }
  claim train "By train" { contradicts: bike note: "n" }
}
claim bike "By bike" { contradicts: bus }
"""
    added = ['"Which of them is right?"']
    edited = await convert(editor, text, "claim bus", question_title(3), added)
    assert (
        edited
        == """\
section "S" {
  question "Which of them is right?" { options: bus, train, bike }

  # The answer.
  claim answer "We should go" {
    claim bus "By bus" { # never both
    }
    claim "By the train" { contradicts: bus, bike }
  }
  claim train "By train" { note: "n" }
}
claim bike "By bike"
"""
    )
    assert question_title(3) not in await actions(editor, edited, "claim bus")
    editor.set("map.argmap", text)
    available = await actions(editor, text, 'claim "By the train"')
    edited = apply_action(editor, text, available[question_title(3)])
    assert_is_safe(text, edited, added)
    assert "{ options: bus, train-2, bike }" in edited
    assert 'claim train-2 "By the train"\n' in edited


async def test_rivals_in_another_file_are_named(editor):
    """Options of an imported file have the name of the import; that file is not changed."""
    editor.write("part.argmap", 'claim train "By train"\n')
    text = 'import "part.argmap" as part\nclaim bus "By bus" { contradicts: part.train }\n'
    edited = await convert(
        editor, text, "claim bus", question_title(2), ['"Which of them is right?"']
    )
    question = 'question "Which of them is right?" { options: part.train, bus }'
    assert edited == f'import "part.argmap" as part\n{question}\n\nclaim bus "By bus"\n'


async def test_a_contradiction_with_itself_is_kept(editor):
    """Only contradictions between options are unnecessary."""
    text = 'claim a "A" { contradicts: a, b }\nclaim b "B"\n'
    added = ['"Which of them is right?"']
    edited = await convert(editor, text, "claim a", question_title(2), added)
    assert 'claim a "A" { contradicts: a }\n  claim b "B"\n}' in edited


async def test_windows_line_ends_are_kept(editor):
    """The question has the line ends of the file."""
    text = RIVALS.replace("\n", "\r\n")
    editor.open("map.argmap", text)
    available = await actions(editor, text, "claim bus")
    edited = apply_action(editor, text, available[question_title(3)])
    assert_is_safe(text, edited, ['"Which of them is right?"'])
    assert "\n" not in edited.replace("\r\n", "")


@pytest.mark.parametrize(
    "text",
    [
        'claim a "A"\nclaim b "B" { contradicts: c }\nclaim c "C"\n',
        'claim a "A" { contradicts: b }\nevidence b "B"\n',
        'question q "Q" { claim a "A" { contradicts: b } }\nclaim b "B"\n',
        'claim a "A" { contradicts: a }\n',
    ],
)
async def test_only_rivals_that_can_be_options_are_offered_a_question(editor, text):
    """Not for one claim, for evidence, or for an option of another question."""
    editor.open("map.argmap", text)
    available = await actions(editor, text, "claim a")
    assert not [title for title in available if "question" in title]


# ---- Any map -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
async def test_conversions_lose_no_words(editor, seed):
    """Each conversion of a random map can be parsed, keeps all words, and is its own inverse."""
    text = random_map(random.Random(seed)).text
    text += 'claim r-1 "R1" { contradicts: r-2 } # c\nclaim r-2 "R2" { note: "n" }\n'
    editor.open("map.argmap", text)
    for title, keyword, back in (
        (TO_CONCESSION, "counterpoint ", TO_COUNTERPOINT),
        (TO_CLAIM, "evidence ", TO_EVIDENCE),
        (question_title(2), "claim r-1", None),
    ):
        if keyword not in text:
            continue
        available = await actions(editor, text, keyword)
        edited = apply_action(editor, text, available[title])
        assert_is_safe(text, edited, [] if back else ['"Which of them is right?"'])
        if back is not None:
            start = text.index(keyword)
            editor.set("map.argmap", edited)
            again = await actions(editor, edited, edited[start : start + 40])
            if back in again:
                assert apply_action(editor, edited, again[back]) == text
            editor.set("map.argmap", text)
