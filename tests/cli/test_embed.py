"""Tests `argmap embed`: pictures of the maps in Markdown files."""

import os
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

PAGE = """\
# A page

```argmap
map "Bus lane" { thesis: lane }
claim lane "Build the lane"
```

Text between.

- an item

  ~~~argmap
  claim bus "Take the bus"
  ~~~

The end."""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "argmap.toml").touch()
    path = tmp_path / "page.md"
    path.write_bytes(PAGE.encode())
    return path


@pytest.fixture
def embed(argmap, page):
    """Run `argmap embed page.md`."""
    return lambda *options: argmap("embed", "page.md", *options)


class Elements(HTMLParser):
    """The elements and the attributes of a page."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(MarkdownIt().render(markdown))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def images(markdown: str) -> list[str]:
    return [attrs["src"] for tag, attrs in Elements(markdown).found if tag == "img"]


def test_each_block_is_followed_by_its_picture_and_outline(embed, page, tmp_path):
    outcome = embed()
    text = page.read_text()

    assert outcome.returncode == 0
    assert outcome.stdout.split() == ["page-bus-lane.svg", "page-2.svg", "page.md"]
    assert images(text) == ["page-bus-lane.svg", "page-2.svg"]
    assert (tmp_path / "page-2.svg").read_text().startswith("<svg")
    assert "~~~\n\n  <!-- argmap:begin -->\n\n  ![Argument map](page-2.svg)" in text
    assert "<summary>The map as text</summary>" in text
    assert "Build the lane" in text.partition("<details>")[2]
    assert text.endswith("The end.")


def test_a_second_run_changes_nothing(embed, page, tmp_path):
    embed()
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}

    assert embed().stdout == ""
    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()
    } == before


def test_a_changed_map_changes_its_picture_and_outline_only(embed, page, tmp_path):
    embed()
    other = (tmp_path / "page-2.svg").stat().st_mtime_ns
    page.write_text(page.read_text().replace('lane "Build the lane"', 'lane "Build it"'))
    embed()

    assert page.read_text().count("Build it") == 2
    assert "Build it" in (tmp_path / "page-bus-lane.svg").read_text()
    assert (tmp_path / "page-2.svg").stat().st_mtime_ns == other


def test_the_picture_of_a_deleted_block_is_deleted(embed, page):
    embed()
    text = page.read_text()
    start, end = text.index("```argmap"), text.index("```\n\n<!--") + len("```\n\n")
    page.write_text(text[:start] + text[end:])
    embed()

    assert images(page.read_text()) == ["page-1.svg"]
    assert page.read_text().startswith("# A page\n\nText between.\n\n- an item\n\n  ~~~argmap\n")


def test_without_its_pictures_a_page_is_as_before(embed, page):
    embed()
    page.write_text(page.read_text().replace("argmap\n", "text\n"))
    embed()
    assert page.read_bytes().decode() == PAGE.replace("argmap\n", "text\n")


def test_check_lists_what_is_out_of_date_and_writes_nothing(embed, page, tmp_path):
    outcome = embed("--check")
    assert outcome.returncode == 1
    assert outcome.stdout.split() == ["page-bus-lane.svg", "page-2.svg", "page.md"]
    assert page.read_bytes().decode() == PAGE
    assert not list(tmp_path.glob("*.svg"))

    embed()
    assert embed("--check").returncode == 0

    (tmp_path / "page-2.svg").unlink()
    assert embed("--check").stdout == "page-2.svg\n"


def test_pictures_can_be_in_a_folder_of_the_project(embed, page, tmp_path):
    assert embed("--pictures", "my pictures").returncode == 0
    assert images(page.read_text())[0] == "my%20pictures/page-bus-lane.svg"
    assert (tmp_path / "my pictures/page-bus-lane.svg").exists()

    outcome = embed("--pictures", "..")
    assert outcome.returncode == 2
    assert "is outside the project" in outcome.stderr


def test_a_map_with_errors_changes_nothing(embed, page, tmp_path):
    page.write_text('```argmap\nclaim a "A" { supports: b }\n```\n')
    before = page.read_bytes()
    outcome = embed()

    assert outcome.returncode == 1
    assert "page.md:2:25" in outcome.stderr
    assert page.read_bytes() == before
    assert not list(tmp_path.glob("*.svg"))


def test_line_ends_and_a_byte_order_mark_are_kept(embed, page):
    page.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    embed()
    data = page.read_bytes()

    assert data.startswith(b"\xef\xbb\xbf# A page\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert embed("--check").returncode == 0


def test_markers_inside_code_are_text(embed, page):
    page.write_text("````text\n<!-- argmap:begin -->\n````\n")
    assert embed("--check").returncode == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n<!-- argmap:begin -->\nb\n", "`page.md:2`: `<!-- argmap:end -->` is missing after"),
        ("<!-- argmap:end -->\n", "`page.md:1`: `<!-- argmap:begin -->` is missing before"),
        ('```argmap\nclaim a "A"\n', "has no closing fence"),
    ],
)
def test_a_damaged_page_is_refused(embed, page, text, message):
    page.write_text(text)
    outcome = embed()
    assert outcome.returncode == 2
    assert message in outcome.stderr
    assert page.read_text() == text


HOSTILE = "</svg><script>alert(1)</script> ](javascript:a) <!-- argmap:end --> ![x](/etc/passwd)"


def test_texts_of_a_map_are_not_markup(embed, page):
    page.write_text(
        f'```argmap\nmap "{HOSTILE}" {{ thesis: a }}\nclaim a "{HOSTILE}"\n'
        f'section s "{HOSTILE}" {{ claim b """{HOSTILE}\n<!-- argmap:end -->\n""" }}\n```\n'
    )
    assert embed().returncode == 0
    text = page.read_text()
    shown = Elements(text.partition("<!-- argmap:begin -->")[2]).found

    assert {tag for tag, _ in shown} <= {
        *("p", "img", "details", "summary", "em", "strong", "ul", "li", "h5", "br", "a"),
    }
    assert len(images(text)) == 1
    assert "\\<" not in text.partition("<!-- argmap:begin -->")[2]
    assert embed("--check").returncode == 0


def test_another_file_is_not_overwritten(embed, page, tmp_path):
    other = tmp_path / "page-bus-lane.svg"
    other.write_text("<svg/>")
    outcome = embed()
    assert outcome.returncode == 2
    assert "would be overwritten" in outcome.stderr
    assert other.read_text() == "<svg/>"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_does_not_lead_out_of_the_project(argmap, page, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "argmap.toml").touch()
    (project / "page-bus-lane.svg").symlink_to(tmp_path / "outside.svg")
    (project / "page.md").write_text(PAGE)

    outcome = argmap("embed", "page.md", cwd=project)

    assert outcome.returncode == 2
    assert "leads out of the folder" in outcome.stderr
    assert not (tmp_path / "outside.svg").exists()

    (project / "page-bus-lane.svg").unlink()
    (project / "page.md").unlink()
    (project / "page.md").symlink_to(page)
    assert argmap("embed", "page.md", cwd=project).returncode == 2
    assert page.read_bytes().decode() == PAGE


def test_only_markdown_files_are_changed(argmap, tmp_path):
    (tmp_path / "notes.txt").write_text(PAGE)
    assert argmap("embed", "notes.txt").returncode == 2
