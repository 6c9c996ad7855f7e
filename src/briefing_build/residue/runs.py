"""Takes apart host names and counts that ran together: `apnews.com+2politico.eunewsweek.com`.

Where one host ends and the next begins is told by no sign. Of all ways to part a run that leave
nothing but hosts, the likeliest is taken: a way costs what its hosts cost, a host that is well
known or named elsewhere in the text little, one that nobody knows much.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from briefing_build.residue.hosts import ENDINGS, SECOND_LEVELS, is_host, part_of
from briefing_build.residue.sites import is_site, is_site_label, site_at


@dataclass(frozen=True, slots=True)
class Part:
    """One host of a run: where it stands in it, and how many more sources its count hides."""

    host: str
    start: int
    end: int
    hidden: int = 0
    is_sure: bool = True
    """Whether no other way to part the run is nearly as likely."""


LONGEST = 2_000
"""Of a run: no page shows more sources in one place, and the time to part it stays small."""


def parts_of(run: str, known: Collection[str] = ()) -> tuple[Part, ...]:
    """The hosts of a run in their order; () if it is no such run. `known` are hosts of the text."""
    if len(run) > LONGEST:
        return ()
    if "+" not in run:
        return _split(run.rstrip(".-"), 0, known)
    parts: list[Part] = []
    start = 0
    for count in [*_COUNT.finditer(run), None]:
        end = count.start() if count else len(run)
        if start < end:
            split = _split(run[start:end].rstrip(".-"), start, known)
            if not split:
                return ()
            parts.extend(split)
        if count is None:
            break
        if not parts:
            return ()
        figures = _figures(count[0][1:], run[count.end() :])
        parts[-1] = replace(parts[-1], hidden=parts[-1].hidden + int(figures))
        start = count.start() + 1 + len(figures)
    return tuple(parts)


_COUNT = re.compile(r"\+\d{1,3}")


def _figures(figures: str, rest: str) -> str:
    """Those of the figures that count: in `+31news.az` the last is the host's."""
    host = re.match(r"[a-z][a-z0-9-]*\.[a-z]+", rest)
    for length in range(1, len(figures)):
        if host and is_site(figures[length:] + host[0]):
            return figures[:length]
    return figures


# One word of hosts without counts

_CLOSE = 1.0
"""Two ways that differ by less are nearly as likely."""
_MOST_LETTERS = 100
"""Of a host in a run: no outlet has a longer one, and it keeps the work in proportion."""


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    hosts: tuple[str, ...]


def _split(word: str, offset: int, known: Collection[str]) -> tuple[Part, ...]:
    if word.count(".") < 2:  # Two hosts have two dots; most words with a dot have but one.
        return (Part(word, offset, offset + len(word)),) if is_host(word) else ()
    ends = [*_ends(word), len(word)]
    ways: dict[int, list[_Way]] = {0: [_Way(0.0, ())]}
    for end in ends:
        found = [
            _Way(way.cost + _cost(host, way.hosts, known), (*way.hosts, host))
            for start in [0, *ends]
            if start < end and end - start <= _MOST_LETTERS and start in ways
            for host in (word[start:end],)
            if is_host(host)
            for way in ways[start]
        ]
        if found:
            ways[end] = sorted(found, key=lambda way: way.cost)[:2]
    best = ways.get(len(word), [])
    if not best:
        return (Part(word, offset, offset + len(word)),) if is_host(word) else ()
    is_sure = len(best) == 1 or best[1].cost - best[0].cost >= _CLOSE
    return _placed(best[0].hosts, offset, is_sure=is_sure)


def _placed(hosts: tuple[str, ...], offset: int, *, is_sure: bool) -> tuple[Part, ...]:
    placed = []
    for host in hosts:
        placed.append(Part(host, offset, offset + len(host), is_sure=is_sure))
        offset += len(host)
    return tuple(placed)


_LONGEST_ENDING = max(map(len, ENDINGS))


def _ends(word: str) -> Iterator[int]:
    """The places inside a word at which a host may end and another one begin."""
    for dot in (place for place, letter in enumerate(word) if letter == "."):
        label = word[dot + 1 : dot + 2 + _LONGEST_ENDING].partition(".")[0]
        for length in range(2, len(label)):
            if label[:length] in ENDINGS and label[length] != "-":
                yield dot + 1 + length


# What a host costs. The figures say only which of two ways is the likelier one.

_SUBDOMAINS = frozenset(
    """
    www m en de fr es ru tr az uk us ar fa it pt pl zh ja amp blog blogs data docs edition english
    eng finance go help learn live mobile my news old press research support web wiki
    """.split()
)
_GLUED = re.compile(
    r"""
    (?: com (?!edy|fort|ic|m[aeou]|pa[nrs]|pe[nt]|pl|put|bat|bin|e|ing)
      | org (?!an) | net (?!her|work|flix|zero) | gov (?!er) | edu (?!c)
      | info (?!rm) | media (?!n|t|s) | news (?!p|w|l|r|d|b|m|y|guard|nation|first|max)
      | (?:bg|cz|dk|hk|hn|hr|jm|jp|kg|kh|kz|lk|lt|lv|mk|mn|mx|nl|np|nz|pk|rs|sd|sg|tj|tm|tn|tz|vn)
    ) [a-z0-9-]{2}
    """,
    re.VERBOSE,
)
"""A label that begins with an ending, and not as a word does that begins with the same letters."""


def _cost(host: str, before: tuple[str, ...], known: Collection[str]) -> float:
    if host in before:
        return 0.3
    if is_site(host) or host in known or host.removeprefix("www.") in known:
        return 1.0
    labels = host.split(".")
    site = site_at(host)
    registered = (site.host if site else part_of(host)).count(".") + 1
    below = labels[:-registered]
    cost = 1.0 if site else _cost_of_stranger(labels[-registered], labels[-1])
    cost += sum(map(_cost_below, below))
    return cost + sum(2.4 for label in labels[1:-1] if _GLUED.match(label))


def _cost_of_stranger(own: str, ending: str) -> float:
    """What a host costs that we do not know, by the label that is its own."""
    cost = 1.4 if is_site_label(own) else 2.5
    cost += 1.5 if own in _SUBDOMAINS or own in SECOND_LEVELS or len(own) < 3 else 0.0
    return cost + (0.6 if ending in {"co", "me", "om", "in", "it", "is", "no", "at", "to"} else 0.0)


def _cost_below(label: str) -> float:
    """What it costs that a host has this label before the part that is registered."""
    if label in _SUBDOMAINS or len(label) < 3:
        return 0.1
    return 2.0 if is_site_label(label) or label in SECOND_LEVELS else 1.2
