"""What a citation style may be: what is refused is told with its place, what is left is known."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build import rules
from briefing_build.citation_style import CitationStyle, RefusedStyle, parse_style
from briefing_build.csl.style import prepare
from briefing_build.diagnostics import Diagnostic, Diagnostics
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import Manuscript, project_styles, read_manuscript
from briefing_build.shipped_styles import shipped_for, shipped_like, shipped_style, shipped_styles
from briefing_build.source import SourceFile

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
TITLE = '<text variable="title"/>'


def own(body: str, info: str = "", head: str = HEAD) -> str:
    return f"{head}\n<info><title>Own</title><id>own</id>{info}</info>\n{body}\n</style>"


def layout(content: str, part: str = "citation") -> str:
    return f"<{part}><layout>{content}</layout></{part}>"


def dependent(parent: str, *, locale: str = "", title: str = "A journal") -> str:
    return (
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" {locale}>\n'
        f"<info><title>{title}</title><id>http://www.zotero.org/styles/a-journal</id>\n"
        f'<link href="{parent}" rel="independent-parent"/></info></style>'
    )


def parse(text: str) -> CitationStyle:
    return parse_style(SourceFile("own.csl", text))


def project(style: str, found: Diagnostics, **files: str) -> Manuscript:
    """A project whose settings name `style`; `__` in a file's name is a slash."""
    contents = {path.replace("__", "/") + ".csl": text.encode() for path, text in files.items()}
    toml = f'[briefing]\ntitle = "x"\n[citations]\nstyle = "{style}"\n'
    contents["briefing.toml"] = toml.encode()
    contents["01.md"] = b"A chapter.\n"
    return read_manuscript(MemoryFiles(contents), found)


def finding(style: str, **files: str) -> Diagnostic:
    found = Diagnostics()
    manuscript = project(style, found, **files)
    (only,) = found
    assert manuscript.style.name == "chicago-notes-bibliography"
    return only


# What is refused: the style, why, and the part of the file that is at fault


REFUSED = {
    "<style": ("is not well-formed XML: unclosed token", "<"),
    "": ("is not a citation style (CSL)", None),
    "Not found": ("is not a citation style (CSL)", None),
    "<a/>": ("is not a citation style (CSL)", None),
    "<!DOCTYPE html><html><body/></html>": ("is not a citation style (CSL)", None),
    '<locale xmlns="http://purl.org/net/xbiblio/csl"/>': ("is not a citation style (CSL)", None),
    own(layout(TITLE), head='<style class="note" version="1.0">'): (
        "is not in the namespace of CSL",
        '<style class="note" version="1.0">',
    ),
    own(layout("<group>")): ("is not well-formed XML: mismatched tag", "</layout>"),
    own(layout("\x01")): ("is not well-formed XML: not well-formed (invalid token)", "\x01"),
    own(layout("&a;")): ("is not well-formed XML: undefined entity", "&"),
    '<!DOCTYPE style [<!ENTITY a "x">]>' + own(layout("&a;")): (
        "declares a document type, which is not read",
        "<!DOCTYPE",
    ),
    own(layout(TITLE), head=HEAD.replace("1.0", "1.1")): ("is in CSL 1.1", "<style"),
    own(layout(TITLE), head=HEAD.replace("1.0", "1.1mlz1")): ("is in CSL 1.1mlz1", "<style"),
    own(layout(TITLE), head=HEAD.replace('version="1.0"', "")): (
        "does not tell its version of CSL",
        "<style",
    ),
    own(layout(TITLE), head=HEAD.replace('class="note"', "")): (
        "does not tell whether it makes notes",
        "<style",
    ),
    own(""): ("has no `citation` with a `layout`", "<style"),
    own("<citation/>"): ("has no `citation` with a `layout`", "<citation/>"),
    own(layout(TITLE) + "<bibliography/>"): (
        "has no `bibliography` with a `layout`",
        "<bibliography/>",
    ),
    own(layout(TITLE) * 2): ("has `citation` twice", "<citation>"),
    own('<citation><layout locale="ru"/><layout/></citation>'): (
        "has more than one `layout` in its citations or its bibliography",
        "<layout/>",
    ),
    own(layout("<alternative/>")): (
        "has an element that CSL 1.0 does not know there: `alternative`",
        "alternative",
    ),
    own(layout('<choose><text value="x"/></choose>')): (
        "has an element that CSL 1.0 does not know there: `text`",
        "text",
    ),
    own(layout("<text/>")): (
        "has a `text` without `variable` or `macro` or `term` or `value`",
        "<text/>",
    ),
    own(layout("<number/>")): ("has a `number` without `variable`", "<number/>"),
    own("<macro/>" + layout(TITLE)): ("has a `macro` without `name`", "<macro/>"),
    own(layout('<text macro="gone"/>')): ("calls a macro that it has not: `gone`", "gone"),
    own('<citation><sort><key macro="gone"/></sort><layout/></citation>'): (
        "calls a macro that it has not: `gone`",
        "gone",
    ),
    own(
        '<macro name="a"><text macro="bb"/></macro><macro name="bb"><text macro="a"/></macro>'
        + layout('<text macro="a"/>')
    ): ("has a macro that calls itself: `a`", "a"),
    own(
        "".join(
            f'<macro name="m{n}">' + f'<text macro="m{n + 1}"/>' * 10 + "</macro>"
            for n in range(30)
        )
        + f'<macro name="m30">{TITLE}</macro>'
        + layout('<text macro="m0"/>')
    ): ("has macros that grow beyond measure", '<macro name="m'),
    own("<x>" * 400 + "</x>" * 400 + layout("")): ("nests more than 200 elements", "<x>"),
    own("<x/>" * 30_000 + layout("")): ("has more than 20,000 elements", None),
}


