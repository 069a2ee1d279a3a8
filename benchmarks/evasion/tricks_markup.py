"""Mark-up that a browser forgives or never shows: words cut by tags, broken nesting, hidden decoys, other containers."""

from __future__ import annotations

import re
from html import escape

from benchmarks.evasion.edits import Edit, anchors, at_end, at_start, in_bait_text, in_head, in_tags, parts, replaced
from benchmarks.evasion.pages import Written, honest_words
from benchmarks.evasion.registry import trick

_BLOCK = re.compile(r"<(p|h2|h3|ul|ol|figure|blockquote)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_VALUE = re.compile(r"=\s*(\"([\w./:#?%-]+)\"|'([\w./:#?%-]+)')")
_END = re.compile(r"</(?:p|li|td|th|tr|dd|dt|option)\s*>", re.IGNORECASE)
_CANONICAL = re.compile(r"<link[^>]*rel=[\"']?canonical[^>]*>", re.IGNORECASE)
_OG_URL = re.compile(r"<meta[^>]*og:url[^>]*>", re.IGNORECASE)
_ELSEWHERE = "https://en.wikipedia.org/wiki/Film"
_DEPTH = 300


def _in_body(page: Written, change: Edit) -> str:
    head, body, tail = parts(page.html)
    return head + change(body) + tail


def _halves(word: str, between: str, behind: str = "") -> str:
    return f"{word[:1]}{between}{word[1:2]}{behind}{word[2:]}"


@trick("markup")
def split_tags(page: Written) -> str:
    """Empty elements stand inside the inviting words."""
    return in_bait_text(page, lambda word: _halves(word, "<b></b>", "<span></span>"))


@trick("markup")
def styled_letters(page: Written) -> str:
    """Each letter of the inviting words has an element of its own."""
    return in_bait_text(page, lambda word: "".join(f'<span class="c">{letter}</span>' for letter in word))


@trick("markup")
def hidden_letters(page: Written) -> str:
    """Letters that nobody sees stand inside the inviting words."""
    return in_bait_text(page, lambda word: _halves(word, '<span style="display:none">qx</span>'))


@trick("markup")
def word_breaks(page: Written) -> str:
    """The inviting words hold `<wbr>` elements and `&shy;` entities."""
    return in_bait_text(page, lambda word: _halves(word, "<wbr>", "&shy;"))


@trick("markup")
def comments_in_words(page: Written) -> str:
    """Comments stand inside the inviting words."""
    return in_bait_text(page, lambda word: _halves(word, "<!-- -->", "<!--x-->"))


@trick("markup", neutral=True)
def comments_between_blocks(page: Written) -> str:
    """A comment full of honest prose, tags and dashes stands before every block."""
    prose = honest_words(page, 60)[0]
    comment = f"<!-- <p>{prose.replace('--', '-')}</p> <a href='/about'>about</a> > - -->"
    return _in_body(page, lambda body: _BLOCK.sub(lambda match: comment + match[0], body))


@trick("markup", neutral=True)
def unclosed_elements(page: Written) -> str:
    """Paragraphs, list entries and cells are never closed."""
    return _in_body(page, lambda body: _END.sub("", body))


@trick("markup", neutral=True)
def misnested_elements(page: Written) -> str:
    """Formatting elements are opened in one block and closed in the next, or never."""
    return _in_body(page, lambda body: _BLOCK.sub(lambda match: f"<b><i>{match[0]}</b></i>", body))


@trick("markup", neutral=True)
def missing_quotes(page: Written) -> str:
    """Attributes have no quotes, and end tags no bracket of their own."""
    return in_tags(page.html, lambda tag: _VALUE.sub(lambda match: "=" + (match[2] or match[3]), tag))


@trick("markup", neutral=True)
def deep_nesting(page: Written) -> str:
    """Three hundred elements are opened around the page's contents."""
    return _in_body(page, lambda body: "<div>" * _DEPTH + body + "</div>" * _DEPTH)


@trick("markup", neutral=True)
def table_cells(page: Written) -> str:
    """Every block stands in a table cell of its own, as in the layouts of old."""
    return _in_body(page, lambda body: _BLOCK.sub(lambda match: f"<table><tr><td>{match[0]}</td></tr></table>", body))


@trick("markup", neutral=True)
def declarative_shadow_root(page: Written) -> str:
    """The page's contents stand in a declarative shadow root."""
    opening = '<div><template shadowrootmode="open">'
    return _in_body(page, lambda body: f"{opening}{body}</template></div>")


@trick("markup")
def srcdoc_page(page: Written) -> str:
    """The page's contents stand in the `srcdoc` of a frame."""
    return _in_body(page, lambda body: f'<iframe srcdoc="{escape(body)}" width="100%" height="900"></iframe>')


@trick("markup")
def srcdoc_exit(page: Written) -> str:
    """Each exit stands in the `srcdoc` of a frame of its own."""
    return replaced(
        page,
        lambda anchor: f"<iframe srcdoc='{escape(page.html[anchor.start : anchor.end])}' title=\"player\"></iframe>",
    )


@trick("markup")
def data_frame(page: Written) -> str:
    """Each exit stands in a frame whose page is a `data:` address."""
    return replaced(
        page,
        lambda anchor: f'<iframe src="data:text/html,{_percent(page.html[anchor.start : anchor.end])}"></iframe>',
    )


def _percent(html: str) -> str:
    return "".join(f"%{byte:02x}" for byte in html.encode())


@trick("markup")
def xml_declaration(page: Written) -> str:
    """The page calls itself XHTML, with an XML declaration and CDATA marks around its text."""
    opening = '<?xml version="1.0" encoding="utf-8"?>\n'
    return opening + _in_body(page, lambda body: f"<![CDATA[ ]]>{body}<![CDATA[ ]]>")


@trick("markup")
def hidden_decoy_text(page: Written) -> str:
    """A thousand words of honest prose stand where nobody sees them."""
    hidden = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in honest_words(page, 1_000))
    return at_end(page.html, f'<div style="position:absolute;left:-9999px">{hidden}</div>')


@trick("markup")
def hidden_by_sheet(page: Written) -> str:
    """The same decoy, hidden by a rule of the page's style sheet and put first."""
    hidden = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in honest_words(page, 1_000))
    styled = in_head(page.html, "<style>.q7 { display: none }</style>")
    return at_start(styled, f'<div class="q7">{hidden}</div>')


@trick("markup")
def hidden_exits(page: Written) -> str:
    """The exits stand in hidden elements, which a script of another host will show."""
    hidden = '<span style="display:none">{}</span>'
    return replaced(page, lambda anchor: hidden.format(page.html[anchor.start : anchor.end]))


@trick("markup", neutral=True)
def canonical_elsewhere(page: Written) -> str:
    """The page names a page of an encyclopedia as its canonical address."""
    return in_head(_CANONICAL.sub("", page.html), f'<link rel="canonical" href="{_ELSEWHERE}">')


@trick("markup", neutral=True)
def og_url_elsewhere(page: Written) -> str:
    """The page tells social networks that it is a page of an encyclopedia."""
    return in_head(_OG_URL.sub("", page.html), f'<meta property="og:url" content="{_ELSEWHERE}">')


@trick("markup")
def canonical_at_the_exit(page: Written) -> str:
    """The page names its scam link as its canonical address."""
    target = next((anchor.target for anchor in anchors(page)), "")
    return (
        in_head(_CANONICAL.sub("", page.html), f'<link rel="canonical" href="{escape(target)}">')
        if target
        else page.html
    )
