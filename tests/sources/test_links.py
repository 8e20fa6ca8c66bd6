"""Dead links are detected, with limits on what is requested."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from argmap.sources import links
from argmap.sources.links import find_dead_links, is_public
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides


class Pages(BaseHTTPRequestHandler):
    """Responds with the status in the path; /inside redirects to another host."""

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
    """A local server, which the tests treat as a public one."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as http_server:
        http_server.asked = []
        threading.Thread(target=http_server.serve_forever, daemon=True).start()
        yield http_server
        http_server.shutdown()


@pytest.fixture
def base(server, monkeypatch):
    monkeypatch.setattr(links, "is_public", lambda host: host == "127.0.0.1")
    return f"http://127.0.0.1:{server.server_port}"


def test_dead_links_are_reported_with_their_status(base):
    """Pages that exist, but reject programs, are alive."""
    asked = [f"{base}/{word}" for word in ("200", "403", "404", "405", "429", "500")]
    dead_links = find_dead_links(asked)
    assert dead_links == {f"{base}/404": "returns status 404", f"{base}/500": "returns status 500"}


def test_private_hosts_are_not_requested(server):
    """Addresses of this machine or of a private network are rejected without a request."""
    inside = [f"http://127.0.0.1:{server.server_port}/200", "http://10.0.0.1/", "http://[::1]/"]
    dead_links = find_dead_links(inside)
    assert dead_links == dict.fromkeys(
        inside, "is not on the public internet, so it was not requested"
    )
    assert server.asked == []


def test_redirects_to_private_hosts_are_not_followed(base, server):
    """A public page may redirect there."""
    dead_links = find_dead_links([f"{base}/inside"])
    assert dead_links == {
        f"{base}/inside": "is not on the public internet, so it was not requested"
    }
    assert server.asked == [("HEAD", "inside")]


def test_only_web_addresses_are_requested():
    """Other URLs are ignored."""
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
    """Loopback, private and link-local addresses are not public."""
    assert is_public(host) == public


def test_a_check_requests_links_only_with_the_option(base, server, tmp_path):
    """Without `--online`, nothing is requested; with it, each URL once, and EVI304 reports it."""
    path = Path(tmp_path / "map.argmap")
    path.write_text(
        f"""source gone "Gone" {{ url: "{base}/404" }}
        assumption a "A" @gone {{ url: "{base}/404" }}""",
        encoding="utf-8",
    )
    assert "EVI304" not in [diagnostic.code for diagnostic in check_all([path]).report.diagnostics]
    assert server.asked == []
    diagnostics = check_all([path], None, CliOverrides(online=True)).report.diagnostics
    reported = [
        (diagnostic.code, diagnostic.element)
        for diagnostic in diagnostics
        if diagnostic.code == "EVI304"
    ]
    assert reported == [("EVI304", "gone"), ("EVI304", "a")]
    assert server.asked == [("HEAD", "404")]
