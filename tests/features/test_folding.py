"""Lines read off the table of characters: the same words and repairs as the long way finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import bounds, lexicon
from detector.features import folding
from detector.features.folding import read_lines
from detector.features.words import Tricks, clean


def long_way(lines: list[str]) -> tuple[dict[str, list[str]], Tricks]:
    """Every line cleaned as part of one text, then cut by itself."""
    cleaned, tricks = clean("\n".join(line.replace("\n", " ") for line in lines))
    texts = zip(lines, cleaned.split("\n"), strict=True)
    return {line: lexicon.split(text[: bounds.LINE_CHARACTERS]) for line, text in texts}, tricks


# What lines hold beside the character looked at: neighbours that it may join, and company that makes a page suspect.
AROUND = ("{}", "x{}y", "a {} b", "б{}в a{}б", "i{}", "{}\u0301", "ß.{}.c.d. . w.{}.c.d", " {} b c d e {}")
COMPANY = ([], ["①", "㎂b"], ["𝗮", "ꜱʙ small ғ ㎂b"])


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("company", COMPANY)
def test_every_character_is_read_as_the_long_way_reads_it(around, company):
    for first in range(0, 0x11000, 128):
        lines = [around.replace("{}", chr(code)) for code in range(first, first + 128)] + company
        assert read_lines(lines) == long_way(lines)


_LETTERS = st.one_of(
    st.characters(),
    st.sampled_from(
        "watchWATCH .-_*·|\n\r\x01\u00a0\u200b\u00ad\u2060\ufeffаеоратνΑ𝗳𝘂ＦⓕᴀʙғâÃ€™ﬁ½İıßẞé\u0301映กあ가ᄀ①µ㎂🎬'’…"
    ),
)
_LINES = st.lists(st.one_of(st.text("abc .'", max_size=12), st.text(_LETTERS, max_size=12)), max_size=8)


@given(_LINES, st.data())
@settings(max_examples=500, deadline=None)
def test_lines_are_read_as_the_long_way_reads_them(lines, data):
    repeated = lines + data.draw(st.lists(st.sampled_from(lines), max_size=3)) if lines else lines
    assert read_lines(repeated or [""]) == long_way(repeated or [""])


def test_a_repair_counts_as_often_as_its_line_occurs():
    assert read_lines(["w\u200batch", "film", "w\u200batch"])[1] == Tricks(zero_width=2)


@pytest.mark.parametrize(
    "text", ["ab " * bounds.LINE_CHARACTERS, "a" * (bounds.LINE_CHARACTERS + 5), "…a" * (bounds.LINE_CHARACTERS // 3)]
)
def test_a_line_is_read_up_to_its_bound(text):
    assert read_lines([text, "x"]) == long_way([text, "x"])


def test_an_ordinary_line_takes_the_quick_way(monkeypatch):
    monkeypatch.setattr(folding, "clean", None)  # whoever takes the long way stumbles
    lines = ["It’s a “quiet” film – 8/10…", "смотреть, онлайн", "Große Straße, İzmir", "한국 영화", "e.g. in the U.S."]
    words, _ = read_lines(lines)
    assert words["Große Straße, İzmir"] == ["grosse", "strasse", "izmir"]
    assert words["It’s a “quiet” film – 8/10…"] == ["its", "a", "quiet", "film", "8", "10"]


def test_rows_written_late_change_nothing():
    lines = ["naïve Ωmega", "смотреть", "ﬁ 映画 ①"]
    before = read_lines(lines)
    folding._table.cache_clear()
    assert read_lines(lines) == before


def test_a_line_is_read_as_far_as_a_page():
    assert bounds.LINE_CHARACTERS == bounds.HEAD_CHARACTERS + bounds.TAIL_CHARACTERS
