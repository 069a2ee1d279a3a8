"""From the events of a tree walk to a `Page`: one understanding, whichever reader drives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from detector.page import Hidden, LinkKind, Page, Region, Script
from detector.parsing import bounds, elements, exits, regions, visibility
from detector.parsing.closing import closed_links
from detector.parsing.drafts import Attributes, Draft
from detector.parsing.metadata import Metadata
from detector.parsing.outline import Closer, Outline

PLAIN, OPEN, SKIP = 0, 1, 2
"""What a walk does after `start`: go on into the element; the same, and call `end` behind it; or leave its contents out."""

_JAVASCRIPT = frozenset(("", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/x-javascript"))
_SUBMITS = frozenset(("submit", "image"))
_NONE: list[str] = []
_NOTHING: list[Closer] = []


class Assembly:
    """Takes `start`, `text` and `end` in document order and makes blocks, links and metadata of them."""

    def __init__(self, hiding: Mapping[str, Hidden]) -> None:
        self.outline = Outline()
        self.names: list[str] = []
        """The name of every element met."""
        self.depth = 0
        """Set by the walk: the deepest element it saw."""
        self._hiding = hiding
        self._overflow = False
        self._drafts: list[Draft] = []
        self._stack: list[tuple[bool, str, Region, list[Closer]]] = []
        self._handlers: Counter[str] = Counter()
        self._inputs: Counter[str] = Counter()
        self._svg = 0
        self._form: Draft | None = None
        self._metadata = Metadata()
        self._scripts: list[Script] = []
        self._script_room = bounds.SCRIPT_TEXT

    @property
    def full(self) -> bool:
        """A bound was reached: the walk may stop."""
        return self.outline.full

    # -- events

    def start(self, tag: str, attributes: Attributes) -> int:
        """An element begins. Returns PLAIN, OPEN or SKIP."""
        outline = self.outline
        self.names.append(tag)
        if outline.full:
            return SKIP
        block = tag in elements.BLOCKS
        outer_tag, outer_region = outline.tag, outline.region
        if block:
            if outline.run or outline.waiting:
                outline.finish_block()
            if attributes or tag in regions.ELEMENTS:
                outline.region = regions.region(tag, attributes, outer_region)
            outline.tag = tag
        opening = _OPENINGS.get(tag)
        closers = self._open(tag, attributes, opening) if attributes or opening else _NOTHING
        if not block and not closers:
            return SKIP if tag in elements.UNREAD else PLAIN
        self._stack.append((block, outer_tag, outer_region, closers))
        if tag in elements.UNREAD:
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
        block, tag, region, closers = self._stack.pop()
        outline = self.outline
        if block and (outline.run or outline.waiting):
            outline.finish_block()
        for close in reversed(closers):
            close()
        outline.tag, outline.region = tag, region

    def page(self, url: str | None, charset: str, truncated: bool) -> Page:
        """All of it, when the walk is over."""
        while self._stack:
            self.end()
        outline, said = self.outline, self._metadata
        outline.finish_block()
        base, canonical, links = closed_links(self._drafts, outline.blocks, url, said.base, said.canonical)
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
            scripts=tuple(self._scripts),
            tags=MappingProxyType(dict(Counter(self.names))),
            handlers=MappingProxyType(dict(self._handlers)),
            inputs=MappingProxyType(dict(self._inputs)),
            images=self.names.count("img"),
            depth=min(self.depth, bounds.DEPTH),
            truncated=truncated or outline.full or self._overflow or self.depth > bounds.DEPTH,
        )

    def _open(self, tag: str, attributes: Attributes, opening: _Opening | None) -> list[Closer]:
        """What the attributes and the kind of the element begin; returns what ends it, in that order."""
        closers: list[Closer] = []
        coded = _NONE
        if attributes:
            if not elements.MARKS.isdisjoint(attributes):
                coded = self._marks(tag, attributes, closers)
            if self._hiding and not self.outline.hidden:
                self._by_sheet(attributes, closers)
        if opening is not None:
            opening(self, attributes, coded, closers)
        elif coded:
            self._ways(LinkKind.HANDLER, coded, attributes, closers)
        return closers

    # -- attributes that matter on any element

    def _marks(self, tag: str, attributes: Attributes, closers: list[Closer]) -> list[str]:
        """Hidden-ness and microdata; returns the targets that handlers and `data-` attributes hold."""
        outline = self.outline
        reason = outline.hidden or visibility.hidden(attributes)
        if reason is not outline.hidden:
            closers.append(outline.veil(reason))
        if "itemscope" in attributes:
            self._metadata.open_scope(attributes)
            closers.append(self._metadata.close_scope)
        elif "itemprop" in attributes and self._metadata.in_scope:
            self._property(tag, attributes, closers)
        if elements.CODED.isdisjoint(attributes):
            return _NONE
        coded = exits.from_attributes(attributes)
        for name in attributes:
            if name in elements.HANDLERS:
                self._handlers[name] += 1
                coded += exits.from_handler(attributes[name])
        return list(dict.fromkeys(coded))

    def _by_sheet(self, attributes: Attributes, closers: list[Closer]) -> None:
        names = ["." + word for word in attributes["class"].split()] if "class" in attributes else []
        if "id" in attributes:
            names.append("#" + attributes["id"])
        reason = next((self._hiding[name] for name in names if name in self._hiding), None)
        if reason:
            closers.append(self.outline.veil(reason))

    def _property(self, tag: str, attributes: Attributes, closers: list[Closer]) -> None:
        """A microdata value; read like the words of a link where it is the element's text."""
        draft = self._draft(LinkKind.TEXT, "", attributes)
        self.outline.open_link(draft)

        def close() -> None:
            self.outline.close_link()
            self._metadata.see_property(tag, attributes, "".join(draft.words))

        closers.append(close)

    # -- links

    def _draft(self, kind: LinkKind, target: str, attributes: Attributes) -> Draft:
        if len(target) > bounds.ATTRIBUTE:
            bound = bounds.CODE if target[:5].lower() in ("data:", "javas") else bounds.ATTRIBUTE
            self._overflow = self._overflow or len(target) > bound
            target = target[:bound]
        return Draft(kind, target, attributes, self.outline.region, self.outline.hidden)

    def _note(self, kind: LinkKind, target: str, attributes: Attributes) -> Draft:
        """A way out that stands here and holds no text."""
        draft = self._draft(kind, target.strip(), attributes)
        if len(self._drafts) < bounds.LINKS:
            self._drafts.append(draft)
        else:
            self._overflow = True
        return draft

    def _way(self, kind: LinkKind, target: str, attributes: Attributes, closers: list[Closer]) -> Draft:
        """A way out whose words are the text inside."""
        draft = self._note(kind, target, attributes)
        self.outline.open_link(draft)
        closers.append(self.outline.close_link)
        return draft

    def _ways(self, kind: LinkKind, targets: list[str], attributes: Attributes, closers: list[Closer]) -> None:
        for target in targets:
            self._way(kind, target, attributes, closers)

    # -- elements

    def _anchor(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        href = attributes.get("href")
        kind = LinkKind.ANCHOR
        if self._svg:
            kind = LinkKind.SVG
            href = attributes.get("xlink:href") if href is None else href
        target = (href or "").strip()
        inert = target in ("", "#")
        if target[:11].lower() == "javascript:":
            coded = [*coded, *exits.from_handler(target)]
            inert = True
        anchor = None
        if href is not None and not (inert and coded):
            anchor = self._way(kind, target, attributes, closers)
        for target in coded:
            self._way(LinkKind.HANDLER, target, attributes, closers).twin = anchor

    def _area(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        if "href" in attributes:
            self._here(LinkKind.AREA, attributes["href"], attributes)
        self._ways(LinkKind.HANDLER, coded, attributes, closers)

    def _here(self, kind: LinkKind, target: str, attributes: Attributes) -> Draft:
        draft = self._note(kind, target, attributes)
        self.outline.waiting.append(draft)
        return draft

    def _frame(self, kind: LinkKind, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        sources = (attributes.get(name, "").strip() for name in ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data"))
        targets = [source for source in sources if source and source != "about:blank"][:1]
        tiny = visibility.tiny_box(attributes)
        for target in [*targets, *exits.from_markup(attributes.get("srcdoc", "")[: bounds.SCRIPT])]:
            draft = self._here(kind, target, attributes)
            if tiny and not draft.hidden:
                draft.hidden = Hidden.TINY
        self._ways(LinkKind.HANDLER, coded, attributes, closers)

    def _open_form(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        action = attributes.get("action", "").strip()
        self._form = self._here(LinkKind.FORM, action, attributes) if action else None
        self._ways(LinkKind.HANDLER, coded, attributes, closers)

    def _input(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        kind = attributes.get("type", "text").strip().lower()[:20] or "text"
        self._inputs[kind] += 1
        words = attributes.get("value", "").strip()
        if kind in ("submit", "button", "reset") and words and attributes.get("type"):
            self.outline.run.append(f" {words[: bounds.WORDS]} ")
        if kind == "image":
            self._see_image(attributes)
        ways = [self._here(LinkKind.HANDLER, target, attributes) for target in coded]
        if kind in _SUBMITS and "formaction" in attributes:
            ways.append(self._here(LinkKind.FORM, attributes["formaction"], attributes))
        for draft in ways:
            if kind == "image":
                draft.see_image(attributes)
            elif words:
                draft.words = [words]
        if kind in _SUBMITS and self._form is not None and not self._form.words and not self._form.image:
            if kind == "image":
                self._form.see_image(attributes)
            self._form.words = [words] if words and kind == "submit" else []

    def _button(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        submits = attributes.get("type", "submit").strip().lower() not in ("button", "reset")
        if submits and "formaction" in attributes:
            self._way(LinkKind.FORM, attributes["formaction"], attributes, closers)
        self._ways(LinkKind.HANDLER, coded, attributes, closers)
        form = self._form
        if not submits or form is None or form.words:
            return
        label = self._draft(LinkKind.FORM, "", attributes)
        self.outline.open_link(label)

        def close() -> None:
            self.outline.close_link()
            form.words = form.words or label.words

        closers.append(close)

    def _see_image(self, attributes: Attributes) -> None:
        for draft in self.outline.inside:
            draft.see_image(attributes)

    def _image(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._see_image(attributes)
        for target in coded:
            self._here(LinkKind.HANDLER, target, attributes).see_image(attributes)

    def _picture(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        for draft in self.outline.inside:
            draft.image = True
        self._ways(LinkKind.HANDLER, coded, attributes, closers)

    def _open_svg(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._picture(attributes, coded, closers)
        self._svg += 1
        closers.append(self._close_svg)

    def _close_svg(self) -> None:
        self._svg -= 1

    def _line_break(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self.outline.finish_block()

    def _noscript(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        if not self.outline.hidden:
            closers.append(self.outline.veil(Hidden.NOSCRIPT))

    # -- what is read apart from the text

    def _raw(self, closers: list[Closer], take: Callable[[str], None]) -> None:
        back = self.outline.divert()

        def close() -> None:
            source = "".join(self.outline.run)
            back()
            take(source)

        closers.append(close)

    def _script(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        if kind == "application/ld+json":
            self._raw(closers, self._metadata.see_json)
        elif kind in _JAVASCRIPT:
            self._raw(closers, partial(self._see_script, attributes.get("src", "").strip()))
        else:
            self._raw(closers, _ignore)

    def _see_script(self, src: str, source: str) -> None:
        bound = min(bounds.SCRIPT, self._script_room)
        if len(self._scripts) >= bounds.SCRIPTS or len(source) > bound:
            self._overflow = True
        if len(self._scripts) < bounds.SCRIPTS:
            source = source[:bound]
            self._script_room -= len(source)
            self._scripts.append(Script(source, src[: bounds.ATTRIBUTE]))
            for target in exits.from_script(source):
                self._note(LinkKind.SCRIPT, target, {})

    def _style(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._raw(closers, _ignore)

    def _title(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._raw(closers, _ignore if self._svg else self._metadata.see_title)

    def _meta(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._metadata.see_meta(attributes)
        if attributes.get("http-equiv", "").strip().lower() == "refresh":
            target = exits.refresh(attributes.get("content", ""))
            if target:
                self._note(LinkKind.REFRESH, target, {})

    def _html(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._metadata.see_html(attributes)
        self._everywhere(attributes, coded, closers)

    def _everywhere(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        """A handler on the whole page has no words of its own."""
        for target in coded:
            self._note(LinkKind.HANDLER, target, {})

    def _head(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self.outline.region = Region.HEAD

    def _link(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._metadata.see_link(attributes)

    def _base(self, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        self._metadata.see_base(attributes)


def _ignore(source: str) -> None:
    """What a style sheet or a data script holds is no text."""


_Opening = Callable[[Assembly, Attributes, list[str], list[Closer]], None]


def _frame_of(kind: LinkKind) -> _Opening:
    def opening(assembly: Assembly, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        assembly._frame(kind, attributes, coded, closers)

    return opening


_OPENINGS: dict[str, _Opening] = {
    "html": Assembly._html,
    "head": Assembly._head,
    "body": Assembly._everywhere,
    "a": Assembly._anchor,
    "area": Assembly._area,
    "form": Assembly._open_form,
    "input": Assembly._input,
    "button": Assembly._button,
    "img": Assembly._image,
    "picture": Assembly._picture,
    "svg": Assembly._open_svg,
    "br": Assembly._line_break,
    "noscript": Assembly._noscript,
    "script": Assembly._script,
    "style": Assembly._style,
    "title": Assembly._title,
    "meta": Assembly._meta,
    "link": Assembly._link,
    "base": Assembly._base,
    **{tag: _frame_of(kind) for tag, kind in elements.FRAMES.items()},
}
