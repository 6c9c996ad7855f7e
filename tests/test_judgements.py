"""Words of likelihood and confidence: where they are told of, and everyday use that is not."""

from __future__ import annotations

import pytest

from briefing_build.checks.language.assessing import states_confidence
from briefing_build.checks.language.ladders import LADDERS, OF_ATTRIBUTES, terms_in
from briefing_build.checks.language.own_words import OwnWords, own_words
from briefing_build.diagnostics import Diagnostics
from briefing_build.markdown import parse_chapter
from briefing_build.source import SourceFile
from briefing_build.terms import LIKELIHOODS
from checking import told

MIXED = "mixed-probability-ladders"
BOTH = "confidence-with-likelihood"
WITHOUT = "judgement-without-confidence"
UNKNOWN = "unknown-assessment"


def _marked(text: str, rule: str) -> list[str]:
    return [finding.at.span.text for finding in told(text, rule)]


def _own(text: str) -> list[OwnWords]:
    chapter = parse_chapter(SourceFile("01.md", text), "en", Diagnostics())
    return [*own_words(chapter, "en")]


def test_the_likelihoods_of_boxes_are_the_first_row_of_the_directive() -> None:
    assert tuple(OF_ATTRIBUTES) == LIKELIHOODS
    assert list(OF_ATTRIBUTES.values()) == list(LADDERS[0].terms)


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder.name)
def test_a_ladder_goes_up_and_every_word_of_it_is_known_in_a_text(ladder: object) -> None:
    middles = list(ladder.terms.values())  # type: ignore[attr-defined]

    assert middles == sorted(middles)
    for term in ladder.terms:  # type: ignore[attr-defined]
        assert [found.name for found in terms_in(f"It is {term}.")] == [term]


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("This will almost certainly fail.", ["almost certain"]),
        ("It will very probably fail.", ["highly probable"]),
        ("The chances of a deal are remote.", ["remote chance"]),
        ("There is roughly an even chance of it.", ["roughly even chance"]),
        ("It is more likely than not.", ["more likely than not"]),
        ("It is about as likely as not.", ["about as likely as not"]),
        ("It is very\nlikely.", ["very likely"]),
        ("A war is more likely now than then.", []),
        ("The most likely outcome is a draw.", []),
        ("The likely winner is known.", []),
        ("An unlikely ally came forward.", []),
        ("It is not likely to last.", []),
        ("In all likelihood it will rain.", []),
        ("In all probability it will rain.", []),
        ("The remote village has no road.", []),
        ("It is certain, and nobody doubts it.", []),
        ("A fair chance remains.", []),
        ("He has a remote control.", []),
    ],
)
def test_words_of_likelihood_in_a_sentence(said: str, terms: list[str]) -> None:
    assert [term.name for term in terms_in(said)] == terms


# One ladder

OURS = """
::: {.judgement likelihood=very-likely confidence=moderate}
It is very likely that the corridor will open.
:::

"""

OF_ANOTHER_LADDER = [
    ("We assess that a second war is highly unlikely.", "highly unlikely"),
    ("We judge that there is a realistic possibility of talks.", "realistic possibility"),
    ("In our view the treaty will probably be signed.", "probably"),
    ("Our assessment is that a return is highly improbable.", "highly improbable"),
    ("It is our judgement that the pledge is nearly certain to be kept.", "nearly certain"),
    ("This briefing assesses that a recall is extremely likely.", "extremely likely"),
    ("It is assessed that an attack is highly likely.", "highly likely"),
    ("We therefore believe that there is only a remote chance of it.", "remote chance"),
    ("We expect a settlement, which is now highly probable.", "highly probable"),
    ("In our assessment, a new round is about as likely as not.", "about as likely as not"),
    ("We estimate that a collapse is exceptionally unlikely.", "exceptionally unlikely"),
    ("We see a realistic possibility of new raids.", "realistic possibility"),
    ("We judge it virtually certain that the base stays shut.", "virtually certain"),
    ("I think that a visit is probable.", "probable"),
    ("In the authors' view an accord is improbable.", "improbable"),
]


@pytest.mark.parametrize(("said", "word"), OF_ANOTHER_LADDER)
def test_a_judgement_in_words_of_another_ladder(said: str, word: str) -> None:
    assert _marked(OURS + said, MIXED) == [word]


