"""Cached diagnostics are validated when they are read, since files may be damaged."""

import pytest

from argmap.workspace.cache_entry import expect_number


@pytest.mark.parametrize("value", [0, 4])
def test_a_valid_index_is_accepted(value):
    """An index is below the length of its list."""
    assert expect_number(value, 5) == value


@pytest.mark.parametrize(("value", "error"), [(-1, ValueError), (5, ValueError), (True, TypeError)])
def test_an_invalid_index_is_an_error(value, error):
    """An index from a damaged file may be negative, too large, or of the wrong type."""
    with pytest.raises(error):
        expect_number(value, 5)
