"""How much of a stranger's page is read: every limit of the parsing stage, in one place.

Past a limit the rest is left out and `Page.truncated` says so. Two costs of reading HTML grow with the square of the
input and are bounded before a parser sees it: very deep nesting (every start tag may search all open elements) and
formatting elements left open (the algorithm opens a copy of each of them in every later paragraph), see `cost.py`.
"""

from __future__ import annotations

BYTES = 10_000_000
NODES = 200_000
"""Elements; also the most tags a text may hold."""
DEPTH = 512
LINKS = 5_000
TEXT = 500_000
"""Characters of all blocks together."""

ATTRIBUTE = 4_096
CODE = 8_192
"""Characters of an event handler, a `javascript:` or a `data:` target."""
ATTRIBUTES = 2_048
"""Attributes of one element; reading them costs the square of their number."""
WORDS = 500
"""Characters of a link's words."""

SCRIPTS = 64
SCRIPT = 20_000
SCRIPT_TEXT = 200_000
SHEET_TEXT = 300_000
"""Characters of the page's own style sheets that are searched for hiding rules."""
CODE_EXITS = 50
"""Ways out taken from one script or handler."""

FIELDS = 500
"""Entries of `Page.meta`."""
RECORDS = 50
RECORD_FIELDS = 100
FIELD = 500

SIMPLE = 4_000
"""Tags up to which a text cannot cost much, however it is built."""
NESTING = 2 * DEPTH
"""Elements left open, as counted before parsing."""
COPIES = 1_000_000
"""Copies of open formatting elements that a text may ask for."""
