"""Attributes in their proper forms, and addresses that may break across lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from briefing_build.settings import is_language

if TYPE_CHECKING:
    from briefing_build.document import Attributes

_XML_NAME = re.compile(r"[^\W\d][\w.-]*")
_CLASS = re.compile(r"-?[^\W\d][\w-]*")
_WIDTH = re.compile(r"\d{1,4}(\.\d{1,3})?(%|mm|cm|in|pt|px|em)")
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}
_RIGHT_TO_LEFT_SCRIPTS = {"arab", "hebr", "syrc", "thaa"}


def reference_id(key: str) -> str:
    """The id of a key's entry in the bibliography, an XML name whatever the key holds."""
    return "ref-" + re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found[0]):x}_", key)


def xml_id(written: str) -> str:
    """An author's id as it is printed: `sec:aims` may not be one in XML, and becomes `sec.aims`."""
    return written.replace(":", ".")


def attributes_of(attributes: Attributes, *classes: str, is_copy: bool = False) -> Markup:
    """`id`, `class`, `lang` and what follows from the language, with a space before each.

    What has not the form that it must have is left out. A copy has no id.
    """
    return (
        id_attribute("" if is_copy else attributes.id)
        + class_attribute(*attributes.classes, *classes)
        + language_attributes(attributes.get("lang"))
    )


def id_attribute(written: str) -> Markup:
    id = xml_id(written)
    return Markup(' id="{}"').format(id) if _XML_NAME.fullmatch(id) else Markup()


def class_attribute(*classes: str) -> Markup:
    names = " ".join(name for name in classes if _CLASS.fullmatch(name))
    return Markup(' class="{}"').format(names) if names else Markup()


def width_attribute(width: str) -> Markup:
    return Markup(' style="width: {}"').format(width) if _WIDTH.fullmatch(width) else Markup()


def language_attributes(tag: str) -> Markup:
    """`lang`, for XML too, and the direction where it is not from left to right."""
    if not is_language(tag):
        return Markup()
    direction = Markup(' dir="rtl"') if _is_right_to_left(tag) else Markup()
    return Markup(' lang="{0}" xml:lang="{0}"').format(tag) + direction


def _is_right_to_left(tag: str) -> bool:
    language, *others = tag.lower().split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    if script:
        return script in _RIGHT_TO_LEFT_SCRIPTS
    return language in _RIGHT_TO_LEFT


# Addresses

_ADDRESS = re.compile(
    r"\b(?:https?://|www\.|doi\.org/|10\.\d{4,9}/)[^\s<>\"“”«»]{8,}"
    r"|(?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,4}[a-z]{2,24}\b(?![.@]\w)"
)
# After a slash, a hyphen or a question mark a line may break anyway (UAX 14). Only what is long
# between those needs help, at its other joints.
_RUN = re.compile(r"[^/?-]{25,}")
_JOINT = re.compile(r"(?<=[.&=_%~])(?=[^.&=_%~])")


def with_addresses(text: str) -> Markup:
    """Escaped text in which web addresses and DOIs may break at their joints."""
    if "." not in text:
        return escape(text)
    written, at = Markup(), 0
    for address in _ADDRESS.finditer(text):
        written += escape(text[at : address.start()]) + _address(address[0])
        at = address.end()
    return written + escape(text[at:])


def _address(address: str) -> Markup:
    """An address that may break after its slashes and dots, and never takes a hyphen."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        scheme, rest = "", address
    written, at = Markup(), 0
    for run in _RUN.finditer(rest):
        written += escape(rest[at : run.start()])
        written += Markup("<wbr/>").join(escape(part) for part in _JOINT.split(run[0]))
        at = run.end()
    broken = written + escape(rest[at:])
    return Markup('<span class="address" translate="no">{}{}{}</span>').format(
        scheme, separator, broken
    )
