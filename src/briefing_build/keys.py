"""How the key of an entry is written where it is cited."""

from __future__ import annotations

from briefing_build.diagnostics import Edit, Fix
from briefing_build.markdown.citations import is_target
from briefing_build.markdown.inlines import KEY
from briefing_build.source import Span


def cited_as(key: str) -> str:
    """How one cites a key: some need braces."""
    is_bare = KEY.fullmatch(f"@{key}") and not is_target(key)
    return f"@{key}" if is_bare else f"@{{{key}}}"


def in_place_of(written: Span, key: str, *, is_safe: bool) -> Fix | None:
    """The fix that cites another key where `written` stands; None where it would be another still.

    A bare key goes on as far as it can, so what stands behind it must not be taken for a part.
    """
    text = written.source.text
    if text.endswith("@{", 0, written.start):
        before, mark = "@{", key
    else:
        before, mark = "@", cited_as(key).removeprefix("@")
    read = KEY.match(f"{before}{mark}{text[written.end : written.end + 3]}")
    if read is None or key not in (read["braced"], read["plain"]) or is_target(key):
        return None
    return Fix(f"write `{cited_as(key)}`", (Edit(written, mark),), is_safe)
