"""What is told: `--select`, `--ignore`, baselines and allow-comments, on the command line too."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build import rules
from briefing_build.allows import Allow, read_allow
from briefing_build.cli import main
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.markdown import parse_chapter
from briefing_build.report import FORMATS, Weights, weigh
from briefing_build.report.baseline import read_baseline, to_baseline
from briefing_build.rules import RULES, Severity
from briefing_build.source import SourceFile

Captured = pytest.CaptureFixture[str]
TOML = '[briefing]\ntitle = "A briefing"\n[output]\nformats = ["epub"]\n'
LIBRARY = "@book{ranke1885, title = {A}, author = {Ranke}, date = {1885}, location = {Leipzig}}\n"
CHAPTER = "So<br> it is.\n\n> Another[@ranke1884].\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an unknown key, markup in HTML and an entry that nobody cites."""
    folder = tmp_path / "project"
    folder.mkdir()
    _write(folder, "briefing.toml", TOML)
    _write(folder, "references.bib", LIBRARY)
    _write(folder, "01.md", CHAPTER)
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return folder


def _write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def _told(folder: Path, capsys: Captured, *options: str) -> list[str]:
    """The rules whose findings `check` tells, in their order."""
    main(["check", str(folder), "--format", "json", *options])
    return [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]]


ALL = ["raw-html", "unknown-key", "unused-entry"]

# --select and --ignore


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], ALL),
        (["--select", "raw-html"], ["raw-html"]),
        (["--select", "raw-html,unused-entry"], ["raw-html", "unused-entry"]),
        (["--select", "raw-html", "--select", "unused-entry"], ["raw-html", "unused-entry"]),
        (["--select", "citing"], ["unknown-key", "unused-entry"]),
        (["--select", "citing", "--ignore", "unknown-key"], ["unused-entry"]),
        (["--ignore", "citing, raw-html"], []),
    ],
)
def test_rules_are_selected_and_ignored_by_their_names_and_families(
    options: list[str], told: list[str], folder: Path, capsys: Captured
) -> None:
    assert _told(folder, capsys, *options) == told


def test_what_is_ignored_does_not_fail(folder: Path) -> None:
    assert main(["check", str(folder)]) == 1
    assert main(["check", str(folder), "--ignore", "raw-html,unknown-key"]) == 0
    assert main(["check", str(folder), "--ignore", "raw-html,unknown-key", "--strict"]) == 1


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        (
            "--select",
            "unknwon-key",
            "there is no rule or family `unknwon-key`; did you mean `unkno",
        ),
        (
            "--ignore",
            "raw-html,citng",
            "there is no rule or family `citng`; did you mean `citing`?",
        ),
        ("--ignore", "", "there is no rule or family ``; `briefing rules` lists the rules"),
        ("--ignore", "limit-met", "`limit-met` guards the output and cannot be ignored"),
        ("--ignore", "trust", "guards the output and cannot be ignored"),
    ],
)
def test_a_name_that_is_none_is_2(
    command: str, option: str, name: str, said: str, folder: Path, capsys: Captured
) -> None:
    assert main([command, str(folder), option, name]) == 2
    assert said in capsys.readouterr().err


def test_what_guards_the_output_is_told_whatever_is_selected(
    folder: Path, capsys: Captured
) -> None:
    _write(folder, "01.md", "[it](javascript:x)<br> @ranke1885")

    assert _told(folder, capsys, "--select", "unused-entry") == ["refused-link"]


def test_a_rule_that_is_off_until_a_release_is_an_error_of_one() -> None:
    rule = rules.Rule("a-b", Severity.OFF, "s", "library", for_release=True)

    assert Weights().of(rule) is Severity.OFF
    assert Weights(release=True).of(rule) is Severity.ERROR
    assert Weights({"a-b": Severity.WARNING}).of(rule) is Severity.WARNING
    assert Weights({"a-b": Severity.OFF}, release=True).of(rule) is Severity.OFF


# Baselines


def test_what_is_in_the_baseline_is_not_told_and_does_not_fail(
    folder: Path, capsys: Captured
) -> None:
    baseline = folder / "baseline.toml"

    assert main(["check", str(folder), "--write-baseline", str(baseline)]) == 0
    assert capsys.readouterr().out == "nothing found (3 known)\n"
    assert main(["check", str(folder), "--strict", "--baseline", str(baseline)]) == 0
    assert main(["build", str(folder), "--strict", "--baseline", str(baseline)]) == 0
    assert main(["build", str(folder)]) == 1


def test_edits_elsewhere_do_not_wake_what_is_known(folder: Path, capsys: Captured) -> None:
    baseline = str(folder / "baseline.toml")
    main(["check", str(folder), "--write-baseline", baseline])
    capsys.readouterr()
    _write(folder, "01.md", "A new beginning.\n\nAnd so<br> it was.\n\n> Other[see @ranke1884].\n")

    assert _told(folder, capsys, "--baseline", baseline) == []

    _write(folder, "01.md", CHAPTER + "\nAnother<br>, and[@ranke1883].\n")

    assert _told(folder, capsys, "--baseline", baseline) == ["raw-html", "unknown-key"]


