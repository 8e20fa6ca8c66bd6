"""Which counterpoints need an answer (DIA401), against an oracle that walks every way."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.cases_reader import MAIN, Case
from tests.strategies import map_texts

from argmap.evaluation import evaluate
from argmap.evaluation.unanswered import find_blocking, find_unanswered
from argmap.model import Counterpoint, Polarity, Side, Status
from argmap.syntax import parse
from argmap.syntax.tree import Attribute, MapDecl
from argmap.text import Edit, SourceText, Span, apply_edits

NO_SIDE = {"DIA401", "DIA402", "EVI301", "SEM501", "STR201", "STR203"}


def _map(text):
    return Case("", {MAIN: text}).resolve().map


@st.composite
def arguments(draw):
    """A named thesis and a few statements that attack, support and undercut each other."""
    count = draw(st.integers(2, 6))
    ids = [f"s{number}" for number in range(count)]
    lines = ['map "M" { thesis: s0 }', 'claim s0 "S0"']
    inferences = []
    for number in range(1, count):
        kind = draw(st.sampled_from(("counterpoint", "counterpoint", "claim", "assumption")))
        others = [id_ for id_ in ids if id_ != ids[number]]
        said = []
        targets = draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
        for target in targets:
            verb = draw(st.sampled_from(("opposes", "supports")))
            said.append(f"{verb}: {target}")
            inferences.append(f"{ids[number]} -> {target}")
        if inferences and draw(st.booleans()):
            said.append(f"undercuts: {draw(st.sampled_from(inferences))}")
        lines.append(f'{kind} {ids[number]} "S{number}" {{ {" ".join(said)} }}')
    return "\n".join(lines)


def _moves(argument_map):
    """Return where a way goes on from each statement, and whether it turns around there."""
    moves = {id_: [] for id_ in argument_map.statements}
    for inference in argument_map.inferences.values():
        attacks = inference.polarity is Polarity.CON
        for premise in inference.premises:
            moves[premise].append((inference.conclusion, attacks))
        for undercutter in inference.undercutters:
            moves[undercutter].append((inference.conclusion, not attacks))
    return moves


def _ways(moves, start, ends):
    """Return the sides of all ways from a statement: no two of a way's stops are the same."""
    found = set()
    if start in ends:
        return {False}

    def walk(here, turned, seen):
        for there, turns in moves[here]:
            stop = (there, turned ^ turns)
            if there in ends:
                found.add(stop[1])
            elif stop not in seen:
                walk(*stop, {*seen, stop})

    walk(start, False, {(start, False)})
    return found


def _sides(argument_map):
    moves = _moves(argument_map)
    roots = [id_ for id_, following in moves.items() if not following]
    named = {
        (False,): Side.FOR,
        (True,): Side.AGAINST,
        (False, True): Side.BOTH,
    }
    sides = {}
    for id_ in argument_map.statements:
        ways = _ways(moves, id_, {argument_map.thesis})
        if not ways:
            ends = [root for root in roots if root != argument_map.thesis]
            kinds = [
                (root, isinstance(argument_map.statements[root], Counterpoint)) for root in ends
            ]
            ways = {way ^ turns for end, turns in kinds for way in _ways(moves, id_, {end})}
        if ways:
            sides[id_] = named[tuple(sorted(ways))]
    return sides


@settings(deadline=None, max_examples=150)
@given(arguments())
@example('map "M" { thesis: a } claim a "A" { opposes: b } counterpoint b "B" { opposes: a }')
@example(
    'map "M" { thesis: a } claim a "A" claim b "B" { supports: a, c } claim c "C" { opposes: b }'
)
def test_the_side_of_a_statement_is_that_of_all_its_ways(text):
    """Each statement's side is what walking all its ways to the thesis gives."""
    argument_map = _map(text)
    assert argument_map.sides == _sides(argument_map)


