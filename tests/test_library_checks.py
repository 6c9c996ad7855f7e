"""What the checks say of entries."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.checks.library import LIBRARY_CHECKS
from briefing_build.checks.library.addresses import check_addresses
from briefing_build.checks.library.completeness import (
    check_missing_fields,
    check_placeholders,
    check_source_classes,
)
from briefing_build.checks.library.dates import check_dates, check_order_of_dates
from briefing_build.checks.library.fields import (
    check_field_names,
    check_kinds,
    check_residue,
    check_unmapped_fields,
)
from briefing_build.diagnostics import Diagnostics
from library_checks import briefing, marked, said

COMPLETE = (
    "@article{a, title={T}, author={A}, journal={J}, year=2024, volume=3}",
    "@article{a, title={T}, journaltitle={Reuters}, date={2024-05-17}, url={https://x.org}}",
    "@article{a, title={T}, publication={AP}, date={2024}, accesscopyurl={https://x.org}}",
    "@online{a, title={T}, organization={AP}, date={2024}, url={https://x.org}}",
    "@book{a, title={T}, author={A}, year={2024}, location={Baku}}",
    "@book{a, title={T}, editor={A}, pubstate={forthcoming}, isbn={978-3-16-148410-0}}",
    "@incollection{a, title={T}, author={A}, booktitle={B}, date={2024}, doi={10.1000/1}}",
    """@incollection{a, title={T}, author={A}, crossref={b}}
    @collection{b, title={B}, editor={E}, date={2024}, location={L}}""",
    "@report{a, title={T}, institution={SIPRI}, date={2024}, url={https://x.org}}",
    "@techreport{a, title={T}, author={A}, institution={SIPRI}, year=2024, address={L}}",
    "@phdthesis{a, title={T}, author={A}, school={MIT}, year=2024, address={L}}",
    "@online{a, author={A}, url={https://x.org}, unknown={date, title}}",
    "@article{a, title={T}, author={A}, year=2024, url={https://x.org}, unknown={journal}}",
    "@book{a, title={T}, author={A}, address={L}, unknown={year}}",
    "@incollection{a, title={T}, author={A}, boktitle={B}, date={2024}, doi={10.1000/1}}",
    "@xdata{a, publisher={P}}",
    "@misc{a, sourcestate={placeholder}}",
)


@pytest.mark.parametrize("text", COMPLETE)
def test_what_is_complete_misses_nothing(text: str) -> None:
    assert said(check_missing_fields, text) == []


INCOMPLETE = {
    "@article{a}": "`a` has no `title`, no `journaltitle` or `publication` or `organization`, "
    "no `date`, no `author` or `editor` or `journaltitle` and no `url` or `doi` or `location`",
    "@online{a, title={T}, author={A}, location={L}, year=2024}": "`a` has no `url` or "
    "`accesscopyurl` or `archiveurl`",
    "@online{a, title={T}, author={A}, url={https://x.org}}": "`a` has no `date`",
    "@book{a, title={ }, author={A}, year=2024, location={L}}": "`a` has no `title`",
    "@incollection{a, title={T}, author={A}, year=2024, doi={10.1000/1}}": "`a` has no "
    "`booktitle` or `maintitle`",
    "@misc{a, title={T}, author={A}, year=2024}": "`a` has no `url` or `doi` or `location`",
    "@misc{a, title={T}, year=2024, url={https://x.org}}": "`a` has no `author` or `editor` or "
    "`journaltitle`",
}


@pytest.mark.parametrize(("text", "message"), INCOMPLETE.items())
def test_what_is_incomplete_says_what_it_lacks(text: str, message: str) -> None:
    (finding,) = said(check_missing_fields, text)

    assert finding.message == message
    assert finding.at.span.text == "a"
    assert finding.help


def test_a_placeholder_is_told_as_such() -> None:
    assert marked(check_placeholders, "@misc{a, sourcestate={placeholder}}@misc{b}") == ["a"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("@misc{a, date={2024-02-30}}", ["2024-02-30"]),
        ("@misc{a, year={19994}}", ["19994"]),
        ("@misc{a, year=2024, month={Floreal}}", ["Floreal"]),
        ("@misc{a, year=2024, month={13}}", ["13"]),
        ("@misc{a, year=2024, month=may, urldate={17 May 2024}}", ["17 May 2024"]),
        ("@misc{a, date={soon}, origdate={x}, eventdate={y}, archivedate={z}, accessed={w}}",
         ["soon", "x", "y", "z", "w"]),
        ("@misc{a, date={2024-05/}, urldate={2024~}, origdate={-0043}, eventdate={2024-21}}", []),
        ("@misc{a, date={}}", []),
        ("@misc{a, date={x}}@misc{b, crossref={a}}", ["x"]),
    ],
)  # fmt: skip
def test_dates_that_are_none(text: str, marks: list[str]) -> None:
    assert marked(check_dates, text) == marks


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("17 May 2024", "write `2024-05-17`"),
        ("In press.", "write `pubstate = {inpress}` instead"),
        ("n.d.", "write `unknown = {date}` instead"),
        ("soon", "write `2024-05-17`, `2024-05`, `2024` or `2024/2025`"),
    ],
)
def test_what_is_no_date_is_given_its_form(written: str, advice: str) -> None:
    (finding,) = said(check_dates, f"@misc{{a, date={{{written}}}}}")

    assert finding.help == advice


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("@misc{a, date={2025-07}}", ["2025-07"]),
        ("@misc{a, date={2025}, urldate={2025-06-30}}", []),
        ("@misc{a, date={2024-05-17}, urldate={2024-05-16}}", ["2024-05-16"]),
        ("@misc{a, date={2024-05-17}, urldate={2024}}", []),
        ("@misc{a, date={2024-05-17}, urldate={2024-04}}", ["2024-04"]),
        ("@misc{a, date={2024}, urldate={x}}", []),
    ],
)
def test_dates_that_cannot_follow_one_another(text: str, marks: list[str]) -> None:
    assert marked(check_order_of_dates, text) == marks


GOOD_ADDRESSES = (
    "https://www.example.org/a/b?c=d&e=%20#f", "http://192.0.2.1:8080/", "https://bücher.example/ü",
    r"https://x.org/a\_b", r"\url{https://x.org}", "https://x.org/(a)_[b]", "ftp://x.org/a",
    "https://web.archive.org/web/2024/https://x.org/",
)  # fmt: skip
BAD_ADDRESSES = (
    "www.example.org", "example.org/a", "http//x.org", "https://", "https://x", "https://x.org/a b",
    "https://x.org/%zz", "javascript:alert(1)", "file:///etc/passwd", "https://x.org:port/",
    "https://[x.org/", "https://x..org/", "https://x.org/<a>", "Reuters", "mailto:a@b.org",
)  # fmt: skip


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
def test_addresses_that_could_be(address: str) -> None:
    assert marked(check_addresses, f"@misc{{a, url={{{address}}}}}") == []


@pytest.mark.parametrize("address", BAD_ADDRESSES)
@pytest.mark.parametrize("name", ["url", "archiveurl", "accesscopyurl"])
def test_addresses_that_cannot_be(address: str, name: str) -> None:
    (finding,) = said(check_addresses, f"@misc{{a, {name}={{{address}}}}}")

    assert finding.rule.name == "malformed-url"
    assert finding.at.span.text == address
    assert f"the `{name}` of `a`" in finding.message


@pytest.mark.parametrize(
    ("doi", "is_good"),
    [
        ("10.1000/182", True),
        ("https://doi.org/10.1000/182", True),
        (r"10.1000/a\_b", True),
        ("10.1000.10/a(b)<c>", True),
        ("doi.org", False),
        ("10.1000", False),
        ("11.1000/1", False),
        ("10.1000/a b", False),
    ],
)
def test_dois(doi: str, is_good: bool) -> None:
    marks = marked(check_addresses, f"@misc{{a, doi={{{doi}}}}}")

    assert marks == ([] if is_good else [doi])


def test_unknown_kinds_are_marked_and_near_ones_named() -> None:
    wrong, strange = said(check_kinds, "@artcle{a}\n@zebra{b}\n@customa{c}\n@Online{d}")

    assert (wrong.at.span.text, wrong.help) == ("artcle", "did you mean `article`?")
    assert strange.at.span.text == "zebra"


def test_unknown_fields_are_marked_and_near_ones_named() -> None:
    findings = said(
        check_field_names,
        "@misc{a, titel={T}, file={f}, bdsk-url-1={u}, mendeley-tags={m}, abstract={x}, zebra={z}}"
        "\n@misc{b, zebra={z}, Titel={T}, date-added={x}, journal={J}, sourceclass={wire}}",
    )

    assert [(item.at.span.text, item.help) for item in findings] == [
        ("titel", "did you mean `title`?"),
        ("zebra", None),
        ("Titel", "did you mean `title`?"),
    ]


def test_source_classes_and_states() -> None:
    findings = said(
        check_source_classes,
        "@misc{a, sourceclass={wires}, sourcestate={verified}}\n"
        "@misc{b, sourceclass={think-tank}, sourcestate={maybe}}",
    )

    assert [item.at.span.text for item in findings] == ["wires", "maybe"]
    assert findings[0].help == "did you mean `wire`?"


_NAMES = st.sampled_from(
    [
        "title",
        "author",
        "date",
        "year",
        "month",
        "urldate",
        "url",
        "doi",
        "unknown",
        "sourcestate",
        "isbn",
        "issn",
        "journaltitle",
        "editor",
        "pages",
    ]
)
_VALUES = st.one_of(
    st.from_regex(r"-?[0-9X]{0,5}(-[0-9]{0,3}){0,3}[~?%/.]{0,3}[0-9-]{0,10}", fullmatch=True),
    st.from_regex(r"(https?:)?/{0,2}[\[\]a-z0-9.:@%?#/ü ]{0,20}", fullmatch=True),
    st.from_regex(
        r"(\\{?(and|by|et al|The|Bank|of|Agency|Reuters|AP)\\}?[ ,;&]{1,2}){0,6}", fullmatch=True
    ),
    st.text("abcXYZ09 -/.,:;@#%&_~[]()<>|^", max_size=20),
)


@settings(deadline=None)
@given(st.lists(st.dictionaries(_NAMES, _VALUES, max_size=5), max_size=3))
def test_whatever_fields_say_they_can_be_checked(entries: list[dict[str, str]]) -> None:
    text = ""
    for number, entry in enumerate(entries):
        fields = ", ".join(f"{name} = {{{value}}}" for name, value in entry.items())
        text += f"@online{{k{number}, {fields}}}\n"
    found = Diagnostics()
    stand_in = briefing(text, found)

    for check in LIBRARY_CHECKS:
        check(stand_in, found)

    assert all(str(item.at.span).startswith("references.bib:") for item in found)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("@book{a, userb={X}, usera={ }, title={T}}", ["userb"]),
        ("@book{a, author={{World Bank}}, shortauthor={WB}}", []),
        ("@book{a, author={Doe, Jane and Roe, Ann}, shortauthor={D and R}}", ["shortauthor"]),
        ("@report{a, institution={World Bank}, shortauthor={WB}}", []),
        ("@report{a, shortauthor={WB}}", ["shortauthor"]),
        ("@patent{a, nationality={United States}}", []),
        ("@misc{a, nationality={United States}}", ["nationality"]),
        ("@misc{a, abstract={A}, keywords={K}, timestamp={2020}, author+an={1=x}}", []),
        ("@misc{a, xdata={b}} @xdata{b, pagination={section}}", ["pagination"]),
    ],
)
def test_a_field_that_nobody_would_read_is_reported(text: str, fields: list[str]) -> None:
    assert marked(check_unmapped_fields, text) == fields


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (r"@book{a, title={The \radar{} Station}}", [r"\radar"]),
        (r"@book{a, title={\emph{A} \& B}, abstract={\foo}, url={a\_b}, mrnumber={\x}}", []),
        ("@book{a, title={A <b>bold title}, note={&bogus; \\foo}}", ["<b>", "\\foo"]),
        ("@book{a, title={<i>A</i> &amp; B}}", []),
    ],
)
def test_what_is_left_of_latex_and_html_is_marked(text: str, places: list[str]) -> None:
    assert marked(check_residue, text) == places
