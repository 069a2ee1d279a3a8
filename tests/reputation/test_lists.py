"""Lists in every form: what is read of them, what is passed over, and what is told as unreadable."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from detector.errors import UnreadableInput
from detector.reputation import lines, objects
from detector.reputation.found import Found
from detector.reputation.opening import found


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """The entries of a list with this body."""

    def entries(body: str | bytes) -> list[Found]:
        path = tmp_path / "list"
        path.write_bytes(body if isinstance(body, bytes) else body.encode())
        return list(found(path))

    return entries


def texts(found: list[Found]) -> list[str]:
    return [one.text for one in found if not one.passed and not one.wrong]


def passed(found: list[Found]) -> list[tuple[int, str]]:
    return [(one.number, one.passed) for one in found if one.passed]


def wrong(found: list[Found]) -> list[int]:
    return [one.number for one in found if one.wrong]


class TestLines:
    def test_comments_and_blank_lines_are_none(self, read):
        body = (
            "# a\n; b\n! c\n// d\n\n  \n[Adblock Plus 2.0]\na.example # e\nb.example\t; f\n https://c.example/#top \n"
        )
        got = read(body)
        assert texts(got) == ["a.example", "b.example", "https://c.example/#top"]
        assert [one.number for one in got] == [8, 9, 10]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", ""])
    def test_line_ends_and_marks_of_order_are_nothing(self, read, end):
        body = b"\xef\xbb\xbf" + f"a.example{end or chr(10)}b.example{end}".encode()
        assert texts(read(body)) == ["a.example", "b.example"]

    def test_an_empty_list_has_no_entries(self, read):
        assert read(b"") == read("\n") == read(b"\xef\xbb\xbf") == []

    def test_a_hosts_file_lists_what_it_sends_nowhere(self, read):
        body = """127.0.0.1 localhost
