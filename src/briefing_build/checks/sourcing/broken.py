"""Sources that were named, but not so that anybody could find them, which is reported already."""

from __future__ import annotations

from bisect import bisect_left

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import Span

_BROKEN = frozenset(
    {
        rules.UNKNOWN_KEY,
        rules.MALFORMED_CITATION,
        rules.UNCLOSED_CITATION,
        rules.UNSPACED_CITATION,
        rules.UNDEFINED_NOTE,
        rules.BARE_DOMAIN_CITATION,
        rules.CITATION_RUN,
        rules.CITATION_TOKEN,
    }
)


class BrokenCitations:
    """Where sources were named in vain. What rests on them alone is not said to lack a source."""

    def __init__(self, found: Diagnostics) -> None:
        self._places: dict[str, list[int]] = {}
        for finding in found.of(_BROKEN):
            span = finding.at.span
            self._places.setdefault(span.source.path, []).append(span.start)
        for places in self._places.values():
            places.sort()

    def is_in(self, span: Span) -> bool:
        """Whether one of them is in a part of a chapter."""
        return self._is_between(span, span.start, span.end)

    def is_beside(self, span: Span) -> bool:
        """Whether one of them is in the paragraph in which a part of a chapter stands."""
        text = span.source.text
        start, end = text.rfind("\n\n", 0, span.start), text.find("\n\n", span.end)
        return self._is_between(span, max(0, start), end if end >= 0 else len(text))

    def _is_between(self, span: Span, start: int, end: int) -> bool:
        places = self._places.get(span.source.path, [])
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end
