"""The readable verdict: what is shown, what is left out, and how wide it is."""

from __future__ import annotations

import pytest

from detector.model.kinds import KINDS, OTHER
from detector.page import Hop, LinkKind
from detector.sinks.columns import width
from detector.sinks.style import Style, percent, reason_lines
from detector.sinks.terminal import _BUILT, KIND_TEXT, campaign, closing, render
from detector.verdict import Band, KindScore, LinkVerdict, Reason, Verdict

STYLE = Style(False, 80)


def reason(contribution: float, text: str = "It says so") -> Reason:
    return Reason("text.example", text, contribution)


def link(url: str = "https://evil.example/w", **changes: object) -> LinkVerdict:
    fields = {"kind": "anchor", "text": "Watch now", "score": 0.9, "block": "Watch now"} | changes
    return LinkVerdict(url, **fields)  # type: ignore[arg-type]


def verdict(band: Band = Band.SPAM, **changes: object) -> Verdict:
    fields: dict[str, object] = {
        "id": "page.html",
        "url": "https://own.example/1",
        "score": {"spam": 0.97, "review": 0.5, "clean": 0.02}[band],
        "band": band,
        "kind": None,
        "reasons": (reason(2.0, "It invites to watch"), reason(-1.0, "It links to Netflix"), reason(0.02, "Dust")),
        "links": (link(),),
        "model": "toy-00000000",
        "schema": "0",
    }
    return Verdict(**(fields | changes))  # type: ignore[arg-type]


def test_the_parts_stand_in_the_order_of_their_use():
    shown = render(verdict(), STYLE)
    places = [
        shown.index(part)
        for part in (
            "SPAM",
            "97%",
            "page.html",
            "hxxps://own[.]example/1",
            "Scam link",
            "90%",
            "Watch now",
            "Why",
            "+2.00",
            "−1.00",
        )
    ]
    assert places == sorted(places)
    assert shown.endswith("\n")


@pytest.mark.parametrize(("band", "word"), [(Band.SPAM, "■ SPAM"), (Band.REVIEW, "▲ REVIEW"), (Band.CLEAN, "○ clean")])
def test_every_band_has_a_sign_and_a_word(band, word):
    assert render(verdict(band), STYLE).startswith(word)


def test_a_clean_page_is_one_line_and_more_when_asked():
    clean = verdict(Band.CLEAN, links=())
    assert (
        render(clean, STYLE) == "○ clean     2%  page.html\n                hxxps://own[.]example/1".partition("\n")[0]
    )
    assert "It links to Netflix" in render(clean, STYLE, verbose=True)


def test_redirects_stand_below_the_address_they_led_to():
    hops = (Hop("https://short.example/1", 301), Hop(f"https://b.example/{'c' * 90}", 302))
    lines = [line.strip() for line in render(verdict(hops=hops), STYLE).splitlines()[:4]]
    assert lines[1:3] == ["hxxps://own[.]example/1", "redirected from hxxps://short[.]example/1 (301)"]
    assert lines[3].endswith(" (302)")
    assert width(lines[3]) <= STYLE.columns - 16


def test_an_address_that_names_the_page_is_told_once():
    assert render(verdict(id="https://own.example/1"), STYLE).count("own[.]example") == 1


def test_dust_is_shown_only_when_asked():
    assert "Dust" not in render(verdict(), STYLE)
    assert "Dust" in render(verdict(), STYLE, verbose=True)


def test_a_weak_reason_against_is_left_out():
    shown = render(verdict(reasons=(reason(2.0, "Strong"), reason(-0.5, "Weak"))), STYLE)
    assert "Weak" not in shown


def test_reasons_against_are_told_where_nothing_speaks_for_it():
    assert "Only this" in render(verdict(Band.REVIEW, reasons=(reason(-0.5, "Only this"),)), STYLE)


@pytest.mark.parametrize("kind", [kind for kind in LinkKind if kind is not LinkKind.ANCHOR])
def test_how_a_link_is_built_is_told_unless_it_is_a_plain_one(kind):
    assert _BUILT[kind] in render(verdict(links=(link(kind=str(kind)),)), STYLE)


def test_a_plain_link_says_nothing_of_its_build():
    assert "built" not in render(verdict(), STYLE)


def test_a_line_that_lost_its_link_says_so():
    shown = render(verdict(links=(link("", kind="text"),)), STYLE)
    assert "(no address: only its words were received)" in shown
    assert "written out" not in shown


def test_the_block_is_shown_around_the_words_and_not_twice():
    far = "word " * 40 + "click Watch now here"
    assert "in: …" in render(verdict(links=(link(block=far),)), STYLE)
    assert "click Watch now here" in render(verdict(links=(link(block=far),)), STYLE)
    assert "in: " not in render(verdict(), STYLE)


def test_links_to_one_address_stand_together():
    shown = render(
        verdict(links=(link(), link("https://b.example/", score=0.8), link(text="FULL MOVIE", score=0.7))), STYLE
    )
    assert shown.count("hxxps://evil[.]example/w") == 1
    assert shown.index("FULL MOVIE") < shown.index("hxxps://b[.]example")


