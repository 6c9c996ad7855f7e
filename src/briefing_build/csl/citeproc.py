"""One call of pandoc's citeproc for a whole briefing.

What goes in is made here and nowhere else: a tree without metadata of an author's, the works as
CSL-JSON, the style. What comes out is pandoc's tree; the same input gives the same output, so it
may be kept under a digest of the input.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from briefing_build.csl.inlines import Node, words
from briefing_build.csl.style import Style
from briefing_build.diagnostics import BriefingError

_SECONDS = 120
_API_VERSION = [1, 23, 1]


class RefusedByCiteproc(Exception):
    """What citeproc says against a style, in one line."""


@dataclass(frozen=True, slots=True)
class Item:
    """One work in a citation; `work` is the id of its CSL-JSON, `label` a word of the style's."""

    work: str
    label: str = ""
    locator: str = ""
    prefix: tuple[Node, ...] = ()
    suffix: tuple[Node, ...] = ()
    suppress_author: bool = False
    is_first: bool = False
    """Whether the work was not cited before; what citeproc makes of that is its own affair."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A citation and where it stands, which decides how its words begin and end.

    A "note" is all that its note says: a sentence, with capital and full stop. "inside" is a part
    of what an author says in a note, "text" a part of the running text, "author" nothing but the
    first work's author. With `author_first` that author is part of the sentence. `note_number`
    is 0 outside notes.
    """

    items: tuple[Item, ...]
    place: Literal["note", "inside", "text", "author"]
    author_first: bool = False
    note_number: int = 0


@dataclass(frozen=True, slots=True)
class Formatted:
    """Pandoc's inlines for each cluster, and label and text of each work in the bibliography."""

    clusters: tuple[list[Node], ...]
    bibliography: tuple[tuple[str, list[Node], list[Node]], ...]
    warnings: tuple[str, ...]


def format_citations(
    style: Style,
    works: Sequence[Mapping[str, Any]],
    clusters: Sequence[Cluster],
    uncited: Iterable[str],
    cache: MutableMapping[str, bytes],
) -> Formatted:
    """The words of the clusters, in their order, and the bibliography in the style's order.

    `uncited` are works that stand in the bibliography though no cluster has them. Raises
    `RefusedByCiteproc` and `BriefingError`.
    """
    tree = json.dumps(_document(style, clusters, uncited)).encode()
    library = json.dumps(works).encode()
    key = _digest(_version(), style.text, library, tree)
    answer = _kept(cache, key)
    if answer is None:
        answer = _asked(tree, library, style, clusters)
        cache[key] = json.dumps(answer).encode()
    formatted, bibliography, warnings = answer
    return Formatted(tuple(formatted), tuple(map(tuple, bibliography)), tuple(warnings))


def _kept(cache: Mapping[str, bytes], key: str) -> list[Any] | None:
    try:
        answer = json.loads(cache[key])
    except (KeyError, ValueError):
        return None
    return answer if isinstance(answer, list) and len(answer) == 3 else None


def _asked(tree: bytes, library: bytes, style: Style, clusters: Sequence[Cluster]) -> list[Any]:
    blocks, warnings = _run(tree, library, style.text)
    own, rest = blocks[: len(clusters)], blocks[len(clusters) :]
    formatted = [
        _compact(_words_of(block, cluster)) for block, cluster in zip(own, clusters, strict=True)
    ]
    return [formatted, list(_entries(rest)), warnings]


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=32)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return f"citations-{digest.hexdigest()}"


# What goes in


def _document(style: Style, clusters: Sequence[Cluster], uncited: Iterable[str]) -> Node:
    keep = [_citation(Item(work), "NormalCitation", 0) for work in uncited]
    return {
        "pandoc-api-version": _API_VERSION,
        "meta": {
            "lang": {"t": "MetaString", "c": style.language},
            "link-bibliography": {"t": "MetaBool", "c": True},
            "nocite": {"t": "MetaInlines", "c": [_cite([item]) for item in keep]},
        },
        "blocks": [_block(cluster) for cluster in clusters],
    }


