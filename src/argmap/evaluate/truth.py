"""The three labels, ordered so that least and greatest mean and and or."""

OUT = 0
"""Rejected; of a step: it does not hold."""
UNDECIDED = 1
TRUE = 2
"""Accepted; of a step: it holds. ``TRUE - label`` is a label's negation."""
