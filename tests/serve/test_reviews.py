"""Tests the review mode of the live page: the passage beside the statement, and accepting it."""

import json
import os

import pytest
from tests.browsing import violations
from tests.serve.conftest import serving
from tests.serve.test_guard import opening_headers
from tests.serve.test_hostile import SOME, quoted

CITED = """map "Lane" { thesis: lane }
source study "Study" { text: "study.md" }
claim lane "Build the lane" {
  evidence crashes "Crashes fell by half" @study:2
  assumption "It has no id"
}
"""
STUDY = "# Study\n\nCrashes fell by half in two years.\n"
ANN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": "1"} | {
    "GIT_CONFIG_KEY_0": "user.name",
    "GIT_CONFIG_VALUE_0": "Ann",
}


@pytest.fixture
def reviewed(serve_maps, tmp_path):
    """A server whose map cites an available text, with Ann as the user of git."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "study.md").write_text(STUDY, encoding="utf-8")
    return serve_maps(lane=CITED, env=ANN)


def recorded(server) -> list[list[str]]:
    """Return the ids, the reviewers and the reasons in the file of reviews."""
    file = server.folder / "argmap.review"
    lines = file.read_text(encoding="utf-8").splitlines()[2:] if file.exists() else []
    return [[line.split()[column] for column in (1, 6, 8)] for line in lines]


async def test_a_statement_is_accepted_with_the_keyboard(reviewed, open_page):
    """Beside its passage and with a reason; the list then goes on with the next statement."""
    watched = await open_page(reviewed)
    page = watched.page
    await page.focus("#page-reviews-button")
    assert await page.text_content("#page-reviews-button") == "Review (3)"
    await page.keyboard.press("Enter")
    item = page.locator('#page-reviews-list li[data-id="crashes"]')
    assert "Crashes fell by half in two years." in await item.locator("blockquote").text_content()
    assert "unreviewed: evidence `crashes`" in await item.text_content()
    claim = await page.text_content('#page-reviews-list li[data-id="lane"]')
    assert "passage" not in claim
    assert await watched.focused() == "page-reviews-reason"
    await page.keyboard.type("read the study")
    await item.locator(".accept").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_function(
        "() => document.getElementById('page-reviews-button').textContent === 'Review (2)'"
    )
    assert recorded(reviewed) == [["crashes", "Ann", "read%20the%20study"]]
    assert await page.text_content("#page-toast") == "The review is recorded"
    assert await page.evaluate("document.activeElement.closest('#page-reviews') !== null")
    await page.keyboard.press("Escape")
    assert not await page.locator("#page-reviews").is_visible()
    assert await watched.focused() == "page-reviews-button"


async def test_a_reason_is_required(reviewed, open_page):
    """As it is on the command line; nothing is sent without one."""
    watched = await open_page(reviewed)
    await watched.page.click("#page-reviews-button")
    await watched.page.click('li[data-id="crashes"] .accept')
    assert await watched.page.text_content("#page-toast") == "Write why you accept it"
    assert recorded(reviewed) == []


async def test_a_statement_without_an_id_cannot_be_accepted(reviewed, open_page):
    """A line of the file names a statement by its id."""
    watched = await open_page(reviewed)
    await watched.page.click("#page-reviews-button")
    item = watched.page.locator("#page-reviews-list li", has_text="It has no id")
    assert "Add an id to review it." in await item.text_content()
    assert await item.locator(".accept").count() == 0


async def test_a_change_is_due_again(reviewed, open_page):
    """The state, the last review and the new words are shown without a reload."""
    watched = await open_page(reviewed)
    page = watched.page
    await page.click("#page-reviews-button")
    await page.fill("#page-reviews-reason", "read")
    await page.click('li[data-id="crashes"] .accept')
    await page.wait_for_selector('li[data-id="crashes"]', state="detached")
    reviewed.change("lane.argmap", "fell by half", "fell by a third")
    await page.wait_for_selector('li[data-id="crashes"]:has-text("fell by a third")')
    text = await page.text_content('li[data-id="crashes"]')
    assert "changed: evidence `crashes`" in text
    assert "by Ann: read" in text


async def test_without_a_name_nothing_can_be_accepted(serve_maps, open_page):
    """The page says what to do."""
    env = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "USER": ""}
    watched = await open_page(serve_maps(env=env))
    await watched.page.click("#page-reviews-button")
    assert "set git’s user.name" in await watched.page.text_content("#page-reviews-note")
    assert await watched.page.locator(".accept:not([disabled])").count() == 0


async def test_a_damaged_file_is_reported(reviewed, open_page):
    """And nothing is listed."""
    (reviewed.folder / "argmap.review").write_text("version 1\n<<<<<<<\n", encoding="utf-8")
    watched = await open_page(reviewed)
    await watched.page.click("#page-reviews-button")
    await watched.page.wait_for_selector("#page-reviews-note:has-text('line 2 is not a review')")
    assert await watched.page.locator("#page-reviews-list li").count() == 0


@pytest.mark.parametrize("size", [(1280, 800), (390, 800)], ids=["desktop", "phone"])
async def test_axe_finds_nothing(reviewed, open_page, axe, size):
    """In the list, and after a message."""
    watched = await open_page(reviewed, viewport={"width": size[0], "height": size[1]})
    await watched.page.click("#page-reviews-button")
    assert await violations(watched, axe) == []
    await watched.page.click('li[data-id="crashes"] .accept')
    assert await violations(watched, axe) == []


async def test_hostile_texts_are_shown_as_text(serve_maps, open_page, tmp_path):
    """In a statement, its passage, and the reason of an earlier review."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "study.md").write_text("\n\n".join(SOME), encoding="utf-8")
    claims = "\n".join(
        f'evidence e{number} "{quoted(text)}" @s:1' for number, text in enumerate(SOME)
    )
    server = serve_maps(lane=f'source s "S" {{ text: "study.md" }}\n{claims}\n', env=ANN)
    watched = await open_page(server)
    await watched.page.click("#page-reviews-button")
    assert await watched.page.locator("#page-reviews-list li").count() == len(SOME)
    await watched.page.fill("#page-reviews-reason", SOME[1])
    await watched.page.click('li[data-id="e0"] .accept')
    await watched.page.wait_for_selector('li[data-id="e0"]', state="detached")
    server.change("lane.argmap", "alert(1)</script>", "alert(2)</script>")
    await watched.page.wait_for_selector('li[data-id="e0"]:has-text("onerror")')
    assert await watched.page.locator("#page-reviews-list img").count() == 0


