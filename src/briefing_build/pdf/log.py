"""The layout engine's log, told as diagnostics with a place."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import BriefingError, Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.settings import Settings
    from briefing_build.source import SourceFile, Span

# A refusal has been reported by the fetcher, and a letter without a font is by `disclaiming`.
_TOLD_ELSEWHERE = ("AlreadyTold", ".notdef glyph rendered")
_MAX_RECORDS = 200
_MAX_WORDS = 300


@contextmanager
def told(
    settings: Settings, found: Diagnostics, source: SourceFile | None = None
) -> Iterator[None]:
    """Reports what the engine logs meanwhile; `source` is the style sheet that is being read.

    Raises `BriefingError` if the engine breaks down, as it does over CSS that it knows by half.
    """
    logger = logging.getLogger("weasyprint")
    handler = _Teller(settings, found, source)
    level, propagate = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield
    except (BriefingError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:_MAX_WORDS]
        raise BriefingError(
            f"the layout engine broke down ({reason}); if the project has style sheets in "
            "`styles/`, take out what was last added there"
        ) from error
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


class _Teller(logging.Handler):
    def __init__(self, settings: Settings, found: Diagnostics, source: SourceFile | None) -> None:
        super().__init__(logging.WARNING)
        self._settings = settings
        self._found = found
        self._source = source
        self._count = 0

    def emit(self, record: logging.LogRecord) -> None:
        message = " ".join(record.getMessage().split())[:_MAX_WORDS].rstrip(".")
        self._count += 1
        if self._count > _MAX_RECORDS or any(words in message for words in _TOLD_ELSEWHERE):
            return
        place = _place(message, self._source) if self._source else None
        if place:
            message = _POSITION.sub("", message, count=1)
        label = Label(place or self._settings.source.span(0, 0))
        self._found.report(rules.LAYOUT_WARNING, f"the layout engine says: {message}", label)


_POSITION = re.compile(r" at (\d+):(\d+)")


def _place(message: str, source: SourceFile) -> Span | None:
    """The place that a message about a style sheet names.

    In a sheet that imports others it may be a place in one of those, which the engine does not
    say; then there is none, and the message keeps its numbers.
    """
    position = _POSITION.search(message)
    if "@import" in source.text or position is None:
        return None
    line, column = int(position[1]), int(position[2])
    if line > len(source.line_starts):
        return None
    start = source.line_starts[line - 1] + column - 1
    end = source.line_starts[line - 1] + len(source.line(line))
    return source.span(min(start, end), end)
