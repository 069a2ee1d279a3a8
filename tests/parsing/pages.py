"""HTML that no author meant to write, for the tests that hold the two readers equal.

Left out is what html5lib does otherwise than the standard: `<main>` between mis-nested formatting elements, a second
open `<button>` in a table, and mark-up inside `<select>`.
"""

from __future__ import annotations

from hypothesis import strategies as st

_BLOCKS = "p div h2 ul li table tr td tbody caption section article header footer nav aside form blockquote dl dd dt pre center".split()
_INLINE = "a b i span font em small nobr u code label noscript".split()
_VOID = "br img hr input iframe meta".split()
_RAW = (
    "<script>location='/s'</script>",
    "<style>.x{display:none}</style>",
    "<title>T</title>",
    "<svg><a xlink:href=/v>v</a><title>n</title></svg>",
    "<iframe srcdoc='<p>f<a href=/f>g</a><td>h'></iframe>",
)
_ATTRIBUTES = (
    "", "", "", " class=x", " class='comments'", " id=footer", " href=/q", " href='https://e.example/w'", " style='display:none'", " hidden",
    " onclick=\"location='/o'\"", " data-href=/d", " src=/i/watch-now.png alt=Play", " action=/f", " type=submit value=Go", " itemprop=name",
    " itemscope itemtype=http://schema.org/Movie", " data-k=aHR0cHM6Ly9lLmV4YW1wbGUvdw", " rel=nofollow", " title=t", " content=c name=n", " role=navigation", " a=1 a=2",
)  # fmt: skip
_TEXTS = (
    "word",
    "<button>b</button>",
    " ",
    "a < b",
    "&amp; &eacute; &#x27;",
    "\n  ",
    "Wa",
    "tch",
    "https://t.example/x",
    "<!-- c -->",
    "<!doctype html>",
    "</>",
    "<?php x ?>",
    "é",
)

_attribute = st.sampled_from(_ATTRIBUTES)
_opening = st.builds(
    "<{}{}>".format, st.sampled_from(_BLOCKS + _INLINE + _INLINE + _VOID + ["body", "html", "head"]), _attribute
)
_closing = st.builds("</{}>".format, st.sampled_from([*_BLOCKS, *_INLINE, *_INLINE, "br", "body", "head"]))
_piece = st.one_of(_opening, _opening, _closing, st.sampled_from(_TEXTS), st.sampled_from(_RAW))

broken_html = st.lists(_piece, min_size=1, max_size=40).map("".join)
"""Start and end tags in any order, with attributes that matter, text, comments and scripts between them."""
