"""Brackets with keys to citations, and what is wrong with those that are none.

A citation is `[see @a, pp. 3–4; also -@b]`: works divided by semicolons, each with one key, words
before it, and a locator and words behind it. A bracket behind a bare key belongs to that key.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Edit, Fix, Label
from briefing_build.markdown.locators import read_locator
from briefing_build.markdown.marks import pair_marks
from briefing_build.markdown.pieces import Cites, Item, Key, Opening, Piece, Tree, Words, depth

if TYPE_CHECKING:
    from briefing_build.markdown.inlines import Reading

TARGETS = ("fig:", "tbl:", "sec:", "box:")
_DIVIDER = re.compile(r"\\.|&#?\w+;|(?P<divider>;)", re.DOTALL)
# Words between two keys that only join them: `[@a, @b]`, `[@a and @b]`.
_JOINING = re.compile(r"[\s,/&+]*(?:and)?[\s,]*$")
_EMPTY_KEY = re.compile(r"(?:^|;)(?P<key>\s*-?@(?:\{\s*\})?)\s*(?=[,;]|$)")
_SPACES = re.compile(r"[ \t]*\n?[ \t]*$")


def is_target(key: str) -> bool:
    """Whether a key names a figure, a table, a section or a box and not a work."""
    return key.startswith(TARGETS)


def close_citation(reading: Reading, opening: Opening, start: int) -> int | None:
    """Makes a citation of the pieces behind `opening`, if that is what they are."""
    if reading.text[opening.start] != "[":
        return None
    keys = [p for p in reading.pieces[opening.index + 1 :] if isinstance(p, Key)]
    owner = _owner(reading, opening)
    if not keys and owner is None:
        _report_empty_key(reading, opening, start)
        return None
    if keys and all(is_target(key.key) for key in keys) and owner is None:
        return _references(reading, opening, start)
    _report_mixture(reading, keys)
    inside = reading.pieces[opening.index + 1 :]
    del reading.pieces[opening.index :]
    if owner is not None:
        while reading.pieces[-1] is not owner:  # The space between key and bracket.
            reading.pieces.pop()
        _complete(reading, owner, inside, (opening.end, start))
        owner.end = start + 1
    elif len(inside) == 1 == len(keys):  # `[@key]`, as most are written.
        reading.pieces.append(Cites(opening.start, start + 1, [Item(keys[0], [])]))
    else:
        items = _items(reading, _divided(reading, inside), (opening.end, start))
        deep = max((depth([*i.prefix, *i.suffix]) for i in items), default=0) + 1
        reading.pieces.append(Cites(opening.start, start + 1, items, deep))
    return start + 1


def _owner(reading: Reading, opening: Opening) -> Key | None:
    """The bare key directly before a bracket, to which the bracket then belongs."""
    before = reading.pieces[max(0, opening.index - 2) : opening.index]
    if before and isinstance(before[-1], Words) and _is_space(reading, before[-1]):
        before.pop()
    key = before[-1] if before else None
    if not isinstance(key, Key) or key.items or is_target(key.key):
        return None
    return key


def _is_space(reading: Reading, words: Words) -> bool:
    return _SPACES.fullmatch(reading.text, words.start, words.end) is not None


def _complete(reading: Reading, owner: Key, inside: list[Piece], span: tuple[int, int]) -> None:
    """Gives a bare key what stands in the bracket behind it: a locator, and further works."""
    groups = _divided(reading, inside)
    own = Item(owner, [])
    if not any(isinstance(piece, Key) for piece in groups[0]):
        own = _item(reading, owner, [], groups.pop(0))
    owner.items = [own, *(_items(reading, groups, span) if groups else [])]


def _divided(reading: Reading, pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces between semicolons."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if not isinstance(piece, Words):
            groups[-1].append(piece)
            continue
        if reading.text.find(";", piece.start, piece.end) < 0:
            groups[-1].append(piece)
            continue
        start = piece.start
        for match in _DIVIDER.finditer(reading.text, piece.start, piece.end):
            if match["divider"]:
                groups[-1].append(Words(start, match.start()))
                groups.append([])
                start = match.end()
        groups[-1].append(Words(start, piece.end))
    return groups


def _items(reading: Reading, groups: list[list[Piece]], span: tuple[int, int]) -> list[Item]:
    items: list[Item] = []
    for group in groups:
        places = [place for place, piece in enumerate(group) if isinstance(piece, Key)]
        if not places:
            _report_no_key(reading, group, span)
            if items:
                items[-1].suffix.extend(_trimmed(reading, group))
            continue
        places = [places[0], *_joined(reading, group, places)]
        for place, behind in zip(places, [*places[1:], len(group)], strict=True):
            key = group[place]
            assert isinstance(key, Key)
            prefix = group[:place] if place == places[0] else []
            suffix = group[place + 1 : behind] if behind == len(group) else []
            items.append(_item(reading, key, prefix, suffix))
    return [item for item in items if not is_target(item.key.key)]


def _joined(reading: Reading, group: list[Piece], places: list[int]) -> list[int]:
    """The places of further keys that should have been divided from the first by a semicolon.

    A key further on in words, "as cited by @b", is a part of the suffix.
    """
    joined: list[int] = []
    for before, place in pairwise(places):
        first, second = group[before], group[place]
        if not _JOINING.fullmatch(reading.text, first.end, second.start):
            break
        joined.append(place)
        reading.found.report(
            rules.MALFORMED_CITATION,
            "two keys without a semicolon between them",
            Label(reading.content.span(first.start, second.end)),
            help=f"write `{reading.text[first.start : first.end]}; "
            f"{reading.text[second.start : second.end]}`",
            fix=_parted(reading, first, second),
        )
    return joined


def _parted(reading: Reading, first: Piece, second: Piece) -> Fix | None:
    """The fix that puts a semicolon between two keys, which are read as two works already."""
    between = reading.content.span(first.end, second.start)
    if between.text != reading.text[first.end : second.start] or "\n" in between.text:
        return None
    words = f"write `{reading.text[first.start : first.end]}; "
    words += f"{reading.text[second.start : second.end]}`"
    return Fix(words, (Edit(between, "; "),), is_safe=True)


def _item(reading: Reading, key: Key, prefix: list[Piece], suffix: list[Piece]) -> Item:
    item = Item(key, _paired(reading, _trimmed(reading, prefix)))
    suffix = [piece for piece in suffix if not _is_empty(piece)]
    if suffix and isinstance(words := suffix[0], Words):
        end = _end_of_text(suffix)
        locator = read_locator(reading.text, words.start, end, reading.language)
        if locator is not None:
            item.label, item.locator = locator.label, locator.locator
            suffix = _behind(suffix, locator.end)
    item.suffix = _paired(reading, _trimmed(reading, suffix, left=False))
    return item


def _is_empty(piece: Piece) -> bool:
    return isinstance(piece, Words) and piece.start == piece.end


def _paired(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    return pair_marks(pieces, reading.text, reading.report_depth)


def _end_of_text(pieces: list[Piece]) -> int:
    """How far words, and brackets that are words, go on: `34[a]` is a locator."""
    end = pieces[0].start
    for piece in pieces:
        if not isinstance(piece, Words | Opening) or piece.start != end:
            break
        end = piece.end
    return end


def _behind(pieces: list[Piece], offset: int) -> list[Piece]:
    left: list[Piece] = []
    for piece in pieces:
        if piece.end <= offset:
            continue
        left.append(Words(offset, piece.end) if piece.start < offset else piece)
    return left


def _trimmed(reading: Reading, pieces: list[Piece], *, left: bool = True) -> list[Piece]:
    """Pieces without the spaces at their ends."""
    if not pieces:
        return pieces
    pieces = [piece for piece in pieces if not _is_empty(piece)]
    if left and pieces and isinstance(first := pieces[0], Words):
        text = reading.text[first.start : first.end]
        pieces[0] = Words(first.end - len(text.lstrip()), first.end)
    if pieces and isinstance(last := pieces[-1], Words):
        text = reading.text[last.start : last.end]
        pieces[-1] = Words(last.start, last.start + len(text.rstrip()))
    return [piece for piece in pieces if not _is_empty(piece)]


def _references(reading: Reading, opening: Opening, start: int) -> int:
    """`[@fig:x; @tbl:y]`: the references and the words around them, without the brackets."""
    inside = reading.pieces[opening.index + 1 :]
    del reading.pieces[opening.index :]
    inside = pair_marks(inside, reading.text, reading.report_depth)
    deep = depth(inside) + 1
    reading.pieces.append(Tree("words", opening.start, start + 1, inside, deep))
    return start + 1


# What is wrong


def _report_mixture(reading: Reading, keys: list[Key]) -> None:
    for key in keys:
        if is_target(key.key):
            reading.found.report(
                rules.MALFORMED_CITATION,
                f"`@{key.key}` is a place in the briefing and stands among works",
                Label(reading.content.span(key.start, key.end)),
                help=f"write `[@{key.key}]` beside the citation; "
                "`fig:`, `tbl:`, `sec:` and `box:` never begin the key of a work",
            )


def _report_no_key(reading: Reading, group: list[Piece], span: tuple[int, int]) -> None:
    start = group[0].start if group else span[0]
    end = group[-1].end if group else span[0]
    text = reading.text[start:end].strip()
    if "@" in text:
        message = "an `@` without a key"
        advice = "write the key of an entry behind it, or take it out"
    elif text:
        message, advice = (
            "words between semicolons without a key",
            ("join them to the work they belong to with a comma"),
        )
    else:
        message, advice = "a semicolon with nothing on one of its sides", "take it out"
    # Of nothing, the semicolon: the one before, or at the head of the bracket the one behind.
    if not text:
        place = start - 1 if start > span[0] else end
        start, end = place, place + 1
    reading.found.report(
        rules.MALFORMED_CITATION, message, Label(reading.content.span(start, end)), help=advice
    )


def _report_empty_key(reading: Reading, opening: Opening, start: int) -> None:
    if "@" not in reading.text[opening.end : start]:
        return
    empty = _EMPTY_KEY.search(reading.text[opening.end : start])
    if empty is None:
        return
    begin = opening.end + empty.start("key")
    reading.found.report(
        rules.MALFORMED_CITATION,
        "a citation without a key",
        Label(reading.content.span(begin, opening.end + empty.end("key"))),
        help="write the key of an entry behind the `@`",
    )


def report_unclosed(reading: Reading) -> None:
    """Tells of brackets that were still open at the paragraph's end and have a key in them."""
    ends = [*(bracket.index for bracket in reading.brackets), len(reading.pieces)][1:]
    for opening, end in zip(reading.brackets, ends, strict=True):
        if reading.text[opening.start] != "[":
            continue
        keys = (p for p in reading.pieces[opening.index : end] if isinstance(p, Key))
        key = next((key for key in keys if not is_target(key.key)), None)
        if key is not None:
            reading.found.report(
                rules.UNCLOSED_CITATION,
                "a citation without its `]`",
                Label(reading.content.span(opening.start, key.end), "opened here"),
                help="write `]` where the citation ends; a `[` that opens none is written `\\[`",
            )
