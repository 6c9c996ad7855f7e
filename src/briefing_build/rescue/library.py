"""The entries of a rescued bibliography: pages that are known, and placeholders for the others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote, urlsplit

from briefing_build.bibtex import parse_bibtex
from briefing_build.checks.library.entries import is_placeholder
from briefing_build.diagnostics import Diagnostics
from briefing_build.rescue.pasted import Page
from briefing_build.residue.hosts import is_host
from briefing_build.residue.sites import site_at
from briefing_build.source import SourceFile

_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-\d\d|\d{4}")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "#": r"\#",
    "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_LONGEST_KEY = 48


def slug(text: str) -> str:
    """The words of a text as part of a key or a file's name; "" if it has no Latin letters."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", ""))
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    joined = ""
    for word in words:
        if joined and len(joined) + len(word) >= _LONGEST_KEY:
            break
        joined = f"{joined}-{word}" if joined else word[:_LONGEST_KEY]
    return joined


class Keys:
    """Keys that nobody else in the bibliography has."""

    def __init__(self, taken: Iterable[str] = (), of: Iterable[tuple[str, str]] = ()) -> None:
        self._taken = set(taken)
        self._of: dict[object, str] = dict(of)

    def key(self, what: object, wish: str) -> str:
        """The key of something; the first time it is the wish, or the wish with a number."""
        if what not in self._of:
            wish = wish or "source"
            numbered = (f"{wish}-{number}" for number in range(2, len(self._taken) + 3))
            free = next(k for k in (wish, *numbered) if k.casefold() not in self._taken)
            self._taken.add(free.casefold())
            self._of[what] = free
        return self._of[what]

    def of_page(self, page: Page) -> str:
        return self.key(page.url, _wish(page))


def _wish(page: Page) -> str:
    site = site_at(page.host)
    outlet = slug(site.name if site else page.host.rpartition(".")[0] or page.host)
    path = unquote(urlsplit(page.url).path).rstrip("/").rpartition("/")[2]
    words = slug(title_of(page)) or slug(re.sub(r"\.\w{2,5}$", "", path))
    kept = "-".join(words.split("-")[:5])
    return f"{outlet}-{kept}" if kept else outlet


def title_of(page: Page) -> str:
    """The title of a page; "" if what is known is but its site's name or address."""
    title = " ".join(page.title.split())
    site = site_at(page.host)
    if site:  # Many pages add it: "A purchase | Reuters".
        title = re.sub(rf"\s+[-–—|]\s+(?:The )?{re.escape(site.name)}$", "", title)
    is_none = len(title) < 4 or is_host(title.lower()) or re.match(r"https?://|www\.", title)
    return "" if is_none or (site and title.casefold() == site.name.casefold()) else title


def page_entry(key: str, page: Page) -> str:
    """The entry of a page, with what is known of it and no more."""
    site = site_at(page.host)
    date = _DATE.match(page.date)
    title = title_of(page)
    return _entry(
        key,
        {
            "title": latex(title),
            "organization": _body(page.outlet or (site.name if site else page.host)),
            "date": date[0] if date else "",
            "url": verbatim(page.url),
            "sourceclass": site.kind if site else "",
        },
    )


def placeholder_entry(
    key: str, what: str, host: str, name: str, candidates: Iterable[str] = ()
) -> str:
    """The entry that stands for a source of which only the site is known, or not even that."""
    site = site_at(host) if host else None
    return _entry(
        key,
        {
            # In braces no style gives the host a capital.
            "title": f"A page of {{{latex(host)}}}"
            if host
            else f"A source that was given as {{{latex(what)}}}",
            "organization": _body(name or host),
            "url": f"https://{host}" if host else "",
            "sourceclass": site.kind if site else "",
            "sourcestate": "placeholder",
            "candidates": " ".join(map(verbatim, candidates)),
        },
    )


def _entry(key: str, values: Mapping[str, str]) -> str:
    width = max(len(name) for name, value in values.items() if value)
    lines = [f"  {name:{width}} = {{{value}}},\n" for name, value in values.items() if value]
    return f"@online{{{key},\n{''.join(lines)}}}\n"


def _body(name: str) -> str:
    """The name of a body, in braces where its `and` would part it into two."""
    return f"{{{latex(name)}}}" if " and " in name else latex(name)


def latex(text: str) -> str:
    """Words as BibTeX reads them."""
    text = " ".join(text.split())
    return "".join(_LATEX.get(letter, letter) for letter in text if letter.isprintable())


def verbatim(url: str) -> str:
    """An address as a `.bib` may have it: braces would end its field."""
    quoted = url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
    return "".join(letter for letter in quoted if letter.isprintable() and letter != " ")


class Bibliography:
    """A `.bib` that exists already."""

    def __init__(self, text: str) -> None:
        self._source = SourceFile("references.bib", text)
        # What is wrong with it is told by a check, not by a rescue.
        self._entries = parse_bibtex(self._source, Diagnostics()).entries

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key.casefold() for key in self._entries)

    def is_placeholder(self, key: str) -> bool:
        return key in self._entries and is_placeholder(self._entries[key])

    def changed(self, new: Mapping[str, str], done: Collection[str]) -> str:
        """Its text with new entries, and without the placeholders that are done with."""
        text = self._source.text
        for key in sorted(done, key=lambda key: -self._entries[key].span.start):
            span = self._entries[key].span
            before = _COUNT_ABOVE.sub("", text[: span.start])
            text = before + text[span.end :].lstrip("\n")
        entries = [entry for key, entry in new.items() if key.casefold() not in self.keys]
        return "\n".join(filter(None, (text.rstrip() + "\n" if text.strip() else "", *entries)))


_COUNT_ABOVE = re.compile(r"% Cited (?:once|\d+ times)[^\n]*\n\Z")
