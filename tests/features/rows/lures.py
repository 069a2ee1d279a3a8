"""What the ways out promise."""

from __future__ import annotations

from tests.features.rows.row import FILM, WATCH, Pair, Row, away, link, n

_WATCH = away("Watch full movie")
_PLAIN = away("Interview with the director")
_PICTURE = '<img src=x.png alt="Watch full movie">'
_LIST = link("/a", "10 best drills")

ROWS: dict[str, Pair] = {
    "links.arrows": (Row(_PLAIN, 0), Row(away("👉 here"), n(1))),
    "links.bait_share": (Row(_PLAIN, 0), Row(f"<p>{_PLAIN}</p><p>{_WATCH}</p>", 0.5)),
    "links.baits": (Row(_PLAIN, 0), Row(_WATCH * 2, n(2))),
    "links.consent_words": (Row("<p>Accept all cookies</p>", n(1)), Row(FILM, 0)),
    "links.credential_baits": (Row(_PLAIN, 0), Row(away("Your account has been limited"), n(1))),
    "links.dead_baits": (
        Row(link("javascript:go()", "Menu"), 0),
        Row(link("javascript:go()", "Watch full movie"), n(1)),
    ),
    "links.download_baits": (Row(_PLAIN, 0), Row(away("Click here to download") + away("Activation key"), n(2))),
    "links.early_baits": (Row(f"<p>{_PLAIN}</p>{FILM * 3}", 0), Row(f"<p>{_WATCH}</p>{FILM * 3}", 1)),
    "links.false_address": (
        Row(away("www.unheard.example.com", "unheard.example.com"), 0),
        Row(away("www.netflix.com"), n(1)),
    ),
    "links.gamble_baits": (Row(_PLAIN, 0), Row(away("Best online casino"), n(1))),
    "links.hop_baits": (Row(link("/go/1", "Shop"), 0), Row(link("/go/1", "Watch full movie"), n(1))),
    "links.image_baits": (Row(_WATCH, 0), Row(away(_PICTURE), n(1))),
    "links.late_baits": (Row(f"<p>{_WATCH}</p>{FILM * 3}", 0), Row(f"{FILM * 3}<p>{_WATCH}</p>", 1)),
    "links.list_links": (Row(link("/b", "About us"), 0), Row(_LIST + link("/b", "About us"), 0.5)),
    "links.named_share": (
        Row(away("Skerry Cinema", host="skerry-cinema.example"), 1),
        Row(away("Watch now", host="skerry-cinema.example"), 0),
    ),
    "links.near_baits": (Row(f"{FILM}<p>{_PLAIN}</p>", 0), Row(f"{WATCH}<p>{away('<img src=a.png>')}</p>", n(1))),
    "links.official_baits": (
        Row(f"<p>Where to watch: {link('https://www.netflix.com/title/1', 'Netflix')}</p>", n(1)),
        Row(f"<p>Where to watch: {away('Netflix')}</p>", 0),
    ),
    "links.one_text_many_links": (Row("".join(map(away, "abcd")), 0.25), Row(away("Here") * 4, 1)),
    "links.order_baits": (Row(_PLAIN, 0), Row(away("Order now"), n(1))),
    "links.partner_baits": (Row(_PLAIN, 0), Row(f"<p>{away('Click')} hosted on a partner site</p>", n(1))),
    "links.prize_baits": (Row(_PLAIN, 0), Row(away("Cash prize") + away("Automated trading"), n(2))),
    "links.served_baits": (
        Row(_WATCH, 0),
        Row("<button onclick=\"window.open('https://unheard.example/')\">Watch full movie</button>", n(1)),
    ),
    "links.shouted": (Row(away("Get it here"), 0), Row(away("GET IT HERE"), n(1))),
    "links.site_baits": (
        Row(link("/b", "About us"), 0),
        Row(link("/b", "About us") + link("/a", "Watch full movie"), 0.5),
    ),
    "links.title_on_exit": (
        Row("<title>Dune Messiah</title>" + _PLAIN, 0),
        Row("<title>Dune Messiah</title>" + away("Dune"), 0.5),
    ),
    "links.unnamed_baits": (
        Row(away("Watch full movie at Skerry Cinema", host="skerry-cinema.example"), 0),
        Row(_WATCH, n(1)),
    ),
    "links.watch_baits": (Row(_PLAIN, 0), Row(_WATCH, n(1))),
    "links.wordless": (Row(_PLAIN, 0), Row(_PLAIN + away(""), 0.5)),
}
