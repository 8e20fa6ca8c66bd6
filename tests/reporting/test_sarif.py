"""The SARIF log, held to its schema, to the standard's rules and to GitHub's."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from argmap.diagnostics import Applicability, Fix, Label
from argmap.reporting import Report, get
from argmap.rules import modules
from argmap.text import Edit, Location, SourceText, Span, apply_edits


def write(report):
    return get("sarif").write(report, color=True)


def run_of(report):
    (run,) = json.loads(write(report))["runs"]
    return run


def uri(result):
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


@pytest.fixture
def logs(varied, tmp_path) -> list[Path]:
    """Logs of a report with all kinds of findings, and of a clean one."""
    paths = [tmp_path / "varied.sarif", tmp_path / "clean.sarif"]
    paths[0].write_text(write(varied), encoding="utf-8")
    paths[1].write_text(write(Report((), 1, 3)), encoding="utf-8")
    return paths


def test_github_takes_it(logs, multitool):
    """No error and no warning, by the rules of the standard and by those of GitHub's ingestion."""
    complaints = [complaint for log in logs for complaint in multitool.complaints(log)]
    assert complaints == []


def test_the_validator_would_tell_of_a_mistake(varied, tmp_path, multitool):
    """The validator is one: a result without a place is told."""
    log = json.loads(write(varied))
    del log["runs"][0]["results"][0]["locations"]
    path = tmp_path / "bad.sarif"
    path.write_text(json.dumps(log), encoding="utf-8")
    assert multitool.complaints(path)


def test_it_is_as_its_schema_says(logs, multitool):
    """Every key is one of the standard's, with the type it has there."""
    schema = json.loads(multitool.schema.read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for log in logs:
        data = json.loads(log.read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(data)] == []


def test_the_results(varied, snapshot):
    """All parts of a finding are there, in a stable order."""
    results = run_of(varied)["results"]
    for result in results:
        del result["ruleIndex"]  # another rule changes it
    assert json.dumps(results, indent=2, ensure_ascii=False) == snapshot


def test_only_rules_with_findings_are_described(varied):
    """A log without findings describes no rule: all manual pages would be 120 kB."""
    assert run_of(Report((), 1, 3))["tool"]["driver"]["rules"] == []
    described = [rule["id"] for rule in run_of(varied)["tool"]["driver"]["rules"]]
    found = (*varied.diagnostics, *varied.suppressed)
    assert described == list(dict.fromkeys(diagnostic.code for diagnostic in found))
    few = Report(varied.diagnostics[:3], 1, 3)
    assert len(write(few)) < 20_000


def test_every_rule_can_be_described(at, lane, diagnostic):
    """Each rule comes with its manual page."""
    place = at(lane, "cost")
    rules = [module.RULE for module in modules()]
    report = Report([diagnostic(place, code=rule.code, name=rule.name) for rule in rules], 1, 3)
    described = run_of(report)["tool"]["driver"]["rules"]
    assert sorted(rule["id"] for rule in described) == sorted(rule.code for rule in rules)
    for rule in described:
        for text in ("What it does", "Why it matters", "Example", "Instead", "How to silence"):
            assert text in rule["help"]["text"]
            assert f"## {text}\n" in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"].endswith(".")
        assert "\n" not in rule["fullDescription"]["text"]


def test_a_result_names_its_rule(varied):
    """The number of a rule and its code agree, also where a rule has no file."""
    run = run_of(varied)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(varied.diagnostics) + len(varied.suppressed)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_files_below_the_current_folder_are_relative(varied):
    """Their addresses hang on the root; others are absolute, and all are written as URIs."""
    places = [uri(result) for result in run_of(varied)["results"]]
    assert {"uri": "maps/lane.argmap", "uriBaseId": "%SRCROOT%"} in places
    assert {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"} in places
    assert {"uri": "file:///maps%20of%20others/%C3%A4:b.argmap"} in places


@pytest.mark.parametrize(("length", "has_snippet"), [(999, True), (1000, True), (1001, False)])
def test_a_snippet_is_whole_or_left_out(diagnostic, length, has_snippet):
    """What is underlined is quoted up to a thousand characters, and never cut."""
    source = SourceText("map.argmap", "x" * 2000)
    place = Location(source, Span(0, length))
    (result,) = run_of(Report([diagnostic(place)], 1, 1))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region.get("snippet") == ({"text": "x" * length} if has_snippet else None)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (99, 99), (100, 100), (101, 100)])
