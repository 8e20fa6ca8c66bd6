"""The three labels of the evaluation, and the statuses that they stand for.

Labels are ordered, so that ``min`` is conjunction, ``max`` is disjunction, and ``IN - label`` is
negation (Kleene's strong three-valued logic).
"""

from __future__ import annotations

from argmap.model import Status

OUT = 0
"""The label of a rejected statement, or of an inference that does not hold."""
UNDECIDED = 1
IN = 2
"""The label of an accepted statement, or of an inference that holds."""

STATUSES = {OUT: Status.REJECTED, UNDECIDED: Status.UNDECIDED, IN: Status.ACCEPTED}
LABELS = {status: label for label, status in STATUSES.items()}
