"""Findings for programs: valid by each format's schema, and never more than an author's words."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from importlib import resources
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

import json_schema
from briefing_build import rules
from briefing_build.cli.reports import for_log
from briefing_build.diagnostics import Diagnostic, Diagnostics, Edit, Fix, Label
from briefing_build.report import FOR_PEOPLE, FORMATS, Weights, is_clean
from briefing_build.report.findings import MOST_SHOWN, weigh
from briefing_build.report.fingerprints import fingerprints
from briefing_build.source import SourceFile

SARIF = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
OURS = json.loads((resources.files("briefing_build") / "report" / "schema.json").read_text("utf-8"))

# What could break a format, or pass for a part of it.
PIECES = (
    "::", "::error file=a::", "##[error]", "%", "%0A", "%25", "\n", "\r", "\r\n", "\x1b[31m", "\0",
    "\x85", "\u2028", "\u202e", "\ud800", "\udfff", "\ud83d\ude00", "\ufffe", "\U0001ffff", "😀",
    "]]>", "<!--", "&amp;", "&", "<failure>", '"', "'", "`", "{0}", "{{", "[a](javascript:b)", "](",
    "\\", ",", ":", "/", "..", " ", "\t", "歴史", "é", "word", "@key",
)  # fmt: skip
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=30)
KINDS = (rules.UNKNOWN_KEY, rules.KEY_CASE, rules.UNUSED_ENTRY, rules.POSSIBLE_HANDLE)


@st.composite
def sources(draw: st.DrawFn) -> SourceFile:
    path = draw(HOSTILE).replace("\0", "").strip("/") or "chapter.md"
    return SourceFile(path, draw(HOSTILE))


@st.composite
def labels(draw: st.DrawFn, source: st.SearchStrategy[SourceFile]) -> Label:
    file = draw(source)
    start = draw(st.integers(0, len(file.text)))
    return Label(file.span(start, draw(st.integers(start, len(file.text)))), draw(HOSTILE))


@st.composite
def fixes(draw: st.DrawFn, source: st.SearchStrategy[SourceFile]) -> Fix:
    file = draw(source)
    places = draw(st.lists(st.integers(0, len(file.text)), min_size=2, max_size=6).map(sorted))
    spans = [file.span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]
    edits = tuple(Edit(span, draw(HOSTILE)) for span in spans)
    return Fix(draw(HOSTILE), edits, draw(st.booleans()))


@st.composite
def reports(draw: st.DrawFn) -> list[Diagnostic]:
    """Findings in any order, in one or two files."""
    files = st.sampled_from([draw(sources()) for _ in range(2)])
    place = labels(files)
    return draw(
        st.lists(
            st.builds(
                Diagnostic,
                st.sampled_from(KINDS),
                HOSTILE,
                place,
                st.lists(place, max_size=2).map(tuple),
                st.none() | HOSTILE,
                st.none() | fixes(files),
            ),
            max_size=5,
        )
    )


def collected(reported: list[Diagnostic]) -> Diagnostics:
    found = Diagnostics()
    for one in reported:
        rule, fix = one.rule, one.fix
        if fix and not (rule.has_safe_fix if fix.is_safe else rule.has_unsafe_fix):
            fix = None
        found.report(rule, one.message, one.at, related=one.related, help=one.help, fix=fix)
    return found


def commands(log: str) -> list[re.Match[str]]:
    """What GitHub's runner would take for a command to itself."""
    found = [re.fullmatch(r"\s*::(?P<name>[\w-]+) ?(?P<given>.*?)::(?P<data>.*)", line)
             for line in log.split("\n")]  # fmt: skip
    assert "##[" not in log
    return [match for match in found if match]


# What holds of every format


@given(reports())
def test_no_format_hands_on_what_a_terminal_or_a_parser_would_choke_on(
    reported: list[Diagnostic],
) -> None:
    for name, to_format in FORMATS.items():
        report = to_format(collected(reported), Weights(), folder="a folder")

        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ufffe]", report) is None
        report.encode("utf-8" if name in {"text", "concise", "github"} else "ascii")


@given(reports(), st.data())
def test_the_order_of_reporting_is_not_that_of_the_report(
    reported: list[Diagnostic], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(reported))
    by_place = {(str(one.at.span), one.at.span.end, one.rule.name, one.message) for one in reported}
    if len(by_place) == len(reported):
        for to_format in FORMATS.values():
            assert to_format(collected(reported)) == to_format(collected(other))


