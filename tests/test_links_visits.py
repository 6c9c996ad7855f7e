"""Visits to a server on this machine, which plays each case, the hostile ones too."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing_build.links.looking import look
from briefing_build.links.transport import Limits, NoAnswer, Trouble
from briefing_build.links.verdict import State, Verdict
from briefing_build.links.visit import Visit, address_of, fetch, visit
from link_server import QUICK, Asked, Server, real_web, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def says(status: str, body: bytes = b"", **headers: str) -> Callable[[Asked], None]:
    return lambda asked: asked.say(status, body, **headers)


def seen(server: Server, path: str = "/a/page") -> Verdict:
    return look(server.url(path), real_web())


def visited(server: Server, path: str = "/a/page", limits: Limits = QUICK) -> Visit:
    web = real_web(limits)
    return visit(address_of(server.url(path), web), web)


# What servers say


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("200 OK", State.LIVE),
        ("204 No Content", State.LIVE),
        ("400 Bad Request", State.UNKNOWN),
        ("401 Unauthorized", State.BLOCKED),
        ("403 Forbidden", State.BLOCKED),
        ("404 Not Found", State.DEAD),
        ("410 Gone", State.DEAD),
        ("429 Too Many Requests", State.BLOCKED),
        ("451 Unavailable For Legal Reasons", State.BLOCKED),
        ("500 Internal Server Error", State.UNKNOWN),
        ("503 Service Unavailable", State.UNKNOWN),
        ("999 Request denied", State.BLOCKED),
    ],
)
def test_a_status_means(server: Server, status: str, state: State) -> None:
    server.answers["/a/page"] = says(status)

    assert seen(server).state is state


def test_a_page_is_asked_for_with_head_and_then_read(server: Server) -> None:
    server.answers["/a/page"] = says("200 OK", b"<title>Flights</title>")

    assert seen(server) == Verdict(State.LIVE)
    assert server.requests() == ["HEAD /a/page", "GET /a/page"]


def test_of_a_file_head_is_enough(server: Server) -> None:
    server.answers["/a/report.pdf"] = says("200 OK", b"%PDF", Content_Type="application/pdf")

    assert seen(server, "/a/report.pdf").state is State.LIVE
    assert server.requests() == ["HEAD /a/report.pdf"]


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "405 No", "501 No", "500 No"])
def test_a_server_that_refuses_head_is_asked_again(server: Server, status: str) -> None:
    server.answers["/a/page"] = lambda asked: asked.say(
        status if asked.method == "HEAD" else "200 OK"
    )

    assert seen(server).state is State.LIVE


@pytest.mark.parametrize("path", ["/hangs", "/hangs/up"])
def test_a_server_that_is_lost_when_asked_with_head_is_asked_again(
    server: Server, path: str
) -> None:
    def answer(asked: Asked) -> None:
        if asked.method == "GET":
            asked.say("200 OK")
        elif path == "/hangs":
            asked.is_over.wait(5)
        else:
            raise ConnectionError

    server.answers[path] = answer

    assert seen(server, path).state is State.LIVE


def test_a_program_says_who_it_is_and_keeps_no_secrets(server: Server) -> None:
    server.answers["/a/page"] = says("200 OK")
    seen(server)

    (headers, _) = (asked.headers for asked in server.asked)
    assert headers["user-agent"].startswith("briefing-build/")
    assert headers["host"] == f"127.0.0.1:{server.port}"
    assert not {"cookie", "authorization", "referer"} & headers.keys()


def test_compressed_pages_are_read(server: Server) -> None:
    page = "<title>Страница не найдена</title>".encode()
    for coding, data in {
        "gzip": gzip.compress(page),
        "deflate": zlib.compress(page),
        "x-gzip": gzip.compress(page),
    }.items():
        server.answers["/a/page"] = says("200 OK", data, Content_Encoding=coding)
        answer = visited(server).answer
        assert answer
        assert answer.body == page


def test_an_encoding_that_is_not_asked_for_is_not_guessed(server: Server) -> None:
    for coding in ("br", "zstd", "gzip, gzip", "nonsense", "gzip"):
        server.answers["/a/page"] = says("200 OK", b"\x1f\x8bnothing", Content_Encoding=coding)

        answer = visited(server).answer
        assert answer
        assert answer.body == b""


# Redirects


def leads(target: str, status: str = "301 Moved") -> Callable[[Asked], None]:
    return lambda asked: asked.say(status, Location=target)


def test_a_page_that_has_moved_is_told_with_its_new_address(server: Server) -> None:
    server.answers |= {"/a/page": leads("/b/other"), "/b/other": says("200 OK")}

    assert seen(server) == Verdict(State.MOVED, target=server.url("/b/other"))


def test_only_what_is_permanent_has_moved(server: Server) -> None:
    server.answers |= {
        "/a/page": leads("/b/other", "308 Moved"),
        "/b/other": leads("/c/today", "302 Found"),
        "/c/today": says("200 OK"),
        "/d/page": leads("/b/other", "307 Here"),
    }

    assert seen(server).target == server.url("/b/other")
    assert seen(server, "/d/page").state is State.LIVE


def test_the_same_page_has_not_moved(server: Server) -> None:
    server.answers |= {
        "/a/page": leads("/A/Page/?utm_source=x"),
        "/A/Page/?utm_source=x": says("200 OK"),
    }

    assert seen(server).state is State.LIVE


def test_a_redirect_to_what_is_gone_is_dead(server: Server) -> None:
    server.answers["/a/page"] = leads("/b/other")

    assert seen(server).state is State.DEAD


def test_a_circle_is_told(server: Server) -> None:
    server.answers |= {"/a/page": leads("/b"), "/b": leads("/a/page")}

    assert seen(server) == Verdict(State.UNKNOWN, "it leads in a circle", trouble=Trouble.NONSENSE)


def test_a_chain_ends(server: Server) -> None:
    server.answers |= {f"/{n}": leads(f"/{n + 1}") for n in range(100)}

    assert seen(server, "/0").words == "it leads on more than 10 times"
    assert len(server.asked) == 11


def test_a_chain_that_takes_its_time_ends_too(server: Server) -> None:
    def slowly(asked: Asked) -> None:
        asked.is_over.wait(0.1)
        asked.say("302 Found", Location=f"{asked.path}x")

    server.answers |= {f"/{'x' * n}": slowly for n in range(20)}
    seen = visited(server, "/", Limits(head=0.3, request=0.3, visit=0.35))

    assert seen.trouble is Trouble.TIMEOUT
    assert 0 < len(seen.hops) <= 3


def test_a_cookie_goes_back_to_the_host_that_gave_it_and_to_no_other(server: Server) -> None:
    other = server.url("/other", "localhost")

    def first(asked: Asked) -> None:
        if "cookie" in asked.headers:
            asked.say("302 Found", Location=other)
        else:
            asked.say("302 Found", Location="/a/page", Set_Cookie="a=b; Path=/")

    server.answers |= {"/a/page": first, "/other": says("200 OK")}

    assert seen(server).state is State.LIVE
    cookies = {asked.path: asked.headers.get("cookie") for asked in server.asked}
    assert cookies == {"/a/page": "a=b", "/other": None}
    server.asked.clear()
    seen(server)
    assert "cookie" not in server.asked[0].headers


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "gopher://127.0.0.1/x",
        "data:text/html,x", "http://user:secret@example.org/", "http://", "http://[::1", "//",
        "http://example.org:99999999/", "http://exa mple.org/", "http://\x00/", "https://xn--/",
        "http://" + "a" * 70_000, "http://..../", "mailto:a@example.org",
    ],
)  # fmt: skip
def test_a_redirect_to_what_is_no_page_ends_the_visit(server: Server, target: str) -> None:
    server.answers["/a/page"] = leads(target)

    verdict = seen(server)
    assert verdict.state in {State.UNKNOWN, State.DEAD}
    assert "secret" not in verdict.words
    assert {asked.path for asked in server.asked} == {"/a/page"}


# Private networks


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/b", "http://[::1]/b", "http://10.0.0.1/", "http://2130706433/",
        "http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://127.1/",
        "http://[::ffff:127.0.0.1]/", "https://printer.local/", "http://intranet/",
        "http://0x7f.0.0.1/", "http://inside.example/b", "//inside.example/b",
        "http://public.example:8080/", "http://public.example:22/",
    ],
)  # fmt: skip
def test_a_public_page_leads_nobody_into_a_private_network(
    server: Server, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This machine plays the public network, at the number of a public host."""
    connected: list[tuple[str, int]] = []
    to_machine = socket.create_connection

    def connect(address: tuple[str, int], *more: Any, **options: Any) -> socket.socket:
        connected.append(address)
        return to_machine(("127.0.0.1", server.port), *more, **options)

    def numbers(host: str, port: int) -> list[str]:
        return ["93.184.216.34"] if host == "public.example" else ["127.0.0.1"]

    monkeypatch.setattr(socket, "create_connection", connect)
    server.answers["/a/page"] = leads(target)
    verdict = look(
        "http://public.example/a/page", real_web(is_private_allowed=False, resolve=numbers)
    )

    assert verdict.trouble is Trouble.PRIVATE
    assert set(connected) == {("93.184.216.34", 80)}
    assert {asked.path for asked in server.asked} == {"/a/page"}


