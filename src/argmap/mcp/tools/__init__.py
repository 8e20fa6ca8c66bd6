"""The tools for assistants, one per module; a module is found by its presence.

A tool has ``PROPERTIES``, ``REQUIRED``, ``WRITES`` and ``run`` (see `argmap.mcp.calls.Tool`). Its
docstring is what the language model reads.
"""
