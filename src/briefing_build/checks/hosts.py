"""Host names in running text, and such as ran together."""

from __future__ import annotations

import re

# Endings under which the sources of briefings are published. Ends of file names, `md` and `py`
# among them, are left out: "notes.md" is far more often a file than a place in Moldova.
_GENERAL = """
    com org net info int edu gov mil eu news media press tv online today world global report blog
    io co me app ai site live watch international institute foundation center centre agency
    network digital radio
    """
_COUNTRIES = """
    ac ae af al am ar at au az ba bd be bg bh br by ca ch cl cn cy cz de dk dz ee eg es fi fr ge
    gr hk hr hu id ie il in iq ir is it jo jp ke kg kr kw kz lb lt lu lv ly ma mk mn mt mx my ng
    nl no nz om pe ph pk pl pt qa ro rs ru sa se sg si sk su sy th tj tm tn tr tw ua uk us uy uz
    vn ye za
    """
_ENDINGS = frozenset(f"{_GENERAL} {_COUNTRIES}".split())
_SECOND = frozenset("ac co com edu gov mil net org".split())
"""Second levels under a country: `bbc.co.uk`, `mod.gov.az`."""

# The name before the ending of outlets that come up often, to tell where hosts ran together.
_OUTLETS = frozenset(
    """
    1news afp aljazeera amnesty ap apnews armenpress atlanticcouncil axios azernews azertag bbc
    bloomberg bne brookings caliber carnegieendowment cbsnews chathamhouse civilnet cnbc cnn
    crisisgroup csis dw ecfr economist eurasianet euronews evnreport facebook foreignaffairs
    foreignpolicy forbes france24 ft gov hrw iiss instagram interfax iranintl izvestia jamestown
    jamnews kommersant kyivindependent kyivpost linkedin meduza middleeasteye mid minval msn
    nbcnews newsweek novayagazeta npr nytimes oc-media occrp politico rand reddit report reuters
    rferl ria rt sipri sky spiegel sputniknews tass telegraph theconversation theguardian
    theinsider themoscowtimes therecord thetimes tiktok timesofisrael trend turan twitter un
    usnews voanews washingtonpost wikipedia wsj youtube zeit
    """.split()
)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def is_host(text: str) -> bool:
    """Whether a text has the form of a host name with an ending that we know (RFC 1123, 2.1)."""
    *labels, ending = text.split(".")
    return (
        bool(labels)
        and ending in _ENDINGS
        and all(_LABEL.fullmatch(label) for label in labels)
        and (len(labels[-1]) > 2 or labels[-1] in _OUTLETS | {"oc", "x", "t"} or len(labels) > 1)
    )


def is_outlet(name: str) -> bool:
    """Whether a name ends in that of an outlet that we know: `AP News`, `The Guardian`."""
    words = name.casefold().split()
    return any("".join(words[start:]) in _OUTLETS - {"un", "report"} for start in range(len(words)))


_LONGEST = 2_000
"""Of a run: the time to take it apart grows faster than it does."""


def hosts_in(text: str) -> tuple[str, ...]:
    """The host names in a run of them, with spaces or nothing between; () if it is no such run.

    `apnews.comapnews.com` and `politico.eunewsweek.com` are two each, `news.community.org` is one.
    """
    hosts: list[str] = []
    if len(text) > _LONGEST:
        return ()
    for word in text.split():
        split = _split(word.strip(".-"))
        if not split:
            return ()
        hosts.extend(split)
    return tuple(hosts)


def _split(word: str) -> tuple[str, ...]:
    labels = word.split(".")
    for position in range(1, len(labels) - 1):
        ending, outlet = _glued(labels[position], labels[position + 1 :])
        if ending:
            first = ".".join([*labels[:position], ending])
            rest = _split(".".join([outlet, *labels[position + 1 :]]))
            if is_host(first) and rest:
                return (first, *rest)
    return (word,) if is_host(word) else ()


def _glued(label: str, following: list[str]) -> tuple[str, str]:
    """The two parts of a label in which one host ends and the next begins; empty if it is one.

    The rest must be an outlet that we know, or a language's Wikipedia: `orgen.wikipedia.org`.
    """
    for length in range(len(label) - 1, 1, -1):
        ending, rest = label[:length], label[length:]
        known = rest in _OUTLETS or (following[0] in _OUTLETS and len(rest) in {2, 3})
        if ending in _ENDINGS and known:
            return ending, rest
    return "", ""
