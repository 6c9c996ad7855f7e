"""Entries and citations to the words of notes and bibliography.

`places` finds the citations, `mapping` makes works of entries, `style` readies the citation
style, `job` gathers what is asked of pandoc's `citeproc`, `inlines` leads the answer back to our
nodes and `finishing` mends it. Nothing of an author's reaches pandoc but the text of entries, of
locators, and of what stands before and after a work.

What holds afterwards: every `Cited` of the briefing has words. A citation that is all of a note is
a sentence with a capital and a full stop; amid an author's own words it is neither. Works are cited
in full the first time and by short title later, never as "ibid.". Where a style points back to
the number of a note, "(n 12)", and notes begin at 1 in each chapter, each chapter cites in full
anew, so that the number is one of the same chapter.

A style without a bibliography (The Bluebook) gives none: its readers do not look for one.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.csl.citeproc import Formatted, RefusedByCiteproc
from briefing_build.csl.edition import BibliographyItem, Edition, Words
from briefing_build.csl.finishing import (
    amid_words,
    as_sentence,
    called,
    in_brackets,
    says_something,
    stripped,
    tidied,
    with_capital,
    with_remarks,
)
from briefing_build.csl.inlines import from_pandoc
from briefing_build.csl.job import Answer, Job
from briefing_build.csl.places import placed
from briefing_build.csl.style import RefusedStyle, prepare
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.document import Cited, Inline, Superscript, Text

if TYPE_CHECKING:
    from briefing_build.resolve import Briefing

__all__ = ["BibliographyItem", "Edition", "Words", "cite"]


def cite(
    briefing: Briefing, found: Diagnostics, cache: MutableMapping[str, bytes] | None = None
) -> Edition:
    """Puts the citations of a briefing into words.

    `cache` may keep answers of citeproc between runs; what is found there is trusted. A style
    that cannot be used is reported, and each citation is then printed as it stands in the source.
    """
    citations = list(placed(briefing.chapters))
    style_file = briefing.manuscript.style
    items = (item for citation in citations for item in citation.cited.items)
    labels = {"page", *(item.label for item in items if item.locator and item.label)}
    try:
        style = prepare(style_file.text, briefing.manuscript.settings.language, labels)
        job = Job(briefing, style, is_note_style=style_file.is_note)
        for citation in citations:
            job.add(citation)
        answers, formatted = job.run({} if cache is None else cache)
    except (RefusedStyle, RefusedByCiteproc) as refused:
        if not style_file.name.endswith(".csl"):  # one that we ship: no fault of the manuscript's
            raise BriefingError(f"pandoc cannot set the citations: {refused}") from None
        message = f"`{style_file.name}` {refused}"
        found.report(rules.STYLE_REFUSED, message, at=Label(style_file.span))
        return Edition(briefing, {c.cited.id: _as_written(c.cited) for c in citations}, ())
    for warning in formatted.warnings:
        message = f"citeproc says: {warning}"
        found.report(rules.CITATION_WARNING, message, at=Label(style_file.span))
    words = {answer.placed.cited.id: _words(answer, job, found) for answer in answers}
    return Edition(briefing, words, tuple(_bibliography(formatted, job)))


def _as_written(cited: Cited) -> Words:
    text = (Text(cited.span.text, cited.span),)
    return Words(text, text)


# Citations


def _words(answer: Answer, job: Job, found: Diagnostics) -> Words:
    cited, cluster = answer.placed.cited, answer.cluster
    inlines = from_pandoc(answer.nodes, cited.span, job.travellers)
    inlines = tidied(inlines, job.language)
    if not says_something(inlines):
        inlines = _instead(answer, job, found)
    elif cluster.place == "note":
        inlines = as_sentence(inlines)
    elif cluster.place == "inside":
        inlines = _in_authors_note(amid_words(inlines, narrative=cluster.author_first), answer)
    elif cited.form == "narrative":
        inlines = _narrative(inlines, cited, job)
    return Words(inlines, inlines)


def _in_authors_note(inlines: tuple[Inline, ...], answer: Answer) -> tuple[Inline, ...]:
    """A citation fitted to the words around it.

    It may have been written as if it were a mark: `So it was.[@a] Others differ[@b] on that.`
    """
    span = answer.placed.cited.span
    match answer.placed.part:
        case "sentence":
            inlines = as_sentence(inlines)
        case "beginning":
            inlines = with_capital(inlines)
        case "attached" if not answer.cluster.author_first:
            inlines = (Text("(", span), *inlines, Text(")", span))
    return (Text(" ", span), *inlines) if answer.placed.is_close else inlines


def _instead(answer: Answer, job: Job, found: Diagnostics) -> tuple[Inline, ...]:
    """What stands for a citation of which the style prints nothing."""
    item = answer.placed.cited.items[0]
    if answer.cluster.place != "author":
        found.report(
            rules.UNPRINTED_CITATION,
            f"the citation style prints nothing for `{item.key}` here",
            at=Label(item.key_span),
            related=(Label(job.briefing.library.entries[item.key].key_span, "this entry"),),
            help="see that the entry has a title, an author and a date",
        )
    return (Text(_name(answer.placed.cited, job), answer.placed.cited.span),)


def _narrative(inlines: tuple[Inline, ...], cited: Cited, job: Job) -> tuple[Inline, ...]:
    """`Doe (2020)`, also where the style has no authors (`Doe [3]`) or not for such a work."""
    first, name = inlines[0], _name(cited, job)
    if job.style.names_authors and not (isinstance(first, Text) and first.text.startswith("(")):
        return inlines
    if isinstance(first, Text) and first.text.startswith(f"({name}"):
        rest = first.text[len(name) + 1 :].lstrip(", ")
        return (replace(first, text=f"{name} ({rest}"), *inlines[1:])
    space = "" if isinstance(first, Superscript) else " "
    return (Text(name + space, cited.span), *inlines)


def _name(cited: Cited, job: Job) -> str:
    key = cited.items[0].key
    return called(job.work(key).item, job.language) or key


# The bibliography


def _bibliography(formatted: Formatted, job: Job) -> list[BibliographyItem]:
    result = []
    for id, label, content in formatted.bibliography:
        key = job.keys[id]
        span, work = job.briefing.library.entries[key].key_span, job.work(key)
        inlines = stripped(from_pandoc(content, span, job.travellers))
        remarks = in_brackets(work.remarks, work.warning, span)
        result.append(
            BibliographyItem(
                key,
                stripped(from_pandoc(label, span, job.travellers)),
                with_remarks(tidied(inlines, job.language), remarks),
            )
        )
    return result
