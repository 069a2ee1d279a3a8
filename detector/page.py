"""What was received and what was understood: frozen values that every later stage reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Hop(NamedTuple):
    """One address on the way to another that answered with a redirect."""

    url: str
    status: int
    """The HTTP status it answered with."""


class Landing(NamedTuple):
    """What following the redirects of a link came to."""

    url: str | None
    """Where the last of them leads, canonical; the link's own address where there are none, None where nothing is known."""
    hops: tuple[Hop, ...] = ()
    """The redirects, in order."""
    error: str | None = None
    """Why nobody knows whether it leads further, in one sentence; None where it ends there."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page as received, before anything is understood."""

    body: bytes
    """The bytes, undecoded."""
    url: str | None = None
    """Where the page was found, behind all redirects, or None when nobody knows."""
    content_type: str | None = None
    """The HTTP `Content-Type` value as received, or None."""
    id: str | None = None
    """The sender's own name for the page (record id, file name), carried through to the verdict."""
    hops: tuple[Hop, ...] = ()
    """The redirects that led to `url`, the address that was asked for first."""
    refresh: str | None = None
    """The HTTP `Refresh` value as received, which browsers obey like a `<meta http-equiv=refresh>`, or None."""


class LinkKind(StrEnum):
    """How a way out of the page is built."""

    __hash__ = str.__hash__  # Enum has one in Python, which every look-up would call

    ANCHOR = "anchor"
    AREA = "area"
    SVG = "svg"
    FORM = "form"
    FRAME = "frame"
    EMBED = "embed"
    HANDLER = "handler"
    """An `onclick` or other event handler, or a `data-href`-like attribute, on any element."""
    REFRESH = "refresh"
    SCRIPT = "script"
    """A navigation or a full URL inside a script, plain or base64."""
    TEXT = "text"
    """A URL written out in plain text."""


class Region(StrEnum):
    """The part of the page something stands in."""

    __hash__ = str.__hash__  # Enum has one in Python, which every look-up would call

    HEAD = "head"
    HEADER = "header"
    NAV = "nav"
    MAIN = "main"
    """Inside `<main>` or `<article>`."""
    BODY = "body"
    """Anywhere that no mark-up names."""
    ASIDE = "aside"
    COMMENTS = "comments"
    FOOTER = "footer"


class Hidden(StrEnum):
    """Why a reader does not see something; `NO` when they do."""

    __hash__ = str.__hash__  # Enum has one in Python, which every look-up would call

    NO = ""
    ATTRIBUTE = "attribute"
    """The `hidden` attribute, or `type=hidden`."""
    DISPLAY = "display"
    """`display:none`, `visibility:hidden`, `opacity:0`, inline or by a class of the page's own style sheet."""
    OFFSCREEN = "offscreen"
    """Moved or clipped out of the window."""
    TINY = "tiny"
    """Zero or one pixel of size, or no font size."""
    CONTRAST = "contrast"
    """Text in the colour of its background."""
    NOSCRIPT = "noscript"


class Block(NamedTuple):
    """A run of text that a reader sees as one piece: a paragraph, a heading, a list entry, a table cell, a line."""

    text: str
    """White space folded, entities resolved."""
    tag: str
    """The element that holds it (`p`, `h2`, `li`, ...), `line` in plain text."""
    region: Region = Region.BODY
    hidden: Hidden = Hidden.NO


class Link(NamedTuple):
    """One way out of the page, whatever it is built from."""

    kind: LinkKind
    target: str
    """The target as written, bounded in length."""
    url: str | None
    """The absolute http(s) URL it leads to, canonical; None for `javascript:`, `mailto:`, `data:` and the like."""
    text: str = ""
    """The words a reader sees on it; falls back to alt, title, aria-label and last the file name of its image."""
    words_from: str = ""
    """Where `text` came from: `text`, `alt`, `title`, `aria-label`, `value`, `file`, or empty."""
    region: Region = Region.BODY
    hidden: Hidden = Hidden.NO
    rel: tuple[str, ...] = ()
    """Lower-case `rel` words, sorted."""
    window: str = ""
    """Lower-case `target` attribute (`_blank`, ...)."""
    image: bool = False
    """An image stands inside it."""
    download: bool = False
    block: int = -1
    """Index into `Page.blocks` of the block it stands in, -1 if in none."""
    before: int = 0
    """How many blocks end before it begins: its place where it stands in none."""
    landing: str | None = None
    """Where its redirects were found to lead, canonical; None where nobody has followed them."""


class Script(NamedTuple):
    """An inline script's source, bounded, or the address of an outside one."""

    source: str = ""
    src: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as understood: its text in blocks, every way out of it, and what it says of itself."""

    url: str | None
    """The address the page was found at, canonical, or None."""
    base: str | None
    """What relative targets were resolved against (`<base href>` or `url`), or None."""
    form: str
    """`html`, or `text` where only words were received."""
    charset: str = "utf-8"
    title: str = ""
    lang: str = ""
    """Primary language subtag the page declares for itself (`en`), or empty."""
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    meta: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """`<meta>` name or property, lower-case, to content; first one wins."""
    canonical: str | None = None
    """The URL of `<link rel=canonical>`, resolved."""
    records: tuple[Mapping[str, str], ...] = ()
    """JSON-LD and microdata records (Review, Movie, Product, AggregateRating, ...) flattened to dotted names."""
    scripts: tuple[Script, ...] = ()
    tags: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How often each element occurs (`img`, `iframe`, `video`, `input`, ...)."""
    handlers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How often each event handler attribute occurs (`oncontextmenu`, `onclick`, ...)."""
    inputs: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How often each `<input>` type occurs (`password`, `email`, ...)."""
    images: int = 0
    depth: int = 0
    """Deepest element nesting seen."""
    truncated: bool = False
    """Some bound (size, depth, nodes, links, text) was reached; the rest was not read."""
    hops: tuple[Hop, ...] = ()
    """The redirects that led to `url`, the address that was asked for first; canonical."""
