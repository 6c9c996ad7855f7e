"""The page about links tells of the program as it is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from briefing_build.cli import main
from briefing_build.links import Pace
from briefing_build.links.memory import FIRST_LOOK_DAYS, GOOD_FOR_DAYS
from briefing_build.links.transport import Limits
from briefing_build.links.verdict import State
from briefing_build.rules import RULES

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "links.md").read_text("utf-8")
PLAIN = " ".join(PAGE.split())


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "briefing.toml").write_text('[briefing]\ntitle = "T"\n')
    (tmp_path / "01.md").write_text("A claim without a link.\n")  # Tests have no network.
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

    for command in commands.splitlines():
        briefing, *arguments = shlex.split(command)
        assert briefing == "briefing"
        assert main(arguments) == 0


def test_the_table_is_that_of_the_states() -> None:
    rows = re.findall(r"^\| ([\w-]+) \| (.+) \| (\w+)(?: days?)? \|$", PAGE, re.MULTILINE)
    days = {State(state): kept for state, _, kept in rows}

    assert list(days) == list(State)
    assert days == {state: str(GOOD_FOR_DAYS.get(state, "never")) for state in days}


def test_the_rules_are_those_that_there_are() -> None:
    named = re.findall(r"\[([\w-]+)\]\(\.\./(\S+)\)", PAGE)

    assert {name for name, _ in named} == {r.name for r in RULES.values() if r.family == "links"}
    assert all((ROOT / path).name == f"{name}.md" for name, path in named)
    assert all((ROOT / path).is_file() for _, path in named)


def test_the_figures_are_those_of_the_program() -> None:
    pace, limits = Pace(), Limits()

    for words in (
        f"after {pace.until_dead:.0f} seconds",
        f"in the last {FIRST_LOOK_DAYS} days",
        f"{pace.at_once} looks at once",
        f"with {pace.between} seconds between",
        f"up to {pace.tries} tries",
        f"up to {pace.longest_wait:.0f} seconds",
        f"out of order {pace.strikes} times",
        f"takes {limits.visit:.0f} seconds at most",
        f"a run {pace.altogether / 60:.0f} minutes",
        f"each of the {limits.redirects} redirects",
        f"{limits.text // 1024} KiB are read",
    ):
        assert words in PLAIN
