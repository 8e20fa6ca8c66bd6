"""The version, a literal: reading installed metadata costs more than parsing a map."""

__version__ = "0.1.0"
