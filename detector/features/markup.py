"""Features of how the page is built: its elements, frames, forms, hidden parts and what it says of itself."""

from __future__ import annotations

import re

from detector.features.columns import kinds, links, regions
from detector.features.evidence import Evidence
from detector.features.registry import feature, log, share
from detector.page import Hidden, LinkKind, Region

_FIVE = re.compile(r"^(?:4[.,][5-9]\d*|5(?:[.,]0)?|9[.,][0-9]|10|9\d)$")

_SEEN = frozenset((Hidden.NO, Hidden.NOSCRIPT))
_TYPED = ("text", "email", "tel", "number", "password", "")
_CARDS = ("og:", "twitter:", "article:")
# Members by themselves: to reach one through its enumeration is a call of Python's until 3.12.
_FRAME = LinkKind.FRAME
_DISPLAY, _ATTRIBUTE, _TINY, _OFFSCREEN, _CONTRAST = (
    Hidden.DISPLAY,
    Hidden.ATTRIBUTE,
    Hidden.TINY,
    Hidden.OFFSCREEN,
    Hidden.CONTRAST,
)
_MAIN, _BODY, _COMMENTS = Region.MAIN, Region.BODY, Region.COMMENTS


def _hidden_words(page: Evidence, *ways: Hidden) -> float:
    return log(sum([len(p.words) for p in page.concealed if p.block.hidden in ways]))


@feature("markup")
def images(page: Evidence) -> float:
    """Number of images (log).

    >>> images(look('<img src=a.png>')) == log(1)
    True
    """
    return log(page.page.images)


@feature("markup")
def images_for_words(page: Evidence) -> float:
    """Images for each hundred words (log).

    >>> images_for_words(look('<p>plain words</p>'))
    0.0
    """
    return log(100 * page.page.images / max(len(page.words), 20))


@feature("markup")
def frames(page: Evidence) -> float:
    """Number of frames (log).

    >>> frames(look('<iframe src=/x></iframe>')) == log(1)
    True
    """
    return log(page.page.tags.get("iframe", 0) + page.page.tags.get("frame", 0))


@feature("markup")
def hidden_frames(page: Evidence) -> float:
    """Number of frames that a reader cannot see (log).

    >>> hidden_frames(look('<iframe src=https://unheard.example/ width=0 height=0></iframe>')) == log(1)
    True
    """
    if not kinds(page)[_FRAME]:
        return 0.0
    found = [link for link in links(page) if link.kind is _FRAME]
    return log(sum([link.hidden not in _SEEN for link in found]))


@feature("markup")
def players(page: Evidence) -> float:
    """Number of video and audio elements (log).

    >>> players(look('<video src=/x.mp4></video>')) == log(1)
    True
    """
    return log(page.page.tags.get("video", 0) + page.page.tags.get("audio", 0))


@feature("markup")
def forms(page: Evidence) -> float:
    """Number of forms (log).

    >>> forms(look('<form><input></form>')) == log(1)
    True
    """
    return log(page.page.tags.get("form", 0))


@feature("markup")
def passwords(page: Evidence) -> float:
    """The page asks for a password.

    >>> passwords(look('<form><input type=password></form>'))
    1.0
    """
    return float(page.page.inputs.get("password", 0) > 0)


@feature("markup")
def typed_fields(page: Evidence) -> float:
    """Number of fields to type into (log).

    >>> typed_fields(look('<form><input type=email><input type=tel></form>')) == log(2)
    True
    """
    given = page.page.inputs
    return log(sum([given.get(kind, 0) for kind in _TYPED])) if given else 0.0


@feature("markup")
def buttons(page: Evidence) -> float:
    """Number of buttons (log).

    >>> buttons(look('<button>x</button>')) == log(1)
    True
    """
    return log(page.page.tags.get("button", 0) + page.page.inputs.get("submit", 0) + page.page.inputs.get("button", 0))


@feature("markup")
def tables(page: Evidence) -> float:
    """Number of tables (log).

    >>> tables(look('<table><tr><td>x</table>')) == log(1)
    True
    """
    return log(page.page.tags.get("table", 0))


@feature("markup")
def depth(page: Evidence) -> float:
    """How deeply the elements are nested (log).

    >>> depth(look('<p>x</p>')) > 0
    True
    """
    return log(page.page.depth)


