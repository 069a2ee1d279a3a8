"""Code and attributes tell where they lead; what a page merely loads is no way out."""

from __future__ import annotations

import base64

import pytest

from detector import bounds
from detector.parsing import exits, markup
from tests.growth import assert_linear

URL = "https://e.example/w"
CODED = base64.b64encode(URL.encode()).decode()


@pytest.mark.parametrize(
    "code",
    [
        f"location='{URL}'",
        f'window.location.href = "{URL}";',
        f"document.location = `{URL}`",
        f"top.location.replace('{URL}')",
        f"self.location.assign( '{URL}' )",
        f"location['href'] = '{URL}'",
        f"window['location'] = '{URL}'",
        f"window.open('{URL}', '_blank')",
        f"window.location = decodeURIComponent('{URL}')",
        f"var go = '{URL}'; setTimeout(function(){{ window.location.href = go; }}, 9)",
        f"const out = '{URL}'; window.open(out, '_self')",
        f"a.href = '{URL}'",
        f"iframe.src = '{URL}'",
        f"var redirect_url = '{URL}'",
        f"let offerLink='{URL}'",
        f"location.href = atob('{CODED}')",
        f"var x = ['{CODED}']",
        "location = '" + "".join(f"\\x{ord(c):02x}" for c in URL) + "'",
        "location = '" + "".join(f"\\u{ord(c):04x}" for c in URL) + "'",
        "location = '" + URL.replace("/", "\\/") + "'",
        "location = unescape('" + "".join(f"%{ord(c):02x}" for c in URL) + "')",
        f"document.write('<a class=b href=\"{URL}\">go</a>')",
        f'document.write("<a href=\\"{URL}\\">")',
        f"el.innerHTML = '<iframe src={URL}></iframe>'",
        "document.write(unescape('" + "".join(f"%{ord(c):02x}" for c in f"<a href='{URL}'>") + "'))",
        "location='ht'+'tps://'+'e.example/w'",
        "var h=['e','example'].join('.');window.open('https://'+h+'/w')",
        "const h='e.example'; location.assign(`https://${h}/w`)",
        f"location='{URL[::-1]}'.split('').reverse().join('')",
        f"location=String.fromCharCode({','.join(str(ord(c)) for c in URL)})",
        f"location=atob('{CODED[:9]}'+'{CODED[9:]}')",
        "a.href='ht'+'tps://e.example/w'",
        "var offerUrl='https:'+'//e.example'+'/w'",
    ],
)
def test_a_script_s_navigation_is_a_way_out(code: str) -> None:
    assert exits.from_script(code) == [URL]


@pytest.mark.parametrize(
    "code",
    [
        "ga.src = 'https://t.example/analytics.js'",
        "loader('//www.tags.example/gtm.js?id=1')",
        'var config = {"api": "https://api.example/v1"}',
        "img.src = 'https://a.example/pixel.gif?x=1'",
        "var ajaxUrl = 'https://a.example/wp-admin/admin-ajax.php'",
        "var i = 1; config.apiUrl='https://a.example/v1'",
        "location.href = `${base}/x`",
        "if (location == 'https://a.example/') {}",
        "geolocation = 'https://a.example/'",
        "location.hash = '#top'",
        "var x = 1;",
        "location.href = base + path",
        "location.href = f('https://a.example/')",
        "location.href = `${base}/x` + y",
        "ga.src = 'https://' + 't.example/analytics.js'",
        "var apiUrl = 'https://' + 'a.example/v1'",
        "img.src = 'ht' + 'tps://a.example/pixel.gif'",
        "x = 'https://' + 'a.example/no/navigation'",
        "",
    ],
)
def test_what_a_script_loads_or_compares_is_no_way_out(code: str) -> None:
    assert exits.from_script(code) == []


@pytest.mark.parametrize(
    ("code", "targets"),
    [
        ("location.href='/out/7'", ["/out/7"]),
        ("go('https://e.example/w')", [URL]),
        ("open('//e.example/w')", ["//e.example/w"]),
        ("gtag('event', 'click', 'https://e.example/w')", []),
        ("javascript:window.open('https://e.example/w')", [URL]),
        ("javascript:window.open(%27https://e.example/w%27)", [URL]),
        ("go('ht'+'tps://e.example/w')", [URL]),
        ("var h=['e','example'].join('.');window.open('https://'+h+'/w');return false", [URL]),
        ("gtag('event', 'ht'+'tps://e.example/w')", []),
        ("return false", []),
        ("this.classList.toggle('open')", []),
    ],
)
def test_handlers_name_their_targets(code: str, targets: list[str]) -> None:
    assert exits.from_handler(code) == targets


