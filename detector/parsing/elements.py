"""What the elements of HTML are to a reader: fixed tables (https://html.spec.whatwg.org/multipage/indices.html)."""

from __future__ import annotations

from detector.page import LinkKind

BLOCKS = frozenset(
    (
        "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
        "form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main marquee menu nav ol p plaintext pre search "
        "section summary table tbody td tfoot th thead tr ul xmp"
    ).split()
)
"""Elements that begin and end a block of text. A button is a box of its own, so its words are too."""

UNREAD = frozenset("textarea select iframe noembed noframes datalist desc".split())
"""Elements whose contents are neither text nor exits."""

SPACED = frozenset("video audio canvas meter progress math".split())
"""Things that stand between words as a space does, beside those that are read for more."""

FRAMES = {
    "iframe": LinkKind.FRAME,
    "frame": LinkKind.FRAME,
    "amp-iframe": LinkKind.FRAME,
    "embed": LinkKind.EMBED,
    "object": LinkKind.EMBED,
}

HANDLERS = frozenset(
    f"on{event}"
    for event in (
        "abort afterprint animationend animationiteration animationstart auxclick beforecopy beforecut beforeinput beforepaste "
        "beforeprint beforeunload begin blur canplay canplaythrough change click close contextmenu copy cut dblclick drag dragend "
        "dragenter dragleave dragover dragstart drop durationchange emptied end ended error focus focusin focusout hashchange input "
        "invalid keydown keypress keyup load loadeddata loadedmetadata loadstart message mousedown mouseenter mouseleave mousemove "
        "mouseout mouseover mouseup mousewheel offline online pagehide pageshow paste pause play playing pointerdown pointerenter "
        "pointerleave pointermove pointerout pointerover pointerup popstate progress ratechange reset resize scroll search select "
        "selectionchange selectstart storage submit timeupdate toggle touchcancel touchend touchmove touchstart transitionend unload "
        "volumechange waiting wheel"
    ).split()
)

MARKS = HANDLERS | frozenset(("style", "hidden", "itemprop", "itemscope"))
"""Attributes that can matter on any element, beside class, id and role, and those whose name begins with `data-`."""

UNMARKED: set[str] = set()
"""Names of attributes that cannot, learnt as they are met: one look tells that nearly all elements do not matter."""
_MOST_UNMARKED, _LONGEST_UNMARKED = 10_000, 60


def learn(name: str) -> None:
    """Remember an attribute that cannot matter; pages may hold names without end, so old ones are forgotten, and long ones."""
    if len(name) > _LONGEST_UNMARKED:
        return
    if len(UNMARKED) >= _MOST_UNMARKED:
        UNMARKED.clear()
    UNMARKED.add(name)


INLINE = frozenset(
    "b i em strong u s small big font span sub sup mark code tt abbr cite kbd samp var bdi bdo ins del wbr nobr".split()
)
"""Elements that say nothing when they carry no attribute."""
