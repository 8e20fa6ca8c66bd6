"""Tests ``argmap source``: documents become sources, and their passages are shown."""

import json

import pytest
from tests.json_schema import load, violations
from tests.sources.document_files import body, docx, epub, paragraph, pdf

MAP = """\
# My map
map "Trade" { thesis: trade }   # a comment

claim trade "They trade a lot" {
  evidence sum "It was $34 billion" @paper:3 "34 billion"
}
"""
PAGE = """\
<head><title>The paper</title><meta name=author content="A. Writer"></head>
<h1>The paper</h1><h2>The scope</h2><p>Trade passed $34 billion.</p><p>The end.<img>
"""
DECLARATION = """\
source paper "The paper" {
  author: "A. Writer"
  text: "sources/paper.txt"
}
"""
REFS = """\
@book{smith2020, author = {Smith, Ann}, title = {On trade}, year = 2020, publisher = {Press}}
@misc{jones, title = {Other}}
"""


@pytest.fixture
def source(argmap, write):
    """Return a function that runs `argmap source` in a project with a page and a map."""
    write("argmap.toml", "")
    write("page.html", PAGE)
    write("map.argmap", MAP)
    return lambda *arguments, **options: argmap("source", *arguments, **options)


# ---- add ----------------------------------------------------------------------------------------


def test_the_declaration_is_printed(source, tmp_path):
    """Standard output has only the declaration, so that it can be appended to a map."""
    outcome = source("add", "page.html", "--id", "paper")
    assert (outcome.returncode, outcome.stdout) == (0, DECLARATION)
    assert outcome.stderr == (
        "wrote sources/paper.txt: 4 paragraphs (2 headings among them)\n"
        "dropped: 1 × picture: only texts are converted (¶4)\n"
    )
    assert (tmp_path / "sources/paper.txt").read_bytes() == (
        b"The paper\n=========\n\nThe scope\n---------\n\nTrade passed $34 billion.\n\nThe end.\n"
    )


def test_the_declaration_is_added_to_a_map(source, argmap, tmp_path):
    """The rest of the map stays as it is, and its citations can be checked."""
    outcome = source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (0, "map.argmap: declared the source `paper`\n")
    header, rest = MAP.split("\n\n")
    text = (tmp_path / "map.argmap").read_text(encoding="utf-8")
    assert text == f"{header}\n\n{DECLARATION}\n{rest}"
    assert argmap("check", "map.argmap").returncode == 0
    wrong = text.replace("@paper:3", "@paper:4")
    (tmp_path / "map.argmap").write_text(wrong, encoding="utf-8")
    outcome = argmap("check", "map.argmap")
    assert "EVI307" in outcome.stdout
    assert "is in ¶3" in outcome.stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"{DECLARATION}"),
        ("# a comment\n", f"# a comment\n\n{DECLARATION}"),
        ('claim a "A"\n', f'{DECLARATION}\nclaim a "A"\n'),
        ('map "M"\nclaim a "A"\n', f'map "M"\n\n{DECLARATION}\nclaim a "A"\n'),
        ('source b "B" # b\n\nclaim a "A"', f'source b "B" # b\n\n{DECLARATION}\nclaim a "A"'),
        ('map "M"\n# a\nclaim a "A"\n', f'map "M"\n\n{DECLARATION}\n# a\nclaim a "A"\n'),
        ('map "M"\r\n', f'map "M"\n\n{DECLARATION}'.replace("\n", "\r\n")),
    ],
)
def test_blank_lines_separate_the_declaration(source, tmp_path, before, after):
    """Comments and line ends of the map are kept."""
    (tmp_path / "map.argmap").write_bytes(before.encode())
    source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert (tmp_path / "map.argmap").read_bytes().decode() == after


def test_adding_twice_changes_nothing(source, tmp_path):
    """The same document gives the same bytes, and the map has the source already."""
    assert source("add", "page.html", "--id", "paper", "--to", "map.argmap").returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*") if path.is_file()}
    outcome = source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert outcome.stdout == "map.argmap: nothing to add to the source `paper`\n"
    assert outcome.stderr.startswith("unchanged: sources/paper.txt: 4 paragraphs")
    assert {path: path.read_bytes() for path in before} == before


