"""Which entries are taken for one work."""

from __future__ import annotations

import json

import pytest

from briefing_build.checks.library.duplicates import check_duplicates
from library_checks import said

SAME = {
    "doi={10.1000/AB}": "doi={https://doi.org/10.1000/ab}",
    "doi={10.1000/182}": "url={https://dx.doi.org/10.1000/182}",
    "doi={10.1000/1(2)3<4>5;6}": "doi={doi:10.1000/1(2)3<4>5;6}",
    "url={https://www.example.org/a/}": "url={http://example.org/a}",
    "url={https://example.org/a?b=1&utm_source=c}": "url={https://example.org/a?b=1}",
    "url={https://example.org/a?b=1&c=2}": "url={https://example.org/a?c=2&b=1}",
    "url={https://example.org/a/index.html}": "url={https://example.org/a}",
    r"url={https://example.org/a\_b}": "url={https://example.org/a_b}",
    "title={The {Caspian} Pipeline}, date={2024}": "title={The Caspian pipeline.}, year={2024}",
    "title={Der Fall M{\\'e}lange}, date={2024-05-01}, author={Doe, Ann}":
        "title={Der Fall Mélange}, date={2024-05-01}, author={Ann Doe}",
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.items())
def test_two_entries_that_seem_to_be_of_one_work(one: str, other: str) -> None:
    (finding,) = said(check_duplicates, f"@misc{{a, {one}}}\n@misc{{b, {other}}}")

    assert finding.at.span.line == 2
    assert [label.span.line for label in finding.related] == [1]
    assert finding.message.startswith("`b` has the ")


OTHER = {
    "doi={10.1000/1}": "doi={10.1000/2}",
    "url={https://example.org/}": "url={https://example.org}",
    "url={https://example.org/a#b}": "url={https://example.org/a#c}",
    "url={https://example.org/A}": "url={https://example.org/a}",
    "url={https://example.org/?id=1}": "url={https://example.org/?id=2}",
    "url={https://example.org/a}, pages={1--2}": "url={https://example.org/a}, pages={3--4}",
    "doi={10.1000/1}, volume={1}": "doi={10.1000/1}, volume={2}",
    "title={Report of the Bank}, date={2024}": "title={Report of the Bank}, date={2023}",
    "title={Editorial}, date={2024}": "title={Editorial}, date={2024}",
    "title={Letter to the Editor}, date={2024}, author={Doe, Ann}":
        "title={Letter to the Editor}, date={2024}, author={Roe, Jo}",
    "title={A Plane Crash in Aktau}, date={2024}, journaltitle={TASS}":
        "title={A Plane Crash in Aktau}, date={2024}, journaltitle={Interfax}",
    "title={A Plane Crash in Aktau}, date={2024}, doi={10.1000/1}":
        "title={A Plane Crash in Aktau}, date={2024}, doi={10.1000/2}",
    "title={A Plane Crash in Aktau}, date={2024}, language={english}":
        "title={A Plane Crash in Aktau}, date={2024}, language={russian}",
    "title={A Plane Crash in Aktau}": "title={A Plane Crash in Aktau}",
    "doi={10.1000/1}, sourcestate={placeholder}": "doi={10.1000/1}",
    "url={https://example.org/a}": "url={https://example.org/a}, related={a}",
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), OTHER.items())
def test_two_entries_that_something_tells_apart(one: str, other: str) -> None:
    assert said(check_duplicates, f"@misc{{a, {one}}}\n@misc{{b, {other}}}") == []


@pytest.mark.parametrize(
    "text",
    [
        """@inbook{a, title={One}, url={https://x.org/b.pdf}}
        @inbook{b, title={Two}, url={https://x.org/b.pdf}}""",
        """@collection{c, title={C}, doi={10.1000/1}}
        @incollection{a, title={One}, crossref={c}}
        @incollection{b, title={Two}, crossref={c}}""",
        "@xdata{a, url={https://x.org/a}}@xdata{b, url={https://x.org/a}}",
    ],
)
def test_parts_of_one_work_are_several(text: str) -> None:
    assert said(check_duplicates, text) == []


def test_a_third_entry_is_told_once_and_of_the_first() -> None:
    entries = (f"@misc{{{key}, doi={{10.1000/1}}, url={{https://x.org/a}}}}" for key in "abc")
    findings = said(check_duplicates, "\n".join(entries))

    assert [item.message for item in findings] == [
        "`b` has the DOI of `a`",
        "`c` has the DOI of `a`",
    ]


def test_items_of_csl_json() -> None:
    items = [
        {"id": "a", "type": "report", "title": "Gas", "DOI": "10.1000/1"},
        {"id": "b", "type": "report", "title": "Gas", "DOI": "https://doi.org/10.1000/1"},
    ]
    (finding,) = said(check_duplicates, json.dumps(items))

    assert finding.at.span.text == "https://doi.org/10.1000/1"
    assert [label.span.text for label in finding.related] == ["10.1000/1"]
