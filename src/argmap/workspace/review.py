"""Records reviews in `argmap.review` beside a map, and lists what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from attrs import frozen

from argmap.comparison import match_maps
from argmap.comparison.stamps import (
    Fingerprinter,
    ReviewState,
    Stamp,
    dump_stamps,
    parse_stamps,
    review_state,
)
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.model import Citation, Statement
from argmap.resolve import Resolution
from argmap.text import MAX_FILE_BYTES, decode, exclusive_access, write_atomically
from argmap.workspace.environment import today
from argmap.workspace.files import display_path, read_bytes
from argmap.workspace.source_texts import SourceTexts, map_name, map_path

REVIEW_FILE_NAME = "argmap.review"
"""The name of the file with the reviews of the maps in its folder."""


@frozen(eq=False)
class ReviewItem:
    """A statement, and whether it is reviewed.

    Attributes:
        state: Its state.
        stamp: Its last review.
        path: For a suspect statement, the ids from it to a statement that differs.
        old_text: Its text in the earlier version, if that differs.
        passages: The cited passages, each with its label.
    """

    statement: Statement
    state: ReviewState
    stamp: Stamp | None = None
    path: tuple[str, ...] = ()
    old_text: str | None = None
    passages: tuple[tuple[str, str], ...] = ()


def read_stamps(folder: Path) -> list[Stamp]:
    """Return the reviews of the maps in a folder.

    Raises:
        InputError: If the file cannot be read, or a line of it is not valid.
    """
    path = folder / REVIEW_FILE_NAME
    try:
        data = read_bytes(path, MAX_FILE_BYTES)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(f"`{display_path(path)}` cannot be read: {error.strerror}") from error
    stamps, broken = parse_stamps(decode(display_path(path), data).source.text)
    if broken:
        raise InputError(
            f"`{display_path(path)}`: line {broken[0]} is not a review; restore it from git, or "
            "delete the line"
        )
    return stamps


def record_reviews(resolution: Resolution, ids: Sequence[str], reviewer: str, note: str) -> Path:
    """Record that somebody has reviewed statements; return the file.

    Two processes that record reviews in one folder wait for each other.

    Raises:
        InputError: If the file cannot be read.
        OSError: If it cannot be written, or is a link that leads out of the folder.
    """
    map_file = map_path(resolution)
    path = map_file.with_name(REVIEW_FILE_NAME)
    fingerprinter = Fingerprinter(evaluate(resolution.map))
    name = map_name(resolution)
    new = [
        Stamp(name, id_, fingerprinter.fingerprints(id_), today(), reviewer, note) for id_ in ids
    ]
    with exclusive_access(map_file):
        replaced = {(stamp.map, stamp.id) for stamp in new}
        old = [s for s in read_stamps(map_file.parent) if (s.map, s.id) not in replaced]
        write_atomically(path, dump_stamps([*old, *new]), within=path.parent)
    return path


def list_reviews(resolution: Resolution, since: str | None = None) -> list[ReviewItem]:
    """Return the statements of a map with their states, in the author's order.

    Args:
        resolution: The map.
        since: A git revision: only statements that differ from it, or that are due although they
            do not differ, are listed, with their earlier texts.

    Raises:
        InputError: If the file with the reviews or the revision cannot be read.
    """
    evaluation = evaluate(resolution.map)
    fingerprinter = Fingerprinter(evaluation)
    name = map_name(resolution)
    stamps = {s.id: s for s in read_stamps(map_path(resolution).parent) if s.map == name}
    states = {
        id_: review_state(stamps.get(id_), fingerprinter.fingerprints(id_))
        for id_ in resolution.map.statements
    }
    changed = frozenset(
        id_
        for id_, state in states.items()
        if state in (ReviewState.CHANGED, ReviewState.UNREVIEWED)
    )
    old_texts = {} if since is None else _old_texts(resolution, since)
    texts = SourceTexts().open_texts(resolution)
    items = []
    for id_, statement in resolution.map.statements.items():
        state = states[id_]
        is_suspect = state in (ReviewState.SUSPECT, ReviewState.SUSPECT_UPSTREAM)
        old_text = old_texts.get(id_)
        items.append(
            ReviewItem(
                statement,
                state,
                stamps.get(id_),
                fingerprinter.path_to_change(id_, changed) if is_suspect else (),
                old_text if old_text != statement.text else None,
                tuple(_passages(statement.citations, texts)) if state.is_due else (),
            )
        )
    if since is None:
        return items
    return [
        item
        for item in items
        if item.state in (ReviewState.SUSPECT, ReviewState.SUSPECT_UPSTREAM, ReviewState.CHANGED)
        or item.old_text is not None
        or item.statement.id not in old_texts
    ]


def stale_ids(resolution: Resolution) -> list[str]:
    """Return the ids of reviews whose statements a map no longer has."""
    name = map_name(resolution)
    return [
        stamp.id
        for stamp in read_stamps(map_path(resolution).parent)
        if stamp.map == name and stamp.id not in resolution.map.statements
    ]


def _old_texts(resolution: Resolution, since: str) -> dict[str, str]:
    """Return the texts of the statements at a revision, by their present ids."""
    from argmap.workspace.diff.versions import open_versions
    from argmap.workspace.load import load_resolution

    path = map_path(resolution)
    with ExitStack() as stack:
        old, _ = open_versions((since, str(path)), stack)
        if not old.targets:
            return {}
        old_map = load_resolution(old.targets[0].path, old.files).map
    pairs = match_maps(old_map, resolution.map).sentences.by_old
    return {
        new: old_map.statements[old_id].text
        for old_id, new in pairs.items()
        if old_id in old_map.statements
    }


def _passages(
    citations: Iterable[Citation], texts: Mapping[str, object]
) -> Iterable[tuple[str, str]]:
    """Yield the cited passages of available texts, with the labels of their locators."""
    from argmap.sources.loader import Passages

    for citation in citations:
        passages = texts.get(citation.source)
        locator = citation.locator
        if not isinstance(passages, Passages) or locator is None:
            continue
        if locator.unit is passages.unit and 1 <= locator.first <= len(passages):
            last = min(locator.last, locator.first + 2, len(passages))
            text = "\n".join(passages.texts[locator.first - 1 : last])
            yield f"{citation.source} {locator.label}", text
