"""Questions, contexts, concessions, preferences, labels and fidelity in all features."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import apply, edits_of, text_in
from tests.lsp.test_code_actions import actions
from tests.lsp.test_completion import complete
from tests.lsp.test_decorations import hints, tokens
from tests.lsp.test_hover import hover
from tests.lsp.test_navigation import references, rename
from tests.lsp.test_symbols import document_symbols, walk

PART = """\
claim train "By train" { label: "Rail" }
"""
MAP = """\
map "Trip" { thesis: none }
import "part.argmap" as part
source law "The law"

context town "The town has a station" @law:"art. 6"

question way "How should we get there?" @law:3 {
  label: "The way"
  expect: bus
  options: part.train
  claim bus "By bus" {
    label: "Bus"
    fidelity: interpretation
    outweighs: part.train, fog -> late
    reason cheap {
      label: "A low price suffices"
      confidence: likely
      outweighs: slow
      evidence fare "It costs one euro"
      concession sunday "Not on Sundays"
    }
    concession slow "It is slow"
  }
}

question when "When do we start?" {
  expect: open
  claim eight "At eight"
  claim nine "At nine"
}

claim late "We are late" {
  evidence fog "There is fog"
  counterpoint sun "The sun shines"
}
claim open "The office is open"
"""


@pytest.fixture
def trip(editor):
    """An editor with questions, one of which has an option in another file."""
    editor.write("part.argmap", PART)
    editor.open("map.argmap", MAP)
    return editor


# ---- Completion ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offered", "not_offered"),
    [
        ("‸\n", {"question", "context", "concession"}, {"options"}),
        ('section "S" {\n  ‸\n}\n', {"question", "context"}, {"exclusive"}),
        (
            'question q "Q" {\n  ‸\n}\n',
            {"claim", "context", "options", "exclusive", "expect", "standard", "label"},
            {"evidence", "concession", "question", "supports", "fidelity", "reason"},
        ),
        ('claim a "A" {\n  ‸\n}\n', {"concession", "context", "outweighs"}, {"question"}),
        (
            'claim a "A" {\n  reason {\n    ‸\n  }\n}\n',
            {"concession", "context", "confidence", "label", "fidelity", "outweighs"},
            {"question", "options"},
        ),
        ('context c "C" {\n  ‸\n}\n', {"label", "date", "note"}, {"claim", "supports"}),
        (
            'claim a "A" {\n  fidelity: ‸\n}\n',
            {"quotation", "paraphrase", "condensed", "interpretation", "implicit"},
            {"a", "accepted"},
        ),
        ('map "M" {\n  standard: ‸\n}\n', {"accrual", "preponderance"}, set()),
        ('question q "Q" {\n  standard: acc‸\n}\n', {"accrual"}, set()),
        ('question q "Q" {\n  exclusive: ‸\n}\n', {"true", "false"}, {"q"}),
        ('claim a "A" {\n  reason {\n    confidence: ‸\n  }\n}\n', {"likely"}, {"a"}),
        ('question q "Q" {\n  expect: bus, ‸\n}\n', {"open"}, {"accepted"}),
        ('claim a "A" {\n  exp‸\n}\n', {"expect"}, {"options"}),
        ('question q "Q" @s:‸\n', {"p", "ch"}, {"claim"}),
        ('context c "C" @s:‸\n', {"p", "ch"}, {"claim"}),
    ],
)
async def test_the_words_that_are_valid_in_a_declaration_are_offered(
    editor, text, offered, not_offered
):
    """Keywords, attributes and values depend on the declaration around the cursor."""
    labels = set(await complete(editor, text))
    assert offered <= labels
    assert not labels & not_offered


@pytest.mark.parametrize(
    ("old", "new", "offered", "not_offered"),
    [
        (
            "options: part.train",
            "options: ‸",
            {"part.train", "fog"},
            {"bus", "nine", "slow", "sun"},
        ),
        ("options: part.train", "options: part.train, ‸", {"late"}, {"part.train"}),
        ("expect: bus", "expect: ‸", {"bus", "part.train", "open"}, {"late", "nine", "accepted"}),
        ("expect: open", "expect: nine, ‸", {"eight", "open"}, {"nine", "bus"}),
        ("thesis: none", "thesis: ‸", {"bus", "late", "none"}, {"way", "when", "town", "law"}),
        ("thesis: none", "thesis: bus, ‸", {"late"}, {"bus", "way"}),
        ("fog -> late\n", "‸\n", {"slow", "fog -> late", "cheap"}, {"way", "bus", "part.train"}),
        ("fog -> late\n", "fog -> ‸\n", {"late"}, {"bus", "fog", "cheap"}),
        ("fog -> late\n", "fog->‸\n", {"late"}, {"bus", "fog"}),
        ("outweighs: slow", "outweighs: ‸", {"slow", "slow -> bus"}, {"cheap", "way"}),
    ],
)
async def test_the_ids_that_can_be_a_value_are_offered(trip, old, new, offered, not_offered):
    """Options, answers, theses and what is outweighed are ids of different elements."""
    labels = set(await complete(trip, MAP.replace(old, new)))
    assert offered <= labels
    assert not labels & not_offered


async def test_what_can_be_outweighed_comes_first(trip):
    """The objection to a statement, and what bears on the same conclusion, are the first items."""
    items = await complete(trip, MAP.replace("outweighs: slow", "outweighs: ‸"))
    first = sorted(items.values(), key=lambda item: item.sort_text)[:3]
    assert {item.label for item in first} == {"slow", "slow -> bus", "sunday"}


async def test_a_label_is_shown_in_completions(trip):
    """A statement with a label is listed with it; its text is the detail."""
    items = await complete(trip, MAP.replace("options: part.train", "options: ‸"))
    assert items["part.train"].label_details.description == "Rail"
    assert items["part.train"].detail == "By train"


# ---- Hover ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "inside", "parts"),
    [
        (
            "question way",
            10,
            [
                "**The way**",
                "**Answered by `bus`**",
                "✓ `bus` “Bus”: accepted",
                "`part.train` “Rail”",
            ],
        ),
        ('"How should', 3, ["How should we get there?", "Cites The law", "✗ `part.train` “Rail”"]),
        ("question when", 10, ["**Open between `eight` and `nine`**", "? `nine`"]),
        ("context town", 9, ["supports and attacks nothing", "art. 6"]),
        ("concession slow", 12, ["Granted, decides nothing.", "is granted against `bus`"]),
        ("concession sunday", 12, ["Granted, decides nothing.", "is an exception granted to"]),
        ("claim bus", 7, ["our reading", "is an option of `way`", "outweighs `part.train`"]),
        ("claim bus", 7, ["outweighs the inference from `fog`"]),
        ("reason cheap", 8, ["A low price suffices", "outweighs `slow`", "Confidence: likely"]),
        ("reason cheap", 2, ["A low price suffices", "Premises", "only together"]),
        ("fog -> late", 5, ["**inference**", "`fog` “There is fog”", "`late`"]),
        ("fog -> late", 1, ["There is fog"]),
        ("part.train\n", 6, ["**Rail**", "By train", "is an option of `way`"]),
        ("question way", 2, ["What is to be decided", "options"]),
        ("concession slow", 2, ["granted", "exception"]),
        ("context town", 2, ["What a reader must know"]),
        ("interpretation", 2, ["our reading"]),
        ("outweighs: slow", 2, ["Prevails over"]),
        ("expect: bus", 2, ["ids of options"]),
        ("expect: open", 10, ["no option is accepted"]),
        ("expect: bus", 9, ["By bus"]),
        ('@law:"art. 6"', 7, ["The law"]),
    ],
)
async def test_hover(trip, words, inside, parts):
    """The tooltip says what an element is, and what the evaluation says of it."""
    markdown = (await hover(trip, words, inside)).contents.value
    for part in parts:
        assert part in markdown


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('question q "Q" { claim a "A" claim b "B" { opposed-by: c } }\nclaim c "C"', "by `a`"),
        ('question q "Q" { claim a "A" { opposed-by: c } }\nclaim c "C"', "None is accepted"),
        ('question q "Q" { exclusive: false claim a "A" claim b "B" }', "by `a` and `b`"),
        ('question q "Q" { context c "C" }', "No options"),
    ],
)
async def test_the_answer_of_a_question(editor, text, part):
    """The accepted options answer a question; without one it is open, or has no answer."""
    editor.open("map.argmap", text)
    assert part in (await hover(editor, "question q", 9)).contents.value


# ---- Navigation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "inside", "id_", "count"),
    [
        ("question way", 10, "way", 1),
        ("context town", 9, "town", 1),
        ("claim bus", 7, "bus", 2),
        ("concession slow", 12, "slow", 2),
        ("evidence fog", 10, "fog", 2),
        ("claim late", 7, "late", 2),
        ("source law", 8, "law", 3),
        ("claim open", 7, "open", 1),
    ],
)
async def test_references(trip, words, inside, id_, count):
    """Uses in `options:`, `expect:`, `outweighs:`, arrows and citations of all kinds are found."""
    locations = await references(trip, "map.argmap", words, inside)
    assert [text_in(MAP, location.range) for location in locations] == [id_] * count


@pytest.mark.parametrize(
    ("words", "inside", "changes"),
    [
        ("question way", 10, [("question way", "question new")]),
        ("context town", 9, [("context town", "context new")]),
        ("expect: bus", 9, [("expect: bus", "expect: new"), ("claim bus", "claim new")]),
        ("fog -> late", 1, [("fog -> late", "new -> late"), ("evidence fog", "evidence new")]),
        ("fog -> late", 8, [("fog -> late", "fog -> new"), ("claim late", "claim new")]),
        ("reason cheap", 8, [("reason cheap", "reason new")]),
        ("outweighs: slow", 12, [(": slow", ": new"), ("concession slow", "concession new")]),
        ("claim open", 7, [("claim open", "claim new")]),
        ("source law", 8, [("source law", "source new"), ("@law", "@new")]),
    ],
)
async def test_a_rename_changes_all_uses(trip, words, inside, changes):
    """Also arrows, options, answers and citations; `expect: open` is no name of a statement."""
    expected = MAP
    for old, new in changes:
        assert old in expected
        expected = expected.replace(old, new)
    changed = await rename(trip, "map.argmap", words, inside, "new")
    assert changed == {trip.uri("map.argmap"): expected}


async def test_an_option_in_another_file_is_renamed(trip):
    """The option is renamed in its own file, in `options:` and in `outweighs:`."""
    params = types.RenameParams(new_name="rail", **trip.at("map.argmap", "part.train", 6))
    edit = await trip.client.text_document_rename_async(params)
    edits = edits_of(edit)
    assert apply(MAP, edits[trip.uri("map.argmap")]) == MAP.replace("part.train", "part.rail")
    part = apply(PART, edits[trip.uri("part.argmap")])
    assert part == PART.replace("claim train", "claim rail")


@pytest.mark.parametrize(("words", "name"), [("claim late", "none"), ("claim nine", "open")])
async def test_a_name_that_would_change_the_meaning_is_rejected(trip, words, name):
    """`thesis: none` and `expect: open` would refer to a statement of that name."""
    text = MAP.replace("claim open", "claim opens")
    trip.set("map.argmap", text)
    with pytest.raises(JsonRpcException, match="another meaning"):
        await rename(trip, "map.argmap", words, 7, name)


# ---- Symbols and ranges --------------------------------------------------------------------------


async def test_the_outline_contains_all_declarations(trip):
    """Questions contain their options; labels are shown before texts."""
    symbols = {symbol.name: (depth, symbol) for depth, symbol in walk(await document_symbols(trip))}
    depths = {name: depth for name, (depth, _) in symbols.items()}
    expected = {"town": 0, "way": 0, "bus": 1, "cheap": 2, "sunday": 3, "slow": 2, "when": 0}
    assert expected.items() <= depths.items()
    assert symbols["way"][1].detail == "The way – How should we get there?"
    assert symbols["cheap"][1].detail == "A low price suffices"
    kinds = {name: symbols[name][1].kind for name in ("way", "town", "slow")}
    assert kinds == {
        "way": types.SymbolKind.Enum,
        "town": types.SymbolKind.Property,
        "slow": types.SymbolKind.Event,
    }


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("get there", "way: The way"),
        ("rail", "train: Rail"),
        ("low price", "cheap: A low price suffices"),
        ("station", "town: The town has a station"),
    ],
)
async def test_symbols_of_the_workspace_are_found_by_label_and_text(trip, query, name):
    """All kinds of declarations are found, and named by their labels."""
    symbols = await trip.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    folder = trip.uri("")
    assert name in {symbol.name for symbol in symbols if symbol.location.uri.startswith(folder)}


async def test_questions_fold(trip):
    """The block of a question folds to its head and its closing brace."""
    params = types.FoldingRangeParams(trip.identifier("map.argmap"))
    ranges = await trip.client.text_document_folding_range_async(params)
    first = MAP[: MAP.index("question way")].count("\n")
    last = MAP[: MAP.index("}\n\nquestion when")].count("\n")
    assert (first, last - 1) in {(range_.start_line, range_.end_line) for range_ in ranges}


async def test_a_citation_of_a_context_is_selected(trip):
    """The selection grows from a citation of a context to the context."""
    position = trip.at("map.argmap", '@law:"art. 6"', 7)
    params = types.SelectionRangeParams(position["text_document"], [position["position"]])
    (selection,) = await trip.client.text_document_selection_range_async(params)
    assert text_in(MAP, selection.range) == '@law:"art. 6"'
    assert text_in(MAP, selection.parent.range).startswith("context town")


# ---- Decorations ---------------------------------------------------------------------------------


async def test_semantic_tokens(trip):
    """Ids of options and answers are variables; `open`, `none` and fidelities are words."""
    text = MAP.replace("expect: bus", "expect: bus\n  question: 2")
    trip.set("map.argmap", text)
    found = [token async for token in tokens(trip, text)]
    for token in (
        ("question", "keyword"),
        ("concession", "keyword"),
        ("context", "keyword"),
        ("way", "variable"),
        ("options", "property"),
        ("part.train", "variable"),
        ("bus", "variable"),
        ("open", "enumMember"),
        ("none", "enumMember"),
        ("interpretation", "enumMember"),
        ("question", "property"),
        ('@law:"art. 6"', "decorator"),
        ("->", "operator"),
    ):
        assert token in found
    assert ("bus", "enumMember") not in found


async def test_questions_have_a_hint_with_their_answer(trip):
    """The hint on the line of a question is its answer."""
    labels = await hints(trip)
    assert labels[MAP[: MAP.index("question way")].count("\n")] == "answered by `bus`"
    assert (
        labels[MAP[: MAP.index("question when")].count("\n")] == "open between `eight` and `nine`"
    )
    assert MAP[: MAP.index("concession slow")].count("\n") not in labels


async def test_code_lenses_count_options_and_concessions(trip):
    """A question has the number of its options, a statement that of granted objections."""
    params = types.CodeLensParams(trip.identifier("map.argmap"))
    lenses = await trip.client.text_document_code_lens_async(params)
    titles = {lens.range.start.line: lens.command for lens in lenses}
    way = titles[MAP[: MAP.index("question way")].count("\n")]
    assert way.title == "2 options, answered by bus"
    assert titles[MAP[: MAP.index("claim bus")].count("\n")].title == "1 for, 0 against, 1 granted"
    params = types.ExecuteCommandParams(way.command, way.arguments)
    explanation = await trip.client.workspace_execute_command_async(params)
    assert explanation.startswith("Answered by `bus`\n")
    assert "part.train" in explanation


async def test_the_call_hierarchy_contains_questions_and_preferences(trip):
    """The options of a question are its incoming calls; a preference is a call like an attack."""
    client = trip.client

    async def calls(words, inside):
        params = types.CallHierarchyPrepareParams(**trip.at("map.argmap", words, inside))
        (item,) = await client.text_document_prepare_call_hierarchy_async(params)
        incoming = await client.call_hierarchy_incoming_calls_async(
            types.CallHierarchyIncomingCallsParams(item)
        )
        outgoing = await client.call_hierarchy_outgoing_calls_async(
            types.CallHierarchyOutgoingCallsParams(item)
        )
        return (
            {(call.from_.name.partition(":")[0], call.from_.detail) for call in incoming},
            {(call.to.name.partition(":")[0], call.to.detail) for call in outgoing},
        )

    assert await calls("question way", 10) == (
        {("bus", "option"), ("part.train", "option")},
        set(),
    )
    assert await calls("claim bus", 7) == (
        {
            ("fare", "supports"),
            ("sunday", "is a granted exception"),
            ("slow", "is granted against it"),
        },
        {("part.train", "outweighed"), ("fog", "outweighed"), ("way", "question")},
    )
    incoming, outgoing = await calls("concession slow", 12)
    assert incoming == {("fare", "outweighs")}
    assert outgoing == {("bus", "granted against")}


async def test_a_question_can_get_an_id_and_be_extracted(editor):
    """The actions for statements are available for questions and contexts."""
    text = 'question "Which way?" { claim "A" }\ncontext "The old town"\n'
    editor.open("map.argmap", text)
    available = await actions(editor, text, "question")
    assert "add the id `which-way` to this question" in available
    assert "extract to which-way.argmap" in available
    assert "add the id `old-town` to this context" in await actions(editor, text, "context")
