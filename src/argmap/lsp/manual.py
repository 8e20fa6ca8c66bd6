"""What the words of the language mean, for whoever points at one."""

from __future__ import annotations

from argmap.model import (
    ESTIMATIVE_WORDS,
    STATEMENT_KINDS,
    Burden,
    Section,
    Source,
    Standard,
    Status,
)
from argmap.model.attributes import ATTRIBUTES, NO_THESIS, AttributeSpec, Takes
from argmap.model.schemes import find_scheme

_UNDER = {
    "claim": "Under another statement it speaks for it.",
    "evidence": "Under another statement it speaks for it.",
    "assumption": "Under another statement it speaks for it.",
    "counterpoint": "Under another statement it speaks against it; inside a `reason` or an "
    "`objection` it denies the step.",
}
_OTHERS = {
    "map": "The document's title and metadata; once a file.",
    "source": Source.__doc__,
    "section": Section.__doc__,
    "import": "Another file's declarations; with `as name`, its ids become `name.id`.",
    "as": "The name that goes before an imported file's ids.",
    "reason": "A step from several premises, which carry only together, to the statement it stands "
    "under.",
    "objection": "A step from several premises, which count only together, against the statement "
    "it stands under.",
}
_STATUSES = {
    Status.ACCEPTED: "it stands",
    Status.REJECTED: "it falls",
    Status.UNDECIDED: "it neither stands nor falls",
}
_STANDARDS = {
    Standard.DIALECTICAL: "something for it, and nothing against it",
    Standard.SCINTILLA: "something for it, whatever is against it",
    Standard.PREPONDERANCE: "the strongest step for it outweighs the strongest against it",
    Standard.CLEAR_AND_CONVINCING: "it outweighs by a margin, and is strong in itself",
    Standard.BEYOND_REASONABLE_DOUBT: "and the strongest step against it is weak in itself",
}
_BURDENS = {
    Burden.ASSERTED: "a claim without a ground stands until something speaks against it",
    Burden.STRICT: "a claim without a ground falls",
}


def keyword(word: str) -> str:
    """Return what a keyword makes, in sentences; empty for what is none."""
    kind = STATEMENT_KINDS.get(word)
    if kind is not None:
        return f"{_first(kind.__doc__)} {_UNDER[word]}"
    return _first(_OTHERS.get(word))


def attribute(spec: AttributeSpec) -> str:
    """Return what an attribute says, what it takes and where it stands."""
    under = ", ".join(f"`{word}`" for word in spec.under)
    many = " Several are set apart by commas." if spec.many else ""
    return f"{spec.says.capitalize()}.\n\nTakes {spec.takes.value}.{many}\n\nOf {under}."


def values(takes: Takes) -> dict[str, str]:
    """Return the words that an attribute may take, each with what it means; none where free."""
    if takes is Takes.CONFIDENCE:
        return {word: f"{low:g} to {high:g}" for word, (low, high) in ESTIMATIVE_WORDS.items()}
    if takes is Takes.EXPECTATION:
        return {status.value: says for status, says in _STATUSES.items()}
    if takes is Takes.STANDARD:
        return {standard.value: says for standard, says in _STANDARDS.items()}
    if takes is Takes.BURDEN:
        return {burden.value: says for burden, says in _BURDENS.items()}
    if takes is Takes.THESIS:
        return {NO_THESIS: "The map shows a debate and takes no side."}
    return {}


def value(name: str, written: str) -> str:
    """Return what a value means to an attribute; empty where there is nothing to say."""
    spec = ATTRIBUTES.get(name)
    if spec is None:
        return ""
    if name == "scheme":
        return scheme(written)
    return values(spec.takes).get(written, "")


def scheme(written: str) -> str:
    """Return a scheme's step and its critical questions, as Markdown; empty where it is none."""
    found = find_scheme(written)
    if found is None:
        return ""
    questions = "\n".join(f"{number}. {each}" for number, each in enumerate(found.questions, 1))
    return f"**{found.name}**: {found.says}\n\nCritical questions:\n\n{questions}"


def _first(docstring: str | None) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((docstring or "").strip().partition("\n\n")[0].split())
