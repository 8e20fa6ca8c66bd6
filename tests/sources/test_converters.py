"""Documents become numbered texts: their paragraphs, headings and pages, and what is lost."""

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources import document_files as files
from tests.sources.document_files import NOTE, TABLE, body, docx, epub, paragraph, pdf

from argmap.errors import MissingExtra
from argmap.model.locator import parse_locator
from argmap.model.losses import LossReport
from argmap.sources import converters
from argmap.sources.converters import FORMATS, convert_document, format_of
from argmap.sources.converters._pdf_paragraphs import PdfLine, blocks_of
from argmap.sources.formats import read_text
from argmap.sources.loader import Passages
from argmap.sources.numbered_text import (
    ConvertedDocument,
    DocumentBlock,
    dump_numbered_text,
)

LONG = "These words are on a line that is about as long as the lines of a page"

DOCX = docx(
    paragraph("Buses", "Title"),
    paragraph("The scope", "berschrift1"),
    paragraph("Trade passed $34 billion.", more=NOTE),
    paragraph("The formula ", more=files.FORMULA + paragraph(" is short.")[5:-6]),
    TABLE,
    paragraph("The end", "berschrift2"),
)
EPUB = epub(
    "<h1>Buses</h1><p>One.</p><img src='a.png'/>",
    "<h2>The scope</h2><p>Two<a epub:type='noteref' href='#n'>1</a>.</p><p>Three.</p>",
    metadata="<dc:title>Buses</dc:title><dc:creator>A. Writer</dc:creator>"
    "<dc:date>2024-05-01</dc:date><dc:publisher>Press</dc:publisher><dc:language>en</dc:language>",
)
PDF = pdf(
    [(72, 740, 18, "Buses"), *body(f"{LONG}.", f"{LONG}.", "The end of it.")],
    body("More."),
    info="/Title (Buses) /Author (A. Writer)",
)
DOCUMENTS = {"docx": DOCX, "epub": EPUB, "pdf": PDF}
DOCUMENTS |= {
    "html": b"<head><title>Buses</title></head><h1>Buses</h1><p>One<table><tr><td>2<td>3</table>",
    "markdown": b"# Buses\n\nOne ![two](a.png).\n\n- three\n- four\n",
    "text": b"Buses\r\n\r\nOne\r\ntwo\x0c\r\n\r\nthree \r\n",
}


def text_of(name: str, data: bytes) -> str:
    """Return the numbered text of a document."""
    return dump_numbered_text(converters.get(name).convert(data))


def losses_of(name: str, data: bytes) -> list[tuple[str, int, str]]:
    """Return the elements that are lost, their numbers and places."""
    losses = converters.get(name).convert(data).losses.losses
    return [(loss.element, loss.count, loss.place) for loss in losses]


# ---- All formats --------------------------------------------------------------------------------


def test_each_format_is_tested():
    """A module in the folder is a format."""
    assert set(FORMATS) == set(DOCUMENTS)


@pytest.mark.parametrize("name", FORMATS)
def test_converting_twice_gives_the_same_bytes(name):
    """The text depends on nothing but the document, and another process makes the same."""
    text = text_of(name, DOCUMENTS[name])
    assert text == text_of(name, DOCUMENTS[name])
    assert text == dump_numbered_text(convert_document(name, DOCUMENTS[name]))


@pytest.mark.parametrize("name", FORMATS)
def test_the_text_of_a_text_is_the_same(name):
    """A numbered text that is converted again does not change."""
    text = text_of(name, DOCUMENTS[name])
    assert text_of("text", text.encode()) == text


@pytest.mark.parametrize("name", FORMATS)
def test_block_n_is_paragraph_n(name, load_source):
    """A citation of paragraph n finds the n-th block of the document."""
    document = converters.get(name).convert(DOCUMENTS[name])
    passages = load_source("paper.txt", dump_numbered_text(document))
    assert isinstance(passages, Passages)
    numbered = passages.numbered()
    assert [one.number for one in numbered] == list(range(1, len(document.blocks) + 1))
    for shown, block in zip(numbered, document.blocks, strict=True):
        assert shown.text.split() == block.text.split()
        assert passages.numbered(parse_locator(str(shown.number))) == (shown,)
    if name != "text":
        headings = [one.is_heading for one in numbered]
        assert headings == [block.level > 0 for block in document.blocks]


