"""Quick ways to a feature's value, held against the plain ones they stand for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import look
from detector import bounds, urls
from detector.features import columns, kinship, repetition, scripts, signs, subjects, targets, text, titles
from detector.features.evidence import Evidence
from detector.features.registry import log, share
from detector.page import Script

LITERALS = sorted({*scripts._LITERALS, *(f"location{end}" for end in scripts._MOVED), "window.location =", "ad-block"})
REDIRECTS = (
    *("location.href=", "location.href =", "location.replace(", "location.assign("),
    *("window.location=", "window.location =", 'location="', "location='"),
)


def prose(*lines: str) -> Evidence:
    """A page of these lines as they stand."""
    found = look("<p>x</p>")
    (shown,) = found.shown
    lines = tuple(filter(None, (" ".join(line.split()) for line in lines)))
    passages = [shown._replace(block=shown.block._replace(text=line)) for line in lines]
    return Evidence(found.page, None, (), {}, passages, (), found.tricks)


lines = st.lists(st.text(st.sampled_from("ab AB.!?。！？/510, ｋ\u212aſıİ—★{}[]Σ'\n\ud800"), max_size=40), max_size=6)


class TestOnce:
    def test_a_value_is_worked_out_once_for_each_page(self):
        asked: list[Evidence] = []

        @columns.once
        def value(page: Evidence) -> int:
            asked.append(page)
            return len(asked)

        one, two = look("<p>x</p>"), look("<p>x</p>")
        assert [value(one), value(two), value(one), value(two)] == [1, 2, 1, 2]
        assert asked == [one, two]

    def test_two_of_one_name_are_two(self):
        page = look("<p><a href=https://casino.example/>Casino</a></p>")
        assert targets._subjects(page) == [{"about_gambling"}]
        assert subjects._subjects(page) == [(page.away[0], {"about_gambling"})]


class TestWords:
    @pytest.mark.parametrize("count", [0, 1, 2, 3, 1_499, 1_500, 1_501, 1_999, 2_000, 2_001, 2_999, 3_000, 3_001])
    def test_counts_end_where_they_always_did(self, count):
        words = [("drill", "best", "offers", "of", "2026")[number * number % 5] for number in range(count)]
        page = look(f"<title>Best drill offers</title><p>{' '.join(words)}</p>")
        assert page.words == words
        pairs = Counter(pairwise(words[:1_500]))
        frequent = sum(found for found in pairs.values() if found > 3)
        assert repetition.repeated_pairs(page) == share(frequent, len(words[:1_500]) - 1)
        wanted = {("best", "drill"), ("drill", "offers")}
        stuffed = sum(pair in wanted for pair in pairwise(words[:2_000]))
        assert titles.title_stuffed(page) == log(100 * stuffed / max(len(words[:2_000]), 100))
        long = Counter(word for word in words[:3_000] if len(word) > 3)
        assert text.top_word(page) == share(max(long.values(), default=0), len(words[:3_000]))
        assert signs.digits(page) == share(words[:2_000].count("2026"), len(words[:2_000]))

    @given(
        st.text(st.sampled_from("abc1"), max_size=30),
        st.lists(st.text(st.sampled_from("abc1"), max_size=6), max_size=9),
    )
    def test_words_held_by_a_name_are_those_found_in_it(self, name, words):
        assert kinship.held(name, words) == {word for word in words if len(word) >= 3 and word in name}


class TestText:
    @given(lines)
    @example(["a b c.", "a b d! e f g?", "a b c"])
    @example(["8/10/5 9.5/10 10 /10", "5/5/10 110/10 8/ 10 8/100"])
    @settings(max_examples=400, deadline=None)
    def test_signs_and_sentences_are_what_expressions_find(self, found):
        page = prose(*found)
        sample = page.sample
        assert signs.beyond_ascii(page) == "".join(character for character in sample if ord(character) > 127)
        assert signs._marks(sample) == len(signs._MARKS.findall(sample))
        marks = sum(map(sample.count, (". ", "! ", "? ", "。")))
        assert text.sentences(page).marks == marks
        sentences = re.split(r"[.!?。！？]\s|\n", sample)
        long = Counter(s.strip(" .!?。") for s in sentences if s.count(" ") >= 4)
        repeated = sum(count for count in long.values() if count > 1)
        assert repetition.repeated_sentences(page) == share(repeated, long.total())
        openings = Counter(tuple(s.lower().split(None, 2)[:2]) for s in sentences if s.count(" ") >= 2)
        repeated = sum(count for count in openings.values() if count > 1)
        assert repetition.repeated_openings(page) == share(repeated, openings.total())

    @pytest.mark.parametrize("count", [signs._FEW_STROKES - 1, signs._FEW_STROKES, signs._FEW_STROKES + 1])
    def test_many_strokes_are_read_as_few(self, count):
        assert signs._marks("8/10 " * count) == count

    @pytest.mark.parametrize(
        ("line", "count"),
        [
            ("Lorem IPSUM", 1),
            ("as an AI language model", 1),
            ("regenerate reſponse", 1),
            ("\u212anowledge cutoff", 1),
            ("İnvalid apı key", 1),
            ("{{ product }} [City] {$name} [1] {x}", 3),
            ("plain {", 0),
            ("plain", 0),
        ],
    )
    def test_leftovers_are_found_in_any_case(self, line, count):
        assert repetition.leftovers(prose(line)) == log(count) == log(len(repetition._LEFTOVER.findall(line)))


class TestScripts:
    @given(st.lists(st.sampled_from([*LITERALS, *REDIRECTS, "x", "yy", "é", "window."]), max_size=12), st.booleans())
    @settings(max_examples=200, deadline=None)
    def test_literals_of_long_scripts_are_counted_as_those_of_short_ones(self, parts, is_long):
        source = "".join(parts) + ";" * (scripts._LEAST_CODE if is_long else 0)
        page = look("<p>x</p>")
        page.__dict__["code"] = source
        for measure, literals in (
            (scripts.packed_scripts, scripts._PACKED),
            (scripts.popups, scripts._POPUP),
            (scripts.exit_traps, scripts._TRAP),
            (scripts.visitor_checks, scripts._VIEWER),
            (scripts.redirects, REDIRECTS),
            (scripts.ad_block_walls, ("adblock", "ad block", "ad-block")),
        ):
            assert measure(page) == log(sum(map(source.count, literals)))

    @pytest.mark.parametrize("before", range(4))
    @pytest.mark.parametrize("literal", scripts._LITERALS)
    def test_a_literal_is_seen_wherever_it_stands(self, literal, before):
        page = look("<p>x</p>")
        page.__dict__["code"] = ";" * scripts._LEAST_CODE + " " * before + literal
        assert literal in scripts._possible(page)
        assert len(scripts._possible(page)) < len(scripts._LITERALS) / 2

    @pytest.mark.parametrize(
        "source",
        [
            "https://cdn.unheard.example/x.js?a=1",
            "//cdn.unheard.example",
            "http://Unheard.example/x",
            "https://0x7f.1/x",
            "https://user@unheard.example/",
            "https://unheard.example:8443/x",
            "https://unheard.example\\x",
            "https:unheard.example/x",
            " //unheard.example/x",
            "/js/x.js",
            "js/x.js",
            "data:text/javascript,x",
            "https://unheard.example/é",
            "https://unheard.example/" + "x" * bounds.ADDRESS,
            "//",
        ],
    )
    def test_the_host_of_a_script_is_that_of_its_address(self, source):
        url = urls.resolve(None, source)
        page = look("<p>x</p>")
        page = Evidence(replace(page.page, scripts=(Script(src=source),)), None, (), {}, (), (), page.tricks)
        assert scripts.script_hosts(page) == log(url is not None)
        if url is not None:
            assert scripts._domain(source) == urls.address(url).domain
