"""The persons and bodies behind a work, in the roles that CSL knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from briefing_build.bibtex import Entry, Name, decode, names
from briefing_build.csl.forms import added, cleaned, in_one_form, with_short_name

Item = dict[str, Any]

_ROLES = {
    "author": "author",
    "bookauthor": "container-author",
    "translator": "translator",
    "director": "director",
    "producer": "producer",
    "interviewer": "interviewer",
    "narrator": "narrator",
}
_EDITORS = ("editor", "editora", "editorb", "editorc")
_OTHERS = ("namea", "nameb", "namec")  # where Better BibTeX has those without a role
_EDITOR_ROLES = {
    "compiler": "compiler",
    "director": "director",
    "producer": "producer",
    "host": "host",
    "interviewer": "interviewer",
    "translator": "translator",
    "organizer": "organizer",
    "illustrator": "illustrator",
    "composer": "composer",
    "narrator": "narrator",
    "performer": "performer",
    "chair": "chair",
    "guest": "guest",
    "scriptwriter": "script-writer",
    "curator": "curator",
    "seriescreator": "series-creator",
    "execproducer": "executive-producer",
}
_CONTRIBUTORS = {
    "annotator": "annotated by",
    "commentator": "with a commentary by",
    "introduction": "with an introduction by",
    "foreword": "with a foreword by",
    "afterword": "with an afterword by",
    "collaborator": "in collaboration with",
}
_REMARKED_ROLES = {
    "founder": "founded by",
    "continuator": "continued by",
    "redactor": "edited by",
    "reviser": "revised by",
    "collaborator": "in collaboration with",
}
_USEPREFIX = re.compile(r"\buseprefix\s*(?:=\s*(?P<value>true|false))?", re.IGNORECASE)
_SHORT_NAMES = {"author": "shortauthor", "editor": "shorteditor"}


def names_of(entry: Entry) -> Item:
    """The persons and bodies of a work by CSL's names of their roles."""
    item: dict[str, list[Item]] = {}
    for field, role in _ROLES.items():
        item.setdefault(role, []).extend(_people(entry, field))
    for field in _EDITORS:
        written = _role(entry, field)
        role = _EDITOR_ROLES.get(written, "editor")
        if not written or written in {*_EDITOR_ROLES, "editor"} or field == "editor":
            item.setdefault(role, []).extend(_people(entry, field))
    if not item["author"] and entry.kind == "patent":
        item["author"].extend(_people(entry, "holder"))
    return dict(item)


def _role(entry: Entry, field: str) -> str:
    return entry.value(f"{field}type").strip().lower()


def _people(entry: Entry, name: str) -> list[Item]:
    if name not in entry.fields and f"{name}_romanised" not in entry.fields:
        return []
    field = entry.get(name)
    written = list(names(field)) if field and field.value.strip() else []
    romanised = entry.get(f"{name}_romanised")
    if romanised and romanised.value.strip():
        people = list(_in_both_letters(list(names(romanised)), written))
    else:
        people = [_person(person) for person in written]
    if len(people) == 1:
        # Persons are called by their family names, in every style.
        literal, short = people[0].get("literal", ""), short_name(entry, name)
        if literal and short:
            people = [{"literal": with_short_name(literal, short)}]
    return _with_particles(people, entry)


def _in_both_letters(romanised: list[Name], written: list[Name]) -> Iterator[Item]:
    """Each name romanised, and behind it as it is written in its own letters."""
    for number, name in enumerate(romanised):
        original = written[number : number + 1] if len(romanised) == len(written) else []
        if number == len(romanised) - 1 and len(romanised) != len(written):
            original = written
        other = ", ".join(str(person) for person in original if person != name)
        person = _person(name)
        if name.is_others or not other:
            yield person
        elif name.literal:
            literal = person["literal"]
            yield {"literal": with_short_name(f"{literal} {added(cleaned(other))}", literal)}
        else:
            suffix = " ".join(filter(None, (person.get("suffix"), added(cleaned(other)))))
            yield {**person, "suffix": suffix}


def _person(name: Name) -> Item:
    if name.literal:
        return {"literal": cleaned(name.literal)}
    # BibTeX prints "van Gogh" wherever it names him, so the particle is dropped only on request.
    particle = "dropping-particle" if name.keeps_particle is False else "non-dropping-particle"
    parts = {
        "family": name.family,
        "given": name.given,
        particle: name.particle,
        "suffix": name.suffix,
    }
    return {part: cleaned(value) for part, value in parts.items() if value}


def short_name(entry: Entry, name: str) -> str:
    """What a body is called where it is cited again; "" if nobody says."""
    return cleaned(decode(entry.value(_SHORT_NAMES.get(name, ""))))


def _with_particles(people: list[Item], entry: Entry) -> list[Item]:
    found = _USEPREFIX.search(entry.value("options"))
    if found is None or (found["value"] or "").lower() != "false":
        return people
    return [
        {("dropping-particle" if part == "non-dropping-particle" else part): value
         for part, value in person.items()}
        for person in people
    ]  # fmt: skip


def contributors(entry: Entry) -> Iterator[str]:
    """Those for whom CSL has no role: "with a foreword by Jane Doe"."""
    for name, words in _CONTRIBUTORS.items():
        if people := _people(entry, name):
            yield f"{words} {_listed(people)}"
    for field in (*_EDITORS, *_OTHERS):
        role = _role(entry, field)
        people = _people(entry, field)
        if people and (field in _OTHERS or (role and role not in {*_EDITOR_ROLES, "editor"})):
            words = _REMARKED_ROLES.get(role) or (f"{decode(role)}:" if role else "with")
            yield f"{words} {_listed(people)}"
    if (people := _people(entry, "holder")) and (entry.kind != "patent" or entry.value("author")):
        yield f"{'held by' if entry.kind == 'patent' else 'rights held by'} {_listed(people)}"


def _listed(people: Iterable[Item]) -> str:
    return ", ".join(map(full_name, people))


def full_name(person: Item) -> str:
    """A name as running text has it, in its longest form."""
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    name = person.get("literal") or " ".join(person[part] for part in parts if part in person)
    return in_one_form(name, "first")
