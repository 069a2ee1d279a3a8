"""The small set of written pages that every evasion is tried on."""

from __future__ import annotations

from benchmarks.evasion.pages import Written, written

_SPAM = "film/s01 film/s03 goods/b05s hard/q02s offers/o01s offers/o03s screen/f05s sober/k01s".split()
"""The first pages of the batches whose exits are anchors."""
_HONEST = "film/h01 goods/b01h hard/q01h offers/o01h".split()

_PAGES = {page.id: page for page in written()}
SPAM: list[Written] = [_PAGES[id] for id in _SPAM]
HONEST: list[Written] = [_PAGES[id] for id in _HONEST]
