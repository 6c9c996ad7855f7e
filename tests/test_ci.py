"""What is offered for CI does what it says: its own commands are run here, on a small project."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing_build.cli import main
from briefing_build.report import FORMATS

ROOT = Path(__file__).parent.parent
ACTION = (ROOT / "action.yml").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
GITLAB = (ROOT / "ci" / "gitlab.yml").read_text("utf-8")
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")


# The files, as far as they have to be understood


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the action: its name, its variables, its commands."""

    name: str
    variables: dict[str, str]
    commands: str


def action_steps() -> list[Step]:
    steps = ACTION.partition("  steps:\n")[2].split("    - name: ")[1:]
    return [
        Step(
            step.partition("\n")[0],
            dict(
                re.findall(r"^        ([A-Z]+): (.+)$", step.partition("run: |")[0], re.MULTILINE)
            ),
            textwrap.dedent(step.partition("run: |\n")[2]),
        )
        for step in steps
    ]


def action_inputs() -> dict[str, str]:
    """The inputs, with what each is if nothing is given."""
    inputs = ACTION.partition("inputs:\n")[2].partition("\nruns:")[0]
    found = re.findall(r"^  (\w+):\n    description: .+\n    default: (.+)$", inputs, re.MULTILINE)
    return {name: default.strip('"') for name, default in found}


def gitlab_variables() -> dict[str, str]:
    return {
        name: value.strip('"')
        for name, value in re.findall(r"^    (BRIEFING_\w+): (.+)$", GITLAB, re.MULTILINE)
    }


def gitlab_commands() -> str:
    script = GITLAB.partition("  script:\n")[2].partition("  artifacts:")[0]
    return "set -eo pipefail\n" + re.sub("^    - ", "", script, flags=re.MULTILINE)


def blocks(language: str, title: str = "") -> list[str]:
    return [body for kind, body in BLOCKS if kind == language and body.startswith(title)]


