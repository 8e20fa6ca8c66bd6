"""Strangers' text made harmless."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.rendering.escaping import clean, escape_xml, xml_id
from argmap.text.safe import link


@given(st.text(st.characters()))
def test_any_text_is_xml_content(text):
    """Every text, lone surrogates and controls too, comes back from an XML parser as it shows."""
    element = ET.fromstring(f'<a b="{escape_xml(text)}">{escape_xml(text)}</a>')
    shown = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert (element.text or "") == shown
    assert element.get("b") == shown.replace("\n", " ").replace("\t", " ")


def test_what_xml_cannot_hold_is_shown_as_missing():
    """A control character is seen as U+FFFD, not swallowed."""
    assert clean("a\x00b\x1bc\ud800d\ufffee") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean("tab\tline\nend \u0085 \U0001f389") == "tab\tline\nend \u0085 \U0001f389"


def test_entities_are_shown_as_typed():
    """An author's ``&#65;`` is those five characters, not an A."""
    assert escape_xml("&#65; &amp; <b>") == "&amp;#65; &amp;amp; &lt;b&gt;"


@given(st.text(), st.text())
def test_different_ids_stay_different(one, other):
    """No two ids of a map become one id in a picture."""
    assert (xml_id(one) == xml_id(other)) == (one == other)
    assert not set(xml_id(one)) & set(" \t\n\"'<>&#:\\")


def test_ids_that_are_names_stay_as_they_are():
    """What the language lets an id be is left alone, so that one can link to it."""
    for name in ("unity", "security.trade", "größe", "日本", "a-b_c2"):
        assert xml_id(name) == name
    assert xml_id("a->b") == "a-_x3E_b"


@pytest.mark.parametrize(
    "url", ["https://example.org/?a=b&c#d", "http://x", "mailto:a@b.org", "HTTPS://X", "a/b.html"]
)
def test_links_that_may_be_followed(url):
    """The web, mail and relative paths may be linked."""
    assert link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "//evil.example",
        "/etc/passwd",
        "/",
        "\\\\evil\\share",
        "https://x/\x00",
        "https://x/\ud800",
        'https://x/"onload',
        "",
        None,
    ],
)
def test_links_that_may_not(url):
    """Scripts, files, other machines' shares and anything odd are not linked."""
    assert link(url) is None
