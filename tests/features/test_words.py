"""Text undone of its tricks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.features.words import NONE, Tricks, clean

TRICKS = [
    # text as written, text as read, repairs by kind
    ("𝗪𝗮𝘁𝗰𝗵 now", "Watch now", {"styled": 5}),
    ("𝓌𝒶𝓉𝒸𝒽", "watch", {"styled": 5}),
    ("𝔚𝔞𝔱𝔠𝔥", "Watch", {"styled": 5}),
    ("ＦＵＬＬ", "FULL", {"styled": 4}),
    ("ⓕⓤⓛⓛ", "full", {"styled": 4}),
    ("ᴡᴀᴛᴄʜ", "watch", {"styled": 4}),
    ("mоvie", "movie", {"homoglyphs": 1}),
    ("Fullfilm, Κino, раyраl", "Fullfilm, Kino, paypal", {"homoglyphs": 2}),
    ("nеtfӏix", "netfӏix", {"homoglyphs": 1}),
    ("W\u200ba\u200bt\u200bch", "Watch", {"zero_width": 3}),
    ("wa\u00adtch", "watch", {"zero_width": 1}),
    ("w\u2060\ufeffatch", "watch", {"zero_width": 1}),
    ("w\u202eatch", "watch", {"zero_width": 1}),
    ("W\x01at\x7fch\n", "Watch\n", {"zero_width": 2}),
    ("go w a t c h", "go watch", {"spaced": 1}),
    ("W.A.T.C.H it", "WATCH it", {"spaced": 1}),
    ("w-a-t-c-h f_r_e_e", "watch free", {"spaced": 2}),
    ("donâ€™t", None, {"mojibake": 1}),
]


@pytest.mark.parametrize(("text", "read", "repairs"), TRICKS)
def test_each_trick_is_undone_and_counted(text, read, repairs):
    found, tricks = clean(text)
    assert read is None or found == read
    assert tricks == Tricks(**repairs)


@pytest.mark.parametrize(
    "text",
    [
        "A film, as quiet as it is long: I. J. Smith, 8/10.",
        "смотреть фильм онлайн, Война и мир",
        "Η ταινία είναι εξαιρετική",
        "यह फ़िल्म बहुत अच्छी है, क्‍ष",
        "หนังเรื่องนี้ดีมาก",
        "Bộ phim này rất hay, đáng xem",
        "Film çok güzel, İzmir'de çekildi",
        "filmen är både rolig och gripande — på riktigt",
        "映画がとても面白かった",
        "الفيلم جميل جداً",
        "фильм Dune в IMAX",
        "A B testing, e.g. in the U.S. of A.",
    ],
)
def test_honest_text_needs_no_repair(text):
    found, tricks = clean(text)
    assert tricks == NONE
    assert found.replace("\u200d", "") == text.replace("\u200d", "")


@pytest.mark.parametrize("emoji", ["👩‍💻", "👨‍👩‍👧‍👦", "❤️", "🏳️‍🌈", "👍🏽", "🇩🇪"])
def test_emoji_sequences_are_no_trick(emoji):
    assert clean(f"Watch {emoji} tonight")[1] == NONE


def test_look_alikes_count_only_in_words_that_mix_scripts():
    assert clean("сор")[0] == "сор"  # all Cyrillic, though each letter has a Latin twin
    assert clean("cор")[0] == "cop"


_ALPHABET = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from("watchWATCH .-_*·|\u00a0\u200b\u00ad\u2060\ufeffаеоратνΑ𝗳𝘂ＦⓕᴀâÃ€™ﬁ½İıé\u0301"),
)


@given(st.text(_ALPHABET, max_size=60))
@settings(max_examples=500, deadline=None)
def test_clean_text_is_clean(text):
    """Once repaired, a text needs no further repair of letters; only gaps may appear where marks were taken out."""
    once, _ = clean(text)
    assert clean(once)[0] == once


@given(st.text(st.sampled_from("watch movie full"), max_size=40))
@settings(max_examples=100, deadline=None)
def test_invisible_characters_between_letters_never_hide_a_word(text):
    cut = "\u200b".join(text)
    assert clean(cut)[0] == clean(text)[0]


@given(st.text(_ALPHABET, max_size=60))
@settings(max_examples=200, deadline=None)
def test_counts_are_of_repairs(text):
    assert all(count >= 0 for count in clean(text)[1])
    assert NONE.plus(clean(text)[1]) == clean(text)[1]
