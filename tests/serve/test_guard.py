"""Tests which requests are answered, with raw requests as foreign pages and programs send them."""

import json
import socket
import time

import pytest
from tests.serve.conftest import serving

COMMAND = "true {file}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server shared by tests that change nothing, with a command as its editor."""
    with serving(tmp_path_factory.mktemp("guard")) as start:
        yield start("--editor", COMMAND)


def opening_headers(server, **changed):
    """Return the headers of a request that opens the editor, with some of them changed."""
    headers = {
        "Origin": f"http://127.0.0.1:{server.port}",
        "Content-Type": "application/json",
        "X-Argmap-Token": server.wait_until_drawn()["token"],
    }
    return [*{**headers, **{name.replace("_", "-"): v for name, v in changed.items()}}.items()]


def location(**changed) -> bytes:
    return json.dumps({"file": 0, "line": 3, "column": 1, **changed}).encode()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_names_of_this_machine_are_accepted(server, name):
    """The server accepts the names of this machine, with its port."""
    assert server.ask(path="/map/lane", host=f"{name}:{server.port}").status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.invalid", "evil.invalid:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil:{port}"],
)
@pytest.mark.parametrize("path", ["/", "/map/lane", "/events", "/nothing"])
def test_a_foreign_host_is_refused(server, host, path):
    """A name made to point here (DNS rebinding) gets nothing."""
    answer = server.ask(path=path, host=host.format(port=server.port))
    assert answer.status == 403
    assert "lane" not in answer.body


def test_two_hosts_are_refused(server):
    """A request with two Host headers is invalid."""
    assert server.ask(headers=[("Host", "evil.invalid")]).status in (400, 403)


@pytest.mark.parametrize(
    "origin", ["http://evil.invalid", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", ""]
)
def test_a_foreign_origin_is_refused(server, origin):
    """A foreign page can neither read nor send."""
    origin = origin.format(port=server.port)
    assert server.ask(path="/map/lane", headers=[("Origin", origin)]).status == 403
    assert server.ask(path="/events", headers=[("Origin", origin)]).status == 403
    headers = opening_headers(server, Origin=origin)
    assert server.ask("POST", "/open", headers, location()).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_only_link_here(server, site):
    """A link in a message opens a page; a frame, a picture or a request does not."""

    def status(mode: str, dest: str) -> int:
        headers = [("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
        return server.ask(path="/map/lane", headers=headers).status

    assert status("navigate", "document") == 200
    assert status("navigate", "iframe") == 403
    assert status("no-cors", "image") == 403
    assert status("no-cors", "script") == 403
    assert status("cors", "empty") == 403


def test_opening_requires_origin_token_and_content_type(server):
    """Without any one of them, no editor is started."""
    assert server.ask("POST", "/open", opening_headers(server), location()).status == 204
    for changed, status in (
        ({"Origin": None}, 403),
        ({"X-Argmap-Token": None}, 403),
        ({"X-Argmap-Token": "x" * 43}, 403),
        ({"X-Argmap-Token": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ):
        headers = [(k, v) for k, v in opening_headers(server, **changed) if v is not None]
        assert server.ask("POST", "/open", headers, location()).status == status, changed
    assert server.ask("GET", "/open").status == 405


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b"null",
        b"[" * 900,
        location(file=1),
        location(file=-1),
        location(file="0"),
        location(file=True),
        location(file=0.5),
        location(file="/etc/passwd"),
        location(line="3; touch x"),
        location(line=10**30),
        location(column=None),
        location(x="x" * 2000),
    ],
)
def test_only_a_location_in_a_map_is_opened(server, body):
    """A file is named by a number from the server; anything else is refused."""
    assert server.ask("POST", "/open", opening_headers(server), body).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/map/../argmap.toml",
        "/map/%2e%2e/argmap.toml",
        "/map/..%2fargmap.toml",
        "/map/lane.argmap",
        "/map//etc/passwd",
        "/map/%00",
        "/map/%ff",
        "/map/",
        "/argmap.toml",
        "/../../../../etc/passwd",
        "//evil.invalid/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/map/lane/../../argmap.toml",
    ],
)
def test_no_path_leads_to_a_file(server, path):
    """A URL names a served map and nothing else."""
    answer = server.ask(path=path)
    assert answer.status == 404
    assert "root:" not in answer.body


def test_every_response_has_security_headers(server):
    """Pages, lists and errors are not cached, embedded or sniffed."""
    server.wait_until_drawn()
    for path, host in (("/", None), ("/map/lane", None), ("/nothing", None), ("/", "evil.invalid")):
        headers = server.ask(path=path, host=host).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Access-Control-Allow-Origin" not in headers
        assert "Server" not in headers


def test_the_policy_of_a_page_allows_only_its_own_script(server):
    """Scripts and styles are allowed by hash, and only this server may be requested."""
    server.wait_until_drawn()
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in server.ask(path="/map/lane").headers["Content-Security-Policy"].split(";")
    )
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["trusted-types"] == "'none'"
    for kind in ("script-src", "style-src"):
        assert all(connection.startswith("'sha256-") for connection in rules[kind].split())


def test_other_machines_cannot_connect(server):
    """It listens on the loopback address only."""
    with socket.socket() as other:
        other.settimeout(3)
        own = _own_address()
        if own.startswith("127."):
            pytest.skip("this machine has no other address")
        with pytest.raises(OSError, match=r"refused|timed out"):
            other.connect((own, server.port))


def _own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def test_streams_are_limited(server):
    """Excess pages are told to retry later, and other requests are still answered."""
    connections = []
    statuses = []
    for _ in range(70):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        connection.sendall(
            f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        )
        connections.append(connection)
        statuses.append(connection.recv(15).decode().split()[1])
    assert statuses.count("200") == 64
    assert set(statuses) == {"200", "503"}
    assert server.ask(path="/map/lane").status == 200
    for connection in connections:
        connection.close()
    for _ in range(100):  # a closed page frees its stream for the next one
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(
                f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
            )
            if b" 200 " in connection.recv(15):
                break
        time.sleep(0.1)
    else:
        pytest.fail("the streams of closed pages are not released")


def test_a_page_without_its_map_shows_no_path(server):
    """Absolute paths are sent only if an editor is opened by links."""
    server.wait_until_drawn()
    assert str(server.folder) not in server.ask(path="/map/lane").body


def test_headers_of_a_proxy_are_ignored(server):
    """There is none: the scheme and the address that a request claims change nothing."""
    headers = [("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.1")]
    answer = server.ask(path="/map/lane/", headers=headers)
    assert answer.headers["Location"] == f"http://127.0.0.1:{server.port}/map/lane"
