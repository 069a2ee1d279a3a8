"""What a reader would understand of a snippet: blocks, regions, visibility and every kind of way out."""

from __future__ import annotations

import pytest

from detector.page import Block, Document, Hidden, Link, LinkKind, Page, Region
from detector.parsing import parse

URL = "https://a.example/dir/page.html"
CODED = "aHR0cHM6Ly9lLmV4YW1wbGUvdw"


def read(html: str, url: str | None = URL) -> Page:
    return parse(Document(html.encode(), url, "text/html; charset=utf-8"))


def texts(html: str) -> list[str]:
    return [block.text for block in read(html).blocks]


def link(html: str, index: int = 0) -> Link:
    return read(html).links[index]


# -- blocks


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>one<p>two", ["one", "two"]),
        ("<p><b>Wa</b>tch <i>full</i>\n movie", ["Watch full movie"]),
        ("one<br>two<hr>three", ["one", "two", "three"]),
        ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", ["a", "b", "c", "d"]),
        ("<div>before<p>inside</p>after</div>", ["before", "inside", "after"]),
        ("<p> \n&nbsp; </p><p></p>x", ["x"]),
        ("<b>a</b> <b>b</b><b>c</b>", ["a bc"]),
        ("a<img src=x>b", ["a b"]),
        ("<p>soft\u00adhyphen &eacute; &lt;b&gt;", ["soft\u00adhyphen é <b>"]),
        (
            "<title>T</title><style>s</style><script>c</script><template>t</template><textarea>a</textarea><select><option>o</select>x",
            ["x"],
        ),
        ("<svg><title>t</title><desc>d</desc><text>word</text></svg>", ["word"]),
        ("<!-- c --><?php echo ?>x", ["x"]),
        ("Go<button>Watch</button><input type=submit value='Send it'><input value=typed>", ["Go", "Watch", "Send it"]),
        ("<p>alt is none: <img alt=Picture>", ["alt is none:"]),
        ("<iframe>no</iframe><video>old browser</video>", ["old browser"]),
    ],
)
def test_text_is_cut_into_the_blocks_a_reader_sees(html: str, blocks: list[str]) -> None:
    assert texts(html) == blocks


def test_a_block_has_the_tag_of_the_innermost_block_element() -> None:
    page = read("<div>a<h2>b <span>c</span></h2>d</div>e")
    assert [(block.text, block.tag) for block in page.blocks] == [
        ("a", "div"),
        ("b c", "h2"),
        ("d", "div"),
        ("e", "body"),
    ]


# -- regions


@pytest.mark.parametrize(
    ("opening", "region"),
    [
        ("<header>", Region.HEADER), ("<nav>", Region.NAV), ("<main>", Region.MAIN), ("<article>", Region.MAIN), ("<aside>", Region.ASIDE),
        ("<footer>", Region.FOOTER), ("<div role=banner>", Region.HEADER), ("<div role=navigation>", Region.NAV),
        ("<div role=main>", Region.MAIN), ("<div role=complementary>", Region.ASIDE), ("<div role=contentinfo>", Region.FOOTER),
        ("<div id=comments>", Region.COMMENTS), ("<div class='x comment-list'>", Region.COMMENTS), ("<div id=disqus_thread>", Region.COMMENTS),
        ("<section id=respond>", Region.COMMENTS), ("<div class=widget-area>", Region.ASIDE), ("<div class=sidebar>", Region.ASIDE),
        ("<div class=related-posts>", Region.ASIDE), ("<div id=colophon>", Region.FOOTER), ("<p class=copyright>", Region.FOOTER),
        ("<div class=siteFooter>", Region.FOOTER), ("<ul class=main-menu>", Region.NAV), ("<div class=breadcrumbs>", Region.NAV),
        ("<div id=masthead>", Region.HEADER), ("<div class=site-header>", Region.HEADER), ("<div class=entry-content>", Region.MAIN),
        ("<div class=article__body>", Region.MAIN), ("<aside class=comments>", Region.COMMENTS),
        ("<div class=content-sidebar-wrap>", Region.BODY), ("<div class=no-sidebar>", Region.BODY), ("<div class=elementor-widget>", Region.BODY),
        ("<span class=comment-count>", Region.BODY), ("<div>", Region.BODY),
        ("<main><div class=sidebar>", Region.ASIDE), ("<article><header>", Region.MAIN), ("<article><footer>", Region.FOOTER),
        ("<div id=comments><article>", Region.COMMENTS), ("<footer><nav>", Region.FOOTER), ("<div class=comments><div class=footer>", Region.COMMENTS),
    ],
)  # fmt: skip
def test_regions_are_told_by_element_role_and_words_of_the_class(opening: str, region: Region) -> None:
    page = read(f"<body>{opening}text <a href=/x>link</a>")
    assert (page.blocks[0].region, page.links[0].region) == (region, region)


