"""Merges random histories of random maps.

    python tests/robustness/merges.py --cases 5000 --seed 0

Two authors edit a map independently: they add, remove, move, reword, rename and reorder elements,
and change attributes, citations, comments and layout. Whatever they do, the merge loses no text and
no comment, is valid outside of its conflicts, and means the same in both directions. Without a
conflict, every edit of either author is in it.
"""

import random
import re
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.cases_reader import Case
from tests.robustness.searching import options, search

from argmap.comparison import compare_maps
from argmap.comparison.merge import merge_texts
from argmap.comparison.merge.merge import choose_sides
from argmap.formatting import format_text
from argmap.syntax import parse
from argmap.text import SourceText

BASE = "x"
"""The author of the common version."""
MAX_ELEMENTS = 14
WORDS = "lane trade energy bridge school price river market nurse treaty signal harvest".split()  # noqa: SIM905
_TEXT = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"')
_COMMENT = re.compile(r"#[^\n]*")


class Element:
    """A declaration that a random author edits."""

    def __init__(self, keyword, id_, text):
        self.keyword, self.id, self.text = keyword, id_, text
        self.attributes = {}
        self.citations = []
        self.comments, self.trailing, self.last = [], "", []
        self.children = []
        self.blank, self.one_line = False, False

    def copy(self):
        """Return a copy with copies of all children."""
        other = Element(self.keyword, self.id, self.text)
        other.attributes = {name: list(values) for name, values in self.attributes.items()}
        other.citations, other.comments = list(self.citations), list(self.comments)
        other.trailing, other.last = self.trailing, list(self.last)
        other.children = [child.copy() for child in self.children]
        other.blank, other.one_line = self.blank, self.one_line
        return other

    def below(self):
        """Yield the element and all elements in it."""
        yield self
        for child in self.children:
            yield from child.below()