NO_JUDGEMENT = [
    # What others think
    "The ministry said that a deal was highly likely.",
    "According to Reuters, a realistic possibility of talks remains.",
    "The agency assessed in 2019 that a return was highly improbable.",
    "Analysts believe that he will probably resign.",
    "Observers thought a coup highly unlikely.",
    "Moscow expects that the pipeline will probably be closed.",
    # Narrative
    "The letter was probably written in the autumn of 1918.",
    "The bridge had almost certainly been mined by then.",
    "It was highly unlikely company for a minister to keep.",
    "The road is probably the worst in the country.",
    "The remote chance of rain did not keep them at home.",
    "Nobody thought the match was nearly certain to be lost.",
    # Quotations and what is about the words
    "He called it “highly likely” and left the room.",
    'The note calls that "a realistic possibility", no more.',
    "> We assess that it is highly likely that the pact will hold.",
    "We do not say “highly likely” where we mean “very likely”.",
    "A memoir is called “We Judge It Highly Likely”.",
    "## Is a treaty highly likely?",
    "| Word | Range |\n|:-----|:------|\n| highly likely | 80 to 90 per cent |",
    "Highly likely\n:   a term of the British yardstick.",
    "We use four words: unlikely, probable, highly likely and almost certain.",
    "# Outlook\n\n- Highly likely: 80 to 90 per cent\n- **Probable** (55 to 75 per cent)",
    "`we judge it highly likely` is what the macro prints.",
    "[Мы считаем, что это highly likely]{lang=ru} is how it is mocked.",
    # The same ladder, and words of none
    "We assess that a second war is very unlikely.",
    "We judge that a treaty is likely and a war almost certain to be avoided.",
    "We think that the probable cause was a missile.",
    "We believe a war to be less likely now than in 2020.",
    "We assess that the most likely outcome is a freeze.",
    "We consider the likely successor a moderate.",
]


@pytest.mark.parametrize("text", NO_JUDGEMENT)
def test_words_that_are_no_judgement_of_the_briefing(text: str) -> None:
    assert not _marked(OURS + text, MIXED)


def test_all_of_the_british_yardstick_is_one_ladder() -> None:
    said = """
We assess that a war is highly unlikely. We assess that a treaty is a realistic possibility.
We judge that trade is likely to grow and will probably shift. We judge that the border will
almost certainly stay shut. We see a remote chance of a coup, and unrest is highly likely.
"""
    assert not _marked(said, MIXED)


def test_the_words_of_most_judgements_are_those_of_the_briefing() -> None:
    said = """
We assess that a war is highly unlikely. We assess that a treaty is a realistic possibility.
We judge that a visit is very likely.
"""
    (finding,) = told(said, MIXED)

    assert finding.at.span.text == "very likely"
    assert finding.related[0].span.text == "highly unlikely"
    assert "the PHIA yardstick" in finding.message
    assert "`highly likely`" in (finding.help or "")


ROWS = """
We assess that a war is very unlikely, and that a treaty is very likely. We assess that trade is
highly probable.
"""


def test_the_rows_of_the_directive_are_not_to_be_mixed() -> None:
    assert _marked(ROWS, MIXED) == ["highly probable"]


def test_the_rows_may_be_mixed_where_the_briefing_says_that_they_mean_the_same() -> None:
    note = "“Very likely” and “highly probable” indicate the same probability here."

    assert not _marked(f"{ROWS}\n{note}", MIXED)


def test_sections_of_judgements_are_looked_at_without_a_first_person() -> None:
    text = """
# Key judgements

The pact is very likely to hold. A breach is highly unlikely. Our confidence in both is low.

# Background

A breach was always highly unlikely.
"""
    assert _marked(text, MIXED) == ["highly unlikely"]


def test_a_briefing_in_another_language_is_left_alone() -> None:
    settings = '[briefing]\ntitle = "T"\nlanguage = "de"\n'
    text = f"{OURS}We judge it highly likely."

    assert not told(text, MIXED, settings=settings)
    assert told(text.replace("We", "\n::: {lang=en}\nWe") + "\n:::", MIXED, settings=settings)


# Confidence

MIXTURES = [
    ("We assess with high confidence that a deal is likely.", "with high confidence"),
    ("We have moderate confidence that it will very likely hold.", "have moderate confidence"),
    ("With low confidence, we judge that a raid is unlikely.", "With low confidence"),
    ("We are highly confident that the base will almost certainly close.", "highly confident"),
    ("It is assessed with low to moderate confidence that he is likely to go.",
     "with low to moderate confidence"),
    ("We judge, with a high degree of confidence, that war is unlikely.",
     "with a high degree of confidence"),
    ("A return is unlikely in our judgement, and our confidence is high.", "confidence is high"),
    ("We believe it likely (moderate confidence) that the pipe will be cut.",
     "moderate confidence"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "level"), MIXTURES)
def test_confidence_and_likelihood_in_one_sentence(said: str, level: str) -> None:
    assert _marked(said, BOTH) == [level]


