"""Make `.venv` whole: system packages, pinned requirements, the project itself.

    python3 scripts/set_up.py runtime|dev|conformance

Does nothing, in a moment, when all is there. Uses the standard library alone. What
is missing from the system is looked for by trying it, and installed by apt-get where
that is allowed; else one line says what to run. A `.venv` without a stamp of the same
Python, place and requirements is built afresh, so an interrupted one is never used.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import fcntl
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
LOG = VENV / "set-up.log"

# Programs for Node.js, each with a lock of its own in `tests/`.
NODE_PROGRAMS = {
    "oracle": "the reference engine for citation styles",
    "ace": "the accessibility checker for EPUB",
}

# Each level holds the ones before it.
LEVELS = ("runtime", "dev", "conformance")

# What pip's own words mean; the first that it says.
WHY_PIP_FAILED = {
    "CERTIFICATE_VERIFY_FAILED": "the package index's certificate is not trusted here",
    "NameResolutionError": "the package index cannot be reached (no network?)",
    "NewConnectionError": "the package index cannot be reached (no network?)",
    "ConnectTimeoutError": "the package index does not answer",
    "ReadTimeoutError": "the package index does not answer",
    "No space left on device": "no space left on the device",
}


class SetUpError(Exception):
    """What keeps the set-up from going on, in one line."""


# --- what the system has to have ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the system: how to see that it works, and Debian's packages for it."""

    what: str
    works: Callable[[], bool]
    packages: tuple[str, ...]
    level: str = "runtime"


def main(level: str) -> None:
    with _alone():
        _satisfy([need for need in _needs() if _includes(level, need.level)])
        _make_environment(level)


def _needs() -> tuple[Need, ...]:
    return (
        Need("Python's venv module", _has_venv, (_venv_package(),)),
        Need(
            "Pango",
            _has_pango,
            ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ),
        Need("pdftotext", _has_pdftotext, ("poppler-utils",), level="dev"),
        Need("Java", _has_java, ("default-jre-headless",), level="conformance"),
        Need("JAXB", _has_jaxb, ("libjaxb-java",), level="conformance"),
        Need("Node.js", lambda: _runs("node"), ("nodejs",), level="conformance"),
        Need("npm", lambda: _runs("npm"), ("npm",), level="conformance"),
        Need("Chromium", lambda: _runs("chromium"), ("chromium",), level="conformance"),
    )


def _includes(level: str, other: str) -> bool:
    return level in LEVELS[LEVELS.index(other) :]


def _has_venv() -> bool:
    # Debian ships `venv` with Python, and what it needs to work in python3-venv.
    return importlib.util.find_spec("ensurepip") is not None


def _venv_package() -> str:
    # The unnumbered package belongs to Debian's own python3.
    own = Path("/usr/bin/python3")
    if own.exists() and own.resolve() == Path(sys.executable).resolve():
        return "python3-venv"
    return f"python3.{sys.version_info.minor}-venv"


def _has_pango() -> bool:
    if sys.platform == "darwin":
        return all(map(ctypes.util.find_library, ("pango-1.0", "pangoft2-1.0")))
    # The names by which WeasyPrint opens them.
    return all(
        map(
            _opens,
            (
                "libgobject-2.0.so.0",
                "libpango-1.0.so.0",
                "libpangoft2-1.0.so.0",
                "libharfbuzz.so.0",
                "libharfbuzz-subset.so.0",
                "libfontconfig.so.1",
            ),
        )
    )


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_pdftotext() -> bool:
    return shutil.which("pdftotext") is not None


def _has_java() -> bool:
    # Run it: macOS has a `java` that only says there is none.
    java = shutil.which("java")
    return java is not None and _quietly([java, "-version"]).returncode == 0


def _has_jaxb() -> bool:
    # veraPDF is not asked where there is none to be had.
    return sys.platform == "darwin" or Path("/usr/share/java/jaxb-runtime.jar").is_file()


def _runs(program: str) -> bool:
    found = shutil.which(program)
    return found is not None and _quietly([found, "--version"]).returncode == 0


