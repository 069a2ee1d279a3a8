"""The running state of a walk: which block a text goes to, where on the page that is, and which links stand in it."""

from __future__ import annotations

from collections.abc import Callable

from detector import bounds
from detector.page import Block, Hidden, Region
from detector.parsing.drafts import Draft

Closer = Callable[[], None]

_SHOWN = Hidden.NO
_new = tuple.__new__


class Outline:
    """Cuts the text of a page into blocks and tells every link its words and its block."""

    def __init__(self) -> None:
        self.run: list[str] = []
        """Pieces of the running block, or of what is read in its place (a script, the title)."""
        self.blocks: list[Block] = []
        self.waiting: list[Draft] = []
        """Links of the running block, whose index is known once it has text."""
        self.inside: list[Draft] = []
        """Links open here: the text belongs to them."""
        self.tag = "body"
        self.region: Region = Region.BODY
        self.hidden: Hidden = _SHOWN
        self.full = False
        self._room = bounds.TEXT
        self._wraps = 0
        """Blocks that have ended within a link, once for each link around them."""

    def finish_block(self) -> None:
        """End the running block; it is dropped where it has no text, and its links wait on only while they are open."""
        run = self.run
        if self.inside:
            self._wraps += len(self.inside)
            self.full = self.full or self._wraps > bounds.WRAPS
        text = " ".join("".join(run).split()) if run else ""
        waiting = self.waiting
        if not text:
            if waiting:
                self.waiting = [draft for draft in waiting if draft.open]
            run.clear()
            return
        if waiting:
            self._settle(waiting)
        for draft in self.inside:
            if draft.hidden is self.hidden:
                _take_words(draft, run)
                draft.words.append(" ")
                draft.start = 0
        if len(text) > self._room:
            text = text[: self._room].rstrip()
            self.full = True
            if not text:
                run.clear()
                return
        self._room -= len(text)
        # As `Block` does it, without its names.
        self.blocks.append(_new(Block, (text, self.tag, self.region, self.hidden)))
        run.clear()

    def _settle(self, waiting: list[Draft]) -> None:
        """Give the block to its links, save to one that is still open and has had no word of it: it wraps the next block."""
        index, end = len(self.blocks), _words_end(self.run)
        self.waiting = []
        for draft in waiting:
            if draft.open and draft.hidden is self.hidden and draft.start >= end:
                self.waiting.append(draft)
            else:
                draft.block = index

    def open_link(self, draft: Draft) -> None:
        """The text from here to `close_link` is the link's."""
        draft.open = True
        draft.start = len(self.run)
        self.waiting.append(draft)
        self.inside.append(draft)

    def close_link(self) -> None:
        """The link opened last ends here."""
        draft = self.inside.pop()
        draft.open = False
        run, start = self.run, draft.start
        if len(run) > start:
            if draft.words:
                _take_words(draft, run)
            else:
                draft.words = run[start : start + bounds.PIECES]

    def veil(self, reason: Hidden) -> Closer:
        """Text from here on is hidden and makes blocks of its own; what is returned ends that.

        The visible block around goes on behind it, as it does on a screen.
        """
        outer = self.run, self.waiting
        self.run, self.waiting = [], []
        self.hidden = reason

        def lift() -> None:
            self.finish_block()
            self.run, self.waiting = outer
            self.hidden = _SHOWN

        return lift


def _take_words(draft: Draft, run: list[str]) -> None:
    if len(draft.words) < bounds.PIECES:
        draft.words += run[draft.start : draft.start + bounds.PIECES]


def _words_end(run: list[str]) -> int:
    """The number of pieces up to the last one that is not mere white space."""
    end = len(run)
    while end and run[end - 1].isspace():
        end -= 1
    return end
