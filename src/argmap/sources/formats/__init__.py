"""From a file's bytes to blocks of text: one file a format."""
