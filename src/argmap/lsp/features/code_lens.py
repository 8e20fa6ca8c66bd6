"""How many steps speak for and against a statement, above it."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.model import Polarity

_EXPLAIN = "argmap.explain"


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def count(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        if not server.settings.lenses:
            return []
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        lenses: list[types.CodeLens] = []
        argument = view.analysis.map
        for id_, statement in argument.statements.items():
            steps = argument.steps_onto.get(id_)
            if not steps or statement.location.source is not view.source:
                continue
            pro = sum(step.polarity is Polarity.PRO for step in steps)
            title = f"{pro} for, {len(steps) - pro} against"
            lenses.append(
                types.CodeLens(
                    server.positions.of(statement.location),
                    types.Command(title, _EXPLAIN, arguments=[view.uri, id_]),
                )
            )
        return lenses
