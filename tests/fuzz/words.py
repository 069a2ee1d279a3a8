"""The dictionary: what HTML, scripts, style sheets, addresses and the pages of this genre are made of.

python -m tests.fuzz.words > tests/fuzz/words.dict
"""

from __future__ import annotations

TAGS = (
    "a p div span b i font em nobr table tr td tbody caption ul li dl dd h1 h2 form input button select option textarea iframe frame frameset object embed "
    "img area map svg math foreignObject title style script noscript template link meta base body html head main article nav footer aside header "
    "br hr pre plaintext xmp noembed noframes marquee details dialog slot canvas video source annotation-xml desc mi"
).split()
ATTRIBUTES = (
    'href="https://e.example/q" src=/i.png srcdoc=\'<a href=/q>q</a>\' onclick="location=\'/o\'" data-href=/d data-k=aHR0cHM6Ly9lLmV4YW1wbGUvcQ style="display:none" '
    "class=x id=y hidden rel=nofollow target=_blank download itemscope itemprop=name itemtype=http://schema.org/Movie content=c name=n property=og:title "
    "http-equiv=refresh charset=utf-7 shadowrootmode=open type=application/ld+json action=/f formaction=/g xlink:href=/v value=v alt=Watch title=t role=navigation "
    "aria-hidden=true width=1 height=1 lang=en media=print ping=/p manifest=/m"
).split(" ")
TEXTS = (
    "<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "<?xml", "?>", "</", "/>", "&amp", "&#x", "&#0;", "&#128;", "&#1114112;", "&lt", "&nbsp;", "&notit;",
    "https://", "http://", "//e.example/", "www.", "javascript:", "data:text/html,", "data:text/html;base64,", "mailto:", "%68%74%74%70", "aHR0cHM6Ly9lLmV4YW1wbGUvcQ==",
    "0;url=", "?url=", "?q=", "&u=", "xn--", "\\\\", "..", "[::1]", "@", ":99999",
    "location=", "location.href=", "window.open(", "document.write(", "atob('", "String.fromCharCode(", ".join('')", ".split('').reverse()", "decodeURIComponent(",
    "unescape(", "\\x68", "\\u0068", "var a=", "+b+", "${", "`", "setTimeout(", "innerHTML=", "JSON.parse(", "parseInt(",
    "display:none", "visibility:hidden", "opacity:0", "font-size:0", "position:absolute;left:-9999px", "color:#fff;background:#fff", "@media print{", "}", "{", ".x{",
    '{"@type":"Movie","name":"', '"@graph":[', '{"props":{', "__NEXT_DATA__", "\\ud800", "1e999", "[[[[",
    "Watch full movie", "FULL MOVIE:", "Preview Image – Click to Watch on Our Partner Site", "Related movies:", "*Content is hosted on a partner site*", "Download",
    "Alita: Battle Angel 2 (2025)", "casino bonus", "claim your prize", "\u202e", "\u200b", "\u0301", "\ufeff", "＝", "映画", "смотреть", "\x1b[", "\x1b]8;;", "\x9b", "\x00", "\r", "\t",
    "=1+1", "|", "](", "![", "# ", "---\n", "title: ",
)  # fmt: skip


def quoted(text: str) -> str:
    """A word in the form of libFuzzer's dictionaries."""
    return (
        '"'
        + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in text.encode())
        + '"'
    )


def dictionary() -> str:
    """All words, one a line."""
    words = [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), *(f"<{tag} " for tag in TAGS)]
    words += [*(f" {attribute}" for attribute in ATTRIBUTES), *TEXTS]
    return "".join(f"{quoted(word)}\n" for word in dict.fromkeys(words))


if __name__ == "__main__":
    print(dictionary(), end="")