@given(reports())
def test_a_runner_finds_no_command_but_those_of_its_own_format(
    reported: list[Diagnostic],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        for name, to_format in FORMATS.items():
            report = to_format(collected(reported), folder="a/b")
            count = len(collected(reported)) if name == "github" else 0

            assert len(commands(for_log(report) if name in FOR_PEOPLE else report)) == count


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_holds_a_thousand_findings(name: str) -> None:
    found = Diagnostics()
    source = SourceFile("chapter.md", "x" * 1100)
    for start in range(1100):
        found.report(rules.UNKNOWN_KEY, "wrong", Label(source.span(start, start + 1)))

    report = FORMATS[name](found)

    assert report.count("unknown-key") >= MOST_SHOWN
    assert report.count("wrong") <= 3 * MOST_SHOWN
    if name != "gitlab":
        assert "1100" in report or "100 findings are not shown" in report


@pytest.mark.parametrize("name", FORMATS)
def test_what_fails_is_told_however_much_else_there_is(name: str) -> None:
    found = Diagnostics()
    source = SourceFile("chapter.md", "x" * 1100)
    for start in range(1050):
        found.report(rules.UNUSED_ENTRY, "in vain", Label(source.span(start, start + 1)))
    found.report(rules.UNKNOWN_KEY, "it fails", Label(source.span(1099, 1100)))

    assert "it fails" in FORMATS[name](found)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_nothing_is_one(name: str) -> None:
    nothing = {
        "json": '"findings": []', "sarif": '"results": []', "junit": "nothing found",
        "gitlab": "[]",
    }  # fmt: skip

    assert nothing.get(name, "nothing found\n") in FORMATS[name](Diagnostics())


# Fingerprints


@given(reports())
def test_no_two_findings_have_one_fingerprint(reported: list[Diagnostic]) -> None:
    names = list(fingerprints(weigh(collected(reported), Weights())))

    assert len(set(names)) == len(names)


def test_a_fingerprint_stays_when_lines_move() -> None:
    def names(text: str) -> list[str]:
        found = Diagnostics()
        source = SourceFile("chapter.md", text)
        for match in re.finditer("@[a-z]+", text):
            found.report(
                rules.UNKNOWN_KEY, f"no entry {match[0]}", Label(source.span(*match.span()))
            )
        return list(fingerprints(weigh(found, Weights())))

    before = names("One [@a]. Two [@b]. Three [@a].")

    assert names("New words.\n\nOne [@a].\n\nTwo [@b].\n\nThree [@a].") == before
    assert set(names("One [@a]. Three [@a].")) < set(before)
    assert names("One [@a]. Two [@c]. Three [@a].")[0::2] == before[0::2]


# JSON


@given(reports())
def test_json_is_what_its_schema_says(reported: list[Diagnostic]) -> None:
    value = json.loads(FORMATS["json"](collected(reported), folder="a"))

    assert json_schema.faults(value, OURS) == []
    assert len(value["findings"]) == len(collected(reported))
    assert value["folder"] == "a"


def test_the_schema_names_what_a_finding_has_and_nothing_else() -> None:
    value = json.loads(FORMATS["json"](collected([_one()])))
    definitions = OURS["definitions"]
    known = definitions["finding"]["properties"].keys() | definitions["place"]["properties"].keys()

    assert value.keys() == OURS["properties"].keys()
    assert value["findings"][0].keys() == known
    assert json_schema.faults({**value, "version": 2}, OURS) != []


def _one() -> Diagnostic:
    source = SourceFile("manuscript/01.md", "A claim.\nAnother [@a].")
    at = Label(source.span(18, 20), "cited here")
    return Diagnostic(rules.UNKNOWN_KEY, "no entry has the key `a`", at, (at,), "add it")


# SARIF


@given(reports())
def test_sarif_is_what_its_schema_says(reported: list[Diagnostic]) -> None:
    value = json.loads(FORMATS["sarif"](collected(reported), Weights(release=True), folder="a"))

    assert json_schema.faults(value, SARIF) == []
    (run,) = value["runs"]
    known = run["tool"]["driver"]["rules"]
    for result, one in zip(run["results"], collected(reported), strict=True):
        assert known[result["ruleIndex"]]["id"] == result["ruleId"] == one.rule.name
        (place,) = result["locations"]
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        path = unquote_to_bytes(uri).decode("utf-8", "surrogatepass")
        assert path == f"a/{one.at.span.source.path}"
        assert "](" not in result["message"]["text"]


def test_sarif_has_the_rule_and_its_page() -> None:
    (run,) = json.loads(FORMATS["sarif"](collected([_one()])))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]

    assert rule["help"]["markdown"].startswith("# unknown-key\n")
    assert result["level"] == rule["defaultConfiguration"]["level"] == "error"
    assert result["message"]["text"] == "no entry has the key `a`\nHelp: add it"
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 12,
    }  # fmt: skip


