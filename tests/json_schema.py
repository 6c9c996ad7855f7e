"""Whether a value is what a JSON schema says: what our schema and that of SARIF use of the drafts.

A keyword that is not known here fails, so that nothing passes because it was not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Schema = dict[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "any": lambda value: True,
}
_WORDS = {"$schema", "id", "title", "description", "default", "definitions"}
_URI = re.compile(r"(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
_FORMATS: dict[str, Callable[[str], object]] = {
    "uri": lambda text: urlsplit(text).scheme and _URI.fullmatch(text),
    "uri-reference": _URI.fullmatch,
    "date-time": datetime.fromisoformat,
}


# Keywords that bear on one kind of value, and what they ask of it.
_CHECKS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "const": ("any", lambda wanted, value: bool(value == wanted)),
    "enum": ("any", lambda wanted, value: value in wanted),
    "pattern": ("string", lambda wanted, value: re.search(wanted, value) is not None),
    "format": ("string", lambda wanted, value: bool(_FORMATS[wanted](value))),
    "maxLength": ("string", lambda wanted, value: len(value) <= wanted),
    "minimum": ("number", lambda wanted, value: value >= wanted),
    "maximum": ("number", lambda wanted, value: value <= wanted),
    "minItems": ("array", lambda wanted, value: len(value) >= wanted),
    "maxItems": ("array", lambda wanted, value: len(value) <= wanted),
    "uniqueItems": (
        "array",
        lambda _, value: all(item not in value[:number] for number, item in enumerate(value)),
    ),
    "required": ("object", lambda wanted, value: value.keys() >= set(wanted)),
}


def faults(value: Any, schema: Schema) -> list[str]:
    """What is wrong with a value, each with its place."""
    return list(_Validator(schema).faults(value, schema, "$"))


@dataclass(frozen=True, slots=True)
class _Validator:
    root: Schema

    def faults(self, value: Any, schema: Schema, place: str) -> Iterator[str]:
        for keyword, wanted in schema.items():
            if keyword not in _WORDS:
                if not self._is_met(keyword, wanted, value):
                    yield f"{place}: {keyword} {str(wanted)[:80]} is not met by {str(value)[:80]}"
                yield from self._inner(keyword, wanted, value, schema, place)

    def _is_met(self, keyword: str, wanted: Any, value: Any) -> bool:
        if keyword in _CHECKS:
            kind, is_met = _CHECKS[keyword]
            return not _TYPES[kind](value) or is_met(wanted, value)
        match keyword:
            case "anyOf":
                return any(self._is_valid(value, option) for option in wanted)
            case "oneOf":
                return sum(self._is_valid(value, option) for option in wanted) == 1
            case "type":
                names = wanted if isinstance(wanted, list) else [wanted]
                return any(_TYPES[name](value) for name in names)
        assert keyword in {"properties", "additionalProperties", "items", "$ref", "allOf"}, keyword
        return True

    def _is_valid(self, value: Any, schema: Schema) -> bool:
        return next(self.faults(value, schema, "$"), None) is None

    def _inner(
        self, keyword: str, wanted: Any, value: Any, schema: Schema, place: str
    ) -> Iterator[str]:
        match keyword, value:
            case "properties", dict():
                for name in wanted.keys() & value.keys():
                    yield from self.faults(value[name], wanted[name], f"{place}.{name}")
            case "additionalProperties", dict():
                for name in value.keys() - schema.get("properties", {}).keys():
                    if wanted is False:
                        yield f"{place}: {name} is not foreseen"
                    elif wanted is not True:
                        yield from self.faults(value[name], wanted, f"{place}.{name}")
            case "items", list():
                for number, item in enumerate(value):
                    yield from self.faults(item, wanted, f"{place}[{number}]")
            case "allOf", _:
                for option in wanted:
                    yield from self.faults(value, option, place)
            case "$ref", _:
                yield from self.faults(value, self._definition(wanted), place)

    def _definition(self, reference: str) -> Schema:
        schema = self.root
        for part in reference.removeprefix("#/").split("/"):
            schema = schema[part]
        return schema
