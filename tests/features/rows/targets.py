"""The addresses behind the ways out."""

from __future__ import annotations

from tests.features.rows.row import Pair, Row, away, link, n

_PLAIN = away(rest="a")

ROWS: dict[str, Pair] = {
    "links.books": (Row(_PLAIN, 0), Row(away(rest="novel.pdf") + away(rest="novel.epub"), n(2))),
    "links.brand_names": (Row(link("https://www.netflix.com/"), 0), Row(away(host="netflix-login.example"), n(1))),
    "links.campaign_tags": (Row(_PLAIN, 0), Row(away(rest="?utm_source=a"), n(1))),
    "links.deep_paths": (Row(away(), 0), Row(away(rest="a/b") + away(), 1)),
    "links.digits": (Row(_PLAIN, 0), Row(_PLAIN + away(host="unheard24.example"), 0.5)),
    "links.free_hosting": (Row(_PLAIN, 0), Row(away(host="unheard.weebly.com"), n(1))),
    "links.front_pages": (Row(_PLAIN, 0), Row(away(), 1)),
    "links.gambling_names": (Row(_PLAIN, 0), Row(away(host="casino-unheard.example") + away(rest="casino/a"), n(2))),
    "links.hyphens": (Row(_PLAIN, 0), Row(away(host="un-heard-of.example"), 2)),
    "links.insecure_share": (Row(_PLAIN, 0), Row(_PLAIN + link("http://unheard.example/"), 0.5)),
    "links.ip_hosts": (Row(_PLAIN, 0), Row(link("http://192.0.2.7/x") + link("http://[2001:db8::1]/"), n(2))),
    "links.long_names": (Row(away(host="a.example"), 0.025), Row(away(host=f"{'a' * 20}.example"), 0.5)),
    "links.mean_suffix": (Row(_PLAIN, 0), Row(_PLAIN + away(host="unheard.ag"), 0.23)),
    "links.other_lure_names": (Row(_PLAIN, 0), Row(away(host="1fichier.unheard.example"), n(1))),
    "links.paid_parameters": (Row(away(rest="?page=7"), 0), Row(away(rest="?aff=7"), n(1))),
    "links.ports": (Row(link("https://unheard.example:443/"), 0), Row(link("https://unheard.example:8443/"), n(1))),
    "links.programs": (Row(away(rest="mod.html"), 0), Row(away(rest="mod.apk") + link("/setup.exe"), n(2))),
    "links.punycode": (Row(_PLAIN, 0), Row(link("https://nëtflix.example/"), n(1))),
    "links.random_names": (Row(away(host="thursdaymatinee.example"), 0), Row(away(host="xkqzt7w.example"), 1)),
    "links.stream_names": (Row(_PLAIN, 0), Row(away(host="123movies-unheard.example"), n(1))),
    "links.subdomains": (Row(away(host="www.unheard.example"), 0), Row(away(host="play.unheard.example"), 1)),
    "links.tunnels": (Row(_PLAIN, 0), Row(away(host="unheard.ngrok.io"), n(1))),
    "links.userinfo": (Row(_PLAIN, 0), Row(link("https://netflix.com@unheard.example/"), n(1))),
    "links.worst_suffix": (Row(_PLAIN, 0), Row(_PLAIN + away(host="unheard.ag"), 0.46)),
}
