"""What an outline tells beyond what its map says: what stands, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from argmap.exchange.outline.markdown import escape, linked
from argmap.model import ArgumentMap, Inference, Statement, Status


@frozen
class Told:
    """What is known of statements and steps, by id; what is not in a mapping is not spoken of.

    ``folded`` counts statements that stand in another outline, by the statement that stands for
    them here, whose ``url`` leads there. ``view`` says in words which part of a map it is; what is
    folded is then left out, and in no other outline.
    """

    statuses: Mapping[str, Status] = field(factory=dict)
    folded: Mapping[str, int] = field(factory=dict)
    view: str = ""

    def head(self, argument_map: ArgumentMap) -> Iterator[str]:
        """Yield what is said below the title: which part it is, and how much of it stands."""
        if self.view:
            yield f"*A part of the map: {escape(self.view)}*"
        counts = Counter(
            self.statuses[id_] for id_ in argument_map.statements if id_ in self.statuses
        )
        if counts:
            told = ", ".join(f"{counts[status]:,} {status.value}" for status in Status)
            thesis = self.statuses.get(argument_map.thesis or "")
            fate = f" The thesis is {thesis.value}." if thesis else ""
            yield f"*What stands: {told}.{fate}*"

    def behind(self, statement: Statement) -> str:
        """Return what stands behind a sentence that is not accepted."""
        status = self.statuses.get(statement.id)
        return "" if status in (None, Status.ACCEPTED) else f" *({status.value})*"

    def behind_step(self, step: Inference) -> str:
        """Return what stands behind the word for a step that fails though its premises stand."""
        premises = [self.statuses.get(premise) for premise in step.premises]
        fails = self.statuses.get(step.id) is Status.REJECTED
        return " *(does not hold)*" if fails and Status.REJECTED not in premises else ""

    def left_out(self, statement: Statement) -> str:
        """Return how many statements are left to another outline; nothing, if none are."""
        count = self.folded.get(statement.id, 0)
        if not count:
            return ""
        noun = "statement" if count == 1 else "statements"
        text = f"… {count:,} more {noun}"
        return (
            f"*{text}*"
            if self.view
            else linked(f"{text}, in an outline of their own", statement.url)
        )


UNTOLD = Told()
