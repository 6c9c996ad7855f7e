"""What the layout engine leaves undone in a PDF: page labels, how it is opened, its own dates.

The same input gives the same bytes: nothing here looks at a clock, and the file's identifier is
made from its content.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from briefing_build.settings import Settings


def finish(pdf: bytes, labels: Sequence[str], settings: Settings, moment: datetime) -> bytes:
    """The same document with its pages' printed numbers and its metadata."""
    with pikepdf.open(BytesIO(pdf)) as document:
        document.Root.PageLabels = Dictionary(Nums=Array(_label_ranges(labels)))
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.Root.PageLayout = Name.OneColumn
        if Name.Outlines in document.Root:
            document.Root.PageMode = Name.UseOutlines
        _describe(document, settings, moment)
        out = BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            linearize=False,
        )
    return out.getvalue()


def _describe(document: pikepdf.Pdf, settings: Settings, moment: datetime) -> None:
    """XMP beside the older document information, both saying the same."""
    stamp = String(moment.strftime("D:%Y%m%d%H%M%SZ"))
    document.docinfo[Name.CreationDate] = stamp
    document.docinfo[Name.ModDate] = stamp
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = settings.title
        if settings.authors:
            metadata["dc:creator"] = list(settings.authors)
        if settings.subtitle:
            metadata["dc:description"] = settings.subtitle
        metadata["dc:language"] = {settings.language}
        if settings.organisation:
            metadata["dc:publisher"] = {settings.organisation}
        metadata["xmp:CreateDate"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        metadata["xmp:ModifyDate"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        metadata["xmp:CreatorTool"] = "briefing-build"


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(number: int) -> str:
    """A number in small roman letters."""
    written = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written.append(letters * times)
    return "".join(written)


def _label_ranges(labels: Sequence[str]) -> list[object]:
    """Labels as PDF wants them: where a kind of numbers begins, and which kind (12.4.2)."""
    ranges: list[object] = []
    before: tuple[str, int] | None = None
    for index, label in enumerate(labels):
        kind, number = _kind(label)
        if before != (kind, number - 1):
            ranges += [index, _label_range(kind, number, label)]
        before = (kind, number)
    return ranges


def _kind(label: str) -> tuple[str, int]:
    if label.isdecimal():
        return "D", int(label)
    number = next((n for n in range(1, 200) if roman(n) == label), 0)
    return ("r", number) if number else ("", 0)


def _label_range(kind: str, number: int, label: str) -> Dictionary:
    if not kind:
        return Dictionary(P=String(label))
    return Dictionary(S=Name(f"/{kind}"), St=number)
