"""Rules that need the whole briefing, one module a family."""

from __future__ import annotations

from collections.abc import Callable

from briefing_build.checks.boilerplate import check_boilerplate
from briefing_build.checks.citing import (
    check_keys,
    check_manual_ibid,
    check_repeated_items,
)
from briefing_build.checks.headings import check_headings
from briefing_build.checks.language import check_language
from briefing_build.checks.library import LIBRARY_CHECKS
from briefing_build.checks.locators import check_locators
from briefing_build.checks.marks import check_marks
from briefing_build.checks.residue import check_residue
from briefing_build.checks.sourcing import SOURCING_CHECKS
from briefing_build.checks.text import (
    check_attributes,
    check_formulas,
    check_pictures,
    check_tables,
)
from briefing_build.diagnostics import Diagnostics
from briefing_build.resolve import Briefing

CHECKS: tuple[Callable[[Briefing, Diagnostics], None], ...] = (
    check_keys,
    check_repeated_items,
    check_manual_ibid,
    check_locators,
    check_marks,
    check_headings,
    check_pictures,
    check_tables,
    check_formulas,
    check_attributes,
    check_residue,
    check_boilerplate,
    check_language,
    *LIBRARY_CHECKS,
    *SOURCING_CHECKS,
)