@given(
    st.lists(
        st.builds(
            DocumentBlock,
            st.text(st.characters(), min_size=1).filter(lambda text: text.strip(" \n\f")),
            st.integers(0, 6),
            st.integers(0, 3),
        ),
        min_size=1,
    )
)
def test_no_text_disturbs_the_numbers(blocks):
    """Whatever characters a paragraph contains, it stays one paragraph."""
    text = dump_numbered_text(ConvertedDocument(tuple(blocks)))
    expected = sum(has_text(block) for block in blocks)
    assert len(read_text(text)) == expected
    assert dump_numbered_text(converters.get("text").convert(text.encode())) == text


def has_text(block: DocumentBlock) -> bool:
    """Return whether something of a block remains, without control characters."""
    return bool(dump_numbered_text(ConvertedDocument((block,))).strip())


def test_the_extension_decides_about_the_format():
    """A file that begins like a PDF is one, whatever its extension."""
    assert format_of("a.DOCX", b"PK") == "docx"
    assert format_of("a.docx", b"%PDF-1.4") == "pdf"
    assert format_of("a.xlsx", b"PK") is None


# ---- Word ---------------------------------------------------------------------------------------


def test_a_word_document():
    """Headings are those of the styles, in any language, and notes are at the end."""
    assert text_of("docx", DOCX).split("\n\n") == [
        "Buses\n=====",
        "The scope\n=========",
        "Trade passed $34 billion.[1]",
        "The formula is short.",
        "Year",
        "2021",
        "The end\n-------",
        "[1] A note.\n",
    ]
    metadata = converters.get("docx").convert(DOCX).metadata
    assert (metadata.title, metadata.author) == ("Buses", ("A. Writer", "B. Writer"))


def test_the_losses_of_a_word_document():
    """Notes, tables and formulas are counted with their paragraphs."""
    assert losses_of("docx", DOCX) == [
        ("footnote", 1, "¶3"),
        ("table", 1, "¶5"),
        ("formula", 1, "¶4"),
    ]


def test_what_only_looks_like_a_formula_is_ignored():
    """In a comment, it has no end."""
    data = docx(paragraph("One."), "<!--" + "<m:oMath>" * 3 + "-->", paragraph("Two."))
    assert text_of("docx", data) == "One.\n\nTwo.\n"


def test_a_picture_of_another_file_is_not_read():
    """It is a loss as any other picture."""
    data = docx(paragraph("One."), files.LINKED_PICTURE)
    assert text_of("docx", data) == "One.\n"
    assert losses_of("docx", data) == [("picture", 1, "¶1")]


# ---- EPUB ---------------------------------------------------------------------------------------


def test_a_book():
    """Its pages follow in the order of the spine."""
    assert text_of("epub", EPUB).split("\n\n") == [
        "Buses\n=====",
        "One.",
        "The scope\n---------",
        "Two1.",
        "Three.\n",
    ]
    metadata = converters.get("epub").convert(EPUB).metadata
    assert (metadata.author, metadata.year, metadata.publisher) == (("A. Writer",), 2024, "Press")
    assert losses_of("epub", EPUB) == [("picture", 1, "¶2"), ("footnote", 1, "¶4")]


def test_a_book_reads_no_file_outside(tmp_path):
    """A path in it names a file in the archive, even if it leads out of it."""
    secret = tmp_path / "secret.xhtml"
    secret.write_text("<p>secret</p>", encoding="utf-8")
    path = f"../../../..{secret}"
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        f'<item id="a" href="{path}" media-type="application/xhtml+xml"/>'
        '<item id="b" href="text/page%200.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    data = epub("<p>One.</p>", **{"OEBPS/book.opf": package})
    assert text_of("epub", data) == "One.\n"
    assert losses_of("epub", data)[0][0] == "page"


# ---- HTML, Markdown, text -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "file"), [("html", "a.html"), ("markdown", "a.md")])
def test_the_numbers_are_those_of_the_file_itself(name, file, load_source):
    """A map can change from the file to the numbered text, and its citations stay correct."""
    original = load_source(file, DOCUMENTS[name])
    converted = load_source("a.txt", text_of(name, DOCUMENTS[name]))
    for number in range(1, len(original) + 1):
        assert converted.readable(number).split() == original.texts[number - 1].split()


def test_the_losses_of_a_page():
    """A cell of a table is a paragraph."""
    assert losses_of("html", DOCUMENTS["html"]) == [("table", 1, "¶3")]
    page = b"<p>One <math>x</math> <svg><title>no</title></svg></p><p><img></p>"
    assert losses_of("html", page) == [
        ("formula", 1, "¶1"),
        ("picture", 1, "¶1"),
        ("picture", 1, "¶1"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='#cite_note-Smith-3'>[3]</a>",
        "<a href='#fn1' id='fnref1'>1</a>",
        "<a href='#_ftn2'>2</a>",
        "<a role='doc-noteref' href='#n'>*</a>",
    ],
)
def test_references_to_notes_are_counted(link):
    """But not the links back from the notes, and no other links."""
    page = f"<p>One{link}.</p><p>A note <a href='#fnref1'>^</a><a href='#cite_ref-1'>^</a></p>"
    page += "<p><a href='#scope'>The scope</a> <a href='#fn'>Functions</a></p>"
    assert losses_of("html", page.encode()) == [("footnote", 1, "¶1")]