def _satisfy(needs: Sequence[Need]) -> None:
    missing = [need for need in needs if not need.works()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    what = ", ".join(need.what for need in missing)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetUpError(f"{what} missing; install {_elsewhere(missing)}, then run make again")
    become_root = _way_to_root()
    if become_root is None:
        raise SetUpError(f"{what} missing; run: sudo {shlex.join(install)}")
    _say(f"installing {what} ({', '.join(packages)})")
    _apt(become_root, install)
    still = [need.what for need in needs if not need.works()]
    if still:
        raise SetUpError(f"{', '.join(still)} still missing after: {shlex.join(install)}")


def _elsewhere(missing: Sequence[Need]) -> str:
    if sys.platform == "darwin":
        return "with: brew install pango openjdk node chromium"
    return " and ".join(f"{need.what} (Debian's {' '.join(need.packages)})" for need in missing)


def _way_to_root() -> list[str] | None:
    """What to put before a command so that it runs as root, if there is a way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and _quietly(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return None


def _apt(become_root: list[str], install: list[str]) -> None:
    start = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive"]
    wait = ["-o", "DPkg::Lock::Timeout=120", "-qq"]
    command = [*start, install[0], *wait, *install[1:]]
    if _quietly(command).returncode == 0:
        return
    # A fresh system has no lists of packages yet, or old ones.
    update = _quietly([*start, "apt-get", *wait, "-o", "APT::Update::Error-Mode=any", "update"])
    done = _quietly(command)
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if line.startswith("E:")]
        why = "cannot reach its servers (no network?)" if update.returncode else "failed"
        more = f" ({errors[0]})" if errors and not update.returncode else ""
        raise SetUpError(f"apt-get {why}{more}; run: sudo {shlex.join(install)}")


# --- the virtual environment -------------------------------------------------------


def _make_environment(level: str) -> None:
    stamp = _read_stamp()
    environment, project = _environment_sum(), _sum([ROOT / "pyproject.toml"])
    if stamp.get("environment") != environment:
        _new_environment()
        stamp = {"environment": environment}
    if not _includes(stamp.get("level", ""), level):
        _say(f"installing the pinned requirements ({level})")
        STAMP.unlink(missing_ok=True)
        _pip(
            "--require-hashes",
            # What is built here could bring in what no hash has seen.
            "--only-binary=:all:",
            "-r",
            str(ROOT / "requirements" / f"{level}.txt"),
        )
        stamp["level"] = level
    for name, what in NODE_PROGRAMS.items() if level == "conformance" else ():
        locked = _sum(_locks(name))
        if stamp.get(name) != locked:
            _say(f"installing {what}")
            STAMP.unlink(missing_ok=True)
            _install_for_node(name)
            stamp[name] = locked
    if stamp.get("project") != project:
        STAMP.unlink(missing_ok=True)
        _pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
        stamp["project"] = project
    if not STAMP.exists():
        _write_stamp(stamp)


def _new_environment() -> None:
    _say("making .venv; the first time this takes a minute or two")
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    venv.create(VENV, with_pip=True, symlinks=True)


def _environment_sum() -> str:
    # The place counts too: the programs in a moved environment point to the old one.
    about = f"{sys.version} {sys.base_prefix} {ROOT}"
    return _sum([ROOT / "requirements" / f"{level}.txt" for level in LEVELS], about)


def _sum(files: Sequence[Path], about: str = "") -> str:
    digest = hashlib.sha256(about.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(stamp: dict[str, str]) -> None:
    aside = STAMP.with_suffix(".new")
    aside.write_text(json.dumps(stamp), "utf-8")
    aside.replace(STAMP)


def _locks(name: str) -> tuple[Path, ...]:
    return tuple(ROOT / "tests" / name / file for file in ("package.json", "package-lock.json"))


def _install_for_node(name: str) -> None:
    """A program into `.venv/<name>`: the versions, and the files with the hashes, of its lock."""
    folder = VENV / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in _locks(name):
        shutil.copy(file, folder)
    # Registries, proxies and certificates are the machine's own business here, too.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = _quietly(command, PUPPETEER_SKIP_DOWNLOAD="1")
    if done.returncode:
        LOG.write_text(done.stdout, "utf-8")
        raise SetUpError(f"npm failed; see {LOG.relative_to(ROOT)}")


def _pip(*arguments: str) -> None:
    # Indexes, proxies and certificates are the machine's own business.
    done = _quietly(
        [str(VENV / "bin" / "python"), "-m", "pip", "install", "--no-input", *arguments],
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_USER="0",
    )
    if done.returncode == 0:
        return
    LOG.write_text(done.stdout, "utf-8")
    errors = [line for line in done.stdout.splitlines() if line.startswith("ERROR: ")]
    known = [why for words, why in WHY_PIP_FAILED.items() if words in done.stdout]
    why = (known or errors or ["pip failed"])[0].removeprefix("ERROR: ")
    raise SetUpError(f"{why}; see {LOG.relative_to(ROOT)}")


# --- small things ------------------------------------------------------------------


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait for another set-up of this checkout to end."""
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _quietly(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__"}
    }
    return subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment | more,
    )


def _say(words: str) -> None:
    print(f"set-up: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in LEVELS:
        sys.exit(f"usage: set_up.py {'|'.join(LEVELS)}")
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        _say("interrupted; the next make begins again")
        sys.exit(130)
    except (SetUpError, OSError, subprocess.CalledProcessError) as error:
        _say(str(error))
        sys.exit(2)
