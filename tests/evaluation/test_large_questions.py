"""Questions with many options: the work grows linearly, and texts name a few options."""

import sys
from collections import Counter
from itertools import pairwise

import pytest
from tests.evaluation.random_maps import load_map

from argmap.evaluation import evaluate, explanation
from argmap.evaluation.preferences import find_preferences
from argmap.evaluation.reason_finder import ReasonFinder
from argmap.workspace import evaluation_report, explanation_report

SMALL, LARGE = 40, 80
MAX_RATIO = 2.6
"""The most calls for a question with twice the options; quadratic growth is 4."""


def question(count, attributes=""):
    """Return a map of one question; ``attributes`` are those of option n, where m follows n."""
    options = (
        f'claim o{n} "O {n}" {{ assumption "a{n}" {attributes.format(n=n, m=(n + 1) % count)} }}'
        for n in range(count)
    )
    return load_map("\n".join(['question q "Q" {', *options, "}"]))


CASES = {
    "undecided options": "",
    "a ring of preferences": "outweighs: o{m}",
    "weighed options": "standard: preponderance",
}


def count_calls(function, *arguments):
    """Return how many functions of Python a call calls."""
    count = 0

    def count_call(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    previous = sys.getprofile()
    sys.setprofile(count_call)
    try:
        function(*arguments)
    finally:
        sys.setprofile(previous)
    return count


def evaluation_text(argument_map):
    return evaluation_report.table_text(evaluate(argument_map))


@pytest.mark.parametrize("attributes", CASES.values(), ids=CASES)
def test_the_work_of_a_report_grows_linearly(attributes, monkeypatch):
    """Apart from the search for decisive reasons, which is bounded."""
    monkeypatch.setattr("argmap.evaluation.direct_reasons._MAX_RANKING_WORK", 0)
    small, large = (count_calls(evaluation_text, question(n, attributes)) for n in (SMALL, LARGE))
    assert large < MAX_RATIO * small


@pytest.mark.parametrize("is_first", [True, False], ids=["the first", "the last"])
def test_a_chain_of_preferences_is_closed_without_its_pairs(is_first):
    """The option at the start of the chain outweighs all others; only declared pairs are stored."""
    numbers = range(40) if is_first else range(39, -1, -1)
    weaker = {number: f"outweighs: o{other}" for number, other in pairwise(numbers)}
    options = [f'claim o{n} "O" {{ assumption "A" {weaker.get(n, "")} }}' for n in range(40)]
    argument_map = load_map("\n".join(['question q "Q" {', *options, "}"]))
    order = find_preferences(argument_map)
    best, second, *_, worst = (f"o{number}" for number in numbers)
    assert sum(map(len, order.weaker_by_stronger.values())) == 39
    assert order.outweighs(best, second)
    assert order.outweighs(best, worst)
    assert order.outweighs(second, worst)
    assert not order.outweighs(worst, best)
    assert evaluate(argument_map).answers["q"].accepted == (best,)


def explanation_text(argument_map):
    return explanation_report.as_text(evaluate(argument_map), "q")


@pytest.mark.parametrize("attributes", CASES.values(), ids=CASES)
def test_the_reasons_of_a_question_are_searched_once(attributes, monkeypatch):
    """Options share one bottom-up search, and each node's reasons are found at most twice."""
    monkeypatch.setattr("argmap.evaluation.direct_reasons._MAX_RANKING_WORK", 0)
    builds = []
    build = explanation._build_bottom_up
    monkeypatch.setattr(
        explanation, "_build_bottom_up", lambda *arguments: builds.append(0) or build(*arguments)
    )
    counts = Counter()
    reasons = ReasonFinder.reasons

    def count_reasons(finder, node):
        counts[node] += 1
        return reasons(finder, node)

    monkeypatch.setattr(ReasonFinder, "reasons", count_reasons)
    explanation_text(question(SMALL, attributes))
    assert len(builds) == 1
    assert max(counts.values()) <= 2


def test_an_explanation_lists_a_few_rivals():
    text = explanation_report.as_text(evaluate(question(30)), "o0")
    assert text.count("≠ another option is") == 8
    assert "… and 42 more\n" in text  # 21 options and their supports
    text = explanation_report.as_text(evaluate(question(30)), "o0", is_complete=True)
    assert text.count("≠ another option is") == 29


def test_an_answer_names_three_options():
    text = evaluation_text(question(5))
    assert "is open between o0, o1, o2 and 2 more\n" in text
    assert "`o0` is undecided: nothing decides between it and the option `o1`\n" in text
    assert "`o4` is undecided: nothing decides between it and the option `o0`\n" in text
    assert "is open between o0, o1 and o2\n" in evaluation_text(question(3))


def test_of_many_options_the_most_important_is_named():
    """The undecided option that rests on the most statements comes first, wherever it is."""
    options = [f'claim o{n} "O" {{ assumption "A" }}' for n in range(20)]
    options[15] = 'claim o15 "O" { assumption "A" assumption "B" }'
    options[1] = 'claim o1 "O" { assumption "A" counterpoint "C" }'
    text = evaluation_text(load_map("\n".join(['question q "Q" {', *options, "}"])))
    assert "`o0` is undecided: nothing decides between it and the option `o15`\n" in text
    assert "`o15` is undecided: nothing decides between it and the option `o0`\n" in text


@pytest.mark.parametrize(
    ("text", "id_", "evaluate_reason", "explain_reason"),
    [
        (
            'question q "Q" { claim a "A" { claim b "B" } options: b }',
            "a",
            "nothing decides between it and the option `b`",
            "nothing decides between it and another option",
        ),
        ('claim e "E" { contradicts: e }', "e", "it contradicts itself", "it contradicts itself"),
        (
            """
            claim a "A" { contradicts: b opposed-by: c } claim b "B"
            claim c "C" { opposes: d } claim d "D" { opposes: c }
            """,
            "a",
            "it depends on an unresolved cycle of attacks",
            "it depends on an unresolved cycle of attacks",
        ),
    ],
    ids=["an option supports another", "contradicts itself", "contradicted and attacked"],
)
def test_evaluate_and_explain_give_the_same_reason(text, id_, evaluate_reason, explain_reason):
    evaluation = evaluate(load_map(text))
    assert f"`{id_}` is undecided: {evaluate_reason}\n" in evaluation_report.table_text(evaluation)
    explanation = explanation_report.as_text(evaluation, id_)
    assert f"is undecided: {explain_reason}\n" in explanation
