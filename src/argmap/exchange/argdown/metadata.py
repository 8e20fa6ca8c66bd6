"""Titles, data, tags and front matter of a map in Argdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import Factory, define

from argmap.exchange.argdown.escaping import as_title, clean, write_value
from argmap.model import (
    ArgumentMap,
    Citation,
    Context,
    Fidelity,
    Inference,
    Locator,
    Polarity,
    Question,
    Statement,
    Unit,
)
from argmap.model.attributes import NO_THESIS
from argmap.model.identifiers import is_id
from argmap.model.locator import guess_locator, parse_locator
from argmap.model.schemes import find_scheme

Data = dict[str, Any]

_TAG = re.compile(r"[A-Za-z0-9_\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF-]+")
_LONG_TAG = re.compile(r"[^()\n\\{}]+")
_FIDELITIES = {Fidelity.CONDENSED: "compression", Fidelity.IMPLICIT: "imputation"}
"""Ipsissima's names for degrees of fidelity that argmap names otherwise."""

_TITLE_WORDS = 6


@define
class Titles:
    """The titles of statements, questions and contexts, and of arguments, all different.

    A statement without an id needs none if it is a leaf that is used once.
    """

    argument_map: ArgumentMap
    arguments: dict[str, str] = Factory(dict)
    sources: dict[str, str] = Factory(dict)
    _titles: dict[str, str] = Factory(dict)
    _taken: set[str] = Factory(set)

    def __attrs_post_init__(self) -> None:
        argument_map = self.argument_map
        needed = self._needed()
        for sentence in argument_map.sentences:
            if sentence.is_named and self._is_free(sentence.id):
                self._taken.add(sentence.id.casefold())
        for sentence in argument_map.sentences:
            if sentence.is_named or sentence.label or sentence.id in needed:
                known = sentence.id if sentence.is_named else ""
                words = clean(sentence.text).split()[:_TITLE_WORDS]
                self._titles[sentence.id] = self._title(known, sentence.label, words)
        self._taken.clear()
        for inference in argument_map.inferences.values():
            if inference.is_named or inference.label:
                known = inference.id if inference.is_named else ""
                self.arguments[inference.id] = self._title(known, inference.label, ["Argument"])
        texts = Counter(source.text for source in argument_map.sources.values())
        for source in argument_map.sources.values():
            is_only = source.text is not None and texts[source.text] == 1
            self.sources[source.id] = source.text if is_only and source.text else source.id

    def of(self, id_: str) -> str | None:
        """Return the title of a statement; None if it needs none."""
        return self._titles.get(id_)

    def _needed(self) -> set[str]:
        argument_map = self.argument_map
        texts = Counter(clean(one.text).casefold() for one in argument_map.statements.values())
        needed = {one for pair in argument_map.contradictions for one in (pair.first, pair.second)}
        needed.update(argument_map.named_theses, argument_map.inferences_to)
        for question in argument_map.questions.values():
            needed.update(question.options)
        for statement in argument_map.statements.values():
            uses = [*argument_map.inferences_from.get(statement.id, ())]
            uses += argument_map.undercuts_by.get(statement.id, ())
            is_near = [
                argument_map.statements[use.conclusion].section == statement.section for use in uses
            ] == [True]
            if not is_near or texts[clean(statement.text).casefold()] > 1:
                needed.add(statement.id)
        return needed

    def _title(self, known: str, label: str | None, words: list[str]) -> str:
        title = as_title(label or "")
        if title is not None and (title == known or self._is_free(title)):
            self._taken.add(title.casefold())
            return title
        if known and known[0] != "_":  # `<_>` would be a relation
            self._taken.add(known.casefold())
            return known
        stem = as_title(re.sub(r"[^\w ]", "", " ".join(words)).strip()) or "Statement"
        title, count = stem, 1
        while not self._is_free(title):
            count += 1
            title = f"{stem} {count}"
        self._taken.add(title.casefold())
        return title

    def _is_free(self, title: str) -> bool:
        return title.casefold() not in self._taken


