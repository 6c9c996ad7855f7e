"""A rescue as a whole: what was pasted goes in, files come out, and nothing is lost or made up."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build import BriefingError, Diagnostics, check, is_clean
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights
from briefing_build.rescue import Rescued, go_on, read_companion, read_pasted, rescue
from briefing_build.rules import Severity

DAY = date(2026, 1, 31)
REPORT = """\
The ferry and the fund

Why did a ferry cost more than a bridge? The answer is a fund.

The ferry

The ferry was bought in spring (nobody knows from whom) reuters.com. It sank in May\u00a0 \
apnews.comapnews.com.

  • Its crew swam ashore bbc.co.uk+2. Nobody was charged.

  • Its owner lives in Malta timesofmalta.com, and the fund in Dublin politico.euirishtimes.com.

The fund

The fund paid 3 million “for repairs” ft.com. It has * two [2] directors_of note.

Here are some pictures of the ferry:

  1. Map of the strait – with the wreck in red youtube.com+8reuters.com+8.

  2. Photo of the ferry in port (2019) – taken from the air.




Comments

Popular posts from this blog

How to bake bread in a tin
"""


def _rescued(text: str = REPORT, name: str = "report.txt", *companions: tuple[str, str]) -> Rescued:
    known = [read_companion(read_pasted(name, data.encode())) for name, data in companions]
    return rescue(read_pasted(name, text.encode()), text.encode(), known, DAY)


def _pairs(rescued: Rescued) -> list[tuple[str, str, int]]:
    return [(pair.written, pair.key, pair.hidden) for pair in rescued.ledger.pairs]


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def _text_of(files: dict[str, str]) -> str:
    """All words that are the report's: title, chapters, what is set aside."""
    title = tomllib.loads(files["manuscript/briefing.toml"])["briefing"]["title"]
    chapters = [text for path, text in files.items() if path.endswith(".md") and "/" in path]
    text = "\n".join([title, *chapters, files.get("set-aside.md", "")])
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return re.sub(r"\\(?=\W)", "", re.sub(r"\[@[^\]\n]*\]", " ", text))


# The whole


def test_a_report_becomes_chapters_with_keys_at_their_places() -> None:
    files = _rescued().files

    assert files["manuscript/01-the-ferry.md"] == (
        "# The ferry\n\n"
        "The ferry was bought in spring (nobody knows from whom).[@reuters-com] It sank in "
        "May.[@apnews-com]\n\n"
        "- Its crew swam ashore.[@bbc-co-uk] Nobody was charged.\n\n"
        "- Its owner lives in Malta,[@timesofmalta-com] and the fund in "
        "Dublin.[@politico-eu; @irishtimes-com]\n"
    )
    assert files["manuscript/02-the-fund.md"] == (
        "# The fund\n\n"
        "The fund paid 3 million “for repairs”.[@ft-com] "
        "It has \\* two \\[2\\] directors_of note.\n"
    )


def test_every_source_of_a_run_is_a_pair_of_the_ledger() -> None:
    assert _pairs(_rescued()) == [
        ("reuters.com", "reuters-com", 0),
        ("apnews.com", "apnews-com", 0),
        ("apnews.com", "apnews-com", 0),
        ("bbc.co.uk+2", "bbc-co-uk", 2),
        ("timesofmalta.com", "timesofmalta-com", 0),
        ("politico.eu", "politico-eu", 0),
        ("irishtimes.com", "irishtimes-com", 0),
        ("ft.com", "ft-com", 0),
        ("youtube.com+8", "youtube-com", 8),
        ("reuters.com+8", "reuters-com", 8),
    ]


def test_title_sections_pictures_and_the_page_around_are_told_apart() -> None:
    rescued = _rescued()
    settings = tomllib.loads(rescued.files["manuscript/briefing.toml"])["briefing"]

    assert settings["title"] == "The ferry and the fund"
    assert settings["chapters"] == [
        "00-opening.md",
        "01-the-ferry.md",
        "02-the-fund.md",
        "03-here-are-some-pictures-of-the-ferry.md",
    ]
    assert [visual.text for visual in rescued.ledger.visuals] == [
        "Map of the strait – with the wreck in red.",
        "Photo of the ferry in port (2019) – taken from the air.",
    ]
    assert "How to bake bread in a tin" in rescued.files["set-aside.md"]


