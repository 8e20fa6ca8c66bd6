"""The exchange formats `apx`, `tgf` and `iccma`: Dung's argumentation frameworks."""

import importlib
import re

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    counts,
    damaged,
    imported,
    losses,
    reloaded,
    shared_data,
    totals,
)
from tests.strategies import map_texts

from argmap import exchange
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile
from argmap.model import Status
from argmap.model.losses import LossReport

FORMATS = ("apx", "tgf", "iccma")
APX = 'arg(a).\narg(b). arg(c). % a comment\narg("d e").\natt(a,b). att( b , c ).\natt("d e",b).\n'
TGF = "a A lamp is lit\nb\nc\n#\na b\nb c\n"
ICCMA = "# three\np af 3\n# 1 = A lamp is lit\n1 2\n2 3\n"

quick = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    max_examples=60,
)


def accepted(argument_map):
    verdicts = evaluate(argument_map).statements
    return {id_ for id_, verdict in verdicts.items() if verdict.status is Status.ACCEPTED}


def grounded(arguments, attacks):
    """Return the grounded extension: the least fixpoint of defense (Dung 1995)."""
    attackers = {argument: set() for argument in arguments}
    for attacker, target in attacks:
        attackers[target].add(attacker)
    inside, size = set(), -1
    while len(inside) > size:
        size = len(inside)
        beaten = {one for one in arguments if attackers[one] & inside}
        inside |= {one for one in arguments if attackers[one] <= beaten}
    return inside


def parsed_apx(text):
    """Return the arguments and attacks of a framework, read in the simplest way."""
    term = r'("(?:[^"\\]|\\.)*"|[^\s(),."]+)'
    arguments = re.findall(rf"^arg\({term}\)\.$", text, re.MULTILINE)
    attacks = re.findall(rf"^att\({term},{term}\)\.$", text, re.MULTILINE)
    assert len(arguments) + len(attacks) == len(text.split())
    return arguments, attacks


# ---- In ------------------------------------------------------------------------------------------


def test_aspartix():
    """Arguments are statements, attacks are attacks; a framework has no thesis."""
    assert (
        argmap_text(APX)
        == """\
map "debate" {
  thesis: none
}

claim c "c" {
  counterpoint b "b" {
    counterpoint a "a"
    counterpoint d-e "d e"
  }
}
"""
    )
    (one,) = imported(APX)
    assert totals(one.report) == {"argument": 4, "attack": 3}


@pytest.mark.parametrize(("text", "format_"), [(TGF, "tgf"), (ICCMA, "iccma")])
def test_labels_are_texts(text, format_):
    """What a file says about an argument is its text."""
    (one,) = imported(text)
    assert one.format == format_
    assert [statement.text for statement in one.map.statements.values()][-1] == "A lamp is lit"


def test_numbers_become_ids():
    """An id cannot begin with a digit."""
    assert argmap_text("p af 1\n") == (
        'map "debate" {\n  thesis: none\n}\n\nassumption a1 "Argument 1"\n'
    )


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("arg(a). arg(a).", ["dropped argument: it is declared twice (line 1)"]),
        ("arg(a).\natt(b,a).", ["dropped attack: its attacker is not declared (line 2)"]),
        ("arg(a).\natt(a,b).", ["dropped attack: it has no conclusion (line 2)"]),
        (
            "arg(a). \n\n pref(a,b).",
            ["dropped fact: it is neither an argument nor an attack (line 3)"],
        ),
        ("a\nb\n#\na b yes", ["dropped label: attacks have no texts (line 4)"]),
        ("p af 2\n1 2\n1 2", ["dropped attack: it repeats another one (line 3)"]),
    ],
)
def test_losses(text, reported):
    """What cannot be expressed is reported with its line."""
    assert losses(text) == reported


