"""What is still to be done, and long inputs cut up."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detector.crawl.chunks import RECORDS, Receipt
from detector.crawl.plan import Cutter, left, remaining, split
from detector.crawl.spans import Span
from detector.sources.record import START, Input, Place


def receipt(chunk: int, last: bool = False) -> Receipt:
    return Receipt(chunk, 1, 0, "", None if last else place(chunk + 1))


def place(chunk: int) -> Place:
    return Place(chunk * RECORDS, chunk * 1_000)


def chunks(span: Span, end: int) -> list[int]:
    """Numbers of the chunks of a span, in an input of `end` chunks."""
    stop = end if span.following is None else span.following.number // RECORDS
    assert span.start.number % RECORDS == 0
    return list(range(span.start.number // RECORDS, stop))


@given(st.sets(st.integers(0, 12)), st.integers(1, 12))
def test_what_is_committed_and_what_is_left_make_up_the_input_once(done: set[int], end: int):
    """However a run ended."""
    committed = {n: receipt(n, last=n == end - 1) for n in done if n < end}
    covered = [*committed, *(n for span in remaining({3: committed}) for n in chunks(span, end))]
    assert sorted(covered) == list(range(end))


@given(st.sets(st.integers(0, 12)), st.integers(0, 5), st.integers(1, 6))
def test_of_a_span_only_its_own_chunks_are_left(done: set[int], first: int, length: int):
    span = Span(0, place(first), place(first + length))
    found = [n for part in left(span, {n: receipt(n) for n in done}) for n in chunks(part, 99)]
    assert found == [n for n in range(first, first + length) if n not in done]


@given(st.integers(0, 700), st.integers(0, 5))
def test_a_cut_span_covers_its_input_in_chunks(records: int, first: int):
    places = [Place(number, number) for number in range(0, records, RECORDS)] + [Place(records, records)]
    cutter = Cutter(Span(0, place(first)))
    spans = [span for found in places for span in cutter.at(found)]
    spans.append(cutter.rest())
    assert [span.start.number for span in spans] == list(
        range(first * RECORDS, max(records, first * RECORDS + 1), RECORDS)
    )
    assert all(one.following == other.start for one, other in pairwise(spans))
    assert spans[-1].following is None


def test_a_survey_that_ends_early_leaves_the_rest_in_one_span():
    cutter = Cutter(Span(0, START))
    spans = [span for found in (Place(0, 0), place(1), place(2)) for span in cutter.at(found)]
    assert [*spans, cutter.rest()] == [Span(0, START, place(1)), Span(0, place(1))]


def test_only_the_last_inputs_are_cut():
    inputs = [Input(str(n), "", "warc", size=10_000_000) for n in range(9)]
    spans = [Span(n, START) for n in range(9)]
    whole, long = split(spans, inputs, 2)
    assert [span.input for span in whole] == [0, 1, 2, 3, 4]
    assert [span.input for span in long] == [5, 6, 7, 8]
    assert split(spans, inputs, 1) == (spans, [])
    small = [Input(str(n), "", "warc", size=1_000) for n in range(9)]
    assert split(spans, small, 2) == (spans, [])
