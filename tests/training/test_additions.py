"""A user's own labelled pages."""

from __future__ import annotations

import json

import pytest

from detector.errors import DatasetError, UsageError
from detector.features import FEATURES
from detector.training.additions import read_additions
from detector.training.build import measure
from detector.training.rows import OWN


def lines(*said: object) -> str:
    return "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in said)


@pytest.fixture
def jsonl(tmp_path):
    def write(*said: object):
        path = tmp_path / "mine.jsonl"
        path.write_text(lines(*said), "utf-8")
        return path

    return write


def test_a_folder_of_both_labels(tmp_path):
    for name, body in (
        ("spam/a.html", "<p>Watch"),
        ("ham/deep/b.txt", "A film"),
        ("unsure/c.md", "# x"),
        ("other/d.html", "<p>"),
    ):
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text(body)
    found = read_additions([tmp_path / "mine"])
    assert [(one.row.label, one.row.form, one.body) for one in found] == [
        ("spam", "html", "<p>Watch"),
        ("ham", "text", "A film"),
        ("unsure", "text", "# x"),
    ]
    assert all(one.row.own and one.row.split == "train" and one.row.source == "own-mine" for one in found)


def test_a_folders_pages_are_decoded_as_pages_are(tmp_path):
    (tmp_path / "ham").mkdir()
    (tmp_path / "ham" / "a.html").write_bytes("<meta charset=iso-8859-1><p>schön".encode("latin-1"))
    assert "schön" in read_additions([tmp_path])[0].body


def test_lines_say_what_they_know(jsonl):
    page = {
        "label": "spam",
        "html": "<p>Watch",
        "url": "https://a.b.example/x",
        "kind": "iptv",
        "lang": "de",
        "campaign": "c",
        "source": "desk",
    }
    (found,) = read_additions([jsonl(page)])
    row = found.row
    assert (row.kind, row.lang, row.campaign, row.source, row.site, row.form) == (
        "iptv",
        "de",
        "c",
        "desk",
        "b.example",
        "html",
    )
    assert found.url == "https://a.b.example/x"
    assert row.id.startswith(OWN)


def test_what_a_line_leaves_out(jsonl):
    first, second = read_additions(
        [jsonl({"label": "spam", "text": "one"}, {"label": "ham", "text": "two", "html": ""})]
    )
    assert (first.row.kind, second.row.kind) == ("other", "page")
    assert (first.row.source, first.row.form, second.row.form) == ("own-mine", "text", "text")
    # Without an address every page is a site of its own.
    assert first.row.site != second.row.site != ""


def test_a_page_that_names_its_address_has_its_site(jsonl):
    (found,) = read_additions(
        [jsonl({"label": "ham", "html": "<link rel=canonical href=https://www.said.example/a><p>x"})]
    )
    assert found.row.site == "said.example"


def test_the_same_page_counts_once(jsonl, tmp_path):
    page = {"label": "spam", "html": "<p>Watch"}
    path = jsonl(page, page, {"label": "spam", "html": "<p>Other"})
    assert len(read_additions([path])) == 2
    assert len(read_additions([path, path])) == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "JSON object"),
        ("[]", "JSON object"),
        ("null", "JSON object"),
        ('"spam"', "JSON object"),
        ('{"html": "<p>x"}', "label"),
        ('{"label": "spam"}', "html or text"),
        ('{"label": "spam", "html": ""}', "html or text"),
        ('{"label": "Spam", "html": "<p>x"}', "the label is 'Spam'"),
        ('{"label": null, "html": "<p>x"}', "the label is None"),
        ('{"label": ["spam"], "html": "<p>x"}', "the label is"),
        ('{"label": "spam", "html": "<p>x", "url": 5}', "the url is 5"),
        ('{"label": "spam", "html": "<p>x", "url": ["https://a.example"]}', "the url is"),
    ],
)
def test_a_bad_line_is_told_with_its_number(jsonl, line, said):
    path = jsonl({"label": "ham", "html": "<p>good"}, "", line)
    with pytest.raises(DatasetError, match=r"mine\.jsonl, line 3: ") as caught:
        read_additions([path])
    assert said in str(caught.value)


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path):
    (tmp_path / "mine.jsonl").write_bytes(b"\xef\xbb\xbf" + lines({"label": "ham", "text": "x"}).encode())
    assert len(read_additions([tmp_path / "mine.jsonl"])) == 1


def test_line_separators_within_a_page_end_no_line(tmp_path):
    (tmp_path / "mine.jsonl").write_text(
        json.dumps({"label": "ham", "text": "a\u2028b\x85c"}, ensure_ascii=False) + "\n", "utf-8"
    )
    assert read_additions([tmp_path / "mine.jsonl"])[0].body == "a\u2028b\x85c"


@pytest.mark.parametrize("name", ["missing.jsonl", "empty.jsonl", "binary.jsonl", "folder"])
def test_a_path_without_pages_is_told(tmp_path, name):
    (tmp_path / "empty.jsonl").write_text("\n\n")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder" / "pages").mkdir(parents=True)
    with pytest.raises(UsageError, match="give a folder with spam/ and ham/ in it, or JSON lines"):
        read_additions([tmp_path / name])


def test_own_pages_are_measured_like_any(jsonl):
    found = measure(
        read_additions(
            [
                jsonl(
                    {"label": "spam", "html": "<a href=https://unheard.example/>Watch full movie</a>"},
                    {"label": "ham", "html": " "},
                )
            ]
        ),
        jobs=1,
    )
    assert [row.label for row in found.rows] == ["spam"]
    assert len(found.ways[0]) == 1
    assert found.truth[0].tolist() == [-1]


def test_the_redirects_that_led_to_a_page_are_measured(jsonl):
    page = {"label": "spam", "html": "<p>Watch", "url": "https://a.example/"}
    passed = {**page, "html": "<p>Watch now", "hops": [{"url": "https://b.example/", "status": 302}]}
    rows = measure(read_additions([jsonl(page, passed)]), jobs=1)
    number = [feature.name for feature in FEATURES].index("site.foreign_hop")
    assert rows.dense[:, number].tolist() == [0, 1]


@pytest.mark.parametrize("hops", ["https://b.example/", [1], [{"url": "https://b.example/"}], {"url": 1}])
def test_hops_that_are_none_are_refused(jsonl, hops):
    with pytest.raises(DatasetError, match="line 1: hops must be a list"):
        read_additions([jsonl({"label": "spam", "html": "<p>x", "hops": hops})])