def test_a_declared_source_is_completed(source, write, tmp_path):
    """It keeps its title and the attributes that it has."""
    write("map.argmap", 'source paper "My title" { author: "Me" }   # mine\n')
    outcome = source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert outcome.stdout == "map.argmap: completed the source `paper`\n"
    text = (tmp_path / "map.argmap").read_text(encoding="utf-8")
    assert text.startswith('source paper "My title" {\n  author: "Me"\n')
    assert 'text: "sources/paper.txt"' in text
    assert text.endswith("}   # mine\n")


def test_what_a_document_says_about_itself_is_cleaned(source, write):
    """A terminal interprets nothing of it, and it is valid in the language."""
    title = '\x1b[31m"Quoted" {\\u{1}}\n\n x'
    write("page.html", f"<head><title>{title}</title></head><p>One.")
    outcome = source("add", "page.html", "--id", "paper")
    assert outcome.stdout.startswith('source paper "[31m\\"Quoted\\" {\\\\u{1}} x" {\n')


def test_the_text_is_relative_to_the_map(source, write, tmp_path):
    """The folder `sources` is in the project, and the map may be in another folder."""
    write("maps/map.argmap", 'map "Trade" { thesis: none }\n')
    source("add", "page.html", "--id", "paper", "--to", "maps/map.argmap")
    text = (tmp_path / "maps/map.argmap").read_text(encoding="utf-8")
    assert 'text: "../sources/paper.txt"' in text
    assert (tmp_path / "sources/paper.txt").exists()


def test_a_different_text_is_not_replaced(source, write, tmp_path):
    """The report says what differs, and which citations would name other paragraphs."""
    source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    text = (tmp_path / "sources/paper.txt").read_bytes()
    write("page.html", PAGE.replace("<h2>", "<p>New.</p><h2>").replace("The end", "An end"))
    outcome = source("add", "page.html", "--id", "paper")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert outcome.stderr == (
        "`sources/paper.txt` was not replaced, because it is different: 1 paragraph changed, "
        "1 paragraph added; replace it with --update\n"
        "  map.argmap: @paper:3 would be @paper:4\n"
    )
    assert (tmp_path / "sources/paper.txt").read_bytes() == text
    outcome = source("add", "page.html", "--id", "paper", "--update")
    assert outcome.returncode == 0
    assert outcome.stderr.startswith("updated sources/paper.txt: 1 paragraph changed, 1 paragraph")
    assert b"New." in (tmp_path / "sources/paper.txt").read_bytes()


def test_a_cited_paragraph_that_is_gone_is_reported(source, write):
    """Its words are nowhere in the new text."""
    source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    write("page.html", PAGE.replace("<p>Trade passed $34 billion.</p>", ""))
    outcome = source("add", "page.html", "--id", "paper")
    assert "1 paragraph removed" in outcome.stderr
    assert "  map.argmap: @paper:3 has other words, or is gone\n" in outcome.stderr


