"""Citations that can be trusted: a source's text, what is cited of it, and the lock.

Nothing here is imported by a check of a map whose sources have no text at hand and no lock.
"""
