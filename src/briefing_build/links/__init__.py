"""Whether the links of a briefing still lead to their pages. The one stage that uses a network.

    addresses   briefing        -> Address      each page once, with all its places
    memory      cache           -> Verdict      what an earlier run saw
    schedule    addresses       -> Looked       many at once, one at a time for each host
    visit       address         -> Visit        HEAD, GET, redirects; `transport` is the way there
    judging     visit           -> Verdict      live, moved, blocked, soft-404, dead or unknown
    archive     dead address    -> a copy       what the Wayback Machine has
    reporting   verdicts        -> (diagnostics)

It is run only when somebody asks for it, since what it finds depends on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from urllib.parse import urlsplit

from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.links import archive
from briefing_build.links.addresses import Address, addresses
from briefing_build.links.looking import look, refused
from briefing_build.links.memory import Memory
from briefing_build.links.reporting import has_copies, report
from briefing_build.links.schedule import Looked, Pace, run
from briefing_build.links.transport import Trouble
from briefing_build.links.verdict import State, Verdict
from briefing_build.links.web import Web, open_web
from briefing_build.resolve import Briefing

__all__ = ["Pace", "Web", "check_links", "open_web"]

_MOST_ADDRESSES = 5_000
_MOST_COPIES = 200
_ENOUGH_TO_TELL = 8
"""So many looks without any network, and there is none."""

Tell = Callable[[int, int], None]
"""Is told how many looks are done, of how many."""


def check_links(
    briefing: Briefing,
    found: Diagnostics,
    cache: MutableMapping[str, bytes] | None = None,
    web: Web | None = None,
    *,
    pace: Pace | None = None,
    tell: Tell = lambda _done, _all: None,
) -> None:
    """Looks at the pages that the briefing links to, and reports those that are not there.

    Raises `BriefingError` if there is no network. `cache` keeps what was seen, also when the
    looking is interrupted.
    """
    kept: MutableMapping[str, bytes] = {} if cache is None else cache
    looking = _Looking(web or open_web(), pace or Pace(), Memory.read(kept), tell)
    links = addresses(briefing)
    try:
        seen = looking.at([address.url for address in links])
    finally:
        looking.memory.write(kept)
    gone = [address for address in links if seen[address.url].state in _GONE]
    copies = looking.copies(address for address in gone if not has_copies(address, seen))
    for address in links:
        report(address, seen, copies.get(address.url, ""), found)


_GONE = {State.DEAD, State.SOFT_404}


class _Looking:
    """One run: what is known from earlier ones, and what is seen now."""

    def __init__(self, web: Web, pace: Pace, memory: Memory, tell: Tell) -> None:
        self.memory = memory
        self._web = web
        self._pace = pace
        self._tell = tell

    def at(self, pages: list[str]) -> dict[str, Verdict]:
        now = self._web.epoch()
        known = {p: refused(p, self._web) or self.memory.recall(p, now) for p in pages}
        seen = {page: verdict for page, verdict in known.items() if verdict is not None}
        left = [page for page in pages if page not in seen]
        for page in left[_MOST_ADDRESSES:]:
            seen[page] = Verdict(State.UNKNOWN, f"one run looks at {_MOST_ADDRESSES} pages")
        left = left[:_MOST_ADDRESSES]
        absent = _Absence(self._web, min(len(left), _ENOUGH_TO_TELL))
        for looked in self._run(left, look):
            absent.count(looked.verdict)
            self._note(looked)
            if looked.is_final:
                seen[looked.address] = looked.verdict
                self._tell(len(seen), len(pages))
        return seen

    def copies(self, gone: Iterable[Address]) -> dict[str, str]:
        """Where an archive keeps what is gone, by the address of that."""
        asked = {
            archive.question(address.url): address.url
            for address in gone
            if any(place.field not in {"archiveurl", "doi"} for place in address.places)
        }
        looks = self._run(list(asked)[:_MOST_COPIES], archive.ask)
        return {asked[looked.address]: looked.verdict.target for looked in looks}

    def _run(self, pages: list[str], how: Callable[[str, Web], Verdict]) -> Iterable[Looked]:
        web = self._web
        now = web.epoch()
        return run(
            ((page, urlsplit(page).hostname or "") for page in pages),
            lambda page: how(page, web),
            web.clock,
            web.pause,
            self._pace,
            lambda page: self.memory.has_looked_dead(page, now, self._pace.until_dead),
        )

    def _note(self, looked: Looked) -> None:
        now = self._web.epoch()
        self.memory.note(looked.address, looked.verdict, now, is_final=looked.is_final)


class _Absence:
    """Tells a machine without a network from a briefing of dead links."""

    def __init__(self, web: Web, enough: int) -> None:
        self._web = web
        self._enough = enough
        self._is_in_doubt = True

    def count(self, verdict: Verdict) -> None:
        if verdict.trouble not in {Trouble.NO_NAME, Trouble.NO_NETWORK}:
            self._is_in_doubt = False
        self._enough -= 1
        if self._is_in_doubt and self._enough <= 0:
            self._is_in_doubt = False
            if not self._web.has_network():
                raise BriefingError(
                    "no link can be looked at: there is no network here (a proxy is not used)"
                )
