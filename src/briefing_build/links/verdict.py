"""What a look at an address says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing_build.links.transport import Trouble


class State(StrEnum):
    LIVE = "live"
    MOVED = "moved"
    BLOCKED = "blocked"
    SOFT_404 = "soft-404"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`words` say why, for a person; `target` is the new address of what moved.

    What is `transient` may be otherwise in a minute; a host may have asked us to `wait` for some
    seconds first. `is_in_doubt` where a look at a page that cannot exist would tell more.
    """

    state: State
    words: str = ""
    target: str = ""
    is_transient: bool = False
    wait: float = 0.0
    trouble: Trouble | None = None
    is_in_doubt: bool = False
    is_refused: bool = False
