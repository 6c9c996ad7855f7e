"""Libraries in CSL-JSON: what is read, where it stands, and what is said of what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.bibtex import Entry, Library
from briefing_build.bibtex.model import KINDS as BIBLATEX_KINDS
from briefing_build.bibtex.model import is_known_field
from briefing_build.bibtex.reader import MOST_ENTRIES
from briefing_build.csl.mapping import to_work
from briefing_build.csljson import parse_csljson
from briefing_build.csljson.model import FIELDS, KINDS, NAMES, field_name, variable
from briefing_build.csljson.reader import (
    DEEPEST,
    MOST_MISTAKES,
    Array,
    Node,
    Number,
    Object,
    String,
    Word,
    read_json,
)
from briefing_build.diagnostics import Diagnostics
from briefing_build.library import is_json, parse_library
from briefing_build.settings import SOURCE_CLASSES
from briefing_build.source import SourceFile


def read(text: str) -> tuple[Library, list[str]]:
    """The library, and what is said of it: the rule and the words that it points at."""
    found = Diagnostics()
    library = parse_csljson(SourceFile("references.json", text), found)
    return library, [f"{item.rule.name} {item.at.span.text}".rstrip() for item in found]


def one(**variables: Any) -> tuple[Entry, list[str]]:
    item = {"id": "k", "type": "webpage", "title": "T"} | variables
    library, said = read(json.dumps([item], ensure_ascii=False))
    (entry,) = library.entries.values()
    return entry, said


def item_of(**variables: Any) -> dict[str, Any]:
    """What citeproc gets for a sound item."""
    entry, said = one(**variables)
    assert said == []
    assert entry.item is not None
    return dict(entry.item)


# JSON


def plain(node: Node) -> Any:
    match node:
        case String(text):
            return text
        case Word(text):
            return {"true": True, "false": False, "null": None}[text]
        case Number(text):
            return json.loads(text)
        case Array(nodes):
            return [plain(part) for part in nodes]
        case Object(members):
            return {name.text: plain(value) for name, value in members}


def values(text: str) -> tuple[list[Any], list[str]]:
    found = Diagnostics()
    nodes = [plain(node) for node in read_json(SourceFile("a.json", text), found)]
    return nodes, [f"{item.at.span.line}:{item.at.span.column} {item.message}" for item in found]


BROKEN = {
    '[{"a": 1,}]': ([{"a": 1}], ["1:9 a comma behind which nothing comes"]),
    '[{"a": 1} {"b": 2}]': ([{"a": 1}, {"b": 2}], ["1:11 no comma before this"]),
    '{"a": 1}\n{"b": 2}': ([{"a": 1}, {"b": 2}], ["2:1 no comma before this"]),
    '[{"a": "x" "b": 2}]': ([{"a": "x", "b": 2}], ["1:12 no comma before this"]),
    '[{"a": "x",\n{"b": 2}]': ([{"a": "x"}, {"b": 2}], ["1:2 a `{` that is not closed"]),
    '[{"a": [1, "b": 2}, {"c": 3}]': (
        [{"a": [1], "b": 2}, {"c": 3}],
        ["1:8 a `[` that is not closed"],
    ),
    '[{"a": 1}}, {"b": 2}]': ([{"a": 1}, {"b": 2}], ["1:10 a `}` too many"]),
    '[{"a": 1}], "b": {"c": 1}}, {"d": 2}': (
        [{"a": 1}, {"d": 2}],
        ["1:13 this belongs to no item"],
    ),
    '[{"a": "x "y" z",\n"b": 1}]': (
        [{"a": 'x "y" z', "b": 1}],
        ["1:11 a quotation mark inside quotation marks"],
    ),
    '[{"a": "x, "b": 1}]': ([{"a": "x", "b": 1}], ["1:8 a quotation mark that is not closed"]),
    '[{"a": "x,\n"b": 1}]': ([{"a": "x", "b": 1}], ["1:8 a quotation mark that is not closed"]),
    '[{"a": "x\ny", "b": 1}]': (
        [{"a": "x\ny", "b": 1}],
        ["1:8 a line ends inside quotation marks"],
    ),
    "[{a: x y, 'b': NaN}]": (
        [{"a": "x y", "'b'": "NaN"}],
        [
            "1:3 no quotation marks around this name",
            "1:6 no quotation marks around this",
            "1:11 no quotation marks around this name",
            "1:16 no quotation marks around this",
        ],
    ),
    '// a\n[{"a" /* b */ : 1}]': (
        [{"a": 1}],
        ["1:1 a comment, which JSON does not have", "2:7 a comment, which JSON does not have"],
    ),
    '[{"a": "\\x"}]': ([{"a": "x"}], [r"1:9 there is no escape `\x`"]),
    '[{"a" "b", "c":}]': ([{"a": "b"}], ["1:4 no `:` behind `a`", "1:13 `c` has no value"]),
    '[{"a": "x': (
        [{"a": "x"}],
        ["1:2 a `{` that is not closed", "1:8 a quotation mark that is not closed"],
    ),
    '[{"a": 1}': ([{"a": 1}], ["1:1 a `[` that is not closed"]),
    "[1, 2]]": ([1, 2], ["1:7 a `]` too many"]),
    "@book{a}": ([], ["1:1 this is no CSL-JSON, which begins with `[`"]),
    "": ([], []),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.items())
def test_what_is_no_json_is_told_and_read_as_it_was_meant(
    text: str, expected: tuple[list[Any], list[str]]
) -> None:
    assert values(text) == expected


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | WORDS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(JSON, max_size=4), st.booleans(), st.sampled_from([None, 0, 1, "\t"]))
def test_sound_json_is_read_as_it_is(content: list[Any], ascii_only: bool, indent: Any) -> None:
    text = json.dumps(content, ensure_ascii=ascii_only, indent=indent)

    assert values(text) == (content, [])


_SOUP = st.lists(
    st.sampled_from([
        *'{}[],:"\\', "\n", " ", '"id"', '"a"', '"title":', '"issued"', "1", "2024", "-", "null",
        '{"id": "a", ', '{"date-parts": [[', "//", "/*", "*/", "NaN", "\\u0000", "\\ud800", "é",
        '"note": "', "type: book\\n", "tex.unknown= date", "[[[[[[[", "\x00", "\u2028", "{:a: b}",
    ]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(_SOUP, _SOUP.map(lambda text: f"[{text}")))
def test_no_text_breaks_the_reader_and_every_place_is_in_it(text: str) -> None:
    found = Diagnostics()
    library = parse_csljson(SourceFile("a.json", text), found)

    for entry in library.entries.values():
        _look_at(entry)
    for item in found:
        assert str(item.at.span)


def _look_at(entry: Entry) -> None:
    assert entry.key_span.text
    assert str(entry.kind_span)
    assert entry.span.text.startswith("{")
    for name, field in entry.fields.items():
        assert field.name == name
        assert is_known_field(name)
        assert entry.span.start <= field.name_span.start <= field.value_span.end <= entry.span.end
        assert str(field.span)
    assert to_work(entry, "en-GB").item["type"] in KINDS


ITEMS = st.fixed_dictionaries(
    {"id": st.text("abc123", min_size=1)},
    optional=dict.fromkeys(
        ("type", "title", "author", "issued", "note", "URL", "volume", "keyword"), JSON
    )
    | {
        "accessed": st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("date-parts", "raw", "season", "circa", "literal"), JSON)
        ),
        "editor": st.lists(st.dictionaries(st.sampled_from(["family", "given", "literal"]), JSON)),
    },
)


@settings(deadline=None)
@given(st.lists(ITEMS, max_size=3))
def test_items_of_any_shape_are_read_or_told(items: list[dict[str, Any]]) -> None:
    library, said = read(json.dumps(items))

    for entry in library.entries.values():
        _look_at(entry)
        _is_what_citeproc_reads(to_work(entry, "en-GB").item)
    missing = len({item["id"] for item in items}) - len(library.entries)
    assert missing == 0 or said


def _is_what_citeproc_reads(item: Any) -> None:
    """Citeproc refuses all of a library for one value of another shape."""
    for name, value in item.items():
        if name in NAMES:
            assert all(set(map(type, person.values())) <= {str, bool} for person in value)
        elif isinstance(value, dict):
            assert value.keys() <= {"date-parts", "circa", "literal"}
            assert all(type(n) is int for part in value.get("date-parts", ()) for n in part)
        else:
            assert isinstance(value, str), name


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"id": "a", "x": ' + "[" * 5_000 + "]" * 5_000 + "}]",
        '[{"id": "a", "volume": ' + "9" * 100_000 + "}]",
        '[{"id": "a", "issued": {"date-parts": [[' + "9" * 5_000 + "]]}}]",
        '"' * 50_000,
        "[" + '/*"' * 50_000,
        "[" + "x " * 50_000,
        "[" + '{"id"' * 50_000,
        '[{"id": "a", "title": "' + '\\"' * 50_000 + '"}]',
        '[{"id": "a", "note": "' + "a: b\\n" * 20_000 + '"}]',
        '[{"id": "a", ' + ",".join(f'"x{n}": 1' for n in range(20_000)) + "}]",
    ],
)
def test_hostile_text_is_read_in_reasonable_time_and_told_in_reasonable_length(text: str) -> None:
    found = Diagnostics()
    library = parse_csljson(SourceFile("a.json", text), found)

    assert len(found) <= 2 * MOST_MISTAKES
    for entry in library.entries.values():
        _look_at(entry)


def test_what_is_too_deep_or_too_much_is_told() -> None:
    deep = '[{"id": "a", "x": ' + "[" * DEEPEST + "]" * DEEPEST + "}, {" + '"id": "b"}]'
    library, said = read(deep)

    assert list(library.entries) == ["a", "b"]
    assert "limit-met [" in said

    library, said = read("[" + ",".join(f'{{"id": {n}}}' for n in range(MOST_ENTRIES + 1)) + "]")

    assert len(library.entries) == MOST_ENTRIES
    assert said[-1] == "limit-met {"


# Keys and types


@pytest.mark.parametrize(
    ("variables", "key"),
    [
        ({"id": 12}, "12"),
        ({"id": "http://zotero.org/users/1/items/A", "citation-key": "doe"}, "doe"),
        ({"id": "http://zotero.org/users/1/items/A", "note": "Citation Key: doe"}, "doe"),
        ({"id": "http://zotero.org/users/1/items/A"}, "http://zotero.org/users/1/items/A"),
        ({"id": None, "DOI": "10.1000/1"}, "10.1000/1"),
    ],
)
def test_the_key_of_an_item(variables: dict[str, Any], key: str) -> None:
    entry, said = one(**variables)

    assert said == []
    assert entry.key == entry.key_span.text == key


def test_items_stand_alone_in_a_list_or_in_what_a_server_answers() -> None:
    item = '{"id": "a", "type": "book"}'

    for text in (item, f"[{item}]", f'{{"items": [{item}]}}', f"\ufeff\r\n[\r\n{item}\r\n]"):
        library, said = read(text)
        assert list(library.entries) == ["a"]
        assert said == []


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        *((kind, kind) for kind in KINDS),
        ("journal-article", "article-journal"),
        ("newspaperArticle", "article-newspaper"),
        ("legal-case", "legal_case"),
        ("Motion Picture", "motion_picture"),
    ],
)
def test_types_of_csl_and_of_others(written: str, kind: str) -> None:
    entry, said = one(type=written)

    assert said == []
    assert entry.item
    assert entry.item["type"] == to_work(entry, "en-GB").item["type"] == kind
    assert entry.kind in BIBLATEX_KINDS
    assert entry.kind_span.text == entry.written_kind == written


def test_of_two_items_with_one_key_the_first_is_kept() -> None:
    library, said = read('[{"id": "a", "type": "book", "title": "1"}, {"id": "a", "type": "map"}]')

    assert library.entries["a"].value("title") == "1"
    assert said == ["duplicate-key a"]


# Variables


def test_every_field_that_is_given_is_one_that_the_checks_know() -> None:
    names = {field_name(name, kind) for name in FIELDS for kind in KINDS.values()}

    assert all(is_known_field(name) for name in names)


TEXTS = {
    '"The <i>Pipeline</i>"': "The <i>Pipeline</i>",
    '"Tom &amp; <scp>Jerry</scp> &lt;em&gt;now&lt;/em&gt;"': "Tom & <sc>Jerry</sc> <i>now</i>",
    '" a\\n b "': "a b",
    "3": "3",
    "3.50": "3.50",
    '["Only one"]': "Only one",
    "null": "",
    "[]": "",
    '""': "",
}


@pytest.mark.parametrize(("written", "text"), TEXTS.items())
def test_texts(written: str, text: str) -> None:
    library, said = read(f'[{{"id": "k", "type": "book", "title": {written}}}]')
    item = library.entries["k"].item

    assert said == []
    assert item
    assert item.get("title", "") == text


@pytest.mark.parametrize("written", ["true", '{"a": 1}', '["a", "b"]', '[["a"]]'])
def test_what_is_no_text_is_told(written: str) -> None:
    _, said = read(f'[{{"id": "k", "type": "book", "title": {written}}}]')

    assert said == [f"malformed-variable {written if written == 'true' else written[0]}"]


def test_names_of_variables_in_other_writings() -> None:
    item = item_of(
        shortTitle="S", journalAbbreviation="J", doi="https://doi.org/10.1000/1", url="u"
    )

    assert item["title-short"] == "S"
    assert item["container-title-short"] == "J"
    assert item["DOI"] == "10.1000/1"
    assert item["URL"] == "u"
    assert variable("Publication Title") == "container-title"


PEOPLE = [
    ([{"family": "Doe", "given": "J."}], [{"family": "Doe", "given": "J."}]),
    ({"family": "Doe"}, [{"family": "Doe"}]),
    ("Doe, Jane", [{"family": "Doe", "given": "Jane"}]),
    (["Doe, J.", "WHO"], [{"family": "Doe", "given": "J."}, {"literal": "WHO"}]),
    ([{"name": "WHO", "sequence": "first", "affiliation": []}], [{"literal": "WHO"}]),
    ([{"given": "Banksy"}], [{"literal": "Banksy"}]),
    ([{"comma-suffix": True, "suffix": "Jr."}], [{"literal": "Jr."}]),
    ([{"literal": "et al."}], [{"literal": "others"}]),
    (
        [{"family": "van der Berg", "given": "A.", "parse-names": True}],
        [{"family": "Berg", "given": "A.", "non-dropping-particle": "van der"}],
    ),
    (
        [{"family": "King", "given": "M. L.", "suffix": "Jr.", "comma-suffix": 1}],
        [{"family": "King", "given": "M. L.", "suffix": "Jr.", "comma-suffix": True}],
    ),
    ([], None),
]


@pytest.mark.parametrize(("written", "people"), PEOPLE)
def test_names(written: Any, people: Any) -> None:
    assert item_of(author=written).get("author") == people


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Jane Doe", "Jane Doe"),
        (3, "3"),
        ([3], "3"),
        ([{}], "{"),
        ([{"family": ["Doe"]}], "["),
        ([{"familie": "Doe", "given": "J."}], "familie"),
    ],
)
def test_what_is_no_name_is_told(written: Any, said: str) -> None:
    _, told = one(author=written)

    assert f"malformed-variable {said}" in told


DATES: list[tuple[Any, dict[str, Any], str]] = [
    ({"date-parts": [[2024, 5, 17]]}, {"date-parts": [[2024, 5, 17]]}, "2024-05-17"),
    ({"date-parts": [["2024", "5"]]}, {"date-parts": [[2024, 5]]}, "2024-05"),
    ({"date-parts": [[2024, 0, 0]]}, {"date-parts": [[2024]]}, "2024"),
    ({"date-parts": [["2024", "", None]]}, {"date-parts": [[2024]]}, "2024"),
    ({"date-parts": [2024, 5]}, {"date-parts": [[2024, 5]]}, "2024-05"),
    ({"date-parts": [[2024, "May", 3]]}, {"date-parts": [[2024, 5, 3]]}, "2024-05-03"),
    ({"date-parts": [["2024-05-17"]]}, {"date-parts": [[2024, 5, 17]]}, "2024-05-17"),
    ({"date-parts": [[2024, 14]]}, {"date-parts": [[2024, 22]]}, "2024-22"),
    ({"date-parts": [[2024]], "season": 4}, {"date-parts": [[2024, 24]]}, "2024-24"),
    ({"date-parts": [[2024]], "season": "Fall"}, {"date-parts": [[2024, 23]]}, "2024-23"),
    ({"date-parts": [[2020], [2022, 3]]}, {"date-parts": [[2020], [2022, 3]]}, "2020/2022-03"),
    ({"date-parts": [[2020], []]}, {"date-parts": [[2020], [0]]}, "2020/.."),
    ({"date-parts": [[2020]], "circa": 1}, {"date-parts": [[2020]], "circa": True}, "2020~"),
    ({"date-parts": [[2020]], "circa": "false"}, {"date-parts": [[2020]]}, "2020"),
    ({"date-parts": [[-44, 3, 15]]}, {"date-parts": [[-44, 3, 15]]}, "-0044-03-15"),
    ({"raw": "17 May 2024"}, {"date-parts": [[2024, 5, 17]]}, "2024-05-17"),
    ({"raw": "Spring 2009"}, {"date-parts": [[2009, 21]]}, "2009-21"),
    ({"edtf": "2024-05~"}, {"date-parts": [[2024, 5]], "circa": True}, "2024-05~"),
    ({"year": 2024, "month": 5}, {"date-parts": [[2024, 5]]}, "2024-05"),
    ("2024/2025", {"date-parts": [[2024], [2025]]}, "2024/2025"),
    (2024, {"date-parts": [[2024]]}, "2024"),
    ({"literal": "in press"}, {"literal": "in press"}, ""),
]


@pytest.mark.parametrize(("written", "value", "iso"), DATES)
def test_dates(written: Any, value: dict[str, Any], iso: str) -> None:
    entry, said = one(issued=written)

    assert said == []
    assert entry.item
    assert entry.item["issued"] == value
    assert entry.value("date") == iso
    assert iso or entry.value("pubstate")


@pytest.mark.parametrize("written", [{"date-parts": [[None]]}, {"date-parts": []}, {}, "", None])
def test_dates_that_say_nothing(written: Any) -> None:
    assert "issued" not in item_of(issued=written)


@pytest.mark.parametrize(
    ("written", "said", "value"),
    [
        ({"date-parts": [[2024, 13, 7]]}, "13", {"date-parts": [[2024]]}),
        ({"date-parts": [[2024, 2, 30]]}, "30", {"date-parts": [[2024, 2]]}),
        ({"date-parts": [["19994"]]}, "19994", {"literal": "19994"}),
        ({"date-parts": [["soon"]]}, "soon", {"literal": "soon"}),
        ({"date-parts": [[2024], [2020]]}, "[", {"date-parts": [[2024], [2020]]}),
        ({"raw": "soon"}, "soon", {"literal": "soon"}),
        ({"date-parts": [[2024]], "season": 7}, "7", {"date-parts": [[2024]]}),
        ({"date-parts": [[2024]], "sesaon": 1}, "sesaon", {"date-parts": [[2024]]}),
        (True, "true", None),
    ],
)
def test_what_is_no_date_is_told(written: Any, said: str, value: Any) -> None:
    entry, told = one(issued=written)

    assert told == [f"malformed-date {said}"]
    assert entry.item
    assert entry.item.get("issued") == value


# A note's lines


def test_the_lines_of_a_note_that_say_variables() -> None:
    note = (
        "Read in Baku.\nOriginal Date: 1957-03\nevent-place: Shusha\ntex.sourceclass: official\n"
        "editor: Doe || Jane\neditor: WHO\nissued: 2020-02-02\nPMID: 1\nGoogle-Books-ID: x\n"
        "{:genre: Memoir} tex.archiveurl= https://web.archive.org/1\nWhat for: nothing"
    )
    entry, said = one(note=note, issued={"date-parts": [[2019]]}, keyword="gas")
    item = entry.item

    assert said == []
    assert item
    assert item["original-date"] == {"date-parts": [[1957, 3]]}
    assert item["event-place"] == "Shusha"
    assert item["editor"] == [{"family": "Doe", "given": "Jane"}, {"literal": "WHO"}]
    assert item["issued"] == {"date-parts": [[2020, 2, 2]]}
    assert item["PMID"] == "1"
    assert item["genre"] == "Memoir"
    assert item["note"] == (
        "Read in Baku.\n tex.archiveurl= https://web.archive.org/1\nWhat for: nothing"
    )
    assert entry.value("sourceclass") == "official"
    assert entry.fields["sourceclass"].value_span.text == "official"
    assert entry.fields["sourceclass"].name_span.text == "sourceclass"
    assert entry.fields["venue"].value_span.text == "Shusha"


def test_places_in_a_note_hold_behind_escapes() -> None:
    text = (
        r'[{"id": "a", "type": "book", "note": "\u0441 \ud83d\ude00 \"x\"\n\tx\ntex.unknown: issued'
        r'\npublisher: \"A\" \u0411"}]'
    )
    library, said = read(text)
    fields = library.entries["a"].fields

    assert said == []
    assert fields["unknown"].value == "date"
    assert fields["unknown"].value_span.text == "issued"
    assert fields["publisher"].value == '"A" Б'
    assert fields["publisher"].value_span.text == r"\"A\" \u0411"


def test_type_and_type_of_source_may_stand_in_the_note_or_among_custom_fields() -> None:
    entry, said = one(note="type: dataset", custom={"sourceclass": "wire", "mine": 1})

    assert said == []
    assert entry.item
    assert entry.item["type"] == "dataset"
    assert entry.value("sourceclass") in SOURCE_CLASSES


def test_what_a_note_says_again_is_told_if_it_says_something_else() -> None:
    assert one(note="publisher: A", publisher="A")[1] == []
    assert one(note="publisher: B", publisher="A")[1] == ["duplicate-field publisher"]
    assert one(note="tex.sourceclas: wire")[1] == ["unknown-field sourceclas"]
    assert one(note="tex.shortjournal: J")[1] == []


def test_keywords_of_a_note_stand_beside_the_others() -> None:
    entry, said = one(note="tex.keywords: keep", keyword="gas; oil")

    assert said == []
    assert entry.value("keywords") == "gas; oil, keep"


# What is printed


def printed(**variables: Any) -> dict[str, Any]:
    return dict(to_work(one(**variables)[0], "en-GB").item)


def test_a_work_has_what_a_bib_has_too() -> None:
    item = printed(
        title='Gas and "Power": A History', **{"event-title": "Summit", "container-title": "Хабар"}
    )

    assert item["title"] == "Gas and “Power”: A History"
    assert item["title-short"] == "Gas and “Power”"
    assert item["event"] == "Summit"
    assert item["container-title"] == '<span class="nocase">Хабар</span>'


def test_markup_of_csl_stays_and_quotation_marks_in_it_are_left_alone() -> None:
    title = '<span class="nocase">"eBay"</span> and <script src="x">'

    assert printed(title=title)["title"] == (
        '<span class="nocase">“eBay”</span> and <script src=”x”>'
    )


def test_notes_and_copies_are_remarks() -> None:
    note = "Draft.\nSecond line.\ntex.archiveurl: https://web.archive.org/web/1\ntex.unknown: title"
    work = to_work(one(title="", note=note)[0], "en-GB")

    assert [remark.text for remark in work.remarks] == ["Draft.; Second line.", "archived"]
    assert "note" not in work.item
    assert "not known" in work.item["title"]


def test_a_placeholder_is_one_in_both_kinds_of_library() -> None:
    assert to_work(one(sourcestate="placeholder")[0], "en-GB").warning


# Several files


def test_files_make_one_library_in_their_order() -> None:
    found = Diagnostics()
    sources = (
        SourceFile("a.json", '[{"id": "k", "type": "book", "title": "J"}]'),
        SourceFile("b.bib", "@string{p={P}}@misc{k, title={B}}@book{c, publisher=p, crossref={d}}"),
        SourceFile("c.bib", "@book{d, title={T}, note=p}"),
    )
    library = parse_library(sources, found)

    assert list(library.entries) == ["k", "c", "d"]
    assert library.entries["k"].value("title") == "J"
    assert library.entries["c"].value("note") == "P"
    assert [str(item.at.span) for item in found] == ["b.bib:1:21"]
    assert library.source is sources[0]


def test_a_file_with_another_ending_is_known_by_how_it_begins() -> None:
    assert is_json(SourceFile("library.csljson", " [{}]"))
    assert not is_json(SourceFile("library.txt", "@misc{a}"))
    assert not is_json(SourceFile("library.bib", "[{}]"))