127.0.0.1\tlocalhost.localdomain local
255.255.255.255 broadcasthost
::1 ip6-localhost ip6-loopback
fe80::1%lo0 localhost
0.0.0.0 0.0.0.0
0.0.0.0 a.example # why
0.0.0.0 b.example c.example
127.0.0.1 d.example
:: e.example
::1 f.example
0 g.example
192.0.2.7 printer.example
"""
        got = read(body)
        assert texts(got) == [f"{letter}.example" for letter in "abcdefg"]
        assert {why for _, why in passed(got)} == {lines.MACHINE}
        assert [number for number, _ in passed(got)] == [1, 2, 2, 3, 4, 4, 5, 6]
        assert wrong(got) == [13]

    def test_of_ad_block_filters_those_of_whole_hosts_are_read(self, read):
        whole = ["||a.example^", "||b.example^$all", "||c.example^$document,important", "||*.d.example^"]
        others = [
            "||e.example^$third-party",
            "||f.example/path^",
            "||g.example",
            "||h.example^$domain=x.example",
            "@@||i.example^",
            "|https://j.example/",
            "/banner/img",
            "/k[0-9]+/",
            "||l*.example^",
        ]
        cosmetic = ["m.example##.ad", "m.example,n.example#@#.ad", "o.example#?#div", "p.example#$#body", "##.ad"]
        got = read("\n".join([*whole, *others, *cosmetic]))
        assert texts(got) == ["a.example", "b.example", "c.example", "*.d.example"]
        assert [why for _, why in passed(got)] == [lines.FILTER] * len(others) + [lines.COSMETIC] * len(cosmetic)

    def test_what_cannot_be_read_keeps_its_number(self, read):
        got = read(b"a.example\ncaf\xe9.example\n" + b"x" * 9_000 + b"\nb.example\n" + b"y" * 90_000)
        assert texts(got) == ["a.example", "b.example"]
        assert wrong(got) == [2, 3, 5]

    def test_a_whole_line_is_an_entry_where_it_is_no_hosts_file(self, read):
        assert texts(read("a.example @ads\n1.2.3 b.example")) == ["a.example @ads", "1.2.3 b.example"]


class TestJson:
    def test_an_array_of_strings(self, read):
        assert texts(read('\ufeff [\n"a.example", "https://b.example/x"\n]')) == ["a.example", "https://b.example/x"]

    def test_objects_with_reasons(self, read):
        rows = [
            {"url": "https://a.example/x", "threat": "malware", "host": "a.example"},
            {"host": "b.example", "tags": ["spam", "x"]},
            {"domain": "c.example", "category": "phishing", "id": 3},
            {"domain": "d.example", "reason": " ", "threat": None},
            {"id": 4},
            5,
            None,
        ]
        got = read(json.dumps(rows))
        assert [(one.text, one.reason) for one in got if not one.wrong] == [
            ("https://a.example/x", "malware"),
            ("b.example", "spam"),
            ("c.example", "phishing"),
            ("d.example", ""),
        ]
        assert wrong(got) == [5, 6]
        assert [one.number for one in got] == list(range(1, len(got) + 1))

    def test_arrays_below_an_object(self, read):
        said = {
            "version": "1.2.example",
            "homepage": "https://feed.example/",
            "data": ["a.example", {"url": "b.example"}],
        }
        assert texts(read(json.dumps(said))) == ["a.example", "b.example"]
        by_number = {"7": [{"url": "https://c.example/x", "threat": "malware"}], "8": [{"url": "https://d.example/x"}]}
        assert texts(read(json.dumps(by_number))) == ["https://c.example/x", "https://d.example/x"]
        by_name = {"one": {"domain": "e.example"}, "two": {"host": "f.example"}}
        assert texts(read(json.dumps(by_name, indent=1))) == ["e.example", "f.example"]

    def test_what_a_list_allows_is_not_listed(self, read):
        said = {
            "blacklist": ["a.example"],
            "whitelist": ["good.example"],
            "fuzzylist": ["wallet.example"],
            "tolerance": 2,
        }
        got = read(json.dumps(said))
        assert texts(got) == ["a.example"]
        assert len(passed(got)) == 2

    def test_json_lines(self, read):
        got = read('{"url": "https://a.example/x", "threat": "malware"}\n\n"b.example"\n{oops\n{"host": "c.example"}\n')
        assert texts(got) == ["https://a.example/x", "b.example", "c.example"]
        assert [one.number for one in got] == [1, 3, 4, 5]
        assert wrong(got) == [4]

    def test_one_line_of_json_is_a_document(self, read):
        assert texts(read('{"list": ["a.example", "b.example"], "type": "hostname"}')) == ["a.example", "b.example"]

    @pytest.mark.parametrize(
        "body", ['["a.example"', "[" * 100_000, '{"list": [}', '["\\ud800", "a.example"] x', b'["\xff"]']
    )
    def test_a_broken_document_is_told(self, read, body):
        with pytest.raises(UnreadableInput, match="cannot be read"):
            read(body)

    def test_objects_nested_too_deep_are_told(self, read):
        deep = '{"list":' * 900 + "[]" + "}" * 900
        with pytest.raises(UnreadableInput, match="nested too deep"):
            read(deep)
        got = read(f'"a.example"\n{deep}\n"b.example"\n')
        assert (texts(got), wrong(got)) == (["a.example", "b.example"], [2])

    @pytest.mark.parametrize("attribute", ['[{"type": ["url"], "value": "x.example"}]', "5", '"url"', "[[]]"])
    def test_an_event_of_another_shape_lists_nothing(self, read, attribute):
        assert texts(read(f'{{"Event": {{"Attribute": {attribute}}}}}')) == []

    def test_a_document_beyond_the_bound_is_refused(self, read, monkeypatch):
        monkeypatch.setattr("detector.reputation.opening.MOST", 10)
        with pytest.raises(UnreadableInput, match="larger than 10 bytes"):
            read('["a.example"]')

    def test_a_long_json_line_is_no_entry(self, read, monkeypatch):
        monkeypatch.setattr(objects, "LONGEST", 100)
        got = read('{"url": "a.example"}\n{"url": "' + "b" * 100 + '.example"}\n{"url": "c.example"}\n')
        assert texts(got) == ["a.example", "c.example"]
        assert wrong(got) == [2]


class TestMisp:
    def event(self) -> dict[str, Any]:
        attributes = [
            {"type": "domain", "value": "a.example", "category": "Network activity", "to_ids": True},
            {"type": "hostname", "value": "www.b.example"},
            {"type": "url", "value": "https://c.example/x"},
            {"type": "uri", "value": "https://d.example/y"},
            {"type": "domain|ip", "value": "e.example|192.0.2.1"},
            {"type": "link", "value": "https://report.example/"},
            {"type": "url", "value": "https://report.example/2", "to_ids": False},
            {"type": "domain", "value": "old.example", "deleted": True},
            {"type": "md5", "value": "0" * 32},
            {"type": "domain", "value": 5},
        ]
        inner = [{"name": "url", "Attribute": [{"type": "url", "value": "https://f.example/z"}]}]
        return {"Event": {"info": "A campaign", "Attribute": attributes, "Object": inner}}

    expected = (
        "a.example",
        "www.b.example",
        "https://c.example/x",
        "https://d.example/y",
        "e.example",
        "https://f.example/z",
    )

    @pytest.mark.parametrize("indent", [None, 2])
    @pytest.mark.parametrize("wrap", [lambda event: event, lambda event: {"response": [event]}, lambda event: [event]])
    def test_what_is_meant_for_detection_is_read(self, read, wrap, indent):
        got = read(json.dumps(wrap(self.event()), indent=indent))
        assert tuple(texts(got)) == self.expected
        assert len(passed(got)) == 4
        assert len(wrong(got)) == 1
        assert got[0].reason == "Network activity"

    def test_a_warninglist_is_read_where_it_holds_hosts(self, read):
        said = {
            "name": "n",
            "type": "hostname",
            "version": 1,
            "matching_attributes": ["domain"],
            "list": [".a.example"],
        }
        assert texts(read(json.dumps(said))) == [".a.example"]
        patterns = read(json.dumps({**said, "type": "regex", "list": ["a.*", "b.example"]}))
        assert texts(patterns) == []
        assert len(passed(patterns)) == 2


class TestFiles:
    @pytest.mark.parametrize(
        "body", ["a.example\nb.example\n", '["a.example", "b.example"]', '"a.example"\n"b.example"']
    )
    def test_packed_lists_are_read_alike(self, read, body):
        assert read(gzip.compress(body.encode())) == read(body)
        assert texts(read(gzip.compress(body[:5].encode()) + gzip.compress(body[5:].encode()))) == [
            "a.example",
            "b.example",
        ]

    @pytest.mark.parametrize("keep", [5, 40, -9])
    def test_a_damaged_pack_is_told(self, read, keep):
        body = gzip.compress("\n".join(f"a{n}.example" for n in range(5_000)).encode())
        with pytest.raises(UnreadableInput, match="gzip file is damaged or breaks off"):
            read(body[:keep])

    @pytest.mark.parametrize("body", [b"\x89PNG\r\n\x1a\n\0\0", "a.example\n".encode("utf-16")])
    def test_what_is_binary_is_told(self, read, body):
        with pytest.raises(UnreadableInput, match="binary, or text in UTF-16"):
            read(body)

    def test_a_list_that_is_not_there_is_told(self, tmp_path):
        for path in (tmp_path, tmp_path / "gone"):
            with pytest.raises(UnreadableInput, match=r"list cannot be read: (No such|Is a)"):
                list(found(path))
