"""No line ends after its first word for a space that nobody sees: a repair of WeasyPrint 70.0.

`text.line_break.split_first_line` is given text that fits its line but for a space at its end, as
before a title in italics. It measures that space, finds that the text does not fit, takes it for
one long word and breaks behind the first place where a line may break. Here the space hangs over
the end of the line, as everywhere else in WeasyPrint.
"""

from functools import wraps
from math import inf
from typing import Any

from weasyprint.layout import inline


def repair_lines() -> None:
    """Repair the breaking of lines in this process; more than once does no harm."""
    if inline.split_first_line is not _split_first_line:
        inline.split_first_line = _split_first_line


_original = inline.split_first_line


@wraps(_original)
def _split_first_line(
    text: str, style: Any, context: Any, max_width: Any, *arguments: Any, **named: Any
) -> Any:
    answer = _original(text, style, context, max_width, *arguments, **named)
    _, length, resume_index, *_ = answer
    if resume_index is None or not text.endswith(" "):
        return answer
    first = text.encode()[:length].decode().rstrip(" ")
    words = text.rstrip(" ")
    if " " in first or first == words:
        return answer
    if _original(words, style, context, max_width, *arguments, **named)[2] is not None:
        return answer
    return _original(text, style, context, inf, *arguments, **named)
