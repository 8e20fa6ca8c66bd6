"""Use cases over files: the only place where command line, language server and files meet."""
