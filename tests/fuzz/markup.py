"""Pages for property tests: mark-up with a structure, and bytes that do not agree with what is said of them."""

from __future__ import annotations

import codecs
from html import escape

from hypothesis import strategies as st

from tests.fuzz import pages, words

_NAMES = st.sampled_from(words.TAGS)
_VALUES = st.one_of(
    st.sampled_from(words.TEXTS),
    st.text(max_size=12),
    st.sampled_from(["/q", "https://e.example/w", "#", "", "location='/o'", "display:none"]),
)
_ATTRIBUTE = st.one_of(
    st.sampled_from(words.ATTRIBUTES).map(" {}".format),
    st.builds(
        lambda name, value, quote: f" {name}={quote}{escape(value, quote=bool(quote))}{quote}",
        st.sampled_from(
            "href src title alt class id style data-href data-k onclick content name srcdoc value action rel".split()
        ),
        _VALUES,
        st.sampled_from(["'", '"', ""]),
    ),
)
_OPENING = st.builds(
    lambda name, said, end: f"<{name}{''.join(said)}{end}",
    _NAMES,
    st.lists(_ATTRIBUTE, max_size=3),
    st.sampled_from([">", ">", ">", "/>", " ", ""]),
)
_CLOSING = st.builds("</{}>".format, _NAMES)
_ENTITIES = st.builds(
    "&#{}{}".format,
    st.one_of(st.integers(-1, 0x120000).map(str), st.integers(0, 0x120000).map("x{:x}".format)),
    st.sampled_from([";", "", "a"]),
)
_TEXT = st.one_of(st.sampled_from(words.TEXTS), st.text(max_size=20), _ENTITIES)
_CODE = st.lists(st.one_of(st.sampled_from(words.TEXTS), st.text(max_size=8)), max_size=8).map("".join)


def _holding(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements that hold what they hold in a way of their own."""
    return st.one_of(
        st.builds("<{0}>{1}</{0}>".format, _NAMES, inner),
        st.builds("<{}>{}</{}>".format, _NAMES, inner, _NAMES),
        inner.map(lambda held: f'<iframe srcdoc="{escape(held)}"></iframe>'),
        inner.map("<template shadowrootmode=open>{}</template>".format),
        inner.map("<svg><foreignObject>{}</foreignObject></svg>".format),
        inner.map(lambda held: f"<object data='data:text/html,{escape(held)}'></object>"),
        st.lists(inner, max_size=6).map("".join),
    )


_LEAVES = st.one_of(
    _OPENING,
    _CLOSING,
    _TEXT,
    _CODE.map("<script>{}</script>".format),
    _CODE.map("<script type=application/ld+json>{}</script>".format),
    _CODE.map("<style>{}</style>".format),
    st.sampled_from("utf-8 utf-16 utf-7 shift_jis iso-2022-jp gb18030 bogus".split()).map("<meta charset={}>".format),
    _TEXT.map("<!--{}-->".format),
)
MARKUP = st.lists(st.recursive(_LEAVES, _holding, max_leaves=12), min_size=1, max_size=12).map("".join)
"""Tags nested, never closed and closed in any order, with what stands in them and around them."""

_CODECS = st.sampled_from(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-7 shift_jis iso-2022-jp gb18030 cp1251 latin-1".split()
)
_SIGNATURES = st.sampled_from(
    [b"", b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8 * 2]
)
_SPOILT = st.sampled_from(
    [
        b"\0",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x1b$B",
        b"\x84\x31\xa4\x37",
        b"\xff\xfe",
        b"\r",
        b"\x81",
        b"~{",
    ]
)


def _bytes(markup: str, codec: str, signature: bytes, spoilt: list[tuple[int, bytes]], cut: int) -> bytes:
    body = signature + markup.encode(codec, "replace")
    for place, strange in spoilt:
        at = place % (len(body) + 1)
        body = body[:at] + strange + body[at:]
    return body[: len(body) - cut % 3]


BODIES = st.one_of(
    st.builds(
        _bytes,
        MARKUP,
        _CODECS,
        _SIGNATURES,
        st.lists(st.tuples(st.integers(0, 10_000), _SPOILT), max_size=4),
        st.integers(0, 9),
    ),
    st.binary(max_size=300),
)
"""Mark-up in encodings of all kinds, and in several at once, with bytes in it that none of them has."""
OPTIONS = st.tuples(*(st.integers(0, len(choices) - 1) for choices in (pages.TYPES, pages.ADDRESSES, pages.NAMED)))
