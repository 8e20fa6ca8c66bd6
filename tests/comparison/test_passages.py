"""Two maps compared by the passages of the sources that both cite."""

import pytest

import argmap
from argmap.comparison.passages import compare_readings


def readings(first: str, second: str):
    return compare_readings(argmap.loads(first), argmap.loads(second))


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ('s "S" { doi: "10.1/x" }', 't "T" { doi: "10.1/X" }', True),
        ('s "S" { url: "https://x.org/a" }', 't "T" { url: "https://x.org/a" }', True),
        ('s "A study"', 't "A study."', True),
        ('s "S"', 's "T"', True),
        ('s "S"', 't "T"', False),
        ('s "S" { doi: "10.1/x" }', 't "T" { doi: "10.1/y" }', False),
    ],
)
def test_the_sources_that_both_maps_have(first, second, is_same):
    """The same DOI, address, title or id."""
    found = readings(f"source {first}", f"source {second}")
    assert [(one.first_source.id, one.second_source.id) for one in found] == (
        [(first[0], second[0])] if is_same else []
    )


def test_a_doi_overrides_a_title():
    """And each source has one partner."""
    found = readings(
        'source a "Same" { doi: "10.1/x" } source b "Other"',
        'source c "Same" source d "Different" { doi: "10.1/x" }',
    )
    assert [(one.first_source.id, one.second_source.id) for one in found] == [("a", "d")]


def passages(first: str, second: str) -> dict[str, str]:
    """Return by which map each passage is cited."""
    (reading,) = readings(f'source s "S" {first}', f'source s "S" {second}')
    return {str(one.locator): one.cited_by.name.lower() for one in reading.passages}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ('evidence a "A" @s:1', 'evidence b "B" @s:1', {"1": "both"}),
        ('evidence a "A" @s:1', 'evidence b "B" @s:2', {"1": "first", "2": "second"}),
        (
            'evidence a "A" @s:2-3',
            'evidence b "B" @s:3-4',
            {"2": "first", "3": "both", "4": "second"},
        ),
        ('evidence a "A" @s', 'evidence b "B" @s:1', {"None": "first", "1": "second"}),
        ('evidence a "A" @s:p10 @s:p9', "", {"p9": "first", "p10": "first"}),
    ],
)
def test_the_passages_that_the_maps_cite(first, second, expected):
    """In their order in the source; a range is divided."""
    found = passages(first, second)
    assert list(found.items()) == list(expected.items())


def test_statements_that_say_the_same_are_paired():
    """The most similar first; the others stay with their map."""
    first = (
        'evidence a "Crashes on the road fell by half" @s:1 evidence c "Trade rose" @s:1'
        ' evidence e "Crashes on the road fell" @s:1'
    )
    second = (
        'evidence x "Crashes on the road fell" @s:1 evidence y "Sales sank quickly" @s:1'
        ' evidence z "Crashes on the road fell by half" @s:1'
    )
    (reading,) = readings(f'source s "S" {first}', f'source s "S" {second}')
    (passage,) = reading.passages
    assert [(one.id, other.id) for one, other in passage.agreements] == [("a", "z"), ("e", "x")]
    assert [one.id for one in passage.first] == ["c"]
    assert [one.id for one in passage.second] == ["y"]
