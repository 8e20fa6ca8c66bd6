"""The built playground: complete, small, and with the same results as argmap on this machine."""

import gzip
import json
import re
import subprocess
from pathlib import Path

from argmap.playground import PlaygroundSession

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs/playground"
MAX_DOWNLOAD_BYTES = 7_500_000


def sample_texts() -> list[str]:
    """Return the maps of this repository, and maps with mistakes of all kinds."""
    maps = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "maps").rglob("*.argmap"))]
    cases = sorted((ROOT / "tests/cases").rglob("*.argmap"))
    texts = [path.read_text(encoding="utf-8") for path in cases]
    pieces = [piece for text in texts for piece in re.split(r"(?m)^# case: .*$", text)]
    return maps + [piece for piece in pieces if piece.strip() and len(piece) < 20_000]


def test_all_results_are_those_of_argmap(playground, tmp_path):
    """Reports, statuses, explanations and pictures are the same, byte for byte.

    A module that is missing from the build would be an error here.
    """
    texts = sample_texts()
    assert len(texts) > 100
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    script = Path(__file__).with_name("answer.mjs")
    files = [playground, tmp_path / "texts.json", tmp_path / "answers.json", SOURCE / "src"]
    process = subprocess.run(
        ["node", script, *files], capture_output=True, encoding="utf-8", check=False
    )
    errors = [line for line in process.stderr.splitlines() if len(line) < 500]
    assert process.returncode == 0, "\n".join(errors)
    results = json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))
    session = PlaygroundSession()
    for text, result in zip(texts, results, strict=True):
        answer = json.loads(json.dumps(session.update(text)))
        assert result["answer"] == answer, text
        if elements := answer.get("elements"):
            explanation = json.loads(json.dumps(session.explain(elements[0]["id"])))
            assert result["explanation"] == explanation, text


def test_the_download_is_small(playground):
    """A visit loads at most 7.5 MB, compressed by the server."""
    names = [path for path in playground.iterdir() if path.name != "licenses.txt"]
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in names) <= MAX_DOWNLOAD_BYTES


def test_the_licenses_of_all_parts_are_included(playground):
    """Each has its license text, or the address of its source."""
    text = (playground / "licenses.txt").read_text(encoding="utf-8")
    for part in ("argmap", "CPython", "Graphviz", "pyodide", "@viz-js/viz", "attrs", "lark"):
        assert re.search(rf"(?m)^{part}", text), part
    for part in ("@codemirror/view", "style-mod", "crelt", "w3c-keyname"):
        assert part in text


def test_packages_are_pinned():
    """Every build installs the same packages, from the registry that npm is configured for."""
    manifest = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    for name, version in manifest["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
    lock = json.loads((SOURCE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name
    requirements = (SOURCE / "requirements.txt").read_text(encoding="utf-8")
    for line in filter(lambda line: line[0] != "#", requirements.splitlines()):
        assert re.fullmatch(r"[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}", line)


def test_the_page_has_a_strict_policy(playground):
    """Scripts, styles, connections and workers come from the same folder; nothing is inline."""
    page = (playground / "index.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ")
    assert "unsafe-inline" not in policy
    assert "http" not in policy
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
