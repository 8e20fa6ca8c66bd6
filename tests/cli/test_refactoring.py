"""Tests ``argmap rename``, ``move``, ``extract`` and ``inline`` with files on the disk."""

import pytest

MAP = """\
map "Sundays" {
  thesis: open
}
import "parts/money.argmap" as money

# The proposal.
claim open "The library should open" { # open
  supported-by: money.price
  counterpoint cost "It costs too much" {
    counterpoint swap "Closing on Mondays pays for it"
  }
}

section other "Other reasons" {
  assumption quiet "Sundays are quiet" { supports: open }
}
"""
MONEY = 'evidence price "Ten per cent" @budget\nsource budget "Budget"\n'


@pytest.fixture
def project(write):
    """Write a project of two files, and return their paths."""
    write("argmap.toml", "")
    return write("map.argmap", MAP), write("parts/money.argmap", MONEY)


def test_a_rename_changes_all_files(argmap, project):
    """The id is found in the maps of the current folder."""
    map_, money = project
    outcome = argmap("rename", "money.price", "share")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == "renamed `money.price` to `share`: 2 files changed\n"
    assert map_.read_text() == MAP.replace("money.price", "money.share")
    assert money.read_text() == MONEY.replace("price", "share")


@pytest.mark.parametrize(
    "arguments",
    [
        ["map.argmap#open", "wide"],
        ["open", "wide", "map.argmap"],
        ["open", "wide", "."],
        ["other", "more"],
        ["money", "budgeting"],
        ["money.budget", "plan"],
        ["parts/money.argmap#price", "share"],
    ],
)
def test_an_element_can_be_named_in_several_ways(argmap, project, arguments):
    """By its map, by a path to search, and as any kind of element or import."""
    outcome = argmap("rename", *arguments)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert argmap("check", "--select", "REF,SYN").returncode == 0


def test_a_rename_from_a_folder_below_searches_the_project(argmap, project, tmp_path):
    """The current folder is searched first."""
    outcome = argmap("rename", "swap", "monday", cwd=tmp_path / "parts")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "counterpoint monday" in project[0].read_text()


@pytest.mark.parametrize("option", ["--diff", "--dry-run"])
def test_a_diff_writes_nothing(argmap, project, tree, option):
    """The diff goes to standard output, the number of files to standard error."""
    before = tree()
    outcome = argmap("rename", "cost", "price-tag", option)
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("--- map.argmap\n+++ map.argmap\n@@ ")
    assert '+  counterpoint price-tag "It costs too much" {\n' in outcome.stdout
    assert outcome.stderr == "renamed `cost` to `price-tag`: 1 file would be changed\n"
    assert tree() == before


def test_a_diff_shows_new_and_deleted_files(argmap, project):
    """As `git diff` does."""
    outcome = argmap("extract", "other", "-o", "other.argmap", "--diff")
    assert "--- /dev/null\n+++ other.argmap\n" in outcome.stdout
    outcome = argmap("inline", "parts/money.argmap", "--diff")
    assert "--- parts/money.argmap\n+++ /dev/null\n" in outcome.stdout


def test_a_move_that_changes_verdicts_is_refused(argmap, project, tree):
    """The statements whose verdicts would change are named; --force changes them."""
    before = tree()
    outcome = argmap("move", "swap", "--under", "open")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "nothing was changed, because the verdicts of 2 statements would change "
        "(--force changes them):\n"
        "  map.argmap: `open` accepted → rejected: The library should open\n"
        "  map.argmap: `cost` rejected → accepted: It costs too much\n"
    )
    assert tree() == before
    outcome = argmap("move", "swap", "--under", "open", "--force")
    assert (outcome.returncode, outcome.stdout) == (
        0,
        "moved `swap` under `open`: 1 file changed\n",
    )
    assert outcome.stderr.startswith("the verdicts of 2 statements changed:\n")


def test_a_move_to_the_top_keeps_all_verdicts(argmap, project):
    """The relation becomes an attribute."""
    outcome = argmap("move", "cost", "--top")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert (
        project[0]
        .read_text()
        .endswith(
            'counterpoint cost "It costs too much" {\n  opposes: open\n'
            '  counterpoint swap "Closing on Mondays pays for it"\n}\n'
        )
    )
    assert argmap("move", "cost", "--top").stdout == "nothing to do\n"


