"""The pages in `tests/cases` and the rules' own pages, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import literate
from briefing_build.rules import RULES, Rule

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.md"))
EXPLAIN = Path(literate.stages.__file__).parent / "explain"
# No manuscript that we know shows these: they tell of faults of the layout engine, which we repair,
# and of what the citation engine may say one day.
WITHOUT_EXAMPLE = {"lost-note", "note-off-page", "citation-warning"}


@pytest.mark.parametrize("page", CASES, ids=lambda page: page.stem)
def test_a_page_of_cases_is_true(page: Path, update: bool) -> None:
    literate.run_page(page, update=update)


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_is_true(rule: str, update: bool) -> None:
    literate.run_page(EXPLAIN / f"{rule}.md", update=update)


@pytest.mark.parametrize("rule", RULES)
def test_the_page_of_a_rule_shows_it_and_how_to_mend_it(rule: str) -> None:
    page = (EXPLAIN / f"{rule}.md").read_text(encoding="utf-8")
    cases = {case.title: case for case in literate.cases(page)}

    assert page.startswith(f"# {rule}\n")
    if rule not in WITHOUT_EXAMPLE:
        findings = re.findall(r"^\w+\[([\w-]+)\]: ", cases["Example"].expected, re.MULTILINE)
        assert set(findings) == {rule}
        assert not cases["Mended"].expected


FIXABLE = [rule for rule in RULES.values() if rule.has_safe_fix or rule.has_unsafe_fix]


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda rule: rule.name)
def test_the_mended_text_of_a_page_is_what_its_fix_makes(rule: Rule) -> None:
    page = (EXPLAIN / f"{rule.name}.md").read_text(encoding="utf-8")
    cases = {case.title: case for case in literate.cases(page)}

    assert cases["Example"].mended(unsafe=rule.has_unsafe_fix) == cases["Mended"].files


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_the_page_of_a_rule_says_whether_it_mends_itself(rule: Rule) -> None:
    page = (EXPLAIN / f"{rule.name}.md").read_text(encoding="utf-8")

    assert ("`--fix` mends it" in page) == rule.has_safe_fix
    assert ("`--fix --unsafe` mends it" in page) == rule.has_unsafe_fix


def test_every_page_belongs_to_a_rule() -> None:
    assert {page.stem for page in EXPLAIN.glob("*.md")} == set(RULES)