def test_at_most_a_hundred_related_places(diagnostic, count, shown):
    """GitHub shows no more; they are numbered from 1, and the first ones are kept."""
    source = SourceText("map.argmap", "x" * 2000)
    labels = tuple(
        Label(Location(source, Span(at, at + 1)), f"place {at}") for at in range(1, count + 1)
    )
    place = Location(source, Span(0, 1))
    (result,) = run_of(Report([diagnostic(place, labels=labels)], 1, 1))["results"]
    related = result.get("relatedLocations", [])
    assert [each["id"] for each in related] == list(range(1, shown + 1))
    assert [each["message"]["text"] for each in related] == [
        f"place {at}" for at in range(1, shown + 1)
    ]
    assert ("relatedLocations" in result) == bool(count)


def test_a_colon_makes_no_scheme_of_a_name(lane, at, diagnostic):
    """A file in the current folder may be called like an address."""
    source = SourceText("javascript:a.argmap", "x")
    (result,) = run_of(Report([diagnostic(at(source, "x"))], 1, 1))["results"]
    assert uri(result)["uri"] == "javascript%3Aa.argmap"


def test_places_are_counted_in_code_points(diagnostic):
    """The log says how its columns are counted, and counts them so; the end is exclusive."""
    source = SourceText("a.argmap", "\U0001f600\U0001f600x\r\ny")
    run = run_of(Report([diagnostic(Location(source, Span(2, 6)))], 1, 1))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 3)
    assert (region["endLine"], region["endColumn"]) == (2, 2)
    assert region["snippet"]["text"] == "x\r\ny"


def test_a_fix_does_what_the_finding_says(varied):
    """A fix made as the log says gives the same text; one that is only shown is left out."""
    for found, result in zip(varied.diagnostics, run_of(varied)["results"], strict=False):
        wanted = [
            fix
            for fix in found.fixes
            if fix.edits and fix.applicability is not Applicability.DISPLAY
        ]
        told = result.get("fixes", [])
        assert [fix["description"]["text"] for fix in told] == [fix.title for fix in wanted]
        for fix, data in zip(wanted, told, strict=True):
            (change,) = data["artifactChanges"]
            edits = [_edit(fix.source, replacement) for replacement in change["replacements"]]
            assert apply_edits(fix.source.text, edits) == apply_edits(fix.source.text, fix.edits)


def _edit(source, replacement):
    region = replacement["deletedRegion"]
    start, end = (
        source.line_span(region[f"{side}Line"]).start + region[f"{side}Column"] - 1
        for side in ("start", "end")
    )
    return Edit(Span(start, end), replacement["insertedContent"]["text"])


def test_github_makes_its_own_fingerprint(varied):
    """Ours stands beside it: GitHub's uploader warns when its key is taken."""
    results = run_of(varied)["results"]
    assert {key for result in results for key in result["partialFingerprints"]} == {
        "argmapElement/v1"
    }


def test_a_silenced_finding_says_why(lane, at, diagnostic):
    """It is in the log, with the reason its author gave."""
    place = at(lane, "cost")
    silenced = diagnostic(place, suppression_reason="everybody knows")
    results = run_of(Report([diagnostic(place)], 1, 3, suppressed=[silenced]))["results"]
    said = [result.get("suppressions", []) for result in results]
    assert said == [[], [{"kind": "inSource", "justification": "everybody knows"}]]
    prints = [result["partialFingerprints"]["argmapElement/v1"] for result in results]
    assert prints[0] != prints[1]


def test_no_text_becomes_a_link(lane, at, diagnostic):
    """What looks like an embedded link of SARIF, or is Markdown, is shown as it was written."""
    place = at(lane, "cost")
    link = "[click](https://example.org) ![](https://example.org/x) <img src=x>"
    fix = Fix(link, lane, (Edit(place.span, ""),))
    found = diagnostic(
        place, message=link, help=link, label=link, labels=(Label(place, link),), fixes=(fix,)
    )
    (result,) = run_of(Report([evolve(found, tree=("a",))], 1, 1))["results"]
    html = MarkdownIt("gfm-like", {"linkify": False}).render(result["message"]["markdown"])
    assert set(re.findall(r"<(\w+)", html)) == {"p", "pre", "code"}
    del result["message"]["markdown"]
    assert "](" not in json.dumps(result)


def test_many_places_are_bounded(lane, at, diagnostic):
    """A finding with thousands of further places stays one that GitHub takes."""
    place = at(lane, "cost")
    labels = (Label(place, "here too"),) * 5_000
    (result,) = run_of(Report([diagnostic(place, labels=labels)], 1, 3))["results"]
    assert len(result["relatedLocations"]) == 100
