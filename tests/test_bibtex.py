"""What becomes of a `.bib`, whole or broken: its entries, and what is said of it, and where."""

from __future__ import annotations

import pytest

from briefing_build.bibtex import Library, parse_bibtex
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile


def read(text: str) -> tuple[Library, list[str]]:
    """The library, and each finding as `rule line:column the words it marks`."""
    found = Diagnostics()
    library = parse_bibtex(SourceFile("references.bib", text), found)
    return library, [
        f"{item.rule.name} {item.at.span.line}:{item.at.span.column} {item.at.span.text}"
        for item in found
    ]


def values(library: Library) -> dict[str, dict[str, str]]:
    return {
        key: {name: field.value for name, field in entry.fields.items()}
        for key, entry in library.entries.items()
    }


SOUND = {
    "an entry in braces": ("@book{a, title = {T}}", {"a": {"title": "T"}}),
    "an entry in parentheses": ("@book(a, title = {T (x)})", {"a": {"title": "T (x)"}}),
    "quotation marks": ('@book{a, title = "T, U"}', {"a": {"title": "T, U"}}),
    "a brace inside quotation marks": ('@book{a, title = "a {"}b{"} c"}',
                                      {"a": {"title": 'a {"}b{"} c'}}),
    "quotation marks inside braces": ('@book{a, title = {say "x" = y, z}}',
                                      {"a": {"title": 'say "x" = y, z'}}),
    "nested braces": ("@book{a, title = {{A {B}} {C}}}", {"a": {"title": "{A {B}} {C}"}}),
    "escaped braces": (r"@book{a, title = {a \{ b}}", {"a": {"title": r"a \{ b"}}),
    "a number": ("@book{a, volume = 12}", {"a": {"volume": "12"}}),
    "a comma at the end": ("@book{a, title = {T},\n}", {"a": {"title": "T"}}),
    "upper case": ("@BOOK{Key, TITLE = {T}}", {"Key": {"title": "T"}}),
    "no fields": ("@book{a}", {"a": {}}),
    "BibTeX's names": (
        "@article{a, journal = {J}, address = {L}, annote = {N}, archiveprefix = {arXiv}}",
        {"a": {"journaltitle": "J", "location": "L", "annotation": "N", "eprinttype": "arXiv"}},
    ),
    "biblatex's name before BibTeX's": (
        "@article{a, journal = {j}, journaltitle = {J}}", {"a": {"journaltitle": "J"}},
    ),
    "biblatex's commentary, which is no comment": (
        "@Commentary{a, title = {T}}", {"a": {"title": "T"}},
    ),
    "BibTeX's note that is an address": (
        "@misc{a, note = {\\url{https://x.org}}}", {"a": {"url": "https://x.org"}},
    ),
    "a parent's title in other letters": (
        "@incollection{a, crossref = {b}} @book{b, title = {Газ}, title_romanised = {Gaz}}",
        {
            "a": {"crossref": "b", "booktitle": "Газ", "booktitle_romanised": "Gaz"},
            "b": {"title": "Газ", "title_romanised": "Gaz"},
        },
    ),
    "the ACM's two places": (
        "@inproceedings{a, address = {New York}, location = {Baku}}",
        {"a": {"location": "New York", "venue": "Baku"}},
    ),
    "one value under two names": (
        "@thesis{a, school = {MIT}, institution = {MIT}}", {"a": {"institution": "MIT"}},
    ),
    "a year": ("@book{a, year = 2024}", {"a": {"year": "2024", "date": "2024"}}),
    "a year and a month": (
        "@book{a, year = {2024}, month = sep}",
        {"a": {"year": "2024", "month": "September", "date": "2024-09"}},
    ),
    "a month with its day": (
        '@book{a, year = 2024, month = "17~" # may}',
        {"a": {"year": "2024", "month": "17~May", "date": "2024-05-17"}},
    ),
    "a date before a year": (
        "@book{a, date = {2023-01}, year = 2024}", {"a": {"date": "2023-01", "year": "2024"}},
    ),
    "macros": (
        '@string{ap = "Associated"}\n@string(AP2 = ap # { Press})\n@misc{a, note = Ap2 # "!"}',
        {"a": {"note": "Associated Press!"}},
    ),
    "a macro defined further down": (
        "@misc{a, note = x}\n@string{x = {X}}", {"a": {"note": "X"}},
    ),
    "the same macro twice": (
        "@string{x = {X}}@string{x = {X}}@misc{a, note = x}", {"a": {"note": "X"}},
    ),
    "free text between entries": (
        "Our list, mail to a@b.org\n@misc{a, note = {x}}\nThe end, p = 3", {"a": {"note": "x"}},
    ),
    "lines of comment": (
        "% @misc{old,\n%   note = {x},\n% }\n@misc{a,\n  % note = {y},\n  note = {x}, % z\n}",
        {"a": {"note": "x"}},
    ),
    "a per cent sign in the second entry of a line": (
        "@misc{b,} @misc(a, note = {a,%}, % z\n)", {"b": {}, "a": {"note": "a,%"}},
    ),
    "a per cent sign in values": (
        '@misc{a, url = {http://x.org/%20},\n note = {50\n% of it, %}, title = "a, %b"}',
        {"a": {"url": "http://x.org/%20", "note": "50\n% of it, %", "title": "a, %b"}},
    ),
    "what other programs keep for themselves": (
        """@comment{jabref-meta: databaseType:bibtex;}
@preamble{"\\newcommand{x}"}
@comment{
@misc{old, note = {x}}
}
@misc{a, note = {x}}""",
        {"a": {"note": "x"}},
    ),
    "a byte order mark and other line endings": (
        "\ufeff@misc{a,\r\n  note = {x\r\ny},\r\n}\r\n", {"a": {"note": "x\ny"}},
    ),
    "space after the at sign": ("@ misc {a, note = {x}}", {"a": {"note": "x"}}),
    "the brace on the next line": ("@misc\n{a, note = {x}}", {"a": {"note": "x"}}),
    "an address in its old place": (
        r"@misc{a, howpublished = {\url{http://x.org/~a}}}", {"a": {"url": "http://x.org/~a"}},
    ),
    "an address in both places": (
        r"@misc{a, url = {http://y.org}, howpublished = {\url{http://x.org}}}",
        {"a": {"url": "http://y.org", "howpublished": r"\url{http://x.org}"}},
    ),
    "a thesis": (
        "@phdthesis{a, school = {MIT}}", {"a": {"institution": "MIT", "type": "phdthesis"}},
    ),
    "two entries on a line": (
        "@misc{a, note={x}}@misc{b, note={x}}", {"a": {"note": "x"}, "b": {"note": "x"}},
    ),
    "an at sign in a value": ("@misc{a, note = {a @ {b} @misc{c}}}", {"a": {
        "note": "a @ {b} @misc{c}"}}),
    "keys of all alphabets": ("@misc{Алиев:2020/1.a+b, note={x}}", {"Алиев:2020/1.a+b": {
        "note": "x"}}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SOUND.values(), ids=SOUND)
def test_what_is_sound_is_read_without_a_word(
    text: str, expected: dict[str, dict[str, str]]
) -> None:
    library, said = read(text)

    assert values(library) == expected
    assert said == []


NEIGHBOURS = ("@misc{before, note = {x}}\n", "\n@misc{after, note = {y}}\n")
BROKEN = {
    "a field without its comma": (
        "@book{a, title = {T}\n  volume = {3}, pages = 4\n  note = {n}}",
        {"title": "T", "volume": "3", "pages": "4", "note": "n"},
        ["bibtex-syntax 3:3 volume", "bibtex-syntax 4:3 note"],
    ),
    "a key without its comma": (
        "@book{a\n  title = {T}}", {"title": "T"}, ["bibtex-syntax 2:7 a"],
    ),
    "a comma too many": ("@book{a, title = {T},, note = {n}}", {"title": "T", "note": "n"},
                         ["bibtex-syntax 2:22 ,"]),
    "a field without its sign": ("@book{a, title {T}}", {"title": "T"},
                                 ["bibtex-syntax 2:10 title"]),
    "a name without a value": ("@book{a, url, title = {T}, note}", {"title": "T"},
                               ["bibtex-syntax 2:10 url", "bibtex-syntax 2:28 note"]),
    "nothing behind the sign": ("@book{a, title = , note = {n}}", {"title": "", "note": "n"},
                                ["bibtex-syntax 2:16 ="]),
    "words without marks": ("@book{a, title = The end}", {"title": "The end"},
                            ["bibtex-syntax 2:18 The end"]),
    "an unknown macro": ("@book{a, month = brumaire}", {"month": "brumaire"},
                         ["undefined-macro 2:18 brumaire"]),
    "an unknown macro among others": ('@book{a, note = "a" # b # jan}', {"note": "abJanuary"},
                                      ["undefined-macro 2:23 b"]),
    "what follows a value": ("@book{a, title = {T}{U}}", {"title": "T"},
                             ["bibtex-syntax 2:21 {U}"]),
    "the same field twice": (
        "@book{a, title = {T}, Title = {U}}", {"title": "T"}, ["duplicate-field 2:23 Title"],
    ),
    "no brace at the end": ("@book{a, title = {T},\n", {"title": "T"}, ["bibtex-syntax 2:6 {"]),
    "no parenthesis at the end": ("@book(a, title = {T},\n", {"title": "T"},
                                  ["bibtex-syntax 2:6 ("]),
    "a brace too many": (
        "@book{a, title = {T}}, volume = {2}}", {"title": "T"}, ["bibtex-syntax 2:21 }"],
    ),
    "a value that is not closed": (
        "@book{a, title = {T,\n  volume = {2},\n}", None, ["bibtex-syntax 2:18 {"],
    ),
    "a quotation that is not closed": (
        '@book{a, title = "T,\n  volume = {2},\n}', None, ['bibtex-syntax 2:18 "'],
    ),
    "a quotation mark in quotation marks": (
        '@book{a, title = "the "T" thing", volume = 2}', {"title": "the ", "volume": "2"},
        ['bibtex-syntax 2:24 T" thing"'],
    ),
    "an entry inside an entry": (
        "@book{a, title = {T}, @misc{b, note = {n}}}", None, ["bibtex-syntax 2:23 @misc"],
    ),
    "a key with a space": ("@book{a b, title = {T}}", None, ["bibtex-syntax 2:7 a b"]),
    "no key": ("@book{, title = {T}}", None, ["bibtex-syntax 2:1 @book"]),
    "no key and no comma": ("@book{title = {T}}", None, ["bibtex-syntax 2:7 title"]),
    "no type": ("@{a, title = {T}}", None, ["bibtex-syntax 2:1 @"]),
    "no sign before the type": (
        "book{a, title = {T}}", None, ["bibtex-syntax 2:1 book"],
    ),
    "a type that is none": ("@bo}ok{a, title = {T}}", None, ["bibtex-syntax 2:1 @"]),
    "a broken macro": ("@string{a {b}}", None, ["bibtex-syntax 2:9 a"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "findings"), BROKEN.values(), ids=BROKEN)
def test_a_broken_entry_swallows_only_itself(
    text: str, expected: dict[str, str] | None, findings: list[str]
) -> None:
    library, said = read(text.join(NEIGHBOURS))
    entries = values(library)

    assert said == findings
    assert entries["before"] == {"note": "x"}
    assert entries["after"] == {"note": "y"}
    if expected is not None:
        assert entries["a"] == expected


def test_what_is_broken_leaves_no_word_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        read("@book{a, title = {T\n@book{b, url}")

    assert caplog.records == []


def test_the_key_of_what_could_not_be_read_is_remembered() -> None:
    library, _ = read("@book{a, title = {T,\n  volume = {2}\n}\n@misc{b, note={x}}")

    assert list(library.entries) == ["b"]
    assert str(library.unread["a"]) == "references.bib:1:7"
    assert library.unread["a"].text == "a"


def test_the_first_of_two_entries_with_one_key_is_kept() -> None:
    library, said = read("@misc{a, note={x}}\n@misc{a, note={y}}\n@misc{A, note={z}}")

    assert values(library) == {"a": {"note": "x"}, "A": {"note": "z"}}
    assert said == ["duplicate-key 2:7 a", "duplicate-key 3:7 A"]


def test_a_broken_entry_that_looks_like_a_later_one_does_not_hide_it() -> None:
    library, said = read("@misc{x @misc{a, note={n}}\n@misc{b, note={n}}\n@misc{a, note={n}}\n")

    assert list(library.entries) == ["b", "a"]
    assert library.entries["a"].key_span.line == 3
    assert len(said) == 1


def test_a_macro_with_two_meanings_keeps_the_first() -> None:
    library, said = read("@string{x = {X}}\n@string{x = {Y}}\n@misc{a, note = x}")

    assert library.entries["a"].value("note") == "X"
    assert said == ["duplicate-key 2:13 {Y}"]


# Inheritance


def test_a_part_takes_its_books_title() -> None:
    library, said = read(
        "@incollection{a, title = {T}, crossref = {b}}\n"
        "@book{b, title = {B}, subtitle = {S}, editor = {E}, date = {2020}, shorttitle = {x}}"
    )
    part = library.entries["a"]

    assert said == []
    assert {name: field.value for name, field in part.fields.items()} == {
        "title": "T", "crossref": "b", "booktitle": "B", "booksubtitle": "S", "editor": "E",
        "date": "2020",
    }  # fmt: skip
    assert part.is_inherited("booktitle")
    assert not part.is_inherited("title")
    assert str(part.fields["booktitle"].value_span) == "references.bib:2:19"
    assert part.fields["booktitle"].value_span.text == "B"


def test_a_part_has_its_own_date_whatever_its_book_says() -> None:
    library, _ = read("@inbook{a, date = {2021}, crossref = {b}}@book{b, year = 2020, month = may}")

    assert library.entries["a"].value("date") == "2021"
    assert library.entries["a"].get("year") is None


def test_a_volume_takes_its_series_title_and_a_part_of_it_both() -> None:
    library, _ = read(
        "@inbook{a, crossref = {b}}@book{b, title = {B}, crossref = {c}}@mvbook{c, title = {C}}"
    )

    assert library.entries["a"].value("booktitle") == "B"
    assert library.entries["a"].value("maintitle") == "C"
    assert library.entries["a"].value("title") == ""


def test_data_is_shared_by_xdata() -> None:
    library, said = read(
        "@xdata{p, publisher = {P}}@xdata{l, location = {L}, xdata = {p}}\n"
        "@book{a, xdata = {l, p}, title = {T}}"
    )

    assert said == []
    assert library.entries["a"].value("publisher") == "P"
    assert library.entries["a"].value("location") == "L"


def test_circles_and_unknown_parents_are_told_and_inherit_nothing() -> None:
    library, said = read(
        "@misc{a, crossref={b}, note={x}}\n@misc{b, crossref={a}}\n"
        "@misc{c, xdata={c, parent}}\n@misc{parents}"
    )

    assert said == [
        "cyclic-crossref 2:20 a",
        "cyclic-crossref 3:17 c",
        "unknown-parent 3:20 parent",
    ]
    assert library.entries["a"].value("note") == "x"


def test_a_parent_that_could_not_be_read_is_not_told_twice() -> None:
    _, said = read("@book{b, title = {T,\n  note = {x}\n}\n@inbook{a, crossref = {b}}")

    assert said == ["bibtex-syntax 1:18 {"]


# Limits


def test_a_family_of_more_than_twenty_generations_is_refused() -> None:
    text = "".join(f"@misc{{k{n}, crossref = {{k{n + 1}}}}}\n" for n in range(5_000))
    library, said = read(text + "@misc{k5000, note = {x}}")

    assert len(library.entries) == 5_001
    assert said[-1] == "limit-met 4980:26 k4980"
    assert library.entries["k4980"].value("note") == "x"
    assert library.entries["k4979"].value("note") == ""


def test_entries_beyond_the_limit_are_refused() -> None:
    library, said = read("@misc{a}\n" + "".join(f"@misc{{k{n}}}\n" for n in range(20_000)))

    assert len(library.entries) == 20_000
    assert said == ["limit-met 20001:1 @"]


@pytest.mark.parametrize("delimiters", ["{}", '""'])
def test_a_long_value_is_cut(delimiters: str) -> None:
    start, end = delimiters
    library, said = read(f"@misc{{a, note = {start}{'x' * 100_001}{end}, title = {{T}}}}")

    assert [line.split()[0] for line in said] == ["limit-met"]
    assert len(library.entries["a"].value("note")) <= 100_000
    assert library.entries["a"].value("title") == "T"


def test_macros_that_double_one_another_end() -> None:
    strings = "".join(f"@string{{a{n + 1} = a{n} # a{n}}}\n" for n in range(60))
    library, said = read(f"@string{{a0 = {{xx}}}}\n{strings}@misc{{a, note = a60}}")

    assert "limit-met" in " ".join(said)
    assert len(library.entries["a"].value("note")) <= 100_000


def test_deep_braces_are_told() -> None:
    library, said = read(f"@misc{{a, note = {'{' * 51}x{'}' * 51}, title = {{{{T}}}}}}")

    assert [line.split()[0] for line in said] == ["limit-met"]
    assert library.entries["a"].value("title") == "{T}"


def test_a_file_of_slips_is_read_to_its_end() -> None:
    slips = "".join(f"@misc{{k{n}, note {{x}}}}\n" for n in range(1_200))
    library, said = read(slips + "@misc{z, note = {x}}")

    assert "z" in library.entries
    assert len(library.entries) + len(library.unread) == 1_201
    assert len(said) == 1_200
