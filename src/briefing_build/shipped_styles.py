"""The citation styles that come with the package, and the other names by which they are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from briefing_build.citation_style import CitationStyle, RefusedStyle, parse_style
from briefing_build.source import SourceFile

# Every run reads a style, and `importlib.resources` takes as long to import as that.
_FOLDER = Path(__file__).parent / "csl"


@cache
def shipped_styles() -> tuple[str, ...]:
    """The names of the citation styles that come with the package."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.csl")))


@cache
def shipped_style(name: str) -> CitationStyle:
    """The style of that name, one of `shipped_styles`."""
    text = (_FOLDER / f"{name}.csl").read_text(encoding="utf-8")
    return parse_style(SourceFile(f"{name}.csl", text))


# Names that the CSL project gave up for those of styles that are shipped, as its list of renamed
# styles has them. Styles that only look alike (shortened notes, ibid.) are not among them.
_RENAMED = {
    "apa-5th-edition": "apa",
    "apa-no-doi-no-issue": "apa",
    "apa-old-doi-prefix": "apa",
    "apa5th": "apa",
    "bluebook2": "bluebook-law-review",
    "chicago-author-date-no-em-dash": "chicago-author-date",
    "chicago-fullnote-bibliography": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography-no-em-dash": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography-no-ibid": "chicago-notes-bibliography",
    "chicago-fullnote-bibliography-short-title-subsequent": "chicago-notes-bibliography",
    "ieee-w-url": "ieee",
    "ieee-with-url": "ieee",
    "mhra": "mhra-notes",
    "mhra_note_without_bibliography": "mhra-notes",
    "mla": "modern-language-association",
    "mla-url": "modern-language-association",
    "modern-humanities-research-association": "mhra-notes",
    "modern-humanities-research-association-notes": "mhra-notes",
    "modern-language-association-7th-edition": "modern-language-association",
    "modern-language-association-8th-edition": "modern-language-association",
    "modern-language-association-with-url": "modern-language-association",
    "nlm-citation-sequence": "vancouver",
    "oxford-university-press-note": "chicago-notes-bibliography",
    "university-of-york-mhra": "mhra-notes",
    "university-of-york-oscola": "oscola",
}
# What people call them. Editions before those we ship are near enough to be meant.
_CALLED = {
    "american-psychological-association": "apa",
    "bluebook": "bluebook-law-review",
    "chicago-fullnote": "chicago-notes-bibliography",
    "chicago-full-note": "chicago-notes-bibliography",
    "chicago-notes": "chicago-notes-bibliography",
    "citing-medicine": "vancouver",
    "icmje": "vancouver",
    "nlm": "vancouver",
    "oxford-law": "oscola",
}


_HOME = re.compile(r"https?://(?:www\.)?zotero\.org/styles/([^/?#]+)/?(?:[?#].*)?")


def shipped_for(address: str) -> str:
    """The name of the shipped style that has an id of the CSL project's, else ""."""
    home = _HOME.fullmatch(address.strip())
    name = home[1] if home else address.strip()
    name = _RENAMED.get(name, name)
    return name if name in shipped_styles() else ""


def shipped_like(name: str) -> tuple[str, ...]:
    """The shipped styles that may be meant by a name that none of them has."""
    # Of an address, of a file, with spaces or an edition: `APA 7th edition`.
    plain = re.sub(r"[\s_]+", "-", name.strip().lower()).rstrip("/").rpartition("/")[2]
    plain = re.sub(r"-?\d+(?:st|nd|rd|th)?(?:-ed(?:ition|\.)?)?$", "", plain.removesuffix(".csl"))
    same = shipped_for(plain) or _CALLED.get(plain)
    if same:
        return (same,)
    return tuple(style for style in shipped_styles() if plain and style.startswith(f"{plain}-"))


def parent_of(dependent: CitationStyle, others: Iterable[SourceFile]) -> CitationStyle:
    """The style that another one points to, among `others` or those that are shipped.

    A file is known by its name or by the id in it. Raises `RefusedStyle`.
    """
    last = dependent.parent.rstrip("/").rpartition("/")[2]
    named = re.compile(rf"(?:.*/)?{re.escape(last)}\.csl", re.IGNORECASE)
    for source in sorted(others, key=lambda source: not named.fullmatch(source.path)):
        try:
            style = parse_style(source)
        except RefusedStyle as refused:
            if named.fullmatch(source.path):
                reason = f"points to `{source.path}`, which {refused.reason}"
                raise RefusedStyle(reason, refused.at or dependent.parent_span) from None
            continue
        if not style.parent and (named.fullmatch(source.path) or dependent.parent in style.names):
            return style
    if shipped := shipped_for(dependent.parent):
        return shipped_style(shipped)
    raise RefusedStyle(
        f"only points to the style `{last}`, which is not in the project",
        dependent.parent_span,
        help=f"put that one beside it, as `{last}.csl`: {dependent.parent}",
    )
