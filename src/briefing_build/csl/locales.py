"""What citeproc's own locales lack: the words of Azerbaijani, and manners for other languages.

Pandoc brings locales for some fifty languages. In any other it would print English in the American
way: `March 4, 2021`, stops inside quotation marks, a capital for each word of a title. So a style
gets one more locale in memory, with the document's quotation marks, the day before the month, and
for Azerbaijani with the words of a bibliography. What a style says for that language itself comes
first.

Russian and Ukrainian decline the month behind a day, for which CSL has no form; some languages
get the day without a zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from briefing_build.csl.label_words import forms_of
from briefing_build.punctuation import quotation_marks
from briefing_build.terms import primary_language

_CSL = "{http://purl.org/net/xbiblio/csl}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Of pandoc 3.9, by primary language.
_KNOWN = frozenset(
    "af ar bg ca cs cy da de el en es et eu fa fi fr he hr hu id is it ja km ko la lt lv mn nb nl"
    " nn pl pt ro ru sk sl sr sv th tr uk vi zh".split()
)
# Names that pandoc does not know for languages that it does.
_OTHER_NAMES = {"no": "nb", "iw": "he", "in": "id", "sh": "hr"}


def known_language(language: str) -> str:
    """The tag by which citeproc knows a language.

    One that it does not know gets a region, if it has none: what a style says for all languages
    would give way to a locale of exactly its tag.
    """
    primary, _, rest = language.partition("-")
    primary = _OTHER_NAMES.get(primary.lower(), primary.lower())
    return f"{primary}-{rest or '001'}" if rest or primary not in _KNOWN else primary


def add_locale(root: Any, language: str) -> None:
    """Adds to a style, given by its root, what citeproc lacks for a language."""
    primary = primary_language(known_language(language))
    if primary in _YEAR_SUFFIXES:
        names = enumerate(_MONTHS.get(primary, ()), 1)
        months = {f"month-{number:02}": month for number, (month, _) in names}
        root.append(_locale(primary, _YEAR_SUFFIXES[primary], months))
    elif primary not in _KNOWN:
        marks = dict(zip(_MARKS, quotation_marks(language), strict=True))
        locale = _locale(primary, "", marks)
        if primary == "az":
            locale.find(f"{_CSL}terms").extend(_azerbaijani())
        root.append(locale)


def _locale(language: str, behind_year: str, words: Mapping[str, str]) -> Any:
    """A locale with dates as in 4 March 2021 and 04.03.2021. Of two, pandoc takes the first."""
    locale = etree.Element(f"{_CSL}locale")
    locale.set(_LANG, language)
    etree.SubElement(locale, f"{_CSL}style-options", **{"punctuation-in-quote": "false"})
    written = etree.SubElement(locale, f"{_CSL}date", form="text")
    for name in ("day", "month"):
        etree.SubElement(written, f"{_CSL}date-part", name=name, suffix=" ")
    etree.SubElement(written, f"{_CSL}date-part", name="year", suffix=behind_year)
    numeric = etree.SubElement(locale, f"{_CSL}date", form="numeric")
    for name in ("day", "month"):
        form = "numeric-leading-zeros"
        etree.SubElement(numeric, f"{_CSL}date-part", name=name, form=form, suffix=".")
    etree.SubElement(numeric, f"{_CSL}date-part", name="year")
    terms = etree.SubElement(locale, f"{_CSL}terms")
    terms.extend(_term(name, "long", word) for name, word in words.items())
    return locale


def _term(name: str, form: str, word: str, several: str = "", **attributes: str) -> Any:
    term = etree.Element(f"{_CSL}term", name=name, form=form, **attributes)
    if several:
        etree.SubElement(term, f"{_CSL}single").text = word
        etree.SubElement(term, f"{_CSL}multiple").text = several
    else:
        term.text = word
    return term


# Languages whose dates pandoc has in another form: `04 Mart 2021`, `04, Березень 2021`.
_YEAR_SUFFIXES = {"ru": " г.", "tr": "", "uk": ""}
_MARKS = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")


# Months as they are named, and as they stand behind a day


_MONTHS = {
    "ru": (
        ("январь", "января"), ("февраль", "февраля"), ("март", "марта"), ("апрель", "апреля"),
        ("май", "мая"), ("июнь", "июня"), ("июль", "июля"), ("август", "августа"),
        ("сентябрь", "сентября"), ("октябрь", "октября"), ("ноябрь", "ноября"),
        ("декабрь", "декабря"),
    ),
    "uk": (
        ("січень", "січня"), ("лютий", "лютого"), ("березень", "березня"), ("квітень", "квітня"),
        ("травень", "травня"), ("червень", "червня"), ("липень", "липня"), ("серпень", "серпня"),
        ("вересень", "вересня"), ("жовтень", "жовтня"), ("листопад", "листопада"),
        ("грудень", "грудня"),
    ),
}  # fmt: skip


def declined(text: str, language: str) -> str:
    """The text with each month behind a day as that language has it: `4 марта`."""
    months = dict(_MONTHS.get(primary_language(language), ()))
    if not months:
        return text
    names = "|".join(months)
    return re.sub(
        rf"(?<![\d№.])((?:[12]?\d|0\d|3[01])[ \xa0])({names})\b",
        lambda found: found[1] + months[found[2]],
        text,
    )


# Azerbaijani


def _azerbaijani() -> Iterator[Any]:
    for name, (word, short) in _WORDS.items():
        yield _term(name, "long", word)
        yield _term(name, "short", short or word)
    for label in _LABELS:
        one, more, short, several = forms_of(label, "az")
        yield _term(label, "long", one, more)
        yield _term(label, "short", short, several)
        yield _term(label, "symbol", short, several)
    for name, label in _LIKE_LABELS.items():
        one, more, short, several = forms_of(label, "az")
        yield _term(name, "long", one, more)
        yield _term(name, "short", short, several)
    for name, (word, more) in _COUNTED.items():
        yield _term(name, "long", word, more)
        yield _term(name, "short", word, word)
    for name, (word, several, short) in _PEOPLE.items():
        yield _term(name, "long", word, several)
        yield _term(name, "short", short, short)
        yield _term(name, "verb", word)
        yield _term(name, "verb-short", short)
    for number, (month, short) in enumerate(_AZERBAIJANI_MONTHS, 1):
        yield _term(f"month-{number:02}", "long", month)
        yield _term(f"month-{number:02}", "short", short)
    for number, season in enumerate(("yaz", "yay", "payız", "qış"), 1):
        yield _term(f"season-{number:02}", "long", season)
    for number, ordinal in enumerate(_ORDINALS, 1):
        yield _term(f"long-ordinal-{number:02}", "long", ordinal)
    yield from _endings()


def _endings() -> Iterator[Any]:
    """Of ordinals, `2-ci`: they follow the last vowel of the number that is spoken."""
    yield _term("ordinal", "long", "-ci")
    for digit, ending in enumerate(_ENDINGS):
        yield _term(f"ordinal-{digit:02}", "long", ending, match="last-digit")
    for teen in (11, 12, 13):  # English has its own.
        ending = _ENDINGS[teen % 10]
        yield _term(f"ordinal-{teen}", "long", ending, match="last-two-digits")
    for ten, ending in {10: "-cu", 30: "-cu", 40: "-cı", 60: "-cı", 90: "-cı"}.items():
        yield _term(f"ordinal-{ten}", "long", ending, match="last-two-digits")


_ENDINGS = ("-ci", "-ci", "-ci", "-cü", "-cü", "-ci", "-cı", "-ci", "-ci", "-cu")
_ORDINALS = (
    "birinci", "ikinci", "üçüncü", "dördüncü", "beşinci", "altıncı", "yeddinci", "səkkizinci",
    "doqquzuncu", "onuncu",
)  # fmt: skip
_AZERBAIJANI_MONTHS = (
    ("yanvar", "yan."), ("fevral", "fev."), ("mart", "mart"), ("aprel", "apr."), ("may", "may"),
    ("iyun", "iyun"), ("iyul", "iyul"), ("avqust", "avq."), ("sentyabr", "sent."),
    ("oktyabr", "okt."), ("noyabr", "noy."), ("dekabr", "dek."),
)  # fmt: skip
# In full and short; "" where there is no shorter form.
_WORDS = {
    "accessed": ("müraciət tarixi", ""),
    "and": ("və", ""),
    "and others": ("və başqaları", "və b."),
    "anonymous": ("anonim", "anon."),
    "article": ("preprint", ""),
    "article-journal": ("jurnal məqaləsi", ""),
    "article-magazine": ("jurnal məqaləsi", ""),
    "article-newspaper": ("qəzet məqaləsi", ""),
    "available at": ("ünvan", ""),
    "bill": ("qanun layihəsi", ""),
    "broadcast": ("veriliş", ""),
    "by": ("müəllif", ""),
    "bc": (" e.ə.", ""),
    "ad": (" b.e.", ""),
    "bce": (" e.ə.", ""),
    "ce": (" b.e.", ""),
    "circa": ("təqribən", "təqr."),
    "cited": ("istinad tarixi", ""),
    "classic": ("klassik əsər", ""),
    "collection": ("arxiv kolleksiyası", ""),
    "dataset": ("verilənlər toplusu", ""),
    "document": ("sənəd", ""),
    "entry": ("məqalə", ""),
    "entry-dictionary": ("lüğət məqaləsi", ""),
    "entry-encyclopedia": ("ensiklopediya məqaləsi", ""),
    "et-al": ("və b.", ""),
    "event": ("tədbir", ""),
    "film": ("film", ""),
    "forthcoming": ("çapa hazırlanır", ""),
    "from": ("mənbə", ""),
    "graphic": ("qrafik", ""),
    "hearing": ("dinləmə", ""),
    "henceforth": ("bundan sonra", ""),
    "ibid": ("yenə orada", ""),
    "in": ("kitabda", ""),
    "in press": ("çapdadır", ""),
    "internet": ("internet", ""),
    "interview": ("müsahibə", ""),
    "legal_case": ("məhkəmə işi", ""),
    "legislation": ("qanunvericilik", ""),
    "letter": ("məktub", ""),
    "loc-cit": ("göst. yer", ""),
    "manuscript": ("əlyazma", ""),
    "map": ("xəritə", ""),
    "motion_picture": ("film", ""),
    "no date": ("tarixsiz", ""),
    "no-place": ("yer göstərilməyib", ""),
    "no-publisher": ("nəşriyyat göstərilməyib", ""),
    "on": ("haqqında", ""),
    "online": ("onlayn", ""),
    "op-cit": ("göst. əsər", ""),
    "original-work-published": ("ilk nəşri", ""),
    "page-range-delimiter": ("–", ""),
    "pamphlet": ("broşür", ""),
    "paper-conference": ("konfrans məruzəsi", ""),
    "patent": ("patent", ""),
    "performance": ("tamaşa", ""),
    "periodical": ("dövri nəşr", ""),
    "personal-communication": ("şəxsi yazışma", ""),
    "personal_communication": ("şəxsi yazışma", ""),
    "podcast": ("podkast", ""),
    "podcast-episode": ("podkast buraxılışı", ""),
    "post": ("paylaşım", ""),
    "post-weblog": ("bloq yazısı", ""),
    "preprint": ("preprint", ""),
    "presented at": ("təqdim edilib", ""),
    "radio-broadcast": ("radio verilişi", ""),
    "regulation": ("qaydalar", ""),
    "report": ("hesabat", ""),
    "retrieved": ("müraciət tarixi", ""),
    "review": ("resenziya", ""),
    "review-book": ("kitab resenziyası", ""),
    "review-of": ("resenziya", ""),
    "scale": ("miqyas", ""),
    "software": ("proqram təminatı", ""),
    "song": ("mahnı", ""),
    "special-issue": ("xüsusi buraxılış", ""),
    "speech": ("çıxış", ""),
    "standard": ("standart", ""),
    "television-broadcast": ("televiziya verilişi", ""),
    "thesis": ("dissertasiya", ""),
    "treaty": ("müqavilə", ""),
    "video": ("video", ""),
    "webpage": ("veb-səhifə", ""),
    "working-paper": ("işçi sənəd", ""),
}
_LABELS = (
    "appendix", "article-locator", "book", "chapter", "column", "figure", "folio", "issue", "line",
    "note", "opus", "page", "paragraph", "part", "section", "supplement", "table", "verse",
    "version", "volume",
)  # fmt: skip
_LIKE_LABELS = {
    "collection-number": "issue",
    "number": "issue",
    "number-of-pages": "page",
    "number-of-volumes": "volume",
    "page-first": "page",
}
_COUNTED = {
    "edition": ("nəşr", "nəşrlər"),
    "printing": ("çap", "çaplar"),
    "reference": ("istinad", "istinadlar"),
}
# One, several, short.
_PEOPLE = {
    "chair": ("sədr", "sədrlər", "sədr"),
    "collection-editor": ("seriya redaktoru", "seriya redaktorları", "ser. red."),
    "compiler": ("tərtibçi", "tərtibçilər", "tərt."),
    "composer": ("bəstəkar", "bəstəkarlar", "bəst."),
    "container-author": ("müəllif", "müəlliflər", "müəl."),
    "contributor": ("iştirakçı", "iştirakçılar", "işt."),
    "director": ("rejissor", "rejissorlar", "rej."),
    "editor": ("redaktor", "redaktorlar", "red."),
    "editor-translator": ("redaktor və tərcüməçi", "redaktor və tərcüməçilər", "red. və tərc."),
    "editorial-director": ("məsul redaktor", "məsul redaktorlar", "məs. red."),
    "editortranslator": ("redaktor və tərcüməçi", "redaktor və tərcüməçilər", "red. və tərc."),
    "guest": ("qonaq", "qonaqlar", "qonaq"),
    "host": ("aparıcı", "aparıcılar", "apar."),
    "illustrator": ("rəssam", "rəssamlar", "rəs."),
    "interviewer": ("müsahibəni aparan", "müsahibəni aparanlar", "müsah."),
    "narrator": ("oxuyan", "oxuyanlar", "oxuyan"),
    "organizer": ("təşkilatçı", "təşkilatçılar", "təşk."),
    "performer": ("ifaçı", "ifaçılar", "ifa"),
    "producer": ("prodüser", "prodüserlər", "prod."),
    "recipient": ("kimə", "kimə", "kimə"),
    "script-writer": ("ssenari müəllifi", "ssenari müəllifləri", "ssen. müəl."),
    "translator": ("tərcüməçi", "tərcüməçilər", "tərc."),
}
