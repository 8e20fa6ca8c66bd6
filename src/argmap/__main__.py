"""Runs the command line interface for `python -m argmap`."""

from argmap.cli import main

main()
