"""Fixes: what they change, and that they change nothing else."""

from __future__ import annotations

import random
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mended as projects
from briefing_build import rules
from briefing_build.cli.fixing import MOST_ROUNDS
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.files import MemoryFiles
from briefing_build.mending import Draft, Unmendable, at_once, lines, patch
from briefing_build.source import SourceFile
from hostile.pages import cases
from markdown_documents import documents, soup

HERE = Path(__file__).parent
TEXTS = st.lists(
    st.sampled_from(["a", "é", "歴", " ", "\n", "\r\n", "\r", "\ufeff", "\u200b", "\u2028", "\x0b"])
).map("".join)


@st.composite
def fixes(draw: st.DrawFn, source: SourceFile) -> list[Fix]:
    """Fixes that may overlap one another in any way."""
    made = []
    for _ in range(draw(st.integers(1, 4))):
        at = st.integers(0, len(source.text))
        places = sorted(draw(st.lists(at, min_size=2, max_size=6)))
        spans = [source.span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]
        words = st.sampled_from(["", "", "b", "\n", "x\ny"])
        made.append(Fix("mend it", tuple(Edit(span, draw(words)) for span in spans)))
    return made


# Edits in a file


@given(TEXTS, st.data())
def test_a_file_is_mended_as_its_text_is_and_keeps_all_else(raw: str, data: st.DataObject) -> None:
    source = SourceFile("01.md", raw)
    draft = Draft(raw.encode())
    chosen = at_once(data.draw(fixes(source)))
    edits = sorted(
        {e for fix in chosen for e in fix.edits}, key=lambda e: (e.span.start, e.span.end)
    )
    wanted = source.text
    for edit in reversed(edits):
        wanted = wanted[: edit.span.start] + edit.text + wanted[edit.span.end :]
    try:
        draft.make(source, chosen)
    except Unmendable:
        assert draft.result == raw.encode()
        assert "\r" in raw or "\ufeff" in raw
        return
    assert SourceFile("01.md", draft.result.decode()).text == wanted
    assert patched(raw, patch(draft, "01.md")) == draft.text
    # Line ends are those that were there, in their order; of new ones the first of the file.
    if not any("\n" in edit.text for edit in edits):
        kept = iter(re.findall("\r\n|\r|\n", raw))
        assert all(end in kept for end in re.findall("\r\n|\r|\n", draft.text))
    draft.take_back()
    assert draft.result == raw.encode()


def patched(old: str, diff: str) -> str:
    """The text with a unified diff applied to it, as `patch` does."""
    before, result, at = lines(old), [], 0
    hunks = re.split(r"^@@ -(\d+),(\d+) \+\d+,\d+ @@\n", diff, flags=re.MULTILINE)[1:]
    for start, length, body in zip(hunks[::3], hunks[1::3], hunks[2::3], strict=True):
        first = int(start) - (1 if int(length) else 0)
        result += before[at:first]
        at = first
        for line in re.findall(r"^[ +-][^\n]*\n(?:\\[^\n]*\n)?", body, re.MULTILINE):
            sign, words = line[0], line[1:]
            words = words.split("\n\\")[0] if "\n\\" in words else words
            if sign in " -":
                assert before[at] == words
                at += 1
            if sign in " +":
                result.append(words)
    return "".join([*result, *before[at:]])


@given(TEXTS.filter(len), st.data())
def test_of_fixes_that_overlap_one_is_made_whatever_their_order(
    raw: str, data: st.DataObject
) -> None:
    source = SourceFile("01.md", raw)
    asked = data.draw(fixes(source))
    chosen = at_once(asked)

    assert chosen
    assert at_once(random.Random(0).sample(asked, len(asked))) == chosen
    edits = sorted(
        {e for fix in chosen for e in fix.edits}, key=lambda e: (e.span.start, e.span.end)
    )
    assert all(a.span.end <= b.span.start for a, b in pairwise(edits))


def test_what_two_fixes_ask_alike_is_done_once() -> None:
    source = SourceFile("01.md", "a\u200b\u200bb")
    delete = [Fix("delete it", (Edit(source.span(at, at + 1), ""),)) for at in (1, 1, 2)]
    draft = Draft(b"a\xe2\x80\x8b\xe2\x80\x8bb")
    draft.make(source, at_once(delete))

    assert draft.result == b"ab"


