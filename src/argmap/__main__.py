"""`python -m argmap` is `argmap`."""

from argmap.cli import main

main()
