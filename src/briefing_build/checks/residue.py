"""What is left of citations and other text when a web page or a chat is pasted as plain words.

Patterns are searched in the chapter as written, since the parser would take some of them apart,
but not in code, mathematics and addresses.
"""

from __future__ import annotations

import re

from briefing_build import rules
from briefing_build.checks.characters import report_characters
from briefing_build.checks.prose import Prose
from briefing_build.checks.unseen import Unseen
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.residue.flattened import (
    COUNT,
    HOSTS,
    NAMES,
    TOKEN,
    names_outlet,
    stands_as_citation,
)
from briefing_build.residue.runs import parts_of
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_residue(briefing: Briefing, found: Diagnostics) -> None:
    """Reports host names, counts and tokens that once were citations, and unseen characters."""
    for chapter in briefing.chapters:
        prose = Prose(chapter)
        tokens = [span for _, span in prose.search(TOKEN)]
        for span in tokens:
            found.report(
                rules.CITATION_TOKEN,
                "a chat program's token stands where a citation was",
                at=Label(span),
                help="find the work that was cited, and cite it by its key: `[@key]`",
            )
        _report_hosts(prose, found)
        report_characters(prose.search, found, tokens, Unseen(prose.source))


# What each of them has in it: only lines that have it are looked through.
_IN_HOSTS = re.compile(r"[a-z0-9-]\.[a-z0-9-]")
_IN_NAMES = re.compile(r"\+\d")


def _report_hosts(prose: Prose, found: Diagnostics) -> None:
    before: tuple[int, bool] | None = None
    for match, span in prose.search(HOSTS, _IN_HOSTS):
        written = match["hosts"].rstrip(".-")
        hosts = [part.host for part in parts_of(written)]
        if not hosts:
            continue
        place = span.part(0, len(written))
        is_run = len(hosts) > 1 or COUNT.search(written) is not None
        is_citation = is_run or stands_as_citation(
            place.source.text, place.start, place.end, before
        )
        before = place.end, is_citation
        if is_run:
            _report_run(place, hosts, found)
        elif is_citation:
            found.report(
                rules.BARE_DOMAIN_CITATION,
                f"`{written}` stands where a citation should",
                at=Label(place),
                help="cite the page that was meant by its key: `[@key]`",
            )
    for match, span in prose.search(NAMES, _IN_NAMES):
        if names_outlet(match[0].partition("+")[0]):
            _report_run(span, [match[0]], found)


def _report_run(span: Span, hosts: list[str], found: Diagnostics) -> None:
    names = " and ".join(f"`{host}`" for host in dict.fromkeys(hosts))
    found.report(
        rules.CITATION_RUN,
        f"citations of {names} ran together"
        if len(hosts) > 1
        else f"`{span.text}` stands where citations should",
        at=Label(span),
        help="cite each work that was meant by its key: `[@key; @another]`",
    )