def test_what_was_mended_is_told_until_the_file_is_written_anew(
    folder: Path, capsys: Captured
) -> None:
    baseline = folder / "baseline.toml"
    main(["check", str(folder), "--write-baseline", str(baseline)])
    before = baseline.read_text(encoding="utf-8")
    _write(folder, "01.md", "Another[@ranke1885].\n")
    capsys.readouterr()

    assert main(["check", str(folder), "--baseline", str(baseline)]) == 0
    said = capsys.readouterr().out
    assert said.count("warning[stale-baseline]") == 3
    assert "--> baseline.toml:" in said
    assert main(["check", str(folder), "--baseline", str(baseline), "--strict"]) == 1
    main(["check", str(folder), "--write-baseline", str(baseline)])
    assert baseline.read_text(encoding="utf-8") == before[: before.index("\n[[finding]]")]


def test_what_was_not_looked_for_is_not_missed(folder: Path, capsys: Captured) -> None:
    baseline = str(folder / "baseline.toml")
    main(["check", str(folder), "--write-baseline", baseline])
    _write(folder, "01.md", "Another[@ranke1885].\n")
    capsys.readouterr()

    options = ["--ignore", "unknown-key,unused-entry", "--baseline", baseline]
    assert _told(folder, capsys, *options) == ["stale-baseline"]


def test_no_baseline_holds_what_guards_the_output(folder: Path, capsys: Captured) -> None:
    _write(folder, "01.md", "[it](javascript:x)<br>[@ranke1885]")
    baseline = folder / "baseline.toml"

    assert main(["check", str(folder), "--write-baseline", str(baseline)]) == 1
    assert "error[refused-link]" in capsys.readouterr().out
    assert "refused-link" not in baseline.read_text(encoding="utf-8")


def test_a_baseline_is_read_by_people(folder: Path) -> None:
    baseline = folder / "baseline.toml"
    _write(folder, "01.md", "So<br><br> it is.[@ranke1885]\n")
    main(["check", str(folder), "--write-baseline", str(baseline)])

    _, head, entry = baseline.read_text(encoding="utf-8").partition("version = 1\n")
    assert head
    assert entry == (
        '\n[[finding]]\nrule = "raw-html"\nfile = "01.md"\n'
        'message = "`<br>` is not passed on"\ntext = "<br>"\ncount = 2\n'
    )


