"""Conversations with chat programs, as these and their interfaces export them in JSON.

The longest answer is the report. What an export says of sources beside the text is put where the
text has its mark: a token of ours for each, and the pages it stands for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from briefing_build.diagnostics import BriefingError
from briefing_build.rescue.finding import tokens_in
from briefing_build.rescue.pasted import Page, Pasted, clean_address
from briefing_build.rescue.readers.plain import read_plain

_ANSWERING = frozenset({"assistant", "model", "ai", "bot", "chatgpt", "claude", "gemini"})
_MOST_VALUES = 2_000_000


@dataclass(slots=True)
class _Answer:
    text: str
    pages: dict[str, tuple[Page, ...]] = field(default_factory=dict)


def read_conversation(name: str, text: str) -> Pasted:
    """The longest answer of a conversation, with its sources."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise BriefingError(
            f"{name}: this is not JSON (line {error.lineno}: {error.msg})"
        ) from None
    except RecursionError:
        raise BriefingError(f"{name}: its brackets are nested too deeply") from None
    answers = [answer for message in _mappings(value) for answer in _answers(message)]
    if not answers:
        raise BriefingError(f"{name}: no answer of a chat program was found in it")
    answer = max(answers, key=lambda answer: len(answer.text))
    pasted = read_plain(name, answer.text, is_markdown=True)
    return replace(pasted, pages={**_listed(value), **pasted.pages, **answer.pages})


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """All objects in a value, outer ones first; no recursion, however deep it is."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        found = waiting.pop()
        if isinstance(found, dict):
            yield found
            waiting.extend(reversed(found.values()))
        elif isinstance(found, list):
            waiting.extend(reversed(found))


def _answers(message: Mapping[str, Any]) -> Iterator[_Answer]:
    """What an object says, if it is an answer: in each of the shapes that are known."""
    role = message.get("role") or message.get("sender")
    author = message.get("author")
    if isinstance(author, dict):
        role = author.get("role")
    content = message.get("content")
    if isinstance(role, str) and role.lower() in _ANSWERING:
        answer = _joined(content or message.get("text"))
        if answer.text:
            yield _with_references(answer, message)
    elif isinstance(content, dict) and "groundingMetadata" in message:  # Gemini's candidates
        yield _with_grounding(_joined(content), message["groundingMetadata"])
    for name in ("answer", "output_text"):
        if isinstance(message.get(name), str):
            yield _Answer(message[name])


def _joined(content: Any) -> _Answer:
    """The text of a message: a string, parts, or blocks each with its own annotations."""
    if isinstance(content, str):
        return _Answer(content)
    if isinstance(content, dict):
        content = content.get("parts") or content.get("text")
    blocks = content if isinstance(content, list) else [content]
    answer = _Answer("")
    for block in blocks:
        text = block if isinstance(block, str) else None
        notes: Any = ()
        if isinstance(block, dict) and isinstance(block.get("text"), str):
            text, notes = block["text"], block.get("annotations") or block.get("citations") or ()
        if text:
            answer.text += ("\n\n" if answer.text else "") + _annotated(text, notes, answer.pages)
    return answer


# Pages that stand beside the text


def _annotated(text: str, notes: Any, pages: dict[str, tuple[Page, ...]]) -> str:
    """A text with a mark wherever an annotation says that a page is cited."""
    found = [
        (_index(note, "end"), _index(note, "start"), page)
        for note in (notes if isinstance(notes, list) else ())
        if isinstance(note, dict) and (page := _page(note)) is not None
    ]
    for end, start, page in sorted(found, key=lambda one: one[0], reverse=True):
        if not 0 < end <= len(text):
            continue
        label = f"note {len(pages) + 1}"
        pages[label] = (page,)
        is_mark = 0 <= start < end and ("](" in text[start:end] or "†" in text[start:end])
        text = f"{text[: start if is_mark else end]}【{label}†】{text[end:]}"
    return text


def _index(note: Mapping[str, Any], side: str) -> int:
    inner = note.get("url_citation")
    source = inner if isinstance(inner, dict) else note
    for name in (f"{side}_index", f"{side}_ix", f"{side}Index", f"{side}_idx"):
        if isinstance(source.get(name), int):
            return int(source[name])
    return -1


def _page(value: Any) -> Page | None:
    """The page that an object tells of, by the names that exports use; None if it tells of none."""
    if isinstance(value, str):
        url = clean_address(value)
        return Page(url) if url else None
    if not isinstance(value, dict):
        return None
    for inner in ("url_citation", "metadata", "web", "source", "details"):
        if isinstance(value.get(inner), dict) and (page := _page(value[inner])):
            return page
    url = clean_address(_word(value, "url", "uri", "link", "href"))
    if not url:
        return None
    date = _word(value, "pub_date", "date", "published_date", "page_age", "published_at")
    return Page(url, _word(value, "title", "name"), date, _word(value, "attribution", "site_name"))


def _word(value: Mapping[str, Any], *names: str) -> str:
    return next((value[name] for name in names if isinstance(value.get(name), str)), "")


def _with_references(answer: _Answer, message: Mapping[str, Any]) -> _Answer:
    """An answer with what its metadata say of the tokens in its text."""
    metadata = message.get("metadata")
    references = metadata.get("content_references") if isinstance(metadata, dict) else None
    for reference in references if isinstance(references, list) else ():
        if not isinstance(reference, dict):
            continue
        groups = list(_groups(reference))
        tokens = tokens_in(_word(reference, "matched_text"))
        if len(tokens) != len(groups):
            groups = [tuple(page for group in groups for page in group)]
        for token, pages in zip(tokens, groups, strict=False):
            if pages:
                answer.pages.setdefault(token, pages)
    citations = metadata.get("citations") if isinstance(metadata, dict) else None
    for note in citations if isinstance(citations, list) else ():
        page, start, end = _page(note), _index(note, "start"), _index(note, "end")
        if page is not None and 0 <= start < end:
            for token in tokens_in(answer.text[start:end]):
                answer.pages.setdefault(token, (page,))
    return answer


def _groups(reference: Mapping[str, Any]) -> Iterator[tuple[Page, ...]]:
    """The pages of each item: its own, and those that were shown only as a count."""
    items = reference.get("items")
    for item in items if isinstance(items, list) else [reference]:
        if not isinstance(item, dict):
            continue
        supporting = item.get("supporting_websites")
        more = supporting if isinstance(supporting, list) else []
        pages = [page for value in (item, *more) if (page := _page(value)) is not None]
        if pages:
            yield tuple(dict.fromkeys(pages))


def _with_grounding(answer: _Answer, metadata: Any) -> _Answer:
    """An answer of Gemini's interface, whose claims name pieces of what was found by number."""
    if not isinstance(metadata, dict):
        return answer
    chunks = metadata.get("groundingChunks") or []
    notes: list[dict[str, Any]] = []
    for support in metadata.get("groundingSupports") or []:
        if not isinstance(support, dict) or not isinstance(support.get("segment"), dict):
            continue
        claim = _word(support["segment"], "text")
        end = answer.text.find(claim) + len(claim)
        for index in support.get("groundingChunkIndices") or []:
            page = _page(chunks[index]) if isinstance(index, int) and index < len(chunks) else None
            if page and claim and end >= len(claim):
                notes.append({"url": page.url, "title": page.title, "end_index": end})
    answer.text = _annotated(answer.text, notes, answer.pages)
    return answer


def _listed(value: Any) -> dict[str, tuple[Page, ...]]:
    """Sources that are listed beside a whole conversation: `[1]` is the first of them."""
    for found in _mappings(value):
        for name in ("search_results", "citations", "sources", "web_results"):
            listed = found.get(name)
            pages = [_page(item) for item in listed] if isinstance(listed, list) else []
            if pages and all(pages):
                return {str(n): (page,) for n, page in enumerate(pages, 1) if page}
    return {}
