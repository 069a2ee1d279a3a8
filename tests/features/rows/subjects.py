"""What the page and its ways out are about."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, away, link, n

_RECIPE = "<p>Bread wants flour, water, salt and time. Bake it until the crust sings.</p>"
_CASINO = away("casino")


def _rate(hits: int, words: int = 20) -> float:
    return n(100 * hits / words)


ROWS: dict[str, Pair] = {
    "links.heading_exits": (Row(f"<h3>Kettle</h3>{away('Kettle')}", 0), Row(f"<h3>{away('Kettle')}</h3>" * 2, n(2))),
    "links.hidden_subject_exits": (
        Row(f"<p hidden>{away('About us')}</p>{_CASINO}", 0),
        Row(f"<p hidden>{_CASINO}{away('jackpot')}</p>", n(2)),
    ),
    "links.many_texts_one_host": (
        Row(away("a") + away("b", host="other.example"), n(1)),
        Row(away("a") + away("b") + away("a"), n(2)),
    ),
    "links.off_subject_exits": (
        Row(f"<p>A casino with roulette and poker.</p><p>{_CASINO}</p>", 0),
        Row(f"{_RECIPE}<p>{_CASINO}</p>", n(1)),
    ),
    "links.off_subject_hosts": (
        Row(f"{_RECIPE}<p>{away('The mill')}</p>", 0),
        Row(f"{_RECIPE}<p>{_CASINO}{away('togel', host='other.example')}</p>", n(2)),
    ),
    "links.site_subjects": (Row(link("/b", "About us"), 0), Row(link("/b", "About us") + link("/a", "jackpot"), 0.5)),
    "links.subject_exits": (Row(away("The mill"), 0), Row(_CASINO + away("x", host="megacasino.example"), n(2))),
    "links.subject_run": (
        Row(away("The mill") + _CASINO, n(1)),
        Row(_CASINO * 2 + away("The mill") + _CASINO, n(2)),
    ),
    "text.earning_words": (Row(FILM, 0), Row("<p>bitcoin and loans for passive income</p>", _rate(2))),
    "text.gambling_words": (Row(FILM, 0), Row("<p>casino jackpot</p>", _rate(2))),
    "text.heading_subjects": (Row("<h2>About us</h2>", 0), Row("<h2>About us</h2><h2>Free spins</h2>", 0.5)),
    "text.program_words": (Row(FILM, 0), Row("<p>mod apk</p>", _rate(1))),
    "text.remedy_words": (Row(FILM, 0), Row("<p>blood sugar gummies</p>", _rate(2))),
    "text.stream_words": (Row(FILM, 0), Row("<p>1080p vostfr</p>", _rate(2))),
    "text.subject_spread": (Row(FILM, 0), Row("<p>casino, bitcoin, bitcoin</p>", n(2))),
    "text.title_off_subject": (
        Row("<title>Casino</title><p>A casino with roulette.</p>", 0),
        Row(f"<title>Casino</title>{_RECIPE}", 1),
    ),
    "text.title_subjects": (Row("<title>Bread</title>", 0), Row("<title>Casino jackpot</title>", n(2))),
    "text.ware_words": (Row(FILM, 0), Row("<p>buy followers</p>", _rate(1))),
}