_ENTRY = '[[finding]]\nrule = "raw-html"\nfile = "a.md"\nmessage = "m"\ntext = "t"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no baseline"),
        ("version = 2\n", "no baseline"),
        ("version = \n", "baseline.toml:1:11: invalid value"),
        ("version = 1\nmore = 1\n", "only `[[finding]]`"),
        ("version = 1\nfinding = 1\n", "only `[[finding]]`"),
        ("version = 1\nfinding = [1]\n", "a finding needs"),
        ('version = 1\n[[finding]]\nrule = "raw-html"\n', "baseline.toml:2:1: a finding needs"),
        (f"version = 1\n{_ENTRY}count = 0\n", "a finding needs"),
        (f"version = 1\n{_ENTRY}count = true\n", "a finding needs"),
        (f"version = 1\n{_ENTRY}\n{_ENTRY}", "baseline.toml:8:1: the same finding is listed twice"),
        (f"version = 1\n{_ENTRY}".replace("raw-html", "raw-htm"), "there is no rule `raw-htm`"),
        (f"version = 1\n{_ENTRY}".replace("raw-html", "limit-met"), "guards the output"),
        ("version = 1\nx" + ".x" * 100 + " = 1\n", "a key has more than"),
    ],
)
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_baseline_is_2_and_one_line(
    command: str, text: str, said: str, folder: Path, capsys: Captured
) -> None:
    baseline = _write(folder, "baseline.toml", text)

    assert main([command, str(folder), "--baseline", str(baseline)]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert (out, err.count("\n")) == ("", 1)


def test_a_baseline_that_is_not_there_is_2(folder: Path, capsys: Captured) -> None:
    assert main(["check", str(folder), "--baseline", str(folder / "no.toml")]) == 2
    assert "no.toml: No such file" in capsys.readouterr().err
    _write(folder, "x.toml", "")
    (folder / "x.toml").write_bytes(b"version = 1 # \xff")
    assert main(["check", str(folder), "--baseline", str(folder / "x.toml")]) == 2
    assert "this is not UTF-8" in capsys.readouterr().err


def test_a_baseline_elsewhere_is_told_from_the_project(folder: Path, capsys: Captured) -> None:
    baseline = folder.parent / "away" / "b.toml"
    main(["check", str(folder), "--write-baseline", str(baseline)])
    _write(folder, "01.md", "Another[@ranke1885].\n")
    capsys.readouterr()

    assert main(["check", str(folder), "--baseline", "b.toml", "--format", "concise"]) == 0
    assert "../away/b.toml:" in capsys.readouterr().out


def test_a_baseline_is_not_read_and_written_at_once(folder: Path, capsys: Captured) -> None:
    options = ["--baseline", "a.toml", "--write-baseline", "b.toml"]

    assert main(["check", str(folder), *options]) == 2
    assert "not allowed with" in capsys.readouterr().err


@given(st.lists(st.tuples(st.text(min_size=1), st.text(), st.sampled_from(sorted(RULES)))))
def test_a_baseline_knows_all_that_it_was_made_of(found_in: list[tuple[str, str, str]]) -> None:
    found = Diagnostics()
    for text, message, rule in found_in:
        source = SourceFile("a\udc80.md", text)
        found.report(RULES[rule], message, Label(source.span(0, len(source.text))))
    ours = [d for d in found if not d.rule.is_guard and d.rule.family != "switches"]
    baseline = to_baseline(found)
    every_rule = dict.fromkeys(RULES, Severity.WARNING)
    weights = Weights(every_rule, baseline=read_baseline(SourceFile("baseline.toml", baseline)))

    assert weigh(ours, weights) == ()
    assert weigh(ours, weights).baselined == len(ours)
    assert to_baseline(reversed(list(found))) == baseline
    assert tomllib.loads(baseline.encode().decode())["version"] == 1


# Allow-comments


def test_what_is_allowed_is_counted_and_does_not_fail(folder: Path, capsys: Captured) -> None:
    comment = "<!-- allow raw-html, unknown-key: a draft -->\n\n"
    _write(folder, "01.md", comment + "So<br> it is[@ranke1884].\n")
    _write(folder, "references.bib", "% allow unused-entry: it comes\n" + LIBRARY)

    assert main(["check", str(folder), "--strict"]) == 0
    assert capsys.readouterr().out == "nothing found (3 allowed)\n"
    assert main(["check", str(folder), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["left_out"] == {"allowed": 3, "known": 0}
    assert main(["build", str(folder), "--strict"]) == 0


def test_an_unused_allow_fails_check_and_build_where_warnings_do(
    folder: Path, capsys: Captured
) -> None:
    _write(folder, "01.md", "<!-- allow raw-html: no more -->\n\nIt is[@ranke1885].\n")

    assert main(["check", str(folder)]) == 0
    assert main(["check", str(folder), "--strict"]) == 1
    assert "warning[unused-allow]" in capsys.readouterr().out
    assert main(["build", str(folder), "--strict"]) == 1
    assert "warning[unused-allow]" in capsys.readouterr().err
    assert main(["check", str(folder), "--strict", "--ignore", "raw-html"]) == 0
    assert main(["check", str(folder), "--strict", "--ignore", "unused-allow"]) == 0


def test_rules_of_pages_are_not_missed_by_a_check(folder: Path) -> None:
    _write(folder, "01.md", "<!-- allow layout-warning: a wide table -->\n\nIt[@ranke1885].\n")

    assert main(["check", str(folder), "--strict"]) == 0


def test_every_format_leaves_out_what_is_allowed(folder: Path, capsys: Captured) -> None:
    _write(folder, "01.md", "So<br> <!-- allow raw-html: quoted --> it is[@ranke1885].\n")

    for name in FORMATS:
        assert main(["check", str(folder), "--format", name]) == 0
        assert "<br" not in capsys.readouterr().out


@pytest.mark.parametrize("rule", [rule for rule in RULES.values() if rule.is_guard])
def test_what_guards_the_output_is_beyond_every_switch_but_the_settings(rule: rules.Rule) -> None:
    found = Diagnostics()
    source = SourceFile("01.md", "x")
    found.report(rule, "m", Label(source.span(0, 1)))
    known = Weights(
        selected=["raw-html"],
        ignored=[rule.name],
        allows=(),
        baseline=read_baseline(SourceFile("b.toml", to_baseline(found))),
    )
    comment = SourceFile("c.md", f"allow {rule.name}: I must")

    assert [finding.severity for finding in weigh(found, known)] == [rule.severity]
    assert weigh(found, Weights({rule.name: Severity.OFF})) == ()
    assert not [*read_allow(comment.span(0, len(comment.text)), None, found)]


def test_guards_are_what_is_unsafe_and_what_would_be_lost() -> None:
    guards = {rule.name for rule in RULES.values() if rule.is_guard}

    assert {"lost-note", "note-off-page", "path-escapes", "bibtex-syntax", "not-utf8"} <= guards
    assert not guards & {"unknown-key", "raw-html", "layout-warning", "duplicate-key"}


@given(st.text(alphabet="<!->alow r-htmunkey:,.\n>*[]`|{}^: "))
def test_no_comment_hides_anything_outside_its_chapter_or_its_place(text: str) -> None:
    found = Diagnostics()
    source = SourceFile("01.md", text)
    for allow in parse_chapter(source, "en", found).allows:
        assert isinstance(allow, Allow)
        assert allow.at.text == allow.rule.name
        assert allow.scope.source == source
        assert not allow.rule.is_guard


def test_a_broken_baseline_raises_for_library_use() -> None:
    with pytest.raises(BriefingError, match="no baseline"):
        read_baseline(SourceFile("baseline.toml", "x = 1"))
