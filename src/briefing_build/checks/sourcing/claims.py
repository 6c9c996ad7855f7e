"""What in a sentence a reader would ask a source for: a figure, a date, somebody's words.

A pattern tells a claim by its form, and what stands around it whether it is one: numbers that
name something, conditions, definitions and what the authors say of themselves are none. Shares,
sums, dates and large numbers look alike in all languages; what rests on words is looked for in
the languages whose words we know, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from briefing_build.checks.sentences import Range

_N = r"(?:\d{1,3}(?:[,.\u00a0\u202f ’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_UP_TO = rf"{_N}(?:\s?(?:[–-]|to|and|bis|à|до|и)\s?{_N})?"
_SMALL = "(?i:one|two|three|four|five|six|seven|eight|nine|ten)"
_LARGE = (
    "(?i:eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    "|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six"
    "|seven|eight|nine))?)"
)
_SCALE = (
    r"(?:thousand|million|billion|trillion|bn|mn|tn|Tausend|Million(?:en)?|Mio\.|Milliarden?|Mrd\."
    r"|mille|millions?|milliards?|тысяч\w{0,3}|тыс\.|миллион\w{0,3}|млн|миллиард\w{0,3}|млрд"
    r"|трлн|milyon|milyard|mln|mlrd)"
)
_CURRENCY = (
    r"(?:dollars?|euros?|pounds|roubles?|rubles?|manats?|yen|yuan|renminbi|liras?|francs?|hryvnias?"
    r"|Euro|Dollar|Rubel|Franken|долл\w*\.?|евро|руб\w*\.?|манат\w*|гривен|avro|rubl|dollar|lirə"
    r"|USD|EUR|GBP|RUB|AZN|CHF|TRY|JPY|CNY)"
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
    r"|Januar|Jänner|Februar|März|Mai|Juni|Juli|Oktober|Dezember"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|январ[яеь]|феврал[яеь]|марта?е?|апрел[яеь]|ма[яей]|июн[яеь]|июл[яеь]|августа?е?"
    r"|сентябр[яеь]|октябр[яеь]|ноябр[яеь]|декабр[яеь]"
    r"|yanvar\w*|fevral\w*|mart\w{0,4}|aprel\w*|may[ıi]?n?|iyun\w*|iyul\w*|avqust\w*|sentyabr\w*"
    r"|oktyabr\w*|noyabr\w*|dekabr\w*)"
)
_NO_NOUN = (
    r"(?:and|or|to|of|in|at|on|by|per|as|is|are|was|were|the|for|with|from|than|times|a\.m|p\.m"
    r"|hours?|minutes?|noon|o['’]clock|which|who|that|but|had|has|have)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_UNIT = (
    r"(?:km²?|kilomet(?:er|re)s?|m²|m³|mi(?:les)?|met(?:er|re)s?|hectares?|ha|acres|tonnes?|tons?|kg"
    r"|kilogram(?:me)?s?|barrels?|bpd|b/d|bcm|bcf|tcm|[kMGT]W(?:h|p)?|megawatts?|gigawatts?"
    r"|(?:square|cubic)\skilo?met(?:er|re)s|(?:cubic|square)\smet(?:er|re)s|degrees|°[CF]"
    r"|percentage\spoints?|basis\spoints?|Kilometern?|Quadratkilometern?|Kubikmetern?|Tonnen?"
    r"|kilomètres?|километр\w*|тонн\w*|куб\w*|гектар\w*|kilometr|kvadrat|kub|ton)"
)

# In every language
_FIGURES = re.compile(
    rf"""
      (?P<money> (?:US\$|[$€£¥₽₺₼₴]|\b(?:USD|EUR|GBP|RUB|AZN|CHF)\s) \s?{_UP_TO}
            (?:\s?{_SCALE}\b|[mbk]n?\b)?
        | \b{_UP_TO}\s?(?:{_SCALE}\s(?:de\s)?)?(?:US\s|US-)?(?:[$€£₽₺₼]|{_CURRENCY}\b))
    | (?P<share> \b{_UP_TO}\s?(?:%|‰|(?:per\s?cent|percent|Prozent(?:punkte)?|pour\scent|процент\w*
            |faiz\w*)\b))
    | (?P<date> \b\d{{1,2}}(?:st|nd|rd|th|er|\.)?(?:[–-]\d{{1,2}})?\s(?:of\s)?{_MONTH}(?!\w)
            (?:,?\s{_YEAR}\b)?
        | \b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?![\w:]|[.,]\d)(?:,\s{_YEAR}\b)?
        | \b{_MONTH}(?:\s(?:of|de))?\s{_YEAR}\b(?![-/])
        | (?<![\w/.-]){_YEAR}-[01]\d-[0-3]\d(?![\w/-])
        | (?<![\w/.-])[0-3]?\d[./][01]?\d[./]{_YEAR}(?![\w/-])
        | \b{_YEAR}-c[iıuü]\sil(?:in|də)\w*\s{_MONTH})
    | (?P<scaled> \b{_UP_TO}(?:\s|-)?{_SCALE}(?![\w-]))
    | (?P<measured> \b{_UP_TO}(?:\s?|-?){_UNIT}(?![\w-]))
    | (?P<long> (?<![\w.,/:+#–-])(?!0)\d{{1,3}}(?:[,.\u00a0\u202f ’]\d{{3}})+(?![\w/–-]|[.,]\d)
        | (?<![\w.,/:+#–-])(?!{_YEAR}\b)[1-9]\d{{2,8}}(?=\s[^\W\d_]))
    """,
    re.VERBOSE,
)

# In English
_ENGLISH = re.compile(
    rf"""
      (?P<said> \b[Aa]ccording\sto\s(?!(?:plan|plans|schedule|type|size|need|needs|whether|how|what
            |which|who|where|their|its|his|her|our|my|your|each|one|this|these|taste|rank|age|custom
            |tradition|{_SMALL})\b|the\s(?:rules|law|plan|schedule|logic|principle|needs|size|type
            |same|treaty|constitution|terms|method)\b)[^\s,.;:]+(?:\s(?!the\b)[^\s,.;:]+)?
        | \b(?P<subject>[\w’'.-]+)\s(?P<adverb>(?:has|have|had|also|later|then|\w{{2,12}}ly)\s)?
            (?P<verb>(?:said|told\s(?:reporters|journalists|parliament|state|the|[A-Z]\w+)
            |(?:says|announced|announces|claimed|claims|warned|warns|argued|argues|stated|states
                |insisted|insists|declared|declares|confirmed|denied|alleged|alleges|estimated
                |estimates|reported|reports|acknowledged|admitted|maintained|maintains|contended
                |contends|concluded|concludes|predicted|predicts|testified|complained|asserted
                |asserts)\sthat)\b))
    | (?P<worded> \b(?:{_SMALL}|{_LARGE}|[Aa]|[Ss]everal|[Aa]\sfew|[Mm]any)[\s-]
            (?:hundred|thousand|million|billion|trillion)(?:\s(?:and\s)?[a-z]+)?(?![\w-])
        | \b(?:{_SMALL}|{_LARGE})\s(?:per\s?cent|percent|percentage\spoints)\b
        | \b(?:{_LARGE})\s(?!{_NO_NOUN}\b)(?!(?:days?|weeks?|months?|years?)\b)[a-z]+
        | \b(?:[Tt]ens\sof\s|[Hh]undreds\sof\s)?(?i:dozens|scores|hundreds|thousands
            |millions|billions)\sof\s(?!(?:years|times|ways|pages|other)\b)[a-z]+)
    | (?P<part> (?<!\bfirst\s)(?<!\bsecond\s)(?<!\blatter\s)(?<!\bother\s)(?<!\bbetter\s)
            \b(?i:half|(?:a|one)[\s-](?:third|quarter|fifth|tenth)|two[\s-](?:thirds|fifths)
            |three[\s-](?:quarters|fifths)|four[\s-]fifths|nine[\s-]tenths)\s(?:of|the)\b
            (?!\s(?:this|these|our|it|them|what|an?\shour|battle|story|problem)\b)
        | \b(?:doubled|tripled|trebled|quadrupled|halved)\b(?!\sas\b)
        | \b(?:two|three|four|five|six|ten|hundred)fold\b)
    | (?P<count> (?<![\w.,/:+#$€£–-])(?!{_YEAR}\b)[1-9]\d{{1,2}}(?=\s(?:[A-Z][a-z]+\s)?
            (?!{_NO_NOUN}\b)[a-z]))
    | (?P<harm> \b(?:{_SMALL}|[2-9])\s(?:[\w-]+\s){{1,3}}?(?:were|was|had\sbeen|have\sbeen|are)\s
            (?:killed|wounded|injured|arrested|detained|deported|expelled|sentenced|freed|released
            |executed|abducted|displaced)\b
        | \b(?:killed|killing|wounded|wounding|injured|injuring|arrested|detained|expelled|deported)
            \s(?:at\sleast\s|about\s|some\s)?(?:{_SMALL}|{_LARGE}|\d+)\b)
    | (?P<year> \b(?:in|since|by|until|from|between|after|before|during)\s(?:early\s|late\s|mid-)?
            (?P<when>{_YEAR})\b(?![-–/]|\s[A-Z]))
    """,
    re.VERBOSE,
)
# In others: words that say that somebody else has said it.
_ATTRIBUTED = {
    "de": r"\b(?:[Ll]aut\s(?=[A-ZÄÖÜ]|de[rmn]\s|eine[rmn]\s)|[Nn]ach\sAngaben|zufolge\b)",
    "fr": r"\b[Ss]elon\s(?=l[ea’']|les|un|des|[A-ZÉ])|\b[Dd][’']après\s(?=l[ea’']|les|un|[A-ZÉ])",
    "ru": r"\b[Пп]о\s(?:данным|словам|оценкам|сообщени\w+|информации)\b"
    r"|\b[Сс]огласно\s(?:данным|отч[её]ту|докладу|опросу|источник\w+)",
    "az": r"\b(?:məlumatına|sözlərinə|hesabatına|bildirdiyinə|məlumatlarına)\sgörə\b",
}
_ATTRIBUTIONS = {language: re.compile(words) for language, words in _ATTRIBUTED.items()}

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
    if _NOT_FACT.search(sentence) or (language == "en" and _OWN.search(sentence)):
        return None
    patterns = [_FIGURES]
    if language == "en":
        patterns.append(_ENGLISH)
    elif language in _ATTRIBUTIONS:
        patterns.append(_ATTRIBUTIONS[language])
    first: Range | None = None
    for pattern in patterns:
        for match in pattern.finditer(sentence):
            if first is not None and match.start() >= first.start:
                break
            if match[0] not in known and _is_claim(sentence, match, language):
                first = Range(*_place(match))
                break
    return first


def figures_in(text: str) -> Iterator[str]:
    """The figures and dates in a text, of dates with a day the month too."""
    for match in _FIGURES.finditer(text):
        yield match[0]
        if match.lastgroup == "date":
            yield match[0].lstrip("0123456789stndrh. ")


def _place(match: re.Match[str]) -> tuple[int, int]:
    """The words of a claim: of an attribution who says it and how, of a year the year."""
    group = "when" if match.lastgroup == "year" else 0
    return match.span(group)


def _is_claim(sentence: str, match: re.Match[str], language: str) -> bool:
    before = sentence[max(0, match.start() - 40) : match.start()]
    match match.lastgroup:
        case "said":
            return _is_attribution(match)
        case None:
            return True
        case "year":
            return _EVENTS.search(sentence) is not None and not _is_conditional(sentence, match)
        case "date" if language == "en" and not _WHEN.search(before):
            return False
        case "date":
            return _CLOCK.search(before) is None and not _is_conditional(sentence, match)
        case "count" | "long" if _is_name(sentence, match, before):
            return False
    return not _is_conditional(sentence, match)


def _is_conditional(sentence: str, match: re.Match[str]) -> bool:
    return bool(
        _MODAL.search(sentence, 0, match.start()) or _MODAL_BEHIND.match(sentence, match.end())
    )


def _is_attribution(match: re.Match[str]) -> bool:
    subject = match["subject"]
    if subject is None:
        return True
    before = match.string[max(0, match.start() - 24) : match.end("subject")]
    return subject.lower() not in _NOBODY and _OWN_TEXT.search(before) is None


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
    may_name = match[0].isdigit() and word["word"][0].isupper()
    return plain in _LABELS or (may_name and plain not in _COUNTS_BEHIND)
