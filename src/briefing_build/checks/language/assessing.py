"""Which sentences judge, and which of them say how sure they are.

A sentence that says what somebody else thinks is no judgement of the briefing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefing_build.checks.language.ladders import CUES, Term, terms_in
from briefing_build.checks.language.own_words import OwnWords
from briefing_build.checks.sentences import sentences
from briefing_build.source import Span

_VERBS = r"(?:assess|judge|estimate|believe|think|consider|conclude|expect|anticipate|foresee|deem)"
_NOUNS = r"(?:judge?ments?|assessments?|view|estimat(?:e|ion)|analysis|opinion)"
_PAPER = r"(?:briefing|paper|report|assessment|note|study|analysis|estimate|authors?)"
_FIRST_PERSON = re.compile(
    rf"""
      \b(?:we|I)\s+(?:\w+\s+){{0,3}}? {_VERBS}\b
    | \b(?:we|I)\s+(?:\w+\s+){{0,2}}?
        (?:are|am|have|remain|see|put|rate|hold|place|predict|forecast)\b
    | \b(?:this|the\s+present)\s+{_PAPER}\s+(?:\w+\s+)?{_VERBS}e?s\b
    | \b(?:in|it\s+is|is)\s+(?:our|my|the\s+authors?['’]s?)\s+(?:\w+\s+)?{_NOUNS}\b
    | \bour\s+(?:\w+\s+){{0,2}}(?:{_NOUNS}|confidence)\b
    | \bit\s+is\s+(?:\w+\s+)?(?:assess|judg|estimat)ed\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTED = re.compile(
    r"""\b(?:
        said|says|saying|tells|told|stated|according\s+to|reported(?:ly)?|claimed|argue[sd]?|argues
      | (?:believ|suppos|argu|conclud|declar|describ|deem|judg|estimat|not|observ)e[sd]
      | (?:assess|expect|consider|predict|suggest|warn|announc|admit|maintain|hint|fear)e?(?:s|t?ed)
      | thinks|thought|wrote|writes|foresaw|foresees|holds\s+that|spoke\s+of|speaks\s+of
      | forecasts\s+that
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_LEVEL = r"(?:very\s+)?(?:low|moderate|medium|high)"
_CONFIDENCE = re.compile(
    rf"""
    (?<!consumer\s)(?<!business\s)(?<!public\s)(?<!investor\s)(?<!market\s)(?<!popular\s)
    (?<!voter\s)(?<!economic\s)(?<!mutual\s)(?<!political\s)(?<!self-)
    \b(?:
        (?: (?P<with>with|of|at|our|have|hold)\s+ )? (?:only\s+|a\s+|an\s+)*
            {_LEVEL} (?:\s+(?:to|or)\s+{_LEVEL})?
            (?:[\s-]+(?:level|degree)s?\s+of)? [\s-]+confidence\b
            (?(with)|(?!\s+in\s+(?!(?:this|that|these|those|our|both|all|each)\b)
                     |\s+(?:among|between|building|vote)\b))
      | confidence (?:\s+levels?)?
          (?:\s+in\s+(?:this|that|these|both|all|our|each|the\s+judge?ment)(?:\s+\w+){{0,3}})?
          (?: \s+(?:is|are|remains)\s+(?:\w+ly\s+|only\s+|therefore\s+|still\s+)?
            | \s*[:=]\s* ) {_LEVEL}\b
      | (?:highly|moderately|fairly|reasonably|very|not\s+(?:very\s+)?)\s+confident\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_OF_SEVERAL = re.compile(
    r"\b(?:these|those|our|all|both|each)\s+(?:of\s+)?(?:\w+\s+){0,2}judge?ments?\b"
    r"|\bin\s+(?:all|both|each)\b",
    re.IGNORECASE,
)
_MOST_IN_A_SENTENCE = 3
"""Of different words of likelihood: more are a list of them, as where they are explained."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that speaks of likelihood or of confidence.

    `judges` says whether it is the briefing's own judgement and nobody else's.
    """

    words: OwnWords
    terms: tuple[Term, ...]
    confidence: tuple[int, int] | None
    judges: bool
    covers_several: bool = False

    def span(self, term: Term) -> Span:
        return self.words.span(term.start, term.end)


def assessing(words: OwnWords) -> Iterator[Sentence]:
    """The sentences of a paragraph that speak of likelihood or of confidence."""
    lowered = words.text.lower()
    if "confiden" not in lowered and not any(cue in lowered for cue in CUES):
        return
    for start, end in sentences(words.text):
        said = words.text[start:end]
        own = terms_in(said)
        terms = tuple(Term(term.name, term.start + start, term.end + start) for term in own)
        if _explains(said, own):
            terms = ()
        level = _CONFIDENCE.search(said)
        if terms or level:
            confidence = (level.start() + start, level.end() + start) if level else None
            several = bool(level and _OF_SEVERAL.search(said))
            yield Sentence(words, terms, confidence, _judges(words, said), several)


_IS_EXPLAINED = re.compile(r"[\s*_]*(?:[:=(–—]|--)")


def _explains(said: str, terms: tuple[Term, ...]) -> bool:
    """Whether a sentence says what words of likelihood mean: it lists them, or begins with one."""
    if len({term.name for term in terms}) > _MOST_IN_A_SENTENCE:
        return True
    return bool(terms) and terms[0].start == 0 and bool(_IS_EXPLAINED.match(said, terms[0].end))


def _judges(words: OwnWords, said: str) -> bool:
    if words.place in {"heading", "term", "cell", "caption"}:
        return False
    if _FIRST_PERSON.search(said):
        return True
    is_place_of_judgements = words.box is not None or words.section in {"judgements", "outlook"}
    return is_place_of_judgements and not _ATTRIBUTED.search(said)


def states_confidence(words: OwnWords) -> bool:
    return _CONFIDENCE.search(words.text) is not None
