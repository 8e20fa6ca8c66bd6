"""The first pass: every declaration becomes a statement, a section or a draft of an inference.

One walk over all files, in the author's order, with a stack of its own: files nest as deep as
memory goes. An imported file is walked where its import stands.

Inferences and statements while their names are still being looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from attrs import define, field

from argmap.model import (
    STATEMENT_KINDS,
    Citation,
    Form,
    Polarity,
    Section,
    Source,
    Statement,
)
from argmap.model.identifiers import id_words
from argmap.resolve.attributes import NONE, Attributes, read_attributes, resolve_citation
from argmap.resolve.errors import (
    BadValue,
    DuplicateId,
    IllegalEdge,
    IllegalEdgeReason,
    ResolveError,
)
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind, Scope
from argmap.syntax import bad_escapes, unquote
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Declaration,
    ImportDecl,
    InferenceDecl,
    Item,
    MapDecl,
    Quoted,
    SectionDecl,
    SourceDecl,
    StatementDecl,
    Word,
)
from argmap.text import Location


class Reference(NamedTuple):
    """A word that must turn out to be an id: ``wanted`` says of what."""

    module: Module
    word: Word
    element: str | None = None


End = str | Reference
"""One end of an edge: an id that is known already, or a name to look up."""


@define(eq=False, repr=False)
class UnresolvedInference:
    """An inference to be: its premises and conclusion may still be names."""

    polarity: Polarity
    form: Form
    conclusion: End | None
    premises: list[End]
    location: Location
    id: str | None = None
    scheme: str | None = None
    undercutters: list[str] = field(factory=list)
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)


class UnresolvedUndercut(NamedTuple):
    """``undercuts:`` with the name of an inference, or the two names of an arrow."""

    module: Module
    statement: str
    target: Word | Arrow


class UnresolvedContradiction(NamedTuple):
    statement: str
    other: Reference
    location: Location


_SLUG_WORDS = 6
_SLUG_LENGTH = 60


class DeclarationSite(NamedTuple):
    """Where a declaration stands: the file, the section, and what it bears on, if anything."""

    module: Module
    section: str | None = None
    statement: str | None = None
    inference: UnresolvedInference | None = None


class Declarations:
    """All that was declared, in order, and the names it goes by."""

    def __init__(self, errors: list[ResolveError]) -> None:
        self.errors = errors
        self.scope = Scope(errors)
        self.sources: dict[str, Source] = {}
        self.sections: dict[str, Section] = {}
        self.statements: dict[str, Statement] = {}
        self.inferences: list[UnresolvedInference] = []
        self.undercuts: list[UnresolvedUndercut] = []
        self.contradictions: list[UnresolvedContradiction] = []
        self.header: MapDecl | None = None
        self.header_attributes: Attributes = NONE

    def declare_sources(self, modules: list[Module]) -> None:
        """Declare the sources of all files first, so that any statement can cite any of them."""
        for module in modules:
            for item in module.document.items:
                if isinstance(item, SourceDecl):
                    self._source(module, item)

    def walk(self, root: Module) -> None:
        """Declare all statements, inferences and sections of ``root`` and what it imports."""
        walked = {id(root)}
        self._header(root)
        pending: list[tuple[Iterator[Item], DeclarationSite]] = [
            (iter(root.document.items), DeclarationSite(root)),
        ]
        while pending:
            items, place = pending[-1]
            for item in items:
                inner = self._item(item, place, walked)
                if inner is not None:
                    pending.append(inner)
                    break
            else:
                pending.pop()

    def _item(
        self, item: Item, place: DeclarationSite, walked: set[int]
    ) -> tuple[Iterator[Item], DeclarationSite] | None:
        kind = type(item)
        if kind is Attribute:
            return None
        if kind is StatementDecl:
            id_ = self._statement(item, place)  # type: ignore[arg-type]
            if item.block is None:  # type: ignore[union-attr]
                return None
            inner = DeclarationSite(place.module, place.section, id_)
        elif kind is InferenceDecl:
            inner = self._inference(item, place)  # type: ignore[arg-type]
        elif kind is SectionDecl:
            inner = self._section(item, place)  # type: ignore[arg-type]
        elif kind is ImportDecl:
            return self._import(item, place, walked)  # type: ignore[arg-type]
        else:
            return None
        block = item.block  # type: ignore[union-attr]
        return (iter(block.items), inner) if block else None

    # ---- Files ----------------------------------------------------------------------------------

    def _header(self, module: Module) -> None:
        headers = [item for item in module.document.items if isinstance(item, MapDecl)]
        for repeated in headers[1:]:
            first = module.locate(headers[0].head)
            self.errors.append(DuplicateId(module.locate(repeated.head), "map", first))
        if headers:
            self.header = headers[0]
            self.header_attributes = self._attributes(headers[0], module, None)

    def _import(
        self, item: ImportDecl, place: DeclarationSite, walked: set[int]
    ) -> tuple[Iterator[Item], DeclarationSite] | None:
        module = place.module.imports.get(item.keyword.span.start)
        if module is None or id(module) in walked:
            return None
        walked.add(id(module))
        section = place.section
        header = next((i for i in module.document.items if isinstance(i, MapDecl)), None)
        if header is not None:
            section = self._part(item, header, module, section)
        return iter(module.document.items), DeclarationSite(module, section)

    def _part(self, item: ImportDecl, header: MapDecl, module: Module, parent: str | None) -> str:
        """Make the section that an imported file is."""
        location = module.locate(header.head)
        title = self._said(header.title, module)
        if item.id is not None:
            id_ = module.prefix.removesuffix(".")
            self.scope.locations.setdefault(id_, location)
            self.scope.kinds.setdefault(id_, NameKind.SECTION)
        else:
            id_ = self.scope.invent(
                module.prefix + _slug(title, "part"), NameKind.SECTION, location
            )
        self.sections[id_] = Section(
            id_, title, parent, is_named=item.id is not None, location=location
        )
        return id_

    def _source(self, module: Module, item: SourceDecl) -> None:
        location = module.locate(item.head)
        title = self._said(item.title, module, item.id and item.id.text)
        id_, _ = self._name(item, module, NameKind.SOURCE, title)
        attributes = self._attributes(item, module, id_)
        self.sources[id_] = Source(
            id=id_,
            title=title,
            extra=attributes.extra,
            location=location,
            **attributes.values,
        )

    # ---- The outline ----------------------------------------------------------------------------

    def _section(self, item: SectionDecl, place: DeclarationSite) -> DeclarationSite:
        title = self._said(item.title, place.module)
        id_, is_named = self._name(item, place.module, NameKind.SECTION, title)
        attributes = self._attributes(item, place.module, id_)
        location = place.module.locate(item.head)
        self.sections[id_] = Section(
            id_,
            title,
            place.section,
            is_named,
            extra=attributes.extra,
            location=location,
            **attributes.values,
        )
        return DeclarationSite(place.module, id_)

    def _statement(self, item: StatementDecl, place: DeclarationSite) -> str:
        module = place.module
        text = self._said(item.title, module)
        word = item.keyword.text
        id_, is_named = self._name(item, module, NameKind.STATEMENT, text)
        attributes = self._attributes(item, module, id_)
        scheme = attributes.values.pop("scheme", None) if attributes.values else None
        location = module.locate(item.head)
        citations = self._citations(item, module, id_)
        self.statements[id_] = STATEMENT_KINDS[word](
            id_,
            text,
            citations,
            place.section,
            is_named,
            **attributes.values,
            extra=attributes.extra,
            location=location,
        )
        first_inference = len(self.inferences)
        self._bear(item, place, id_, location)
        self._edges(module, id_, attributes)
        if scheme is not None:
            self._apply_scheme(scheme, first_inference, module, attributes, id_)
        return id_

    def _bear(
        self, item: StatementDecl, place: DeclarationSite, id_: str, location: Location
    ) -> None:
        """Join a statement to what it stands under."""
        is_against = item.keyword.text == "counterpoint"
        if place.inference is not None:
            if is_against:
                place.inference.undercutters.append(id_)
            else:
                place.inference.premises.append(id_)
        elif place.statement is not None:
            polarity = Polarity.CON if is_against else Polarity.PRO
            self.inferences.append(
                UnresolvedInference(polarity, Form.NESTED, place.statement, [id_], location)
            )

    def _inference(self, item: InferenceDecl, place: DeclarationSite) -> DeclarationSite:
        module = place.module
        location = module.locate(item.head)
        if place.inference is not None:
            self._illegal(IllegalEdgeReason.NESTED_INFERENCE, item, location)
        elif place.statement is None:
            self._illegal(IllegalEdgeReason.NO_CONCLUSION, item, location)
        is_pro = item.keyword.text == "reason"
        draft = UnresolvedInference(
            Polarity.PRO if is_pro else Polarity.CON,
            Form.GROUP,
            place.statement,
            [],
            location,
        )
        if item.id is not None:
            draft.id, _ = self._name(item, module, NameKind.INFERENCE, "")
        attributes = self._attributes(item, module, draft.id)
        for name, value in attributes.values.items():
            setattr(draft, name, value)
        draft.extra = attributes.extra
        for _, word in attributes.edges:
            assert isinstance(word, Word)
            draft.premises.append(Reference(module, word, draft.id))
        self.inferences.append(draft)
        return DeclarationSite(module, place.section, None, draft)

    def _edges(self, module: Module, id_: str, attributes: Attributes) -> None:
        for name, target in attributes.edges:
            location = module.locate(target.span)
            if name == "undercuts":
                self.undercuts.append(UnresolvedUndercut(module, id_, target))
                continue
            assert isinstance(target, Word)
            other = Reference(module, target, id_)
            if name == "contradicts":
                self.contradictions.append(UnresolvedContradiction(id_, other, location))
                continue
            polarity = Polarity.PRO if name.startswith("support") else Polarity.CON
            inward = name.endswith("-by")
            conclusion, premise = (id_, other) if inward else (other, id_)
            self.inferences.append(
                UnresolvedInference(polarity, Form.EDGE, conclusion, [premise], location)
            )

    def _apply_scheme(
        self, scheme: str, first: int, module: Module, attributes: Attributes, id_: str
    ) -> None:
        """A statement's scheme is that of the inferences it makes by itself."""
        made = [inference for inference in self.inferences[first:] if id_ in inference.premises]
        for inference in made:
            inference.scheme = scheme
        if not made:
            location = module.locate(attributes.spans["scheme"])
            message = "this statement is no inference by itself, so it has no scheme"
            hint = "give the scheme to the reason it is of, or to a statement that bears on another"
            self.errors.append(BadValue(location, message, hint, element=id_))

    # ---- Names and details ----------------------------------------------------------------------

    def _name(
        self, item: Declaration, module: Module, kind: NameKind, text: str
    ) -> tuple[str, bool]:
        if item.id is not None and module.has_written(item.id):
            return self.scope.declare(module, item.id, kind)
        slug = module.prefix + _slug(text, item.keyword.text)
        id_ = self.scope.invent(slug, kind, module.locate(item.head))
        if item.id is not None:
            self.scope.repair(module, item.id, id_)
        return id_, False

    def _attributes(self, item: Declaration, module: Module, element: str | None) -> Attributes:
        if item.block is None:
            return NONE
        return read_attributes(item.block.items, item.keyword.text, module, self.errors, element)

    def _citations(self, item: StatementDecl, module: Module, element: str) -> tuple[Citation, ...]:
        if not item.citations:
            return ()
        resolved = (
            resolve_citation(citation, module, self.scope, self.errors, element)
            for citation in item.citations
        )
        return tuple(citation for citation in resolved if citation is not None)

    def _said(self, title: Quoted | None, module: Module, element: str | None = None) -> str:
        """Return what a declaration's text says, and report escapes in it that say nothing."""
        if title is None or not title.raw:
            return ""
        raw = title.raw
        if "\\" in raw:
            self._refuse_escapes(raw, title.span.start, module, element)
        return unquote(raw)

    def _refuse_escapes(self, raw: str, start: int, module: Module, element: str | None) -> None:
        for span in bad_escapes(raw, start):
            location = module.locate(span)
            message = f"`{location.text}` is no escape"
            hint = r"the escapes are \" \\ \n \t \u{1F600}; a backslash itself is written \\"
            self.errors.append(BadValue(location, message, hint, element=element))

    def _illegal(self, problem: IllegalEdgeReason, item: InferenceDecl, location: Location) -> None:
        self.errors.append(IllegalEdge(location, problem, item.keyword.text))


def _slug(text: str, otherwise: str) -> str:
    words = id_words(text[:_SLUG_LENGTH].lower())[:_SLUG_WORDS]
    return "-".join(words) or otherwise
