"""What is promised of every check, whatever the files: asserted in one place.

No traceback; each finding's places lie in files of the project; every report can be read by what
it is for, and shows nothing that cannot be seen; the same files make the same reports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import briefing_build as stages
from briefing_build import BriefingError, Diagnostics
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import FORMATS, Weights
from briefing_build.report.printable import printable
from briefing_build.source import Span

_READERS: dict[str, Any] = {
    "json": json.loads,
    "sarif": json.loads,
    "gitlab": json.loads,
    "junit": ET.fromstring,
}


def check_keeping_promises(files: Mapping[str, bytes], *, twice: bool = True) -> dict[str, str]:
    """The reports of a check of `files`, by format; one line if the settings cannot be read."""
    reports = _reports(files)
    assert not twice or reports == _reports(files)
    for name, report in reports.items():
        assert report
        assert all(printable(line) == line for line in report.split("\n")), name
        if name in _READERS:
            _READERS[name](report)
    return reports


def _reports(files: Mapping[str, bytes]) -> dict[str, str]:
    found = Diagnostics()
    try:
        manuscript = read_manuscript(MemoryFiles(files), found)
    except BriefingError as error:
        return {"error": str(error)}
    briefing = stages.check(manuscript, found)
    for finding in found:
        assert finding.message.strip()
        assert finding.help is None or finding.help.strip()
        for label in (finding.at, *finding.related):
            _assert_place(label.span, files)
    weights = Weights(manuscript.settings.severities, allows=briefing.allows)
    return {name: write(found, weights) for name, write in FORMATS.items()}


def _assert_place(span: Span, files: Mapping[str, bytes]) -> None:
    source = span.source
    assert source.path in files
    assert 0 <= span.start <= span.end <= len(source.text)
    assert 1 <= span.line <= span.end_line <= source.text.count("\n") + 1
    assert 1 <= span.column <= len(source.line(span.line)) + 1
