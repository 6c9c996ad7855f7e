"""No footnote is lost: a repair of WeasyPrint 70.0, and of nothing else.

WeasyPrint loses footnotes without a word. What goes wrong, and where:

1. `layout.block._linebox_layout`, since commit c87af3cf (pull request #2437 for issue #2432, first
   in 66.0). A line that overflows where its paragraph may not be broken before it drives the
   notes of the page on to the next one until it fits, and the loop is left before the notes
   *of that line* are laid out: they are lost. It also ignores `footnote-policy`, puts notes out
   of order and does not take back what did not help. Here the line is moved, as until 65.1.
2. `layout.page.make_all_pages`. Where page numbers are quoted, single pages are laid out again,
   and each gets the notes left over by whichever page was laid out last: notes vanish or are
   printed twice. Here each page is given what the page before handed over to it.
3. `formatting_structure.build`, since commit 40be9f3d (pull request #2641 for issue #1875, first
   in 68.0). White space and `text-transform` are applied when notes have left the tree: a new
   line in a note becomes a hard break. Here notes get both.
4. `LayoutContext.unlayout_footnote` takes notes back that stand on an earlier page, when a
   repeated table head is taken back: the note is set again.
5. A note is never broken. One that is taller than its page, or than the room under its mark, runs
   off the paper. Here it is broken and goes on at the foot of the next page (`_Notes`); a page
   without room for anything else has no body; notes left over before a forced break get a page.

The repair replaces a few lines of three functions, by their exact text, and two names in
`weasyprint.document`. It refuses every other version and every changed text, so nothing is
patched by guess. What a layout has come to is for `audit` to say; this module is not trusted.
"""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from types import ModuleType
from typing import Any

import weasyprint
from weasyprint import document
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout import LayoutContext, block, page
from weasyprint.layout.block import block_level_layout

VERSION = "70.0"

# A note whose line could be moved to the next page is broken only if this part of the page's
# height, or more, can be filled with it. Less white than that is what moving the line costs.
_WORTH_BREAKING = 1 / 4


class RepairRefused(RuntimeError):
    """This WeasyPrint is not the one that the repair was written for."""


def repair() -> None:
    """Repair WeasyPrint's footnotes in this process; more than once does no harm.

    Raises `RepairRefused`, and changes nothing, if this is another WeasyPrint than expected.
    """
    if weasyprint.__version__ != VERSION:
        raise RepairRefused(
            f"WeasyPrint {weasyprint.__version__} is installed; footnotes are safe with {VERSION}"
        )
    if document.LayoutContext is _Notes:
        return
    repaired = [(edits, _source(edits)) for edits in _EDITS]
    for edits, source in repaired:
        _install(edits, source)
    # `weasyprint.layout` has its own name for the function that makes the pages.
    weasyprint.layout.make_all_pages = page.make_all_pages
    document.LayoutContext = _Notes
    document.build_formatting_structure = _with_finished_notes(build.build_formatting_structure)


