"""How many inferences speak for and against a statement, above it."""

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
        argument_map = view.analysis.map
        for id_, statement in argument_map.statements.items():
            inferences = argument_map.inferences_to.get(id_)
            if not inferences or statement.location.source is not view.source:
                continue
            pro = sum(inference.polarity is Polarity.PRO for inference in inferences)
            title = f"{pro} for, {len(inferences) - pro} against"
            lenses.append(
                types.CodeLens(
                    server.positions.of(statement.location),
                    types.Command(title, _EXPLAIN, arguments=[view.uri, id_]),
                )
            )
        return lenses