def _block(cluster: Cluster) -> Node:
    inlines = [_cite(list(_citations(cluster)))]
    if cluster.place == "inside":
        # Pandoc makes a sentence of a citation at the beginning or the end of a note. Amid
        # other words it prints one in brackets, which `_words_of` takes off.
        around = [*words("x "), *inlines, *words(" x")]
        inlines = [{"t": "Note", "c": [_paragraph(around)]}]
    return {"t": "Div", "c": [["", [], []], [_paragraph(inlines)]]}


def _paragraph(inlines: list[Node]) -> Node:
    return {"t": "Para", "c": inlines}


def _cite(citations: list[Node]) -> Node:
    return {"t": "Cite", "c": [citations, []]}


def _citations(cluster: Cluster) -> Iterator[Node]:
    for position, item in enumerate(cluster.items):
        mode = "SuppressAuthor" if item.suppress_author else "NormalCitation"
        if position == 0 and (cluster.author_first or cluster.place == "author"):
            mode = "AuthorInText"
        yield _citation(item, mode, cluster.note_number)


def _citation(item: Item, mode: str, note_number: int) -> Node:
    return {
        "citationId": item.work,
        "citationPrefix": list(item.prefix),
        "citationSuffix": [*_locator(item), *item.suffix],
        "citationMode": {"t": mode},
        "citationNoteNum": note_number,
        "citationHash": 0,
    }


def _locator(item: Item) -> list[Node]:
    """The locator in braces, so that nothing else is taken for one; `{}` where there is none."""
    if item.locator:
        # A brace would end it early; none belongs to a locator.
        value = item.locator.replace("{", "(").replace("}", ")")
        return words(f"{{{item.label} {value}}}")
    return words("{}") if item.suffix else []


# Pandoc


