"""The few words that stand in notes and bibliography and that no citation style has.

English stands in for a language without words of its own.
"""

from __future__ import annotations

import re

from briefing_build.csl.label_words import forms_of
from briefing_build.terms import primary_language

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "and": "and",
        "others": "et al.",
        "copy": "copy consulted",
        "archived": "archived",
        "archived-on": "archived {}",
        "placeholder": "source not located",
        "title": "title not known",
        "author": "author not known",
        "publisher": "publisher not known",
        "date": "n.d.",
    },
    "az": {
        "and": "və",
        "others": "və b.",
        "copy": "istifadə olunan nüsxə",
        "archived": "arxiv nüsxəsi",
        "archived-on": "arxiv nüsxəsi, {}",
        "placeholder": "mənbə tapılmayıb",
        "title": "başlıq məlum deyil",
        "author": "müəllif məlum deyil",
        "publisher": "nəşriyyat məlum deyil",
        "date": "tarixsiz",
    },
    "de": {
        "and": "und",
        "others": "u. a.",
        "copy": "eingesehene Kopie",
        "archived": "archiviert",
        "archived-on": "archiviert am {}",
        "placeholder": "Quelle nicht aufgefunden",
        "title": "Titel unbekannt",
        "author": "Verfasser unbekannt",
        "publisher": "Verlag unbekannt",
        "date": "o. J.",
    },
    "fr": {
        "and": "et",
        "others": "et al.",
        "copy": "copie consultée",
        "archived": "archivé",
        "archived-on": "archivé le {}",
        "placeholder": "source non retrouvée",
        "title": "titre inconnu",
        "author": "auteur inconnu",
        "publisher": "éditeur inconnu",
        "date": "s. d.",
    },
    "ru": {
        "and": "и",
        "others": "и др.",
        "copy": "использованная копия",
        "archived": "архивная копия",
        "archived-on": "архивная копия от {}",
        "placeholder": "источник не найден",
        "title": "название неизвестно",
        "author": "автор неизвестен",
        "publisher": "издатель неизвестен",
        "date": "б. г.",
    },
    "tr": {
        "and": "ve",
        "others": "vd.",
        "copy": "başvurulan kopya",
        "archived": "arşiv kopyası",
        "archived-on": "arşiv kopyası, {}",
        "placeholder": "kaynak bulunamadı",
        "title": "başlık bilinmiyor",
        "author": "yazar bilinmiyor",
        "publisher": "yayıncı bilinmiyor",
        "date": "t.y.",
    },
}


def word(name: str, language: str) -> str:
    """What is said in `language` for one of the names above."""
    primary = primary_language(language)
    return _WORDS.get(primary, _WORDS["en"])[name]


def label_words(label: str, language: str) -> dict[str, tuple[str, str]]:
    """The words for a locator's label by CSL's form, each for one and for several."""
    primary, _, region = language.lower().partition("-")
    one, more, short, several = forms_of(label, primary)
    if primary == "en" and region not in {"", "us"}:
        # A British abbreviation that ends with the word's last letter has no full stop.
        several = re.sub(r"(?<=[^\W\d_]{2}s)\.\Z", "", several)
        short = short.replace("supp.", "suppl.")
        several = several.replace("supps", "suppls")
    return {"long": (one, more), "short": (short, several), "symbol": (short, several)}


def labelled(label: str, locator: str, language: str) -> str:
    """A locator with its label in words, `art. 5`."""
    return in_words(label_words(label, language)["short"], locator)


def in_words(words: tuple[str, str], locator: str) -> str:
    """A locator behind the word for one or for several."""
    single, multiple = words
    is_several = any(mark in locator for mark in "-–—,;&")
    return f"{multiple if is_several else single} {locator}".lstrip()
