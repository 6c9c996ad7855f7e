"""Names that are spelt in more than one way.

An author may say in the settings how a name is written and how it is not. Spellings of which the
settings say nothing are compared with one another, in English alone: there a name has one form,
but for a possessive. A name in a quotation, in italics, in another language, or given beside the
usual one, "Nakhchivan (Naxçıvan)", is as it should be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from briefing_build import rules
from briefing_build.checks.language.own_words import OwnWords
from briefing_build.checks.language.spellings import may_be_one_name, spelling
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.settings import Settings
from briefing_build.source import Span


def check_names(
    settings: Settings, own: Sequence[OwnWords], english: Sequence[OwnWords], found: Diagnostics
) -> None:
    """Reports spellings that the settings rule out in `own` words, and others in English ones."""
    if settings.names:
        _check_declared(settings.names, own, found)
    _check_undeclared(settings.names, english, found)


# Spellings that the author has ruled out


def _check_declared(
    names: Mapping[str, tuple[str, ...]], own: Iterable[OwnWords], found: Diagnostics
) -> None:
    preferred = _preferred(names)
    if not preferred:
        return
    pattern = _any_of([*preferred, *names])
    for words in own:
        for match in pattern.finditer(words.text):
            name = preferred.get(" ".join(match[0].split()))
            if name is not None and not _is_given_beside(words, *match.span()):
                # The words of a heading make its id, to which something may lead.
                is_safe = words.place != "heading"
                _report_declared(words.span(*match.span()), name, found, is_safe=is_safe)


def as_declared(text: str, names: Mapping[str, tuple[str, ...]]) -> str:
    """The text with each name as the settings have it, in place of the spellings ruled out."""
    preferred = _preferred(names)
    if not preferred:
        return text
    return _any_of([*preferred, *names]).sub(
        lambda match: preferred.get(" ".join(match[0].split()), match[0]), text
    )


def _preferred(names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {other: name for name, others in names.items() for other in others}


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some names as whole words, the longest that fits."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    forms = (r"\s+".join(map(re.escape, name.split())) for name in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


def _report_declared(span: Span, name: str, found: Diagnostics, *, is_safe: bool) -> None:
    found.report(
        rules.NAME_VARIANT,
        f"`{' '.join(span.text.split())}` is written `{name}` in this briefing",
        at=Label(span),
        help=f"write `{name}`; the settings say so under `[names]`",
        fix=_fix(span, name, is_safe=is_safe),
    )


_MARKUP = re.compile(r"[\\`*_{}\[\]<>@$^~|&#!]")


def _fix(span: Span, name: str, *, is_safe: bool) -> Fix | None:
    """The fix that writes a name: safe where the author says that it is the same name."""
    return None if _MARKUP.search(name) else Fix(f"write `{name}`", (Edit(span, name),), is_safe)


# Where another spelling is right

_BESIDE = re.compile(
    r"""
      \b(?:also|formerly|previously|sometimes|often|variously|officially|historically|known\s+as
        |spel(?:t|led)|written|called|named|transliterated|rendered|renamed|romani[sz]ed|or|now
        |i\.e\.|in\s+(?:[A-Z]\w+)) [\s,:(]+ (?:as\s+|the\s+)?(?:[A-Z][\w’'-]+\s+){0,2} \Z
    """,
    re.VERBOSE,
)
_OPEN_BRACKET = re.compile(r"[\w’'][\s*_]*\([^()]{0,60}\Z")


def _is_given_beside(words: OwnWords, start: int, end: int) -> bool:
    """Whether a spelling is told of rather than used."""
    if words.section in {"names", "abbreviations"} or words.is_emphasised(start):
        return True
    before = words.text[max(0, start - 80) : start]
    if _BESIDE.search(before):
        return True
    return bool(_OPEN_BRACKET.search(before)) and ")" in words.text[end : end + 40]


# Spellings that look like one name

_MOST_NAMES = 50_000
_MOST_ALIKE = 12
_CAPITALISED = re.compile(r"(?<![\w&./@-])[^\W\d_a-z][^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class _Use:
    """A spelling where it is used, with the names directly before and behind it."""

    span: Span
    before: str
    behind: str
    is_in_sentence: bool


def _check_undeclared(
    names: Mapping[str, tuple[str, ...]], english: Sequence[OwnWords], found: Diagnostics
) -> None:
    counts: Counter[str] = Counter()
    for words in english:
        counts.update(_CAPITALISED.findall(words.text))
    declared = {name for preferred, others in names.items() for name in (preferred, *others)}
    pairs = [*_alike(counts, declared, names)]
    if not pairs:
        return
    uses = _uses({name for pair in pairs for name in pair}, english)
    lowered = _lowered({name for pair in pairs for name in pair}, english)
    for usual, other in pairs:
        if not {usual.casefold(), other.casefold()} & lowered:
            _compare(uses.get(usual, []), uses.get(other, []), found)


def _alike(
    counts: Counter[str], declared: set[str], names: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Pairs of spellings that may be of one name, the more usual one first."""
    groups: dict[str, dict[str, None]] = {}
    for name in islice(counts, _MOST_NAMES):
        if not name.isupper() and name[0].isupper():
            for key in spelling(name).keys:
                groups.setdefault(key, {})[name] = None
    seen: set[str] = set()
    for group in groups.values():
        if len(group) > 1:
            ranked = sorted(group, key=lambda name: (name not in names, -counts[name]))
            usual, *others = ranked[:_MOST_ALIKE]
            for other in others:
                if other not in declared and other not in seen and may_be_one_name(usual, other):
                    seen.add(other)
                    yield usual, other


def _lowered(names: set[str], english: Iterable[OwnWords]) -> set[str]:
    """Those of some names that are words too."""
    pattern = _any_of({name.casefold() for name in names})
    return {word for words in english for word in pattern.findall(words.text)}


_TITLES = frozenset(
    """
    President Minister Prime Foreign Defence Defense Mr Mrs Ms Dr Sir Lord General Colonel Major
    Admiral Prince King Queen Sheikh Ayatollah Chancellor Senator Governor Ambassador Secretary
    Professor Judge Chairman Chair Deputy Vice Speaker Commissioner Director The A An In On At Of
    And But For From To As By With While When After Before Since If So That This These Those It
    """.split()
)
_BEFORE = re.compile(r"([^\W\d_][\w’'-]*)[ \n]\Z")
_BEHIND = re.compile(r"[ \n]([^\W\d_][\w’'-]*)")
_INSIDE = re.compile(r"[\w,;’')–—-][\s*_(]*\Z")


def _uses(names: set[str], english: Iterable[OwnWords]) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = {}
    pattern = _any_of(names)
    for words in english:
        for match in pattern.finditer(words.text):
            if not _is_given_beside(words, *match.span()):
                uses.setdefault(match[0], []).append(_use(words, match))
    return uses


def _use(words: OwnWords, match: re.Match[str]) -> _Use:
    start, end = match.span()
    before = _BEFORE.search(words.text, max(0, start - 40), start)
    behind = _BEHIND.match(words.text, end, end + 40)
    return _Use(
        words.span(start, end),
        _neighbour(before),
        _neighbour(behind),
        words.place != "heading" and bool(_INSIDE.search(words.text[max(0, start - 4) : start])),
    )


def _neighbour(match: re.Match[str] | None) -> str:
    """A name beside a name, without its possessive; "" if what stands there is none."""
    word = re.sub("['’]s?$", "", match[1]) if match else ""
    return word if word[:1].isupper() and word not in _TITLES else ""


def _compare(usual: list[_Use], other: list[_Use], found: Diagnostics) -> None:
    if not usual or not other:
        return
    if not any(use.is_in_sentence for use in (*usual, *other)) or not _is_one(usual, other):
        return
    name, count = usual[0].span.text, len(usual)
    for use in other:
        found.report(
            rules.NAME_VARIANT,
            f"`{use.span.text}` is written `{name}` elsewhere",
            at=Label(use.span),
            related=(Label(usual[0].span, "here first" if count == 1 else f"{count} times so"),),
            help="write it in one way; if they are two names, say so under `[names]`: "
            f'`"{name}" = []`, `"{use.span.text}" = []`',
            fix=_fix(use.span, name, is_safe=False),
        )


def _is_one(usual: Sequence[_Use], other: Sequence[_Use]) -> bool:
    """Whether two spellings are of one name, as far as the names beside them tell.

    Sergei Lavrov and Sergey Shoigu are two people, Ilham Aliyev and Ilham Aliev are one, and so
    are Ilham Aliyev and Aliev.
    """
    if _names_beside(usual) & _names_beside(other):
        return True
    one_alone, other_alone = (
        any(not (use.before or use.behind) for use in uses) for uses in (usual, other)
    )
    one_closes, other_closes = (any(not use.behind for use in uses) for uses in (usual, other))
    return (one_alone and other_closes) or (other_alone and one_closes)


def _names_beside(uses: Iterable[_Use]) -> set[str]:
    names = (name for use in uses for name in (use.before, use.behind) if name)
    return {spelling(name).keys[0] for name in names}
