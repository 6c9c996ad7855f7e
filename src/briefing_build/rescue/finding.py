"""Finds where citations stood in what was pasted, and takes apart what is left of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from briefing_build.rescue.pasted import Kind, Link, Page, Paragraph, Pasted
from briefing_build.residue.flattened import HOSTS, TOKEN, stands_as_citation
from briefing_build.residue.hosts import without_www
from briefing_build.residue.runs import Part, parts_of
from briefing_build.residue.sites import site_at, site_called


@dataclass(frozen=True, slots=True)
class Source:
    """One source that a flattened citation names, by what is left of it."""

    written: str
    host: str = ""
    name: str = ""
    token: str = ""
    hidden: int = 0
    """How many more sources its `+8` stood for."""
    pages: tuple[Page, ...] = ()
    """The pages it stands for, where the paste still knows them."""
    is_sure: bool = True
    """Whether there is no other way to read what was written."""


@dataclass(frozen=True, slots=True)
class Flattened:
    """A part of a paragraph that once was a citation. Without sources it is debris."""

    start: int
    end: int
    sources: tuple[Source, ...]


Pages = Mapping[str, tuple[Page, ...]]


def known_hosts(paragraphs: Iterable[Paragraph]) -> frozenset[str]:
    """The hosts that stand alone somewhere in a text: in a run they are likelier than others."""
    found: set[str] = set()
    for paragraph in paragraphs:
        for match in HOSTS.finditer(paragraph.text):
            parts = parts_of(match["hosts"].rstrip(".-"))
            if len(parts) == 1 and parts[0].is_sure:
                found.add(parts[0].host)
    return frozenset(found)


def has_numbers(pasted: Pasted) -> bool:
    """Whether numbers in brackets are citations: their list is there, or there are several."""
    numbers = {
        number
        for paragraph in pasted.paragraphs
        if paragraph.kind is not Kind.VERBATIM
        for match in _NUMBERS.finditer(paragraph.text)
        if match["plain"] or pasted.pages
        for number in _numbers_of(match)
    }
    return bool(numbers) and (
        any(number in pasted.pages for number in numbers)
        or (len(numbers) >= 3 and {"1", "2"} <= numbers)
    )


def find_citations(
    paragraph: Paragraph, pages: Pages, known: Collection[str], *, numbers: bool = False
) -> tuple[Flattened, ...]:
    """The flattened citations of a paragraph, in their order; neighbours are one."""
    if paragraph.kind is Kind.VERBATIM:
        return ()
    text = paragraph.text
    hidden = _Covered()
    pieces: list[Flattened] = []
    finders = (
        _in_links(paragraph),
        _in_tokens(text, pages),
        _in_numbers(text, pages) if numbers else iter(()),
        _in_names(text),
        _in_hosts(text, known),
    )
    for start, end in _code_in(text):
        hidden.cover(start, end)
    for finder in finders:
        for piece in finder:
            if hidden.is_free(piece.start, piece.end):
                hidden.cover(piece.start, piece.end)
                pieces.append(piece)
        if finder is finders[0]:
            for link in paragraph.links:
                if hidden.is_free(link.start, link.end):
                    hidden.cover(link.start, link.end)
    pieces.sort(key=lambda piece: (piece.start, piece.end))
    return tuple(_in_brackets(text, group) for group in _grouped(text, pieces))


class _Covered:
    """The parts of a text that something was found in."""

    def __init__(self) -> None:
        self._places: set[int] = set()

    def cover(self, start: int, end: int) -> None:
        self._places.update(range(start, end))

    def is_free(self, start: int, end: int) -> bool:
        return self._places.isdisjoint(range(start, end))


_CODE = re.compile(
    r"`[^`\n]++`|https?://\S++|(?<![\w.+-])(?=[\w.+-]{1,64}@)[\w.+-]++@[\w-]+\.[\w.-]+"
)


def _code_in(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _CODE.finditer(text))


# Links that the paste still has

_MARK = re.compile(
    r"[\[(【]?(?:\d{1,3}|\^\d{1,3}\^?|[¹²³⁴-⁹⁰]+|\+\d{1,3}|source|link|†|\*)[\])】]?|"
)
_LABEL = re.compile(r"(?P<name>.*?)\s*(?:\+(?P<count>\d{1,3}))?")


def _in_links(paragraph: Paragraph) -> Iterator[Flattened]:
    text = paragraph.text
    for link, (start, end) in _chains(text, paragraph.links):
        written = text[link.start : link.end].strip(" \u00a0()[]【】")
        label = _LABEL.fullmatch(written)
        assert label is not None
        name, hidden = label["name"], int(label["count"] or 0)
        site = site_called(name) if name else None
        if site and link.page.url and _name_at(link.page.host) != _name_at(site.host):
            site = None  # a word that is a site's name as well: "for this reason"
        is_mark = _MARK.fullmatch(written) or TOKEN.fullmatch(written)
        is_host = bool(parts_of(name))
        if not is_mark and not (
            (is_host or site)
            and (
                hidden
                or not link.page.url
                or stands_as_citation(text, start, end, None)
                or _is_bracketed(text, start, end)
            )
        ):
            continue
        host = without_www(name) if is_host else link.page.host or (site.host if site else "")
        source = Source(
            written or link.page.host,
            host,
            site.name if site else "",
            hidden=hidden,
            pages=(link.page,) if link.page.url else (),
        )
        yield Flattened(link.start, link.end, (source,))


def _name_at(host: str) -> str:
    site = site_at(host)
    return site.name if site else ""


def _chains(text: str, links: Iterable[Link]) -> Iterator[tuple[Link, tuple[int, int]]]:
    """Each link with the extent of the links that touch one another and it."""
    chain: list[Link] = []
    for link in sorted(links, key=lambda link: (link.start, link.end)):
        if chain and not _BETWEEN.fullmatch(text, chain[-1].end, link.start):
            yield from ((one, (chain[0].start, chain[-1].end)) for one in chain)
            chain = []
        chain.append(link)
    yield from ((one, (chain[0].start, chain[-1].end)) for one in chain)


def _is_bracketed(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in {"(", "["} and text[end : end + 1] in {")", "]", ",", ";"}


# Tokens of chat programs

_TURN = re.compile(r"turn\d+[a-z]+\d+")
_CHAT_NUMBER = re.compile(r"\d+")


def _in_tokens(text: str, pages: Pages) -> Iterator[Flattened]:
    for match in TOKEN.finditer(text):
        sources = (_source_of(token, token, pages.get(token, ())) for token in tokens_in(match[0]))
        yield Flattened(match.start(), match.end(), tuple(sources))


def tokens_in(written: str) -> list[str]:
    """The tokens in what a chat program wrote for a citation, each by its one name."""
    if tokens := _TURN.findall(written):
        return tokens
    if written.startswith("[^"):
        return [written]
    if written.startswith("【"):
        return [written[1:].partition("†")[0]]
    if written.startswith("[cite:"):
        return _CHAT_NUMBER.findall(written)
    return ["oaicite:" + number for number in re.findall(r"oaicite:(\d+)", written)]


def _source_of(written: str, token: str, pages: tuple[Page, ...]) -> Source:
    host = pages[0].host if pages else ""
    return Source(written, host, token=token, hidden=max(len(pages) - 1, 0), pages=pages)


# Numbers

_NUMBERS = re.compile(
    r"""
      (?<=[\w.,;:!?)”"’'\]\u00a0%»|]) [ ]? \[ \^? (?P<plain>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*) \^? \]
      (?![(:\w])
    | (?<=[\w.,;:!?)”"’'%»]) (?P<raised>[¹²³⁴-⁹⁰]{1,3}) (?![¹²³⁴-⁹⁰])
    """,
    re.VERBOSE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _numbers_of(match: re.Match[str]) -> list[str]:
    if match["raised"]:
        return [match["raised"].translate(_RAISED)]
    numbers: list[str] = []
    for part in re.split(r"\s?[,;]\s?", match["plain"]):
        first, _, last = part.replace("–", "-").partition("-")
        end = int(last) if last.strip() and int(last) - int(first) < 20 else int(first)
        numbers += map(str, range(int(first), max(end, int(first)) + 1))
    return numbers


def _in_numbers(text: str, pages: Pages) -> Iterator[Flattened]:
    for match in _NUMBERS.finditer(text):
        numbers = _numbers_of(match)
        if match["raised"] and not any(number in pages for number in numbers):
            continue  # a square metre
        sources = (_source_of(f"[{n}]", n, pages.get(n, ())) for n in numbers)
        yield Flattened(match.start(), match.end(), tuple(sources))


# Names with counts: `Oxford Academic+1`

_NAMED = re.compile(r"(?<!\+)\+(?P<count>\d{1,2})(?![\d%.,]*\d|\s?(?:per\s?cent|%|°))")
_LONGEST_NAME = 60
_WORD_BEGINS = re.compile(r"^|[\s\u00a0(\[.!?”\"]")
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.&-]*|&|of|and|the|for)$")


def _in_names(text: str) -> Iterator[Flattened]:
    after = 0
    for match in _NAMED.finditer(text):
        start = _start_of_name(text, after, match.start())
        if start is not None:
            name = text[start : match.start()]
            site = site_called(name)
            source = Source(
                text[start : match.end()],
                site.host if site else "",
                site.name if site else name,
                hidden=int(match["count"]),
                is_sure=site is not None,
            )
            yield Flattened(start, match.end(), (source,))
            if run := _RUN.match(text, match.end()):
                yield from _in_run(run, ())
        after = match.end()


def _start_of_name(text: str, after: int, end: int) -> int | None:
    """Where the name before a count begins; None if no name of a site stands there."""
    begin = max(after, end - _LONGEST_NAME)
    starts = [begin + match.end() for match in _WORD_BEGINS.finditer(text[begin:end])]
    for start in starts:
        if site_called(text[start:end]) and text[start].isalnum():
            return start
    words = text[begin:end].split(" ")
    kept: list[str] = []
    while words and _CAPITALISED.match(words[-1]):
        kept.insert(0, words.pop())
    while kept and kept[0][0].islower():
        kept.pop(0)
    is_set_off = begin == after or "\u00a0" in text[begin:end] or bool(words)
    if len(kept) < 2 or not is_set_off or not _ends_clause(text, end):
        return None
    return end - len(" ".join(kept))


_CLAUSE_ENDS = re.compile(
    r"\+\d{1,2}(?:$|[.,;:!?)\]—]|[A-Z]|\s+(?:$|[A-Z(\[“—–]|(?:and|but|so|while|although)\b))"
)


def _ends_clause(text: str, end: int) -> bool:
    return _CLAUSE_ENDS.match(text, end) is not None


# Host names

_RUN = re.compile(
    r"(?P<hosts>[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:\+\d{1,3}+[a-z0-9.-]*+)*+)(?![\w@/:])"
)
"""Hosts that follow a name's count with nothing between."""


def _in_hosts(text: str, known: Collection[str]) -> Iterator[Flattened]:
    before: tuple[int, bool] | None = None
    for match in HOSTS.finditer(text):
        for run in _in_run(match, known):
            is_run = len(run.sources) > 1 or run.sources[0].hidden > 0
            is_citation = is_run or stands_as_citation(text, run.start, run.end, before)
            before = run.end, is_citation
            if is_citation:
                yield run


def _in_run(match: re.Match[str], known: Collection[str]) -> Iterator[Flattened]:
    """The hosts of a run as one piece, if it is a run of hosts."""
    written = match["hosts"].rstrip(".-")
    if parts := parts_of(written, known):
        sources = tuple(map(_source_at, parts))
        yield Flattened(match.start("hosts"), match.start("hosts") + len(written), sources)


def _source_at(part: Part) -> Source:
    site = site_at(part.host)
    return Source(
        f"{part.host}+{part.hidden}" if part.hidden else part.host,
        without_www(part.host),
        site.name if site else "",
        hidden=part.hidden,
        is_sure=part.is_sure,
    )


# Neighbours

_BETWEEN = re.compile(r"[\s\u00a0,;|·•]*(?:(?:and|&)\s+)?")


def _grouped(text: str, pieces: list[Flattened]) -> Iterator[Flattened]:
    group: Flattened | None = None
    for piece in pieces:
        if group and _BETWEEN.fullmatch(text, group.end, piece.start):
            group = replace(group, end=piece.end, sources=group.sources + piece.sources)
            continue
        if group:
            yield group
        group = piece
    if group:
        yield group


def _in_brackets(text: str, piece: Flattened) -> Flattened:
    """A citation with the brackets that hold nothing else."""
    start, end = piece.start, piece.end
    while text[start - 1 : start] + text[end : end + 1] in {"()", "[]", "【】"} and start > 0:
        start, end = start - 1, end + 1
    return replace(piece, start=start, end=end)