class Author:
    """Makes and edits maps; ``name`` is in every text and comment that it writes."""

    def __init__(self, rng, name, start=0):
        self.rng, self.name, self.count = rng, name, start

    def text(self):
        """Return a new text."""
        self.count += 1
        words = " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(3, 8)))
        return f"{words.capitalize()} {self.name}{self.count}"

    def new_id(self):
        """Return an id that is not in use; sometimes one that both authors may choose."""
        self.count += 1
        if self.name != BASE and self.rng.random() < 0.1:
            return f"common{self.rng.randint(1, 3)}"
        return f"{self.name}{self.count}"

    def element(self, *, is_top=False):
        """Return a new element without children."""
        rng = self.rng
        keyword = rng.choice(("claim", "evidence", "assumption", "counterpoint", "context"))
        if is_top:
            keyword = rng.choice(("claim", "claim", "section", "question", "source"))
        element = Element(keyword, self.new_id() if rng.random() < 0.8 else None, self.text())
        if keyword == "source":
            element.id = element.id or self.new_id()
        elif not is_top and rng.random() < 0.12:
            element.keyword, element.text, element.id = (
                rng.choice(("reason", "objection")),
                None,
                None,
            )
            element.children = [self.element() for _ in range(2)]
        if rng.random() < 0.3:
            element.comments = [self.comment()]
        element.trailing = self.comment() if rng.random() < 0.15 else ""
        element.last = [self.comment()] if rng.random() < 0.08 else []
        element.blank, element.one_line = rng.random() < 0.3, rng.random() < 0.2
        if rng.random() < 0.4:
            self.set_attribute(element, [])
        return element

    def comment(self):
        """Return a new comment."""
        self.count += 1
        return f"# {self.rng.choice(WORDS)} {self.name}{self.count}"

    def set_attribute(self, element, elements):
        """Add or change an attribute."""
        rng = self.rng
        ids = [e.id for e in elements if e.id and e.keyword in STATEMENTS]
        if element.keyword in STATEMENTS and rng.random() < 0.5:
            element.attributes["confidence"] = [str(round(rng.random(), 1))]
        elif element.keyword in STATEMENTS and ids and rng.random() < 0.7:
            values = element.attributes.setdefault("supports", [])
            value = rng.choice(ids)
            if value not in values and value != element.id:
                values.append(value)
            if not values:
                del element.attributes["supports"]
        elif rng.random() < 0.6:
            values = element.attributes.setdefault("tags", [])
            value = f"tag-{self.name}{self.count}"
            if value not in values:
                values.append(value)
        else:
            element.attributes["note"] = [f'"{self.text()}"']

    def map(self):
        """Return the top-level elements of a new map."""
        root = Element("", None, None)
        root.children = [self.element(is_top=True) for _ in range(self.rng.randint(1, 4))]
        for _ in range(self.rng.randint(0, MAX_ELEMENTS)):
            parent = self.rng.choice([e for e in root.below() if _has_children(e)] or [root])
            parent.children.append(self.element(is_top=not parent.keyword))
        root.last = [self.comment()] if self.rng.random() < 0.2 else []
        _drop_repeated_ids(root)
        return root

    def edit(self, root):
        """Change a map."""
        for _ in range(self.rng.choice((0, 1, 1, 2, 3, 5, 8))):
            self.edit_once(root)
        _drop_repeated_ids(root)

    def edit_once(self, root):  # noqa: C901, PLR0912, PLR0915
        """Make one random change."""
        rng = self.rng
        elements = [e for e in root.below() if e.keyword]
        action = rng.choice(ACTIONS)
        if action == "add" or not elements:
            parent = rng.choice([root, *(e for e in elements if _has_children(e))])
            new = self.element(is_top=parent is root)
            parent.children.insert(rng.randint(0, len(parent.children)), new)
            return
        target = rng.choice(elements)
        parent = next(e for e in root.below() if target in e.children)
        if action == "reword" and target.text:
            words = target.text.split()
            words.insert(rng.randint(0, len(words) - 1), f"{self.name}-{self.count}")
            self.count += 1
            target.text = " ".join(words)
        elif action == "rename" and target.id:
            new = self.new_id()
            for element in elements:
                for name in ("supports",):
                    if target.id in element.attributes.get(name, ()):
                        values = element.attributes[name]
                        values[values.index(target.id)] = new
                element.citations = [new if c == target.id else c for c in element.citations]
            target.id = new
        elif action == "remove":
            parent.children.remove(target)
        elif action == "dissolve":
            index = parent.children.index(target)
            if parent is not root and target.keyword not in ("reason", "objection"):
                parent.children[index : index + 1] = target.children
        elif action == "move":
            inside = set(map(id, target.below()))
            places = [e for e in elements if _has_children(e) and id(e) not in inside]
            if target.keyword in ("section", "question", "source") or not places:
                return
            parent.children.remove(target)
            place = rng.choice(places)
            place.children.insert(rng.randint(0, len(place.children)), target)
        elif action == "reorder":
            rng.shuffle(parent.children)
        elif action == "attribute":
            self.set_attribute(target, elements)
        elif action == "drop attribute" and target.attributes:
            del target.attributes[rng.choice(list(target.attributes))]
        elif action == "kind" and target.keyword in STATEMENTS:
            target.keyword = rng.choice(STATEMENTS)
        elif action == "cite" and target.keyword in (*STATEMENTS, "context"):
            sources = [e.id for e in elements if e.keyword == "source"]
            if sources:
                target.citations.append(rng.choice(sources))
        elif action == "comment":
            target.comments.insert(rng.randint(0, len(target.comments)), self.comment())
        elif action == "drop comment" and target.comments:
            target.comments.pop()
        elif action == "trailing":
            target.trailing = self.comment()
        elif action == "layout":
            target.blank, target.one_line = not target.blank, not target.one_line


STATEMENTS = ("claim", "evidence", "assumption", "counterpoint")
ACTIONS = (
    *("add", "add", "add", "reword", "reword", "rename", "remove", "dissolve", "move", "reorder"),
    *("attribute", "attribute", "drop attribute", "kind", "cite", "comment", "drop comment"),
    *("trailing", "layout"),
)


def _has_children(element):
    return element.keyword in (*STATEMENTS, "section", "question", "reason", "objection", "context")


def _drop_repeated_ids(root):
    seen = set()
    for element in root.below():
        if element.id in seen:
            element.id = f"{element.id}-{len(seen)}" if element.keyword == "source" else None
        seen.add(element.id)


def written(root, indent="  "):
    """Return the text of a map."""
    lines = ['map "Random" { }', ""]

    def write(element, depth):
        space = indent * depth
        if element.blank and lines[-1] and not lines[-1].endswith("{"):
            lines.append("")
        lines.extend(f"{space}{comment}" for comment in element.comments)
        words = [element.keyword, element.id, f'"{element.text}"' if element.text else None]
        head = " ".join(filter(None, words)) + "".join(f" @{c}" for c in element.citations)
        attributes = [f"{name}: {', '.join(v)}" for name, v in element.attributes.items()]
        after = f"  {element.trailing}" if element.trailing else ""
        needs_block = attributes or element.children or element.last
        if not needs_block and element.keyword not in ("reason", "objection"):
            lines.append(f"{space}{head}{after}")
        elif element.one_line and not element.children and not element.last:
            lines.append(f"{space}{head} {{ {' '.join(attributes)} }}{after}")
        else:
            lines.append(f"{space}{head} {{{after}")
            lines.extend(f"{space}{indent}{attribute}" for attribute in attributes)
            for child in element.children:
                write(child, depth + 1)
            lines.extend(f"{space}{indent}{comment}" for comment in element.last)
            lines.append(f"{space}}}")

    for element in root.children:
        write(element, 0)
    lines.extend(root.last)
    return "\n".join(lines) + "\n"


