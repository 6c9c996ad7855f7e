"""What was seen of a briefing's links, told to its author."""

from __future__ import annotations

from collections.abc import Mapping

from briefing_build import rules
from briefing_build.bibtex import Entry, verbatim
from briefing_build.csljson import how_to_write
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.links.addresses import Address, Place, page_of
from briefing_build.links.verdict import State, Verdict

_MOST_PLACES = 10
_LONGEST = 120


def report(address: Address, seen: Mapping[str, Verdict], copy: str, found: Diagnostics) -> None:
    """Tells of one address, if there is something to tell.

    `seen` are all verdicts, by address; `copy` is where an archive has the page, if it is known.
    """
    verdict, name = seen[address.url], _short(address.written)
    match verdict.state:
        case State.LIVE:
            return
        case State.MOVED:
            rule, message = rules.MOVED_LINK, f"`{name}` has moved"
            advice = f"its page is now `{verdict.target}`"
        case State.BLOCKED:
            rule, message = rules.BLOCKED_LINK, f"`{name}` could not be seen: {verdict.words}"
            advice = "open it in a browser: what is blocked is not dead"
        case State.UNKNOWN:
            rule = rules.UNCHECKED_LINK
            message = (
                f"`{name}` was not looked at"
                if verdict.is_refused
                else f"`{name}` may be there or not"
            )
            message = f"{message}: {verdict.words}"
            advice = _REFUSED if verdict.is_refused else "look again another day"
        case State.DEAD | State.SOFT_404:
            is_kept = has_copies(address, seen)
            rule = rules.DEAD_ORIGINAL if is_kept else rules.DEAD_LINK
            message = f"`{name}` is dead: {verdict.words}"
            advice = _advice(address, copy, is_kept=is_kept)
    first, *others = (place.span for place in address.places)
    related = tuple(Label(span, "and here") for span in others[:_MOST_PLACES])
    found.report(rule, message, Label(first), related=related, help=advice)


_REFUSED = (
    "give an address that any reader can open; `--private-links` looks at those of your own network"
)


def has_copies(address: Address, seen: Mapping[str, Verdict]) -> bool:
    """Whether readers find an archived copy beside each place of an address."""
    return all(_is_kept(place, seen) for place in address.places)


def _short(address: str) -> str:
    return address if len(address) <= _LONGEST else f"{address[: _LONGEST - 1]}…"


def _is_kept(place: Place, seen: Mapping[str, Verdict]) -> bool:
    """Whether a reader finds an archived copy beside a dead address."""
    if place.entry is None or place.field == "archiveurl":
        return False
    page = page_of(verbatim(place.entry.value("archiveurl")))
    verdict = seen.get(page)
    return verdict is not None and verdict.state not in {State.DEAD, State.SOFT_404}


def _advice(address: Address, copy: str, *, is_kept: bool) -> str:
    place = address.places[0]
    if is_kept:
        return "readers have the archived copy; look whether it shows what you cite"
    if place.field == "archiveurl":
        return "have an archive keep the page anew, or take the address out"
    if place.field == "doi":
        return "compare the DOI with what the work itself says"
    if copy:
        return f"there is an archived copy: {_written(place.entry, copy)}"
    return "look for the page at its site or at web.archive.org, or cite another source"


def _written(entry: Entry | None, copy: str) -> str:
    return f"`{copy}`" if entry is None else how_to_write(entry, "archiveurl", copy)
