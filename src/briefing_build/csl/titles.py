"""Titles, names of bodies and other words of an entry as citeproc gets them.

Braces protect letters, and nothing is put in lower case. What is written in other letters stands
behind its romanised form, a translation behind both.
"""

from __future__ import annotations

import re
from functools import cache

from briefing_build.bibtex import Entry, decode, rich
from briefing_build.csl.forms import added, cleaned

_STRAIGHT_MARK = re.compile(r'''(?<![\\])"''')
OPENS_BEHIND = " \t\n([–—-/“‘"
"""Behind these letters a quotation mark opens."""

_TAG = re.compile(r"</?(?:i|b|sc|sup|sub|span)\b[^<>]*>")
_PROTECTED = '<span class="nocase">'


def text(entry: Entry, name: str) -> str:
    """The words of a field without markup."""
    value = entry.value(name)
    return cleaned(decode(value)).strip() if value else ""


def marked_up(entry: Entry, name: str) -> str:
    """The words of a field with CSL-JSON's markup."""
    value = entry.value(name)
    if not value:
        return ""

    # Citeproc pairs straight quotation marks without regard to the words they stand at.
    def turned(mark: re.Match[str]) -> str:
        before = value[: mark.start()].rstrip("{}")[-1:] or " "
        return "“" if before in OPENS_BEHIND else "”"

    return cleaned(rich(_STRAIGHT_MARK.sub(turned, value))).strip()


def without_tags(title: str) -> str:
    """A title without CSL-JSON's markup."""
    return _TAG.sub("", title)


def unchanged(title: str) -> str:
    """A title that no style puts in capitals."""
    is_protected = title.startswith(_PROTECTED) and title.find("</span>") == len(title) - 7
    return f"{_PROTECTED}{title}</span>" if title and not is_protected else title


def title_of(entry: Entry, title: str, subtitle: str = "") -> str:
    """A title with its subtitle, in all the forms that the entry has."""
    if not any(name in entry.fields for name in _names_of_forms(title, subtitle)):
        return ""
    written = _joined(entry, title, subtitle, "")
    romanised = _joined(entry, title, subtitle, "_romanised")
    translated = _joined(entry, title, subtitle, "_translated")
    if not romanised and not translated:
        return in_capitals_if_english(written)
    first = romanised or written or translated
    behind = [without_tags(written)] if written not in {"", first} else []
    behind += [f"[{without_tags(translated)}]"] if translated not in {"", first} else []
    return unchanged(" ".join(filter(None, (first, added(" ".join(behind))))))


@cache
def _names_of_forms(*names: str) -> tuple[str, ...]:
    forms = ("", "_romanised", "_translated")
    return tuple(f"{name}{form}" for name in names if name for form in forms)


def short_title_of(entry: Entry) -> str:
    """The title by which a work is called once it was cited; "" if that is the whole title."""
    if short := marked_up(entry, "shorttitle"):
        return in_capitals_if_english(short)
    form = "_romanised" if entry.value("title_romanised") else ""
    if entry.value("subtitle") or form or entry.value("title_translated"):
        return in_capitals_if_english(marked_up(entry, f"title{form}"), is_foreign=bool(form))
    return without_subtitle(title_of(entry, "title"))


def without_subtitle(title: str) -> str:
    """The part of a title before its colon; "" if it has none, or if that says too little."""
    main, colon, _ = title.partition(": ")
    # A tag left open by the cut would be printed, and "Russia: …" could be anything.
    return main.strip() if colon and "<" not in main and len(main.split()) > 1 else ""


def in_capitals_if_english(title: str, *, is_foreign: bool = False) -> str:
    """A title that styles may put in capitals only if their rules, those of English, fit it."""
    is_english = re.search(r"[A-Za-z]", without_tags(title)) and not is_foreign
    return title if is_english else unchanged(title)


def _joined(entry: Entry, title: str, subtitle: str, form: str) -> str:
    first = marked_up(entry, title + form)
    second = marked_up(entry, subtitle + form) if subtitle else ""
    if not first or not second:
        return first or second
    mark = "" if re.search(r"[?!.:]\W*$", first) else ":"
    return f"{first}{mark} {second}"


def bodies(entry: Entry, name: str) -> str:
    """A list of bodies or places, `{A and {B and Sons}}`, as one text, in both its letters."""
    if name not in entry.fields and f"{name}_romanised" not in entry.fields:
        return ""
    written, romanised = _listed(entry.value(name)), _listed(entry.value(f"{name}_romanised"))
    if not romanised or romanised == written:
        return written
    return " ".join(filter(None, (romanised, added(written))))


def _listed(value: str) -> str:
    parts, depth = [""], 0
    for piece in re.split(r"([{}]|\s+and\s+)", value):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if piece.strip() == "and" and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return "; ".join(filter(None, (cleaned(decode(part)).strip() for part in parts)))
