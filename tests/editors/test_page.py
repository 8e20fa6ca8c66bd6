"""The page with the picture in a real browser, which enforces its security policy."""

import json
import shutil
import subprocess

import pytest
import pytest_asyncio

NONCE = "bm9uY2U"
EDITOR = """
window.posted = [];
window.blocked = [];
document.addEventListener("securitypolicyviolation", (e) => blocked.push(e.violatedDirective));
window.acquireVsCodeApi = () => ({ postMessage: (message) => posted.push(message) });
"""
EVIL = '<img src="x" onerror="posted.push(1)"><script>posted.push(2)</script>'


@pytest.fixture
def file(extension, tmp_path):
    """The page of the extension, with a stub of VS Code's API."""
    for path in (extension / "built/page.js", extension / "media/picture.css"):
        shutil.copy(path, tmp_path)
    options = json.dumps({"nonce": NONCE, "script": "page.js", "style": "picture.css"})
    script = f"console.log(require('./built/test/html.js').html({options}))"
    process = subprocess.run(
        ["node", "-e", script], cwd=extension, capture_output=True, encoding="utf-8", check=True
    )
    editor = f'<script nonce="{NONCE}">{EDITOR}</script></head>'
    page = tmp_path / "page.html"
    page.write_text(process.stdout.replace("</head>", editor), encoding="utf-8")
    return page


@pytest_asyncio.fixture
async def page(browser, file):
    """The page in an editor with a dark theme."""
    page = await browser.new_page()
    await page.goto(file.as_uri())
    await page.evaluate("document.body.className = 'vscode-dark'")
    yield page
    await page.close()


async def _show(page, svg):
    message = {"type": "picture", "svg": svg}
    await page.evaluate("message => postMessage(message, '*')", message)
    await page.wait_for_selector("#picture svg")


async def test_the_style_and_the_clicks_of_a_picture_work(page, editors):
    """The policy allows the style of the picture, and clicks on cards are posted."""
    svg = editors.parent / "output/examples/bicycle-lane.svg"
    await _show(page, svg.read_text(encoding="utf-8"))
    background = await page.evaluate("getComputedStyle(document.querySelector('rect.page')).fill")
    assert background != "rgb(255, 255, 255)"
    await page.click('[id$="-s-garage"] text')
    assert await page.evaluate("posted") == [{"type": "ready"}, {"type": "show", "id": "garage"}]
    assert await page.evaluate("blocked") == []


async def test_content_of_a_picture_is_not_run_or_loaded(page, editors):
    """Scripts, event handlers and external resources in a picture are blocked."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" id="m-map"><script>posted.push(3)</script>'
    svg += '<image href="https://example.org/a.png" onload="posted.push(4)"/>'
    svg += '<style>@import "a"</style>'
    await _show(page, f"{svg}</svg>")
    await page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", EVIL)
    await page.wait_for_function("blocked.length > 0")
    assert await page.evaluate("posted") == [{"type": "ready"}]
    assert await page.locator("#picture :is(script, style)").count() == 0
