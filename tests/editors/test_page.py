"""The page of the picture in a real browser, which holds it to what it says it may do."""

import json
import shutil
import subprocess

import pytest
import pytest_asyncio

NONCE = "bm9uY2U"
EDITOR = """
window.told = [];
window.blocked = [];
document.addEventListener("securitypolicyviolation", (e) => blocked.push(e.violatedDirective));
window.acquireVsCodeApi = () => ({ postMessage: (message) => told.push(message) });
"""
EVIL = '<img src="x" onerror="told.push(1)"><script>told.push(2)</script>'


@pytest.fixture
def file(extension, tmp_path):
    """The page of the extension, with the editor's side played."""
    for part in (extension / "built/page.js", extension / "media/picture.css"):
        shutil.copy(part, tmp_path)
    parts = json.dumps({"nonce": NONCE, "script": "page.js", "style": "picture.css"})
    script = f"console.log(require('./built/test/html.js').html({parts}))"
    done = subprocess.run(
        ["node", "-e", script], cwd=extension, capture_output=True, encoding="utf-8", check=True
    )
    editor = f'<script nonce="{NONCE}">{EDITOR}</script></head>'
    page = tmp_path / "page.html"
    page.write_text(done.stdout.replace("</head>", editor), encoding="utf-8")
    return page


@pytest_asyncio.fixture
async def page(browser, file):
    """The page as an editor with dark colors would open it."""
    page = await browser.new_page()
    await page.goto(file.as_uri())
    await page.evaluate("document.body.className = 'vscode-dark'")
    yield page
    await page.close()


async def _show(page, svg):
    message = {"type": "picture", "svg": svg}
    await page.evaluate("message => postMessage(message, '*')", message)
    await page.wait_for_selector("#picture svg")


async def test_a_picture_is_shown_in_its_colors_and_leads_to_its_source(page, editors):
    """The page breaks no rule of its own: the picture's style is let in, and clicks are told."""
    svg = editors.parent / "output/examples/bicycle-lane.svg"
    await _show(page, svg.read_text(encoding="utf-8"))
    ground = await page.evaluate("getComputedStyle(document.querySelector('rect.page')).fill")
    assert ground != "rgb(255, 255, 255)"
    await page.click('[id$="-s-garage"] text')
    assert await page.evaluate("told") == [{"type": "ready"}, {"type": "show", "id": "garage"}]
    assert await page.evaluate("blocked") == []


async def test_nothing_that_a_picture_brings_along_is_run_or_loaded(page, editors):
    """Were there a way to put markup into a picture, it would do nothing."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" id="m-map"><script>told.push(3)</script>'
    svg += (
        '<image href="https://example.org/a.png" onload="told.push(4)"/><style>@import "a"</style>'
    )
    await _show(page, f"{svg}</svg>")
    await page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", EVIL)
    await page.wait_for_function("blocked.length > 0")
    assert await page.evaluate("told") == [{"type": "ready"}]
    assert await page.locator("#picture :is(script, style)").count() == 0