class _Notes(LayoutContext):  # type: ignore[misc]
    """The notes of the page that is being laid out, and those which pages hand over.

    WeasyPrint keeps the notes of a page in `current_page_footnotes`, those that must wait for the
    next page in `reported_footnotes`, and those whose marks were not met yet in `footnotes`. New is
    that the last note of a page may be broken, by laying out the note area in limited room and
    handing over what did not fit. The rest of a note is a copy of its box with `resume_note_at`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._received: list[Any] = []  # from the page before
        self._set: list[Any] = []  # on this page, when it is finished
        self._broken: Any = None  # the note that goes on on the next page
        self._room = inf  # how high the note area may be
        self._resume_at: dict[int, Any] | None = None  # where the note area was broken
        self._handed_over: dict[int, list[Any]] = {}  # page index: notes for that page
        self._settled: dict[int, list[Any]] = {}  # page index: notes whose marks are done with

    # The course of a page, called by `make_all_pages` and `make_page`.

    def begin_page(self, index: int) -> None:
        """Give the page the notes which the page before it has handed over."""
        self.reported_footnotes = list(self._handed_over.get(index, ()))

    def begin_notes(self) -> None:
        """Set the notes that were handed over to this page, as far as it has room."""
        self._received, self.reported_footnotes = self.reported_footnotes, []
        self.current_page_footnotes = list(self._received)
        self._mend()
        if self._received:
            self._update_footnote_area()

    def end_notes(self, root_box: Any, positioned_boxes: list[Any]) -> Any:
        """Return the laid out note area of a page, and hand over what did not fit.

        Notes whose marks were moved to a later page after all are taken back: WeasyPrint does
        not do so when it leaves out the head of a table.
        """
        marked = {id(note) for note in _marked_notes(root_box)}
        for note in [note for note in self.current_page_footnotes if id(note) not in marked]:
            self.unlayout_footnote(note)
        area, self._resume_at = self._lay_out_area(positioned_boxes)
        area.translate(dy=-area.margin_height())
        if self._resume_at:
            self.reported_footnotes[:0] = _rest(self.current_page_footnotes, self._resume_at)
        self._set = list(self.current_page_footnotes)
        return area

    def end_page(self, index: int, page_box: Any) -> bool:
        """Keep what the page hands over; return whether this is news to the next page.

        A note that is met when the note area is finished (in a box that is positioned), or that
        is still waiting although its mark is on the page, would be lost: the next page gets it.
        """
        late = [note for note in self.current_page_footnotes if note not in self._set]
        waiting = [note for note in _marked_notes(page_box) if note in self.footnotes]
        self.reported_footnotes += dict.fromkeys((*late, *waiting))
        self.current_page_footnotes = self._set
        handed_over = list(self.reported_footnotes)
        is_news = _names(self._handed_over.get(index + 1, [])) != _names(handed_over)
        self._handed_over[index + 1] = handed_over
        self._settled[index] = [*self._set, *handed_over]
        self._forget(handed_over)
        return is_news

    def keep_page(self, index: int) -> list[Any]:
        """Leave a page as it is; return the notes that it hands over."""
        self._forget(self._settled[index])
        return self._handed_over[index + 1]

    def _forget(self, notes: list[Any]) -> None:
        """Do not set a note when its mark is met again: it was set, or handed over."""
        done = set(notes)
        self.footnotes: list[Any] = [note for note in self.footnotes if note not in done]

    # What happens to a note, called by the layout of lines.

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take back a note of this page, for its mark is moved to a later one."""
        if footnote in self._received:
            return
        if footnote is self._broken:
            self._mend()
        if footnote in self.current_page_footnotes or footnote in self.reported_footnotes:
            super().unlayout_footnote(footnote)

    def break_note(self, footnote: Any, line_bottom: float, *, forced: bool) -> bool:
        """Break the last note below its line, if possible and worthwhile; return whether it was."""
        if self.in_column or self._broken or self.reported_footnotes:
            return False
        if not all(isinstance(note, boxes.BlockBox) for note in self.current_page_footnotes):
            return False  # `footnote-display: inline` runs notes together in one paragraph
        self._broken = footnote
        self._room = min(self._room, self.current_footnote_area.position_y - line_bottom)
        self._update_footnote_area()
        if self._is_well_broken(forced=forced):
            return True
        self._mend()
        self._update_footnote_area()
        return False

    def _is_well_broken(self, *, forced: bool) -> bool:
        area = self._area
        if area.margin_height() > self._room + 0.01:  # the first line did not fit either
            return False
        if self._resume_at is None:
            return True
        ((last, inside),) = self._resume_at.items()
        if last != len(self.current_page_footnotes) - 1 or inside is None:
            return False
        set_here: float = area.content_box_y() + area.height - area.children[-1].position_y
        return forced or set_here >= _WORTH_BREAKING * area.page.height

    def _mend(self) -> None:
        self._broken = None
        # The received notes may fill the page; what then remains goes on to the next one.
        self._room = self.current_footnote_area.page.height if self._received else inf

    # The note area.

    def _update_footnote_area(self) -> bool:
        """Lay out the note area and lower the page's bottom; return whether a note overflows."""
        if self._room == inf or not self.current_page_footnotes:
            overflows: bool = super()._update_footnote_area()
            return overflows
        area = self.current_footnote_area
        area.children = self.current_page_footnotes
        if area.height != "auto" and not self.in_column:
            self.page_bottom += area.margin_height()
        self._area, self._resume_at = self._lay_out_area([])
        area.height = self._area.height
        if not self.in_column:
            self.page_bottom -= self._area.margin_height()
        return self._resume_at is not None

    def _lay_out_area(self, positioned_boxes: list[Any]) -> tuple[Any, dict[int, Any] | None]:
        """Lay out the notes from the foot of the page downwards, until there is no more room."""
        area = build.create_anonymous_boxes(self.current_footnote_area.deepcopy())
        skip_stack = None
        if self._room < inf:
            # The rule above the notes is drawn over the rest of a note, too.
            area.style = area.style.copy()
            area.style["box_decoration_break"] = "clone"
            inside = getattr(self.current_page_footnotes[0], "resume_note_at", None)
            skip_stack = {0: inside} if inside else None
        lowest = area.position_y + min(self._room, area.max_height + _decoration(area))
        area, resume_at, *_ = block_level_layout(
            self, area, self.page_bottom - lowest, skip_stack, area.page, True,
            positioned_boxes, positioned_boxes,
        )  # fmt: skip
        if resume_at:
            _trim(area)
        return area, resume_at


