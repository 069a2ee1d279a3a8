"""Why each regular expression of the package is linear: one row for every one that can match more than a few characters.

An expression stands in the package because bytes of strangers go through it, so `tests/test_regexes.py` asks for a row
when a new one is added, and measures all of them, the short ones too.
"""

from __future__ import annotations

from typing import NamedTuple

RUN = "one run of one class, after which nothing can fail"
APART = "what follows a repetition is not in its class, and each try ends where the next can begin"
ONCE = "tried at one place, and no two of its repetitions can share characters"
FEW = "every repetition is bounded by few characters"
LAZY = "lazy, up to a mark that is looked for once, or to the end"
POSSESSIVE = "possessive: what was read is not given back, and each try takes in where others could begin"
GATE = "begins only before what its own repetition cannot hold"


class Row(NamedTuple):
    """Why an expression is linear, and on what it is tried."""

    why: str
    cut: str = ""
    """The code that cuts the strings it is tried on; it must stand in the package."""
    most: int = 0
    """Characters to which these are cut; 0 for strings of any length."""
    how: str = ""
    """The method by which it is tried, where the code does not say so beside its name."""


TABLE: dict[str, Row] = {
    # Read from Spark's own errors, once for each failed job.
    "crawl/spark/failures.py _JAVA_CLASS": Row(ONCE),
    "crawl/spark/failures.py _MISSING": Row(APART),
    "crawl/spark/failures.py _OURS": Row("tried where a line begins, and leaves the line never"),
    "crawl/spark/session.py _PLAIN_LOCAL": Row(ONCE),
    "features/lures.py _HOST_IN_WORDS": Row(FEW, "link.text[:200]", 200),
    "features/markup.py _FIVE": Row(ONCE),
    "features/names.py _PIECE": Row(RUN),
    "features/names.py _SEPARATOR": Row(RUN),
    "features/relations.py _SCHEME": Row(ONCE),
    "features/scripts.py _PLAIN": Row(ONCE),
    "features/site.py _PIECE": Row("one run of one class; a run that is too short ends before the next"),
    "features/site.py _POST_QUERY": Row(RUN),
    "features/targets.py _TAGGED": Row(APART),
    "features/titles.py _BEST": Row(APART, "page.page.title[:300]", 300),
    "features/words.py _CUTTING": Row("tried only behind a letter, which its run cannot hold"),
    "features/words.py _MIXED": Row(GATE),
    "features/words.py _NOT_ASCII": Row(RUN),
    "features/words.py _SPACED": Row("every step takes two characters, 40 at most, and a word spaced out begins once"),
    "lexicon.py _ASCII_WORD": Row(RUN),
    "lexicon.py _SPACED_WORD": Row(RUN),
    "lexicon.py _WORD": Row("after its first character nothing in a word can fail"),
    "parsing/constants.py _ASSIGNMENT": Row(
        "strings are taken whole, to the end of the code if need be; names are bounded"
    ),
    "parsing/constants.py _NAME": Row(FEW, how="match"),
    "parsing/constants.py _NUMBER": Row(FEW, how="match"),
    "parsing/constants.py _PLACE": Row(FEW),
    "parsing/constants.py _SPACE": Row(ONCE),
    "parsing/constants.py _STRING": Row("possessive, and tried for so many terms of a script only", how="match"),
    "parsing/cost.py _ATTRIBUTE": Row(POSSESSIVE),
    "parsing/cost.py _TAG": Row("possessive, and an element of raw text is taken whole"),
    "parsing/cost.py _WHOLE_TAG": Row("possessive, and a tag need not be closed to match"),
    "parsing/decode.py _CHARSET": Row("possessive white space; each try ends where the next can begin"),
    "parsing/decode.py _ATTRIBUTE": Row(POSSESSIVE),
    "parsing/decode.py _COMMENT": Row("not linear: each comment left open looks to the end", "body[:1_024]", 1_024),
    "parsing/decode.py _MARKDOWN": Row("an address is bounded", "start = text[:_SAMPLE]", 65_536),
    "parsing/decode.py _META": Row("not linear: each tag left open looks to the end", "body[:1_024]", 1_024),
    "parsing/decode.py _META_CHARSET": Row("possessive white space; each try ends where the next can begin"),
    "parsing/decode.py _OPENING": Row("tried at one place; comments are taken whole and never given back"),
    "parsing/decode.py _SURE_TAG": Row(POSSESSIVE),
    "parsing/decode.py _TAG": Row(APART),
    "parsing/drafts.py _CUT": Row(RUN),
    "parsing/drafts.py _FILE": Row(GATE),
    "parsing/exits.py _BASE64": Row(ONCE),
    "parsing/exits.py _OF_ADDRESSES": Row(ONCE),
    "parsing/exits.py _PAGE": Row(ONCE),
    "parsing/markup.py _ATTRIBUTE": Row("a value is bounded, and what is left open is not long", "{0,4000})>", 4_000),
    "parsing/markup.py _DATA": Row(ONCE),
    "parsing/markup.py _REFRESH": Row("tried at one place, and nothing after the number can fail"),
    "parsing/markup.py _TAG": Row(APART),
    "parsing/metadata.py _LANGUAGE": Row(ONCE),
    "parsing/navigations.py ADDRESS": Row("tried at one place; names and dots cannot share characters"),
    "parsing/navigations.py _ASSIGNED_TO": Row(FEW, "max(match.start() - 60, 0)", 60, "search"),
    "parsing/navigations.py _ATOB": Row(APART, how="finditer"),
    "parsing/navigations.py _BASE64": Row("begins with a quote, which its run cannot hold"),
    "parsing/navigations.py _LITERAL": Row(ONCE),
    "parsing/navigations.py _NAVIGATIONS[0]": Row(FEW, how="finditer"),
    "parsing/navigations.py _NAVIGATIONS[1]": Row(FEW, how="finditer"),
    "parsing/navigations.py _PERCENT": Row("begins with a quote, which its run cannot hold"),
    "parsing/navigations.py _QUOTED": Row(FEW, "max(match.start() - 60, 0)", 60, "search"),
    "parsing/navigations.py _STATED": Row(FEW, "max(match.start() - 60, 0)", 60, "search"),
    "parsing/navigations.py _URL": Row("begins behind a quote, which its run cannot hold"),
    "parsing/navigations.py _WRITTEN": Row("possessive; a literal is taken whole, to the end of the code if need be"),
    "parsing/plain.py _ADDRESS": Row("one run of one class, and it fails only where it is shorter than three"),
    "parsing/plain.py _FRONT_MATTER": Row("tried at one place; " + LAZY),
    "parsing/plain.py _LANGUAGE": Row("tried where a line begins, and leaves the line never"),
    "parsing/plain.py _MARKDOWN": Row("possessive and bounded; brackets end every part"),
    "parsing/plain.py _TAGS": Row(APART),
    "parsing/plain.py _TITLE": Row("tried where a line begins, and leaves the line never"),
    "parsing/regions.py _CUT": Row(RUN),
    "parsing/soup.py _DOCTYPE": Row("one run; it fails only where it is shorter than 4,000"),
    "parsing/templates.py _ATTRIBUTE": Row(POSSESSIVE),
    "parsing/templates.py _TAG": Row("possessive, and what is no template tag is taken whole"),
    "parsing/visibility.py _CLIPPED": Row(ONCE),
    "parsing/visibility.py _COMMENT": Row(LAZY),
    "parsing/visibility.py _LENGTH": Row(ONCE),
    "parsing/visibility.py _RGB": Row(
        "tried at one place; the two repetitions that share blanks cost two readings of them"
    ),
    "parsing/visibility.py _SIMPLE": Row(ONCE),
    "parsing/visibility.py _TRANSLATED": Row(APART),
    "reputation/entries.py _HOST": Row(ONCE),
    "reputation/entries.py _NETWORK": Row(ONCE),
    "reputation/entries.py _PLAIN_HOST": Row(ONCE),
    "reputation/entries.py _PORT": Row(ONCE),
    "reputation/entries.py _SCHEME": Row(ONCE),
    "reputation/lines.py _HEADER": Row(ONCE),
    "reputation/lines.py _HOST_FILTER": Row(ONCE),
    "reputation/lines.py _IP": Row(ONCE),
    "reputation/lines.py _LOCAL": Row(ONCE),
    "sinks/safety.py _ADDRESS": Row(
        "words are bounded, and an address is one run that takes in where others could begin"
    ),
    "sinks/safety.py _ESCAPES": Row("possessive, and every part is bounded", "text[: most * 4]", 8_000),
    "sources/archives/header.py BEGINNING": Row(APART),
    "sources/archives/header.py VERSION": Row(ONCE),
    "sources/archives/http.py _SIZE": Row("tried where a chunk begins, and ends with its line"),
    "sources/archives/http.py _STATUS": Row(ONCE),
    "sources/formats.py _HTML": Row(ONCE),
    "sources/formats.py _OBJECT": Row(ONCE),
    "sources/remote.py _ADDRESS": Row(ONCE),
    "sources/web/body.py _TYPE": Row(ONCE),
    "sources/web/robots.py _AGENT": Row(ONCE),
    "training/augment.py [a-z]{3,}": Row("one run of one class; a run that is too short ends before the next"),
    "training/augment.py _BODY": Row("bounded"),
    "training/augment.py _PARAGRAPH_END": Row(APART),
    "training/augment.py _TEXT_END": Row(FEW),
    "training/augment.py _TEXT_START": Row("bounded"),
    "training/augment.py _TITLE": Row("bounded"),
    "training/augment.py _URL": Row(FEW),
    "training/padding.py _START": Row("bounded"),
    "training/pages.py _LEAKS": Row("bounded"),
    "urls.py ^(https?):/+": Row(ONCE),
    "urls.py _BASE64": Row("one run; it fails only where it is shorter than eight"),
    "urls.py _COPIED": Row("tried at one place; segments end at a slash"),
    "urls.py _DESTINATION": Row("begins with an ampersand, which its run cannot hold"),
    "urls.py _IN_PATH": Row(
        "addresses hold no white space: the first try takes it all, or four characters are not left"
    ),
    "urls.py _TRANSLATED": Row(ONCE),
    "urls.py _TRANSLATOR": Row(APART),
}

USERS = {"crawl/wanted.py": "re.compile(pattern, re.IGNORECASE)", "cli/label.py": "re.compile(pattern)"}
"""Expressions that the user gives (`label --match`) are the user's own; they are tried on addresses of bounded length."""
