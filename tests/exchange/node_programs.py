"""Programs for Node.js that judge what argmap writes, if they are installed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

_PARSE_MERMAID = """
const { JSDOM } = await import("jsdom");
globalThis.window = new JSDOM("<body></body>").window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
const { readFileSync } = await import("node:fs");
const answers = [];
for (const text of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  try { answers.push((await mermaid.parse(text)).diagramType); }
  catch (error) { answers.push(String(error).slice(0, 400)); }
}
console.log(JSON.stringify(answers));
"""


def mermaid_answers(texts, tmp_path):
    """Return what Mermaid's own parser says about each text: its type, or an error.

    `ARGMAP_NODE_MODULES` names a folder in which `npm install mermaid jsdom` was run.
    """
    folder = Path(os.environ.get("ARGMAP_NODE_MODULES", "node_modules"))
    if not shutil.which("node") or not (folder / "node_modules" / "mermaid").is_dir():
        pytest.skip("Mermaid is not installed; ARGMAP_NODE_MODULES names its folder")
    program = folder / "argmap-parse-mermaid.mjs"
    program.write_text(_PARSE_MERMAID, encoding="utf-8")
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    process = subprocess.run(
        ["node", program.name, tmp_path / "texts.json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return json.loads(process.stdout)
