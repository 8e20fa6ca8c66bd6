"""Tests the files for continuous integration: the action, the workflow, the hooks, their page."""

import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import click
import pytest
import yaml

from argmap.cli import cli
from argmap.reporting import FORMATS

ROOT = Path(__file__).parents[2]
if not (ROOT / "action.yml").exists():
    pytest.skip("this is not a checkout", allow_module_level=True)


def _yaml(name):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def _steps():
    """Return the steps of the action by name."""
    return {step.get("name"): step for step in _yaml("action.yml")["runs"]["steps"]}


def _scripts():
    """Yield every text that calls argmap, with its location."""
    for name, step in _steps().items():
        if "run" in step:
            yield f"action.yml: {name}", step["run"]
    for path in WORKFLOWS:
        for name, job in _yaml(str(path))["jobs"].items():
            for step in job["steps"]:
                yield f"{path.name}: {name}", step.get("run", "")
    for hook in _yaml(".pre-commit-hooks.yaml"):
        yield f"hook {hook['id']}", shlex.join([*hook["entry"].split(), *hook.get("args", ())])
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL):
        yield "docs/ci.md", block


def _calls():
    """Yield every call of argmap: its location, the command and its arguments."""
    for location, script in _scripts():
        script = script.replace("\\\n", " ")  # noqa: PLW2901 - one call, one line
        for line in script.splitlines():
            if call := re.search(r"(?:^|[\s'])argmap ([a-z]+ .*?|[a-z]+)(?:'|\|\||$)", line):
                command, *arguments = shlex.split(call[1])
                yield location, command, arguments


CALLS = list(_calls())


def test_the_files_call_argmap():
    """The action, both hooks and the page call argmap."""
    locations = {location for location, _, _ in CALLS}
    assert locations >= {"action.yml: argmap check", "hook argmap-check", "hook argmap-fmt"}
    assert [location for location, _, _ in CALLS].count("docs/ci.md") >= 4


@pytest.mark.parametrize(("location", "name", "arguments"), CALLS, ids=str)
def test_every_option_used_exists(location, name, arguments):
    """A renamed command or option must be renamed in these files too."""
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command, f"{location} calls `argmap {name}`"
    known = {option for parameter in command.params for option in parameter.opts}
    options = [word.partition("=")[0] for word in arguments if re.match(r"--\w", word)]
    assert set(options) <= known
    types = [parameter.type for parameter in command.params if "--format" in parameter.opts]
    formats = {choice for type_ in types for choice in getattr(type_, "choices", FORMATS)}
    for option, value in itertools.pairwise(arguments):
        if option == "--format":
            assert value.partition("=")[0] in formats


