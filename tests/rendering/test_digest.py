"""The digest in a picture: what decides how it looks, and nothing else."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from tests.rendering.conftest import SMALL, read_map

from argmap.diagnostics import Severity
from argmap.model import Status
from argmap.rendering import Badge, RenderOptions, to_svg
from argmap.rendering.digest import RENDERING_VERSION, digest_in, digest_of, metadata_element

PICTURES = Path(__file__).with_name("renderings.json")


def digest(text=SMALL, **options):
    return digest_of(read_map(text), RenderOptions(**options))


def test_a_picture_holds_the_digest_of_its_map():
    """It can be told without drawing what a picture would hold, and read what it does hold."""
    for options in ({}, {"theme": "mono", "strengths": True}, {"verdicts": False}):
        picture = to_svg(read_map(SMALL), RenderOptions(**options)).encode()
        assert digest_in(picture) == digest(**options)


def test_an_empty_map_has_one():
    """What shows nothing is a picture as well."""
    assert digest_in(to_svg(read_map("")).encode()) == digest("")


def test_where_things_stand_in_the_text_is_no_part_of_it():
    """Comments, blank lines and other spelling make no picture stale."""
    spaced = "# a remark\n\n" + SMALL.replace("  ", "\t").replace("{ url", "{ # the url\n url")
    assert spaced != SMALL
    assert digest(spaced) == digest()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("thesis: flies", 'thesis: flies  note: "a remark"  tags: birds'),
        ("{ url:", '{ note: "a remark"  tags: birds  x-shelf: "3"  url:'),
        (
            "{ contradicts",
            '{ note: "a remark"  tags: birds  x-own: "3"  expect: rejected  contradicts',
        ),
        ("scheme: verbal-classification", "scheme: verbal-classification  tags: birds"),
    ],
)
def test_what_no_picture_shows_is_no_part_of_it(old, new):
    """Notes and the like change nothing, not a byte."""
    changed = SMALL.replace(old, new)
    assert to_svg(read_map(changed)) == to_svg(read_map(SMALL))
    assert read_map(changed) != read_map(SMALL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tweety can fly", "Tweety can’t fly"),
        ("Does Tweety fly?", "Whether Tweety flies"),
        ("egg", "ei"),
        ("@book:4", "@book:5"),
        ("on the roof", "on a roof"),
        ('"Birds"', '"The birds"'),
        ("example.org/birds", "example.org/bees"),
        ("assumption birds", "claim birds"),
        ("scheme: verbal-classification", "scheme: expert-opinion"),
        ("contradicts: seen", "contradicts: egg"),
        ("{ thesis: flies }", '{ thesis: flies  author: "Ada" }'),
        ("thesis: flies", "thesis: flies  lang: en"),
    ],
)
def test_what_a_map_says_is_part_of_it(old, new):
    """Each word, each source, each step."""
    assert old in SMALL
    assert digest(SMALL.replace(old, new)) != digest()


def test_order_is_part_of_it():
    """Cards stand in the order of the author."""
    assert digest('claim a "A"\nclaim b "B"') != digest('claim b "B"\nclaim a "A"')


OTHERWISE = [
    {"theme": "mono"},
    {"theme": "contrast"},
    {"direction": "down"},
    {"direction": "right"},
    {"legend": False},
    {"caption": False},
    {"verdicts": False},
    {"strengths": True},
    {"strengths": {"flies": 0.5}},
    {"statuses": {"flies": Status.ACCEPTED}},
    {"statuses": {"flies": Status.REJECTED}},
    {"diagnostics": {"flies": Badge(Severity.WARNING, ("EVI301",))}},
    {"diagnostics": {"flies": Badge(Severity.WARNING, ("EVI301",), ("it is weak",))}},
    {"diagnostics": {"": Badge(Severity.INFO, ("STR201",))}},
    {"folded": {"flies": 3}},
    {"folded": {"": 3}},
]


def test_what_is_chosen_is_part_of_it():
    """Every option that changes the picture changes the digest, each in its way."""
    digests = [digest(), *(digest(**options) for options in OTHERWISE)]
    assert len(set(digests)) == len(digests)


def test_a_theme_is_known_by_its_colours(tmp_path):
    """Not by its name: the same colours from a file make the same picture."""
    path = tmp_path / "my.toml"
    path.write_text("[inks]\n")
    assert digest(theme=str(path)) == digest()
    path.write_text('[inks]\npage = ["#FFFFF0", "#11161C"]')
    assert digest(theme=str(path)) != digest()


@pytest.mark.parametrize("options", [{"engine": "system"}, {"engine": "embedded"}], ids=str)
def test_what_lays_a_map_out_is_no_part_of_it(options):
    """Whoever draws with another Graphviz shows the same."""
    assert digest(**options) == digest()


def test_marks_on_what_is_not_drawn_are_no_part_of_it():
    """A whole map is judged, and a part of it drawn."""
    text, status = 'claim a "A"', Status.ACCEPTED
    one, other = ({"a": status}, {"a": status, "elsewhere": status})
    assert digest(text, statuses=one) == digest(text, statuses=other)


def test_a_number_counts_as_far_as_it_is_drawn():
    """Machines differ in the last bits of a strength, and pictures must not."""
    one, near, far = (digest(strengths={"flies": value}) for value in (0.1 + 0.2, 0.3, 0.31))
    assert one == near != far


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"<svg></svg>",
        b"<metadata>argmap 0123</metadata>",
        b"<metadata>argmap " + b"g" * 32 + b"</metadata>",
        metadata_element("0" * 32).encode() + b"\n=======\n" + metadata_element("1" * 32).encode(),
    ],
)
def test_what_holds_no_digest_holds_none(picture):
    """Pictures of others, of an older argmap, and what a merge has left."""
    assert digest_in(picture) is None


def test_nothing_in_a_map_passes_for_a_digest():
    """What a stranger writes is escaped."""
    hostile = metadata_element("0" * 32)
    picture = to_svg(read_map(f'map "{hostile}"\nclaim a "{hostile}"')).encode()
    assert digest_in(picture) not in (None, "0" * 32)


def test_another_way_of_drawing_has_another_number():
    """RENDERING is raised whenever pictures come to look different.

    If this fails since a picture has changed on purpose, raise RENDERING, and write the digest that
    is told here into renderings.json under the new number. An old number's digest never changes.
    """
    pytest.importorskip("pygraphviz", reason="pygraphviz is not there for this platform")
    argument_map = read_map(SMALL)
    badge = Badge(Severity.ERROR, ("REF101",), ("there is none",))
    pictures = [
        to_svg(argument_map, RenderOptions(**options))
        for options in (
            {"direction": "down"},
            {"direction": "right", "strengths": True, "diagnostics": {"cage": badge, "": badge}},
            {"folded": {"bird": 2}, "legend": False, "theme": "mono"},
        )
    ]
    seen = "".join(re.sub("<metadata>.*</metadata>", "", picture) for picture in pictures)
    known = json.loads(PICTURES.read_text(encoding="utf-8"))
    assert known.get(str(RENDERING_VERSION)) == sha256(seen.encode()).hexdigest()[:32]
    assert list(known) == [str(number) for number in range(1, RENDERING_VERSION + 1)]
