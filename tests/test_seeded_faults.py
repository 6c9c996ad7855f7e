"""The manuscript in `benchmarks/faults/`: every seeded fault is found where it is, and no other."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import briefing_build as stages
from briefing_build import Diagnostics
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights, weigh
from briefing_build.rules import RULES, Severity
from seeds import Fault, Seeded, faults, seed

FAULTS = faults()


@dataclass(frozen=True)
class Told:
    """A finding that makes a strict check fail."""

    rule: str
    file: str
    line: int


def told(seeded: Seeded) -> list[Told]:
    found = Diagnostics()
    manuscript = read_manuscript(MemoryFiles(seeded.files), found)
    briefing = stages.check(manuscript, found)
    weights = Weights(manuscript.settings.severities, allows=briefing.allows)
    return [
        Told(finding.diagnostic.rule.name, place.source.path, place.line)
        for finding in weigh(found, weights)
        for place in [finding.diagnostic.at.span]
        if finding.severity in {Severity.ERROR, Severity.WARNING}
    ]


def is_of(finding: Told, fault: Fault, seeded: Seeded) -> bool:
    here = finding.file == fault.file and finding.line in seeded.lines[fault.id]
    return here and finding.rule == fault.rule


def test_there_are_faults_of_many_kinds() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) >= 60
    assert len({fault.kind for fault in FAULTS}) >= 40


def test_the_clean_manuscript_is_found_clean() -> None:
    assert told(seed(())) == []


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            fault,
            id=fault.id,
            marks=pytest.mark.xfail(
                fault.rule not in RULES, reason=f"there is no rule {fault.rule}", strict=True
            ),
        )
        for fault in FAULTS
    ],
)
def test_a_fault_alone_is_found_at_its_line_and_nothing_else(fault: Fault) -> None:
    seeded = seed([fault])

    findings = told(seeded)
    assert findings
    assert [finding for finding in findings if not is_of(finding, fault, seeded)] == []


def test_all_faults_together_are_found_and_nothing_else() -> None:
    seeded = seed(FAULTS)
    known = [fault for fault in FAULTS if fault.rule in RULES]

    findings = told(seeded)
    assert [f for f in findings if not any(is_of(f, fault, seeded) for fault in known)] == []
    assert [fault.id for fault in known if not any(is_of(f, fault, seeded) for f in findings)] == []
