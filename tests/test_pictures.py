"""Pictures: what is shown, what is refused, and that what is shown is harmless."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from briefing_build.diagnostics import Diagnostic, Diagnostics
from briefing_build.document import NOTHING, Chapter, Image
from briefing_build.files import MemoryFiles
from briefing_build.pictures import Picture, check_picture, read_picture
from briefing_build.pictures.svg import RefusedDrawing, clean_svg
from briefing_build.source import SourceFile

START = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 40 30"'
)


def svg(inside: str, attributes: str = "") -> bytes:
    return f"{START} {attributes}>{inside}</svg>".encode()


def raster(format: str, size: tuple[int, int] = (4, 3)) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, "red").save(out, format)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels."""
    out = b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    for kind, data in ((b"IHDR", header), (b"IDAT", b""), (b"IEND", b"")):
        out += struct.pack(">I", len(data)) + kind + data
        out += struct.pack(">I", zlib.crc32(kind + data))
    return out


def show(path: str, contents: dict[str, bytes]) -> tuple[Picture | None, list[Diagnostic]]:
    text = f"Look: ![A map]({path})\n"
    source = SourceFile("manuscript/one.md", text)
    start = text.index(path + ")")
    path_span = source.span(start, start + len(path))
    image = Image(path, "A map", "", NOTHING, source.span(6, len(text) - 1), path_span)
    found = Diagnostics()
    picture = read_picture(image, Chapter(source, ()), MemoryFiles(contents), found)
    assert all(diagnostic.at.span == path_span for diagnostic in found)
    return picture, list(found)


def refused(path: str, data: bytes | None) -> str:
    contents = {} if data is None else {"manuscript/" + path: data}
    picture, found = show(path, contents)
    assert picture is None
    assert len(found) == 1
    return found[0].rule.name


@pytest.mark.parametrize(
    ("format", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif"), ("WEBP", "image/webp")],
)
def test_a_raster_is_known_by_its_content_and_passed_on_as_it_is(
    format: str, media_type: str
) -> None:
    data = raster(format)

    picture, found = show("maps/a.dat", {"manuscript/maps/a.dat": data})

    assert not found
    assert picture is not None
    assert (picture.media_type, picture.data) == (media_type, data)
    assert (picture.width, picture.height) == (4, 3)


def test_a_picture_is_looked_for_beside_its_chapter() -> None:
    picture, _ = show("../maps/a%20b.png", {"maps/a b.png": raster("PNG")})

    assert picture is not None
    assert picture.path == "maps/a b.png"


def test_pictures_with_one_name_and_other_content_get_other_names() -> None:
    red, _ = show("a.png", {"manuscript/a.png": raster("PNG")})
    wide, _ = show("a.png", {"manuscript/a.png": raster("PNG", (9, 3))})

    assert red is not None
    assert wide is not None
    assert red.name != wide.name
    assert red.name.endswith(".png")


def test_a_missing_picture_is_told_with_the_nearest_name() -> None:
    picture, found = show("maps/carte.png", {"manuscript/maps/Carte.PNG": b""})

    assert picture is None
    assert found[0].rule.name == "missing-image"
    assert found[0].help == "did you mean `maps/Carte.PNG`?"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("http://example.org/a.png", "remote-resource"),
        ("HTTPS://example.org/a.png", "remote-resource"),
        ("//example.org/a.png", "remote-resource"),
        ("file:///etc/passwd", "path-escapes"),
        ("/etc/passwd", "path-escapes"),
        ("../../a.png", "path-escapes"),
        ("%2e%2e/%2e%2e/a.png", "path-escapes"),
        ("%68ttp://example.org/a.png", "remote-resource"),
        ("c:/a.png", "path-escapes"),
        ("data:image/png;base64,AAAA", "refused-image"),
        ("javascript:alert(1)", "refused-image"),
        ("nowhere.png", "missing-image"),
    ],
)
def test_a_path_that_is_no_file_of_the_project_is_refused(path: str, rule: str) -> None:
    assert refused(path, None) == rule


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"II*\0", b"hello", b"\x89PNG\r\n\x1a\n", raster("PNG")[:40], b"<html/>"],
)
def test_what_is_not_a_picture_is_refused(data: bytes) -> None:
    assert refused("a.png", data) == "refused-image"


@pytest.mark.parametrize("size", [(30_001, 1), (10_000, 10_000), (200_000, 200_000)])
def test_a_raster_with_too_many_pixels_meets_a_limit(size: tuple[int, int]) -> None:
    assert refused("a.png", png_header(*size)) == "limit-met"


def test_an_svg_keeps_its_view_box_and_has_the_size_it_says() -> None:
    data = svg('<path d="M0 0h4"/>', 'width="10cm"')

    picture, found = show("a.svg", {"manuscript/a.svg": data})

    assert not found
    assert picture is not None
    assert b'viewBox="0 0 40 30"' in picture.data
    assert picture.width == pytest.approx(377.95, abs=0.01)
    assert picture.height == pytest.approx(picture.width * 0.75)


def test_an_svg_without_a_view_box_is_given_one() -> None:
    data = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'

    assert b'viewBox="0 0 40 30"' in clean_svg(data).data


def test_what_editors_leave_for_themselves_is_left_out() -> None:
    clean = clean_svg(
        svg(
            "<!-- mine --><metadata>x</metadata><inkscape:page/>"
            '<g inkscape:label="a" data-x="1"><a href="http://example.org/"><text>t</text></a></g>'
        )
    ).data

    assert b"<g><g><text>t</text></g></g></svg>" in clean
    assert b"inkscape" not in clean
    assert b"example.org" not in clean