@pytest.mark.parametrize("is_safe", [True, False])
def test_a_fix_is_told_in_each_format_that_has_a_place_for_it(is_safe: bool) -> None:
    source = SourceFile("01.md", "A claim.[@Doe; @doe]")
    edits = (Edit(source.span(10, 13), "doe"), Edit(source.span(13, 19), ""))
    rule = rules.KEY_CASE if is_safe else rules.UNKNOWN_KEY
    found = Diagnostics()
    at, fix = Label(source.span(9, 13)), Fix("write `doe`", edits, is_safe)
    found.report(rule, "wrong", at, help="write `doe`", fix=fix)
    name = "fix" if is_safe else "unsafe fix"
    offer, mark = ("; `--fix` mends 1", " [--fix]") if is_safe else ("", "")
    last = {form: FORMATS[form](found).splitlines()[-1] for form in ("text", "concise", "github")}
    (finding,) = json.loads(FORMATS["json"](found))["findings"]
    (result,) = json.loads(FORMATS["sarif"](found))["runs"][0]["results"]

    assert set(last.values()) == {f"1 {rule.severity}{offer}"}
    assert f"  = {name}: write `doe`\n" in FORMATS["text"](found)
    assert "help:" not in FORMATS["text"](found)
    assert FORMATS["concise"](found).splitlines()[0].endswith(f": wrong{mark}")
    assert f": wrong%0A{name}: write `doe`\n" in FORMATS["github"](found)
    assert f"{name}: write `doe`" in FORMATS["junit"](found)
    assert json.loads(FORMATS["gitlab"](found))[0]["description"] == "wrong (write `doe`)"
    assert finding["help"] == finding["fix"]["words"] == "write `doe`"
    assert finding["fix"]["safe"] is is_safe
    places = [(edit["column"], edit["end_column"]) for edit in finding["fix"]["edits"]]
    assert places == [(11, 14), (14, 20)]
    assert [edit["text"] for edit in finding["fix"]["edits"]] == ["doe", ""]
    (mending,) = result["fixes"]
    (change,) = mending["artifactChanges"]
    assert mending["description"]["text"] == "write `doe`"
    assert change["artifactLocation"]["uri"] == "01.md"
    assert change["replacements"][1] == {
        "deletedRegion": {"startLine": 1, "startColumn": 14, "endLine": 1, "endColumn": 20},
        "insertedContent": {"text": ""},
    }


# JUnit


@given(reports(), st.booleans())
def test_junit_is_xml_that_fails_where_the_exit_code_does(
    reported: list[Diagnostic], strict: bool
) -> None:
    found, weights = collected(reported), Weights(strict=strict)
    root = ET.fromstring(FORMATS["junit"](found, weights))

    cases = root.findall("testsuite/testcase")
    assert (root.find(".//failure") is None) == is_clean(found, weights)
    assert len(cases) == int(root.attrib["tests"]) == (len(found) or 1)
    for suite in root:
        names = [(case.attrib["classname"], case.attrib["name"]) for case in suite]
        assert len(set(names)) == len(names) == int(suite.attrib["tests"])
        assert len(suite.findall("testcase/failure")) == int(suite.attrib["failures"])


# GitHub


def _unescaped(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


@given(reports())
def test_an_annotation_has_the_place_of_its_finding(reported: list[Diagnostic]) -> None:
    found = collected(reported)
    lines = commands(FORMATS["github"](found, folder="a"))

    for line, one in zip(lines, found, strict=True):
        given_with = dict(part.split("=", 1) for part in line["given"].split(","))
        span = one.at.span
        assert line["name"] == {3: "error", 2: "warning", 1: "notice"}[one.rule.severity]
        assert given_with["line"] == str(span.line)
        assert given_with["title"] == one.rule.name
        assert ("col" in given_with) == (span.line == span.end_line)
        assert _unescaped(line["data"]).startswith(
            _unescaped(given_with["file"]) + f":{span.line}:"
        )


def test_an_annotation() -> None:
    assert FORMATS["github"](collected([_one()]), folder="reports, 50%") == (
        "::error file=reports%2C 50%25/manuscript/01.md,line=2,endLine=2,col=10,endColumn=12,"
        "title=unknown-key::reports, 50%25/manuscript/01.md:2:10: no entry has the key `a`"
        "%0Ahelp: add it\n1 error\n"
    )


# GitLab


@given(reports())
def test_gitlab_gets_what_it_asks_for(reported: list[Diagnostic]) -> None:
    found = collected(reported)
    issues = json.loads(FORMATS["gitlab"](found, folder="a"))

    for issue, one in zip(issues, found, strict=True):
        assert issue.keys() == {
            "description", "check_name", "fingerprint", "severity", "location",
        }  # fmt: skip
        assert issue["severity"] in {"info", "minor", "major"}
        assert issue["location"]["path"].startswith("a/")
        assert issue["location"]["lines"]["begin"] == one.at.span.line
