"""The page's own address."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, link, n


def _at(url: str | None, expected: float, html: str = FILM) -> Row:
    return Row(html, expected, url)


def _came(by: str, expected: float) -> Row:
    return Row(FILM, expected, "https://pipes.example/a", (by,))


_NOWHERE = _at(None, 0)
_PLAIN = _at("https://pipes.example/a", 0)

ROWS: dict[str, Pair] = {
    "site.borrowed_subdomain": (_PLAIN, _at("https://movies.pipes.example/12130", 1)),
    "site.dated_path": (_at("https://pipes.example/2024/05/dune/", 1), _PLAIN),
    "site.front_page": (_PLAIN, _at("https://pipes.example/", 1)),
    "site.has_query": (_PLAIN, _at("https://pipes.example/?id=2", 1)),
    "site.host_digits": (_PLAIN, _at("https://pipes24.example/", 1)),
    "site.host_hyphens": (_PLAIN, _at("https://the-best-pipes.example/", 2)),
    "site.host_length": (_NOWHERE, _at("https://pipes.example/", 13 / 40)),
    "site.insecure": (_PLAIN, _at("http://pipes.example/", 1)),
    "site.links_home": (_at("https://pipes.example/", n(2), link("/a") + link("/go/b")), _PLAIN),
    "site.name_in_text": (_at("https://quietly.example/", 5 / 7), _at("https://pipes.example/", 0)),
    "site.numbered_page": (_PLAIN, _at("https://pipes.example/?p=1722", 1)),
    "site.on_subdomain": (_at("https://www.pipes.example/", 0), _at("https://shop.pipes.example/", 1)),
    "site.own_brand": (_at("https://www.netflix.com/", 0), _at("https://netflix-login.example/", 1)),
    "site.own_free_hosting": (_PLAIN, _at("https://pipes.weebly.com/", 1)),
    "site.own_known": (_at("https://www.imdb.com/title/tt1/", 1), _PLAIN),
    "site.own_path_topic": (_PLAIN, _at("https://pipes.example/casino/", 1)),
    "site.own_random": (_PLAIN, _at("https://xkqzt7w.example/", 1)),
    "site.own_suffix": (_PLAIN, _at("https://pipes.ag/", 0.46)),
    "site.own_topic": (_PLAIN, _at("https://casino-pipes.example/", 1)),
    "site.own_tunnel": (_PLAIN, _at("http://192.0.2.7/", 1)),
    "site.path_depth": (_at("https://pipes.example/", 0), _at("https://pipes.example/a/b", 2)),
    "site.path_in_title": (
        _at("https://pipes.example/dune-review", 1, "<title>Dune review</title>"),
        _at("https://pipes.example/dune-review", 0),
    ),
    "site.path_words": (_NOWHERE, _at("https://pipes.example/dune-review", n(2))),
    "site.foreign_hop": (_came("https://www.pipes.example/", 0), _came("https://a.example/", 1)),
    "site.hops": (_PLAIN, Row(FILM, n(2), "https://pipes.example/a", ("https://a.example/", "https://b.example/"))),
    "site.shortener_hop": (_came("https://a.example/", 0), _came("https://bit.ly/x", 1)),
}
