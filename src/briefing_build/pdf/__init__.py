"""Edition to PDF: pages as XHTML, their layout, and the assembly of the file.

`paper` writes the pages, `layout` lets WeasyPrint lay them out and `audit` looks at every note;
`marks` and `reading` give the tree of tags (`structure`) over what is drawn; `assembly` and
`finish` make of both an archival file with pikepdf, and `claims` asks it whether it is one.

The layout engine is imported when a page is to be laid out, and not before: whoever only checks a
manuscript needs none of it. Every layout is audited, and no PDF is made while a note is missing,
cut or away from its mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import BriefingError, Label
from briefing_build.pdf.disclaiming import report_faults
from briefing_build.pdf.paper import Arrangement, Paper, foot_id, notes_of, to_pages
from briefing_build.pdf.sources import sources_of
from briefing_build.pdf.styles import styles_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing_build.csl import Edition
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.document import Note
    from briefing_build.pdf.audit import Audit, Problem
    from briefing_build.pdf.layout import Pages
    from briefing_build.pdf.starts import Printed
    from briefing_build.pdf.styles import Styles


@dataclass(frozen=True, slots=True)
class Layout:
    """A PDF, and what is where in it.

    `pages` has the page, counted from 1, of each id that the PDF knows: chapters, headings,
    figures, tables, notes and their marks. `labels` are the printed numbers of all pages, so that
    of an id is `labels[pages[id] - 1]`. `printed` says where in the text each page begins.
    """

    pdf: bytes
    pages: Mapping[str, int]
    labels: tuple[str, ...]
    printed: Printed


def lay_out(edition: Edition, found: Diagnostics) -> Layout | None:
    """The edition on paper; None if a note was lost, which is reported with its place."""
    manuscript = edition.briefing.manuscript
    styles = styles_of(manuscript, found)
    arrangement = Arrangement()
    for _ in range(_MOST_LAYOUTS):
        used = arrangement
        pages = _paginate(edition, styles, found, used)
        arrangement = _rearranged(used, pages.audit, edition)
        if arrangement == used:
            break
    problems = pages.audit.problems
    _report_overflow(edition, used.endnotes, pages.audit, found)
    for problem in problems:
        _report_problem(problem, edition, found)
    if problems:
        return None
    return Layout(_assembled(pages, edition, found), pages.numbers, pages.labels, pages.printed)


def _assembled(pages: Pages, edition: Edition, found: Diagnostics) -> bytes:
    """The PDF of some pages; if it does not keep what it claims, that is reported, and unsaid."""
    from briefing_build.pdf.claims import faults_in
    from briefing_build.pdf.finish import finish, without_claims
    from briefing_build.pdf.layout import to_bytes

    manuscript = edition.briefing.manuscript
    drawn, structure = to_bytes(pages, manuscript.settings, found)
    pdf = finish(drawn, structure, pages.labels, sources_of(edition), manuscript)
    faults = faults_in(pdf)
    if not faults:
        return pdf
    report_faults(faults, edition, pages.numbers, found)
    return without_claims(pdf, manuscript)


def _rearranged(arrangement: Arrangement, audit: Audit, edition: Edition) -> Arrangement:
    """What to do otherwise on the next try; the same if nothing helps or need be done.

    A note that found no room at the foot of any page is set at its chapter's end. One that had to
    wait for the end of a long note marked in the same line gets that line ended before its mark.
    """
    homeless = {problem.note.id for problem in audit.problems if problem.fault in _NO_ROOM}
    order = [note.id for note in notes_of(edition)]
    waiting = {order.index(note.id) for note in audit.delayed if note.id in order}
    return Arrangement(
        arrangement.endnotes | {id.removeprefix("pointer-") for id in homeless},
        arrangement.line_ends | {order[place - 1] for place in waiting if place},
    )


def _paginate(
    edition: Edition, styles: Styles, found: Diagnostics, arrangement: Arrangement
) -> Pages:
    paper = Paper(edition, found, arrangement)
    # Pictures are read here, before the engine is imported: it changes what Pillow lets pass.
    markup = to_pages(paper, edition.briefing.manuscript.moment.date())
    try:
        from briefing_build.pdf.layout import lay_out_pages
    except (OSError, ImportError) as error:
        reason = " ".join(str(error).split())[:200]
        raise BriefingError(
            f"the layout engine cannot be used: {reason}; `briefing doctor` says what is missing"
        ) from None
    expected = [foot_id(note, arrangement.endnotes) for note in notes_of(edition)]
    return lay_out_pages(markup, paper, styles, expected)


# What the audit found

_MOST_LAYOUTS = 4
_NO_ROOM = frozenset({"off-page", "overlapping", "cut", "moved"})
_FAULTS = {
    "lost": (rules.LOST_NOTE, "is not on any page"),
    "cut": (rules.LOST_NOTE, "is cut short"),
    "twice": (rules.LOST_NOTE, "is printed twice"),
    "disordered": (rules.LOST_NOTE, "is printed before one whose mark comes first"),
    "moved": (rules.NOTE_OFF_PAGE, "is not on the page of its mark"),
    "off-page": (rules.NOTE_OFF_PAGE, "runs off the paper"),
    "overlapping": (rules.NOTE_OFF_PAGE, "lies over the text"),
}


def _report_problem(problem: Problem, edition: Edition, found: Diagnostics) -> None:
    rule, what = _FAULTS[problem.fault]
    note = _note(problem.note.id, edition)
    if note is None:  # made by a template or a style sheet of the project
        place = Label(edition.briefing.manuscript.settings.source.span(0, 0))
        found.report(
            rule, f"what floats to the foot of a page as `{problem.note.id}` {what}", place
        )
        return
    found.report(
        rule,
        f"note {note.number} {what}",
        Label(note.span),
        help="no PDF is written while a note is lost; shorten the note or the paragraph, "
        "or leave out what `styles/` changes at the feet of pages",
    )


def _note(id: str, edition: Edition) -> Note | None:
    wanted = id.removeprefix("pointer-")
    return next((note for note in notes_of(edition) if note.id == wanted), None)


def _report_overflow(
    edition: Edition, endnotes: frozenset[str], audit: Audit, found: Diagnostics
) -> None:
    delayed = {note.id for note in audit.delayed}
    for note in notes_of(edition):
        if note.id in endnotes:
            found.report(
                rules.NOTE_OVERFLOW,
                f"note {note.number} is too long for the foot of a page",
                Label(note.span),
                help="it is printed at the end of its chapter; shorten it, or move it to the text",
            )
        elif note.id in delayed:
            found.report(
                rules.NOTE_OVERFLOW,
                f"note {note.number} begins on a page after its mark, behind a long note",
                Label(note.span),
                help="shorten the note before it, or move one of the two marks",
            )
