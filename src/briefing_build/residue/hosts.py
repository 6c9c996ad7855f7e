"""The form of host names, and which of them are well known."""

from __future__ import annotations

import re

from briefing_build.residue.sites import is_site

# Endings under which the sources of briefings are published. Ends of file names, `md` and `py`
# among them, are left out: "notes.md" is far more often a file than a place in Moldova.
_GENERAL = """
    com org net info int edu gov mil eu news media press tv online today world global report blog
    io co me app ai site live watch international institute foundation center centre agency
    network digital radio academy africa asia berlin cat energy fm law london ngo paris policy
    review social space tech university wiki
    """
_COUNTRIES = """
    ac ae af al am ar at au az ba bd be bg bh bo br bt by ca ch ci cl cm cn cr cu cy cz de dk
    dz ec ee eg es et fi fr ge gh gl gr gt hk hn hr ht hu id ie il im in iq ir is it jm jo jp ke
    kg kh kr kw kz la lb li lk lt lu lv ly ma mc mk mm mn mo mt mu mx my na ng ni nl no np nz om
    pa pe ph pk pt pl qa ro ru sa sd se sg si sk sn su sv sy tg th tj tl tm tn tr tt tw tz ua ug
    uk us uy uz va ve vn ws xk ye za zm zw
    """
ENDINGS = frozenset(f"{_GENERAL} {_COUNTRIES}".split())
SECOND_LEVELS = frozenset("ac co com edu go gov mil ne net or org".split())
"""What may stand before a country's ending as a part of it: `bbc.co.uk`, `mod.gov.az`."""
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST = 253


def is_host(text: str) -> bool:
    """Whether a text has the form of a host name with an ending that we know (RFC 1123, 2.1)."""
    *labels, ending = text.split(".")
    return (
        bool(labels)
        and ending in ENDINGS
        and len(text) <= _LONGEST
        and all(_LABEL.fullmatch(label) for label in labels)
        and (len(labels[-1]) > 2 or len(labels) > 1 or is_site(text) or text[:2] in {"x.", "t."})
    )


def without_www(host: str) -> str:
    """A host by the name under which it is known: `www.` and the like tell nothing."""
    return re.sub(r"^(?:www\d?|m|amp)\.(?=[^.]+\.)", "", host.lower().rstrip("."))


def part_of(host: str) -> str:
    """The part of a host that somebody registered: `bbc.co.uk` of `news.bbc.co.uk`."""
    labels = host.split(".")
    kept = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVELS and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])
