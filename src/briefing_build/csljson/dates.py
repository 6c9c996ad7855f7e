"""Dates as CSL-JSON has them: in parts, in EDTF, as somebody typed them, or in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from briefing_build.bibtex.dates import Date, month_number, parse_date, spelt_date
from briefing_build.csljson.reader import Array, Node, Number, Object, String, Word

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASON_OF_YEAR = re.compile(r"(?P<season>[A-Za-z]+),?\s+(?P<year>[0-9]{4})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
_YES = frozenset({"true", "1", "yes", "circa"})
_KNOWN = frozenset(
    "date-parts season circa literal raw edtf year month day date-time timestamp multi".split()
)

Report = Callable[[str, Node, "str | None"], None]


class Given(NamedTuple):
    """A date for citeproc, the same as biblatex writes it ("" if it cannot), and its place."""

    value: dict[str, Any]
    written: str
    start: int
    end: int


def read_date(node: Node, report: Report) -> Given | None:
    """What a variable says of a date; None if it says nothing, and a report of what is wrong."""
    match node:
        case String(text) if not text.strip():
            return None
        case Word("null"):
            return None
        case String(text):
            return _of_text(text, node, report)
        case Number():
            return _of_parts(Array((Array((node,), *node[1:]),), *node[1:]), report)
        case Array():
            return _of_parts(node, report)
        case Object():
            return _of_object(node, report)
    report("a date is no `true` or `false`", node, _FORM)
    return None


_FORM = 'write `{"date-parts": [[2024, 5, 17]]}`'


def _of_object(node: Object, report: Report) -> Given | None:
    for label, _ in node.members:
        if label.text not in _KNOWN:
            report(f"a date has no `{label.text[:40]}`", label, None)
    circa = _is_yes(node.get("circa"))
    parts = node.get("date-parts") or _year_month_day(node)
    if parts is not None:
        nodes = parts if isinstance(parts, Array) else Array((parts,), *parts[1:])
        season = _season(node.get("season"), report)
        given = _of_parts(nodes, report, circa=circa, season=season)
        if given is not None:
            return given
    for name in ("edtf", "raw"):
        match node.get(name):
            case String(text) as string if text.strip():
                return _of_text(text, string, report, circa=circa)
    match node.get("literal"):
        case String(text) as string if text.strip():
            return Given({"literal": " ".join(text.split())}, "", string.start, string.end)
    return None


def _year_month_day(node: Object) -> Array | None:
    parts = [node.get(name) for name in ("year", "month", "day")]
    given = tuple(part for part in parts if part is not None)
    return Array((Array(given, *given[0][1:]),), *given[0][1:]) if parts[0] and given else None


def _is_yes(node: Node | None) -> bool:
    return isinstance(node, String | Number | Word) and node.text.strip().lower() in _YES


def _season(node: Node | None, report: Report) -> int:
    """The number of a season, 21 to 24; 0 if there is none."""
    if not isinstance(node, String | Number | Word) or node.text.strip() in {"", "null", "0"}:
        return 0
    text = node.text.strip().lower()
    if text in _SEASONS:
        return _SEASONS[text]
    number = int(text) if _INTEGER.fullmatch(text) else 0
    season = _as_season(number) or (number + 20 if 1 <= number <= 4 else 0)
    if not season:
        report(f"`{node.text}` is no season", node, "1 is spring, 4 is winter")
    return season


def _as_season(month: int) -> int:
    """Seasons stand where months do, from 13 (CSL 1.0) or 21 on (EDTF)."""
    if 13 <= month <= 16:
        return month + 8
    return month if 21 <= month <= 24 else 0


# In parts


def _of_parts(node: Array, report: Report, *, circa: bool = False, season: int = 0) -> Given | None:
    nodes = node.nodes
    if nodes and not any(isinstance(part, Array) for part in nodes):
        nodes = (node,)  # `[2024, 5, 17]`: one bracket was forgotten.
    read = [_one(part, report) for part in nodes[:2]]
    if not read or not read[0]:
        return None
    if isinstance(read[0], str):
        return Given({"literal": read[0]}, "", node.start, node.end)
    if len(nodes) > 2:
        report("a date has a beginning and an end, and no more", nodes[2], None)
    first = [*read[0], season] if season and len(read[0]) == 1 else read[0]
    last = read[1] if len(read) == 2 else None
    parts = [first]
    written = _iso(first, circa=circa)
    if last is not None:
        is_open = not last or isinstance(last, str)
        parts.append([0] if is_open else [*last])
        written += "/.." if is_open else f"/{_iso([*last], circa=circa)}"
        if not parse_date(written):
            report("a date that ends before it begins", nodes[1], None)
            written = _iso(first, circa=circa)
    value: dict[str, Any] = {"date-parts": parts}
    if circa:
        value["circa"] = True
    inner = nodes[0]
    start, end = (inner.start, node.end - 1) if inner is not node else (node.start, node.end)
    return Given(value, written, start, max(inner.end, end if len(nodes) > 1 else 0))


def _iso(parts: list[int], *, circa: bool = False) -> str:
    sign, year = ("-" if parts[0] < 0 else ""), f"{abs(parts[0]):04}"
    return sign + "-".join([year, *(f"{part:02}" for part in parts[1:])]) + "~" * circa


def _one(node: Node, report: Report) -> list[int] | str:
    """Year, month and day as far as they are given; words where they are no numbers."""
    given = node.nodes if isinstance(node, Array) else (node,)
    numbers = [_number(part) for part in given[:3]]
    if len(given) > 3:
        report("a date has a year, a month and a day", given[3], None)
    if not given or (numbers[0] is None and _is_empty(given[0])):
        return []
    if numbers[0] is None:
        return _no_year(given[0], report)
    if not 0 < abs(numbers[0]) <= 9999:
        if numbers[0]:
            report(f"`{numbers[0]}` is not a year", given[0], None)
        return str(numbers[0]) if numbers[0] else []
    result = [numbers[0]]
    for part, number in zip(given[1:], numbers[1:], strict=False):
        if number == 0 or _is_empty(part):
            break
        is_last = part is given[-1] or _is_empty(given[-1])
        longer = _longer(result, number, may_be_season=is_last)
        if longer is None:
            what = ("month", "day")[len(result) - 1]
            report(f"`{_shown(part)}` is not a {what} here", part, None)
            break
        result = longer
    return result


def _longer(parts: list[int], number: int | None, *, may_be_season: bool) -> list[int] | None:
    """The date with its month, a season among them, or its day; None if there is no such one."""
    if number is None or number < 0:
        return None
    is_month = len(parts) == 1
    season = _as_season(number) if is_month and may_be_season else 0
    longer = [*parts, season or number]
    # Most dates need no calendar.
    is_usual = 1 <= number <= (12 if is_month else 28)
    return longer if is_usual or parse_date(_iso(longer)) else None


def _number(node: Node) -> int | None:
    match node:
        case Number(text) | String(text) if _INTEGER.fullmatch(text.strip()):
            return int(text)
        case Number(text) if text.removesuffix(".0").isdecimal() and len(text) < 9:
            return int(text.removesuffix(".0"))
        case String(text):
            return month_number(text) or None
    return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, String | Word) and node.text.strip() in {"", "null"}


def _no_year(node: Node, report: Report) -> list[int] | str:
    """What stands for a year and is none: all of a date in one text, perhaps."""
    text = node.text.strip() if isinstance(node, String) else ""
    found = parse_date(text) or parse_date(spelt_date(text))
    if found and not found.is_range:
        return _parts(found)
    report(f"`{_shown(node)}` is not a year", node, _FORM)
    return text


def _shown(node: Node) -> str:
    return node.text[:40] if isinstance(node, String | Number | Word) else "[…]"


# In a text


def _of_text(text: str, node: String, report: Report, *, circa: bool = False) -> Given:
    date = parse_date(text) or parse_date(spelt_date(text)) or _season_of_year(text)
    if date is None:
        help = "a date is `2024-05-17`; words that are to be printed are its `literal`"
        report(f"`{text.strip()[:80]}` is not a date", node, help)
        return Given({"literal": " ".join(text.split())}, "", node.start, node.end)
    if date.year is None:
        assert date.end
        return Given({"literal": f"–{date.end.year}"}, str(date), node.start, node.end)
    parts = [_parts(date)]
    if date.end:
        parts.append(_parts(date.end))
    elif date.is_open:
        parts.append([0])
    value: dict[str, Any] = {"date-parts": parts}
    if circa or date.circa or date.uncertain:
        value["circa"] = True
    return Given(value, str(date), node.start, node.end)


def _season_of_year(text: str) -> Date | None:
    found = _SEASON_OF_YEAR.fullmatch(text.strip())
    number = _SEASONS.get(found["season"].lower()) if found else None
    return parse_date(f"{found['year']}-{number}") if found and number else None


def _parts(date: Date) -> list[int]:
    assert date.year is not None
    month = date.month or _SEASONS.get(date.season, 0)
    return [part for part in (date.year, month, date.day) if part]
