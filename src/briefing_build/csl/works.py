"""The works of a briefing as CSL-JSON, for programs that keep bibliographies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing_build.csl.mapping import to_work
from briefing_build.document import Cited, walk

if TYPE_CHECKING:
    from briefing_build.csl.edition import Edition


def works_json(edition: Edition) -> bytes:
    """What is cited or listed, in the library's order; b"" if there is nothing of the kind."""
    briefing = edition.briefing
    keys = {item.key for item in edition.bibliography}
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Cited):
                keys.update(item.key for item in node.items)
    language = briefing.manuscript.settings.language
    works = [
        {"id": key, **to_work(entry, language).item}
        for key, entry in briefing.library.entries.items()
        if key in keys
    ]
    return json.dumps(works, ensure_ascii=False, indent=1).encode() if works else b""