def test_the_metadata_of_a_page():
    """The names are those of Highwire, Dublin Core and HTML."""
    page = (
        b"<html lang=en><head><title> Site </title><meta name=citation_title content='Buses'>"
        b"<meta name=citation_author content='A. Writer'><meta name=citation_author content=B>"
        b"<meta name=citation_date content='2024/05/01'></head><p>One."
    )
    metadata = converters.get("html").convert(page).metadata
    assert (metadata.title, metadata.author) == ("Buses", ("A. Writer", "B"))
    assert (metadata.year, metadata.lang) == (2024, "en")


def test_lines_of_a_plain_text_are_kept():
    """White space at their ends is not."""
    assert text_of("text", b"One  \r\n two\r\n\r\n\r\nthree") == "One\ntwo\n\nthree\n"


# ---- PDF ----------------------------------------------------------------------------------------


def pdf_text(*pages) -> str:
    """Return the numbered text of a PDF of lines."""
    return text_of("pdf", pdf(*pages))


def test_a_paragraph_of_a_pdf_has_several_lines():
    """Space, an indented line, and a short line before end a paragraph."""
    text = pdf_text(
        [
            *body(LONG, LONG, "and end here.", top=700),
            *body(LONG, "and end here.", top=640),
            (84, 616, 10, LONG),
            *body(LONG, "and end here.", top=604),
            *body(LONG, "the end.", top=580),
        ]
    )
    assert [len(block.split("here.")) for block in text.split("\n\n")] == [2, 2, 2, 1]


def test_a_larger_line_of_a_pdf_is_a_heading():
    """The largest ones have the highest level; a heading may have two lines."""
    text = pdf_text(
        [
            (100, 760, 18, "Understanding"),
            (90, 738, 18, "buses"),
            (72, 715, 14, "The scope"),
            *body(LONG, LONG, top=690),
        ]
    )
    assert text.split("\n\n")[:2] == [
        "Understanding buses\n===================",
        "The scope\n---------",
    ]


@pytest.mark.parametrize("second", [(72, "Introduction"), (200, "1. Introduction")])
def test_two_headings_of_one_size_are_apart(second):
    """The second one is neither below the first nor centered, or it has a number."""
    x, heading = second
    lines = [(200, 760, 18, "A report about buses"), (x, 738, 18, heading), *body(LONG, LONG)]
    assert pdf_text(lines).startswith("A report about buses\n====")


def test_a_line_of_a_table_of_contents_is_no_heading():
    """Dots lead from its title to its page."""
    assert "===" not in pdf_text([(72, 700, 16, "The scope . . . . . . 5"), *body(LONG, LONG)])


def test_a_word_divided_at_the_end_of_a_line_is_joined():
    """A hyphen stays if the word has it elsewhere."""
    text = pdf_text(
        [*body(f"{LONG} inter-", f"national and a well-known {LONG} well-", "known bus.")]
    )
    assert "international and a well-known" in text
    assert "well-known bus." in text


def test_lines_of_chinese_are_joined_without_a_space():
    """Other lines are joined with one."""
    texts = ("公交车", "很慢", "a")
    lines = [PdfLine(1, text, 72, 700 - 12 * n, 10, False) for n, text in enumerate(texts)]
    assert [block.text for block in blocks_of(lines, LossReport())] == ["公交车很慢 a"]


def test_a_paragraph_continues_on_the_next_page():
    """The page break is between two words of it, and `p2` names it on both pages."""
    text = pdf_text(body(LONG, f"{LONG} inter-"), body(f"national {LONG}.", "Next."))
    assert "international\f These" in text
    assert text.count("\n\n") == 0


def test_running_heads_and_page_numbers_are_left_out():
    """They are repeated on several pages, and are counted."""
    pages = [
        [(72, 760, 8, "The town in 2024"), *body(f"Page {word} ends."), (300, 30, 8, f"{number}")]
        for number, word in enumerate(("one", "two", "three"), 1)
    ]
    text = text_of("pdf", pdf(*pages))
    assert text == "Page one ends.\n\n\f\nPage two ends.\n\n\f\nPage three ends.\n"
    assert losses_of("pdf", pdf(*pages)) == [("running head or page number", 6, "")]


