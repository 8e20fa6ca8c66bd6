"""Tests `argmap check` of the maps in Markdown files."""

import json
import subprocess

import pytest

PAGE = """\
# A page

```argmap
claim bus "We should take the bus" {
  supports: walk
}
```

- an item

  ~~~argmap
  claim lane "Build the lane" {
    supports: cost
  }
  ~~~
"""
LINES = [
    "page.md:5:13: error[REF101] unknown id `walk`",
    "page.md:13:15: error[REF101] unknown id `cost`",
]


@pytest.fixture
def page(tmp_path):
    (tmp_path / "argmap.toml").touch()
    path = tmp_path / "page.md"
    path.write_text(PAGE)
    return path


def found(outcome) -> list[str]:
    """Return the undefined references in a report."""
    return [line.split(" – ")[0] for line in outcome.stdout.splitlines() if "REF101" in line]


def check(argmap, *arguments):
    return argmap("check", "--format", "concise", *arguments)


def test_each_block_is_a_map_with_positions_in_the_page(argmap, page):
    outcome = check(argmap, "page.md")

    assert found(outcome) == LINES
    assert outcome.returncode == 1


@pytest.mark.parametrize(
    "report_format", ["text", "json", "sarif", "github", "gitlab", "junit", "concise"]
)
def test_every_report_format_names_the_page(argmap, page, report_format):
    output = argmap("check", "--format", report_format, "page.md").stdout
    assert "page.md" in output
    assert "page.md#" not in output


def test_a_second_check_uses_the_cache_and_reports_the_same(argmap, page):
    first, second = check(argmap, "page.md"), check(argmap, "page.md")
    assert first == second

    page.write_text(PAGE.replace("supports: walk", "supports: home"))
    assert "unknown id `home`" in check(argmap, "page.md").stdout


def test_no_fix_is_offered_or_applied(argmap, page):
    page.write_text('```argmap\nclaim bus "We should take the bus" {\n  suports: walk\n}\n```\n')
    before = page.read_text()

    report = json.loads(argmap("check", "--format", "json", "page.md").stdout)
    argmap("check", "--fix", "--unsafe-fixes", "page.md")

    assert [finding for finding in report["diagnostics"] if finding["fixes"]] == []
    assert page.read_text() == before


def test_imports_are_relative_to_the_page_and_stay_in_the_project(argmap, page, tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/walk.argmap").write_text('claim walk "Walking is slow"\n')
    page.write_text(
        '```argmap\nimport "parts/walk.argmap"\nclaim bus "Take it" { supports: walk }\n```\n'
        '```argmap\nimport "../secret.argmap"\nclaim car "Take it"\n```\n'
    )
    output = check(argmap, "page.md").stdout

    assert "page.md:2" not in output
    assert "page.md:6:8: error[REF105]" in output


def test_a_page_without_maps_is_correct(argmap, page):
    page.write_text("# Nothing\n")
    assert check(argmap, "page.md").returncode == 0


def test_a_folder_is_searched_for_pages_only_on_request(argmap, page, tmp_path):
    (tmp_path / "bus.argmap").write_text('claim a "A"\n')
    assert found(check(argmap, ".")) == []
    assert found(check(argmap, ".", "--markdown")) == LINES

    (tmp_path / "argmap.toml").write_text("markdown = true\n")
    assert found(check(argmap, ".")) == LINES
    assert found(check(argmap, ".", "--no-markdown")) == []


def test_excluded_pages_are_skipped(argmap, page, tmp_path):
    (tmp_path / "bus.argmap").write_text('claim a "A"\n')
    assert found(check(argmap, ".", "--markdown", "--exclude", "*.md")) == []


def test_rules_are_ignored_by_the_name_of_the_page(argmap, page, tmp_path):
    (tmp_path / "argmap.toml").write_text('[per-file-ignores]\n"*.md" = ["EVI"]\n')
    assert "EVI" not in check(argmap, "page.md").stdout


def test_unused_suppressions_are_reported_in_every_block(argmap, page):
    block = '```argmap\n# argmap: ignore[TXT701] because it is\nclaim a "A" {}\n```\n'
    page.write_text(block * 2)
    assert check(argmap, "page.md").stdout.count("CFG802") == 2


def test_since_ignores_what_the_page_already_had(argmap, page, tmp_path):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "page"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    assert found(check(argmap, "--since", "HEAD", "page.md")) == []

    page.write_text(PAGE + '\n```argmap\nclaim new "New" { supports: home }\n```\n')
    assert found(check(argmap, "--since", "HEAD", "page.md")) == [
        "page.md:18:29: error[REF101] unknown id `home`"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x" * (1 << 20) + "\n", "is larger than 1 MB"),
        ("```argmap\na\n```\n" * 501, "contains more than 500 maps"),
    ],
)
def test_large_pages_are_refused(argmap, page, content, message):
    page.write_text(content)
    outcome = check(argmap, "page.md")
    assert outcome.returncode == 2
    assert message in outcome.stderr


@pytest.mark.parametrize(
    "command",
    [
        "evaluate page.md",
        "explain page.md",
        "render page.md",
        "export json page.md",
        "fmt page.md",
        "rename bus tram page.md",
        "lock page.md",
        "coverage page.md",
        "compare page.md page.md",
        "watch page.md",
        "serve page.md",
    ],
)
def test_other_commands_refuse_a_markdown_file(argmap, page, command):
    """They would read all of it as one map; `fmt` and `rename` would also change it."""
    outcome = argmap(*command.split())
    assert outcome.returncode == 2
    assert "is a Markdown file, not a map; use `argmap check` or `argmap embed`" in outcome.stderr
    assert page.read_text() == PAGE