def test_a_bibliography_fills_the_attributes(source, write):
    """Its values override those of the document; the id is the key unless --id names another."""
    write("refs.bib", REFS)
    outcome = source("add", "page.html", "--bibliography", "refs.bib", "--key", "smith2020")
    assert outcome.stdout == (
        'source smith2020 "On trade" {\n'
        '  author: "Ann Smith"\n'
        "  year: 2020\n"
        '  publisher: "Press"\n'
        '  text: "sources/smith2020.txt"\n'
        '  x-type: "book"\n'
        "}\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.pdf"], "missing.pdf"),
        (["argmap.toml"], "`argmap.toml`: unsupported format; save it in one of .docx"),
        (["page.html", "--id", "a b"], "`a b` is not a valid id"),
        (["page.html", "--id", "claim"], "`claim` is a reserved word"),
        (["page.html", "--id", "trade", "--to", "map.argmap"], "another element of `map.argmap`"),
        (["page.html", "--to", "none.argmap"], "none.argmap"),
        (["page.html", "--to", "broken.argmap"], "`broken.argmap` has syntax errors"),
        (["page.html", "--bibliography", "refs.bib"], "`refs.bib` has 2 entries; name one"),
        (
            ["page.html", "--bibliography", "refs.bib", "--key", "smith2002"],
            "`refs.bib` has no entry `smith2002`; did you mean `smith2020`?",
        ),
        (["page.html", "--bibliography", "page.html"], "`page.html` is not a bibliography"),
        (["page.html", "--key", "a"], "--key requires --bibliography"),
        (["empty.html"], "`empty.html` contains no text"),
        (["fake.docx"], "`fake.docx` is damaged: it is not a ZIP archive"),
        (["sources/paper.txt", "--id", "paper"], "is already a text in `sources`"),
        (["."], "`.` cannot be read: "),
    ],
)
def test_wrong_usage_is_reported(source, write, tmp_path, arguments, message):
    """The exit code is 2, and nothing is written."""
    write("refs.bib", REFS)
    write("broken.argmap", "claim {{{")
    write("empty.html", "<p> </p>")
    write("fake.docx", "text")
    write("sources/paper.txt", "A text.")
    outcome = source("add", *arguments)
    assert outcome.returncode == 2
    assert message in outcome.stderr
    assert len(list((tmp_path / "sources").iterdir())) == 1


def test_a_source_of_an_imported_file_is_declared_there(source, write):
    """The message names the file."""
    write("refs.argmap", 'source paper "A"\n')
    write("map.argmap", 'import "refs.argmap"\n' + MAP)
    outcome = source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert outcome.returncode == 2
    assert "`refs.argmap` declares the source `paper`; name that file" in outcome.stderr


