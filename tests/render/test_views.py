"""Views: maps made smaller."""

from tests.cases_reader import Case

from argmap.render.views import overview

FILES = {
    "map.argmap": 'import "p.argmap" as p\n'
    'claim m "M" { supported-by: p.top  reason { premises: p.deep  assumption x "X" } }',
    "p.argmap": 'map "Part" { thesis: top }\n'
    'claim top "Top" { claim middle "Middle" { claim deep "Deep" { evidence e "E" } } }',
}


def test_a_folded_part_is_only_what_the_rest_leans_on():
    """What joins a part to the rest stays, and leads to the part's own picture."""
    argument = Case("", FILES).resolve().map
    view, folded = overview(argument, {"p": "p.svg"})
    assert list(view.statements) == ["p.top", "p.deep", "m", "x"]
    assert view.statements["p.top"].url == "p.svg"
    assert view.statements["m"].url is None
    assert list(view.inferences) == ["p.top->m", "p.deep+x->m"]
    assert folded == {"p.top": 2}


def test_without_pictures_of_parts_nothing_is_folded():
    """A map whose parts have no picture of their own is drawn whole."""
    argument = Case("", FILES).resolve().map
    assert overview(argument, {}) == (argument, {})


def test_nothing_hangs_in_the_air():
    """A statement that only others lean on keeps its way to the rest of the map."""
    files = {
        "map.argmap": 'import "p.argmap" as p\nclaim m "M" { supported-by: p.top }\n'
        'claim far "Far" { supports: p.deep }',
        "p.argmap": FILES["p.argmap"],
    }
    view, folded = overview(Case("", files).resolve().map, {"p": "p.svg"})
    assert list(view.statements) == ["p.top", "p.middle", "p.deep", "m", "far"]
    assert view.roots == ["m"]
    assert folded == {"p.top": 1}


def test_a_part_that_nothing_leans_on_is_counted_too():
    """Where no statement of a part is drawn, its statements are counted for the map as a whole."""
    files = {"map.argmap": 'import "p.argmap" as p\nclaim m "M"', "p.argmap": FILES["p.argmap"]}
    view, folded = overview(Case("", files).resolve().map, {"p": "p.svg"})
    assert list(view.statements) == ["m"]
    assert folded == {"": 4}
