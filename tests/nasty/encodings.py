"""Bytes that lie about what they say: signatures, charsets, NUL, half characters, entities without end."""

from __future__ import annotations

from collections.abc import Sequence

from tests.nasty.recipe import Recipe, big, of

_PAGE = "<title>Alita 2</title><p>Watch the film <a href=https://evil.example/q>here</a>"
_UTF7 = b"+ADw-p+AD4-Watch+ADw-a href+AD0AIg-https://evil.example/q+ACIAPg-here+ADw-/a+AD4-"

RECIPES: Sequence[Recipe] = (
    of("NUL between letters", _PAGE.replace("a", "a\0")),
    of("NUL in tags", "<p\0>x<a\0 hr\0ef=/q\0>q\0</a\0><scr\0ipt>location='/s'</scr\0ipt>"),
    of("NUL only", b"\0" * 5_000, content_type=None),
    of("NUL and a page", b"\0" * 300 + _PAGE.encode() * 40, content_type=None),
    of("UTF-7 as said", _UTF7 * 20, content_type="text/html; charset=utf-7"),
    of("UTF-7 as the page says", b"<meta charset=utf-7>" + _UTF7, content_type="text/html"),
    of("UTF-16 with a signature", _PAGE.encode("utf-16"), content_type=None),
    of("UTF-16, the other way round", b"\xfe\xff" + _PAGE.encode("utf-16-be"), content_type="text/html; charset=utf-8"),
    of("UTF-16 without a signature", _PAGE.encode("utf-16-le"), content_type=None),
    of("UTF-16 of odd length", _PAGE.encode("utf-16")[:-1], content_type=None),
    of("UTF-16 of half pairs", b"\xff\xfe" + b"\x00\xd8" * 2_000 + "<p>x".encode("utf-16-le"), content_type=None),
    of("UTF-32", _PAGE.encode("utf-32"), content_type=None),
    of("three signatures", b"\xef\xbb\xbf\xff\xfe\xfe\xff" + _PAGE.encode(), content_type=None),
    of("said to be UTF-16 and is not", _PAGE.encode() * 3, content_type="text/html; charset=utf-16"),
    of("a charset for each part", b"<meta charset=big5>" + "映画".encode("shift_jis") + "кино".encode("koi8-r") + b"\xff\xfe<p>x</p>", content_type="text/html"),
    of("charsets that contradict", b"<meta charset=utf-16le><meta charset=iso-2022-kr><meta http-equiv=content-type content='text/html;charset=hz-gb-2312'><p>x", content_type="text/html; charset=iso-2022-cn"),
    of("ISO-2022-JP that never ends", b"<p>x<a href='\x1b$B" + b"0" * 5_000, content_type="text/html; charset=iso-2022-jp"),
    of("GB18030 of four bytes", b"<p>" + b"\x84\x31\xa4\x37" * 2_000 + b"\x84\x31", content_type="text/html; charset=gb18030"),
    of("a charset of NUL", _PAGE, content_type="text/html; charset=\x00\x1b[2J"),
    of("a type of 100 KB", _PAGE, content_type="text/html; charset=" + "u" * 100_000),
    of("overlong UTF-8", b"<p>\xc0\xbcscript\xc0\xbe\xe0\x80\xbc\xf0\x80\x80\xbc" * 500),
    of("surrogates in UTF-8", b"<p>\xed\xa0\xbd\xed\xb8\x80 \xed\xbf\xbf" * 500),
    of("beyond Unicode", b"<p>\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xfe\xff" * 500),
    of("noncharacters", "<p>\ufffe\uffff\ufdd0\U0010ffff\ue000" * 500),
    of("all bytes", b"<p>" + bytes(range(256)) * 200 + b"<a href=/q>q</a>"),
    of("lone returns", "<p>a\r\rb\r\n\r<a href='/q\r\n'>q</a>\x0b\x0c\x85\u2028\u2029" * 400),
    of("entities, unterminated", "<p>" + "&amp&lt&gt&copy&nbsp&notin&bogus&" * 1_000),
    of("entities, numbers too large", "<p>" + "&#1114112;&#x110000;&#xffffffffffffffff;&#99999999999999999999;&#-1;&#x;&#;" * 1_000),
    of("an entity of 100 KB", "<p>&#" + "9" * 100_000 + ";&#x" + "f" * 100_000 + ";&" + "a" * 100_000 + ";"),
    of("entities of controls", "<p>" + "&#0;&#27;[31m&#x9b;2J&#x202e;&#8203;&#xd800;&#x80;" * 500),
    big("entities, a million", lambda: "<p>" + "&lt;" * 1_000_000, cut=True),
    of("entities in attributes", "<a href='https&colon;&sol;&sol;evil.example&sol;q&amp;amp;a&equals;1' title='&quot;&#x1b;]0;t&#7;'>q</a>" * 300),
    of("white space only, in UTF-16", " \n\t".encode("utf-16") * 300, content_type=None),
    of("no bytes", b""),
    of("white space", b" \n" * 5_000),
    of("one byte", b"<"),
)  # fmt: skip
