"""The scripts in tests/robustness store failing inputs and replay them first."""

import pytest

from tests.robustness import mutation, searching
from tests.robustness.checkout import Checkout, Outcome, Verdict
from tests.robustness.mutants import PACKAGE, mutants_of


def run(*arguments, replay):
    """Search with a check whose second case fails; return the exit code."""
    checked = []

    def check(random):
        checked.append(random.random())
        return 1, [f"input {len(checked)}", "why"] if len(checked) == 2 else []

    options = searching.options("about").parse_args(arguments)
    with pytest.raises(SystemExit) as exit_info:
        searching.search("sample", check, replay, options)
    return exit_info.value.code


@pytest.fixture(autouse=True)
def corpus(tmp_path, monkeypatch):
    """Use a temporary corpus; return its folder."""
    monkeypatch.setattr(searching, "CORPUS", tmp_path)
    return tmp_path / "sample"


def test_failing_inputs_are_replayed_first(capsys, corpus):
    """A failing input is stored, and is replayed by the next runs until it passes."""
    assert run("--count=3", "--seed=5", replay=list) == 1
    assert (
        "sample: 3 cases, 0 replayed, 1 failed, 3 checks (seeds 5 to 7)" in capsys.readouterr().out
    )
    assert len(list(corpus.glob("*.json"))) == 1
    replayed = []
    assert run("--count=1", replay=lambda value: replayed.append(value) or ["still"]) == 1
    assert replayed == ["input 2"]
    assert run("--count=1", replay=lambda _: []) == 0
    assert "1 cases, 1 replayed, 0 failed" in capsys.readouterr().out


def test_a_run_continues_after_the_last_one(capsys):
    """Without a seed, a run continues after the last case; with no time, it ends at once."""
    run("--count=3", "--seed=5", replay=list)
    run("--count=2", replay=lambda _: [])
    assert "(seeds 8 to 9)" in capsys.readouterr().out
    assert run("--minutes=0", replay=lambda _: ["not asked"]) == 0
    assert "0 cases, 0 replayed, 0 failed" in capsys.readouterr().out


# ---- Mutation testing --------------------------------------------------------------------------


@pytest.fixture
def mutant():
    """A mutant of a module."""
    source = (PACKAGE / "text/suggest.py").read_text(encoding="utf-8")
    return mutants_of("text/suggest", source)[0]


class ScriptedCheckout(Checkout):
    """A checkout in which the runs of tests have given outcomes, with and without the mutant."""

    def __init__(self, outcomes):
        self.outcomes = list(outcomes)

    def _next(self, kind):
        expected_kind, outcome = self.outcomes.pop(0).split(": ")
        assert kind == expected_kind
        return Outcome(outcome), ["tests/serve/test_maps.py::test"] if outcome == "failed" else []

    def _test(self, *_):
        return self._next("with")

    def _run(self, *_):
        return self._next("without")


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        (["with: passed"], Verdict.SURVIVED),
        (["with: timed out", "without: passed", "with: timed out"], Verdict.KILLED_BY_TIME),
        (["with: timed out", "without: passed", "with: passed"], Verdict.SURVIVED),
        (["with: timed out", "without: passed", "with: failed"], Verdict.KILLED),
        (["with: timed out", "without: timed out"], Verdict.UNCLEAR),
        (["with: failed", "with: failed"], Verdict.KILLED),
        (["with: failed", "with: passed", "with: passed"], Verdict.SURVIVED),
        (["with: stopped"], None),
    ],
    ids=str,
)
def test_load_kills_no_mutant(outcomes, verdict, mutant):
    """A mutant is killed by a time limit, or by a test of a server, only if that is repeated."""
    checkout = ScriptedCheckout(outcomes)
    assert checkout._judge(mutant, ["tests/serve/test_maps.py"], 1.0, ()) is verdict
    assert not checkout.outcomes


def test_a_later_run_tests_survivors_and_changed_modules_again(tmp_path, monkeypatch, mutant):
    """Only killed mutants of unchanged modules are not tested again."""
    monkeypatch.setattr(mutation, "RESULTS", tmp_path)
    mutation.Results(7).add(mutant, Verdict.KILLED_BY_TIME)
    assert mutation.Results(7).killed(mutant) is Verdict.KILLED_BY_TIME
    assert mutation.Results(8).killed(mutant) is None
    with monkeypatch.context() as changed:
        changed.setattr(mutation, "digest", lambda _: "changed")
        assert mutation.Results(7).killed(mutant) is None
    mutation.Results(7).add(mutant, Verdict.SURVIVED)
    assert mutation.Results(7).killed(mutant) is None


def test_equivalent_and_unclear_mutants_are_not_counted():
    """The share of killed mutants is that of the mutants that were killed or survived."""
    totals = mutation.Totals()
    for result in ("killed", "killed by time", "killed", "survived", "equivalent", "unclear"):
        totals.add("text/suggest", result)
    expected = "3 killed (1 by time), 1 survived, 1 equivalent, 1 unclear: 75.0% of 4"
    assert totals.line() == totals.line(["text/suggest"]) == expected


def test_each_equivalent_mutant_is_a_change_of_the_present_code():
    """An entry of code that was changed or moved is deleted, or its reason is checked again."""
    for (module, old, new), reason in mutation.equivalent_mutants().items():
        assert old in (PACKAGE / f"{module}.py").read_text(encoding="utf-8"), (module, old)
        assert old != new
        assert reason
