"""The picture as DOT."""