def _run(tree: bytes, library: bytes, style: bytes) -> tuple[list[Node], list[str]]:
    with tempfile.TemporaryDirectory(prefix="briefing-") as name:
        folder = Path(name)
        (folder / "style.csl").write_bytes(style)
        (folder / "works.json").write_bytes(library)
        command = [
            str(_pandoc()),
            # Its heap; what is mapped in advance is far more and not used.
            *("+RTS", "-M2g", "-RTS"),
            *("--sandbox", "--citeproc", "--from=json", "--to=json"),
            *("--data-dir", name, "--csl", "style.csl", "--bibliography", "works.json"),
        ]
        output, errors = _answer(command, tree, folder)
    try:
        blocks = json.loads(output)["blocks"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BriefingError("pandoc answers with something that is no document") from None
    return blocks, _warnings(errors)


def _answer(command: list[str], tree: bytes, folder: Path) -> tuple[bytes, str]:
    environment = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    for name in ("SYSTEMROOT", "TEMP", "TMP"):  # Windows starts nothing without them.
        if name in os.environ:
            environment[name] = os.environ[name]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with arguments of our own
            command,
            input=tree,
            capture_output=True,
            check=False,
            cwd=folder,
            env=environment,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RefusedByCiteproc(f"takes more than {_SECONDS} seconds") from None
    except OSError as error:
        raise BriefingError(f"pandoc does not start: {error.strerror or error}") from None
    errors = done.stderr.decode("utf-8", "replace")
    if done.returncode != 0:
        reason = _in_one_line(errors) or f"pandoc ended with {done.returncode}"
        raise RefusedByCiteproc(f"is refused by citeproc: {reason}")
    return done.stdout, errors


def _pandoc() -> Path:
    spec = find_spec("pypandoc")
    if spec and spec.origin:
        for name in ("pandoc", "pandoc.exe"):
            path = Path(spec.origin).parent / "files" / name
            if path.is_file():
                return path
    raise BriefingError(
        "pandoc is missing, which sets citations; `pip install pypandoc_binary` brings it"
    )


def _version() -> bytes:
    try:
        return version("pypandoc_binary").encode()
    except PackageNotFoundError:
        return b""  # `_pandoc` says what that means, if it is needed.


def _warnings(errors: str) -> list[str]:
    found = re.split(r"^\[(?:WARNING|INFO)\]", errors, flags=re.MULTILINE)
    return [line for line in map(_in_one_line, found) if line]


def _in_one_line(errors: str) -> str:
    """What pandoc says, without the names of its own types and in reasonable length."""
    text = re.sub(r"^\s*Citeproc\w*:\s*", "", " ".join(errors.split()))
    if parse_error := re.search(r'errorMessage = "([^"]*)"', text):
        text = parse_error[1]
    return text[:200]


# What comes out


def _words_of(block: Node, cluster: Cluster) -> list[Node]:
    """A cluster's words: those of its note if citeproc made one, else those in their place."""
    cite = next(node for node in _walk([block]) if node["t"] == "Cite")
    inlines: list[Node] = cite["c"][1]
    if cluster.place == "author":
        return [node for node in inlines if node["t"] != "Note"]
    if cluster.place == "inside":
        return inlines if cluster.author_first else _without_brackets(inlines)
    for node in inlines:
        if node["t"] == "Note":
            return [part for paragraph in node["c"] for part in paragraph["c"]]
    return inlines


def _without_brackets(inlines: list[Node]) -> list[Node]:
    first, last = {"t": "Str", "c": "("}, {"t": "Str", "c": ")"}
    return inlines[1:-1] if inlines[:1] == [first] and inlines[-1:] == [last] else inlines


def _walk(nodes: Iterable[Any]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, dict):
            if "t" in node:
                yield node
            yield from _walk(node.values())
        elif isinstance(node, list):
            yield from _walk(node)


def _entries(blocks: list[Node]) -> Iterator[tuple[str, list[Node], list[Node]]]:
    """The works by their ids, each with the label in its margin, if the style has labels.

    A few styles put the author on a line of its own and the year of each work into the margin
    below, which is no label: it is not what each entry begins with.
    """
    lists = [b for b in blocks if b["t"] == "Div" and b["c"][0][0] == "refs"]
    entries = [(entry["c"][0][0], _nodes(entry)) for refs in lists for entry in refs["c"][1]]
    has_labels = all(nodes and _is_margin(nodes[0]) for _, nodes in entries)
    for id, nodes in entries:
        label, content = nodes[:has_labels], nodes[has_labels:]
        content = [_on_a_line(node) if _is_margin(node) else node for node in content]
        yield id.removeprefix("ref-"), _compact(label), _compact(content)


def _on_a_line(margin: Node) -> Node:
    content = [*margin["c"][1], {"t": "Space"}]
    return {"t": "Span", "c": [["", ["csl-block"], []], content]}


def _nodes(entry: Node) -> list[Node]:
    blocks = [block for block in entry["c"][1] if block["t"] in {"Para", "Plain"}]
    return [node for block in blocks for node in block["c"]]


def _is_margin(node: Node) -> bool:
    return node["t"] == "Span" and "csl-left-margin" in node["c"][0][1]


def _compact(nodes: list[Node]) -> list[Node]:
    """The same with words and spaces brought together, a tenth as long to keep and to read."""
    result: list[Node] = []
    for node in nodes:
        text = _text_of(node)
        if text is None:
            result.append(_with_compact_content(node))
        elif result and result[-1]["t"] == "Str":
            result[-1] = {"t": "Str", "c": result[-1]["c"] + text}
        else:
            result.append({"t": "Str", "c": text})
    return result


def _text_of(node: Node) -> str | None:
    if node["t"] == "Str":
        return str(node["c"])
    return " " if node["t"] in {"Space", "SoftBreak"} else None


def _with_compact_content(node: Node) -> Node:
    content = node.get("c")
    if node["t"] in {"Span", "Link", "Quoted", "Cite"}:
        assert isinstance(content, list)
        return {"t": node["t"], "c": [content[0], _compact(content[1]), *content[2:]]}
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return {"t": node["t"], "c": _compact(content)}
    return node
