"""What each kind of element means to a reader when it begins: one function a kind, and the table of them.

Every function takes the reading so far, the element's attributes, the targets that its handlers hold, and the list to
which it adds what must happen when the element ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from detector import bounds
from detector.page import Hidden, LinkKind, Region
from detector.parsing import elements, exits, markup, navigations, visibility
from detector.parsing.drafts import Attributes, Draft
from detector.parsing.outline import Closer
from detector.parsing.reading import Reading

Opening = Callable[[Reading, Attributes, list[str], list[Closer]], None]

_JAVASCRIPT = frozenset(
    ("", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/x-javascript")
)
_ANCHOR: LinkKind = LinkKind.ANCHOR
_HOLDING = ("javas", "data:")
"""How addresses begin that hold code or a page in themselves."""
_MAY_HOLD = frozenset("jJdD")
_FRAME_SOURCES = ("src", "data-src", "data-lazy-src", "data-litespeed-src", "data")


# -- links


def _anchor(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    kind, href = _ANCHOR, attributes.get("href")
    if reading.svg:
        kind, href = LinkKind.SVG, attributes.get("xlink:href") if href is None else href
    target = href.strip() if href else ""
    if coded or (target[:1] in _MAY_HOLD and target[:5].lower() in _HOLDING):
        _coded_anchor(reading, kind, target if href is not None else None, attributes, coded, closers)
    elif href is not None:
        reading.way(kind, target, attributes, closers)


def _coded_anchor(
    reading: Reading,
    kind: LinkKind,
    target: str | None,
    attributes: Attributes,
    coded: list[str],
    closers: list[Closer],
) -> None:
    """An anchor with code: where its own target leads nowhere, the code's targets stand in its place."""
    holds = target is not None and target[:5].lower() in _HOLDING
    if target is not None and holds:
        coded = [*coded, *exits.from_target(target)]
    anchor = None
    if target is not None and not (coded and (holds or target in ("", "#"))):
        anchor = reading.way(kind, target, attributes, closers)
    for each in coded:
        reading.way(LinkKind.HANDLER, each, attributes, closers).twin = anchor


