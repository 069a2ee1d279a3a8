"""How the page is built."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, n

_TWO = "<p {}>one two</p>"


def _record(value: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"AggregateRating","ratingValue":"{value}"}}</script>'


ROWS: dict[str, Pair] = {
    "markup.buttons": (Row(FILM, 0), Row("<button>x</button><input type=submit>", n(2))),
    "markup.depth": (Row("<p>x</p>", n(3)), Row("<div><div><p>x</p></div></div>", n(5))),
    "markup.described": (Row('<meta name=description content="a b">', n(2)), Row(FILM, 0)),
    "markup.display_hidden": (
        Row(_TWO.format(""), 0),
        Row(_TWO.format("style='display:none'") + _TWO.format("hidden"), n(4)),
    ),
    "markup.elements_for_words": (Row("<p>x</p>", n(0.2)), Row("<p><b>x</b></p>" + "<br>" * 15, n(1))),
    "markup.embedded_objects": (Row(FILM, 0), Row("<object data=/x.swf></object><embed src=/y.swf>", n(2))),
    "markup.forms": (Row(FILM, 0), Row("<form><input></form>", n(1))),
    "markup.frames": (Row(FILM, 0), Row("<iframe src=/x></iframe>" * 2, n(2))),
    "markup.furniture": (Row(FILM, 0), Row(f"<nav>{FILM}</nav>{FILM}", 0.5)),
    "markup.has_comments": (Row(f"<div class=comments>{FILM}</div>", 1), Row(FILM, 0)),
    "markup.hidden_baits": (Row("<p>Watch full movie</p>", 0), Row("<p hidden>Watch full movie</p>", n(1))),
    "markup.hidden_frames": (
        Row("<iframe src=https://unheard.example/></iframe>", 0),
        Row("<iframe src=https://unheard.example/ width=0 height=0></iframe>", n(1)),
    ),
    "markup.images": (Row(FILM, 0), Row("<img src=a.png><img src=b.png>", n(2))),
    "markup.images_for_words": (Row(FILM, 0), Row(FILM + "<img src=a.png>", n(5))),
    "markup.keywords": (Row(FILM, 0), Row('<meta name=keywords content="a, b">', n(2))),
    "markup.named_author": (Row('<meta name=author content="Priya Raman">', 1), Row(FILM, 0)),
    "markup.no_index": (
        Row("<meta name=robots content=index>", 0),
        Row('<meta name=robots content="noindex, follow">', 1),
    ),
    "markup.passwords": (Row("<input type=search>", 0), Row("<input type=password>", 1)),
    "markup.players": (Row(FILM, 0), Row("<video src=/x.mp4></video><audio src=/x.mp3></audio>", n(2))),
    "markup.rated_by_itself": (Row(_record("3.1"), 0), Row(_record("4.9"), 1)),
    "markup.records": (Row(_record("3.1"), n(1)), Row(FILM, 0)),
    "markup.social_card": (Row('<meta property="og:title" content=x>', n(1)), Row(FILM, 0)),
    "markup.tables": (Row(FILM, 0), Row("<table><tr><td>x</table>", n(1))),
    "markup.tiny_or_offscreen": (
        Row(_TWO.format(""), 0),
        Row(_TWO.format("style='position:absolute;left:-9999px'") + _TWO.format("style='font-size:0'"), n(4)),
    ),
    "markup.typed_fields": (Row("<input type=hidden>", 0), Row("<input type=email><input type=tel>", n(2))),
}