def test_a_region_ends_with_its_element() -> None:
    assert [block.region for block in read("<nav>a</nav>b").blocks] == [Region.NAV, Region.BODY]


# -- visibility


@pytest.mark.parametrize(
    ("attribute", "hidden"),
    [
        ("hidden", Hidden.ATTRIBUTE), ("style='display: NONE !important'", Hidden.DISPLAY), ("style=visibility:hidden", Hidden.DISPLAY),
        ("style=opacity:0", Hidden.DISPLAY), ("style='opacity: 0.0;'", Hidden.DISPLAY), ("style=font-size:0", Hidden.TINY),
        ("style=font-size:1px", Hidden.TINY), ("style='width:1px;height:1px;overflow:hidden'", Hidden.TINY),
        ("style='max-height:0;overflow:hidden'", Hidden.TINY), ("style=text-indent:-9999px", Hidden.OFFSCREEN),
        ("style='position:absolute;left:-5000px'", Hidden.OFFSCREEN), ("style=top:-99em", Hidden.OFFSCREEN),
        ("style='margin: 0 0 0 -2000px'", Hidden.OFFSCREEN), ("style='clip:rect(0,0,0,0)'", Hidden.OFFSCREEN),
        ("style='clip-path:inset(100%)'", Hidden.OFFSCREEN), ("style='transform:translateX(-9999px)'", Hidden.OFFSCREEN),
        ("style='color:#fff;background:#FFFFFF'", Hidden.CONTRAST), ("style='color:white;background-color:rgb(255, 255, 255)'", Hidden.CONTRAST),
        ("style=color:transparent", Hidden.CONTRAST), ("style='color:rgba(0,0,0,0)'", Hidden.CONTRAST),
        ("style='height:0;overflow:hidden;padding-bottom:56.25%'", Hidden.NO),
        ("style=color:#fff", Hidden.NO), ("style='width:0'", Hidden.NO), ("style='margin-left:-20px;opacity:.8;font-size:10px'", Hidden.NO),
        ("style='transform:translate(-50%,-50%)'", Hidden.NO), ("style=display:block", Hidden.NO), ("aria-hidden=true", Hidden.NO),
        ("style='color:transparent;background-clip:text'", Hidden.NO), ("style='bogus'", Hidden.NO),
    ],
)  # fmt: skip
def test_hiding_by_attribute_is_seen_and_inherited(attribute: str, hidden: Hidden) -> None:
    page = read(f"<div {attribute}><p>text <a href=/x>link</a></div><p>after")
    assert [block.hidden for block in page.blocks] == [hidden, Hidden.NO]
    assert page.links[0].hidden is hidden


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        (".x{display:none}", Hidden.DISPLAY), ("#i { left : -9999px }", Hidden.OFFSCREEN), ("p, .x , a{font-size:0}", Hidden.TINY),
        ("/* } */ .x{visibility:hidden}", Hidden.DISPLAY), (".y{color:red}.x{opacity:0}", Hidden.DISPLAY),
        ("@media print{.x{display:none}}", Hidden.NO), ("@media print{.y{color:red}} .x{display:none}", Hidden.DISPLAY),
        (".x p{display:none}", Hidden.NO), (".x:hover{display:none}", Hidden.NO), (".xx{display:none}", Hidden.NO), (".x{border:none}", Hidden.NO),
    ],
)  # fmt: skip
def test_the_page_s_own_sheets_hide_by_simple_selectors(sheet: str, hidden: Hidden) -> None:
    snippet = "<div class='a x' id=i><a href=/x>link</a></div>"
    assert link(f"<style>{sheet}</style>{snippet}").hidden is hidden
    assert link(f"{snippet}<STYLE>{sheet}</STYLE>").hidden is hidden


@pytest.mark.parametrize("style", ["<style media=print>", "<noscript><style>", "<template><style>", "<script>'<style>"])
def test_sheets_for_print_or_without_scripts_hide_nothing(style: str) -> None:
    closing = {
        "<noscript><style>": "</style></noscript>",
        "<template><style>": "</style></template>",
        "<script>'<style>": "</style>'</script>",
    }
    page = read(f"{style}.x{{display:none}}{closing.get(style, '</style>')}<p class=x>text")
    assert page.blocks[0].hidden is Hidden.NO


