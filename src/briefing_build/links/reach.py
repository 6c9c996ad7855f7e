"""Where a look may go: to hosts of the public network, and nowhere else unless somebody asks.

A manuscript may come from anyone, and whoever checks it may stand inside a network that trusts its
own. So an address is refused by its form before a name is looked up, and a connection is made only
to a number that is public: to the very one that was looked at (`transport`).
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

import httpx

_LOCAL = frozenset(
    """
    alt arpa corp home internal intranet invalid lan local localdomain localhost onion private test
    """.split()
)
"""Endings that mean something else in each network, or nothing (RFC 6761, RFC 6762, RFC 9476)."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "2001::/32", "2002::/16")))
"""Numbers that lead to an IPv4 network by way of a relay of whoever is near."""

_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_LONGEST_HOST = 253
"""RFC 1035, 2.3.4; and reading a longer one takes long."""


class NoAddress(ValueError):
    """A text is not the address of a page that could be asked for."""


def parsed(address: str) -> httpx.URL:
    """The address as it is asked for: its host in ASCII, without its fragment."""
    try:
        host = urlsplit(address).hostname or ""
        if len(host) > _LONGEST_HOST:
            raise NoAddress(address)
        # httpx takes a host by the letter of IDNA 2008, which knows no capitals and no wide dots.
        plain = address if host.isascii() else _international(address, host)
        url = httpx.URL(plain).copy_with(fragment=None)
        _ = url.host  # which is read from its form in ASCII, and may be none
    except (httpx.InvalidURL, ValueError, TypeError):
        raise NoAddress(address) from None
    is_of_web = url.scheme in {"http", "https"} and (url.port or 80) <= 65_535
    if not is_of_web or not _HOST.fullmatch(url.raw_host):
        raise NoAddress(address)
    return url


def _international(address: str, host: str) -> str:
    before, found, behind = address.partition(host)
    if not found:  # Python has made its capitals small
        start = address.lower().find(host)
        if start < 0 or len(address) != len(address.lower()):
            raise NoAddress(address)
        before, behind = address[:start], address[start + len(host) :]
    return before + unicodedata.normalize("NFKC", host).replace("\u3002", ".") + behind


def refusal(url: httpx.URL, *, is_private_allowed: bool = False) -> str | None:
    """Why an address is not asked for, going by its form; None if it may be."""
    if url.userinfo:
        return "there is a name or a password in it"
    if is_private_allowed:
        return None
    host = url.host.rstrip(".").lower()
    number = _number(host)
    if number is not None:
        return None if _is_public(number) else "it is of a private network"
    if "." not in host:
        return "a plain name means another host in each network"
    if host.rpartition(".")[2] in _LOCAL:
        return "its name means something in a private network alone"
    if url.port not in {None, 80, 443}:
        return f"no page is published at port {url.port}"
    return None


def is_public(number: str) -> bool:
    """Whether an IP address, as a resolver gives it, is one of the public network."""
    found = _number(number)
    return found is not None and _is_public(found)


_Number = ipaddress.IPv4Address | ipaddress.IPv6Address


def _number(text: str) -> _Number | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None


def _is_public(number: _Number) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        inner = _inside(number)
        if inner is not None:
            return _is_public(inner)
        if number.scope_id or number.is_site_local or any(number in net for net in _TUNNELS):
            return False
    return number.is_global and not (
        number.is_multicast or number.is_reserved or number.is_unspecified
    )


def _inside(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that is written in one of IPv6, where both are the same host."""
    if number.ipv4_mapped is not None:
        return number.ipv4_mapped
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return None