# ---- Requests ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server shared by tests in which nothing is recorded."""
    with serving(tmp_path_factory.mktemp("reviews")) as start:
        yield start(lane=CITED, env=ANN)


def request(server, **changed) -> bytes:
    (item,) = (i for i in server.page_data()["reviews"]["items"] if i["id"] == "crashes")
    valid = {"map": "lane", "id": "crashes", "seen": item["seen"], "reason": "read"}
    return json.dumps({**valid, **changed}).encode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Origin": None}, 403),
        ({"Origin": "http://evil.invalid"}, 403),
        ({"Host": "evil.invalid"}, 403),
        ({"X-Argmap-Token": None}, 403),
        ({"X-Argmap-Token": "x" * 43}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
def test_only_pages_of_this_server_may_accept(server, changed, status):
    """As for opening an editor."""
    host = changed.pop("Host", None)
    headers = [(k, v) for k, v in opening_headers(server, **changed) if v is not None]
    answer = server.ask("POST", "/review", headers, request(server), host=host)
    assert answer.status == status
    assert server.ask("GET", "/review").status == 405
    assert recorded(server) == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"map": "other"}, 400),
        ({"map": "../lane"}, 400),
        ({"map": ["lane"]}, 400),
        ({"id": None}, 400),
        ({"reason": 1}, 400),
        ({"x": "x" * 20_000}, 400),
        ({"id": "nothing"}, 409),
        ({"id": "__proto__"}, 409),
        ({"seen": "0"}, 409),
        ({"reason": "  "}, 409),
        ({"reason": "x" * 501}, 409),
        ({"reason": "a\u0000b"}, 409),
        ({"reason": "\ud800"}, 409),
        ({"id": "\ud800"}, 409),
    ],
)
def test_only_a_statement_as_the_page_shows_it_is_accepted(server, changed, status):
    """With a reason; anything else is refused in a sentence."""
    headers = opening_headers(server)
    answer = server.ask("POST", "/review", headers, request(server, **changed))
    assert answer.status == status
    assert "Traceback" not in answer.body
    assert recorded(server) == []


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"null", b"[" * 9000])
def test_a_body_that_is_not_an_object_is_refused(server, body):
    """Without an internal error."""
    assert server.ask("POST", "/review", opening_headers(server), body).status == 400


def test_a_statement_that_changed_since_is_refused(serve_maps):
    """The reader has not seen what would be recorded."""
    server = serve_maps(lane=CITED, env=ANN)
    headers, body = opening_headers(server), request(server)
    server.change("lane.argmap", "fell by half", "fell by a third")
    answer = server.ask("POST", "/review", headers, body)
    assert (answer.status, answer.body) == (409, "the statement has changed; read it again\n")
    server.write("lane.argmap", CITED.replace("claim lane", "clam lane"))
    answer = server.ask("POST", "/review", headers, body)
    assert (answer.status, answer.body) == (409, "the map has errors; fix them first\n")
    assert recorded(server) == []


def test_a_file_that_leads_out_of_the_folder_is_not_written(serve_maps, tmp_path):
    """A project may contain a link with the name of the file."""
    server = serve_maps(lane=CITED, env=ANN)
    headers, body = opening_headers(server), request(server)
    outside = tmp_path / "outside"
    outside.write_text("", encoding="utf-8")
    (server.folder / "argmap.review").symlink_to(outside)
    answer = server.ask("POST", "/review", headers, body)
    assert answer.status == 409
    assert "leads out of the folder" in answer.body
    assert outside.read_text(encoding="utf-8") == ""
