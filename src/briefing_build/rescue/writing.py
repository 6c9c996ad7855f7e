"""The files of a rescued project: settings, chapters, what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from briefing_build.rescue.ledger import Pair
from briefing_build.rescue.library import slug
from briefing_build.rescue.markdown import clean, to_markdown
from briefing_build.rescue.pairing import Cited
from briefing_build.rescue.pasted import Kind, Paragraph
from briefing_build.rescue.structure import Section

_CAPTION = "<!-- The caption of a picture that was not pasted with the text. -->\n"


def chapter_name(number: int, section: Section) -> str:
    """The name of a section's file."""
    title = slug(section.heading.text) if section.heading else "opening"
    return f"{number:02}-{title or 'section'}.md"


def to_chapter(cited: Sequence[Cited], captions: Iterable[Paragraph], *, is_markdown: bool) -> str:
    """The text of a chapter."""
    told = set(map(id, captions))
    blocks = []
    for kind, group in groupby(cited, key=lambda one: one.paragraph.kind):
        members = list(group)
        if kind is Kind.ROW:
            blocks.append(_table(members, is_markdown=is_markdown))
        elif kind is Kind.LINE:
            blocks.append("\n".join(_block(one, is_markdown=is_markdown) for one in members))
        elif kind is Kind.ITEM:
            blocks.append("\n".join(_items(members, is_markdown=is_markdown)))
        else:
            blocks += [
                (_CAPTION if id(one.paragraph) in told else "")
                + _block(one, is_markdown=is_markdown)
                for one in members
            ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _block(one: Cited, *, is_markdown: bool) -> str:
    paragraph = one.paragraph
    text = to_markdown(paragraph, one.citations, one.keys, is_markdown=is_markdown)
    if not text:
        return ""
    match paragraph.kind:
        case Kind.HEADING:
            return f"{'#' * min(paragraph.level, 6)} {text}"
        case Kind.QUOTATION:
            return f"> {text}"
        case _:
            return text


def _items(members: Sequence[Cited], *, is_markdown: bool) -> Iterator[str]:
    """A list; an empty line parts its items where one did when they were written."""
    depths: list[tuple[int, int]] = []  # the level of each list that is open, and its margin
    after = 0
    for position, one in enumerate(members):
        paragraph = one.paragraph
        while len(depths) > 1 and paragraph.level < depths[-1][0]:
            after = depths.pop()[1]
        if not depths or paragraph.level > depths[-1][0]:
            depths.append((paragraph.level, after))
        margin = depths[-1][1]
        sign = _ordinal(paragraph.ordinal) or "-"
        after = margin + len(sign) + 1
        text = to_markdown(paragraph, one.citations, one.keys, is_markdown=is_markdown)
        is_apart = position > 0 and paragraph.gap > 0
        yield ("\n" if is_apart else "") + f"{' ' * margin}{sign} {text}"


def _ordinal(written: str) -> str:
    """The number of an item as Markdown has it: `(1)` and `a.` are text there."""
    number = written.strip("().")
    return f"{number}." if number.isdigit() else ""


def _table(rows: Sequence[Cited], *, is_markdown: bool) -> str:
    """A pipe table whose first row is its head."""
    cells = [
        to_markdown(row.paragraph, row.citations, row.keys, is_markdown=is_markdown)
        .replace("|", "\\|").split("\t")
        for row in rows
    ]  # fmt: skip
    width = max(map(len, cells))
    full = [row + [""] * (width - len(row)) for row in cells]
    lines = [f"| {' | '.join(cell.strip() for cell in row)} |" for row in full]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


_LENIENT = """
[rules]
# Of many sources only a site or an address is known yet. Delete this when all are complete.
missing-field = "warning"
"""


def to_settings(title: str, chapters: Sequence[str]) -> str:
    """The text of `briefing.toml`, with which a project builds that is not complete."""
    listed = "".join(f"  {_toml(name)},\n" for name in chapters)
    return (
        f'[briefing]\ntitle = {_toml(clean(title).strip())}\nstatus = "Draft"\n'
        f"chapters = [\n{listed}]\n{_LENIENT}"
    )


def to_bibliography(entries: Mapping[str, str], pairs: Sequence[Pair]) -> str:
    """The text of `references.bib`; placeholders that are cited most stand first."""
    cited = Counter(pair.key for pair in pairs)
    hidden = Counter({pair.key: 0 for pair in pairs})
    for pair in pairs:
        hidden[pair.key] += 0 if pair.further else pair.hidden
    is_open = {pair.key for pair in pairs if pair.is_open}
    return "\n".join(
        (_count(cited[key], hidden[key]) if key in is_open else "") + entries[key]
        for key in sorted(entries, key=lambda key: (key not in is_open, -cited[key]))
    )


def _count(cited: int, hidden: int) -> str:
    times = "once" if cited == 1 else f"{cited} times"
    more = f"; counts beside it hid {hidden} further sources" if hidden else ""
    return f"% Cited {times}{more}.\n"


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(letter for letter in escaped if letter.isprintable())}"'


def to_set_aside(name: str, paragraphs: Sequence[Paragraph]) -> str:
    """The text of `set-aside.md`: what seems to be of the page, not of the report."""
    head = (
        f"<!-- Parts of {name.replace('--', '- -')} that seem to be of the page around it.\n"
        "Move into a chapter what belongs to it. -->"
    )
    blocks = (f"{paragraph.ordinal} {paragraph.text}".strip() for paragraph in paragraphs)
    return "\n\n".join([head, *map(clean, blocks)]) + "\n"
