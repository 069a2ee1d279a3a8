"""The same lists make the same file, and what became of each entry is counted."""

from __future__ import annotations

import json
import random

import pytest

from detector.errors import UnreadableInput, UnwritableOutput, UsageError
from detector.reputation import opened, store
from detector.reputation.build import Source, build, source
from detector.reputation.store import open_table
from detector.urls import address

ENTRIES = [f"{name}.example" for name in "abcdefgh"] + ["https://i.example/a", "https://j.example/b/", "192.0.2.1"]


def test_neither_the_order_of_lists_nor_of_entries_changes_a_byte(tmp_path):
    made = set()
    for seed in range(4):
        lists = []
        for name in ("one", "two", "three"):
            rows = [{"host": entry, "reason": f"reason {len(entry) % 3}"} for entry in ENTRIES]
            random.Random(seed).shuffle(rows)
            (tmp_path / f"{name}.json").write_text(json.dumps(rows))
            lists.append(source(str(tmp_path / f"{name}.json")))
        random.Random(seed).shuffle(lists)
        build(tmp_path / "f", lists, [Source("z", tmp_path / "one.json"), Source("y", tmp_path / "two.json")])
        made.add((tmp_path / "f").read_bytes())
    assert len(made) == 1


def test_what_became_of_each_entry_is_counted(tmp_path):
    body = """# a comment
evil.example
evil.example
www.evil.example
github.io
*.co.uk
192.0.2.1
https://a.example/x
https://a.example/
https://a.example/kit/
foo
b.example bar
||ads.example^
c.example##.ad
127.0.0.1 localhost
localhost
"""
    (tmp_path / "mine.txt").write_text(body)
    built = build(tmp_path / "f", [source(str(tmp_path / "mine.txt"))], [Source("ok", tmp_path / "mine.txt")], 2.5)
    (tally,) = built.lists
    assert tally.listed() == ("mine", 9, 4, 3, 2, 1, 3, 2)
    assert (tally.suffixes, tally.suffix_count, tally.fronts) == (["github.io", "co.uk"], 2, 1)
    assert [(bad.number, bad.text) for bad in tally.bad] == [(11, "foo"), (12, "b.example bar")]
    assert built.size == (tmp_path / "f").stat().st_size
    header = open_table(str(tmp_path / "f")).header
    assert header == built.header
    assert (header.weight, header.entries, header.exceptions) == (2.5, 9, 9)
    assert [one.name for one in header.allowed] == ["ok"]


def test_many_that_cannot_be_read_are_counted_and_the_first_are_shown(tmp_path):
    (tmp_path / "mine").write_text("evil.example\n" + "foo\n" * 1_000)
    (tally,) = build(tmp_path / "f", [source(str(tmp_path / "mine"))]).lists
    assert tally.unreadable == 1_000
    assert [bad.number for bad in tally.bad] == [2, 3, 4, 5, 6]


def test_a_reason_is_kept_tidy_and_the_first_of_several_counts(tmp_path):
    rows = [
        {"host": "a.example", "reason": "  Malware\u202e \n\x1b[31mDownload  "},
        {"host": "b.example", "reason": "spam"},
        {"host": "b.example", "reason": ""},
        {"host": "b.example", "reason": "phishing"},
        {"host": "c.example", "reason": "x" * 500},
        {"host": "d.example"},
    ]
    (tmp_path / "mine").write_text(json.dumps(rows))
    build(tmp_path / "f", [source(str(tmp_path / "mine"))])
    reputation = opened([str(tmp_path / "f")])
    said = [reputation.of(address(f"https://{name}.example/"))[0].reason for name in "abcd"]
    assert said == ["malware [31mdownload", "phishing", "x" * store.LONGEST_REASON, ""]


def test_of_very_many_reasons_the_first_are_kept(tmp_path):
    (tmp_path / "mine").write_text(
        "\n".join(json.dumps({"host": f"a{n}.example", "reason": f"r{n}"}) for n in range(500))
    )
    header = build(tmp_path / "f", [source(str(tmp_path / "mine"))]).header
    assert len(header.reasons) == 201
    reputation = opened([str(tmp_path / "f")])
    assert [reputation.of(address(f"https://a{n}.example/"))[0].reason for n in (0, 199, 200)] == ["r0", "r199", ""]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("feeds/urlhaus.txt", "urlhaus"),
        ("feeds/urlhaus.txt.gz", "urlhaus"),
        ("my list.csv", "my-list"),
        ("hosts", "hosts"),
        ("a.b.txt", "a.b"),
        ("mine=feeds/x=y.txt", "mine"),
        ("feeds/x=y.txt", None),
    ],
)
def test_a_list_is_called_by_its_file_or_as_the_user_says(said, name):
    if name is None:
        with pytest.raises(UsageError, match="NAME="):
            source(said)
    else:
        assert source(said).name == name


def test_a_file_with_an_equals_sign_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a=b").write_text("evil.example")
    with pytest.raises(UsageError, match="'a=b'"):
        source("a=b")
    assert source("x=a=b") == ("x", tmp_path.__class__("a=b"))


@pytest.mark.parametrize("name", ["", "-x", "x" * 41, "a b", "é", "a/b", "x\n"])
def test_a_name_that_could_not_be_shown_is_refused(name):
    with pytest.raises(UsageError):
        source(f"{name}=list.txt")


def test_two_lists_of_one_name_are_refused(tmp_path):
    (tmp_path / "a").write_text("evil.example")
    with pytest.raises(UsageError, match="'x': give one of them another name"):
        build(tmp_path / "f", [Source("x", tmp_path / "a"), Source("x", tmp_path / "a")])
    assert not (tmp_path / "f").exists()


def test_a_list_of_nothing_that_can_be_read_is_refused_but_an_empty_one_is_none(tmp_path):
    (tmp_path / "page").write_text("<!doctype html>\n<title>404</title>\n")
    with pytest.raises(UnreadableInput, match="This is no list of hosts"):
        build(tmp_path / "f", [source(str(tmp_path / "page"))])
    (tmp_path / "empty").touch()
    assert build(tmp_path / "f", [source(str(tmp_path / "empty"))]).header.entries == 0


def test_a_build_that_fails_leaves_the_file_there_was(tmp_path):
    (tmp_path / "good").write_text("evil.example")
    (tmp_path / "bad").write_text("foo")
    build(tmp_path / "f", [source(str(tmp_path / "good"))])
    before = (tmp_path / "f").read_bytes()
    with pytest.raises(UnreadableInput):
        build(tmp_path / "f", [source(str(tmp_path / "good")), source(str(tmp_path / "bad"))])
    with pytest.raises(UnwritableOutput):
        build(tmp_path / "gone" / "f", [source(str(tmp_path / "good"))])
    with pytest.raises(UnwritableOutput):
        build(tmp_path, [source(str(tmp_path / "good"))])
    assert (tmp_path / "f").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "f", "good"]


def test_who_has_the_old_file_open_keeps_it(tmp_path):
    (tmp_path / "a").write_text("\n".join(f"a{n}.example" for n in range(3_000)))
    build(tmp_path / "f", [source(str(tmp_path / "a"))])
    reputation = opened([str(tmp_path / "f")])
    (tmp_path / "a").write_text("b.example")
    build(tmp_path / "f", [source(str(tmp_path / "a"))])
    assert all(reputation.of(address(f"https://a{n}.example/")) for n in range(3_000))
    assert not opened([str(tmp_path / "f")]).of(address("https://a1.example/"))
