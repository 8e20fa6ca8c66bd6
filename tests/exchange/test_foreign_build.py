"""Maps from drafts: kinds, ids, thesis, order, relations about relations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.importing import reloaded, totals

from argmap import exchange
from argmap.exchange.foreign import (
    Draft,
    DraftCitation,
    DraftContext,
    DraftPreference,
    DraftQuestion,
    DraftRelation,
    DraftSection,
    DraftSource,
    DraftStatement,
    InvalidFile,
    Names,
    build,
)
from argmap.model import Polarity
from argmap.model.losses import LossAction, LossReport


def draft(statements, relations="", **others):
    """Return a draft.

    Args:
        statements: Lines ``key text``.
        relations: Words such as ``r=b+c>a`` (support), ``r=b-a`` (attack; ``-`` for ``>``).
        others: Other fields of the draft.
    """
    result = Draft(**others)
    for line in statements.strip().splitlines():
        key, _, text = line.strip().partition(" ")
        result.add(DraftStatement(key, text))
    for word in relations.split():
        key, _, ends = word.partition("=")
        sign = ">" if ">" in ends else "-"
        premises, _, target = ends.partition(sign)
        polarity = Polarity.PRO if sign == ">" else Polarity.CON
        keys = premises.split("+") if premises else []
        result.relate(DraftRelation(key, keys, target, polarity))
    return result


def text_of(one):
    """Return the map of a draft in argmap's language, without its head."""
    written = exchange.dump(build(one, "map.x"), "argmap")
    return written.partition("}\n\n")[2] if written.startswith("map") else written


def lost(one):
    """Return what was changed and dropped."""
    build(one, "map.x")
    return [f"{loss.action.value}: {loss.reason}" for loss in one.losses.losses]


# ---- Kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relations", "kinds"),
    [
        ("r=b>a", {"a": "claim", "b": "assumption"}),
        ("r=b-a", {"a": "claim", "b": "counterpoint"}),
        ("r=b>a s=c-b", {"a": "claim", "b": "assumption", "c": "counterpoint"}),
        ("r=b>a s=c>b", {"b": "claim", "c": "assumption"}),
        ("r=b>a s=c-r", {"c": "counterpoint"}),
        ("r=b>a s=b-c", {"b": "assumption"}),
        ("r=b+c-a", {"b": "assumption", "c": "assumption"}),
        ("", {"a": "assumption", "b": "assumption", "c": "assumption"}),
    ],
)
def test_kinds(relations, kinds):
    """What a statement does in its first relation, and what supports it, decide its kind."""
    argument_map = build(draft("a a\nb b\nc c", relations), "m")
    found = {statement.text: statement.kind for statement in argument_map.statements.values()}
    assert found | kinds == found


def test_options_are_claims():
    """Although nothing supports them; a question takes no side either way."""
    one = draft("a A\nb B\nc C", "r=c-a")
    one.questions["q"] = DraftQuestion("q", "Which?", ["a", "b"])
    argument_map = build(one, "m")
    assert [s.kind for s in argument_map.statements.values()] == ["claim", "counterpoint", "claim"]
    assert not argument_map.is_neutral


def test_a_named_thesis_takes_a_side():
    """Even if the file says that the map takes none."""
    for is_neutral in (True, False, None):
        one = draft("a A\nb B", "r=b>a", is_neutral=is_neutral)
        one.statements["b"].is_thesis = True
        argument_map = build(one, "m")
        assert (argument_map.named_theses, argument_map.is_neutral) == (("b",), False)


def test_a_premise_is_used_once():
    """However often a relation names it."""
    assert text_of(draft("a A\nb B", "r=b+b>a")) == text_of(draft("a A\nb B", "r=b>a"))


def test_sources_with_the_same_data_are_one():
    """With other data, they are different sources."""
    one = draft("a A")
    cited = [
        one.cite(title, **attributes)
        for title, attributes in (
            ("Report", {}),
            ("Report", {}),
            ("Other", {}),
            ("Report", {"author": ("Ann",)}),
            ("Report", {"author": ("Ann",)}),
        )
    ]
    assert [cited.index(key) for key in cited] == [0, 0, 2, 3, 3]
    one.statements["a"].citations += [DraftCitation(key) for key in dict.fromkeys(cited)]
    sources = build(one, "m").sources.values()
    assert [(source.title, source.author) for source in sources] == [
        *(("Report", ()), ("Other", ()), ("Report", ("Ann",))),
    ]


