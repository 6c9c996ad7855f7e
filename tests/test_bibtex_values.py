"""What fields mean: names, dates, LaTeX, addresses."""

from __future__ import annotations

import pytest

from briefing_build.bibtex import (
    Date,
    Name,
    bare_doi,
    date,
    decode,
    names,
    parse_bibtex,
    parse_date,
    rich,
    spelt_date,
    verbatim,
)
from briefing_build.bibtex.dates import composed
from briefing_build.bibtex.latex import residue
from briefing_build.bibtex.names import OTHERS, parse_names
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile

NAMES = {
    "Donald E. Knuth": [Name("Knuth", "Donald E.")],
    "Knuth, Donald E.": [Name("Knuth", "Donald E.")],
    "Ludwig van Beethoven": [Name("Beethoven", "Ludwig", "van")],
    "van Beethoven": [Name("Beethoven", "", "van")],
    "von der Leyen, Ursula": [Name("Leyen", "Ursula", "von der")],
    "King, Jr, Martin Luther": [Name("King", "Martin Luther", "", "Jr")],
    "Reuters": [Name("Reuters")],
    "{Ministry of Defence}": [Name(literal="Ministry of Defence")],
    "{{NATO} and Partners} and Smith, J.": [Name(literal="NATO and Partners"), Name("Smith", "J.")],
    "A Smith and others": [Name("Smith", "A"), OTHERS],
    "A Smith AND B Jones\nand C Brown": [
        Name("Smith", "A"),
        Name("Jones", "B"),
        Name("Brown", "C"),
    ],
    r"{\"O}calan, Abdullah": [Name("Öcalan", "Abdullah")],
    r"{\.I}lham {\O}st": [Name("Øst", "İlham")],
    "family=Beethoven, given=Ludwig, prefix=van": [Name("Beethoven", "Ludwig", "van")],
    'given="Hans, Jr", family={de la Cruz}': [Name("de la Cruz", "Hans, Jr")],
    "family=Waal, prefix=de, given=Thomas, useprefix=true": [
        Name("Waal", "Thomas", "de", keeps_particle=True)
    ],
    "family=Goethe, prefix=von, useprefix=false": [Name("Goethe", "", "von", keeps_particle=False)],
    "M&uuml;ller, Hans": [Name("Müller", "Hans")],
    "Əliyev, İlham": [Name("Əliyev", "İlham")],
    "": [],
    "Smith, John and ": [Name("Smith", "John")],
}


@pytest.mark.parametrize(("written", "expected"), NAMES.items())
def test_names(written: str, expected: list[Name]) -> None:
    assert list(parse_names(written)) == expected


def test_only_others_are_others() -> None:
    first, others = parse_names("{A} and others")

    assert others.is_others
    assert not first.is_others


DATES = {
    "2024": Date(2024),
    "2024-05": Date(2024, 5),
    "2024-05-17": Date(2024, 5, 17),
    "2024-02-29": Date(2024, 2, 29),
    "2024-05-17T10:30:00Z": Date(2024, 5, 17),
    "2024-21": Date(2024, season="spring"),
    "2024-24": Date(2024, season="winter"),
    "2024~": Date(2024, circa=True),
    "2024-05?": Date(2024, 5, uncertain=True),
    "2024%": Date(2024, circa=True, uncertain=True),
    "-0043": Date(-43),
    "0987": Date(987),
    "2023/2024": Date(2023, end=Date(2024)),
    "2023-11-30/2024-02": Date(2023, 11, 30, end=Date(2024, 2)),
    "2024-05/2024": Date(2024, 5, end=Date(2024)),
    "2023/": Date(2023, is_open=True),
    "2023/..": Date(2023, is_open=True),
    "/2023": Date(None, end=Date(2023)),
    "../2023": Date(None, end=Date(2023)),
    "199X": Date(1990, end=Date(1999)),
    "19XX": Date(1900, end=Date(1999)),
}
NO_DATES = (
    "", "19994", "2024/x",
    "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-5", "2024-05-00", "/", "n.d.",
    "2024/2023", "May 2024", "in press", "2024-05-17-01", "2024-21-01", "٢٠٢٤",
)  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), DATES.items())
def test_dates(written: str, expected: Date) -> None:
    assert parse_date(written) == expected


@pytest.mark.parametrize("written", NO_DATES)
def test_what_is_no_date(written: str) -> None:
    assert parse_date(written) is None


