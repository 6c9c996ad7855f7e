"""What a PDF says of itself in XMP: title, people, dates, and to which standards it keeps.

The words are escaped; the form is that of PDF/A-3 (6.6.2) and PDF/UA-1 (5). PDF/A knows no property
of PDF/UA, so the schema of that one is described along with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from briefing_build.settings import Settings

CREATOR = "briefing-build"

_PACKET = Markup(
    """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
{described}<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
</rdf:Description>
{claims}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
)
_CLAIMS = Markup(
    """\
<rdf:Description rdf:about=""
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>the part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xmp(settings: Settings, moment: datetime, producer: str, *, claims: bool) -> bytes:
    """The packet; with `claims`, it says that the file is PDF/A-3a and PDF/UA-1."""
    packet = _PACKET.format(
        described=_described(settings),
        producer=producer,
        creator=CREATOR,
        moment=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        claims=_CLAIMS if claims else "",
    )
    return packet.encode()


def _described(settings: Settings) -> Markup:
    parts = (
        ("title", "Alt", (settings.title,)),
        ("creator", "Seq", settings.authors),
        ("description", "Alt", (settings.subtitle,)),
        ("language", "Bag", (settings.language,)),
        ("publisher", "Bag", (settings.organisation,)),
    )
    return Markup().join(
        _property(name, kind, tuple(filter(None, values))) for name, kind, values in parts
    )


def _property(name: str, kind: str, values: Iterable[str]) -> Markup:
    attribute = Markup(' xml:lang="x-default"') if kind == "Alt" else ""
    items = Markup().join(
        Markup("<rdf:li{}>{}</rdf:li>").format(attribute, _NOT_XML.sub(" ", value))
        for value in values
    )
    if not items:
        return Markup()
    return Markup("<dc:{0}><rdf:{1}>{2}</rdf:{1}></dc:{0}>\n").format(name, kind, items)
