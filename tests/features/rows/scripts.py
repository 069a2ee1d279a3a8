"""Scripts, read as text."""

from __future__ import annotations

from tests.features.rows.row import FILM, Pair, Row, n

_HONEST = "<script>menu()</script>"


def _scripted(source: str, count: float = 1) -> Pair:
    return Row(_HONEST, 0), Row(f"<script>{source}</script>", n(count))


ROWS: dict[str, Pair] = {
    "markup.ad_block_walls": (Row(FILM, 0), Row("<p>Please turn off your AdBlock</p><script>adblock=1</script>", n(2))),
    "markup.blocked_clicks": (Row(FILM, 0), Row("<body oncontextmenu='return false'><p>x</p>", 1)),
    "markup.click_handlers": (Row(FILM, 0), Row("<div onclick='x()'>y</div>", n(1))),
    "markup.code_share": (Row(FILM, 0), Row("<p>film</p><script>x==1</script>", 0.5)),
    "markup.countdowns": _scripted("countdown(5)"),
    "markup.encoded_scripts": _scripted("atob(x)"),
    "markup.escaped_scripts": _scripted("var _0x4f2a=1"),
    "markup.exit_traps": _scripted("window.onbeforeunload=f;history.pushState(1)", 2),
    "markup.inline_scripts": (Row(FILM, 0), Row("<script>x=1</script>", n(3))),
    "markup.outside_scripts": (Row(_HONEST, 0), Row("<script src=/x.js></script>", n(1))),
    "markup.packed_scripts": _scripted("eval(unescape(x))", 2),
    "markup.popups": _scripted("window.open(x)"),
    "markup.redirects": _scripted("location.replace(x)"),
    "markup.script_hosts": (
        Row(_HONEST, 0),
        Row("<script src=https://a.example/x.js></script><script src=//b.example/x.js></script>", n(2)),
    ),
    "markup.visitor_checks": _scripted("if(document.referrer){}"),
    "markup.written_dates": (
        Row("<script>document.write(x)</script>", 0),
        Row("<script>document.write(new Date())</script>", 1),
    ),
    "markup.written_html": _scripted("document.write(x)"),
}
