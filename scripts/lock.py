"""Write `requirements/*.txt`: every version and every hash of what pyproject.toml asks for.

    python3 scripts/lock.py [--upgrade]

Without `--upgrade`, what is pinned stays as it is while it still fits. Needs a network.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.9"

# Each file and the dependency group that it pins beside the project's own dependencies.
FILES = {"runtime": "build", "dev": "dev", "conformance": "conformance"}


def main(*arguments: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        uv = _uv(Path(folder))
        pinned: list[str] = []
        for name, group in FILES.items():
            file = f"requirements/{name}.txt"
            subprocess.run(
                [
                    *(uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
                    *("--python-version", "3.11", "--no-header", "--no-annotate"),
                    *("--group", f"pyproject.toml:{group}", "pyproject.toml"),
                    # A larger file never moves a version of a smaller one.
                    *pinned,
                    *("--output-file", file, *arguments),
                ],
                check=True,
                cwd=ROOT,
            )
            pinned += ["--constraints", file]


def _uv(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", UV], check=True)
    return str(folder / "bin" / "uv")


if __name__ == "__main__":
    main(*sys.argv[1:])
