"""The ledger of a rescue: every claim with its citation, and in which state that one is.

It is the file `rescue.toml`, and it alone holds these states; the bibliography has only entries.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from briefing_build.diagnostics import BriefingError

LEDGER_FILE = "rescue.toml"
STATES = ("resolved", "matched", "ambiguous", "placeholder")
"""From a page that is known at its place to a host of which nothing more is known."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, and one source that was cited for it."""

    number: int
    chapter: str
    claim: str
    written: str
    key: str
    state: str
    line: int = 0
    """Of the file that was rescued."""
    host: str = ""
    name: str = ""
    hidden: int = 0
    url: str = ""
    further: tuple[str, ...] = ()
    """Keys of sources that the count had hidden, and a companion told."""
    candidates: tuple[str, ...] = ()
    is_sure: bool = True
    """Whether there is no other way to read what was written."""
    resolved_by: str = ""
    resolved_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.state in {"ambiguous", "placeholder"}

    def settled(self, state: str, key: str, url: str, by: str, on: date) -> Pair:
        return replace(
            self, state=state, key=key, url=url, candidates=(), resolved_by=by, resolved_on=on
        )


@dataclass(frozen=True, slots=True)
class Visual:
    """A picture that the text names or captions, and that is not there."""

    kind: str
    chapter: str
    text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a rescue found, and from what file."""

    file: str
    sha256: str
    rescued_on: date
    companions: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    visuals: tuple[Visual, ...] = field(default=())

    def counts(self) -> Mapping[str, int]:
        """How many pairs are in each state; states that no pair has are left out."""
        found = {state: sum(pair.state == state for pair in self.pairs) for state in STATES}
        return {state: count for state, count in found.items() if count}


# Writing

_HEAD = """\
# The ledger of a rescue. Each [[citation]] is a claim with one source that was cited for it.
# state: resolved (its page is known), matched (one known page is of its site; look whether it is
# the one), ambiguous (several are: see candidates), placeholder (only the site is known).
# `worklist.md` is made from this file.
"""


def to_toml(ledger: Ledger) -> str:
    """The text of the file."""
    tables = [
        _HEAD,
        "[rescue]\n" + _table(ledger, skip=("pairs", "visuals")),
        *("[[citation]]\n" + _table(pair) for pair in ledger.pairs),
        *("[[visual]]\n" + _table(visual) for visual in ledger.visuals),
    ]
    return "\n".join(tables)


def _table(row: Ledger | Pair | Visual, skip: tuple[str, ...] = ()) -> str:
    lines = []
    for column in fields(row):
        value = getattr(row, column.name)
        if column.name not in skip and value != column.default:
            lines.append(f"{column.name} = {_value(value)}\n")
    return "".join(lines)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return _string(str(value))


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


# Reading


def read_ledger(text: str, path: str) -> Ledger:
    """The ledger in a file's text. Raises `BriefingError` where it is not as we wrote it."""
    try:
        tables = tomllib.loads(text)
        head = _row(tables["rescue"])
        return Ledger(
            **{**head, "companions": tuple(head.get("companions", ()))},
            pairs=tuple(Pair(**_row(table)) for table in tables.get("citation", ())),
            visuals=tuple(Visual(**_row(table)) for table in tables.get("visual", ())),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BriefingError(f"{path}: this is not the ledger of a rescue ({error})") from None


def _row(table: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}


def hosts(ledger: Ledger) -> Iterator[tuple[str, list[Pair]]]:
    """The open pairs by what they are known of, those that are cited most first."""
    found: dict[str, list[Pair]] = {}
    for pair in ledger.pairs:
        if pair.is_open:
            found.setdefault(pair.host or pair.name or pair.written, []).append(pair)
    yield from sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
