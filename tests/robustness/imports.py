"""Imports damaged files of all formats, and looks for crashes, long run times and invalid maps.

    python tests/robustness/imports.py --cases 50000 --seed 0

The files are examples of the documentation and of the tests, exports of random maps, and, if they
are beside the repository, the real files of the data set. A damaged file must give maps whose text
is valid and stable, or a refusal of one sentence. A map that was read must be written in any other
format, or refused in one sentence. The same file must always give the same maps.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from copy import deepcopy
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import yaml

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.mutations import random_map, shrunk
from tests.robustness.searching import options, search

from argmap import exchange
from argmap.errors import InputError
from argmap.exchange.foreign import ForeignFile
from argmap.formatting import format_text
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.files import FileCache

ROOT = Path(__file__).parents[2]
NAME = "damaged"
MAX_SEED_BYTES = 20_000
MAX_SECONDS = 4.0
"""CPU time for a file of at most about 40 kB; the slowest undamaged one needs 0.3 seconds."""
MAX_SENTENCE = 600
MAX_ELEMENTS = 500

_BLOCK = re.compile(r'^```\w+ title="[^"\n]+"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_SCALARS = (None, True, 0, -1, 1.5, 1e308, 10**30, "", " ", "x", [], {}, [None], {"": None})
_PIECES = (
    *("null", "[]", "{}", "0", '""', "<", ">", "&", ":", "-", "->", "\0", "\ufeff", "é", "\u202e"),
    *("\\", '"', "'", "\\ud800", "\\u0000", "&#0;", "&amp;", "<!--", "]]>", "<?x?>", "<![CDATA["),
    *("- ", "? ", "&a ", "*a", "!!python/object:os.system ", "---\n", "...\n", "%YAML 9\n", "\t"),
    *("{" * 600, "[" * 600, "(" * 600, "<a>" * 600, "- " * 600, "  " * 300, "#" * 300, "9" * 5000),
    *("\r", "\r\n", "\n\n", "\x85", "\u2028", "1e999", "NaN", "-Infinity", "1" * 30, "_" * 50),
    *(
        'SetText("',
        "@include(a)",
        "===\n",
        "+ ",
        "  - ",
        "-----\n",
        "(1) ",
        "-> See 1.1.",
        "p af 9\n",
    ),
    *("<!DOCTYPE a [<!ENTITY b 'c'>]>", "x-y: 1\n", "true", "~", "|\n", ">\n", "\U0001f600", "ﬁ"),
)


# ---- Files ---------------------------------------------------------------------------------------


@cache
def examples():
    """Return the contents of undamaged files by their formats."""
    contents = [
        block.encode()
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
    ]
    for path in sorted((ROOT / "tests" / "exchange").glob("test_*.py")):
        module = import_module(f"tests.exchange.{path.stem}")
        contents += [
            value.encode()
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, str)
        ]
    for parent in ROOT.parents[:2]:
        data = parent / "shared" / "data"
        if not (data / "counts.json").is_file():
            continue
        paths = (path for path in data.rglob("*") if path.is_file())
        contents += [
            path.read_bytes() for path in sorted(paths) if path.stat().st_size <= MAX_SEED_BYTES
        ]
    by_format = {name: [] for name in exchange.readable_formats()}
    for content in contents:
        if format_ := exchange.detect(ForeignFile(NAME, content)):
            by_format[format_].append(content)
    return by_format


def exported(rng, format_):
    """Return a random map in a format that argmap writes; None if the format refuses it."""
    source = SourceText("map.argmap", random_map(rng).text)
    argument_map = resolved(source).map
    try:
        return exchange.dump(argument_map, format_).encode()
    except InputError:
        return None


def resolved(source):
    """Return the resolution of a map in argmap's language."""
    return resolve(parse(source), path=None, documents=FileCache(), boundary=ROOT)


def example(rng):
    """Return a format, and an undamaged file of it."""
    format_ = rng.choice(exchange.readable_formats())
    contents = examples()[format_]
    if format_ in exchange.writable_formats() and (not contents or rng.random() < 0.4):
        content = exported(rng, format_)
        if content is not None:
            return format_, content
    return format_, rng.choice(contents) if contents else b""


# ---- Damage --------------------------------------------------------------------------------------


