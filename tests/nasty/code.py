"""Scripts, records and style sheets that grow when they are read."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from tests.nasty.recipe import Recipe, big, of

_P = "<p>x<script>{}</script>"


def _record(text: str) -> str:
    return f"<p>x<script type=application/ld+json>{text}</script>"


def _state(text: str) -> str:
    return f"<p>x<script id=__NEXT_DATA__ type=application/json>{text}</script>"


def _coded(levels: int) -> str:
    text = "https://evil.example/q"
    for _ in range(levels):
        text = base64.b64encode(text.encode()).decode()
    return text


_DOUBLING = "var a='https://evil.example/';" + "a=a+a;" * 300 + "location=a"
_CHAIN = (
    "var v0='https://evil.example/q';"
    + "".join(f"var v{n}=v{n - 1}+v{n - 1};" for n in range(1, 300))
    + "location=v299"
)

RECIPES: Sequence[Recipe] = (
    of("JSON-LD, nested", _record("[" * 100_000)),
    of("JSON-LD, nested objects", _record('{"a":' * 50_000 + "1" + "}" * 50_000)),
    of("JSON-LD, nested graphs", _record('{"@graph":[' * 900 + '{"@type":"Movie"}' + "]}" * 900)),
    of("JSON-LD, huge numbers", _record('{"@type":"Movie","a":' + "9" * 100_000 + ',"b":1e' + "9" * 5_000 + ',"c":-1e-999}')),
    of("JSON-LD, a number of 4301 digits", _record('{"@type":"Movie","a":' + "9" * 4_301 + "}")),
    of("JSON-LD, NaN", _record('{"@type":"Movie","a":NaN,"b":Infinity,"c":-Infinity}')),
    of("JSON-LD, one key", _record("{" + ",".join(f'"@type":"T{n}"' for n in range(5_000)) + "}")),
    of("JSON-LD, many keys", _record("{" + ",".join(f'"k{n}":{{"k":[{n}]}}' for n in range(5_000)) + "}")),
    of("JSON-LD, half pairs", _record('{"@type":"Movie","name":"\\ud800","\\udfff":"\\ud83d\\ude00"}')),
    of("JSON-LD, half pairs and letters", _record('{"@type":"Movie\\udfff映画","name":["\\ud800é"]}')),
    big("JSON-LD, wide", lambda: _record("[" + ",".join(['{"@type":"Movie","a":[1,2,3]}'] * 100_000) + "]")),
    of("JSON-LD, many", "".join(_record('{"@type":"Movie","name":"n"}') for _ in range(1_000))),
    of("state, nested", _state("[" * 100_000)),
    of("state, nested objects", _state('{"href":' * 20_000 + '"https://evil.example/q"' + "}" * 20_000)),
    of("state, huge numbers", _state('{"targetUrl":' + "9" * 100_000 + "}")),
    of("state, many addresses", _state("{" + ",".join(f'"url{n}":"https://evil.example/{n}"' for n in range(5_000)) + "}")),
    of("string, doubled", _P.format(_DOUBLING)),
    of("string, doubled in a chain", _P.format(_CHAIN)),
    of("string, in brackets", _P.format("location=" + "(" * 9_000 + "'/q'" + ")" * 9_000)),
    of("string, in arrays", _P.format("location=" + "[" * 9_000 + "'/q'" + "].join('')" * 900)),
    of("string, of terms", _P.format("location='https://evil.example/'" + "+'a'" * 4_500)),
    of("string, of itself", _P.format("var a=b,b=a;a=a+b;b=b+a;location=a+b" * 300)),
    of("string, of templates", _P.format("var a='x';" + "location=`https://evil.example/" + "${a}" * 4_000 + "`")),
    of("string, never closed", _P.format("location='https://evil.example/" + "\\" * 9_001)),
    of("string, replaced", _P.format("location='a'" + ".replace('a','aa')" * 1_000)),
    of("string, reversed", _P.format("location='q/elpmaxe.live//:sptth'" + ".split('').reverse().join('')" * 501)),
    of("characters by number", _P.format("location=String.fromCharCode(" + "1e9,0x110000,-1,99999999999," * 1_000 + "104)")),
    of("character codes nest", _P.format("location=" + "String.fromCharCode(" * 2_000 + "104" + ")" * 2_000)),
    of("base64 nests", _P.format(f"location={'atob(' * 9}'{_coded(9)}'{')' * 9}")),
    of("base64 of nothing", _P.format("location=atob('" + "A" * 9_000 + "')")),
    of("percent nests", _P.format("location=" + "unescape(" * 50 + "'%25" + "25" * 3_000 + "68'" + ")" * 50)),
    of("writes what writes", _P.format("document.write('" + "<script>document.write(\\'" * 300 + "<a href=/q>" + "')")),
    of("navigations, many", _P.format("location='/q';" * 1_400)),
    of("escapes, many", _P.format("location='" + "\\x68\\u0074\\u{74}\\164" * 500 + "'")),
    of("regular expressions' worst", _P.format("location=" + " " * 9_000 + "window.location  .  href" + " " * 9_000 + "=" + "\t" * 900)),
    of("scripts, many", "<p>x" + "<script>location='/q'</script>" * 2_000),
    big("a script of 9 MB", lambda: _P.format("var a='https://evil.example/q';" * 300_000)),
    of("handlers", "".join(f"<b onclick=\"location='/{n}'\" onmouseover=\"window.open('//evil.example/{n}')\">b</b>" for n in range(1_500))),
    of("a handler of 100 KB", "<b onclick=\"" + "location='/q';" * 7_000 + "\">b</b>"),
    of("javascript: of javascript:", "<a href=\"" + "javascript:" * 3_000 + "location='/q'\">q</a>"),
    of("data- attributes", "<p " + " ".join(f"data-k{n}=aHR0cHM6Ly9lLmV4YW1wbGUvcQ" for n in range(1_000)) + ">x"),
    of("rules, many", "<style>" + "".join(f".c{n},#i{n}{{display:none}}" for n in range(6_000)) + "</style><p class=c1>x"),
    of("rules, nested", "<style>" + "@media all{" * 20_000 + ".a{display:none}" + "</style><p class=a>x"),
    of("rules, never closed", "<style>.a{display:none" + "{" * 50_000 + "</style><p class=a>x"),
    of("selectors, many", "<style>" + ",".join(f".c{n}" for n in range(30_000)) + "{display:none}</style><p class=c7>x"),
    of("style comments", "<style>" + "/*" * 30_000 + "*/" + "/* */" * 30_000 + ".a{opacity:0}</style><p class=a>x"),
    big("style of 5 MB", lambda: "<style>" + ".a{display:none}" * 300_000 + "</style><p class=a>x"),
    of("variables and imports", "<style>:root{" + "".join(f"--v{n}:var(--v{n - 1})var(--v{n - 1});" for n in range(1, 200)) + "}@import url(//evil.example/x.css);</style><p>x"),
    of("a style of 100 KB", "<p style=\"" + "display:none;" * 8_000 + "\">x</p>"),
    of("classes, many", "<style>.c9{display:none}</style><p class='" + " ".join(f"c{n}" for n in range(20_000)) + "'>x"),
)  # fmt: skip
