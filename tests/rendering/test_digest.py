"""The digest in a picture: it depends on what determines the picture, and on nothing else."""

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


def test_a_picture_contains_the_digest_of_its_map():
    """The digest computed without drawing equals the one in the picture."""
    for options in ({}, {"theme": "mono", "strengths": True}, {"verdicts": False}):
        picture = to_svg(read_map(SMALL), RenderOptions(**options)).encode()
        assert digest_in(picture) == digest(**options)


def test_an_empty_map_has_a_digest():
    """An empty picture contains a digest too."""
    assert digest_in(to_svg(read_map("")).encode()) == digest("")


def test_source_positions_are_not_hashed():
    """Comments, blank lines and formatting do not make a picture out of date."""
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
def test_hidden_attributes_are_not_hashed(old, new):
    """Notes, tags and the like do not change a byte of the picture."""
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
def test_the_content_of_a_map_is_hashed(old, new):
    """Every text, source and scheme changes the digest."""
    assert old in SMALL
    assert digest(SMALL.replace(old, new)) != digest()


def test_the_order_is_hashed():
    """Cards have the author's order."""
    assert digest('claim a "A"\nclaim b "B"') != digest('claim b "B"\nclaim a "A"')


CHANGES = [
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


def test_options_are_hashed():
    """Every option that changes the picture changes the digest, each to another value."""
    digests = [digest(), *(digest(**options) for options in CHANGES)]
    assert len(set(digests)) == len(digests)


def test_a_theme_is_identified_by_its_colors(tmp_path):
    """A theme file with the same colors gives the same picture; its name does not matter."""
    path = tmp_path / "my.toml"
    path.write_text("[inks]\n")
    assert digest(theme=str(path)) == digest()
    path.write_text('[inks]\npage = ["#FFFFF0", "#11161C"]')
    assert digest(theme=str(path)) != digest()


@pytest.mark.parametrize("options", [{"engine": "system"}, {"engine": "embedded"}], ids=str)
def test_the_engine_is_not_hashed(options):
    """Another Graphviz shows the same content."""
    assert digest(**options) == digest()


def test_annotations_of_other_elements_are_not_hashed():
    """A part of a map may be drawn with the annotations of the whole map."""
    text, status = 'claim a "A"', Status.ACCEPTED
    part, whole = ({"a": status}, {"a": status, "elsewhere": status})
    assert digest(text, statuses=part) == digest(text, statuses=whole)


def test_strengths_are_rounded():
    """Machines differ in the last bits of a strength."""
    exact, close, different = (
        digest(strengths={"flies": value}) for value in (0.1 + 0.2, 0.3, 0.31)
    )
    assert exact == close != different


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
def test_other_files_have_no_digest(picture):
    """Examples are pictures of other programs, of an older argmap, and merge conflicts."""
    assert digest_in(picture) is None


def test_a_map_cannot_forge_a_digest():
    """Untrusted text is escaped."""
    hostile = metadata_element("0" * 32)
    picture = to_svg(read_map(f'map "{hostile}"\nclaim a "{hostile}"')).encode()
    assert digest_in(picture) not in (None, "0" * 32)


def test_a_changed_picture_has_a_new_rendering_version():
    """RENDERING_VERSION is increased whenever pictures change.

    If this fails because a picture was changed on purpose, increase RENDERING_VERSION and write the
    digest that is reported here into renderings.json under the new number. Never change the digest
    of an old number.
    """
    pytest.importorskip("pygraphviz", reason="pygraphviz is not available on this platform")
    argument_map = read_map(SMALL)
    badge = Badge(Severity.ERROR, ("REF101",), ("there is none",))
    pictures = [
        to_svg(argument_map, RenderOptions(**options))
        for options in (
            {"direction": "down"},
            {"direction": "right", "strengths": True, "diagnostics": {"cage": badge, "": badge}},
            {"folded": {"bird": 2}, "legend": False, "theme": "mono"},
            {"layout": "compact"},
        )
    ]
    drawn = "".join(re.sub("<metadata>.*</metadata>", "", picture) for picture in pictures)
    known = json.loads(PICTURES.read_text(encoding="utf-8"))
    assert known.get(str(RENDERING_VERSION)) == sha256(drawn.encode()).hexdigest()[:32]
    assert list(known) == [str(number) for number in range(1, RENDERING_VERSION + 1)]
