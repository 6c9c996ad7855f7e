"""The LaTeX in a field's value to Unicode, plain (`decode`) or with CSL's markup (`rich`).

bibtexparser's own decoder takes `%` for a comment and braces for nothing. Here a `%` is a per
cent sign, and braces protect the case of what they hold, as BibTeX has it. Accents and markup
are read here; the many names of single characters come from pylatexenc's tables.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from briefing_build.bibtex.html import ENTITY, TAG, without_html
from briefing_build.bibtex.values import DEEPEST_BRACES, depth

_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)[ \t\n]*|\\(?P<sign>.)|(?P<brace>[{}])|(?P<dollar>\$)"
    r"|(?P<script>[_^])|(?P<tie>~)|(?P<dashes>---?)|(?P<quotes>``|'')|(?P<text>[^\\{}$_^~`'-]+|.)",
    re.DOTALL,
)
_HAS_LATEX = re.compile(r"[\\{}$~&<]|--|``|''")
_HAS_MORE_THAN_BRACES = re.compile(r"[\\$~&<]|--|``|''")

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
    # Of Mathematical Reviews, whose records are in many libraries.
    "ocirc": "\u030a", "polhk": "\u0328", "cfac": "\u0311",
    "textcommabelow": "\u0326", "textacutemacron": "\u0304\u0301", "textogonekcentered": "\u0328",
    "cftil": "\u0303",
}  # fmt: skip
_ACCENTS_OF_FORMULAS = {
    "acute": "\u0301", "bar": "\u0304", "breve": "\u0306", "check": "\u030c", "ddot": "\u0308",
    "dot": "\u0307", "grave": "\u0300", "hat": "\u0302", "mathring": "\u030a",
    "overline": "\u0305", "tilde": "\u0303", "vec": "\u20d7", "widehat": "\u0302",
    "widetilde": "\u0303",
}  # fmt: skip
_SIGNS = {
    " ": " ", "\n": " ", "\t": " ", "\\": " ", ",": "\u2009", ";": " ", ":": " ", "!": "",
    "-": "", "/": "", "@": "", "(": "", ")": "",
}  # fmt: skip
_MARKS = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i",
    "em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i",
    "textbf": "b", "mkbibbold": "b", "bf": "b", "bfseries": "b",
    "textsc": "sc", "sc": "sc", "scshape": "sc",
    "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub",
}  # fmt: skip
_TO_THE_GROUPS_END = frozenset(
    {"em", "it", "itshape", "sl", "slshape", "bf", "bfseries", "sc", "scshape"}
)
_WITHOUT_EFFECT = frozenset(
    """
    textrm textnormal texttt textsf textup textmd mbox hbox text ensuremath mathrm mathit mathbf
    mathsf mathcal mathbb href protect boldsymbol relax noindent rm tt sf upshape normalfont
    bibstring selectlanguage foreignlanguage textls left right displaystyle uppercase lowercase
    xspace bibcyr section subsection paragraph nolinebreak allowbreak sloppy leavevmode
    """.split()
)
_OF_SEVERAL_PARTS = frozenset(
    {"url", "path", "nolinkurl", "verb", "symbol", "frac", "discretionary"}
)
_QUOTING = frozenset({"enquote", "mkbibquote", "textquote"})
_FIRST_ARGUMENT_DROPPED = frozenset({"href", "foreignlanguage", "textcolor", "noopsort", "SortNoop",
                                     "selectlanguage", "hspace", "vspace", "vphantom", "hphantom",
                                     "phantom"})  # fmt: skip
_CHARACTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ",
    "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "TeX": "TeX", "LaTeX": "LaTeX", "ldots": "…", "dots": "…",
    "textendash": "–", "textemdash": "—", "textasciitilde": "~", "textbackslash": "\\", "sim": "~",
    "textunderscore": "_", "textquotesingle": "'", "slash": "/", "quad": " ", "newline": " ",
    "textsinglequote": "'", "textquoteright": "’", "textquoteleft": "‘", "textless": "<",
    "textgreater": ">", "lq": "‘", "rq": "’", "bibrangedash": "–", "times": "×",
    "thinspace": "\u2009",
    "par": " ", "null": "", "textbar": "|", "textdoublebarpipe": "ǂ", "textpipe": "ǀ",
    "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "cprime": "ʹ", "cdprime": "ʺ", "Dbar": "Đ", "dbar": "đ", "lasp": "ʿ", "rasp": "ʾ",
    "euro": "€", "texteuro": "€",
}  # fmt: skip

_OPEN = {
    "nocase": '<span class="nocase">',
    "sc": '<span style="font-variant:small-caps;">',
    "i": "<i>",
    "b": "<b>",
    "sup": "<sup>",
    "sub": "<sub>",
}
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_DEEPEST = 2 * DEEPEST_BRACES
"""Where reading stops to follow groups and arguments: they may lie in one another for ever."""
_WORD_START = re.compile(r"[^\W_][\w'’-]*")
_WORD_END = re.compile(r"[^\W_][\w'’-]*\Z")


class Run(NamedTuple):
    """Some text, and its marks (`nocase`, `i`, `b` …) from the outermost to the innermost."""

    text: str
    marks: tuple[str, ...]


def decode(value: str) -> str:
    """The words of a value in Unicode, on one line, without markup."""
    if not _HAS_LATEX.search(value):
        return " ".join(value.split(None))
    if not _HAS_MORE_THAN_BRACES.search(value):
        return _SPACES.sub(" ", value.replace("{", "").replace("}", "")).strip(" ")
    return "".join(run.text for run in runs(value))


@lru_cache(maxsize=1_000)
def rich(value: str) -> str:
    """The same with CSL-JSON's markup.

    That is `<i>`, `<b>`, `<sup>`, `<sub>`, a span for small capitals, and `<span class="nocase">`
    for what is braced and for the word that a brace is part of: it keeps its case.
    """
    if not _HAS_LATEX.search(value):
        return " ".join(value.split(None))
    parts: list[str] = []
    marks: tuple[str, ...] = ()
    for run in [*_whole_words(runs(value)), Run("", ())]:
        shared = 0
        while shared < min(len(marks), len(run.marks)) and marks[shared] == run.marks[shared]:
            shared += 1
        parts.extend(_closing(mark) for mark in reversed(marks[shared:]))
        parts.extend(_OPEN[mark] for mark in run.marks[shared:])
        parts.append(run.text)
        marks = run.marks
    return "".join(parts)


def _closing(mark: str) -> str:
    return "</span>" if mark in {"nocase", "sc"} else f"</{mark}>"


def runs(value: str) -> tuple[Run, ...]:
    """A value as runs of text that bear the same marks; space as in a line of print."""
    return _on_one_line(_read(value).runs)


def residue(value: str) -> tuple[str, ...]:
    """What of LaTeX and HTML is left in the words of a value: commands, tags and entities."""
    if "\\" not in value and "<" not in value and "&" not in value:
        return ()
    reader = _read(value)
    text = "".join(run.text for run in reader.runs)
    left = dict.fromkeys(f"\\{name}" for name in reader.unknown)
    left |= dict.fromkeys(found[0] for found in TAG.finditer(text))
    left |= dict.fromkeys(found[0] for found in ENTITY.finditer(text))
    return tuple(left)


def _read(value: str) -> _Reader:
    text = value
    if "&" in text or "<" in text:
        text = without_html(text)
    if depth(text) > DEEPEST_BRACES:
        text = re.sub(r"[{}]", "", text)
    reader = _Reader(list(_TOKEN.finditer(text)))
    reader.group((), 0)
    return reader


@dataclass(slots=True)
class _Reader:
    tokens: list[re.Match[str]]
    at: int = 0
    runs: list[Run] = field(default_factory=list)
    is_math: bool = False
    unknown: list[str] = field(default_factory=list)
    """The names of commands that nobody understands."""

    def group(self, marks: tuple[str, ...], level: int) -> None:
        """Reads up to the brace that closes this group; at level 0, to the end."""
        if level > _DEEPEST:
            return
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token["brace"] == "}":
                if level:
                    return
            elif token["name"] in _TO_THE_GROUPS_END:
                marks = _with(marks, _MARKS[token["name"]])
            else:
                self._token(token, marks, level)

    def _token(self, token: re.Match[str], marks: tuple[str, ...], level: int) -> None:
        if token["name"] is not None:
            self._command(token["name"], marks, level)
        elif token["sign"] is not None:
            self._sign(token["sign"], marks, level)
        elif token["brace"]:
            self.group(self._protected(marks), level + 1)
        elif token["dollar"]:
            self.is_math = not self.is_math
        elif token["script"] and self.is_math:
            self._argument(_with(marks, "sup" if token["script"] == "^" else "sub"), level)
        else:
            self._say(_plain(token, is_math=self.is_math), marks)

    def _protected(self, marks: tuple[str, ...]) -> tuple[str, ...]:
        # BibTeX's "special character", a brace followed by a command, protects nothing.
        following = self.tokens[self.at][0] if self.at < len(self.tokens) else ""
        is_special = following.startswith("\\") or not following[:1].isalnum()
        return marks if is_special or self.is_math else _with(marks, "nocase")

    def _command(self, name: str, marks: tuple[str, ...], level: int) -> None:
        if name in _ACCENTS:
            self._accent(name, _ACCENTS[name], marks, level)
        elif name in _ACCENTS_OF_FORMULAS:
            self._accent(name, _ACCENTS_OF_FORMULAS[name], marks, level)
        elif name in _OF_SEVERAL_PARTS:
            self._parts(name, marks, level)
        elif name in _QUOTING:
            self._say("“", marks)
            self._argument(marks, level)
            self._say("”", marks)
        elif name in _MARKS:
            self._argument(_with(marks, _MARKS[name]), level)
        else:
            if name in _FIRST_ARGUMENT_DROPPED:
                self._dropped(level)
            if name in _WITHOUT_EFFECT:
                self._argument(marks, level, is_optional=True)
            elif name not in _FIRST_ARGUMENT_DROPPED:
                character = _character(name)
                if character == f"\\{name}":
                    self.unknown.append(name)
                self._say(character, marks)
                self._skip_empty_group()

    def _sign(self, sign: str, marks: tuple[str, ...], level: int) -> None:
        if sign in _ACCENTS and not self.is_math:
            self._accent(sign, _ACCENTS[sign], marks, level)
        else:
            self._say(_SIGNS.get(sign, sign), marks)

    def _accent(self, name: str, combining: str, marks: tuple[str, ...], level: int) -> None:
        first = len(self.runs)
        self._argument(marks, level)
        text = "".join(run.text for run in self.runs[first:])
        del self.runs[first:]
        base = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
        if base and not base.isspace():
            self._say(unicodedata.normalize("NFC", base + combining) + text[1:], marks)
        else:  # a letter was lost, as ð was in `{\\d}`
            self.unknown.append(name)

    def _argument(self, marks: tuple[str, ...], level: int, *, is_optional: bool = False) -> None:
        """Reads what a command acts on: a group, or the next character."""
        while self.at < len(self.tokens) and self.tokens[self.at][0].isspace():
            self.at += 1
        if self.at >= len(self.tokens) or level > _DEEPEST:
            return
        token = self.tokens[self.at]
        if token["brace"] == "{":
            self.at += 1
            self.group(marks, level + 1)
        elif token["brace"] or is_optional:
            return
        elif token["text"]:
            self.at += 1
            self._say(token[0][0], marks)
            if token[0][1:]:
                self._push_back(token[0][1:])
        else:
            self.at += 1
            self._token(token, marks, level + 1)

    def _parts(self, name: str, marks: tuple[str, ...], level: int) -> None:
        """Reads a command that does something of its own with what follows it."""
        if name == "symbol":
            self._symbol(marks)
        elif name == "frac":
            self._argument(marks, level)
            self._say("/", marks)
            self._argument(marks, level)
        elif name == "discretionary":  # what stands where a word is broken, and where not
            self._dropped(level)
            self._dropped(level)
            self._argument(marks, level)
        else:
            self._address(marks)

    def _symbol(self, marks: tuple[str, ...]) -> None:
        r"""Reads `\symbol{126}`, a character by its number."""
        written = "".join(token[0] for token in self.tokens[self.at : self.at + 3])
        number = re.fullmatch(r"\{(\d{2,3})\}", written)
        if number is None:
            self.unknown.append("symbol")
            return
        self.at += 3
        self._say(chr(int(number[1])), marks)

    def _address(self, marks: tuple[str, ...]) -> None:
        """Reads an address letter by letter: a `~` in it is no space."""
        if self.at >= len(self.tokens) or self.tokens[self.at]["brace"] != "{":
            return
        level, parts = 0, list[str]()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            level += {"{": 1, "}": -1}.get(token["brace"] or "", 0)
            if level == 0:
                break
            parts.append(token[0])
        self._say(verbatim("".join(parts[1:])), _with(marks, "nocase"))

    def _push_back(self, text: str) -> None:
        rest = _TOKEN.match(text)
        assert rest
        self.at -= 1
        self.tokens[self.at] = rest

    def _dropped(self, level: int) -> None:
        kept = len(self.runs)
        self._argument((), level)
        del self.runs[kept:]

    def _skip_empty_group(self) -> None:
        if [token[0] for token in self.tokens[self.at : self.at + 2]] == ["{", "}"]:
            self.at += 2

    def _say(self, text: str, marks: tuple[str, ...]) -> None:
        if text:
            self.runs.append(Run(text, marks))


def _with(marks: tuple[str, ...], mark: str) -> tuple[str, ...]:
    return marks if mark in marks else (*marks, mark)


def _plain(token: re.Match[str], *, is_math: bool) -> str:
    if token["tie"]:
        return "\u00a0"
    if token["dashes"] and not is_math:
        return "—" if token["dashes"] == "---" else "–"
    if token["quotes"] and not is_math:
        return "“" if token["quotes"] == "``" else "”"
    return token[0]


@cache
def _character(name: str) -> str:
    """The character that a command stands for; the command itself if nobody knows it."""
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    from pylatexenc.latex2text import get_default_latex_context_db

    specification = get_default_latex_context_db().get_macro_spec(name)
    text = getattr(specification, "simplify_repl", None)
    return text if isinstance(text, str) and text and "%" not in text else f"\\{name}"


def _on_one_line(found: list[Run]) -> tuple[Run, ...]:
    """Runs of the same marks joined, and white space made single."""
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].marks == run.marks:
            joined[-1] = Run(joined[-1].text + run.text, run.marks)
        else:
            joined.append(run)
    result: list[Run] = []
    is_spaced = True  # as if after a space: none is wanted at the beginning
    for run in joined:
        text = _SPACES.sub(" ", run.text)
        text = text[1:] if is_spaced and text.startswith(" ") else text
        if text:
            result.append(Run(text, run.marks))
            is_spaced = text.endswith(" ")
    if result and is_spaced:
        last = result.pop()
        if last.text != " ":
            result.append(Run(last.text[:-1], last.marks))
    return tuple(result)


def _whole_words(found: tuple[Run, ...]) -> list[Run]:
    """Extends protection to whole words: in `{A}zerbaijan` no style may capitalise the z."""
    words: list[Run] = []
    for run in found:
        previous = words[-1] if words else Run("", ())
        if run.marks == (*previous.marks, "nocase") and _WORD_START.match(run.text):
            before = _WORD_END.search(previous.text)
            if before:
                words[-1] = Run(previous.text[: before.start()], previous.marks)
                run = Run(before[0] + run.text, run.marks)  # noqa: PLW2901
        elif previous.marks == (*run.marks, "nocase") and _WORD_END.search(previous.text):
            after = _WORD_START.match(run.text)
            if after:
                words[-1] = Run(previous.text + after[0], previous.marks)
                run = Run(run.text[after.end() :], run.marks)  # noqa: PLW2901
        words.append(run)
    return _joined([run for run in words if run.text])


def _joined(found: list[Run]) -> list[Run]:
    result: list[Run] = []
    for run in found:
        if result and result[-1].marks == run.marks:
            result[-1] = Run(result[-1].text + run.text, run.marks)
        else:
            result.append(run)
    return result


_ESCAPED = re.compile(r"\\([_%&#$~{}])(?:\{\})?")
_WRAPPED = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(?P<inner>.*)\}", re.DOTALL)
_TILDES = re.compile(r"\{?\\(?:textasciitilde|sim)(?:\{\}|[ ])?\}?|\$\\sim\$|\{\\textasciitilde\}")
_BRACED_SIGN = re.compile(r"\{([_%&#~$])\}")


def verbatim(value: str) -> str:
    """An address or number as it is, without the escapes that BibTeX's users give it."""
    text = unwrapped(value)
    if wrapped := _WRAPPED.fullmatch(text):
        text = wrapped["inner"].strip()
    if "\\" in text or "{" in text:
        text = _TILDES.sub("~", text)
        text = _ESCAPED.sub(r"\1", text)
        text = _BRACED_SIGN.sub(r"\1", text)
    if "&amp;" in text:
        text = text.replace("&amp;", "&")
    return "".join(text.split()) if "\n" in text else text


def unwrapped(value: str) -> str:
    """A value without the second pair of braces that some programs write around all of it."""
    text = value.strip()
    while text.startswith("{") and is_one_group(text):
        text = text[1:-1].strip()
    return text


def is_one_group(text: str) -> bool:
    """Whether the brace with which a text begins is closed at its very end."""
    level = 0
    for mark in _BRACES.finditer(text):
        level += 1 if mark[0] == "{" else -1
        if level == 0:
            return mark.end() == len(text)
    return False


_BRACES = re.compile(r"(?<!\\)[{}]")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>.+)", re.IGNORECASE)


def bare_doi(value: str) -> str:
    """A DOI without the address of a resolver before it."""
    found = _DOI.fullmatch(verbatim(value))
    return found["doi"] if found else ""
