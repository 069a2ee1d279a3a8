"""Set phrases in the text."""

from __future__ import annotations

from tests.features.rows.row import FILM, WATCH, Pair, Row, n

_PARTNER = "<p>Content is hosted on a partner site</p>"
_LONG = f"<p>{'He said it was there ' * 4} and then one could watch full movie and go home.</p>"


def _said(phrase: str) -> Pair:
    """One phrase on a short page counts as one in a hundred words."""
    return Row(FILM, 0), Row(f"<p>{phrase}</p>", n(1))


ROWS: dict[str, Pair] = {
    "text.bait_line_share": (Row(FILM, 0), Row(FILM + WATCH, 0.5)),
    "text.bait_lists": (Row(FILM, 0), Row(WATCH + WATCH + "<p>Order now</p>", 2)),
    "text.credential_phrases": _said("Your account has been limited"),
    "text.disclosure_phrases": (Row("<p>We earn an affiliate commission</p>", n(1)), Row(FILM, 0)),
    "text.download_phrases": _said("Click here to download"),
    "text.gamble_phrases": _said("The best online casino"),
    "text.illicit_phrases": _said("With activation key"),
    "text.iptv_phrases": _said("Our anti-freeze server"),
    "text.last_lines": (Row(WATCH + FILM * 5, 0), Row(FILM * 5 + WATCH, n(1))),
    "text.money_phrases": _said("Automated trading"),
    "text.order_lines": (Row(_LONG.replace("watch full movie", "order now"), 0), Row("<p>Order now</p>", n(1))),
    "text.order_phrases": _said("Order now"),
    "text.partner_lines": (Row(FILM, 0), Row(_PARTNER, n(1))),
    "text.partner_phrases": (Row(FILM, 0), Row(_PARTNER * 2, n(2))),
    "text.pretexts": (
        Row("<p>Allow an hour for the film.</p>", 0),
        Row("<p>Verify your age, then tap allow.</p>", n(2)),
    ),
    "text.prize_phrases": _said("A cash prize"),
    "text.related_lines": (Row(FILM, 0), Row("<p>Related movies:</p>", n(1))),
    "text.review_phrases": (Row("<h2>Book review</h2>", n(1)), Row(FILM, 0)),
    "text.supplement_phrases": _said("Melts belly fat"),
    "text.urgency_phrases": _said("Act now"),
    "text.warned_bait": (Row("<p>Avoid scams</p>" + WATCH, 1), Row(WATCH, 0)),
    "text.warnings": (Row("<p>Avoid scams</p>", n(1)), Row(WATCH, 0)),
    "text.watch_lines": (Row(_LONG, 0), Row(WATCH * 2, n(2))),
    "text.watch_on_partner": (Row(WATCH, 0), Row(WATCH + _PARTNER, 1)),
    "text.watch_phrases": _said("Watch full movie"),
    "text.where_to_watch": (Row("<p>Where to watch</p>", n(1)), Row(WATCH, 0)),
}
