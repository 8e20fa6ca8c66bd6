"""Tests `argmap completion`: TAB in real shells."""

import os
import re
import select
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest
from tests.real import miss

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")

SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        "bind 'set show-all-if-ambiguous on'; eval \"$(argmap completion bash)\"",
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        (
            "unsetopt list_ambiguous; autoload -U compinit; compinit -u -D; "
            'eval "$(argmap completion zsh)"'
        ),
    ),
    "fish": (
        ["fish", "--no-config", "--private", "-i"],
        "function fish_greeting; end; argmap completion fish | source",
    ),
}
MAP = (
    'map "M" { thesis: street }\n'
    'source paper "The paper"\n'
    'claim street "The street: is wet" {\n  assumption rain "It has rained"\n'
    '  assumption früh "It was early"\n}\n'
)
_TIMEOUT_SECONDS = 60


class Terminal:
    """An interactive shell with completion for argmap."""

    def __init__(self, shell, folder, env):
        import fcntl
        import pty
        import termios

        command, setup = SHELLS[shell]
        self._ours, child_terminal = pty.openpty()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=child_terminal,
            stdout=child_terminal,
            stderr=child_terminal,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(child_terminal)
        termios.tcsetwinsize(self._ours, (50, 200))
        self._send(f"{setup}\n")
        self._send("printf '<%s>\\n' ready\n")
        self._read(lambda output: "<ready>" in output)

    def words(self, typed):
        """Return the words of a command line after TAB, as the shell sees them."""
        self._send(f"{typed}\t")
        words = re.findall(r"^<(.*)>$", self._print(), flags=re.MULTILINE)
        return words[: words.index("end")]

    def listed(self, typed, words):
        """Press TAB, wait for the given words, and return the screen."""
        self._send(f"{typed}\t")
        return self._read(lambda output: all(word in output for word in words)) + self._print()

    def _print(self):
        """Have the shell print the words of the command line; return the output up to them."""
        self._send("\x01printf '<%s>\\n' \x05 end\n")
        return self._read(lambda output: "<end>" in output)

    def close(self):
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def _send(self, text):
        os.write(self._ours, text.encode())

    def _read(self, is_enough):
        """Return the output once ``is_enough`` accepts it."""
        deadline = time.monotonic() + _TIMEOUT_SECONDS
        output = b""
        while time.monotonic() < deadline and not is_enough(plain(output)):
            if select.select([self._ours], [], [], 0.2)[0]:
                output += os.read(self._ours, 1 << 16)
        return plain(output)


def plain(data):
    """Remove the escape sequences for color and cursor movement."""
    text = data.decode(errors="replace").replace("\r", "\n")
    text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", text)
    text = re.sub(r"\x1b[\[(][0-9;?>=]*[A-Za-z]?", "", text)
    return re.sub(r"\x1b[=>]", "", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Maps and other files to complete."""
    folder = tmp_path_factory.mktemp("completing")
    for name in ("voting.argmap", "my map.argmap", "maps/deep.argmap"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MAP, encoding="utf-8")
    (folder / "voting.txt").write_text("notes", encoding="utf-8")
    (folder / "settings.toml").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=SHELLS)
def terminal(request, folder, tmp_path_factory, cache_home):
    """A shell that has loaded the script of `argmap completion`."""
    if shutil.which(request.param) is None:
        miss(f"{request.param} is not installed")
    argmap = shutil.which("argmap", path=sysconfig.get_path("scripts"))
    assert argmap, "argmap is not installed where the tests run"
    env = {
        "PATH": f"{Path(argmap).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path_factory.mktemp("home")),
        "XDG_CACHE_HOME": str(cache_home),
        "TERM": "xterm",
        "LC_ALL": "C.UTF-8",
        "PS1": "$ ",
        "COLUMNS": "200",
    }
    terminal = Terminal(request.param, folder, env)
    yield terminal
    terminal.close()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("argmap compl", ["completion"]),
        ("argmap render --foc", ["render", "--focus"]),
        ("argmap render --theme cla", ["render", "--theme", "classic"]),
        ("argmap render --theme=cla", ["render", "--theme=classic"]),
        ("argmap check --format sa", ["check", "--format", "sarif"]),
        ("argmap check --format=sa", ["check", "--format=sarif"]),
        ("argmap check vo", ["check", "voting.argmap"]),
        ("argmap check maps/", ["check", "maps/deep.argmap"]),
        ("argmap check my", ["check", "my map.argmap"]),
        ("argmap check --config se", ["check", "--config", "settings.toml"]),
        ("argmap check --format json=se", ["check", "--format", "json=settings.toml"]),
        ("argmap check --source pa", ["check", "--source", "paper="]),
        ("argmap explain voting.argmap#str", ["explain", "voting.argmap#street"]),
        ("argmap explain voting.argmap ra", ["explain", "voting.argmap", "rain"]),
        ("argmap explain voting.argmap#fr", ["explain", "voting.argmap#früh"]),
        ("argmap explain my\\ map.argmap#str", ["explain", "my map.argmap#street"]),
        ("argmap explain EVI301", ["explain", "EVI301"]),
        ("argmap explain unsupp", ["explain", "unsupported-claim"]),
        ("argmap check --select EVI301,unsupp", ["check", "--select", "EVI301,unsupported-claim"]),
        ("argmap check --severity EVI301=war", ["check", "--severity", "EVI301=warning"]),
        ("argmap render voting.argmap --focus ra", ["render", "voting.argmap", "--focus", "rain"]),
        ("argmap rename ra", ["rename", "rain"]),
        ("argmap move rain --under str", ["move", "rain", "--under", "street"]),
        ("argmap evaluate voting.argmap --suppose rain=acc",
         ["evaluate", "voting.argmap", "--suppose", "rain=accepted"]),
        ("argmap completion zs", ["completion", "zsh"]),
        ("argmap nothing vo", ["nothing", "vo"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_tab_completes(terminal, typed, words):
    """Checks the command line after one TAB, as the shell passes it to the program."""
    assert terminal.words(typed) == ["argmap", *words]


@pytest.mark.parametrize(
    ("typed", "listed", "unlisted"),
    [
        ("argmap e", ["evaluate", "explain", "export"], ["render"]),
        ("argmap render --format ", ["svg", "html", "outline"], ["voting"]),
        ("argmap check ", ["voting.argmap", "maps/", "my"], ["voting.txt", "settings.toml"]),
        ("argmap explain voting.argmap#", ["street", "rain", "früh"], ["settings"]),
        ("argmap check --select EVI30", ["EVI301", "EVI302"], ["STR201"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tab_lists(terminal, typed, listed, unlisted):
    """Several completions are listed, and nothing else."""
    output = terminal.listed(typed, listed)
    for word in listed:
        assert word in output
    for word in unlisted:
        assert word not in output


def test_descriptions_are_shown(terminal, request):
    """Shells that support it show the text of a statement or the name of a rule."""
    if request.node.callspec.params["terminal"] == "bash":
        pytest.skip("bash shows no descriptions")
    assert "It has rained" in terminal.listed("argmap explain voting.argmap#", ["It has rained"])
    rules = terminal.listed("argmap check --ignore EVI30", ["unsupported-claim"])
    assert "unsupported-claim" in rules