# A project, and a machine to check it


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """An environment whose path leads to this `briefing`."""
    programs = tmp_path / "programs"
    programs.mkdir()
    briefing = programs / "briefing"
    briefing.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m briefing_build "$@"\n')
    briefing.chmod(0o755)
    return {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_PATH": str(tmp_path / "paths"),
    }


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a briefing in a folder."""
    checkout = tmp_path / "checkout"
    assert main(["init", str(checkout / "reports" / "gas")]) == 0
    return checkout


def break_a_key(checkout: Path) -> None:
    chapter = checkout / "reports" / "gas" / "manuscript" / "01-key-judgements.md"
    chapter.write_text(chapter.read_text("utf-8").replace("example2024", "example2042"), "utf-8")


def run(commands: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", commands],
        check=False, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=env,
    )  # fmt: skip


# GitHub


def check_as_action(
    checkout: Path, machine: dict[str, str], **given: str
) -> subprocess.CompletedProcess[str]:
    assert given.keys() <= action_inputs().keys()
    inputs = action_inputs() | given
    step = action_steps()[1]
    variables = {
        name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: inputs[match[1]], value)
        for name, value in step.variables.items()
    }
    github = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(checkout)}
    return run(step.commands, checkout, machine | github | variables)


def test_the_action_is_red_when_a_check_is(checkout: Path, machine: dict[str, str]) -> None:
    fine = check_as_action(checkout, machine, project="reports/gas")
    break_a_key(checkout)
    broken = check_as_action(checkout, machine, project="reports/gas")
    nowhere = check_as_action(checkout, machine, project="reports")

    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "nothing found\n", "")
    assert broken.returncode == 1
    path = "reports/gas/manuscript/01-key-judgements.md"
    assert broken.stdout.startswith(f"::error file={path},line=4,endLine=4,col=75,")
    assert nowhere.returncode == 2
    assert nowhere.stderr.startswith("briefing: no briefing.toml in reports")


def test_the_action_writes_sarif_and_is_red_all_the_same(
    checkout: Path, machine: dict[str, str]
) -> None:
    break_a_key(checkout)
    done = check_as_action(checkout, machine, project="reports/gas", sarif="out.sarif")

    assert done.returncode == 1
    assert done.stdout.startswith("::error ")
    (result,) = json.loads((checkout / "out.sarif").read_text("utf-8"))["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "reports/gas/manuscript/01-key-judgements.md"


def test_the_action_is_as_strict_as_it_is_asked_to_be(
    checkout: Path, machine: dict[str, str]
) -> None:
    library = checkout / "reports" / "gas" / "references.bib"
    with library.open("a", encoding="utf-8") as file:
        file.write(
            "@book{nobody, title = {T}, author = {Anna Author}, date = {2020}, location = {Baku}}\n"
        )

    assert check_as_action(checkout, machine, project="reports/gas").returncode == 0
    strict = check_as_action(checkout, machine, project="reports/gas", strict="true")
    assert strict.returncode == 1
    assert "title=unused-entry::" in strict.stdout


def test_the_action_leaves_out_what_is_known(checkout: Path, machine: dict[str, str]) -> None:
    break_a_key(checkout)
    run("briefing check reports/gas --write-baseline known.toml", checkout, machine)
    done = check_as_action(checkout, machine, project="reports/gas", baseline="known.toml")

    assert (done.returncode, done.stdout) == (0, "nothing found (1 known)\n")


def test_what_is_given_to_the_action_is_never_run(checkout: Path, machine: dict[str, str]) -> None:
    done = check_as_action(checkout, machine, project="$(touch ran); `touch ran`; --strict")

    assert done.returncode == 2
    assert not list(checkout.glob("**/ran"))
    for step in action_steps():
        assert "${{" not in step.commands


PRETENDED_PYTHON = """#!/bin/sh
# Makes no environment, but writes down what it was asked for.
echo "$*" >> "$RUNNER_TEMP/asked"
if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi
"""


def test_the_action_installs_what_is_pinned_and_then_itself(
    tmp_path: Path, machine: dict[str, str]
) -> None:
    python = tmp_path / "a python"
    python.write_text(PRETENDED_PYTHON)
    python.chmod(0o755)
    runner = Path(machine["RUNNER_TEMP"])
    runner.mkdir()
    step = action_steps()[0]
    assert step.variables.keys() == {"ACTION", "PYTHON"}
    assert step.variables["ACTION"] == "${{ github.action_path }}"

    done = run(step.commands, tmp_path, machine | {"ACTION": str(ROOT), "PYTHON": str(python)})

    assert (done.returncode, done.stderr) == (0, "")
    made, pinned, itself = (runner / "asked").read_text().splitlines()
    assert made == f"-m venv {runner / 'briefing-build'}"
    assert "--require-hashes" in pinned
    requirements = Path(pinned.rpartition(" ")[2])
    assert "--hash=sha256:" in requirements.read_text("utf-8")
    assert "--no-deps" in itself
    assert (Path(itself.rpartition(" ")[2]) / "pyproject.toml").is_file()
    paths = Path(machine["GITHUB_PATH"]).read_text().splitlines()
    assert paths == [str(runner / "briefing-build" / "bin")]


# pre-commit


def test_the_hook_checks_the_project_that_it_is_given(
    checkout: Path, machine: dict[str, str]
) -> None:
    entry = re.findall(r"^  entry: (.+)$", HOOKS, re.MULTILINE)[0]
    assert "pass_filenames: false" in HOOKS

    assert run(f"{entry} --strict reports/gas", checkout, machine).returncode == 0
    break_a_key(checkout)
    assert run(f"{entry} --strict reports/gas", checkout, machine).returncode == 1


def test_the_hook_wakes_for_what_a_briefing_is_made_of() -> None:
    files = re.compile(re.findall(r"^  files: (.+)$", HOOKS, re.MULTILINE)[0])

    for path in ("manuscript/01.md", "references.bib", "references.json", "styles/house.csl"):
        assert files.search(path)
    assert files.search("manuscript/briefing.toml")
    assert not files.search("build/a.pdf")


# GitLab


def test_the_template_leaves_reports_and_fails_with_the_check(
    checkout: Path, machine: dict[str, str]
) -> None:
    env = machine | gitlab_variables() | {"CI_PROJECT_DIR": str(checkout)}
    env["BRIEFING_PROJECT"] = "reports/gas"
    reports = re.findall(r"^      (?:codequality|junit): (.+)$", GITLAB, re.MULTILINE)

    assert run(gitlab_commands(), checkout, env).returncode == 0
    assert json.loads((checkout / reports[0]).read_text("utf-8")) == []
    break_a_key(checkout)
    done = run(gitlab_commands(), checkout, env)

    assert done.returncode == 1
    assert done.stdout.startswith("error[unknown-key]")
    (issue,) = json.loads((checkout / reports[0]).read_text("utf-8"))
    assert issue["location"]["path"] == "reports/gas/manuscript/01-key-judgements.md"
    assert ET.parse(checkout / reports[1]).getroot().attrib["failures"] == "1"


def test_the_template_says_at_once_that_it_cannot_work(
    checkout: Path, machine: dict[str, str]
) -> None:
    env = machine | gitlab_variables() | {"BRIEFING_PROJECT": "nowhere"}
    done = run(gitlab_commands(), checkout, env)

    assert done.returncode == 1
    assert done.stderr == "briefing: there is no folder nowhere\n"


# The page


def test_the_page_names_every_format() -> None:
    table = PAGE.partition("| format | for |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `(\w+)` ", table, re.MULTILINE) == list(FORMATS)


def test_the_page_gives_the_action_what_it_takes() -> None:
    workflows = blocks("yaml", "# .github/workflows/")

    assert len(workflows) == 2
    for workflow in workflows:
        given = re.search(
            r"- uses: OWNER/briefing-build@REVISION\n +with:\n((?: {10}.+\n)+)", workflow
        )
        assert given
        assert set(re.findall(r"^ {10}(\w+):", given[1], re.MULTILINE)) <= action_inputs().keys()
    told = PAGE.partition("It also takes ")[2].partition("\n\n")[0]
    assert {"project", "strict", "sarif", *re.findall(r"`(\w+):", told)} == action_inputs().keys()
    assert "sarif: briefing.sarif" in workflows[1]
    assert "sarif_file: briefing.sarif" in workflows[1]


def test_the_page_names_the_hook_that_there_is(checkout: Path, machine: dict[str, str]) -> None:
    (config,) = blocks("yaml", "# .pre-commit-config.yaml")
    hooks = re.findall(r"- id: (\S+)\n +args: \[(.+)\]", config)

    assert [name for name, _ in hooks] == re.findall(r"^- id: (.+)$", HOOKS, re.MULTILINE)
    arguments = [hooks[0][1], *re.findall(r"`args: \[(.+)\]`", PAGE)]
    for given in arguments:
        words = given.replace(",", " ").replace("reports/gas", ".")
        done = run(f"briefing check {words}", checkout / "reports" / "gas", machine)
        assert done.returncode == 0, done.stderr


def test_the_page_includes_the_template_that_there_is() -> None:
    (config,) = blocks("yaml", "# .gitlab-ci.yml")

    assert (ROOT / re.findall(r"file: (.+)", config)[0]).read_text("utf-8") == GITLAB
    (job,) = re.findall(r"^(briefing-.+):$", config, re.MULTILINE)
    assert f"\n{job}:\n" in GITLAB
    assert set(re.findall(r"BRIEFING_\w+", PAGE)) <= gitlab_variables().keys()


def test_the_commands_of_the_page_run(checkout: Path, machine: dict[str, str]) -> None:
    project = checkout / "reports" / "gas"
    for commands in blocks("sh"):
        # What a build finds after a check is tested elsewhere; a page takes long to lay out.
        done = run(commands.replace("briefing build", "briefing build --to epub"), project, machine)

        assert done.returncode == 0, done.stderr
    assert json.loads((project / "briefing.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert ET.parse(project / "briefing-junit.xml").getroot().attrib["failures"] == "0"


def test_nothing_offered_leads_to_a_registry() -> None:
    for text in (ACTION, HOOKS, GITLAB, PAGE):
        assert "://" not in text.replace("https://github.com/OWNER/", "")
