"""What a chat program says to the one who asks it, left in a text that others are to read.

A pattern is as long as it must be to be nothing else. What stands in quotation marks or in a
quotation is said about such programs, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build import rules
from briefing_build.checks.prose import Ranges, is_quoted, printed
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Chapter, Quotation
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_CUES = (
    "language model", "as an ai", "as an artificial", "i'm ", "i’m ", "i am an ai", "i cannot ",
    "i can't ", "i can’t ", "i am unable", "i don't have", "i don’t have", "i do not have",
    "my last", "my latest", "my most recent", "my knowledge", "my training", "certainly!", "sure!",
    "sure, ", "of course!", "absolutely!", "here's ", "here’s ", "here is ", "i hope t",
    "let me know", "would you like me", "i apolog", "if you'd like, ", "if you’d like, ",
    "if you would like, ", "if you want, i", " said:", "[insert ", "[your ", "sprachmodell",
    "modèle de langage", "modelo de lenguaje", "языковая модель", "dil modeli",
)  # fmt: skip

_SAID = re.compile(
    r"""
    # What it says of itself
      \bas \s an \s (?:AI|artificial \s intelligence)
        (?: (?:[ -](?:powered|based))? \s (?:large \s)? (?:language \s model|assistant|model)
            (?:,| \s (?:I|trained|developed|created)\b)
          | , \s I\b )
    | \bas \s a \s (?:large \s)? language \s model, \s I\b
    | \bI(?:['’]m|\s am) \s (?:just \s|only \s)? an \s AI\b (?=[.,!]|\s(?:and|so|model|assist))
    | \bals \s (?:ein \s)? (?:KI-|großes \s)? Sprachmodell,? \s (?:kann|habe|bin) \s ich\b
    | \ben \s tant \s que \s (?:grand \s)? modèle \s de \s langage,? \s je\b
    | \bcomo \s (?:un \s)? modelo \s de \s lenguaje,? \s (?:no|yo) \b
    | \bкак \s (?:большая \s)? языковая \s модель,? \s я\b
    | \bböyük \s dil \s modeli \s (?:kimi|olaraq),? \s mən\b
    # What it cannot do or does not know
    | \bI \s (?:cannot|can['’]t|am \s unable \s to|do \s not \s have \s the \s ability \s to)
        \s (?:browse|access) \s (?:the \s (?:internet|web)|real-time|external|live)
    | \bI \s (?:don['’]t|do \s not) \s have \s (?:direct \s)? (?:access \s to|the \s ability \s to)
        \s (?:browse|access|real-time|the \s internet|current|live|up-to-date)
    | \b(?:as \s of|up \s (?:to|until)|since) \s my \s
        (?:last|latest|most \s recent|knowledge|training)
        (?: \s (?:knowledge|training))? (?: [\s-] (?:update|cut-?\s?off|data))+
    | \bmy \s (?:knowledge|training) (?: \s data)? [\s-] cut-?\s?off\b
    # What it says to the one who asked
    | (?<![^\n>*_\s]) (?<! [\w,;] \s) (?:(?:certainly|of \s course|absolutely)!|sure[!,]) \s
        (?:here(?:['’]s|\s(?:is|are))|I(?:['’]ll|\scan|['’]d) \s)
    | ^[>\ \t*_]{0,20} here(?:['’]s|\sis) \s (?:a|an|the|your) \s
        (?: (?:revised|updated|rewritten|improved|polished|refined|expanded|edited|requested|draft)
            \b [^\n.]{0,60} (?:version|draft|text|chapter|section|paragraph|briefing|report)\b
            [^\n.]{0,40} : )
    | \bI \s hope \s (?:this|that) \s (?:helps|is \s helpful|meets \s your)\b
    | \b(?:please \s)? let \s me \s know \s (?:if|whether) \s
        (?:you(?:['’]d|\swould|\swant|\sneed|\shave|\sprefer) | I \s (?:can|should))
    | \bwould \s you \s like \s me \s to\b
    | \bI \s apologi[sz]e \s for \s (?:the|any) \s (?:confusion|oversight|misunderstanding)
    | \bif \s you(?:['’]d|\swould) \s like, \s I \s (?:can|could)\b
    | \bif \s you \s want, \s I \s can\b
    | ^[>\ \t*_]{0,20} (?:ChatGPT|Copilot|Gemini|Claude) \s said: [*_\s]*$
    # What one was to fill in
    | \[insert \s [^\]\[\n]{1,60} \] (?![(\[{:])
    | \[your \s (?:(?:full|company|organi[sz]ation(?:['’]s)?) \s)?
        (?:name|company|organi[sz]ation|e-?mail(?:\saddress)?|address|title|position) \] (?![(\[{:])
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


def check_boilerplate(briefing: Briefing, found: Diagnostics) -> None:
    """Reports sentences of chat programs and gaps that were to be filled in."""
    for chapter in briefing.chapters:
        quotations: Ranges | None = None
        end = 0
        for _, span in printed(chapter, _SAID, _CUES):
            quotations = quotations or Ranges(_quotations(chapter))
            if span.start in quotations or is_quoted(span) or _is_same_sentence(end, span):
                continue
            end = span.end
            _report(span, found)


def is_chat(text: str) -> bool:
    """Whether a short paragraph begins with such a sentence, so that none of it is the text's."""
    return len(text) < _SHORT and _SAID.match(text.lstrip()) is not None


_SHORT = 300


def _quotations(chapter: Chapter) -> Iterator[tuple[int, int]]:
    for quotation in chapter.nodes(Quotation):
        yield quotation.span.start, quotation.span.end


def _is_same_sentence(end: int, span: Span) -> bool:
    between = span.source.text[end : span.start]
    return end > 0 and not re.search(r"[.!?:]|\n\s*\n", between) and span.text[0] != "["


def _report(span: Span, found: Diagnostics) -> None:
    margin = len(span.text) - len(span.text.lstrip("> \t\n*_"))
    place = span.part(margin, len(span.text.rstrip()))
    if place.text.startswith("["):
        message, advice = "a gap that was to be filled in", "fill it in, or take it out"
    else:
        message = "a sentence of a chat program to the one who asked it"
        advice = "take it out, and read what stands around it once more"
    found.report(rules.CHAT_BOILERPLATE, message, at=Label(place), help=advice)
