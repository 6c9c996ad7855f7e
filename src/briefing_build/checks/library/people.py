"""Names: that a list is not read as one person, and that a body is not turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bibtexparser.middlewares.names import split_multiple_persons_names

from briefing_build import rules
from briefing_build.bibtex import Entry, Field
from briefing_build.bibtex.model import NAME_FIELDS
from briefing_build.checks.library.entries import own_field, place_in
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.resolve import Briefing

_FIELDS = NAME_FIELDS - {"shortauthor", "shorteditor"}
_MOST_CHARACTERS = 20_000
_LONGEST_NAME = 300

# Words that make a body of any name they stand in: nobody is called so.
_OF_BODIES = """
    agency agencies ministry commission committee council university universities institute
    institution organisation organization association federation confederation foundation
    department directorate directorate-general secretariat corporation consortium
    authority administration bureau agence ministère ministere université universite universidad
    università universität universitaet ministerium bundesministerium bundesamt kommission
    commissariat organisatie universiteit ministerie instituto istituto institut ministerio
    contributors newsroom министерство агентство университет институт комиссия nazirliyi agentliyi
    """.split()
# Words that are family names too, and make a body only of what stands before or behind them.
_OF_SOME = """
    academy alliance archive archives assembly bank board center centre church coalition college
    company congress court embassy forum fund government group house initiative laboratory league
    library mission museum nations network news observatory office parliament partnership party
    police press programme program project school senate service services society staff survey
    team trust union
    """.split()
_BEFORE = """
    african american arab asian associated atlantic azerbaijani british canadian central chinese
    deutsche european federal french general german global indian international israeli joint
    national nordic public regional royal russian state supreme turkish ukrainian united us u.s. uk
    world editorial constitutional high
    """.split()
_NAMED = """
    amnesty international|human rights watch|médecins sans frontières|reporters without borders
    |transparency international|save the children|doctors without borders
    |international crisis group|freedom house|chatham house|rand corporation|wikipedia contributors
    """.replace("\n    ", "").strip().split("|")  # fmt: skip


def _any(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))


_BODY = re.compile(
    rf"""
      \b(?:{_any(_OF_BODIES)})\b
    | \b(?:{_any(_BEFORE)})\b[^,]*\s(?:{_any(_OF_SOME)})\b
    | ^(?:the\s+)?(?:{_any(_OF_SOME)})\s+(?:of|for|on)\s
    | ^(?:the\s+)?(?:{_any(_NAMED)})$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OPENS = re.compile(
    rf"^(?:the\s+)?(?:[\w.]+\s+)?(?:{_any(_OF_BODIES)})\s+(?:of|for|on)\s", re.IGNORECASE
)
"""What a body's name begins with that goes on behind a comma: `Ministry of Defence, Baku`."""
_WORDS = frozenset([*_OF_BODIES, *_OF_SOME, *" ".join(_NAMED).split(), "et", "by"])
_SIGNS = str.maketrans(dict.fromkeys("{}.,()~", " "))


def check_names(briefing: Briefing, found: Diagnostics) -> None:
    """Reports lists of names that are read as one person, and bodies that are read as persons."""
    for entry in briefing.library.entries.values():
        for name in _FIELDS.intersection(entry.fields):
            field = own_field(entry, name)
            if field is None or len(field.value) > _MOST_CHARACTERS:
                continue
            if entry.item is None:
                _check_bibtex(field, found)
            else:
                _check_csljson(entry, field, found)


# In a .bib

_SUFFIX = re.compile(
    r"(?:jr|sr|junior|senior|ph\.?\s?d|m\.?d|esq|[ivx]{1,5}|\d(?:st|nd|rd|th))\.?", re.IGNORECASE
)
_PARTED = re.compile(r"\s*\b(?:family|given|prefix|suffix|id)\s*=")


def _check_bibtex(field: Field, found: Diagnostics) -> None:
    if not _is_worth_a_look(field.value):
        return
    written = [name.strip() for name in split_multiple_persons_names(field.value)]
    for number, name in enumerate(written):
        if name.startswith("{") or _PARTED.match(name):
            continue
        if _is_body(name):
            _report_body(field, " and ".join(_of_one_body(written[number:])), found)
            continue
        fault, advice = _fault_of(_without_groups(name))
        if fault:
            message = f"`{_short(name)}` {fault}"
            place = Label(place_in(field, name))
            found.report(rules.MALFORMED_NAME, message, place, help=advice)
            return  # Who writes one name so writes all of them so.


