"""Read-only host lists and phrase lists: what is known about hosts, suffixes and the words of a lure.

The lists live in `lexicons/*.txt` (hosts, suffixes, tokens) and `lexicons/phrases/*.txt`; the head of each
file says where its lines come from and under which licence. A file is read once, when it is first asked for.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import compress, count
from pathlib import Path
from typing import Any

# Scripts written without spaces: each character of them is a word of its own (Han, kana, Thai, Lao, Khmer).
_UNSPACED = (
    r"\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1780-\u17d3"
)
# Combining marks, which `\w` leaves out, continue the word they follow: accents, points, Hindi vowel signs.
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u06ed\u0900-\u0963\u0971-\u0df3\u102b-\u109d"
# Linear: after its first character nothing in a word can fail, so nothing is ever tried twice.
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:[{_MARKS}]+[^\W_{_UNSPACED}]*)*")
_SPECIAL = re.compile(rf"[{_UNSPACED}{_MARKS}]")
_SPACED_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_DROPPED = ("'", "\u2019", "\u02bc", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff")
Phrase = tuple[tuple[str, ...], str]  # its words and the name of its list


def split(text: str) -> list[str]:
    """Words of a text, casefolded: the one tokeniser of phrases.

    >>> split("Don't WATCH full_movie! İzle, HD 映画")
    ['dont', 'watch', 'full', 'movie', 'izle', 'hd', '映', '画']
    """
    text = fold(text)
    if text.isascii():
        return _ASCII_WORD.findall(text)
    # Most texts have neither unspaced scripts nor combining marks; for them a simpler expression finds the same words.
    return _WORD.findall(text) if is_special(text) else _SPACED_WORD.findall(text)


def fold(text: str) -> str:
    """A text in the letters that its words are written in, before it is cut into them.

    >>> fold("Don't İzle")
    'dont izle'
    """
    text = text.casefold()
    if text.isascii():
        return text.replace("'", "")
    for character in _DROPPED:  # apostrophes, zero-width characters, soft hyphens
        text = text.replace(character, "")
    return text.replace("i\u0307", "i").replace("ı", "i")  # Turkish has four kinds of i


def is_special(text: str) -> bool:
    """Has a text characters that are words of their own, or that continue the word before them?"""
    return bool(_SPECIAL.search(text))


@cache
def hosts(name: str) -> frozenset[str]:
    """All entries of a host list: official, platforms, shorteners, redirectors, affiliate, ..."""
    return frozenset(_lines(f"{name}.txt"))


def host_in(name: str, host: str) -> bool:
    """Is this lower-case host, or a parent domain of it, in the list? Some redirectors are `host/path`.

    >>> host_in("official", "www.netflix.com"), host_in("official", "evil-netflix.com")
    (True, False)
    """
    entries = hosts(name)
    while host not in entries:
        _, dot, host = host.partition(".")
        if not dot:
            return False
    return True


def path_in(name: str, host: str, path: str) -> bool:
    """`host_in` of a host with a path behind it.

    >>> path_in("redirectors", "www.youtube.com", "/redirect"), path_in("redirectors", "www.youtube.com", "/watch")
    (True, False)
    """
    return ("." in path or path in _listed_paths(name)) and host_in(name, host + path)


@cache
def _listed_paths(name: str) -> frozenset[str]:
    """Paths of the list's entries: a path without a dot can only match as a whole."""
    return frozenset(entry[entry.index("/") :] for entry in hosts(name) if "/" in entry)


def suffix_weight(suffix: str) -> float:
    """Log-odds in [-3, 3] that hosts of a public suffix are in abuse lists, not honest ones; 0 if unknown."""
    return float(_pairs("suffixes.txt").get(suffix, 0))


def host_tokens() -> Mapping[str, str]:
    """Name tokens of hosts and their topic: stream, gambling, download, pharma, crypto or prize."""
    return _pairs("host_tokens.txt")


@cache
def phrase_book() -> Mapping[str, tuple[Phrase, ...]]:
    """Every phrase of every list under its first word, the longest first."""
    book: dict[str, list[Phrase]] = {}
    for path in (path for path in _paths() if path.startswith("phrases/")):
        name = path.removeprefix("phrases/").removesuffix(".txt")
        for words in {tuple(split(line)): None for line in _lines(path)}:
            book.setdefault(words[0], []).append((words, name))
    return {word: tuple(sorted(group, key=lambda phrase: -len(phrase[0]))) for word, group in book.items()}


def find(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Phrases in the words of `split`, as (list, start, end): the longest, non-overlapping within one list.

    >>> find(split("Click here to watch full movie"))
    [('watch', 0, 4), ('watch', 4, 6)]
    """
    tree, telling = _tree()
    if telling.isdisjoint(words):
        return []
    found: list[tuple[str, int, int]] = []
    free: dict[str, int] = {}  # where the next match of a list may start
    padded = [*words, ""]  # no phrase holds an empty word
    for start in compress(count(), map(tree.__contains__, words)):
        node = tree[padded[start]]
        if padded[start + 1] not in node and not node[None]:
            continue  # most words end here
        end, ends = start, {}
        while node is not None:
            end += 1
            for name in node[None]:
                ends[name] = end
            node = node.get(padded[end])
        for name, end in ends.items():
            if free.get(name, 0) <= start:
                free[name] = end
                found.append((name, start, end))
    return found


@cache
def digest() -> str:
    """SHA-256 over the names and bytes of all lexicon files: two equal digests mean equal lists."""
    contents = ((path, _FOLDER.joinpath(path).read_bytes()) for path in _paths())
    return sha256(b"".join(b"%s\0%d\0%s" % (path.encode(), len(text), text) for path, text in contents)).hexdigest()


# A wheel is unpacked when it is installed; importlib.resources would cost more to import than all this module does.
_FOLDER = Path(__file__).parent / "lexicons"


def _paths() -> list[str]:
    found = [file.name for file in _FOLDER.iterdir()]
    found += [f"phrases/{file.name}" for file in (_FOLDER / "phrases").iterdir()]
    return sorted(path for path in found if path.endswith(".txt"))


def _lines(path: str) -> list[str]:
    lines = _FOLDER.joinpath(path).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _pairs(path: str) -> Mapping[str, str]:
    return dict(line.split("\t") for line in _lines(path))


@cache
def _tree() -> tuple[dict[str | None, Any], frozenset[str]]:
    """The phrase book word by word, and the longest word of each phrase: a text without all of these holds no phrase.

    A node of the book holds its next words and, under None, the lists that end here.
    """
    root: dict[str | None, Any] = {None: ()}
    telling: set[str] = set()
    for path in _paths():
        folder, _, file = path.rpartition("/")
        name = file.removesuffix(".txt")
        for line in _lines(path) if folder == "phrases" else ():
            # Phrases are stored as `split` leaves them; only scripts without spaces are still to be cut.
            words = line.split(" ") if line.isascii() else split(line)
            telling.add(max(words, key=len))
            node = root
            for word in words:
                following = node.get(word)
                if following is None:
                    following = node[word] = {None: ()}
                node = following
            if name not in node[None]:
                node[None] += (name,)
    return root, frozenset(telling)
