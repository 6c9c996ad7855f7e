"""Addresses of pages, and DOIs: their form, and what they lead to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from briefing_build import rules
from briefing_build.bibtex import bare_doi, verbatim
from briefing_build.checks.library.entries import own_fields
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_ADDRESSES = ("url", "accesscopyurl", "archiveurl")
_ADDRESS_FORM = re.compile(r"""[^\s<>"{}|\\^`\x00-\x1f]+""")
# As nearly all are: what fits has no fault, and need not be taken apart to see that.
_PLAIN_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9]++(?:-++[a-z0-9]++)*+\.)+[a-z][a-z0-9-]*(?:/[\w./?=&+,;~:@!()*'$#-]*)?",
    re.ASCII,
)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*\.?|[0-9.]+|localhost|.*:.*")
# Also the short form of shortdoi.org, which reference managers write.
_DOI_FORM = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+|10/[a-z0-9]{3,12}")


def check_addresses(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what cannot be the address of a page, or a DOI."""
    for entry, field in own_fields(briefing):
        if not field.value.strip():
            continue
        if field.name in _ADDRESSES:
            fault, advice = _fault_of(verbatim(field.value))
            if fault:
                found.report(
                    rules.MALFORMED_URL,
                    f"the `{field.written}` of `{entry.key}` {fault}",
                    Label(field.value_span),
                    help=advice,
                )
        elif field.name == "doi" and not _DOI_FORM.fullmatch(bare_doi(field.value)):
            found.report(
                rules.MALFORMED_DOI,
                f"`{field.value}` is not a DOI",
                Label(field.value_span),
                help="a DOI begins with `10.`, a number and a stroke: `10.1000/182`",
            )


def _fault_of(address: str) -> tuple[str, str | None]:
    """What is wrong with an address, and what to do about it; ("", None) if nothing is."""
    if _PLAIN_ADDRESS.fullmatch(address):
        return "", None
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "is not an address", None
    if any(character.isspace() for character in address):
        return "has a space in it", "one address, with `%20` where it has a space"
    if parts.scheme not in {"http", "https", "ftp"}:
        bare = not parts.scheme or "." in parts.scheme
        return "has no `https://` before it" if bare else "is no address of a page", (
            f"write `https://{address}`" if bare and _HOST.match(address) else None
        )
    if not _HOST.fullmatch(host):
        return "has no host that could exist", None
    if not _ADDRESS_FORM.fullmatch(address):
        return "has a character that no address has", None
    if _BAD_PERCENT.search(address):
        return "has a `%` that no two figures follow", "a `%` itself is written `%25`"
    return "", None
