"""Tests which counterpoints need an answer (DIA401), with an oracle that walks every path."""

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

RULES_FOR_ONE_SIDE = {"DIA401", "DIA402", "EVI301", "SEM501", "STR201", "STR203"}
"""Rules that ask for a thesis, for support or for answers."""


def _map(text):
    return Case("", {MAIN: text}).resolve().map


@st.composite
def debates(draw):
    """Generate a named thesis and a few statements that attack, support and undercut each other."""
    count = draw(st.integers(2, 6))
    ids = [f"s{number}" for number in range(count)]
    lines = ['map "M" { thesis: s0 }', 'claim s0 "S0"']
    inferences = []
    for number in range(1, count):
        kind = draw(st.sampled_from(("counterpoint", "counterpoint", "claim", "assumption")))
        others = [id_ for id_ in ids if id_ != ids[number]]
        attributes = []
        targets = draw(st.lists(st.sampled_from(others), unique=True, max_size=3))
        for target in targets:
            verb = draw(st.sampled_from(("opposes", "supports")))
            attributes.append(f"{verb}: {target}")
            inferences.append(f"{ids[number]} -> {target}")
        if inferences and draw(st.booleans()):
            attributes.append(f"undercuts: {draw(st.sampled_from(inferences))}")
        lines.append(f'{kind} {ids[number]} "S{number}" {{ {" ".join(attributes)} }}')
    return "\n".join(lines)


def _edges(argument_map):
    """Return the targets of each statement, and whether the edge to each changes the side."""
    edges = {id_: [] for id_ in argument_map.statements}
    for inference in argument_map.inferences.values():
        attacks = inference.polarity is Polarity.CON
        for premise in inference.premises:
            edges[premise].append((inference.conclusion, attacks))
        for undercutter in inference.undercutters:
            edges[undercutter].append((inference.conclusion, not attacks))
    return edges


def _path_sides(edges, start, ends):
    """Return the sides of all paths from a statement to the ends: True is against them.

    No path visits a statement twice on the same side.
    """
    sides = set()
    if start in ends:
        return {False}

    def walk(id_, is_against, visited):
        for target, changes_side in edges[id_]:
            step = (target, is_against ^ changes_side)
            if target in ends:
                sides.add(step[1])
            elif step not in visited:
                walk(*step, {*visited, step})

    walk(start, False, {(start, False)})
    return sides


def _sides(argument_map):
    edges = _edges(argument_map)
    roots = [id_ for id_, targets in edges.items() if not targets]
    names = {
        (False,): Side.FOR,
        (True,): Side.AGAINST,
        (False, True): Side.BOTH,
    }
    sides = {}
    for id_ in argument_map.statements:
        path_sides = _path_sides(edges, id_, {argument_map.thesis})
        if not path_sides:
            path_sides = {
                side ^ isinstance(argument_map.statements[root], Counterpoint)
                for root in roots
                if root != argument_map.thesis
                for side in _path_sides(edges, id_, {root})
            }
        if path_sides:
            sides[id_] = names[tuple(sorted(path_sides))]
    return sides


@settings(deadline=None, max_examples=150)
@given(debates())
@example('map "M" { thesis: a } claim a "A" { opposes: b } counterpoint b "B" { opposes: a }')
@example(
    'map "M" { thesis: a } claim a "A" claim b "B" { supports: a, c } claim c "C" { opposes: b }'
)
def test_the_side_of_a_statement_follows_from_all_its_paths(text):
    """The sides equal those found by walking all paths to the thesis."""
    argument_map = _map(text)
    assert argument_map.sides == _sides(argument_map)


@settings(deadline=None, max_examples=150)
@given(debates())
def test_only_counterpoints_against_the_thesis_need_an_answer(text):
    """A defense on all paths is not reported; if an accepted attack exists, one is reported."""
    argument_map = _map(text)
    evaluation = evaluate(argument_map)
    edges = _edges(argument_map)
    ends = {argument_map.thesis}
    against, disconnected = set(), set()
    for id_, statement in argument_map.statements.items():
        is_accepted = evaluation.status(id_) is Status.ACCEPTED
        if not isinstance(statement, Counterpoint) or not is_accepted:
            continue
        for conclusion, changes_side in _attacks(evaluation, id_):
            path_sides = _path_sides(edges, conclusion, ends)
            if not path_sides:
                disconnected.add(id_)
            if True in {side ^ changes_side for side in path_sides}:
                against.add(id_)
    reported = set(find_unanswered(evaluation))
    assert reported - disconnected <= against
    assert bool(reported) or not against


