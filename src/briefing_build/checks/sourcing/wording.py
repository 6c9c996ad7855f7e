"""Words that state a figure or say who said something, in the languages whose words we know.

Each pattern has cues, small letters of which every match has some: most sentences have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SMALL = "(?i:one|two|three|four|five|six|seven|eight|nine|ten)"
_LARGE = (
    "(?i:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six"
    "|seven|eight|nine))?)"
)
_NO_NOUN = (
    r"(?:and|or|to|of|in|at|on|by|per|as|is|are|was|were|the|for|with|from|than|times|a\.m|p\.m"
    r"|hours?|minutes?|noon|o['’]clock|which|who|that|but|had|has|have)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DIGITS = tuple("0123456789")

_ENGLISH: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("said", "told ", "ccording to ", " that"),
        re.compile(
            rf"""
    (?P<said> \b[Aa]ccording\sto\s(?!(?:plan|plans|schedule|type|size|need|needs|whether|how|what
            |which|who|where|their|its|his|her|our|my|your|each|one|this|these|taste|rank|age|custom
            |tradition|{_SMALL})\b|the\s(?:rules|law|plan|schedule|logic|principle|needs|size|type
            |same|treaty|constitution|terms|method)\b)[^\s,.;:]+(?:\s(?!the\b)[^\s,.;:]+)?)
    | (?P<verb> \b(?:said|told\s(?:reporters|journalists|parliament|state|the|[A-Z]\w+)
            |(?:says|announced|announces|claimed|claims|warned|warns|argued|argues|stated|states
                |insisted|insists|declared|declares|confirmed|denied|alleged|alleges|estimated
                |estimates|reported|reports|acknowledged|admitted|maintained|maintains|contended
                |contends|concluded|concludes|predicted|predicts|testified|complained|asserted
                |asserts)\sthat)\b)
    """,
            re.VERBOSE,
        ),
    ),
    (
        ("hundred", "thousand", "illion", "eleven", "twelve", "teen", "nty", "rty", "fty", "xty",
         "ghty", "dozens", "scores", "per cent", "percent"),
        re.compile(
            rf"""
    (?P<worded> \b(?:{_SMALL}|{_LARGE}|(?:[Hh]alf\s)?[Aa]|[Ss]everal|[Aa]\sfew|[Mm]any)[\s-]
            (?:hundred|thousand|million|billion|trillion)
            (?:\s(?:hundred|thousand|million|billion))?(?![\w-])
        | \b(?:{_SMALL}|{_LARGE})\s(?:per\s?cent|percent|percentage\spoints)\b
        | \b(?:{_LARGE})\s(?!{_NO_NOUN}\b)(?!(?:days?|weeks?|months?|years?)\b)[a-z]+
        | \b(?:[Tt]ens\sof\s|[Hh]undreds\sof\s)?(?i:dozens|scores|hundreds|thousands
            |millions|billions)\sof\s(?!(?:years|times|ways|pages|other)\b)[a-z]+)
    """,
            re.VERBOSE,
        ),
    ),
    (
        ("half", "third", "quarter", "fifth", "tenth", "doubled", "tripled", "trebled",
         "quadrupled", "halved", "fold"),
        re.compile(
            r"""
    (?P<part> (?<!\bfirst\s)(?<!\bsecond\s)(?<!\blatter\s)(?<!\bother\s)(?<!\bbetter\s)
            \b(?i:half|(?:a|one)[\s-](?:third|quarter|fifth|tenth)|two[\s-](?:thirds|fifths)
            |three[\s-](?:quarters|fifths)|four[\s-]fifths|nine[\s-]tenths)\s(?:of|the)\b
            (?!\s(?:this|these|our|it|them|what|an?\shour|battle|story|problem)\b)
        | \b(?:doubled|tripled|trebled|quadrupled|halved)\b(?!\sas\b)
        | \b(?:two|three|four|five|six|ten|hundred)fold\b)
    """,
            re.VERBOSE,
        ),
    ),
    (
        _DIGITS,
        re.compile(
            rf"""
    (?P<count> (?<![\w.,/:+#$€£–-])(?!{_YEAR}\b)[1-9]\d{{1,2}}(?=\s(?:[A-Z][a-z]+\s)?
            (?!{_NO_NOUN}\b)[a-z]))
    | (?P<year> \b(?:in|since|by|until|from|between|after|before|during)\s(?:early\s|late\s|mid-)?
            (?P<when>{_YEAR})\b(?![-–/]|\s[A-Z]))
    """,
            re.VERBOSE,
        ),
    ),
    (
        ("killed", "wounded", "injured", "arrested", "detained", "deported", "expelled",
         "sentenced", "freed", "released", "executed", "abducted", "displaced", "killing",
         "wounding", "injuring", "arresting"),
        re.compile(
            rf"""
    (?P<harm> \b(?:{_SMALL}|[2-9])\s(?:[\w-]+\s){{1,3}}?(?:were|was|had\sbeen|have\sbeen|are)\s
            (?:killed|wounded|injured|arrested|detained|deported|expelled|sentenced|freed|released
            |executed|abducted|displaced)\b
        | \b(?:killed|killing|wounded|wounding|injured|injuring|arrested|detained|expelled|deported)
            \s(?:at\sleast\s|about\s|some\s)?(?:{_SMALL}|{_LARGE}|\d+)\b)
    """,
            re.VERBOSE,
        ),
    ),
)  # fmt: skip
# In others: words that say that somebody else has said it.
_ATTRIBUTED = {
    "de": r"\b(?:[Ll]aut\s(?=[A-ZÄÖÜ]|de[rmn]\s|eine[rmn]\s)|[Nn]ach\sAngaben|zufolge\b)",
    "fr": r"\b[Ss]elon\s(?=l[ea’']|les|un|des|[A-ZÉ])|\b[Dd][’']après\s(?=l[ea’']|les|un|[A-ZÉ])",
    "ru": r"\b[Пп]о\s(?:данным|словам|оценкам|сообщени\w+|информации)\b"
    r"|\b[Сс]огласно\s(?:данным|отч[её]ту|докладу|опросу|источник\w+)",
    "az": r"\b(?:məlumatına|sözlərinə|hesabatına|bildirdiyinə|məlumatlarına)\sgörə\b",
}
_ATTRIBUTIONS = {language: re.compile(words) for language, words in _ATTRIBUTED.items()}


def worded(sentence: str, language: str) -> Iterator[re.Match[str]]:
    """What the words of a sentence state; the group that has matched says in which way."""
    if language in _ATTRIBUTIONS:
        yield from _ATTRIBUTIONS[language].finditer(sentence)
    if language != "en":
        return
    lowered = sentence.lower()
    for cues, pattern in _ENGLISH:
        if any(cue in lowered for cue in cues):
            yield from pattern.finditer(sentence)
