"""Documents for properties: blocks and inlines put together at random, and plain soup."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

KEYS = ("a", "b2", "doe:1999", "x_y", "fig:x", "tbl:t", "http://e.org")
_WORDS = st.sampled_from(
    ["word", "The end.", "Zəngəzur", "it's", '"quoted"', "a -- b", "...", "3 %", "p. 4", "x"]
)
_CITATIONS = st.sampled_from(
    [
        "[@a]", "[see @a, pp. 3--4; also -@b2]", "@a", "-@a", "@a [p. 3]", "@{k/odd:x}",
        "[@a{p. 5, and others} more]", "[@doe:1999, *emphatic* [x](y)]", "[@fig:x]", "@tbl:t",
        "[@a,@b2]", "[@a;]", "[@]", "[@a", "@a [p. 3; @b2]", "[-@a]", "[@a;\n@b2]", "@a\n[p. 2]",
    ]
)  # fmt: skip
_OTHERS = st.sampled_from(
    [
        "`code @x`", "$x + y$", "$5 and $6", "$$z$$", "[^1]", "^[note *x* @a]", "x^2^", "H~2~O",
        "~~out~~", "[l](https://e.org/@u)", '[l](<a b> "t")', "![alt](f.png)", "<https://e.org>",
        "<m@e.org>", "https://e.org/@h_x_", "m@e.org", "[x]{lang=de}", "[y]{.index}", "\\@a",
        "\\[", "\\\\", "&amp;", "&quot;", "<!-- c -->", "<!--\nc\n-->", "x <!-- c\n\n@x\n-->",
        "<b>b</b>", "a\\\nb",
        "a  \nb", "[r]", "[t][r]", "{", "}", "]", "[", "*", "**", "_", "^", "~", "`", "$", "!", "@",
    ]
)  # fmt: skip


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marks = st.sampled_from(
        [("*", "*"), ("**", "**"), ("_", "_"), ("[", "]"), ("[", "](u)"), ("^[", "]"),
         ("[", "]{.c lang=fr}"), ("![", "](p.png)"), ('"', '"'), ("'", "'"), ("~~", "~~")]
    )  # fmt: skip
    return st.builds(lambda mark, text: mark[0] + text + mark[1], marks, inner)


lines = st.recursive(
    st.one_of(_WORDS, _CITATIONS, _OTHERS),
    lambda inner: st.one_of(
        _around(inner), st.lists(inner, min_size=2, max_size=5).map(" ".join),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=8,
)  # fmt: skip
paragraphs = st.lists(lines, min_size=1, max_size=4).map("\n".join)


def _indented(text: str, margin: str, first: str | None = None) -> str:
    begun = margin if first is None else first
    return begun + text.replace("\n", "\n" + margin)


def _table(cells: list[str]) -> str:
    cells = [cell.replace("\n", " ").replace("|", "\\|") for cell in cells]
    rows = "\n".join(f"| {left} | {right} |" for left, right in pairwise(cells))
    return f"| h @a | `x` |\n|:--|--:|\n{rows}"


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    text = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        text.map(lambda t: _indented(t, "> ")),
        text.map(lambda t: _indented(t, "  ", "- ")),
        text.map(lambda t: _indented(t, "\t", "-\t")),
        text.map(lambda t: _indented(t, "   ", "3. ")),
        text.map(lambda t: f"::: {{.box #b}}\n{t}\n:::"),
        text.map(lambda t: f"::: note\n\n{t}\n"),
        text.map(lambda t: _indented(t, "    ", "[^1]: ")),
        text.map(lambda t: "Term @a\n" + _indented(t, "    ", ":   ")),
    )


_PLAIN = st.one_of(
    paragraphs,
    lines.map(lambda t: "# " + t.replace("\n", " ")),
    lines.map(lambda t: "## " + t.replace("\n", " ") + " {#id .c}"),
    lines.map(lambda t: t.replace("\n", " ") + "\n---"),
    st.lists(lines, min_size=2, max_size=4).map(_table),
    lines.map(lambda t: f"| a |\n|---|\n| b |\n\n: {t} {{#tbl:t}}"),
    lines.map(lambda t: f'![{t}](p.svg){{#fig:x alt="d"}}'),
    st.sampled_from(
        ["---", "```python\nx @a\n```", "```\n@a", "~~~~ {.x}\n@a\n~~~",
         "a\n```\nb\n```\nc", "    code @a", "$$\nx\n$$", "[r]: https://e.org 't'",
         "<!-- a\n\nb -->", "<!-- open", ":::", "<script>\nx\n</script>", "[^1]: note @a",
         "<div>\n\n@a\n\n</div>", "Term\n:   one\n\n:   two"]
    ),
)  # fmt: skip
documents = st.lists(st.recursive(_PLAIN, _containers, max_leaves=4), min_size=1, max_size=4).map(
    "\n\n".join
)

_SOBER = ("Words", "end.", "*soft*", "[@a]", "[see @b2, p. 3; -@a]", "@doe:1999", "@a [p. 3]",
          "-@b2", "[@x_y, *passim*]", "[l](https://e.org)", "`code`", "$x$", "m@e.org", "\\@a",
          "**strong @a**", "^[a note @b2]", "H~2~O", "[z]{.c}", "<https://e.org>")  # fmt: skip
_SENTENCES = st.lists(st.sampled_from(_SOBER), min_size=1, max_size=6).map(" ".join)
_SOBER_BLOCKS = st.one_of(
    _SENTENCES,
    st.tuples(_SENTENCES, _SENTENCES).map("{0[0]} <!-- hidden\n\n@z\n--> {0[1]}".format),
    st.sampled_from(["```\n@z\n\n@z\n```", "``` {.x}\n@z", "~~~~\n@z\n~~~", "End.\n```\n@z\n```"]),
    st.lists(_SENTENCES, min_size=2, max_size=3).map("\n".join),
    _SENTENCES.map("# Word {}".format),
    st.lists(_SENTENCES, min_size=2, max_size=4).map(_table),
)
sober = st.lists(
    st.recursive(
        _SOBER_BLOCKS,
        lambda inner: st.one_of(
            inner.map(lambda t: _indented(t, "> ")),
            inner.map(lambda t: _indented(t, "  ", "- Item.\n\n  ")),
            inner.map(lambda t: _indented(t, "   ", "3. Item.\n\n   ")),
            inner.map(lambda t: f"::: {{.box}}\n{t}\n:::"),
            inner.map(lambda t: "Term @a\n\n" + _indented(t, "    ", ":   ")),
            inner.map(lambda t: "Mark[^1].\n\n" + _indented(t, "    ", "[^1]: Note.\n\n    ")),
        ),
        max_leaves=3,
    ),
    min_size=1,
    max_size=3,
).map("\n\n".join)
"""What careful authors write, in which nothing is for two readers to see in two ways."""

soup = st.lists(
    st.one_of(
        _CITATIONS, _OTHERS, _WORDS,
        st.sampled_from(
            ["\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "# ", "|", "|--|", ":::", "::: x",
             ": ", "[^1]:", "```", "~~~", "\n```\n", "--", '"', "'", " ", "=\n", "-->",
             "<!--", "\x00", "\ufeff"]
        ),
    ),
    max_size=25,
).map("".join)  # fmt: skip
