"""Addresses at archives: which are those of a copy."""

from __future__ import annotations

import json

import pytest

from briefing_build.checks.library.archives import check_archives
from library_checks import marked, said

WAYBACK = "https://web.archive.org"
FINE = [
    f"{WAYBACK}/web/20250315080910/https://example.org/a",
    f"{WAYBACK}/web/20250315080910/http://example.org",
    f"{WAYBACK}/web/20250315080910/example.org/a?b=c#d",
    f"{WAYBACK}/web/20250315080910if_/https://example.org/a.pdf",
    f"{WAYBACK}/web/20250315/https://example.org/a",
    f"{WAYBACK}/web/2025/https://example.org/a",
    f"{WAYBACK}/web/20240229235959/https://example.org/a",
    "http://web.archive.org/web/19990101000000/http://example.org/save/*",
    "https://wayback.archive.org/web/20250315080910/https://example.org/a",
    "https://archive.org/details/gibbon-decline",
    "https://archive.org/download/gibbon/gibbon.pdf",
    "https://wayback.archive-it.org/123/20250315080910/https://example.org/a",
    "https://archive.ph/AbC12", "https://archive.today/AbC12", "https://archive.is/AbC12/image",
    "https://archive.ph/2025.03.15-080910/https://example.org/a",
    "https://archive.ph/20250315080910/https://example.org/a", "https://archive.md/o/AbC12/https://a.org",
    "https://perma.cc/AB12-CD34", "https://perma.cc/AB12-CD34?type=image",
    "https://webarchive.nationalarchives.gov.uk/ukgwa/20250315080910/https://example.org/",
    "https://ghostarchive.org/archive/AbC12", "https://arquivo.pt/wayback/20250315080910/https://a.org/",
    "https://archive.example.org/web/", "https://archives.gov/founding-docs", "",
    "https://example.org/archive/flights", "https://example.org/flights?archive=1", "http://[::1",
]  # fmt: skip
FAULTS = {
    f"{WAYBACK}/web/https://example.org/a": "has no time in it",
    f"{WAYBACK}/web/2025*/https://example.org/a": "leads to a list of copies",
    f"{WAYBACK}/web/*/https://example.org/a": "leads to a list of copies",
    f"{WAYBACK}/save/https://example.org/a": "makes a new copy",
    f"{WAYBACK}/": "leads to the archive",
    WAYBACK: "leads to the archive",
    f"{WAYBACK}/web/20251315080910/http://a.org": "has a time that is none: `20251315080910`",
    f"{WAYBACK}/web/20250230080910/https://example.org/a": "has a time that is none",
    f"{WAYBACK}/web/20250315250000/https://example.org/a": "has a time that is none",
    f"{WAYBACK}/web/20250315080910/": "has no time in it",
    "https://archive.ph/https://example.org/a": "leads to the archive",
    "https://archive.ph/newest/https://example.org/a": "leads to the archive",
    "https://archive.today": "leads to the archive",
    "https://perma.cc/": "leads to the archive",
    "https://example.org/flights": "is the page itself",
    "http://www.example.org/flights/": "is the page itself",
}  # fmt: skip


def entry(address: str, url: str = "https://example.org/flights") -> str:
    return f"@online{{a, title = {{T}}, url = {{{url}}}, archiveurl = {{{address}}}}}"


@pytest.mark.parametrize("address", FINE)
def test_an_address_of_a_copy_is_fine(address: str) -> None:
    assert said(check_archives, entry(address)) == []
    assert said(check_archives, entry("", url=address)) == []


@pytest.mark.parametrize("address", FAULTS)
def test_what_leads_to_no_copy_is_told(address: str) -> None:
    (found,) = said(check_archives, entry(address))

    assert found.message.startswith(f"the `archiveurl` of `a` {FAULTS[address]}")
    assert found.at.span.text == address


def test_a_list_of_copies_is_cited_by_nobody() -> None:
    listed = f"{WAYBACK}/web/*/https://example.org/a"

    assert marked(check_archives, f"@online{{a, title = {{T}}, url = {{{listed}}}}}") == [listed]
    assert marked(check_archives, f"@online{{a, accesscopyurl = {{{listed}}}}}") == [listed]


def test_the_same_of_an_item_of_csl_json() -> None:
    items = [{"id": "a", "type": "webpage", "title": "T", "URL": f"{WAYBACK}/web/*/http://a.org"}]
    (found,) = said(check_archives, json.dumps(items))

    assert found.message == "the `URL` of `a` leads to a list of copies, and not to one"


def test_an_entry_that_inherits_an_address_does_not_tell_of_it_again() -> None:
    text = f"@online{{a, xdata = {{x}}}}\n@xdata{{x, archiveurl = {{{WAYBACK}/web/x}}}}"

    assert said(check_archives, text) == []


def test_a_long_address_takes_no_time() -> None:
    for start in (f"{WAYBACK}/web/2025", "https://archive.ph/", "https://perma.cc/"):
        said(check_archives, entry(start + "1" * 90_000))
