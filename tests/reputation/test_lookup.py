"""What is on a list is found, in all its spellings, and nothing else is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector import urls
from detector.errors import UnreadableInput, UsageError
from detector.reputation import as_identified, identified, lookup, opened
from detector.reputation.build import build, source
from tests.reputation.conftest import hits

FOUND = [
    ("evil.example", "https://evil.example/"),
    ("evil.example", "http://EVIL.example:80/a?b#c"),
    ("evil.example", "https://evil.example:8443/"),
    ("evil.example", "https://evil.example./"),
    ("evil.example", "https://a.b.evil.example/"),
    ("evil.example", "https://netflix.example@evil.example/"),
    ("www.evil.example", "https://www.evil.example/"),
    ("*.evil.example", "https://evil.example/"),
    ("BÜCHER.example", "https://xn--bcher-kva.example/"),
    ("192.0.2.1", "http://192.0.2.1/a"),
    ("192.0.2.1", "http://3221225985/a"),
    ("192.0.2.1", "http://192.0.2.1:8080/a"),
    ("192.0.2.1:8080", "http://192.0.2.1:8080/a"),
    ("2001:db8::1", "http://[2001:db8:0::1]/"),
    ("github.io", "https://github.io/x"),
    ("evil.example:8080", "http://evil.example:8080/x"),
    ("https://evil.example/a?b=c", "http://evil.example/a?b=c#d"),
    ("https://evil.example/", "http://evil.example"),
    ("https://evil.example/kit/", "https://evil.example/kit/"),
    ("https://evil.example/kit/", "https://evil.example/kit/a/b?c"),
    ("https://docs.github.io/kit/", "https://docs.github.io/kit/a"),
]
NOT_FOUND = [
    ("evil.example", "https://notevil.example/"),
    ("evil.example", "https://evil.example.test/"),
    ("evil.example", "https://example/"),
    ("evil.example", "https://a.example/evil.example"),
    ("evil.example", "https://evil.example@good.example/"),
    ("www.evil.example", "https://evil.example/"),
    ("www.evil.example", "https://shop.evil.example/"),
    ("192.0.2.1", "http://192.0.2.11/"),
    ("192.0.2.1:8080", "http://192.0.2.1/"),
    ("2.1.example", "http://192.0.2.1/"),
    ("github.io", "https://someone.github.io/"),
    ("*.github.io", "https://someone.github.io/"),
    ("co.uk", "https://evil.co.uk/"),
    ("evil.example:8080", "http://evil.example/x"),
    ("evil.example:8080", "http://a.evil.example:8080/x"),
    ("https://evil.example/a?b=c", "https://evil.example/a"),
    ("https://evil.example/a", "https://evil.example/a?b=c"),
    ("https://evil.example/a", "https://evil.example/A"),
    ("https://evil.example/a", "https://www.evil.example/a"),
    ("https://evil.example/a", "https://evil.example:8443/a"),
    ("https://evil.example/a", "https://evil.example/a/"),
    ("https://evil.example/", "https://evil.example/a"),
    ("https://evil.example/kit/", "https://evil.example/kit"),
    ("https://evil.example/kit/", "https://evil.example/kits/"),
    ("https://evil.example/kit/", "https://evil.example/a/kit/"),
    ("https://evil.example/kit/", "https://evil.example:8443/kit/"),
    ("https://evil.example/kit/", "https://a.evil.example/kit/"),
]


@pytest.mark.parametrize(("entry", "address"), FOUND)
def test_what_is_listed_is_found(lists, entry, address):
    assert list(hits(lists(mine=[entry]), address).values()) == [["mine"]]


@pytest.mark.parametrize(("entry", "address"), NOT_FOUND)
def test_nothing_lists_more_than_it_says(lists, entry, address):
    reputation = lists(mine=[entry])
    assert hits(reputation, address) == {}
    assert hits(reputation, address, "https://a.example/", "https://evil.test/kit/") == {}


def test_each_address_has_the_lists_it_is_on_by_name(lists):
    reputation = lists(b=["evil.example", "https://twice.example/a"], a=["evil.example"], c=["https://evil.example/a"])
    assert hits(reputation, "https://evil.example/a", "https://evil.example/b", "https://twice.example/b") == {
        "https://evil.example/a": ["a", "b", "c"],
        "https://evil.example/b": ["a", "b"],
    }


def test_the_narrowest_entry_of_a_list_speaks(lists):
    reputation = lists(
        mine=["evil.example", "a.evil.example", "https://a.evil.example/kit/", "https://a.evil.example/kit/1"]
    )
    said = [
        reputation.of(urls.address(url))[0].entry.text
        for url in (
            "https://a.evil.example/kit/1",
            "https://a.evil.example/kit/2",
            "https://a.evil.example/",
            "https://b.evil.example/",
        )
    ]
    assert said == ["a.evil.example/kit/1", "a.evil.example/kit/", "a.evil.example", "evil.example"]


@pytest.mark.parametrize(
    ("allowed", "free"),
    [
        ("evil.example", {"evil", "a", "a/1", "a/2"}),
        ("a.evil.example", {"a", "a/1", "a/2"}),
        ("https://a.evil.example/1", {"a/1"}),
        ("https://a.evil.example/", {"a"}),
        ("b.evil.example", set()),
        ("example.com", set()),
    ],
)
def test_what_is_allowed_is_no_hit_and_nothing_beyond_it_is_freed(lists, allowed, free):
    names = {
        "evil": "https://evil.example/",
        "a": "https://a.evil.example/",
        "a/1": "https://a.evil.example/1",
        "a/2": "https://a.evil.example/2",
    }
    reputation = lists(mine=["evil.example", "https://a.evil.example/1"], allow=[allowed])
    listed = hits(reputation, *names.values())
    assert {name for name, url in names.items() if url not in listed} == free
    assert all((reputation.exception(urls.address(url)) is not None) == (name in free) for name, url in names.items())


def test_a_public_suffix_allows_nothing_below_it(lists):
    assert hits(lists(mine=["evil.github.io"], allow=["github.io"]), "https://evil.github.io/")


def test_one_file_allows_for_all(make):
    first, second = (
        make(mine=["evil.example"], name="a.rep"),
        make(yours=["x.example"], allow=["evil.example"], name="b.rep"),
    )
    assert hits(opened([str(first)]), "https://evil.example/")
    assert hits(opened([str(first), str(second)]), "https://evil.example/", "https://x.example/") == {
        "https://x.example/": ["yours"]
    }


def test_two_files_with_a_list_of_one_name_do_not_go_together(make):
    with pytest.raises(UsageError, match="list 'mine'"):
        opened([str(make(mine=["a.example"], name="a.rep")), str(make(mine=["b.example"], name="b.rep"))])


def test_lists_without_entries_have_no_hits(lists):
    assert hits(lists(mine=[]), "https://evil.example/") == {}
    assert hits(lists(mine=[], allow=["a.example"]), "https://a.example/") == {}


def test_no_address_asks_for_more_hashes_than_the_lists_are_deep(lists, monkeypatch):
    """Hosts of thousands of labels and paths of thousands of folders cost no more than others."""
    reputation = lists(mine=["a.evil.example", "https://evil.example/kit/a/"])
    counted: list[object] = []
    hashed = lookup.hashed
    monkeypatch.setattr(lookup, "hashed", lambda key: (counted.append(key), hashed(key))[1])
    for url in (
        "https://" + "a." * 100 + "evil.example/",
        "https://evil.example/" + "a/" * 2_000,
        "https://" + "a." * 1_900 + "x/",
    ):
        counted.clear()
        reputation.hits([urls.address(url)])
        assert len(counted) < 20
    assert hits(reputation, "https://" + "a." * 100 + "evil.example/")


def test_another_process_opens_the_files_for_itself(make):
    path = make(mine=["evil.example"])
    reputation = opened([str(path)])
    assert hits(pickle.loads(pickle.dumps(reputation)), "https://evil.example/")
    make(mine=["other.example"])
    with pytest.raises(UsageError, match="has changed since"):
        pickle.loads(pickle.dumps(reputation))


def test_files_are_known_again(make):
    path = make(mine=["evil.example"])
    before = identified([str(path)])
    assert before == identified([str(make(mine=["evil.example"]))])
    assert as_identified(before).tables[0].path == str(path)
    make(mine=["evil.example"], weight=3.0)
    with pytest.raises(UsageError, match="has changed since"):
        as_identified(before)
    path.unlink()
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        as_identified(before)


# The law, against a reading of the same rules that knows no hashes.

LABELS = st.sampled_from(["a", "b", "evil", "www"])
HOST = st.builds(
    lambda labels, end: ".".join([*labels, end]),
    st.lists(LABELS, max_size=3),
    st.sampled_from(["x.example", "github.io", "co.uk", "192.0.2.1"]),
).filter(lambda host: not host.endswith(".192.0.2.1"))
PORT = st.sampled_from(["", "", ":443", ":8080"])
PATH = st.sampled_from(["/", "/a", "/a/", "/a/b", "/a/b/", "/a?q", "/a/?q"])
URL = st.builds(lambda host, port, path: f"https://{host}{port}{path}", HOST, PORT, PATH)
ENTRY = st.one_of(HOST, st.builds(lambda host, port: host + port, HOST, PORT), URL)


def matches(entry: str, url: str) -> bool:
    """Does an entry list an address? As the documentation says it, letter by letter."""
    place, slash, path = url.removeprefix("https://").replace(":443", "").partition("/")
    path = slash + path
    host = place.partition(":")[0]
    if entry.startswith("https://"):
        said, _, rest = entry.removeprefix("https://").replace(":443", "").partition("/")
        rest = "/" + rest
        folder = rest.endswith("/") and rest != "/"
        return said == place and (rest == path or (folder and "?" not in rest and path.startswith(rest)))
    said = entry.removesuffix(":443")
    if ":" in said or said in ("github.io", "co.uk", "192.0.2.1"):
        return said in (host, place)
    return host == said or host.endswith("." + said)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(ENTRY, min_size=1, max_size=8),
    st.lists(ENTRY, max_size=8),
    st.lists(ENTRY, max_size=3),
    st.lists(URL, max_size=12),
)
def test_hits_are_what_the_rules_say(
    tmp_path: Path, one: list[str], two: list[str], allow: list[str], asked: list[str]
):
    for name, entries in (("one", one), ("two", two), ("allow", allow)):
        (tmp_path / name).write_text("\n".join(entries))
    build(tmp_path / "f", [source(str(tmp_path / name)) for name in ("one", "two")], [source(str(tmp_path / "allow"))])
    reputation = opened([str(tmp_path / "f")])
    # Every listed address is asked about, too.
    asked += [entry if "://" in entry else f"https://{entry}/" for entry in one + two + allow]
    addresses = [urls.address(urls.resolve(None, url) or "") for url in asked]
    found = reputation.hits(addresses)
    for url, address in zip(asked, addresses, strict=True):
        free = any(matches(entry, url) for entry in allow)
        wanted = [
            name for name, said in (("one", one), ("two", two)) if any(matches(e, url) for e in said) and not free
        ]
        assert [hit.list for hit in found.get(address.url, ())] == wanted, url
        assert [hit.list for hit in reputation.of(address)] == wanted
