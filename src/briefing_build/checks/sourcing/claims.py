"""What in a sentence a reader would ask a source for: a figure, a date, somebody's words.

A pattern tells a claim by its form, and what stands around it whether it is one: numbers that
name something, conditions, definitions and what the authors say of themselves are none.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from briefing_build.checks.sentences import Range
from briefing_build.checks.sourcing.figures import figures
from briefing_build.checks.sourcing.wording import worded

# A year alone is a claim of what happened in it.
_EVENTS = re.compile(
    r"""\b(?:signed|founded|established|adopted|elected|re-elected|appointed|dismissed|opened|closed
    |invaded|occupied|annexed|declared|proclaimed|joined|left|withdrew|withdrawn|fell|rose|grew
    |dropped|collapsed|launched|ratified|began|begun|started|ended|died|killed|arrested|expelled
    |banned|lifted|imposed|created|built|completed|abolished|dissolved|merged|captured|recaptured
    |seized|attacked|bombed|assassinated|crashed|discovered|recognised|recognized|suspended|halted
    |resumed|agreed|accused|bought|sold|acquired|privatised|privatized|nationalised|nationalized
    |introduced|entered|vetoed|won|lost|defeated|overthrown|overthrew|ousted|resigned|renewed)\b""",
    re.VERBOSE,
)

# Whose sentence it is, and of what kind
_OWN = re.compile(
    r"""\b(?:[Ww]e|[Oo]ur|[Oo]urs)\b | (?:^|[,;(]\s|\bthat\s|\band\s)I\s[a-z]
    | \b(?:[Tt]his|[Tt]he\spresent)\s(?:briefing|paper|brief|report|chapter|section|study|analysis
        |document|edition|volume|annex|appendix|essay|article|handbook|note)\b
    | \b[Tt]hese\s(?:chapters|pages|sections)\b""",
    re.VERBOSE,
)
_NOT_FACT = re.compile(
    r"""^[“"'(]*(?:If|Suppose|Supposing|Assume|Assuming|Imagine|Were|Should|Let|Had|Unless|Even\sif
        |Consider|Wenn|Falls|Si|Если|Əgər)\b
    | \b(?:means|denotes|stands\sfor|is\sdefined\sas|are\sdefined\sas|is\sshort\sfor|bedeutet
        |signifie|desgleichen)\b
    | [?？؟][”’»"')]*$""",
    re.VERBOSE,
)
_MODAL = re.compile(
    r"\b(?:should|must|ought|would|could|might|may|let\sus|[Ff]or\sexample|e\.g\.)[\s,]"
)
_MODAL_BEHIND = re.compile(r"[^,;.]{0,25}\b(?:would|could|might|should)\s")
_CLOCK = re.compile(
    r"\b(?:[Aa]s\s(?:of|at)|[Dd]ated|[Ss]tand|[Uu]pdated|[Aa]ccessed|[Rr]etrieved"
    r"|[Ll]ast\s(?:updated|amended|checked)(?:\son)?|[Pp]ublished(?:\son)?)[:\s]+$"
)
# What stands before the date of an event, and not of something that is compared or named by it.
_WHEN = re.compile(
    r"(?:^|[(,;:–—]\s?|\b(?:[Ii]n|[Oo]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Bb]etween|[Aa]fter|and|to"
    r"|[Bb]efore|[Dd]uring|[Ee]arly|[Ll]ate|mid|of|was|[Oo]nly))\W{0,2}$"
)

# Numbers that name
_NAMED = re.compile(r"(?P<word>[^\W\d_][\w’'&.-]*)\.?[\s(]+\Z")
_COUNTS_BEHIND = frozenset(
    """
    in on at by about nearly almost over under some around roughly approximately only just the these
    those all with of from to and or for than least most another its their his her our a an between
    after before within up but as that when while since per until through into against including
    fewer more less exactly both where which if is was are were
    """.split()
)
_LABELS = frozenset(
    """
    chapter chapters section sections figure figures fig figs table tables box boxes part parts page
    pages p pp paragraph paragraphs para paras article articles art clause annex appendix note notes
    footnote footnotes line lines row column version versions phase stage step steps level tier type
    class grade option scenario no nos nr number item point day week group question rule rules vol
    volume issue edition round size channel gate platform room flight unit reactor protocol
    resolution regulation law decree order highway route exit bus building apartment aged age top
    kapitel abschnitt abbildung tabelle seite artikel nummer chapitre tableau page глава раздел
    рисунок таблица стр статья пункт номер fəsil cədvəl səhifə maddə
    """.split()
)
_BEHIND_LABEL = re.compile(
    r"\s(?:[A-Z]\w+\s){0,2}(?:Street|St|Avenue|Road|Square|Lane|Boulevard)\b"
)
_DURATION = re.compile(
    r"\b(?:next|past|last|within|coming|every|first|previous|another|for|in|after|than|the|some"
    r"|about|these|those)\s\Z",
    re.IGNORECASE,
)
_TIME = re.compile(r"\s(?:years?|months?|weeks?|days?|hours?|minutes?|pages?|chapters?)\b")
_NOBODY = frozenset(
    """
    we i you is was are were be been being having it's that enough it one easily often sometimes
    sooner already not never who
    """.split()
)
_OWN_TEXT = re.compile(
    r"\b(?:this|our|the\s(?:previous|last|next|present|above))\s[\w-]+\Z", re.IGNORECASE
)


def claim_in(sentence: str, language: str = "en", known: Collection[str] = ()) -> Range | None:
    """The first part of a sentence that calls for a source, if there is one.

    `language` is a primary subtag; `known` are words that call for none.
    """
    first: Range | None = None
    for match in (*figures(sentence), *worded(sentence, language)):
        place = _place(match)
        is_earlier = first is None or place.start < first.start
        if is_earlier and match[0] not in known and _is_claim(sentence, match, language):
            first = place
    if first is None or _NOT_FACT.search(sentence):
        return None
    return None if language == "en" and _OWN.search(sentence) else first


_SUBJECT = re.compile(
    r"(?P<subject>[\w’'.-]+)\s(?:(?:has|have|had|also|later|then|\w{2,12}ly)\s)?\Z"
)


def _place(match: re.Match[str]) -> Range:
    """The words of a claim: of an attribution who says it and how, of a year the year."""
    if match.lastgroup == "verb" and (subject := _subject(match)):
        return Range(subject.start(), match.end())
    return Range(*match.span("when" if match.lastgroup == "year" else 0))


def _subject(match: re.Match[str]) -> re.Match[str] | None:
    return _SUBJECT.search(match.string, max(0, match.start() - 40), match.start())


def _is_claim(sentence: str, match: re.Match[str], language: str) -> bool:
    before = sentence[max(0, match.start() - 40) : match.start()]
    match match.lastgroup:
        case "said" | None:
            return True
        case "verb":
            return _is_attribution(match)
        case "year":
            return _EVENTS.search(sentence) is not None and not _is_conditional(sentence, match)
        case "date" if language == "en" and not _WHEN.search(before):
            return False
        case "date":
            return _CLOCK.search(before) is None and not _is_conditional(sentence, match)
        case "count" | "long" | "decimal" if _is_name(sentence, match, before):
            return False
    return not _is_conditional(sentence, match)


def _is_conditional(sentence: str, match: re.Match[str]) -> bool:
    return bool(
        _MODAL.search(sentence, 0, match.start()) or _MODAL_BEHIND.match(sentence, match.end())
    )


def _is_attribution(match: re.Match[str]) -> bool:
    subject = _subject(match)
    if subject is None or subject["subject"].lower() in _NOBODY:
        return False
    before = match.string[max(0, subject.start() - 24) : subject.end("subject")]
    return _OWN_TEXT.search(before) is None


def _is_name(sentence: str, match: re.Match[str], before: str) -> bool:
    """Whether a number counts nothing, but names or dates something: `Article 15`, `Flight 8243`.

    A word with a capital before it is a name, but for those that begin a sentence; a number that
    is set in groups counts.
    """
    if _BEHIND_LABEL.match(sentence, match.end()):
        return True
    if _TIME.match(sentence, match.end()) and _DURATION.search(before):
        return True
    word = _NAMED.search(before)
    if word is None:
        return False
    plain = word["word"].rstrip(".").lower()
    may_name = (match[0].isdigit() or match.lastgroup == "decimal") and word["word"][0].isupper()
    return plain in _LABELS or (may_name and plain not in _COUNTS_BEHIND)
