"""A verdict for people: what to do with the page, which links are to blame, and why.

Addresses are defanged and strings of the page pass through `safety.plain`, so that nothing on the screen can be clicked or
obeyed. Colour only repeats what signs and words say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from detector.page import LinkKind
from detector.sinks.columns import fold, shorten, shorten_middle
from detector.sinks.safety import plain, plain_url
from detector.sinks.style import BANDS, Style, percent, reason_lines
from detector.verdict import Band, KindScore, LinkVerdict, Reason, Verdict

_LINKS, _FOR, _AGAINST, _NAMED = 5, 5, 2, 5
_WORTH_A_LINE, _OF_WEIGHT = 0.05, 0.3
"""The least share of the strongest reason's weight to be shown, for reasons of the winning and of the losing side."""
_NAME_INDENT, _LINK_INDENT = 16, 10
_BUILT = {
    LinkKind.AREA: "built as an image map",
    LinkKind.SVG: "built as a drawing (SVG)",
    LinkKind.FORM: "built as a form",
    LinkKind.FRAME: "built as an embedded frame",
    LinkKind.EMBED: "built as an embedded object",
    LinkKind.HANDLER: "built as a script on a click",
    LinkKind.REFRESH: "built as an automatic redirect",
    LinkKind.SCRIPT: "built inside a script",
    LinkKind.TEXT: "written out as text",
}
KIND_TEXT = {
    "fake-stream": "fake stream",
    "fake-review": "fake review",
    "thin-affiliate": "thin affiliate list",
    "gambling": "gambling",
    "phishing": "phishing",
    "download-lure": "download lure",
    "supplement": "supplements",
    "crypto": "crypto scheme",
    "survey": "survey or prize",
    "injection": "links planted in an honest page",
    "other": "none of the usual kinds",
}
"""Kinds of spam in words."""


def render(verdict: Verdict, style: Style, verbose: bool = False) -> str:
    """A page's verdict in lines; one line for a clean page unless `verbose`. The verdict must have a band."""
    band = verdict.band or Band.CLEAN
    lines = heading(verdict, style)
    if band is Band.CLEAN and not verbose:
        return lines[0]
    if verdict.links:
        lines += ["", "  " + style.bold(_links_heading(verdict.links)), *_links(verdict.links, style, verbose)]
    reasons = verdict.reasons if verbose else _telling(verdict.reasons, band)
    if reasons:
        lines += ["", "  " + style.bold("Why"), *_reasons(reasons, 4, style)]
    return "\n".join([*lines, ""])


def heading(verdict: Verdict, style: Style) -> list[str]:
    """The decision in one line, and below it what else is to be known of the page."""
    sign, word, color = BANDS[verdict.band or Band.CLEAN]
    name = plain(verdict.id) if verdict.id is not None else plain_url(verdict.url or "(no name)")
    room = style.columns - _NAME_INDENT
    first = f"{style.paint(f'{sign} {word:<6}', color)}  {percent(verdict.score):>4}  {shorten_middle(name, room)}"
    said = fold(kinds_text(verdict.kinds), room) if verdict.kinds else []
    is_told = verdict.id is None or verdict.url in (None, verdict.id)
    below = [] if is_told else [shorten_middle(plain_url(verdict.url or ""), room)]
    below += [f"redirected from {shorten_middle(plain_url(hop.url), room - 22)} ({hop.status})" for hop in verdict.hops]
    if verdict.truncated:
        below.append("Not all of it was read: the page passes a limit.")
    return [first, *(" " * _NAME_INDENT + line for line in (*said, *map(style.dim, below)))]


def kinds_text(kinds: Sequence[KindScore]) -> str:
    """Kinds of spam in words, likeliest first; what is less likely than not is told as that.

    >>> kinds_text([KindScore("supplement", 0.8), KindScore("thin-affiliate", 0.4)])
    'supplements, perhaps thin affiliate list'
    """
    words = (KIND_TEXT.get(name, name) for name, _ in kinds)
    return ", ".join(text if kind.score >= 0.5 else f"perhaps {text}" for kind, text in zip(kinds, words, strict=True))


def closing(counts: Mapping[str, int]) -> str:
    """What many pages came to.

    >>> closing({"spam": 2, "clean": 10})
    '12 pages: 2 spam, 0 review, 10 clean, 0 failed'
    """
    parts = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("spam", "review", "clean", "failed"))
    return f"{sum(counts.values())} pages: {parts}"


