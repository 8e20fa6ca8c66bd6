"""Fixtures for tests in a real VS Code, in a browser, with the extension of this checkout."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.editors.vscode.server import Server, install_command, packages_version, run_server
from tests.editors.vscode.window import Window


@pytest.fixture(scope="session")
def package(extension, editors, fetched) -> Path:
    """The packaged extension."""

    def package_command(into: Path) -> list[str]:
        generated = shutil.ignore_patterns("node_modules", "out", "*.vsix")
        shutil.copytree(editors / "vscode", into, ignore=generated, dirs_exist_ok=True)
        (into / "node_modules").symlink_to(extension / "node_modules")
        return ["npm", "run", "package", f"--prefix={into}"]

    (package,) = fetched("vscode-package", package_command).glob("*.vsix")
    return package


@pytest.fixture(scope="session")
def server(package, fetched, tmp_path_factory) -> Iterator[Server]:
    """A running server of VS Code, one per test process."""
    packages = fetched("vscode-server", install_command, version=packages_version())
    with run_server(packages, package, tmp_path_factory.mktemp("vscode-home")) as running:
        yield running


@pytest.fixture(scope="session")
async def trusted_window(server, browser, tmp_path_factory) -> AsyncIterator[Window]:
    """A window with a trusted folder, which stays open between tests."""
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
async def window(trusted_window, request) -> AsyncIterator[Window]:
    """The window with an empty project and no open editors; the test must not cause an error."""
    project = trusted_window.workspace / request.node.name
    project.mkdir()
    (project / "argmap.toml").write_text("", encoding="utf-8")
    trusted_window.project = project
    yield trusted_window
    notices = await trusted_window.notices()
    await trusted_window.close_all()
    assert notices == []
