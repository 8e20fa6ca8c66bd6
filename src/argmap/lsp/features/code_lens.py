"""Code lenses: the number of inferences for and against a statement, above it."""

from __future__ import annotations

from lsprotocol import types

from argmap.lsp.server import ArgmapServer
from argmap.model import Polarity

_EXPLAIN = "argmap.explain"


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def code_lenses(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        if not server.settings.lenses:
            return []
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        lenses: list[types.CodeLens] = []
        argument_map = snapshot.analysis.map
        for id_, statement in argument_map.statements.items():
            inferences = argument_map.inferences_to.get(id_)
            if not inferences or statement.location.source is not snapshot.source:
                continue
            pro = sum(inference.polarity is Polarity.PRO for inference in inferences)
            title = f"{pro} for, {len(inferences) - pro} against"
            command = types.Command(title, _EXPLAIN, arguments=[snapshot.uri, id_])
            range_ = server.positions.location_range(statement.location)
            lenses.append(types.CodeLens(range_, command))
        return lenses
