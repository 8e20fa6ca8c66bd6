"""The functions and classes of the Python API, by subject; `argmap` itself names them.

Programs import them from `argmap`, not from here. Each module is imported when one of its names is
used.
"""
