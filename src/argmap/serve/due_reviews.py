"""The reviews on the live page: what is due, and recording that a reader approves a statement."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from argmap.errors import InputError
from argmap.model.statement import display_name
from argmap.resolve import Resolution
from argmap.reviews.map_reviews import MapReviews
from argmap.workspace.files import FileCache
from argmap.workspace.load import has_errors, load_resolution
from argmap.workspace.review import ReviewItem, list_reviews, map_reviews, record_reviews

MAX_REASON_CHARACTERS = 500
_MAX_ITEMS = 200
_MAX_PASSAGE_CHARACTERS = 2_000


class DueReview(NamedTuple):
    """A statement that is due for review.

    Attributes:
        id: Its id.
        is_named: Whether the author gave it an id; only such statements can be reviewed.
        name: Its kind, and its id or the beginning of its text.
        text: Its text.
        state: Its state, such as ``suspect``.
        seen: What a reader of the page sees, as digests.
        path: For a suspect statement, the ids from it to a statement that differs.
        passages: The cited passages, each with its label.
        has_citations: Whether it cites a source, whose text may not be available.
        last: Its last review in a sentence, or an empty text.
    """

    id: str
    is_named: bool
    name: str
    text: str
    state: str
    seen: str
    path: tuple[str, ...]
    passages: tuple[tuple[str, str], ...]
    has_citations: bool
    last: str


class ReviewQueue(NamedTuple):
    """The statements of a map that are due for review.

    Attributes:
        items: The first of them, in the author's order.
        total: The number of all of them.
        failure: Why they are not known; empty if they are.
    """

    items: tuple[DueReview, ...] = ()
    total: int = 0
    failure: str = ""


class ReviewRefused(Exception):
    """A review was not recorded; the message says why."""


def review_queue(resolution: Resolution) -> ReviewQueue:
    """Return what is due for review in a map."""
    try:
        listed = list_reviews(resolution)
    except InputError as error:
        return ReviewQueue(failure=str(error))
    due = [item for item in listed.items if item.state.is_due]
    items = tuple(_due_review(item, listed.reviews) for item in due[:_MAX_ITEMS])
    return ReviewQueue(items, len(due))


def _due_review(item: ReviewItem, reviews: MapReviews) -> DueReview:
    statement, stamp = item.statement, item.stamp
    note = f": {stamp.note}" if stamp is not None and stamp.note else ""
    return DueReview(
        statement.id,
        statement.is_named,
        f"{statement.kind} {display_name(statement)}" if statement.is_named else statement.kind,
        statement.text,
        item.state.value,
        _seen(reviews, statement.id),
        item.path,
        tuple((label, text[:_MAX_PASSAGE_CHARACTERS]) for label, text in item.passages),
        bool(statement.citations),
        f"Reviewed {stamp.date} by {stamp.reviewer}{note}" if stamp is not None else "",
    )


def _seen(reviews: MapReviews, id_: str) -> str:
    return "-".join(reviews.fingerprints(id_))


def accept(path: Path, id_: str, seen: str, reviewer: str, reason: str) -> None:
    """Record that a reader of the page approves a statement as the page showed it.

    Args:
        path: The map.
        id_: The statement.
        seen: What the page showed (see `DueReview`).
        reviewer: The name of the reader.
        reason: Why the reader approves the statement.

    Raises:
        ReviewRefused: If the statement is not on the disk as the page showed it, or the review
            cannot be recorded.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > MAX_REASON_CHARACTERS or not reason.isprintable():
        raise ReviewRefused(f"write a reason of at most {MAX_REASON_CHARACTERS} characters")
    if not reviewer:
        raise ReviewRefused("set git's user.name, and start argmap serve again")
    try:
        resolution = load_resolution(path, FileCache())
        if has_errors(resolution):
            raise ReviewRefused("the map has errors; fix them first")
        statement = resolution.map.statements.get(id_)
        if statement is None or not statement.is_named:
            raise ReviewRefused("the map has no statement with this id")
        if _seen(map_reviews(resolution), id_) != seen:
            raise ReviewRefused("the statement has changed; read it again")
        record_reviews(resolution, [id_], reviewer, reason)
    except (InputError, OSError) as error:
        raise ReviewRefused(str(error)) from error
