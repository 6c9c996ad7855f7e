"""What comes with the package is what its makers published."""

import hashlib
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

PACKAGE = Path(str(files("briefing_build")))
STYLES = sorted((PACKAGE / "csl").glob("*.csl"))
FONTS = sorted((PACKAGE / "fonts").glob("*/*.?tf"))


@pytest.mark.parametrize("folder", ["fonts", "csl"])
def test_a_shipped_file_is_listed_and_unmodified(folder: str) -> None:
    sums = (PACKAGE / folder / "SHA256SUMS").read_text("utf-8")
    shipped = FONTS if folder == "fonts" else STYLES

    assert sums.splitlines() == [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  "
        f"{file.relative_to(PACKAGE / folder).as_posix()}"
        for file in shipped
    ]


def test_each_folder_of_fonts_carries_its_licence_and_is_named_in_the_readme() -> None:
    readme = (PACKAGE / "fonts" / "README.md").read_text("utf-8")

    for folder in {font.parent for font in FONTS}:
        licence = (folder / "OFL.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "opyright" in licence.splitlines()[0] or "©" in licence.splitlines()[0]
        assert f"`{folder.name}`" in readme


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.stem)
def test_a_style_stands_alone_and_its_authors_are_credited(style: Path) -> None:
    csl = "{http://purl.org/net/xbiblio/csl}"
    readme = (style.parent / "README.md").read_text("utf-8")
    info = ET.parse(style).getroot().find(f"{csl}info")
    assert info is not None

    assert not [link for link in info.iter(f"{csl}link") if link.get("rel") == "independent-parent"]
    line = next(line for line in readme.splitlines() if line.startswith(f"| `{style.stem}` "))
    names = [name.text for name in info.iter(f"{csl}name")]
    assert names
    assert all(name in line for name in names if name)


def test_the_ten_styles_are_there() -> None:
    assert len(STYLES) == 10
