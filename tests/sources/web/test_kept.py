"""Fetched pages on disk: what was kept is there again, and nothing that was not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.errors import UnreadableInput
from detector.page import Document, Hop
from detector.sources.record import Input
from detector.sources.records import read
from detector.sources.web.answers import Fetched, Unfetched
from detector.sources.web.kept import Kept, Spot, load

URL = "https://a.example/b?c=d"
HOPS = (Hop("https://s.example/1", 301), Hop("https://t.example/", 302))


def fetched(body: bytes = b"<p>words", url: str = URL, **fields: object) -> Fetched:
    return Fetched(Document(body, url, **{"content_type": "text/html", **fields}), 200)  # type: ignore[arg-type]


def kept(folder: Path, *answers: tuple[str, Fetched | Unfetched]) -> Path:
    """Keep answers; returns their file."""
    before = set(folder.iterdir())
    with Kept(folder) as keeping:
        for url, answer in answers:
            keeping.add(url, answer)
        keeping.sync()
    (made,) = set(folder.iterdir()) - before
    return made


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.none() | words,
    st.none() | words,
    st.lists(st.tuples(st.sampled_from(["https://a.example/", "http://b.example/x?y=z"]), st.integers(300, 399))),
)
def test_a_page_comes_back_as_it_was(body, content_type, refresh, hops):
    document = Document(body, "https://e.example/z", content_type, None, tuple(Hop(*hop) for hop in hops), refresh)
    with tempfile.TemporaryDirectory() as folder:
        kept(Path(folder), (URL, Fetched(document, 203)))
        spot = Kept(Path(folder)).get(URL)
        assert spot is not None
        answer = load(spot)
    found = answer.document
    assert (found.body, found.url, found.hops) == (document.body, document.url, document.hops)
    assert (found.content_type, found.refresh) == (content_type, refresh)
    assert (answer.status, answer.failure) == (203, "")


def test_a_large_body_is_whole(tmp_path):
    body = bytes(range(256)) * 40_000 + b"\r\n\r\n"
    kept(tmp_path, (URL, fetched(body)))
    spot = Kept(tmp_path).get(URL)
    assert spot is not None
    assert load(spot).document.body == body[:10_000_001]


def test_an_answer_without_a_page_comes_back_and_is_no_page_of_the_archive(tmp_path):
    file = kept(tmp_path, (URL, Unfetched("The server answered 404.", 404, HOPS)), ("https://e.example/", fetched()))
    spot = Kept(tmp_path).get(URL)
    assert spot is not None
    assert not spot.is_page
    answer = load(spot)
    assert (answer.failure, answer.status, answer.document.hops) == ("The server answered 404.", 404, HOPS)
    (record,) = read(Input("", str(file), "warc", "gz"))
    assert record.document is not None
    assert record.document.body == b"<p>words"


def test_the_files_are_archives_of_the_pages_with_their_redirects(tmp_path):
    file = kept(tmp_path, *((f"https://a.example/{n}", fetched(b"<p>%d" % n, hops=HOPS)) for n in range(5)))
    records = list(read(Input("", str(file), "warc", "gz")))
    assert [record.document.body for record in records if record.document] == [b"<p>%d" % n for n in range(5)]
    assert all(record.status == 200 and record.document and record.document.hops == HOPS for record in records)


def test_another_library_reads_the_files(tmp_path):
    warcio = pytest.importorskip("warcio.archiveiterator", reason="a peer that benchmarks use")
    file = kept(tmp_path, (URL, fetched(hops=HOPS)))
    with file.open("rb") as stream:
        found = [(record.rec_type, record.content_stream().read()) for record in warcio.ArchiveIterator(stream)]
    assert [kind for kind, _ in found] == ["warcinfo", "response"]
    assert found[1][1] == b"<p>words"


@pytest.mark.parametrize("size", [10, 1_000, 100_000])
def test_of_a_file_that_was_cut_anywhere_the_whole_pages_are_known(tmp_path, size):
    pages = [Random(n).randbytes(size) for n in range(3)]
    whole = kept(tmp_path, *((f"https://a.example/{n}", fetched(page)) for n, page in enumerate(pages)))
    body = whole.read_bytes()
    known = Kept(tmp_path)
    begins = [spot.offset for n in range(3) if (spot := known.get(f"https://a.example/{n}"))]
    assert len(begins) == 3
    ends = [*begins[1:], len(body)]
    near = [end - before for end in ends for before in range(1, 25)]
    for cut in sorted({*range(begins[0], len(body) + 1, max(7, size // 15)), *ends, *near}):
        whole.write_bytes(body[:cut])
        found = Kept(tmp_path)
        for n, end in enumerate(ends):
            spot = found.get(f"https://a.example/{n}")
            assert spot is not None or cut < end
            # Without the end of its member, the page itself may be there.
            assert spot is None or load(spot).document.body == pages[n]


def test_later_runs_know_what_earlier_ones_kept_and_write_beside_it(tmp_path):
    first = kept(tmp_path, ("https://a.example/1", fetched(b"one")))
    before = first.read_bytes()
    second = kept(tmp_path, ("https://a.example/2", fetched(b"two")))
    assert first.read_bytes() == before
    known = Kept(tmp_path)
    for n, file, body in ((1, first, b"one"), (2, second, b"two")):
        spot = known.get(f"https://a.example/{n}")
        assert spot is not None
        assert spot.file == str(file)
        assert load(spot).document.body == body
    assert known.get("https://a.example/3") is None


def test_a_run_that_fetches_nothing_leaves_no_file(tmp_path):
    with Kept(tmp_path) as keeping:
        keeping.sync()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", ["text/html\r\nWARC-Type: metadata", "a\r\n\r\n<p>", "\u2028x\0"])
def test_a_server_s_words_end_no_field(tmp_path, said):
    kept(tmp_path, (URL, fetched(content_type=said, refresh=said)), ("https://e.example/", fetched()))
    known = Kept(tmp_path)
    for url in (URL, "https://e.example/"):
        spot = known.get(url)
        assert spot is not None
        assert load(spot).document.body == b"<p>words"


def test_a_page_that_is_gone_is_told(tmp_path):
    file = kept(tmp_path, (URL, fetched()))
    spot = Kept(tmp_path).get(URL)
    assert spot is not None
    with pytest.raises(UnreadableInput):
        load(Spot(spot.file, spot.offset + 1))
    file.unlink()
    with pytest.raises(UnreadableInput):
        load(spot)
