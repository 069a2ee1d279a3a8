"""How much of a stranger's page is read, measured and waited for: every bound on a page, in one place.

Past a bound the page is scored on what was read. What each one bounds, and which of them make a verdict say
`truncated`, is told in docs/limits.md; a test holds that table and this module equal.

The shipped model was trained with these values: a page that passes a bound would score otherwise with others.
"""

from __future__ import annotations

# -- a page as a whole

SECONDS = 30.0
"""From the bytes to the verdict, unless asked otherwise; a page that takes longer is given up."""
MEGABYTES = 1_000
"""Memory beyond what the process has before, unless asked otherwise."""
BYTES = 10_000_000

# -- before a parser sees it: costs of reading HTML that grow with the square of the input

SIMPLE = 4_000
"""Tags up to which a text cannot cost much, however it is built."""
NODES = 200_000
"""Elements; also the most tags a text may hold."""
DEPTH = 512
NESTING = 2 * DEPTH
"""Elements left open, as counted before parsing."""
COPIES = 1_000_000
"""Copies of open formatting elements that a text may ask for."""
SEARCHES = 10_000_000
"""Elements open around a tag, over all tags: each may be looked at, and some more than once."""
FLOOD = 5 * SIMPLE
"""Tags within one element of raw text, which not every parser takes for such."""
ATTRIBUTES = 2_048
"""Attributes of one element; reading them costs the square of their number."""
COMPARED = 200_000_000
"""The sum of these squares over the elements of a large text."""

# -- reading

TEXT = 500_000
"""Characters of all blocks together."""
LINKS = 5_000
ATTRIBUTE = 4_096
CODE = 8_192
"""Characters of an event handler, a `javascript:` or a `data:` target."""
ADDRESS = 4_096
"""Characters of an absolute address."""
HOST = 253
"""Characters of a host, as many as a name may have that can be looked up (RFC 1035); each of its labels is looked at."""
WORDS = 500
"""Characters of a link's words."""
PIECES = 400
"""Pieces of text that a link's words are made of."""
WRAPS = 500_000
"""Blocks that end within a link, once for each link around them: each adds its text to the words of all these."""

FRAMES = 50
"""Pages in frames that are read."""
FRAME_LEVELS = 2
"""How deep these may lie in each other."""

SCRIPTS = 64
SCRIPT = 20_000
SCRIPT_TEXT = 200_000
CODE_EXITS = 50
"""Ways out taken from one script or handler."""
TERMS = 400
"""Terms of expressions that are worked out in one script."""
TERM_LEVELS = 8
"""How deep these may lie in each other."""
SHEET_TEXT = 300_000
"""Characters of the page's own style sheets that are searched for hiding rules."""
RULES = 2_000
"""Places of the style sheets that are looked at, for each way to hide."""

FIELDS = 500
"""Entries of `Page.meta`."""
FIELD = 500
RECORDS = 50
RECORD_FIELDS = 100
RECORD_LEVELS = 6
RECORD_LIST = 5
"""Values of one field that are kept."""

# -- measuring

HEAD_CHARACTERS = 30_000
"""Of the text, read into words; lures stand at its ends."""
TAIL_CHARACTERS = 10_000
LINE_CHARACTERS = HEAD_CHARACTERS + TAIL_CHARACTERS
"""Of one line, read into words."""
SAMPLE_CHARACTERS = 20_000
"""Characters on which rates of signs are measured."""
CANDIDATES = 40
"""Candidates for the scam link that are measured, inviting ones first."""
SUBJECTS = 300
"""Ways out whose subjects are worked out."""
SKETCH_WORDS = 4_000
"""Words that the sketch of the text is made of."""
SKETCH_PARTS = 1_000
"""Blocks, links and names of elements, of each, that the sketch of the skeleton is made of."""
