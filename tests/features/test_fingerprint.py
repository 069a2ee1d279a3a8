"""What a fingerprint holds fast, and what it lets go."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from statistics import mean

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import look
from detector import bounds
from detector.features import Evidence, examine, fingerprint
from detector.features.campaigns import distance, same_campaign
from detector.features.fingerprint import FEWEST_WORDS, PLACES, destination, sketch
from detector.features.fingerprint import fingerprint as taken
from detector.page import Document
from detector.parsing import READERS, parse
from detector.verdict import Fingerprint
from tests.features.test_laws import pages, urls

AUTHORED = Path(__file__).resolve().parents[2] / "datasets" / "authored"
WRITTEN = sorted(AUTHORED.glob("film/pages/*.html"))[::12]
CHANCE = random.Random(0)
SYLLABLES = "ba do fi ke lu ma ne po ri sa te vu".split()
VOCABULARY = ["".join(CHANCE.choices(SYLLABLES, k=3)) for _ in range(600)]
WORDS = CHANCE.choices(VOCABULARY, k=400)
PRAISE = "the sequel picks up where the first film ended and it is a joy to look at from its first hour to its last"


PINNED = Fingerprint(
    text="c13ac13ac13a99af88a388a39e0b095f095f9ddbd2020bba0fc50ff75a36c13a",
    template="6aba0104219e76010c63cee2cee29526b838dbcaf538f538668f7ea07ea0aabe",
    exits="34b3e7955d49f97f",
    lure="34b3e7955d49f97f",
)


hashes = st.builds(
    lambda seed, count: np.random.default_rng(seed).integers(0, 2**64, count, np.uint64, endpoint=False),
    st.integers(0, 2**32 - 1),
    st.integers(1, 60),
)


def text_of(words: list[str]) -> str:
    return taken(look(f"<p>{' '.join(words)}</p>")).text


def exits_of(html: str) -> str:
    return taken(look(html)).exits


def lured(html: str) -> Fingerprint:
    page = look(html)
    return taken(page, page.ways[0])


def template_of(html: str) -> str:
    return taken(look(html)).template


def blog(paragraphs: int = 6, word: str = "sand", mark: str = "") -> str:
    text = "".join(f"<p {mark}>{word} {number}</p>" for number in range(paragraphs))
    return (
        f"<!doctype html><title>{word}</title><header><h1>{word}</h1><nav><a href=/a>{word}</a></nav></header>"
        f"<main><h2>{word}</h2><img src=a.png>{text}<blockquote>{word}</blockquote><ul><li>{word}<li>{word}</ul></main>"
        f"<aside><h3>{word}</h3><form action=/s><input name=q></form></aside><footer><p>{word}</p></footer>"
    )


@given(pages, st.one_of(st.none(), urls))
@settings(max_examples=60, deadline=None)
def test_the_same_page_has_the_same_fingerprint_of_the_stated_shape(parts, url):
    html = " ".join((*parts, "."))
    found = taken(look(html, url))
    assert found == taken(look(html, url))
    assert all(len(found[part]) in (0, 4 * PLACES) for part in (0, 1))
    assert len(found.exits) in (0, 16)
    assert set("".join(found)) <= set("0123456789abcdef")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_characters_have_a_fingerprint(text):
    taken(look(f"<title>{text}</title><p>{text} {text}</p><a href='{text}'>{text}</a> ."))


def test_a_page_of_nothing_has_none():
    assert taken(look("<i></i> ")) == Fingerprint()


def test_it_is_the_same_on_every_machine():
    """Fingerprints are kept and compared later: a change of these is a change for everybody who keeps some."""
    found = lured(f"<h1>Alita</h1><p>{PRAISE}</p><a href=https://reel.example/a>Watch</a>" + blog())
    assert found == PINNED


def test_no_process_has_its_own(tmp_path):
    many = "".join(f"<p><a href=https://host{number}.example/>Go</a></p>" for number in range(12))
    (tmp_path / "page.html").write_text(blog() + many, "utf-8")
    program = "from detector.features import examine; from detector.features.fingerprint import fingerprint; from detector.parsing import parse; from detector.page import Document; import sys; print(fingerprint(examine(parse(Document(open(sys.argv[1], 'rb').read(), 'https://own.example/')))))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "page.html")],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(AUTHORED.parents[1])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_both_readers_agree(path):
    found = {taken(examine(parse(Document(path.read_bytes(), "https://own.example/"), reader))) for reader in READERS}
    assert len(found) == 1


class TestSketch:
    @given(hashes)
    def test_order_and_repetition_say_nothing(self, found):
        again = np.random.default_rng(0).permutation(np.concatenate((found, found[:5])))
        assert sketch(found) == sketch(again)

    @given(hashes)
    @example(np.array([0], np.uint64))
    @example(np.array([0xFFFF], np.uint64))
    def test_no_place_is_zero(self, hashed):
        found = sketch(hashed)
        assert "0000" not in [found[start : start + 4] for start in range(0, len(found), 4)]

    @pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
    def test_equal_places_are_the_share_of_shingles_in_common(self, share):
        chance = np.random.default_rng(0)
        equal = []
        for _ in range(300):
            drawn = chance.integers(0, 2**64, 200, np.uint64, endpoint=False)
            common = int(200 * share)
            alone = (200 - common) // 2
            left, right = drawn[: common + alone], np.concatenate((drawn[:common], drawn[common + alone :]))
            equal.append(PLACES - distance(sketch(left), sketch(right)))
        assert mean(equal) / PLACES == pytest.approx(share, abs=0.04)


class TestText:
    def test_a_changed_word_moves_few_places(self):
        before = text_of(WORDS)
        moved = [distance(before, text_of([*WORDS[:n], "other", *WORDS[n + 1 :]])) for n in range(0, 400, 8)]
        assert mean(moved) < 0.5
        assert max(moved) <= 3

    def test_other_words_are_another_text(self):
        assert distance(text_of(WORDS), text_of(CHANCE.choices(VOCABULARY, k=400))) >= PLACES - 1

    def test_a_product_s_name_may_be_another(self):
        before, after = ([*WORDS] for _ in range(2))
        for number in range(0, 400, 25):
            before[number], after[number] = "glucovanta", "prostarise"
        assert distance(text_of(before), text_of(after)) <= 8

    def test_numbers_say_nothing(self):
        assert text_of([*WORDS, "49", "2024"]) == text_of(["10", *WORDS, "7"])

    @pytest.mark.parametrize(("count", "known"), [(FEWEST_WORDS - 1, False), (FEWEST_WORDS, True)])
    def test_few_words_have_none(self, count, known):
        assert bool(text_of(WORDS[:count])) is known

    def test_words_that_nobody_sees_are_left_out(self):
        seen = f"<p>{' '.join(WORDS)}</p>"
        assert taken(look(seen + "<p style='display:none'>cheap pills</p>")).text == taken(look(seen)).text


class TestTemplate:
    def test_words_and_classes_say_nothing(self):
        assert template_of(blog()) == template_of(blog(word="dune", mark="class=x id=y data-z=1"))

    def test_a_longer_article_has_nearly_the_same(self):
        assert distance(template_of(blog(6)), template_of(blog(40))) <= 2

    def test_more_of_the_same_has_the_same(self):
        part = "<h2>Sand</h2><p>sand</p><img src=a.png><ul><li>sand<li><a href=/b>sand</a></ul><blockquote>sand</blockquote>"
        assert template_of(blog() + part * 4) == template_of(blog() + part * 5)

    def test_another_build_has_another(self):
        other = (
            "<table><tr><td><b>a</b><td><center>b</center><tr><td><i>c</i><td><font>d</font></table><dl><dt>e<dd>f</dl>"
        )
        assert distance(template_of(blog()), template_of(other)) > 10

    def test_plain_text_has_none(self):
        page = parse(Document("\n".join(WORDS).encode(), None, "text/plain; charset=utf-8"))
        assert taken(examine(page)).template == ""

    def test_written_pages_of_one_template_are_near(self):
        found = [
            (name, template_of(path.read_text("utf-8")))
            for name, paths in written_by_template().items()
            for path in paths
        ]
        pairs = [(a[0] == b[0], distance(a[1], b[1])) for n, a in enumerate(found) for b in found[:n]]
        assert mean(d for same, d in pairs if same) < 8 < 12 < mean(d for same, d in pairs if not same)


class TestExits:
    def test_the_set_of_domains_counts_alone(self):
        one = "<p><a href=https://one.example/a>A</a></p>"
        two = "<p><a href=https://www.two.example/b?c=1>B</a></p>"
        assert exits_of(one + two) == exits_of(two + one + "<p><a href=http://one.example/z>Other words</a></p>") != ""
        assert exits_of(one) != exits_of(two)

    @pytest.mark.parametrize(
        "html",
        [
            "<footer><a href=https://theme.example/>Theme</a></footer>",
            "<p><a href=https://www.netflix.com/title/1>Netflix</a></p>",
            "<p><a href=/about>About</a></p>",
        ],
    )
    def test_furniture_known_services_and_the_site_are_no_exits(self, html):
        assert exits_of(html) == ""

    @pytest.mark.parametrize(
        ("url", "wanted"),
        [
            ("https://movies.lure.example/a/b", "lure.example"),
            ("https://t.me/lure", "t.me/lure"),
            ("https://wa.me/491234", "wa.me/491234"),
            ("https://ad.doubleclick.net/adj/lure", ""),
            ("https://lure.weebly.com/a", "lure.weebly.com"),
            ("https://sites.google.com/view/lure", "sites.google.com/view/lure"),
            ("https://bit.ly/3abc", "https://bit.ly/3abc"),
        ],
    )
    def test_a_host_that_strangers_share_is_not_one_place(self, url, wanted):
        (way,) = look(f"<a href={url}>Go</a>").ways
        assert destination(way) == wanted


class TestLure:
    def test_two_pages_that_lead_to_one_host_match(self):
        left = lured("<a href=https://reel.example/a>Watch</a>")
        right = lured(f"<h1>Other</h1><p>{PRAISE}</p><a href=https://go.reel.example/b?c=1>Download</a>")
        assert left.lure == right.lure != ""
        assert same_campaign(left, right)

    def test_without_a_likely_link_there_is_none(self):
        assert taken(look("<a href=https://reel.example/a>Watch</a>")).lure == ""

    def test_a_link_without_an_address_is_none(self):
        assert lured("<a href='javascript:go()'>Watch</a>").lure == ""


class TestBounds:
    def test_a_flood_is_read_to_the_bounds(self, monkeypatch):
        lengths: list[int] = []
        indexed = fingerprint.indexed
        monkeypatch.setattr(
            fingerprint, "indexed", lambda fields: lengths.extend(len(part) for _, part in fields) or indexed(fields)
        )
        words = "".join(f"<p>w{number} x</p><u>z</u>" for number in range(9_000))
        tags = "".join(f"<x-{number}></x-{number}>" for number in range(9_000))
        links = "".join(f"<a href=https://h{number}.example/>{number}</a>" for number in range(3_000))
        taken(flooded(words + tags + links))
        assert len(lengths) == 3
        assert max(lengths) <= bounds.SKETCH_WORDS
        assert sum(lengths[1:]) <= 3 * bounds.SKETCH_PARTS

    def test_one_word_over_and_over_has_a_text(self):
        assert len(text_of(["watch"] * 5_000)) == 4 * PLACES


def flooded(html: str) -> Evidence:
    return examine(parse(Document(html.encode(), "https://own.example/")))


def written_by_template() -> dict[str, list[Path]]:
    """Six pages of each of the first templates of the film batch."""
    found: dict[str, list[Path]] = {}
    for line in (AUTHORED / "film" / "labels.jsonl").read_text("utf-8").splitlines():
        said = json.loads(line)
        if said["file"].endswith(".html"):
            found.setdefault(said["template"], []).append(AUTHORED / "film" / said["file"])
    return {name: paths[:6] for name, paths in sorted(found.items())[:8]}
