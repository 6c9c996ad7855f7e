"""Chapters read as pandoc reads them: the same works cited, notes, ids of headings and tables."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pypandoc
import pytest
from hypothesis import assume, given, settings

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Box,
    Citation,
    CitationItem,
    Code,
    CodeBlock,
    Heading,
    Link,
    Table,
    walk,
)
from briefing_build.markdown import parse_chapter
from briefing_build.source import SourceFile
from markdown_documents import sober

Account = dict[str, Any]

# What we do otherwise, and why.
DIFFERENCES = {
    "Visit https://e.org/@user and www.e.org/@user": "an `@` in an address is no citation",
    "and/@key": "behind a slash neither, for the same reason",
    "See @fig:map and [@tbl:trade; @sec:end].": "these prefixes always name places, not works",
    "[@a,@b]": "reported, and read as the two works that are meant",
    "[@a;]": "reported, and read as the one work that is named",
    "Text\n::: {.box}\n@a\n:::": "a fence of colons begins a div after a line of text too",
    "Text[^1]\n[^1]: A note.": "a note's text may follow a line of text at once",
    "####### Seven": "there are six levels",
    "A ![map of @a](f.svg) here": "a picture's description is plain words",
    "(@x) One\n\nAs (@x) shows": "numbers and bullets are the only lists",
    "``` r echo=no\n\n@a\n\n```": "more may stand behind the language of code than its attributes",
    "| a |\n|---|\n| <!-- |\n| @a --> |": "a comment does not go on from a cell to the next",
    "# Here\n\n[Here]": "headings are no labels of links; `[Here](#here)` says what is meant",
}


def ours(text: str) -> Account:
    chapter = parse_chapter(SourceFile("chapter.md", text), "en", Diagnostics())
    notes = [block for note in chapter.notes for block in note.blocks]
    return {
        "text": _account(list(walk(chapter.blocks))),
        "notes": _in_any_order(_account(list(walk(notes)))),
        "number of notes": len(chapter.notes),
    }


def _account(nodes: list[Any]) -> Account:
    """What is in some blocks, in its order."""
    return {
        "citations": list(_citations(nodes)),
        "headings": [node.attributes.id for node in nodes if isinstance(node, Heading)],
        "divs": sum(isinstance(node, Box) for node in nodes),
        "links": sum(isinstance(node, Link) for node in nodes),
        "tables": [(len(n.rows), len(n.alignments)) for n in nodes if isinstance(n, Table)],
        "code": [node.text for node in nodes if isinstance(node, Code | CodeBlock)],
    }


def _in_any_order(account: Account) -> Account:
    """Notes stand where they are marked in pandoc's tree, and where they are written in ours."""
    return {
        name: sorted(value) if isinstance(value, list) else value for name, value in account.items()
    }


def _citations(nodes: list[Any]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Citation):
            for place, item in enumerate(node.items):
                assert isinstance(item, CitationItem)
                narrative = node.mode == "narrative" and place == 0
                mode = "AuthorInText" if narrative else "NormalCitation"
                yield item.key, "SuppressAuthor" if item.suppress_author else mode


