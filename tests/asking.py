"""What the reference engine is asked, and how its words and ours are held side by side.

`questions` gives both engines the same: the works as our mapping makes them, the style as it was
published, the locale that pandoc carries. `compared` takes off what is no matter of a style: how
emphasis and links are written, and that we make a sentence of a note.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import briefing_build as stages
from briefing_build.csl import Edition, citeproc
from briefing_build.csl.job import Job
from briefing_build.csl.places import Placed, placed
from briefing_build.csl.style import prepare
from briefing_build.csl.words import labelled
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import CitationItem, Cited, Inline, Note, Paragraph, walk
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.resolve import Briefing
from citing import STYLES, written

FOLDER = Path(__file__).parent / "oracle"
LANGUAGES = ("en-US", "de-DE", "fr-FR", "ru-RU", "tr-TR")


@dataclass(frozen=True, slots=True)
class Document:
    """A manuscript in a style and a language; `name` is that of the file with the answers."""

    style: str
    language: str = "en-GB"

    @property
    def name(self) -> str:
        return self.style if self.language == "en-GB" else f"{self.style}.{self.language}"

    @property
    def answers(self) -> Path:
        return FOLDER / "answers" / f"{self.name}.json"


DOCUMENTS = (
    *(Document(style) for style in STYLES),
    *(Document(style, language) for language in LANGUAGES for style in STYLES
      if style in {"chicago-notes-bibliography", "apa", "mhra-notes"}),
)  # fmt: skip


def briefing(document: Document, found: Diagnostics) -> Briefing:
    folder = FOLDER / ("english" if document.language == "en-GB" else "languages")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    settings = files["briefing.toml"].decode()
    files["briefing.toml"] = (
        settings.replace("../works.bib", "works.bib").rstrip()
        + ("" if "language" in settings else f'\nlanguage = "{document.language}"')
        + f'\n[citations]\nstyle = "{document.style}"\nnumbering = "document"\n'
    ).encode()
    files["works.bib"] = (FOLDER / "works.bib").read_bytes()
    manuscript = read_manuscript(MemoryFiles(files), found)
    return stages.check(manuscript, found)


# The clusters


@dataclass(frozen=True, slots=True)
class Cluster:
    """A citation under the words that stand before it in its paragraph."""

    name: str
    placed: Placed


def clusters(made: Briefing) -> Iterator[Cluster]:
    """The citations but those that only name an author, in the order of reading."""
    named = dict(_named(made))
    for citation in placed(made.chapters):
        if citation.cited.form != "author":
            yield Cluster(named[citation.cited.id], citation)


def _named(made: Briefing) -> Iterator[tuple[str, str]]:
    for chapter in made.chapters:
        for paragraph in chapter.blocks:
            if isinstance(paragraph, Paragraph):
                name = _words_before(paragraph.content)
                cited = [node for node in walk([paragraph]) if _is_citation(node)]
                for count, node in enumerate(cited, 1):
                    yield node.id, name if count == 1 else f"{name} ({count})"


def _words_before(content: tuple[Inline, ...]) -> str:
    end = next((n for n, node in enumerate(content) if isinstance(node, Cited | Note)), 0)
    return written(content[:end]).strip(" .,")


def _is_citation(node: Any) -> bool:
    return isinstance(node, Cited) and node.form != "author"


# What is asked


def question(document: Document, *, screen: bool) -> dict[str, Any]:
    made = briefing(document, Diagnostics())
    style_file = made.manuscript.style
    style = prepare(style_file.text, made.manuscript.settings.language, {"page"})
    job = Job(made, style, is_note_style=style_file.is_note)
    asked = [cluster.placed for cluster in clusters(made)]
    keys = dict.fromkeys(item.key for citation in asked for item in citation.cited.items)
    return {
        "style": style_file.text,
        "language": style.language,
        "locales": locales({style.language, "en-US"}),
        "works": [{**job.work(key).item, "id": key} for key in keys],
        "citations": [_citation(citation, job) for citation in asked],
        "uncited": [],
        "screen": screen,
    }


def _citation(citation: Placed, job: Job) -> dict[str, Any]:
    # Of a style without authors citeproc-js says only "[NO_PRINTED_FORM]" before the number.
    names = job.style.names_authors and not job.is_note_style
    is_narrative = names and citation.cited.form == "narrative"
    return {
        "items": [_item(item, job) for item in citation.cited.items],
        "note": citation.number if job.is_note_style else 0,
        "mode": "composite" if is_narrative else "",
    }


def _item(item: CitationItem, job: Job) -> dict[str, Any]:
    asked: dict[str, Any] = {"id": item.key, "prefix": _as_html(item.prefix)}
    if item.prefix:
        asked["prefix"] += " "
    if item.suppress_author:
        asked["suppress-author"] = True
    locator, label = _LONG_DASH.sub("-", item.locator), item.label or "page"
    suffix = ""
    if item.locator and not job.style.prints_locators:
        # A style without locators leaves them out, and we do not.
        _, _, words = job._locator(item)
        suffix = _JOINER + "".join(word.get("c", " ") for word in words)
    elif item.locator and label != "page" and not job.style.prints_labels:
        label, locator = "page", _JOINER + labelled(label, item.locator, job.language)
    if item.locator and not suffix:
        asked |= {"locator": locator, "label": label}
    return asked | {"suffix": suffix + _as_html(item.suffix)}


# Without it citeproc-js sets a space before a bracket, and reads "ch. 3" for a label.
_JOINER = "\u2060"
# Programs that use citeproc-js hand on what was typed on a keyboard.
_LONG_DASH = re.compile("-{2,3}|[–—]")


def _as_html(inlines: tuple[Inline, ...]) -> str:
    return re.sub(r"\*([^*]+)\*", r"<i>\1</i>", written(inlines))


def locales(languages: set[str]) -> dict[str, str]:
    """The locales that pandoc has within it, so that both engines speak with the same words."""
    program = citeproc._pandoc().read_bytes()
    return {language: _locale(program, language) for language in languages}


def _locale(program: bytes, language: str) -> str:
    head = program.index(f'version="1.0" xml:lang="{language}">'.encode())
    start = program.rindex(b"<locale ", 0, head)
    end = program.index(b"</locale>", head) + len(b"</locale>")
    return program[start:end].decode()


# What is answered


def ask(documents: Sequence[Document], modules: Path) -> Iterator[str]:
    """Asks citeproc-js, found in `modules`, about each document: the text of its file."""
    asked = [
        question(document, screen=screen) for document in documents for screen in (True, False)
    ]
    done = subprocess.run(
        ["node", FOLDER / "ask.mjs", modules],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    said = json.loads(done.stdout)
    for document, screen, paper in zip(documents, said[::2], said[1::2], strict=True):
        names = [cluster.name for cluster in clusters(briefing(document, Diagnostics()))]
        answers = {
            "screen": dict(zip(names, screen["citations"], strict=True)),
            "paper": dict(zip(names, paper["citations"], strict=True)),
            "bibliography": dict(screen["bibliography"]),
        }
        assert len(answers["screen"]) == len(names), "two clusters have one name"
        yield json.dumps(answers, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place where both engines have words: a cluster or a work, in a medium."""

    document: str
    medium: str
    name: str