def _attacks(evaluation, id_):
    """Yield the conclusions that a statement attacks, and whether the attack changes the side.

    An attack that is rejected, because something undercuts it, needs no answer.
    """
    for inference in evaluation.argument_map.inferences.values():
        is_rejected = evaluation.status(inference.id) is Status.REJECTED
        if inference.polarity is Polarity.CON and id_ in inference.premises and not is_rejected:
            yield inference.conclusion, True
        if id_ in inference.undercutters:
            yield inference.conclusion, inference.polarity is Polarity.PRO


@settings(deadline=None, max_examples=150)
@given(debates())
def test_deciding_counterpoints_are_unanswered(text):
    """The counterpoints that decide against the thesis are a subset of the unanswered ones."""
    argument_map = _map(text)
    evaluation = evaluate(argument_map)
    reported = find_unanswered(evaluation)
    decisive = find_blocking(evaluation, argument_map.thesis, reported)
    if evaluation.status(argument_map.thesis) is Status.ACCEPTED:
        assert not decisive
    assert list(reported) == [id_ for id_ in argument_map.statements if id_ in reported]
    assert decisive == [id_ for id_ in reported if id_ in set(decisive)]


def test_one_unanswered_counterpoint_is_reported_once():
    """One diagnostic names the last counterpoint, however deep it is nested."""
    for depth in range(1, 12):
        opened = " ".join(f'counterpoint c{n} "C{n}" {{' for n in range(depth))
        text = f'map "M" {{ thesis: t }} claim t "T" {{ {opened} {"} " * depth} }}'
        all_codes = [diagnostic.code for diagnostic in Case("", {MAIN: text}).diagnostics()]
        codes = [code for code in all_codes if code in RULES_FOR_ONE_SIDE]
        assert codes == (["SEM501"] if depth % 2 else []) + ["EVI301"]


def test_a_root_that_is_a_concession_is_against_the_thesis():
    """What supports it is against the thesis too, and what attacks it is for the thesis."""
    sides = _map(
        'map "M" { thesis: t } claim t "T"\n'
        'concession k "K" { evidence e "E"  counterpoint c "C" }\n'
    ).sides
    assert (sides["k"], sides["e"], sides["c"]) == (Side.AGAINST, Side.AGAINST, Side.FOR)


def test_a_long_chain_and_a_long_cycle_are_fast():
    """The sides are computed in linear time and without recursion."""
    size = 2_000
    chain = "".join(f'counterpoint c{n} "C{n}" {{ ' for n in range(size)) + "} " * size
    cycle = "".join(
        f'counterpoint r{n} "R" {{ opposes: r{(n + 1) % size} supports: r{(n * 7 + 3) % size} }} '
        for n in range(size)
    )
    argument_map = _map(f'map "M" {{ thesis: t }} claim t "T" {{ {chain} }} {cycle}')
    sides = argument_map.sides
    assert sides["c0"] is Side.AGAINST
    assert sides[f"c{size - 1}"] is Side.FOR
    assert "r0" not in sides


def _without_thesis(text):
    """Return a map with `thesis: none`, whatever thesis it names."""
    headers = [item for item in parse(SourceText("x", text)).items if isinstance(item, MapDecl)]
    if not headers:
        return f'map "M" {{ thesis: none }}\n{text}'
    (header,) = headers
    items = header.block.items if header.block else []
    for item in items:
        if isinstance(item, Attribute) and item.name.text == "thesis":
            return apply_edits(
                text, [Edit(Span(item.values[0].span.start, item.values[-1].span.end), "none")]
            )
    if header.block:
        start = items[0].span.start
        return apply_edits(text, [Edit(Span(start, start), "thesis: none ")])
    end = header.head.end
    return apply_edits(text, [Edit(Span(end, end), " { thesis: none }")])


@settings(deadline=None, max_examples=60)
@given(st.one_of(map_texts(), debates()))
def test_a_neutral_map_needs_no_thesis_support_or_answers(text):
    """With `thesis: none`, the rules that ask for them report nothing."""
    case = Case("", {MAIN: _without_thesis(text)})
    assert case.resolve().map.thesis is None
    assert case.resolve().map.is_neutral
    assert not RULES_FOR_ONE_SIDE & {diagnostic.code for diagnostic in case.diagnostics()}
