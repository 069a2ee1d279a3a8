"""The lexicons hold what they say, and the loader reads them as it says."""

import io
import json
import re
import runpy
import subprocess
import sys
import tarfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector import lexicon
from tests.growth import assert_linear

ROOT = Path(__file__).resolve().parents[1]
LEXICONS = ROOT / "detector" / "lexicons"
BUILD = runpy.run_path(str(ROOT / "datasets" / "build_lexicons.py"))
FILES = sorted(LEXICONS.rglob("*.txt"))
PHRASES = sorted((LEXICONS / "phrases").glob("*.txt"))
TABLES = ("suffixes", "host_tokens")
HOSTS = [path for path in sorted(LEXICONS.glob("*.txt")) if path.stem not in TABLES]
LANGUAGES = "en es pt fr de it id vi tr ja zh ru nl pl th hi hu".split()
TOPICS = {"stream", "gambling", "download", "pharma", "crypto", "prize"}


def name(path: Path) -> str:
    return path.stem


def entries(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def sections(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# lang: "):
            phrases = found.setdefault(line.removeprefix("# lang: "), [])
        elif not line.startswith("#"):
            phrases.append(line)
    return found


@pytest.fixture
def other_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of lexicons of our own in place of the shipped one."""
    (tmp_path / "phrases").mkdir()
    lists = (lexicon.hosts, lexicon._listed_paths, lexicon._pairs)
    cached = (*lists, lexicon.phrase_book, lexicon.digest, lexicon._tree)
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    for function in cached:
        function.cache_clear()
    yield tmp_path
    for function in cached:
        function.cache_clear()


class TestFiles:
    def test_every_lexicon_of_the_house_is_there(self) -> None:
        hosts = "official platforms shorteners redirectors affiliate free_hosting tunnels stream_hosts scam_hosts"
        assert {*hosts.split(), *TABLES} == {path.stem for path in LEXICONS.glob("*.txt")}
        assert len(PHRASES) == 25

    @pytest.mark.parametrize("path", FILES, ids=name)
    def test_the_head_names_subject_origin_and_licence(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = [line for line in lines[:12] if line.startswith("# ") and not line.startswith("# lang")]
        origins = [line for line in head if line.startswith("# origin: ")]
        assert head[0].startswith(f"# {path.stem}: ")
        assert any(line.startswith("# made: ") for line in head)
        assert origins
        assert all("licence: " in line for line in origins)
        assert all("by hand" in line or re.search(r"github\.com/\S+ at [0-9a-f]{40}", line) for line in origins)

    @pytest.mark.parametrize("path", FILES, ids=name)
    def test_entries_are_sorted_unique_and_comments_stand_apart(self, path: Path) -> None:
        for group in sections(path).values() if path in PHRASES else [entries(path)]:
            assert group == sorted(set(group))
            assert all(line and line == line.strip() for line in group)

    @pytest.mark.parametrize("path", HOSTS, ids=name)
    def test_hosts_are_lower_case_ascii_below_a_suffix(self, path: Path) -> None:
        host = re.compile(r"([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\.)+([a-z]{2,}|xn--[a-z0-9-]+)")
        for entry in entries(path):
            only_host, slash, _ = entry.partition("/")
            assert host.fullmatch(only_host), entry
            assert not slash or path.stem in ("redirectors", "affiliate"), entry
        assert not {"com", "co.uk", "com.br", "org"} & set(entries(path))

    def test_host_lists_stay_small(self) -> None:
        assert sum(path.stat().st_size for path in LEXICONS.glob("*.txt")) <= 600_000
        assert len(lexicon.hosts("official")) <= 2500
        assert len(lexicon.hosts("platforms")) <= 1500
        assert len(lexicon.hosts("scam_hosts")) <= 8000

    def test_abuse_lists_hold_no_official_service(self) -> None:
        for abuse in ("stream_hosts", "scam_hosts"):
            assert not lexicon.hosts(abuse) & (lexicon.hosts("official") | lexicon.hosts("platforms"))

    def test_suffixes_weigh_within_three(self) -> None:
        rows = [line.split("\t") for line in entries(LEXICONS / "suffixes.txt")]
        assert 100 < len(rows) <= 400
        assert all(-3 <= float(weight) <= 3 and float(weight) for _, weight in rows)

    def test_no_country_counts_against_its_hosts(self) -> None:
        for suffix in (
            "de",
            "fr",
            "co.id",
            "id",
            "pl",
            "ru",
            "vn",
            "com.br",
            "co.th",
            "jp",
            "hu",
            "in",
            "nl",
        ):
            assert lexicon.suffix_weight(suffix) <= 0

    def test_host_tokens_name_a_known_topic(self) -> None:
        tokens = lexicon.host_tokens()
        assert set(tokens.values()) == TOPICS
        assert len(tokens) <= 500
        assert all(re.fullmatch(r"[a-z0-9-]{3,}", token) for token in tokens)


class TestHosts:
    @pytest.mark.parametrize("host", ["netflix.com", "www.netflix.com", "a.b.c.netflix.com"])
    def test_a_host_is_found_by_itself_or_a_parent(self, host: str) -> None:
        assert lexicon.host_in("official", host)

    @pytest.mark.parametrize(
        "host", ["evil-netflix.com", "netflix.com.evil.xyz", "netflix", "com", "", "notnetflix.com", "."]
    )
    def test_a_match_is_never_widened(self, host: str) -> None:
        assert not lexicon.host_in("official", host)

    def test_a_listed_host_does_not_list_its_parent(self) -> None:
        assert lexicon.host_in("free_hosting", "sites.google.com")
        assert not lexicon.host_in("free_hosting", "google.com")

    def test_a_path_is_asked_for_with_its_host(self) -> None:
        assert lexicon.host_in("redirectors", "www.youtube.com/redirect")
        assert not lexicon.host_in("redirectors", "www.youtube.com")

    @pytest.mark.parametrize(
        ("listed", "host"),
        [
            ("official", "www.justwatch.com"),
            ("official", "filmweb.pl"),
            ("platforms", "en.wikipedia.org"),
            ("shorteners", "bit.ly"),
            ("redirectors", "l.facebook.com"),
            ("affiliate", "xyz.hop.clickbank.net"),
            ("free_hosting", "best-movies.blogspot.com"),
            ("tunnels", "abcd.ngrok-free.app"),
            ("stream_hosts", "putlockers.fm"),
            ("scam_hosts", "social-buttons.com"),
        ],
    )
    def test_a_known_host_is_in_its_list(self, listed: str, host: str) -> None:
        assert lexicon.host_in(listed, host)

    @pytest.mark.parametrize("listed", ["affiliate", "redirectors", "official"])
    @pytest.mark.parametrize("host", ["prf.hn", "www.google.com", "google.com", "com", "own.example"])
    @pytest.mark.parametrize("path", ["/", "/click", "/url", "/x", "/click/", "/a.prf.hn", "/a.php", "/x.netflix.com"])
    def test_a_path_behind_a_host_is_found_as_one_name(self, listed: str, host: str, path: str) -> None:
        assert lexicon.path_in(listed, host, path) == lexicon.host_in(listed, host + path)

    def test_an_unknown_list_is_an_error(self) -> None:
        with pytest.raises(FileNotFoundError):
            lexicon.hosts("unheard_of")

    def test_cheap_worldwide_suffixes_weigh_more_than_guarded_ones(self) -> None:
        assert lexicon.suffix_weight("xyz") > 1 > 0 > lexicon.suffix_weight("edu")
        assert lexicon.suffix_weight("never-seen") == 0.0


class TestSplit:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            ("  ...!? ", []),
            ("Don’t WATCH it", ["dont", "watch", "it"]),
            ("full_movie-2025.mp4", ["full", "movie", "2025", "mp4"]),
            ("STRASSE straße", ["strasse", "strasse"]),
            ("Épisode complété", ["épisode", "complété"]),
            ("İZLE ızgara IZGARA", ["izle", "izgara", "izgara"]),
            ("今すぐ見る HD版", ["今", "す", "ぐ", "見", "る", "hd", "版"]),
            ("ดูหนังHD", ["ด", "ู", "ห", "น", "ั", "ง", "hd"]),
            ("फिल्म देखें।", ["फिल्म", "देखें"]),
            ("한국 영화", ["한국", "영화"]),
            ("смотреть, онлайн", ["смотреть", "онлайн"]),
            ("wa\u200btch mo\u00advie", ["watch", "movie"]),
        ],
    )
    def test_words(self, text: str, words: list[str]) -> None:
        assert lexicon.split(text) == words

    def test_ascii_takes_the_same_way_as_other_text(self) -> None:
        text = "It's 3 p.m.; WATCH_now (full-HD) 'free'"
        assert lexicon.split(text + " é")[:-1] == lexicon.split(text)

    @pytest.mark.parametrize("unit", ["a", "क\u094d", "\u0301", "界", "é'"])
    def test_long_runs_take_linear_time(self, unit: str) -> None:
        assert_linear(lexicon.split, lambda size: unit * size, 10_000)


class TestPhrases:
    @pytest.mark.parametrize("path", PHRASES, ids=name)
    def test_every_language_is_present_and_english_rich(self, path: Path) -> None:
        found = sections(path)
        assert list(found) == LANGUAGES
        assert len(found["en"]) >= 25
        assert all(len(phrases) >= 6 for phrases in found.values())

    @pytest.mark.parametrize("path", PHRASES, ids=name)
    def test_every_phrase_is_written_as_the_reader_delivers_it(self, path: Path) -> None:
        for phrase in entries(path):
            assert phrase == unicodedata.normalize("NFKC", phrase)
            assert [word for part in phrase.split() for word in lexicon.split(part)] == lexicon.split(phrase)
            assert ["".join(lexicon.split(part)) for part in phrase.split()] == phrase.split()

    @pytest.mark.parametrize("path", PHRASES, ids=name)
    def test_every_phrase_is_found_whole(self, path: Path) -> None:
        for phrase in entries(path):
            words = lexicon.split(phrase)
            assert (path.stem, 0, len(words)) in lexicon.find(words), phrase

    @pytest.mark.parametrize("path", PHRASES, ids=name)
    def test_no_phrase_stands_twice_in_a_list(self, path: Path) -> None:
        words = [tuple(lexicon.split(phrase)) for phrase in entries(path)]
        assert len(words) == len(set(words))

    def test_the_book_lists_the_longest_first(self) -> None:
        for first, group in lexicon.phrase_book().items():
            assert all(words[0] == first for words, _ in group)
            assert [len(words) for words, _ in group] == sorted((len(words) for words, _ in group), reverse=True)

    def test_bait_is_found_and_a_plain_sentence_is_not(self) -> None:
        bait = "Preview Image – Click to Watch on Our Partner Site"
        assert {"watch", "partner"} <= {found for found, _, _ in lexicon.find(lexicon.split(bait))}
        assert lexicon.find(lexicon.split("Her second novel is quieter than her first.")) == []

    def test_the_longest_wins_and_lists_may_overlap(self, other_lists: Path) -> None:
        (other_lists / "phrases" / "watch.txt").write_text("watch\nwatch full movie\nmovie now\n")
        (other_lists / "phrases" / "order.txt").write_text("movie now\n")
        found = lexicon.find("please watch full movie now watch".split())
        assert found == [("watch", 1, 4), ("order", 3, 5), ("watch", 5, 6)]

    def test_a_phrase_cut_off_by_the_end_is_not_found(self, other_lists: Path) -> None:
        (other_lists / "phrases" / "watch.txt").write_text("watch full movie\n")
        assert lexicon.find(["watch", "full"]) == []
        assert lexicon.find([]) == []

    @pytest.mark.parametrize("path", PHRASES, ids=name)
    def test_every_phrase_is_told_by_its_longest_word(self, path: Path) -> None:
        _, telling = lexicon._tree()
        assert all(max(lexicon.split(phrase), key=len) in telling for phrase in entries(path))


class TestDigest:
    def test_it_is_stable_and_follows_names_and_bytes(self, other_lists: Path) -> None:
        def fresh() -> str:
            lexicon.digest.cache_clear()
            return lexicon.digest()

        first = other_lists / "official.txt"
        first.write_text("a.com\n")
        before = fresh()
        assert before == fresh()
        assert re.fullmatch(r"[0-9a-f]{64}", before)
        first.write_text("b.com\n")
        changed = fresh()
        first.rename(other_lists / "platforms.txt")
        renamed = fresh()
        (other_lists / "phrases" / "watch.txt").write_text("watch now\n")
        assert len({before, changed, renamed, fresh()}) == 4

    def test_importing_reads_no_list(self) -> None:
        code = "from detector import lexicon as x; print(*(f.cache_info().currsize for f in (x.hosts, x._tree)))"
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert run.stdout.split() == ["0", "0"]


def tiny_lists() -> dict[str, str]:
    """One small file for each that the builder reads; its suffixes are those of our own hosts and a few."""
    tops = {host.partition("/")[0].rpartition(".")[2] for text in BUILD["OWN"].values() for host in text.split()}
    kinds = ("OFFICIAL_FILES", "OFFICIAL_BRANDS", "PLATFORM_FILES", "PLATFORM_BRANDS")
    majestic = ["wikipedia.org", "press.de", "school.edu", "bank.com"]
    rules = [
        *sorted({*tops, "xyz", "edu", "de"}),
        "co.uk",
        "*.ck",
        "!www.ck",
        "// ===END ICANN DOMAINS===",
        "blogspot.com",
    ]
    return {
        "psl/public_suffix_list.dat": "\n".join(rules),
        **{f"v2fly_domains/data__{file}": "" for kind in kinds for file in BUILD[kind].split()},
        "v2fly_domains/data__netflix": "# x\ntinyflix.com\nfull:cdn.tinyflix.com\nregexp:x\nadflix.com @ads",
        "v2fly_domains/data__ebay": "ebay.to\nebahy.com\n",
        "rspamd_maps/conf__maps.d__redirectors.inc": "twice.to\nonce.to\n",
        "rspamd_maps/conf__maps.d__surbl-whitelist.inc": "bank.com\n",
        "rspamd_maps/conf__maps.d__suspicious_tlds.inc": ".xyz\n",
        "spamassassin_uri/rules__25_url_shortener.cf": "# rules\nurl_shortener .sho.to tin.to\n",
        "splorp_wp/reference__shorteners.txt": "/twice.to/\n/lone.to/\n",
        "misp_warninglists/lists__url-shortener__list.json": json.dumps({"list": ["misp.to"]}),
        "misp_warninglists/lists__dynamic-dns__list.json": json.dumps({"list": [".dyn.to", ".private.to"]}),
        "misp_warninglists/lists__majestic_million__list.json": json.dumps({"list": majestic}),
        "shadowwhisperer/RAW__UrlShortener": "phish.to\n",
        "shadowwhisperer/RAW__Dynamic": "dyn.to\nalone.to\n",
        "shadowwhisperer/RAW__Free": "free.to\nco.uk\nbad host\n<junk>\n",
        "shadowwhisperer/RAW__Gambling": "casino-a.xyz\ncasino-b.xyz\ncasino-c.xyz\n",
        "maltrail/trails__static__suspicious__free_web_hosting.txt": "# free\nHOST.to\n10.0.0.1\n",
        "maltrail/trails__static__suspicious__dynamic_domain.txt": "other.to\n",
        **{f"nextdns_piracy/{file}": "" for file in BUILD["PIRACY_FILES"].split()},
        "nextdns_piracy/streaming-video": "putlocker-x.to\nmoviesbüro.to\nnetflix.com\n",
        "matomo_referrer_spam/spammers.txt": "seo-traffic.xyz\n",
        "durablenapkin_scam/hosts.txt": "# hosts\n0.0.0.0 www.shop-fake.xyz\n0.0.0.0 store.shop-fake.xyz\n",
    }


def pack(path: Path, files: dict[str, str]) -> Path:
    sources = {file.partition("/")[0] for file in files}
    source = json.dumps({"repo": "github.com/some/one", "commit": "0" * 40, "licence": "MIT"})
    with tarfile.open(path, "w:gz") as tar:
        for file, text in {**files, **{f"{folder}/SOURCE.json": source for folder in sources}}.items():
            member = tarfile.TarInfo(f"./{file}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


class TestBuild:
    main: Callable[[list[str]], int] = staticmethod(BUILD["main"])

    def built(self, folder: Path, files: dict[str, str]) -> dict[str, list[str]]:
        assert self.main([str(pack(folder / "lists.tar.gz", files)), "--out", str(folder / "out")]) == 0
        return {path.stem: entries(path) for path in (folder / "out").glob("*.txt")}

    def test_lists_are_read_cleaned_and_parted(self, tmp_path: Path) -> None:
        made = self.built(tmp_path, tiny_lists())
        assert {"tinyflix.com", "netflix.com", "ebay.to"} <= set(made["official"])
        assert not {"adflix.com", "ebahy.com", "cdn.tinyflix.com"} & set(made["official"])
        assert {"sho.to", "tin.to", "misp.to", "twice.to"} <= set(made["shorteners"])
        assert not {"phish.to", "lone.to", "once.to"} & set(made["shorteners"])
        assert "once.to" in made["redirectors"]
        assert "twice.to" not in made["redirectors"]
        assert {"free.to", "host.to"} <= set(made["free_hosting"])
        assert not {"co.uk", "bad", "10.0.0.1", "<junk>"} & set(made["free_hosting"])
        assert "dyn.to" in made["tunnels"]
        assert not {"private.to", "alone.to", "other.to"} & set(made["tunnels"])
        assert made["stream_hosts"] == ["putlocker-x.to", "xn--moviesbro-w9a.to"]
        assert made["scam_hosts"] == ["seo-traffic.xyz", "shop-fake.xyz"]
        assert "casino\tgambling" in made["host_tokens"]
        weights = {row.split("\t")[0]: float(row.split("\t")[1]) for row in made["suffixes"]}
        assert weights["xyz"] > 0 > weights["edu"]
        assert -1 <= weights["de"] < 0

    def test_the_same_archive_gives_the_same_bytes(self, tmp_path: Path) -> None:
        texts = []
        for folder in (tmp_path / "a", tmp_path / "b"):
            folder.mkdir()
            self.built(folder, dict(reversed(tiny_lists().items())))
            texts.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
        assert texts[0] == texts[1]

    def test_a_missing_list_is_one_clear_sentence(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        files = tiny_lists()
        del files["matomo_referrer_spam/spammers.txt"]
        assert self.main([str(pack(tmp_path / "lists.tar.gz", files)), "--out", str(tmp_path)]) == 2
        assert capsys.readouterr().err == "error: the archive has no matomo_referrer_spam/spammers.txt.\n"

    def test_what_is_no_archive_is_one_clear_sentence(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "lists.tar.gz").write_text("no tar")
        assert self.main([str(tmp_path / "lists.tar.gz")]) == 2
        assert capsys.readouterr().err.startswith("error: ")


@given(st.text(st.sampled_from("aé İıß’'_-7. \u0301ก映カдअ्\u00ad"), max_size=40))
def test_the_quick_way_finds_the_words_of_the_full_expression(text: str) -> None:
    """`split` takes a simpler expression where no script needs the full one."""
    folded = text.casefold()
    for character in lexicon._DROPPED:
        folded = folded.replace(character, "")
    assert lexicon.split(text) == lexicon._WORD.findall(folded.replace("i\u0307", "i").replace("ı", "i"))
