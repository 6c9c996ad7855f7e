"""The HTML in a field's value to LaTeX: what Crossref and reference managers leave in titles."""

from __future__ import annotations

import html
import re

ENTITY = re.compile(r"\\?&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ELEMENT = re.compile(
    r"<(?P<name>i|em|b|strong|sub|inf|sup|scp|sc|u|q)(?P<attributes>\s[^<>]*)?>"
    r"(?P<inside>[^<]*)</(?P=name)\s*>",
    re.IGNORECASE,
)
_COMMANDS = {
    "i": "\\textit", "em": "\\textit", "b": "\\textbf", "strong": "\\textbf",
    "sub": "\\textsubscript", "inf": "\\textsubscript",
    "sup": "\\textsuperscript", "scp": "\\textsc", "sc": "\\textsc",
    "u": "\\textup", "q": "\\mkbibquote",
}  # fmt: skip
_WITHOUT_WORDS = re.compile(r"</?(?:p|span|font|div|jats:[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9:]*(?:\s[^<>]*)?/?>")
_MOST_ELEMENTS = 10
_LATEX_SIGNS = frozenset("$%#_{}")


def without_html(text: str) -> str:
    """The same with LaTeX for what HTML says; what is not understood is kept."""
    for _ in range(3):  # "&amp;amp;" was escaped twice on its way
        if "&" not in text or not ENTITY.search(text):
            break
        text = ENTITY.sub(_character_of, text)
    if "<" not in text:
        return text
    text = _BREAK.sub(" ", _WITHOUT_WORDS.sub("", text))
    for _ in range(_MOST_ELEMENTS):  # from the innermost
        text, count = _ELEMENT.subn(_as_command, text)
        if not count:
            break
    return text


def _character_of(entity: re.Match[str]) -> str:
    character = html.unescape(entity[0].removeprefix("\\"))
    if character == "\\":
        return "\\textbackslash{}"
    # What stands for a sign must not be read as LaTeX: `&#36;` is a dollar.
    return f"\\{character}" if character in _LATEX_SIGNS else character


def _as_command(element: re.Match[str]) -> str:
    return f"{_COMMANDS[element['name'].lower()]}{{{element['inside']}}}"