def test_a_running_head_with_a_number_may_be_on_two_pages():
    """The number differs, as that of a page does."""
    pages = [[(72, 760, 10, f"Chapter 2: Buses {number}"), *body("A.")] for number in (3, 4)]
    pages += [[(72, 760, 10, "Another head"), *body(f"B{number}.")] for number in range(2)]
    assert "Chapter" not in text_of("pdf", pdf(*pages))
    assert "Another head" in text_of("pdf", pdf(*pages))


def test_the_items_of_a_list_are_paragraphs():
    """An item with several lines has a hanging indentation."""
    text = pdf_text(
        [
            *body(f"(a) {LONG}", top=700),
            *body("and goes on", "and on", top=688, left=84),
            *body(f"(b) {LONG}", top=664),
            *body("and goes on", top=652, left=84),
            *body(f"No item: {LONG}.", top=640),
        ]
    )
    assert [block[:5] for block in text.split("\n\n")] == ["(a) T", "(b) T", "No it"]


def test_references_with_a_hanging_indentation_are_paragraphs():
    """Their first lines are farther left than the others."""
    text = pdf_text(
        [
            *body(f"One, A. {LONG}", top=700),
            *body("goes on", top=688, left=84),
            *body(f"Two, B. {LONG}", top=676),
            *body("goes on", top=664, left=84),
        ]
    )
    assert [block[:4] for block in text.split("\n\n")] == ["One,", "Two,"]


def test_pages_without_text_are_reported():
    """The pages after them keep their numbers."""
    data = pdf(body("One."), [], body("Three."), pictures={1: 2, 2: 1})
    assert text_of("pdf", data) == "One.\n\n\f\f\nThree.\n"
    assert losses_of("pdf", data) == [("picture", 2, "p. 1"), ("page", 1, "p. 2")]


def test_a_note_at_the_end_of_a_page_precedes_the_paragraph_around_it():
    """So the paragraph is whole, and the note is on its page."""
    text = pdf_text([*body(LONG, LONG), (72, 40, 7, "1 A note.")], body("and goes on.", LONG))
    assert text.startswith("1 A note.\n\nThese words")
    assert text.count("\f") == 1


def test_notes_tables_and_formulas_of_a_pdf_are_reported():
    """A PDF does not say what they are; captions and small letters do."""
    data = pdf([*body("Table 2: Trade"), *body(LONG, LONG, top=650), (72, 40, 7, "1 A note.")])
    assert losses_of("pdf", data) == [("table", 1, "¶1"), ("footnote", 1, "¶3")]


