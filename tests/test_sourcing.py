"""What covers a claim or a quotation, what a judgement rests on, and days that have passed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checking import SETTINGS, WORK, checked, told

CITED = "The road is open.[@a]\n\n"
TABLE = "| Year | Rise | Fall |\n|--|--|--|\n| 2023 | 4.5 | 3.5 |\n| 2024 | 12 | 11 |"


def _words(rule: str, text: str, **given: str) -> list[str]:
    return [diagnostic.at.span.text for diagnostic in told(text, rule, **given)]


# Claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("It rose by 40 per cent.", ["40 per cent"]),
        ("It rose by 40 per cent. It fell by 30 per cent.", ["40 per cent"]),
        ("It rose by 40 per cent.\n\nIt fell by 30 per cent.", ["40 per cent", "30 per cent"]),
        ("It rose.[@a] Then it fell by 40 per cent.", ["40 per cent"]),
        ("It rose by *40* per cent.", ["40* per cent"]),
        ("It rose by 3,000--4,000 tonnes, and \\$4.4 billion.", ["3,000--4,000 tonnes"]),
        ("- It rose by 40 per cent.\n- It fell by 30 per cent.", ["40 per cent"]),
        ("- It rose by 40 per cent.[@a]\n- It fell by 30 per cent.", ["30 per cent"]),
        ("> **Note:** something else.\n\nIt rose by 40 per cent.", ["40 per cent"]),
        ("::: {.box}\nIt rose by 40 per cent.\n:::", ["40 per cent"]),
        ("Term\n:   It rose by 40 per cent.", ["40 per cent"]),
        ("According to the ministry, it fell.", ["According to the ministry"]),
        ("In June the minister said it fell.", ["minister said"]),
        (
            TABLE + "\n\n: Rise and fall.",
            ["Rise and fall."],
        ),
        (
            "::: {.chronology}\n3 May\n:   A.[@a]\n\n4 May\n:   B.[@a]\n\n5 May 2020\n:   C.\n:::",
            ["5 May 2020"],
        ),
    ],
)
def test_a_claim_without_a_source_is_told(text: str, claims: list[str]) -> None:
    assert _words("uncited-claim", f"{CITED}{text}\n") == claims


@pytest.mark.parametrize(
    "text",
    [
        "It rose by 40 per cent.[@a]",
        "It rose by 40 per cent [@a].",
        "It rose by 40 per cent. [@a]",
        "It rose by 40 per cent,[@a] and 12 May 2024 was the day.",
        "It rose by 40 per cent. It fell by 30 per cent.[@a]",
        "@a says that it rose by 40 per cent.",
        "It rose by 40 per cent.[^1]\n\n[^1]: So they say.",
        "It rose by 40 per cent.^[So they say.]",
        "It rose by [40 per cent](https://example.org/2024).",
        "It rose by 40 per cent (see chapter 3).",
        "It rose by 40 per cent (Smith and Jones 2019, p. 4).",
        "# Two {#sec:two}\n\nIt rose by 40 per cent (@sec:two).",
        "It did this:[@a]\n\n- it rose by 40 per cent\n- it fell by 30 per cent",
        "It did this in May 2020:\n\n- it rose[@a]\n- it fell",
        "- it rose by 40 per cent;\n- it fell by 30 per cent.[@a]",
        "# Key judgements\n\nIt rose by 40 per cent.",
        "# Executive summary\n\n## More\n\nIt rose by 40 per cent.",
        "# Scope and method\n\nIt rose by 40 per cent.",
        "# Conclusions\n\nIt rose by 40 per cent.",
        "# Fazit\n\nIt rose by 40 per cent.",
        "## A rise of 40 per cent\n\nIt rose.",
        "::: {.abstract}\nIt rose by 40 per cent.\n:::",
        "::: {.glossary}\nRise\n:   40 per cent\n:::",
        "::: {.epigraph}\nIt rose by 40 per cent.\n:::",
        "It rose by `40 per cent` and $40 %$.\n\n```\n40 per cent\n```",
        "Source: the ministry, 12 May 2024.",
        "It rose by 40 per cent.[@a]\n\nThe rise of 40 per cent was a surprise.",
        "::: {lang=de}\nEs geschah im Jahr 2020, and the minister said so.\n:::",
        "::: {.chronology}\n3 May 2020\n:   One.\n\n4 May 2020\n:   Two.\n:::",
        TABLE + "\n\n: Rise and fall. Source: the ministry.",
        "| Year | Rise | Fall |\n|--|--|--|\n| 2023 | 4.5[@a] | 3.5 |\n| 2024 | 12 | 11 |",
        "@tbl:x shows it.[@a]\n\n" + TABLE + "\n\n: Rise and fall. {#tbl:x}",
        "| Name | Place |\n|--|--|\n| One | Two |",
        "<!-- It rose by 40 per cent. -->",
        "It rose by 10^6^ and to H~2~O.",
    ],
)
@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_what_has_a_source_or_is_no_claim_is_not_told(text: str, style: str) -> None:
    settings = f'{SETTINGS}[citations]\nstyle = "{style}"\n'

    assert _words("uncited-claim", f"{CITED}{text}\n", settings=settings) == []


def test_the_dates_of_the_briefing_itself_are_no_claims() -> None:
    settings = f"{SETTINGS}updated = 2026-01-31\n"

    assert _words("uncited-claim", f"{CITED}It ends on 31 January 2026.", settings=settings) == []
    assert _words("uncited-claim", f"{CITED}It ends on 30 January 2026.", settings=settings) != []


def test_of_a_manuscript_that_cites_nothing_nothing_is_told() -> None:
    text = "It rose by 40 per cent.\n\n> We shall not wait for others to open the road again.\n"
    _, found = checked(text, library="")

    assert not [diagnostic for diagnostic in found if diagnostic.rule.family == "sourcing"]


def test_what_follows_a_claim_in_its_paragraph_is_told_with_it() -> None:
    text = " ".join(f"It rose by {n} per cent." for n in range(10, 20))
    (diagnostic,) = told(CITED + text, "uncited-claim")

    assert diagnostic.message.endswith("`10 per cent`, nor for 9 more in this paragraph")
    assert diagnostic.related[0].span.text == "11 per cent"
    assert len(diagnostic.related) == 5


# Quotations

LONG = "We shall not wait for others to open the road"


@pytest.mark.parametrize(
    "text",
    [
        f'She said: "{LONG}."',
        f"She said: “{LONG}.”",
        f"She said: ‘{LONG}.’",
        f"Sie sagte: „{LONG}.“",
        f"Elle dit : « {LONG}. »",
        f"Sie sagte: »{LONG}.«",
        f"It is known.[@a] “{LONG},” she said. The road was closed. It stayed so.[@a]",
        f"- “{LONG},” she said.",
        f"> {LONG}.",
        f"Text.\n\n> {LONG},\n> and never again.\n\nMore text.",
        "Он сказал: «Мы не будем ждать, пока другие откроют эту дорогу».",
        "他说：「我们不会等待别人来打开这条道路，永远不会。」",
    ],
)
def test_a_quotation_without_a_source_is_told(text: str) -> None:
    assert len(_words("unattributed-quotation", f"{CITED}{text}\n")) == 1


@pytest.mark.parametrize(
    "text",
    [
        f'She said: "{LONG}."[@a]',
        f'She said: "{LONG}" [@a].',
        f'As @a has it, "{LONG}."',
        f"“{LONG},” she said. Others agreed.[@a]",
        f"“{LONG},” she said. “{LONG},” he said. “{LONG},” they said.[@a]",
        "A “special military operation” began, the so-called “road of friendship and peace”.",
        "It is called “The Decline and Fall of the Roman Empire and What Came After”.",
        "The article “How the west lost its way and why that matters now” is known.",
        f"The code is `print('{LONG}')`.",
        f"> {LONG}.[@a]",
        f"> {LONG}.\n>\n> — Thucydides",
        f"As she wrote:[@a]\n\n> {LONG}.",
        f"> {LONG}.\n\nSo the report.[@a] It went on.",
        "> **Note:** this is a remark of our own, and not a quotation of anybody.",
        "> - A list is no quotation of anybody, but rather an inset of our own.",
        f"::: {{.epigraph}}\n> {LONG}.\n:::",
        f"```\n“{LONG}”\n```",
        "The ministers' decision, and the others' wish to open it, weren't known in '98 or before.",
        "It is 6' 2\" long and 5' 3\" wide, as all of the others in this row of houses are.",
        "A “quotation that is never closed goes on and on until the paragraph ends.",
        f"# “{LONG}”\n\nText.",
    ],
)
@pytest.mark.parametrize("style", ["chicago-notes-bibliography", "apa"])
def test_a_quotation_with_a_source_and_what_is_none_is_not_told(text: str, style: str) -> None:
    settings = f'{SETTINGS}[citations]\nstyle = "{style}"\n'

    assert _words("unattributed-quotation", f"{CITED}{text}\n", settings=settings) == []


# Judgements and outlets

LIBRARY = (
    WORK
    + """@book{b, author = {Roe, Jo}, title = {Other}, date = {2021}, location = {Baku}}