@pytest.fixture
def validate():
    """Validate a file against its schema, which the validator ships."""

    def run_it(path, schema):
        program = Path(sysconfig.get_path("scripts"), "check-jsonschema")
        result = subprocess.run(
            [program, "--builtin-schema", f"vendor.{schema}", path],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr

    return run_it


def test_the_action_and_the_workflow_are_valid(validate):
    """Both match the schemas of GitHub."""
    validate(ROOT / "action.yml", "github-actions")
    for path in WORKFLOWS:
        validate(path, "github-workflows")


@pytest.mark.parametrize(
    ("begin", "schema", "count"),
    [("on:", "github-workflows", 4), ("maps:", "gitlab-ci", 1), ("report:", "gitlab-ci", 1)],
)
def test_the_documented_examples_are_valid(validate, tmp_path, begin, schema, count):
    """The page shows complete files for each CI system."""
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    examples = re.findall(rf"^```yaml\n({begin}.*?)^```$", page, re.DOTALL | re.MULTILINE)
    assert len(examples) == count
    for example in examples:
        (tmp_path / "example.yml").write_text(example, encoding="utf-8")
        validate(tmp_path / "example.yml", schema)


USES = [
    (name, line.strip())
    for name in ("action.yml", "docs/ci.md", *map(str, WORKFLOWS))
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    if re.match(r"\s*(- )?uses: (?!\./|OWNER/)", line)
]


@pytest.mark.parametrize(("name", "line"), USES)
def test_other_actions_are_pinned_by_digest(name, line):
    """A tag can be moved; a comment gives the version, for update tools."""
    assert re.fullmatch(r"(- )?uses: [\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line)


def test_an_action_has_one_version():
    """The page, the workflow and the action use the same version of it."""
    digests = {}
    for _, line in USES:
        action, _, version = line.partition("uses: ")[2].partition("@")
        assert digests.setdefault(action, version) == version
    assert len(digests) >= 5


def test_a_pull_request_is_compared_with_its_base():
    """The example passes its base as `since` and fetches enough history."""
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    example, _ = re.findall(
        r"^```yaml\n(on:(?:(?!```).)*since:.*?)^```$", page, re.DOTALL | re.MULTILINE
    )
    checkout, ours = yaml.safe_load(example)["jobs"]["maps"]["steps"]
    assert checkout["with"] == {"fetch-depth": 0}
    assert ours["with"]["since"] == "${{ github.event.pull_request.base.sha }}"
    assert ours["with"]["paths"].splitlines() == ["maps", "docs/large changes"]


def test_the_hooks_are_valid(tmp_path):
    """pre-commit accepts the hooks, and the example uses all of them."""
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```yaml\n(repos:.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "config.yaml").write_text(example, encoding="utf-8")
    for command, file in (
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", tmp_path / "config.yaml"),
    ):
        result = subprocess.run(
            [sys.executable, "-m", "pre_commit", command, file],
            env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert result.returncode == 0, result.stdout + result.stderr
    used = {
        hook["id"]
        for repository in yaml.safe_load(example)["repos"]
        for hook in repository["hooks"]
    }
    assert used == {hook["id"] for hook in _yaml(".pre-commit-hooks.yaml")}


def test_no_input_is_inserted_into_a_script():
    """Inputs reach scripts only as variables, so that they are never executed."""
    for step in _steps().values():
        assert "${{" not in step.get("run", "")


def test_every_input_is_used_and_documented():
    """The action uses exactly the inputs it declares, and the page names all of them."""
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    declared = set(_yaml("action.yml")["inputs"])
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == declared
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    assert {name for name in declared if f"`{name}`" not in page} == set()
    for job in _yaml(".github/workflows/ci.yml")["jobs"].values():
        for step in job["steps"]:
            if step.get("uses") == "./":
                assert set(step["with"]) <= declared


def test_the_workflow_runs_the_required_checks():
    """CI runs the same script as developers, and the action is tried on the project's maps."""
    jobs = _yaml(".github/workflows/ci.yml")["jobs"].values()
    steps = [step for job in jobs for step in job["steps"]]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert "./" in [step.get("uses") for step in steps]
    assert os.access(ROOT / ".ci/run", os.X_OK)


@pytest.fixture
def step(run, tmp_path):
    """Run a step of the action as the runner does; returns its result."""
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")

    def run_it(name, **env):
        variables = {
            "PYTHON": sys.executable,
            "FAIL_ON": "warning",
            "SARIF": "argmap.sarif",
            **dict.fromkeys(("SINCE", "BASELINE", "CONFIG", "ARGS"), ""),
            "RUNNER_TEMP": tmp_path / "temp",
            "GITHUB_OUTPUT": tmp_path / "output",
            **env,
        }
        (tmp_path / "temp").mkdir(exist_ok=True)
        (tmp_path / "output").write_text("")
        script = tmp_path / "temp/step.sh"
        script.write_text(_steps()[name]["run"])
        flags = ["--noprofile", "--norc", "-e", "-o", "pipefail"]
        return run(["bash", *flags, script], env=variables)

    return run_it


@pytest.mark.parametrize(
    ("paths", "status", "checked"),
    [("good.argmap", 0, True), (" good.argmap\nbad.argmap ", 1, True), ("nowhere", 2, False)],
)
def test_the_action_checks(step, write, clean, doubtful, tmp_path, paths, status, checked):
    """The action fails when the check fails, and writes two reports."""
    write("good.argmap", clean)
    write("bad.argmap", doubtful)
    outcome = step("argmap check", PATHS=paths)
    assert outcome.returncode == status
    assert outcome.stdout.startswith("::warning") == (status == 1)
    assert (tmp_path / "output").read_text() == "checked=true\n" * checked
    assert (tmp_path / "argmap.sarif").exists() == checked


def test_a_path_may_contain_spaces(step, write, doubtful, tmp_path):
    """There is one path per line; surrounding spaces and blank lines are ignored."""
    write("docs/Große Änderungen/one.argmap", doubtful)
    write("two.argmap", doubtful)
    outcome = step("argmap check", PATHS="  docs/Große Änderungen  \n\n\ttwo.argmap\n")
    assert outcome.returncode == 1
    assert outcome.stdout.count("::warning") == 2


def test_inputs_become_options(step, write, doubtful, tmp_path):
    """There is a baseline, a configuration, and one argument per line."""
    write("one.argmap", doubtful)
    write("known.txt", "version 1\nEVI301 street 1 one.argmap\n")
    write("with space.toml", 'ignore = ["EVI"]\n')
    assert step("argmap check", PATHS=".").returncode == 1
    assert step("argmap check", PATHS=".", BASELINE="known.txt").returncode == 0
    assert step("argmap check", PATHS=".", CONFIG="with space.toml").returncode == 0
    arguments = "--exclude=none\n\n--ignore\nEVI301\n"
    assert step("argmap check", PATHS=".", ARGS=arguments).returncode == 0
    assert step("argmap check", PATHS=".", ARGS="--ignore EVI301").returncode == 2


def test_only_new_diagnostics_fail_the_action(step, write, doubtful, tmp_path):
    """`since` names a revision; an empty value (on a push) reports everything."""
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    write("one.argmap", doubtful)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "one.argmap"], [*identity, "commit", "-qm", "One"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    assert step("argmap check", PATHS=".", SINCE="HEAD").returncode == 0
    write("two.argmap", doubtful)
    outcome = step("argmap check", PATHS=".", SINCE="HEAD")
    assert (outcome.returncode, outcome.stdout.count("::warning")) == (1, 1)
    assert "file=two.argmap" in outcome.stdout
    assert step("argmap check", PATHS=".", SINCE="nowhere").returncode == 2


@pytest.mark.parametrize("paths", ["x; touch pwned", "$(touch pwned)", "--output-file pwned", "*"])
def test_a_path_is_never_executed(step, write, clean, tmp_path, paths):
    """No input can run another command or add an option."""
    write("good.argmap", clean)
    assert step("argmap check", PATHS=paths).returncode == 2
    assert not (tmp_path / "pwned").exists()


def test_the_action_runs_no_code_of_the_repository(step, write, clean):
    """A module with the name of one of ours is not imported."""
    write("good.argmap", clean)
    write("argmap/__init__.py", "raise SystemExit(42)\n")
    write("lark.py", "raise SystemExit(42)\n")
    assert step("argmap check", PATHS="good.argmap").returncode == 0


def test_suppressed_diagnostics_are_not_uploaded(step, write, tmp_path):
    """Code scanning would show them as open; everything else is uploaded."""
    if not shutil.which("jq"):
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "jq is not installed"
        pytest.skip("jq is not installed")
    open_, silenced = {"ruleId": "A"}, {"ruleId": "B", "suppressions": [{"kind": "inSource"}]}
    log = {"version": "2.1.0", "runs": [{"results": [open_, silenced], "columnKind": "x"}]}
    write("argmap.sarif", json.dumps(log))
    assert step("Leave out what is silenced").returncode == 0
    uploaded = json.loads((tmp_path / "temp/argmap.sarif").read_text())
    assert uploaded == {"version": "2.1.0", "runs": [{"results": [open_], "columnKind": "x"}]}


# ---- The comment -------------------------------------------------------------------------------


@pytest.fixture
def comments():
    """Serve the part of GitHub's API that the action uses; yields the comments by their ids."""
    stored = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            query = parse_qs(urlsplit(self.path).query)
            size, page = int(query["per_page"][0]), int(query["page"][0])
            self.reply(list(stored.values())[(page - 1) * size : page * size])

        def do_POST(self):
            assert urlsplit(self.path).path == "/repos/o/r/issues/7/comments"
            stored[len(stored) + 1] = {
                "id": len(stored) + 1,
                "user": {"type": "Bot"},
                **self.content(),
            }
            self.reply({})

        def do_PATCH(self):
            stored[int(self.path.rpartition("/")[2])].update(self.content())
            self.reply({})

        def content(self):
            assert self.headers["Authorization"] == "Bearer secret"
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

        def reply(self, data):
            body = json.dumps(data).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/repos/o/r/issues", stored
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_comment_is_created_once_and_updated(step, comments, write, clean, tmp_path):
    """Among more than a hundred others; one that a person wrote is left alone."""
    for program in ("git", "curl", "jq"):
        if not shutil.which(program):
            assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", f"{program} is not installed"
            pytest.skip(f"{program} is not installed")
    address, stored = comments
    stored.update(
        (number, {"id": number, "user": {"type": "User"}, "body": "<!--argmap-report-->"})
        for number in range(1, 103)
    )
    write("one.argmap", clean)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "one.argmap"], [*identity, "commit", "-qm", "One"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    variables = {"SINCE": "HEAD", "PATHS": ".", "TOKEN": "secret", "NUMBER": "7"}
    for change in ("", 'counterpoint dry "It is dry" { opposes: street }\n'):
        write("one.argmap", clean + change)
        outcome = step("Comment on the pull request", COMMENTS=address, **variables)
        assert outcome.returncode == 0, outcome.stderr
        assert len(stored) == 103
        body = stored[103]["body"]
        assert ("flips: accepted → rejected" in body) == bool(change)
        assert body.startswith("<!--argmap-report-->\n")
    assert {comment["body"] for number, comment in stored.items() if number < 103} == {
        "<!--argmap-report-->"
    }
