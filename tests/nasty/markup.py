"""Mark-up without end: nesting, attributes, links, comments, frames within frames."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from urllib.parse import quote

from tests.nasty.recipe import Recipe, big, of

_LINK = "<a href=https://evil.example/q>q</a>"


def _srcdoc(levels: int) -> str:
    page = f"<p>deepest {_LINK}"
    for _ in range(levels):
        page = f'<p>in</p><iframe srcdoc="{html.escape(page)}"></iframe>'
    return page


def _data(levels: int, coded: bool) -> str:
    page = f"<p>deepest {_LINK}"
    for _ in range(levels):
        body = ";base64," + base64.b64encode(page.encode()).decode() if coded else "," + quote(page)
        page = f"<p>in</p><iframe src='data:text/html{body}'></iframe><object data='data:text/html{body}'></object>"
    return page


def _refreshes(levels: int) -> str:
    page = _LINK
    for _ in range(levels):
        page = f"<meta http-equiv=refresh content='0;url=data:text/html,{quote(page)}'>"
    return page + "<p>x"


def _laughs(doctype: bool) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "lol">{entities}]>' if doctype else ""
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg"><text>&l11;</text><a xlink:href="https://evil.example/q"><text>q</text></a></svg>'


RECIPES: Sequence[Recipe] = (
    big("nested divs", lambda: "<p>before</p>" + "<div>" * 100_000 + "x", cut=True),
    big("nested formatting", lambda: "<p>before</p>" + "<b><i><font color=red>" * 33_000 + "x", cut=True),
    big("nested tables", lambda: "<p>before</p>" + "<table><tr><td>" * 100_000 + "x", cut=True),
    big("nested svg and math", lambda: "<p>before</p>" + "<svg><foreignObject><math><mi>" * 25_000 + "x", cut=True),
    big("nested lists, closed", lambda: "<p>before</p>" + "<ul><li>" * 50_000 + "x" + "</li></ul>" * 50_000, cut=True),
    of("nested 600", "<div>" * 600 + f"deep {_LINK}", cut=True),
    of("misnested formatting", "".join(f"<font color={n}>" for n in range(900)) + "<p>x" * 900),
    of("adoption agency", "<p>" + "<a href=/x><b><p></a></b>" * 900 + "x"),
    of("foster parents", "<table>" + "<a href=/f>f</a><tr><div>d</div>" * 900),
    of("unclosed everything", "<li>entry <a href=/x>go<select><option><button><form><label>" * 600),
    big("a million attributes", lambda: "<p>before</p><p " + " ".join(f"a{n}=v" for n in range(1_000_000)) + ">x", cut=True),
    big("a million quoted attributes", lambda: "<p>b</p><p " + " ".join(f"a{n}='>'" for n in range(1_000_000)) + ">x", cut=True),
    of("attributes, twice each", "<p " + " ".join(f"a{n}=v a{n}=w" for n in range(1_000)) + ">x"),
    big("an attribute of a megabyte", lambda: f"<a href='/{'y' * 1_000_000}' title='{'t' * 1_000_000}'>x</a>"),
    big("a million links", lambda: "<p>before</p>" + "".join(f"<a href=/{n}>{n}</a>" for n in range(1_000_000)), cut=True),
    of("six thousand links", "<p>" + "".join(f"<a href=/{n}>w{n}</a> " for n in range(6_000)), cut=True),
    of("one link, six thousand ways", "<p>" + "<a href=https://evil.example/q>Watch</a> " * 6_000, cut=True),
    big("one text of 50 MB", lambda: b"<p>" + b"word " * 10_000_000, cut=True),
    big("one word of 50 MB", lambda: b"<p>" + b"w" * 50_000_000, cut=True),
    big("one line of 10 MB", lambda: b"<p>" + b"<p>a review of a film</p><a href=/q>q</a>" * 240_000, cut=True),
    big("comments only", lambda: "<p>x</p>" + "<!-- c -->" * 300_000, cut=True),
    of("comments that end oddly", "<!--><!---><!-- a --!><!-- b -- c --><!--<!-- d --><p>x" + "<!--" * 3_000 + "<p>y"),
    big("a comment of 10 MB", lambda: b"<p>x<!--" + b"- -" * 3_300_000),
    of("CDATA everywhere", "<![CDATA[" * 2_000 + "]]>" * 2_000 + "<svg><![CDATA[" + "<a href=/x>" * 2_000 + "]]></svg><p>x"),
    of("doctypes and declarations", "<!doctype html>" * 2_000 + "<?xml?>" * 2_000 + "<!ELEMENT x>" * 2_000 + "<p>x"),
    of("forms", "<p>x" + "<form action=/f><input type=password name=p><button formaction=/g>" * 1_500),
    big("inputs", lambda: "<p>x<form>" + "<input type=hidden name=n value=v>" * 150_000),
    of("one id for all", "<style>#a{display:none}</style>" + "<p id=a>x<a href=/q id=a>q</a>" * 2_000),
    of("bodies and heads", "<p>x" + "<html lang=xx><head><body class=a onload=\"location='/l'\"><frameset>" * 1_500),
    of("bases", "<base href=https://evil.example/>" * 3_000 + "<a href=q>q</a>"),
    of("metas", "<p>x" + "".join(f"<meta name=n{n} content={'c' * 50}>" for n in range(3_000))),
    of("templates", "<template>" * 2_000 + _LINK + "</template>" * 1_000 + "<p>x"),
    of("shadow roots", "<div><template shadowrootmode=open><p>s" * 300 + _LINK),
    of("select and options", "<select>" + "<option>o<optgroup>" * 3_000 + "</select><p>x"),
    of("frames in frames by srcdoc", lambda: _srcdoc(7).encode()),
    of("many frames by srcdoc", "<iframe srcdoc='<p>f<a href=/f>g</a>'></iframe>" * 1_000),
    of("frames in frames by data:", lambda: _data(4, False).encode()),
    of("frames in frames by base64", lambda: _data(5, True).encode()),
    of("data: on data:", "<p>x<a href='" + "data:text/html," * 2_000 + "<a href=/q>'>q</a>"),
    of("refresh in refresh", lambda: _refreshes(5).encode()),
    of("refreshes", "<meta http-equiv=refresh content='0;url=/r'>" * 3_000 + "<p>x"),
    of("billion laughs in SVG", _laughs(True)),
    of("billion laughs in XML", _laughs(True), content_type="image/svg+xml"),
    of("entities of nobody", _laughs(False)),
    of("external entities", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;</p>', content_type="application/xml"),
    of("microdata nests", "<div itemscope itemprop=p itemtype=http://schema.org/Movie><b itemprop=name>" * 500 + "x"),
    of("images", "<p>x" + "<img src=/watch-now.png alt='Watch' onerror=\"location='/e'\">" * 2_000),
    of("plaintext", "<p>x<plaintext>" + "<a href=/q>q</a>" * 2_000),
    of("raw text never closed", "<p>x<textarea><title><script><style><xmp><noembed>" + _LINK * 500),
    of("a script never closed", "<p>x<script>location='/q';" + "<!--<script>" * 2_000),
    of("end tags only", "</p></br></a></b></table></form></body></html>" * 1_500),
    of("less-than only", "<p>x" + "<" * 20_000),
    big("less-than, a million", lambda: "<p>x</p>" + "<" * 1_000_000, cut=True),
    big("tags never closed, a million", lambda: "<p>x</p>" + "<a " * 300_000, cut=True),
    big("a title of 5 MB", lambda: b"<title>" + b"Alita 2 " * 600_000 + b"</title><p>x"),
    of("a long title", "<title>" + "Alita 2 " * 5_000 + "</title><p>x"),
)  # fmt: skip
