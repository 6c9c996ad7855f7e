"""Reads the pages of this folder: each case of a page is a project that wishes us ill.

A case stands under a heading of the second level. Its files are blocks whose info line is a kind
and a path: `python` is an expression that gives the content (for what is large or cannot be
seen), `link` the target of a symbolic link, `fifo` a pipe, and anything else is the content as
it stands. `/OUTSIDE` in them is a folder outside the project, with a file `canary.txt`.

The block `expected` says what happens, a line a command: `check: 1 path-escapes` is its exit code
and the rules that are told, no others. `build` makes both outputs. `epub` and `pdf` make one, of a
project that has switched every rule off: what the writers then let out is looked at by `output.py`.
`says:` is a part of what `check` tells. `environment:` sets a variable. A case with the line `slow`
is marked so; one with `fails:` does not hold yet, for the reason that stands there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
COMMANDS = ("check", "build", "epub", "pdf")
SETTINGS = '[briefing]\ntitle = "A briefing"\n'

_BLOCK = re.compile(
    r"^## (?P<title>[^\n]*)$|^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Expected:
    exit: int
    rules: tuple[str, ...]


@dataclass
class Case:
    """A hostile project, and what we do with it."""

    page: str
    title: str
    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    commands: dict[str, Expected] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    is_slow: bool = False
    fails: str = ""

    @property
    def name(self) -> str:
        return f"{self.page}: {self.title}"

    def write(self, project: Path, outside: Path, *, silenced: Mapping[str, object] | None) -> None:
        """Puts the project on the disk; `silenced` are the rules that its settings switch off."""
        files = dict(self.files)
        if not any(path.endswith("briefing.toml") for path in files):
            files["briefing.toml"] = ("toml", SETTINGS)
        for path, (kind, body) in files.items():
            target = Path(os.fsdecode(os.fsencode(project) + b"/" + path.encode()))
            target.parent.mkdir(parents=True, exist_ok=True)
            if kind == "link":
                target.symlink_to(body.strip().replace("/OUTSIDE", str(outside)))
            elif kind == "fifo":
                os.mkfifo(target)
            else:
                content = _content(kind, body.replace("/OUTSIDE", str(outside)))
                if path.endswith("briefing.toml") and silenced and b"[rules]" not in content:
                    off = "".join(f'{name} = "off"\n' for name in silenced)
                    content += b"\n[rules]\n" + off.encode()
                target.write_bytes(content)


def _content(kind: str, body: str) -> bytes:
    if kind != "python":
        return body.encode()
    value = eval(body, {"__builtins__": {"range": range, "chr": chr, "bytes": bytes}})
    return value if isinstance(value, bytes) else value.encode()


def cases() -> Iterator[Case]:
    """The cases of all pages."""
    for page in sorted(FOLDER.glob("*.md")):
        yield from cases_of(page.stem, page.read_text(encoding="utf-8"))


def cases_of(page: str, text: str) -> Iterator[Case]:
    case = Case(page, "")
    for block in _BLOCK.finditer(text):
        if block["title"]:
            if case.title:
                yield case
            case = Case(page, block["title"])
        elif block["info"].strip() == "expected":
            _expect(case, block["body"])
        else:
            kind, _, path = block["info"].strip().partition(" ")
            assert path, f"{case.name}: a block without a path"
            case.files[path] = (kind, block["body"])
    yield case


def _expect(case: Case, body: str) -> None:
    for line in body.splitlines():
        word, _, rest = line.partition(":")
        match word, rest.split():
            case "slow", []:
                case.is_slow = True
            case "fails", _:
                case.fails = rest.strip()
            case "says", _:
                case.says.append(rest.strip())
            case "environment", [setting]:
                name, _, value = setting.partition("=")
                case.environment[name] = value
            case command, [code, *rules] if command in COMMANDS:
                case.commands[command] = Expected(int(code), tuple(sorted(rules)))
            case _:
                raise AssertionError(f"{case.name}: {line}")
