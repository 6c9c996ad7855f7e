"""The web as the looks see it: what a test plays, all in one place."""

from __future__ import annotations

import functools
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from briefing_build.links.transport import Limits, Transport, resolve

ARCHIVE = "archive.org"


@dataclass(frozen=True, slots=True)
class Web:
    """How servers are reached, and what time it is.

    `connect` makes the connections for one visit, and `has_network` says whether any name can be
    found at all. `clock` counts seconds from anywhere, `epoch` since 1970; `pause` waits for some.
    """

    connect: Callable[[], httpx.BaseTransport]
    has_network: Callable[[], bool]
    is_private_allowed: bool = False
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    epoch: Callable[[], float] = time.time
    pause: Callable[[float], None] = time.sleep


def open_web(*, is_private_allowed: bool = False) -> Web:
    """The web that this machine is in.

    The certificates are those of `SSL_CERT_FILE` or `SSL_CERT_DIR`, else of the Mozilla list that
    comes with certifi. A proxy of the environment is not used: it would look up names in our place.
    """
    context = httpx.create_ssl_context()
    connect = functools.partial(Transport, context, is_private_allowed=is_private_allowed)
    return Web(connect, _has_network, is_private_allowed)


def _has_network() -> bool:
    try:
        return bool(resolve(ARCHIVE, 443))
    except (socket.gaierror, OSError):
        return False
