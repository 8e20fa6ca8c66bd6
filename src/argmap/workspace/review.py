"""Records reviews in `argmap.review` beside a map, and lists what is due."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.comparison import match_maps
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.model import Citation, Statement
from argmap.resolve import Resolution
from argmap.reviews.map_reviews import MapReviews
from argmap.reviews.review_file import ReviewFile, dump_stamps
from argmap.reviews.stamps import ReviewState, Stamp
from argmap.text import exclusive_access, write_atomically
from argmap.workspace.environment import today
from argmap.workspace.files import display_path
from argmap.workspace.git import line_authors, user_name
from argmap.workspace.load import has_errors
from argmap.workspace.review_files import read_review_file, review_path
from argmap.workspace.source_texts import SourceTexts, map_name, map_path

_MAX_PASSAGES = 3
"""The number of passages at a citation that are shown."""


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


def map_reviews(resolution: Resolution) -> MapReviews:
    """Return the reviews of a map, compared with what the map is now.

    Raises:
        InputError: If the file with the reviews cannot be read, or a line of it is not valid.
    """
    file = _read_valid(map_path(resolution).parent)
    located = file.stamps_of(map_name(resolution)).by_id if file else {}
    stamps = {id_: item.stamp for id_, item in located.items()}
    return MapReviews(evaluate(resolution.map), stamps)


def default_reviewer() -> str:
    """Return the name that git or the system has for the user; empty if there is none."""
    return (user_name() or os.environ.get("USER") or "").strip()


def record_reviews(resolution: Resolution, ids: Sequence[str], reviewer: str, note: str) -> Path:
    """Record that a reviewer has approved statements; return the file.

    Two processes that record reviews in one folder wait for each other.

    Raises:
        InputError: If the file cannot be read, or a line of it is not valid.
        OSError: If it cannot be written, or is a link that leads out of the folder.
    """
    reviews = MapReviews(evaluate(resolution.map), {})
    name = map_name(resolution)
    authors = _authors(resolution, ids)
    new = [
        Stamp(name, id_, reviews.fingerprints(id_), today(), reviewer, authors[id_], note)
        for id_ in ids
    ]
    replaced = {(stamp.map, stamp.id) for stamp in new}
    return _rewrite(
        resolution,
        lambda old: [*(stamp for stamp in old if (stamp.map, stamp.id) not in replaced), *new],
    )


def prune_reviews(resolution: Resolution) -> dict[str, str | None]:
    """Remove the reviews of statements that a map does not have any more.

    The review of a statement that was only renamed gets the new id.

    Returns:
        For each id without a statement, the new id, or None if the review was removed.

    Raises:
        InputError: If the map has errors, or as `record_reviews` does.
        OSError: As `record_reviews` does.
    """
    if has_errors(resolution):
        path = display_path(map_path(resolution))
        raise InputError(f"`{path}` has errors, so statements may be missing; fix them first")
    reviews = map_reviews(resolution)
    new_ids = {id_: reviews.new_id(id_) for id_ in reviews.stale}
    name = map_name(resolution)

    def pruned(old: list[Stamp]) -> Iterator[Stamp]:
        for stamp in old:
            new_id = new_ids.get(stamp.id, stamp.id) if stamp.map == name else stamp.id
            if new_id is not None:
                yield evolve(stamp, id=new_id)

    if new_ids:
        _rewrite(resolution, pruned)
    return new_ids


def _rewrite(resolution: Resolution, change: Callable[[list[Stamp]], Iterable[Stamp]]) -> Path:
    """Replace the stamps in the folder of a map; return the file."""
    path = review_path(resolution)
    with exclusive_access(path):
        file = _read_valid(path.parent)
        old = [] if file is None else [located.stamp for located in file.stamps]
        write_atomically(path, dump_stamps(change(old)), within=path.parent)
    return path


def _read_valid(folder: Path) -> ReviewFile | None:
    """Return the reviews in a folder, or None if there are none.

    Raises:
        InputError: If the file cannot be read, or a line of it is not valid.
    """
    file = read_review_file(folder)
    if file is not None and file.broken:
        raise InputError(
            f"`{file.source.name}`: line {file.broken[0].start.line} is not a review; restore it "
            "from git, or delete the line"
        )
    return file


def _authors(resolution: Resolution, ids: Iterable[str]) -> dict[str, str]:
    """Return who wrote the first lines of statements, as far as git knows it.

    A line that is not in the last commit is by the user.
    """
    paths = {
        document.source.name: path
        for document, path in zip(resolution.documents, resolution.paths, strict=True)
    }
    by_file: dict[Path | None, dict[str, str] | None] = {None: None}
    authors: dict[str, str] = {}
    for id_ in ids:
        location = resolution.map.statements[id_].location
        path = paths.get(location.source.name)
        if path is not None and path not in by_file:
            by_file[path] = line_authors(path)
        known = by_file[path]
        line = location.source.line(location.start.line)
        authors[id_] = "" if known is None else known.get(line) or user_name() or ""
    return authors


class ReviewList(NamedTuple):
    """The listed statements of a map in the author's order, and all of its reviews."""

    items: list[ReviewItem]
    reviews: MapReviews


def list_reviews(resolution: Resolution, since: str | None = None) -> ReviewList:
    """Return the statements of a map with their states.

    Args:
        resolution: The map.
        since: A git revision: only statements that differ from it, or that are due although they
            do not differ, are listed, with their earlier texts.

    Raises:
        InputError: If the file with the reviews or the revision cannot be read.
    """
    reviews = map_reviews(resolution)
    old_texts = {} if since is None else _old_texts(resolution, since)
    texts = SourceTexts().open_texts(resolution)
    items = []
    for id_, statement in resolution.map.statements.items():
        state = reviews.states[id_]
        old_text = old_texts.get(id_)
        items.append(
            ReviewItem(
                statement,
                state,
                reviews.stamps.get(id_),
                reviews.path_to_change(id_) if state.is_suspect else (),
                old_text if old_text != statement.text else None,
                tuple(_passages(statement.citations, texts)) if state.is_due else (),
            )
        )
    if since is not None:
        items = [
            item
            for item in items
            if item.state.is_out_of_date
            or item.old_text is not None
            or item.statement.id not in old_texts
        ]
    return ReviewList(items, reviews)


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
        if locator.is_searched and passages.contains(locator):
            shown = passages.numbered(locator)[:_MAX_PASSAGES]
            text = "\n".join(passage.text for passage in shown)
            yield f"{citation.source} {locator.label}", text
