"""Hypothesis strategies for maps in the language.

``map_texts()`` generates valid files with all kinds of statements, nested and in inferences, edges
across the tree, undercuts, contradictions, preferences, questions with options, contexts, sections,
sources and citations, with and without ids, and with texts in any script.
"""

import unicodedata
from functools import cache

from attrs import Factory, define
from hypothesis import strategies as st

from argmap.syntax import quote

KINDS = ("claim", "evidence", "assumption", "counterpoint", "concession")
AGAINST = ("counterpoint", "concession")
IDS = (
    *("größe", "日本", "пара", "a-b", "_", "x1", "claims", "e\u0301t\u00e9", "ok", "z"),
    *(
        "बाज़ार",
        "தமிழ்",
        "ตลาดน้ำ",
        "שָׁלוֹם",
        "شدّة",
        "می\u200cخواهم",
        "ශ\u200d්රී",
        "col·lecció",
        "ビル・一",
    ),
)

SCRIPTS = (
    *(
        "Latin",
        "Greek",
        "Cyrillic",
        "Armenian",
        "Hebrew",
        "Arabic",
        "Syriac",
        "Thaana",
        "Devanagari",
    ),
    *("Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam"),
    *("Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Georgian", "Ethiopic", "Khmer", "Mongolian"),
    *("Cherokee", "Hiragana", "Katakana", "Hangul", "Balinese", "Adlam", "Brahmi"),
)


@cache
def _scripts():
    """Return the letters and the marks of each script, found by the names of characters."""
    scripts = {name.upper(): ([], []) for name in SCRIPTS}
    for character in map(chr, range(0x41, 0x1E960)):
        letters, marks = scripts.get(unicodedata.name(character, "").partition(" ")[0], ([], []))
        category = unicodedata.category(character)
        if category in {"Ll", "Lu", "Lo"} and character not in _INVISIBLE_CHARACTERS:
            letters.append(character)
        elif category in {"Mn", "Mc"} and character not in _INVISIBLE_CHARACTERS:
            marks.append(character)
    return [(letters[:60], [*marks, *letters[:3]]) for letters, marks in scripts.values()]


_INVISIBLE_CHARACTERS = {"\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\u180e"}


@st.composite
def _scripted_id(draw):
    letters, marks = draw(st.sampled_from(_scripts()))
    word = draw(st.sampled_from(letters))
    for _ in range(draw(st.integers(0, 3))):
        word += draw(st.sampled_from(marks)) + draw(st.sampled_from(("", *letters, "-a")))
    return word


scripted_ids = st.deferred(_scripted_id)
"""An id of letters and marks of one script."""

_characters = st.characters(exclude_categories=("Cs", "Cn", "Co"))
words = st.text(_characters, min_size=1, max_size=12).filter(str.strip)
"""Short texts with any characters: quotes, line breaks, control characters."""

_WORDS = ("to", "be", "or", "not,", "that", "is", "the", "question.")
_SENTENCES = ("Trade passed $34 billion", "Türkiye's “case”", 'say "no" \\ yes', "日本語の文")

prose = st.one_of(
    st.sampled_from(_SENTENCES),
    words,
    st.lists(st.sampled_from(_WORDS), min_size=15).map(" ".join),
    st.just("One paragraph.\n\nAnother."),
)
"""Texts of statements: short or long, in one paragraph or two."""


@define
class Node:
    """A declaration: its head, and the attributes and children in its block."""

    head: str
    children: list["Node"] = Factory(list)
    attributes: list[str] = Factory(list)
    id: str | None = None
    kind: str = ""


def render(nodes, indent=""):
    """Return the source text of declarations."""
    lines = []
    for node in nodes:
        if not node.children and not node.attributes and node.kind != "reason":
            lines.append(f"{indent}{node.head}")
            continue
        lines.append(f"{indent}{node.head} {{")
        lines += [f"{indent}  {attribute}" for attribute in node.attributes]
        if node.children:
            lines.append(render(node.children, f"{indent}  "))
        lines.append(f"{indent}}}")
    return "\n".join(lines)


@st.composite
def quoted(draw, texts=prose):
    """Return a text in quotes: on one line with escapes, or in three quotes on several lines."""
    text = draw(texts)
    if draw(st.integers(0, 5)) or not all(word.isalnum() for word in text.split()):
        return quote(text)
    return '"""\n' + "\n      ".join(text.split()) + '\n"""'


@st.composite
def map_texts(draw, max_statements=14):
    """Return the text of a valid file."""
    ids = iter(draw(st.permutations([*IDS, *(f"s{number}" for number in range(40))])))
    root = Node("")
    sources = [_source(draw, next(ids)) for _ in range(draw(st.integers(0, 2)))]
    statements, inferences, sections, questions = [], [], [root], []
    for _ in range(draw(st.integers(0, max_statements))):
        choice = draw(st.integers(0, 13))
        if choice == 0:
            sections.append(_section(draw, ids, sections))
        elif choice <= 2 and statements:
            inferences.append(_inference(draw, ids, statements))
        elif choice == 3:
            questions.append(_question(draw, ids, sections, sources))
        elif choice == 4 and questions:
            statements.append(_statement(draw, ids, questions, sources, kinds=("claim",)))
        elif choice == 5:
            _context(draw, ids, (*sections, *statements, *inferences, *questions), sources)
        else:
            parents = (*sections, *statements, *statements, *inferences, *inferences)
            statements.append(_statement(draw, ids, parents, sources))
    _add_missing_premises(draw, ids, inferences, statements, sources)
    _add_edges(draw, statements, inferences)
    _add_options(draw, questions, statements)
    return draw(_file(root, sources, statements))


