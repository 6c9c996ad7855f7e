"""The parts of a chapter that state something, each with what stands around it.

Paragraphs, items of lists, answers of definitions and captions state; headings, terms, code, notes
and cells of tables do not. What cites for a statement may stand outside it: in the sentence that
introduces its list, or in the list that it introduces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing_build.document import (
    Block,
    Box,
    Cited,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Node,
    Note,
    NoteMark,
    Paragraph,
    Quotation,
    Reference,
    Table,
    Text,
    children,
    plain_text,
    walk,
)
from briefing_build.resolve import Briefing


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for all the statements of a part of a chapter.

    `language` is a primary subtag; `is_summary` says that the part repeats what others have shown;
    `group` is the outermost list around; `is_introduced` says that the sentence before it cites.
    """

    language: str
    is_summary: bool = False
    group: List | DefinitionList | None = None
    is_introduced: bool = False
    is_dated: bool = False
    """Whether it is a chronology, in which every entry has a date."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph, answer or caption; `behind` is the block that follows it."""

    content: tuple[Inline, ...]
    block: Block
    around: Around
    before: Block | None = None
    behind: Block | None = None
    term: tuple[Inline, ...] = ()


# Parts that repeat what others have shown, or that speak of the briefing itself.
_SUMMARIES = re.compile(
    r"""^(?:[\d.]+\s+)?(?:
      (?:the\s|our\s)?(?:key|main|core|principal)\s
        (?:judge?ments?|findings|points|messages|takeaways|conclusions|facts)
    | (?:executive\s|in\s)?summary | in\sbrief | at\sa\sglance | bottom\sline | abstract | overview
    | foreword | preface | acknowledge?ments? | (?:concluding|closing)\sremarks
    | (?:scope|data|sources|concepts|notes?)(?:,?\sand\s|\son\s)(?:method\w*|sources?|terms?|data)
    | (?:research\s)?method(?:s|ology)?(?:\sand\s\w+)? | scope
    | about\s(?:this|the|us)\b.* | glossary
    | (?:list\sof\s)?(?:abbreviations|acronyms|figures|tables|contents|maps)
    | (?:table\sof\s)?contents | (?:summary\sand\s|overall\s)?conclusions?(?:\sand\s\w+)?
    | (?:policy\s)?recommendations?(?:\s.*)?
    | terms(?:\sand\s\w+)? | sources | bibliography | references | further\sreading | disclaimer
    | imprint | contributors | how\sto\sread.* | (?:a\s)?note\s(?:on|to)\s.*
    | zusammenfassung | kurzfassung | kernaussagen | vorwort | method(?:e|en|ik) | glossar
    | abkürzungen | abkürzungsverzeichnis | danksagung | fazit | schluss(?:folgerungen)?
    | empfehlungen | quellen | impressum | das\swichtigste\sin\skürze
    | résumé | synthèse | avant-propos | préface | méthod(?:e|ologie) | glossaire | abréviations
    | sigles | remerciements | conclusions? | recommandations | points\sclés
    | резюме | аннотация | предисловие | метод(?:ология|ика|ы) | глоссарий
    | (?:список\s)?сокращени[яй] | выводы | заключение
    | (?:основные|ключевые)\s(?:выводы|положения) | рекомендации | источники
    | благодарности
    | (?:qısa\s)?xülasə | ön\ssöz | metod(?:ologiya)? | lüğət | ixtisarlar | nəticə(?:lər)?
    | tövsiyələr | mənbələr | əsas\s(?:nəticələr|müddəalar)
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_SUMMARY_CLASSES = frozenset(
    """
    judgement epigraph abstract summary key-points keypoints takeaways glossary abbreviations
    acronyms terms contents method recommendations definition example imprint
    """.split()
)


def statements(briefing: Briefing) -> Iterator[Statement]:
    """All that state, in the order of reading."""
    language = briefing.manuscript.settings.language
    for chapter in briefing.chapters:
        yield from _in_sections(chapter.blocks, Around(_primary(language)))


def _primary(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


def _in_sections(blocks: Sequence[Block], around: Around) -> Iterator[Statement]:
    """The statements of a chapter, whose headings say which are a summary."""
    summary = 0
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            if not summary or block.level <= summary:
                summary = block.level if _is_summary(block) else 0
        else:
            here = replace(around, is_summary=True) if summary else around
            yield from _in_block(blocks, index, here)


def _is_summary(heading: Heading) -> bool:
    if _SUMMARY_CLASSES.intersection(heading.attributes.classes):
        return True
    return _SUMMARIES.match(plain_text(heading.content).strip(" .:")) is not None


def _in_blocks(blocks: Sequence[Block], around: Around) -> Iterator[Statement]:
    for index in range(len(blocks)):
        yield from _in_block(blocks, index, around)


def _in_block(blocks: Sequence[Block], index: int, around: Around) -> Iterator[Statement]:
    block = blocks[index]
    before = blocks[index - 1] if index else None
    behind = blocks[index + 1] if index + 1 < len(blocks) else None
    match block:
        case Paragraph():
            yield Statement(block.content, block, around, before, behind)
        case Table() | Figure():
            yield Statement(block.caption, block, around, before, behind)
        case Quotation():
            yield Statement((), block, around, before, behind)
        case List():
            here = _in_list(block, around, before)
            for item in block.items:
                yield from _in_blocks(item.blocks, here)
        case DefinitionList():
            yield from _in_definitions(block, _in_list(block, around, before))
        case Box():
            yield from _in_blocks(block.blocks, _in_box(block, around))


def _in_definitions(block: DefinitionList, around: Around) -> Iterator[Statement]:
    for definition in block.definitions:
        for answer in definition.answers:
            for number, statement in enumerate(_in_blocks(answer, around)):
                yield replace(statement, term=definition.term) if number == 0 else statement


def _in_list(block: List | DefinitionList, around: Around, before: Block | None) -> Around:
    introduced = isinstance(before, Paragraph) and introduces(before.content)
    return replace(
        around,
        group=around.group or block,
        is_introduced=around.is_introduced or introduced,
    )


def _in_box(box: Box, around: Around) -> Around:
    classes = box.attributes.classes
    language = box.attributes.get("lang")
    return replace(
        around,
        language=_primary(language) if language else around.language,
        is_summary=around.is_summary or not _SUMMARY_CLASSES.isdisjoint(classes),
        is_dated=around.is_dated or "chronology" in classes,
    )


# Marks: what leads to a source


def is_mark(node: Node) -> bool:
    """Whether a node leads a reader to the evidence: a note, a citation, a link, a reference."""
    return isinstance(node, Note | NoteMark | Cited | Reference | Link)


def has_mark(nodes: Iterable[Node]) -> bool:
    return any(is_mark(node) for node in walk(nodes))


_WORD = re.compile(r"\w")


def ends_with_mark(content: Sequence[Node]) -> bool:
    """Whether nothing but signs stands behind the last mark."""
    for node in reversed(content):
        if is_mark(node):
            return True
        if isinstance(node, Text):
            if _WORD.search(node.text):
                return False
            continue
        return ends_with_mark([*children(node)])
    return False


_FULL_STOP = re.compile(r"[.!?…][”’»“)\s]*\Z")


def introduces(content: Sequence[Node]) -> bool:
    """Whether a paragraph ends with a mark, and its sentence goes on in what follows it."""
    return ends_with_mark(content) and _FULL_STOP.search(plain_text(content)) is None
