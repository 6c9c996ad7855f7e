"""The names in a field such as `author`: persons, bodies, and "others"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from briefing_build.bibtex.latex import decode, is_one_group

_EXTENDED = re.compile(r"\s*(?P<part>family|given|prefix|suffix|id|[a-z]+-i|useprefix)\s*=")
_LAST_AND = re.compile(r"\s+and\s*\Z", re.IGNORECASE)
_PAIR = re.compile(r'\s*(?P<part>[a-z-]+)\s*=\s*(?P<value>"[^"]*"|(?:\{[^{}]*\}|[^,{}])*),?')


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts, or `literal`: the name of a body, never turned round.

    "and others" is the name OTHERS at the end.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    keeps_particle: bool | None = None
    """Whether the particle belongs to the family name (`useprefix`); None if nobody says."""

    @property
    def is_others(self) -> bool:
        """Whether this stands for persons who are not named."""
        return self is OTHERS or self == OTHERS

    def __str__(self) -> str:
        parts = (self.given, self.particle, self.family)
        name = self.literal or " ".join(part for part in parts if part)
        return f"{name}, {self.suffix}" if self.suffix else name


OTHERS = Name(literal="others")


def parse_names(value: str) -> tuple[Name, ...]:
    """The names that a value lists with `and` between them, in Unicode."""
    written = (name.strip() for name in split_multiple_persons_names(_LAST_AND.sub("", value)))
    return tuple(name for name in map(_parse_name, written) if name != Name())


def _parse_name(text: str) -> Name:
    if text.lower() in {"others", "et al.", "et al"}:
        return OTHERS
    if _is_braced(text):
        return Name(literal=decode(text[1:-1]))
    if _EXTENDED.match(text):
        return _extended(text)
    parts = parse_single_name_into_parts(text, strict=False)
    given, particle = " ".join(parts.first), " ".join(parts.von)
    family, suffix = " ".join(parts.last), " ".join(parts.jr)
    if given.islower() and not family.islower() and not particle and "," not in text:
        given, particle = "", given  # "van Beethoven", as BibTeX has it
    if not given and not particle and _is_braced(family):
        return Name(literal=decode(family[1:-1]))
    return Name(decode(family), decode(given), decode(particle), decode(suffix))


def _is_braced(text: str) -> bool:
    """Whether one pair of braces holds all of the text, and not a single accented letter."""
    return text.startswith("{") and not text.startswith("{\\") and is_one_group(text)


def _extended(text: str) -> Name:
    """The form `family=Beethoven, given=Ludwig, prefix=van` of biblatex."""
    parts = {
        pair["part"]: decode(pair["value"].strip().strip('"')) for pair in _PAIR.finditer(text)
    }
    keeps = {"true": True, "false": False}.get(parts.get("useprefix", "").lower())
    return Name(
        parts.get("family", ""),
        parts.get("given", ""),
        parts.get("prefix", ""),
        parts.get("suffix", ""),
        keeps_particle=keeps,
    )
