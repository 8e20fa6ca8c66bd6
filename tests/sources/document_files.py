"""Small documents for the tests, written by hand: Word documents, EPUB books and PDFs."""

import io
import zipfile
from collections.abc import Mapping, Sequence

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"

_CONTENT_TYPES = f"""<?xml version="1.0"?>
<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONSHIPS = f"""<?xml version="1.0"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_STYLES = f"""<?xml version="1.0"?>
<w:styles xmlns:w="{_WORD}">
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
</w:styles>"""
_DOCUMENT_RELATIONSHIPS = f"""<?xml version="1.0"?>
<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="s" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>
<Relationship Id="n" Type="{_OFFICE}/relationships/footnotes" Target="footnotes.xml"/>
<Relationship Id="x" Type="{_OFFICE}/relationships/image" Target="file:///etc/passwd"
 TargetMode="External"/>
</Relationships>"""
_FOOTNOTES = f"""<?xml version="1.0"?>
<w:footnotes xmlns:w="{_WORD}">
<w:footnote w:id="7"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
_CORE = """<?xml version="1.0"?>
<p:coreProperties
 xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>Buses</dc:title><dc:creator>A. Writer; B. Writer</dc:creator>
</p:coreProperties>"""

NOTE = '<w:r><w:footnoteReference w:id="7"/></w:r>'
FORMULA = "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
TABLE = (
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>2021</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
LINKED_PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
    'main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
    f'picture"><pic:blipFill><a:blip xmlns:r="{_OFFICE}/relationships" r:link="x"/></pic:blipFill>'
    "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
)
"""A picture that is not in the document, but in a file that it names."""


def paragraph(text: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of a Word document as XML."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{more}</w:p>'


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def docx(*elements: str, prolog: str = "", **members: str) -> bytes:
    """Return a Word document of elements in XML; ``members`` replace its parts."""
    document = (
        f'{prolog}<w:document xmlns:w="{_WORD}" xmlns:m="{_OFFICE}/math">'
        f"<w:body>{''.join(elements)}</w:body></w:document>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONSHIPS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": _FOOTNOTES,
        "docProps/core.xml": _CORE,
    }
    return archive({**parts, **members})


def epub(*pages: str, metadata: str = "", **members: str) -> bytes:
    """Return a book whose pages have these bodies."""
    items = "".join(
        f'<item id="p{number}" href="text/page%20{number}.xhtml" '
        'media-type="application/xhtml+xml"/>'
        for number in range(len(pages))
    )
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(len(pages)))
    parts: dict[str, str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
        ),
        "OEBPS/book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{metadata}</metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
        ),
    }
    for number, body in enumerate(pages):
        parts[f"OEBPS/text/page {number}.xhtml"] = (
            '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title/></head><body>{body}</body></html>"
        )
    return archive({**parts, **members})


_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
_PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    "/BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
)

Line = tuple[float, float, float, str]
"""The distances from the left and from the bottom, the size and the text of a line."""


def pdf(*pages: Sequence[Line], info: str = "", pictures: Mapping[int, int] | None = None) -> bytes:
    """Return a PDF of lines; ``pictures`` is the number of pictures by the number of the page."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _PICTURE,
    ]
    for index, lines in enumerate(pages):
        shown = (pictures or {}).get(index + 1, 0)
        names = " ".join(f"/I{number} 4 0 R" for number in range(shown))
        content = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET" for x, y, size, text in lines
        )
        resources = f"<< /Font << /F1 3 0 R >> /XObject << {names} >> >>"
        objects += [
            f"{_PAGE} /Resources {resources} /Contents {6 + 2 * index} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    return pdf_of(objects, info)


def pdf_of(objects: Sequence[str], info: str = "") -> bytes:
    """Return a PDF of objects, of which the first is the catalog."""
    data, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info << {info} >> >>\n"
    return (data + f"startxref\n{start}\n%%EOF\n").encode("latin-1")


def body(*lines: str, top: float = 700, left: float = 72, size: float = 10) -> list[Line]:
    """Return lines of a paragraph of a PDF, 12 points apart."""
    return [(left, top - 12 * index, size, text) for index, text in enumerate(lines)]
