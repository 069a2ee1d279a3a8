"""The running state of a walk: which block a text goes to, where on the page that is, and which links stand in it."""

from __future__ import annotations

from collections.abc import Callable

from detector.page import Block, Hidden, Region
from detector.parsing import bounds
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

    def finish_block(self) -> None:
        """End the running block; it is dropped where it has no text, and its links wait on only while they are open."""
        run = self.run
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
        index = len(self.blocks)
        self.waiting = []
        for draft in waiting:
            if draft.open and draft.hidden is self.hidden and not _has_words(self.run, draft.start):
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
                draft.words = run[start : start + _MOST_PIECES]

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


_MOST_PIECES = 400


def _take_words(draft: Draft, run: list[str]) -> None:
    if len(draft.words) < _MOST_PIECES:
        draft.words += run[draft.start : draft.start + _MOST_PIECES]


def _has_words(run: list[str], start: int) -> bool:
    return any(not piece.isspace() for piece in run[start:])
