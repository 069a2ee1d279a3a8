"""From the events of a tree walk to a `Page`: one understanding, whichever reader drives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import MappingProxyType

from detector import bounds
from detector.page import Hidden, LinkKind, Page, Region
from detector.parsing import cost, elements, exits, regions, templates, visibility
from detector.parsing.closing import closed_links
from detector.parsing.drafts import Attributes, Draft
from detector.parsing.openings import Kind, kind_of
from detector.parsing.outline import Closer
from detector.parsing.reading import Reading

PLAIN, OPEN, SKIP = 0, 1, 2
"""What a walk does after `start`: go on into the element; the same, and call `end` behind it; or leave its contents out."""

_NO_TARGETS: list[str] = []
_NOTHING: list[Closer] = []
_are_unmarked = elements.UNMARKED.issuperset


Reader = Callable[[str, "Assembly"], None]
"""Parses a text and sends its events to an assembly."""


class Assembly:
    """Takes `start`, `text` and `end` in document order and makes a page of them."""

    def __init__(self, read: Reader) -> None:
        self.names: list[str] = []
        """The name of every element met."""
        self.depth = 0
        """Set by the walk: the deepest element it saw."""
        self.shadow = False
        """Set by the walk: it passed over a shadow root."""
        self._read = read
        self._reading = Reading()
        self.outline = self._reading.outline
        self._hiding: dict[str, Hidden] = {}
        self._stack: list[tuple[bool, str, Region, list[Closer]]] = []
        self._frames = self._level = 0

    def sheet(self, css: str, attributes: Attributes, parent: str) -> None:
        """One of the page's own style sheets and the element around it; all are told before the walk."""
        if visibility.applies(attributes, parent):
            self._reading.overflow = self._reading.overflow or len(css) > bounds.SHEET_TEXT
            self._hiding |= visibility.sheet(css)

    @property
    def hides(self) -> bool:
        """Whether the page's own style sheets hide anything."""
        return bool(self._hiding)

    def start(self, tag: str, attributes: Attributes) -> int:
        """An element begins. Returns PLAIN, OPEN or SKIP."""
        self.names.append(tag)
        kind = kind_of(tag)
        if kind.telling or (attributes and (self._hiding or not _are_unmarked(attributes))):
            return self.begin(kind, attributes)
        return PLAIN

    def begin(self, kind: Kind, attributes: Attributes) -> int:
        """`start` of an element that is counted already, and that can matter."""
        outline = self.outline
        if outline.full or len(self.names) > bounds.NODES:
            outline.full = True
            return SKIP
        tag, block, opening = kind.name, kind.block, kind.opening
        outer_tag, outer_region = outline.tag, outline.region
        if block:
            if outline.run or outline.waiting:
                outline.finish_block()
            outline.tag = tag
            if attributes or tag in regions.ELEMENTS:
                outline.region = regions.region(tag, attributes, outer_region)
            if opening is None and (not attributes or (not self._hiding and _are_unmarked(attributes))):
                self._stack.append((True, outer_tag, outer_region, _NOTHING))
                return OPEN
        closers: list[Closer] = []
        coded = _NO_TARGETS
        if attributes:
            if not _are_unmarked(attributes):
                coded = self._marks(tag, attributes, closers)
            if self._hiding and not outline.hidden:
                self._by_sheet(attributes, closers)
        if opening is not None:
            opening(self._reading, attributes, coded, closers)
            if self._reading.held:
                self._framed()
        elif coded:
            self._reading.coded(coded, attributes, closers)
        if not closers and not block:
            return SKIP if kind.unread else PLAIN
        self._stack.append((block, outer_tag, outer_region, closers))
        if kind.unread:
            self.end()
            return SKIP
        return OPEN

    def text(self, piece: str) -> None:
        """Text stands here. White space before the first word of a run says nothing."""
        run = self.outline.run
        if run or not piece.isspace():
            run.append(piece)

    def end(self) -> None:
        """The last element for which `start` said OPEN ends."""
        outline = self.outline
        block, tag, region, closers = self._stack.pop()
        if block and (outline.run or outline.waiting):
            outline.finish_block()
        if closers:
            if len(closers) > 1:
                closers.reverse()
            for close in closers:
                close()
        outline.tag = tag
        outline.region = region

    def page(self, url: str | None, charset: str, truncated: bool) -> Page:
        """All of it, when the walk is over."""
        while self._stack:
            self.end()
        reading, outline, said = self._reading, self.outline, self._reading.metadata
        outline.finish_block()
        base, canonical, links, left_out = closed_links(reading.drafts, outline.blocks, url, said.base, said.canonical)
        tags = dict(Counter(self.names))
        return Page(
            url=url,
            base=base,
            form="html",
            charset=charset,
            title=said.title,
            lang=said.lang,
            blocks=tuple(outline.blocks),
            links=links,
            meta=MappingProxyType(said.meta),
            canonical=canonical,
            records=tuple(MappingProxyType(record) for record in said.records if record),
            scripts=tuple(reading.scripts),
            tags=MappingProxyType(tags),
            handlers=MappingProxyType(dict(reading.handlers)),
            inputs=MappingProxyType(dict(reading.inputs)),
            images=tags.get("img", 0),
            depth=min(self.depth, bounds.DEPTH),
            truncated=truncated or outline.full or reading.overflow or left_out or self.depth > bounds.DEPTH,
        )

    def _framed(self) -> None:
        """Read the pages that a frame holds in itself, where the frame stands."""
        reading, outline = self._reading, self.outline
        held, reading.held = reading.held, []
        for markup, hidden in held:
            lift = outline.veil(hidden) if hidden and not outline.hidden else None
            if self._level < bounds.FRAME_LEVELS and self._frames < bounds.FRAMES:
                self._within(markup)
            else:
                reading.overflow = True
                for target in exits.from_markup(markup[: bounds.SCRIPT]):
                    reading.here(LinkKind.FRAME, target, {})
            if lift:
                lift()

    def _within(self, markup: str) -> None:
        """What such a page says of itself, and what its style sheets hide, holds for it alone."""
        self._frames += 1
        self._level += 1
        hiding, self._hiding = self._hiding, {}
        with self._reading.frame():
            text = templates.opened(markup)
            affordable = cost.affordable(text)
            self._reading.overflow = self._reading.overflow or len(affordable) < len(text)
            self._read(affordable, self)
        self._hiding = hiding
        self._level -= 1

    def _marks(self, tag: str, attributes: Attributes, closers: list[Closer]) -> list[str]:
        """Attributes that matter on any element; returns the targets that handlers and `data-` attributes hold."""
        outline, metadata = self.outline, self._reading.metadata
        if not outline.hidden:
            reason = visibility.hidden(attributes)
            if reason:
                closers.append(outline.veil(reason))
        if "itemscope" in attributes:
            metadata.open_scope(attributes)
            closers.append(metadata.close_scope)
        elif "itemprop" in attributes and metadata.in_scope:
            self._property(tag, attributes, closers)
        return self._coded(tag, attributes)

    def _coded(self, tag: str, attributes: Attributes) -> list[str]:
        """The targets that the attributes hold; names that can hold none are learnt."""
        targets: list[str] = []
        told = False
        for name, value in attributes.items():
            if name in elements.UNMARKED:
                continue
            if name.startswith("data-"):
                told = told or exits.tells(name, value)
            elif name in elements.HANDLERS:
                self._reading.handlers[name] += 1
                # What would not be kept is not looked for.
                self._reading.overflow = self._reading.overflow or len(value) > bounds.CODE or self._reading.full
                targets += [] if self._reading.full else exits.from_handler(value)
            elif name not in elements.MARKS:
                elements.learn(name)
        if told:
            targets = [*exits.from_attributes(attributes, tag), *targets]
        return list(dict.fromkeys(targets)) if targets else _NO_TARGETS

    def _by_sheet(self, attributes: Attributes, closers: list[Closer]) -> None:
        names = ["." + word for word in attributes["class"].split()] if "class" in attributes else []
        if "id" in attributes:
            names.append("#" + attributes["id"])
        if names and not self._hiding.keys().isdisjoint(names):
            reason = next(self._hiding[name] for name in names if name in self._hiding)
            closers.append(self.outline.veil(reason))

    def _property(self, tag: str, attributes: Attributes, closers: list[Closer]) -> None:
        """A microdata value; where it is the element's text, that is read like the words of a link."""
        outline, metadata = self.outline, self._reading.metadata
        draft = Draft(LinkKind.TEXT, "", attributes, outline.region, outline.hidden, 0)
        outline.open_link(draft)

        def close() -> None:
            outline.close_link()
            metadata.see_property(tag, attributes, "".join(draft.words))

        closers.append(close)
