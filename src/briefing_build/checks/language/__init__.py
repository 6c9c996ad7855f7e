"""How the briefing speaks: its words of likelihood, its names, its acronyms.

Rules for English look at what is in English: the document's language decides, and that of a box
or a phrase. Of a language without such tables nothing is said.
"""

from __future__ import annotations

from briefing_build.checks.language.acronyms import check_acronyms
from briefing_build.checks.language.judgements import check_judgements
from briefing_build.checks.language.names import check_names
from briefing_build.checks.language.own_words import own_words
from briefing_build.diagnostics import Diagnostics
from briefing_build.resolve import Briefing
from briefing_build.terms import primary_language


def check_language(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what will be misread for the words in which it is said."""
    settings = briefing.manuscript.settings
    language = settings.language
    said = [words for chapter in briefing.chapters for words in own_words(chapter, language)]
    english = [words for words in said if words.language == "en"]
    check_judgements(briefing, english, found)
    own = [words for words in said if words.language == primary_language(language)]
    check_names(settings, own, english, found)
    check_acronyms(briefing, english, found)
