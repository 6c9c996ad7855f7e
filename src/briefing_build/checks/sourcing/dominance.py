"""Whether one outlet carries more of a briefing than any one should."""

from __future__ import annotations

from collections import Counter

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.checks.sourcing.sources import Publisher, cited_in, publisher_of
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_FEWEST_CITATIONS = 20
"""Of a briefing with fewer, a share says nothing."""
_LARGEST_SHARE = 3
"""A third: an outlet with more than one citation in three is reported."""
_MOST_RELATED = 3


def check_dominance(briefing: Briefing, found: Diagnostics) -> None:
    """Reports an outlet that gives more than a third of twenty or more citations."""
    times: Counter[str] = Counter()
    for chapter in briefing.chapters:
        times.update(entry.key for entry, _ in cited_in(chapter.blocks, briefing))
    total = times.total()
    if total < _FEWEST_CITATIONS:
        return
    given: dict[str, list[Entry]] = {}
    publishers: dict[str, Publisher] = {}
    for entry in briefing.library.entries.values():
        if times[entry.key] and (publisher := publisher_of(entry)):
            given.setdefault(publisher.id, []).append(entry)
            publishers.setdefault(publisher.id, publisher)
    for id, entries in given.items():
        count = sum(times[entry.key] for entry in entries)
        if count * _LARGEST_SHARE > total:
            _report(publishers[id], entries, (count, total), briefing, found)


def _report(
    publisher: Publisher,
    entries: list[Entry],
    counts: tuple[int, int],
    briefing: Briefing,
    found: Diagnostics,
) -> None:
    count, total = counts
    own = briefing.manuscript.settings.organisation.casefold() == publisher.name.casefold()
    who = f"{publisher.name}, which publishes the briefing," if own else publisher.name
    first, *others = entries
    found.report(
        rules.SOURCE_DOMINANCE,
        f"{who} gives {count} of {total} citations ({count * 100 // total} per cent)",
        at=Label(first.key_span, "its first entry"),
        related=tuple(Label(entry.key_span, "another") for entry in others[:_MOST_RELATED]),
        help="cite others for what they can tell as well, or say in an allow-comment why it is one",
    )
