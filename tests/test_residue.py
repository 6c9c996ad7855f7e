"""Host names and tokens in running text; the pages of cases have what an author sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.checks.residue import check_residue
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Chapter
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.markdown import parse_chapter
from briefing_build.residue.flattened import names_outlet
from briefing_build.residue.hosts import is_host
from briefing_build.residue.runs import parts_of
from briefing_build.resolve import Briefing
from briefing_build.source import SourceFile


def _found(text: str, *, parsed: bool = False) -> list[tuple[str, str]]:
    found = Diagnostics()
    source = SourceFile("01.md", text)
    chapter = parse_chapter(source, "en", Diagnostics()) if parsed else Chapter(source, ())
    settings = {"briefing.toml": b'[briefing]\ntitle = "T"\n', "01.md": b"x"}
    manuscript = read_manuscript(MemoryFiles(settings), found)
    check_residue(Briefing(manuscript, (chapter,), None, ()), found)  # type: ignore[arg-type]
    return [(diagnostic.rule.name, diagnostic.at.span.text) for diagnostic in found]


@pytest.mark.parametrize(
    ("run", "hosts"),
    [
        ("apnews.com", ("apnews.com",)),
        ("apnews.comapnews.com", ("apnews.com", "apnews.com")),
        ("politico.eunewsweek.com", ("politico.eu", "newsweek.com")),
        ("en.wikipedia.orgen.wikipedia.org", ("en.wikipedia.org", "en.wikipedia.org")),
        ("a.com b.org", ()),
        ("news.community.org", ("news.community.org",)),
        ("bbc.co.uk", ("bbc.co.uk",)),
        ("mod.gov.az", ("mod.gov.az",)),
        ("notes.md", ()),
        ("node.js", ()),
        ("e.g", ()),
        ("3.11.7", ()),
    ],
)
def test_hosts_in_a_run(run: str, hosts: tuple[str, ...]) -> None:
    assert tuple(part.host for part in parts_of(run)) == hosts


@pytest.mark.parametrize("name", ["Reuters", "AP News", "The Guardian", "Foreign Policy"])
def test_outlets_are_known_by_their_names(name: str) -> None:
    assert names_outlet(name)
    assert not names_outlet(f"{name} Building")


@given(st.lists(st.sampled_from(["apnews.com", "reuters.com", "politico.eu"]), min_size=1))
def test_hosts_that_ran_together_are_all_found(hosts: list[str]) -> None:
    assert [part.host for part in parts_of("".join(hosts))] == hosts
    assert all(map(is_host, hosts))


@given(st.text("abcom.+12- ()[]@:【†】\u200d\u00a0,", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    for _, words in _found(text, parsed=True):
        assert words


@pytest.mark.parametrize(
    "text",
    [
        "a.bb" + "+111" * 400 + "@",
        "a." * 40_000 + "@",
        "Reuters+1" * 10_000 + "w",
        ":contentReference[oaicite:" * 10_000,
        "oaicite:1{" * 10_000,
        "turn0" * 20_000,
        "【" * 20_000,
        "reuters.com" + '"' * 50_000,
        "reuters.com" + " " * 50_000 + "x",
        "A " * 50_000,
        "x reuters.com " * 4_000,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    """Without a clock: what is not in proportion does not end."""
    _found(text)
