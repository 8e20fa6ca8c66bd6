"""The settings that an editor sends."""

import pytest

from argmap.lsp.server import MAX_DELAY_SECONDS, ClientSettings


@pytest.mark.parametrize(
    ("values", "changed"),
    [
        ({"hints": False}, {"hints": False}),
        ({"argmap": {"strengths": True, "lenses": False}}, {"strengths": True, "lenses": False}),
        ({"delay": 1}, {"delay": 1.0}),
        ({"delay": 0}, {"delay": 0.0}),
        ({"delay": MAX_DELAY_SECONDS}, {"delay": MAX_DELAY_SECONDS}),
        ({"delay": MAX_DELAY_SECONDS + 0.1}, {}),
        ({"delay": -0.1}, {}),
        ({"delay": True}, {}),
        ({"delay": "1"}, {}),
        ({"hints": 0, "strengths": "yes", "lenses": None, "unknown": True}, {}),
        ({"argmap": None, "hints": False}, {}),
        (None, {}),
        ([], {}),
    ],
)
def test_settings_of_the_right_type_are_adopted(values, changed):
    """At the top level or under the key `argmap`; all others keep their values."""
    settings = ClientSettings()
    settings.update(values)
    defaults = {"hints": True, "strengths": False, "lenses": True, "delay": 0.15}
    assert {name: getattr(settings, name) for name in defaults} == defaults | changed
