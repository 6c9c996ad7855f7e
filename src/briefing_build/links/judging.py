"""What a visit means: whether the page is there, elsewhere, behind a wall, or gone.

A status is believed when it says that a page is not there, and doubted when it says that one is:
many sites answer 200 and show their entrance, or words of regret.
"""

from __future__ import annotations

import email.utils
import re
from urllib.parse import parse_qsl, unquote

import httpx

from briefing_build.checks.library.tracking import is_tracking
from briefing_build.links.missing import headings, is_name_of_missing, says_missing
from briefing_build.links.transport import Trouble
from briefing_build.links.verdict import State, Verdict
from briefing_build.links.visit import Answer, Visit
from briefing_build.links.walls import is_gate, wall
from briefing_build.outlets import is_archive

_DEAD = {
    404: "the server knows no such page (404)",
    410: "the page was taken away (410)",
}
_ENTRANCE = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home|main)(?:\.\w{2,5})?/?)?",
    re.IGNORECASE,
)
_SAME_SITE = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_LONGEST_WAIT = 7 * 86_400.0


def judge(visit: Visit, now: float) -> Verdict:
    """What a visit says of its address; `now` is in seconds since 1970, for "try again at"."""
    if visit.answer is None:
        return _of_trouble(visit)
    answer = visit.answer
    if answer.is_redirect:  # of a resolver, which knows the work
        return Verdict(State.LIVE)
    titles = headings(answer.body, answer.headers.get("content-type", ""))
    if refusal := wall(answer, titles):
        is_busy = answer.status == 429
        wait = _wait(answer, now) if is_busy else 0.0
        return Verdict(State.BLOCKED, refusal, is_transient=is_busy, wait=wait)
    if answer.status in _DEAD:
        return Verdict(State.DEAD, _DEAD[answer.status])
    if answer.status >= 500:
        words = f"the server has trouble of its own ({answer.status})"
        return Verdict(State.UNKNOWN, words, is_transient=True, wait=_wait(answer, now))
    if answer.status >= 300:
        return Verdict(State.UNKNOWN, f"the server does not like the question ({answer.status})")
    return _of_page(visit, answer, titles)


def _of_trouble(visit: Visit) -> Verdict:
    trouble, words = visit.trouble, visit.words
    assert trouble is not None
    if visit.hops and trouble not in {Trouble.NONSENSE, Trouble.PRIVATE}:
        words = f"it leads on to {visit.hops[-1].target.host[:80]}, and {words}"
    if trouble in {Trouble.NO_NAME, Trouble.REFUSED}:
        return Verdict(State.DEAD, words, trouble=None if visit.hops else trouble)
    is_transient = trouble in {Trouble.TIMEOUT, Trouble.BROKEN, Trouble.NO_NETWORK}
    return Verdict(State.UNKNOWN, words, is_transient=is_transient, trouble=trouble)


def _of_page(visit: Visit, answer: Answer, titles: tuple[str, ...]) -> Verdict:
    """The verdict on an answer that claims to be the page."""
    asked, shown = visit.asked, answer.url
    if visit.hops:
        if is_gate(shown) and not is_gate(asked):
            return Verdict(
                State.BLOCKED, "the site asks its readers to sign in or to consent first"
            )
        if _is_entrance(shown) and not _is_entrance(asked):
            words = "the site shows its entrance instead"
            is_meant = all(hop.is_permanent for hop in visit.hops)
            return Verdict(State.SOFT_404, words, is_in_doubt=not is_meant)
        if is_name_of_missing(shown.path) and not is_name_of_missing(asked.path):
            return Verdict(State.SOFT_404, "the site leads on to its page for what is missing")
    if any(map(says_missing, titles)):
        is_copy = is_archive(asked.host)
        words = "the page says that it was not found"
        words = "the copy is of a page that was not there" if is_copy else words
        return Verdict(State.SOFT_404, words, is_in_doubt=not is_copy)
    return _moved(visit) or Verdict(State.LIVE)


def _moved(visit: Visit) -> Verdict | None:
    """Where the page is for good, if that is another page than the one that was asked for."""
    target = visit.asked
    for hop in visit.hops:
        if not hop.is_permanent:
            break
        target = hop.target
    if is_same_page(visit.asked, target) or is_gate(target) or len(str(target)) > 1_000:
        return None
    return Verdict(State.MOVED, target=str(target))


def settle(doubt: Verdict, visit: Visit, probe: Visit) -> Verdict:
    """The verdict on a page in doubt, by how its site answers for a page that cannot exist."""
    ours, other = visit.answer, probe.answer
    assert ours is not None
    if other is None or wall(other, ()):
        return Verdict(State.UNKNOWN, doubt.words)
    if _is_entrance(ours.url) and not _is_entrance(visit.asked):
        is_alike = other.status < 400 and is_same_page(ours.url, other.url)
        return Verdict(State.SOFT_404 if is_alike else State.UNKNOWN, doubt.words)
    # A site that can say 404, and did not: its page is about pages that are missing.
    return Verdict(State.LIVE) if other.status in _DEAD else Verdict(State.SOFT_404, doubt.words)


def missing_page(url: httpx.URL) -> httpx.URL:
    """An address of the same form at which there is no page."""
    name = "no-such-page-7f3a9c"
    query = url.query.decode("ascii", "replace")
    before, sign, _ = query.rpartition("=")
    if sign:
        return url.copy_with(query=f"{before}={name}".encode())
    path = url.raw_path.decode("ascii", "replace").partition("?")[0]
    folder, _, last = path.rstrip("/").rpartition("/")
    ending = re.search(r"\.\w{1,5}$", last)
    slash = "/" if path.endswith("/") else ""
    return url.copy_with(path=f"{folder}/{name}{ending[0] if ending else ''}{slash}", query=None)


def is_same_page(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses differ only in what does not change the page."""
    if _place(one) != _place(other):
        return False
    asked, given = _parameters(one), _parameters(other)
    return asked <= given


def _place(url: httpx.URL) -> tuple[str, str]:
    path = unquote(url.path).casefold().partition(";jsessionid=")[0].rstrip("/")
    path = re.sub(r"/(?:index|default)\.\w{2,5}$|\.(?:html?|php|aspx?)$", "", path)
    path = re.sub(r"/amp$|^/amp(?=/)", "", path)
    return _SAME_SITE.sub("", url.host.lower().rstrip(".")), re.sub("/{2,}", "/", path).rstrip("/")


def _parameters(url: httpx.URL) -> frozenset[tuple[str, str]]:
    pairs = parse_qsl(url.query.decode("ascii", "replace"), keep_blank_values=True)
    return frozenset(pair for pair in pairs if not is_tracking(pair[0]))


def _is_entrance(url: httpx.URL) -> bool:
    return not _parameters(url) and bool(_ENTRANCE.fullmatch(url.path))


def _wait(answer: Answer, now: float) -> float:
    """For how many seconds the host asks to be left alone (RFC 9110, 10.2.3)."""
    value = answer.headers.get("retry-after", "")[:40].strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(until - now, 0.0), _LONGEST_WAIT)
