"""Diagnostics for reports, and validators of the formats."""

import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import frozen

from argmap.diagnostics import Applicability, Diagnostic, Fix, Label, Severity
from argmap.reporting import Report, get_format
from argmap.text import Edit, Location, SourceText, Span

MULTITOOL = "5.7.0"
PYTEST = "8.3.4"

TEXT = """\
map "Should we build the bicycle lane?" {
  thesis: build-it
}

claim build-it "Build the lane" {
  evidence counts "Mill Road has 9,000 cyclists a day" @counts:3 "9,000"
  supports: safety, safety
  counterpoint cost "It costs too much"
}
"""


@pytest.fixture
def lane():
    """The text of a small map."""
    return SourceText("maps/lane.argmap", TEXT)


@pytest.fixture
def locate() -> Callable[..., Location]:
    """Return a function that locates a piece of a text, after ``skip`` other occurrences."""

    def find(source: SourceText, piece: str, skip: int = 0) -> Location:
        start = -1
        for _ in range(skip + 1):
            start = source.text.index(piece, start + 1)
        return Location(source, Span(start, start + len(piece)))

    return find


@pytest.fixture
def make_diagnostic() -> Callable[..., Diagnostic]:
    """Return a function that makes a diagnostic with default values."""

    def make(location: Location, **others: object) -> Diagnostic:
        defaults = {
            "code": "REF101",
            "name": "undefined-reference",
            "severity": Severity.ERROR,
            "message": "there is no statement `safety`",
        }
        return Diagnostic(location=location, **(defaults | others))

    return make


@pytest.fixture
def write_text() -> Callable[..., str]:
    """Return a function that writes diagnostics in the text format."""

    def write(*diagnostics: Diagnostic, color: bool = False) -> str:
        return get_format("text").write(Report(diagnostics, files=1, statements=3), color=color)

    return write


@pytest.fixture
def varied_report(lane, locate, make_diagnostic) -> Report:
    """A report with all parts of diagnostics, about files in various places."""
    elsewhere = SourceText("/maps of others/ä:b.argmap", 'claim safety "It is 🚲 safe"\n')
    piped = SourceText("<stdin>", "")
    place = locate(lane, "safety")
    diagnostics = [
        make_diagnostic(
            place,
            label="not declared here",
            labels=(Label(locate(elsewhere, "safety"), "but here"), Label(place, "and here")),
            tree=("build-it", "└ supports `safety`"),
            help="did you mean `safe`?",
            fixes=(
                Fix("write `safe`", lane, (Edit(place.span, "safe"),)),
                Fix("leave it", lane, (Edit(place.span, ""),), Applicability.UNSAFE),
                Fix("think", lane, (Edit(place.span, "?"),), Applicability.DISPLAY),
                Fix("do nothing", lane, ()),
            ),
            element="build-it",
        ),
        make_diagnostic(locate(lane, "safety", 1), element="build-it"),
        make_diagnostic(
            locate(lane, "counterpoint cost"),
            code="DIA401",
            name="unanswered-counterpoint",
            severity=Severity.WARNING,
            message="nothing answers `cost`",
            element="cost",
        ),
        make_diagnostic(
            Location(lane, Span(0, len(lane.text))), severity=Severity.INFO, message="long"
        ),
        make_diagnostic(
            Location(piped, Span(0, 0)), message="there is nothing in it", help="write a map"
        ),
        make_diagnostic(
            locate(elsewhere, "safe", 1),
            code="NEW999",
            name="of-no-file",
            message="100% | <b>::</b>, a \x1b[31m`tick\r\n\ufffe\udcff]]>",
        ),
    ]
    silenced = make_diagnostic(
        locate(lane, "counts"), suppression_reason="everybody knows", element="counts"
    )
    checked = {"maps/lane.argmap": ("build-it", "counts", "cost"), "good.argmap": ("fine",)}
    return Report(diagnostics, 4, 4, checked, [silenced])


@frozen
class Multitool:
    """Microsoft's validator of SARIF logs, with the rules of the standard and of GitHub."""

    folder: Path

    @property
    def schema(self) -> Path:
        return self.folder / "sarif-2.1.0.json"

    def complaints(self, log: Path) -> list[str]:
        """Return the errors and warnings about a log, without notes about its style."""
        program = self.folder / "Sarif.Multitool"
        program.chmod(0o755)
        done = subprocess.run(
            [program, "validate", log, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"],
            env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
            cwd=log.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Analysis completed" in done.stdout, done.stdout + done.stderr
        return [line for line in done.stdout.splitlines() if ": error " in line or ": warn" in line]


@pytest.fixture(scope="session")
def multitool(fetched) -> Multitool:
    """The validator, from npm; it exists only for Linux on x86-64."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("there is no validator of SARIF for this machine")
    package = "@microsoft/sarif-multitool-linux"
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"]
    folder = fetched(
        "sarif-multitool",
        lambda into: ["npm", "install", *options, f"--prefix={into}", f"{package}@{MULTITOOL}"],
        version=MULTITOOL,
    )
    return Multitool(folder / "node_modules" / package)


@pytest.fixture(scope="session")
def junit_schema(fetched, tmp_path_factory) -> Path:
    """Jenkins' JUnit schema, from the source distribution of pytest, which tests itself with it."""
    folder = fetched(
        "pytest-sources",
        lambda into: [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--no-binary=:all:", f"--dest={into}", f"pytest=={PYTEST}"),
        ],
        version=PYTEST,
    )
    (sources,) = folder.glob("*.tar.gz")
    with tarfile.open(sources) as archive:
        (name,) = (name for name in archive.getnames() if name.endswith("/junit-10.xsd"))
        schema = tmp_path_factory.mktemp("schema") / "junit-10.xsd"
        schema.write_bytes(archive.extractfile(name).read())
    return schema