def test_the_project_builds_and_says_what_is_missing() -> None:
    files = {path: text.encode() for path, text in _rescued().files.items()}
    found = Diagnostics()
    check(read_manuscript(MemoryFiles(files), found), found)

    names = Counter(finding.rule.name for finding in found)
    assert names["placeholder-source"] == 8
    assert not [finding for finding in found if finding.rule.severity is Severity.ERROR]
    assert is_clean(found, Weights())
    assert not is_clean(found, Weights(release=True))


def test_the_worklist_has_the_most_cited_first() -> None:
    heads = re.findall(r"^## (.*)$", _rescued().files["worklist.md"], re.MULTILINE)

    assert heads[:2] == [
        "apnews.com (Associated Press): 2 citations",
        "reuters.com (Reuters): 2 citations; 8 more sources were hidden behind counts",
    ]


def test_the_same_paste_gives_the_same_files() -> None:
    assert _rescued().files == _rescued().files


SENTENCE = st.text("abc ÄéЖ,“”'*_[]()<>#$@~^|`\\!&-–", min_size=1, max_size=40)


@settings(max_examples=150, deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=6), st.booleans())
def test_no_word_is_lost_whatever_signs_stand_among_them(
    sentences: list[str], has_bullets: bool
) -> None:
    begin = "• x" if has_bullets else "x"
    text = "\n\n".join(f"{begin} {sentence} so it was" for sentence in sentences)
    text = f"How it was\n\n{text}\n\nThe end of it reuters.com."
    rescued = _rescued(text)

    assert _words(_text_of(dict(rescued.files))) == _words(text.replace("reuters.com", ""))
    found = Diagnostics()
    files = {path: words.encode() for path, words in rescued.files.items()}
    briefing = check(read_manuscript(MemoryFiles(files), found), found)
    assert briefing.chapters
    assert [f.rule.name for f in found if f.rule.severity is Severity.ERROR] == []


def test_no_word_of_a_report_is_lost() -> None:
    citations = r"(?:[a-z]+\.)+?(?:com|uk|eu)(?:\+\d)?"
    left = re.sub(rf"\b(?:{citations})+", "", REPORT)
    listed = re.sub(r"^\s*\d\.", "", left, flags=re.MULTILINE)
    text = re.sub(r"^\d\.", "", _text_of(dict(_rescued().files)), flags=re.MULTILINE)

    assert _words(text) == _words(listed)


# Parts


def _headings(text: str, name: str = "report.txt") -> list[str]:
    files = _rescued(text, name).files
    chapters = [files[path] for path in files if path.startswith("manuscript/0")]
    return re.findall(r"^#+ .*$", "\n".join(chapters), re.MULTILINE)


def test_numbers_say_how_deep_a_heading_of_plain_text_is() -> None:
    assert _headings(
        "The ferry\n\n1. Background\n\nIt was bought by nobody knows whom reuters.com .\n\n"
        "2. The end\n\n2.1 The storm\n\nIt came up at night and took the mast with it.\n\n"
        "2.2 The wreck\n\nIt lies at forty metres, upright and whole, and full of fish."
    ) == ["# 1. Background", "# 2. The end", "## 2.1 The storm", "## 2.2 The wreck"]


def test_headings_of_markdown_are_as_deep_as_they_say() -> None:
    text = "# T\n\n## A\n\nIt sank reuters.com.\n\n#### B\n\nSo they say.\n\n## C\n\nYes."

    assert _headings(text, "report.md") == ["# A", "## B", "# C"]


