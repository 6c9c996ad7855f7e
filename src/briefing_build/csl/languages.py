"""Names of languages as biblatex writes them, and their BCP 47 tags."""

from __future__ import annotations

import re

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


def language_tag(written: str) -> str:
    """The tag for a language's name; a tag stays as it is, and "" is what nobody knows."""
    name = written.strip().lower()
    if name in _TAGS:
        return _TAGS[name]
    return written.strip() if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", name) else ""
