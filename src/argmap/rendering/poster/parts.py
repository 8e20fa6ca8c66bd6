"""The parts of a map in its overview, and how they bear on each other.

A part is a section of the map or an imported file. A map with questions is divided into the options
of its questions instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from attrs import define, field, frozen

from argmap.model import (
    ArgumentMap,
    Concession,
    Polarity,
    Question,
    Side,
    Status,
)
from argmap.rendering.poster.summary import CardPoint, PointKind, Summary, count_words
from argmap.rendering.views import UnknownName

_MAX_OTHERS = 3
_MAX_PARTS = 120
_MAX_QUESTIONS = 6


@define
class MapPart:
    """A part of a map, with the parts that bear on it.

    Attributes:
        id: The id of the section, question or option.
        title: The title; empty if there is none.
        points: What the card says, in its order.
        tally: How many statements and objections the part has.
        status: The status of what it concludes; None if that is not shown.
        is_against: Whether the part attacks what its parent concludes.
        is_connected: Whether the part bears on its parent.
        is_option: Whether the part is an option of its parent, which is a question.
        others: What it bears on besides its parent, in words.
        children: The parts that bear on this one.
        url: The picture of the part; None if it has none.
    """

    id: str
    title: str
    points: tuple[CardPoint, ...] = ()
    tally: tuple[str, ...] = ()
    status: Status | None = None
    is_against: bool = False
    is_connected: bool = True
    is_option: bool = False
    others: tuple[str, ...] = ()
    children: list[MapPart] = field(factory=list)
    url: str | None = None

    @property
    def summary(self) -> list[str]:
        """The tally in words, after the status if it is news: an option that is accepted is."""
        is_news = self.is_option or self.status is not Status.ACCEPTED
        return [*([self.status.value.upper()] if self.status and is_news else []), *self.tally]

    def walk(self, depth: int = 0) -> Iterator[tuple[MapPart, int]]:
        """Yield this part and those below it, each with its depth, in reading order."""
        stack = [(self, depth)]
        while stack:
            part, part_depth = stack.pop()
            yield part, part_depth
            stack += [(child, part_depth + 1) for child in reversed(part.children)]


class PartLink(NamedTuple):
    """An inference, or several of one kind, from one part to another one that is not its parent."""

    source: str
    target: str
    is_against: bool


@frozen
class PosterBlock:
    """A thesis or a question, and the parts that bear on it.

    Attributes:
        head: The thesis or question; its children are the columns.
        links: The connections between parts that the columns do not show.
    """

    head: MapPart
    links: tuple[PartLink, ...] = ()


def has_overview(argument_map: ArgumentMap) -> bool:
    """Return whether a map has parts: several sections or imported files, or a question."""
    return bool(argument_map.questions) or len(part_ids(argument_map).values()) > 1


def require_parts(argument_map: ArgumentMap) -> None:
    """Check that a map has parts, which an overview shows.

    Raises:
        UnknownName: If it has none, or only one.
    """
    if not has_overview(argument_map):
        raise UnknownName(
            f"this map has {'only one part' if argument_map.sections else 'no parts'}, and an "
            "overview shows several; add a `section` around each part of the argument, import the "
            "parts from files, or ask a `question`"
        )


def find_blocks(
    argument_map: ArgumentMap, statuses: Mapping[str, Status], urls: Mapping[str, str]
) -> list[PosterBlock]:
    """Return the overview of a map.

    Args:
        argument_map: The whole map.
        statuses: The statuses of all statements and inferences.
        urls: The pictures of sections, questions and options, by id; `""` is the whole map.
    """
    summary = Summary(argument_map, statuses)
    questions = list(argument_map.questions.values())
    shown = questions[:_MAX_QUESTIONS]
    blocks = [PosterBlock(_question_part(summary, question, urls)) for question in shown]
    if omitted := len(questions) - len(blocks):
        blocks[-1].head.tally += (f"{count_words(omitted, 'more question')} not shown",)
    has_sections = bool(argument_map.theses or not blocks) and bool(part_ids(argument_map))
    if has_sections or not blocks:
        blocks.append(_SectionTree(summary, urls).block())
    return blocks


# ---- Sections ------------------------------------------------------------------------------------


def part_ids(argument_map: ArgumentMap) -> dict[str, str]:
    """Return the section that each statement is a part of.

    That is the outermost section. If all statements are in one, the sections in it are the parts.
    """
    paths = {
        id_: argument_map.section_path(statement.section)
        for id_, statement in argument_map.statements.items()
    }
    paths = {id_: path for id_, path in paths.items() if path}
    while paths and len({path[0] for path in paths.values()}) == 1:
        inner = {id_: path[1:] for id_, path in paths.items() if len(path) > 1}
        if not inner:
            break
        paths = inner
    parts = {id_: path[0] for id_, path in paths.items()}
    return parts if len(set(parts.values())) > 1 else {}


@define
class _SectionTree:
    """Arranges the sections of a map by how they bear on the thesis, and on each other."""

    summary: Summary
    urls: Mapping[str, str]
    _part_of: dict[str, str] = field(init=False)
    _members: dict[str, list[str]] = field(init=False, factory=dict)
    _parts: dict[str, MapPart] = field(init=False, factory=dict)
    _tree_pairs: set[tuple[str, str]] = field(init=False, factory=set)

    def block(self) -> PosterBlock:
        argument_map = self.summary.argument_map
        self._part_of = part_ids(argument_map)
        for thesis in argument_map.theses:
            self._part_of.pop(thesis, None)
        for id_ in argument_map.statements:
            self._members.setdefault(self._part_of.get(id_, ""), []).append(id_)
        for name, ids in self._members.items():
            self._parts[name] = self._make_part(name, ids)
        head = self._parts.setdefault("", MapPart("", ""))
        self._grow()
        self._limit(head)
        links = self._links(head)
        self._describe_links(links)
        return PosterBlock(head, tuple(links))

    def _describe_links(self, links: list[PartLink]) -> None:
        """Say on the card of each part which other parts it bears on."""
        targets: dict[tuple[str, bool], list[str]] = {}
        for link in links:
            part = self._parts[link.target]
            targets.setdefault((link.source, link.is_against), []).append(part.title or part.id)
        for (source, is_against), titles in targets.items():
            part, verb = self._parts[source], "counts against" if is_against else "supports"
            rest = len(titles) - _MAX_OTHERS
            shown = [f"“{title}”" for title in titles[:_MAX_OTHERS]]
            if rest > 0:
                shown.append(count_words(rest, "more part"))
            part.others = (*part.others, f"also {verb} {_enumerate(shown)}")

    def _make_part(self, name: str, ids: list[str]) -> MapPart:
        summary, argument_map = self.summary, self.summary.argument_map
        if not name:
            return self._make_head()
        conclusions = self._conclusions(name, ids)
        points = [CardPoint(PointKind.CONCLUSION, summary.text(id_)) for id_ in conclusions]
        objections = summary.objections(ids)
        points += summary.objection_points(objections)
        section = argument_map.sections[name]
        return MapPart(
            name,
            section.title or (name if section.is_named else ""),
            tuple(points),
            summary.tally(len(ids), objections),
            _joint_status(summary.statuses.get(id_) for id_ in conclusions),
            url=self.urls.get(name),
        )

    def _make_head(self) -> MapPart:
        summary, argument_map = self.summary, self.summary.argument_map
        theses = argument_map.theses
        points = [CardPoint(PointKind.CONCLUSION, summary.text(id_)) for id_ in theses]
        head_objections = summary.objections(self._members.get("", ()))
        objections = summary.objections(argument_map.statements)
        part_count = len(self._members) - ("" in self._members)
        tally = summary.tally(len(argument_map.statements), objections)
        return MapPart(
            "",
            argument_map.title,
            (*points, *summary.objection_points(head_objections)),
            (f"{tally[0]} in {count_words(part_count, 'part')}", *tally[1:]),
            _joint_status(summary.statuses.get(id_) for id_ in theses),
            url=self.urls.get(""),
        )

    def _conclusions(self, name: str, ids: list[str]) -> list[str]:
        """Return the statements that other parts depend on, or else the roots.

        Those with most statements behind them come first; objections and concessions come last.
        """
        argument_map = self.summary.argument_map
        used = [
            id_
            for id_ in ids
            if any(
                self._part_of.get(inference.conclusion, "") != name
                for inference in (
                    *argument_map.inferences_from.get(id_, ()),
                    *argument_map.undercuts_by.get(id_, ()),
                )
            )
        ]
        roots = set(argument_map.roots)
        candidates = used or [id_ for id_ in ids if id_ in roots] or ids[:1]
        own_claims = [
            id_
            for id_ in candidates
            if not isinstance(argument_map.statements[id_], Concession)
            and argument_map.sides.get(id_) is not Side.AGAINST
        ]
        sizes = self.summary.sizes
        return sorted(own_claims or candidates, key=lambda id_: -sizes.get(id_, 1))

    def _grow(self) -> None:
        """Place each part below the one that its main conclusion bears on.

        The parts that are not reached in this way are placed below the nearest part that they bear
        on, and those that bear on none below the head.
        """
        parents = {name: self._parent(name) for name in self._parts if name}
        placed, queue = {""}, [""]
        unplaced = iter(self._parts)
        position = fallback_position = 0
        while len(queue) < len(self._parts):
            if position < len(queue):
                name = queue[position]
                position += 1
                for source, is_against in self._sources_by_part[name].items():
                    if source not in placed and parents[source] == (name, is_against):
                        self._place(source, name, is_against, placed, queue)
            elif fallback_position < len(queue):
                name = queue[fallback_position]
                fallback_position += 1
                for source, is_against in self._sources_by_part[name].items():
                    if source not in placed:
                        self._place(source, name, is_against, placed, queue)
            else:
                source = next(name for name in unplaced if name not in placed)
                self._place(source, "", False, placed, queue)
                self._parts[source].is_connected = False

    @cached_property
    def _sources_by_part(self) -> dict[str, dict[str, bool]]:
        """The parts that bear on each part, and whether their first inference is against it."""
        by_part: dict[str, dict[str, bool]] = {name: {} for name in self._parts}
        for name, sources in by_part.items():
            for source, is_against in self._sources(name):
                sources.setdefault(source, is_against)
        return by_part

    def _place(
        self, name: str, parent: str, is_against: bool, placed: set[str], queue: list[str]
    ) -> None:
        placed.add(name)
        queue.append(name)
        self._tree_pairs.add((name, parent))
        self._parts[name].is_against = is_against
        self._parts[parent].children.append(self._parts[name])

    def _parent(self, name: str) -> tuple[str, bool] | None:
        """Return the part that the main conclusion of a part bears on, and whether against it."""
        edges = self.summary.edges
        id_ = self._conclusions(name, self._members[name])[0]
        while (inference := edges.get(id_)) is not None:
            if (parent := self._part_of.get(inference.conclusion, "")) != name:
                is_con = inference.polarity is Polarity.CON
                return parent, is_con if id_ in inference.premises else not is_con
            id_ = inference.conclusion
        return None

    def _sources(self, name: str) -> Iterator[tuple[str, bool]]:
        """Yield the parts that bear on a part, in the order of its premises, nearest first."""
        argument_map = self.summary.argument_map
        depths = argument_map.depths
        members = sorted(self._members.get(name, ()), key=lambda id_: depths.get(id_, len(depths)))
        for id_ in members:
            for inference in argument_map.inferences_to.get(id_, ()):
                is_con = inference.polarity is Polarity.CON
                for premise in inference.premises:
                    if (source := self._part_of.get(premise, "")) != name:
                        yield source, is_con
                for undercutter in inference.undercutters:
                    if (source := self._part_of.get(undercutter, "")) != name:
                        yield source, not is_con

    def _limit(self, head: MapPart) -> None:
        """Leave out the parts after the first `_MAX_PARTS`, which the tally counts."""
        omitted = 0
        for index, (part, _) in enumerate(list(head.walk())):
            if index + len(part.children) > _MAX_PARTS:
                kept = max(_MAX_PARTS - index, 0)
                omitted += sum(1 for child in part.children[kept:] for _ in child.walk())
                part.children = part.children[:kept]
        if omitted:
            head.tally += (f"{count_words(omitted, 'part')} not shown",)

    def _links(self, head: MapPart) -> list[PartLink]:
        """Return the connections that the tree does not show, the most frequent first."""
        shown = {part.id for part, _ in head.walk()} - {""}
        counts: Counter[PartLink] = Counter()
        for name in self._parts:
            if name not in shown:
                continue
            for source, is_against in self._sources(name):
                if source in shown and (source, name) not in self._tree_pairs:
                    counts[PartLink(source, name, is_against)] += 1
        return [link for link, _ in counts.most_common()]


def _enumerate(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _joint_status(statuses: Iterable[Status | None]) -> Status | None:
    """Return the status that all statements share; else the worst one."""
    distinct = set(statuses)
    for status in (Status.REJECTED, Status.UNDECIDED, Status.ACCEPTED):
        if status in distinct:
            return status
    return None


# ---- Questions -----------------------------------------------------------------------------------


def _question_part(summary: Summary, question: Question, urls: Mapping[str, str]) -> MapPart:
    argument_map = summary.argument_map
    options = question.options[:_MAX_PARTS]
    chosen = [id_ for id_ in options if summary.is_accepted(id_)]
    head = MapPart(
        question.id,
        question.label or argument_map.title,
        (CardPoint(PointKind.CONCLUSION, " ".join(question.text.split())),),
        (count_words(len(question.options), "option"), _answer(summary, question, chosen)),
        url=urls.get(question.id),
    )
    head.children = [_option_part(summary, id_, urls) for id_ in options]
    return head


def _answer(summary: Summary, question: Question, chosen: list[str]) -> str:
    if chosen:
        return "answer: " + ", ".join(
            summary.argument_map.statements[id_].label or summary.text(id_) for id_ in chosen
        )
    is_open = any(summary.statuses.get(id_) is Status.UNDECIDED for id_ in question.options)
    return "open" if is_open else "no option is accepted"


def _option_part(summary: Summary, id_: str, urls: Mapping[str, str]) -> MapPart:
    argument_map = summary.argument_map
    statement = argument_map.statements[id_]
    inferences = argument_map.inferences_to.get(id_, ())
    for_count = sum(inference.polarity is Polarity.PRO for inference in inferences)
    points = [CardPoint(PointKind.CONCLUSION, summary.text(id_))] if statement.label else []
    points += summary.support_points(id_)
    points += summary.objection_points(summary.objections([id_]))
    return MapPart(
        id_,
        statement.label or summary.text(id_),
        tuple(points),
        (f"{for_count:,} for", f"{len(inferences) - for_count:,} against"),
        summary.statuses.get(id_),
        is_option=True,
        url=urls.get(id_, statement.url),
    )
