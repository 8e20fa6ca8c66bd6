"""Builds documents with the real Sphinx."""

import io
from pathlib import Path

import pytest
from tests.real import require_module

require_module("sphinx")

from sphinx.application import Sphinx  # noqa: E402

PAGE = """\
Page
====

.. argmap::

   map "Bus <lane>" { thesis: lane }
   claim lane "Build the lane"

.. argmap:: ../maps/bus.argmap
"""


@pytest.fixture
def document(tmp_path):
    """Build ``source/index.rst``; return the file of the output and the warnings."""
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "argmap.toml").touch()
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps/bus.argmap").write_text('claim bus "Take the bus"\n')
    (source / "conf.py").write_text('extensions = ["argmap.documents.sphinx"]\n')

    def build(page: str, builder: str = "html") -> tuple[str, str]:
        (source / "index.rst").write_text(page)
        out, warnings = tmp_path / "out", io.StringIO()
        app = Sphinx(
            *(source, source, out, tmp_path / "doctrees", builder),
            status=None,
            warning=warnings,
            freshenv=True,
        )
        app.build()
        suffix = {"html": "html", "text": "txt"}[builder]
        return Path(out, f"index.{suffix}").read_text(), warnings.getvalue()

    return build


pytestmark = pytest.mark.filterwarnings("ignore")


def test_a_directive_becomes_a_picture(document):
    html, warnings = document(PAGE)

    assert warnings == ""
    assert html.count("<svg") == 2
    assert "Bus &lt;lane&gt;" in html
    assert "<lane>" not in html
    assert "Take the bus" in html


def test_an_option_shows_the_interactive_page(document, tmp_path):
    html, _ = document(".. argmap:: ../maps/bus.argmap\n   :interactive:\n")

    assert 'src="argmap-pages/index-1.html"' in html
    assert "Take the bus" in (tmp_path / "out/argmap-pages/index-1.html").read_text()


def test_other_formats_show_the_outline(document):
    text, _ = document(PAGE, "text")
    assert "**Build the lane**" in text


def test_errors_of_a_map_are_warnings_of_the_build(document):
    html, warnings = document(
        "Page\n====\n\n.. argmap::\n\n   claim a <b>\n   claim c { supports: d }\n"
    )

    assert "index.rst:7: WARNING: REF101 unknown id `d`" in warnings
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("path", "message"),
    [("../../secret.argmap", "is outside the project"), ("missing.argmap", "does not exist")],
)
def test_a_file_that_cannot_be_shown_is_a_warning(document, tmp_path, path, message):
    (tmp_path.parent / "secret.argmap").write_text('claim a "secret"\n')
    html, warnings = document(f"Page\n====\n\n.. argmap:: {path}\n")

    assert message in warnings
    assert "<svg" not in html
