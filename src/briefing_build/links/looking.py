"""A look at an address: a visit, what it means, and a second page of the same site if in doubt."""

from __future__ import annotations

from briefing_build.links.judging import judge, missing_page, settle
from briefing_build.links.verdict import State, Verdict
from briefing_build.links.visit import Refused, address_of, visit
from briefing_build.links.web import Web


def refused(address: str, web: Web) -> Verdict | None:
    """The verdict on an address that may not be asked for; None if it may."""
    try:
        address_of(address, web)
    except Refused as reason:
        return Verdict(State.UNKNOWN, str(reason), is_refused=True)
    return None


def look(address: str, web: Web) -> Verdict:
    """What can be said now of an address that may be asked for."""
    seen = visit(address_of(address, web), web)
    verdict = judge(seen, web.epoch())
    if not verdict.is_in_doubt:
        return verdict
    return settle(verdict, seen, visit(missing_page(seen.asked), web))