def test_hidden_words_inside_a_visible_line_make_a_block_of_their_own() -> None:
    page = read("<p>W<span style=display:none>xx <a href=/h>deep</a></span>atch <a href=/v>now</a></p>")
    assert page.blocks == (
        Block("xx deep", "p", Region.BODY, Hidden.DISPLAY),
        Block("Watch now", "p", Region.BODY, Hidden.NO),
    )
    assert [(each.target, each.block) for each in page.links] == [("/h", 0), ("/v", 1)]


def test_hidden_words_are_not_the_words_of_a_visible_link() -> None:
    assert link("<a href=/x title=Seen>Wa<b hidden>no</b>tch</a>").text == "Watch"
    assert link("<a href=/x title=Seen><b hidden>no</b></a>").text == "Seen"
    assert link("<a href=/x hidden>Under</a>").text == "Under"


def test_noscript_is_read_and_marked() -> None:
    page = read("<body><noscript><p>Enable <a href=/js>scripts</a></noscript>")
    assert page.blocks[0].hidden is Hidden.NOSCRIPT
    assert page.links[0].hidden is Hidden.NOSCRIPT


# -- links


@pytest.mark.parametrize(
    ("html", "kind", "target", "url", "text", "source"),
    [
        ("<a href=../x>go <b>on</b></a>", "anchor", "../x", "https://a.example/x", "go on", "text"),
        ("<a href=' //e.example/w\n'>w</a>", "anchor", "//e.example/w", "https://e.example/w", "w", "text"),
        ("<a href=#top>t</a>", "anchor", "#top", URL + "#top", "t", "text"),
        ("<a href=mailto:me@a.example>m</a>", "anchor", "mailto:me@a.example", None, "m", "text"),
        ("<a href='javascript:void(0)'>j</a>", "anchor", "javascript:void(0)", None, "j", "text"),
        ("<a href='magnet:?xt=urn'>m</a>", "anchor", "magnet:?xt=urn", None, "m", "text"),
        ("<a href='data:text/html,x'>d</a>", "anchor", "data:text/html,x", None, "d", "text"),
        ("<map><area href=/m alt=Map></map>", "area", "/m", "https://a.example/m", "Map", "alt"),
        ("<svg><a href=/s><text>S</text></a></svg>", "svg", "/s", "https://a.example/s", "S", "text"),
        ("<svg><a xlink:href=/s></a></svg>", "svg", "/s", "https://a.example/s", "", ""),
        (
            "<form action=/f><input name=q><button>Find it</button></form>",
            "form",
            "/f",
            "https://a.example/f",
            "Find it",
            "text",
        ),
        (
            "<form action=/f><button type=button>x</button><input type=submit value=Send></form>",
            "form",
            "/f",
            "https://a.example/f",
            "Send",
            "text",
        ),
        (
            "<form action=/f><input type=image src=/buy-now.png></form>",
            "form",
            "/f",
            "https://a.example/f",
            "buy now",
            "file",
        ),
        ("<button formaction=/fa>B</button>", "form", "/fa", "https://a.example/fa", "B", "text"),
        (
            "<iframe src=//e.example/f title=Player></iframe>",
            "frame",
            "//e.example/f",
            "https://e.example/f",
            "Player",
            "title",
        ),
        ("<iframe src=about:blank data-src=/lazy></iframe>", "frame", "/lazy", "https://a.example/lazy", "", ""),
        ("<iframe srcdoc=\"<a href='/in'>x</a>\"></iframe>", "anchor", "/in", "https://a.example/in", "x", "text"),
        (
            f"<span data-q7={CODED}>Watch</span>",
            "handler",
            "https://e.example/w",
            "https://e.example/w",
            "Watch",
            "text",
        ),
        (
            "<li data-q7=https://e.example/w>Go</li>",
            "handler",
            "https://e.example/w",
            "https://e.example/w",
            "Go",
            "text",
        ),
        (
            f'<p>x</p><script type=application/json>{{"a": "{CODED}"}}</script>',
            "script",
            "https://e.example/w",
            "https://e.example/w",
            "",
            "",
        ),
        (
            "<form action=/f><button><img src=a.png alt=Play></button></form>",
            "form",
            "/f",
            "https://a.example/f",
            "Play",
            "alt",
        ),
        ("<frameset><frame src=/fr></frameset>", "frame", "/fr", "https://a.example/fr", "", ""),
        ("<embed src=/e.swf>", "embed", "/e.swf", "https://a.example/e.swf", "", ""),
        ("<object data=/o.pdf>old</object>", "embed", "/o.pdf", "https://a.example/o.pdf", "", ""),
        (
            "<div onclick=\"location.href='/o'\">Watch <b>now</b></div>",
            "handler",
            "/o",
            "https://a.example/o",
            "Watch now",
            "text",
        ),
        ("<span data-href=/d>D</span>", "handler", "/d", "https://a.example/d", "D", "text"),
        ("<img onclick=\"window.open('/i')\" alt=Play>", "handler", "/i", "https://a.example/i", "Play", "alt"),
        ("<a href=# onclick=\"window.open('/w')\">W</a>", "handler", "/w", "https://a.example/w", "W", "text"),
        ("<a href=\"javascript:location='/w'\">W</a>", "handler", "/w", "https://a.example/w", "W", "text"),
        ("<a data-url=/w>W</a>", "handler", "/w", "https://a.example/w", "W", "text"),
        ("<body onload=\"location='/l'\">x", "handler", "/l", "https://a.example/l", "", ""),
        ("<meta http-equiv=Refresh content='0; url=/r'>", "refresh", "/r", "https://a.example/r", "", ""),
        (
            "<script>setTimeout(function(){location.replace('/s')}, 9)</script>",
            "script",
            "/s",
            "https://a.example/s",
            "",
            "",
        ),
        (
            "<p>at https://t.example/x.",
            "text",
            "https://t.example/x",
            "https://t.example/x",
            "https://t.example/x",
            "text",
        ),
        ("<p>at www.t.example/x", "text", "www.t.example/x", "http://www.t.example/x", "www.t.example/x", "text"),
    ],
)
def test_every_way_out_is_found(html: str, kind: str, target: str, url: str | None, text: str, source: str) -> None:
    links = read(html).links
    assert [(each.kind, each.target, each.url, each.text, each.words_from) for each in links] == [
        (LinkKind(kind), target, url, text, source)
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<a name=here>x</a>", "<form>x</form>", "<script src=/a.js></script>", "<link rel=stylesheet href=/s.css>", "<img src=/i.png>",
        "<script type=application/json>{\"url\": \"https://t.example/\"}</script>", "<template><a href=/t>t</a></template>",
        "<script type=text/template><a href=/t>t</a></script>", "<!-- <a href=/c>c</a> -->", "<meta http-equiv=refresh content=300>",
        "<textarea><a href=/t>t</a></textarea>",
        "<object data=/logo.svg></object>", "<div data-src=/i.png onclick='toggle()'>x</div>",
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_no_link(html: str) -> None:
    assert read(html).links == ()


@pytest.mark.parametrize(
    ("inside", "text", "source"),
    [
        ("<img alt='Click to watch' src=/b.png>", "Click to watch", "alt"),
        ("<img alt='' src=/img/watch-now_button.png?x>", "watch now button", "file"),
        ("<img alt=A>words", "words", "text"),
        ("<picture><img alt=P></picture>", "P", "alt"),
        ("<svg></svg>", "T", "title"),
        ("", "T", "title"),
    ],
)
def test_words_fall_back_from_text_to_alt_to_title_to_the_file_name(inside: str, text: str, source: str) -> None:
    found = link(f"<a href=/x {'title=T' if source == 'title' else ''}>{inside}</a>")
    assert (found.text, found.words_from) == (text, source)
    assert found.image is bool(inside)


def test_aria_label_is_the_last_word_before_the_file() -> None:
    assert link("<a href=/x aria-label=Open><img src=/a.png></a>").words_from == "aria-label"


def test_attributes_of_a_link_are_kept() -> None:
    found = link("<a href=/x rel='NoFollow sponsored' target=_BLANK download>x</a>")
    assert (found.rel, found.window, found.download) == (("nofollow", "sponsored"), "_blank", True)


def test_code_that_repeats_the_anchor_is_no_second_link_but_another_target_is() -> None:
    assert [each.target for each in read("<a href=/x onclick=\"window.open('https://a.example/x')\">x</a>").links] == [
        "/x"
    ]
    links = read("<a href=/x onclick=\"window.open('https://e.example/w')\">x</a>").links
    assert [(each.kind, each.target, each.text) for each in links] == [
        (LinkKind.ANCHOR, "/x", "x"),
        (LinkKind.HANDLER, "https://e.example/w", "x"),
    ]


def test_a_frame_of_no_size_is_tiny() -> None:
    assert link("<iframe width=0 height=0 src=/f></iframe>").hidden is Hidden.TINY
    assert link("<iframe width=640 height=360 src=/f></iframe>").hidden is Hidden.NO


def test_duplicates_are_kept_in_document_order() -> None:
    assert [each.target for each in read("<a href=/x>1</a><a href=/y>2</a><a href=/x>3</a>").links] == [
        "/x",
        "/y",
        "/x",
    ]


def test_written_urls_that_are_an_anchor_s_words_count_once() -> None:
    assert len(read("<p><a href=https://t.example/x>https://t.example/x</a>").links) == 1


def test_base_holds_for_links_before_and_after_it() -> None:
    page = read("<a href=x>1</a><base href=/b/><base href=/c/><a href=y>2</a>")
    assert page.base == "https://a.example/b/"
    assert [each.url for each in page.links] == ["https://a.example/b/x", "https://a.example/b/y"]


def test_without_an_address_only_absolute_targets_resolve() -> None:
    page = read("<a href=/x>1</a><a href=https://e.example>2</a>", url=None)
    assert [each.url for each in page.links] == [None, "https://e.example/"]


# -- the block of a link


@pytest.mark.parametrize(
    ("html", "block"),
    [
        ("<p>zero<p>one <a href=/x>link</a> more", 1),
        ("<p>zero<p><a href=/x><img></a> text after", 1),
        ("<p>zero<p><a href=/x><img></a><p>other", -1),
        ("<p>zero<p><a href=/x><img></a>", -1),
        ("<div>zero<a href=/x><div><h3>one</h3><p>two</div></a>", 1),
        ("<a href=/x><br>zero</a>", 0),
        ("<p>zero</p><form action=/f><p>one</p><button>Go</button></form>", 1),
        ("<p>zero</p><div onclick=\"location='/x'\"><p>one<p>two</div>", 1),
        ("<meta http-equiv=refresh content='0;url=/x'><p>zero", -1),
        ("<p>zero https://t.example/x", 0),
    ],
)
def test_a_link_knows_the_block_it_stands_in(html: str, block: int) -> None:
    assert link(html).block == block


def test_a_link_in_no_block_knows_how_many_blocks_are_before_it() -> None:
    links = read("<a href=/1><img></a><p>zero<p>one <a href=/2>x</a><p><a href=/3><img></a><p>two").links
    assert [(each.block, each.before) for each in links] == [(-1, 0), (1, 1), (-1, 2)]


# -- what the page says of itself


def test_metadata_is_lower_case_and_the_first_one_wins() -> None:
    page = read(
        "<title> One\n title </title><title>two</title><meta name=Description content=d1><meta name=description content=d2>"
        "<meta property='OG:Title' content=o><link rel='x Canonical' href=/c>"
    )
    assert page.title == "One title"
    assert page.meta == {"description": "d1", "og:title": "o"}
    assert page.canonical == "https://a.example/c"


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ("<html lang=EN-us>", "en"),
        ("<html xml:lang=de>", "de"),
        ("<meta property=og:locale content=pt_BR>", "pt"),
        ("<meta http-equiv=Content-Language content='fr, en'>", "fr"),
        ("<html lang=x-default>", ""),
        ("<p>", ""),
    ],
)
def test_the_declared_language_is_its_primary_subtag(html: str, lang: str) -> None:
    assert read(html + "x").lang == lang


