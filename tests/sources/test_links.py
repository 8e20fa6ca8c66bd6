"""Web addresses are asked, carefully, and only when they should be."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from argmap.sources import links
from argmap.sources.links import find_dead_links, is_public
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides


class Pages(BaseHTTPRequestHandler):
    """Answers with the number that the path is; /inside leads to another host."""

    def do_HEAD(self):
        word = self.path.strip("/")
        self.server.asked.append((self.command, word))
        if word == "inside":
            self.send_response(302)
            self.send_header("Location", "http://192.0.2.7/secret")
        else:
            self.send_response(200 if (word, self.command) == ("405", "GET") else int(word))
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 (the library asks for this name)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    """A server on this machine, which stands for the public internet here."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as its:
        its.asked = []
        threading.Thread(target=its.serve_forever, daemon=True).start()
        yield its
        its.shutdown()


@pytest.fixture
def base(server, monkeypatch):
    monkeypatch.setattr(links, "is_public", lambda host: host == "127.0.0.1")
    return f"http://127.0.0.1:{server.server_port}"


def test_what_leads_nowhere_is_told_with_the_answer(base):
    """A page that is gone is told; one that is there, or wants no programs, is not."""
    asked = [f"{base}/{word}" for word in ("200", "403", "404", "405", "429", "500")]
    found = find_dead_links(asked)
    assert found == {f"{base}/404": "returns status 404", f"{base}/500": "returns status 500"}


def test_no_host_inside_is_asked(server):
    """An address of this machine, or of a private network, is refused unasked."""
    inside = [f"http://127.0.0.1:{server.server_port}/200", "http://10.0.0.1/", "http://[::1]/"]
    found = find_dead_links(inside)
    assert found == dict.fromkeys(inside, "is not on the public internet, so it was not requested")
    assert server.asked == []


def test_a_redirect_inside_is_not_followed(base, server):
    """Nor is one asked that a public page leads to."""
    found = find_dead_links([f"{base}/inside"])
    assert found == {f"{base}/inside": "is not on the public internet, so it was not requested"}
    assert server.asked == [("HEAD", "inside")]


def test_only_the_web_is_asked():
    """Other addresses are nobody's business."""
    assert find_dead_links(["mailto:a@b.example", "file:///etc/passwd", "paper.html"]) == {}


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("8.8.8.8", True),
        ("192.168.1.1", False),
        ("fe80::1%eth0", False),
        ("169.254.169.254", False),
    ],
)
def test_public_addresses(host, public):
    """Loopback, private and link-local ones are not."""
    assert is_public(host) == public


def test_a_check_asks_only_when_told_to(base, server, tmp_path):
    """Without `--online` nothing is asked; with it, each address once, and EVI304 tells."""
    path = Path(tmp_path / "map.argmap")
    path.write_text(
        f"""source gone "Gone" {{ url: "{base}/404" }}
        assumption a "A" @gone {{ url: "{base}/404" }}""",
        encoding="utf-8",
    )
    assert "EVI304" not in [diagnostic.code for diagnostic in check_all([path]).report.diagnostics]
    assert server.asked == []
    found = check_all([path], None, CliOverrides(online=True)).report.diagnostics
    told = [
        (diagnostic.code, diagnostic.element) for diagnostic in found if diagnostic.code == "EVI304"
    ]
    assert told == [("EVI304", "gone"), ("EVI304", "a")]
    assert server.asked == [("HEAD", "404")]