def test_what_a_chat_program_says_to_the_one_who_asked_is_set_aside() -> None:
    files = _rescued(
        "Certainly! Here is the report on it:\n\nThe ferry\n\nIt sank in May reuters.com.\n\n"
        "Let me know if you would like me to add a timeline!"
    ).files

    assert files["manuscript/01-opening.md"] == "It sank in May.[@reuters-com]\n"
    assert 'title = "The ferry"' in files["manuscript/briefing.toml"]
    assert "Certainly!" in files["set-aside.md"]
    assert "add a timeline" in files["set-aside.md"]


def test_a_table_of_markdown_stays_one() -> None:
    text = "# Ferry\n\nIt sank.[1]\n\n| Year | Source |\n|---|---|\n| 2019 | [2] |\n\n"
    text += "Citations:\n[1] https://apnews.com/sank\n[2] https://bbc.co.uk/bought\n\nShared so"
    chapter = _rescued(text, "report.md").files["manuscript/01-opening.md"]

    assert "| Year | Source |\n|---|---|\n| 2019 |[@bbc-bought] |" in chapter
    assert "Shared so" in chapter


# What the paste itself still knows


def test_links_that_are_left_are_followed_and_their_tracking_is_not() -> None:
    rescued = _rescued(
        "# Ferry\n\nIt sank ([apnews.com](https://apnews.com/article/sank?utm_source=chatgpt.com)).\n\n"
        "It was [insured](https://example.org/policy).",
        "answer.md",
    )

    (pair,) = rescued.ledger.pairs
    assert (pair.state, pair.url) == ("resolved", "https://apnews.com/article/sank")
    assert "It was [insured](https://example.org/policy)." in str(rescued.files)
    assert "utm_source" not in str(rescued.files)


def test_numbers_lead_to_the_list_of_sources_at_the_end() -> None:
    rescued = _rescued(
        "Ferry\n\nIt was bought in spring of that year[1]. It sank in May.[2][1]\n\nSources\n"
        "1. A purchase. https://www.reuters.com/purchase\n2. https://www.bbc.co.uk/sank?at_medium=x"
    )

    assert [(pair.key, pair.url) for pair in rescued.ledger.pairs] == [
        ("reuters-a-purchase", "https://www.reuters.com/purchase"),
        ("bbc-sank", "https://www.bbc.co.uk/sank"),
        ("reuters-a-purchase", "https://www.reuters.com/purchase"),
    ]
    assert "title        = {A purchase}" in rescued.files["references.bib"]
    assert "https://www.bbc.co.uk/sank?at_medium=x" in rescued.files["set-aside.md"]


# Companions

LINKS = [
    "https://www.reuters.com/bought", "https://apnews.com/one", "https://apnews.com/two",
    "https://www.bbc.co.uk/crew", "https://timesofmalta.com/owner", "https://www.politico.eu/fund",
    "https://www.irishtimes.com/fund", "https://www.ft.com/repairs", "https://youtube.com/map",
    "https://www.reuters.com/map",
]  # fmt: skip


def _page(report: str = REPORT) -> str:
    """The report as a page whose citations are links."""
    links = iter(LINKS)
    page = re.sub(
        r"((?:[a-z]+\.)+(?:com|uk|eu)(?:\+\d)?)(?=[\s.,;+]|[a-z]+\.)",
        lambda match: f'<a href="{next(links)}?utm_source=chatgpt.com">{match[1]}</a>',
        re.sub(r"(\.com|\.eu|\+8)(?=[a-z])", r"\1 ", report),
    )
    return "<html><body><p>" + page.replace("\n\n", "</p><p>") + "</p></body></html>"


def test_a_page_with_live_links_resolves_every_citation() -> None:
    rescued = _rescued(REPORT, "report.txt", ("page.html", _page()))

    assert [pair.url for pair in rescued.ledger.pairs] == LINKS
    assert {pair.state for pair in rescued.ledger.pairs} == {"resolved"}
    assert {pair.resolved_by for pair in rescued.ledger.pairs} == {"page.html"}
    assert "placeholder" not in rescued.files["references.bib"]