def _marked_notes(box: Any) -> Iterator[Any]:
    """The notes whose marks are in a box."""
    for descendant in box.descendants(placeholders=True):
        if descendant.footnote is not None:
            yield descendant.footnote


def _decoration(area: Any) -> float:
    """The height of an area's margins, borders and padding."""
    sides = ("margin_top", "border_top_width", "padding_top",
             "padding_bottom", "border_bottom_width", "margin_bottom")  # fmt: skip
    heights = (getattr(area, side) for side in sides)
    return sum(0 if height == "auto" else height for height in heights)


def _trim(area: Any) -> None:
    """Let a broken area end with its last line: WeasyPrint makes it fill its room."""
    lines = [box for box in area.descendants() if isinstance(box, boxes.LineBox)]
    if lines:
        area.height = max(box.position_y + box.height for box in lines) - area.content_box_y()


def _rest(notes: list[Any], resume_at: dict[int, Any]) -> list[Any]:
    """Remove from a page's notes, and return, what comes after the place of the break."""
    ((index, inside),) = resume_at.items()
    rest = notes[index:]
    if inside is not None:
        rest[0] = notes[index].copy()
        rest[0].resume_note_at = inside
        index += 1
    del notes[index:]
    return rest


def _names(notes: list[Any]) -> list[tuple[Any, Any]]:
    """What tells notes apart that are handed over: the note, and where it goes on."""
    return [(note.element, getattr(note, "resume_note_at", None)) for note in notes]


def _with_finished_notes(build_tree: Callable[..., Any]) -> Callable[..., Any]:
    """Apply white space and text-transform to the notes, which are not in the tree (cause 3)."""

    def build_formatting_structure(*args: Any) -> Any:
        root_box = build_tree(*args)
        for note in args[-1]:
            note.process_whitespace()
            note.process_text_transform()
        return root_box

    return build_formatting_structure


@dataclass(frozen=True, slots=True)
class _Edits:
    """What is to stand in a function's text instead of what stands there, exactly once."""

    module: ModuleType
    function: str
    replacements: tuple[tuple[str, str], ...]


