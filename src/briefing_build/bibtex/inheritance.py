"""`crossref` and `xdata`: what an entry takes over from others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from briefing_build import rules
from briefing_build.bibtex.entries import Entry, Field
from briefing_build.bibtex.model import inherited_name
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import Span

DEEPEST = 20


def inherit(
    entries: dict[str, Entry], unread: Mapping[str, Span], found: Diagnostics
) -> Mapping[str, Entry]:
    """The same entries, in their order, with the fields that they inherit."""
    heirs = [key for key, entry in entries.items() if _refers(entry)]
    if not heirs:
        return entries
    family = _Family(dict(entries), unread, found)
    for key in heirs:
        family.settle(key)
    return family.entries


def _refers(entry: Entry) -> bool:
    return "crossref" in entry.fields or "xdata" in entry.fields


@dataclass(frozen=True, slots=True)
class _Parent:
    """A key that an entry inherits from, and where it stands."""

    key: str
    field: Field
    span: Span


@dataclass(slots=True)
class _Family:
    """Entries on their way from what they say to what they inherit."""

    entries: dict[str, Entry]
    unread: Mapping[str, Span]
    found: Diagnostics
    _generation: dict[str, int] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _patience: int = 10

    def settle(self, key: str) -> None:
        """Gives an entry what it inherits, its parents before it; no recursion, however deep."""
        path: dict[str, list[_Parent]] = {}
        waiting = [key]
        while waiting:
            current = waiting[-1]
            if current in self._generation:
                waiting.pop()
                continue
            if current not in path:
                path[current] = self._parents(self.entries[current])
            parents = path[current]
            self._refuse_circles(current, parents, path)
            open_parents = [item.key for item in parents if item.key not in self._generation]
            if open_parents:
                waiting.append(open_parents[0])
            else:
                self._take_over(current, parents)
                waiting.pop()
                del path[current]

    def _refuse_circles(
        self, key: str, parents: list[_Parent], path: Mapping[str, list[_Parent]]
    ) -> None:
        """Leaves out parents that are themselves waiting for this entry."""
        for parent in [item for item in parents if item.key in path]:
            if parent.key not in self._generation:
                parents.remove(parent)
                self._report_circle(key, parent, path)

    def _report_circle(self, key: str, parent: _Parent, path: Mapping[str, list[_Parent]]) -> None:
        keys = list(path)
        circle = keys[keys.index(parent.key) :]
        shown = " → ".join(f"`{name}`" for name in [*circle, parent.key][:DEEPEST])
        self.found.report(
            rules.CYCLIC_CROSSREF,
            f"`{key}` inherits from itself: {shown}"
            if len(circle) == 1
            else f"these entries inherit from one another: {shown}",
            Label(parent.span, "inherits nothing from here"),
            related=tuple(Label(self.entries[name].key_span) for name in circle if name != key),
        )

    def _parents(self, entry: Entry) -> list[_Parent]:
        parents = []
        for name in ("xdata", "crossref"):
            reference = entry.get(name)
            if reference is None:
                continue
            written = reference.value.split(",") if name == "xdata" else [reference.value]
            for part in written:
                parent = self._parent(part.strip(), reference)
                if parent:
                    parents.append(parent)
        return parents

    def _parent(self, key: str, reference: Field) -> _Parent | None:
        if not key:
            return None
        span = _span_of(key, reference)
        actual = key if key in self.entries else self._fold(key)
        if actual:
            return _Parent(actual, reference, span)
        if key not in self.unread:
            similar = self._similar(key)
            self.found.report(
                rules.UNKNOWN_PARENT,
                f"no entry has the key `{key}`",
                Label(span, "to inherit from"),
                related=tuple(
                    Label(self.entries[name].key_span, "a similar key") for name in similar
                ),
                help=f"did you mean `{similar[0]}`?" if similar else None,
            )
        return None

    def _similar(self, key: str) -> list[str]:
        # To compare with every key takes long; after some mistakes it helps nobody any more.
        self._patience -= 1
        return get_close_matches(key, self.entries, 1) if self._patience >= 0 else []

    def _fold(self, key: str) -> str:
        if not self._folded:
            self._folded.update((name.lower(), name) for name in reversed(self.entries))
        return self._folded.get(key.lower(), "")

    def _take_over(self, key: str, parents: list[_Parent]) -> None:
        entry = self.entries[key]
        generation = 1 + max((self._generation[item.key] for item in parents), default=-1)
        self._generation[key] = generation
        if generation > DEEPEST:
            self.found.report(
                rules.LIMIT_MET,
                f"`{key}` inherits over more than {DEEPEST} entries",
                Label(parents[0].span, "inherits nothing from here"),
            )
            self._generation[key] = 0
            return
        fields = dict(entry.fields)
        for parent in parents:
            _add_from(self.entries[parent.key], parent.field.name, entry, fields)
        self.entries[key] = replace(entry, fields=fields)


def _add_from(parent: Entry, how: str, child: Entry, fields: dict[str, Field]) -> None:
    own = {name for name, value in fields.items() if value.value}
    for name, value in parent.fields.items():
        names: tuple[str, ...] = (name,) if how == "xdata" else ()
        if how == "crossref":
            names = inherited_name(parent.kind, child.kind, name)
        elif name == "ids":
            names = ()
        for heir in names:
            if heir not in own and not (heir in {"year", "month"} and "date" in own):
                fields[heir] = value if heir == value.name else replace(value, name=heir)


def _span_of(key: str, reference: Field) -> Span:
    """Where a key stands in the value that names it."""
    span = reference.value_span
    at = span.text.find(key)
    return span.part(at, at + len(key)) if at >= 0 else span
