"""Whether the Wayback Machine keeps a copy of a page."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from briefing_build.links.transport import NoAnswer
from briefing_build.links.verdict import State, Verdict
from briefing_build.links.visit import fetch
from briefing_build.links.web import ARCHIVE, Web

_COPY = re.compile(r"https?://web\.archive\.org/(web/\d{14}/[!-~]{1,2000})")


def question(address: str) -> str:
    """The address at which the archive says whether it has a copy."""
    return f"https://{ARCHIVE}/wayback/available?url={quote(address, safe='')}"


def ask(address: str, web: Web) -> Verdict:
    """`State.LIVE` with the newest copy's address, if there is one."""
    try:
        status, body = fetch(address, web)
    except NoAnswer:
        return Verdict(State.UNKNOWN)
    return Verdict(State.LIVE, target=_copy(body)) if status == 200 else Verdict(State.UNKNOWN)


def _copy(body: bytes) -> str:
    try:
        closest = json.loads(body)["archived_snapshots"]["closest"]
        found = _COPY.fullmatch(closest["url"]) if closest["available"] is True else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f"https://web.archive.org/{found[1]}" if found else ""
