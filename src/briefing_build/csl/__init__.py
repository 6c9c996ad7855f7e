"""Entries and citations to the words of notes and bibliography.

`places` finds the citations, `mapping` makes works of entries, `style` readies the citation
style, `job` gathers what is asked of pandoc's `citeproc`, `inlines` leads the answer back to our
nodes and `finishing` mends it. Nothing of an author's reaches pandoc but the text of entries, of
locators, and of what stands before and after a work. `bibliography` lists the works, in groups.

What holds afterwards: every `Cited` of the briefing has words. A citation that is all of a note is
a sentence with a capital and a full stop; amid an author's own words it is neither. Works are cited
in full the first time and by short title later; "ibid." stands on paper only, where the style
has it and the note before is of the same chapter. Where a style points back to
the number of a note, "(n 12)", and notes begin at 1 in each chapter, each chapter cites in full
anew, so that the number is one of the same chapter.

A style without a bibliography (The Bluebook) gives none: its readers do not look for one.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.citation_style import RefusedStyle
from briefing_build.csl.bibliography import bibliography, grouped, is_parted
from briefing_build.csl.citeproc import Cluster, RefusedByCiteproc
from briefing_build.csl.edition import BibliographyGroup, BibliographyItem, Edition, Words
from briefing_build.csl.finishing import (
    amid_words,
    as_sentence,
    called,
    in_one_pair_of_brackets,
    says_something,
    tidied,
    with_capital,
    without_brackets,
    without_stop,
)
from briefing_build.csl.forms import Form, in_forms
from briefing_build.csl.inlines import Node, from_pandoc
from briefing_build.csl.job import Job
from briefing_build.csl.note_numbers import with_note_links
from briefing_build.csl.places import placed
from briefing_build.csl.style import prepare
from briefing_build.csl.succession import Answer
from briefing_build.csl.works import works_json
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.document import Cited, Inline, Superscript, Text, plain_text

if TYPE_CHECKING:
    from briefing_build.resolve import Briefing

__all__ = ["BibliographyGroup", "BibliographyItem", "Edition", "Words", "cite", "works_json"]


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
        style = prepare(
            style_file.text,
            briefing.manuscript.settings.language,
            labels,
            is_parted=is_parted(briefing),
        )
        job = Job(briefing, style, is_note_style=style_file.is_note)
        for citation in citations:
            job.add(citation)
        answers, formatted = job.run({} if cache is None else cache)
    except (RefusedStyle, RefusedByCiteproc) as refused:
        if not style_file.name.endswith(".csl"):  # one that we ship: no fault of the manuscript's
            raise BriefingError(f"pandoc cannot set the citations: {refused}") from None
        message = f"`{style_file.name}` {refused}"
        found.report(rules.STYLE_REFUSED, message, at=Label(style_file.span))
        return Edition(briefing, {c.cited.id: _as_written(c.cited) for c in citations}, (), ())
    for warning in formatted.warnings:
        if not warning.startswith(_NOT_LISTED):
            message = f"citeproc says: {warning}"
            found.report(rules.CITATION_WARNING, message, at=Label(style_file.span))
    words = {answer.placed.cited.id: _words(answer, job, found) for answer in answers}
    works = tuple(bibliography(formatted, job))
    return Edition(briefing, words, works, grouped(works, briefing))


_NOT_LISTED = "Bibliography entry with no printed form"
"""Said of works that a style cites and never lists: posts in Chicago's."""


def _as_written(cited: Cited) -> Words:
    text = (Text(cited.span.text, cited.span),)
    return Words(text, text)


# Citations


def _words(answer: Answer, job: Job, found: Diagnostics) -> Words:
    paper = _fitted(answer.paper, answer, job)
    if not paper:
        paper = _instead(answer, job, found)
    looks_back = answer.paper != answer.screen
    screen = _fitted(answer.screen, answer, job) if looks_back else paper
    words = Words(paper, screen or paper)
    _tell_of_locators(words, answer.placed.cited, found)
    return words


def _tell_of_locators(words: Words, cited: Cited, found: Diagnostics) -> None:
    """Reports locators that are not among the words; "ibid." may stand for one."""
    printed: set[str] | None = None
    for item in cited.items:
        first = re.search(r"\w+", item.locator)
        if first is None or cited.form == "author":
            continue
        if printed is None:
            printed = set(re.findall(r"\w+", plain_text(words.screen).casefold()))
        if first[0].casefold() not in printed:
            found.report(
                rules.UNPRINTED_LOCATOR,
                f"the citation style does not print where in `{item.key}` to look",
                at=Label(item.key_span),
                help=f"say it behind empty braces: `[@{item.key}, {{}} at {item.locator}]`",
            )


def _fitted(nodes: list[Node], answer: Answer, job: Job) -> tuple[Inline, ...]:
    """The words of citeproc fitted to their place; () if it says nothing."""
    cited, cluster = answer.placed.cited, answer.cluster
    printed = from_pandoc(nodes, cited.span, job.travellers)
    inlines = tidied(in_forms(printed, _form(cluster)), job.language, is_american=job.is_american)
    if not says_something(inlines):
        return ()
    inlines = with_note_links(inlines, job.notes_beside(answer.placed))
    if cluster.place == "note":
        return as_sentence(inlines, job.language)
    if cluster.place == "inside":
        inlines = amid_words(inlines, narrative=cluster.author_first)
        return _in_authors_note(inlines, answer, job.language)
    if cited.form == "narrative":
        return _narrative(inlines, cited, job)
    return without_brackets(inlines) if answer.placed.is_bracketed else inlines


def _form(cluster: Cluster) -> Form:
    """Whether a body is called by its short name: in the text, and where it was cited before."""
    if cluster.place in {"author", "text"}:
        return "long" if cluster.place == "author" else "short"
    return "first" if any(item.is_first for item in cluster.items) else "short"


def _in_authors_note(
    inlines: tuple[Inline, ...], answer: Answer, language: str
) -> tuple[Inline, ...]:
    """A citation fitted to the words around it.

    It may have been written as if it were a mark: `So it was.[@a] Others differ[@b] on that.`
    """
    span = answer.placed.cited.span
    if answer.placed.before_stop:
        inlines = without_stop(inlines)
    match answer.placed.part:
        case "sentence":
            inlines = as_sentence(inlines, language)
        case "beginning":
            inlines = with_capital(inlines, language)
        case "attached" if not answer.cluster.author_first:
            inlines = in_one_pair_of_brackets((Text("(", span), *inlines, Text(")", span)))
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
    form: Form = "short" if job.style.names_authors and not job.is_note_style else "long"
    return called(job.work(key).item, job.language, form) or key
