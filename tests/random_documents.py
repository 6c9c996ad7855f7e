"""Random small documents with many notes on tiny pages, the same for the same seed.

All that a briefing has is in them: headings, lists, quotations, tables with repeated heads, blocks
that may not be broken, references to pages. Their notes are numbered in reading order: n1, n2, ….
"""

import random
from dataclasses import dataclass, field

WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho"
    " sigma tau upsilon phi chi psi omega"
).split()

KINDS = ("paragraph", "heading", "list", "quotation", "kept", "figure", "table")


@dataclass(frozen=True, slots=True)
class RandomDocument:
    html: str
    notes: tuple[str, ...]


def random_document(
    seed: int,
    kinds: tuple[str, ...] = KINDS,
    longest_note: int = 14,
    policy: str = "line",
    css: str = "",
) -> RandomDocument:
    writer = _Writer(random.Random(seed), longest_note)
    density = writer.choice.choice((0.1, 0.3, 0.5, 0.8))
    blocks = [
        getattr(writer, f"{writer.choice.choice(kinds)}")(density)
        for _ in range(writer.choice.randint(6, 22))
    ]
    blocks += [f'<h2 id="s{number}">End</h2>' for number in range(writer.headings, 5)]
    style = _style(writer.choice, policy) + css
    html = (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>x</title>'
        f"<style>{style}</style>{''.join(blocks)}"
    )
    return RandomDocument(html, tuple(f"n{n}" for n in range(1, writer.notes + 1)))


def _style(choice: random.Random, policy: str) -> str:
    orphans, widows = choice.choice((1, 2, 2, 3)), choice.choice((1, 2, 2, 3))
    space = choice.choice((0, 3, 5))
    return f"""
        @page {{ size: 260px {choice.choice((160, 220, 300))}px; margin: 8px;
                 @footnote {{ margin-top: 4px; border-top: 1px solid }} }}
        @page :left {{ margin-left: 20px }} @page :right {{ margin-right: 20px }}
        html {{ font-size: 10px; line-height: {choice.choice(("14px", "1.37"))};
                orphans: {orphans}; widows: {widows} }}
        p, ul, table, h2, blockquote, figure {{ margin: {space}px 0 }}
        h2 {{ font-size: 12px; break-after: avoid }}
        .kept, figure, tr {{ break-inside: avoid }}
        .note {{ float: footnote; font-size: 8px; line-height: 10px; footnote-policy: {policy} }}
        a::after {{ content: "p" target-counter(attr(href), page) }}
    """


@dataclass(slots=True)
class _Writer:
    choice: random.Random
    longest_note: int
    notes: int = 0
    headings: int = field(default=0)

    def words(self, least: int, most: int) -> str:
        return " ".join(self.choice.choice(WORDS) for _ in range(self.choice.randint(least, most)))

    def note(self) -> str:
        self.notes += 1
        text = self.words(0, self.longest_note)
        return f'<span class="note" id="n{self.notes}">N{self.notes} {text}</span>'

    def text(self, density: float) -> str:
        parts = []
        for _ in range(self.choice.randint(1, 6)):
            parts.append(self.words(2, 9))
            parts += [self.note() for often in (1, 0.3) if self.choice.random() < density * often]
            if self.choice.random() < 0.08:
                parts.append(f'<a href="#s{self.choice.randint(0, 4)}"></a>')
            if self.choice.random() < 0.1:
                parts.append("<br>")
        return " ".join(parts)

    def paragraph(self, density: float) -> str:
        return f"<p>{self.text(density)}</p>"

    def heading(self, density: float) -> str:
        number, self.headings = self.headings, self.headings + 1
        note = self.note() if self.choice.random() < density / 3 else ""
        return f'<h2 id="s{number}">{self.words(1, 5)}{note}</h2>'

    def list(self, density: float) -> str:
        items = (f"<li>{self.text(density)}" for _ in range(self.choice.randint(1, 4)))
        return f"<ul>{''.join(items)}</ul>"

    def quotation(self, density: float) -> str:
        return f"<blockquote>{self.paragraph(density)}{self.paragraph(density)}</blockquote>"

    def kept(self, density: float) -> str:
        return f'<div class="kept">{self.paragraph(density)}</div>'

    def figure(self, density: float) -> str:
        height = self.choice.choice((20, 60))
        caption = f"<figcaption>{self.words(1, 6)}{self.note()}</figcaption>"
        return f'<figure><div style="height: {height}px"></div>{caption}</figure>'

    def table(self, density: float) -> str:
        head = self.note() if self.choice.random() < density / 3 else ""
        rows = (
            f"<tr><td>{self.words(1, 9)}{self.note()}<td>{self.words(1, 9)}"
            f"{self.note() if self.choice.random() < density else ''}</tr>"
            for _ in range(self.choice.randint(1, 5))
        )
        return f"<table><thead><tr><th>A{head}<th>B</thead>{''.join(rows)}</table>"