def test_cited_leaves_are_evidence():
    """So are those with an address of their own."""
    one = draft("a A\nb B\nc C", "r=b>a s=c>a")
    one.statements["b"].citations.append(DraftCitation(one.cite("Report")))
    one.statements["c"].attributes["url"] = "https://example.org"
    kinds = [statement.kind for statement in build(one, "m").statements.values()]
    assert kinds == ["claim", "evidence", "evidence"]


# ---- Thesis and order ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("relations", "theses", "is_neutral"),
    [
        ("r=b>a s=c-b", ("a",), False),
        ("r=b>a", ("a",), False),  # nothing is related to `c`
        ("r=b-a s=c-b", (), True),  # nothing supports the root
        ("r=b>a s=b>c", (), True),
        ("r=a>b s=b>a", (), True),
        ("", (), True),
    ],
)
def test_thesis(relations, theses, is_neutral):
    """A statement that has support and that all others bear on is the thesis."""
    argument_map = build(draft("a a\nb b\nc c", relations), "m")
    assert (argument_map.named_theses, argument_map.is_neutral) == (theses, is_neutral)


def test_a_thesis_has_most_statements_below_it():
    """In a file with more unrelated statements than others, no statement is the thesis."""
    argument_map = build(draft("a a\nb b\nc c\nd d", "r=b>a"), "m")
    assert (argument_map.named_theses, argument_map.is_neutral) == ((), True)


def test_a_single_statement_is_the_thesis():
    """There is nothing else that it could be."""
    assert build(draft("a Rain"), "m").named_theses == ("rain",)


def test_named_theses():
    """What the file says comes first."""
    one = draft("a A\nb B", "r=b>a")
    one.statements["b"].is_thesis = True
    assert build(one, "m").named_theses == ("b",)


def test_order():
    """Statements follow what they bear on; siblings are in the order of the file."""
    one = draft("e E\nd D\nc C\nb B\na A", "r=b>a s=c>a t=d>b u=e-s")
    assert list(build(one, "m").statements) == list("abdce")


def test_sections():
    """Statements are in their sections; what has an unknown section is at the top."""
    one = draft("a A\nb B", "r=b>a")
    one.sections["s"] = DraftSection("s", "Costs")
    one.sections["t"] = DraftSection("t", "More", parent="s")
    one.statements["a"].section, one.statements["b"].section = "t", "unknown"
    one.contexts["k"] = DraftContext("k", "A setting", section="gone")
    one.questions["q"] = DraftQuestion("q", "Which?", ["a", "missing"], section="s")
    argument_map = build(one, "m")
    assert [statement.section for statement in argument_map.statements.values()] == [None, "more"]
    assert argument_map.sections["more"].parent == "costs"
    assert argument_map.questions["which"].options == ("a",)
    reloaded(argument_map)


# ---- Relations about relations -------------------------------------------------------------------


def test_undercuts():
    """A supporting inference with undercuts is a group that contains them."""
    assert (
        text_of(draft("a A\nb B\nc C", "r=b>a s=c-r"))
        == """\
claim a "A" {
  reason {
    assumption b "B"
    counterpoint c "C"
  }
}
"""
    )


def test_undercuts_of_undercuts():
    """The second attacks the statement that undercuts; the third undercuts that attack."""
    one = draft("a A\nb B\nc C\nd D\ne E", "t=e-s s=d-u u=c-r r=b>a")
    argument_map = build(one, "m")
    undercutters = {key: one.undercutters for key, one in argument_map.inferences.items()}
    assert undercutters == {"b->a": ("c",), "d->c": ("e",)}
    assert lost(draft("a A\nb B\nc C\nd D", "s=d-u u=c-r r=b>a")) == [
        "changed: it attacks the statement that undercuts; argmap has no relation to an undercut"
    ]


