"""Loading of source texts: formats, errors, and files that are never read."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.model import Unit
from argmap.sources import loader
from argmap.sources import pdf as pdf_format
from argmap.sources.loader import TextUnavailable, UnavailableReason, load_text, resolve_text_path
from argmap.workspace.files import read_bytes


def test_the_suffix_decides_about_the_format(load_source):
    """`.html` is HTML, `.md` is Markdown, and unknown suffixes are plain text."""
    assert load_source("a.html", "<p>one<p>two").texts == ("one", "two")
    assert load_source("a.HTM", "<p>one").texts == ("one",)
    assert load_source("a.md", "# *One*").texts == ("One",)
    assert load_source("a.txt", "# *One*").texts == ("# *One*",)
    assert load_source("README", "<p>one").texts == ("<p>one",)


def test_a_pdf_has_pages(load_source, pdf):
    """Its name does not matter, and a page without words counts."""
    pytest.importorskip("pypdf")
    for name in ("paper.pdf", "download"):
        passages = load_source(name, pdf("Trade passed 34 billion", "", "The end"))
        assert passages.unit is Unit.PAGE
        assert passages.normalized == ("Trade passed 34 billion", "", "The end")


def test_the_digest_of_a_pdf_is_that_of_the_file(load_source, pdf):
    """The extracted text may depend on the version of the reader."""
    pytest.importorskip("pypdf")
    one, two = pdf("A"), pdf("A") + b"\n"
    assert load_source("a.pdf", one).texts == load_source("a.pdf", two).texts
    assert load_source("a.pdf", one).digest != load_source("a.pdf", two).digest


def test_the_digest_of_a_text_ignores_typography(load_source):
    """Line ends, a byte-order mark, quotes and blank lines do not change it."""
    digests = {
        load_source("a.txt", text).digest
        for text in ("A “b”\n\nC", 'A "b"\r\n\r\n\r\nC\r\n', "\ufeffA\n“b”\n\nC", "A  “b”\n \nC")
    }
    assert len(digests) == 1
    assert load_source("a.txt", "A “b” C").digest not in digests


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("paper.docx", b"PK\x03\x04 and so on"),
        ("PAPER.DOCX", b"words"),
        ("paper.odt", b""),
        ("paper.txt", b"PK\x03\x04\x14\x00\x06\x00"),
        ("paper", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"),
        ("paper.md", rb"{\rtf1\ansi Trade}"),
        ("scan.png", b"\x89PNG\r\n"),
        ("scan.html", b"\xff\xd8\xff\xe0"),
        ("data.bin", b"Trade\0passed\0"),
        ("sound.dat", bytes(range(256))),
    ],
)
def test_an_unsupported_format_is_reported(load_source, name, data):
    """Office documents, pictures and other binary files are not read as text."""
    text = load_source(name, data)
    assert isinstance(text, TextUnavailable)
    assert text.reason is UnavailableReason.UNSUPPORTED
    assert text.message(name, "`s`") == (
        f"`{name}`: unsupported format; use .txt, .md, .html or .pdf, or convert a .docx or .epub "
        "with `argmap source add`"
    )


@pytest.mark.parametrize(
    "data", ["Größe".encode("latin-1"), "Größe".encode("utf-16"), b"\xef\xbb\xbfa\x0cb", b"PK"]
)
def test_text_in_any_encoding_is_read(load_source, data):
    """Old code pages, UTF-16 with a byte-order mark, and form feeds are text."""
    assert load_source("a.txt", data).texts
    assert load_source("a.tex", data).texts


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"%PDF-1.4\n" + b"\xff" * 500, b"no PDF"])
def test_an_invalid_pdf_is_reported(load_source, data):
    """A file called .pdf that is not a PDF has an error message."""
    pytest.importorskip("pypdf")
    text = load_source("a.pdf", data)
    assert text.reason is UnavailableReason.BROKEN
    assert text.detail.startswith("cannot be read as a PDF")


def test_a_damaged_pdf_never_raises(load_source, pdf):
    """The result is a text or an error message."""
    pytest.importorskip("pypdf")
    good = pdf("Trade passed 34 billion", "The end")
    broken = [good[: len(good) // 2], good.replace(b"obj", b"jbo"), good[:200] + good[300:]]
    broken += [good.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"), good.replace(b"72 700", b"1e999 (")]
    for data in broken:
        assert load_source("a.pdf", data) is not None


def test_a_pdf_without_text_is_reported(load_source, pdf):
    """A scan has no words to cite."""
    pytest.importorskip("pypdf")
    assert "no text" in load_source("a.pdf", pdf("", "")).detail


def test_an_encrypted_pdf_is_reported(load_source, pdf, tmp_path):
    """A PDF with an empty password can be read."""
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "plain.pdf").write_bytes(pdf("A secret"))
    for password, expected in (("secret", "is encrypted"), ("", None)):
        writer = pypdf.PdfWriter(clone_from=tmp_path / "plain.pdf")
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(tmp_path / "closed.pdf")
        text = load_source("a.pdf", (tmp_path / "closed.pdf").read_bytes())
        assert (text.detail if expected else text.texts) == (expected or ("A secret",))


def test_reading_a_pdf_has_a_time_limit(load_source, pdf, monkeypatch):
    """The child process is stopped."""
    pytest.importorskip("pypdf")
    monkeypatch.setattr(pdf_format, "_TIMEOUT_SECONDS", 0.001)
    assert "seconds" in load_source("a.pdf", pdf("A")).detail


def test_without_pypdf_the_message_says_what_to_install(load_source, pdf, monkeypatch):
    """It names the extra."""
    monkeypatch.setitem(sys.modules, "pypdf", None)
    monkeypatch.setattr(pdf_format, "find_spec", lambda _: None)
    text = load_source("a.pdf", pdf("A"))
    assert text == TextUnavailable(
        UnavailableReason.NEEDS_PYPDF, "is a PDF; install the extra `pdf` to read it"
    )


def test_a_module_in_the_current_folder_is_not_imported(load_source, pdf, tmp_path, monkeypatch):
    """An untrusted folder cannot replace pypdf."""
    pytest.importorskip("pypdf")
    (tmp_path / "pypdf.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_source("a.pdf", pdf("A")).texts == ("A",)


@pytest.mark.parametrize(
    ("name", "limit"), [("a.txt", "MAX_TEXT_BYTES"), ("a.pdf", "MAX_PDF_BYTES")]
)
def test_a_file_that_is_too_large_is_not_read(load_source, monkeypatch, name, limit):
    """A file that is one byte smaller than the limit is read."""
    monkeypatch.setattr(loader, limit, 1 << 20)
    assert load_source(name, b"a" * ((1 << 20) + 1)).detail == "is larger than 1 MB"
    assert getattr(load_source(name, b"a" * (1 << 20)), "detail", "") != "is larger than 1 MB"


@pytest.mark.parametrize(
    ("name", "paragraph"), [("a.txt", "a\n\n"), ("a.md", "a\n \n\n"), ("a.html", "<li>a")]
)
def test_a_text_of_too_many_paragraphs_is_not_read(load_source, monkeypatch, name, paragraph):
    """Blank paragraphs do not count."""
    for module in ("formats", "html_text"):
        monkeypatch.setattr(f"argmap.sources.{module}.MAX_PASSAGES", 3)
    assert len(load_source(name, f"\n\n{paragraph * 3}\n\n\n")) == 3
    assert load_source(name, paragraph * 4).detail == "has more than 3 paragraphs"


def test_a_path_that_is_not_a_file_is_reported(tmp_path):
    """A folder, a missing file and an invalid name have different messages."""
    reasons = {
        path: load_text(tmp_path / path, path, read_bytes)
        for path in (".", "nowhere.txt", "a\0.txt", "a" * 300)
    }
    assert reasons["."].detail == "is not a file"
    assert reasons["nowhere.txt"].reason is UnavailableReason.MISSING
    assert reasons["a\0.txt"].reason is UnavailableReason.BROKEN
    assert reasons["a" * 300].reason is UnavailableReason.BROKEN


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such device")
def test_a_device_is_not_read():
    """A device may be endless, so it is not a file."""
    assert load_text(Path("/dev/zero"), "zero", read_bytes).detail == "is not a file"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_symbolic_link_is_checked_by_its_target(tmp_path):
    """The target must be in the project, and not be hidden."""
    project = tmp_path / "project"
    (project / ".git").mkdir(parents=True)
    (tmp_path / "secret.txt").touch()
    (project / "out.txt").symlink_to(tmp_path / "secret.txt")
    (project / "in.txt").symlink_to(project / ".git/config")
    (project / "ring.txt").symlink_to(project / "ring.txt")
    assert resolve_text_path("out.txt", project, project).reason is UnavailableReason.OUTSIDE
    assert resolve_text_path("in.txt", project, project).reason is UnavailableReason.HIDDEN
    assert resolve_text_path("ring.txt", project, project).reason is UnavailableReason.MISSING


@given(st.text("./\\a~C:\0", max_size=12))
@settings(max_examples=300)
def test_no_path_leaves_the_project(tmp_path_factory, written: str):
    """The resolved path is in the project, or there is none."""
    project = tmp_path_factory.getbasetemp()
    text = resolve_text_path(written, project / "maps", project)
    assert isinstance(text, TextUnavailable) or text.is_relative_to(project.resolve())