@pytest.mark.parametrize("written", DATES)
def test_a_date_written_out_is_read_again(written: str) -> None:
    assert parse_date(str(parse_date(written))) == parse_date(written)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("17 May 2024", "2024-05-17"),
        ("May 17, 2024", "2024-05-17"),
        ("1st Sept. 2024", "2024-09-01"),
        ("May 2024", "2024-05"),
        ("2024/5/7", "2024-05-07"),
        ("2024-5-7", "2024-05-07"),
        ("1999--2000", "1999/2000"),
        ("1999–2000", "1999/2000"),
        ("1999-2000", "1999/2000"),
        ("2024-05-01--2024-05-03", "2024-05-01/2024-05-03"),
        ("ca. 1999", "1999~"),
        ("2000-1999", ""),
        ("31 June 2024", ""),
        ("05/06/2024", ""),
        ("soon", ""),
    ],
)
def test_spelt_dates_have_a_form_in_figures(written: str, iso: str) -> None:
    assert spelt_date(written) == iso


@pytest.mark.parametrize(
    ("parts", "iso"),
    [
        (("2024", "", ""), "2024"),
        (("2024", "May", ""), "2024-05"),
        (("2024", "5", "7"), "2024-05-07"),
        (("2024", "Sept.", ""), "2024-09"),
        (("2024", "17 May", ""), "2024-05-17"),
        (("2024", "May--June", ""), "2024-05/2024-06"),
        (("2024", "Michaelmas", ""), "2024"),
        (("19994", "May", ""), "19994"),
        (("in press", "May", ""), "in press"),
        (("987", "", ""), "0987"),
    ],
)
def test_a_year_and_a_month_make_a_date(parts: tuple[str, str, str], iso: str) -> None:
    assert composed(*parts) == iso


PLAIN = {
    "plain words": "plain words",
    "  two\n lines ": "two lines",
    r"Fran\c{c}ois, S{\~a}o, \'Elite, Erd\u{g}an, \v Skoda": "François, São, Élite, Erdğan, Škoda",
    r"\'\i le, \^{\i}le": "íle, île",
    r"\ss{} \o\ \AE{}on \l{}": "ß ø Æon ł",
    r"50\% \& 3\$ \#1 a\_b 100% sure": "50% & 3$ #1 a_b 100% sure",
    "pages 3--4---5": "pages 3–4—5",
    "``so'' it's": "“so” it's",
    "a~b": "a\u00a0b",
    r"\emph{so} {\em it} \textsc{is}": "so it is",
    "Smith &amp; Sons &lt;3": "Smith & Sons <3",
    "A & B": "A & B",
    r"H$_2$O at $\alpha^{2}$": "H2O at α2",
    r"\url{http://x.org/a\_b}": "http://x.org/a_b",
    r"\href{http://x.org}{here}": "here",
    r"\enquote{so}": "“so”",
    r"{\noopsort{b}}Title": "Title",
    r"caf\'e\,\textendash\ \ldots": "café\u2009– …",
    r"\nobodyknows{x}": r"\nobodyknowsx",
    "{{{A}}}": "A",
    "{": "",
    "a } b": "a b",
    r"\textdegree C": "°C",
    r"\euro{} 5": "€ 5",
    "": "",
}


@pytest.mark.parametrize(("written", "expected"), PLAIN.items())
def test_latex_becomes_unicode(written: str, expected: str) -> None:
    assert decode(written) == expected


def _kept(text: str) -> str:
    return f'<span class="nocase">{text}</span>'


RICH = {
    "{NATO} in {A}zerbaijan and e{B}ook": f"{_kept('NATO')} in {_kept('Azerbaijan')} and "
    f"{_kept('eBook')}",
    r"{\'E}lite {\"o}": "Élite ö",
    r"\emph{a {B} c} \textbf{d}": f"<i>a {_kept('B')} c</i> <b>d</b>",
    r"{\em a} \textit{b}": "<i>a</i> <i>b</i>",
    r"\textsc{a}": '<span style="font-variant:small-caps;">a</span>',
    "H$_2$O": "H<sub>2</sub>O",
    r"1\textsuperscript{st}": "1<sup>st</sup>",
    "{The Whole}": _kept("The Whole"),
    "{A}{B}": _kept("AB"),
    "<i>In vivo</i>": "<i>In vivo</i>",
}


@pytest.mark.parametrize(("written", "expected"), RICH.items())
def test_markup_and_protected_case(written: str, expected: str) -> None:
    assert rich(written) == expected


