"""Where a finding stands, as a reader of the report finds it."""

from __future__ import annotations

import posixpath
import re

from briefing_build.source import Span

_UNPAIRED = re.compile("[\ud800-\udfff]")


def path_of(span: Span, folder: str = "") -> str:
    """The path of a span's file from where the report is read; `folder` leads to the project."""
    return posixpath.join(folder, span.source.path)


def well_formed(text: str) -> str:
    """The text with U+FFFD for what no encoding of Unicode can hold.

    Names of files and strings in JSON may carry halves of surrogate pairs; programs that read a
    report refuse them, or the whole report.
    """
    return text if text.isascii() else _UNPAIRED.sub("\ufffd", text)
