"""Reads what was pasted from the files in which people keep it.

Which reader takes a file is told by its first bytes, and by its name only where they do not tell.
"""

from __future__ import annotations

from briefing_build.diagnostics import BriefingError
from briefing_build.files import megabytes
from briefing_build.rescue.pasted import LIMITS, Pasted
from briefing_build.rescue.readers.plain import looks_like_markdown, read_plain

_FOREIGN = {
    b"%PDF": "a PDF; select its text and save that, or take the page it was printed from",
    b"\xd0\xcf\x11\xe0": "an old Word document; save it as .docx",
    b"{\\rtf": "in Rich Text Format; save it as .docx or .odt",
    b"\x89PNG": "a picture; text cannot be read from it",
    b"\xff\xd8\xff": "a picture; text cannot be read from it",
    b"GIF8": "a picture; text cannot be read from it",
    b"\x1f\x8b": "packed; unpack it first",
}


def read_pasted(name: str, data: bytes) -> Pasted:
    """The text in a file. Raises `BriefingError` for what is no text, or none that can be read."""
    if len(data) > LIMITS["file"]:
        raise BriefingError(
            f"{name}: larger than {megabytes(LIMITS['file'])}, which is more than any report; "
            "cut it into parts"
        )
    for magic, what in _FOREIGN.items():
        if data.startswith(magic):
            raise BriefingError(f"{name}: this is {what}")
    pasted = _read(name, data)
    if len(pasted.paragraphs) > LIMITS["paragraphs"]:
        raise BriefingError(f"{name}: more than {LIMITS['paragraphs']} paragraphs")
    if not any(paragraph.text.strip() for paragraph in pasted.paragraphs):
        raise BriefingError(f"{name}: there is no text in it")
    return pasted


def _read(name: str, data: bytes) -> Pasted:
    if data.startswith(b"PK\x03\x04"):
        from briefing_build.rescue.readers.office import read_office

        return read_office(name, data)
    text = _decode(name, data)
    ending = name.lower().rpartition(".")[2]
    start = text.lstrip()[:1_000]
    if ending == "json" or (ending not in {"txt", "md", "html"} and start[:1] in {"{", "["}):
        from briefing_build.rescue.readers.conversations import read_conversation

        if ending == "json" or '"' in start:
            return read_conversation(name, text)
    if ending in {"html", "htm", "xhtml"} or start.lower().startswith(("<!doctype html", "<html")):
        from briefing_build.rescue.readers.web import read_web

        return read_web(name, text)
    is_markdown = ending in {"md", "markdown"} or looks_like_markdown(text)
    return read_plain(name, text, is_markdown=is_markdown)


def _decode(name: str, data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\0" in data:
        raise BriefingError(f"{name}: this is no text (it has a byte 0)")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BriefingError(
            f"{name}: the text is not {encoding.removesuffix('-sig').upper()} "
            f"(the byte {data[error.start]:#04x} in line {line}); save it as UTF-8"
        ) from None