def test_another_text_of_the_source_is_kept(source, write):
    """A source has one text."""
    write("map.argmap", 'source paper "A" { text: "other.txt" }\n')
    outcome = source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    assert outcome.returncode == 2
    assert "already has the text `other.txt`" in outcome.stderr


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx(paragraph("The paper", "Title"), paragraph("Trade passed $34 billion."))),
        ("a.epub", epub("<h1>The paper</h1><p>Trade passed $34 billion.</p>")),
        ("a.pdf", pdf([(72, 740, 18, "The paper"), *body("Trade passed $34 billion.")])),
        ("a.md", b"# The paper\n\nTrade passed *$34* billion.\n"),
        ("a.txt", b"The paper\r\n\r\nTrade passed $34 billion.\r\n"),
    ],
    ids=["docx", "epub", "pdf", "md", "txt"],
)
def test_each_format_can_be_cited(source, argmap, tmp_path, name, data):
    """The second paragraph is the second paragraph, whatever the document came as."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "map.argmap").write_text(MAP.replace("@paper:3", "@paper:2"), encoding="utf-8")
    outcome = source("add", name, "--id", "paper", "--to", "map.argmap")
    assert outcome.returncode == 0
    assert argmap("check", "map.argmap").returncode == 0
    shown = source("show", "paper:2").stdout
    assert shown.endswith("\n\n  2  Trade passed $34 billion.\n")


def test_a_link_does_not_lead_out_of_the_project(source, tmp_path, tmp_path_factory):
    """A project may contain a link with the name of the folder."""
    outside = tmp_path_factory.mktemp("outside")
    (tmp_path / "sources").symlink_to(outside)
    outcome = source("add", "page.html", "--id", "paper")
    assert outcome.returncode == 2
    assert list(outside.iterdir()) == []


# ---- show ---------------------------------------------------------------------------------------


@pytest.fixture
def paper(source, write, tmp_path):
    """Return a function that runs `argmap source`, in a project whose map has a source."""
    (tmp_path / "a.pdf").write_bytes(
        pdf([(72, 740, 18, "The paper"), *body("Trade passed $34 billion.")], body("The end."))
    )
    source("add", "a.pdf", "--id", "paper", "--to", "map.argmap")
    return source


@pytest.mark.parametrize(
    ("reference", "numbers"),
    [
        ("paper:2", [2]),
        ("@paper:2-3", [2, 3]),
        ("paper", [1, 2, 3]),
        ("paper:p2", [3]),
        ("paper:l4", [2]),
        ("paper:#the-paper", [1, 2, 3]),
        ('paper:"#The paper"', [1, 2, 3]),
        ("map.argmap#paper:3", [3]),
        ("map.argmap#paper:#the-paper", [1, 2, 3]),
    ],
)
def test_passages_are_shown(paper, reference, numbers):
    """A place is written as in a citation, also without the quotation marks that shells remove."""
    data = json.loads(paper("show", reference, "--format", "json").stdout)
    assert [passage["number"] for passage in data["passages"]] == numbers
    assert (data["version"], data["id"], data["count"]) == (1, "paper", 3)
    assert (data["title"], data["file"]) == ("The paper", "sources/paper.txt")
    assert list(violations(data, load("json-passages.schema.json"))) == []


def test_the_shown_text_has_numbers_and_pages(paper):
    """Headings are underlined, as in the file."""
    outcome = paper("show", "paper")
    assert outcome.stdout == (
        "paper “The paper” (sources/paper.txt, 3 paragraphs)\n\n"
        "     [p. 1]\n\n  1  The paper\n     ---------\n\n  2  Trade passed $34 billion.\n\n"
        "     [p. 2]\n\n  3  The end.\n"
    )


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("paper:9", "`paper` has no ¶9: it has 3 paragraphs and 2 pages"),
        ("paper:p9", "`paper` has no p. 9: it has 3 paragraphs and 2 pages"),
        ("paper:#the-papers", "has no heading “the-papers”; did you mean `#the-paper`?"),
        ("paper:ch3", "`ch3` is not looked up"),
        ("papers", "no map has a source `papers`; did you mean `paper`?"),
        ("map.argmap#other", "`map.argmap` has no source `other`"),
        ("none.argmap#paper", "none.argmap"),
        ("", "is not a source"),
        ("a:b:c:", "no map has a source"),
    ],
)
def test_an_unknown_place_is_reported(paper, reference, message):
    """The exit code is 2."""
    outcome = paper("show", reference)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr


def test_a_source_without_a_text_is_reported(source, write):
    """The message says how to add one."""
    write("map.argmap", 'source paper "A"\n')
    outcome = source("show", "paper")
    assert outcome.returncode == 2
    assert "names no text; add one with `argmap source add`" in outcome.stderr
    write("a.txt", "One.\n\nTwo.\n")
    assert "Two." in source("show", "paper:2", "--source", "paper=a.txt").stdout


def test_a_text_that_no_map_declares_is_shown(source):
    """It is in the folder `sources`."""
    source("add", "page.html", "--id", "other")
    assert "The end." in source("show", "other:4").stdout


def test_a_text_outside_of_the_project_is_not_shown(source, tmp_path, tmp_path_factory):
    """Neither an id nor a link leads out of the folder `sources`."""
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("A secret.", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/link.txt").symlink_to(outside)
    for reference in ("link", f"../../outside0/{outside.stem}", str(outside.with_suffix(""))):
        outcome = source("show", reference)
        assert (outcome.returncode, outcome.stdout) == (2, "")


def test_the_lines_of_a_paragraph_are_shown(source, write):
    """Those of a table or a poem have a meaning; a page break is not shown."""
    write("a.txt", "A title\n\nOne\ntwo\f three.\n")
    write("map.argmap", 'source paper "A" { text: "a.txt" }\n')
    assert source("show", "paper:2").stdout.endswith("  2  One\n     two three.\n")
    data = json.loads(source("show", "paper:2", "--format", "json").stdout)
    assert data["passages"][0]["text"] == "One\ntwo three."


def test_a_text_is_escaped(source, write):
    """A terminal interprets no character of it."""
    write("a.txt", "One \x1b[31m\u202e.\n")
    write("map.argmap", 'source paper "A" { text: "a.txt" }\n')
    outcome = source("show", "paper")
    assert "\x1b" not in outcome.stdout
    assert "\u202e" not in outcome.stdout


def test_a_page_that_does_not_exist_is_reported_by_check(paper, argmap, write, tmp_path):
    """The text is also numbered by pages."""
    text = (tmp_path / "map.argmap").read_text(encoding="utf-8")
    write("map.argmap", text.replace('@paper:3 "34', '@paper:p1 "34'))
    assert argmap("check", "map.argmap").returncode == 0
    write("map.argmap", text.replace('@paper:3 "34 billion"', "@paper:p3"))
    outcome = argmap("check", "map.argmap")
    assert "EVI312" in outcome.stdout
    assert "has no p. 3: it has 2 pages" in outcome.stdout


# ---- import -------------------------------------------------------------------------------------


def test_a_bibliography_is_printed(source, write):
    """Each entry is a source."""
    write("refs.bib", REFS)
    outcome = source("import", "refs.bib")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith('source smith2020 "On trade" {\n')
    assert outcome.stdout.endswith('\nsource jones "Other"\n')
    assert source("import", "refs.bib", "--key", "jones").stdout == 'source jones "Other"\n'


def test_a_bibliography_is_added_to_a_map(source, write, argmap, tmp_path):
    """Sources that are there already get only what they do not have."""
    entry = {"id": "paper", "type": "book", "title": "A", "publisher": "P"}
    write("refs.json", json.dumps([entry]))
    write("map.argmap", MAP + 'source paper "Mine" { year: 2020 }\n')
    outcome = source("import", "refs.json", "--to", "map.argmap")
    assert outcome.stdout == "map.argmap: 1 source completed\n"
    text = (tmp_path / "map.argmap").read_text(encoding="utf-8")
    assert 'source paper "Mine" {' in text
    assert 'publisher: "P"' in text
    assert source("import", "refs.json", "--to", "map.argmap").stdout == (
        "map.argmap: 1 source unchanged\n"
    )
    write("refs.bib", REFS)
    outcome = source("import", "refs.bib", "--to", "map.argmap")
    assert outcome.stdout == "map.argmap: 2 sources declared\n"
    assert argmap("fmt", "--check", "map.argmap").returncode in (0, 1)
    assert "SYN" not in argmap("check", "map.argmap").stdout


@pytest.mark.parametrize("content", ["", "text", "[]", "{}", "@misc{", "\x00"])
def test_a_file_that_is_no_bibliography_is_reported(source, write, content):
    """The exit code is 2."""
    write("refs.txt", content)
    outcome = source("import", "refs.txt")
    assert outcome.returncode == 2
    assert "`refs.txt`" in outcome.stderr


def test_citations_are_renumbered(source, write, argmap, tmp_path):
    """Those whose words are gone stay, and the rest of the maps, too."""
    write("part.argmap", MAP.split("\n\n")[1] + 'evidence end "The end" @paper:4 @paper:3-4\n')
    write("map.argmap", 'map "Trade" { thesis: trade }\n\nimport "part.argmap"\n')
    source("add", "page.html", "--id", "paper", "--to", "map.argmap")
    before = (tmp_path / "map.argmap").read_bytes()
    write("page.html", PAGE.replace("<h2>", "<p>New.</p><h2>").replace("The end", "An end"))
    outcome = source(
        "add", "page.html", "--id", "paper", "--to", "map.argmap", "--update", "--renumber"
    )
    assert outcome.returncode == 0
    assert outcome.stderr.splitlines()[1:4] == [
        "  part.argmap: @paper:3 is now @paper:4",
        "  part.argmap: @paper:4 has other words, or is gone",
        "  part.argmap: @paper:3-4 has other words, or is gone",
    ]
    text = (tmp_path / "part.argmap").read_text(encoding="utf-8")
    assert '2021" @paper:4' in text or 'billion" @paper:4 "34 billion"' in text
    assert '"The end" @paper:4 @paper:3-4' in text
    assert (tmp_path / "map.argmap").read_bytes() == before
    assert argmap("check", "map.argmap").stdout.count("EVI307") == 0


def test_renumbering_requires_an_update(source):
    """A text that is not replaced moves nothing."""
    outcome = source("add", "page.html", "--renumber")
    assert outcome.returncode == 2
    assert "--renumber requires --update" in outcome.stderr
