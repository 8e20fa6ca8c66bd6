"""Builds sites with the real MkDocs."""

import logging
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from tests.real import require_module

require_module("mkdocs")

from mkdocs.commands.build import build  # noqa: E402
from mkdocs.config import load_config  # noqa: E402
from mkdocs.exceptions import Abort  # noqa: E402

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
PAGE = """\
---
title: A page
---

Before:
```argmap
map "Bus <lane>" { thesis: lane }
claim lane "Build the lane"
```
After.

- an item

    ```argmap
    claim bus "Take the bus"
    ```

```argmap ignore
claim !!!
```
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Build a site from the page ``docs/guide/page.md``; return the HTML of the page."""
    entry_points = tomllib.loads(PROJECT.read_text())["project"]["entry-points"]
    plugins = {
        name: EntryPoint(name, value, "mkdocs.plugins")
        for name, value in entry_points["mkdocs.plugins"].items()
    }
    monkeypatch.setattr("mkdocs.plugins.get_plugins", lambda: plugins)  # they may not be installed
    monkeypatch.chdir(tmp_path)
    Path("argmap.toml").touch()
    docs = tmp_path / "docs/guide"
    docs.mkdir(parents=True)

    def build_site(page: str, options: str = "", *, strict: bool = True) -> str:
        (docs / "page.md").write_text(page)
        (docs.parent / "index.md").write_text("# Home\n")
        Path("mkdocs.yml").write_text(f"site_name: Site\nplugins:\n  - argmap{options}\n")
        build(load_config("mkdocs.yml", strict=strict))
        return (tmp_path / "site/guide/page/index.html").read_text()

    return build_site


def test_a_block_becomes_a_picture(site):
    html = site(PAGE)

    assert html.count("<svg") == 2
    assert "<p>Before:</p>" in html
    assert "<p>After.</p>" in html
    assert "Bus &lt;lane&gt;" in html
    assert "<lane>" not in html
    assert "argmapx" not in html
    assert "claim !!!" in html
    assert "<svg" in html[html.index("an item") :].partition("</li>")[0]


def test_an_option_shows_the_interactive_page(site, tmp_path):
    html = site(PAGE, ":\n      interactive: true")

    assert 'src="../../argmap-pages/guide/page-1.html"' in html
    assert 'title="Bus &lt;lane&gt;"' in html
    written = (tmp_path / "site/argmap-pages/guide/page-1.html").read_text()
    assert "Build the lane" in written


def test_errors_of_a_map_fail_a_strict_build(site, caplog):
    page = "---\ntitle: A\n---\n\n```argmap\nclaim a <b> { supports: c }\n```\n"
    with pytest.raises(Abort):
        site(page)

    html = site(page, strict=False)
    messages = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert any("docs/guide/page.md:6:" in message for message in messages)
    assert "<b>" not in html


def test_imports_stay_in_the_project(site, tmp_path):
    (tmp_path.parent / "secret.argmap").write_text('claim a "secret"\n')
    html = site('```argmap\nimport "../../../secret.argmap"\nclaim b "B"\n```\n', strict=False)
    assert "secret</" not in html
