"""Walls against programs: answers that say nothing about the page behind them."""

from __future__ import annotations

import re

import httpx

from briefing_build.links.visit import Answer

_REFUSALS = {
    401: "the server asks for a password (401)",
    402: "the server asks for money (402)",
    403: "the server refuses programs (403)",
    406: "the server refuses programs (406)",
    407: "the server asks for a password (407)",
    418: "the server refuses programs (418)",
    429: "the server has had too many questions (429)",
    451: "the page is withheld for reasons of law (451)",
    999: "the server refuses programs (999)",
}
# In headers of Amazon, DataDome, Imperva, DDoS-Guard.
_HEADERS = {
    "x-amzn-waf-action": re.compile("captcha|challenge"),
    "x-datadome": re.compile("protected"),
    "x-iinfo": re.compile("."),
    "server": re.compile("ddos-guard|qrator", re.IGNORECASE),
}
# Of pages that stand in place of another. A page about such walls has other titles, and is larger.
_TITLES = re.compile(
    r"""
      just\ a\ moment | one\ moment,?\ please | attention\ required! | pardon\ our\ interruption
    | access\ denied | access\ to\ this\ page\ has\ been\ denied | request\ (?:rejected|blocked)
    | are\ you\ a\ robot\? | robot\ or\ human\? | robot\ check | bot\ verification
    | ddos-guard | (?:please\ )?verify(?:ing)?(?:\ that)?\ you\ are\ (?:a\ )?human
    | human\ verification | checking\ your\ browser(?:\ before\ accessing.*)?
    | security\ check(?:point)? | client\ challenge | (?:sorry,\ )?you\ have\ been\ blocked
    | captcha | un\ instant
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCRIPTS = re.compile(
    rb"/cdn-cgi/challenge-platform/|_Incapsula_Resource|captcha-delivery\.com|geo\.captcha"
    rb"|window\._cf_chl_opt|px-captcha|/_sec/cp_challenge|sec-if-cpt-container|awsWafCookieDomainList"
)
_LARGEST = 60_000
"""Of a page that is nothing but a wall, in bytes."""

_GATE_HOSTS = re.compile(r"(?:consent|login|signin|sso|auth|idp|guce|accounts?)\.")
_GATE_PATHS = re.compile(
    r"/(?:[\w-]{2,5}/)?(?:users?/|accounts?/|auth/|wp-)?(?:log-?in|sign-?in|consent|sso|authwall)"
    r"(?:[/.?_-]|$)",
    re.IGNORECASE,
)


def wall(answer: Answer, titles: tuple[str, ...]) -> str:
    """In what way an answer is that of a wall; "" if it is not."""
    if answer.status in _REFUSALS:
        return _REFUSALS[answer.status]
    if _has_mark(answer, titles):
        return "the server asks whether one is a program"
    return ""


def _has_mark(answer: Answer, titles: tuple[str, ...]) -> bool:
    is_refusal = answer.status in {202, 400, 405, 409, 500, 503}
    if "cf-mitigated" in answer.headers or (is_refusal and _has_header(answer)):
        return True
    if answer.status in {404, 410} or len(answer.body) > _LARGEST:
        return False
    # Sites that Cloudflare guards carry its script on the pages that it lets through.
    has_script = _SCRIPTS.search(answer.body) is not None
    is_called = any(map(_is_called_so, titles))
    return is_called if not is_refusal else is_called or has_script


def _has_header(answer: Answer) -> bool:
    return any(sign.search(answer.headers.get(name, "")) for name, sign in _HEADERS.items())


def _is_called_so(title: str) -> bool:
    parts = re.split(r"\s[|–-]\s", title[:300])
    return any(_TITLES.fullmatch(part.strip(" .…")) for part in parts)


def is_gate(url: httpx.URL) -> bool:
    """Whether an address is where a site asks its readers to sign in, or to consent."""
    return bool(_GATE_HOSTS.match(url.host) or _GATE_PATHS.match(url.path))
