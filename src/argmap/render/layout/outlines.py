"""How far what is laid out reaches across, rank by rank, and standing such things side by side.

An outline is what Reingold and Tilford call the contours of a tree ("Tidier Drawings of Trees",
IEEE Transactions on Software Engineering 7(2), 1981). Here it is of boxes of any length across,
which stand in common ranks. Of two outlines only the ranks that both have are looked at, and the
deeper of the two is taken over as it is: so all of a map is joined in time linear in its boxes.
"""

from __future__ import annotations

from attrs import define, field


@define
class Outline:
    """Where some boxes begin and end across, ``at`` further on than ``lows`` and ``highs`` say.

    Both lists have the deepest rank first, so that the next one above is put at their ends.
    """

    lows: list[float] = field(factory=list)
    highs: list[float] = field(factory=list)
    at: float = 0.0

    def put_above(self, low: float, high: float) -> None:
        """Add a rank above all others."""
        self.lows.append(low - self.at)
        self.highs.append(high - self.at)

    def beside(self, other: Outline, gap: float) -> float:
        """Return how far another outline has to go to stand behind this one, clear by ``gap``."""
        pairs = zip(reversed(self.highs), reversed(other.lows), strict=False)
        return max(high - low for high, low in pairs) + self.at - other.at + gap

    def joined(self, other: Outline) -> Outline:
        """Return the outline of both, the other one behind; neither is to be used after it."""
        common = range(-min(len(self.lows), len(other.lows)), 0)
        move = other.at - self.at
        if len(self.lows) >= len(other.lows):
            for rank in common:
                self.highs[rank] = other.highs[rank] + move
            return self
        for rank in common:
            other.lows[rank] = self.lows[rank] - move
        return other


def outline_of(spans: dict[int, tuple[float, float]]) -> Outline:
    """Return the outline of boxes, given by rank from where to where they go, without a gap."""
    outline = Outline()
    for rank in sorted(spans, reverse=True):
        outline.put_above(*spans[rank])
    return outline