def test_support_for_an_inference_is_a_premise():
    """As a warrant is."""
    one = draft("a A\nb B\nc C", "r=b>a s=c>r")
    assert list(build(one, "m").inferences) == ["b+c->a"]
    assert one.losses.losses[0].reason == "support for an inference becomes a premise of it"


def test_a_relation_with_the_key_of_a_statement():
    """Both are kept, and references to the key mean the statement."""
    one = draft("a A\nb B\nc C\nd D", "b=c>a r=d-b")
    argument_map = build(one, "x")
    assert list(argument_map.statements) == ["a", "c", "b", "d"]
    assert set(argument_map.inferences) == {"c->a", "d->b"}


def test_linked_premises_of_an_undercut():
    """Each undercuts by itself."""
    one = draft("a A\nb B\nc C\nd D", "r=b>a s=c+d-r")
    assert build(one, "m").inferences["b->a"].undercutters == ("c", "d")
    assert "no linked undercuts" in one.losses.losses[0].reason


@pytest.mark.parametrize(
    ("relations", "reason"),
    [
        ("r=b>x", "dropped: it has no conclusion"),
        ("r=>a", "dropped: it has no premise"),
        ("r=x>a", "dropped: it does not lead to a statement of the file"),
        ("r=b>r", "dropped: it is about itself"),
        ("r=b>s s=c>r", "dropped: it is about itself"),
        ("r=b>a s=b>a", "dropped: it repeats another one"),
        ("r=b>x s=c-r", "dropped: the relation that it is about was dropped"),
    ],
)
def test_what_is_dropped(relations, reason):
    """Relations that lead nowhere are dropped, and reported."""
    assert reason in lost(draft("a A\nb B\nc C", relations))


@pytest.mark.parametrize("undercuts", ["", "t=c-r v=c-s", "t=c+d-r v=d-s w=c-s x=c-s"])
def test_a_repeated_relation_with_the_same_undercutters(undercuts):
    """It is dropped, and its preferences are those of the first one."""
    one = draft("a A\nb B\nc C\nd D", f"r=b>a s=b>a u=d-a {undercuts}")
    one.preferences = [DraftPreference("s", "u"), DraftPreference("r", "u")]
    argument_map = build(one, "m")
    assert [*argument_map.inferences] == ["b->a", "d->a"]
    assert [(pair.stronger, pair.weaker) for pair in argument_map.preferences] == [("b->a", "d->a")]
    assert totals(one.losses) == {
        "statement": 4,
        "relation": 3 + len(undercuts.split()),
        "preference": 2,
    }


@pytest.mark.parametrize(
    ("undercuts", "undercutters"),
    [
        ("t=c-s", [(), ("c",)]),
        ("t=c-r", [("c",), ()]),
        ("t=c-r v=d-s", [("c",), ("d",)]),
        ("t=c+d-r v=d-s", [("c", "d"), ("d",)]),
    ],
)
def test_a_repeated_relation_with_other_undercutters(undercuts, undercutters):
    """Both are kept, because what undercuts one leaves the other as it is."""
    one = draft("a A\nb B\nc C\nd D", f"r=b>a s=b>a {undercuts}")
    argument_map = build(one, "m")
    assert [one.undercutters for one in argument_map.inferences.values()] == undercutters
    assert not any(loss.action is LossAction.DROPPED for loss in one.losses.losses)
    again = reloaded(argument_map)
    assert sorted(one.undercutters for one in again.inferences.values()) == sorted(undercutters)


def test_edges_are_counted_with_their_relations():
    """An edge is kept if its relation is."""
    one = draft("a A\nb B")
    one.relate(DraftRelation("r", ["b"], "a", edges=2))
    one.relate(DraftRelation("s", ["b"], "x", edges=2, element=""))
    build(one, "m")
    assert one.losses.kept["edge"] == 2
    assert [(loss.element, loss.count) for loss in one.losses.losses] == [("edge", 2)]


