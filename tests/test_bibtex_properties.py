"""What holds for every `.bib`, whatever is in it."""

from __future__ import annotations

import re
from operator import itemgetter

from bibtexparser.splitter import Splitter
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.bibtex import date, decode, names, parse_bibtex, parse_date, rich, verbatim
from briefing_build.bibtex.entries import Field
from briefing_build.bibtex.names import parse_names
from briefing_build.bibtex.splitter import PlainSplitter
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile

_TOKENS = """
    @misc{a, @book( @article{ @string{x= @comment{ @preamble{ @ { } ( ) " = , # % \\ ~ $ jan
    title={ year=2024 note= x a b {T} "T" crossref={a} xdata={b,c} and \\emph{ \\'e \\{ month=may
    """
_SPACES = ("\n", "\n@misc{k", ",\n  ", " ", "é", "İ", "\x1f", "\u2028")
SOUP = st.lists(st.sampled_from((*_TOKENS.split(), *_SPACES)), max_size=40).map("".join)

WORDS = st.text("abc XYZé0,=#%@&-_:/.'", max_size=12)
KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9:_-]{0,8}", fullmatch=True)
NAMES = st.sampled_from(["title", "note", "author", "journal", "year", "x1"])


@st.composite
def whole_values(draw: st.DrawFn) -> tuple[str, str]:
    """A value as it is written, and what it says."""
    text = draw(WORDS)
    if draw(st.booleans()):
        return f"{{{text}}}", text
    if draw(st.booleans()):
        return f'"{text}"', text
    number = str(draw(st.integers(0, 3_000)))
    return number, number


@st.composite
def libraries(draw: st.DrawFn) -> tuple[str, dict[str, dict[str, str]]]:
    """The text of a sound library, and what it says."""
    said: dict[str, dict[str, str]] = {}
    texts = []
    for key in draw(st.lists(KEYS, unique_by=str.lower, max_size=5)):
        fields = draw(st.dictionaries(NAMES, whole_values(), max_size=4))
        space = draw(st.sampled_from(["", " ", "\n  ", "\t"]))
        inner = f",{space}".join(
            f"{name}{space}={space}{value}" for name, (value, _) in fields.items()
        )
        opening, closing = draw(st.sampled_from(["{}", "()"]))
        kind = draw(st.sampled_from(["article", "Book", "phdthesis", "misc "]))
        texts.append(f"@{kind}{opening}{space}{key},{space}{inner}{space}{closing}")
        said[key] = {name: text for name, (_, text) in fields.items()}
    return draw(st.sampled_from(["\n", "\n\n", "\nand more\n", " "])).join(texts), said


def blocks(splitter: Splitter) -> list[tuple[object, ...]]:
    """What one of bibtexparser's splitters makes of a text, in values that can be compared."""
    return [
        (
            type(block),
            block.raw,
            getattr(block, "entry_type", None),
            getattr(block, "key", None),
            [(field.key, field.value) for field in getattr(block, "fields", ())],
        )
        for block in splitter.split().blocks
    ]


@settings(deadline=None)
@given(
    st.one_of(
        SOUP,
        libraries().map(itemgetter(0)),
        st.tuples(SOUP, libraries(), SOUP).map(
            lambda parts: f"{parts[0]}\n{parts[1][0]}\n{parts[2]}"
        ),
    )
)
def test_an_entry_that_is_read_at_once_is_read_as_mark_by_mark(text: str) -> None:
    assert blocks(PlainSplitter(text)) == blocks(Splitter(text))


@settings(deadline=None)
@given(libraries())
def test_a_sound_library_says_what_it_says_where_it_says_it(
    library: tuple[str, dict[str, dict[str, str]]],
) -> None:
    text, said = library
    source, found = SourceFile("a.bib", text), Diagnostics()
    entries = parse_bibtex(source, found).entries

    assert [item.message for item in found] == []
    assert list(entries) == list(said)
    for key, entry in entries.items():
        assert entry.key_span.text == key
        assert entry.span.text.startswith("@")
        assert entry.span.text[-1] in "})"
        written = {field.written: field for field in entry.fields.values() if _is_own(field)}
        assert {name: field.value.strip() for name, field in written.items()} == {
            name: value.strip() for name, value in said[key].items()
        }
        for name, field in written.items():
            assert field.name_span.text == name
            assert field.value_span.text == field.value
            assert re.fullmatch(rf"{name}\s*=.*", field.span.text, re.DOTALL)


def _is_own(field: Field) -> bool:
    """Whether the author wrote this field: not the date made of a year, nor a thesis's type."""
    return field.written != "phdthesis" and (field.name, field.written) != ("date", "year")


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_anything_is_read_and_every_place_lies_in_it(text: str) -> None:
    source, found = SourceFile("a.bib", text), Diagnostics()
    library = parse_bibtex(source, found)

    for item in found:
        assert item.at.span.source is source
        assert str(item.at.span)
        assert "\n" not in item.message or "\n" in text
    for key, entry in library.entries.items():
        assert entry.key_span.text == key
        for field in entry.fields.values():
            assert field.span.start <= field.value_span.start <= field.value_span.end
            assert field.value_span.end <= field.span.end or field.written in {"year", "phdthesis"}
            assert isinstance(names(field), tuple)
            date(field)


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_whatever_stands_between_two_entries_swallows_neither(mess: str) -> None:
    text = (
        f"@misc{{before, note = {{x}}}}\n{_without_set_aside(mess)}\n@misc{{after, note = {{y}}}}"
    )
    library = parse_bibtex(SourceFile("a.bib", text), Diagnostics())

    assert library.entries["before"].value("note") == "x"
    assert library.entries["after"].value("note") == "y"


def _without_set_aside(text: str) -> str:
    """The text without what may rightly swallow an entry: a comment in braces around it."""
    return text.replace("@comment{", "")


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_value_can_be_decoded(text: str) -> None:
    assert "\n" not in decode(text)
    assert isinstance(rich(text), str)
    assert isinstance(verbatim(text), str)
    assert isinstance(parse_names(text), tuple)
    parse_date(text)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_words_without_latex_are_left_alone(text: str) -> None:
    words = " ".join(re.sub(r"[\\{}$~&\-`']", "", text).split(None))

    assert decode(words) == words
    assert rich(words) == words
