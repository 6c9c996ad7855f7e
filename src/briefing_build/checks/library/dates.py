"""Dates: that they are such, and that they can follow one another."""

from __future__ import annotations

from calendar import monthrange

from briefing_build import rules
from briefing_build.bibtex import Date, Entry, Field, parse_date, spelt_date
from briefing_build.bibtex.dates import is_month
from briefing_build.bibtex.model import DATE_FIELDS
from briefing_build.checks.library.entries import works
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_STATES = {
    "in press": "pubstate = {inpress}",
    "forthcoming": "pubstate = {forthcoming}",
    "to appear": "pubstate = {forthcoming}",
    "submitted": "pubstate = {submitted}",
    "n.d": "unknown = {date}",
    "nd": "unknown = {date}",
    "no date": "unknown = {date}",
    "undated": "unknown = {date}",
}
"""What people write where a date should stand, and where that belongs."""


def check_dates(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what is no date, and what is written otherwise than biblatex reads it."""
    for entry in briefing.library.entries.values():
        for name in DATE_FIELDS:
            field = entry.get(name)
            if field and not entry.is_inherited(name) and field.value.strip():
                _check_date(field, found)
        month = entry.get("month")
        if month and not entry.is_inherited("month") and month.value and not is_month(month.value):
            found.report(
                rules.MALFORMED_DATE,
                f"`{month.value}` is not a month",
                Label(month.value_span),
                help="write its number, or the first three letters without braces: `month = may`",
            )


def _check_date(field: Field, found: Diagnostics) -> None:
    if parse_date(field.value):
        return
    iso = spelt_date(field.value)
    found.report(
        rules.MALFORMED_DATE,
        f"`{field.value}` is not {'written as a date' if iso else 'a date'}",
        Label(field.value_span),
        help=f"write `{iso}`" if iso else _advice(field.value),
    )


def _advice(value: str) -> str:
    state = _STATES.get(value.strip(" {}[]().").lower())
    return (
        f"write `{state}` instead"
        if state
        else ("write `2024-05-17`, `2024-05`, `2024` or `2024/2025`")
    )


def check_order_of_dates(briefing: Briefing, found: Diagnostics) -> None:
    """Reports works from the future, and works consulted before they were published.

    The briefing's own date is `updated`, else `published`; without one nothing is too late.
    """
    settings = briefing.manuscript.settings
    today = settings.updated or settings.published
    for entry in works(briefing):
        for name in DATE_FIELDS:
            field = entry.get(name)
            first = _first_day(parse_date(field.value)) if field else None
            if field and today and first and first > (today.year, today.month, today.day):
                found.report(
                    rules.FUTURE_DATE,
                    f"`{field.value}` is later than the briefing, which is of {today}",
                    Label(field.value_span),
                )
        _check_order(entry, found)


def _check_order(entry: Entry, found: Diagnostics) -> None:
    published, consulted = entry.get("date"), entry.get("urldate")
    first = _first_day(parse_date(published.value)) if published else None
    last = _last_day(parse_date(consulted.value)) if consulted else None
    if published and consulted and first and last and last < first:
        found.report(
            rules.DATE_ORDER,
            f"`{entry.key}` was consulted before it was published",
            Label(consulted.value_span),
            related=(Label(published.value_span, "published"),),
        )


def _first_day(date: Date | None) -> tuple[int, int, int] | None:
    if date is None or date.year is None:
        return None
    return date.year, date.month or 1, date.day or 1


def _last_day(date: Date | None) -> tuple[int, int, int] | None:
    if date is None or date.year is None or date.is_range:
        return None
    month = date.month or 12
    return date.year, month, date.day or monthrange(date.year % 400 + 400, month)[1]
