"""The examples in docs/python.md."""

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "python.md"


def test_the_examples_print_what_the_page_says(tmp_path, monkeypatch):
    """The sessions of the page run one after the other, in a folder with its file."""
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    (file,) = re.findall(r"^```argmap\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "bus.argmap").write_text(file, encoding="utf-8")
    sessions = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(sessions) >= 10
    blank_lines = "".join(sessions).replace("\n\n", "\n<BLANKLINE>\n")  # as doctest has them
    examples = doctest.DocTestParser().get_doctest(blank_lines, {}, "python.md", None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    output: list[str] = []
    runner.run(examples, out=output.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(output)
