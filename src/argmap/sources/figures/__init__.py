"""The figures in a text: numbers, years and dates, whichever way they are written.

A figure is compared by what it means. What it may mean are its `readings`: `150 000` is one number
or, seldom, two. A reading is the atoms that must all be found: a number (a `Decimal`), a `Date`, or
a `Decade`. Units and currencies are not compared, nor signs: `$34 billion` is the number
34,000,000,000.

Words are read in English; digits of any script are digits.
"""

from argmap.sources.figures.reading import Figure, Mentioned, asserted, mentioned

__all__ = ["Figure", "Mentioned", "asserted", "mentioned"]
