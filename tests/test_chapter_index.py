"""What the checks ask of a chapter's tree is found on one walk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Chapter, Code, Emphasis, Link, Node, walk
from briefing_build.markdown import parse_chapter
from briefing_build.source import SourceFile

TEXT = "# One\n\n*a* `b` [c](https://example.org/) *d*\n\n> `e` and *f*\n"


@pytest.fixture
def chapter() -> Chapter:
    return parse_chapter(SourceFile("01.md", TEXT), "en", Diagnostics())


def test_nodes_come_in_the_order_in_which_they_are_read(chapter: Chapter) -> None:
    expected = [node for node in walk(chapter.blocks) if isinstance(node, Code | Emphasis)]

    assert [*chapter.nodes(Emphasis, Code)] == expected
    assert len(expected) == 5


def test_a_chapter_is_walked_through_once(
    chapter: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[object] = []

    def counted(nodes: Iterable[Node]) -> Iterator[Node]:
        walks.append(nodes)
        return walk(nodes)

    monkeypatch.setattr("briefing_build.document.chapter.walk", counted)
    links, codes = [*chapter.nodes(Link)], [*chapter.nodes(Code)]

    assert len(walks) == 1
    assert (len(links), len(codes)) == (1, 2)