# ---- Data ----------------------------------------------------------------------------------------


def statement_data(argument_map: ArgumentMap, statement: Statement, titles: Titles) -> Data:
    """Return the data of a statement: what Argdown has no other place for."""
    data = _name(statement, titles.of(statement.id))
    is_restricted = statement.credibility or statement.valid_until or statement.standard
    if is_restricted or statement.kind != _usual_kind(argument_map, statement):
        data["kind"] = statement.kind
    data.update(_citations(statement.citations, titles))
    if statement.fidelity is not None:
        data["fidelity"] = _FIDELITIES.get(statement.fidelity, statement.fidelity.value)
    for name in ("note", "confidence", "credibility", "standard", "expect", "date", "valid-until"):
        value = getattr(statement, name.replace("-", "_"))
        if value is not None:
            data[name] = _plain(value)
    if statement.held_by:
        data["held-by"] = list(statement.held_by)
    if statement.url is not None:
        data["url"] = statement.url
    if statement.critical_question:
        data["critical-question"] = list(statement.critical_question)
    return {**data, **_extra(statement.extra)}


def context_data(context: Context, titles: Titles) -> Data:
    """Return the data of a context; one without title needs no kind, because it is prose."""
    title = titles.of(context.id)
    data = _name(context, title)
    if title is not None or context.tags:
        data["kind"] = context.kind
    data.update(_citations(context.citations, titles))
    for name in ("note", "date", "url"):
        if getattr(context, name) is not None:
            data[name] = getattr(context, name)
    if context.tags:
        data["tags"] = list(context.tags)
    return {**data, **_extra(context.extra)}


def question_data(question: Question, titles: Titles) -> Data:
    """Return the data of a question, with the titles of its options."""
    data = {**_name(question, titles.of(question.id)), "kind": question.kind}
    if question.options:
        data["options"] = [titles.of(option) for option in question.options]
    if not question.is_exclusive:
        data["exclusive"] = False
    data.update(_citations(question.citations, titles))
    if question.standard is not None:
        data["standard"] = question.standard.value
    if question.note is not None:
        data["note"] = question.note
    if question.tags:
        data["tags"] = list(question.tags)
    return {**data, **_extra(question.extra)}


def inference_data(inference: Inference, title: str | None) -> tuple[Data, Data]:
    """Return the data of an inference in a PCS, and of the argument."""
    data: Data = {}
    if inference.scheme is not None:
        known = find_scheme(inference.scheme)
        data["scheme"] = inference.scheme
        data["_is_rule"] = known is not None and known.name == inference.scheme
    if inference.polarity is Polarity.CON:
        data["polarity"] = "con"
    if inference.confidence is not None:
        data["confidence"] = _plain(inference.confidence)
    if inference.fidelity is not None:
        data["fidelity"] = _FIDELITIES.get(inference.fidelity, inference.fidelity.value)
    data.update(_extra(inference.extra))
    if title is None:
        if inference.note is not None:
            data["note"] = inference.note
        if inference.tags:
            data["tags"] = list(inference.tags)
        return data, {}
    return data, _name(inference, title)


def written_tags(tags: tuple[str, ...], data: Data) -> str:
    """Return tags as they follow a text; those that Argdown cannot write are added to the data."""
    written = []
    others = []
    for tag in tags:
        if _TAG.fullmatch(tag):
            written.append(f"#{tag}")
        elif _LONG_TAG.fullmatch(tag) and tag == clean(tag):
            written.append(f"#({tag})")
        else:
            others.append(tag)
    if others:
        data["tags"] = others
    return " ".join(written)


def _name(element: Statement | Context | Question | Inference, title: str | None) -> Data:
    """Return the id and the label, if the title does not say them."""
    data: Data = {}
    is_read_as_id = title is not None and is_id(title) and title == title.lower()
    if element.is_named and not (title == element.id and is_read_as_id):
        data["id"] = element.id
    if element.label is not None and (title != element.label or is_read_as_id):
        data["label"] = element.label
    return data


