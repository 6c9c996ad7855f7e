"""How judgements say how likely something is, and how sure their authors are of it.

The rules are those of the Intelligence Community Directive 203, section D.6.e(2): one set of words
of likelihood, a level of confidence for each judgement, and never both in one sentence. They look
at the briefing's own judgements alone: in its `.judgement` boxes, in sections of that name, and
wherever it says "we assess".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby

from briefing_build import rules
from briefing_build.checks.language.assessing import Sentence, assessing, states_confidence
from briefing_build.checks.language.ladders import (
    LADDERS,
    OF_ATTRIBUTES,
    ROWS_OF_ICD_203,
    Ladder,
)
from briefing_build.checks.language.own_words import OwnWords
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Box, walk
from briefing_build.resolve import Briefing
from briefing_build.source import Span
from briefing_build.terms import CONFIDENCES, LIKELIHOODS


def check_judgements(briefing: Briefing, english: Sequence[OwnWords], found: Diagnostics) -> None:
    """Reports words of likelihood and levels of confidence that are missing or will be misread.

    `english` is what the briefing says in English, the one language whose words are known here.
    """
    boxes = [*_judgements(briefing)]
    for box in boxes:
        _check_attributes(box, found)
    said = [(words, tuple(assessing(words))) for words in english]
    sentences = [sentence for _, some in said for sentence in some]
    _check_ladders(briefing, [*_printed(boxes)], [*_said(sentences)], found)
    _check_mixtures(sentences, found)
    _check_boxes(english, found)
    for section in _sections(said):
        _check_section(section, found)


def _judgements(briefing: Briefing) -> Iterator[Box]:
    for chapter in briefing.chapters:
        outer = (block for block in chapter.blocks if isinstance(block, Box))
        for node in walk(outer):
            if isinstance(node, Box) and "judgement" in node.attributes.classes:
                yield node


# What stands in the braces of a judgement

_STEPS = {"likelihood": LIKELIHOODS, "confidence": CONFIDENCES}
_MEANT = {
    "medium": "moderate", "probable": "likely", "improbable": "unlikely",
    "highly-likely": "very-likely", "highly-probable": "very-likely",
    "highly-unlikely": "very-unlikely", "highly-improbable": "very-unlikely",
    "remote": "almost-no-chance", "remote-chance": "almost-no-chance",
    "even": "roughly-even", "even-chance": "roughly-even", "roughly-even-chance": "roughly-even",
    "realistic-possibility": "roughly-even", "nearly-certain": "almost-certain",
    "almost-certainly": "almost-certain", "certain": "almost-certain",
}  # fmt: skip


def _check_attributes(box: Box, found: Diagnostics) -> None:
    for name, value in box.attributes.pairs:
        if name in _STEPS:
            if value not in _STEPS[name]:
                _report_value(box, name, value, found)
        elif near := get_close_matches(name, _STEPS, n=1, cutoff=0.75):
            found.report(
                rules.UNKNOWN_ASSESSMENT,
                f"a judgement has no `{name}`",
                at=Label(_in_braces(box, name)),
                help=f"did you mean `{near[0]}`?",
            )


def _report_value(box: Box, name: str, value: str, found: Diagnostics) -> None:
    steps = _STEPS[name]
    meant = _MEANT.get("-".join(value.lower().replace("_", " ").split()))
    near = [meant] if meant in steps else get_close_matches(value.lower(), steps, n=1)
    found.report(
        rules.UNKNOWN_ASSESSMENT,
        f"no {name} is called `{value}`, and none is printed",
        at=Label(_in_braces(box, value) if value else _in_braces(box, name)),
        help=f"did you mean `{near[0]}`?"
        if near
        else f"it is one of {', '.join(f'`{step}`' for step in steps)}",
    )


def _in_braces(box: Box, words: str) -> Span:
    """Where words stand in what is written behind a box's colons; all of that if nowhere."""
    braces = _opening(box)
    place = braces.text.rfind(words)
    return braces.part(place, place + len(words)) if place >= 0 else braces


def _opening(box: Box) -> Span:
    if box.attributes.span:
        return box.attributes.span
    return box.span.part(0, len(box.span.text.partition("\n")[0]))


# One ladder

Used = tuple[str, Span]
_SAME_MEANING = re.compile(
    r"interchangeabl|same\s+(?:\w+\s+of\s+)?(?:probability|likelihood)", re.IGNORECASE
)


def _printed(boxes: Iterable[Box]) -> Iterator[Used]:
    """The words of likelihood that boxes print."""
    for box in boxes:
        likelihood = box.attributes.get("likelihood")
        if likelihood in OF_ATTRIBUTES:
            yield OF_ATTRIBUTES[likelihood], _in_braces(box, likelihood)


