"""Verdicts: what the map concludes."""
