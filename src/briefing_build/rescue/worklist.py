"""The worklist: what a person has to find, site by site, those that are cited most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing_build.rescue.ledger import Ledger, Pair, hosts
from briefing_build.rescue.markdown import clean

_HOW = """\
For each claim find the page that bears it. Add an entry for that page to `references.bib`, and in
the chapter put its key in the place of the placeholder's; or, if all citations of a site mean one
page, complete the placeholder's entry and delete its `sourcestate`. A claim that nothing bears is
reworded or goes out. `briefing check` says what is left.
"""


def to_worklist(ledger: Ledger) -> str:
    """The text of `worklist.md`."""
    return "\n".join(_parts(ledger))


def _parts(ledger: Ledger) -> Iterator[str]:
    counts = ", ".join(f"{count} {state}" for state, count in ledger.counts().items())
    yield f"# What {ledger.file} still lacks\n"
    yield f"{_many(len(ledger.pairs), 'citation')}: {counts}.\n"
    if any(pair.is_open for pair in ledger.pairs):
        yield _HOW
    for host, pairs in hosts(ledger):
        yield f"## {_head(host, pairs)}\n"
        yield from map(_entry, pairs)
        yield ""
    matched = [pair for pair in ledger.pairs if pair.state == "matched"]
    if matched:
        yield "## Matched by site alone: look whether this is the page\n"
        yield from (f"{_entry(pair)}\n  - {pair.url}" for pair in matched)
        yield ""
    unsure = [pair for pair in ledger.pairs if not pair.is_sure]
    if unsure:
        yield "## Names that may have to be read otherwise\n"
        yield from (f"- {pair.number}. `{pair.written}`, line {pair.line}" for pair in unsure)
        yield ""
    if ledger.visuals:
        yield "## Pictures that are named and not there\n"
        yield from (
            f"- {visual.kind}, `{visual.chapter}`: {visual.text}" for visual in ledger.visuals
        )
        yield ""


def _head(host: str, pairs: Sequence[Pair]) -> str:
    name = next((pair.name for pair in pairs if pair.name and pair.name != host), "")
    hidden = sum(pair.hidden for pair in pairs)
    told = [_many(len(pairs), "citation")]
    told += [f"{hidden} more sources were hidden behind counts"] if hidden else []
    return f"{clean(host)}{f' ({name})' if name else ''}: {'; '.join(told)}"


def _entry(pair: Pair) -> str:
    hidden = f" (and {pair.hidden} more)" if pair.hidden else ""
    lines = [f"- {pair.number}. `{pair.chapter}`, `@{pair.key}`{hidden}: {pair.claim}"]
    lines += [f"  - {url}" for url in pair.candidates]
    return "\n".join(lines)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