def test_preferences_need_both_ends():
    """An undercut is no inference that could be outweighed."""
    one = draft("a A\nb B\nc C", "r=b>a s=c-r")
    one.preferences = [DraftPreference("a", "s", edges=2), DraftPreference("a", "gone")]
    assert not build(one, "m").preferences
    assert [loss.element for loss in one.losses.losses] == ["preference", "edge", "preference"]


# ---- Ids and texts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("The hall doesn't echo", "hall-doesnt-echo"),
        ("It is not wet", "not-wet"),
        ("To be or not to be", "not"),
        ("It was all his", "it-was-all-his"),
        ("Claim", "s-claim"),
        ("1984 was cold", "cold-1984"),
        ("1984", "s-1984"),
        ("Unit 5", "unit-5"),
        ("Unit 5 failed at 300 degrees in 2024", "unit-5-failed-300-degrees-2024"),
        ("9,000 cyclists a day", "cyclists-day-9000"),
        ("The 2nd floor leaks 3.5 litres", "floor-leaks-3-5-litres-2nd"),
        ("…", "statement"),
        ("Die Straße ist nass", "straße-nass"),
        ("Größe\u0301 zählt", "größé-zählt"),
        ("𝗣(A→B) is ﬁne", "p-b-fine"),
        ("O uso da verdade não é novo", "uso-verdade-não-novo"),
        ("道路が濡れている", "道路が濡れている"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsgesellscha"),
        ("Internationalization needs standardization everywhere", "internationalization-needs"),
        ("word " * 3 + "the " * 50 + "end", "word-word-word-end"),
        ("word " * 3 + "the " * 76 + "end", "word-word-word"),  # too far away
        ("x" * 29 + " yz end", "x" * 29 + "-yz"),
        ("x" * 29 + " xyz end", "x" * 29),
        ("4 men, 5 cars, 6 bikes and 7 trams", "men-5-cars-6-bikes-trams-4"),
        ("and " * 19 + "four.", "four"),
        ("and " * 19 + "five, " + "and " * 60, "five"),
    ],
)
def test_ids(text, id_):
    """An id is the first words that say something; negations do."""
    assert Names().assign("", text) == id_


def test_ids_are_different():
    """The case of letters does not make a difference, and known ids come first."""
    names = Names()
    assert [names.assign(*words) for words in (("Ab",), ("", "ab"), ("ab",), ("a b",))] == [
        "Ab",
        "ab-2",
        "ab-3",
        "a-b",
    ]


def test_known_ids_are_assigned_first():
    """An id that users know is not taken away by a text."""
    one = draft("a Rain\nb Other", "r=a>b")
    one.statements["b"].id = "rain"
    assert list(build(one, "m").statements) == ["rain", "rain-2"]


def test_texts():
    """Spaces are normalized, control characters are removed, and a missing text is named."""
    one = draft("a x\nb x\nc x\nd x")
    texts = ("  two\n\twords\u00a0here ", "bell\x07\ud800", " ", "plain")
    for statement, text in zip(one.statements.values(), texts, strict=True):
        statement.text = text
    argument_map = build(one, "m")
    assert [statement.text for statement in argument_map.statements.values()] == [
        "two words here",
        "bell",
        "[no text]",
        "plain",
    ]
    assert [loss.reason for loss in one.losses.losses] == [
        "control characters are removed from its text",
        "it has no text",
    ]
    assert one.losses.kept["statement"] == 2


# ---- Properties ----------------------------------------------------------------------------------

KEYS = [*"abcdef", *"rstuvw"]


