"""What bibtexparser is not to see: comments, and forms of `@type` that it does not know.

Both are overwritten in place, so that every character that is left keeps its offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCANNED = re.compile(r'(?<!\\)[{}")%]|@\w+[ \t]*[{(]')
_MISSHAPEN = re.compile(
    r"^(?P<margin>[ \t]*)@(?P<gap>[ \t]*)(?P<kind>\w[\w*.:+/-]*)(?P<space>\s*)(?=[{(])",
    re.MULTILINE,
)
_IS_MISSHAPEN = re.compile(r"@(?:[ \t]+\w|\w*[*.:+/-][\w*.:+/-]*\s*[{(]|\w+[ \t]*\n\s*[{(])")


def readable(text: str) -> str:
    """The text without `%` comments, and with every `@type` written as bibtexparser expects.

    It is as long as before, and what is left in it has not moved.
    """
    if _has_comments(text):
        text = _without_comments(text)
    if any(_begins_line(text, mark.start()) for mark in _IS_MISSHAPEN.finditer(text)):
        text = _MISSHAPEN.sub(_shapely, text)
    # What begins with `@comment` is a comment to bibtexparser, biblatex's type `commentary` too.
    return _COMMENTARY.sub(f"@{COMMENTARY}", text) if "@commentary" in text.lower() else text


COMMENTARY = "kommentary"
"""How the type `commentary` is written in what bibtexparser sees."""


def _has_comments(text: str) -> bool:
    """Whether a `%` stands first on a line or behind a comma; in addresses it does not."""
    at = text.find("%")
    while at >= 0:
        before = at - 1
        while before >= 0 and text[before] in " \t":
            before -= 1
        if before < 0 or text[before] in ",\n":
            return True
        at = text.find("%", at + 1)
    return False


def _shapely(found: re.Match[str]) -> str:
    # `@ book{`, `@book` with its brace on the next line and `@mv-book{` are no blocks to
    # bibtexparser: it would take the whole entry for a comment, without a word.
    kind = re.sub(r"\W", "_", found["kind"])
    return f"{found['margin']}{found['gap']}@{kind}{' ' * len(found['space'])}"


def _without_comments(text: str) -> str:
    """Blanks out what follows a `%`, to the end of its line, unless it stands in a value.

    BibTeX knows no such comments, but biber does, and authors put `%` before the lines of
    entries and fields that they want to set aside.
    """
    pieces: list[str] = []
    done = 0
    state = _Nesting()
    for mark in _SCANNED.finditer(text):
        if mark.start() < done:
            continue
        if mark[0] != "%":
            state.pass_over(mark)
        elif state.is_outside_values and (state.depth or _begins_line(text, mark.start())):
            end = _line_end(text, mark.start())
            pieces += [text[done : mark.start()], " " * (end - mark.start())]
            done = end
    return "".join([*pieces, text[done:]])


_COMMENTARY = re.compile(r"@commentary(?=[ \t]*[{(])", re.IGNORECASE)


@dataclass(slots=True)
class _Nesting:
    """Where a scan has come to: how deep in braces, and whether in quotation marks."""

    depth: int = 0
    is_round: bool = False
    is_quoted: bool = False

    @property
    def is_outside_values(self) -> bool:
        return self.depth <= 1 and not self.is_quoted

    def pass_over(self, mark: re.Match[str]) -> None:
        match mark[0]:
            case '"':
                is_literal = mark.string[mark.start() - 1 : mark.end() + 1] == '{"}'
                if self.depth == 1 and not (self.is_quoted and is_literal):
                    self.is_quoted = not self.is_quoted
            case ")":
                if self.is_round and self.is_outside_values:
                    self.depth = 0
            case "{" | "}":
                if not self.is_quoted:
                    self.depth = max(0, self.depth + (1 if mark[0] == "{" else -1))
            case opening if not self.depth or _begins_line(mark.string, mark.start()):
                # An entry begins, whatever was left open before it.
                self.depth, self.is_quoted = 1, False
                self.is_round = opening.endswith("(")
            case opening:
                self.depth += opening.endswith("{") and not self.is_quoted


def _begins_line(text: str, offset: int) -> bool:
    while offset and text[offset - 1] in " \t":
        offset -= 1
    return not offset or text[offset - 1] == "\n"


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)
