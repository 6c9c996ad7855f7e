"""What is read of each kind of file, and the sentence that each bad one gets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from briefing_build import BriefingError
from briefing_build.rescue import read_pasted
from briefing_build.rescue.pasted import LIMITS, Kind, Pasted

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _packed(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return file.getvalue()


def _docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    return _packed({"word/document.xml": document, **(parts or {})})


def _odt(body: str) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    fo = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    root = "office:document-content"
    return _packed({"content.xml": f"<{root} {spaces} {fo} {link}>{body}</{root}>"})


def _kinds(pasted: Pasted) -> list[tuple[str, str]]:
    return [(paragraph.kind.name, paragraph.text) for paragraph in pasted.paragraphs]


# Plain text


def test_lines_that_were_wrapped_are_joined_and_others_are_not() -> None:
    wrapped = (
        "The ferry was bought in the spring of that year from a yard\n"
        "in the north, which had no other offers and was glad of it,\n"
        "and it sank in May.\n\nConclusion\nIt was a bad ferry and nobody has missed it since."
    )

    assert [text for _, text in _kinds(read_pasted("a.txt", wrapped.encode()))] == [
        wrapped.partition("\n\n")[0].replace("\n", " "),
        "Conclusion",
        "It was a bad ferry and nobody has missed it since.",
    ]


def test_markdown_is_read_as_such() -> None:
    text = (
        "# A\n\nOne\ntwo.\n\n- b\n  - c\n\n> d\n\n```\nx reuters.com.\n```\n\n| a |\n|---|\n| b |"
    )

    assert _kinds(read_pasted("a.md", text.encode())) == [
        ("HEADING", "A"),
        ("TEXT", "One two."),
        ("ITEM", "b"),
        ("ITEM", "c"),
        ("QUOTATION", "d"),
        ("VERBATIM", "```\nx reuters.com.\n```"),
        ("LINE", "| a |"),
        ("LINE", "|---|"),
        ("LINE", "| b |"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    pasted = read_pasted("a.txt", "Şuşa\r\nXankəndi".encode(encoding))

    assert [paragraph.text for paragraph in pasted.paragraphs] == ["Şuşa", "Xankəndi"]


# Pages of the web


def test_a_page_has_headings_lists_tables_and_links_and_its_menu_apart() -> None:
    page = """<!DOCTYPE html><html><head><title>T</title><script>x()</script></head><body>
    <nav><a href="/">Home</a></nav><h1>Ferry</h1><p>It <b>sank</b> in
    <i>May</i> <a href="https://www.google.com/url?q=https://apnews.com/x%3Fa%3D1&amp;sa=U">apnews.com</a>.</p>
    <ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>
    <table><tr><th>Year</th><th>Price</th></tr><tr><td><p>2019</p></td><td>3</td></tr></table>
    <p>End<span data-pplx-citation-url="https://bbc.co.uk/y#:~:text=a">1</span></p>
    <footer>© 2025</footer></body></html>"""
    pasted = read_pasted("page.html", page.encode())

    assert _kinds(pasted) == [
        ("HEADING", "Ferry"),
        ("TEXT", "It sank in May apnews.com."),
        ("ITEM", "one"),
        ("ITEM", "deep"),
        ("ITEM", "two"),
        ("ROW", "Year\tPrice"),
        ("ROW", "2019\t3"),
        ("TEXT", "End1"),
    ]
    text, end = pasted.paragraphs[1], pasted.paragraphs[-1]
    assert [link.page.url for link in text.links] == ["https://apnews.com/x?a=1"]
    assert [(text.text[e.start : e.end], e.sign) for e in text.emphases] == [
        ("sank", "**"),
        ("May", "*"),
    ]
    assert [link.page.url for link in end.links] == ["https://bbc.co.uk/y"]
    assert [paragraph.text for paragraph in pasted.chrome] == ["Home", "© 2025"]
    assert [paragraph.ordinal for paragraph in pasted.paragraphs[2:5]] == ["1.", "", "2."]


# Word processors

RELATIONS = (
    '<Relationships><Relationship Id="r1" Target="https://apnews.com/x?utm_source=chatgpt.com"/>'
    "</Relationships>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/>'
    "</w:style></w:styles>"
)
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0">'
    '<w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="2">'
    '<w:abstractNumId w:val="4"/></w:num></w:numbering>'
)
NOTES = (
    f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:t>See the file.</w:t></w:r>'
    "</w:p></w:footnote></w:footnotes>"
)


def _p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_docx_has_headings_lists_links_fields_tables_and_notes() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://bbc.co.uk/y" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + _r("bbc.co.uk")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
    cell = f"<w:tc>{_p(_r('2019'))}</w:tc>"
    data = _docx(
        _p(_r("Ferry"), properties='<w:pStyle w:val="berschrift1"/>')
        + _p(_r("It sank "), f'<w:hyperlink r:id="r1">{_r("apnews.com")}</w:hyperlink>', _r("."))
        + _p(_r("Then "), field, f"<w:del>{_r('gone')}</w:del>", _r(" fell", "<w:b/>"))
        + _p(_r("one"), properties=item)
        + _p(_r("two"), '<w:r><w:footnoteReference w:id="1"/></w:r>', properties=item)
        + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>",
        {
            "word/_rels/document.xml.rels": RELATIONS,
            "word/styles.xml": STYLES,
            "word/numbering.xml": NUMBERING,
            "word/footnotes.xml": NOTES,
        },
    )
    pasted = read_pasted("a.docx", data)

    assert _kinds(pasted) == [
        ("HEADING", "Ferry"),
        ("TEXT", "It sank apnews.com."),
        ("TEXT", "Then bbc.co.uk fell"),
        ("ITEM", "one"),
        ("ITEM", "two"),
        ("ROW", "2019 \t2019 "),
    ]
    assert [link.page.url for p in pasted.paragraphs for link in p.links] == [
        "https://apnews.com/x",
        "https://bbc.co.uk/y",
    ]
    assert [p.ordinal for p in pasted.paragraphs if p.kind is Kind.ITEM] == ["1.", "2."]
    assert [paragraph.text for paragraph in pasted.chrome] == ["See the file."]


def test_an_odt_has_headings_lists_links_and_emphasis() -> None:
    pasted = read_pasted(
        "a.odt",
        _odt(
            '<office:automatic-styles><style:style style:name="T1"><style:text-properties '
            'fo:font-weight="bold"/></style:style></office:automatic-styles><office:body>'
            '<text:h text:outline-level="1">Ferry</text:h>'
            '<text:p>It <text:span text:style-name="T1">sank</text:span><text:s/>'
            '<text:a xlink:href="https://apnews.com/x">apnews.com</text:a>.</text:p>'
            "<text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
            "</office:body>"
        ),
    )

    assert _kinds(pasted) == [
        ("HEADING", "Ferry"),
        ("TEXT", "It sank apnews.com."),
        ("ITEM", "one"),
    ]
    assert pasted.paragraphs[1].links[0].page.url == "https://apnews.com/x"
    assert [emphasis.sign for emphasis in pasted.paragraphs[1].emphases] == ["**"]


# What cannot be read

BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "there is no text in it"),
        ("a.txt", b" \n\t\n", "there is no text in it"),
        ("a.html", b"", "there is no text in it"),
        ("a.html", b"<html><body><script>x</script></body></html>", "there is no text in it"),
        ("a.txt", b"a\x00b", "a byte 0"),
        ("a.txt", "Caf\u00e9".encode("latin-1"), "the byte 0xe9 in line 1"),
        ("a.pdf", b"%PDF-1.7", "this is a PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word document"),
        ("a.docx", b"PK\x03\x04 and no more", "damaged"),
        ("a.docx", _packed({"other.xml": "<a/>"}), "no .docx or .odt"),
        ("a.docx", _packed({"word/document.xml": "<w:document"}), "damaged"),
        ("a.docx", _packed({"word/document.xml": BOMB}), "damaged"),
        ("a.odt", _packed({"content.xml": BOMB}), "damaged"),
        ("a.json", b"{", "this is not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'{"a": [1, "b"]}', "no answer of a chat program"),
        ("a.txt", b"x" * (LIMITS["file"] + 1), "larger than 16 MiB"),
        ("a.docx", _packed({"word/document.xml": " " * LIMITS["unpacked"] + " "}), "than 64 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BriefingError) as raised:
        read_pasted(name, data)

    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td"])
def test_a_page_that_is_nested_too_deeply_is_told(tag: str) -> None:
    page = "<html>" + f"<{tag}>" * 200 + "It sank."
    deep = "<html>" + f"<{tag}>" * 20_000 + "It sank."

    assert "It sank." in read_pasted("a.html", page.encode()).paragraphs[-1].text
    with pytest.raises(BriefingError, match="nested too deeply"):
        read_pasted("a.html", deep.encode())


def test_no_document_is_nested_too_deeply() -> None:
    deep = "<w:sdt>" * 20_000 + _p(_r("It sank.")) + "</w:sdt>" * 20_000

    assert read_pasted("a.docx", _docx(deep)).paragraphs[0].text == "It sank."