def _usual_kind(argument_map: ArgumentMap, statement: Statement) -> str | None:
    """Return the kind that a statement without `kind` has when it is read; None if it varies."""
    uses = {
        Polarity.CON if use.polarity is Polarity.CON and _is_plain(use) else Polarity.PRO
        for use in argument_map.inferences_from.get(statement.id, ())
    }
    if argument_map.undercuts_by.get(statement.id):
        uses.add(Polarity.CON)
    if len(uses) > 1:
        return None
    if uses == {Polarity.CON}:
        return "counterpoint"
    bearing = argument_map.inferences_to.get(statement.id, ())
    is_supported = any(one.polarity is Polarity.PRO for one in bearing)
    is_option = statement.id in argument_map.questions_of
    if is_supported or (bearing and not uses) or is_option:
        return "claim"
    if statement.id in argument_map.theses or not uses:
        return None
    return "evidence" if statement.citations or statement.url else "assumption"


def _is_plain(inference: Inference) -> bool:
    """Return whether an inference is read as a statement that attacks by itself."""
    return len(inference.premises) == 1 and not inference.is_named


def _citations(citations: tuple[Citation, ...], titles: Titles) -> Data:
    written = [_citation(citation, titles) for citation in citations]
    if not written:
        return {}
    return {**written[0], **({"citations": written[1:]} if written[1:] else {})}


def _citation(citation: Citation, titles: Titles) -> Data:
    data: Data = {"chapter": titles.sources.get(citation.source, citation.source)}
    if citation.quotation is not None:
        data["source"] = f'"{citation.quotation}"'
    if citation.locator is not None:
        if citation.locator.unit is Unit.HEADING:
            data["section"] = citation.locator.text
        else:
            data["pinpoint"] = _pinpoint(citation.locator)
    return data


def _pinpoint(locator: Locator) -> str:
    """Return a locator as scholars write it, such as ``p. 12``, if it can be read back."""
    for written in (locator.label, str(locator)):
        if (guess_locator(written) or parse_locator(written)) == locator:
            return written
    return locator.label


def _plain(value: Any) -> Any:
    return getattr(value, "value", None) if hasattr(value, "name") else str(value)


def _extra(extra: dict[str, tuple[str, ...]]) -> Data:
    return {name: values[0] if len(values) == 1 else list(values) for name, values in extra.items()}


# ---- Front matter --------------------------------------------------------------------------------


def front_matter(argument_map: ArgumentMap, titles: Titles) -> Iterator[str]:
    """Yield the front matter of a map, if it needs any."""
    data: Data = {}
    if argument_map.title:
        data["title"] = clean(argument_map.title)
    if argument_map.is_neutral:
        data["thesis"] = NO_THESIS
    elif argument_map.named_theses:
        data["thesis"] = [titles.of(thesis) for thesis in argument_map.named_theses]
    for name in ("author", "date", "lang", "tags", "note", "standard", "burden"):
        value = getattr(argument_map, name)
        if value:
            data[name] = list(value) if isinstance(value, tuple) else _plain(value)
    for name in ("strong_from", "margin", "doubt_from"):
        if getattr(argument_map, name) is not None:
            data[name.replace("_", "-")] = getattr(argument_map, name)
    data.update(_extra(argument_map.extra))
    sources = {source.id: _source(source) for source in argument_map.sources.values()}
    if sources:
        data["sources"] = sources
    if data:
        lines = (f"{key}: {write_value(value)}" for key, value in data.items())
        yield "\n".join(["===", *lines, "==="])


def _source(source: Any) -> Data:
    data: Data = {}
    for name in ("title", "year", "date", "valid-until", "publisher", "url", "doi", "text"):
        value = getattr(source, name.replace("-", "_"))
        if value:
            data[name] = value
    for name in ("author", "tags"):
        if getattr(source, name):
            data[name] = list(getattr(source, name))
    if source.passages:
        data["passages"] = [str(passage) for passage in source.passages]
    for name in ("lang", "reliability", "note"):
        if getattr(source, name) is not None:
            data[name] = getattr(source, name)
    return {**data, **_extra(source.extra)}
