"""The scripts in tests/robustness store failing inputs and replay them first."""

import pytest

from tests.robustness import searching


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