@pytest.mark.parametrize(
    ("text", "format_", "message"),
    [
        ("arg(a).\narg(b)", "apx", "expected a fact such as `arg(a).` or `att(a,b).` (line 2)"),
        ("a\nb", "tgf", "it has no line `#` between arguments and attacks"),
        ("a\n#\na", "tgf", "an attack has two ends (line 3)"),
        ("", "iccma", "expected `p af` and the number of arguments (line 1)"),
        ("p af 2\n1 b", "iccma", "expected an attack, such as `1 2` (line 2)"),
        ("p af 999999999", "iccma", "it has more than 5,000,000 arguments (line 1)"),
    ],
)
def test_other_texts_are_refused(text, format_, message):
    """The message says what is expected, and where."""
    with pytest.raises(InputError) as error:
        imported(text, format_)
    assert message in str(error.value)


def test_detection():
    """Each format is distinguished from the others and from texts by its content."""
    for text, format_ in [
        (APX, "apx"),
        (TGF, "tgf"),
        (ICCMA, "iccma"),
        ("% nothing\narg(x).", "apx"),
        ("x\ny\n#\n", "tgf"),
        ("Title\n#\nsome words here\nand more", None),
        ("a\nb\n#\na b\nx y", None),  # half of the attacks are not enough
        ("a\nb\n#\nx a\ny b", None),
        ("a\nb\n#\na x\nb y", None),
        ("a\nb\n#\na\nb", None),
        ("a\n#\na a\n#\n", None),
        ("#\na b", None),
        ("a A label\n#", None),
        ("# Title\n\nSome text.", None),
        ("path(a,b).", None),
    ]:
        assert detect(ForeignFile("x", text.encode())) == format_, text


@settings(max_examples=100, deadline=None)
@given(damaged(APX, TGF, ICCMA))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    for format_ in FORMATS:
        assert_reads_or_refuses(text, format_)


def test_real_frameworks():
    """The verdicts of argmap are the grounded labelling that an independent program computes."""
    for path in shared_data("af"):
        expected = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        assert found["argument"] == expected["arguments"] + expected["duplicate_arguments"], path
        assert found["attack"] == expected["attacks_listed"], path
        argument_map = reloaded(one.map)
        verdicts = [one.status for one in evaluate(argument_map).statements.values()]
        assert verdicts.count(Status.ACCEPTED) == expected["grounded"]["in"], path
        assert verdicts.count(Status.REJECTED) == expected["grounded"]["out"], path
        texts = {argument_map.statements[id_].text for id_ in accepted(argument_map)}
        if not (expected.get("labels") or expected.get("comments")):
            names = {name.removeprefix("Argument ") for name in texts}
            assert names == set(expected["grounded"]["extension"]), path


# ---- Out -----------------------------------------------------------------------------------------


def test_a_map_compiles_to_attacks(load):
    """Support is an attack on the argument that the statement has no ground."""
    argument_map = load(
        'claim t "T" { evidence e "E" counterpoint k "K" } counterpoint u "U" { undercuts: e -> t }'
    )
    report = LossReport()
    assert exchange.dump(argument_map, "apx", report) == (
        "arg(t).\narg(e).\narg(k).\narg(u).\n"
        'arg("t--without-ground").\narg("e->t").\narg("e--not-accepted").\n'
        'att("t--without-ground",t).\natt(e,"e--not-accepted").\natt("e--not-accepted","e->t").\n'
        'att(u,"e->t").\natt("e->t","t--without-ground").\natt(k,t).\n'
    )
    assert report.kept["statement"] == 4
    assert [loss.reason for loss in report.losses if loss.element == "framework"] == [
        "further arguments (3) express support and inferences"
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('claim a "A" { supports: b } claim b "B" { supports: a }', "in a cycle, as of `a`, `b`"),
        ('claim a "A" { standard: preponderance }', "standard of proof `preponderance` of `a`"),
        ('question q "Q" { claim a "A" claim b "B" }', "an exclusive question, such as `q`"),
    ],
)
def test_what_attacks_cannot_express_is_refused(load, text, message):
    """The message says why."""
    for format_ in FORMATS:
        with pytest.raises(InputError) as error:
            exchange.dump(load(text), format_)
        assert message in str(error.value)


