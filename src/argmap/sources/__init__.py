"""Verification of citations: source texts, quotations, numbers and the lock file.

A check imports this package only for maps whose sources have a text or a lock.
"""
