"""Escaping of untrusted text."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.rendering.escaping import clean, escape_xml, xml_id
from argmap.text.safe import safe_link


@given(st.text(st.characters()))
def test_any_text_is_xml_content(text):
    """An XML parser returns every text as `clean` shows it, even with lone surrogates."""
    element = ET.fromstring(f'<a b="{escape_xml(text)}">{escape_xml(text)}</a>')
    shown = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    assert (element.text or "") == shown
    assert element.get("b") == shown.replace("\n", " ").replace("\t", " ")


def test_characters_that_xml_forbids_are_replaced():
    """A control character is shown as U+FFFD, not removed."""
    assert clean("a\x00b\x1bc\ud800d\ufffee") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean("tab\tline\nend \u0085 \U0001f389") == "tab\tline\nend \u0085 \U0001f389"


def test_entities_are_shown_as_typed():
    """An author's ``&#65;`` is these five characters, not an A."""
    assert escape_xml("&#65; &amp; <b>") == "&amp;#65; &amp;amp; &lt;b&gt;"


@given(st.text(), st.text())
def test_different_ids_stay_different(first, second):
    """Two ids of a map are never the same id in a picture."""
    assert (xml_id(first) == xml_id(second)) == (first == second)
    assert not set(xml_id(first)) & set(" \t\n\"'<>&#:\\")


def test_valid_ids_are_unchanged():
    """An id of the language is not changed, so that it can be linked to."""
    for name in ("unity", "security.trade", "größe", "日本", "a-b_c2"):
        assert xml_id(name) == name
    assert xml_id("a->b") == "a-_x3E_b"


@pytest.mark.parametrize(
    "url", ["https://example.org/?a=b&c#d", "http://x", "mailto:a@b.org", "HTTPS://X", "a/b.html"]
)
def test_safe_links_are_accepted(url):
    """The web, mail and relative paths may be linked."""
    assert safe_link(url) == url


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
def test_unsafe_links_are_rejected(url):
    """Scripts, files, network shares and malformed URLs are not linked."""
    assert safe_link(url) is None
