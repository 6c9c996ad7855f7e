"""The looks at links: which addresses, where one may look, what a look means, when it is made."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build import BriefingError, Diagnostic, Diagnostics, check
from briefing_build.cli import main
from briefing_build.files import MemoryFiles
from briefing_build.links import Pace, Web, check_links
from briefing_build.links.addresses import addresses, page_of
from briefing_build.links.judging import is_same_page, missing_page
from briefing_build.links.looking import look, refused
from briefing_build.links.memory import Memory
from briefing_build.links.missing import headings
from briefing_build.links.reach import NoAddress, is_public, parsed, refusal
from briefing_build.links.schedule import Looked, run
from briefing_build.links.transport import NoAnswer, Trouble
from briefing_build.links.verdict import State, Verdict
from briefing_build.manuscript import read_manuscript
from link_server import serving
from played_web import EPOCH, Clock, web

DAY = 86_400.0


def project(chapter: str, library: str = "", **more: str) -> Any:
    files = {"briefing.toml": '[briefing]\ntitle = "T"\n', "01.md": chapter} | more
    found = Diagnostics()
    files["references.bib"] = library
    sources = MemoryFiles({path: text.encode() for path, text in files.items()})
    return check(read_manuscript(sources, found), found)


def entry(key: str, **fields: str) -> str:
    more = "".join(f", {name} = {{{value}}}" for name, value in fields.items())
    return f"@online{{{key}, title = {{A title}}, author = {{Doe, Ann}}, date = {{2025}}{more}}}\n"


# Which addresses


def test_an_address_is_asked_once_and_told_at_all_its_places() -> None:
    library = entry("a", url="https://example.org/a", archiveurl="https://archive.ph/abcde")
    library += entry("b", url="HTTPS://Example.org/a#part", accesscopyurl="https://copy.example/b")
    briefing = project("See [x](https://example.org/a#top).[@a; @b]\n", library)

    found = addresses(briefing)

    assert [address.url for address in found] == [
        "https://example.org/a", "https://archive.ph/abcde", "https://copy.example/b",
    ]  # fmt: skip
    assert [str(place.span) for place in found[0].places] == [
        "01.md:1:9", "references.bib:1:74", "references.bib:2:74",
    ]  # fmt: skip


def test_a_doi_is_asked_of_its_resolver_however_it_is_written() -> None:
    forms = ["10.1000/ABC(12)1", "https://doi.org/10.1000/abc(12)1", "doi:10.1000/abc(12)1",
             "http://dx.doi.org/10.1000/Abc(12)1"]  # fmt: skip
    library = "".join(entry(f"k{n}", doi=form) for n, form in enumerate(forms[:3]))
    library += entry("k3", url=forms[3])
    briefing = project("[x](doi:10.1000/abc(12)1)[@k0; @k1; @k2; @k3]", library)

    assert [(a.url, len(a.places)) for a in addresses(briefing)] == [
        ("https://doi.org/10.1000/abc(12)1", 5)
    ]


def test_entries_that_are_not_printed_are_left_alone() -> None:
    library = entry("a", url="https://example.org/a") + entry("b", url="https://example.org/b")
    library += entry("c", url="https://example.org/c", keywords="keep")

    found = addresses(project("A.[@a]", library))

    assert [address.url for address in found] == ["https://example.org/a", "https://example.org/c"]


def test_links_in_notes_tables_and_captions_are_seen() -> None:
    chapter = "A.[^1] B.^[<https://example.org/2>]\n\n[^1]: [n](https://example.org/1)\n\n"
    chapter += "| a |\n|---|\n| [c](https://example.org/3) |\n\n: T [d](https://example.org/4)\n"

    assert {address.url[-1] for address in addresses(project(chapter))} == set("1234")


@pytest.mark.parametrize(
    "address",
    ["mailto:a@example.org", "tel:+1", "#a", "other.md", "", "https://", "http://[::1", "doi:x",
     "ftp://example.org/a", "https://" + "a" * 5_000],
)  # fmt: skip
def test_what_is_no_page_is_not_asked_for(address: str) -> None:
    assert page_of(address) == ""


# Where a look may go


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/", "http://example.org:80/a", "https://example.org:443/a",
        "https://93.184.216.34/", "https://[2606:4700::1111]/", "https://пример.рф/страница",
        "https://bücher.example.org/ä?ö=ü", "https://BÜCHER.example.org/", "https://例え。jp/",
        "https://example.org/a b", "https://local.example.org/", "https://a_b.example.org/",
    ],
)  # fmt: skip
def test_public_addresses_may_be_asked_for(address: str) -> None:
    url = parsed(address)

    assert refusal(url) is None
    assert str(url).isascii()


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/", "http://intranet/", "http://printer.local/", "http://x.internal/",
        "http://x.localhost/", "http://router.lan./", "http://a.home.arpa/", "http://127.0.0.1/",
        "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/",
        "http://0.0.0.0/", "http://224.0.0.1/", "http://255.255.255.255/", "http://100.64.0.1/",
        "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://[ff02::1]/", "http://[::ffff:10.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/", "http://[2001::1]/",
        "http://2130706433/", "http://0x7f000001/", "https://example.org:8443/",
        "http://example.org:22/", "http://user@example.org/", "http://a:b@example.org/",
        "https://abcdef.onion/", "http://①②⑦.⓪.⓪.①/",
    ],
)  # fmt: skip
def test_private_addresses_are_not_asked_for(address: str) -> None:
    with suppress(NoAddress):
        assert refusal(parsed(address))


def test_whoever_asks_may_look_inside_but_not_with_a_password() -> None:
    for address in ("http://localhost:8080/", "http://10.0.0.1/", "http://intranet/"):
        assert refusal(parsed(address), is_private_allowed=True) is None
    assert refusal(parsed("http://a:b@intranet/"), is_private_allowed=True)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/", "file:///etc/passwd", "https://", "https://xn--a.example/\x00",
     "https://exa mple.org/", "https://[::1/", "https://a.org:0x50/", "//example.org/",
     "http://a.org:99999/", "http://" + "ä" * 300 + ".org/", "https://xn--/", "https://xn--ä.org/",
     "https://" + "xn--9" * 40 + ".org/", "https://a..ä/", "https://ẞ\u200d.org\ud800/"],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_no_address(address: str) -> None:
    with pytest.raises(NoAddress):
        parsed(address)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True), ("127.0.0.1", False), ("10.255.0.1", False),
        ("192.0.2.1", False), ("198.18.0.1", False), ("240.0.0.1", False), ("239.1.1.1", False),
        ("fe80::1%eth0", False), ("fec0::1", False), ("2001:db8::1", False),
        ("64:ff9b:1::1", False),
        ("::ffff:192.168.0.1", False), ("64:ff9b::a00:1", False), ("::10.0.0.1", False),
        ("nonsense", False), ("", False),
    ],
)  # fmt: skip
def test_a_number_is_public(number: str, expected: bool) -> None:
    assert is_public(number) is expected


# What a look means


def played(pages: dict[str, Any], asked: list[str] | None = None, **more: Any) -> Web:
    """A web of pages: a status, a target, or a body (with its headers); all else is 404."""

    def answer(request: httpx.Request) -> httpx.Response:
        address = str(request.url)
        if asked is not None:
            asked.append(f"{request.method} {address}")
        match pages.get(address, 404):
            case int(status):
                return page(status, "")
            case str(body) if body.startswith(("http", "/")):
                return page(301, "", location=body)
            case str(body):
                return page(200, body)
            case NoAnswer() as trouble:
                raise trouble
            case (int(status), str(body), dict(headers)):
                return page(status, body, **headers)
        raise AssertionError

    return web(answer, **more)


def page(status: int, body: str, **headers: str) -> httpx.Response:
    fields = {"content-type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=fields, stream=httpx.ByteStream(body.encode()))


PAGE = "https://example.org/news/2024/flights"
MISSING = "https://example.org/news/2024/no-such-page-7f3a9c"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found", "404", "404 Not Found", "Error 404 (Not Found)!!1",
        "Page not found | BBC",
        "The Times - Page Not Found", "Oops! That page can’t be found.", "Not Found — Example",
        "Seite nicht gefunden - Spiegel", "Page introuvable | Le Monde", "Página no encontrada",
        "Pagina non trovata", "Страница не найдена — Коммерсантъ", "Ошибка 404", "404 :: Site",
        "Сторінку не знайдено | УП", "Sayfa bulunamadı", "Səhifə tapılmadı | Azertag",
        "Nie znaleziono strony", "页面不存在", "ページが見つかりません | 朝日", "الصفحة غير موجودة",
        "HTTP 404", "BBC: Page not found", "404 Error | Caliber.Az",
    ],
)  # fmt: skip
def test_a_page_says_that_it_is_missing(title: str) -> None:
    pages = {PAGE: f"<html><title>{title}</title>", MISSING: f"<html><title>{title}</title>"}

    assert look(PAGE, played(pages)).state is State.SOFT_404


@pytest.mark.parametrize(
    "title",
    [
        "Flight 404 found after search", "Missing pages of the Constitution",
        "Not Found in Translation", "Black box not found, minister says", "404 days in captivity",
        "Page not found: an essay on rot",
        "The page is turned", "Weapons of mass destruction: not found yet", "Lost and found",
        "Error in the count", "HTTP", "Sorry", "", "Boeing 404", "Room 404",
        "Peugeot 404 – a history of the car", "Nothing is available", "Highway 404 (Ontario)",
        "MH370 – “не найдено обломков”",
    ],
)  # fmt: skip
def test_a_page_with_such_words_is_there(title: str) -> None:
    pages = {PAGE: f"<title>{title}</title><h1>{title}</h1>"}
    asked: list[str] = []

    assert look(PAGE, played(pages, asked)).state is State.LIVE
    if "not found:" not in title.lower():
        assert f"GET {MISSING}" not in asked


def test_a_page_about_missing_pages_is_there_if_its_site_can_say_404() -> None:
    assert look(PAGE, played({PAGE: "<title>404 Not Found</title>"})).state is State.LIVE


def test_a_heading_says_it_too_and_a_long_page_is_no_trouble() -> None:
    body = "<title>Example</title>" + "<p>" * 50_000 + "<h1 class='x'>Page <b>not</b> found</h1>"

    assert look(PAGE, played({PAGE: body, MISSING: body})).state is State.SOFT_404


def test_a_page_that_leads_to_the_entrance_for_good_is_gone() -> None:
    pages = {PAGE: "https://www.example.org/en/", "https://www.example.org/en/": "<title>E</title>"}

    assert look(PAGE, played(pages)).state is State.SOFT_404


@pytest.mark.parametrize(
    ("other", "state"), [("https://example.org/", State.SOFT_404), (404, State.UNKNOWN)]
)
def test_the_entrance_for_now_is_compared_with_a_page_that_cannot_exist(
    other: Any, state: State
) -> None:
    found = (302, "", {"location": "https://example.org/"})
    pages = {PAGE: found, "https://example.org/": "<title>E</title>"}
    pages[MISSING] = found if state is State.SOFT_404 else other

    assert look(PAGE, played(pages)).state is state


def test_a_page_for_what_is_missing_is_known_by_its_name() -> None:
    pages = {PAGE: (302, "", {"location": "/404.html"}), "https://example.org/404.html": "Hm"}

    assert look(PAGE, played(pages)).state is State.SOFT_404


def test_an_entrance_that_is_asked_for_is_no_trouble() -> None:
    pages = {"http://example.org/": "https://www.example.org/en", "https://www.example.org/en": "x"}

    assert look("http://example.org/", played(pages)).state is not State.SOFT_404


WALLS: dict[str, Any] = {
    "Cloudflare": (403, "<title>Just a moment...</title>", {"cf-mitigated": "challenge"}),
    "Cloudflare 503": (503, "<title>Just a moment...</title>", {"server": "cloudflare"}),
    "Cloudflare block": (403, "<title>Attention Required! | Cloudflare</title>", {}),
    "Cloudflare 200": (200, "<title>Just a moment...</title>", {}),
    "Akamai": (403, "<title>Access Denied</title>", {"server": "AkamaiGHost"}),
    "Akamai 200": (200, "<title>Access Denied</title>", {}),
    "DataDome": (401, "<script src='//captcha-delivery.com/c.js'>", {"x-datadome": "protected"}),
    "Imperva": (200, "<title>Pardon Our Interruption</title>", {}),
    "Imperva 503": (503, "<script src='/_Incapsula_Resource?x'>", {}),
    "Amazon": (202, "", {"x-amzn-waf-action": "challenge"}),
    "DDoS-Guard": (503, "<title>DDoS-Guard</title>", {"server": "ddos-guard"}),
    "Bloomberg": (200, "<title>Bloomberg - Are you a robot?</title>", {}),
    "too many": (429, "", {}),
    "law": (451, "", {}),
    "LinkedIn": (999, "", {}),
    "sign in": (302, "", {"location": "https://accounts.example.org/signin?next=x"}),
    "consent": (302, "", {"location": "https://consent.example.org/m?continue=x"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", WALLS)
def test_what_is_blocked_is_not_dead(kind: str) -> None:
    pages = {
        PAGE: WALLS[kind],
        "https://accounts.example.org/signin?next=x": "<title>Sign in</title>",
        "https://consent.example.org/m?continue=x": "<title>Before you go on</title>",
    }

    assert look(PAGE, played(pages)).state is State.BLOCKED


@pytest.mark.parametrize(
    "answer",
    [
        (200, "<title>Flights</title><script src='/cdn-cgi/challenge-platform/x.js'>", {}),
        (
            200,
            "<title>Access denied to Baku archives - Eurasianet</title>",
            {"server": "cloudflare"},
        ),
        (200, "<title>Captcha: a history of a nuisance</title>", {"server": "ddos-guard"}),
        (200, "<title>Flights</title>", {"x-iinfo": "1-2-3", "x-datadome": "protected"}),
    ],
)
def test_a_page_behind_an_open_wall_is_live(answer: Any) -> None:
    assert look(PAGE, played({PAGE: answer})).state is State.LIVE


def test_a_page_that_is_gone_behind_a_wall_is_gone() -> None:
    gone: Any = (404, "<title>Not found</title><script src='/cdn-cgi/challenge-platform/x.js'>", {})

    assert look(PAGE, played({PAGE: gone})).state is State.DEAD


def test_of_a_doi_its_resolver_is_asked_and_nobody_else() -> None:
    asked: list[str] = []
    pages = {"https://doi.org/10.1000/182": "https://publisher.example/182"}

    assert look("https://doi.org/10.1000/182", played(pages, asked)).state is State.LIVE
    assert look("https://doi.org/10.1000/183", played(pages, asked)).state is State.DEAD
    assert not [address for address in asked if "publisher" in address]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("https://example.org/A/B.html", "https://example.org/a/b"),
        ("https://example.org/a", "https://m.example.org/a?utm_source=x&fbclid=1"),
        ("https://example.org/a", "https://example.org/a?lang=en"),
        ("https://example.org/%D1%8F", "https://example.org/я"),
        ("https://example.org", "https://example.org/index.html"),
        ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
        ("https://example.org/a//b", "https://example.org/a/b"),
        ("https://example.org:443/a/amp", "https://example.org/a"),
        ("https://example.org/a", "https://example.org/a;jsessionid=0A1B"),
    ],
)
def test_the_same_page(one: str, other: str) -> None:
    assert is_same_page(httpx.URL(one), httpx.URL(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a?id=1", "https://example.org/a"),
        ("https://m.org/a", "https://n.org/a"),
        ("https://example.org/2024/a", "https://example.org/2025/a"),
    ],
)
def test_another_page(one: str, other: str) -> None:
    assert not is_same_page(httpx.URL(one), httpx.URL(other))


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("https://a.org/b/c.html", "https://a.org/b/no-such-page-7f3a9c.html"),
        ("https://a.org/b/c/", "https://a.org/b/no-such-page-7f3a9c/"),
        ("https://a.org/b?x=1&id=7", "https://a.org/b?x=1&id=no-such-page-7f3a9c"),
        ("https://a.org/", "https://a.org/no-such-page-7f3a9c/"),
        ("https://a.org/%D1%8F/b", "https://a.org/%D1%8F/no-such-page-7f3a9c"),
    ],
)
def test_a_page_that_cannot_exist_has_an_address_of_the_same_form(address: str, other: str) -> None:
    assert str(missing_page(httpx.URL(address))) == other


def test_headings_are_found_in_any_encoding_and_in_nonsense() -> None:
    page = "<TITLE lang=ru>Страница\n не&nbsp;найдена</TITLE><h1><a>B</a></h1>"

    assert headings(page.encode(), "") == ("Страница не найдена", "B")
    assert headings(page.encode("cp1251"), "text/html; charset=windows-1251")[0][0] == "С"
    assert headings(b"<meta charset=koi8-r>" + page.encode("koi8-r"), "text/html")[0][0] == "С"
    assert headings(b"<title><title><title>", "") == ()
    assert headings(b"<title>" * 40_000, "") == ()
    assert headings(b"<h1 " * 60_000, "") == ()


# When a look is made

PACE = Pace()


def ran(
    pages: list[str], look: Callable[[str], Verdict], pace: Pace = PACE, **more: Any
) -> tuple[list[Looked], Clock]:
    clock = Clock()
    jobs = [(page, page.split("/")[0]) for page in pages]
    return list(run(jobs, look, clock, clock.pause, pace, **more)), clock


def verdicts(*states: Verdict) -> Callable[[str], Verdict]:
    """One after the other; the last one again and again."""
    left = list(states)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


LIVE, DEAD = Verdict(State.LIVE), Verdict(State.DEAD, "gone")
BUSY = Verdict(State.UNKNOWN, "busy", is_transient=True)


def test_dead_needs_two_looks_with_time_between_them() -> None:
    looked, clock = ran(["a/1"], verdicts(DEAD, DEAD))

    assert [look.is_final for look in looked] == [False, True]
    assert looked[-1].verdict is DEAD
    assert clock.seconds >= PACE.until_dead


def test_what_is_back_at_the_second_look_is_live() -> None:
    looked, _ = ran(["a/1"], verdicts(DEAD, LIVE))

    assert looked[-1] == Looked("a/1", LIVE, is_final=True)


def test_one_look_is_enough_if_an_earlier_run_had_the_other() -> None:
    looked, _ = ran(["a/1"], verdicts(DEAD), has_looked_dead=lambda page: page == "a/1")

    assert looked == [Looked("a/1", DEAD, is_final=True)]


def test_the_second_look_comes_when_the_others_have_had_their_first() -> None:
    order: list[str] = []

    def look(page: str) -> Verdict:
        order.append(page)
        return DEAD if page == "a/1" else LIVE

    ran(["a/1", "a/2", "a/3"], look)

    assert order == ["a/1", "a/2", "a/3", "a/1"]


def test_what_may_pass_is_tried_three_times_with_longer_and_longer_pauses() -> None:
    looked, clock = ran(["a/1"], verdicts(BUSY))

    assert [look.is_final for look in looked] == [False, False, True]
    assert clock.pauses == [2.0, 4.0]
    assert ran(["a/1"], verdicts(BUSY, LIVE))[0][-1].verdict is LIVE


def test_a_host_is_left_alone_for_as_long_as_it_asks() -> None:
    _, clock = ran(["a/1"], verdicts(Verdict(State.BLOCKED, "", is_transient=True, wait=30), LIVE))

    assert clock.pauses == [30.0]


def test_a_host_that_asks_for_too_long_is_left_alone_for_this_run() -> None:
    asked: list[str] = []

    def look(page: str) -> Verdict:
        asked.append(page)
        return Verdict(State.BLOCKED, "full", is_transient=True, wait=4_000)

    looked, clock = ran(["a/1", "a/2", "b/1"], look, Pace(at_once=1))

    assert asked == ["a/1", "b/1"]
    assert {look.address: look.verdict.state for look in looked if look.is_final} == dict.fromkeys(
        ["a/1", "a/2", "b/1"], State.BLOCKED
    )
    assert clock.seconds < 10


def test_a_host_that_is_out_of_order_does_not_take_the_time_of_others() -> None:
    asked: list[str] = []

    def look(page: str) -> Verdict:
        asked.append(page)
        return BUSY

    looked, _ = ran([f"a/{n}" for n in range(50)], look)

    assert len(asked) == PACE.strikes
    assert len({look.address for look in looked if look.is_final}) == 50


def test_one_at_a_time_for_a_host_and_a_few_at_once_for_all() -> None:
    lock, busy, most = threading.Lock(), list[str](), list[int]()

    def look(page: str) -> Verdict:
        host = page.partition("/")[0]
        with lock:
            assert host not in busy
            busy.append(host)
            most.append(len(busy))
        threading.Event().wait(0.002)
        with lock:
            busy.remove(host)
        return LIVE

    looked, _ = ran([f"{host}/{n}" for n in range(3) for host in "abcdefghij"], look)

    assert len(looked) == 30
    assert 1 < max(most) <= PACE.at_once


def test_between_two_looks_at_a_host_there_is_a_pause() -> None:
    _, clock = ran(["a/1", "a/2", "a/3"], verdicts(LIVE))

    assert clock.pauses == [PACE.between] * 2


def test_when_time_is_up_the_rest_is_told_as_not_looked_at() -> None:
    pace = Pace(altogether=20, until_dead=60)
    looked, clock = ran(["a/1", "a/2"], verdicts(DEAD, LIVE), pace)

    final = {look.address: look.verdict for look in looked if look.is_final}
    assert final["a/1"].words == "it looked dead once, and there was no time for a second look"
    assert final["a/2"] is LIVE
    assert clock.seconds <= 20


def test_a_look_that_never_ends_does_not_hold_the_run() -> None:
    over = threading.Event()

    def look(page: str) -> Verdict:
        if page == "a/1":
            over.wait(20)
        return LIVE

    jobs = [("a/1", "a"), ("b/1", "b")]
    clock = Clock()
    pace = Pace(altogether=0.2)
    try:
        looked = list(run(jobs, look, time.monotonic, clock.pause, pace))
    finally:
        over.set()

    assert {(look.address, look.verdict.words) for look in looked} == {
        ("a/1", "there was no time left to look"), ("b/1", ""),
    }  # fmt: skip


def test_our_own_mistakes_come_to_light() -> None:
    def look(page: str) -> Verdict:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ran(["a/1"], look)


def test_nothing_to_look_at_is_no_trouble() -> None:
    assert ran([], verdicts(LIVE))[0] == []


# What is remembered


def test_looks_are_kept_for_some_days() -> None:
    for state, days in {
        State.LIVE: 7, State.MOVED: 7, State.BLOCKED: 3, State.DEAD: 1, State.SOFT_404: 1,
    }.items():  # fmt: skip
        cache: dict[str, bytes] = {}
        memory = Memory.read(cache)
        memory.note("a", Verdict(state, "words", "target"), EPOCH, is_final=True)
        memory.write(cache)
        memory = Memory.read(cache)

        assert memory.recall("a", EPOCH + days * DAY) == Verdict(state, "words", "target")
        assert memory.recall("a", EPOCH + days * DAY + 1) is None
        assert memory.recall("a", EPOCH - 1) is None


def test_what_may_pass_is_not_kept() -> None:
    cache: dict[str, bytes] = {}
    memory = Memory.read(cache)
    memory.note("a", Verdict(State.UNKNOWN, "slow"), EPOCH, is_final=True)

    assert memory.recall("a", EPOCH) is None


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"looks": []}',
        b'{"looks": {"a": 1}}',
        b'{"looks": {"a": [1, "live", "", ""]}}', b'{"looks": {"a": [1, "odd", "", "", true]}}',
        b'{"looks": {"a": ["x", "live", "", "", true]}}',
        b'{"looks": {"a": [1, "live", 1, "", true]}}',
        b'{"looks": {"a": [NaN, "unknown", "", "", true]}}', b'{"looks": {"a": null}}',
    ],
)  # fmt: skip
def test_a_damaged_memory_is_none(content: bytes) -> None:
    assert Memory.read({"looks": content}).recall("a", 1.0) is None


def test_a_memory_has_an_end() -> None:
    cache: dict[str, bytes] = {}
    memory = Memory.read(cache)
    for number in range(20_500):
        memory.note(str(number), LIVE, EPOCH + number, is_final=True)
    memory.write(cache)

    assert len(json.loads(cache["looks"])["looks"]) == 20_000
    assert Memory.read(cache).recall("0", EPOCH) is None


# All of it together


def said(briefing: Any, web: Web, cache: dict[str, bytes] | None = None) -> list[Diagnostic]:
    found = Diagnostics()
    check_links(briefing, found, cache, web)
    return list(found)


def told(briefing: Any, web: Web, cache: dict[str, bytes] | None = None) -> list[str]:
    return [f"{item.rule.name} {item.at.span}" for item in said(briefing, web, cache)]


ONE = project("A.[@a]", entry("a", url=PAGE))


def test_a_second_run_asks_for_nothing_that_is_known() -> None:
    asked: list[str] = []
    cache: dict[str, bytes] = {}
    first = said(ONE, played({}, asked), cache)
    count = len(asked)

    assert said(ONE, played({}, asked, epoch=lambda: EPOCH + 3_600), cache) == first
    assert {address for address in asked[count:] if "archive.org" not in address} == set()


def test_a_first_look_in_an_earlier_run_counts() -> None:
    cache: dict[str, bytes] = {}
    memory = Memory.read(cache)
    memory.note(PAGE, DEAD, EPOCH - 3 * DAY, is_final=False)
    memory.write(cache)
    asked: list[str] = []

    assert told(ONE, played({}, asked), cache) == ["dead-link references.bib:1:74"]
    assert asked.count(f"GET {PAGE}") == 1


def test_an_interrupted_run_keeps_what_it_has_seen() -> None:
    cache: dict[str, bytes] = {}
    briefing = project("[a](https://a.example.org/x) [b](https://b.example.org/x)")

    def tell(done: int, _: int) -> None:
        raise KeyboardInterrupt

    pages = {"https://a.example.org/x": "A", "https://b.example.org/x": "B"}
    with pytest.raises(KeyboardInterrupt):
        check_links(briefing, Diagnostics(), cache, played(pages), tell=tell)

    assert len(json.loads(cache["looks"])["looks"]) == 1


def test_without_a_network_there_are_no_dead_links() -> None:
    def nobody(request: httpx.Request) -> httpx.Response:
        raise NoAnswer(Trouble.NO_NAME)

    links = " ".join(f"[x](https://{n}.example.org/)" for n in range(40))
    briefing = project(f"{links} [y](http://localhost/)")

    with pytest.raises(BriefingError, match="there is no network here"):
        told(briefing, web(nobody, has_network=lambda: False))
    assert len(told(briefing, web(nobody))) == 41


def test_one_answer_is_network_enough() -> None:
    pages = {f"https://{n}.example.org/": NoAnswer(Trouble.NO_NAME) for n in range(20)}
    briefing = project(" ".join(f"[x]({page})" for page in [PAGE, *pages]))

    found = told(briefing, played({PAGE: "x"} | pages, has_network=lambda: False))

    assert len(found) == 20


def test_a_copy_beside_a_dead_link_makes_it_lighter_unless_it_is_dead_too() -> None:
    copy = "https://web.archive.org/web/20240102030405/https://example.org/a"
    briefing = project("A.[@a]", entry("a", url=PAGE, archiveurl=copy))

    assert [line.split()[0] for line in told(briefing, played({copy: "x"}))] == ["dead-original"]
    assert [line.split()[0] for line in told(briefing, played({copy: 403}))] == [
        "dead-original", "blocked-link",
    ]  # fmt: skip
    assert [line.split()[0] for line in told(briefing, played({}))] == ["dead-link", "dead-link"]


def test_a_copy_at_one_place_does_not_help_readers_of_another() -> None:
    copy = "https://web.archive.org/web/20240102030405/https://example.org/a"
    library = entry("a", url=PAGE, archiveurl=copy)
    briefing = project(f"A.[@a] [b]({PAGE})", library)

    (found,) = said(briefing, played({copy: "x"}))
    assert found.rule.name == "dead-link"
    assert [str(label.span) for label in found.related] == ["references.bib:1:74"]


QUESTION = f"https://archive.org/wayback/available?url={quote(PAGE, safe='')}"
COPY = "http://web.archive.org/web/20240102030405/x"


def closest(url: Any, *, available: Any = True) -> str:
    return json.dumps({"archived_snapshots": {"closest": {"available": available, "url": url}}})


@pytest.mark.parametrize(
    "answer",
    ["{", "[" * 200_000, "null", "{}", '{"archived_snapshots": []}', '{"archived_snapshots": {}}',
     closest(COPY, available="yes"), closest("https://evil.example/x"), closest(f"{COPY}}} y"),
     closest(3)],
)  # fmt: skip
def test_what_the_archive_says_is_not_believed_at_once(answer: str) -> None:
    (found,) = said(ONE, played({QUESTION: (200, answer, {})}))

    assert found.help
    assert found.help.startswith("look for the page at its site or at web.archive.org")


def test_a_copy_that_the_archive_has_is_named() -> None:
    (found,) = said(ONE, played({QUESTION: (200, closest(COPY), {})}))

    assert found.help == f"there is an archived copy: `archiveurl = {{https{COPY[4:]}}}`"


def test_the_order_of_findings_is_that_of_places() -> None:
    links = " ".join(f"[x](https://h{n % 7}.example.org/{n})" for n in range(40))

    found = said(project(links), played({}))
    places = [item.at.span.start for item in found]
    assert places == sorted(places)
    assert len(places) == 40


# The command


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefing.toml").write_text('[briefing]\ntitle = "T"\n')
    return tmp_path


Captured = pytest.CaptureFixture[str]


def test_links_are_looked_at_only_when_one_asks(folder: Path, capsys: Captured) -> None:
    with serving() as server:
        (folder / "01.md").write_text(f"See [this]({server.url('/a')}).\n")

        assert main(["check"]) == 0
        assert not server.asked
        assert main(["check", "--links", "--strict"]) == 0
        assert not server.asked
        assert "info[unchecked-link]" in capsys.readouterr().out
        server.answers["/a"] = lambda asked: asked.say("403 Forbidden")
        assert main(["check", "--private-links", "--strict"]) == 0

    said = capsys.readouterr()
    assert "info[blocked-link]" in said.out
    assert said.err == ""  # no progress in a pipe
    assert list((folder / "cache").rglob("*/links/*"))


def test_a_check_without_links_does_not_load_what_speaks_to_servers(folder: Path) -> None:
    (folder / "01.md").write_text("See [this](https://example.org/a).\n")
    program = (
        "import sys; from briefing_build.cli import main; main(sys.argv[1:]);"
        "print(sorted({'httpx', 'httpcore', 'ssl'} & set(sys.modules)))"
    )
    plain, looking = (
        subprocess.run(
            [sys.executable, "-c", program, "check", *more], capture_output=True, text=True,
            check=True, env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
        ).stdout
        for more in ([], ["--help"])
    )  # fmt: skip

    assert plain.endswith("nothing found\n[]\n")
    assert "--links" in looking


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "x", "1e9"])
def test_minutes_are_a_number_of_minutes(folder: Path, capsys: Captured, minutes: str) -> None:
    assert main(["check", f"--link-minutes={minutes}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_an_allow_comment_for_a_dead_link_is_never_unused(folder: Path, capsys: Captured) -> None:
    (folder / "01.md").write_text(
        "<!-- allow dead-link: it is the point of this page -->\n\nSee [this](https://example.org/a).\n"
    )

    assert main(["check", "--strict"]) == 0
    assert capsys.readouterr().out == "nothing found\n"


def test_without_a_network_the_command_says_so_in_a_line(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    (folder / "01.md").write_text("See [this](https://example.org/a).\n")

    assert main(["check", "--links"]) == 2
    assert capsys.readouterr() == (
        "",
        "briefing: no link can be looked at: there is no network here (a proxy is not used)\n",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_whoever_interrupts_a_run_keeps_what_it_has_seen(folder: Path) -> None:
    with serving() as server:
        server.answers["/a"] = lambda asked: asked.say("200 OK")
        server.answers["/b"] = lambda asked: asked.is_over.wait(20)
        (folder / "01.md").write_text(f"[a]({server.url('/a')}) [b]({server.url('/b')})\n")
        program = [sys.executable, "-m", "briefing_build", "check", "--private-links"]
        with subprocess.Popen(program, stdout=-1, stderr=-1, text=True, cwd=folder) as running:
            while "HEAD /b" not in server.requests():
                assert running.poll() is None
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
            out, err = running.communicate()

    assert (running.returncode, out, err) == (
        2,
        "",
        "briefing: interrupted; nothing was replaced\n",
    )
    (kept,) = (folder / "cache").rglob("*/links/*")
    assert server.url("/a").encode() in kept.read_bytes()
    assert server.url("/b").encode() not in kept.read_bytes()


# Whatever an author writes


@given(st.text(alphabet=":/?#[]@!$&'()*+,;=%.-_~ a1Zäß例\u200d\u3002\\\t\ud800x", max_size=60))
def test_no_address_breaks_a_look(written: str) -> None:
    for start in ("https://", "http://xn--", "doi:10.1/", ""):
        page = page_of(start + written)
        if page and refused(page, PLAYED) is None:
            assert look(page, PLAYED).state is State.DEAD
            assert str(parsed(page)).isascii()


PLAYED = played({})