@pytest.mark.parametrize(
    ("raw", "edits"),
    [
        (b"a\r\xe2\x80\x8b\nb", [(2, 3, "")]),  # A line's end would be lost.
        (b"\xe2\x80\x8b\xef\xbb\xbfa", [(0, 1, "")]),  # A character would become a mark.
    ],
)
def test_a_file_that_would_be_read_otherwise_is_left_alone(
    raw: bytes, edits: list[tuple[int, int, str]]
) -> None:
    source, draft = SourceFile("01.md", raw.decode()), Draft(raw)
    made = [Fix("delete it", (Edit(source.span(a, b), text),)) for a, b, text in edits]

    with pytest.raises(Unmendable, match="run together"):
        draft.make(source, made)
    assert draft.result == raw


def test_a_rule_that_is_not_declared_to_have_a_fix_reports_none() -> None:
    source = SourceFile("01.md", "text")
    fix = Fix("mend it", (Edit(source.span(0, 1), ""),), is_safe=True)
    for rule in (rules.UNUSED_ENTRY, rules.UNKNOWN_KEY):
        with pytest.raises(AssertionError):
            Diagnostics().report(rule, "wrong", Label(source.span(0, 1)), fix=fix)


@pytest.mark.parametrize("text", ["x" * 2_001, "\ud800"])
def test_a_fix_that_no_report_and_no_file_could_hold_is_left_out(text: str) -> None:
    source, found = SourceFile("01.md", "text"), Diagnostics()
    fix = Fix("write it", (Edit(source.span(0, 1), text),), is_safe=True)
    found.report(rules.KEY_CASE, "wrong", Label(source.span(0, 1)), fix=fix)

    assert [one.fix for one in found] == [None]


# What becomes of manuscripts


def _holds(files: dict[str, bytes], *, unsafe: bool = False) -> int:
    """Asserts what a fix promises of these files, and says how many findings were mended."""
    mending, before, after = projects.mended(files, unsafe=unsafe)
    again, _, _ = projects.mended(
        {path: mending.read(path, 10**9) for path in files}, unsafe=unsafe
    )

    assert again.changed == {}
    assert all("would change" not in reason for reason in mending.left_alone.values())
    if not unsafe:
        assert projects.words(after) == projects.words(before)
        assert not set(projects.errors(after)) - set(projects.errors(before))
    return sum(draft.mended for draft in mending.changed.values())


LIBRARY = b"""@online{a, title = {A}, author = {Doe, Ann}, date = {2020},
  url = {https://e.org/a?x=1\\&utm_source=y&utm_medium=z#top}}
@book{b2, title = {B}, author = {Roe, Jo}, date = {2021}, location = {Baku}, titel = {C}}
@book{doe:1999, title = {D}, author = {Doe, Jo}, date = {1999}, location = {Ganja}}
"""
SPICE = st.sampled_from(
    [
        "[@A]", "[@DOE:1999, p. 3]", "@{B2}", "[@a; @a]", "[see @a; @b2; @a]",
        "[@a, p. 3; @A, p. 3]",
        "[@a; -@a]", "@a [p. 3; @a]", "[@a,@b2]", "[@a and @B2]", "x[^1].", "x [^1]", "x[^1], y",
        "x ^[note]", "x^[note].", "x[^1]!", "! [^1]", "\\ [^1]", "2^3 ^[n]", "x[^1][^1].",
        "x[^1]...",
        "\u200b", "a\u200bb", "\u200b@a", "@\u200ba", "*\u200b*b**", "\u2066x\u2069", "\u202ex",
        "\u05d0\u2066x\u2069", "\ufffd", "\ue000", "\x07", "a\x0cb", "\x92", "\x00",
        "\ufeff", "\u200d",
        "â€™", "[l](https://e.org/?utm_source=x&b=1)", "[l](<https://e.org/?utm_source=x>)",
        "[l](https://e.org/?a=1&amp;utm_source=x)", "<https://e.org/?fbclid=1#x>", "x@a", "[@b22]",
        "\n#### H", "\n- \u200bitem", "\n\u200b# H", "\n1\u200b. x", "\n> x\n> [^1]", "\n\u200b\n",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(documents, st.lists(SPICE, max_size=6), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
def test_no_safe_fix_changes_what_a_reader_gets(
    text: str, spices: list[str], line_end: str, data: st.DataObject
) -> None:
    for spice in spices:
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + spice + text[at:]
    chapter = f"{text}\n\n[^1]: Note.\n".replace("\n", line_end).encode()

    _holds({"01.md": chapter, "references.bib": LIBRARY})


@settings(deadline=None, max_examples=40)
@given(st.lists(SPICE | soup, max_size=6).map(" ".join), st.booleans())
def test_fixes_come_to_an_end_whatever_the_text(text: str, unsafe: bool) -> None:
    _holds({"01.md": text.encode("utf-8", "replace"), "references.bib": LIBRARY}, unsafe=unsafe)


_BIB = """@online{ {k} , K url= title= titel= author= {A} = , } " # utm_source=x \\& & ?a=1 #t
    {https://e.org/?utm_source=x&b=2} {International\u00a0Agency} @artikel{x, author={World Bank},
    \u200b \x07 {https://e.org/a?b=1\\&utm_source=c} "https://e.org?fbclid=1"
    """.split()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(_BIB), max_size=25).map(" ".join), st.booleans())
def test_fixes_of_a_library_leave_its_words(library: str, unsafe: bool) -> None:
    _holds({"01.md": b"Text.[@k]\n", "references.bib": library.encode()}, unsafe=unsafe)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["utm_source=x", "a=1", "fbclid=\\u0026", "&", "\\/", "#t", "?"])))
