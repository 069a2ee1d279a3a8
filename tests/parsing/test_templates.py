"""A declarative shadow root is shown, so it is read; what other templates hold is not."""

from __future__ import annotations

import pytest

from detector.page import Document, Page
from detector.parsing import parse
from detector.parsing.templates import opened, removed

_LINK = "<a href=/x>in</a>"


def both(html: str) -> Page:
    """The page, which both readers understand alike."""
    document = Document(html.encode(), "https://a.example/p", "text/html; charset=utf-8")
    fast, slow = parse(document), parse(document, "soup")
    assert fast == slow
    return fast


@pytest.mark.parametrize(
    "opening",
    [
        "<template shadowrootmode=open>",
        "<TEMPLATE ShadowRootMode='closed'>",
        '<template class="a" shadowrootmode="open" id=b>',
        "<template shadowrootmode = open shadowrootdelegatesfocus>",
        "<template/shadowrootmode=open>",
        "<template title='a>b'shadowrootmode=open>",
        "<template shadowrootmode=&#111;pen shadowrootmode=none>",
    ],
)
def test_a_shadow_root_is_read_where_it_stands(opening: str) -> None:
    page = both(f"<p>before<div>{opening}<p>{_LINK}</p></template></div><p>after")
    assert [block.text for block in page.blocks] == ["before", "in", "after"]
    assert [link.url for link in page.links] == ["https://a.example/x"]


@pytest.mark.parametrize(
    "html",
    [
        f"<template>{_LINK}</template>x",
        f"<template shadowrootmode=none>{_LINK}</template>x",
        f"<template shadowrootmode>{_LINK}</template>x",
        f"<template title='shadowrootmode=open'>{_LINK}</template>x".replace("'", "&quot;").replace("=open", ""),
        f"<template><template shadowrootmode=open>{_LINK}</template></template>x",
        f"<!-- <template shadowrootmode=open>{_LINK}</template> -->x",
        f"<script>'<template shadowrootmode=open>{_LINK}</template>'</script>x",
        f"<textarea><template shadowrootmode=open>{_LINK}</template></textarea>x",
    ],
)
def test_what_is_not_shown_is_not_read(html: str) -> None:
    page = both(html)
    assert [block.text for block in page.blocks] == ["x"]
    assert not page.links


def test_shadow_roots_stand_in_shadow_roots_and_beside_templates() -> None:
    inner = f"<template shadowrootmode=open>{_LINK}<template>no</template></template>"
    page = both(f"<div><template shadowrootmode=open><p>one<div>{inner}</div>two</template></div>{inner}")
    assert [block.text for block in page.blocks] == ["one", "in", "two", "in"]


@pytest.mark.parametrize(
    "before",
    [
        "<b title='<template>'>one</b>",
        "<b title=<template>one</b>",
        "<b ='<template>one</b>",
        "<!--><b>one</b><!-- -->",
        "<!-- --!><b>one</b><!-- -->",
        "<!x <template><b>one</b>",
        "<?x <template><b>one</b>",
        "</ <template><b>one</b>",
        "<b<template></b<template>one",
        "<script-a>one</script-a>",
        "<style title='</style><template>'></style>one",
    ],
)
def test_no_mark_up_before_a_shadow_root_hides_it(before: str) -> None:
    page = both(f"<p>{before}<div><template shadowrootmode=open><p>{_LINK}</template></div><p>after")
    assert [block.text.lstrip("'>") for block in page.blocks if block.text != "'>"] == ["one", "in", "after"]


def test_where_one_is_still_hidden_all_templates_are_shown() -> None:
    html = (
        f"<script><!--<script></script><template></script>one<div><template shadowrootmode=open><p>{_LINK}</template>"
    )
    page = parse(Document(html.encode(), None, "text/html"))
    assert [block.text for block in page.blocks] == ["one", "in"]


def test_a_shadow_root_that_is_never_closed_holds_the_rest() -> None:
    assert [block.text for block in both(f"<p>a<template shadowrootmode=open><p>b{_LINK}").blocks] == ["a", "bin"]


def test_texts_without_templates_stay_as_they_are() -> None:
    for text in ("<p>a</template>b", "<templates>a</templates>", "</template><template"):
        assert opened(text) == text
        assert removed(text) == (text, False)


def test_opening_a_flood_of_templates_is_linear_work() -> None:
    assert opened("<template shadowrootmode=open>" * 50_000) == "<div>" * 50_000
    assert removed("<template>" * 50_000) == ("", False)
