"""Error recovery: what an author most likely meant where the grammar cannot continue."""