def history(seed):
    """Return three versions of a map: the common one, and two that different authors made of it."""
    rng = random.Random(seed)
    root = Author(rng, BASE).map()
    base, versions = written(root), []
    for name in "yz":
        version = root.copy()
        Author(rng, name).edit(version)
        text = written(version, rng.choice(("  ", "  ", "  ", "    ")))
        if rng.random() < 0.1:
            text = format_text(text)
        if rng.random() < 0.05:
            text = text.replace("\n", "\r\n")
        versions.append(text)
    return base, *versions


def resolved(text):
    """Return the resolved map of a text."""
    return Case("", {"map.argmap": text}).resolve()


def failures_of(texts):
    """Return what is wrong with the merge of a random history."""
    failures = losses_of(texts)
    merge = merge_texts(*texts, resolved)
    if merge is not None and not merge.conflicts:
        failures += _missing_edits(*(resolved(text).map for text in (*texts, merge.text)))
    return failures


def losses_of(texts):
    """Return what is wrong with the merge of three versions of any map, in both directions."""
    base, ours, theirs = texts
    one = merge_texts(base, ours, theirs, resolved)
    other = merge_texts(base, theirs, ours, resolved)
    if one is None or other is None:
        is_clean = any(merge is not None and not merge.conflicts for merge in (one, other))
        return ["by lines only in one direction"] if is_clean else []
    return list(_failures(texts, one, other))


def _failures(texts, one, other):
    base, ours, theirs = texts
    for merge in (one, other):
        for side in choose_sides(merge.text):
            if parse(SourceText("m", side)).errors:
                yield "not valid outside of the conflicts"
        yield from _losses(texts, merge.text)
    if bool(one.conflicts) != bool(other.conflicts):
        yield "a conflict only in one direction"
    if one.conflicts or other.conflicts:
        return
    if ours == base and one.text != theirs:
        yield "the only change differs"
    if theirs == base and one.text != ours:
        yield "the text of ours changed without a change of theirs"
    comparison = compare_maps(resolved(one.text).map, resolved(other.text).map)
    if not comparison.is_same:
        yield f"the two directions differ in meaning: {comparison.changes}"


def _losses(texts, merged):
    """Yield the texts and comments that are missing, although neither side removed them."""
    base, ours, theirs = (_parts(text) for text in texts)
    found = _parts(merged)
    for part in (ours - base) | (theirs - base) | (base & ours & theirs):
        if part not in found:
            yield f"lost: {part}"


def _parts(text):
    return {" ".join(part.split()) for part in (*_TEXT.findall(text), *_COMMENT.findall(text))}


def _missing_edits(base, ours, theirs, merged):
    """Yield the edits of either side that are not in a merge without conflicts."""
    versions = [_facts(version) for version in (base, ours, theirs, merged)]
    for old, first, second, result in zip(*versions, strict=True):
        expected = (first & second) | (first - old) | (second - old)
        if result != expected:
            yield f"edits differ: {sorted(expected ^ result, key=str)}"


def _facts(argument_map):
    """Return what a map says, as sets of facts; statements are named by their marks in the text."""
    names = {sentence.id: _mark(sentence.text) for sentence in argument_map.sentences}
    statements = argument_map.statements.values()
    return (
        set(names.values()),
        {(names[s.id], s.kind) for s in statements},
        {(names[s.id], str(s.confidence)) for s in statements if s.confidence},
        {(names[s.id], tag) for s in statements for tag in s.tags},
        {(names[s.id], s.note) for s in statements if s.note},
        {(names[s.id], word) for s in argument_map.sentences for word in s.text.split()},
    )


def _mark(text):
    """Return the mark that a text got when it was written; a later author only adds words."""
    return next(word for word in text.split()[::-1] if _FIRST_MARK.fullmatch(word))


_FIRST_MARK = re.compile(r"[xyz]\d+")


def check(rng):
    """Check the merge of a random history."""
    texts = list(history(rng.random()))
    failures = failures_of(texts)
    return 1, [texts, *failures] if failures else []


if __name__ == "__main__":
    search("merges", check, failures_of, options(__doc__.partition("\n")[0]).parse_args())
