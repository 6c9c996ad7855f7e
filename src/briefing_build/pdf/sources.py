"""The sources of a briefing as files, to be put into its PDF."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from briefing_build.csl import works_json
from briefing_build.library import is_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing_build.csl import Edition

_BIBTEX = "application/x-bibtex"
_CSL_JSON = "application/vnd.citationstyles.csl+json"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to go with a PDF."""

    name: str
    media_type: str
    description: str
    data: bytes


def sources_of(edition: Edition) -> tuple[Attached, ...]:
    """The bibliography's files as they are, and the works in use as CSL-JSON beside `.bib`."""
    written = tuple(_written(edition))
    works = works_json(edition)
    if not works or all(file.media_type == _CSL_JSON for file in written):
        return written
    name = f"{PurePosixPath(written[0].name).stem}.json"
    while name in {file.name for file in written}:
        name = f"works-{name}"
    return (*written, Attached(name, _CSL_JSON, "The works cited, in CSL-JSON", works))


def _written(edition: Edition) -> Iterator[Attached]:
    taken: set[str] = set()
    for source in edition.briefing.manuscript.bibliography:
        name = source.path.rpartition("/")[2]
        while name in taken:
            name = f"other-{name}"
        taken.add(name)
        data = source.text.encode("utf-8", "replace")
        if is_json(source):
            yield Attached(name, _CSL_JSON, "The bibliography, in CSL-JSON", data)
        else:
            yield Attached(name, _BIBTEX, "The bibliography, in BibTeX", data)
