"""Where sentences begin and end, in any text and in what a tree prints of a paragraph.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an
ellipsis that the sentence goes on behind. No language is asked for: the abbreviations of those
that briefings are written in do not contradict one another. Where a stop may be both, a new
sentence has to look like one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from briefing_build.document import (
    Cited,
    Code,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Node,
    Note,
    NoteMark,
    Reference,
    Superscript,
    Text,
    children,
)
from briefing_build.source import Span

OBJECT = "\ufffc"
"""Stands in a passage for what is no words: code, a formula, a picture, a reference, an author
whose name the citation style will write."""


class Range(NamedTuple):
    """A part of a text, from `start` up to, not including, `end`."""

    start: int
    end: int


# A stop, what may close behind it, and a space; in scripts without spaces the stop alone.
_END = re.compile(
    r"""(?P<stop>[.!?…։؟۔]+) (?P<closes>(?:[”’»“›"')\]*_]|[ \u00a0\u202f][»›])*) (?=\s|\Z)
      | (?P<full>[。！？]+[」』）”’]*)
    """,
    re.VERBOSE,
)
_BEHIND = re.compile(rf"\s*[“‘«„‚‹\"'(\[¿¡—–*_]*\s*(?P<word>[^\W_]+|{OBJECT}|)")
# Behind these a sentence goes on, whatever follows.
_NEVER_ENDS = frozenset(
    """
    dr mr mrs ms mx mt messrs prof gen col lt sgt capt cpl maj cmdr adm sen rep gov rev fr st ste
    hon amb pres supt insp dept dr-ing mme mlle mm ed eds trans cf vs v e.g i.e viz ca approx est
    esp incl resp z.b d.h u.a o.ä i.d.r vgl bzw hr ggf inkl evtl sog p.ex t.ex env
    т.е напр см ср им ул акад проф тов ред req bax məs prof.dr
    """.split()
)
# Behind these it goes on with a number.
_BEFORE_NUMBERS = frozenset(
    """
    no nos nr art arts fig figs p pp vol vols ch chap chaps sec secs para paras cl par op app
    abb abs bd kap tab s rd гл ст рис табл стр пп п с səh
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
_NUMBER = re.compile(rf"\d+|[IVXLC]+|{OBJECT}")
# These may stand at the end of a sentence: a capital letter tells.
_MAY_END = frozenset(
    """
    inc ltd co corp jr sr etc al usw ff f a.m p.m b.c a.d ph.d b.c.e c.e bros plc llc gmbh
    т.д т.п др пр s.a və.s
    """.split()
)
# And of these only a word that begins sentences.
_SELDOM_ENDS = frozenset("тыс млн млрд руб долл гг вв mln mlrd bn mn".split())
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LAST_WORD = re.compile(r"т\.\s[дп]\Z|[^\W_](?:[\w.-]*[^\W_])?\Z")
_LONGEST_ABBREVIATION = 12
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])\d{1,2}\Z")
_MONTHS = frozenset(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
    ocak şubat nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    """.split()
)
# Words that begin sentences and are no names: what tells "in the U.S. The" from "the U.S. Army".
_BEGINS = frozenset(
    """
    the a an it its in on at of he she they we you i but and this that these those however for by
    if when as after before since while their his her there one yet both some many most such no
    not nor so then thus to with from under over between during although though because despite
    even only other others our my all any each few several more less here now today what who why
    how where whether which meanwhile moreover instead nevertheless still also
    der die das den dem ein eine es sie er wir in im am auf für mit von zu nach bei seit doch aber
    le la les un une il elle ils elles ce cette ces en dans pour par avec mais depuis après
    в на он она они это эти с по из за но а и как что когда для не мы
    bu o bir onlar biz və amma lakin
    """.split()
)


def sentences(text: str) -> tuple[Range, ...]:
    """The sentences of a text in order, without the spaces around them."""
    found: list[Range] = []
    start = 0
    for end in _ends(text):
        if sentence := _trimmed(text, start, end):
            found.append(sentence)
        start = end
    if rest := _trimmed(text, start, len(text)):
        found.append(rest)
    return tuple(found)


def _trimmed(text: str, start: int, end: int) -> Range | None:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Range(start, start + len(words.strip())) if words.strip() else None


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match["full"] or _is_end(text, match):
            yield match.end()


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends behind a stop: by what follows, then by what stands before."""
    behind = _BEHIND.match(text, match.end(), match.end() + 40)
    word = behind["word"] if behind else ""
    if word[:1].islower():
        return False
    if match["stop"] != "." or not word:
        return True
    before = text[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()]
    if _NUMBER_BEFORE.search(before):
        return not _is_ordinal(text, match, word)
    if match["closes"].strip("*_"):
        return True
    return _ends_before(before, word)


def _is_ordinal(text: str, match: re.Match[str], word: str) -> bool:
    """Whether a number with a stop counts what follows: `3. Oktober`, or the item of a list."""
    return word.casefold() in _MONTHS or not text[max(0, match.start() - 3) : match.start() - 2]


def _ends_before(before: str, word: str) -> bool:
    """Whether a full stop behind `before` ends a sentence when a capital or a number follows."""
    last = _LAST_WORD.search(before)
    written = "".join(last[0].lower().split()) if last else ""
    if last is None or written in _NEVER_ENDS:
        return last is None
    if written in _BEFORE_NUMBERS:
        return _NUMBER.fullmatch(word) is None
    if written in _MAY_END:
        return not word.isdigit()
    if written in _SELDOM_ENDS or _INITIALS.fullmatch(last[0]):
        return word.casefold() in _BEGINS
    return True


# What is printed of a paragraph


class Mark(NamedTuple):
    """Something in a passage that leads elsewhere, and where it stands in the passage's text."""

    place: int
    node: Note | NoteMark | Cited | Reference | Link


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that a paragraph prints, as one text, and the way back to where they stand.

    What is in notes is not among them: a note is one of `marks`, with no width.
    """

    text: str
    marks: tuple[Mark, ...]
    _starts: tuple[int, ...]
    _pieces: tuple[Text, ...]

    def sentences(self) -> tuple[Range, ...]:
        return sentences(self.text)

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` was written; `end` is behind `start`."""
        first, from_ = self._at(start)
        last, to = self._at(end - 1)
        if first is last:
            return _within(first, from_, to + 1)
        begin = _within(first, from_, len(first.text))
        return Span(begin.source, begin.start, max(begin.end, _within(last, 0, to + 1).end))

    def _at(self, place: int) -> tuple[Text, int]:
        index = bisect_right(self._starts, place) - 1
        return self._pieces[index], place - self._starts[index]


def passage(content: Iterable[Inline]) -> Passage:
    """What is printed of some inline content."""
    pieces: list[Text] = []
    marks: list[Mark] = []
    starts: list[int] = []
    length = 0
    stack: list[Node] = []
    stack.extend([*content][::-1])
    while stack:
        node = stack.pop()
        words = _words(node)
        if words is not None:
            pieces.append(words)
            starts.append(length)
            length += len(words.text)
        if isinstance(node, Note | NoteMark | Cited | Reference | Link):
            marks.append(Mark(length, node))
        if isinstance(node, Superscript):
            stack.extend(_raised(inside) for inside in [*children(node)][::-1])
        elif not isinstance(node, Text | Note | Cited):
            stack.extend([*children(node)][::-1])
    text = "".join(piece.text for piece in pieces)
    return Passage(text, tuple(marks), tuple(starts), tuple(pieces))


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _raised(node: Node) -> Node:
    """An exponent as one, so that it is not read as a part of the number before it."""
    return Text(node.text.translate(_RAISED), node.span) if isinstance(node, Text) else node


def _words(node: Node) -> Text | None:
    match node:
        case Text():
            return node if node.text else None
        case LineBreak():
            return Text("\n", node.span)
        case Code() | Math() | Image() | Reference():
            return Text(OBJECT, node.span)
        case Cited(form="author" | "narrative"):
            return Text(OBJECT, node.span)
    return None


def _within(piece: Text, start: int, end: int) -> Span:
    """Where a part of a printed text was written.

    Escapes, entities and dashes are longer in the source than in print, and a text may have been
    cut in two beside a mark: there the words are searched for, counted from the nearer end.
    """
    source, span = piece.span.text, piece.span
    if len(source) == len(piece.text):
        return span.part(start, end)
    words = piece.text[start:end]
    if words not in source:
        words = words.replace("–", "--").replace("—", "---").replace("…", "...")
    times = source.count(words)
    if piece.text[:1] == source[:1] or piece.text[-1:] != source[-1:]:
        nth = piece.text.count(words, 0, start)
    else:
        nth = times - 1 - piece.text.count(words, end)
    place = -1
    for _ in range(max(0, min(nth, times - 1)) + 1):
        place = source.find(words, place + 1)
    return span if place < 0 else span.part(place, place + len(words))


def sentence_of(ranges: tuple[Range, ...], place: int) -> int:
    """The number of the sentence to which a mark at a place belongs.

    A mark stands behind its sentence, and may have a space before it.
    """
    return max(0, bisect_left(ranges, (place, -1)) - 1)