def damaged(rng, content):
    """Return a file after one or more changes of its values, its text or its bytes.

    Most changes of JSON, XML and YAML keep the notation valid, since a parser refuses the others
    before the format is read.
    """
    structured = with_other_elements if content[:1] == b"<" else with_other_values
    for _ in range(rng.choice((1, 1, 2, 4))):
        kind = rng.random()
        if kind < 0.75 and (changed := structured(rng, content)) is not None:
            content = changed
        elif kind < 0.95:
            text = content.decode("utf-8", "surrogateescape")
            content = with_other_text(rng, text).encode("utf-8", "surrogateescape")
        else:
            content = with_other_bytes(rng, content)
    return content


def with_other_values(rng, content):
    """Change values in a document in JSON or YAML; None if it is neither."""
    is_json = content[:1] in (b"{", b"[")
    try:
        document = json.loads(content) if is_json else yaml.load(content, yaml.BaseLoader)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    if not isinstance(document, dict | list):
        return None
    for _ in range(rng.randint(1, 3)):
        change_value(rng, document)
    if is_json:
        text = json.dumps(document, ensure_ascii=rng.random() < 0.5)
    else:
        text = yaml.dump(document, sort_keys=False, allow_unicode=True, Dumper=_Dumper)
    return text.encode("utf-8", "replace")


class _Dumper(yaml.SafeDumper):
    """Writes values that occur several times without anchors."""

    def ignore_aliases(self, _data):
        return True


def change_value(rng, document):
    """Delete, repeat, exchange, wrap, rename or replace a value anywhere in a document."""
    containers = []
    pending = [document]
    while pending:
        value = pending.pop()
        if isinstance(value, dict | list) and value:
            containers.append(value)
            pending += value.values() if isinstance(value, dict) else value
    if not containers:
        return
    container = rng.choice(containers)
    keys = list(container) if isinstance(container, dict) else range(len(container))
    key, other = rng.choice(keys), rng.choice(keys)
    change = rng.randrange(7)
    if change == 0:
        del container[key]
    elif change == 1 and isinstance(container, list):
        container.insert(key, deepcopy(container[other]))
    elif change == 2:
        container[key], container[other] = container[other], container[key]
    elif change == 3:
        container[key] = [container[key]]
    elif change == 4 and isinstance(container, dict):
        name = rng.choice((str(key).upper(), f"{key}s", "", "type", "id", "module"))
        container[name] = deepcopy(container[key])
    elif change == 5 and isinstance(container[key], str):
        container[key] = with_other_text(rng, container[key])
    else:
        container[key] = deepcopy(rng.choice(_SCALARS))


def with_other_elements(rng, content):
    """Change elements in a document in XML; None if it is not one."""
    try:
        root = ET.fromstring(content)
    except (ET.ParseError, LookupError, ValueError):  # an unknown encoding
        return None
    for _ in range(rng.randint(1, 3)):
        change_element(rng, list(root.iter()))
    return ET.tostring(root, encoding="utf-8")


def change_element(rng, elements):
    """Delete, repeat, move or rename an element, or change its text or an attribute."""
    element, other = rng.choice(elements), rng.choice(elements)
    change = rng.randrange(7)
    if change == 0 and len(element):
        del element[rng.randrange(len(element))]
    elif change == 1 and len(element):
        element.append(deepcopy(rng.choice(list(element))))
    elif change == 2:
        element.append(deepcopy(other) if len(elements) < MAX_ELEMENTS else ET.Element("a"))
    elif change == 3:
        element.tag = other.tag
    elif change == 4:
        element.text = rng.choice((None, "", other.text, "x", "  ", "-1", "é", "p" * 300))
    elif element.attrib:
        name = rng.choice(list(element.attrib))
        values = [value for one in elements for value in one.attrib.values()]
        if change == 5:
            del element.attrib[name]
        else:
            element.set(name, rng.choice((*values, "", "x", "1.5", "-1", "true", "\n")))


def with_other_text(rng, text):
    """Delete, repeat, move, reverse or insert a part of a text."""
    by_lines = rng.random() < 0.4
    parts = text.splitlines(keepends=True) if by_lines else _TOKEN.findall(text)
    if not parts:
        return rng.choice(_PIECES)
    start = rng.randrange(len(parts))
    end = min(len(parts), start + rng.choice((1, 1, 1, 2, 3, 8, 30)))
    part = parts[start:end]
    change = rng.randrange(7)
    if change == 0:
        parts[start:end] = []
    elif change == 1:
        parts[start:end] = part * rng.choice((2, 2, 3, 200 if len(part) == 1 else 4))
    elif change == 2:
        del parts[start:end]
        place = rng.randrange(len(parts) + 1)
        parts[place:place] = part
    elif change == 3:
        parts[start:end] = part[::-1]
    elif change == 4:
        parts[start:end] = [rng.choice(parts)]
    elif change == 5:
        parts[start:end] = [rng.choice(_PIECES)]
    else:
        parts.insert(start, rng.choice(_PIECES))
    return "".join(parts)


