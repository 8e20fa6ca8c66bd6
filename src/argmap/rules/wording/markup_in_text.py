"""A text contains markup, which is shown literally.

What it does
    Reports Markdown (links, emphasis, headings, lists), HTML (tags, entities), Pandoc citations and
    LaTeX commands in the text of a statement, a question or a context.

Why it matters
    Texts are plain text. A picture shows `**very**` with its asterisks, a citation in brackets is
    not checked against any source, and a link cannot be clicked.

Example
    claim late "The bus is **always** late"

Instead
    claim late "The bus is always late"

How to silence
    Write `# argmap: ignore[TXT711] because …` before the statement.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import words_location
from argmap.text.patterns import lazy_pattern

RULE = rule(__name__, "TXT711", Severity.INFO)

_TAGS = (
    "a|b|blockquote|br|code|div|em|h[1-6]|hr|i|img|li|mark|ol|p|pre|q|s|small|span|strong|sub|sup"
    "|u|ul"
)
_KINDS = {
    "a Markdown link": (
        r"!?\[[^\[\]\n]+\]\((?:https?:|mailto:|[/#.])[^()\s]*\)",
        'write the address in the block: url: "https://…"',
    ),
    "a Pandoc citation": (
        r"\[[^\[\]\n]{0,40}@[^\W\d][^\[\]\n]*\]",
        "cite the source after the text: @smith:p3",
    ),
    "a LaTeX command": (
        r"\\(?:[a-zA-Z]*cite[a-zA-Z]*|emph|footnote|href|ref|text[a-z]{2}|url)\*?(?:\[[^\[\]\n]*\])*\{[^{}\n]*\}",
        "use plain text; cite the source after the text: @smith:p3",
    ),
    "an HTML tag": (rf"(?i:</?(?:{_TAGS})(?:\s[^<>\n]*)?/?>)", "use plain text"),
    "an HTML entity": (
        r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip|#\d{1,7}|#x[0-9A-Fa-f]{1,6});",
        "write the character itself",
    ),
    "Markdown emphasis": (
        (
            r"(?<![\w*])(?P<mark>\*{1,3})(?=[^\W_])[^*\n]*?(?<=[\w.,;:!?])(?P=mark)(?![\w*])"
            r"|(?<!\w)__(?=[^\W_])[^_\n]+ [^_\n]*(?<=\S)__(?!\w)"
        ),
        "use plain text",
    ),
    "a Markdown heading": (r"\A#{1,6} \S+", "use plain text"),
    "a Markdown list": (r"\A[-*+] \S+", "use plain text, and one statement per list item"),
}
_MARKUP = lazy_pattern(
    "|".join(f"(?P<k{number}>{pattern})" for number, (pattern, _) in enumerate(_KINDS.values()))
)
_MARKUP_CHARACTER = lazy_pattern(r"[*_<&\\\[]")
_MARKERS = ("*", "__", "<", "&", "\\", "[", '"#', '"-', '"+', '"""')


def check(context: RuleContext) -> Iterator[Diagnostic]:
    texts = [document.source.text for document in context.resolution.documents]
    if not any(marker in text for text in texts for marker in _MARKERS):
        return
    for sentence in context.map.sentences:
        text = sentence.text
        may_have = _MARKUP_CHARACTER.search(text) or text.startswith(("#", "-", "+"))
        match = _MARKUP.search(text) if may_have else None
        if match is None:
            continue
        number = next(n for n in range(len(_KINDS)) if match[f"k{n}"] is not None)
        kind, (_, advice) = list(_KINDS.items())[number]
        is_reported = match.group().startswith("\\") and "\\\\" not in sentence.location.text
        if not is_reported:  # `bad-value` reports a single backslash
            yield RULE.diagnostic(
                words_location(sentence.location, match.group()),
                f"{kind} in a text is shown literally",
                help=advice,
                element=sentence.id,
            )
