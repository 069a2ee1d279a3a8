"""The title and its echo."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, n


def _titled(title: str, body: str = FILM) -> str:
    return f"<title>{title}</title>{body}"


_PLAIN = _titled("On seeing Dune")

ROWS: dict[str, Pair] = {
    "text.title_any_year": (Row(_titled("Dune, 1984"), 0), Row(_titled("Best drills 2026"), 1)),
    "text.title_bait": (Row(_PLAIN, 0), Row(_titled("Watch full movie Dune"), 1)),
    "text.title_best": (Row(_PLAIN, 0), Row(_titled("Top 10 drills"), 1)),
    "text.title_counts": (Row(_PLAIN, 0), Row(_titled("37 drills"), 1)),
    "text.title_echo": (
        Row(_titled("Dune Part Two", "<p>Dune Part Two is long</p>"), 0),
        Row(_titled("Dune Part Two", "<p>Dune Part Two</p><p>Dune Part</p>"), n(2)),
    ),
    "text.title_in_text": (
        Row(_titled("Dune Messiah", "<p>of dune and sand</p>"), 0.5),
        Row(_titled("Dune Messiah"), 0),
    ),
    "text.title_length": (Row(_titled("Dune"), n(1)), Row(_titled("Dune full movie online free"), n(5))),
    "text.lure_names": (Row("<p>a quiet film</p>", 0), Row("<p>casino</p>", n(1))),
    "text.title_names": (Row(_PLAIN, 0), Row(_titled("All films on 123movies"), 1)),
    "text.title_missing": (Row(_PLAIN, 0), Row(FILM, 1)),
    "text.title_sequel": (Row(_PLAIN, 0), Row(_titled("Braveheart 2: The Crown"), 1)),
    "text.title_stuffed": (
        Row(_titled("Best drill", FILM), 0),
        Row(_titled("Best drill", "<p>best drill, best drill</p>"), n(2)),
    ),
    "text.title_symbols": (Row(_PLAIN, 0), Row(_titled("🔥 𝐃une ⭐"), n(3))),
    "text.title_year": (Row(_titled("Dune 2021"), 0), Row(_titled("Dune (2021)"), 1)),
}
