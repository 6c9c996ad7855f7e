"""The way to a server: checked, and bounded in time and size.

httpx and httpcore speak HTTP; what they read and write goes through a stream of ours. A host's
name is looked up once, and the connection is made to a number that was found to be public, so that
a name cannot mean another host a moment later. TLS is still asked for by the name.
"""

from __future__ import annotations

import errno
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import httpcore
import httpx

from briefing_build.links.reach import is_public


class Trouble(Enum):
    """What kept us from an answer."""

    NO_NAME = "there is no host of this name"
    NO_NETWORK = "the way to the host is not to be found"
    REFUSED = "the host takes no connection"
    TIMEOUT = "there was no answer in time"
    BROKEN = "the connection broke"
    TLS = "no secure connection could be made"
    NONSENSE = "what came was not HTTP"
    PRIVATE = "it leads into a private network"


class NoAnswer(Exception):
    """A request has no answer; `words` say more than the trouble does, if anything."""

    def __init__(self, trouble: Trouble, words: str = "") -> None:
        super().__init__(words or trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Limits:
    """How long we wait, in seconds, and how much we read, in bytes."""

    connect: float = 10
    head: float = 8
    request: float = 20
    visit: float = 45
    octets: int = 512 * 1024
    text: int = 256 * 1024
    redirects: int = 10


Resolve = Callable[[str, int], list[str]]
"""The numbers of a host; raises `socket.gaierror`."""


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(number) for *_, (number, *_) in found))


@dataclass(slots=True)
class Transport(httpx.BaseTransport):
    """Connections for one visit, whose seconds are counted from here on.

    Each request has `limits.request` seconds from end to end, and all of them `limits.visit`.
    """

    context: ssl.SSLContext
    limits: Limits = field(default_factory=Limits)
    is_private_allowed: bool = False
    resolve: Resolve = resolve
    _budget: _Budget = field(init=False)
    _pool: httpcore.ConnectionPool = field(init=False)

    def __post_init__(self) -> None:
        self._budget = _Budget(self.limits)
        backend = _Backend(self.limits, self._budget, self.resolve, self.is_private_allowed)
        self._pool = httpcore.ConnectionPool(
            self.context, max_connections=2, max_keepalive_connections=1, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._budget.renew(self.limits.head if request.method == "HEAD" else self.limits.request)
        with _as_ours():
            answer = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                )
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


@dataclass(slots=True)
class _Body(httpx.SyncByteStream):
    answer: httpcore.Response

    def __iter__(self) -> Iterator[bytes]:
        with _as_ours():
            yield from self.answer.iter_stream()

    def close(self) -> None:
        self.answer.close()


@contextmanager
def _as_ours() -> Iterator[None]:
    """Makes of httpcore's exceptions ours, with none of a server's words in them."""
    try:
        yield
    except httpcore.TimeoutException:
        raise NoAnswer(Trouble.TIMEOUT) from None
    except httpcore.ProtocolError:
        raise NoAnswer(Trouble.NONSENSE) from None
    except httpcore.NetworkError:
        raise NoAnswer(Trouble.BROKEN) from None


# Between httpcore and the sockets


@dataclass(slots=True)
class _Budget:
    """What is left for a request, however many small steps it takes."""

    limits: Limits
    ends: float = 0.0
    octets: int = 0
    _last: float = 0.0

    def __post_init__(self) -> None:
        self._last = time.monotonic() + self.limits.visit

    def renew(self, seconds: float) -> None:
        self.ends = min(time.monotonic() + seconds, self._last)
        self.octets = self.limits.octets

    def seconds(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise NoAnswer(Trouble.TIMEOUT)
        return left

    def take(self, data: bytes) -> bytes:
        self.octets -= len(data)
        if self.octets < 0:
            raise NoAnswer(Trouble.NONSENSE, "there was no end to what came")
        return data


@dataclass(frozen=True, slots=True)
class _Backend(httpcore.NetworkBackend):
    limits: Limits
    budget: _Budget
    resolve: Resolve
    is_private_allowed: bool
    sockets: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (ours is the budget)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        numbers = self._numbers(host, port)[:4]
        trouble = Trouble.NO_NETWORK
        for place, number in enumerate(numbers):
            seconds = min(self.limits.connect, self.budget.seconds() / (len(numbers) - place))
            try:
                stream = self.sockets.connect_tcp(
                    number, port, seconds, local_address, socket_options
                )
            except httpcore.ConnectTimeout:
                trouble = Trouble.TIMEOUT
            except httpcore.ConnectError as error:
                trouble = _trouble(error.__cause__)
            else:
                return _Stream(stream, self.budget)
        raise NoAnswer(trouble)

    def _numbers(self, host: str, port: int) -> list[str]:
        try:
            numbers = self.resolve(host, port)
        except socket.gaierror as error:
            raise NoAnswer(
                Trouble.NO_NAME if error.errno in _NAMELESS else Trouble.NO_NETWORK
            ) from None
        except UnicodeError:  # a label that is empty, or longer than any can be
            raise NoAnswer(Trouble.NO_NAME) from None
        allowed = [n for n in numbers if self.is_private_allowed or is_public(n)]
        if numbers and not allowed:
            raise NoAnswer(Trouble.PRIVATE)
        return allowed


_NAMELESS = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def _trouble(error: BaseException | None) -> Trouble:
    match error:
        case ConnectionRefusedError():
            return Trouble.REFUSED
        case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH | errno.EADDRNOTAVAIL):
            return Trouble.NO_NETWORK
        case _:
            return Trouble.BROKEN


@dataclass(frozen=True, slots=True)
class _Stream(httpcore.NetworkStream):
    stream: httpcore.NetworkStream
    budget: _Budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self.budget.take(self.stream.read(max_bytes, self.budget.seconds()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.stream.write(buffer, self.budget.seconds())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            stream = self.stream.start_tls(ssl_context, server_hostname, self.budget.seconds())
        except httpcore.ConnectError as error:
            match error.__cause__:
                case ssl.SSLCertVerificationError() as cause:
                    words = f"its certificate is not valid ({cause.verify_message})"
                    raise NoAnswer(Trouble.TLS, words) from None
                case ssl.SSLError():
                    raise NoAnswer(Trouble.TLS) from None
            raise
        return _Stream(stream, self.budget)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