@pytest.mark.parametrize(("text", "fault"), REFUSED.items(), ids=range(len(REFUSED)))
def test_a_style_that_cannot_be_used_is_told_with_its_place(
    text: str, fault: tuple[str, str | None]
) -> None:
    reason, part = fault
    refusal = finding("own.csl", own=text)

    assert refusal.rule is rules.STYLE_REFUSED
    assert refusal.message == f"`own.csl` {reason}"
    if part is None:
        assert refusal.at.span.text == '"own.csl"'
    else:
        assert refusal.at.span.source.path == "own.csl"
        assert refusal.at.span.text.startswith(part)
        assert refusal.related[-1].span.text == '"own.csl"'


def test_a_mismatched_tag_is_told_with_the_element_that_is_still_open() -> None:
    refusal = finding("own.csl", own=own(layout('\n<group delimiter=">">')))

    assert refusal.related[0].span.text == '<group delimiter=">">'


def test_places_are_counted_in_letters() -> None:
    text = own(
        '<!-- Şəki və Qəbələ 歴史 --><macro name="é">' + TITLE + "</macro>" + layout("<text/>")
    )
    refusal = finding("own.csl", own='<?xml version="1.0" encoding="ISO-8859-1"?>\n' + text)

    assert refusal.at.span.text == "<text/>"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 24000), st.integers(0, 400), st.sampled_from(["", "<x/>", 'macro="access"']))
def test_a_style_in_any_state_is_made_ready_or_refused(start: int, length: int, put: str) -> None:
    text = shipped_style("oscola").text
    with suppress(RefusedStyle):
        style = parse(text[:start] + put + text[start + length :])

        assert prepare(style.text, "en", ["page", "table"]).text


@given(st.text(alphabet="<>/'\"= &;!-?abstyle\n\0é", max_size=60))
def test_any_text_is_a_style_or_refused(text: str) -> None:
    for written in (text, f"{HEAD}{text}</style>"):
        with suppress(RefusedStyle):
            parse(written)


# What is known of a style


@pytest.mark.parametrize(
    ("name", "kind", "is_superscript"),
    [
        ("apa", "author-date", False),
        ("bluebook-law-review", "notes", False),
        ("chicago-author-date", "author-date", False),
        ("chicago-notes-bibliography", "notes", False),
        ("ieee", "numbers", False),
        ("mhra-notes", "notes", False),
        ("modern-language-association", "author", False),
        ("nature", "numbers", True),
        ("oscola", "notes", False),
        ("vancouver", "numbers", False),
    ],
)
def test_each_shipped_style_says_what_it_is(name: str, kind: str, is_superscript: bool) -> None:
    style = shipped_style(name)

    assert (style.kind, style.is_superscript) == (kind, is_superscript)
    assert style.title
    assert shipped_for(next(iter(style.names))) == name


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('<text variable="citation-number"/>', "numbers"),
        ('<text macro="m"/>', "numbers"),
        ('<text variable="citation-label"/>', "labels"),
        ('<names variable="author"/>', "author-date"),
    ],
)
def test_a_style_that_does_not_say_what_it_is_is_known_by_what_it_prints(
    content: str, kind: str
) -> None:
    macro = '<macro name="m"><text variable="citation-number"/></macro>'
    head = HEAD.replace("note", "in-text")

    assert parse(own(macro + layout(content), head=head)).kind == kind


def test_a_prefix_for_the_names_of_csl_is_nothing_to_stumble_over() -> None:
    text = own(layout('<text macro="m"/>') + '<macro name="m"><text value="x"/></macro>')
    for name in ("style", "info", "title", "id", "citation", "layout", "text", "macro"):
        text = text.replace(f"<{name}", f"<c:{name}").replace(f"</{name}", f"</c:{name}")
    text = text.replace("xmlns=", "xmlns:c=").replace(" c:macro=", " macro=")

    assert parse(text).title == "Own"


# Names


