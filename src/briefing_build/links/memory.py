"""What earlier runs saw, in the user's cache: dated, and good for some days.

Whatever in it is not as we write it is as good as not there.
"""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Self

from briefing_build.links.verdict import State, Verdict

_DAY = 86_400.0
GOOD_FOR_DAYS = {State.LIVE: 7, State.MOVED: 7, State.BLOCKED: 3, State.SOFT_404: 1, State.DEAD: 1}
"""What may pass by itself is never kept."""
FIRST_LOOK_DAYS = 30
"""So long ago may the first of the two looks be that find a page dead."""
_MOST = 20_000
_KEY = "looks"


@dataclass(frozen=True, slots=True)
class _Seen:
    at: float
    state: State
    words: str
    target: str
    is_final: bool


@dataclass(slots=True)
class Memory:
    _seen: dict[str, _Seen]

    @classmethod
    def read(cls, cache: MutableMapping[str, bytes]) -> Self:
        try:
            looks = json.loads(cache[_KEY])["looks"]
            return cls({str(address): _read(value) for address, value in looks.items()})
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
            return cls({})

    def recall(self, address: str, now: float) -> Verdict | None:
        """What was seen not long ago."""
        seen = self._seen.get(address)
        if seen is None or not seen.is_final:
            return None
        if not 0 <= now - seen.at <= GOOD_FOR_DAYS[seen.state] * _DAY:
            return None
        return Verdict(seen.state, seen.words, seen.target)

    def has_looked_dead(self, address: str, now: float, least: float) -> bool:
        """Whether an earlier look, at `least` so many seconds ago, found nothing."""
        seen = self._seen.get(address)
        if seen is None or seen.state is not State.DEAD:
            return False
        return least <= now - seen.at <= FIRST_LOOK_DAYS * _DAY

    def note(self, address: str, verdict: Verdict, now: float, *, is_final: bool) -> None:
        if verdict.state in GOOD_FOR_DAYS:
            self._seen.pop(address, None)
            words, target = verdict.words, verdict.target
            self._seen[address] = _Seen(now, verdict.state, words, target, is_final)

    def write(self, cache: MutableMapping[str, bytes]) -> None:
        newest = sorted(self._seen.items(), key=lambda item: (item[1].at, item[0]))[-_MOST:]
        looks = {
            address: [seen.at, seen.state, seen.words, seen.target, seen.is_final]
            for address, seen in newest
        }
        cache[_KEY] = json.dumps({"looks": looks}, indent=0).encode()


def _read(value: Any) -> _Seen:
    at, state, words, target, is_final = value
    if not (isinstance(words, str) and isinstance(target, str) and isinstance(is_final, bool)):
        raise TypeError
    found = State(state)
    if found not in GOOD_FOR_DAYS:
        raise ValueError
    return _Seen(float(at), found, words, target, is_final)
