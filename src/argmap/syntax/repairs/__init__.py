"""What an author most likely meant where the grammar cannot go on.

Each function looks at one kind of situation and proposes a repair, or None when it is not that
kind. They are asked in the order of `REPAIRS`; the first whose repair the parser can take wins.
"""

from __future__ import annotations

from collections.abc import Callable

from argmap.syntax.repairs import attributes, blocks, citations, heads, relations, texts, words
from argmap.syntax.repairs.last_resort import give_up
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import Situation

__all__ = ["REPAIRS", "Repair", "give_up"]

REPAIRS: tuple[Callable[[Situation], Repair | None], ...] = (
    citations.loose_place,
    citations.several_places,
    citations.colon_before_snippet,
    citations.named_place,
    citations.snippet_before_citation,
    relations.relation_line,
    relations.relation_behind,
    relations.arrow_before_id,
    relations.joining_word,
    relations.comma_between_statements,
    relations.qualifying_word,
    heads.id_behind_text,
    heads.title_in_block,
    heads.year_behind_title,
    heads.bad_id,
    attributes.citation_as_value,
    attributes.missing_colon,
    words.angle_before_keyword,
    words.misspelt_keyword,
    words.keyword_as_name,
    words.keyword_as_attribute,
    attributes.words_with_colon,
    attributes.several_words,
    attributes.missing_comma,
    attributes.missing_value,
    attributes.attribute_outside,
    texts.words_after_text,
    relations.bare_reference,
    attributes.stray_word,
    texts.colon_behind_keyword,
    texts.id_of_several_words,
    texts.word_before_text,
    texts.unquoted_text,
    citations.comma_between_citations,
    texts.listed_texts,
    texts.second_text,
    blocks.late_citation,
    blocks.text_of_inference,
    relations.declaration_as_reference,
    heads.section_without_quotes,
    texts.missing_text,
    heads.missing_id,
    blocks.missing_block,
    blocks.stray_closing_brace,
    blocks.block_open_at_end,
    blocks.stray_block,
    blocks.misplaced_declaration,
)
