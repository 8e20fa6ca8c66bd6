"""`argmap review`: record who has reviewed a statement, and list what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from argmap.cli.options.output import CURRENT_FOLDER, as_paths, print_path
from argmap.errors import InputError
from argmap.model.statement import display_name
from argmap.reporting._text import escape_unprintable, shorten
from argmap.resolve import Resolution
from argmap.reviews.stamps import ReviewState
from argmap.text.word_diff import diff_words
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.files import FileCache, display_path
from argmap.workspace.load import load_resolution
from argmap.workspace.review import (
    ReviewItem,
    ReviewList,
    default_reviewer,
    list_reviews,
    prune_reviews,
    record_reviews,
)
from argmap.workspace.statements import find_in_map, find_in_project
from argmap.workspace.targets import find_targets

_WIDTH = 100
_MAX_PASSAGE = 400
_MAX_BETWEEN = 3  # statements on a path that are named; of a longer path, only the first


@click.command("review")
@click.argument("words", nargs=-1, metavar="[MAP#ID]… | [PATH]…")
@click.option("--because", metavar="TEXT", help="Why you approve the statements.")
@click.option("--by", "reviewer", metavar="NAME", help="The reviewer [default: git's user.name].")
@click.option("--list", "is_list", is_flag=True, help="List what is due for review.")
@click.option(
    "--since",
    metavar="REV",
    help="With --list: only statements that differ from a git revision, with their old texts.",
)
@click.option("--all", "is_complete", is_flag=True, help="With --list: also what is reviewed.")
@click.option(
    "--prune", "is_prune", is_flag=True, help="Remove the reviews of statements that are gone."
)
def command(
    words: tuple[str, ...],
    because: str | None,
    reviewer: str | None,
    is_list: bool,
    since: str | None,
    is_complete: bool,
    is_prune: bool,
) -> None:
    """Record that you have reviewed statements, or list what is due.

    The command writes argmap.review into the folder of the map: one line per statement, with
    digests of what you saw. A statement counts as changed if it differs, and as suspect if
    something that its verdict depends on differs. A change that leaves the verdict and its
    explanation as they were makes nothing suspect.

    With --list, nothing is written. The output shows, for each statement that is due, the old text
    beside the new one, and the cited passage if the text of the source is available.

    With --prune, the reviews of statements that are not in the map any more are removed. A
    statement that was only renamed keeps its review.
    """
    if is_list and is_prune:
        raise click.UsageError("--list and --prune cannot be used together")
    if (is_list or is_prune) and (because is not None or reviewer is not None):
        option = "--list" if is_list else "--prune"
        raise click.UsageError(f"{option} records nothing; leave out --because and --by")
    if is_list:
        _list(words or CURRENT_FOLDER, since, is_complete=is_complete)
        return
    if since is not None or is_complete:
        raise click.UsageError("--since and --all require --list")
    if is_prune:
        _prune(words or CURRENT_FOLDER)
        return
    if not words:
        raise click.UsageError("name a statement, or use --list")
    if because is None or not because.strip():
        raise click.UsageError("--because is required: say why you approve the statement")
    _record(words, because.strip(), reviewer)


def _record(words: tuple[str, ...], because: str, reviewer: str | None) -> None:
    name = (reviewer or default_reviewer()).strip()
    if not name:
        raise click.UsageError("--by is required, because git has no user.name")
    by_map: dict[str, tuple[Resolution, list[str]]] = {}
    for word in words:
        map_name, _, id_ = word.rpartition("#")
        if map_name:
            (path,) = as_paths([map_name])
            ref = find_in_map(id_, load_resolution(path, FileCache()), map_name)
        else:
            ref = find_in_project(word)
        if ref.id not in ref.resolution.map.statements:
            raise InputError(f"`{word}` is not a statement; only statements are reviewed")
        by_map.setdefault(ref.map, (ref.resolution, []))[1].append(ref.id)
    for resolution, ids in by_map.values():
        file = record_reviews(resolution, ids, name, because)
        print_path(f"{display_path(file)}: {len(ids):,} reviewed by {name}")


def _maps(words: tuple[str, ...]) -> Iterator[tuple[Path, Resolution]]:
    files = FileCache()
    for target in find_targets(as_paths(words), files, Exclusions()):
        if target.is_top_level:
            yield target.path, load_resolution(target.path, files)


def _prune(words: tuple[str, ...]) -> None:
    for path, resolution in _maps(words):
        new_ids = prune_reviews(resolution)
        if not new_ids:
            print_path(f"{display_path(path)}: no stale reviews")
        for old, new in new_ids.items():
            done = f"removed the review of `{old}`" if new is None else f"`{old}` is now `{new}`"
            print_path(f"{display_path(path)}: {done}")


def _list(words: tuple[str, ...], since: str | None, *, is_complete: bool) -> None:
    is_first = True
    for path, resolution in _maps(words):
        lines = list(_lines(path, list_reviews(resolution, since), is_complete=is_complete))
        click.echo("\n".join([*([] if is_first else [""]), *lines]))
        is_first = False


def _lines(path: Path, listed: ReviewList, *, is_complete: bool) -> Iterator[str]:
    counts = Counter(item.state for item in listed.items)
    totals = ", ".join(f"{counts[state]:,} {state.value}" for state in ReviewState if counts[state])
    yield escape_unprintable(f"{display_path(path)}: {totals or 'nothing to review'}")
    for item in listed.items:
        if item.state.is_due or is_complete:
            yield from _item_lines(item)
    for id_ in listed.reviews.stale:
        yield f"  stale review: there is no statement `{escape_unprintable(id_)}` any more"


def _item_lines(item: ReviewItem) -> Iterator[str]:
    statement = item.statement
    name = f"{statement.kind} {display_name(statement)}"
    yield f"  {item.state.value}: {escape_unprintable(name)}"
    if item.old_text is None:
        yield f"      {shorten(statement.text, _WIDTH * 3)}"
    else:
        words = [
            piece.old
            if piece.is_common
            else (f"[-{piece.old}-]" if piece.old else "")
            + (f"{{+{piece.new}+}}" if piece.new else "")
            for piece in diff_words(item.old_text, statement.text)
        ]
        yield f"      {shorten(''.join(words), _WIDTH * 4)}"
    if item.path:
        first, *between, last = (f"`{id_}`" for id_ in item.path)
        shown = between if len(between) <= _MAX_BETWEEN else [between[0], "…"]
        names = " ← ".join((first, *shown, last))
        yield f"      it depends on what differs: {escape_unprintable(names)}"
    for label, text in item.passages:
        passage = shorten(" ".join(text.split()), _MAX_PASSAGE)
        yield f"      {escape_unprintable(label)}: {passage}"
    if item.stamp is not None:
        stamp = item.stamp
        note = f": {stamp.note}" if stamp.note else ""
        yield f"      reviewed {stamp.date} by {escape_unprintable(stamp.reviewer + note)}"