def _is_worth_a_look(value: str) -> bool:
    """Whether there is anything in a value for which it is taken apart; nearly all have nothing."""
    words = value.translate(_SIGNS).casefold().split()
    return (
        not _WORDS.isdisjoint(words)
        or any(sign in value for sign in ";&@:")
        or value.count(",") > words.count("and") + 1
        or words[:1] == ["and"]
        or value.startswith(",")
    )


def _report_body(field: Field, name: str, found: Diagnostics) -> None:
    is_alone = name == " ".join(field.value.split())
    found.report(
        rules.UNBRACED_ORGANISATION,
        f"`{_short(name)}` is read as a person's name",
        Label(place_in(field, name)),
        help="a body stands in braces of its own: "
        + (f"`{field.written} = {{{{{name}}}}}`" if is_alone else f"`{{{name}}}`"),
        fix=_braced(field, name),
    )


def _braced(field: Field, name: str) -> Fix | None:
    """The fix that puts a body's name into braces of its own, where it is written as it is read."""
    place = place_in(field, name)
    if place.text != name or field.value_span.text.count(name) > 1 or not _is_balanced(name):
        return None
    return Fix(f"write `{{{name}}}`", (Edit(place, f"{{{name}}}"),))


def _is_balanced(name: str) -> bool:
    return name.count("{") == name.count("}") and "\\" not in name and '"' not in name


_TWO = "names stand with `and` between them: `Doe, Ann and Roe, Jo`"
_FAULTS = tuple(
    (re.compile(form, re.IGNORECASE), fault, advice)
    for form, fault, advice in (
        (r"://|\w@\w", "is an address and no name", "write the name alone"),
        (r";$", "has a semicolon too many", "one `and` is enough between two names"),
        (r";|&|(?:,[^,]*){3}", "is read as one person", _TWO),
        (r".\bet\s+al\b", "has an “et al.” in it", "others are named so: `Doe, Ann and others`"),
        (r"^by\s", "begins with “by”", "write the name alone"),
        (r"^and\b", "has an `and` too many", "one `and` stands between two names"),
        (r"^,", "has a comma too many", _TWO),
    )
)


def _fault_of(name: str) -> tuple[str, str]:
    """What is wrong with a name without what stands in braces, and advice; "" if it is sound."""
    for form, fault, advice in _FAULTS:
        if form.search(name):
            return fault, advice
    return ("is read as one person", _TWO) if _is_list(name) else ("", "")


def _is_list(name: str) -> bool:
    """Whether two commas part three names, and not a family name, a suffix and a given one."""
    parts = [part.strip() for part in name.split(",")]
    return (
        len(parts) == 3
        and all(" " in part for part in parts)
        and not any(_SUFFIX.fullmatch(part) for part in parts)
    )


def _is_body(name: str) -> bool:
    plain = " ".join(name.replace("{", "").replace("}", "").replace("~", " ").split())
    if " " not in plain or len(plain) > _LONGEST_NAME:
        return False
    return bool(_OPENS.match(plain) if "," in plain else _BODY.search(plain))


def _of_one_body(written: list[str]) -> Iterator[str]:
    """The first name, and the next ones that are a part of it: "Ministry of Trade and Industry"."""
    yield written[0]
    if re.search(r"\b(?:of|for|on)\b", written[0], re.IGNORECASE):
        for name in written[1:2]:
            if name.lower() != "others" and "," not in name and len(name.split()) == 1:
                yield name


def _without_groups(name: str) -> str:
    """A name with what stands in braces taken for one letter each."""
    if "{" not in name:
        return name
    depth, kept = 0, []
    for letter in name:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "}" and depth == 0:
            kept.append("x")
        elif depth <= 0 and letter not in "{}":
            kept.append(letter)
    return "".join(kept)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}…"


# In CSL-JSON


def _check_csljson(entry: Entry, field: Field, found: Diagnostics) -> None:
    assert entry.item is not None
    names = entry.item.get(field.written) or entry.item.get(field.name) or ()
    for name in names:
        family, given = name.get("family", ""), name.get("given", "")
        literal = name.get("literal", "")
        if _is_several(literal) or _is_several(family):
            found.report(
                rules.MALFORMED_NAME,
                f"`{_short(literal or family)}` is read as one name",
                Label(place_in(field, literal or family)),
                help="each person is an object of the list: "
                '`{"family": "Doe", "given": "Ann"}, {"family": "Roe", "given": "Jo"}`',
            )
        elif family and given and "," not in family + given and _is_body(f"{given} {family}"):
            found.report(
                rules.UNBRACED_ORGANISATION,
                f"`{_short(f'{given} {family}')}` is read as a person's name",
                Label(place_in(field, family)),
                help=f'a body has a `literal` name: `{{"literal": "{given} {family}"}}`',
            )


def _is_several(name: str) -> bool:
    return ";" in name and not _is_body(name)
