"""Reviews: who has approved which statement, and whether it is still what the reviewer saw."""