def test_json_ld_and_microdata_become_flat_records() -> None:
    page = read(
        '<script type="application/ld+json">{"@context": "x", "@graph": [{"@type": "Movie", "name": "A", "actor": [{"name": "B"}, {"name": "C"}]}]}'
        "</script><div itemscope itemtype=https://schema.org/Review><h1 itemprop=name>Good <b>film</b></h1><div itemprop=reviewRating itemscope "
        "itemtype=https://schema.org/Rating><meta itemprop=ratingValue content=5></div><a itemprop=url href=/r>r</a></div>"
    )
    assert page.records == (
        {"type": "Movie", "name": "A", "actor.name": "B, C"},
        {
            "type": "Review",
            "name": "Good film",
            "reviewRating.type": "Rating",
            "reviewRating.ratingValue": "5",
            "url": "/r",
        },
    )


def test_elements_handlers_and_inputs_are_counted() -> None:
    page = read("<body oncontextmenu='return false'><p onclick=x()><img><img><input><input type=PASSWORD><p>x")
    assert (page.tags["p"], page.images, page.depth) == (2, 2, 4)
    assert page.handlers == {"oncontextmenu": 1, "onclick": 1}
    assert page.inputs == {"text": 1, "password": 1}


def test_scripts_keep_source_and_address() -> None:
    assert [tuple(script) for script in read("<script src=/a.js></script><script>var x</script>").scripts] == [
        ("", "/a.js"),
        ("var x", ""),
    ]