def test_fixes_of_csl_json_leave_its_words(parts: list[str]) -> None:
    item = '[{"id": "k", "type": "webpage", "title": "T", "URL": "https://e.org/?' + "&".join(parts)

    _holds({"01.md": b"Text.[@k]\n", "references.json": (item + '"}]').encode()})


PROJECTS = {
    path.parent.name: path.parent
    for path in (HERE / "nasty" / "briefing.toml", HERE / "sample" / "briefing.toml")
}


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("name", PROJECTS)
def test_the_words_of_other_manuscripts_stay(name: str, unsafe: bool) -> None:
    folder = PROJECTS[name]
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    _holds(files, unsafe=unsafe)


def test_the_words_of_other_libraries_stay() -> None:
    total = 0
    for path in sorted((HERE / "zotero-better-bibtex").glob("*.bib")):
        library = _ADDRESS.sub(rb"\1?utm_source=feed}", path.read_bytes())
        total += _holds({"01.md": b"Text.\n", "references.bib": library})

    assert total > 20


_ADDRESS = re.compile(rb"(?i)(\burl *= *\{https?://[^{}\s?]+)\}")


def test_the_words_of_hostile_manuscripts_stay() -> None:
    total = 0
    for case in cases():
        files = {
            path: body.encode()
            for path, (kind, body) in case.files.items()
            if kind not in {"python", "link", "fifo", "toml"} and "\x00" not in path
        }
        if any(path.endswith(".md") for path in files):
            total += _holds({path.rpartition("/")[2]: data for path, data in files.items()})

    assert total


def test_each_round_makes_room_for_the_next() -> None:
    chapter = b"# A\n\n#### B\n\n##### C\n\n###### D\n\nx[^1][^1][^1].\n\n[^1]: Note.\n"
    mending, _, after = projects.mended({"01.md": chapter}, unsafe=True)

    assert mending.read("01.md", 10**6) == (
        b"# A\n\n## B\n\n### C\n\n#### D\n\nx.[^1][^1][^1]\n\n[^1]: Note.\n"
    )
    assert not [one.message for one in after.found]
    assert MOST_ROUNDS > 6


def test_a_fix_that_would_change_words_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(written: object, key: str, *, is_safe: bool) -> Fix:
        source = written.source  # type: ignore[attr-defined]
        return Fix("write another", (Edit(source.span(0, 1), "Z"),), is_safe)

    monkeypatch.setattr(sys.modules["briefing_build.resolve"], "in_place_of", wrong)
    files = {"01.md": b"A claim.[@A]\n", "references.bib": LIBRARY}
    mending, _, _ = projects.mended(files)

    assert "01.md" not in mending.changed
    assert "would change" in mending.left_alone["01.md"]
    assert set(mending.changed) == {"references.bib"}
    assert isinstance(mending.files, MemoryFiles)
