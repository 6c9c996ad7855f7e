"""Who may import whom: the table of the design, and what a check must not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import briefing_build

PACKAGE = Path(briefing_build.__file__).parent
# In the order in which they may import: each only from those before it.
ORDER = (
    "source",
    "spelling",
    "rules",
    "diagnostics",
    "mending",
    "allows",
    "files",
    "settings",
    "citation_style",
    "shipped_styles",
    "manuscript",
    "document",
    "terms",
    "outlets",
    "residue",
    "punctuation",
    "markdown",
    "bibtex",
    "csljson",
    "library",
    "pictures",
    "mathematics",
    "placement",
    "numbering",
    "keys",
    "resolve",
    "checks",
    "links",
    "wording",
    "csl",
    "html",
    "pages",
    "pdf",
    "epub",
    "rescue",
    "report",
    "",  # the root module, which tells the story
    "cli",
    "__main__",
)


def _module(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "")


def _imported(path: Path) -> set[str]:
    """The package's own modules that a file imports when it runs, not only for its types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "briefing_build":
                names |= {alias.name if alias.name in ORDER else "" for alias in node.names}
            elif node.module.startswith("briefing_build."):
                names.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            names |= {
                [*alias.name.split("."), ""][1]
                for alias in node.names
                if alias.name.split(".")[0] == "briefing_build"
            }
    return names


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    module = _module(path)
    allowed = {*ORDER[: ORDER.index(module)], module}
    # The root module imports the writers, each inside the function that needs it.

    assert _imported(path) <= allowed


def test_a_check_imports_neither_the_layout_engine_nor_templates_nor_native_parsers() -> None:
    program = (
        "import sys, briefing_build.cli\n"
        "heavy = {'weasyprint', 'jinja2', 'ebooklib', 'pikepdf', 'PIL', 'lxml', 'pypandoc'}\n"
        "heavy |= {'httpx', 'httpcore', 'ssl'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == "[]"


def test_a_check_imports_nothing_that_only_other_work_needs(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[briefing]\ntitle = "Plain"\n')
    (tmp_path / "references.bib").write_text(
        "@book{a, title = {A}, author = {Doe, Jane}, date = {2024}, location = {Baku}}\n"
    )
    (tmp_path / "01.md").write_text("# One\n\nA claim.[@a]\n")
    program = (
        "import sys, briefing_build.cli\n"
        "briefing_build.cli.main(['check', sys.argv[1]])\n"
        "slow = {'importlib.metadata', 'importlib.resources', 'subprocess', 'tempfile',\n"
        "    'xml.etree.ElementTree', 'latex2mathml', 'briefing_build.cli.doctor',\n"
        "    'briefing_build.csljson.items', 'briefing_build.pictures'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert answer.stdout.splitlines() == ["nothing found", "[]"]
