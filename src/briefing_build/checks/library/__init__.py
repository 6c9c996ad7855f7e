"""What each entry of the library must say, and in what form; a module for each kind of question.

An entry of a `.bib` and an item of CSL-JSON are the same to a check: fields with biblatex's names
and with places.
"""

from __future__ import annotations

from briefing_build.checks.library.addresses import check_addresses
from briefing_build.checks.library.archives import check_archives
from briefing_build.checks.library.characters import check_characters
from briefing_build.checks.library.completeness import (
    check_missing_fields,
    check_placeholders,
    check_source_classes,
)
from briefing_build.checks.library.dates import check_dates, check_order_of_dates
from briefing_build.checks.library.duplicates import check_duplicates
from briefing_build.checks.library.fields import (
    check_field_names,
    check_kinds,
    check_residue,
    check_unmapped_fields,
)
from briefing_build.checks.library.numbers import check_numbers
from briefing_build.checks.library.pages import (
    check_access,
    check_homepages,
    check_outlets,
    check_titles,
)
from briefing_build.checks.library.people import check_names
from briefing_build.checks.library.tracking import check_tracking

LIBRARY_CHECKS = (
    check_missing_fields,
    check_placeholders,
    check_kinds,
    check_field_names,
    check_unmapped_fields,
    check_residue,
    check_characters,
    check_source_classes,
    check_dates,
    check_order_of_dates,
    check_addresses,
    check_archives,
    check_numbers,
    check_names,
    check_titles,
    check_homepages,
    check_outlets,
    check_access,
    check_duplicates,
    check_tracking,
)
"""All of them, in the order in which they are run."""
