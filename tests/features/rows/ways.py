"""Where the ways out lead."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, away, link, n

_SITE = link("/about")
_NETFLIX = link("https://www.netflix.com/title/1", "Netflix")
_PLAY = "<img src=play.png>"
_HIDDEN = "<div style='display:none'>{}</div>"

ROWS: dict[str, Pair] = {
    "links.affiliate_count": (Row(_NETFLIX, 0), Row(link("https://amzn.to/abc"), n(1))),
    "links.away_count": (Row(_NETFLIX, 0), Row(away() * 2, n(2))),
    "links.away_hosts": (
        Row(away(host="a.unheard.example") + away(), n(1)),
        Row(away() + away(host="other.example"), n(2)),
    ),
    "links.away_share": (Row(_SITE, 0), Row(_SITE + away(), 0.5)),
    "links.comment_exits": (Row(away(), 0), Row(f"<div class=comments>{away()}</div>", n(1))),
    "links.dead_share": (Row(_SITE, 0), Row(_SITE + link("javascript:void(0)"), 0.5)),
    "links.footer_exits": (Row(away(), 0), Row(f"<footer>{away()}</footer>", n(1))),
    "links.foreign_canonical": (
        Row("<link rel=canonical href=https://www.own.example/b>", 0),
        Row("<link rel=canonical href=https://unheard.example/b>", 1),
    ),
    "links.form_exits": (
        Row("<form action=/search><input></form>", 0),
        Row("<form action=https://unheard.example/><input></form>", n(1)),
    ),
    "links.frame_exits": (
        Row("<iframe src=https://www.youtube.com/embed/x></iframe>", 0),
        Row("<iframe src=https://unheard.example/></iframe><embed src=https://unheard.example/x>", n(2)),
    ),
    "links.handler_exits": (
        Row("<button onclick='unfold()'>x</button>", 0),
        Row("""<button onclick="location.href='https://unheard.example/'">x</button>""", n(1)),
    ),
    "links.hidden_exits": (Row(away(), 0), Row(_HIDDEN.format(away()), n(1))),
    "links.hidden_hosts": (Row(_HIDDEN.format(away()) + away(), 0), Row(_HIDDEN.format(away()), n(1))),
    "links.hop_count": (Row(_SITE, 0), Row(link("/go/offer"), n(1))),
    "links.image_exits": (Row(away(), 0), Row(away(_PLAY) + away(), 0.5)),
    "links.known_share": (Row(_NETFLIX, 1), Row(_NETFLIX + away(), 0.5)),
    "links.last_exit_place": (Row(FILM * 3, 0), Row(f"{FILM}{FILM}<p>{away()}</p>", 1)),
    "links.listed_scam": (Row(away(), 0), Row(link("https://www.03e.info/"), 1)),
    "links.local_forms": (
        Row("<form action=/search><input></form>", n(1)),
        Row("<form action=https://unheard.example/></form>", 0),
    ),
    "links.mail_links": (Row(link("mailto:me@own.example") + link("tel:123"), n(2)), Row(away(), 0)),
    "links.menu_exits": (Row(f"<nav>{_SITE}</nav>{away()}", 0), Row(f"<nav>{_SITE}{away()}</nav>", 0.5)),
    "links.new_window_share": (Row(away(), 0), Row(away(more="target=_blank"), 1)),
    "links.no_exit": (Row(_NETFLIX, 0), Row(_SITE, 1)),
    "links.nofollow_share": (Row(away(), 0), Row(away() + away(more='rel="nofollow noopener"'), 0.5)),
    "links.official_count": (Row(_NETFLIX, n(1)), Row(away("Netflix"), 0)),
    "links.per_hundred_words": (Row(_NETFLIX, 0), Row(away(), n(5))),
    "links.platform_count": (Row(link("https://en.wikipedia.org/wiki/Film"), n(1)), Row(away("Wikipedia"), 0)),
    "links.refresh_exits": (
        Row("<meta http-equiv=refresh content=300>", 0),
        Row('<meta http-equiv=refresh content="0;url=https://unheard.example/">', 1),
    ),
    "links.repeated_image_exits": (Row(away(), 0), Row(away(_PLAY) * 3, n(3))),
    "links.script_exits": (
        Row("<script>var film = 1</script>", 0),
        Row('<script>window.open("https://unheard.example/")</script>', n(1)),
    ),
    "links.share_buttons": (
        Row(link("https://www.facebook.com/sharer.php?u=https://own.example/page"), n(1)),
        Row(away("Share on Facebook"), 0),
    ),
    "links.short_count": (Row(away(), 0), Row(link("https://bit.ly/abc"), n(1))),
    "links.single_exit": (Row(away() + _NETFLIX, 0), Row(away() * 2 + _SITE, 1)),
    "links.site_share": (Row(_SITE, 1), Row(_SITE + away(), 0.5)),
    "links.sponsored_share": (Row(away(more="rel=sponsored"), 1), Row(away(), 0)),
    "links.text_exits": (Row(f"<footer>{away()}</footer>", 0), Row(f"<main>{away()}</main>{away()}", n(2))),
    "links.top_host_count": (Row(_NETFLIX * 3, 0), Row(away() * 3 + away(host="other.example"), n(3))),
    "links.top_host_of_all": (Row(_SITE, 0), Row(_SITE + away(), 0.5)),
    "links.top_host_share": (Row(_NETFLIX, 0), Row(_NETFLIX + away() * 3, 0.75)),
    "links.total": (Row(FILM, 0), Row(away() + _SITE, n(2))),
    "links.wrapped": (Row(away(), 0), Row(link("https://www.google.com/url?q=https://unheard.example/"), n(1))),
}
