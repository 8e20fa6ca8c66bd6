"""From the bytes of plain text, Markdown and HTML to paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.sources import formats, html_text
from argmap.sources.formats import Unreadable, decode

PAGE = """
<!DOCTYPE html><html><head><title>Not the text</title><style>p { color: red }</style></head>
<body><nav>Home | About</nav><h1>A title</h1>
<script>document.write("<p>not this</p>")</script>
<p>One &amp; <b>two</b>,<br>three&nbsp;four.</p><div>Bare text<ul><li>First</li><li>Second
</ul></div><p><!-- nor this --></p><table><tr><td>A</td><td>B</td></table>The end"""


def texts(blocks) -> list[str]:
    return [block.text for block in blocks]


def headings(blocks) -> list[str]:
    return [block.text for block in blocks if block.is_heading]


def test_paragraphs_are_separated_by_blank_lines():
    """Block n between blank lines is paragraph n, however many lines are blank."""
    text = "\n\nThe title\n\nOne\nstill one\n \t\n\n\nTwo\n"
    assert texts(formats.read_text(text)) == ["The title", "One\nstill one", "Two"]


@given(st.lists(st.text("ab .\n", min_size=1).filter(str.strip), max_size=5))
def test_line_ends_do_not_matter(paragraphs: list[str]):
    """A text with the line ends of Windows or old Macs has the same paragraphs."""
    text = "\n\n".join(paragraphs)
    expected = texts(formats.read_text(text))
    for line_end in ("\r\n", "\r"):
        assert texts(formats.read_text(text.replace("\n", line_end))) == expected


def test_a_text_without_paragraphs_is_empty():
    """Blank lines are not a paragraph."""
    assert formats.read_text("") == formats.read_text(" \n\n\t\n") == []


def test_a_heading_is_short_and_not_a_sentence():
    """It does not end with a punctuation mark, and the number of a note is ignored."""
    text = "\n\n".join(
        [
            "What now?",
            "Going Forward",
            "It was disrupted in 2022.14",
            "He said “so.”",
            "Three points follow:",
            "Is it so?",
            "A paragraph whose full stop was forgotten " * 3,
            "BREAKING: he flees",
        ]
    )
    assert headings(formats.read_text(text)) == ["What now?", "Going Forward", "BREAKING: he flees"]


@pytest.mark.parametrize(("length", "is_heading"), [(120, True), (121, False)])
def test_the_length_of_a_heading_is_limited(length, is_heading):
    """Also that of the title."""
    (block,) = formats.read_text("x" * length)
    assert block.is_heading is is_heading


def test_markdown_is_read_without_its_markup():
    """The text of emphasis, links, quotes and headings remains."""
    text = (
        '# A *title*\n\nA **very** _large_ [trade](https://x.org/a_b "t"), `so`: ![a map](m.png)'
        "\n\n> Quoted\n> twice\n\nUnder\n=====\n\nsnake_case_name and 2 * 3 * 4 \\* 5\n\n***"
    )
    blocks = formats.read_markdown(text)
    assert texts(blocks) == [
        "A title",
        "A very large trade, so: a map",
        "Quoted\ntwice",
        "Under",
        "snake_case_name and 2 * 3 * 4 * 5",
        "***",
    ]
    assert headings(blocks) == ["A title", "Under"]


@given(st.text("ab *_`[]()#>\\\n=-!", max_size=80))
def test_markdown_has_the_paragraphs_of_plain_text(text: str):
    """Removing the markup does not change the number of paragraphs."""
    assert len(formats.read_markdown(text)) == len(formats.read_text(text))
    assert all(block.text for block in formats.read_markdown(text))


def test_a_page_is_divided_at_block_level_elements():
    """Inline elements do not divide it; scripts, styles and navigation are left out."""
    blocks = html_text.read_html(PAGE)
    assert texts(blocks) == [
        *("A title", "One & two, three four.", "Bare text", "First", "Second", "A", "B", "The end"),
    ]
    assert headings(blocks) == ["A title"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<head><title>lost</title><body><p>found", ["found"]),
        ("<head><title>lost</title><script>lost</script><p>found", ["found"]),
        ("one<br>\n<br/>two<br>three", ["one", "two three"]),
        ("<p>a</b></i><p>b</p></p></div>", ["a", "b"]),
        ("<svg><title>no</title></svg>yes", ["yes"]),
        ("<nav><nav>a</nav>b</nav>c", ["c"]),
        ("1 < 2 & 3 > 2", ["1 < 2 & 3 > 2"]),
        ("<p>open <script>never closed", ["open"]),
        ("<p>a<!-- never closed", ["a"]),
        ("<p>x</p><![ if x]>y", ["x", "y"]),
        ("a<![&]>b<![1", None),
        ("a<![if !vml]>b<![endif]>c", ["abc"]),
        ("&#0;&#x110000;&bogus;", None),
        ("<" * 1000, None),
    ],
)
def test_an_invalid_page_is_read(page: str, expected: list[str] | None):
    """Errors in a page are ignored."""
    paragraphs = texts(html_text.read_html(page))
    if expected is not None:
        assert [" ".join(text.split()) for text in paragraphs] == expected


_PIECES = [
    *(
        "<",
        ">",
        "</",
        "<!",
        "<!-",
        "<!--",
        "-->",
        "<![",
        "]>",
        "]]>",
        "<![CDATA[",
        "<![if x]>",
        "<?",
    ),
    *("[", "]", "&", "&#", "&#x", ";", "=", '"', "'", "/", " ", "\n", "a", "p", "b", "1", "script"),
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_no_page_raises(page: str):
    """Any sequence of fragments of HTML can be read."""
    assert all(block.text for block in html_text.read_html(page))


def test_reading_a_page_has_a_time_limit(monkeypatch):
    """A page that exceeds it is not readable."""
    monkeypatch.setattr(html_text, "_MAX_SECONDS", -1.0)
    with pytest.raises(Unreadable, match="to read"):
        html_text.read_html("<p>a")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Türkiye".encode(), "Türkiye"),
        ("Türkiye".encode("utf-8-sig"), "Türkiye"),
        ("Türkiye".encode("utf-16"), "Türkiye"),
        ("“Türkiye”".encode("cp1252"), "“Türkiye”"),
        ('<meta charset="iso-8859-9">İ'.encode("iso-8859-9"), '<meta charset="iso-8859-9">İ'),
        (b'<meta charset="zip">\xff', '<meta charset="zip">ÿ'),
        (b'<meta charset="idna">\xff', '<meta charset="idna">ÿ'),
        (b'<meta charset="no such">\xff', '<meta charset="no such">ÿ'),
        (b'<meta charset="ascii">\xff', '<meta charset="ascii">\ufffd'),
        (b'<meta charset="koi8-r">\xc1', '<meta charset="koi8-r">а'),
        (b" " * 4096 + b'<meta charset="koi8-r">\xc1', " " * 4096 + '<meta charset="koi8-r">Á'),
        (b"\x81\x8d", "\ufffd\ufffd"),
    ],
)
def test_encodings_are_detected(data: bytes, text: str):
    """By byte-order mark, as UTF-8, by declaration, or as the fallback for old texts."""
    assert decode(data) == text


@given(st.binary())
def test_any_bytes_can_be_decoded(data: bytes):
    """Decoding never raises."""
    assert isinstance(decode(b'<meta charset="utf-7">\xff' + data), str)
