"""The laws of a page, over pages that a strategy makes: the whole way, both readers, and every output."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector.errors import UnreadableInput
from detector.page import Document
from detector.parsing.decode import decode
from tests.fuzz import addresses, answers, archives, code, markup, pages, tables, verdicts

# Derandomized: a build must not fail by chance. What chance can find is the fuzzer's to look for.
quick = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
JUDGED, TWICE, READERS, SUSPICIOUS, ACCOUNT = 0, 1, 2, 4, 8 | 32

body = markup.BODIES
html = markup.MARKUP.map(str.encode)
options = st.binary(min_size=2, max_size=2)


@quick
@given(markup.OPTIONS, body, st.sampled_from([TWICE, SUSPICIOUS, SUSPICIOUS | ACCOUNT, 16 | ACCOUNT]))
def test_any_bytes_under_any_name_are_a_page_or_refused(chosen, given_body, flags):
    pages.check(bytes((*chosen, flags)) + given_body)


@quick
@given(html)
def test_mark_up_is_the_same_page_to_both_readers(given_body):
    pages.check(bytes((0, 0, 0, READERS)) + given_body)


@quick
@given(html)
def test_every_output_of_a_page_is_inert(given_body):
    pages.check(bytes((0, 0, 0, SUSPICIOUS)) + given_body)


@quick
@given(body, st.sampled_from(pages.TYPES))
def test_a_text_has_no_half_characters_and_is_its_utf8(given_body, content_type):
    try:
        found = decode(Document(given_body, None, content_type))
    except UnreadableInput:
        return
    assert found.utf8.decode("utf-8") == found.text
    assert found.html or "\0" not in found.text
    assert "\r" not in found.text


@quick
@given(options, body)
def test_archives_messages_and_tables_of_any_bytes(chosen, given_body):
    archives.check(chosen + b"\3" + given_body)
    archives.check(chosen + b"\0" + given_body)
    answers.check(chosen + given_body)
    tables.check(chosen + b"\3" + given_body)
    tables.check(chosen + b"\0" + given_body)


@quick
@given(options, st.text(max_size=80))
def test_addresses_and_verdicts_of_any_words(chosen, text):
    said = text.encode("utf-8", "surrogatepass")
    addresses.check(chosen + said)
    verdicts.check(chosen + b"\xcc" + said)


@quick
@given(st.binary(min_size=1, max_size=1), html)
def test_code_of_any_words(chosen, given_body):
    code.check(chosen + given_body)