@pytest.mark.parametrize(
    ("written", "meant"),
    {
        "apa-7th": ["apa"],
        "APA 7th edition": ["apa"],
        "MLA": ["modern-language-association"],
        "chicago": ["chicago-author-date", "chicago-notes-bibliography"],
        "chicago-fullnote-bibliography": ["chicago-notes-bibliography"],
        "chicago-note-bibliography": ["chicago-notes-bibliography"],
        "http://www.zotero.org/styles/apa": ["apa"],
        "nlm-citation-sequence": ["vancouver"],
        "oscola-4th": ["oscola"],
        "house": ["styles/house.csl"],
        "hause.csl": [],
        "styles/hause.csl": ["styles/house.csl"],
        "house.csl": ["styles/house.csl"],
        "apa.csl": ["apa"],
    }.items(),
)
def test_who_writes_another_name_is_told_the_one_that_was_meant(
    written: str, meant: list[str]
) -> None:
    told = finding(written, styles__house=own(layout(TITLE))).help or ""

    if meant:
        assert told == f"did you mean {' or '.join(f'`{name}`' for name in meant)}?"


def test_who_writes_a_name_like_no_other_is_told_where_names_are() -> None:
    assert "briefing citation-styles" in (finding("harvard-cite-them-right").help or "")


def test_shortened_notes_are_not_taken_for_full_ones() -> None:
    address = "http://www.zotero.org/styles/chicago-shortened-notes-bibliography"

    assert shipped_for(address) == ""
    assert shipped_for("http://elsewhere.org/apa") == ""
    assert all(shipped_like(name) == () for name in ("", "-", "turabian"))


def test_the_styles_of_a_project_are_named_as_its_settings_would() -> None:
    contents = {
        "manuscript/briefing.toml": b'[briefing]\ntitle = "x"\n',
        "manuscript/a.csl": b"",
        "b.csl": b"",
        "styles/c.csl": b"",
        "styles/c.css": b"",
    }
    files = MemoryFiles(contents)
    manuscript = read_manuscript(files, Diagnostics())

    assert project_styles(manuscript.settings, files) == ("a.csl", "../b.csl", "../styles/c.csl")


# Dependent styles


def test_a_dependent_style_is_its_parent_with_its_own_title_and_locale() -> None:
    text = dependent("http://www.zotero.org/styles/nature", locale='default-locale="fr-CA"')
    found = Diagnostics()
    style = project("journal.csl", found, journal=text).style

    assert not found
    assert (style.name, style.title) == ("journal.csl", "A journal")
    assert style.is_superscript
    assert parse(style.text).locale == "fr-CA"
    assert style.text.partition("<info>")[2] == shipped_style("nature").text.partition("<info>")[2]


def test_a_parent_without_a_locale_takes_that_of_its_dependent() -> None:
    text = dependent("https://www.zotero.org/styles/nlm-citation-sequence/",
                     locale="default-locale='de-DE'")  # fmt: skip

    assert parse(project("j.csl", Diagnostics(), j=text).style.text).locale == "de-DE"


@pytest.mark.parametrize("name", ["house", "styles__house", "other"])
def test_a_parent_in_the_project_is_found_by_its_name_or_its_id(name: str) -> None:
    parent = own(layout(TITLE)).replace(">own<", ">http://example.org/house<")
    found = Diagnostics()
    files = {"j": dependent("http://example.org/house"), name: parent, "broken": "<"}
    style = project("j.csl", found, **files).style

    assert not found
    assert style.is_note
    assert parse(style.text).title == "Own"


def test_a_parent_in_the_project_comes_before_a_shipped_one() -> None:
    files = {"j": dependent("http://www.zotero.org/styles/apa"), "apa": own(layout(TITLE))}

    assert project("j.csl", Diagnostics(), **files).style.is_note


def test_a_parent_that_is_nowhere_is_told_with_what_to_do() -> None:
    address = "http://www.zotero.org/styles/elsevier-harvard"
    refusal = finding("j.csl", j=dependent(address))

    assert refusal.message == (
        "`j.csl` only points to the style `elsevier-harvard`, which is not in the project"
    )
    assert refusal.at.span.text == address
    assert refusal.help == f"put that one beside it, as `elsevier-harvard.csl`: {address}"


@pytest.mark.parametrize(
    "parent", ["<style/>", dependent("http://example.org/j"), own(layout("<text/>"))]
)
def test_a_parent_that_cannot_be_used_is_no_parent(parent: str) -> None:
    refusal = finding("j.csl", j=dependent("http://example.org/house"), house=parent)

    assert refusal.rule is rules.STYLE_REFUSED
    assert "house" in refusal.message


def test_a_style_that_points_to_itself_is_refused() -> None:
    refusal = finding("a-journal.csl", **{"a-journal": dependent("http://x.org/a-journal")})

    assert refusal.rule is rules.STYLE_REFUSED


def test_every_shipped_style_is_the_parent_that_its_id_says() -> None:
    for name in shipped_styles():
        (address,) = shipped_style(name).names
        style = project("j.csl", Diagnostics(), j=dependent(address)).style

        assert style.text == shipped_style(name).text