_EDITS = (
    _Edits(
        block,
        "_linebox_layout",
        (
            (  # Cause 1: do not drive notes away for a line that can be moved.
                "report = not context.in_column and can_break_now and not could_break_before",
                "report = False",
            ),
            (  # Cause 5: rather break a note than move it to another page than its mark.
                """
                if overflow:
                    context.report_footnote(footnote)
""",
                """
                if overflow and not context.break_note(
                        footnote, new_position_y + offset_y + bottom_space,
                        forced=page_is_empty and not new_children):
                    context.report_footnote(footnote)
""",
            ),
        ),
    ),
    _Edits(
        page,
        "make_page",
        (
            (  # Cause 5: the notes that were handed over do not grow past the page's top.
                """
    reported_footnotes = context.reported_footnotes
    context.reported_footnotes = []
    for i, reported_footnote in enumerate(reported_footnotes):
        context.footnotes.append(reported_footnote)
        overflow = context.layout_footnote(reported_footnote)
        if overflow and i != 0:
            context.report_footnote(reported_footnote)
            context.reported_footnotes = reported_footnotes[i:]
            break
""",
                """
    context.begin_notes()
""",
            ),
            (  # Beside such notes the body need not have a line on the page.
                """
    # Set excluded shapes from broken out-of-flow for in-flow content.
""",
                """
    if context.current_page_footnotes:
        page_is_empty = False

    # Set excluded shapes from broken out-of-flow for in-flow content.
""",
            ),
            (
                """
    if not root_box:
""",
                """
    if not root_box and context.current_page_footnotes:
        root_box, _, _, _, _, _ = block_level_layout(
            context, initial_root_box.copy_with_children([]), 0, None,
            initial_containing_block, True, positioned_boxes, positioned_boxes, [])
        resume_at = initial_resume_at
        next_page = {'break': 'any', 'page': page_type.name}
    if not root_box:
""",
            ),
            (
                """
    footnote_area = build.create_anonymous_boxes(footnote_area.deepcopy())
    footnote_area = block_level_layout(
        context, footnote_area, bottom_space=-inf, skip_stack=None,
        containing_block=footnote_area.page, page_is_empty=True,
        absolute_boxes=positioned_boxes, fixed_boxes=positioned_boxes)[0]
    footnote_area.translate(dy=-footnote_area.margin_height())
""",
                """
    footnote_area = context.end_notes(root_box, positioned_boxes)
""",
            ),
        ),
    ),
    _Edits(
        page,
        "remake_page",
        (
            (  # Cause 5: notes left over before a chapter's page get a page before it.
                "(context.reported_footnotes and resume_at is None))",
                """(context.reported_footnotes and (
            resume_at is None or next_page['break'] != 'any')))""",
            ),
        ),
    ),
    _Edits(
        page,
        "make_all_pages",
        (
            (  # A later pass may have more pages than the one before.
                "if (len(pages) == 0 or",
                "if (i >= len(pages) or",
            ),
            (  # Cause 2: a page gets the notes of the page before, and is made again for new ones.
                """
            page, resume_at = remake_page(i, context, root_box, html)
            reported_footnotes = context.reported_footnotes
""",
                """
            context.begin_page(i)
            page, resume_at = remake_page(i, context, root_box, html)
            if context.end_page(i, page) and i + 1 < len(pages):
                context.page_maker[i + 1][-1]['content_changed'] = True
            reported_footnotes = context.reported_footnotes
""",
            ),
            (
                """
            resume_at = context.page_maker[i + 1][0]
            reported_footnotes = None
""",
                """
            resume_at = context.page_maker[i + 1][0]
            reported_footnotes = context.keep_page(i)
""",
            ),
        ),
    ),
)


def _source(edits: _Edits) -> str:
    """The repaired text of a function, if the text is the one that we know."""
    source = textwrap.dedent(inspect.getsource(getattr(edits.module, edits.function)))
    for old, new in edits.replacements:
        if source.count(old) != 1:
            name = f"{edits.module.__name__}.{edits.function}"
            raise RepairRefused(f"{name} is not that of WeasyPrint {VERSION} as it was published")
        source = source.replace(old, new)
    return source


def _install(edits: _Edits, source: str) -> None:
    code = compile(source, f"{edits.module.__file__} ({edits.function}, repaired)", "exec")
    exec(code, edits.module.__dict__)  # noqa: S102 - our own text, checked above
