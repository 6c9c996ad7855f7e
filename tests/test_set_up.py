"""The pinned requirements say what pyproject.toml says; the set-up fails in one line."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
FILES = {"runtime": "build", "dev": "dev", "conformance": "conformance"}
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; .+?)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
    return {match[1]: match[2] for line in lines if (match := PIN.match(line))}


def wanted(group: str) -> list[Requirement]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    return [Requirement(line) for line in project["project"]["dependencies"]] + [
        Requirement(line) for line in _members(project["dependency-groups"], group)
    ]


def _members(groups: dict[str, list[str | dict[str, str]]], group: str) -> list[str]:
    lines: list[str] = []
    for member in groups[group]:
        lines += [member] if isinstance(member, str) else _members(groups, member["include-group"])
    return lines


@pytest.mark.parametrize(("name", "group"), FILES.items())
def test_what_the_project_asks_for_is_pinned(name: str, group: str) -> None:
    pinned = pins(name)

    for requirement in wanted(group):
        key = requirement.name.lower().replace("_", "-")
        assert key in pinned, f"{key}: run `make lock`"
        assert pinned[key] in requirement.specifier, f"{key}: run `make lock`"


@pytest.mark.parametrize("name", FILES)
def test_requirements_hold_pins_and_hashes_and_nothing_else(name: str) -> None:
    lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()

    for before, line in zip(["", *lines], lines, strict=False):
        assert PIN.match(line) or HASH.match(line), line
        assert not PIN.match(line) or not before.endswith("\\"), f"no hash above {line}"
    assert HASH.match(lines[-1])


def test_a_larger_set_holds_the_smaller_one() -> None:
    runtime, dev, conformance = (pins(name).items() for name in FILES)

    assert runtime < dev < conformance


def set_up(python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "scripts/set-up", "runtime"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHON": python},
    )


@pytest.mark.parametrize("python", ["false", "/no/such python"])
def test_a_python_that_will_not_do_is_told_in_one_line(python: str) -> None:
    done = set_up(python)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"3.11 or newer is needed, and none is found as {python};" in done.stderr