NO_MIXTURES = [
    "We assess that a deal is likely. We have high confidence in that.",
    "Our confidence is low, because the sources are few.",
    "The agency assessed with moderate confidence that a leak was likely.",
    "Confidence says nothing about how likely an event is.",
    "We expect that consumer confidence is low and a recession likely.",
    "We think that low confidence in the courts is likely to deter investors.",
    "We judge that confidence-building measures are likely to fail.",
    "A vote of no confidence is likely, we believe.",
    "We have high confidence that the most likely cause was a missile.",
    "“We have high confidence that it is likely,” the minister said.",
    "We are confident that the likely winner will sign.",
    "Public confidence is high, and we expect that a yes is likely.",
    "We judge that high confidence among traders makes a rise likely.",
]


@pytest.mark.parametrize("said", NO_MIXTURES)
def test_sentences_that_mix_nothing(said: str) -> None:
    assert not _marked(said, BOTH)


STATED = [
    "Confidence is moderate.",
    "Our confidence in this judgement is low.",
    "Confidence in both judgements is high.",
    "We say so with high confidence.",
    "Confidence: low",
    "Confidence level: high.",
    "(moderate confidence)",
    "This is a low-confidence judgement.",
    "We are not very confident in this.",
    "Confidence is **moderate**.",
    "We have only low confidence in it.",
]
NOT_STATED = [
    "Confidence must be given.",
    "The vote of confidence failed.",
    "Public confidence is low.",
    "Investor confidence is high.",
    "High confidence in the lira returned.",
    "Talks on confidence-building went on.",
    "He spoke with confidence.",
]


@pytest.mark.parametrize("said", STATED)
def test_a_sentence_that_states_confidence(said: str) -> None:
    assert any(map(states_confidence, _own(said)))
    assert not _marked(f"::: judgement\nThe road will open. {said}\n:::", WITHOUT)


@pytest.mark.parametrize("said", NOT_STATED)
def test_a_sentence_that_states_no_confidence(said: str) -> None:
    assert not any(map(states_confidence, _own(said)))
    assert _marked(f"::: judgement\nThe road will open. {said}\n:::", WITHOUT) == ["judgement"]


def test_confidence_in_the_braces_is_enough() -> None:
    assert not _marked("::: {.judgement confidence=low}\nThe road will open.\n:::", WITHOUT)


def test_confidence_that_is_misspelt_in_the_braces_is_told_once() -> None:
    for braces, word in [
        ("{.judgement confidence=hihg}", "hihg"),
        ("{.judgement confidance=high}", "confidance"),
        ("{.judgement confidence=low likelihood=probable}", "probable"),
        ('{.judgement confidence=low likelihood=""}', "likelihood"),
    ]:
        text = f"::: {braces}\nThe road will open.\n:::"

        assert _marked(text, UNKNOWN) == [word]
        assert not _marked(text, WITHOUT)


@pytest.mark.parametrize("level", ["low", "moderate", "high"])
@pytest.mark.parametrize("likelihood", LIKELIHOODS)
def test_the_levels_that_are_printed_are_known(level: str, likelihood: str) -> None:
    text = f"::: {{.judgement likelihood={likelihood} confidence={level} title=X #box:a}}\nSo.\n:::"

    assert not _marked(text, UNKNOWN)


def test_judgements_in_a_section_without_boxes() -> None:
    text = """
# Key judgements

- The pact is very likely to hold. Confidence is moderate.
- A breach is unlikely.
- Trade will almost certainly grow.

  Confidence is low, because figures are old.
- The summit is likely to be held.

## Why

The sources are few.

# Background

A treaty was always likely.
"""
    assert _marked(text, WITHOUT) == ["unlikely", "likely"]


def test_one_sentence_may_state_confidence_for_a_section() -> None:
    text = "# Key judgements\n\nWar is unlikely.\n\nPeace is likely.\n\n{} is low.\n"

    assert not _marked(text.format("Our confidence in these judgements"), WITHOUT)
    assert not _marked(text.format("Our confidence in both"), WITHOUT)
    assert _marked(text.format("The river"), WITHOUT) == ["unlikely", "likely"]


def test_other_boxes_and_other_sections_need_no_confidence() -> None:
    text = "::: box\nWar is unlikely.\n:::\n\n# Outlook\n\nWe assess that peace is likely.\n"

    assert not _marked(text, WITHOUT)


def test_no_text_takes_long() -> None:
    """Without a clock: what is not in proportion does not end."""
    for piece in ("likely ", "we assess ", "“", "'", "high confidence in ", "very "):
        _marked(f"# Key judgements\n\n{piece * (50_000 // len(piece))}", MIXED)