def test_a_move_to_another_file(argmap, project):
    """With --file, the place is in that file, and names of imports are adapted."""
    outcome = argmap("move", "quiet", "--under", "price", "--file", "parts/money.argmap")
    assert outcome.returncode == 2
    assert "would not be visible" in outcome.stderr
    outcome = argmap("move", "money.price", "--file", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert project[0].read_text().endswith('evidence price "Ten per cent" @money.budget\n')
    assert "supported-by: price" in project[0].read_text()


def test_errors_that_would_be_new_are_reported(argmap, write, tree):
    """An arrow from the old place would no longer mean an inference."""
    write(
        "map.argmap",
        'claim a "A" { claim b "B" }\nclaim c "C"\nclaim d "D" { undercuts: b -> a }\n',
    )
    before = tree()
    outcome = argmap("move", "b", "--under", "c", "--force")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "error[DIA407] undercut-target-missing" in outcome.stderr
    assert outcome.stderr.endswith("nothing was changed, because these errors would be new\n")
    assert tree() == before


def test_an_extracted_section_can_be_inlined(argmap, project, tree):
    """The files are as before; folders are created."""
    before = tree()
    outcome = argmap("extract", "Other reasons", "-o", "parts/new/other.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "extracted `Other reasons` to parts/new/other.argmap: 1 file changed, 1 file created\n"
    )
    assert 'import "parts/new/other.argmap"\n' in project[0].read_text()
    outcome = argmap("inline", "parts/new/other.argmap")
    assert outcome.stdout == "inlined parts/new/other.argmap: 1 file changed, 1 file deleted\n"
    after = tree()
    assert after.pop("parts/new", None) is None
    assert after == before


def test_line_ends_and_the_byte_order_mark_are_kept(argmap, write):
    """Windows line ends stay, and the new file has them, too."""
    text = MAP.replace('import "parts/money.argmap" as money\n', "").replace(
        "  supported-by: money.price\n", ""
    )
    path = write("map.argmap", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert argmap("extract", "other", "-o", "other.argmap").returncode == 0
    assert argmap("rename", "swap", "monday").returncode == 0
    assert argmap("move", "monday", "--top").returncode == 0
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfmap")
    other = path.with_name("other.argmap").read_bytes()
    for content in (data, other):
        assert content.count(b"\n") == content.count(b"\r\n") > 0
    assert argmap("inline", "other.argmap").returncode == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfmap")


def test_nothing_is_written_if_one_file_is_read_only(argmap, project, tree, permissions):
    """All files are changed, or none."""
    project[1].chmod(0o444)
    before = tree()
    outcome = argmap("rename", "money.price", "share")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "cannot be written: it is read-only" in outcome.stderr
    assert tree() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rename", "nothing", "x"], "no map has an element `nothing`"),
        (["rename", "opne", "x"], "did you mean `open`?"),
        (["rename", "map.argmap#none", "x"], "`map.argmap` has no element `none`"),
        (["rename", "open", "cost"], "`cost` already exists in map.argmap"),
        (["rename", "open", "claim"], "is a keyword"),
        (["rename", "open", ""], "not a valid id"),
        (["rename", "", "x"], "no map has an element"),
        (["rename", "open", "x", "missing.argmap"], "does not exist"),
        (["rename", "open", "x", ""], "an empty name is not a file"),
        (["move", "open"], "name the new place"),
        (["move", "open", "--top", "--under", "cost"], "exclude each other"),
        (["move", "money", "--top"], "is the name of an import"),
        (["move", "cost", "--under", "money"], "is the name of an import"),
        (["move", "cost", "--under", "nothing"], "no map has an element `nothing`"),
        (["move", "cost", "--file", "missing.argmap"], "does not exist"),
        (["extract", "other", "-o", "other.txt"], "must end with .argmap"),
        (["extract", "other", "-o", "map.argmap"], "already exists"),
        (["extract", "other", "-o", "../other.argmap"], "outside of the project"),
        (["extract", "cost", "-o", "cost.argmap"], "inside of another element"),
        (["extract", "money", "-o", "m.argmap"], "is the name of an import"),
        (["extract", "Other", "-o", "m.argmap"], "did you mean `other`?"),
        (["inline", "map.argmap"], "no map imports `map.argmap`"),
        (["inline", "parts"], "is a folder"),
        (["inline", "missing.argmap"], "does not exist"),
    ],
)
def test_wrong_usage_changes_nothing(run_in_process, project, tree, arguments, message):
    """A message says what is wrong, and the exit code is 2."""
    before = tree()
    outcome = run_in_process(*arguments)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert tree() == before


def test_an_ambiguous_id_is_not_guessed(argmap, write):
    """The message lists the elements with this id."""
    write("a.argmap", 'claim x "X"\n')
    write("b.argmap", 'claim x "X"\n')
    outcome = argmap("rename", "x", "y")
    assert outcome.returncode == 2
    assert "2 elements have the id `x`; name one: `a.argmap#x`, `b.argmap#x`" in outcome.stderr
    assert argmap("rename", "b.argmap#x", "y").returncode == 0


def test_a_map_with_syntax_errors_is_not_changed(argmap, write, tree):
    """A use of the name might be overlooked in it."""
    write("map.argmap", 'import "part.argmap"\nclam a "A" { supports: hub }\n')
    write("part.argmap", 'claim hub "Hub"\n')
    before = tree()
    outcome = argmap("rename", "hub", "node")
    assert outcome.returncode == 2
    assert "`map.argmap` has syntax errors; fix them first" in outcome.stderr
    assert tree() == before


def test_links_out_of_the_project_are_not_followed(argmap, project, write, tmp_path_factory):
    """Neither a file outside of the project changes, nor is one created there."""
    outside = tmp_path_factory.mktemp("outside")
    target = outside / "real.argmap"
    target.write_text('claim secret "S"\n')
    folder = project[0].parent
    (folder / "link.argmap").symlink_to(target)
    (folder / "folder").symlink_to(outside)
    for arguments in (
        ["rename", "secret", "x"],
        ["rename", "secret", "x", "link.argmap"],
        ["rename", "link.argmap#secret", "x"],
        ["move", "cost", "--file", "link.argmap"],
        ["extract", "other", "-o", "folder/other.argmap"],
        ["inline", "link.argmap"],
    ):
        outcome = argmap(*arguments)
        assert (outcome.returncode, outcome.stdout) == (2, "")
    assert [path.name for path in outside.iterdir()] == ["real.argmap"]
    assert target.read_text() == 'claim secret "S"\n'


def test_a_link_inside_of_the_project_keeps_its_target(argmap, project):
    """The file that the link means is changed."""
    link = project[0].with_name("link.argmap")
    link.symlink_to(project[0])
    assert argmap("rename", "swap", "monday", "link.argmap").returncode == 0
    assert link.is_symlink()
    assert "monday" in project[0].read_text()


def test_hostile_names_are_escaped(argmap, project):
    """Control characters of an argument do not reach the terminal."""
    outcome = argmap("rename", "\x1b[31mred", "x")
    assert outcome.returncode == 2
    assert "\x1b" not in outcome.stderr
