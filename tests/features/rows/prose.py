"""The visible prose and the repairs it needed."""

from __future__ import annotations

from zlib import compress

from tests.features.rows.row import FILM, Pair, Row, n

_LONG = f"<p>{' '.join(f'word{chr(97 + i)}' for i in range(25))}</p>"
_LINE = "This is the very same line."

ROWS: dict[str, Pair] = {
    "text.blocks": (Row("", 0), Row(FILM * 2, n(2))),
    "text.capitals": (Row(FILM, 0), Row(FILM + "<p>ORDER NOW</p>", 0.5)),
    "text.compressed": (Row(FILM, 0.5), Row(f"<p>{'a' * 1200}</p>", len(compress(b"a" * 1200, 1)) / 1200)),
    "text.dashes": (Row(FILM, 0), Row("<p>A film — quiet</p>", n(5))),
    "text.digits": (Row("<p>four gifts</p>", 0), Row("<p>4 gifts</p>", 0.5)),
    "text.emoji": (Row(FILM, 0), Row("<p>A film 🔥</p>", n(5))),
    "text.even_paragraphs": (Row(_LONG * 3, 0), Row(_LONG * 4, 1)),
    "text.exclamations": (Row(FILM, 0), Row("<p>Great! Now!</p>", n(10))),
    "text.few_words": (Row(_LONG * 3, 0), Row(FILM, 1)),
    "text.heading_share": (Row(FILM, 0), Row("<h2>one</h2>" + FILM, 0.5)),
    "text.hidden_share": (Row("<p>one</p>", 0), Row("<p>one</p><p style='display:none'>two</p>", 0.5)),
    "text.homoglyphs": (Row("<p>фильм movie</p>", 0), Row("<p>mоvie</p>", n(1))),
    "text.i_words": (Row("<p>my turn</p>", 0.5), Row("<p>great turn</p>", 0)),
    "text.leftovers": (Row(FILM, 0), Row("<p>Try {{ product }} today</p>", n(1))),
    "text.long_block_share": (Row(_LONG, 1), Row(FILM, 0)),
    "text.longest_block": (Row(_LONG, n(25)), Row(FILM + "<p>one two</p>", n(3))),
    "text.mojibake": (Row("<p>don’t</p>", 0), Row("<p>donâ€™t</p>", n(1))),
    "text.percentages": (Row(FILM, 0), Row("<p>90 % off</p>", n(5))),
    "text.prices": (Row(FILM, 0), Row("<p>$5 or €4</p>", n(10))),
    "text.question_headings": (Row("<p>Is it safe?</p>", 0), Row("<h2>Is it safe?</h2>", n(1))),
    "text.ratings": (Row(FILM, 0), Row("<p>8/10 ★★</p>", n(3))),
    "text.repeated_blocks": (
        Row("<p>one caption here</p><p>another caption here</p>", 0),
        Row("<p>the very same caption</p>" * 2, 1),
    ),
    "text.repeated_openings": (
        Row("<p>This film is quiet. It ends early. Nobody minds that.</p>", 0),
        Row("<p>This film is quiet. This film ends early. Nobody minds that. It is good.</p>", 0.5),
    ),
    "text.repeated_pairs": (Row(FILM * 3, 0), Row(f"<p>{'drill ' * 6}</p>", 1)),
    "text.repeated_sentences": (Row(f"<p>{_LINE}</p>", 0), Row(f"<p>{_LINE} {_LINE}</p>", 1)),
    "text.sentence_words": (Row("<p>One two. Three four.</p>", n(2)), Row("<p>one two three four</p>", n(4))),
    "text.short_block_share": (Row(_LONG, 0), Row(_LONG + FILM, 0.5)),
    "text.spaced_words": (Row("<p>I. J. Smith</p>", 0), Row("<p>now W.a.t.c.h it</p>", n(1))),
    "text.stop_words": (Row("<p>the end of it</p>", 0.75), Row("<p>drill saw hammer</p>", 0)),
    "text.styled_letters": (Row("<p>free</p>", 0), Row("<p>𝗳𝗿𝗲𝗲</p>", n(4))),
    "text.top_word": (Row("<p>the end of it</p>", 0), Row("<p>gluten gluten free</p>", 2 / 3)),
    "text.variety": (Row(FILM, 1), Row("<p>spam spam spam eggs</p>", 0.5)),
    "text.words": (Row("", 0), Row(FILM, n(3))),
    "text.you_words": (Row("<p>great turn</p>", 0), Row("<p>your turn</p>", 0.5)),
    "text.zero_width": (Row("<p>👩‍💻 watch</p>", 0), Row("<p>W\u200batch</p>", n(1))),
}