def test_a_list_of_addresses_matches_a_site_that_is_in_it_once() -> None:
    rescued = _rescued(REPORT, "report.txt", ("links.txt", "\n".join(LINKS)))
    states = {pair.host: pair.state for pair in rescued.ledger.pairs}

    assert states["ft.com"] == "matched"
    assert states["apnews.com"] == states["reuters.com"] == "ambiguous"
    (entry,) = re.findall(
        r"@online\{apnews-com,.*?^\}", rescued.files["references.bib"], re.MULTILINE | re.DOTALL
    )
    assert "candidates   = {https://apnews.com/one https://apnews.com/two}" in entry


def test_what_no_companion_knows_stays_a_placeholder() -> None:
    rescued = _rescued(REPORT, "report.txt", ("links.txt", "https://example.org/other/page"))

    assert {pair.state for pair in rescued.ledger.pairs} == {"placeholder"}


def test_the_same_words_at_two_places_are_told_apart_by_what_stands_before() -> None:
    text = "In May it rained reuters.com. In June it rained reuters.com. The end of it."
    links = [f'<a href="https://reuters.com/{month}">reuters.com</a>' for month in ("may", "june")]
    page = f"<p>In May it rained {links[0]}. In June it rained {links[1]}. The end of it.</p>"
    rescued = _rescued(text, "a.txt", ("b.html", page))

    assert [pair.url for pair in rescued.ledger.pairs] == [
        "https://reuters.com/may",
        "https://reuters.com/june",
    ]


def test_a_conversation_knows_what_its_tokens_stood_for() -> None:
    token = "\ue200cite\ue202turn0search1\ue201"
    conversation = {
        "mapping": {
            "a": {"message": {"author": {"role": "user"}, "content": {"parts": ["Why?" * 99]}}},
            "b": {
                "message": {
                    "author": {"role": "assistant"},
                    "content": {"parts": [f"# Ferry\n\nIt sank in May.{token} So they say."]},
                    "metadata": {
                        "content_references": [
                            {
                                "matched_text": token,
                                "items": [
                                    {
                                        "title": "Ferry sinks",
                                        "url": "https://apnews.com/sank?utm_source=chatgpt.com",
                                        "pub_date": "2025-05-04T10:00:00",
                                        "attribution": "AP News",
                                        "supporting_websites": [{"url": "https://bbc.co.uk/sank"}],
                                    }
                                ],
                            }
                        ]
                    },
                }
            },
        }
    }
    rescued = _rescued(json.dumps(conversation), "conversation.json")

    (pair,) = rescued.ledger.pairs
    assert (pair.url, pair.hidden) == ("https://apnews.com/sank", 1)
    assert pair.further == ("bbc-sank",)
    assert f"It sank in May.[@{pair.key}; @bbc-sank] So they say." in str(rescued.files)
    assert "date         = {2025-05-04}" in rescued.files["references.bib"]


@pytest.mark.parametrize(
    "value",
    [
        {"choices": [{"message": {"role": "assistant", "content": "It sank in May[1]."}}],
         "citations": ["https://apnews.com/sank"]},
        {"messages": [{"role": "assistant", "content": [{"type": "output_text",
         "text": "It sank in May. So they say.", "annotations": [{"type": "url_citation",
         "start_index": 0, "end_index": 15, "title": "S", "url": "https://apnews.com/sank"}]}]}]},
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "It sank in May."}]},
         "groundingMetadata": {"groundingChunks": [{"web": {"uri": "https://apnews.com/sank"}}],
         "groundingSupports": [{"segment": {"text": "It sank in May."},
         "groundingChunkIndices": [0]}]}}]},
        [{"chat_messages": [{"sender": "assistant", "text": "It sank in May.",
         "content": [{"type": "text", "text": "It sank in May.", "citations": [
         {"url": "https://apnews.com/sank", "start_index": 0, "end_index": 15}]}]}]}],
    ],
    ids=["listed beside", "annotated", "grounded", "in blocks"],
)  # fmt: skip
def test_shapes_of_conversations(value: object) -> None:
    (pair,) = _rescued(json.dumps(value), "answer.json").ledger.pairs

    assert (pair.url, pair.claim.rstrip(".")) == ("https://apnews.com/sank", "It sank in May")