@st.composite
def _file(draw, root, sources, statements):
    named_nodes = [node.id for node in statements if node.id]
    head = Node(f"map {draw(quoted())}", kind="map")
    if draw(st.booleans()):
        theses = st.lists(st.sampled_from(named_nodes or ["none"]), unique=True, max_size=3)
        head.attributes.append(f"thesis: {', '.join(draw(theses)) or 'none'}")
    attributes = draw(st.lists(st.sampled_from(_MAP_ATTRIBUTES), unique=True, max_size=3))
    head.attributes += _with_unique_names(attributes)
    heads = [head] if draw(st.booleans()) else []
    text = render([*heads, *sources, *root.children]) + "\n"
    return text.replace("\n", "\r\n") if draw(st.integers(0, 9)) == 0 else text


_MAP_ATTRIBUTES = (
    "lang: en",
    "standard: preponderance",
    "standard: accrual",
    "strong-from: 0.5",
    "burden: strict",
    'author: "A. B.", C',
    "date: 2024-05",
    "tags: a, b",
    'x-free: "1", two',
)
_SOURCE_ATTRIBUTES = (
    *("year: 2024", 'author: "Name"', 'doi: "10.1/x"', "reliability: B", 'note: "n"'),
    *('passages: "1-89", "p3"', 'text: "s.txt"'),
)
_STATEMENT_ATTRIBUTES = (
    *("confidence: likely", "confidence: 0.25", 'held-by: "the Kremlin", ankara', "tags: implicit"),
    *("expect: accepted", "expect: >= 0.6", 'note: "a \\"remark\\""', "date: 2024-05-31"),
    *('url: "https://example.org/?a=b"', 'x-mine: "a, b", c, 7'),
    *('label: "A short title"', "fidelity: implicit", "fidelity: quotation"),
    *("fidelity: paraphrase", "fidelity: condensed", "fidelity: interpretation"),
)
_STANDARDS = (
    *("dialectical", "scintilla", "preponderance", "accrual", "clear-and-convincing"),
    "beyond-reasonable-doubt",
)
_LOCATORS = (
    *("", ":31", ":31-33", ":p12", ":p12-14", ":l120-128", ":ch4", ":§12", ":§12-15", ":fn3"),
    *(
        ":fig2",
        ":tab1",
        ":12m30s",
        ":1h02m",
        ":90s-2m",
        ':"art. 6(1)(f)"',
        ':"#a {heading}"',
        ':"第１条"',
    ),
)
_QUESTION_ATTRIBUTES = (
    *(
        "exclusive: true",
        "exclusive: false",
        "standard: accrual",
        "expect: open",
        'label: "Choice"',
        "tags: a, b",
    ),
    *('note: "n"', "x-mine: 7"),
)
_CONTEXT_ATTRIBUTES = (
    'label: "Scope"',
    "date: 2024",
    'note: "n"',
    "x-mine: 7",
    'url: "https://example.org"',
    "tags: a",
)
_INFERENCE_ATTRIBUTES = (
    "scheme: cause-to-effect",
    "tags: linked",
    'note: "together"',
    "x-weight: 3",
    "confidence: 0.8",
    "confidence: likely",
    'label: "By analogy"',
    "fidelity: interpretation",
    "fidelity: implicit",
)


def _source(draw, id_):
    node = Node(f"source {id_} {draw(quoted(words))}", id=id_)
    node.attributes += draw(st.lists(st.sampled_from(_SOURCE_ATTRIBUTES), unique=True, max_size=2))
    return node


def _section(draw, ids, sections):
    id_ = next(ids) if draw(st.booleans()) else None
    node = Node(f"section {id_ or ''} {draw(quoted(words))}", kind="section", id=id_)
    draw(st.sampled_from(sections)).children.append(node)
    return node


def _inference(draw, ids, statements):
    id_ = next(ids) if draw(st.booleans()) else None
    word = draw(st.sampled_from(("reason", "reason", "objection")))
    node = Node(f"{word} {id_ or ''}", kind="reason", id=id_)
    node.attributes += _with_unique_names(
        draw(st.lists(st.sampled_from(_INFERENCE_ATTRIBUTES), max_size=2))
    )
    draw(st.sampled_from(statements)).children.append(node)
    return node


def _question(draw, ids, sections, sources):
    node = _citing(draw, "question", ids, sources)
    node.attributes += _with_unique_names(
        draw(st.lists(st.sampled_from(_QUESTION_ATTRIBUTES), max_size=2))
    )
    draw(st.sampled_from(sections)).children.append(node)
    return node


