"""Diagnostics that a comment suppresses (the comments themselves: tests/cases/rules)."""

import pytest

from argmap.rules import check
from argmap.workspace.check import check_all
from argmap.workspace.checker import check_bytes


@pytest.fixture
def suppressed():
    """Return a function that returns code, line and reason of suppressed diagnostics."""

    def run(text: str) -> list[tuple[str, int, str | None]]:
        report = check_bytes(text.encode()).report
        assert all(diagnostic.suppression_reason is None for diagnostic in report.diagnostics)
        return [(f.code, f.location.start.line, f.suppression_reason) for f in report.suppressed]

    return run


def test_a_suppressed_diagnostic_is_kept_with_the_reason(suppressed):
    """It is not among the diagnostics of the report, but among the suppressed ones."""
    text = '# argmap: ignore[EVI301] because it is common knowledge\nclaim a "A"\n'
    assert suppressed(text) == [("EVI301", 2, "it is common knowledge")]
    assert check_bytes(text.encode()).report.diagnostics == ()
    assert suppressed('claim a "A" # argmap: ignore[EVI301]\n') == [("EVI301", 1, "")]


def test_a_comment_does_not_apply_to_nested_elements(suppressed):
    """A comment applies to its own element only."""
    text = """\
# argmap: ignore[EVI] because …
section "S" {
  # argmap: ignore[EVI] because …
  claim a "A" {
    evidence b "B"
  }
}
"""
    assert suppressed(text) == []
    found = [diagnostic.code for diagnostic in check_bytes(text.encode()).report.diagnostics]
    assert found.count("EVI302") == 1


def test_errors_in_syntax_and_references_cannot_be_suppressed(suppressed):
    """No comment hides them."""
    text = '# argmap: ignore-file[ALL] because I say so\nclaim a "A" { supports: b }\nclaim c "C\n'
    suppressed_codes = {code for code, _, _ in suppressed(text)}
    assert not suppressed_codes & {"SYN001", "REF101"}
    assert {"SYN001", "REF101"} <= {f.code for f in check_bytes(text.encode()).report.diagnostics}


def test_lines_between_a_comment_and_its_element_do_not_matter(suppressed):
    """Blank lines and other comments may be between them."""
    text = '# argmap: ignore[EVI301] because …\n\n# It is so.\n\r\nclaim a "A"\n'
    assert [code for code, _, _ in suppressed(text)] == ["EVI301"]


def test_a_comment_in_a_shared_file_is_used_if_one_map_needs_it(maps):
    """It is unused only if no map that imports the file needs it."""
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
def test_any_text_can_be_checked(text):
    """Comments in a file with syntax errors cause no exception."""
    check_bytes(text.encode())


def test_check_returns_suppressed_diagnostics(files, maps):
    """`rules.check` returns them among the others."""
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
def test_any_element_can_have_a_comment(suppressed, code, text):
    """A source, the header, an inference, an attribute: before the element and after it."""
    assert code in [suppressed_code for suppressed_code, _, _ in suppressed(text)]
    assert code in [diagnostic.code for diagnostic in check_bytes(_bare(text)).report.diagnostics]


def _bare(text: str) -> bytes:
    return text.replace("argmap: ", "").encode()