@st.composite
def drafts(draw):
    """Return a draft with any relations between statements and relations."""
    result = Draft()
    for key in "abcdef"[: draw(st.integers(0, 6))]:
        text = draw(st.sampled_from(["same", "Claim", "1", f"text {key}", "", "two  words"]))
        result.add(
            DraftStatement(
                key,
                text,
                draw(st.sampled_from(["", "", "", "claim", "evidence", "concession"])),
                draw(st.sampled_from(["", "", key, "claim", "a b", "größe"])),
                draw(st.sampled_from([None, None, "A label"])),
                section=draw(st.sampled_from([None, None, "s", "t", "gone"])),
                is_thesis=draw(st.integers(0, 9)) == 0,
            )
        )
    keys = st.sampled_from(KEYS)
    for key in "rstuvw"[: draw(st.integers(0, 6))]:
        result.relate(
            DraftRelation(
                key,
                draw(st.lists(keys, max_size=3)),
                draw(keys),
                draw(st.sampled_from(Polarity)),
                draw(st.sampled_from(["", "", "", "reason", key])),
                draw(st.sampled_from([None, None, "sign"])),
            )
        )
    for pair in draw(st.lists(st.tuples(keys, keys), max_size=3)):
        result.preferences.append(DraftPreference(*pair))
    result.contradictions = draw(st.lists(st.tuples(keys, keys), max_size=2))
    for key, parent in (("s", None), ("t", draw(st.sampled_from([None, "s"])))):
        if draw(st.booleans()):
            result.sections[key] = DraftSection(key, f"Section {key}", parent)
    if draw(st.booleans()):
        options = draw(st.lists(keys, max_size=2))
        result.questions["q"] = DraftQuestion("q", "Which?", options)
    if draw(st.booleans()):
        result.contexts["k"] = DraftContext("k", "A setting", draw(st.sampled_from([None, *KEYS])))
    return result


@settings(deadline=None)
@given(drafts())
def test_the_text_of_a_built_map_is_the_map(one):
    """Parsing it gives an equal map, `argmap fmt` keeps it, and nothing is unaccounted for."""
    argument_map = build(one, "map.x")
    again = reloaded(argument_map)
    assert again.statements.keys() == argument_map.statements.keys()
    for id_, before in argument_map.statements.items():
        after = again.statements[id_]
        assert (before.kind, before.text, before.section) == (after.kind, after.text, after.section)
    assert {_shape(inference) for inference in again.inferences.values()} == {
        _shape(inference) for inference in argument_map.inferences.values()
    }
    assert len(again.preferences) == len(argument_map.preferences)
    assert (again.named_theses, again.is_neutral) == (
        argument_map.named_theses,
        argument_map.is_neutral,
    )
    found = totals(one.losses)
    assert found["statement"] == len(one.statements)
    assert found["relation"] == len(one.relations)
    assert found["preference"] == len(one.preferences)


def _shape(inference):
    return (
        frozenset(inference.premises),
        inference.conclusion,
        inference.polarity,
        frozenset(inference.undercutters),
        inference.scheme,
    )


# ---- Untrusted values ----------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["https:", "javascript:alert(1)", "ftp://example.org"])
def test_an_address_that_is_no_link_is_dropped(url):
    """Statements, contexts and sources keep only addresses that argmap accepts."""
    one = draft("a A")
    one.statements["a"].attributes["url"] = url
    one.contexts["k"] = DraftContext("k", "Setting", attributes={"url": url})
    one.sources["s"] = DraftSource("s", "Source", attributes={"url": url})
    argument_map = build(one, "m")
    reloaded(argument_map)
    assert [loss.reason for loss in one.losses.losses] == ["it is not a web address"] * 3


def test_a_statement_is_an_option_of_one_exclusive_question():
    """The second question that has the option does not exclude any; the map has no error."""
    one = draft("a A\nb B")
    one.questions["q"] = DraftQuestion("q", "Which?", ["a", "b"])
    one.questions["r"] = DraftQuestion("r", "Which one?", ["b"])
    argument_map = build(one, "m")
    reloaded(argument_map)
    assert [question.is_exclusive for question in argument_map.questions.values()] == [True, False]
    assert [loss.element for loss in one.losses.losses] == ["exclusive question"]


def test_the_report_is_printable():
    """Parts of a file in places and reasons are escaped and shortened."""
    report = LossReport()
    report.drop("node", "its type is \x1b[31m", "a\nb")
    report.change("node", "x" * 1000)
    first, second = report.losses
    assert (first.reason, first.place) == (r"its type is \u{1b}[31m", r"a\u{a}b")
    assert len(second.reason) == 300
    message = str(InvalidFile("`a\nb` is not valid" + "!" * 1000))
    assert message.startswith(r"`a\u{a}b` is not valid")
    assert len(message) == 500 + len(r"\u{a}") - 1
