"""One visit to an address: HEAD, then GET where that says too little, redirects by hand.

What a server sends is read up to a bound and taken for bytes; nothing of it is run, and a cookie
goes back to the host that gave it, for as long as the visit lasts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version

import httpx

from briefing_build.links.reach import NoAddress, parsed, refusal
from briefing_build.links.transport import Limits, NoAnswer, Trouble
from briefing_build.links.web import Web

_HEADERS = {
    "User-Agent": f"briefing-build/{version('briefing-build')} (looks whether links still lead "
    "to a page; Mozilla/5.0 compatible)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "en,*;q=0.5",
}
_COOKIE = re.compile(r"(?P<name>[\w!#$%&'*+.^`|~-]{1,200})=[!-:<-~]{0,4000}", re.ASCII)
_MOST_COOKIES = 20
_PERMANENT = {301, 308}
_REDIRECTS = _PERMANENT | {302, 303, 307}
_RESOLVERS = {"doi.org", "dx.doi.org", "www.doi.org"}


class Refused(Exception):
    """An address that is not asked for; the message says why."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect, from one address to another."""

    url: httpx.URL
    target: httpx.URL
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said in the end; `body` is the beginning of a page, unpacked."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS

    @property
    def is_page(self) -> bool:
        kind = self.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        return kind in {"text/html", "application/xhtml+xml"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Where an address led, and what was said there; or what kept us from it."""

    asked: httpx.URL
    hops: tuple[Hop, ...] = ()
    answer: Answer | None = None
    trouble: Trouble | None = None
    words: str = ""


def address_of(text: str, web: Web) -> httpx.URL:
    """What is asked for; raises `Refused` if it may not be."""
    try:
        url = parsed(text)
    except NoAddress:
        raise Refused("it is not the address of a page") from None
    reason = refusal(url, is_private_allowed=web.is_private_allowed)
    if reason is not None:
        raise Refused(reason)
    return url


def visit(url: httpx.URL, web: Web) -> Visit:
    """Looks at an address, and at those to which it leads on as far as they may be asked for."""
    transport = web.connect()
    try:
        return _Walk(web, transport).from_here(url)
    finally:
        transport.close()


def fetch(address: str, web: Web) -> tuple[int, bytes]:
    """The status and the beginning of what stands at an address, which leads nowhere else.

    Raises `NoAnswer`.
    """
    transport = web.connect()
    try:
        request = httpx.Request("GET", address, headers=_HEADERS)
        response = transport.handle_request(request)
        try:
            body = _beginning(response, web.limits)
            return response.status_code, _unpacked(body, response, web.limits)
        finally:
            response.close()
    finally:
        transport.close()


@dataclass(slots=True)
class _Walk:
    web: Web
    transport: httpx.BaseTransport
    is_head_answered: bool = True
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def from_here(self, asked: httpx.URL) -> Visit:
        """Follows redirects to where they end, or to where we end it."""
        hops = list[Hop]()
        try:
            answer = self._answer(asked)
            # A resolver that redirects knows the work; what the publisher tells programs says
            # nothing about it.
            while answer.is_redirect and answer.url.host not in _RESOLVERS:
                hop = Hop(answer.url, self._target(answer), answer.status in _PERMANENT)
                hops.append(hop)
                self._stop_circles(hops)
                answer = self._answer(hop.target)
        except NoAnswer as stop:
            return Visit(asked, tuple(hops), None, stop.trouble, str(stop))
        return Visit(asked, tuple(hops), answer)

    def _stop_circles(self, hops: list[Hop]) -> None:
        # A site may lead to the same page again until it is given the cookie that it has set.
        if not self._cookies and any(hops[-1].target == seen.url for seen in hops):
            raise NoAnswer(Trouble.NONSENSE, "it leads in a circle")
        if len(hops) > self.web.limits.redirects:
            raise NoAnswer(Trouble.NONSENSE, f"it leads on more than {len(hops) - 1} times")

    def _target(self, answer: Answer) -> httpx.URL:
        location = answer.headers.get("location", "")
        try:
            target = parsed(str(answer.url.join(location)))
        except (NoAddress, httpx.InvalidURL, ValueError, TypeError):
            raise NoAnswer(Trouble.NONSENSE, "it leads on to what is no address") from None
        reason = refusal(target, is_private_allowed=self.web.is_private_allowed)
        if reason is not None:
            raise NoAnswer(Trouble.PRIVATE, "it leads on to where nobody may be sent")
        return target

    def _answer(self, url: httpx.URL) -> Answer:
        """What HEAD brings if that is enough, else what GET does."""
        if self.is_head_answered:
            with suppress(_HeadFailed), _head_may_fail():
                head = self._ask("HEAD", url)
                if head.status in _REDIRECTS or (200 <= head.status < 300 and not head.is_page):
                    return head
        return self._ask("GET", url)

    def _ask(self, method: str, url: httpx.URL) -> Answer:
        cookies = "; ".join(self._cookies.get(_origin(url), {}).values())
        headers = _HEADERS | ({"Cookie": cookies[:8_000]} if cookies else {})
        try:
            response = self.transport.handle_request(httpx.Request(method, url, headers=headers))
        except NoAnswer:
            self.is_head_answered = self.is_head_answered and method != "HEAD"
            raise
        try:
            self._keep_cookies(url, response.headers)
            answer = Answer(url, response.status_code, response.headers)
            if method == "GET" and answer.is_page:
                body = _unpacked(_beginning(response, self.web.limits), response, self.web.limits)
                return Answer(url, response.status_code, response.headers, body)
            return answer
        finally:
            response.close()

    def _keep_cookies(self, url: httpx.URL, headers: httpx.Headers) -> None:
        """For this host alone; some sites lead in a circle until they get one back."""
        for value in headers.get_list("set-cookie")[:_MOST_COOKIES]:
            if cookie := _COOKIE.match(value):
                self._cookies.setdefault(_origin(url), {})[cookie["name"]] = cookie[0]


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


class _HeadFailed(Exception):
    """Nothing came of a HEAD that a GET might not bring."""


@contextmanager
def _head_may_fail() -> Iterator[None]:
    try:
        yield
    except NoAnswer as stop:
        if stop.trouble in {Trouble.TIMEOUT, Trouble.BROKEN, Trouble.NONSENSE}:
            raise _HeadFailed from None
        raise


def _beginning(response: httpx.Response, limits: Limits) -> bytes:
    """The first bytes of a body; the page was there even if not all of it comes."""
    parts = list[bytes]()
    size = 0
    with suppress(NoAnswer):
        for part in response.iter_raw():
            parts.append(part)
            size += len(part)
            if size >= limits.text:
                break
    return b"".join(parts)[: limits.text]


def _unpacked(data: bytes, response: httpx.Response, limits: Limits) -> bytes:
    """The data without its compression, as far as a bound: a little can unpack to very much."""
    match response.headers.get("content-encoding", "identity").strip().lower():
        case "identity" | "":
            return data
        case "gzip" | "x-gzip" | "deflate":
            for form in (47, -15):  # zlib.h: a header of either kind; none, as some send it
                with suppress(zlib.error):
                    return zlib.decompressobj(form).decompress(data, limits.text)
    return b""
