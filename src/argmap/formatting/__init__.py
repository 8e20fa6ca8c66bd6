"""The canonical layout of a map's text: nothing is lost, and twice is once."""
