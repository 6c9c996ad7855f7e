"""Host names, counts and tokens in running text, and whether they stand where a citation was."""

from __future__ import annotations

import re

from briefing_build.residue.sites import site_called

# Tokens of chat programs

TOKEN = re.compile(
    r"""
      :contentReference\[oaicite:[^\]\n]{0,80}\](?:\{[^}\n]{0,80}\})?
    | \[?oaicite:\d++\]?(?:\{[^}\n]{0,80}\})?
    | 【[^】\n]{1,60}†[^】\n]{0,60}】
    | [\ue200-\ue2ff][\ue200-\ue2ff\w]*
    | \b(?:file)?cite(?:turn\d+\w+)+
    | \bturn\d+(?:search|view|news|image|fetch|file|academia|product|reddit|maps|forecast)\d+
        (?:turn\d+[a-z]+\d+)*+\b
    | \[cite_start\]
    | \[cite:\s?\d[\d,\s]*\]
    | \[\^\d+_\d+\](?!:)
    | ⁂
    """,
    re.VERBOSE,
)

# Host names

HOSTS = re.compile(
    r"""
    (?<![\w@/.:=&?#%~+-])                                 # not inside an address
    (?P<hosts> [a-z0-9-]++ (?:\.[a-z0-9-]++)++ (?:\+\d{1,3}+ [a-z0-9.-]*+ )*+ )
    (?![\w@/:+-])
    """,
    re.VERBOSE,
)
COUNT = re.compile(r"\+\d{1,3}")
NAMES = re.compile(
    r"(?:(?<![^\W\d_])(?<!\+) [A-Z][^\W\d_]* (?:\ [A-Z][^\W\d_]*){0,3} \+\d{1,2}+(?![\d%]))++",
    re.VERBOSE,
)
"""Names with counts, as some pages show them: `Reuters+2`, `AP News+1Wikipedia+3`."""


def names_outlet(name: str) -> bool:
    """Whether a name ends in that of a site that we know: `AP News`, `See The Guardian`."""
    words = name.split()
    return any(site_called(" ".join(words[start:])) for start in range(len(words)))


_CLAUSE_ENDS = re.compile(r"""[.,;:!?)\]”’"']*(?:$|[—–]|(?P<space>\s+))""")
# What may follow a citation inside a sentence, where a verb makes a subject of a host name.
_GOES_ON = re.compile(
    r"""[^\W\d_a-zà-ÿ] | [(\[“"—–\d] | $ | [.,;:](?:\s|$)
      | (?:a[ns]d?|although|because|but|or|so|that|though|until|wh\w+|yet)\b(?!\s+[\w-]+\.[a-z])""",
    re.VERBOSE,
)
_JOINED = re.compile(r"\u00a0\s?$")
"""So do pages of chat programs join a link to the word before it."""
_WORD_BEFORE = re.compile(r"(?P<word>[\w’']+)?\s*(?P<signs>[^\w\s’']*)\s*$")
_STOP_BEFORE_BRACKET = re.compile(r"[.!?…][”’\"')]*\s+[\[(]$")
_BETWEEN_HOSTS = re.compile(r"[\])]?[,;]?\s+(?:(?:and|or)\s+)?[\[(]?")
# Behind a host that opened a bracket: no more than others, and the bracket's end.
_LIST_TO_BRACKET = re.compile(r"(?:[,;]?\s+(?:and\s+)?[a-z0-9-]+(?:\.[a-z0-9-]+)+){1,5}[)\]]")
# After these words a host name is part of the sentence: "according to example.org".
_IN_A_SENTENCE = frozenset(
    """
    a about access and are at be block blocked blocks bought browse buy by called check contact
    domain domainname domains email follow for from host hosts in include included includes
    including into is like named of on or our over owns portal portals read registered run runs
    see sell server site sites sold than that the their to took url use used uses using via
    visit visited was website websites were with www
    """.split()
)


# After these and a comma it is their name: "the blog, kitchen.blog, closed".
_NAMED_SO = frozenset(
    """
    account agency app blog broadcaster channel company firm forum homepage magazine newspaper
    outlet page paper platform provider service shop startup store
    """.split()
)


def stands_as_citation(text: str, start: int, end: int, before: tuple[int, bool] | None) -> bool:
    """Whether a host name closes a clause that is complete without it.

    `before` is the end of the host before it, and whether that one was a citation.
    """
    if before is not None:  # In a list of hosts the first one decides.
        last, was_citation = before
        if _BETWEEN_HOSTS.fullmatch(text, last, start):
            return was_citation
    ends = _CLAUSE_ENDS.match(text, end)
    if ends is None or text.endswith("\n\n", 0, start):
        return False
    if _JOINED.search(text, max(0, start - 2), start):
        return True
    is_list = text[start - 1 : start] in {"(", "["} and _LIST_TO_BRACKET.match(text, end)
    is_bare = not is_list and ends["space"] is not None and ends.start("space") == end
    if is_bare and not _GOES_ON.match(text, ends.end()) and not HOSTS.match(text, ends.end()):
        return False
    return _is_complete(text[max(0, start - 60) : start], text[start:end])


def _is_complete(before: str, host: str) -> bool:
    """Whether the words before a host name need none."""
    match = _WORD_BEFORE.search(before)
    assert match is not None
    word, signs = (match["word"] or "").lower(), match["signs"]
    if not signs:
        return bool(word) and word not in _IN_A_SENTENCE
    if not word and signs in {"(", "["}:
        return _STOP_BEFORE_BRACKET.search(before) is not None
    if signs[-1] in "([":
        is_gloss = len(word) > 2 and word[:3] in host  # "Eurasianet (eurasianet.org)"
        return bool(word) and not is_gloss and word not in _IN_A_SENTENCE
    if signs == ",":
        return word not in _IN_A_SENTENCE and word not in _NAMED_SO
    return signs[-1] in ".…,;!?)]”’\"'»%°€£$"