@feature("markup")
def elements_for_words(page: Evidence) -> float:
    """Elements for each word (log).

    >>> elements_for_words(look('<p>one two three</p>')) > 0
    True
    """
    return log(sum(page.page.tags.values()) / max(len(page.words), 20))


@feature("markup")
def display_hidden(page: Evidence) -> float:
    """Words hidden by style (log).

    >>> display_hidden(look('<p style="display:none">one two</p>')) == log(2)
    True
    """
    return _hidden_words(page, _DISPLAY, _ATTRIBUTE)


@feature("markup")
def tiny_or_offscreen(page: Evidence) -> float:
    """Words moved out of the window, shrunk to nothing or in the colour of their background (log).

    >>> tiny_or_offscreen(look('<p style="position:absolute;left:-9999px">one two</p>')) == log(2)
    True
    """
    return _hidden_words(page, _TINY, _OFFSCREEN, _CONTRAST)


@feature("markup")
def hidden_baits(page: Evidence) -> float:
    """Inviting phrases that a reader cannot see (log).

    >>> hidden_baits(look('<p hidden>Watch full movie</p>')) == log(1)
    True
    """
    return log(sum([p.baits for p in page.concealed]))


@feature("markup")
def furniture(page: Evidence) -> float:
    """Share of the blocks in menus, headers, footers and side columns.

    >>> furniture(look('<nav><p>a</p></nav><p>b</p>'))
    0.5
    """
    own = regions(page)[_MAIN] + regions(page)[_BODY]
    return share(len(page.shown) - own, len(page.shown))


@feature("markup")
def has_comments(page: Evidence) -> float:
    """The page has reader comments.

    >>> has_comments(look('<div class=comments><p>nice</p></div>'))
    1.0
    """
    return float(_COMMENTS in regions(page))


@feature("markup")
def no_index(page: Evidence) -> float:
    """The page asks search engines to leave it out.

    >>> no_index(look('<meta name=robots content="noindex, follow">'))
    1.0
    """
    return float("noindex" in page.page.meta.get("robots", "").lower())


@feature("markup")
def social_card(page: Evidence) -> float:
    """The page describes itself for social networks (number of OpenGraph fields, log).

    >>> social_card(look('<meta property="og:title" content=x>')) == log(1)
    True
    """
    return log(len([1 for name in page.page.meta if name.startswith(_CARDS)]))


@feature("markup")
def described(page: Evidence) -> float:
    """Words in the page's description (log).

    >>> described(look('<meta name=description content="a b">')) == log(2)
    True
    """
    return log(len(page.page.meta.get("description", "").split()))


@feature("markup")
def keywords(page: Evidence) -> float:
    """Number of key words the page lists for search engines (log).

    >>> keywords(look('<meta name=keywords content="a, b">')) == log(2)
    True
    """
    listed = page.page.meta.get("keywords", "")
    return log(listed.count(",") + 1) if listed else 0.0


@feature("markup")
def rated_by_itself(page: Evidence) -> float:
    """The page's own records give it a very high rating.

    >>> rated_by_itself(look('<script type="application/ld+json">{"@type":"AggregateRating","ratingValue":"4.9"}</script>'))
    1.0
    """
    values = (value for record in page.page.records for name, value in record.items() if name.endswith("ratingValue"))
    return float(any(_FIVE.match(value.strip()) for value in values))


@feature("markup")
def records(page: Evidence) -> float:
    """Number of structured records such as Review or Movie (log).

    >>> records(look('<script type="application/ld+json">{"@type":"Movie","name":"x"}</script>')) == log(1)
    True
    """
    return log(len(page.page.records))


@feature("markup")
def named_author(page: Evidence) -> float:
    """The page names its author.

    >>> named_author(look('<meta name=author content="Priya Raman">'))
    1.0
    """
    if page.page.meta.get("author") or page.page.meta.get("article:author"):
        return 1.0
    return float(any(name.startswith("author") for record in page.page.records for name in record))


@feature("markup")
def embedded_objects(page: Evidence) -> float:
    """Embedded objects and applets (log).

    >>> embedded_objects(look('<object data=/x.swf></object>')) == log(1)
    True
    """
    return log(page.page.tags.get("object", 0) + page.page.tags.get("embed", 0) + page.page.tags.get("applet", 0))
