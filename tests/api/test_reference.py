"""The reference of the API is complete and up to date."""

from tests.api.reference import GROUPS, PAGE, page

import argmap


def test_the_reference_has_all_public_names():
    """Each name once; all of them have a docstring."""
    names = [name for group in GROUPS.values() for name in group]
    assert sorted([*names, "__version__"]) == sorted(argmap.__all__)
    assert not [name for name in names if not getattr(argmap, name).__doc__]


def test_the_reference_is_up_to_date():
    """`make docs` renews it."""
    assert PAGE.read_text(encoding="utf-8") == page()