def _context(draw, ids, parents, sources):
    node = _citing(draw, "context", ids, sources)
    node.attributes += draw(st.lists(st.sampled_from(_CONTEXT_ATTRIBUTES), unique=True, max_size=1))
    draw(st.sampled_from(parents)).children.append(node)


def _citing(draw, kind, ids, sources):
    """Return a declaration with a text and citations."""
    id_ = next(ids) if draw(st.integers(0, 3)) else None
    head = f"{kind} {id_ or ''} {draw(quoted())}"
    for source in draw(st.lists(st.sampled_from(sources), max_size=2)) if sources else ():
        locator = draw(st.sampled_from(_LOCATORS))
        snippet = f" {quote(draw(words))}" if draw(st.booleans()) else ""
        head += f" @{source.id}{locator}{snippet}"
    return Node(head, kind=kind, id=id_)


def _statement(draw, ids, parents, sources, kinds=KINDS):
    node = _citing(draw, draw(st.sampled_from(kinds)), ids, sources)
    node.attributes += _with_unique_names(
        draw(st.lists(st.sampled_from(_STATEMENT_ATTRIBUTES), max_size=3))
    )
    if node.kind in ("claim", *AGAINST) and draw(st.integers(0, 5)) == 0:
        node.attributes.append(f"standard: {draw(st.sampled_from(_STANDARDS))}")
    parent = draw(st.sampled_from(parents))
    if parent.kind in KINDS and draw(st.integers(0, 4)) == 0:
        node.attributes.append("scheme: sign")
    parent.children.append(node)
    return node


def _with_unique_names(attributes):
    """Return the attributes without those whose name occurs again later."""
    return list({attribute.partition(":")[0]: attribute for attribute in attributes}.values())


def _add_missing_premises(draw, ids, inferences, statements, sources):
    """Add a premise to each inference without one, which would be an error."""
    for inference in inferences:
        while not any(
            child.kind in KINDS and child.kind not in AGAINST for child in inference.children
        ):
            statements.append(_statement(draw, ids, (inference,), sources))


def _add_edges(draw, statements, inferences):
    """Add edges between statements with ids, at most one for each pair."""
    named_nodes = [node for node in statements if node.id]
    if len(named_nodes) < 2:
        return
    connected = {frozenset((node.id, child.id)) for node in statements for child in node.children}
    for _ in range(draw(st.integers(0, 6))):
        first, second = draw(st.permutations(named_nodes))[:2]
        if frozenset((first.id, second.id)) not in connected:
            connected.add(frozenset((first.id, second.id)))
            word = draw(st.sampled_from(_EDGE_ATTRIBUTES))
            first.attributes.append(f"{word}: {second.id}")
    for inference in inferences:
        _add_premises(draw, inference, named_nodes)
    _add_undercuts(draw, named_nodes, inferences)
    _add_preferences(draw, named_nodes, inferences)


def _add_preferences(draw, named_nodes, inferences):
    """Add preferences of statements and inferences over statements, inferences and arrows."""
    targets = [*(node.id for node in named_nodes), *_targets(named_nodes, inferences)]
    for target in draw(st.lists(st.sampled_from(targets), max_size=4)):
        stronger = draw(st.sampled_from((*named_nodes, *inferences)))
        stronger.attributes.append(f"outweighs: {target}")


def _add_options(draw, questions, statements):
    """Add options that are declared elsewhere, each to one question, and expectations."""
    candidates = [node.id for node in statements if node.id and node.kind not in AGAINST]
    nested = {child.id for question in questions for child in question.children}
    free = [id_ for id_ in draw(st.permutations(candidates)) if id_ not in nested]
    for question in questions:
        count = draw(st.integers(0, 2))
        options, free = free[:count], free[count:]
        if options:
            question.attributes.append(f"options: {', '.join(options)}")
        options += [child.id for child in question.children if child.id and child.kind == "claim"]
        has_expectation = any(word.startswith("expect") for word in question.attributes)
        if options and not has_expectation and draw(st.booleans()):
            question.attributes.append(f"expect: {draw(st.sampled_from(options))}")


def _add_premises(draw, inference, named_nodes):
    """Add premises that are declared elsewhere to an inference."""
    ids = [node.id for node in named_nodes if node not in inference.children]
    if ids and draw(st.integers(0, 2)) == 0:
        premises = draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=3))
        inference.attributes.append(f"premises: {', '.join(premises)}")


def _add_undercuts(draw, named_nodes, inferences):
    """Add undercuts of inferences, named by their id or as an arrow between two statements."""
    targets = _targets(named_nodes, inferences)
    for target in draw(st.lists(st.sampled_from(targets), max_size=5)) if targets else ():
        draw(st.sampled_from(named_nodes)).attributes.append(f"undercuts: {target}")


def _targets(named_nodes, inferences):
    """Return the ids of inferences, and the arrows between two statements."""
    arrows = [
        f"{child.id} -> {node.id}"
        for node in named_nodes
        for child in node.children
        if child.id and child.kind in KINDS
    ]
    return [*(inference.id for inference in inferences if inference.id), *arrows]


_EDGE_ATTRIBUTES = ("supports", "opposes", "supported-by", "opposed-by", "contradicts")
