"""Words that mean the moment of writing, in a briefing that does not say when that was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing_build import rules
from briefing_build.checks.prose import is_quoted, printed
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing
from briefing_build.source import Span

# Each of the first needs a day to be understood, and of the others several together do.
_ENGLISH = re.compile(
    r"""
      (?P<sure> \bcurrently\b | \bat\spresent\b | \bat\sthe\smoment\b(?!\s(?:of|when|that|he|she|it
            |they|the)\b)
        | (?<!,\s)\bto\sdate\b(?!\s(?:from|back|the|it|this|that|a|an|these|those|them|its|their)\b)
        | \b(?:at|as\sof)\s(?:the\stime\sof\s|this\s)writing\b | \bso\sfar\sthis\syear\b
        | \bas\sthings\sstand\b | (?<!\bthe\s)(?<!\bsame\s)\b(?:last|next|this)\s
            (?:week|month|year|spring|summer|autumn|winter)\b(?!['’]?s?\s(?:of|before|in\s(?:office
            |power))\b)
        | \bin\s(?:the\spast|recent)\s(?:days|weeks|months)\b | \bearlier\sthis\s(?:year|month)\b )
    | (?P<may> (?:\bis|\bare|\bhas|\bhave|\bit|\bthey|\bwhich)\snow\b(?!,?\s(?:and\sthen|that)\b)
        | (?<!\buntil\s)(?<!\bmore\s)(?<!\bmost\s)(?<!\bhad\s)(?<!\bwas\s)\brecently\b
        | \btoday\b(?!['’]s) | \bin\srecent\syears\b | \bnowadays\b | \bthese\sdays\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDS = {
    "en": (
        _ENGLISH,
        ("currently", "at present", "at the moment", "to date", "writing", "this ", "as things",
         "last ", "next ", "recent", " now", "today", "nowadays", "these days", "in the past "),
    ),
    "de": (
        re.compile(
            r"\b(?P<sure>derzeit|zurzeit|zur\sZeit(?!\sder|\sdes)|gegenwärtig|bis\sheute"
            r"|zum\sRedaktionsschluss|in\sdiesem\sJahr|im\svergangenen\sMonat)\b",
            re.IGNORECASE,
        ),
        ("derzeit", "zurzeit", "zur zeit", "gegenwärtig", "bis heute", "redaktion", "in diesem",
         "im vergangenen"),
    ),
    "fr": (
        re.compile(
            r"\b(?P<sure>actuellement|à\sce\sjour|à\sl[’']heure\s(?:actuelle|où\snous\sécrivons)"
            r"|cette\sannée|le\smois\sdernier)\b",
            re.IGNORECASE,
        ),
        ("actuellement", "à ce jour", "heure", "cette année", "mois dernier"),
    ),
    "ru": (
        re.compile(
            r"\b(?P<sure>в\sнастоящее\sвремя|на\sданный\sмомент|на\sсегодняшний\sдень"
            r"|в\sэтом\sгоду|в\sпрошлом\sмесяце)\b",
            re.IGNORECASE,
        ),
        ("настоящее", "данный момент", "сегодняшний", "в этом году", "в прошлом месяце"),
    ),
    "az": (
        re.compile(
            r"\b(?P<sure>hazırda|hal-hazırda|bu\sgünə\s(?:qədər|kimi)|bu\sil|ötən\say)\b",
            re.IGNORECASE,
        ),
        ("hazırda", "bu günə", "bu il", "ötən ay"),
    ),
}  # fmt: skip
_ENOUGH = 3
_MOST_RELATED = 3


@dataclass(slots=True)
class _Words:
    sure: list[Span] = field(default_factory=list)
    all: list[Span] = field(default_factory=list)


def check_moments(briefing: Briefing, found: Diagnostics) -> None:
    """Reports once that a briefing speaks of its own time and does not say which that is."""
    settings = briefing.manuscript.settings
    words = _WORDS.get(settings.language.lower().partition("-")[0])
    if settings.as_of is not None or words is None:
        return
    met = _met(briefing, *words)
    if not met.sure and len(met.all) < _ENOUGH:
        return
    first, *others = [*met.sure, *(span for span in met.all if span not in met.sure)]
    said = " ".join(first.text.split())
    found.report(
        rules.MISSING_AS_OF,
        f"`{said}` refers to no date: the settings have no `as_of`",
        at=Label(first),
        related=tuple(Label(span, "nor does this") for span in others[:_MOST_RELATED]),
        help="write the day of the facts into `briefing.toml`, `as_of = 2026-01-31`, or name a day",
    )


def _met(briefing: Briefing, pattern: re.Pattern[str], cues: tuple[str, ...]) -> _Words:
    """The words that refer to the moment, those in quotations left out; no more than are told."""
    met = _Words()
    for chapter in briefing.chapters:
        for match, span in printed(chapter, pattern, cues):
            if not is_quoted(span) and not _is_in_quotation(span):
                met.all.append(span)
                if match.lastgroup == "sure":
                    met.sure.append(span)
    return met


def _is_in_quotation(span: Span) -> bool:
    return span.source.line(span.line).lstrip().startswith(">")
