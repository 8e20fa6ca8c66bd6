"""Tests ``argmap render --page``: which files are written, and which uses are refused."""

import pytest

LARGE = "\n".join(
    [
        'claim t "The thesis" {',
        *(f'claim c{n} "Reason {n} {"with some words " * 20}"' for n in range(40)),
        "}",
    ]
)


def test_each_page_is_a_file(argmap, write, tmp_path):
    """SVG pages are numbered, and link to each other by relative URLs."""
    write("my map.argmap", LARGE)
    outcome = argmap("render", "my map.argmap", "--page", "a4")
    assert outcome.returncode == 0
    paths = outcome.stdout.splitlines()
    assert len(paths) > 1
    assert paths == [f"output/my map.page-{n}.svg" for n in range(1, len(paths) + 1)]
    assert 'href="my%20map.page-2.svg"' in (tmp_path / paths[0]).read_text(encoding="utf-8")
    assert 'href="my%20map.page-1.svg"' in (tmp_path / paths[1]).read_text(encoding="utf-8")


def test_a_single_page_has_the_name_that_the_user_gave(argmap, write, clean, tmp_path):
    """With -o FILE, the only page is written to that file; several are numbered."""
    write("small.argmap", clean)
    write("large.argmap", LARGE)
    assert argmap("render", "small.argmap", "--page", "a4", "-o", "one.svg").stdout == "one.svg\n"
    outcome = argmap("render", "large.argmap", "--page", "a4", "--pages", "1", "-o", "top.svg")
    assert outcome.stdout == "top.svg\n"
    outcome = argmap("render", "large.argmap", "--page", "a4", "-o", "many.svg")
    assert outcome.stdout.startswith("many.page-1.svg\nmany.page-2.svg\n")


def test_several_pages_do_not_fit_standard_output(argmap, write, clean):
    """One page does; several are an error that says what to do."""
    write("small.argmap", clean)
    write("large.argmap", LARGE)
    assert argmap("render", "small.argmap", "--page", "a4", "-o", "-").stdout.startswith("<svg")
    outcome = argmap("render", "large.argmap", "--page", "a4", "-o", "-")
    assert outcome.returncode == 2
    assert "pages, and each is a file; use --format pdf" in outcome.stderr


def test_a_part_of_a_map_is_drawn_on_pages(argmap, write):
    """--focus and the other views select what the pages show."""
    write("map.argmap", LARGE)
    outcome = argmap("render", "map.argmap", "--page", "letter", "--focus", "c3")
    assert outcome.stdout == "output/map.focus-c3.page-1.svg\n"


def test_an_overview_can_have_another_size(argmap, write, tmp_path):
    """--overview --page draws the overview on a page of that size."""
    sections = "\n".join(
        f'section s{n} "Part {n}" {{ claim c{n} "Reason {n}" {{ supports: t }} }}' for n in (1, 2)
    )
    write("map.argmap", f'map "M" {{ thesis: t }}\nclaim t "The thesis"\n{sections}')
    assert argmap("render", "map.argmap", "--overview", "--page", "a3").returncode == 0
    picture = (tmp_path / "output/map.overview.svg").read_text(encoding="utf-8")
    assert 'width="1190.55pt" height="841.89pt"' in picture


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--page", "a5"), "unknown page size `a5`; use a4, a3, letter, slide"),
        (("--page", "1x1mm"), "each side must be between"),
        (("--pages", "3"), "--pages needs the size of a page"),
        (("--page", "a4", "--pages", "0"), "0 is not in the range"),
        (("--page", "a4", "--format", "html"), "--page supports only svg, png and pdf"),
        (("--page", "a4", "--check"), "--check does not support --page"),
        (("--page", "a4", "--split", "sections"), "leave --split out"),
        (("--page", "a4", "--layout", "layers"), "leave --layout and --direction out"),
        (("--page", "a4", "--overview", "--pages", "2"), "leave --pages out"),
    ],
)
def test_what_pages_do_not_support_is_refused(argmap, write, clean, arguments, message):
    """The message says what to change."""
    write("map.argmap", clean)
    outcome = argmap("render", "map.argmap", *arguments)
    assert outcome.returncode == 2
    assert message in outcome.stderr
