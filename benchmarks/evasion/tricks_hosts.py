"""Hosts of the exits that are written to be misread, or borrowed."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.evasion.edits import retargeted
from benchmarks.evasion.pages import Written
from benchmarks.evasion.registry import trick
from detector import urls

_IP = (203, 0, 113, 77)
"""An address that is kept for documentation (RFC 5737)."""


def _with_host(page: Written, write: Callable[[str], str]) -> str:
    """The page with the hosts of its exits written otherwise."""

    def change(target: str) -> str:
        url = urls.resolve(None, target)
        host = urls.address(url).host if url else ""
        return url.replace(host, write(host), 1) if url and host else target

    return retargeted(page, change)


@trick("hosts")
def percent_encoded_host(page: Written) -> str:
    """Vowels of the exits' hosts are percent-encoded."""
    return _with_host(page, lambda host: "".join(f"%{ord(c):02x}" if c in "aeiou" else c for c in host))


@trick("hosts")
def full_width_host(page: Written) -> str:
    """The exits' hosts are set in full-width letters, with ideographic full stops."""
    return _with_host(page, lambda host: "".join("。" if c == "." else chr(ord(c) + 0xFEE0) for c in host))


@trick("hosts", keeps="hosts words")
def user_name_before_host(page: Written) -> str:
    """An official host stands as a user name before the exits' hosts."""
    return _with_host(page, lambda host: f"www.netflix.com@{host}")


@trick("hosts", keeps="hosts words")
def official_subdomain(page: Written) -> str:
    """An official host stands as sub-domains before the exits' hosts."""
    return _with_host(page, lambda host: f"www.netflix.com.{host}")


@trick("hosts", keeps="hosts words")
def odd_port(page: Written) -> str:
    """The exits' hosts have a port and a full stop at their end."""
    return _with_host(page, lambda host: f"{host}.:8443")


@trick("hosts", keeps="words")
def punycode_host(page: Written) -> str:
    """The exits lead to a host in punycode."""
    return _with_host(page, lambda host: "xn--flmsehen-4ya.com")


@trick("hosts", keeps="words")
def dotted_address(page: Written) -> str:
    """The exits lead to an IP address."""
    return _with_host(page, lambda host: ".".join(map(str, _IP)))


@trick("hosts", keeps="words")
def decimal_address(page: Written) -> str:
    """The exits lead to an IP address written as one decimal number."""
    return _with_host(page, lambda host: str(int.from_bytes(_IP)))


@trick("hosts", keeps="words")
def hexadecimal_address(page: Written) -> str:
    """The exits lead to an IP address written as one hexadecimal number."""
    return _with_host(page, lambda host: f"0x{int.from_bytes(_IP):x}")


@trick("hosts", keeps="words")
def free_hosting(page: Written) -> str:
    """The exits lead to a page on free hosting."""
    return _with_host(page, lambda host: f"{host.split('.')[-2]}.blogspot.com")


@trick("hosts", keeps="words")
def page_cache(page: Written) -> str:
    """The exits lead to copies of their pages in the cache of a search engine."""
    return _with_host(page, lambda host: f"{host.replace('-', '--').replace('.', '-')}.cdn.ampproject.org/c/s/{host}")


@trick("hosts", keeps="words")
def translating_proxy(page: Written) -> str:
    """The exits lead through the translating proxy of a search engine."""
    return _with_host(page, lambda host: f"{host.replace('-', '--').replace('.', '-')}.translate.goog")
