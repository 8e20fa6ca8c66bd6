"""Findings that a map's author has silenced (the comments themselves: tests/cases/rules)."""

import pytest

from argmap.rules import check
from argmap.workspace.check import check_all
from argmap.workspace.checker import check_bytes


@pytest.fixture
def silenced():
    """Check a map; returns what is silenced, as code, place and reason."""

    def run(text: str) -> list[tuple[str, int, str | None]]:
        report = check_bytes(text.encode()).report
        assert all(diagnostic.suppression_reason is None for diagnostic in report.diagnostics)
        return [(f.code, f.location.start.line, f.suppression_reason) for f in report.suppressed]

    return run


def test_what_is_silenced_is_kept_with_the_reason(silenced):
    """It is no finding of the report, and not forgotten either."""
    text = '# argmap: ignore[EVI301] because it is common knowledge\nclaim a "A"\n'
    assert silenced(text) == [("EVI301", 2, "it is common knowledge")]
    assert check_bytes(text.encode()).report.diagnostics == ()
    assert silenced('claim a "A" # argmap: ignore[EVI301]\n') == [("EVI301", 1, "")]


def test_a_claim_s_comment_is_not_for_its_children(silenced):
    """What stands inside of an element is not silenced with it."""
    text = """\
# argmap: ignore[EVI] because …
section "S" {
  # argmap: ignore[EVI] because …
  claim a "A" {
    evidence b "B"
  }
}
"""
    assert silenced(text) == []
    found = [diagnostic.code for diagnostic in check_bytes(text.encode()).report.diagnostics]
    assert found.count("EVI302") == 1


def test_mistakes_in_how_a_map_is_written_are_never_silenced(silenced):
    """No comment hides what cannot be read or looked up."""
    text = '# argmap: ignore-file[ALL] because I say so\nclaim a "A" { supports: b }\nclaim c "C\n'
    silenced_codes = {code for code, _, _ in silenced(text)}
    assert not silenced_codes & {"SYN001", "REF101"}
    assert {"SYN001", "REF101"} <= {f.code for f in check_bytes(text.encode()).report.diagnostics}


def test_lines_may_come_and_go(silenced):
    """A comment is tied to its element: blank lines and other comments between do not matter."""
    text = '# argmap: ignore[EVI301] because …\n\n# It is so.\n\r\nclaim a "A"\n'
    assert [code for code, _, _ in silenced(text)] == ["EVI301"]


def test_a_comment_in_a_shared_part_is_of_use_if_one_map_needs_it(maps):
    """It is unused only where it is unused in every map that the part is in."""
    part = '# argmap: ignore[DIA401] because it is conceded\ncounterpoint c "C" { opposes: a }\n'
    part += 'claim a "A" { assumption d "D" }\n'
    answer = 'import "part.argmap" as part\ncounterpoint no "No" { opposes: part.c }\n'
    lone = 'import "part.argmap" as part\nmap "M" { thesis: part.a }\n'
    answered = check_all([maps(answered=answer, part=part)]).report.diagnostics
    assert "CFG802" in [diagnostic.code for diagnostic in answered]
    both = check_all([maps(answered=answer, lone=lone, part=part)]).report
    assert "CFG802" not in [diagnostic.code for diagnostic in both.diagnostics]
    assert "DIA401" in [diagnostic.code for diagnostic in both.suppressed]


@pytest.mark.parametrize(
    "text",
    [
        "# argmap: ignore[" * 1000,
        "# argmap: ignore[EVI301]\n" * 1000,
        'claim a "A" { ' * 500 + "# argmap: ignore[EVI301] because …\n" + "}" * 500,
        'claim a "A" }}}} # argmap: ignore[EVI301] because …\n{{{ # argmap: ignore[ALL]',
        '# argmap: ignore[EVI301] because \u202e "\n"',
        "}# argmap: ignore[EVI301]",
    ],
)
def test_any_text_is_survived(text):
    """Comments in a file that is no map do no harm."""
    check_bytes(text.encode())


def test_check_returns_silenced_findings_among_the_others(files, maps):
    """`rules.check` leaves it to its caller what to do with them."""
    from argmap.workspace.load import load_resolution

    folder = maps(map='claim a "A" # argmap: ignore[EVI301] because …\n')
    (diagnostic,) = check(load_resolution(folder / "map.argmap", files))
    assert (diagnostic.code, diagnostic.suppression_reason) == ("EVI301", "…")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("EVI303", '# argmap: ignore[EVI303]: …\nsource s "S"\nevidence e "E" @t\nsource t "T"\n'),
        (
            "EVI303",
            'source s "S" { # argmap: ignore[EVI303]: …\n}\nevidence e "E" @t\nsource t "T"\n',
        ),
        ("STR201", '# argmap: ignore[STR201]: …\nmap "M"\nclaim a "A"\nclaim b "B"\n'),
        ("STR206", 'claim a "A" {\n  # argmap: ignore[STR206]: …\n  reason { claim b "B" }\n}\n'),
        (
            "REF104",
            'claim a "A"\nclaim b "B" {\n  supports: a, # argmap: ignore[REF104]: …\n  a }\n',
        ),
        (
            "REF104",
            'claim a "A"\nclaim b "B" {\n  supports: a,\n  a # argmap: ignore[REF104]: …\n}\n',
        ),
    ],
)
def test_any_element_can_have_a_comment(silenced, code, text):
    """A source, the map's head, a step, an attribute: before it and behind it."""
    assert code in [silenced_code for silenced_code, _, _ in silenced(text)]
    assert code in [diagnostic.code for diagnostic in check_bytes(_bare(text)).report.diagnostics]


def _bare(text: str) -> bytes:
    return text.replace("argmap: ", "").encode()
