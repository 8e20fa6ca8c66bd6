"""Tests ``argmap check`` with available source texts."""

import pytest

PAPER = "The paper\r\n\r\nTrade passed $34 billion in 2021.\r\n"
MAP = """\
source paper "The paper"
claim trade "They trade a lot" {
  evidence sum "It was $34 billion" @paper:2 "34 billion"
}
"""
WRONG = MAP.replace('@paper:2 "34', '@paper:2 "43')


@pytest.fixture
def codes(argmap):
    """Return a function that checks and returns the rule codes, or the error message."""

    def run(*arguments, **options) -> str:
        outcome = argmap("check", "--color", "never", *arguments, **options)
        if outcome.returncode > 1:
            return outcome.stderr
        lines = outcome.stdout.splitlines()
        return " ".join(line.split("[")[1][:6] for line in lines if line[:5] in ("error", "warni"))

    return run


def test_without_the_text_nothing_is_reported(codes, write):
    """A snippet that cannot be looked up is accepted."""
    write("map.argmap", WRONG)
    assert codes("map.argmap") == ""


def test_the_user_names_a_text_for_the_run(codes, write, tmp_path):
    """--source NAME=PATH accepts any path, inside the project or not."""
    write("project/argmap.toml", "")
    write("project/map.argmap", WRONG)
    write("elsewhere/paper.txt", PAPER)
    for path in ("elsewhere/paper.txt", tmp_path / "elsewhere/paper.txt"):
        assert codes("project/map.argmap", "--source", f"paper={path}") == "EVI307"
    write("project/map.argmap", MAP)
    assert codes("project/map.argmap", "--source", "paper=elsewhere/paper.txt") == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("argmap.toml", '[sources]\npaper = "texts/paper.txt"'),
        ("pyproject.toml", '[tool.argmap.sources]\npaper = "texts/paper.txt"'),
    ],
)
def test_the_project_names_a_text(codes, write, name, text):
    """Paths in argmap.toml and pyproject.toml are relative to the file."""
    write(name, text)
    write("texts/paper.txt", PAPER)
    write("maps/map.argmap", WRONG)
    assert codes("maps") == "EVI307"


def test_the_map_names_a_text(codes, write):
    """`text:` is relative to the file that declares the source."""
    write("argmap.toml", "")
    write("maps/map.argmap", 'import "../parts/paper.argmap"\n' + WRONG.partition("\n")[2])
    write("parts/paper.argmap", 'source paper "The paper" { text: "paper.txt" }')
    write("parts/paper.txt", PAPER)
    assert codes("maps") == "EVI307"


def test_options_override_settings_and_the_map(codes, write):
    """--source overrides the project's settings, which override the map's `text:`."""
    write("argmap.toml", '[sources]\npaper = "right.txt"')
    write("map.argmap", MAP.replace('The paper"', 'The paper" { text: "wrong.txt" }'))
    write("right.txt", PAPER)
    write("wrong.txt", "Something else\n\nAltogether.")
    assert codes("map.argmap") == ""
    assert codes("map.argmap", "--source", "paper=wrong.txt") == "EVI308 EVI307"


def test_several_sources_can_be_named(codes, write):
    """--source is repeatable."""
    write("map.argmap", 'source book "A book"\n' + WRONG + 'claim b "B" @book:1 "so"')
    write("paper.txt", PAPER)
    write("book.txt", "And so on.")
    reported = codes("map.argmap", "--source", "paper=paper.txt", "--source", "book=book.txt")
    assert "EVI307" in reported


def test_standard_input_is_checked_with_texts(codes, write):
    """A map from standard input is checked like one from a file."""
    write("paper.txt", PAPER)
    assert codes("-", "--source", "paper=paper.txt", input=WRONG) == "EVI307"
    assert codes("-", "--source", "paper=paper.txt", input=MAP) == ""


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("paper=nowhere.txt", "`nowhere.txt`, the text of `paper`, does not exist"),
        ("paper=.", "`.`, the text of `paper`, is not a file"),
        ("paper=broken.pdf", "`broken.pdf`, the text of `paper`, "),
        ("papre=paper.txt", "--source: unknown source `papre`; did you mean `paper`?"),
        ("paper", "not of the form NAME=PATH"),
        ("=paper.txt", "not of the form NAME=PATH"),
        ("paper=", "not of the form NAME=PATH"),
    ],
)
def test_an_invalid_option_ends_in_2(argmap, write, option, message):
    """It is reported with a message, and nothing is checked."""
    write("map.argmap", MAP)
    write("paper.txt", PAPER)
    write("broken.pdf", "no PDF")
    outcome = argmap("check", "map.argmap", "--source", option)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr


def test_a_source_given_twice_is_refused(argmap, write):
    """It would be unclear which text to use."""
    write("map.argmap", MAP)
    outcome = argmap("check", "map.argmap", "--source", "paper=a", "--source", "paper=b")
    assert outcome.returncode == 2
    assert "given twice" in outcome.stderr


def test_an_invalid_configuration_ends_in_2(argmap, write):
    """The message names the file."""
    write("argmap.toml", "[sources]\npaper = 7\n")
    write("map.argmap", MAP)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "argmap.toml" in outcome.stderr


def test_an_untrusted_map_reads_nothing_outside(codes, write):
    """`text:` stays in the project: other files are not read, looked up or shown."""
    write("secret.txt", "password: hunter2")
    write("project/argmap.toml", "")
    text = 'source s "S" { text: "../secret.txt" }\nevidence e "E" @s:1 "hunter3"\n'
    write("project/map.argmap", text)
    assert codes("project/map.argmap") == "EVI304"


def test_escapes_in_a_text_do_not_reach_the_terminal(argmap, write):
    """Words of a source are shown without effect."""
    write(
        "map.argmap",
        'source s "S" { text: "s.txt" }\nevidence e "E" @s:1 "remarkably long wording"\n',
    )
    write("s.txt", "A remarkably \x1blong\x07 wording.")
    outcome = argmap("check", "map.argmap")
    assert "did you mean" in outcome.stdout
    assert not set("\x1b\x07") & set(outcome.stdout)


def test_a_syntax_error_comes_before_an_unknown_source(codes, write):
    """A typo in the declaration is reported, not a missing source."""
    write("map.argmap", MAP.replace("source paper", "sorce paper"))
    write("paper.txt", PAPER)
    assert "SYN002" in codes("map.argmap", "--source", "paper=paper.txt")
    write("map.argmap", MAP.replace("source paper", "source papre"))
    assert "REF106" in codes("map.argmap", "--source", "paper=paper.txt")
