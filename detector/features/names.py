"""What the name of a host gives away: its topic, its randomness, a brand it borrows."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from detector import lexicon
from detector.urls import Address

_PIECE = re.compile(r"[a-z]+|[0-9]+")
_VOWELS = frozenset("aeiouy")
_LEET = str.maketrans("013457@$", "oleastas")

# Names that phishing and fake-stream hosts borrow; our own list. Short words that occur inside others are left out.
BRANDS = frozenset(
    "netflix disneyplus primevideo paramountplus crunchyroll spotify paypal amazon facebook instagram whatsapp telegram microsoft office365 outlook google gmail icloud itunes appleid twitter tiktok linkedin snapchat steamcommunity roblox fortnite playstation ebay aliexpress walmart costco coinbase binance metamask blockchain trustwallet kraken wellsfargo bankofamerica citibank santander hsbc barclays revolut dhl fedex usps dropbox adobe docusign wetransfer yahoo protonmail airbnb booking uniswap opensea discord twitch pinterest".split()
)

_SEPARATOR = re.compile("[^a-z0-9]+")
# Short brands count as whole pieces only.
_BRAND = re.compile(
    "|".join(
        brand if len(brand) > 4 else rf"(?<![a-z]){brand}(?![a-z])" for brand in sorted(BRANDS, key=len, reverse=True)
    )
)


_PATH = 200
"""Characters of a path that are read."""


@lru_cache(maxsize=8_192)
def topics(host: str) -> Set[str]:
    """Topics (stream, gambling, ...) whose tokens stand in a host name, as whole pieces or inside longer ones.

    >>> sorted(topics("watch-fmovies.casino.example"))
    ['gambling', 'stream']
    """
    known, lengths = lexicon.host_tokens(), _long_lengths()
    found = {known[piece] for piece in _SEPARATOR.split(host) if piece in known}
    for start in range(len(host) - 4):
        found.update(known[host[start : start + n]] for n in lengths if host[start : start + n] in known)
    return found


def path_topics(path: str) -> Set[str]:
    """Topics whose tokens are whole pieces of a URL path.

    >>> path_topics("/casino/review")
    {'gambling'}
    """
    known = lexicon.host_tokens()
    return {known[piece] for piece in _SEPARATOR.split(path[:_PATH].lower()) if piece in known}


_SUBJECT_OF = {
    "stream": "about_streams",
    "gambling": "about_gambling",
    "download": "about_programs",
    "pharma": "about_remedies",
    "crypto": "about_earning",
    "prize": "about_earning",
}


def subjects(host: str, path: str) -> Set[str]:
    """What a destination is about, by its name: phrase lists whose subject it shares.

    >>> sorted(subjects("megacasino.example", "/torrent/1"))
    ['about_gambling', 'about_programs']
    """
    return _subjects(host, path[:_PATH])


@lru_cache(maxsize=8_192)
def _subjects(host: str, path: str) -> Set[str]:
    return frozenset(_SUBJECT_OF[topic] for topic in (*topics(host), *path_topics(path)))


@lru_cache(maxsize=1)
def _long_lengths() -> tuple[int, ...]:
    # Shorter tokens (`apk`, `bet`) stand inside honest names by chance.
    return tuple(sorted({len(token) for token in lexicon.host_tokens() if len(token) > 4}))


@lru_cache(maxsize=8_192)
def random_looking(label: str) -> bool:
    """Does a name look drawn by chance: few vowels, letters and digits mixed?

    >>> random_looking("xkqzt7w"), random_looking("thursdaymatinee")
    (True, False)
    """
    pieces = _PIECE.findall(label)
    letters = "".join(piece for piece in pieces if piece.isalpha())
    mixed = len(pieces) > 2 and "-" not in label
    vowels = sum(letter in _VOWELS for letter in letters)
    return len(label) >= 5 and (mixed or (len(letters) >= 5 and vowels / len(letters) < 0.2))


def brand_abused(place: Address) -> str:
    """The brand whose name a foreign host carries, also with digits for letters; empty if none.

    >>> from detector.urls import address
    >>> brand_abused(address("https://paypa1-secure.example/")), brand_abused(address("https://www.paypal.com/"))
    ('paypal', '')
    """
    return brand_within(place.host, place.label, place.suffix)


@lru_cache(maxsize=8_192)
def brand_within(host: str, label: str, suffix: str) -> str:
    """`brand_abused` of a host, its registrable domain's own name and its public suffix."""
    if lexicon.host_in("official", host) or lexicon.host_in("platforms", host):
        return ""
    if label in BRANDS:
        return ""
    found = _BRAND.search(host.removesuffix(suffix).translate(_LEET))
    return found[0] if found else ""
