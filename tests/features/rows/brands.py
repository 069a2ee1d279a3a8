"""Borrowed names."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row

_FORM = "<title>PayPal: log in</title><form><input type=email><input type=password></form>"
_MAIL = "<h1>Netflix</h1><form><input type=email></form>"

ROWS: dict[str, Pair] = {
    "markup.brand_form": (Row("<h1>Our club</h1><form><input type=email></form>", 0), Row(_MAIL, 1)),
    "markup.brand_sign_in": (Row(_FORM, 0, "https://www.paypal.com/signin"), Row(_FORM, 1)),
    "text.title_brand": (Row("<title>Bread</title>" + FILM, 0), Row("<title>Netflix</title>" + FILM, 1)),
}
