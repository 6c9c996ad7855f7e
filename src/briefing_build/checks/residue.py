"""What is left of citations and other text when a web page or a chat is pasted as plain words.

Patterns are searched in the chapter as written, since the parser would take some of them apart,
but not in code, mathematics and addresses.
"""

from __future__ import annotations

import re

from briefing_build import rules
from briefing_build.checks.characters import report_characters
from briefing_build.checks.hosts import hosts_in, is_host, is_outlet
from briefing_build.checks.prose import Prose
from briefing_build.checks.unseen import Unseen
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_residue(briefing: Briefing, found: Diagnostics) -> None:
    """Reports host names, counts and tokens that once were citations, and unseen characters."""
    for chapter in briefing.chapters:
        prose = Prose(chapter)
        tokens = [span for _, span in prose.search(_TOKEN)]
        for span in tokens:
            found.report(
                rules.CITATION_TOKEN,
                "a chat program's token stands where a citation was",
                at=Label(span),
                help="find the work that was cited, and cite it by its key: `[@key]`",
            )
        _report_hosts(prose, found)
        report_characters(prose.search, found, tokens, Unseen(prose.source))


# Tokens of chat programs

_TOKEN = re.compile(
    r"""
      :contentReference\[oaicite:[^\]\n]{0,80}\](?:\{[^}\n]{0,80}\})?
    | \[?oaicite:\d++\]?(?:\{[^}\n]{0,80}\})?
    | 【[^】\n]{1,60}†[^】\n]{0,60}】
    | [\ue200-\ue2ff][\ue200-\ue2ff\w]*
    | \b(?:file)?cite(?:turn\d+\w+)+
    | \bturn\d+(?:search|view|news|image|fetch|file|academia|product|reddit|maps|forecast)\d+\b
    | \[cite_start\]
    | \[cite:\s?\d[\d,\s]*\]
    | \[\^\d+_\d+\](?!:)
    | ⁂
    """,
    re.VERBOSE,
)

# Host names

# What each of them has in it: only lines that have it are looked through.
_IN_HOSTS = re.compile(r"[a-z0-9-]\.[a-z0-9-]")
_IN_NAMES = re.compile(r"\+\d")
_HOSTS = re.compile(
    r"""
    (?<![\w@/.:=&?#%~+-])                                 # not inside an address
    (?P<hosts> [a-z0-9-]++ (?:\.[a-z0-9-]++)++ (?:\+\d{1,3}+ [a-z0-9.-]*+ )*+ )
    (?![\w@/:+-])
    """,
    re.VERBOSE,
)
_COUNT = re.compile(r"\+\d{1,3}")
_NAMES = re.compile(
    r"(?:(?<![^\W\d_])(?<!\+) [A-Z][^\W\d_]* (?:\ [A-Z][^\W\d_]*){0,3} \+\d{1,2}+(?![\d%]))++",
    re.VERBOSE,
)
"""Names with counts, as some pages show them: `Reuters+2`, `AP News+1Wikipedia+3`."""

_CLAUSE_ENDS = re.compile(r"""[.,;:!?)\]”’"']*(?:$|[—–]|(?P<space>\s+))""")
# What may follow a citation inside a sentence, where a verb makes a subject of a host name.
_GOES_ON = re.compile(
    r"""[^\W\d_a-zà-ÿ] | [(\[“"—–\d] | $
      | (?:a[ns]d?|although|because|but|or|so|that|though|until|wh\w+|yet)\b(?!\s+[\w-]+\.[a-z])""",
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"(?P<word>[\w’']+)?\s*(?P<signs>[^\w\s’']*)\s*$")
_ENDED = re.compile(r"""[.!?][)\]”’"'»]*\s+[(\[]$""")
"""A sentence that is over, and a bracket in which something is named for it."""
_BETWEEN_HOSTS = re.compile(r",?\s+(?:(?:and|or)\s+)?")
# After these words a host name is part of the sentence: "according to example.org".
_IN_A_SENTENCE = frozenset(
    """
    a about access and are at be blocked blocks browse by called check contact domain domains
    domainname email follow for from host hosts in include included includes including into is like
    named of on or our owns portal portals read registered run runs see server site sites than that
    the their to took url use used uses using via visit visited was website websites were with www
    """.split()
)


def _report_hosts(prose: Prose, found: Diagnostics) -> None:
    before: tuple[Span, bool] | None = None
    for match, span in prose.search(_HOSTS, _IN_HOSTS):
        written = match["hosts"].rstrip(".-")
        hosts = hosts_in(_COUNT.sub(" ", written))
        if not hosts:
            continue
        place = span.part(0, len(written))
        if len(hosts) > 1 or _COUNT.search(written):
            _report_run(place, hosts, found)
            before = place, True
        elif is_host(written):
            before = place, _stands_as_citation(place, before)
            if before[1]:
                found.report(
                    rules.BARE_DOMAIN_CITATION,
                    f"`{written}` stands where a citation should",
                    at=Label(place),
                    help="cite the page that was meant by its key: `[@key]`",
                )
    for match, span in prose.search(_NAMES, _IN_NAMES):
        if is_outlet(match[0].partition("+")[0]):
            _report_run(span, (match[0],), found)


def _report_run(span: Span, hosts: tuple[str, ...], found: Diagnostics) -> None:
    names = " and ".join(f"`{host}`" for host in dict.fromkeys(hosts))
    found.report(
        rules.CITATION_RUN,
        f"citations of {names} ran together"
        if len(hosts) > 1
        else f"`{span.text}` stands where citations should",
        at=Label(span),
        help="cite each work that was meant by its key: `[@key; @another]`",
    )


def _stands_as_citation(span: Span, host_before: tuple[Span, bool] | None) -> bool:
    """Whether a host name closes a clause that is complete without it."""
    text = span.source.text
    if host_before is not None:  # In a list of hosts the first one decides.
        last, was_citation = host_before
        if _BETWEEN_HOSTS.fullmatch(text, last.end, span.start):
            return was_citation
    ends = _CLAUSE_ENDS.match(text, span.end)
    if ends is None or text.endswith("\n\n", 0, span.start):
        return False
    if text.endswith("\u00a0", 0, span.start):  # So do pages of chat programs join their links.
        return True
    is_bare = ends["space"] is not None and ends.start("space") == span.end
    if is_bare and not _GOES_ON.match(text, ends.end()) and not _HOSTS.match(text, ends.end()):
        return False
    return _is_complete(text[max(0, span.start - 60) : span.start], span)


def _is_complete(before: str, span: Span) -> bool:
    """Whether the words before a host name need none."""
    if _ENDED.search(before):
        return True
    match = _WORD_BEFORE.search(before)
    assert match is not None
    word, signs = (match["word"] or "").lower(), match["signs"]
    if not signs:
        return bool(word) and word not in _IN_A_SENTENCE
    if signs[-1] in "([":
        is_gloss = len(word) > 2 and word[:3] in span.text  # "Eurasianet (eurasianet.org)"
        return bool(word) and not is_gloss and word not in _IN_A_SENTENCE
    if signs == ",":
        return word not in _IN_A_SENTENCE
    return signs[-1] in ".,;!?)]”’\"'»"
