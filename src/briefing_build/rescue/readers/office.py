"""Documents of word processors: .docx (ECMA-376) and .odt (OpenDocument 1.3)."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException

from briefing_build.diagnostics import BriefingError
from briefing_build.rescue.pasted import Pasted
from briefing_build.rescue.readers.docx import read_docx
from briefing_build.rescue.readers.odt import read_odt

_MOST_FILES = 10_000


def read_office(name: str, data: bytes) -> Pasted:
    """The paragraphs of a document, with its links."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if len(names) > _MOST_FILES:
                raise BriefingError(f"{name}: more than {_MOST_FILES} files are packed in it")
            if "word/document.xml" in names:
                return read_docx(name, archive, names)
            if "content.xml" in names:
                return read_odt(name, archive)
    except (
        zipfile.BadZipFile,
        ParseError,
        DefusedXmlException,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BriefingError(f"{name}: this document is damaged ({error})") from None
    raise BriefingError(f"{name}: this is an archive, and no .docx or .odt; unpack it first")