def theirs(document: Document) -> dict[Cell, str]:
    """What the reference engine said when it was last asked."""
    answers = json.loads(document.answers.read_text(encoding="utf-8"))
    return {
        Cell(document.name, medium, name): compared(out_of_html(text))
        for medium, texts in answers.items()
        for name, text in texts.items()
    }


def ours(document: Document) -> dict[Cell, str]:
    found = Diagnostics()
    edition = stages.cite(briefing(document, found), found)
    return {
        Cell(document.name, medium, name): compared(without_links(text))
        for medium, name, text in _said(edition)
    }


def _said(edition: Edition) -> Iterator[tuple[str, str, str]]:
    kind = edition.briefing.manuscript.style.kind
    for cluster in clusters(edition.briefing):
        cited = cluster.placed.cited
        said = edition.words[cited.id]
        # The author's name before a number is ours, and no matter of the style.
        is_named = cited.form == "narrative" and kind == "numbers"
        for medium, words in (("screen", said.screen), ("paper", said.paper)):
            text = written(words)
            yield medium, cluster.name, re.sub(r"\A[^\[(^]+", "", text) if is_named else text
    for work in edition.bibliography:
        label = f"{written(work.label)} " if work.label else ""
        yield "bibliography", work.key, label + written(work.content)


# Side by side


def compared(text: str) -> str:
    """Our words, or theirs out of HTML, without what is no matter of a style."""
    text = re.sub("[ᵒᵉʳˢᵃ]+", lambda raised: f"^{raised[0].translate(_RAISED)}^", text)
    text = re.sub(r"\s+", " ", text.replace(_JOINER, "")).strip().rstrip(".")
    return re.sub(r"\A[\W_]*[^\W\d_]", lambda first: first[0].upper(), text)


# Letters that are raised by themselves; citeproc-js raises plain ones.
_RAISED = str.maketrans("ᵒᵉʳˢᵃ", "oersa")
_LINKS = re.compile(r"\[([^][]*)\]\(http[^)]*\)|<((?:https?|mailto):[^<>]*)>")
_MARKS = {"i": ("*", "*"), "b": ("**", "**"), "sup": ("^", "^"), "sub": ("~", "~")}
_SPANS = {
    "font-variant: ?small-caps": r"[\1]{.small-caps}",
    "font-style: ?normal": r"*\1*",
}


def out_of_html(text: str) -> str:
    """The words of citeproc-js with the marks of `written`."""
    text = re.sub(r"</?div[^>]*>", " ", text)
    for tag, (left, right) in _MARKS.items():
        text = text.replace(f"<{tag}>", left).replace(f"</{tag}>", right)
    for css, written_so in _SPANS.items():
        text = re.sub(rf'<span style="{css};">(.*?)</span>', written_so, text)
    return html.unescape(re.sub(r"</?(?:span|a)\b[^>]*>", "", text))


def without_links(text: str) -> str:
    return _LINKS.sub(r"\1\2", text)
