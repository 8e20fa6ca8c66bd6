"""The guide of the language and the method, for language models and for people in a hurry.

``guide.md`` contains the text. Keywords, attributes, and the names of values, severities and
verdicts are inserted from the code. A test limits the number of tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Template

from argmap.diagnostics import Severity
from argmap.model import ESTIMATIVE_WORDS, Fidelity, Standard, Status
from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    INFERENCE_KEYWORDS,
    STATEMENT_KEYWORDS,
    AttributeSpec,
)

_STATEMENT_MEANINGS = {
    "claim": "can be argued about; supports",
    "evidence": "a fact that rests on a source; supports",
    "assumption": "taken as given; supports",
    "counterpoint": "an objection; attacks (in a `reason`, the inference)",
    "concession": "an objection that the text grants and outweighs; attacks, but never decides",
}
_OTHER_MEANINGS = {
    "map": "the title; first in the file",
    "source": "a cited work",
    "section": "groups statements under a heading",
    "context": "a definition or a setting; neither for nor against",
    "question": "what is to be decided; the claims in it are its options",
    "reason": "premises that support only together",
    "objection": "premises that attack only together",
}
_GROUPS = {
    "statements": STATEMENT_KEYWORDS,
    "inferences": INFERENCE_KEYWORDS,
    "question": ("question",),
    "source": ("source",),
    "map": ("map",),
}
"""The names under which attributes are listed, and the declarations that accept them."""


def guide() -> str:
    """Return the guide in Markdown."""
    template = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
    return Template(template).substitute(
        statements=_items(STATEMENT_KEYWORDS, _STATEMENT_MEANINGS),
        others=_items(
            (word for word in DECLARATION_KEYWORDS if word not in STATEMENT_KEYWORDS),
            _OTHER_MEANINGS,
        ),
        attributes="\n".join(_attributes()),
        fidelities=_enumerate(fidelity.value for fidelity in Fidelity),
        standards=_enumerate(standard.value for standard in Standard),
        confidences=_enumerate(ESTIMATIVE_WORDS),
        statuses=_enumerate(status.value for status in Status),
        interpretation=Fidelity.INTERPRETATION.value,
        implicit=Fidelity.IMPLICIT.value,
        **{str(severity): str(severity) for severity in Severity},
    )


def _items(words: Iterable[str], meanings: dict[str, str]) -> str:
    return "\n".join(f"- `{word}`: {meanings[word]}" for word in words)


def _enumerate(words: Iterable[str]) -> str:
    *others, last = (f"`{word}`" for word in words)
    return f"{', '.join(others)} or {last}"


def _attributes() -> Iterator[str]:
    """Yield a line for each group of declarations; an attribute is in the first that accepts it."""
    listed: set[str] = set()
    for group, keywords in _GROUPS.items():
        specs = [
            spec
            for spec in ATTRIBUTES.values()
            if spec.name not in listed and set(keywords) & set(spec.declarations)
        ]
        listed.update(spec.name for spec in specs)
        yield f"- {group}: {', '.join(map(_attribute, specs))}"


def _attribute(spec: AttributeSpec) -> str:
    return f"`{spec.name}`"
