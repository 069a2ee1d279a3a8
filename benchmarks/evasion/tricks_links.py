"""The same exits as something else than a plain anchor: images, forms, frames, refreshes, or words alone."""

from __future__ import annotations

import re
from html import escape
from zlib import crc32

from benchmarks.evasion.edits import Anchor, anchors, at_start, in_head, replaced, retargeted
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import trick

_TAGS = re.compile(r"<[^>]*>")


def _words(anchor: Anchor) -> str:
    return _TAGS.sub(" ", anchor.inner).strip()


@trick("links", keeps="words")
def links_lost(page: Written) -> str:
    """The exits are words without a link."""
    return replaced(page, lambda anchor: anchor.inner)


@trick("links")
def written_out(page: Written) -> str:
    """The exits are addresses to copy, in brackets behind their words."""
    return replaced(page, lambda anchor: f"{anchor.inner} ({escape(anchor.target)})")


@trick("links")
def svg_link(page: Written) -> str:
    """The exits are links inside a drawing."""
    return replaced(
        page,
        lambda anchor: (
            f'<svg viewBox="0 0 300 60"><a xlink:href="{escape(anchor.target)}"><text>{_words(anchor)}</text></a></svg>'
        ),
    )


@trick("links")
def image_map(page: Written) -> str:
    """The exits are areas of an image map; their words stand beside it."""
    return replaced(
        page,
        lambda anchor: (
            f'{anchor.inner}<img src="/i/p.png" usemap="#m{anchor.start}"><map name="m{anchor.start}">'
            f'<area shape="rect" coords="0,0,600,400" href="{escape(anchor.target)}"></map>'
        ),
    )


@trick("links")
def form_button(page: Written) -> str:
    """The exits are forms, their words on the button."""
    return replaced(
        page,
        lambda anchor: f'<form action="{escape(anchor.target)}"><button type="submit">{anchor.inner}</button></form>',
    )


@trick("links")
def form_action_button(page: Written) -> str:
    """The exits are buttons of a harmless form that send it elsewhere."""
    return replaced(
        page,
        lambda anchor: (
            f'<form action="/search"><button formaction="{escape(anchor.target)}">{anchor.inner}</button></form>'
        ),
    )


@trick("links")
def embedded_object(page: Written) -> str:
    """The exits are embedded objects with their words as fallback."""
    return replaced(page, lambda anchor: f'<object data="{escape(anchor.target)}">{anchor.inner}</object>')


@trick("links")
def embed(page: Written) -> str:
    """The exits are embedded pages, their words before them."""
    return replaced(
        page, lambda anchor: f'{anchor.inner} <embed src="{escape(anchor.target)}" width="600" height="400">'
    )


@trick("links")
def frame(page: Written) -> str:
    """The exits are frames, their words before them."""
    return replaced(page, lambda anchor: f'{anchor.inner} <iframe src="{escape(anchor.target)}"></iframe>')


@trick("links", keeps="words")
def meta_refresh(page: Written) -> str:
    """The exits are words, and the page refreshes to the first of them after ten seconds."""
    target = next((anchor.target for anchor in anchors(page)), "")
    if not target:
        return page.html
    stripped = page._replace(html=in_head(page.html, f'<meta http-equiv="refresh" content="10; url={escape(target)}">'))
    return replaced(stripped, lambda anchor: anchor.inner)


@trick("links")
def noscript_exits(page: Written) -> str:
    """The exits stand in `<noscript>`."""
    return replaced(page, lambda anchor: f"<noscript>{page.html[anchor.start : anchor.end]}</noscript>")


@trick("links", neutral=True, keeps="hosts words")
def protocol_relative(page: Written) -> str:
    """The exits leave out their scheme."""
    return replaced(page, lambda anchor: anchor.leading(re.sub("^https?:", "", anchor.target)))


@trick("links")
def backslashes(page: Written) -> str:
    """The exits are written with backslashes and white space, which browsers forgive."""
    return replaced(page, lambda anchor: anchor.leading(" \t" + anchor.target.replace("://", ":\\\\", 1)))


@trick("links")
def base_address(page: Written) -> str:
    """A base address is the exit's site, and the exits are relative to it."""
    first = next((anchor.target for anchor in anchors(page) if anchor.target.startswith("http")), "")
    if not first:
        return page.html
    site = "/".join(first.split("/")[:3])
    own = "/".join((page.url or "https://own.example/").split("/")[:3])
    # The page's own relative links stay on its own site.
    html = re.sub(r"(\b(?:href|src|action)=[\"'])/(?!/)", lambda match: f"{match[1]}{own}/", page.html)
    html = html.replace(f'"{escape(site)}/', '"/').replace(f"'{escape(site)}/", "'/")
    return in_head(html, f'<base href="{escape(site)}/">')


@trick("links", neutral=True, keeps="hosts words")
def tracking_flood(page: Written) -> str:
    """The exits carry a dozen tracking parameters."""
    flood = "&".join(f"utm_{name}={number}x{number}" for number, name in enumerate(_TRACKED))
    return retargeted(page, lambda target: f"{target}{'&' if '?' in target else '?'}{flood}")


_TRACKED = "source medium campaign term content id a b c d e f".split()


@trick("links", neutral=True)
def redirect_wrapper(page: Written) -> str:
    """The exits pass through the redirect of a search engine."""
    return retargeted(page, lambda target: f"https://www.google.com/url?sa=D&q={_quoted(target)}&usg=AOv")


@trick("links")
def own_redirect(page: Written) -> str:
    """The exits pass through a redirect of the page's own site that carries their address."""
    return retargeted(page, lambda target: f"/out.php?url={_quoted(target)}")


def _quoted(target: str) -> str:
    return "".join(c if c.isalnum() else "".join(f"%{byte:02X}" for byte in c.encode()) for c in target)


@trick("links", keeps="words")
def shortener(page: Written) -> str:
    """The exits are short links."""
    return retargeted(page, lambda target: f"https://bit.ly/{crc32(target.encode()):x}")


@trick("links", keeps="words")
def own_hop(page: Written) -> str:
    """The exits are numbered pages of the site itself, which redirect on the server."""
    return retargeted(page, lambda target: f"/article/{crc32(target.encode()) % 90_000}")


@trick("links")
def one_decoy_each(page: Written) -> str:
    """Each exit opens from an anchor that names an official address and is caught by a handler."""
    return replaced(
        page,
        lambda anchor: (
            f'<a href="https://www.netflix.com/title/7" onclick="location=\'{escape(anchor.target)}\';return false">'
            f"{anchor.inner}</a>"
        ),
    )


@trick("links")
def covering_exits(page: Written) -> str:
    """Empty anchors to the exits lie over the whole page; the visible ones lead nowhere."""
    cover = "".join(
        f'<a href="{escape(anchor.target)}" style="position:fixed;inset:0;z-index:99"></a>' for anchor in anchors(page)
    )
    return at_start(replaced(page, lambda anchor: f'<a href="#">{anchor.inner}</a>'), cover) if cover else page.html
