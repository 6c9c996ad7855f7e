"""On how many sources a judgement rests: those that it cites, and those where it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.checks.sourcing.broken import BrokenCitations
from briefing_build.checks.sourcing.sources import Publisher, cited_in, publisher_of
from briefing_build.checks.sourcing.uncited import cites
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Block, Box, Figure, Heading, Link, Reference, Table, walk
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_MOST_RELATED = 3


def check_judgements(briefing: Briefing, found: Diagnostics) -> None:
    """Reports judgements that rest on one work or outlet, or on nothing.

    Of a briefing that cites nothing at all none is told.
    """
    judgements = [
        node
        for chapter in briefing.chapters
        for node in chapter.nodes(Box)
        if "judgement" in node.attributes.classes
    ]
    if not judgements or not cites(briefing):
        return
    parts = _parts(briefing)
    broken = BrokenCitations(found)
    for judgement in judgements:
        evidence = ((judgement,), *_referred_to(judgement, parts))
        if not any(broken.is_in(block.span) for blocks in evidence for block in blocks):
            _check(judgement, evidence, briefing, found)


def _check(
    judgement: Box,
    evidence: Iterable[tuple[Block, ...]],
    briefing: Briefing,
    found: Diagnostics,
) -> None:
    works: dict[str, Entry] = {}
    places: list[Span] = []
    for blocks in evidence:
        for entry, cited in cited_in(blocks, briefing):
            if works.setdefault(entry.key, entry) is entry:
                places.append(cited.span)
    publishers = {(whom := _from_whom(entry)).id: whom.name for entry in works.values()}
    if len(publishers) > 1:
        return
    message, advice = _said(works, publishers)
    found.report(
        rules.SINGLE_SOURCE_JUDGEMENT,
        message,
        at=Label(_head(judgement)),
        related=tuple(Label(span, "cited here") for span in dict.fromkeys(places))[:_MOST_RELATED],
        help=advice,
    )


def _from_whom(entry: Entry) -> Publisher:
    return publisher_of(entry) or Publisher(f"@{entry.key}", "")


def _said(works: dict[str, Entry], publishers: dict[str, str]) -> tuple[str, str]:
    if not works:
        return (
            "this judgement cites nothing, and refers to nothing that cites",
            "cite the evidence in it, or refer to the section that has it, `@sec:…`",
        )
    advice = "cite a work of another origin, or say in an allow-comment why one is enough"
    if len(works) == 1:
        return f"this judgement rests on one work, `{next(iter(works))}`", advice
    (name,) = publishers.values()
    return f"this judgement rests on {len(works)} works of one origin, {name}", advice


def _head(judgement: Box) -> Span:
    """What says that it is a judgement."""
    span = judgement.attributes.span or judgement.span
    end = span.text.find("\n")
    return span if end < 0 else span.part(0, end)


def _referred_to(
    judgement: Box, parts: dict[str, tuple[Block, ...]]
) -> Iterator[tuple[Block, ...]]:
    for node in walk((judgement,)):
        target = ""
        if isinstance(node, Reference):
            target = node.target
        elif isinstance(node, Link) and node.url.startswith("#"):
            target = node.url[1:]
        if target in parts:
            yield parts[target]


def _parts(briefing: Briefing) -> dict[str, tuple[Block, ...]]:
    """What a reference to an id leads to: of a heading, its section with those below it."""
    parts: dict[str, tuple[Block, ...]] = {}
    for chapter in briefing.chapters:
        blocks = chapter.blocks
        for index, block in enumerate(blocks):
            if isinstance(block, Heading):
                parts.setdefault(block.attributes.id, _section(blocks, index))
        for node in walk(blocks):
            if isinstance(node, Box | Table | Figure) and (id := _id(node)):
                parts.setdefault(id, (node,))
    return parts


def _id(node: Box | Table | Figure) -> str:
    return node.image.attributes.id if isinstance(node, Figure) else node.attributes.id


def _section(blocks: tuple[Block, ...], index: int) -> tuple[Block, ...]:
    heading = blocks[index]
    assert isinstance(heading, Heading)
    end = index + 1
    while end < len(blocks):
        block = blocks[end]
        if isinstance(block, Heading) and block.level <= heading.level:
            break
        end += 1
    return blocks[index:end]
