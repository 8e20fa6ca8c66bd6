"""SARIF, checked against its schema, and against the rules of the standard and of GitHub."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from argmap.diagnostics import Applicability, Fix, Label
from argmap.reporting import Report, get_format
from argmap.rules import modules
from argmap.text import Edit, Location, SourceText, Span, apply_edits


def write(report):
    return get_format("sarif").write(report, color=True)


def run_of(report):
    (run,) = json.loads(write(report))["runs"]
    return run


def uri(result):
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


@pytest.fixture
def logs(varied_report, tmp_path) -> list[Path]:
    """Logs of a report with all kinds of diagnostics, and of one without any."""
    paths = [tmp_path / "varied.sarif", tmp_path / "clean.sarif"]
    paths[0].write_text(write(varied_report), encoding="utf-8")
    paths[1].write_text(write(Report((), 1, 3)), encoding="utf-8")
    return paths


def test_the_log_is_indented():
    """So that its versions can be compared line by line."""
    assert write(Report((), 1, 3)).startswith('{\n  "$schema": "')


def test_the_log_is_valid_for_github(logs, multitool):
    """The validator reports no error and no warning."""
    complaints = [complaint for log in logs for complaint in multitool.complaints(log)]
    assert complaints == []


def test_the_validator_rejects_errors(varied_report, tmp_path, multitool):
    """It reports a result without a location."""
    log = json.loads(write(varied_report))
    del log["runs"][0]["results"][0]["locations"]
    path = tmp_path / "bad.sarif"
    path.write_text(json.dumps(log), encoding="utf-8")
    assert multitool.complaints(path)


def test_the_log_matches_its_schema(logs, multitool):
    """All keys are those of the standard."""
    schema = json.loads(multitool.schema.read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for log in logs:
        data = json.loads(log.read_text(encoding="utf-8"))
        assert [error.message for error in validator.iter_errors(data)] == []


def test_the_results(varied_report, snapshot):
    """All parts of a diagnostic, in a stable order."""
    results = run_of(varied_report)["results"]
    for result in results:
        del result["ruleIndex"]  # another rule changes it
    assert json.dumps(results, indent=2, ensure_ascii=False) == snapshot


def test_only_rules_with_diagnostics_are_described(varied_report):
    """All manual pages together would be 120 kB."""
    assert run_of(Report((), 1, 3))["tool"]["driver"]["rules"] == []
    described = [rule["id"] for rule in run_of(varied_report)["tool"]["driver"]["rules"]]
    diagnostics = (*varied_report.diagnostics, *varied_report.suppressed)
    assert described == list(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    few = Report(varied_report.diagnostics[:3], 1, 3)
    assert len(write(few)) < 20_000


def test_every_rule_can_be_described(locate, lane, make_diagnostic):
    """The description contains the manual page of the rule."""
    place = locate(lane, "cost")
    rules = [module.RULE for module in modules()]
    report = Report(
        [make_diagnostic(place, code=rule.code, name=rule.name) for rule in rules], 1, 3
    )
    described = run_of(report)["tool"]["driver"]["rules"]
    assert sorted(rule["id"] for rule in described) == sorted(rule.code for rule in rules)
    for rule in described:
        for text in ("What it does", "Why it matters", "Example", "Instead", "How to silence"):
            assert text in rule["help"]["text"]
            assert f"## {text}\n" in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"].endswith(".")
        assert "\n" not in rule["fullDescription"]["text"]


def test_a_result_refers_to_its_rule(varied_report):
    """The index and the code of the rule agree, also for unknown rules."""
    run = run_of(varied_report)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(varied_report.diagnostics) + len(varied_report.suppressed)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_files_below_the_current_folder_are_relative(varied_report):
    """Their URIs are relative to the root; others are absolute, and all are encoded."""
    places = [uri(result) for result in run_of(varied_report)["results"]]
    assert {"uri": "maps/lane.argmap", "uriBaseId": "%SRCROOT%"} in places
    assert {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"} in places
    assert {"uri": "file:///maps%20of%20others/%C3%A4:b.argmap"} in places


@pytest.mark.parametrize(("length", "has_snippet"), [(999, True), (1000, True), (1001, False)])
def test_a_snippet_is_complete_or_left_out(make_diagnostic, length, has_snippet):
    """It may have a thousand characters, and is never cut."""
    source = SourceText("map.argmap", "x" * 2000)
    place = Location(source, Span(0, length))
    (result,) = run_of(Report([make_diagnostic(place)], 1, 1))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region.get("snippet") == ({"text": "x" * length} if has_snippet else None)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, 1), (99, 99), (100, 100), (101, 100)])
def test_related_locations_are_limited_to_a_hundred(make_diagnostic, count, shown):
    """GitHub shows no more; the first ones are kept, with numbers from 1."""
    source = SourceText("map.argmap", "x" * 2000)
    labels = tuple(
        Label(Location(source, Span(offset, offset + 1)), f"place {offset}")
        for offset in range(1, count + 1)
    )
    place = Location(source, Span(0, 1))
    (result,) = run_of(Report([make_diagnostic(place, labels=labels)], 1, 1))["results"]
    related = result.get("relatedLocations", [])
    assert [item["id"] for item in related] == list(range(1, shown + 1))
    assert [item["message"]["text"] for item in related] == [
        f"place {offset}" for offset in range(1, shown + 1)
    ]
    assert ("relatedLocations" in result) == bool(count)


def test_a_colon_in_a_name_is_encoded(lane, locate, make_diagnostic):
    """Otherwise the name of a file could look like a URL."""
    source = SourceText("javascript:a.argmap", "x")
    (result,) = run_of(Report([make_diagnostic(locate(source, "x"))], 1, 1))["results"]
    assert uri(result)["uri"] == "javascript%3Aa.argmap"


def test_positions_are_counted_in_code_points(make_diagnostic):
    """The log says so; the end is exclusive."""
    source = SourceText("a.argmap", "\U0001f600\U0001f600x\r\ny")
    run = run_of(Report([make_diagnostic(Location(source, Span(2, 6)))], 1, 1))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (1, 3)
    assert (region["endLine"], region["endColumn"]) == (2, 2)
    assert region["snippet"]["text"] == "x\r\ny"


def test_a_fix_in_the_log_gives_the_same_text(varied_report):
    """Fixes that are only displayed are left out."""
    for diagnostic, result in zip(
        varied_report.diagnostics, run_of(varied_report)["results"], strict=False
    ):
        expected = [
            fix
            for fix in diagnostic.fixes
            if fix.edits and fix.applicability is not Applicability.DISPLAY
        ]
        fixes = result.get("fixes", [])
        assert [fix["description"]["text"] for fix in fixes] == [fix.title for fix in expected]
        for fix, data in zip(expected, fixes, strict=True):
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


def test_the_fingerprint_has_its_own_key(varied_report):
    """GitHub computes one, and its uploader warns if its key is in use."""
    results = run_of(varied_report)["results"]
    assert {key for result in results for key in result["partialFingerprints"]} == {
        "argmapElement/v1"
    }


def test_a_suppressed_diagnostic_has_a_justification(lane, locate, make_diagnostic):
    """It is in the log, with the reason in the map."""
    place = locate(lane, "cost")
    silenced = make_diagnostic(place, suppression_reason="everybody knows")
    results = run_of(Report([make_diagnostic(place)], 1, 3, suppressed=[silenced]))["results"]
    suppressions = [result.get("suppressions", []) for result in results]
    assert suppressions == [[], [{"kind": "inSource", "justification": "everybody knows"}]]
    prints = [result["partialFingerprints"]["argmapElement/v1"] for result in results]
    assert prints[0] != prints[1]


def test_no_text_becomes_a_link(lane, locate, make_diagnostic):
    """Links of SARIF and Markdown in a text are shown literally."""
    place = locate(lane, "cost")
    link = "[click](https://example.org) ![](https://example.org/x) <img src=x>"
    fix = Fix(link, lane, (Edit(place.span, ""),))
    with_links = make_diagnostic(
        place, message=link, help=link, label=link, labels=(Label(place, link),), fixes=(fix,)
    )
    (result,) = run_of(Report([evolve(with_links, tree=("a",))], 1, 1))["results"]
    html = MarkdownIt("gfm-like", {"linkify": False}).render(result["message"]["markdown"])
    assert set(re.findall(r"<(\w+)", html)) == {"p", "pre", "code"}
    del result["message"]["markdown"]
    assert "](" not in json.dumps(result)


def test_many_labels_are_limited(lane, locate, make_diagnostic):
    """A diagnostic with thousands of labels is accepted by GitHub."""
    place = locate(lane, "cost")
    labels = (Label(place, "here too"),) * 5_000
    (result,) = run_of(Report([make_diagnostic(place, labels=labels)], 1, 3))["results"]
    assert len(result["relatedLocations"]) == 100