def _area(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    if "href" in attributes:
        reading.here(LinkKind.AREA, attributes["href"], attributes)
    reading.coded(coded, attributes, closers)


def _frame(kind: LinkKind) -> Opening:
    def opening(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
        reading.apart()
        sources = (attributes[name].strip() for name in _FRAME_SOURCES if name in attributes)
        targets = [source for source in sources if source and source != "about:blank"][:1]
        if kind is LinkKind.EMBED and targets and navigations.is_file(targets[0]):
            reading.image({"src": targets[0]})
            targets = []
        hidden = Hidden.TINY if visibility.tiny_box(attributes) else Hidden.NO
        reading.held = [(attributes["srcdoc"], hidden)] if "srcdoc" in attributes else []
        if targets and targets[0][:5].lower() in _HOLDING:
            page = markup.held(targets[0])
            reading.held += [(page, hidden)] if page else []
            targets = [] if page else exits.from_handler(targets[0]) or targets
        for target in targets:
            draft = reading.here(kind, target, attributes)
            draft.hidden = draft.hidden or hidden
        reading.coded(coded, attributes, closers)

    return opening


# -- forms


def _form(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    action = attributes.get("action", "").strip()
    reading.form = form = reading.here(LinkKind.FORM, action, attributes) if action else None
    if form is not None:
        # Its block is the first one inside, so it waits on while it is open.
        form.open = True
        closers.append(partial(setattr, form, "open", False))
    reading.coded(coded, attributes, closers)


def _input(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    kind = attributes.get("type", "").strip().lower()[:20] or "text"
    reading.inputs[kind] += 1
    reading.apart()
    words = attributes.get("value", "").strip()[: bounds.WORDS] if kind in ("submit", "button", "reset") else ""
    if words:
        reading.outline.run.append(f" {words} ")
    if kind == "image":
        reading.image(attributes)
    drafts = [reading.here(LinkKind.HANDLER, target, attributes) for target in coded]
    if kind in ("submit", "image"):
        if "formaction" in attributes:
            drafts.append(reading.here(LinkKind.FORM, attributes["formaction"], attributes))
        if reading.form is not None and not (reading.form.words or reading.form.image):
            drafts.append(reading.form)
    for draft in drafts:
        if words:
            draft.words = [words]
        if kind == "image":
            draft.see_image(attributes)


def _button(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    submits = attributes.get("type", "").strip().lower() not in ("button", "reset")
    if submits and "formaction" in attributes:
        reading.way(LinkKind.FORM, attributes["formaction"], attributes, closers)
    reading.coded(coded, attributes, closers)
    if submits and reading.form is not None and not reading.form.words:
        _label(reading, reading.form, attributes, closers)


def _label(reading: Reading, form: Draft, attributes: Attributes, closers: list[Closer]) -> None:
    """The text inside a button is the words of its form."""
    outline = reading.outline
    label = Draft(LinkKind.FORM, "", attributes, outline.region, outline.hidden, 0)
    outline.open_link(label)

    def close() -> None:
        outline.close_link()
        form.words = form.words or label.words
        if label.image and not form.image:
            form.image, form.alt, form.file = True, label.alt, label.file

    closers.append(close)


# -- images, and what else stands between words


def _image(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.image(attributes)
    for target in coded:
        reading.here(LinkKind.HANDLER, target, attributes).see_image(attributes)


def _picture(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.image({})
    reading.coded(coded, attributes, closers)


def _svg(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    _picture(reading, attributes, coded, closers)
    reading.svg += 1

    def close() -> None:
        reading.svg -= 1

    closers.append(close)


def _space(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.apart()
    reading.coded(coded, attributes, closers)


def _line_break(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.outline.finish_block()


def _noscript(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    if not reading.outline.hidden:
        closers.append(reading.outline.veil(Hidden.NOSCRIPT))


# -- what is read apart from the text


def _script(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    kind = attributes["type"].partition(";")[0].strip().lower() if "type" in attributes else ""
    if kind == "application/ld+json":
        reading.raw(closers, reading.metadata.see_json)
    elif kind in _JAVASCRIPT:
        reading.raw(closers, partial(reading.script, attributes.get("src", "").strip()))
    elif kind.endswith("json"):
        reading.raw(closers, reading.state)
    else:
        reading.raw(closers, _ignore)


def _style(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.raw(closers, _ignore)


def _title(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.raw(closers, _ignore if reading.svg else reading.metadata.see_title)


def _ignore(source: str) -> None:
    """What a style sheet or a data script holds is no text."""


# -- what the page says of itself


def _html(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.metadata.see_html(attributes)
    _body(reading, attributes, coded, closers)


def _body(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    """A handler on the whole page has no words of its own."""
    for target in coded:
        reading.note(LinkKind.HANDLER, target, {})


def _head(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.outline.region = Region.HEAD


def _meta(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.metadata.see_meta(attributes)
    if attributes.get("http-equiv", "").strip().lower() == "refresh":
        target = markup.refresh(attributes.get("content", ""))
        if target:
            reading.note(LinkKind.REFRESH, target, {})


def _link(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.metadata.see_link(attributes)


def _base(reading: Reading, attributes: Attributes, coded: list[str], closers: list[Closer]) -> None:
    reading.metadata.see_base(attributes)


_OPENINGS: dict[str, Opening] = {
    **dict.fromkeys((*elements.SPACED, *elements.UNREAD), _space),
    **{tag: _frame(kind) for tag, kind in elements.FRAMES.items()},
    "html": _html,
    "head": _head,
    "body": _body,
    "a": _anchor,
    "area": _area,
    "form": _form,
    "input": _input,
    "button": _button,
    "img": _image,
    "picture": _picture,
    "svg": _svg,
    "br": _line_break,
    "noscript": _noscript,
    "script": _script,
    "style": _style,
    "title": _title,
    "meta": _meta,
    "link": _link,
    "base": _base,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What an element is, in one look. Most are inline, and nothing but their attributes can matter."""

    name: str
    telling: bool = False
    """It matters without attributes, too."""
    block: bool = False
    """It begins and ends a block."""
    opening: Opening | None = None
    unread: bool = False
    """What it holds is neither text nor exits."""


_KINDS = {
    tag: Kind(tag, True, tag in elements.BLOCKS, _OPENINGS.get(tag), tag in elements.UNREAD)
    for tag in {*elements.BLOCKS, *_OPENINGS}
}


def kind_of(tag: str) -> Kind:
    """What an element of this name is."""
    return _KINDS.get(tag) or Kind(tag)
