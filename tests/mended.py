"""Projects in memory, mended as `check --fix` mends them, and what a reader gets of them.

The words are gathered here by other means than in `wording`, which guards the command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import briefing_build as stages
from briefing_build.cli.fixing import Checked, Mending, mend
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Cited, plain_text, walk
from briefing_build.document.nodes import Block, Note
from briefing_build.files import MemoryFiles, ProjectFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights
from briefing_build.rules import Severity

SETTINGS = b'[briefing]\ntitle = "A briefing"\nlanguage = "en-GB"\n'
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060-\u206f\u202a-\u202e\ufeff\ufffd]"
    "|[\U000e0001-\U000e007f]"
)
_SAID = re.compile(r"utm_source=x|fbclid=1|[?&#]")
_TRACKING = re.compile(r"\b(?:utm_\w+|fbclid|gclid)=[^&#\s]*")


def checked(files: ProjectFiles) -> Checked:
    found = Diagnostics()
    manuscript = read_manuscript(files, found)
    briefing = stages.check(manuscript, found)
    weights = Weights(manuscript.settings.severities, allows=briefing.allows)
    return Checked(found, weights, briefing)


def in_memory(files: Mapping[str, bytes]) -> MemoryFiles:
    return MemoryFiles({"briefing.toml": SETTINGS, **files})


def mended(files: Mapping[str, bytes], *, unsafe: bool = False) -> tuple[Mending, Checked, Checked]:
    """What became of the files, and what was found before and afterwards."""
    mending = Mending(in_memory(files), lambda _: None)
    before = mend(mending, checked, unsafe=unsafe)
    return mending, before, checked(mending)


def words(state: Checked) -> tuple[object, ...]:
    """The words of the text and of each note, the works that are cited, and all entries."""
    chapters = state.briefing.chapters
    nodes = [node for chapter in chapters for node in walk(chapter.blocks)]
    text = [plain_text(chapter.blocks) for chapter in chapters]
    notes = [plain_text(node.body) for node in nodes if isinstance(node, Note)]
    cited = [{item.key for item in node.items} for node in nodes if isinstance(node, Cited)]
    kinds = [type(node).__name__ for node in nodes if isinstance(node, Block)]
    library = {
        key: (entry.kind, {name: _address(field.value) for name, field in entry.fields.items()})
        for key, entry in state.briefing.library.entries.items()
    }
    return ([*map(_plain, text)], [*map(_plain, notes)], cited, kinds, library)


def _plain(text: str) -> str:
    """Words without the spaces that stand before a mark and without what nobody sees."""
    words = _UNSEEN.sub("", text).split()
    # An address in angle brackets is printed; what stands behind it may touch it.
    return "".join(_SAID.sub("", word) if "://" in word else word for word in words)


def _address(value: str) -> str:
    value = re.sub(r"(?<=[?&#])[&\\]+", "", _TRACKING.sub("", value))
    return re.sub(r"[?&#\\]+(?=#|$)", "", value)


def errors(state: Checked) -> list[str]:
    heavy = [one.rule.name for one in state.found if state.weights.of(one.rule) is Severity.ERROR]
    return sorted(heavy)