def test_many_links_are_counted_not_listed():
    links = tuple(link(f"https://evil.example/{number}") for number in range(12))
    assert "and 7 more" in render(verdict(links=links), STYLE)
    assert "evil[.]example/11" in render(verdict(links=links), STYLE, verbose=True)


CHAIN = (Hop("https://short.example/x", 301), Hop("https://go.example/y", 302))


def test_where_a_link_leads_stands_below_its_address():
    shown = render(verdict(links=(link(landing="https://reel.example/a"),)), STYLE)
    address, destination, words = shown.split("\n")[4:7]
    assert "hxxps://evil[.]example/w" in address
    assert destination.strip() == "→ hxxps://reel[.]example/a"
    assert "Watch now" in words
    assert "→" not in render(verdict(), STYLE)


@pytest.mark.parametrize(("hops", "count"), [(CHAIN, "(2 redirects)"), (CHAIN[:1], "(1 redirect)")])
def test_redirects_are_counted_and_named_when_asked(hops, count):
    followed = verdict(links=(link(landing="https://reel.example/a", hops=hops),))
    assert f"→ hxxps://reel[.]example/a {count}" in render(followed, STYLE)
    assert "301" not in render(followed, STYLE)
    lines = [line.strip() for line in render(followed, STYLE, verbose=True).split("\n")]
    place = lines.index("301 hxxps://short[.]example/x")
    assert lines[place + len(hops)] == f"→ hxxps://reel[.]example/a {count}"


def test_how_far_a_link_was_followed_is_told_with_the_reason():
    broken = link(landing="https://reel.example/a", hops=CHAIN, error="The host reel.example does not answer.")
    lines = [line.strip() for line in render(verdict(links=(broken,)), STYLE).split("\n")]
    place = lines.index("→ hxxps://reel[.]example/a (2 redirects)")
    assert lines[place + 1] == "not followed further: The host reel.example does not answer."
    assert "not followed: So." in render(verdict(links=(link(error="So."),)), STYLE)


def test_what_a_redirect_says_is_safe_to_show():
    evil = "https://reel.example/\x1b[31m\u202e"
    shown = render(verdict(links=(link(landing=evil, hops=(Hop(evil, 301),), error=evil),)), STYLE, verbose=True)
    assert shown.count("hxxps://reel[.]example/") == 3
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_an_unlikely_link_is_not_called_a_scam_link():
    shown = render(verdict(Band.REVIEW, links=(link(score=0.2),)), STYLE)
    assert "Scam link" not in shown
    assert "Likeliest links" in shown


def test_the_kinds_stand_below_the_name_in_words():
    kinds = (KindScore("thin-affiliate", 0.9), KindScore("supplement", 0.3))
    shown = render(verdict(kind="thin-affiliate", kinds=kinds), STYLE).split("\n")
    assert shown[1].strip() == "thin affiliate list, perhaps supplements"
    assert shown[2].strip() == "hxxps://own[.]example/1"


def test_every_kind_has_its_words():
    assert KIND_TEXT.keys() == {*KINDS, OTHER}


def test_a_cut_page_says_so():
    assert "Not all of it was read" in render(verdict(truncated=True), STYLE)


def test_colour_adds_nothing_but_colour():
    import re

    bare, colored = render(verdict(), STYLE, verbose=True), render(verdict(), Style(True, 80), verbose=True)
    assert bare != colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == bare


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(columns):
    long = "映画を見る " * 60
    far = "https://reel.example/" + "z" * 500
    ways = {"landing": far, "hops": (Hop(far, 301),), "reasons": (reason(1.0, long),)}
    wide = verdict(
        id="a/very/long/path/" * 20,
        url="https://own.example/" + "x" * 900,
        reasons=(reason(2.0, long), reason(-1.0, "x" * 300)),
        links=(link("https://evil.example/" + "y" * 500, text=long, block=long * 2, error=long, **ways),),
        kinds=tuple(KindScore(kind, 0.4) for kind in KINDS),
    )
    assert max(width(line) for line in render(wide, Style(False, columns), verbose=True).split("\n")) <= columns


def test_a_bar_is_as_long_as_its_weight():
    lines = [reason_lines(reason(value), 4.0, 4, STYLE)[0] for value in (4.0, 2.0, 0.01, -4.0)]
    assert [line.count("█") for line in lines] == [8, 4, 1, 8]


@pytest.mark.parametrize(("score", "shown"), [(1.0, ">99%"), (0.0, "<1%"), (0.5, "50%"), (0.994, "99%")])
def test_certainty_is_never_claimed(score, shown):
    assert percent(score) == shown


def test_the_closing_line_counts_all():
    assert closing({"spam": 1, "failed": 2}) == "3 pages: 1 spam, 0 review, 0 clean, 2 failed"


def test_a_campaign_names_its_first_pages_and_counts_the_rest():
    said = campaign([f"page{number}.html" for number in range(7)], Style(False, 60))
    assert said.startswith("7 pages look like one campaign: page0.html, ")
    assert said.endswith("page4.html and 2 more")
    assert max(map(width, said.split("\n"))) <= 60


def test_a_campaign_s_names_are_safe_to_show():
    said = campaign(["a\x1b[31m\u202e.html", "b\n.html"], STYLE)
    assert said == "2 pages look like one campaign: a.html, b .html"
