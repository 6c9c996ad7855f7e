"""What holds of a check of any chapter, library and settings: see `promises.py`."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markdown_documents import documents, soup
from promises import check_keeping_promises
from test_bibtex_properties import SOUP

SETTINGS = b'[briefing]\ntitle = "T"\nupdated = 2026-01-01\n'
CHAPTER = b"# T\n\nA claim.[@a; @b2, p. 3] Another.[^1]\n\n[^1]: See @doe:1999.\n"
LIBRARY = b"@book{a, title = {A}, author = {Doe, Jane}, date = {2020}, location = {P}}\n"
some = settings(max_examples=60, deadline=None)


@some
@given(st.one_of(documents, soup, st.text(max_size=60)))
def test_of_any_chapter(text: str) -> None:
    files = {"01.md": text.encode(errors="surrogatepass"), "references.bib": LIBRARY}
    check_keeping_promises({"briefing.toml": SETTINGS, **files})


@some
@given(SOUP)
def test_of_any_library(text: str) -> None:
    files = {"01.md": CHAPTER, "references.bib": text.encode()}
    check_keeping_promises({"briefing.toml": SETTINGS, **files})


_VARIABLES = st.sampled_from(
    """
    id type title author editor issued accessed URL DOI ISBN ISSN page volume issue number note
    container-title publisher publisher-place genre archive custom keyword language annote
    date-parts raw season circa literal family given suffix status abstract x
    """.split()
)
_PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3000),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["a", "book", "webpage", "2020-01-02", "https://e.org/a", "10.1000/1", "<i>x"]),
)
values = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_VARIABLES, inner, max_size=4)
    ),
    max_leaves=12,
)
items = st.lists(st.dictionaries(_VARIABLES, values, max_size=8), max_size=4).map(json.dumps)


@some
@given(st.one_of(items, values.map(json.dumps), items.map(lambda text: text[:-3])))
def test_of_any_items_of_csl_json(text: str) -> None:
    files = {"01.md": CHAPTER, "references.json": text.encode()}
    check_keeping_promises({"briefing.toml": SETTINGS, **files})


_WORDS = """
    [briefing] [citations] [output] [rules] [bibliography] [[rules]] title subtitle authors language
    published updated as_of chapters bibliography theme style numbering formats paper directory name
    unused-entry unknown-key headings grouping = = = "T" "01.md" "../x" "references.bib" "error"
    "off" 2026-01-01 2026-13-01 1 -1 1e9 nan true [ ] { } , . # ''' \"\"\" "\\u0000" "\\n"
    """.split()
_LINES = st.builds(
    "{} = {}".format,
    st.sampled_from([word for word in _WORDS if word.replace("-", "").replace("_", "").isalpha()]),
    st.sampled_from(
        [
            '"T"',
            "2026-01-01",
            "1",
            "[]",
            '["01.md", "x"]',
            "{a = 1}",
            "true",
            '"error"',
            '" "',
            "inf",
        ]
    ),
)
tables = st.lists(
    st.one_of(_LINES, st.sampled_from([word for word in _WORDS if word.startswith("[")])),
    unique=True,
    max_size=8,
).map("\n".join)
toml_soup = st.lists(st.sampled_from([*_WORDS, "\n", "\n", " "]), max_size=25).map("".join)


@some
@given(st.one_of(tables, toml_soup))
def test_of_any_settings(text: str) -> None:
    files = {"01.md": CHAPTER, "references.bib": LIBRARY}
    check_keeping_promises({"briefing.toml": text.encode(), **files})


@pytest.mark.parametrize("name", ["01.md", "references.bib", "references.json", "briefing.toml"])
@some
@given(content=st.binary(max_size=40))
def test_of_any_bytes(name: str, content: bytes) -> None:
    files = {"briefing.toml": SETTINGS, "01.md": CHAPTER}
    check_keeping_promises({**files, name: content})
