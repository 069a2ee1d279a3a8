"""What every feature says of a page that gives no ground for suspicion and of one that does."""

from __future__ import annotations

from tests.features.rows import brands, lures, markup, phrases, prose, scripts, site, subjects, targets, titles, ways
from tests.features.rows.row import Pair

TABLES = (ways, brands, lures, subjects, targets, markup, scripts, site, phrases, prose, titles)
ROWS: dict[str, Pair] = {name: pair for table in TABLES for name, pair in table.ROWS.items()}