def pandocs(text: str) -> Account:
    command = [pypandoc.get_pandoc_path(), "--from", "markdown-native_divs", "--to", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    text, notes = _account([]), _account([])
    number = _count(json.loads(done.stdout)["blocks"], text, notes)
    return {"text": text, "notes": _in_any_order(notes), "number of notes": number}


def _count(value: Any, account: Account, notes: Account) -> int:
    """Adds what is in pandoc's tree to an account, and to another what is in the notes there."""
    if isinstance(value, list):
        return sum(_count(part, account, notes) for part in value)
    if not isinstance(value, dict):
        return 0
    content = value.get("c")
    match value.get("t"):
        case "Note":
            return 1 + _count(content, notes, notes)
        case "Div":
            account["divs"] += 1
        case "Link":
            account["links"] += 1
        case "Header":
            account["headings"].append(content[1][0])
        case "Table":
            rows = sum(len(body[3]) for body in content[4])
            account["tables"].append((rows, len(content[2])))
        case "Code" | "CodeBlock":
            account["code"].append(content[1])
        case "Cite":
            for item in content[0]:
                account["citations"].append((item["citationId"], item["citationMode"]["t"]))
            # The words of a citation as they stand in the text are not read again.
            content = [(item["citationPrefix"], item["citationSuffix"]) for item in content[0]]
            content = [part for pair in content for part in pair]
    return _count(content, account, notes)


DOCUMENTS = """
See [see @a, pp. 3--4; also -@b] and @c [p. 3].
---
@a says so, and -@b too; @{https://e.org/x_(y)} as well [@{odd key}]. [-@a, 12]
---
@a [p. 3; @b; see @c]. @d
[p. 5] and @e

[p. 6].
---
Over a line [see @a,
p. 3; also
@b] end. [@a p. 3, *emphatic* [l](u)]. [*see* @a; **also** @b].
---
a@b.org, \\@c, `@d`, $@e$, <x@e.org>, [text @f](u), [@g](u), [@h]{.c}, x@i, _@j_, "@k", (@l).
---
[@a, quoted by @b, p. 3] and [text] and [not; a; citation] and [@a{p. 5, and others} more]
---
Keys: @a.b @a:b @a_b_ @a-b- @a. @a, @a: @a/b @a+b @1999x @_x @*y @é @ünal2020.
---
# Title

Text[^1] and again[^long] and ^[inline @a] and x^2^^[after].

[^1]: Short @b.

[^long]: Long

    second paragraph

    - item @c

        code @d

    1. one

Not a note.
---
# One
## Two words & more!
## Two words & more
# 3 numbers first
# *Emph* and `code` [@a] x_y.z
# {#own}
# Own {#own2 .c k=v}
# ???
Setext {#s}
===
Another
---
# Closed #
#nospace
---
text
# not a heading
> not a quotation
1. not a list
- not either

> quoted
lazy @a
- still
---
- a @a
- b
  - c @b

    para

- d

1990. A number that begins @c

5) five
6) six
---
| a | b |
|---|:-:|
| c \\| d | `e|f` |
| g |
| h | i | j |

: Caption @a {#tbl:x}

Table: Before @b

a | b
--|--
1 | 2

| | |
|-|-|
| x | y |
---
Term
:   answer @a
:   other

Term two

:   loose

    more @b

Not a term
---
::: {.box key="v"}
@a

::: inner
@b
:::

@c
:::::

:::::: note ::::::
@d
::::::
---
![caption @a](f.svg){#fig:x alt="words"}

A ![alt](g.svg) in words.
---
Prices: $5 and $6, but $x@a$ is math, $ 5 $ is not, $x$5 neither. $$y
@b$$ done \\$5$ @c
---
<!-- @a --> @b <!--
@c --> @d

<!-- @e

@f -->

<span>@g</span>
---
[r][ref] [ref] [@a][ref] [ref][] [REF  x]

[ref]: https://e.org/@x "title"
[ref x]:
  <https://e.org>
---
**bold *and* @a** ***both*** _x_y_ **@b**: ~~@c~~ H~2~O a^b c^ "quoted @d"
---
```python
@a
```

    @b

~~~ {.x}
@c
~~~
`` ` @d ``
text `unclosed @e
---
* * *
Text @a
***

- a

- b

* c
---
line one\\
line @a&nbsp;
line three
&amp; &copy; &#64;a \\[@b\\] [\\@c] [a\\]@d]
---
> - quoted list @a
>   more
>
> second [^n]
>
> [^n]: in a quotation @b

> | a | b |
> |---|---|
> | @c | d |
---
1. one

   | a |
   |---|
   | @a |

2. two

   ::: box
   @b
   :::
---
Text @a

```
no code @b

more @c[^1]

~~~python

> ```
> nor here @d

[^1]: A note

    ````
    without an end @e

    ```

- item

  ``` {.py}
  @f

- next @g
---
Text
```
@a
```
~~~
@b

> lazy
@c
```
@d
```
> lazy
~~~
@e
~~~

> ```
@f
> ```
---
- ```
@a
```
---
- item

  ~~~
@b
  ~~~

1. > ```
   > @e
   > ```

2. ```
   @f
3. ```
   @g
   ```
---
````
```
@a
```
````

```python
@b
```python

@c

```

   ```
  @d
    ```

@e
   ```
---
```
::: box
@a
```

::: box
```
@b
:::

@c
---
Text @a
<!-- @b

@c
--> after @d

a<!-- x

y -->b `<!-- @e` \\<!-- @f --> ` <!-- ` @g

-->

Text <!--
```
@h
```
:::
- @i
1. @j
# @k
--> @l

<!--> @m

Title <!--
---
@n --> @o
---
# Title <!-- x

@a --> after {#own}

> @b <!--
>
> @c
> --> @d

- item

  @e <!--

  @f --> @g

- item @h <!-- @i

@j -->

Text[^1]

[^1]: Note <!--

    @k --> @l

Term
:   answer <!-- @m

    @n --> @o

^[note @p <!-- @q

@r --> @s] *emphasis @t <!--

@u --> @v*
---
- ```
@a

@b
```

[^1]: Note

    ```
    @c

Text[^1]
---
Tick ` @a <!-- ` -->

Tick ` @a <!--

@b ` --> ` @c
---
> @a <!--

@b -->

- @c <!--

@d

- <!-- @e

@f -->

::: box
@g <!--
:::
@h -->
@i
:::
""".strip("\n")
DOCUMENTS = [part.strip("\n") for part in re.split(r"(?m)^---\n(?=\S)", DOCUMENTS)]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_pandoc_sees_the_same(text: str) -> None:
    assert ours(text) == pandocs(text)


@settings(max_examples=40, deadline=None)
@given(sober)
def test_pandoc_sees_the_same_in_whatever_careful_authors_write(text: str) -> None:
    assume(text.count("[^1]:") < 2)  # Of two notes with one label we keep, and report, both.
    seen, theirs = ours(text), pandocs(text)
    assert seen["text"] == theirs["text"]
    # A note is theirs once for every mark, and ours once for every text.
    assert set(seen["notes"]["citations"]) == set(theirs["notes"]["citations"])


@pytest.mark.parametrize("text", DIFFERENCES)
def test_a_difference_is_one(text: str) -> None:
    assert ours(text) != pandocs(text), f"no longer: {DIFFERENCES[text]}"
