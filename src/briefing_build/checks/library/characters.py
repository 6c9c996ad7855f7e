"""Characters in what a library has for readers that they do not see, or cannot read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build.bibtex import Field
from briefing_build.checks.characters import Search, report_characters
from briefing_build.checks.library.entries import own_fields
from briefing_build.checks.library.fields import is_for_readers
from briefing_build.diagnostics import Diagnostics
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_characters(briefing: Briefing, found: Diagnostics) -> None:
    """Reports unseen characters, control characters and mojibake in printed fields."""
    for _, field in own_fields(briefing):
        value = field.value
        # Most values are of letters that cannot be meant.
        if not (value.isascii() and value.isprintable()) and is_for_readers(field.name):
            report_characters(_search_in(field), found)


def _search_in(field: Field) -> Search:
    span = field.value_span
    # In JSON a character may be written by its number: then all of the value is the place.
    is_plain = span.text == field.value

    def search(pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Span]]:
        for match in pattern.finditer(field.value):
            yield match, span.part(*match.span()) if is_plain else span

    return search
