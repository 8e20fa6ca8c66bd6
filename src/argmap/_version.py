"""The version, as a literal because reading installed metadata is slower than parsing a map."""

__version__ = "0.1.0"
