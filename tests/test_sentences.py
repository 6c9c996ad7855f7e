"""Where sentences end, and where their words were written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.checks.sentences import OBJECT, Passage, passage, sentence_of, sentences
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Paragraph, walk
from briefing_build.markdown import parse_chapter
from briefing_build.resolve import Briefing
from briefing_build.source import SourceFile
from checking import checked

# Each line is a text; a bar stands where one sentence ends and the next begins.
TEXTS = """
Trade grew by 3.5 per cent. | It had fallen before.
The U.S. Army left. | It went home.
He lives in the U.S. | The army does not.
He went to the U.S. and stayed.
Dr. Smith met Gen. J. R. Jones at 5 p.m. on Monday.
The vote ended at 5 p.m. | Turnout was low.
See e.g. the report, i.e. the first one.
Smith et al. found this. | Others did not.
Smith et al. | The others agree.
“It is over.” | He left.
“Why?” he asked. | “Because,” she said.
"It is over." | He left.
He said: “No!” | Then he went… | Nothing more came.
It went on ... and on.
It cost approx. 5 million.
It is on p. 12 of vol. II. | So he says.
No. 5 is meant, not no. 6. | They said no. | We stay.
Acme Inc. bought it from Acme Inc. | The price is unknown.
Vitamin C. | It helps.
Plan B. Smith left.
(It ended.) | But it went on.
*It ended.* | But it went on.
It ended.[1] goes on.
Version 2.0.1 came out. | Then came 2.1.
It happened in 2024. | In 2025 it did not.
It has 12. | The other has 13.
What?! | Yes.
On 5 Dec. 2024 it fell. | On 6 Dec. | The rest is known.
St. Petersburg and Mt. Agri. | Both are far.
Am 3. Oktober 1990 kam die Einheit. | Das war z. B. in Berlin so.
Er kam am 12. März bzw. am 14. Mai. | Dann ging er.
Es gibt Äpfel, Birnen usw. | Das reicht.
Le 3 mars, M. Dupont est parti. | Il est revenu.
« C’est fini. » | Il partit.
В 2024 г. Россия ушла. | Это известно.
Выросли цены и т. д. | Потом упали.
Им. Ленина, ул. Мира, д. 5. | Всё.
Торговля выросла до 4 млрд долл. США. | Это много.
2024-cü ildə ticarət artdı. | Bu çoxdur.
Նա գնաց։ | Նա եկավ։
我们走。 | 他来了！ | 好。
「もう終わった。」 | 彼は去った。
هل ذهب؟ | نعم.
"""


@pytest.mark.parametrize("line", TEXTS.strip().split("\n"))
def test_a_text_has_these_sentences(line: str) -> None:
    parts = line.split(" | ")
    text = " ".join(parts)

    assert [text[start:end] for start, end in sentences(text)] == parts


@given(st.text("aA1 .!?…”“\"'»()\n。é\ufffc"))
def test_sentences_have_every_word_once_and_in_order(text: str) -> None:
    ranges = sentences(text)

    assert "".join("".join(text[a:b].split()) for a, b in ranges) == "".join(text.split())
    assert all(a < b for a, b in ranges)
    assert all(first.end <= second.start for first, second in pairwise(ranges))


@pytest.mark.parametrize("sign", [".", "A. ", "a. ", '."', "e.g. ", ".*", "1. ", "。", "т. д. "])
def test_a_text_of_stops_takes_no_longer_than_other_text(sign: str) -> None:
    """Without a clock: what is not in proportion does not end."""
    sentences(sign * 50_000)


def _passage(text: str, language: str = "en") -> Passage:
    chapter = parse_chapter(SourceFile("01.md", text), language, Diagnostics())
    (paragraph,) = [node for node in walk(chapter.blocks) if isinstance(node, Paragraph)]
    return passage(paragraph.content)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Exports rose by *17.5* per cent.", "17.5"),
        ("They rose in 2000--06, and again by 17 in 2010--12.", "17"),
        ("It cost \\$4.4 billion, and then 4.4 again.", "4.4"),
        ("> It rose\n> by 17 per cent.", "17 per cent"),
        ("The “end” --- it came &amp; went in 12 days.", "12 days"),
        ("[The *17* ships](https://example.org/17) sank.", "17"),
    ],
)
def test_words_lead_back_to_where_they_were_written(text: str, words: str) -> None:
    made = _passage(text)
    start = made.text.index(words)
    span = made.span(start, start + len(words))

    assert span.text == words
    assert span.start == text.index(words)


def test_what_is_no_words_is_one_sign() -> None:
    made = _passage("Run `make` and $x^2$ and ![a](b.png).")

    assert made.text == f"Run {OBJECT} and {OBJECT} and {OBJECT}."


def _resolved(briefing: Briefing) -> list[Passage]:
    return [
        passage(node.content)
        for chapter in briefing.chapters
        for node in chapter.blocks
        if isinstance(node, Paragraph)
    ]


@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("One.[@a] Two. Three [@a].", [0, 2]),
        ("One [@a]. Two.", [0]),
        ("One. [@a] Two.", [0]),
        ("One. @a says two.", [1]),
        ("One -- 2.[@a] Two -- 3 [@a].", [0, 1]),
    ],
)
def test_a_mark_belongs_to_the_sentence_before_it(
    style: str, text: str, numbers: list[int]
) -> None:
    settings = f'[briefing]\ntitle = "T"\n[citations]\nstyle = "{style}"\n'
    briefing, _ = checked(text, settings=settings)
    (made,) = _resolved(briefing)
    ranges = made.sentences()

    assert sorted({sentence_of(ranges, mark.place) for mark in made.marks}) == numbers


@given(st.text("a1 .-\\$*[@a];>\n\"'&"))
def test_every_part_of_a_passage_stands_in_the_source(text: str) -> None:
    briefing, _ = checked(text)
    for made in _resolved(briefing):
        for start, end in made.sentences():
            assert made.span(start, end).text
            assert made.span(start, start + 1).text
