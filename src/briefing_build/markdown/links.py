"""Where a link may lead."""

from __future__ import annotations

import html
import re

_SCHEMES = frozenset({"http", "https", "mailto", "doi", "tel"})
# Browsers overlook these inside a scheme, so we must too.
_OVERLOOKED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([^/?#:]*):")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def address(raw: str) -> str:
    """An address as written in a chapter, without its escapes and entities."""
    return html.unescape(_ESCAPE.sub(r"\1", raw)) if "\\" in raw or "&" in raw else raw


def refusal(url: str) -> str | None:
    """Why a link is not passed on, or None: http, https, mailto, doi, tel, places and files are."""
    bare = _OVERLOOKED.sub("", url)
    if "%" in bare.partition(":")[0]:
        bare = re.sub(r"%([0-9a-fA-F]{2})", lambda code: chr(int(code[1], 16)), bare)
    scheme = _SCHEME.match(bare)
    if scheme is not None:
        name = scheme[1].lower()
        return None if name in _SCHEMES else f"`{name}:` is not a kind of address that is passed on"
    if bare.startswith(("//", "\\", "/\\")):
        return "an address without `https:` before its `//`"
    return None


LINK_HELP = "links may be https, http, mailto, doi or tel, `#id`, or a file of the project"


def reference_label(label: str) -> str:
    """A label as it is looked up: case and the width of spaces do not count."""
    return " ".join(label.split()).casefold()
