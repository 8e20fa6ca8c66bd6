"""The use cases of argmap over files, one per module: check, fix, format, render, lock, watch.

Commands, the language server and the live page call these functions; the packages below know
nothing of files on the disk.
"""
