"""Strings that something obeys: terminals, spreadsheets, Markdown, HTML, file systems; and those that look like others."""

from __future__ import annotations

from collections.abc import Sequence

from tests.nasty.recipe import Recipe, of

ESCAPES = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31m\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\\x9b2J\x90q\x9c\x1bc\x08\x7f"
)
BIDI = "\u202egpj.exe\u202c \u2066x\u2069 \u200fy\u061c"
UNSEEN = "W\u200ba\u200ct\u200dc\u2060h\ufeff \u00adf\u180eree \U000e0041\U000e0042"
STACKED = "Z" + "\u0300\u0301\u0334\u0489" * 300
FORMULAS = ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("https://evil.example","x")', " =1", "'=1", "%0A=1")  # fmt: skip
MARKDOWN = "`](https://evil.example) ![x](https://evil.example/i.png) | a | <img src=x onerror=alert(1)> \\` \\| \n## H\n\n---\n``` <script>alert(1)</script>"
PATHS = ("../../../../etc/passwd", "/etc/passwd", "C:\\Windows\\NUL", "CON", "NUL.html", "a\x00b", "~root", "x" * 5_000, "file:///etc/passwd", "-rf", "$(id)", "a\nb", "\ud800", "")  # fmt: skip


def _everywhere(text: str) -> str:
    """A lure that has the text in every place that is shown."""
    safe = text.replace('"', "&quot;")
    return (
        f'<title>{text}</title><meta name=description content="{safe}"><h1>{text}</h1><p>{text} Watch full movie: '
        f'<a href="https://evil.example/{safe}" title="{safe}">{text} FULL MOVIE</a></p><p>Click to Watch on Our Partner Site {text}</p>'
        f'<a href="{safe}"><img src="/{safe}.png" alt="{safe}"></a><form action="//evil.example/{safe}"><input value="{safe}" type=submit></form>'
        f'<script type=application/ld+json>{{"@type":"Movie"}}</script><p>https://{text}.example/ www.{text}.example'
    )


def _lure(name: str, text: str, **said: object) -> Recipe:
    return of(name, _everywhere(text), url=f"https://films.example/{text}", id=text, **said)


RECIPES: Sequence[Recipe] = (
    _lure("terminal escapes", ESCAPES),
    _lure("right to left", BIDI),
    _lure("unseen letters", UNSEEN),
    _lure("stacked marks", STACKED),
    _lure("Markdown and HTML", MARKDOWN),
    *(_lure(f"formula {number}", text) for number, text in enumerate(FORMULAS)),
    *(_lure(f"path {number}", text) for number, text in enumerate(PATHS)),
    _lure("look-alikes", "аррӏе.com paypaI.com ｇｏｏｇｌｅ。ｃｏｍ xn--80ak6aa92e.com"),
    _lure("letters in full width", "Ｗａｔｃｈ Ｆｕｌｌ Ｍｏｖｉｅ 𝐖𝐚𝐭𝐜𝐡 🅆🄰🅃🄲🄷"),
    _lure("wide letters only", "映" * 3_000),
    _lure("no letters", "\u3164\u115f\u2800\u00a0" * 200),
    _lure("addresses in words", "evilhttps://evil.example/ HTTP://evil.example:99999 ftp://evil.example mailto:a@evil.example tel:1 www.evil.example"),
    _lure("addresses for hosts", "https://[::1]/ http://0x7f.1/ http://evil.example\\@films.example/ https://user:pass@evil.example/ //evil.example ///evil.example"),
    _lure("percent", "%00%0d%0a%1b]0;t%07%u202e%ff%2e%2e%2f%s%n%d{0}${x}"),
    of("no address", "<p>Watch <a href='https://'>a</a><a href='http://..'>b</a><a href='//'>c</a><a href='http://a b/'>d</a><a href='https://" + "a" * 300 + ".example'>e</a>", url=None),
    of("an address that is none", "<p>x<a href=q>q</a>", url="javascript:alert(1)"),
    of("an address of 100 KB", "<p>x<a href=q>q</a>", url="https://films.example/" + "a" * 100_000),
    of("a text of lures", "\n".join(f"{text} https://evil.example/{text} [{text}](https://evil.example)" for text in (ESCAPES, BIDI, UNSEEN, *FORMULAS, MARKDOWN)), content_type="text/plain"),
    of("Markdown links nest", "[" * 5_000 + "a" + "](https://evil.example)" * 5_000, content_type="text/plain"),
    of("Markdown links open", "![a](" * 5_000 + "[b](" * 5_000, content_type="text/plain"),
    of("front matter", "---\n" + "title: x\n" * 5_000 + "lang: en\n" + "- &a [*a, *a]\n" * 500 + "---\n# H\n", content_type="text/plain"),
    of("a text of lines", "\n" * 60_000 + "x", content_type="text/plain"),
    of("addresses in a text", "see https://evil.example/a " * 6_000, content_type="text/plain", cut=True),
    of("a text of one address", "https://evil.example/" + "a" * 100_000, content_type="text/plain"),
    of("a text of tags", "<a " * 20_000 + "<!--" * 9_000, content_type="text/plain"),
)  # fmt: skip
