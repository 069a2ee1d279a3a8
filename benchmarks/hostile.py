"""What pages made to be slow cost: floods of every kind at the bounds of a page, read by both readers under a watchdog.

    python benchmarks/hostile.py [--reader soup] [--seconds 60] [--only WORD]

Each page is as large as it can be before a bound cuts it; the table is by the time that reading and judging takes. Where a
page passes the seconds, the watchdog ended it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping

from detector import bounds
from detector.errors import DetectorError
from detector.examine import Bounds, Task, Watchdog
from detector.model import load
from detector.model.judging import judge_document
from detector.model.weights import Model
from detector.page import Document
from detector.verdict import Verdict

Make = Callable[[], str]


def flood(piece: str, count: int = bounds.NODES, before: str = "", behind: str = "") -> Make:
    """A piece, as often as bytes and `count` allow, in a frame."""
    room = bounds.BYTES - len((before + behind).encode())
    return lambda: before + piece * min(count, room // len(piece.encode())) + behind


def numbered(piece: str, count: int, before: str = "", behind: str = "") -> Make:
    """The same of a piece with a number in it, never twice the same."""
    return lambda: before + "".join(piece.replace("#", str(number)) for number in range(count)) + behind


_OPEN = "".join(f"<b id={n}><i id={n}>" for n in range(200))
_ANY = bounds.BYTES
PAGES: Mapping[str, Make] = {
    "words in a table": flood("x<tr>", _ANY, "<table>"),
    "links in a table": flood("<a href=/x>b</a>", before="<table>"),
    "links left open in a table": flood("<a href=/x>b", before="<table>"),
    "cells left open": flood("<td>x"),
    "tables in tables": flood("<table><tr><td>", 300),
    "tables in a table": flood("<table>x</table>", before="<table>"),
    "tables beside paragraphs": flood("<p><table></p>", 4_000),
    "deep tables with text": flood("x<b>", before="<table>" * 200),
    "formatting, misnested": flood("<b><p></b>"),
    "formatting, misnested twice": flood("<b><i><p></b></i></p>"),
    "links, misnested": flood("<a><p>"),
    "links, misnested in blocks": flood("<a><div>", 4_000),
    "formatting and paragraphs": flood("<p>x", before=_OPEN),
    "formatting and line breaks": flood("<br>x", before=_OPEN),
    "formatting in cells": flood("<td>x", before="<table><tr>" + _OPEN),
    "formatting of all kinds": numbered("<font color=#>", 4_000, behind="<p>x" * 3_900),
    "formatting closed beyond blocks": flood("</b>", before="<b>" * 200 + "<div>" * 500),
    "formatting closed that is not open": flood("</b>", before="<div>" * 500),
    "adoption in depth": flood("<b><div></b>", before="<div>" * 300),
    "nobr": flood("<nobr>x"),
    "closing what is not open": flood("</p>"),
    "closing what is not open, in depth": flood("</span>", before="<div>" * 500),
    "closing headings in depth": flood("</h1>", before="<div>" * 500),
    "depth at the bound": flood("<div>", 1_000, behind="<p>x" * 190_000),
    "depth of inline elements": flood("<span>", 1_000, behind="<br>" * 190_000),
    "depth and paragraphs": flood("<p>", before="<span>" * 500),
    "depth and lists": flood("<li>", before="<ul><span>" * 250),
    "depth and definitions": flood("<dd>", before="<dl><span>" * 250),
    "depth and buttons": flood("<button>", before="<div>" * 500),
    "depth and options": flood("<option>", before="<div>" * 500),
    "select": flood("<option>x", before="<select>"),
    "selects": flood("<select>"),
    "select in a table": flood("<select><tr>"),
    "frame sets": flood("<frameset>"),
    "frames": flood("<frame>", before="<frameset>"),
    "body again": flood("<body a=1>"),
    "body again, other attributes": numbered("<body a#=1>", 190_000),
    "html again, other attributes": numbered("<html a#=1>", 190_000),
    "attributes": numbered(" a#=1", 2_000, "<p", ">"),
    "attributes of many elements": lambda: ("<p" + "".join(f" a{n}=1" for n in range(2_000)) + ">") * 800,
    "attributes without end": numbered(" a#", 900_000, "<p"),
    "attributes with quotes": flood("<p a='>' b='>' c=\">\">"),
    "attribute never closed": flood("x", _ANY, "<p a='"),
    "quotes never closed": flood("<p a='b\""),
    "entities": flood("&amp;", _ANY),
    "entities without an end": flood("&notit", _ANY),
    "entities, the longest": flood("&CounterClockwiseContourIntegral;", _ANY),
    "entities, nearly": flood("&CounterClockwiseContourIntegra", _ANY),
    "numbers of characters": flood("&#1;", _ANY),
    "number without end": flood("9", _ANY, "&#"),
    "ampersands": flood("&", _ANY),
    "entities in attributes": flood("&lt", _ANY, "<p a='", "'>"),
    "less-than signs": flood("<", _ANY),
    "less-than signs and blanks": flood("< ", _ANY),
    "comments": flood("<!---->", _ANY),
    "comments opened": flood("<!--", _ANY),
    "comments of dashes": flood("-", _ANY, "<!--"),
    "comments, bogus": flood("<!>", _ANY),
    "instructions": flood("<?", _ANY),
    "instructions closed": flood("<?>", _ANY),
    "CDATA": flood("<![CDATA[", _ANY),
    "CDATA in a drawing": flood("<![CDATA[x]]>", _ANY, "<svg>"),
    "CDATA of brackets": flood("]", _ANY, "<svg><![CDATA["),
    "doctypes": flood("<!doctype html>", _ANY),
    "doctype without end": flood("x", _ANY, "<!doctype html public '"),
    "plaintext": flood("<p>", _ANY, "<plaintext>"),
    "scripts": flood("<script></script>"),
    "script without end": flood("</script", _ANY, "<script>"),
    "script with comments": flood("<!--<script>", _ANY, "<script>"),
    "script escaped": flood("<!--<script></script>", _ANY, "<script>"),
    "style without end": flood("</styl", _ANY, "<style>"),
    "title without end": flood("</titl>", _ANY, "<title>"),
    "areas of text": flood("<textarea>", _ANY),
    "templates": flood("<template>", 900),
    "templates closed": flood("<template></template>"),
    "shadow roots": flood("<template shadowrootmode=open>x</template>", 100_000),
    "frames that hold pages": flood('<iframe srcdoc="<p>x">', 100_000),
    "drawings": flood("<svg><path/></svg>"),
    "drawings left open": flood("<svg><g>", 500, behind="<p>x" * 190_000),
    "drawings with text": flood("<desc><p></desc>", before="<svg>"),
    "formulas": flood("<mi><p></mi>", before="<math>"),
    "annotations": flood("<annotation-xml encoding=text/html><svg>", 500),
    "white space": flood(" ", _ANY, "<p>x"),
    "white space in a table": flood(" \n", _ANY, "<table>"),
    "line ends": flood("\r", _ANY, "<p>x"),
    "one long word": flood("x", _ANY, "<p>"),
    "characters beyond the plane": flood("\U0001f600", _ANY, "<p>"),
    "characters that are none": flood("\ufffe", _ANY, "<p>"),
    "control characters": flood("\x01", _ANY, "<p>"),
    "combining marks": flood("\u0301", _ANY, "<p>a"),
    "short blocks": flood("<p>watch full movie"),
    "links": flood("<a href=https://a.example/x>watch</a> "),
    "many hosts": numbered("<a href=https://h#.example/x>watch</a> ", 190_000),
    "written addresses": flood("http://a.example/x ", _ANY, "<p>"),
    "handlers": flood("<p onclick=\"location='/a'\">x"),
    "handlers of sums": lambda: ('<p onclick="location=' + "'a'+" * 1_600 + 'b">x') * 1_200,
    "scripts of navigations": lambda: ("<script>" + "location='/a';" * 1_400 + "</script>") * 64,
    "scripts of brackets": lambda: ("<script>location=" + "(" * 19_000 + "</script>") * 64,
    "scripts of variables": lambda: (
        "<script>" + "".join(f"a{n}=a{n + 1}+a{n + 1};" for n in range(1_500)) + "location=a0</script>"
    ),
    "style sheets": flood(".a{display:none}", _ANY, "<style>", "</style><p class=a>x"),
    "style comments": flood("/*", _ANY, "<style>", "</style><p class=a>x"),
    "style braces": flood("{none", _ANY, "<style>", "</style><p class=a>x"),
    "hidden by class": lambda: (
        "<style>"
        + "".join(f".c{n}{{display:none}}" for n in range(1_900))
        + "</style>"
        + "<p class='"
        + " ".join(f"c{n}" for n in range(1_900))
        + "'>x" * 500
    ),
    "inline styles": flood("<p style='left:-9999px;color:#fff;background:#fff'>x"),
    "classes": lambda: ("<p class='" + "a " * 2_000 + "'>x") * 2_000,
    "records": flood('{"@type":"Movie","name":"x"},', _ANY, "<script type=application/ld+json>[", "{}]</script>"),
    "records in depth": flood("[", _ANY, "<script type=application/ld+json>"),
    "microdata": flood("<p itemscope itemprop=a>x", 1_000),
    "text that is no HTML": flood("[a](http://a.example/) ", _ANY),
    "text of brackets": flood("[", _ANY),
    "text of images": flood("![", _ANY),
}
"""Name -> a page of at most 10 MB."""


def main() -> None:
    """Measure and print, the slowest first."""
    options = _options()
    model = load()
    pages = {name: make for name, make in PAGES.items() if options.only in name}
    for reader in [options.reader] if options.reader else ["lexbor", "soup"]:
        print(f"{reader}, {options.seconds:g} seconds a page")
        found = sorted(_measure(model, pages, reader, options.seconds), reverse=True)
        for seconds, name, size, said in found[: options.show]:
            print(f"{seconds:8.2f} s  {size / 1e6:5.1f} MB  {name}  {said}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=["lexbor", "soup"], help="both if left out")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", default="", help="pages with this word in their name")
    parser.add_argument("--show", type=int, default=25, help="so many of the slowest")
    return parser.parse_args()


def _measure(model: Model, pages: Mapping[str, Make], reader: str, seconds: float) -> list[tuple[float, str, int, str]]:
    found = []
    task: Task[Verdict] = Task(judge_document, model, reader)
    with Watchdog(task, Bounds(seconds=seconds)) as watchdog:
        for name, make in pages.items():
            body = make().encode()[: bounds.BYTES]
            kind = f"text/{'plain' if name.startswith('text') else 'html'}; charset=utf-8"
            started = time.perf_counter()
            try:
                verdict = watchdog.ask(Document(body, "https://own.example/", kind, name))
                said = verdict.error or ("truncated" if verdict.truncated else "")
            except DetectorError as error:
                said = str(error)
            found.append((time.perf_counter() - started, name, len(body), said))
    return found


if __name__ == "__main__":
    main()