@settings(deadline=None, max_examples=150)
@given(arguments())
def test_only_what_speaks_against_the_thesis_needs_an_answer(text):
    """What all ways make a defense is silent; where something accepted is not, one is reported."""
    argument_map = _map(text)
    evaluation = evaluate(argument_map)
    moves = _moves(argument_map)
    ends = {argument_map.thesis}
    against, apart = set(), set()
    for id_, statement in argument_map.statements.items():
        is_accepted = evaluation.status(id_) is Status.ACCEPTED
        if not isinstance(statement, Counterpoint) or not is_accepted:
            continue
        for conclusion, turns in _attacks(argument_map, id_):
            ways = _ways(moves, conclusion, ends)
            if not ways:
                apart.add(id_)
            if True in {way ^ turns for way in ways}:
                against.add(id_)
    found = set(find_unanswered(evaluation))
    assert found - apart <= against
    assert bool(found) or not against


def _attacks(argument_map, id_):
    for inference in argument_map.inferences.values():
        if inference.polarity is Polarity.CON and id_ in inference.premises:
            yield inference.conclusion, True
        if id_ in inference.undercutters:
            yield inference.conclusion, inference.polarity is Polarity.PRO


@settings(deadline=None, max_examples=150)
@given(arguments())
def test_what_decides_about_the_thesis_is_part_of_what_needs_an_answer(text):
    """Without what is named, the thesis is no worse off; with the thesis accepted, nothing is."""
    argument_map = _map(text)
    evaluation = evaluate(argument_map)
    found = find_unanswered(evaluation)
    named = find_blocking(evaluation, argument_map.thesis, found)
    if evaluation.status(argument_map.thesis) is Status.ACCEPTED:
        assert not named
    assert list(found) == [id_ for id_ in argument_map.statements if id_ in found]
    assert named == [id_ for id_ in found if id_ in set(named)]


def test_one_unanswered_counterpoint_is_reported_once():
    """However far down the last word is, one finding names it."""
    for depth in range(1, 12):
        opened = " ".join(f'counterpoint c{n} "C{n}" {{' for n in range(depth))
        text = f'map "M" {{ thesis: t }} claim t "T" {{ {opened} {"} " * depth} }}'
        codes = [f.code for f in Case("", {MAIN: text}).diagnostics() if f.code in NO_SIDE]
        assert codes == (["SEM501"] if depth % 2 else []) + ["EVI301"]


def test_a_long_chain_and_a_long_ring_take_no_time():
    """Nothing here goes through a map more than a few times, and nothing recurses."""
    size = 2_000
    chain = "".join(f'counterpoint c{n} "C{n}" {{ ' for n in range(size)) + "} " * size
    ring = "".join(
        f'counterpoint r{n} "R" {{ opposes: r{(n + 1) % size} supports: r{(n * 7 + 3) % size} }} '
        for n in range(size)
    )
    argument_map = _map(f'map "M" {{ thesis: t }} claim t "T" {{ {chain} }} {ring}')
    sides = argument_map.sides
    assert sides["c0"] is Side.AGAINST
    assert sides[f"c{size - 1}"] is Side.FOR
    assert "r0" not in sides


def _without_side(text):
    """Return a map with `thesis: none`, whatever thesis it names."""
    headers = [i for i in parse(SourceText("x", text)).items if isinstance(i, MapDecl)]
    if not headers:
        return f'map "M" {{ thesis: none }}\n{text}'
    (header,) = headers
    items = header.block.items if header.block else []
    for item in items:
        if isinstance(item, Attribute) and item.name.text == "thesis":
            return apply_edits(text, [Edit(item.values[0].span, "none")])
    if header.block:
        start = items[0].span.start
        return apply_edits(text, [Edit(Span(start, start), "thesis: none ")])
    end = header.head.end
    return apply_edits(text, [Edit(Span(end, end), " { thesis: none }")])


@settings(deadline=None, max_examples=60)
@given(st.one_of(map_texts(), arguments()))
def test_a_map_that_takes_no_side_is_asked_for_none(text):
    """With `thesis: none` no rule asks for a thesis, for support or for answers."""
    case = Case("", {MAIN: _without_side(text)})
    assert case.resolve().map.thesis is None
    assert case.resolve().map.is_neutral
    assert not NO_SIDE & {diagnostic.code for diagnostic in case.diagnostics()}
