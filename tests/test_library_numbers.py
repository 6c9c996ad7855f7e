"""What the checks say of ISBNs and ISSNs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.checks.library.numbers import check_numbers
from library_checks import marked, said

SOUND = (
    "978-3-16-148410-0",
    "9783161484100",
    "978 3 16 148410 0",
    "979-8-6024-0545-3",
    "0-19-852663-6",
    "080442957X",
    "0-8044-2957-x",
    "978–3–16–148410–0",
    "978-3-16-148410-0, 0-19-852663-6",
    "9783161484100 0198526636",
    "0198526636 9783161484100",
    "978-3-16-148410-0 (hardback); 0-19-852663-6 (v. 1)",
    "ISBN 978-3-16-148410-0",
    "ISBN-13: 978-3-16-148410-0",
    "ISBN-10: 0-19-852663-6",
    "{978-3-16-148410-0}",
)


@pytest.mark.parametrize("isbn", SOUND)
def test_isbns_that_are_such(isbn: str) -> None:
    assert marked(check_numbers, f"@book{{a, isbn = {{{isbn}}}}}") == []


@pytest.mark.parametrize(
    ("isbn", "marks", "advice"),
    [
        ("978-3-16-148410-1", ["978-3-16-148410-1"], "compare it"),
        ("9783161484100, 0-19-852663-7", ["0-19-852663-7"], "compare it"),
        ("ISBN-13: 978-3-16-148401-0", ["978-3-16-148401-0"], "compare it"),
        ("978-3-16-14841", ["978-3-16-14841"], "ten figures"),
        ("0000000307819", ["0000000307819"], "ten figures"),
        ("19-852663-6", ["19-852663-6"], "older books have nine figures; the ISBN is `0198526636`"),
        ("0028-0836", ["0028-0836"], "call the field `issn`"),
        ("0028-0836 (Print)", ["0028-0836 (Print)"], "call the field `issn`"),
        ("none", ["none"], "ten figures"),
    ],
)
def test_isbns_that_are_none(isbn: str, marks: list[str], advice: str) -> None:
    findings = said(check_numbers, f"@book{{a, isbn = {{{isbn}}}}}")

    assert [item.at.span.text for item in findings] == marks
    assert all(advice in (item.help or "") for item in findings)
    assert {item.rule.name for item in findings} == {"malformed-isbn"}


@pytest.mark.parametrize(
    "issn", ["0028-0836", "00280836", "2434-561X", "0028-0836, 1476-4687", "1476-4687 (Electronic)"]
)
def test_issns_that_are_such(issn: str) -> None:
    assert marked(check_numbers, f"@article{{a, issn = {{{issn}}}}}") == []


@pytest.mark.parametrize(
    ("issn", "marks"),
    [
        ("0028-0837", ["0028-0837"]),
        ("0028-0836, 1476-4678", ["1476-4678"]),
        ("null", ["null"]),
        ("978-3-16-148410-0", ["978-3-16-148410-0"]),
    ],
)
def test_issns_that_are_none(issn: str, marks: list[str]) -> None:
    assert marked(check_numbers, f"@article{{a, issn = {{{issn}}}}}") == marks


def test_numbers_of_csl_json() -> None:
    text = (
        '[{"id": "a", "type": "book", "ISBN": "9783161484100 0198526637", "ISSN": ["0028-0836"]}]'
    )

    assert marked(check_numbers, text) == ["0198526637"]


@given(st.integers(0, 999_999_999), st.integers(0, 12), st.integers(1, 9))
def test_one_figure_that_is_wrong_is_always_found(number: int, at: int, by: int) -> None:
    first = f"978{number:09}"
    total = sum(int(figure) * (1, 3)[place % 2] for place, figure in enumerate(first))
    sound = f"{first}{-total % 10}"
    wrong = sound[:at] + str((int(sound[at]) + by) % 10) + sound[at + 1 :]

    assert marked(check_numbers, f"@book{{a, isbn = {{{sound}}}}}") == []
    assert marked(check_numbers, f"@book{{a, isbn = {{{wrong}}}}}") == [wrong]
