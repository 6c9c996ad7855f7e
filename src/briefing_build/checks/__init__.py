"""Rules that need the whole briefing, one module a family."""

from __future__ import annotations

from collections.abc import Callable

from briefing_build.checks.citing import check_repeated_items, check_unused_entries
from briefing_build.checks.library import LIBRARY_CHECKS
from briefing_build.checks.residue import check_residue
from briefing_build.checks.text import check_attributes, check_formulas, check_pictures
from briefing_build.diagnostics import Diagnostics
from briefing_build.resolve import Briefing

CHECKS: tuple[Callable[[Briefing, Diagnostics], None], ...] = (
    check_unused_entries,
    check_repeated_items,
    check_pictures,
    check_formulas,
    check_attributes,
    check_residue,
    *LIBRARY_CHECKS,
)
