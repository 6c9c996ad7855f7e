"""A server on this machine that answers as a test says, also as no server should."""

from __future__ import annotations

import functools
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from briefing_build.links import Web
from briefing_build.links.transport import Limits, Transport

QUICK = Limits(connect=2, head=0.3, request=0.5, visit=3)
Answer = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request, and the way back to whoever made it."""

    method: str
    path: str
    headers: dict[str, str]
    send: Callable[[bytes], Any]
    is_over: threading.Event

    def say(self, status: str, body: bytes = b"", **headers: str) -> None:
        """An answer as HTTP has it."""
        fields = {"Content-Type": "text/html", "Content-Length": str(len(body))}
        fields |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode())
        if self.method != "HEAD":
            self.send(body)

    def endlessly(self, data: bytes, pause: float = 0.0) -> None:
        while not self.is_over.is_set():
            self.send(data)
            time.sleep(pause)


@dataclass
class Server:
    """Where it listens, what it was asked, and what it answers, by path."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def requests(self) -> list[str]:
        return [f"{asked.method} {asked.path}" for asked in self.asked]


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    over = threading.Event()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                while line := self.rfile.readline(9_000).decode("latin-1").split():
                    headers = {}
                    while field := self.rfile.readline(9_000).decode("latin-1").strip():
                        name, _, value = field.partition(":")
                        headers[name.lower()] = value.strip()
                    asked = Asked(line[0], line[1], headers, self.request.sendall, over)
                    server.asked.append(asked)
                    server.answers.get(line[1], _missing)(asked)

    class Listener(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    with Listener(("127.0.0.1", 0), Handler) as listener:
        if tls is not None:
            listener.socket = tls.wrap_socket(listener.socket, server_side=True)
        server = Server(listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            over.set()
            listener.shutdown()
            thread.join()


def _missing(asked: Asked) -> None:
    asked.say("404 Not Found")


@functools.cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def real_web(limits: Limits = QUICK, *, is_private_allowed: bool = True, **more: Any) -> Web:
    """The web with real connections, and little patience."""
    connect = functools.partial(
        Transport, _context(), limits, is_private_allowed=is_private_allowed, **more
    )
    return Web(connect, lambda: True, is_private_allowed, limits, pause=lambda _: None)
