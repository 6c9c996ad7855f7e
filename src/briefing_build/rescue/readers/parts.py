"""The parts of documents of word processors: XML in an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml.ElementTree import fromstring

from briefing_build.diagnostics import BriefingError
from briefing_build.files import megabytes
from briefing_build.rescue.pasted import LIMITS


def parse_part(name: str, archive: zipfile.ZipFile, path: str) -> Any:
    """The root of a part of the document `name`. Raises `BriefingError` if it is too large."""
    limit = LIMITS["unpacked"]
    with archive.open(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise BriefingError(f"{name}: unpacked it is larger than {megabytes(limit)}")
    return fromstring(data, forbid_dtd=True)


def walk(root: Any) -> Iterator[tuple[str, str, Any]]:
    """The beginnings and ends of elements, by their local names; no recursion, however deep."""
    stack = [("start", root)]
    while stack:
        event, element = stack.pop()
        yield event, element.tag.rpartition("}")[2], element
        if event == "start":
            stack.append(("end", element))
            stack += [("start", child) for child in reversed(element)]


def local(element: Any, name: str, default: str = "") -> str:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default
