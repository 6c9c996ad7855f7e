"""What the checks say of titles, outlets, and the addresses to which entries lead."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.checks.library.pages import (
    check_access,
    check_homepages,
    check_outlets,
    check_titles,
)
from briefing_build.checks.library.tracking import check_tracking, is_tracking
from briefing_build.outlets import _TABLE, is_archive, outlet_at, outlet_called
from briefing_build.report import Weights, weigh
from briefing_build.rules import Severity
from library_checks import marked, said


@pytest.mark.parametrize(
    "title",
    [
        "Booking.com and the Law",
        "{Agenda.ge}: A Portrait",
        "C++",
        "Node.js",
        "St. John",
        "M.A.S.H.",
        "2.0",
        "Home and Away",
        "At Home",
        "Error and Trial",
        "404",
        "Apollo 11",
        "Home of the Brave",
        "https and the Web",
    ],
)
def test_titles_that_are_such(title: str) -> None:
    kind = "book" if title == "404" else "online"

    assert (
        marked(check_titles, f"@{kind}{{a, title = {{{title}}}, url = {{https://x.org/a}}}}") == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title={Home}, author={Morrison, Toni}, publisher={Knopf}}",
        "@book{a, title={Amazon.com}, url={https://example.org/b}}",
        "@software{a, title={draw.io}, url={https://draw.io/}}",
        "@movie{a, title={Untitled}}",
    ],
)
def test_titles_of_works_that_are_no_pages(text: str) -> None:
    assert marked(check_titles, text) == []


@pytest.mark.parametrize(
    "title",
    [
        "apnews.com",
        "www.reuters.com",
        "Reuters.com",
        "https://example.org/a/b?c=d",
        "http://example.org",
        "Home",
        "HOME PAGE",
        "Untitled Document",
        "Just a moment...",
        "404 Not Found",
        "Attention Required! | Cloudflare",
        "Access Denied",
    ],
)
def test_titles_that_are_none(title: str) -> None:
    text = f"@online{{a, title = {{{title}}}, url = {{https://example.org/a}}}}"

    assert marked(check_titles, text) == [title]
    assert marked(check_titles, '[{"id": "a", "type": "webpage", "title": "apnews.com"}]')


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("@online{a, title={T}, url={https://example.org}}", ["https://example.org"]),
        ("@article{a, title={T}, url={https://example.org/en/}}", ["https://example.org/en/"]),
        ("@report{a, title={T}, url={https://x.org/index.html}}", ["https://x.org/index.html"]),
        ("@online{a, title={T}, accesscopyurl={https://x.org/}}", ["https://x.org/"]),
        (
            "@article{a, title={Reuters at War}, url={https://reuters.com/}}",
            ["https://reuters.com/"],
        ),
        ("@online{a, title={T}, url={https://example.org/a}}", []),
        ("@online{a, title={T}, url={https://example.org/?p=83819}}", []),
        ("@online{a, title={T}, url={https://example.org/#/a}}", []),
        ("@online{a, title={T}, url={https://example.org?p=83819}}", []),
        ("@online{a, title={The Ohio Project}, url={https://ohio.example.org/}}", []),
        ("@online{a, title={CAMEO: An Evaluation}, url={https://www.cameo3d.org/}}", []),
        ("@book{a, title={T}, url={https://example.org/}}", []),
        ("@software{a, title={T}, url={https://example.org/}}", []),
        ("@online{a, title={T}, url={https://example.org/}, sourcestate={placeholder}}", []),
        ("@online{a, title={T}, url={not an address}}", []),
    ],
)
def test_addresses_of_a_site(text: str, marks: list[str]) -> None:
    assert marked(check_homepages, text) == marks


@pytest.mark.parametrize(
    ("outlet", "address", "mark"),
    [
        ("Reuters", "https://apnews.com/a", "apnews.com"),
        ("{Reuters}", "https://www.msn.com/en/a", "www.msn.com"),
        ("The Guardian", "https://www.nytimes.com/a", "www.nytimes.com"),
        ("Reuters", "https://www.reuters.com/a", ""),
        ("BBC News", "http://news.bbc.co.uk/2/hi/5175676.stm", ""),
        ("RFE/RL", "https://www.azatutyun.am/a/1.html", ""),
        ("Reuters", "https://web.archive.org/web/2024/https://apnews.com/a", ""),
        ("Reuters", "https://www.swissinfo.ch/a", ""),
        ("The Moscow Times", "http://oldtmt.vedomosti.ru/a.html", ""),
        ("The Standard (Kenya)", "https://www.standardmedia.co.ke/a", ""),
        ("A Gazette", "https://apnews.com/a", ""),
        ("Reuters", "https://notapnews.com/a", ""),
    ],
)
def test_outlets_and_hosts(outlet: str, address: str, mark: str) -> None:
    text = f"@article{{a, journaltitle = {{{outlet}}}, url = {{{address}}}}}"

    assert marked(check_outlets, text) == ([mark] if mark else [])


def test_a_copy_may_be_at_another_outlet() -> None:
    text = "@article{a, journaltitle = {Reuters}, accesscopyurl = {https://www.dailymail.co.uk/a}}"

    assert marked(check_outlets, text.replace("www.dailymail.co.uk", "apnews.com")) == []


def test_an_outlet_of_csl_json_points_at_both_places() -> None:
    item = {"id": "a", "type": "article-newspaper", "URL": "https://apnews.com/a"}
    (finding,) = said(check_outlets, json.dumps([item | {"container-title": "Reuters"}]))

    assert finding.at.span.text == "apnews.com"
    assert [label.span.text for label in finding.related] == ["Reuters"]
    assert "`tex.accesscopyurl: …`" in (finding.help or "")


def test_the_table_of_outlets_has_every_name_and_host_once() -> None:
    lines = _TABLE.strip().replace("\n    ", " ").split("\n")
    names = [name for line in lines for name in line.partition(": ")[0].split(", ")]
    hosts = [host for line in lines for host in line.partition(": ")[2].split()]

    assert len(hosts) == len(set(hosts))
    assert all(outlet_called(name) for name in names)
    assert all(outlet_at(f"www.{host}") for host in hosts)
    assert not any(is_archive(host) for host in hosts)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("@online{a, url={https://x.org/a}}", {"missing-access-date", "missing-archive"}),
        ("@online{a, url={https://x.org/a}, urldate={2024}}", {"missing-archive"}),
        ("@online{a, url={https://x.org/a}, archiveurl={https://archive.ph/a}}",
         {"missing-access-date"}),
        ("@online{a, url={https://x.org/a}, unknown={urldate, archiveurl}}", set()),
        ("@online{a, url={https://web.archive.org/web/2024/https://x.org/a}}", set()),
        ("@article{a, url={https://x.org/a}, doi={10.1000/1}}", set()),
        ("@article{a, url={https://x.org/a}, volume={3}}", set()),
        ("@book{a, title={T}}", set()),
        ("@misc{a, url={https://x.org/a}, sourcestate={placeholder}}", set()),
    ],
)  # fmt: skip
def test_what_may_be_said_of_the_web(text: str, rules: set[str]) -> None:
    findings = said(check_access, text)

    assert {item.rule.name for item in findings} == rules
    assert all(item.rule.for_release and not item.rule.severity for item in findings)


def test_of_the_web_nothing_is_said_to_those_who_did_not_ask() -> None:
    findings = said(check_access, "@online{a, url={https://x.org/a}}")

    assert weigh(findings, Weights()) == ()
    assert {finding.severity for finding in weigh(findings, Weights(release=True))} == {
        Severity.ERROR
    }


@pytest.mark.parametrize(
    ("address", "mark", "clean"),
    [
        ("https://x.org/a?utm_source=b", "utm_source=b", "https://x.org/a"),
        ("https://x.org/a?id=7&fbclid=b", "fbclid=b", "https://x.org/a?id=7"),
        ("https://x.org/a?gclid=b&id=7", "gclid=b", "https://x.org/a?id=7"),
        ("https://x.org/a?utm_source=b#c", "utm_source=b", "https://x.org/a#c"),
        ("https://x.org/a#utm_source=b", "utm_source=b", "https://x.org/a"),
        ("https://x.org/a?utm_source=b&id=7&utm_medium=c", "utm_source=b&id=7&utm_medium=c",
         "https://x.org/a?id=7"),
        (r"https://x.org/a?id=7\&utm\_source=b", r"utm\_source=b", "https://x.org/a?id=7"),
    ],
)  # fmt: skip
def test_parameters_that_follow_readers(address: str, mark: str, clean: str) -> None:
    (finding,) = said(check_tracking, f"@online{{a, url = {{{address}}}}}")

    assert finding.at.span.text == mark
    assert (finding.help or "").endswith(f"`{clean}`")


@pytest.mark.parametrize(
    "address",
    [
        "https://x.org/a?source=azerbaijan&feedType=RSS",
        "https://x.org/utm_source=b",
        "https://x.org/a?q=utm_source",
        "https://web.archive.org/web/2024/https://x.org/a?utm_source=b",
        "https://x.org/a?id=7&ref=8",
    ],
)
def test_parameters_that_lead_somewhere(address: str) -> None:
    assert marked(check_tracking, f"@online{{a, url = {{{address}}}}}") == []


@given(st.lists(st.tuples(st.sampled_from(["utm_source", "id", "gclid", "q"]), st.just("1"))))
def test_the_address_in_the_help_follows_nobody(pairs: list[tuple[str, str]]) -> None:
    address = "https://x.org/a?" + "&".join(map("=".join, pairs))
    findings = said(check_tracking, f"@online{{a, url = {{{address}}}}}")

    assert bool(findings) == any(is_tracking(name) for name, _ in pairs)
    for finding in findings:
        clean = (finding.help or "").split("`")[1]
        kept = [pair for pair in pairs if not is_tracking(pair[0])]
        assert clean == ("https://x.org/a?" + "&".join(map("=".join, kept))).rstrip("?")
