"""Names of languages as biblatex writes them, and their BCP 47 tags."""

from __future__ import annotations

import re

from briefing_build.terms import primary_language

_TAGS = {
    "afrikaans": "af", "albanian": "sq", "american": "en-US", "arabic": "ar", "armenian": "hy",
    "australian": "en-AU", "austrian": "de-AT", "azerbaijani": "az", "basque": "eu",
    "belarusian": "be", "bosnian": "bs", "brazil": "pt-BR", "brazilian": "pt-BR",
    "british": "en-GB", "bulgarian": "bg", "canadian": "en-CA", "catalan": "ca",
    "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "estonian": "et", "farsi": "fa", "finnish": "fi", "french": "fr",
    "georgian": "ka", "german": "de", "greek": "el", "hebrew": "he", "hungarian": "hu",
    "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it", "japanese": "ja",
    "kazakh": "kk", "korean": "ko", "kurmanji": "ku", "kyrgyz": "ky", "latin": "la",
    "latvian": "lv", "lithuanian": "lt", "macedonian": "mk", "mexican": "es-MX",
    "mongolian": "mn", "naustrian": "de-AT", "newzealand": "en-NZ", "ngerman": "de",
    "norsk": "nb", "norwegian": "nb", "nswissgerman": "de-CH", "nynorsk": "nn",
    "persian": "fa", "polish": "pl", "polutonikogreek": "el", "portuguese": "pt",
    "romanian": "ro", "russian": "ru", "serbian": "sr", "serbianc": "sr-Cyrl",
    "slovak": "sk", "slovene": "sl", "slovenian": "sl", "spanish": "es", "swedish": "sv",
    "swissgerman": "de-CH", "turkish": "tr", "turkmen": "tk", "ukenglish": "en-GB",
    "ukrainian": "uk", "usenglish": "en-US", "uzbek": "uz", "vietnamese": "vi",
}  # fmt: skip


_LONG_TAGS = {
    "ara": "ar", "aze": "az", "ces": "cs", "chi": "zh", "cze": "cs", "deu": "de", "dut": "nl",
    "ell": "el", "eng": "en", "fas": "fa", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de",
    "gre": "el", "heb": "he", "hye": "hy", "ita": "it", "jpn": "ja", "kat": "ka", "kaz": "kk",
    "kor": "ko", "nld": "nl", "per": "fa", "pol": "pl", "por": "pt", "rum": "ro", "rus": "ru",
    "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk", "zho": "zh",
}  # fmt: skip
"""The codes of libraries (ISO 639-2) for which BCP 47 has shorter ones."""


def language_tag(written: str) -> str:
    """The tag for a language's name; a tag stays as it is, and "" is what nobody knows."""
    name = written.strip().lower()
    if name in _TAGS or name in _LONG_TAGS:
        return _TAGS.get(name) or _LONG_TAGS[name]
    return written.strip() if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", name) else ""


# What languages are called in the languages of briefings.
_NAMES: dict[str, dict[str, str]] = {
    "az": {
        "ar": "ərəb", "az": "Azərbaycan", "de": "alman", "en": "ingilis", "es": "ispan",
        "fa": "fars", "fr": "fransız", "he": "ivrit", "hy": "erməni", "it": "italyan",
        "ja": "yapon", "ka": "gürcü", "kk": "qazax", "pl": "polyak", "ru": "rus", "tr": "türk",
        "uk": "ukrayn", "zh": "çin",
    },
    "de": {
        "ar": "Arabisch", "az": "Aserbaidschanisch", "de": "Deutsch", "en": "Englisch",
        "es": "Spanisch", "fa": "Persisch", "fr": "Französisch", "he": "Hebräisch",
        "hy": "Armenisch", "it": "Italienisch", "ja": "Japanisch", "ka": "Georgisch",
        "kk": "Kasachisch", "pl": "Polnisch", "ru": "Russisch", "tr": "Türkisch",
        "uk": "Ukrainisch", "zh": "Chinesisch",
    },
    "fr": {
        "ar": "arabe", "az": "azéri", "de": "allemand", "en": "anglais", "es": "espagnol",
        "fa": "persan", "fr": "français", "he": "hébreu", "hy": "arménien", "it": "italien",
        "ja": "japonais", "ka": "géorgien", "kk": "kazakh", "pl": "polonais", "ru": "russe",
        "tr": "turc", "uk": "ukrainien", "zh": "chinois",
    },
    "ru": {
        "ar": "арабский", "az": "азербайджанский", "de": "немецкий", "en": "английский",
        "es": "испанский", "fa": "персидский", "fr": "французский", "he": "иврит",
        "hy": "армянский", "it": "итальянский", "ja": "японский", "ka": "грузинский",
        "kk": "казахский", "pl": "польский", "ru": "русский", "tr": "турецкий",
        "uk": "украинский", "zh": "китайский",
    },
    "tr": {
        "ar": "Arapça", "az": "Azerbaycanca", "de": "Almanca", "en": "İngilizce",
        "es": "İspanyolca", "fa": "Farsça", "fr": "Fransızca", "he": "İbranice",
        "hy": "Ermenice", "it": "İtalyanca", "ja": "Japonca", "ka": "Gürcüce", "kk": "Kazakça",
        "pl": "Lehçe", "ru": "Rusça", "tr": "Türkçe", "uk": "Ukraynaca", "zh": "Çince",
    },
}  # fmt: skip
_VARIANTS = {
    "american", "australian", "austrian", "brazil", "brazilian", "british", "canadian", "farsi",
    "mexican", "naustrian", "newzealand", "ngerman", "norsk", "nswissgerman", "polutonikogreek",
    "serbianc", "slovenian", "swissgerman", "ukenglish", "usenglish",
}  # fmt: skip
_ENGLISH_NAMES = {
    tag.partition("-")[0]: name.capitalize() for name, tag in _TAGS.items() if name not in _VARIANTS
}
_SAID_IN = {
    "az": ("dil: {}", "orijinalın dili: {}"),
    "de": ("Sprache: {}", "Originalsprache: {}"),
    "en": ("in {}", "translated from {}"),
    "fr": ("langue : {}", "langue originale : {}"),
    "ru": ("язык: {}", "язык оригинала: {}"),
    "tr": ("dil: {}", "özgün dil: {}"),
}


def said_in(written: str, language: str) -> str:
    """What tells readers that a work is in another language: "in Russian"."""
    tag = language_tag(written)
    if tag.partition("-")[0] == primary_language(language):
        return ""
    return _told(written, language, 0)


def translated_from(written: str, language: str) -> str:
    """What tells readers of a translation, "translated from Russian"."""
    return _told(written, language, 1)


def _told(written: str, language: str, which: int) -> str:
    primary = primary_language(language)
    primary = primary if primary in _SAID_IN else "en"
    tag = language_tag(written).partition("-")[0]
    name = _NAMES.get(primary, {}).get(tag) or _ENGLISH_NAMES.get(tag) or written
    return _SAID_IN[primary][which].format(name)
