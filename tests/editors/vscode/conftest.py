"""VS Code itself, in a browser, with the extension and the server of this checkout."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.editors.vscode.server import Server, fetching, serving, version_of_packages
from tests.editors.vscode.window import Window


@pytest.fixture(scope="session")
def package(extension, editors, fetched) -> Path:
    """The extension, packed once for all."""

    def packing(into: Path) -> list[str]:
        made = shutil.ignore_patterns("node_modules", "out", "*.vsix")
        shutil.copytree(editors / "vscode", into, ignore=made, dirs_exist_ok=True)
        (into / "node_modules").symlink_to(extension / "node_modules")
        return ["npm", "run", "package", f"--prefix={into}"]

    (package,) = fetched("vscode-package", packing).glob("*.vsix")
    return package


@pytest.fixture(scope="session")
def server(package, fetched, tmp_path_factory) -> Iterator[Server]:
    """A server, one for all that a worker tests."""
    packages = fetched("vscode-server", fetching, version=version_of_packages())
    with serving(packages, package, tmp_path_factory.mktemp("vscode-home")) as running:
        yield running


@pytest.fixture(scope="session")
async def opened(server, browser, tmp_path_factory) -> AsyncIterator[Window]:
    """A window on a folder that is trusted; it stays open from test to test."""
    folder = tmp_path_factory.mktemp("maps")
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    window = Window(await context.new_page(), folder)
    await window.visit(server)
    await window.trust()
    yield window
    await context.close()


@pytest.fixture
async def window(opened, request) -> AsyncIterator[Window]:
    """The window, with no editor open and a project of its own; it must have told of no failure."""
    project = opened.workspace / request.node.name
    project.mkdir()
    (project / "argmap.toml").write_text("", encoding="utf-8")
    opened.project = project
    yield opened
    notices = await opened.notices()
    await opened.tidy()
    assert notices == []