@online{r1, title = {One}, organization = {Reuters}, date = {2024}, url = {https://reuters.com/1}}
@online{r2, title = {Two}, publication = {Reuters}, date = {2024}, url = {https://x.example/2}}
@online{r3, title = {Three}, author = {Doe, Ann}, date = {2024}, url = {https://www.reuters.com/3}}
@online{p, title = {Lost}, sourcestate = {placeholder}, url = {https://example.org/4}}
@article{j1, author = {Doe, A.}, title = {J}, journaltitle = {Journal}, volume = {1}, date = {2020}}
@article{j2, author = {Roe, Jo}, title = {K}, journaltitle = {Journal}, volume = {2}, date = {2021}}
"""
)


def _judgement(text: str, behind: str = "") -> list[str]:
    page = f"::: {{.judgement}}\n{text}\n:::\n\n{behind}\n\nAll.[@b]\n"
    return [d.message for d in told(page, "single-source-judgement", library=LIBRARY)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("It is likely.", "cites nothing"),
        ("It is likely.[@a]", "one work, `a`"),
        ("It is likely.[@a] It is so.[@a, p. 4]", "one work, `a`"),
        ("It is likely.[@a; @p]", "one work, `a`"),
        ("It is likely.[@p]", "cites nothing"),
        ("It is likely.[@r1; @r2; @r3]", "3 works of one origin, Reuters"),
    ],
)
def test_a_judgement_on_one_source_is_told(text: str, message: str) -> None:
    (told,) = _judgement(text)

    assert message in told


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("It is likely.[@a; @b]", ""),
        ("It is likely.[@r1; @a]", ""),
        ("It is likely.[@j1; @j2]", ""),
        ("It is likely (@sec:x).", "# X {#sec:x}\n\nOne.[@a]\n\n## Y\n\nTwo.[@b]"),
        ("It is likely.[@a] See [there](#sec:x).", "# X {#sec:x}\n\nOne.[@b]"),
        ("It is likely (@tbl:x).", "| A |\n|--|\n| b[@a] |\n\n: C[@b] {#tbl:x}"),
    ],
)
def test_a_judgement_on_two_sources_is_not_told(text: str, behind: str) -> None:
    assert _judgement(text, behind) == []


def _cites(**times: int) -> str:
    return " ".join(f"It is so.[@{key}]" for key, count in times.items() for _ in range(count))


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"r1": 4, "r2": 4, "r3": 2, "a": 15}, "Reuters gives 10 of 25 citations (40 per cent)"),
        ({"r1": 4, "r2": 4, "a": 16}, ""),
        ({"r1": 10, "a": 5}, ""),
        ({"a": 30, "r1": 2}, ""),
        ({"j1": 15, "j2": 15, "r1": 2}, ""),
        ({"p": 20, "a": 5}, ""),
    ],
)
def test_an_outlet_with_more_than_a_third_of_many_citations_is_told(
    times: dict[str, int], words: str
) -> None:
    found = told(_cites(**times), "source-dominance", library=LIBRARY)

    assert [diagnostic.message for diagnostic in found] == ([words] if words else [])


def test_the_organisation_that_publishes_the_briefing_is_named_as_such() -> None:
    settings = f'{SETTINGS}organisation = "reuters"\n'
    (found,) = told(_cites(r1=20, a=5), "source-dominance", library=LIBRARY, settings=settings)

    assert found.message.startswith("Reuters, which publishes the briefing, gives 20 of 25")


# Days

FACTS = f"{SETTINGS}as_of = 2025-03-31\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The port will open by June 2024.", "June 2024"),
        ("The port will be opened in 2023.", "2023"),
        ("The port is expected to open on 1 March 2025.", "1 March 2025"),
        ("Exports are set to double by 2024, the ministry hopes.", "2024"),
        ("The ministry plans to close it by the end of 2024.", "2024"),
        ("The state aims to double its exports by 2020.", "2020"),
        ("It is due to be\nfinished by December 31, 2024.", "December 31, 2024"),
        ("The work will end no later than the first half of 2024.", "first half of 2024"),
        ("A line will be laid before summer 2023.", "summer 2023"),
    ],
)
def test_a_future_that_has_passed_is_told(text: str, day: str) -> None:
    found = _words("expired-future", text, settings=FACTS)

    assert [" ".join(words.split())[-len(day) :] for words in found] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "The port will open by June 2025.",
        "The port will open by the end of 2025.",
        "The port will open by March 2025.",
        "In 2023 the ministry said that the port will open by June 2024.",
        "It promised that the port will open by 2024.",
        "The port was expected to open by June 2024.",
        "The port was to be opened by 2024, and its plans to do so by 2023 failed.",
        "“The port will open by June 2024,” she said.",
        "> The port will open by June 2024.",
        "If it opens, it will be because of the vote in 2019.",
        "The report will look at the war of 2020 and the vote in 2021.",
        "It will build on the agreement signed in 2019.",
        "It will be judged by 2020 standards.",
        "The will of 2020 is known, and the good will by 2021 was gone.",
        "The `will open by June 2024` is code.",
        "The committee has worked by the rules since 2019.",
        "It will have been open by 2024 for long.",
    ],
)
def test_what_is_still_to_come_or_was_said_then_is_not_told(text: str) -> None:
    assert _words("expired-future", text, settings=FACTS) == []


def test_without_a_day_of_its_own_or_in_another_language_nothing_is_past() -> None:
    text = "The port will open by June 2004."

    assert _words("expired-future", text) == []
    assert _words("expired-future", text, settings=f'{FACTS}language = "de"\n') == []
    assert _words("expired-future", text, settings=f"{SETTINGS}published = 2005-01-01\n") != []


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("The port is currently closed.", "en", "currently"),
        ("It is closed at the time of writing.", "en", "at the time of writing"),
        ("So far this year it was closed.", "en", "So far this year"),
        ("It was closed last month.", "en", "last month"),
        ("To date nothing came.", "en", "To date"),
        ("Recently it closed. It is now dry. Today nobody comes.", "en", "Recently"),
        ("Der Hafen ist derzeit geschlossen.", "de", "derzeit"),
        ("Le port est actuellement fermé.", "fr", "actuellement"),
        ("В настоящее время порт закрыт.", "ru", "В настоящее время"),
        ("Hazırda liman bağlıdır.", "az", "Hazırda"),
    ],
)
def test_words_of_the_moment_need_a_day(text: str, language: str, words: str) -> None:
    settings = f'{SETTINGS}language = "{language}"\n'
    found = _words("missing-as-of", text, settings=settings)

    assert [found[0].endswith(words), len(found)] == [True, 1]
    assert _words("missing-as-of", text, settings=f"{settings}as_of = 2025-01-01\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "The port was recently closed.",
        "Now consider the port. It was closed by now.",
        "“The port is currently closed,” she said.",
        "> It is closed at present.",
        "It closed in the last month of 2024, until recently.",
        "It is hard to date the charter. To date from then is usual.",
        "The code says `currently`.",
        "At the moment of the crash it was closed.",
    ],
)
def test_words_that_mean_another_moment_need_none(text: str) -> None:
    assert _words("missing-as-of", text) == []


# Odd and hostile input


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["40 per cent", "“", "”", '"', "> ", "\n\n", "\n", "- ", "[@a]", ". ", "will by 2020 ",
             "word ", "::: {.judgement}\n", "\n:::\n", "currently ", "# ", "|", "*", "[^1]", "(",
             "12 May 2024", "$", "\\", "&amp;", "--", "said that ", "'", "«", "»", "@sec:x "]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_no_text_is_too_odd(parts: list[str]) -> None:
    _, found = checked("A.[@a]\n\n" + "".join(parts), settings=FACTS)

    for diagnostic in found:
        assert diagnostic.at.span.end <= len(diagnostic.at.span.source.text)


@pytest.mark.parametrize(
    "text",
    ["1", "1 ", "1,111 ", "“", '"a ', "> a\n", "will ", "will by the ", "said ", "May ", "(A ",
     "40 per cent. ", "- 40 per cent\n", "is expected to ", "currently ", "A ", "12 May 2024 "],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    """Without a clock: what is not in proportion does not end."""
    checked("A.[@a]\n\n" + text * (30_000 // len(text)), settings=FACTS)


# What another finding causes


@pytest.mark.parametrize(
    "mark", ["[@lost]", "[@a,@b]", "[^lost]", " [@a, p. 3", " apnews.com", " 【3†source】"]
)
def test_a_source_that_was_named_in_vain_is_not_missed_too(mark: str) -> None:
    text = (
        f"Exports rose by 12.5 per cent in 2024{mark}.\n\n"
        f"He said that “they will be higher in the next year, and in all after it”{mark}.\n\n"
        f"::: {{.judgement likelihood=likely confidence=low}}\nThey will rise{mark}.\n:::\n\n"
        "All is well.[@a]\n"
    )
    rules = {finding.rule for finding in checked(text)[1]}

    assert not {rule.name for rule in rules if rule.family == "sourcing"}
    assert rules
