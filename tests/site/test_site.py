"""The documentation site: it builds without warnings, asks no other server, and can be read."""

import json
import re
import subprocess
import sys
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

import pytest
from tests.browsing import Watched
from tests.cli import command_reference
from tests.real import require_module

ROOT = Path(__file__).parents[2]
PAGES = ["index", "tutorials/first-map", "commands", "gallery", "rules", "coming-from/argdown"]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The built site."""
    require_module("material")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    result = subprocess.run(
        [*command, "--site-dir", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    warnings = [line for line in result.stderr.splitlines() if line.startswith("WARNING")]
    assert (result.returncode, warnings) == (0, []), result.stderr
    return folder


@pytest.fixture(scope="session")
def address(site):
    """The address of a server of the site."""
    handler = partial(_QuietHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
async def visit(browser, address):
    """Open pages of the site, and check that they report no error and ask no other server."""
    contexts, pages = [], []

    async def open_page(name: str, **options) -> Watched:
        context = await browser.new_context(**options)
        contexts.append(context)
        seen = Watched(await context.new_page(), home=address)
        seen.watch()
        pages.append(seen)
        await seen.page.goto(f"{address}/{name}.html")
        return seen

    yield open_page
    for context in contexts:
        await context.close()
    assert [seen.errors for seen in pages] == [[]] * len(pages)


# ---- The files -----------------------------------------------------------------------------------


def test_the_reference_of_the_commands_is_up_to_date():
    """If this fails, run `make docs`."""
    assert command_reference.PAGE.read_text(encoding="utf-8") == command_reference.page()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.ids.add(attributes.get("id") or "")
        for name in ("href", "src"):
            if tag != "link" and attributes.get(name):
                self.targets.append(attributes[name] or "")


def test_all_links_and_anchors_exist(site):
    """Also those to files of the project, which MkDocs does not check."""
    pages = {}
    for path in site.rglob("*.html"):
        if path.relative_to(site).parts[:2] == ("project", "output") or path.name == "404.html":
            continue
        pages[path] = _Links()
        pages[path].feed(path.read_text(encoding="utf-8"))
    missing = []
    for path, page in pages.items():
        for link in page.targets:
            parts = urlsplit(link)
            is_playground = parts.path == "playground/index.html"  # has its own build and tests
            if parts.scheme or parts.netloc or is_playground:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            is_anchor = target in pages and parts.fragment
            if not target.is_file() or (
                is_anchor and unquote(parts.fragment) not in pages[target].ids
            ):
                missing.append(f"{path.relative_to(site)}: {link}")
    assert len(pages) > 50
    assert missing == []


def test_the_pages_show_pictures_of_their_maps(site):
    """Each comment `drawn` is replaced by the picture of the code block before it."""
    count = sum(
        page.read_text(encoding="utf-8").count("<!-- drawn -->")
        for page in (ROOT / "docs").rglob("*.md")
    )
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    assert count > 5
    assert sum(page.count('<div class="argmap"') for page in pages) == count
    assert not any("<!-- drawn -->" in page for page in pages)


def test_the_search_finds_all_parts(site):
    """The index contains a page of each part."""
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    locations = {re.sub("#.*", "", entry["location"]) for entry in index["docs"]}
    for page in ("tutorials/paper", "how-to/printing", "commands", "explanation/glossary"):
        assert f"{page}.html" in locations


# ---- In a browser --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1200, "light"), (390, "dark")], ids=["desktop", "phone"]
)
async def test_a_page_is_accessible(visit, axe, name, width, color_scheme):
    """In light and in dark colors; and nothing is wider than the screen."""
    size = {"width": width, "height": 900}
    seen = await visit(name, viewport=size, color_scheme=color_scheme)
    await seen.page.evaluate(axe)
    result = await seen.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ] == []
    assert await seen.page.evaluate("document.documentElement.scrollWidth") <= width


async def test_a_reader_finds_a_rule(visit):
    """The search runs in the browser."""
    seen = await visit("index")
    await seen.page.fill("[data-md-component=search-query]", "DIA401")
    result = seen.page.locator(".md-search-result__link").first
    await result.click()
    await seen.page.wait_for_url("**/rules.html*")
    assert "nothing answers" in (await seen.page.inner_text("main")).lower()