def test_a_name_with_a_private_number_is_not_connected_to(server: Server) -> None:
    web = real_web(is_private_allowed=False, resolve=lambda *_: ["10.1.2.3", "::1", "127.0.0.1"])

    verdict = look("http://public.example/a/page", web)

    assert verdict == Verdict(
        State.UNKNOWN, "it leads into a private network", trouble=Trouble.PRIVATE
    )


def test_a_name_is_looked_up_once_and_its_number_is_what_is_connected_to(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second answer, of another number, would come too late (DNS rebinding)."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]])
    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    web = real_web(is_private_allowed=False, resolve=lambda *_: next(answers))

    assert look("http://public.example/a/page", web).state is State.DEAD
    assert connected == [("93.184.216.34", 80)]


def test_of_several_numbers_the_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    numbers = ["10.0.0.1", "93.184.216.34", "2606:4700::1111", "fe80::1"]
    web = real_web(is_private_allowed=False, resolve=lambda *_: numbers)
    look("http://public.example/a/page", web)

    assert connected == ["93.184.216.34", "2606:4700::1111"]


# No answer


def test_a_port_where_nobody_listens_is_dead() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/a"

        verdict = look(address, real_web())

    assert verdict == Verdict(State.DEAD, "the host takes no connection", trouble=Trouble.REFUSED)


@pytest.mark.parametrize(
    ("error", "state", "trouble"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), State.DEAD, Trouble.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "x"), State.UNKNOWN, Trouble.NO_NETWORK),
        (socket.gaierror(socket.EAI_FAIL, "x"), State.UNKNOWN, Trouble.NO_NETWORK),
        (UnicodeError("label too long"), State.DEAD, Trouble.NO_NAME),
    ],
)
def test_a_name_that_is_not_found(error: Exception, state: State, trouble: Trouble) -> None:
    def numbers(host: str, port: int) -> list[str]:
        raise error

    verdict = look("http://nobody.example/a", real_web(resolve=numbers))

    assert (verdict.state, verdict.trouble) == (state, trouble)


