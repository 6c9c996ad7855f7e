"""The action's installation, done for real: it fetches the pinned requirements."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.conformance


def test_what_the_action_installs_checks_a_briefing(tmp_path: Path) -> None:
    action = (ROOT / "action.yml").read_text("utf-8")
    install, check = (
        textwrap.dedent(commands)
        for commands in re.findall(r"      run: \|\n((?: {8}.*\n|\n)+)", action)
    )
    env = os.environ | {
        "ACTION": str(ROOT), "PYTHON": sys.executable, "RUNNER_TEMP": str(tmp_path),
        "GITHUB_PATH": str(tmp_path / "paths"), "PROJECT": "new",
        "STRICT": "true", "RELEASE": "false", "BASELINE": "", "SARIF": "",
    }  # fmt: skip
    env.pop("PYTHONPATH", None)

    def run(commands: str) -> str:
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", commands],
            check=False, capture_output=True, text=True, cwd=tmp_path, env=env,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(install)
    installed = (tmp_path / "paths").read_text("utf-8").strip()
    env["PATH"] = f"{installed}{os.pathsep}{env['PATH']}"
    assert run("command -v briefing").startswith(str(tmp_path))
    run("briefing init new")
    assert run(check) == "nothing found\n"
