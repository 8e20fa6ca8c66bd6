"""The notations that argmap recognizes, and how to write the same content in argmap."""

from __future__ import annotations

from enum import Enum

PAGE = "docs/from-other-notations.md"


class Notation(Enum):
    """A notation, with its name and what to write instead.

    The order matters: a mixture of notations is reported under the first of them.
    """

    KIALO = (
        "a Kialo export",
        (
            'write `claim id "…"` for the thesis, and in its block `claim` for a pro and '
            "`counterpoint` for a con"
        ),
    )
    ARGDOWN = (
        "Argdown",
        (
            'write `[T]: …` as `claim t "…"`, and in its block `claim` for what supports it '
            "(`+`) and `counterpoint` for what attacks it (`-`)"
        ),
    )
    JSON = ("JSON", 'write each statement as `claim id "…"`, and nest its grounds in { }')
    MERMAID = (
        "Mermaid",
        (
            'write each node as `claim id "…"`, and an edge as `supports: id` or `opposes: id` in '
            "its block"
        ),
    )
    DOT = (
        "Graphviz DOT",
        (
            'write each node as `claim id "…"`, and an edge as `supports: id` or `opposes: id` in '
            "its block"
        ),
    )
    BIBTEX = (
        "BibTeX",
        'write `source smith "Title" { author: "…" year: 2020 }`, and cite it as `@smith:p12`',
    )
    LATEX = (
        "LaTeX",
        'write each sentence as `claim id "…"`, and a citation after its text as `@smith:p12`',
    )
    RST = (
        "reStructuredText",
        'write a heading as `section "…" { }`, and each statement as `claim id "…"`',
    )
    XML = ("XML", 'write each statement as `claim id "…"`, and nest its grounds in { }')
    HTML = ("HTML or XML", 'write each statement as `claim id "…"`')
    YAML = (
        "YAML",
        'write each statement as `claim id "…"`, and nest its grounds in { }',
    )
    MARKDOWN = (
        "Markdown",
        (
            'write each item as a statement, `claim id "…"`; in its block, `claim` or `evidence` '
            "supports it and `counterpoint` opposes it"
        ),
    )
    FRONT_MATTER = (
        "front matter",
        'write the title and the other entries as `map "title" { author: "…" }`',
    )
    FENCE = ("a Markdown code fence", "delete the lines of the fence")
    PROSE = (
        "plain text",
        'write each sentence as a statement, `claim id "…"`; a comment begins with #',
    )

    @property
    def label(self) -> str:
        """The name of the notation in messages."""
        return self.value[0]

    @property
    def advice(self) -> str:
        """What to do instead, with a link to the manual."""
        imported = _IMPORTED.get(self)
        command = f"convert {imported} with `argmap import`, or " if imported else ""
        return f"{command}{self.value[1]}; see {PAGE}"

    @property
    def rank(self) -> int:
        """The position in the table; a mixture has the name of the lowest."""
        return list(Notation).index(self)


_IMPORTED = {
    Notation.ARGDOWN: "it",
    Notation.KIALO: "it",
    Notation.JSON: "it",
    Notation.XML: "it",
    Notation.YAML: "a file of gsn2x or Carneades",
}
"""What `argmap import` converts, by its notation."""
