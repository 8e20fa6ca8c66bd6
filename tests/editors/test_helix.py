"""What Helix is told."""

import re
import tomllib

import pytest


def test_the_page_and_the_file_say_the_same(editors):
    """Whoever copies from the page of the manual gets what lies in the folder."""
    page = editors.parent / "docs/editors.md"
    if not page.exists():
        pytest.skip("there is no page about editors")
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```toml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    (shown,) = [block for block in blocks if "language-server" in block]
    written = (editors / "helix/languages.toml").read_text(encoding="utf-8")
    assert tomllib.loads(shown) == tomllib.loads(written)
