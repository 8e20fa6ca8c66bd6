"""The configuration of Helix."""

import re
import tomllib

import pytest


def test_the_documentation_shows_the_file(editors):
    """The configuration in docs/editors.md is that in the folder."""
    page = editors.parent / "docs/editors.md"
    if not page.exists():
        pytest.skip("docs/editors.md is missing")
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    (documented,) = [block for block in blocks if "language-server" in block]
    file = (editors / "helix/languages.toml").read_text(encoding="utf-8")
    assert tomllib.loads(documented) == tomllib.loads(file)
