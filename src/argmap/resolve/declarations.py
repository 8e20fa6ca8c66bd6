"""The first pass of resolution: declarations become statements, sources, sections and inferences.

All files are visited once, in the author's order; an imported file is visited at its import. The
nesting of files and blocks is only limited by memory, because the pass has an explicit stack.
Inferences refer to unresolved names until the second pass (`argmap.resolve.links`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

from argmap.model import (
    STATEMENT_KINDS,
    Context,
    Form,
    Polarity,
    Section,
    Source,
    Statement,
)
from argmap.model.attributes import AGAINST_KEYWORDS
from argmap.model.identifiers import id_words
from argmap.resolve.attributes import (
    NO_ATTRIBUTES,
    Attributes,
    read_attributes,
)
from argmap.resolve.citations import resolve_citations
from argmap.resolve.errors import (
    BadValue,
    DuplicateId,
    IllegalEdge,
    IllegalEdgeReason,
    Misplacement,
    MisplacementReason,
    ResolveError,
)
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind, Scope
from argmap.resolve.unresolved import (
    Reference,
    UnresolvedContradiction,
    UnresolvedInference,
    UnresolvedPreference,
    UnresolvedQuestion,
    UnresolvedUndercut,
)
from argmap.syntax import bad_escapes, unquote
from argmap.syntax.tree import (
    Attribute,
    ContextDecl,
    Declaration,
    ImportDecl,
    InferenceDecl,
    Item,
    MapDecl,
    QuestionDecl,
    Quoted,
    SectionDecl,
    SourceDecl,
    StatementDecl,
    Word,
)
from argmap.text import Location

_MAX_SLUG_WORDS = 6
_MAX_SLUG_LENGTH = 60  # characters of a text


# ---- The pass -----------------------------------------------------------------------------------


class DeclarationSite(NamedTuple):
    """Where a declaration is: its file, its section, and the declaration around it."""

    module: Module
    section: str | None = None
    statement: str | None = None
    inference: UnresolvedInference | None = None
    question: UnresolvedQuestion | None = None
    context: str | None = None

    @property
    def is_nested(self) -> bool:
        """Whether it is in a statement, an inference, a question or a context."""
        return self[2:] != (None, None, None, None)


class Declarations:
    """The declared elements of a map, in order, and their names."""

    def __init__(self, errors: list[ResolveError]) -> None:
        self.errors = errors
        self.scope = Scope(errors)
        self.sources: dict[str, Source] = {}
        self.sections: dict[str, Section] = {}
        self.statements: dict[str, Statement] = {}
        self.inferences: list[UnresolvedInference] = []
        self.undercuts: list[UnresolvedUndercut] = []
        self.contradictions: list[UnresolvedContradiction] = []
        self.preferences: list[UnresolvedPreference] = []
        self.questions: list[UnresolvedQuestion] = []
        self.contexts: dict[str, Context] = {}
        self.inferences_around: dict[str, UnresolvedInference] = {}
        """The inferences around contexts, by the ids of the contexts."""
        self.header: MapDecl | None = None
        self.header_attributes: Attributes = NO_ATTRIBUTES

    def declare_sources(self, modules: list[Module]) -> None:
        """Declare the sources of all files, so that all statements can cite them.

        Call this before `walk`.
        """
        for module in modules:
            for item in module.document.items:
                if isinstance(item, SourceDecl):
                    self._source(module, item)

    def walk(self, root: Module) -> None:
        """Declare all statements, inferences and sections of ``root`` and its imports."""
        visited = {id(root)}
        self._header(root)
        pending: list[tuple[Iterator[Item], DeclarationSite]] = [
            (_file_items(root), DeclarationSite(root)),
        ]
        while pending:
            items, site = pending[-1]
            for item in items:
                nested = self._item(item, site, visited)
                if nested is not None:
                    pending.append(nested)
                    break
            else:
                pending.pop()

    def _item(
        self, item: Item, site: DeclarationSite, visited: set[int]
    ) -> tuple[Iterator[Item], DeclarationSite] | None:
        """Declare an item; return the items nested in it, with their context."""
        kind = type(item)
        if kind is Attribute:
            return None
        if kind is StatementDecl:
            id_ = self._statement(item, site)  # type: ignore[arg-type]
            if item.block is None:  # type: ignore[union-attr]
                return None
            nested_site = DeclarationSite(site.module, site.section, id_)
        elif kind is InferenceDecl:
            nested_site = self._inference(item, site)  # type: ignore[arg-type]
        elif kind is SectionDecl:
            nested_site = self._section(item, site)  # type: ignore[arg-type]
        elif kind is QuestionDecl:
            nested_site = self._question(item, site)  # type: ignore[arg-type]
        elif kind is ContextDecl:
            nested_site = self._context(item, site)  # type: ignore[arg-type]
        elif kind is ImportDecl:
            return self._import(item, site, visited)  # type: ignore[arg-type]
        else:
            return None
        block = item.block  # type: ignore[union-attr]
        return (iter(block.items), nested_site) if block else None

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
        self, item: ImportDecl, site: DeclarationSite, visited: set[int]
    ) -> tuple[Iterator[Item], DeclarationSite] | None:
        """Return the items of the first imported file that has not been visited."""
        imported = site.module.imports.get(item.keyword.span.start, ())
        module = next((module for module in imported if id(module) not in visited), None)
        if module is None:
            return None
        visited.add(id(module))
        section = site.section
        header = next((i for i in module.document.items if isinstance(i, MapDecl)), None)
        if header is not None:
            section = self._file_section(item, header, module, section)
        return _file_items(module), DeclarationSite(module, section)

    def _file_section(
        self, item: ImportDecl, header: MapDecl, module: Module, parent: str | None
    ) -> str:
        """Declare the section for the statements of an imported file; return its id."""
        location = module.locate(header.head)
        title = self._text(header.title, module)
        if item.id is not None:
            id_ = module.prefix.removesuffix(".")
            self.scope.locations.setdefault(id_, location)
            self.scope.kinds.setdefault(id_, NameKind.SECTION)
        else:
            slug = module.prefix + _slug(title, "part")
            id_ = self.scope.generate(slug, NameKind.SECTION, location)
        self.sections[id_] = Section(
            id_, title, parent, is_named=item.id is not None, location=location
        )
        return id_

    def _source(self, module: Module, item: SourceDecl) -> None:
        title = self._text(item.title, module, item.id and item.id.text)
        id_, _ = self._name(item, module, NameKind.SOURCE, title)
        attributes = self._attributes(item, module, id_)
        self.sources[id_] = Source(
            id=id_,
            title=title,
            extra=attributes.extra,
            location=module.locate(item.head),
            **attributes.values,
        )

    # ---- Sections, statements and inferences ----------------------------------------------------

    def _section(self, item: SectionDecl, site: DeclarationSite) -> DeclarationSite:
        title = self._text(item.title, site.module)
        id_, is_named = self._name(item, site.module, NameKind.SECTION, title)
        attributes = self._attributes(item, site.module, id_)
        self.sections[id_] = Section(
            id_,
            title,
            site.section,
            is_named,
            extra=attributes.extra,
            location=site.module.locate(item.head),
            **attributes.values,
        )
        return DeclarationSite(site.module, id_)

    def _statement(self, item: StatementDecl, site: DeclarationSite) -> str:
        module = site.module
        text = self._text(item.title, module)
        id_, is_named = self._name(item, module, NameKind.STATEMENT, text)
        attributes = self._attributes(item, module, id_)
        scheme = attributes.values.pop("scheme", None) if attributes.values else None
        location = module.locate(item.head)
        citations = resolve_citations(item.citations, module, self.scope, self.errors, id_)
        self.statements[id_] = STATEMENT_KINDS[item.keyword.text](
            id_,
            text,
            citations,
            site.section,
            is_named,
            **attributes.values,
            extra=attributes.extra,
            location=location,
        )
        first_inference = len(self.inferences)
        self._connect(item, site, id_, location)
        self._edges(module, id_, attributes)
        if scheme is not None:
            self._apply_scheme(scheme, first_inference, module, attributes, id_)
        return id_

    def _connect(
        self, item: StatementDecl, site: DeclarationSite, id_: str, location: Location
    ) -> None:
        """Connect a statement to the statement, inference or question that it is nested in."""
        is_against = item.keyword.text in AGAINST_KEYWORDS
        if site.context is not None:
            self._record_misplaced(MisplacementReason.IN_CONTEXT, item, location, id_)
        elif site.question is not None:
            if item.keyword.text == "claim":
                site.question.nested_options.append(id_)
            else:
                self._record_misplaced(MisplacementReason.NO_OPTION, item, location, id_)
        elif site.inference is not None:
            if is_against:
                site.inference.undercutters.append(id_)
            else:
                site.inference.premises.append(id_)
        elif site.statement is not None:
            polarity = Polarity.CON if is_against else Polarity.PRO
            self.inferences.append(
                UnresolvedInference(polarity, Form.NESTED, site.statement, [id_], location)
            )

    def _inference(self, item: InferenceDecl, site: DeclarationSite) -> DeclarationSite:
        module = site.module
        location = module.locate(item.head)
        if site.context is not None:
            self._record_misplaced(MisplacementReason.IN_CONTEXT, item, location, site.context)
        elif site.question is not None:
            self._record_misplaced(MisplacementReason.NO_OPTION, item, location, site.question.id)
        elif site.inference is not None:
            self._record_illegal(IllegalEdgeReason.NESTED_INFERENCE, item, location)
        elif site.statement is None:
            self._record_illegal(IllegalEdgeReason.NO_CONCLUSION, item, location)
        inference = UnresolvedInference(
            Polarity.PRO if item.keyword.text == "reason" else Polarity.CON,
            Form.GROUP,
            site.statement,
            [],
            location,
        )
        if item.id is not None:
            inference.id, _ = self._name(item, module, NameKind.INFERENCE, "")
        attributes = self._attributes(item, module, inference.id)
        for name, value in attributes.values.items():
            setattr(inference, name, value)
        inference.extra = attributes.extra
        for name, target in attributes.edges:
            if name == "outweighs":
                self.preferences.append(UnresolvedPreference(module, inference, target))
            else:
                assert isinstance(target, Word)
                inference.premises.append(Reference(module, target, inference.id))
        self.inferences.append(inference)
        return DeclarationSite(module, site.section, None, inference)

    def _question(self, item: QuestionDecl, site: DeclarationSite) -> DeclarationSite:
        module = site.module
        text = self._text(item.title, module)
        id_, is_named = self._name(item, module, NameKind.QUESTION, text)
        location = module.locate(item.head)
        if site.is_nested:
            self._record_misplaced(MisplacementReason.NESTED_QUESTION, item, location, id_)
        attributes = self._attributes(item, module, id_)
        values = {
            "text": text,
            "section": site.section,
            "is_named": is_named,
            "citations": resolve_citations(item.citations, module, self.scope, self.errors, id_),
            "extra": attributes.extra,
            "location": location,
            **attributes.values,
        }
        question = UnresolvedQuestion(id_, module, values, values.pop("exclusive", True))
        for name, word in attributes.edges:
            assert isinstance(word, Word)
            names = question.expected if name == "expect" else question.other_options
            names.append(Reference(module, word, id_))
        self.questions.append(question)
        return DeclarationSite(module, site.section, question=question)

    def _context(self, item: ContextDecl, site: DeclarationSite) -> DeclarationSite:
        module = site.module
        text = self._text(item.title, module)
        id_, is_named = self._name(item, module, NameKind.CONTEXT, text)
        location = module.locate(item.head)
        if site.context is not None:
            self._record_misplaced(MisplacementReason.IN_CONTEXT, item, location, id_)
        if site.inference is not None:
            self.inferences_around[id_] = site.inference
        attributes = self._attributes(item, module, id_)
        self.contexts[id_] = Context(
            id_,
            text,
            resolve_citations(item.citations, module, self.scope, self.errors, id_),
            site.section,
            site.question.id if site.question else site.statement,
            is_named,
            extra=attributes.extra,
            location=location,
            **attributes.values,
        )
        return DeclarationSite(module, site.section, context=id_)

    def _edges(self, module: Module, id_: str, attributes: Attributes) -> None:
        for name, target in attributes.edges:
            location = module.locate(target.span)
            if name == "undercuts":
                self.undercuts.append(UnresolvedUndercut(module, id_, target))
                continue
            if name == "outweighs":
                self.preferences.append(UnresolvedPreference(module, id_, target))
                continue
            assert isinstance(target, Word)
            other = Reference(module, target, id_)
            if name == "contradicts":
                self.contradictions.append(UnresolvedContradiction(id_, other, location))
                continue
            polarity = Polarity.PRO if name.startswith("support") else Polarity.CON
            is_passive = name.endswith("-by")
            conclusion, premise = (id_, other) if is_passive else (other, id_)
            self.inferences.append(
                UnresolvedInference(polarity, Form.EDGE, conclusion, [premise], location)
            )

    def _apply_scheme(
        self,
        scheme: str,
        first_inference: int,
        module: Module,
        attributes: Attributes,
        id_: str,
    ) -> None:
        """Give the scheme of a statement to the inferences that it forms by itself."""
        inferences = [
            inference
            for inference in self.inferences[first_inference:]
            if id_ in inference.premises
        ]
        for inference in inferences:
            inference.scheme = scheme
        if not inferences:
            location = module.locate(attributes.spans["scheme"])
            message = "this statement forms no inference by itself, so it cannot have a scheme"
            hint = (
                "move the scheme to a `reason` or `objection`, "
                "or to a statement that supports or opposes another"
            )
            self.errors.append(BadValue(location, message, hint, element=id_))

    def _record_illegal(
        self, reason: IllegalEdgeReason, item: InferenceDecl, location: Location
    ) -> None:
        self.errors.append(IllegalEdge(location, reason, item.keyword.text))

    def _record_misplaced(
        self,
        reason: MisplacementReason,
        item: Declaration,
        location: Location,
        element: str,
    ) -> None:
        keyword = item.keyword.text
        self.errors.append(Misplacement(location, reason, keyword, item.span, element=element))

    # ---- Names, attributes and texts ------------------------------------------------------------

    def _name(
        self, item: Declaration, module: Module, kind: NameKind, text: str
    ) -> tuple[str, bool]:
        """Return the id of a declaration, and whether it is the one in the file."""
        if item.id is not None and module.is_written(item.id):
            return self.scope.declare(module, item.id, kind)
        slug = module.prefix + _slug(text, item.keyword.text)
        id_ = self.scope.generate(slug, kind, module.locate(item.head))
        if item.id is not None:
            self.scope.add_repaired(module, item.id, id_)
        return id_, False

    def _attributes(self, item: Declaration, module: Module, element: str | None) -> Attributes:
        if item.block is None:
            return NO_ATTRIBUTES
        return read_attributes(item.block.items, item.keyword.text, module, self.errors, element)

    def _text(self, title: Quoted | None, module: Module, element: str | None = None) -> str:
        """Return the text of a declaration, and record invalid escapes in it."""
        if title is None or not title.raw:
            return ""
        if "\\" in title.raw:
            for span in bad_escapes(title.raw, title.span.start):
                location = module.locate(span)
                message = f"`{location.text}` is not a valid escape"
                hint = r"use \" \\ \n \t or \u{1F600}; a backslash is written \\"
                self.errors.append(BadValue(location, message, hint, element=element))
        return unquote(title.raw)


def _slug(text: str, default: str) -> str:
    """Return an id made of the first words of a text; ``default`` for a text without words."""
    words = id_words(text[:_MAX_SLUG_LENGTH].lower())[:_MAX_SLUG_WORDS]
    return "-".join(words) or default


def _file_items(module: Module) -> Iterator[Item]:
    """Yield the items of a file; an import of several files once for each of them."""
    for item in module.document.items:
        yield item
        if type(item) is ImportDecl:
            yield from repeat(item, len(module.imports.get(item.keyword.span.start, ())) - 1)
