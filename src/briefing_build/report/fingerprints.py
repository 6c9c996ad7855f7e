"""Names of findings that outlast edits elsewhere: lines may move, the name stays."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from briefing_build.report.baseline import Identity, identity
from briefing_build.report.findings import Finding


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """A name for each finding, in their order; no two are alike.

    It is made of what a baseline knows a finding by. Where several are alike they are counted.
    """
    seen: Counter[Identity] = Counter()
    for finding in findings:
        name = identity(finding.diagnostic)
        seen[name] += 1
        yield _hashed((*name, str(seen[name])))


def _hashed(parts: tuple[str, ...]) -> str:
    # Each part with its length, so that nothing written in one can pass for the next.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
