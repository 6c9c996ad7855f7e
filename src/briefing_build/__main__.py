"""`python -m briefing_build` is `briefing`."""

from __future__ import annotations

import sys

from briefing_build.cli import main

sys.exit(main())
