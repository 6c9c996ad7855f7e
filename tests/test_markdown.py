"""Chapters as authors write them, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Box,
    Chapter,
    Citation,
    Code,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Emphasis,
    Figure,
    Heading,
    Image,
    LineBreak,
    Link,
    List,
    Math,
    MathBlock,
    Node,
    NoteReference,
    Paragraph,
    Phrase,
    Quotation,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain_text,
    walk,
)
from briefing_build.markdown import limits, parse_chapter
from briefing_build.markdown.links import refusal
from briefing_build.source import SourceFile


def read(text: str, language: str = "en") -> Chapter:
    return parse_chapter(SourceFile("chapter.md", text), language, Diagnostics())


def findings(text: str) -> list[tuple[str, str]]:
    """The rules that a chapter breaks, each with the words that break it."""
    found = Diagnostics()
    parse_chapter(SourceFile("chapter.md", text), "en", found)
    return [(finding.rule.name, finding.at.span.text) for finding in found]


def all_of(kind: type[Any], text: str) -> list[Any]:
    chapter = read(text)
    blocks = [*chapter.blocks, *(block for note in chapter.notes for block in note.blocks)]
    return [node for node in walk(blocks) if isinstance(node, kind)]


def only(kind: type[Any], text: str) -> Any:
    (node,) = all_of(kind, text)
    return node


def words(nodes: tuple[Node, ...]) -> str:
    return plain_text(nodes)


# Citations


def test_a_citation_has_works_with_their_prefixes_locators_and_suffixes() -> None:
    citation = only(Citation, "Exports fell [see @a, pp. 3--4, *passim*; also -@b].")

    first, second = citation.items
    assert citation.mode == "bracketed"
    assert citation.span.text == "[see @a, pp. 3--4, *passim*; also -@b]"
    assert (words(first.prefix), first.key, first.label, first.locator) == (
        "see", "a", "page", "3–4",
    )  # fmt: skip
    assert words(first.suffix) == ", passim"
    assert isinstance(first.suffix[1], Emphasis)
    assert (words(second.prefix), second.key, second.suppress_author) == ("also", "b", True)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("@doe1999", "doe1999"),
        ("@doe:1999.", "doe:1999"),
        ("@doe_x, who", "doe_x"),
        ("@{https://e.org/x}", "https://e.org/x"),
        ("@{with/odd:chars}!", "with/odd:chars"),
        ("@münkler2020", "münkler2020"),
        ("(@a)", "a"),
        ("*@a*", "a"),
    ],
)
def test_a_bare_key_is_a_part_of_the_sentence(written: str, key: str) -> None:
    citation = only(Citation, f"As {written} says")

    assert citation.mode == "narrative"
    assert [item.key for item in citation.items] == [key]
    assert citation.items[0].key_span.text == key


def test_a_bracket_behind_a_bare_key_belongs_to_it() -> None:
    citation = only(Citation, "As @a [p. 3; see @b] says")

    assert citation.span.text == "@a [p. 3; see @b]"
    assert [(item.key, item.locator) for item in citation.items] == [("a", "3"), ("b", "")]


def test_a_link_behind_a_bare_key_does_not() -> None:
    assert only(Citation, "As @a [here](https://e.org) says").span.text == "@a"


@pytest.mark.parametrize(
    ("suffix", "label", "locator", "rest"),
    [
        (", 12", "page", "12", ""),
        (", p. 3", "page", "3", ""),
        (", p.3", "page", "3", ""),
        (" pp. 33-44, 50 and more", "page", "33-44, 50", " and more"),
        (", chap. iv", "chapter", "iv", ""),
        (", § 12(3)", "section", "12(3)", ""),
        (", sec. 2.1", "section", "2.1", ""),
        (", vol. 2, p. 4", "volume", "2", ", p.\u00a04"),
        (", no. 5", "issue", "5", ""),
        (", fig. 2", "figure", "2", ""),
        (", n. 7", "note", "7", ""),
        (", para. 9", "paragraph", "9", ""),
        (", art. 5", "article-locator", "5", ""),
        (", S. 14", "page", "14", ""),
        (", с. 14", "page", "14", ""),
        (", [17]", "page", "[17]", ""),
        (", see p. 3", "", "", ", see p.\u00a03"),
        (", emphasis added", "", "", ", emphasis added"),
        ("{p. 5, and others} more", "page", "5, and others", " more"),
        ("{}, 99 years", "", "", ", 99 years"),
        (", pp. 3,\n5", "page", "3, 5", ""),
    ],
)
def test_a_locator_is_told_from_words(suffix: str, label: str, locator: str, rest: str) -> None:
    (item,) = only(Citation, f"[@a{suffix}]").items

    assert (item.label, item.locator, words(item.suffix)) == (label, locator, rest)


@pytest.mark.parametrize(
    "text",
    [
        "https://medium.com/@user/story and medium.com/@user",
        "<https://medium.com/@user>",
        "[words](https://medium.com/@user)",
        "write to a.b@c.org or <a@b.org>",
        "`@key` and $@key$",
        "    @key in code",
        "```\n@key\n```",
        r"\@key and [\@key]",
        "<!-- @key -->",
        "[r]\n\n[r]: https://e.org/@key",
        "an @ alone",
    ],
)
def test_an_at_sign_elsewhere_is_no_citation(text: str) -> None:
    assert all_of(Citation, text) == []
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "at"),
    [
        ("[@a,@b]", "malformed-citation", "@a,@b"),
        ("[@a @b]", "malformed-citation", "@a @b"),
        ("[@a and @b]", "malformed-citation", "@a and @b"),
        ("[@a;]", "malformed-citation", ";"),
        ("[; @a]", "malformed-citation", ";"),
        ("[@a; see below]", "malformed-citation", " see below"),
        ("[@]", "malformed-citation", "@"),
        ("[-@{}, p. 3]", "malformed-citation", "-@{}"),
        ("[@a; @fig:x]", "malformed-citation", "@fig:x"),
        ("Text [@a goes on.", "unclosed-citation", "[@a"),
        ("Text [see @a, p. 3.\n\nNext.", "unclosed-citation", "[see @a"),
    ],
)
def test_a_citation_that_is_none_is_told(text: str, rule: str, at: str) -> None:
    assert findings(text) == [(rule, at)]


def test_works_that_are_not_divided_are_cited_all_the_same() -> None:
    assert [item.key for item in only(Citation, "[@a, @b]").items] == ["a", "b"]


def test_a_key_further_on_in_words_is_a_part_of_the_suffix() -> None:
    outer, inner = all_of(Citation, "[@a, quoted by @b]")

    assert [item.key for item in outer.items] == ["a"]
    assert inner.span.text == "@b"
    assert findings("[@a, quoted by @b]") == []


@pytest.mark.parametrize("text", ["[see below", "an [ alone", "a] and [b", "[x @fig:y"])
def test_other_open_brackets_are_nobody_s_business(text: str) -> None:
    assert findings(text) == []


def test_places_in_the_briefing_are_referred_to_by_their_prefixes() -> None:
    text = "See @fig:map, [@tbl:trade; @sec:end] and @box:x."

    references = all_of(CrossReference, text)

    assert [node.target for node in references] == ["fig:map", "tbl:trade", "sec:end", "box:x"]
    assert references[1].span.text == "@tbl:trade"
    assert all_of(Citation, text) == []


# Notes


def test_a_note_has_blocks() -> None:
    chapter = read("Text[^x].\n\n[^x]: One @a.\n\n    - two\n\n        three\n\nNo note.")

    (note,) = chapter.notes
    assert [type(block) for block in note.blocks] == [Paragraph, List]
    assert note.label == note.label_span.text == "x"
    assert note.span.text.endswith("three")
    assert words(chapter.blocks[-1:]) == "No note."


def test_inline_notes_have_labels_that_no_author_can_write() -> None:
    chapter = read("One^[First *note*.] and two^[Second [@a].]")

    assert [note.label for note in chapter.notes] == ["^1", "^2"]
    assert [node.label for node in walk(chapter.blocks) if isinstance(node, NoteReference)] == [
        "^1",
        "^2",
    ]
    assert words(chapter.notes[0].blocks) == "First note."
    assert chapter.notes[1].span.text == "^[Second [@a].]"


def test_a_note_s_text_may_follow_a_line_at_once_and_stand_in_a_quotation() -> None:
    assert [note.label for note in read("Text[^1].\n[^1]: A.\n[^2]: B.").notes] == ["1", "2"]
    assert [note.label for note in read("> Text[^1].\n>\n> [^1]: A.").notes] == ["1"]


# Blocks


def test_headings_have_ids() -> None:
    headings = all_of(
        Heading, "# Two words\n\n## Two words\n\n### Own {#own .c k=v}\n\n## None {-}\n\nLow\n---"
    )

    assert [heading.attributes.id for heading in headings] == [
        "two-words", "two-words-1", "own", "none", "low",
    ]  # fmt: skip
    assert [heading.level for heading in headings] == [1, 2, 3, 2, 2]
    assert headings[0].attributes.span is None
    assert headings[2].attributes.id_span.text == "own"
    assert headings[2].attributes.span.text == "{#own .c k=v}"
    assert headings[2].attributes.get("k") == "v"
    assert headings[3].attributes.classes == ("unnumbered",)
    assert words(headings[2].content) == "Own"


def test_signs_within_a_paragraph_begin_nothing() -> None:
    (paragraph,) = read("It was\n1990. A year\n# not a heading\n> not quoted\n- no item").blocks

    assert isinstance(paragraph, Paragraph)


def test_lists_know_their_start_and_whether_they_are_tight() -> None:
    tight, loose = read("3. a\n4. b\n   - c\n\ntext\n\n- a\n\n- b").blocks[::2]

    assert isinstance(tight, List)
    assert isinstance(loose, List)
    assert (tight.start, tight.tight, len(tight.items)) == (3, True, 2)
    assert (loose.start, loose.tight, len(loose.items)) == (None, False, 2)
    assert tight.items[1].span.text == "4. b\n   - c"


def test_a_quotation_leads_back_through_its_margin() -> None:
    quotation = only(Quotation, "> One\n> two [@a,\nthree @b")

    assert quotation.span.text == "> One\n> two [@a,\nthree @b"
    assert words(quotation.blocks) == "One two [, three "
    assert only(Quotation, ">\tTab @a").blocks[0].span.text == "Tab @a"


def test_a_table_has_a_caption_before_or_after_it() -> None:
    table = "| a | b |\n|:-:|--:|\n| c \\| d | `e|f` |\n| g |"
    after = only(Table, f"{table}\n\n: Words *here*\n  on {{#tbl:x}}")
    before = only(Table, f"Table: Words {{#tbl:x}}\n\n{table}")

    for one in (before, after):
        assert one.attributes.id == "tbl:x"
        assert one.alignments == ("center", "right")
        assert [len(row.cells) for row in (one.head, *one.rows)] == [2, 2, 2]
        assert words(one.rows[0].cells[0].content) == "c | d"
        assert words(one.rows[0].cells[1].content) == "e|f"
    assert words(after.caption) == "Words here on"
    assert after.span.text.endswith("{#tbl:x}")
    assert before.span.text.startswith("Table:")


def test_each_of_two_tables_keeps_its_caption() -> None:
    table = "| a |\n|---|\n| b |"
    tables = all_of(Table, f": One\n\n{table}\n\n: Two\n\n{table}\n\n: Three")

    assert [words(one.caption) for one in tables] == ["One", "Two"]


def test_a_picture_alone_in_its_paragraph_is_a_figure() -> None:
    figure = only(Figure, '![Caption *c* [@a]](map.svg){#fig:x alt="A map" width=50%}')

    assert (figure.image.path, figure.image.alt) == ("map.svg", "A map")
    assert figure.image.attributes.id == "fig:x"
    assert figure.image.attributes.get("width") == "50%"
    assert words(figure.caption) == "Caption c "
    assert figure.image.path_span.text == "map.svg"


def test_a_figure_s_caption_does_not_describe_it() -> None:
    assert only(Figure, "![Caption](map.svg)").image.alt is None


def test_a_picture_in_words_is_described_by_its_brackets() -> None:
    assert only(Image, "A ![red *flag*](f.png) here").alt == "red flag"
    assert only(Image, "![](f.png){.decorative}").alt is None
    assert all_of(Figure, "![](f.png){.decorative}") == []


def test_divs_stand_in_one_another() -> None:
    outer, inner, last = all_of(
        Box,
        "::: {.judgement confidence=high}\nA @a.\n\n::::: box\n- B\n:::::\n:::\n\n::: {#x}\nC\n:::",
    )

    assert outer.attributes.classes == ("judgement",)
    assert outer.attributes.get("confidence") == "high"
    assert [type(block) for block in outer.blocks] == [Paragraph, Box]
    assert inner.attributes.classes == ("box",)
    assert inner.span.text == "::::: box\n- B\n:::::"
    assert last.attributes.id == "x"


def test_definitions_have_terms_and_answers() -> None:
    definitions = only(
        DefinitionList, "*Term*\n:   one\n:   two\n\nOther\n\n:   loose\n\n    more @a\n"
    ).definitions

    assert [words(definition.term) for definition in definitions] == ["Term", "Other"]
    assert [len(definition.answers) for definition in definitions] == [2, 1]
    assert len(definitions[1].answers[0]) == 2


def test_code_is_left_alone() -> None:
    fenced, classed, indented = all_of(
        CodeBlock, '```python\n"@a" -- x\n```\n\n~~~ {.sql #q}\nx\n~~~\n\n    y\n'
    )

    assert (fenced.language, fenced.text) == ("python", '"@a" -- x')
    assert classed.language == "sql"
    assert (indented.language, indented.text) == ("", "y")


def test_formulas_stand_between_dollars_and_prices_do_not() -> None:
    assert [node.tex for node in all_of(Math, "$a_1 + b$ and $5 and $6, $ x $, \\$x")] == [
        "a_1 + b"
    ]
    assert only(MathBlock, "$$\na = b\n$$").tex == "a = b"


def test_a_comment_is_dropped_wherever_it_stands() -> None:
    chapter = read("<!-- one\n\ntwo -->\n\nThree <!-- four\nfive --> six\n\n<!-- x --> seven")

    assert [words((block,)) for block in chapter.blocks] == ["Three  six", " seven"]


# Inlines


def test_the_kinds_of_emphasis() -> None:
    text = "*a* **b** x^2^ H~2~O ~~c~~ a*b*c a_b_c 2 * 3 x^[n]"

    for kind, written in (
        (Strong, "**b**"), (Superscript, "^2^"), (Subscript, "~2~"), (Strikeout, "~~c~~"),
    ):  # fmt: skip
        assert only(kind, text).span.text == written
    assert [node.span.text for node in all_of(Emphasis, text)] == ["*a*", "*b*"]


def test_phrases_have_a_language_or_a_class() -> None:
    first, second = all_of(Phrase, "[Zəngəzur *x*]{lang=az} and [term]{.index}")

    assert first.attributes.get("lang") == "az"
    assert first.span.text == "[Zəngəzur *x*]{lang=az}"
    assert second.attributes.classes == ("index",)


def test_links() -> None:
    text = (
        '[a](https://e.org/x_(y) "t") <https://e.org> <m@e.org> [b][r] [r] [c](#id) [d](02.md#x)'
        "\n\n[R]: <doi:10.1/x> 'title'"
    )

    links = all_of(Link, text)

    assert [link.url for link in links] == [
        "https://e.org/x_(y)", "https://e.org", "mailto:m@e.org", "doi:10.1/x", "doi:10.1/x",
        "#id", "02.md#x",
    ]  # fmt: skip
    assert (links[0].title, links[3].title) == ("t", "title")
    assert links[0].url_span.text == "https://e.org/x_(y)"
    assert links[3].url_span.text == "doi:10.1/x"
    assert findings(text) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", "\x01javascript:x", "data:,x",
        "vbscript:x", "file:///etc/x", "javascript&colon;x", "java%73cript:x", "//e.example",
        "jar:x", "\u200bjavascript:x", "javascript&#58;x", "blob:x", "java&Tab;script:x",
    ],
)  # fmt: skip
def test_a_link_of_another_kind_is_refused(url: str) -> None:
    found = Diagnostics()
    chapter = parse_chapter(SourceFile("c.md", f"[words](<{url}>)"), "en", found)

    assert words(chapter.blocks) == "words"
    assert [node for node in walk(chapter.blocks) if isinstance(node, Link)] == []
    assert [(finding.rule.name, finding.at.span.text) for finding in found] == [
        ("refused-link", url)
    ]


@pytest.mark.parametrize(
    "url", ["", "#x", "a.md#b", "../a.md", "a b.md", "mailto:a@b", "tel:+1", "a/b:c", "?q=a:b"]
)
def test_a_link_into_the_project_is_not(url: str) -> None:
    assert refusal(url) is None


def test_words_are_decoded_and_keep_their_place() -> None:
    (text,) = all_of(Text, "A &amp; B \\[c\\] &#64;d \\* e\u00a0f &nosuch;")

    assert text.text == "A & B [c] @d * e\u00a0f &nosuch;"
    assert text.span.text == "A &amp; B \\[c\\] &#64;d \\* e\u00a0f &nosuch;"


def test_a_line_ends_where_its_author_wants() -> None:
    (paragraph,) = read("One\\\ntwo  \nthree\nfour").blocks

    assert isinstance(paragraph, Paragraph)
    assert [type(node) for node in paragraph.content] == [Text, LineBreak, Text, LineBreak, Text]
    assert words((paragraph,)) == "One two three four"


@pytest.mark.parametrize(
    ("text", "found", "left"),
    [
        ("A <b>c</b> d", [("raw-html", "<b>"), ("raw-html", "</b>")], "A c d"),
        ("<div class='x'>", [("raw-html", "<div class='x'>")], ""),
        ("<script>\n\nx = 1\n\n</script>", [("raw-html", "<script>")], ""),
        ("a < b and c > d, <3", [], "a < b and c > d, <3"),
    ],
)
def test_markup_is_told_and_not_passed_on(
    text: str, found: list[tuple[str, str]], left: str
) -> None:
    assert findings(text) == found
    assert words(read(text).blocks) == left


# What has no end, and what has too much


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("::: {.box}\nText", "::: {.box}"),
        ("Text\n\n:::", ":::"),
        ("Text <!-- no end", "<!--"),
        ("<!-- no end\n\nText", "<!--"),
        ("# Text <!-- no end\n\nMore", "<!--"),
        ("- Text <!-- no end\n\nMore -->", "<!--"),
        ("> <!-- no end\n\nText -->", "<!--"),
        ("```python\n\nText", "```"),
        ("One\n~~~~\n\n~~~~ {.sql}\nText\n~~~", "~~~~"),
        ("One\n````\nText [@a]\n```", "````"),
        ("- ```\n  Text\n- ```\n  Two\n  ```", "```"),
        ("> ```\n> One\n\nText\n\n- `x`", "```"),
        ("::: box\n```\nText\n:::", "```"),
        ("One\n:   ```\n\n    Text", "```"),
    ],
)
def test_what_is_never_closed_is_told(text: str, at: str) -> None:
    assert findings(text) == [("unclosed-block", at)]
    assert "Text" in words(read(text).blocks)


def test_a_fence_without_an_end_hides_no_citation_and_no_note() -> None:
    text = "One[^n].\n\n```python\nTwo [@a]\n\n[^n]: Three [@b]\n"

    assert [item.key for node in all_of(Citation, text) for item in node.items] == ["a", "b"]
    assert [note.label for note in read(text).notes] == ["n"]
    assert all_of(CodeBlock, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```a```",
        "One\n``` two\nthree``` four",
        "``` `` ```",
        "One <!--\n```\n\n--> two",
        "One\n~~~\ntwo",
        "~~one~~ ~~~~",
        "    ```\n\none",
        "[^1]: One\n\n    ```\n    two\n    ```",
        "> ```\none\n> ```",
    ],
)
def test_backticks_and_tildes_that_are_nothing_but_that_are_nobody_s_business(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One [@a].\n<!-- two [@b]\n\nthree\n-->\nfour", "One . four"),
        ("One<!--\n```\n[@b]\n```\n:::\n- -->two [@a]\n\n[@a]", "Onetwo"),
        ("> One <!--\n>\n> [@b] --> [@a]", "One"),
        ("- One\n\n  two [@a] <!--\n\n  [@b]\n  -->\n  three", "Onetwo three"),
        ("# One <!--\n\n[@b] --> [@a] {.c}", "One"),
        ("One <!--\n---\n[@b]\n--> [@a]", "One"),
        ("[^n]: One <!--\n\n    [@b] --> [@a]", ""),
        ("One ` <!-- [@b]\n\n --> [@a] ` two", "One ` ` two"),
        ("*One [two <!--\n\n[@b] --> [@a]](u)*", "One two"),
        ("One $x <!--\n\n[@b] y$ --> [@a] $", "One $x $"),
    ],
)
def test_a_comment_in_a_paragraph_goes_on_over_whatever_is_in_it(text: str, left: str) -> None:
    keys = [item.key for node in all_of(Citation, text) for item in node.items]

    assert set(keys) == {"a"}
    assert findings(text) == []
    assert " ".join(words(read(text).blocks).split()) == left


def test_a_comment_in_code_is_code() -> None:
    text = "One `<!--`\n\n[@a] --> ``<!-- ` ``"

    assert findings(text) == []
    assert [node.text for node in all_of(Code, text)] == ["<!--", "<!-- `"]
    assert only(Citation, text).items[0].key == "a"


def test_words_around_a_comment_that_was_cut_out_have_their_places() -> None:
    text = "> One [@a] <!--\n>\n> hidden\n> --> two [@b] <b>"
    first, second = all_of(Citation, text)

    assert (first.span.text, second.span.text) == ("[@a]", "[@b]")
    assert findings(text) == [("raw-html", "<b>")]


def test_metadata_at_the_head_of_a_chapter_is_told() -> None:
    text = "---\ntitle: X\n---\n\n# Heading"

    assert findings(text) == [("front-matter", "---\ntitle: X\n---")]
    assert [type(block) for block in read(text).blocks] == [Heading]


@pytest.mark.parametrize(
    "text",
    [
        "> " * (limits.BLOCK_DEPTH + 10) + "word",
        "- " * (limits.BLOCK_DEPTH + 10) + "word",
        "::: x\n" * (limits.BLOCK_DEPTH + 10) + "word\n" + ":::\n" * (limits.BLOCK_DEPTH + 10),
        "[^1]: " * (limits.BLOCK_DEPTH + 10) + "word",
        "word " + "[" * 6000,
        "word " + "[" * (limits.BRACKET_DEPTH + 1),
        "word " + "*a " * 6000,
        "word " + "*a **b " * 40 + "c** d* " * 40,
        "word " + "^[" * 100 + "x" + "]" * 100,
        "word " + "x" * limits.LINE,
        "| word " * 60 + "|\n" + "|-" * 60 + "|\n" + "|\n" * 1700,
        f"word [x](a{'b' * limits.ADDRESS})",
    ],
)
def test_too_much_of_anything_is_told_and_its_words_remain(text: str) -> None:
    chapter = read(text)
    blocks = [*chapter.blocks, *(block for note in chapter.notes for block in note.blocks)]

    told = {rule for rule, _ in findings(text)}
    assert told
    assert told <= {"limit-met", "refused-link"}
    assert "word" in words(tuple(blocks))


def test_the_deepest_that_is_read_is_within_the_limits() -> None:
    for text in ("> " * 40 + "word", "- " * 40 + "word", "*" * 60 + "word" + "*" * 60):
        assert findings(text) == []