def test_a_plain_document_type_does_no_harm() -> None:
    doctype = (
        b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )

    assert b"DOCTYPE" not in clean_svg(doctype + svg("")).data


def test_a_small_raster_may_stand_in_an_svg() -> None:
    from base64 import b64encode

    data = "data:image/png;base64," + b64encode(raster("PNG")).decode()

    assert data.encode() in clean_svg(svg(f'<image href="{data}"/>')).data


HARMFUL = {
    "<script>alert(1)</script>": "active-content",
    '<g onclick="x()"/>': "active-content",
    "<foreignObject/>": "active-content",
    '<set attributeName="href" to="x"/>': "active-content",
    '<use href="javascript:alert(1)"/>': "active-content",
    '<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>': "active-content",
    '<g style="behavior: url(#x)"/>': "active-content",
    '<image href="http://example.org/a.png"/>': "remote-resource",
    '<image xlink:href="//example.org/a.png"/>': "remote-resource",
    '<use href="other.svg#a"/>': "refused-image",
    '<image href="file:///etc/passwd"/>': "refused-image",
    '<image href="data:image/svg+xml;base64,AAAA"/>': "refused-image",
    '<image href="data:image/png;base64,?"/>': "refused-image",
    '<rect fill="url(http://example.org/#a)"/>': "remote-resource",
    "<rect style=\"fill: url( 'https://example.org/' )\"/>": "remote-resource",
    '<rect fill="url(#a"/>': "refused-image",
    "<style>@import 'a.css';</style>": "remote-resource",
    "<style>@\\69mport 'a.css';</style>": "refused-image",
    "<style>a{fill:url(x.svg#a)}</style>": "refused-image",
    "<style>a{fill:url(#a)}</style><g id='a'><use href='#b'/></g>": "refused-image",
    '<g id="a"><use href="#a"/></g>': "refused-image",
    '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>': "refused-image",
    '<pattern id="a"><rect fill="url(#a)"/></pattern>': "refused-image",
    "<blink/>": "refused-image",
    '<linearGradient spreadMethod="repeat" x2="0.000001"/>': "refused-image",
    '<marker id="m"><path d="M0 0"/></marker><polyline marker-mid="url(#m)" points="'
    + "0,0 " * 6000
    + '"/>': "limit-met",
    '<style>path{marker:url(#m)}</style><marker id="m">'
    + "<g/>" * 6
    + '</marker><path d="M'
    + "0 0 " * 6000
    + '"/>': "limit-met",
    "<g>": "refused-image",
    "<g>" * 101 + "</g>" * 101: "limit-met",
    "<g/>" * 50_001: "limit-met",
    '<g id="a"><g/><g/></g>' + '<use href="#a"/>' * 4000: "limit-met",
    '<g id="d0"/>'
    + "".join(f'<g id="d{n + 1}"><use href="#d{n}"/><use href="#d{n}"/></g>' for n in range(40))
    + '<use href="#d40"/>': "limit-met",
    "".join(f'<g id="d{n}"><use href="#d{n + 1}"/></g>' for n in range(300)): "limit-met",
}


@pytest.mark.parametrize("inside", HARMFUL, ids=lambda inside: inside[:40])
def test_a_harmful_svg_is_refused_with_its_reason(inside: str) -> None:
    assert refused("a.svg", svg(inside)) == HARMFUL[inside]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
        b"<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>" + svg(""),
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b"\xff\xfe<\0s\0v\0g\0",
        b'<?xml version="1.0" encoding="utf-77"?>' + svg(""),
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1e30"/>',
        b"<svg/>",
    ],
)
def test_a_file_that_is_not_a_plain_svg_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedDrawing):
        clean_svg(data)


def test_a_huge_svg_meets_a_limit() -> None:
    assert refused("a.svg", svg(" " * 4 * 2**20)) == "limit-met"


PARTS = st.sampled_from(
    [*(part for part in HARMFUL if len(part) < 200), "<g>", "</g>", "text", '<rect id="a"/>']
)


@given(st.lists(PARTS, max_size=5))
def test_what_is_passed_on_is_clean_and_comes_back_the_same(parts: list[str]) -> None:
    try:
        clean = clean_svg(svg("".join(parts))).data
    except RefusedDrawing:
        return

    assert clean_svg(clean).data == clean
    lowered = clean.lower().replace(b"http://www.w3.org/", b"")
    for word in (b"script", b"http:", b"onclick", b"@import", b"file:"):
        assert word not in lowered


def test_a_check_says_the_same_as_reading_and_needs_no_native_parser() -> None:
    script = """
import sys
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import NOTHING, Chapter, Image
from briefing_build.files import MemoryFiles
from briefing_build.pictures import check_picture
from briefing_build.source import SourceFile
source = SourceFile("one.md", "![](a.svg)")
image = Image("a.svg", "", "", NOTHING, source.span(0, 10), source.span(4, 9))
files = MemoryFiles({"a.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"})
found = Diagnostics()
check_picture(image, Chapter(source, ()), files, found)
print(*(diagnostic.rule.name for diagnostic in found))
print("PIL" in sys.modules or "lxml" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["active-content", "False"]


def test_a_good_picture_passes_the_check_in_silence() -> None:
    source = SourceFile("one.md", "![](a.png)")
    image = Image("a.png", "", "", NOTHING, source.span(0, 10), source.span(4, 9))
    found = Diagnostics()

    check_picture(image, Chapter(source, ()), MemoryFiles({"a.png": raster("PNG")}), found)

    assert not list(found)
