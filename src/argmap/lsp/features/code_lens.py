"""Code lenses: the number of inferences for and against a statement, of options of a question."""

from __future__ import annotations

from lsprotocol import types

from argmap.evaluation.preferences import is_conceded
from argmap.lsp import markup
from argmap.lsp.server import ArgmapServer
from argmap.model import ArgumentMap, Inference, Polarity

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
            title = _counts(argument_map, inferences)
            command = types.Command(title, _EXPLAIN, arguments=[snapshot.uri, id_])
            range_ = server.positions.location_range(statement.location)
            lenses.append(types.CodeLens(range_, command))
        for id_, question in argument_map.questions.items():
            if question.location.source is snapshot.source:
                count = len(question.options)
                title = markup.answer(snapshot.analysis, question).replace("`", "")
                if count:
                    title = f"{count} option{'s' if count > 1 else ''}, {title}"
                command = types.Command(title, _EXPLAIN, arguments=[snapshot.uri, id_])
                range_ = server.positions.location_range(question.location)
                lenses.append(types.CodeLens(range_, command))
        return lenses


def _counts(argument_map: ArgumentMap, inferences: list[Inference]) -> str:
    """Return the numbers of inferences for and against a statement, and of granted ones."""
    pro = sum(inference.polarity is Polarity.PRO for inference in inferences)
    granted = sum(is_conceded(inference, argument_map) for inference in inferences)
    title = f"{pro} for, {len(inferences) - pro - granted} against"
    return f"{title}, {granted} granted" if granted else title
