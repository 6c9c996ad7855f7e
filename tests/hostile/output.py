"""Is there anything in an output that should not leave us? Says what, in words.

An allow list, kept apart from the writers': what they make is parsed here by other means.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
from lxml import etree

_SCHEMES = {"http", "https", "mailto", "doi", "tel"}
_ACTIVE = {
    "script", "iframe", "object", "embed", "applet", "form", "input", "button", "textarea",
    "select", "base", "frame", "frameset", "foreignobject", "handler", "listener", "set",
    "animate", "animatemotion", "animatetransform", "animatecolor", "audio", "video", "source",
    "marquee", "template", "portal", "noscript", "discard", "mpath", "maction", "semantics-xml",
}  # fmt: skip
_FETCHED = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([^/?#:]*):")


def faults_of_epub(data: bytes, canaries: list[str]) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if len(set(names)) != len(names):
            yield "two parts of the archive have one name"
        for name in names:
            if name.startswith("/") or ".." in name.split("/") or "\\" in name:
                yield f"a part is called {name!r}"
            content = archive.read(name)
            yield from (f"{name}: {fault}" for fault in _faults_of_part(name, content, canaries))


def _faults_of_part(name: str, content: bytes, canaries: list[str]) -> Iterator[str]:
    yield from faults_of_words(content.decode("utf-8", "replace"), canaries)
    if name.endswith((".xhtml", ".svg", ".opf", ".ncx", ".xml")):
        try:
            etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError as error:
            yield f"is not well-formed: {error}"
        yield from faults_of_markup(content)
    elif name.endswith(".css"):
        yield from _faults_of_css(content.decode("utf-8"))
    elif name.endswith((".js", ".html", ".htm", ".swf")):
        yield "is of a kind that is not made here"


def faults_of_words(text: str, canaries: list[str]) -> Iterator[str]:
    for canary in canaries:
        if canary in text:
            yield f"has the canary {canary[:12]}…"


def faults_of_markup(content: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    tree = etree.fromstring(content, parser).getroottree()
    if "<!ENTITY" in (tree.docinfo.doctype or "") or b"<!ENTITY" in content:
        yield "declares entities"
    ids: set[str] = set()
    for element in tree.iter():
        if isinstance(element, etree._Element) and isinstance(element.tag, str):
            yield from _faults_of_element(element)
            if (id := element.get("id")) in ids:
                yield f"has two ids {id!r}"
            ids |= {id} if id else set()
        elif not isinstance(element, etree._Comment):
            yield f"has an instruction or an entity: {element}"


def _faults_of_element(element: etree._Element) -> Iterator[str]:
    tag = etree.QName(element).localname.lower()
    if tag in _ACTIVE:
        yield f"has <{tag}>"
    if tag == "style":
        yield from _faults_of_css("".join(element.itertext()))
    if tag == "meta" and "http-equiv" in {name.lower() for name in element.attrib}:
        yield "has <meta http-equiv>"
    is_drawing = "svg" in (etree.QName(element).namespace or "")
    for name, value in element.attrib.items():
        local = etree.QName(name).localname.lower()
        if local.startswith("on"):
            yield f"has <{tag} {local}>"
        elif local == "style":
            yield from _faults_of_css(value)
        elif local in _FETCHED:
            yield from _faults_of_address(value, is_fetched=True)
        elif local == "href":
            is_fetched = tag in {"link", "image", "use", "item"} or is_drawing
            yield from _faults_of_address(value, is_fetched=is_fetched)
        elif is_drawing and "url(" in value.lower():
            yield from _faults_of_css(value)


def _faults_of_address(value: str, *, is_fetched: bool) -> Iterator[str]:
    bare = _HIDDEN.sub("", html.unescape(value)).lower()
    scheme = _SCHEME.match(bare)
    is_raster = bare.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
    if is_fetched and (scheme or bare.startswith("//")) and not is_raster:
        yield f"fetches {value[:80]!r}"
    elif not is_raster and scheme is not None and scheme[1] not in _SCHEMES:
        yield f"leads to {value[:80]!r}"


def _faults_of_css(css: str) -> Iterator[str]:
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    plain = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda m: chr(min(int(m[1], 16), 0x10FFFF)), plain)
    for word in ("@import", "expression(", "javascript:", "behavior", "-moz-binding"):
        if word in plain.lower():
            yield f"has {word} in its style"
    for address in re.findall(r"url\(\s*[\"']?([^\"')]*)", plain, re.IGNORECASE):
        yield from _faults_of_address(address, is_fetched=True)


# The sources go with a PDF, and nothing else does.
_OURS = {"application/x-bibtex", "application/vnd.citationstyles.csl+json"}


def faults_of_pdf(data: bytes, canaries: list[str]) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if not 1 <= len(pdf.pages) <= 5000:
            yield f"has {len(pdf.pages)} pages"
        for name, file in pdf.attachments.items():
            is_source = file.obj.get("/AFRelationship") == "/Source"
            if not is_source or file.get_file().mime_type not in _OURS:
                yield f"has an attachment {name[:80]!r}, which is no source"
        for thing in pdf.objects:
            yield from _faults_of_object(thing, canaries)


def _faults_of_object(thing: pikepdf.Object, canaries: list[str]) -> Iterator[str]:
    if isinstance(thing, pikepdf.Stream):
        with_filters = thing.get("/Subtype") != "/Image"
        content = thing.read_bytes() if with_filters else thing.read_raw_bytes()
        yield from faults_of_words(content.decode("latin-1"), canaries)
    if not isinstance(thing, pikepdf.Dictionary):
        return
    for kind in ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm", "/ImportData", "/RichMedia"):
        if thing.get("/S") == kind or thing.get("/Subtype") == kind:
            yield f"has a {kind}"
    for key in ("/JS", "/AA"):
        if key in thing:
            yield f"has a {key}"
    if "/EF" in thing and thing.get("/AFRelationship") != "/Source":
        yield "has a /EF"
    action = thing.get("/A", thing)
    if isinstance(action, pikepdf.Dictionary) and "/URI" in action and action.get("/S") == "/URI":
        yield from _faults_of_address(str(action.URI), is_fetched=False)
