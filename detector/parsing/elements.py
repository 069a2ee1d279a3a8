"""What the elements of HTML are to a reader: fixed tables (https://html.spec.whatwg.org/multipage/indices.html)."""

from __future__ import annotations

from detector.page import LinkKind
from detector.parsing import exits

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

CODED = HANDLERS | exits.DATA_ATTRIBUTES
"""Attributes that may hold a way out."""

MARKS = CODED | frozenset(("style", "hidden", "itemprop", "itemscope"))
"""Attributes that can matter on any element, beside class, id and role."""

INLINE = frozenset(
    "b i em strong u s small big font span sub sup mark code tt abbr cite kbd samp var bdi bdo ins del wbr nobr".split()
)
"""Elements that say nothing when they carry no attribute."""
