"""Where each way out leads, seen from its page."""

from __future__ import annotations

import pytest

from conftest import look
from detector.features.relations import AWAY, Relation, own_address
from detector.page import Document
from detector.parsing import parse

HERE = "https://blog.own.example/film/dune?p=1"


def relation(target: str, url: str | None = HERE) -> Relation:
    (way,) = look(f'<a href="{target}">x</a>', url).ways
    return way.relation


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#top", Relation.SELF),
        (HERE, Relation.SELF),
        (HERE + "#comments", Relation.SELF),
        ("?p=2", Relation.SITE),
        ("/about", Relation.SITE),
        ("https://shop.own.example/", Relation.SITE),
        ("https://notown.example/", Relation.UNKNOWN),
        ("/go/offer", Relation.HOP),
        ("/out.php?id=3", Relation.HOP),
        ("https://own.example/watch/dune", Relation.HOP),
        ("/gopher", Relation.SITE),
        ("/poster.jpg", Relation.ASSET),
        ("https://pictures.example/poster.webp", Relation.ASSET),
        ("https://www.netflix.com/title/1", Relation.OFFICIAL),
        ("https://evil-netflix.com/", Relation.UNKNOWN),
        ("https://netflix.com.evil.example/", Relation.UNKNOWN),
        ("https://en.wikipedia.org/wiki/Dune", Relation.PLATFORM),
        ("https://amzn.to/abc", Relation.AFFILIATE),
        ("https://bit.ly/abc", Relation.SHORT),
        ("https://unheard.example/a", Relation.UNKNOWN),
        ("http://192.0.2.7/", Relation.UNKNOWN),
        ("http://[2001:db8::1]/", Relation.UNKNOWN),
        ("https://localhost/", Relation.NONE),
        ("mailto:me@own.example", Relation.NONE),
        ("javascript:go()", Relation.NONE),
        ("tel:123", Relation.NONE),
        ("data:text/html,x", Relation.NONE),
    ],
)
def test_every_relation(target, expected):
    assert relation(target) is expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/about", Relation.SITE),
        ("go/offer", Relation.HOP),
        ("a.png", Relation.ASSET),
        ("#a", Relation.SELF),
        ("", Relation.NONE),
    ],
)
def test_relative_targets_of_a_page_without_an_address(target, expected):
    assert relation(target, None) is expected


@pytest.mark.parametrize(
    ("target", "expected", "landing"),
    [
        ("https://www.google.com/url?q=https://unheard.example/a", Relation.UNKNOWN, "unheard.example"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Funheard.example%2Fa", Relation.UNKNOWN, "unheard.example"),
        ("https://out.example/?url=https://www.netflix.com/title/1", Relation.OFFICIAL, "www.netflix.com"),
        ("https://out.example/r/aHR0cHM6Ly91bmhlYXJkLmV4YW1wbGUv", Relation.UNKNOWN, "unheard.example"),
        ("/go?url=https://unheard.example/a", Relation.UNKNOWN, "unheard.example"),
        ("https://a.example/?u=https://b.example/?u=https://unheard.example/", Relation.UNKNOWN, "unheard.example"),
        ("https://out.example/?url=https://blog.own.example/about", Relation.SITE, "blog.own.example"),
    ],
)
def test_wrappers_are_opened(target, expected, landing):
    (way,) = look(f'<a href="{target}">x</a>', HERE).ways
    assert way.relation is expected
    assert way.landing is not None
    assert way.landing.host == landing
    assert way.exit.wrapped


@pytest.mark.parametrize(
    "target",
    [
        "https://www.facebook.com/sharer.php?u=https://blog.own.example/film/dune",
        "https://www.facebook.com/sharer/sharer.php?u=elsewhere",
        "https://twitter.com/intent/tweet?text=Dune",
        "https://pinterest.com/pin/create/button/?url=x",
        "https://api.whatsapp.com/send?text=Dune",
        "https://www.linkedin.com/shareArticle?url=x",
    ],
)
def test_share_buttons(target):
    assert relation(target) is Relation.SHARE


def test_a_sharing_path_on_a_host_nobody_knows_is_none():
    assert relation("https://unheard.example/sharer.php?u=https://blog.own.example/") is not Relation.SHARE


def test_free_hosting_is_not_vouched_for_by_its_landlord():
    assert relation("https://www.google.com/search?q=dune") is Relation.PLATFORM
    assert relation("https://sites.google.com/view/dune-full") is Relation.UNKNOWN
    assert relation("https://someone.blogspot.com/") is Relation.UNKNOWN


def test_two_people_on_one_free_host_are_strangers():
    assert relation("https://other.blogspot.com/a", "https://me.blogspot.com/b") is Relation.UNKNOWN
    assert relation("https://me.blogspot.com/a", "https://me.blogspot.com/b") is Relation.SITE


def test_away_is_what_nobody_vouches_for():
    assert {Relation.UNKNOWN, Relation.SHORT, Relation.AFFILIATE} == AWAY


def own(html: str, url: str | None = None) -> str | None:
    found = own_address(parse(Document(html.encode(), url, "text/html; charset=utf-8")))
    return found.host if found is not None else None


_MENU = "".join(
    f'<li><a href="https://menu.example/{name}">{name}</a></li>' for name in ("", "about", "films", "books")
)


def test_the_address_received_is_believed_first():
    assert own("<link rel=canonical href=https://said.example/>", HERE) == "blog.own.example"


def test_then_what_the_page_says():
    assert own("<link rel=canonical href=https://said.example/a><p>x") == "said.example"
    assert own('<meta property="og:url" content="https://said.example/a"><p>x') == "said.example"


def test_a_page_that_contradicts_itself_is_not_believed():
    said = '<link rel=canonical href=https://said.example/a><meta property="og:url" content="https://other.example/">'
    assert own(f"{said}<nav>{_MENU}</nav>") is None


def test_then_its_menus():
    assert own(f"<nav>{_MENU}</nav><p>x</p>") == "menu.example"


@pytest.mark.parametrize(
    "html",
    [
        _MENU,  # no menu, only links
        f"<nav>{_MENU[:120]}</nav>",  # too few
        f"<nav>{_MENU}<a href=/a>a</a><a href=/b>b</a></nav>",  # relative menus have another home
        f"<nav>{'<a href=https://bait.example/w>watch</a>' * 5}</nav>",  # one and the same place is bait
        "<nav>" + "".join(f"<a href=https://{name}.example/>x</a>" for name in "abcdef") + "</nav>",  # no majority
        "<nav>" + "<a href=https://www.netflix.com/a>x</a>" * 5 + "</nav>",  # a service is no home
    ],
)
def test_menus_that_name_no_home(html):
    assert own(html + "<p>x</p>") is None


def test_a_link_keeps_its_relation_when_it_comes_again():
    page = look(2 * '<a href="https://unheard.example/">x</a>', HERE)
    assert [way.relation for way in page.ways] == [Relation.UNKNOWN] * 2
