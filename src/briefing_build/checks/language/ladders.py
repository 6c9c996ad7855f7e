"""The sets of words in which analysts say how likely something is, and what each word stands for.

`ICD 203` is the American Intelligence Community Directive 203 of 2015, section D.6.e(2)(a), whose
two rows are not to be mixed; `PHIA` the yardstick of the British Professional Head of Intelligence
Assessment; `IPCC` the guidance note on uncertainties of 2010; `NATO` Allied Joint Publication 2.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ladder:
    """A set of terms, each with the middle of what it stands for, in per cent."""

    name: str
    terms: dict[str, float]

    def nearest(self, term: str) -> str:
        """The word for what `term` says, or for what comes nearest to it."""
        meant = _MEANT[term]
        return min(self.terms, key=lambda own: abs(self.terms[own] - meant))


LADDERS = (
    Ladder(
        "the first row of ICD 203",
        {
            "almost no chance": 3, "very unlikely": 12.5, "unlikely": 32.5,
            "roughly even chance": 50, "likely": 67.5, "very likely": 87.5, "almost certain": 97,
        },
    ),
    Ladder(
        "the PHIA yardstick",
        {
            "remote chance": 2.5, "highly unlikely": 15, "unlikely": 30,
            "realistic possibility": 45, "likely": 65, "probable": 65, "highly likely": 85,
            "almost certain": 97.5,
        },
    ),
    Ladder(
        "the second row of ICD 203",
        {
            "remote chance": 3, "highly improbable": 12.5, "improbable": 32.5,
            "roughly even odds": 50, "probable": 67.5, "highly probable": 87.5,
            "nearly certain": 97,
        },
    ),
    Ladder(
        "NATO's scale",
        {
            "highly unlikely": 5, "unlikely": 25, "even chance": 50, "likely": 75,
            "highly likely": 95,
        },
    ),
    Ladder(
        "the IPCC's scale",
        {
            "exceptionally unlikely": 0.5, "extremely unlikely": 2.5, "very unlikely": 5,
            "unlikely": 17, "about as likely as not": 50, "more likely than not": 75,
            "likely": 83, "very likely": 95, "extremely likely": 97.5, "virtually certain": 99.5,
        },
    ),
)  # fmt: skip
ROWS_OF_ICD_203 = Ladder("ICD 203", {**LADDERS[0].terms, **LADDERS[2].terms})
"""For a briefing that says that the words of both rows mean the same, as the directive asks."""

_MEANT = {term: middle for ladder in reversed(LADDERS) for term, middle in ladder.terms.items()}

OF_ATTRIBUTES = {
    "almost-no-chance": "almost no chance",
    "very-unlikely": "very unlikely",
    "unlikely": "unlikely",
    "roughly-even": "roughly even chance",
    "likely": "likely",
    "very-likely": "very likely",
    "almost-certain": "almost certain",
}
"""The term that a judgement's `likelihood` prints."""

# The forms in which terms are written. A word that is part of another phrase is taken up by that:
# "more likely", "the likely winner" and "not unlikely" are no terms.
_FORMS = re.compile(
    r"""
    \b (?:
        (?P<none>
            (?:more|less|most|least|equally|as|so|too|how|quite|rather|fairly|increasingly
              |somewhat|hardly|not|scarcely|less\s+than|far\s+from)
              \s+(?:very\s+|highly\s+)?(?:un)?(?:likely|probable|certain)\b(?!\s+(?:as|than)\s+not)
          | (?:the|an?|its|their|his|her|this|any|no|one|another|every|other|with|under|all|our)
              \s+(?:un)?(?:likely|probable)\b (?!\s+(?:that|to|and|but|in|within|before|by)\b)
          | (?:in\s+all|beyond)\s+(?:probability|likelihood)
        )
      | (?P<almost_no_chance> almost\s+no\s+chance)
      | (?P<remote_chance>
            remote\s+(?:chance|possibility|likelihood|probability|odds)
          | (?:chances?|possibility|likelihood|probability|odds)\s+(?:\w+\s+){0,3}?
              (?:is|are|remains?|seems?)\s+remote)
      | (?P<highly_improbable> (?:highly|very)\s+improbabl[ey])
      | (?P<highly_unlikely> highly\s+unlikely)
      | (?P<very_unlikely> very\s+unlikely)
      | (?P<extremely_unlikely> extremely\s+unlikely)
      | (?P<exceptionally_unlikely> exceptionally\s+unlikely)
      | (?P<improbable> improbabl[ey])
      | (?P<unlikely> unlikely)
      | (?P<roughly_even_chance> roughly\s+(?:an\s+)?even\s+chances?)
      | (?P<roughly_even_odds> roughly\s+even\s+odds)
      | (?P<even_chance> (?<!roughly\s) (?<!roughly\san\s) even\s+chance)
      | (?P<realistic_possibility> realistic\s+(?:possibility|probability))
      | (?P<about_as_likely_as_not> about\s+as\s+likely\s+as\s+not)
      | (?P<more_likely_than_not> more\s+likely\s+than\s+not)
      | (?P<highly_probable> (?:highly|very)\s+probabl[ey])
      | (?P<highly_likely> highly\s+likely)
      | (?P<very_likely> very\s+likely)
      | (?P<extremely_likely> extremely\s+likely)
      | (?P<virtually_certain> virtually\s+certain(?:ly)?)
      | (?P<almost_certain> almost\s+certain(?:ly)?)
      | (?P<nearly_certain> nearly\s+certain(?:ly)?)
      | (?P<probable> probabl[ey])
      | (?P<likely> likely)
    ) \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
CUES = ("likely", "probab", "certain", "chance", "even odds", "remote", "possibility")
"""Every term has one of them."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of likelihood in a text: which it is, and where it stands."""

    name: str
    start: int
    end: int


def terms_in(text: str) -> tuple[Term, ...]:
    """The words of likelihood in a text, without those that are part of other phrases."""
    return tuple(
        Term(match.lastgroup.replace("_", " "), *match.span(match.lastgroup))
        for match in _FORMS.finditer(text)
        if match.lastgroup and match.lastgroup != "none"
    )