def with_other_bytes(rng, content):
    """Change the encoding or the line ends, cut the file, or replace some of its bytes."""
    change = rng.randrange(6)
    if change == 0:
        return content[: rng.randrange(len(content) + 1)]
    if change == 1:
        text = content.decode("utf-8", "replace")
        return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32")))
    if change == 2:
        return content.decode("utf-8", "replace").encode("cp1252", "replace")
    if change == 3:
        return content.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\x00", b" ")))
    start = rng.randrange(len(content) + 1)
    return content[:start] + bytes(rng.choices(range(256), k=3)) + content[start + change - 4 :]


# ---- Checks --------------------------------------------------------------------------------------


def failures_of(format_, content, other_format):
    """Return what is wrong with the import of a file; empty if nothing is."""
    start = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * MAX_SECONDS)
    try:
        failure = _failure(format_, content, other_format)
    except TimeoutError:
        failure = "it takes too long"
    except Exception as error:  # noqa: BLE001 - any exception is a failure
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
        failure = f"{type(error).__name__} at {where}: {str(error)[:200]}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if not failure and time.process_time() - start > MAX_SECONDS:
        failure = "it takes too long"
    return failure


def _interrupt(*_):
    raise TimeoutError


def _failure(format_, content, other_format):
    exchange.detect(ForeignFile(NAME, content))
    try:
        maps = list(exchange.load(ForeignFile(NAME, content), format_))
    except InputError as error:
        return _complaint(str(error))
    failures = (_failure_of_map(one, other_format) for one in maps)
    if failure := next(filter(None, failures), ""):
        return failure
    again = exchange.load(ForeignFile(NAME, content), format_)
    texts = [exchange.dump(one.map, "argmap") for one in maps]
    if [exchange.dump(one.map, "argmap") for one in again] != texts:
        return "the second import gives another map"
    return ""


def _failure_of_map(imported, other_format):
    source = SourceText("map.argmap", exchange.dump(imported.map, "argmap"))
    source.text.encode()
    errors = [*parse(source).errors, *resolved(source).errors]
    if errors:
        return f"the map has an error: {errors[0]}"[:300]
    if format_text(source.text) != source.text:
        return "the text of the map is not formatted"
    if any(count < 0 for count in imported.report.kept.values()):
        return "the report counts less than nothing"
    places = [loss.reason + loss.place for loss in imported.report.losses]
    if unprintable := next((one for one in places if not one.isprintable()), ""):
        return f"a reason or a place is not printable: {unprintable[:200]!r}"
    try:
        exchange.dump(imported.map, other_format).encode()
    except InputError as error:
        complaint = _complaint(str(error))
        return f"{complaint} ({other_format})" if complaint else ""
    return ""


def _complaint(message):
    """Return what is wrong with a refusal; empty if it is one short sentence."""
    if "\n" in message or not message.isprintable():
        return f"a refusal is not one printable line: {message[:200]!r}"
    if len(message) > MAX_SENTENCE:
        return f"a refusal is long: {message[:200]!r}"
    if message.endswith(".") or not message[:1].strip():
        return f"a refusal is not worded as one: {message[:200]!r}"
    return ""


def replay(value):
    """Return the failures of a stored file."""
    format_, other_format, text = json.loads(value)
    failure = failures_of(format_, text.encode("latin-1"), other_format)
    return [value, failure] if failure else []


def check(rng: Random):
    """Return the number of checks of one damaged file, and its failures with a short file."""
    format_, content = example(rng)
    content = damaged(rng, content)
    loaded_as = rng.choice((format_, format_, format_, None, rng.choice(exchange.FORMATS)))
    if loaded_as is not None and loaded_as not in exchange.readable_formats():
        loaded_as = format_
    other_format = rng.choice(exchange.writable_formats())
    failure = failures_of(loaded_as, content, other_format)
    if not failure:
        return 1, []
    kind = failure.partition(":")[0]

    def fails(text):
        found = failures_of(loaded_as, text.encode("latin-1"), other_format)
        return found.partition(":")[0] == kind

    short = content.decode("latin-1")
    if "too long" not in failure:
        short = shrunk(short, fails, 300)
    value = json.dumps([loaded_as, other_format, short])
    return 1, [value, failure]


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, _interrupt)  # a regular expression can be interrupted, too
    search("imports", check, replay, options("Import damaged files").parse_args())
