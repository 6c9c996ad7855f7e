"""Shares, sums, dates and other figures, which look alike in most languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

_N = r"(?:\d{1,3}(?:[,.\u00a0\u202f ’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_UP_TO = rf"{_N}(?:\s?(?:[–-]|to|and|bis|à|до|и)\s?{_N})?"
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
_YEAR = r"(?:1[5-9]|20)\d\d"
_UNIT = (
    r"(?:km²?|kilomet(?:er|re)s?|m²|m³|mi(?:les)?|met(?:er|re)s?|hectares?|ha|acres|tonnes?|tons?|kg"
    r"|kilogram(?:me)?s?|barrels?|bpd|b/d|bcm|bcf|tcm|[kMGT]W(?:h|p)?|megawatts?|gigawatts?"
    r"|(?:square|cubic)\skilo?met(?:er|re)s|(?:cubic|square)\smet(?:er|re)s|degrees|°[CF]"
    r"|percentage\spoints?|basis\spoints?|Kilometern?|Quadratkilometern?|Kubikmetern?|Tonnen?"
    r"|kilomètres?|километр\w*|тонн\w*|куб\w*|гектар\w*|kilometr|kvadrat|kub|ton)"
)

_FIGURE = re.compile(
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
    | (?P<decimal> (?<![\w.,/:+#–-])\d{{1,3}}[.,]\d{{1,2}}(?![\w/–-]|[.,]\d))
    """,
    re.VERBOSE,
)


# What a figure may begin with before its number.
_LEAD = re.compile(
    rf"(?:US\$|[$€£¥₽₺₼₴]|\b(?:USD|EUR|GBP|RUB|AZN|CHF))\s?\Z|\b{_MONTH}(?:\s(?:of|de))?\s\Z"
)
_LONGEST_LEAD = 16
_NUMBER = re.compile(r"\d+")


def figures(text: str) -> Iterator[re.Match[str]]:
    """The figures in a text, named by their kinds: money, share, date, and so on."""
    done = 0
    for number in _NUMBER.finditer(text):
        start = number.start()
        if start < done:
            continue
        lead = _LEAD.search(text, max(done, start - _LONGEST_LEAD), start)
        match = (lead and _FIGURE.match(text, lead.start())) or _FIGURE.match(text, start)
        if match:
            yield match
            done = match.end()
