"""What the layout engine leaves undone in a PDF: its tags, page labels, metadata, attachments.

The same input gives the same bytes: nothing here looks at a clock, and the file's identifier is
made from its content.
"""

from __future__ import annotations

from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from briefing_build.pdf.assembly import add_structure
from briefing_build.pdf.metadata import CREATOR, xmp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from briefing_build.manuscript import Manuscript
    from briefing_build.pdf.sources import Attached
    from briefing_build.pdf.structure import Structure


def finish(
    pdf: bytes,
    structure: Structure,
    labels: Sequence[str],
    attached: Sequence[Attached],
    manuscript: Manuscript,
) -> bytes:
    """The same document, which says that it is PDF/A-3a and PDF/UA-1."""
    with pikepdf.open(BytesIO(pdf)) as document:
        add_structure(document, structure)
        document.Root.PageLabels = Dictionary(Nums=Array(_label_ranges(labels)))
        document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        document.Root.PageLayout = Name.OneColumn
        if Name.Outlines in document.Root:
            document.Root.PageMode = Name.UseOutlines
        document.Root.Lang = String(manuscript.settings.language)
        document.Root.OutputIntents = Array([_output_intent(document)])
        _attach(document, attached, manuscript.moment)
        _smooth_no_pictures(document)
        _describe(document, manuscript, claims=True)
        return _saved(document)


def without_claims(pdf: bytes, manuscript: Manuscript) -> bytes:
    """A finished document that says nothing of the standards to which it keeps."""
    with pikepdf.open(BytesIO(pdf)) as document:
        _describe(document, manuscript, claims=False)
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        linearize=False,
    )
    return out.getvalue()


def _describe(document: pikepdf.Pdf, manuscript: Manuscript, *, claims: bool) -> None:
    """XMP beside the older document information, both saying the same."""
    settings, moment = manuscript.settings, manuscript.moment
    producer = str(document.docinfo[Name.Producer])
    described = {
        "/Title": settings.title,
        "/Author": ", ".join(settings.authors),
        "/Subject": settings.subtitle,
        "/Creator": CREATOR,
        "/Producer": producer,
        "/CreationDate": _stamp(moment),
        "/ModDate": _stamp(moment),
    }
    document.trailer.Info = document.make_indirect(
        Dictionary({name: String(value) for name, value in described.items() if value})
    )
    packet = document.make_stream(xmp(settings, moment, producer, claims=claims))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    document.Root.Metadata = packet


def _stamp(moment: datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%SZ")


def _output_intent(document: pikepdf.Pdf) -> Dictionary:
    """What the colours mean (PDF/A-3, 6.2.3): those of screens, with the engine's profile."""
    name = "sRGB2014.icc"
    profile = document.make_stream((resources.files("weasyprint.pdf") / name).read_bytes(), N=3)
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String(name),
        DestOutputProfile=profile,
    )


def _attach(document: pikepdf.Pdf, attached: Iterable[Attached], moment: datetime) -> None:
    """Files with what PDF/A-3 (6.8) wants to know of each: its type, date, and what it is here."""
    stamp = _stamp(moment)
    specs = []
    for file in attached:
        spec = pikepdf.AttachedFileSpec(
            document,
            file.data,
            description=file.description,
            filename=file.name,
            mime_type=file.media_type,
            creation_date=stamp,
            mod_date=stamp,
        )
        spec.obj.AFRelationship = Name.Source
        document.attachments[file.name] = spec
        specs.append(spec.obj)
    if specs:
        document.Root.AF = Array(specs)


def _smooth_no_pictures(document: pikepdf.Pdf) -> None:
    """No picture asks a viewer to smooth it, which PDF/A forbids (6.2.8)."""
    for drawn in document.objects:
        if isinstance(drawn, pikepdf.Stream) and Name.Interpolate in drawn:
            drawn.Interpolate = False


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
