"""References: ids, imports, and the sources and statements that a map names."""