@settings(parent=quick, max_examples=150)
@given(map_texts())
def test_the_grounded_extension_has_the_accepted_statements(load, text):
    """For any map that compiles, the statements in the grounded extension are the accepted ones."""
    argument_map = load(text)
    try:
        output = exchange.dump(argument_map, "apx")
    except InputError:
        return
    arguments, attacks = parsed_apx(output)
    extension = {one.strip('"') for one in grounded(arguments, attacks)}
    assert extension & argument_map.statements.keys() == accepted(argument_map)


@quick
@given(map_texts())
def test_round_trip(load, text):
    """A framework that is exported and imported has the same arguments and verdicts."""
    argument_map = load(text)
    sizes = set()
    for format_ in FORMATS:
        try:
            output = exchange.dump(argument_map, format_)
        except InputError:
            return
        (one,) = imported(output, format_)
        assert not one.report.losses
        sizes.add((len(one.map.statements), len(one.map.inferences), len(accepted(one.map))))
    assert len(sizes) == 1


def test_clingo_agrees(load, lane):
    """The encoding of the grounded extension in answer-set programming accepts the same."""
    clingo = pytest.importorskip("clingo", reason="clingo is not installed")
    encoding = (
        "{in(X)} :- arg(X). out(X) :- att(Y,X), in(Y). :- in(X), out(X)."
        "nd(X) :- att(Y,X), not out(Y). :- in(X), nd(X). :- arg(X), not nd(X), not in(X)."
    )
    maps = [lane] + [
        load(f'claim c "C" {{ claim a "A" {{ counterpoint k "K" {{ {more} }} }} }}')
        for more in ("", 'counterpoint m "M"', "opposes: k", "contradicts: c")
    ]
    for argument_map in maps:
        if any(pair for pair in argument_map.preferences):
            continue
        control = clingo.Control(["--enum-mode=cautious"])
        control.add("base", [], exchange.dump(argument_map, "apx") + encoding)
        control.ground([("base", [])])
        extension = set()
        with control.solve(yield_=True) as models:
            for model in models:  # the last one is the intersection of all complete extensions
                extension = {
                    str(atom.arguments[0]).strip('"')
                    for atom in model.symbols(shown=True)
                    if atom.name == "in"
                }
        assert extension & argument_map.statements.keys() == accepted(argument_map)


def test_pyarg_reads_the_frameworks(lane):
    """Another program reads all three formats and finds the same grounded extension."""
    pytest.importorskip("py_arg.import_export", reason="python-argumentation is not installed")
    semantics = importlib.import_module("py_arg.algorithms.semantics.get_grounded_extension")
    for format_, module, class_, method in (
        ("apx", "aspartix", "ASPARTIX", "from_apx"),
        ("tgf", "trivial_graph", "TrivialGraph", "from_tgf"),
        ("iccma", "iccma23", "ICCMA23", "from_iccma23"),
    ):
        reader = importlib.import_module(
            f"py_arg.import_export.argumentation_framework_from_{module}_format_reader"
        )
        text = exchange.dump(lane, format_)
        read = getattr(getattr(reader, f"ArgumentationFrameworkFrom{class_}FormatReader"), method)
        extension = {one.name for one in semantics.get_grounded_extension(read(text, "lane"))}
        if format_ == "iccma":  # its arguments are called A1, A2, …
            numbers = {f"A{number}": id_ for number, id_ in enumerate(lane.statements, 1)}
            extension = {numbers.get(name, name) for name in extension}
        names = {name.strip('"') for name in extension}
        assert names & lane.statements.keys() == accepted(lane)


def test_deep_maps(ladder):
    """A map with 5,000 levels compiles."""
    assert exchange.dump(ladder, "iccma").startswith("p af 9999\n")