def _said(sentences: Iterable[Sentence]) -> Iterator[Used]:
    """The words of likelihood of the briefing's own judgements."""
    for sentence in sentences:
        if sentence.judges:
            for term in sentence.terms:
                yield term.name, sentence.span(term)


def _check_ladders(
    briefing: Briefing, printed: list[Used], said: list[Used], found: Diagnostics
) -> None:
    used = printed + said
    ladder = _ladder(Counter(name for name, _ in used), is_printed=bool(printed))
    if ladder is LADDERS[0] or ladder is LADDERS[2]:
        ladder = ROWS_OF_ICD_203 if _equates_rows(briefing) else ladder
    for name, span in said:
        if name not in ladder.terms:
            other = _of_another_ladder(name, used, ladder)
            found.report(
                rules.MIXED_PROBABILITY_LADDERS,
                f"`{span.text}` is no word of {ladder.name}, from which the others are",
                at=Label(span),
                related=(Label(other, f"of {ladder.name}"),),
                help=f"say `{ladder.nearest(name)}` if that is what you mean; "
                "one set of words keeps one meaning",
            )


def _ladder(names: Counter[str], *, is_printed: bool) -> Ladder:
    """The set to which most of the words belong; that of the boxes if they print any."""
    if is_printed:
        return LADDERS[0]
    return max(LADDERS, key=lambda ladder: sum(names[term] for term in ladder.terms))


def _equates_rows(briefing: Briefing) -> bool:
    return any(_SAME_MEANING.search(chapter.source.text) for chapter in briefing.chapters)


def _of_another_ladder(name: str, used: list[Used], ladder: Ladder) -> Span:
    """A word of the briefing's ladder that does not go with `name`; any of them if none is so."""
    own = [*(pair for pair in used if pair[0] in ladder.terms)]
    with_it = {term for other in LADDERS if name in other.terms for term in other.terms}
    return next((span for term, span in own if term not in with_it), own[0][1])


# Confidence


def _check_mixtures(sentences: Iterable[Sentence], found: Diagnostics) -> None:
    for sentence in sentences:
        if sentence.judges and sentence.terms and sentence.confidence:
            found.report(
                rules.CONFIDENCE_WITH_LIKELIHOOD,
                "a level of confidence and a likelihood in one sentence",
                at=Label(sentence.words.span(*sentence.confidence)),
                related=(Label(sentence.span(sentence.terms[0]), "the likelihood"),),
                help="say in a sentence of its own how good the evidence is",
            )


def _check_boxes(english: Iterable[OwnWords], found: Diagnostics) -> None:
    """Reports judgements in boxes that nowhere say how sure they are."""
    said: dict[Span, list[OwnWords]] = {}
    boxes: dict[Span, Box] = {}
    for words in english:
        if words.box is not None:
            boxes[words.box.span] = words.box
            said.setdefault(words.box.span, []).append(words)
    for span, box in boxes.items():
        names = dict(box.attributes.pairs)
        is_stated = any(get_close_matches(name, ("confidence",), cutoff=0.75) for name in names)
        if not is_stated and not any(map(states_confidence, said[span])):
            found.report(
                rules.JUDGEMENT_WITHOUT_CONFIDENCE,
                "a judgement that does not say how sure it is",
                at=Label(_opening(box)),
                help="say how good the evidence is, with `confidence=low`, `moderate` or `high` "
                "in its braces",
            )


Said = tuple[OwnWords, tuple[Sentence, ...]]


def _sections(said: Iterable[Said]) -> Iterator[list[Said]]:
    """The sections of judgements whose judgements stand in no boxes."""
    in_sections = (pair for pair in said if pair[0].section == "judgements")
    for _, section in groupby(in_sections, key=lambda pair: pair[0].source.path):
        pairs = list(section)
        if all(words.box is None for words, _ in pairs):
            yield pairs


def _check_section(section: list[Said], found: Diagnostics) -> None:
    """Reports judgements after which nobody says how sure they are before the next one."""
    if any(sentence.covers_several for _, sentences in section for sentence in sentences):
        return
    open_judgement: Span | None = None
    for words, sentences in section:
        terms = [s.span(s.terms[0]) for s in sentences if s.judges and s.terms]
        if terms:
            _report_open(open_judgement, found)
            open_judgement = terms[0]
        if states_confidence(words):
            open_judgement = None
    _report_open(open_judgement, found)


def _report_open(judgement: Span | None, found: Diagnostics) -> None:
    if judgement is not None:
        found.report(
            rules.JUDGEMENT_WITHOUT_CONFIDENCE,
            "a judgement that does not say how sure it is",
            at=Label(judgement),
            help="say in a sentence of its own how good the evidence is: "
            "“Confidence is moderate, because …”",
        )
