"""How much it takes: proof standards, and who bears the burden."""

from __future__ import annotations

from enum import Enum


class Standard(Enum):
    """What a statement needs in order to stand, over the steps for and against it that hold.

    Source: Gordon, Prakken & Walton, The Carneades Model of Argument and Burden of Proof,
    Artificial Intelligence 171, 2007; Farley & Freeman, Burden of Proof in Legal Argumentation,
    ICAIL 1995; Gordon & Walton, Proof Burdens and Standards, 2009.
    """

    DIALECTICAL = "dialectical"
    """Something for it, and nothing against it."""
    SCINTILLA = "scintilla"
    """Something for it, whatever is against it."""
    PREPONDERANCE = "preponderance"
    """The strongest step for it outweighs the strongest against it."""
    CLEAR_AND_CONVINCING = "clear-and-convincing"
    """It does so by a margin, and is strong in itself."""
    BEYOND_REASONABLE_DOUBT = "beyond-reasonable-doubt"
    """And the strongest step against it is weak in itself."""


class Burden(Enum):
    """What a claim is that nothing supports."""

    ASSERTED = "asserted"
    """It stands until something speaks against it."""
    STRICT = "strict"
    """It falls: who claims must give a ground."""
