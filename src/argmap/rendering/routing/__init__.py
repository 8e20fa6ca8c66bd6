"""From places to lines: the way of every line, and what stands at its ends."""