HTML = {
    "<i>Natrix</i> &amp; Co": "<i>Natrix</i> & Co",
    "&lt;i&gt;Natrix&lt;/i&gt; &amp;amp; Co": "<i>Natrix</i> & Co",
    "CO<sub>2</sub> in the <scp>EU</scp>": (
        'CO<sub>2</sub> in the <span style="font-variant:small-caps;">EU</span>'
    ),
    "<em>A <b>B</b></em> <jats:p>C</jats:p><br/>D": "<i>A <b>B</b></i> C D",
    r"R\&amp;D, R&amp;D, R\&D": "R&D, R&D, R&D",
    "5 &#36; and &#x25; and &#92;foo": "5 $ and % and \\foo",
    "M&uuml;nchen &copy 2020 AT&T &sect=1": "München &copy 2020 AT&T &sect=1",
    "1 < 2 and 3 > 2": "1 < 2 and 3 > 2",
    r"at \url{https://x.org/~user}": 'at <span class="nocase">https://x.org/~user</span>',
    r"$00\overline{1}$ and \discretionary{-}{}{}x\symbol{126}": "001\u0305 and x~",
    r"Franc{\ocirc{u}}": "Franců",
    r"One\par\section{Two} $\frac{1}{2}$ \textbar{} \textcommabelow{s}": "One Two 1/2 | ș",
}


@pytest.mark.parametrize(("written", "expected"), HTML.items())
def test_what_html_says_is_understood(written: str, expected: str) -> None:
    assert rich(written) == expected
    assert residue(written) == ()


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (r"The \radar{} of \textcite{doe}", (r"\radar", r"\textcite")),
        (r"\radar, \radar", (r"\radar",)),
        ("an <b>open tag", ("<b>",)),
        ("a &bogus; entity", ("&bogus;",)),
        ("<math><mi>x</mi></math>", ("<math>", "<mi>", "</mi>", "</math>")),
        (r"Ragnhei{\d}ur", (r"\d",)),
        (r"\emph{a} \& \textbackslash foo \v{c}", ()),
        ("a plain title", ()),
    ],
)
def test_what_is_left_of_latex_and_html_is_named(written: str, left: tuple[str, ...]) -> None:
    assert residue(written) == left


def test_braces_around_all_of_an_address_or_a_date_mean_nothing() -> None:
    found = Diagnostics()
    source = "@book{a, year={{2018}}, month={{OCT}}, doi={{10.1000/1}}, title={{NATO}}}"
    entry = parse_bibtex(SourceFile("x.bib", source), found).entries["a"]

    assert entry.value("date") == "2018-10"
    assert entry.value("doi") == "10.1000/1"
    assert entry.value("title") == "{NATO}"


@pytest.mark.parametrize("written", ["{" * 5_000, r"\'" * 5_000, r"\\{" * 5_000, "$" + "^" * 99])
def test_what_lies_too_deep_does_not_exhaust_the_stack(written: str) -> None:
    assert isinstance(rich(written), str)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://x.org/a\_b\%20\&c\#d", "https://x.org/a_b%20&c#d"),
        (r"https://x.org/{\textasciitilde}me", "https://x.org/~me"),
        (r"https://x.org/$\sim$me\~{}", "https://x.org/~me~"),
        (r"\url{https://x.org/a}", "https://x.org/a"),
        ("https://x.org/a_b--c~d%7B$e", "https://x.org/a_b--c~d%7B$e"),
        ("https://x.org/?a=1&amp;b=2", "https://x.org/?a=1&b=2"),
        ("https://x.org/\n  long", "https://x.org/long"),
    ],
)
def test_addresses_lose_their_escapes_and_nothing_else(written: str, address: str) -> None:
    assert verbatim(written) == address


@pytest.mark.parametrize(
    "written", ["10.1000/1_2", "https://doi.org/10.1000/1_2", "doi: 10.1000/1\\_2"]
)
def test_a_doi_is_bared(written: str) -> None:
    assert bare_doi(written) == "10.1000/1_2"


def test_fields_are_asked_for_what_they_mean() -> None:
    text = "@book{a, author = {Smith, A.}, year = 2024, month = 5, urldate = {17 May 2024}}"
    entry = parse_bibtex(SourceFile("a.bib", text), Diagnostics()).entries["a"]

    assert names(entry.fields["author"]) == (Name("Smith", "A."),)
    assert date(entry.fields["date"]) == Date(2024, 5)
    assert date(entry.fields["urldate"]) == Date(2024, 5, 17)
