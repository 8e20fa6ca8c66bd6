"""The three labels, ordered so that least and greatest mean and and or."""

from argmap.model import Status

OUT = 0
"""Rejected; of a step: it does not hold."""
UNDECIDED = 1
TRUE = 2
"""Accepted; of a step: it holds. ``TRUE - label`` is a label's negation."""

STATUSES = {OUT: Status.REJECTED, UNDECIDED: Status.UNDECIDED, TRUE: Status.ACCEPTED}
LABELS = {status: label for label, status in STATUSES.items()}