def test_a_server_without_tls_is_told_as_such() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_answer_plainly, args=(listener,), daemon=True).start()
        verdict = look(f"https://127.0.0.1:{listener.getsockname()[1]}/a", real_web())

    assert (verdict.state, verdict.trouble) == (State.UNKNOWN, Trouble.TLS)


def _answer_plainly(listener: socket.socket) -> None:
    with listener.accept()[0] as connection:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        connection.recv(1_000)


@pytest.mark.skipif(not shutil.which("openssl"), reason="there is no openssl")
def test_a_certificate_that_nobody_vouches_for_is_told_as_such(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as secure:
        verdict = look(secure.url("/a").replace("http:", "https:"), real_web())

    assert (verdict.state, verdict.trouble) == (State.UNKNOWN, Trouble.TLS)
    assert verdict.words.startswith("its certificate is not valid (self")


# Hostile servers


def endless_body(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Flights</title>")
    asked.endlessly(b"x" * 10_000)


def endless_chunks(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    asked.endlessly(b"1\r\nx\r\n" * 1_000)


def endless_headers(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\n")
    asked.endlessly(b"X-A: b\r\n" * 1_000)


def endless_header(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nX-A: ")
    asked.endlessly(b"b" * 10_000)


def endless_promises(asked: Asked) -> None:
    asked.endlessly(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)


def drip(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nX-A: ")
    asked.endlessly(b"b", pause=0.02)


def drip_of_body(asked: Asked) -> None:
    asked.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    asked.endlessly(b"b", pause=0.02)


def silence(asked: Asked) -> None:
    asked.is_over.wait(5)


def sends(data: bytes) -> Callable[[Asked], None]:
    def answer(asked: Asked) -> None:
        asked.send(data)
        raise ConnectionError  # which closes it

    return answer


HOSTILE: dict[str, tuple[Callable[[Asked], None], State]] = {
    "endless body": (endless_body, State.LIVE),
    "endless chunks": (endless_chunks, State.LIVE),
    "endless headers": (endless_headers, State.UNKNOWN),
    "endless header": (endless_header, State.UNKNOWN),
    "endless promises": (endless_promises, State.UNKNOWN),
    "drip": (drip, State.UNKNOWN),
    "drip of body": (drip_of_body, State.LIVE),
    "silence": (silence, State.UNKNOWN),
    "nothing": (sends(b""), State.UNKNOWN),
    "garbage": (sends(bytes(range(256)) * 10), State.UNKNOWN),
    "garbage status": (sends(b"HTTP/1.1 2x0 OK\r\n\r\n"), State.UNKNOWN),
    "status of four figures": (sends(b"HTTP/1.1 2000 OK\r\n\r\n"), State.UNKNOWN),
    "status 0": (sends(b"HTTP/1.1 000 OK\r\n\r\n"), State.UNKNOWN),
    "status 101": (sends(b"HTTP/1.1 101 Switch\r\n\r\n"), State.UNKNOWN),
    "status 304": (sends(b"HTTP/1.1 304 Same\r\n\r\n"), State.UNKNOWN),
    "status 300": (sends(b"HTTP/1.1 300 Many\r\n\r\n"), State.UNKNOWN),
    "half of a header": (sends(b"HTTP/1.1 200 OK\r\nX-A"), State.UNKNOWN),
    "header without a name": (sends(b"HTTP/1.1 200 OK\r\n: b\r\n\r\n"), State.UNKNOWN),
    "NUL in a header": (sends(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n"), State.UNKNOWN),
    "too short": (sends(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<p>"), State.LIVE),
    "too long": (sends(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + b"x" * 99), State.LIVE),
    "two lengths": (
        sends(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nxxxx"),
        State.UNKNOWN,
    ),
    "negative length": (
        sends(b"HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nxxxx"),
        State.UNKNOWN,
    ),
    "bad chunk": (
        sends(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        State.LIVE,
    ),
    "HTTP 0.9": (sends(b"<title>Flights</title>"), State.UNKNOWN),
    "redirect to nowhere": (sends(b"HTTP/1.1 302 OK\r\nLocation:\r\n\r\n"), State.UNKNOWN),
    "redirect without a target": (sends(b"HTTP/1.1 302 OK\r\n\r\n"), State.UNKNOWN),
    "redirect of bytes": (sends(b"HTTP/1.1 302 O\r\nLocation: \xff\xfe\r\n\r\n"), State.DEAD),
    "unknown charset": (
        says("200 OK", b"<h1>a</h1>", Content_Type="text/html; charset=cp99"),
        State.LIVE,
    ),
    "slow charset": (
        says("200 OK", b"a" * 200_000, Content_Type="text/html; charset=punycode"),
        State.LIVE,
    ),
    "cookies": (
        says("200 OK", Set_Cookie="a=" + "expires=; " * 8_000),
        State.LIVE,
    ),
    "a cookie of bytes": (
        sends(b"HTTP/1.1 302 F\r\nSet-Cookie: a=\xff\x01\xc3\r\nLocation: /a/page\r\n\r\n"),
        State.UNKNOWN,
    ),
    "a cookie for all": (says("200 OK", Set_Cookie="a=b; Domain=.com; Max-Age=9e999"), State.LIVE),
    "a date to wait for": (says("503 No", Retry_After="9" * 5_000), State.UNKNOWN),
    "a date that is none": (
        says("503 No", Retry_After="Mon, 99 Foo 99999999999999"),
        State.UNKNOWN,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_no_server_keeps_or_breaks_us(server: Server, case: str) -> None:
    answer, state = HOSTILE[case]
    server.answers["/a/page"] = answer

    began = time.monotonic()
    verdict = seen(server)

    assert verdict.state is state, verdict
    assert time.monotonic() - began < 10  # A server that is waited for would take for ever.


def test_a_little_that_unpacks_to_very_much_is_not_unpacked(server: Server) -> None:
    bomb = gzip.compress(bytes(50_000_000), compresslevel=6)
    assert len(bomb) < 100_000
    server.answers["/a/page"] = says("200 OK", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        answer = visited(server).answer
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert answer
    assert len(answer.body) == QUICK.text
    assert most < 10_000_000


def test_what_is_read_is_bounded(server: Server) -> None:
    server.answers["/a/page"] = says("200 OK", b"x" * 5_000_000)

    answer = visited(server).answer
    assert answer
    assert len(answer.body) == QUICK.text


def test_an_archive_that_answers_nonsense_is_no_trouble(server: Server) -> None:
    server.answers["/a"] = sends(b"nonsense")

    with pytest.raises(NoAnswer):
        fetch(server.url("/a"), real_web())