@given(
    st.lists(
        st.builds(
            PdfLine,
            st.integers(0, 1),  # the number of pages after the previous line
            st.sampled_from(["goes on", "and on to", "ends.", "Begins and", LONG, f"{LONG}."]),
            st.sampled_from([72, 84]),
            st.integers(50, 700),
            st.sampled_from([7, 10, 16]),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_word_of_a_pdf_stays_on_its_page(lines):
    """The form feeds before a word are those of its page, wherever notes and headings are."""
    numbered = []
    page = 1
    for index, line in enumerate(lines):
        page += line.page
        numbered.append(line._replace(page=page, text=f"{line.text} w{index}w"))
    text = dump_numbered_text(ConvertedDocument(tuple(blocks_of(numbered, LossReport()))))
    pages = text.split("\f")
    for index, line in enumerate(numbered):
        assert f"w{index}w" in pages[line.page - 1]


def test_a_paragraph_of_three_pages_and_a_note_on_the_second():
    """The note is on its page, so the paragraph is divided after it."""
    pages = [[*body(LONG, LONG)], [*body("goes on", LONG)], [*body("and ends.")]]
    pages[1].append((72, 40, 7, "1 A note."))
    text = pdf_text(*pages)
    assert [part.count("\f") for part in text.partition("1 A note.")] == [1, 0, 1]
    assert text.split("\f")[2].strip() == "and ends."


def test_the_title_of_a_pdf_is_not_a_file_name():
    """Word processors write the name of their file."""
    data = pdf(body("One."), info="/Title (Microsoft Word - a.doc) /Author (A; B)")
    metadata = converters.get("pdf").convert(data).metadata
    assert (metadata.title, metadata.author) == ("", ("A", "B"))


# ---- Hostile documents --------------------------------------------------------------------------

BOMB = "x" * (65 << 20)
DEEP = "<w:p>" * 500 + "</w:p>" * 500
ENTITIES = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LOOP = files.pdf_of(
    [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
    ]
)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("docx", b"PK\x03\x04", "is damaged: it is not a ZIP archive"),
        ("docx", b"\xd0\xcf\x11\xe0", "is encrypted or in the format of Word 97"),
        ("docx", files.archive({"a": "b"}), "is not a Word document"),
        ("docx", docx(DEEP), "is nested too deeply"),
        ("docx", docx(paragraph("&c;"), prolog=ENTITIES), "declares XML entities"),
        ("docx", docx(paragraph("&b;"), prolog=EXTERNAL), "declares XML entities"),
        ("docx", docx("<w:p>", **{"word/a.xml": "<a"}), "is not valid XML"),
        ("docx", docx(**{"word/a.xml": BOMB}), "has a part of more than 64 MB"),
        ("docx", docx(), "contains no text"),
        ("epub", files.archive({"a": "b"}), "is not an EPUB book"),
        ("epub", epub(**{"OEBPS/book.opf": f"{ENTITIES}<a>&c;</a>"}), "declares XML entities"),
        ("epub", epub("<p>One.</p>", **{"OEBPS/text/page 0.xhtml": BOMB}), "has a part of more"),
        ("epub", epub("<p></p>"), "contains no text"),
        ("pdf", b"%PDF-1.4", "cannot be read as a PDF"),
        ("pdf", LOOP, "cannot be read as a PDF|contains no text"),
        ("pdf", pdf([]), "contains no text, only images of pages"),
        ("text", b"a\0b", "is not a text"),
        ("text", b" \n", "contains no text"),
    ],
)
def test_a_hostile_document_is_refused(name, data, reason):
    """The message says why in one sentence."""
    with pytest.raises(converters.Unreadable, match=reason) as error:
        convert_document(name, data)
    assert "\n" not in str(error.value)
    assert "Traceback" not in str(error.value)


def test_an_encrypted_book_is_refused():
    """Fonts may be encrypted, but not the pages."""
    encryption = (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        '<e:CipherReference URI="OEBPS/text/page%200.xhtml"/></encryption>'
    )
    with pytest.raises(converters.Unreadable, match="is encrypted"):
        text_of("epub", epub("<p>One.</p>", **{"META-INF/encryption.xml": encryption}))


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    """The sizes of all its files count."""
    from argmap.sources.converters import _archive

    monkeypatch.setattr(_archive, "_MAX_TOTAL_BYTES", 3)
    with pytest.raises(converters.Unreadable, match="unpacks to more than"):
        _archive.Archive(files.archive({"a": "bb", "c": "dd"}))


def test_a_document_that_takes_too_long_is_refused(monkeypatch):
    """The child process that converts it is ended."""
    monkeypatch.setattr(converters, "_TIMEOUT_SECONDS", 0.05)
    with pytest.raises(converters.Unreadable, match=r"takes more than 0.05 seconds"):
        convert_document("docx", DOCX)


@pytest.mark.parametrize("name", ["docx", "epub", "pdf"])
def test_a_missing_library_is_reported(name, monkeypatch):
    """The message has the command that installs the extra."""
    monkeypatch.setattr(converters, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtra, match=r"needs the extra `sources`; run `.*\[sources\]"):
        convert_document(name, DOCUMENTS[name])


@pytest.mark.parametrize("name", ["html", "markdown", "text"])
def test_text_formats_need_no_library(name, monkeypatch):
    """They are converted without the extra."""
    monkeypatch.setattr(converters, "find_spec", lambda _name: None)
    assert convert_document(name, DOCUMENTS[name]).blocks


def test_a_document_that_refers_to_files_opens_none(monkeypatch):
    """Neither an EPUB book nor a Word document is read from anywhere but memory."""
    opened = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *rest: opened.append(path) or real(path, *rest))
    data = epub("<img src='file:///etc/passwd'/><p>One.</p>")
    text_of("epub", data)
    text_of("docx", docx(paragraph("One."), files.LINKED_PICTURE))
    assert opened == []


@given(st.sampled_from(FORMATS), st.data())
def test_any_damage_is_refused_or_ignored(in_process_once, name, data):
    """A document with changed bytes is converted, or refused with a reason."""
    original = bytearray(DOCUMENTS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        position = data.draw(st.integers(0, len(original) - 1))
        original[position] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(original)))
    try:
        in_process_once(name, bytes(original[:end]))
    except converters.Unreadable as error:
        assert "\n" not in str(error)  # noqa: PT017


@pytest.fixture(scope="module")
def in_process_once():
    """Return a function that converts documents in this process, for all examples of a property."""
    patch = pytest.MonkeyPatch()
    patch.setattr(converters, "limit_memory", lambda _size: None)
    yield lambda name, data: converters.convert_here((name, data))
    patch.undo()
    logging.disable(logging.NOTSET)
