"""What has been found of a page so far, while its tree is walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from detector import bounds
from detector.page import Hidden, LinkKind, Script
from detector.parsing import exits
from detector.parsing.drafts import Attributes, Draft
from detector.parsing.metadata import Metadata
from detector.parsing.outline import Closer, Outline


class Reading:
    """The ways out found so far, and the steps that every kind of element takes to add one."""

    def __init__(self) -> None:
        self.outline = Outline()
        self._close_link = self.outline.close_link
        self.metadata = Metadata()
        self.drafts: list[Draft] = []
        self.scripts: list[Script] = []
        self.handlers: Counter[str] = Counter()
        self.inputs: Counter[str] = Counter()
        self.form: Draft | None = None
        """The form that a submit button met now belongs to."""
        self.svg = 0
        """How many `<svg>` are open."""
        self.held: list[tuple[str, Hidden]] = []
        """Pages that the frame met last holds in itself, not read yet, and why a reader does not see them."""
        self.overflow = False
        """A link, a script or a part of one was left out."""
        self._script_room = self._state_room = bounds.SCRIPT_TEXT

    def note(self, kind: LinkKind, target: str, attributes: Attributes) -> Draft:
        """A way out that stands in no block."""
        target = target.strip()
        if len(target) > bounds.ATTRIBUTE:
            most = bounds.CODE if target[:5].lower() in ("data:", "javas") else bounds.ATTRIBUTE
            self.overflow = self.overflow or len(target) > most
            target = target[:most]
        outline = self.outline
        draft = Draft(kind, target, attributes, outline.region, outline.hidden, len(outline.blocks))
        if not self.full:
            self.drafts.append(draft)
        else:
            self.overflow = True
        return draft

    @property
    def full(self) -> bool:
        """No more links are kept."""
        return len(self.drafts) >= bounds.LINKS

    def here(self, kind: LinkKind, target: str, attributes: Attributes) -> Draft:
        """A way out that stands in the running block and holds no text."""
        draft = self.note(kind, target, attributes)
        self.outline.waiting.append(draft)
        return draft

    def way(self, kind: LinkKind, target: str, attributes: Attributes, closers: list[Closer]) -> Draft:
        """A way out whose words are the text inside."""
        draft = self.note(kind, target, attributes)
        self.outline.open_link(draft)
        closers.append(self._close_link)
        return draft

    def coded(self, targets: Iterable[str], attributes: Attributes, closers: list[Closer]) -> None:
        """The ways out that handlers and `data-` attributes of an element hold."""
        for target in targets:
            self.way(LinkKind.HANDLER, target, attributes, closers)

    def apart(self) -> None:
        """Something stands between the words here as a space does."""
        if self.outline.run:
            self.outline.run.append(" ")

    def image(self, attributes: Attributes) -> None:
        """An image stands here, and in every link that is open."""
        self.apart()
        for draft in self.outline.inside:
            draft.see_image(attributes)

    @contextmanager
    def frame(self) -> Iterator[None]:
        """A page of its own is read here: what it says of itself, its forms and its drawings are not the outer page's."""
        outer = self.metadata, self.form, self.svg
        self.metadata, self.form, self.svg = Metadata(), None, 0
        yield
        self.metadata, self.form, self.svg = outer

    def raw(self, closers: list[Closer], take: Callable[[str], None]) -> None:
        """Read the text inside apart from the running block, and give it to `take`."""
        closers.append(partial(self._close_raw, self.outline.run, take))
        self.outline.run = []

    def _close_raw(self, outer: list[str], take: Callable[[str], None]) -> None:
        source = "".join(self.outline.run)
        self.outline.run = outer
        take(source)

    def script(self, src: str, source: str) -> None:
        """A script that a browser would run."""
        if len(self.scripts) >= bounds.SCRIPTS:
            self.overflow = True
            return
        most = min(bounds.SCRIPT, self._script_room)
        self.overflow = self.overflow or len(source) > most
        source = source[:most]
        self._script_room -= len(source)
        self.scripts.append(Script(source, src[: bounds.ATTRIBUTE]))
        for target in exits.from_script(source) if source else ():
            self.note(LinkKind.SCRIPT, target, {})

    def state(self, source: str) -> None:
        """A script that holds values for other scripts."""
        # Of a longer one, addresses that are coded are searched for in all of it, others in its beginning.
        self.overflow = self.overflow or len(source) > min(bounds.SCRIPT, self._state_room)
        source = source[: self._state_room]
        self._state_room -= len(source)
        for target in exits.from_state(source) if source else ():
            self.note(LinkKind.SCRIPT, target, {})