@pytest.mark.parametrize(
    ("attributes", "targets"),
    [
        ({"data-href": "https://e.example/w"}, [URL]),
        ({"data-url": "/go/7"}, ["/go/7"]),
        ({"data-link": "out.php?id=3"}, ["out.php?id=3"]),
        ({"data-redirect": CODED}, [URL]),
        ({"data-go": "//e.example/w"}, ["//e.example/w"]),
        ({"data-src": "/film.jpg", "data-image": "https://a.example/film.jpg"}, []),
        ({"data-target": "#menu", "data-link": "menu", "data-url": ""}, []),
        ({"data-site": "My site"}, []),
        ({"data-q7": CODED}, [URL]),
        ({"data-k": CODED[:16], "title": "x", "data-l": CODED[16:]}, [URL]),
        ({"data-k": CODED, "data-l": CODED}, [URL, URL]),
        ({"data-k": CODED, "data-id": "abcdefgh", "data-n": "12345678"}, [URL]),
        ({"data-k": "aHR0c", "data-l": "aHR0cDov"}, []),
        ({"title": CODED, "data-id": "abcdefgh"}, []),
        ({"data-q7": URL}, []),
    ],
)
def test_data_attributes_hold_ways_out_unless_they_name_images_or_nothing(
    attributes: dict[str, str], targets: list[str]
) -> None:
    assert exits.from_attributes(attributes) == targets


@pytest.mark.parametrize(
    ("tag", "name", "value", "targets"),
    [
        ("span", "data-q7", URL, [URL]),
        ("li", "data-x", URL, [URL]),
        ("div", "data-x", URL, []),
        ("a", "data-x", URL, []),
        ("span", "data-src", URL, []),
        ("span", "data-thumb", URL, []),
        ("span", "data-x", "https://e.example/a.jpg", []),
        ("span", "data-x", "https://", []),
        ("span", "data-x", "see https://e.example/w", []),
        ("span", "data-x", "https://e.example/w and more", []),
    ],
)
def test_words_that_name_a_page_in_an_attribute_lead_there(tag: str, name: str, value: str, targets: list[str]) -> None:
    assert exits.from_attributes({name: value}, tag) == targets


@pytest.mark.parametrize(
    ("state", "targets"),
    [
        (f'{{"gate": "{CODED}"}}', [URL]),
        (f'{{"a": ["{CODED}", {{"b": "{CODED}"}}]}}', [URL]),
        (f'{{"targetUrl": "{URL}"}}', [URL]),
        ('{"exit_link": "https:\\/\\/e.example\\/w"}', [URL]),
        ('{"redirect":"https://e.example/w"}', [URL]),
        ('{"outboundHref" : "//e.example/w"}', ["//e.example/w"]),
        (f'{{"url": "{URL}", "link": "{URL}", "href": "{URL}", "sameAs": "{URL}"}}', []),
        (f'{{"image": "{URL}", "apiUrl": "{URL}", "@id": "{URL}"}}', []),
        ('{"redirect": "https://e.example/a.png", "gate": "aHR0c", "target": "_blank"}', []),
        ("not json", []),
        ("", []),
    ],
)
def test_a_state_holds_ways_out_where_it_hides_or_names_them(state: str, targets: list[str]) -> None:
    assert exits.from_state(state) == targets


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=https://e.example/w", URL),
        ("5; URL='https://e.example/w'", URL),
        ("0, https://e.example/w", URL),
        ("1 ; url = next.html", "next.html"),
        ("300", None),
        ("5;", None),
        ("", None),
        ("url=https://e.example/w", None),
    ],
)
def test_refresh_leads_where_its_content_says(content: str, target: str | None) -> None:
    assert markup.refresh(content) == target


def test_markup_in_a_string_gives_its_targets_in_order() -> None:
    markup = "<a href='/1'>x</a><img src=/no.png><form action=\"/2\"><meta http-equiv=refresh content='0;url=/3'><a href=#top>"
    assert exits.from_markup(markup) == ["/1", "/2", "/3"]


def test_one_script_gives_a_bounded_number_of_targets() -> None:
    code = "".join(f"location='https://e.example/{n}';" for n in range(500))
    assert len(exits.from_script(code)) == 50


@pytest.mark.parametrize(
    "piece",
    [
        "location=", "location='", "location='aaaaaaaaaaaa", "window.open(", "location=a", "//a", "url='//a", '"aHR0c', "atob('a", "'%68%68%68%68",
        "\\x68", "document.write('", 'document.write("\\\\', ".innerHTML=`", "<a href=", "<a ", "redirect", "%68", ".insertAdjacentHTML(", "data",
        "'h'+", "location='h'+", "location=a+", "a=b+", "location=[", "location=`${a}", "'http://'+a+", '"gate":"//a.b/', "location=a;a=", "'\\'",
    ],
)  # fmt: skip
def test_no_repeated_piece_of_code_costs_more_than_linear_time(piece: str) -> None:
    def code(size: int) -> str:
        return ("http aHR0c location document.write window.open %68 " + piece * size)[:size]

    # As far as each of them reads.
    for read in (exits.from_script, exits.from_markup, exits.from_state):
        assert_linear(read, code, bounds.SCRIPT // 4)
    for read in (exits.from_handler, lambda text: exits.from_target("data:text/html," + text)):
        assert_linear(read, code, bounds.CODE // 4)
    for read in (
        lambda text: exits.from_attributes({"data-k": "aHR0c" + text, "data-l": text}, "span"),
        markup.refresh,
    ):
        assert_linear(read, code, bounds.ATTRIBUTE // 4)
