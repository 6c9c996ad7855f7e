"""Dates as biblatex has them: ISO 8601 with the uncertain and open ends of EDTF, level 1."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from briefing_build.bibtex.values import MONTHS

_MONTH_NUMBERS = {month.lower(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS["sept"] = 9
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_ISO = re.compile(
    r"(?P<year>-?[0-9]{1,4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
    r"(?:T[0-9:]{4,8}(?:Z|[+-][0-9:]{2,5})?)?(?P<mark>[~?%])?"
)
_UNSPECIFIED = re.compile(r"(?P<known>[0-9]{2,3})(?P<unknown>X{1,2})")
_SPELT = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.?\s+)?(?P<month>[A-Za-z]{3,9})\.?"
    r"(?:\s+(?P<day_after>[0-9]{1,2})(?:st|nd|rd|th)?)?,?\s+(?P<year>[0-9]{4})"
)
_SLASHED = re.compile(r"(?P<year>[0-9]{4})[/.](?P<month>[0-9]{1,2})(?:[/.](?P<day>[0-9]{1,2}))?")
_SHORT = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?")
_ABOUT = re.compile(r"(?:c|ca|circa)\.?\s*(?P<year>[0-9]{4})")
_ACROSS = re.compile(r"(?<=[0-9])\s*(?:--|–|—)\s*(?=[0-9])|(?<=^[0-9]{4})\s*-\s*(?=[0-9]{4}$)")
_NO_END = frozenset({"", "..", "open", "unknown"})


@dataclass(frozen=True, slots=True)
class Date:
    """A day, a month, a season, a year, or a range of them.

    `month` and `day` are 0 where they are not known, and `season` is "spring", "summer",
    "autumn", "winter" or "". Of a range, this is the beginning and `end` the rest; a range
    without an end is `is_open`, one without a beginning has year None.
    """

    year: int | None
    month: int = 0
    day: int = 0
    season: str = ""
    circa: bool = False
    uncertain: bool = False
    end: Date | None = None
    is_open: bool = False

    @property
    def is_range(self) -> bool:
        return self.end is not None or self.is_open

    def __str__(self) -> str:
        first = _written(self)
        if self.is_open:
            return f"{first}/.."
        return f"{first}/{self.end}" if self.end else first


def _written(date: Date) -> str:
    if date.year is None:
        return ".."
    sign = "-" if date.year < 0 else ""
    number = f"{sign}{abs(date.year):04}"
    season = next((key for key, name in _SEASONS.items() if name == date.season), 0)
    parts = [number, *(f"{part:02}" for part in (date.month or season, date.day) if part)]
    marks = {(True, True): "%", (True, False): "~", (False, True): "?"}
    return "-".join(parts) + marks.get((date.circa, date.uncertain), "")


@lru_cache(maxsize=50_000)  # several checks ask for the same dates
def parse_date(value: str) -> Date | None:
    """The date that a field's value writes in biblatex's way; None if it is not one."""
    text = value.strip()
    first, slash, second = text.partition("/")
    if not slash:
        return _decade(text) or _single(text)
    begin = None if first.strip() in _NO_END else _single(first.strip())
    end = None if second.strip() in _NO_END else _single(second.strip())
    is_begun, is_ended = first.strip() not in _NO_END, second.strip() not in _NO_END
    if (is_begun and begin is None) or (is_ended and end is None) or not (is_begun or is_ended):
        return None
    if begin is None:
        return Date(None, end=end)
    if end is not None and _order(end) < _order(begin):
        return None
    return Date(
        begin.year,
        begin.month,
        begin.day,
        begin.season,
        begin.circa,
        begin.uncertain,
        end,
        end is None,
    )


def _order(date: Date) -> tuple[int, int, int]:
    # What is not known lies late: 2024-05/2024 ends in December.
    return date.year or 0, date.month or 13, date.day or 32


def _single(text: str) -> Date | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    circa, uncertain = found["mark"] in {"~", "%"}, found["mark"] in {"?", "%"}
    if month in _SEASONS and not day:
        return Date(year, season=_SEASONS[month], circa=circa, uncertain=uncertain)
    if (found["month"] and not 1 <= month <= 12) or (
        found["day"] and not _is_day(year, month, day)
    ):
        return None
    return Date(year, month, day, circa=circa, uncertain=uncertain)


def _is_day(year: int, month: int, day: int) -> bool:
    # 400 years are one round of the calendar, which Python knows from the year 1 on.
    return 1 <= day <= calendar.monthrange(year % 400 + 400, month)[1]


def _decade(text: str) -> Date | None:
    """`199X` and `19XX`: a decade, a century, as biblatex reads them."""
    found = _UNSPECIFIED.fullmatch(text)
    if not found or len(text) != 4:
        return None
    low, high = int(text.replace("X", "0")), int(text.replace("X", "9"))
    return Date(low, end=Date(high))


def spelt_date(value: str) -> str:
    """The ISO form of a date that people write otherwise ("17 May 2024"); "" if it is none."""
    text = value.strip().replace("~", " ")
    found = _SPELT.fullmatch(text)
    if found:
        month = month_number(found["month"])
        day = int(found["day"] or found["day_after"] or 0)
        return _iso(int(found["year"]), month, day)
    found = _SLASHED.fullmatch(text) or _SHORT.fullmatch(text)
    if found:
        return _iso(int(found["year"]), int(found["month"]), int(found["day"] or 0))
    iso = _ABOUT.sub(r"\g<year>~", text) if _ABOUT.fullmatch(text) else _ACROSS.sub("/", text)
    return iso if iso != text and parse_date(iso) else ""


def _iso(year: int, month: int, day: int) -> str:
    if not month:
        return ""
    text = f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
    return text if _single(text) else ""


def month_number(text: str) -> int:
    """The number of a month in figures, by its English name or its abbreviation; else 0."""
    word = text.strip().rstrip(".").lower()
    if word.isascii() and word.isdecimal() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else 0
    return _MONTH_NUMBERS.get(word, 0)


_DAY_AND_MONTH = re.compile(r"(?P<day>[0-9]{1,2})?[\s~.,]*(?P<month>[A-Za-z]{3,9})\.?[\s~]*"
                            r"(?P<day_after>[0-9]{1,2})?")  # fmt: skip
_MONTHS_ACROSS = re.compile(r"([A-Za-z]{3,9})\.?\s*(?:--?|–|/)\s*([A-Za-z]{3,9})\.?")


def composed(year: str, month: str, day: str) -> str:
    """A date in biblatex's form from BibTeX's `year`, `month` and `day`.

    What cannot be a month is left out: the check of dates reads the fields themselves.
    """
    year = year.strip()
    if not year.isdecimal() or len(year) > 4:
        return year
    year = year.zfill(4)
    number, of_month = _split_month(month)
    if number:
        iso = _iso(int(year), number, month_day(day) or of_month)
        return iso or f"{year}-{number:02}"
    across = _MONTHS_ACROSS.fullmatch(month.strip())
    if across and (first := month_number(across[1])) and (last := month_number(across[2])):
        return f"{year}-{first:02}/{year}-{last:02}"
    return year


def _split_month(month: str) -> tuple[int, int]:
    number = month_number(month)
    found = None if number else _DAY_AND_MONTH.fullmatch(month.strip())
    if not found:
        return number, 0
    return month_number(found["month"]), int(found["day"] or found["day_after"] or 0)


def month_day(text: str) -> int:
    word = text.strip()
    return int(word) if word.isascii() and word.isdecimal() and len(word) <= 2 else 0


def is_month(month: str) -> bool:
    """Whether BibTeX's field `month` says a month, a day of one, or two months."""
    if _split_month(month)[0]:
        return True
    across = _MONTHS_ACROSS.fullmatch(month.strip())
    return bool(across and month_number(across[1]) and month_number(across[2]))
