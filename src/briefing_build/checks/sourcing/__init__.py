"""Whether what is said names its sources, enough of them, and none that has run out."""

from __future__ import annotations

from briefing_build.checks.sourcing.dominance import check_dominance
from briefing_build.checks.sourcing.futures import check_futures
from briefing_build.checks.sourcing.judgements import check_judgements
from briefing_build.checks.sourcing.moments import check_moments
from briefing_build.checks.sourcing.quotations import check_quotations
from briefing_build.checks.sourcing.uncited import check_claims

SOURCING_CHECKS = (
    check_claims,
    check_quotations,
    check_judgements,
    check_dominance,
    check_futures,
    check_moments,
)
"""All of them, in the order in which they are run."""