def campaign(names: Sequence[str], style: Style) -> str:
    """The pages of one campaign, the first ones by name.

    >>> campaign(["a.html", "b.html", "c.html"], Style())
    '3 pages look like one campaign: a.html, b.html, c.html'
    """
    named = ", ".join(plain(name, 200) for name in names[:_NAMED])
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    lines = fold(f"{len(names)} pages look like one campaign: {named}{rest}", style.columns - 2)
    return "\n  ".join(lines)


def _links_heading(links: Sequence[LinkVerdict]) -> str:
    if links[0].score < 0.5:
        return "Likeliest links"
    return "Scam links" if len(links) > 1 else "Scam link"


def _links(links: Sequence[LinkVerdict], style: Style, verbose: bool) -> Iterable[str]:
    addresses = list(dict.fromkeys(link.url for link in links))
    shown = addresses if verbose else addresses[:_LINKS]
    for address in shown:
        # Links to one address stand together under its likeliest.
        for number, link in enumerate(link for link in links if link.url == address):
            yield from _words(link, style) if number else link_lines(link, style, verbose)
            if verbose:
                yield from _reasons(link.reasons, _LINK_INDENT - 2, style)
    if len(addresses) > len(shown):
        yield " " * _LINK_INDENT + style.dim(f"and {len(addresses) - len(shown)} more; --verbose shows them")


def link_lines(link: LinkVerdict, style: Style, verbose: bool = False) -> Iterable[str]:
    """A link: probability, address, where it leads, the words on it, how it is built, and the block it stands in."""
    room = style.columns - _LINK_INDENT
    address = shorten_middle(plain_url(link.url), room) if link.url else "(no address: only its words were received)"
    yield f"    {percent(link.score):>4}  {style.bold(address)}"
    yield from (" " * _LINK_INDENT + line for line in _destination(link, room, style, verbose))
    yield from _words(link, style)


def _destination(link: LinkVerdict, room: int, style: Style, verbose: bool) -> Iterable[str]:
    """Where a link leads in the end, if that is elsewhere, and how far its redirects were followed."""
    if verbose:
        for hop in link.hops:
            yield style.dim(f"{hop.status} " + shorten_middle(plain_url(hop.url), room - 4))
    if link.landing is not None:
        count = f" ({len(link.hops)} redirect{'s' if len(link.hops) > 1 else ''})" if link.hops else ""
        yield "→ " + style.bold(shorten_middle(plain_url(link.landing), room - 2 - len(count))) + count
    if link.error:
        how_far = "not followed further" if link.hops else "not followed"
        yield from map(style.dim, fold(f"{how_far}: {plain(link.error, 300)}", room))


def _words(link: LinkVerdict, style: Style) -> Iterable[str]:
    room = style.columns - _LINK_INDENT
    words, block = plain(link.text, 200), plain(link.block, 400)
    built = "" if not link.url else _BUILT.get(LinkKind(link.kind), "")
    said = " · ".join(part for part in (f"“{words}”" if words else "without words", built) if part)
    for line in fold(said, room)[:2]:
        yield " " * _LINK_INDENT + line
    if block and block != words:
        yield " " * _LINK_INDENT + style.dim("in: " + shorten(_around(block, words, room), room - 4))


def _around(block: str, words: str, room: int) -> str:
    """The part of a long block that has the link's words in it."""
    place = block.find(words) if words else -1
    start = max(place - room // 3, 0)
    return "…" + block[start:] if start else block


def _telling(reasons: Sequence[Reason], band: Band) -> Sequence[Reason]:
    """The strongest reasons for the band, then those against it that have weight."""
    side = -1 if band is Band.CLEAN else 1
    most = max((reason.contribution * side for reason in reasons), default=0.0)
    agree = [reason for reason in reasons if reason.contribution * side > _WORTH_A_LINE * most]
    against = [reason for reason in reasons if reason.contribution * side <= -_OF_WEIGHT * most]
    return [*agree[:_FOR], *against[:_AGAINST]] if most > 0 else reasons[:_AGAINST]


def _reasons(reasons: Sequence[Reason], indent: int, style: Style) -> Iterable[str]:
    largest = max((abs(reason.contribution) for reason in reasons), default=0.0)
    for reason in reasons:
        yield from reason_lines(reason, largest, indent, style)
