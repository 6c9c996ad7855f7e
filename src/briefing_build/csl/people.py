"""The persons and bodies behind a work, in the roles that CSL knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from briefing_build.bibtex import Entry, Name, names

Item = dict[str, Any]

_ROLES = {
    "author": "author",
    "bookauthor": "container-author",
    "translator": "translator",
    "director": "director",
    "producer": "producer",
    "interviewer": "interviewer",
}
_EDITORS = ("editor", "editora", "editorb", "editorc")
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
}
_CONTRIBUTORS = {
    "annotator": "annotated by",
    "commentator": "with a commentary by",
    "introduction": "with an introduction by",
    "foreword": "with a foreword by",
    "afterword": "with an afterword by",
}


def names_of(entry: Entry) -> Item:
    """The persons and bodies of a work by CSL's names of their roles."""
    item: dict[str, list[Item]] = {}
    for field, role in _ROLES.items():
        item.setdefault(role, []).extend(_people(entry, field))
    for field in _EDITORS:
        written = entry.value(f"{field}type").strip().lower()
        role = _EDITOR_ROLES.get(written, "editor")
        item.setdefault(role, []).extend(_people(entry, field))
    if not item["author"] and entry.kind == "patent":
        item["author"].extend(_people(entry, "holder"))
    return dict(item)


def _people(entry: Entry, name: str) -> Iterator[Item]:
    field = entry.get(name)
    for person in names(field) if field and field.value.strip() else ():
        yield _person(person)


def _person(name: Name) -> Item:
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        # BibTeX prints "van Gogh" wherever it names him, so the particle is never dropped.
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def contributors(entry: Entry) -> Iterator[str]:
    """Those for whom CSL has no role: "with a foreword by Jane Doe"."""
    for name, words in _CONTRIBUTORS.items():
        if people := list(_people(entry, name)):
            yield f"{words} {_listed(people)}"


def _listed(people: Iterable[Item]) -> str:
    return ", ".join(
        person.get("literal")
        or " ".join(
            person[part]
            for part in ("given", "non-dropping-particle", "family", "suffix")
            if part in person
        )
        for person in people
    )
