"""Diagnostics that are kept as data, and read again from what may be damaged."""

import pytest

from argmap.workspace.cache_entry import expect_number


@pytest.mark.parametrize("value", [0, 4])
def test_a_number_below_the_end_is_one(value):
    """It is the place of something in a list."""
    assert expect_number(value, 5) == value


@pytest.mark.parametrize(("value", "error"), [(-1, ValueError), (5, ValueError), (True, TypeError)])
def test_a_number_that_is_no_place_is_refused(value, error):
    """A damaged file must not lead to another place, or to one behind the end."""
    with pytest.raises(error):
        expect_number(value, 5)