# Going on


def _project(rescued: Rescued) -> dict[str, str]:
    return dict(rescued.files)


def _go_on(project: dict[str, str], *companions: tuple[str, str]) -> Rescued:
    known = [read_companion(read_pasted(name, text.encode())) for name, text in companions]
    return go_on(project, read_pasted("report.txt", REPORT.encode()), REPORT.encode(), known, DAY)


def test_going_on_without_news_changes_nothing() -> None:
    project = _project(_rescued())

    assert _go_on(project).files == {}
    assert _go_on(project, ("links.txt", "https://example.org/other")).files == {}


def test_a_companion_that_comes_later_does_what_it_had_done_at_once() -> None:
    project = _project(_rescued())
    project |= _go_on(project, ("page.html", _page())).files

    assert project == _rescued(REPORT, "report.txt", ("page.html", _page())).files
    assert _go_on(project, ("page.html", _page())).files == {}


def test_what_the_author_mended_stays() -> None:
    project = _project(_rescued())
    chapter = "manuscript/01-the-ferry.md"
    project[chapter] = project[chapter].replace("[@reuters-com]", "[@smith2020, p. 3]", 1)
    project[chapter] = project[chapter].replace("Its crew swam ashore.", "The crew drowned.")
    project["references.bib"] += "@book{smith2020, title = {A Ferry}}\n"
    after = _go_on(project, ("page.html", _page()))

    assert "from whom).[@smith2020, p. 3]" in after.files[chapter]
    assert "The crew drowned.[@bbc-co-uk]" in after.files[chapter]
    assert "@book{smith2020, title = {A Ferry}}" in after.files["references.bib"]
    assert "@online{bbc-co-uk" in after.files["references.bib"]
    assert "@online{ft-com" not in after.files["references.bib"]
    states = {pair.number: (pair.state, pair.key, pair.resolved_by) for pair in after.ledger.pairs}
    assert states[1] == ("resolved", "smith2020", "the author")
    assert states[4] == ("placeholder", "bbc-co-uk", "")
    assert states[8] == ("resolved", "financial-times-repairs", "page.html")


def test_an_entry_that_the_author_completed_stays() -> None:
    project = _project(_rescued())
    bib = project["references.bib"]
    entry = bib[bib.index("@online{ft-com") : bib.index("}\n", bib.index("@online{ft-com"))]
    assert "sourcestate" in entry
    project["references.bib"] = bib.replace(entry, "@online{ft-com,\n  title = {Repairs},\n")
    after = _go_on(project, ("page.html", _page()))

    assert "title = {Repairs}" in after.files["references.bib"]
    assert after.ledger.pairs[7].resolved_by == "the author"
    assert "manuscript/02-the-fund.md" not in after.files


def test_another_file_does_not_go_on_with_a_project() -> None:
    other = REPORT + "More."

    with pytest.raises(BriefingError, match=r"made of another file, report\.txt"):
        go_on(_project(_rescued()), read_pasted("b.txt", other.encode()), other.encode(), [], DAY)


# The report that all this began with, which is not ours to keep here

ORIGINAL = Path(os.environ.get("BRIEFING_ORIGINAL_REPORT", ""))


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="BRIEFING_ORIGINAL_REPORT names no file")
def test_the_report_that_all_this_began_with() -> None:
    data = ORIGINAL.read_bytes()
    rescued = rescue(read_pasted(ORIGINAL.name, data), data, [], DAY)
    files = rescued.files

    assert len(rescued.ledger.pairs) == 85
    assert len(tomllib.loads(files["manuscript/briefing.toml"])["briefing"]["chapters"]) == 13
    assert [visual.kind for visual in rescued.ledger.visuals] == ["caption", *["named"] * 3]
