"""`pp. 3–4, 7` to a label of CSL's and a locator, as pandoc reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LABELS = {
    "act": "act",
    "appendix": "appendix app. apps.",
    "article-locator": "article articles art. arts.",
    "book": "book books bk. bks.",
    "canon": "canon canons can.",
    "chapter": "chapter chapters chap. chaps. ch. chs. глава гл. chapitre Kapitel Kap. fəsil bölüm",
    "column": "column columns col. cols. Spalte Sp. стб.",
    "elocation": "loc. location locations",
    "equation": "equation equations eq. eqs.",
    "figure": "figure figures fig. figs. Abbildung Abb. рис.",
    "folio": "folio folios fol. fols.",
    "issue": "number numbers no. nos. № Nr.",
    "line": "line lines l. ll.",
    "note": "note notes n. nn. fn. Anm. прим.",
    "opus": "opus opera op. opp.",
    "page": "page pages p. pp. Seite Seiten S. с. стр. səh. sayfa",
    "paragraph": "paragraph paragraphs para. paras. ¶ ¶¶ Absatz Abs. абз.",
    "part": "part parts pt. pts. Teil часть ч.",
    "rule": "rule rules r. rr.",
    "scene": "scene scenes sc. scs.",
    "section": "section sections sec. secs. sect. § §§ Abschnitt раздел",
    "sub-verbo": "s.v. s.vv.",
    "supplement": "supplement supplements supp. supps.",
    "table": "table tables tbl. tbls. Tabelle Tab. табл.",
    "timestamp": "timestamp timestamps",
    "verse": "verse verses v. vv.",
    "volume": "volume volumes vol. vols. Band Bd. том т.",
}
_LABEL_OF = {word.casefold(): label for label, words in _LABELS.items() for word in words.split()}

_SPACES = r"[ \t\n\u00a0\u202f]*"
_LABEL = "|".join(sorted(map(re.escape, _LABEL_OF), key=len, reverse=True))
# `12`, `12a`, `C22`, `33–44`, `iv:3`, `34(1)`, `[17]`, `2.1`
_CHARACTER = r"(?:[^\W_]|[-–—:+])"
_UNIT = rf"(?:{_CHARACTER}|\([^\s()]{{1,40}}\)|\[[^\s\[\]]{{1,40}}\]|\\[\[\]\-–§])"
_WORD = rf"(?:{_UNIT}+(?:\.{_UNIT}+)*)"
_DIGITS = rf"(?=[^\s,;]{{0,60}}\d){_WORD}"
_ROMAN = r"(?=[ivxlcdm])m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})(?![^\W_])"
_ROMANS = rf"{_ROMAN}(?:[-–]{{1,3}}{_ROMAN})?"
_ANY = rf"(?:{_ROMANS}|{_DIGITS})"
_MORE = rf"(?:{_SPACES}[,;&]{_SPACES}{_ANY}|[ \t\n\u00a0]+{_DIGITS})*"
_INTEGRATED = re.compile(
    rf",?{_SPACES}(?:(?P<label>{_LABEL})(?<![^\W_]){_SPACES}(?P<labelled>{_ANY}{_MORE})"
    rf"|(?P<word>{_LABEL})[ \t\n\u00a0\u202f]+(?P<worded>{_ANY}{_MORE})"
    rf"|(?P<bare>{_DIGITS}(?:{_SPACES}[,;&]?{_SPACES}{_DIGITS})*))",
    re.IGNORECASE,
)
_BRACES = re.compile(
    rf",?{_SPACES}\{{{_SPACES}(?:(?P<label>{_LABEL})(?=[\s\d\u00a0}}]){_SPACES})?(?P<inside>[^{{}}]*)\}}",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work, and the offset behind its words."""

    label: str
    locator: str
    end: int


def read_locator(text: str, start: int, end: int) -> Locator | None:
    """The locator with which `text[start:end]` begins; a number without a label is a page."""
    if braces := _BRACES.match(text, start, end):
        inside = _clean(braces["inside"])
        label = _label(braces["label"]) if braces["label"] else "page"
        return Locator(label if inside else "", inside, braces.end())
    words = _INTEGRATED.match(text, start, end)
    if words is None:
        return None
    label = words["label"] or words["word"]
    locator = words["labelled"] or words["worded"] or words["bare"]
    return Locator(_label(label) if label else "page", _clean(locator), words.end())


def _label(word: str) -> str:
    return _LABEL_OF[word.casefold()]


def _clean(locator: str) -> str:
    """A locator without escapes, with the dashes that were typed as hyphens."""
    plain = _ESCAPE.sub(r"\1", " ".join(locator.split()))
    return plain.replace("---", "—").replace("--", "–")
