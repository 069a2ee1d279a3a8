"""Which addresses are public: by hand, and against Python's own tables."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from detector import urls
from detector.errors import UsageError
from detector.sources.web import Door, Rules, Unfetched
from detector.sources.web.addresses import BLOCKED_PORTS, Kind, kind_of, kind_of_name, literal
from detector.sources.web.network import Network

FORBIDDEN = {
    "127.0.0.1": Kind.LOOPBACK,
    "127.255.255.254": Kind.LOOPBACK,
    "::1": Kind.LOOPBACK,
    "10.0.0.1": Kind.PRIVATE,
    "172.16.0.1": Kind.PRIVATE,
    "172.31.255.255": Kind.PRIVATE,
    "192.168.1.1": Kind.PRIVATE,
    "fc00::1": Kind.PRIVATE,
    "fd12:3456::1": Kind.PRIVATE,
    "fec0::1": Kind.PRIVATE,
    "64:ff9b:1::808:808": Kind.PRIVATE,
    "100.64.0.1": Kind.SHARED,
    "100.127.255.255": Kind.SHARED,
    "169.254.1.1": Kind.LINK,
    "fe80::1": Kind.LINK,
    "fe80::1%eth0": Kind.LINK,
    "2606:4700::1%2": Kind.LINK,
    "169.254.169.254": Kind.METADATA,
    "169.254.170.2": Kind.METADATA,
    "168.63.129.16": Kind.METADATA,
    "100.100.100.200": Kind.METADATA,
    "192.0.0.192": Kind.METADATA,
    "fd00:ec2::254": Kind.METADATA,
    "::ffff:169.254.169.254": Kind.METADATA,
    "64:ff9b::a9fe:a9fe": Kind.METADATA,
    "0.0.0.0": Kind.UNSPECIFIED,
    "0.1.2.3": Kind.UNSPECIFIED,
    "::": Kind.UNSPECIFIED,
    "224.0.0.1": Kind.MULTICAST,
    "239.255.255.255": Kind.MULTICAST,
    "ff02::1": Kind.MULTICAST,
    "198.18.0.1": Kind.BENCHMARK,
    "198.19.255.255": Kind.BENCHMARK,
    "2001:2::1": Kind.BENCHMARK,
    "192.0.2.1": Kind.DOCUMENTATION,
    "198.51.100.1": Kind.DOCUMENTATION,
    "203.0.113.1": Kind.DOCUMENTATION,
    "2001:db8::1": Kind.DOCUMENTATION,
    "3fff::1": Kind.DOCUMENTATION,
    "192.0.0.1": Kind.RESERVED,
    "192.88.99.1": Kind.RESERVED,
    "240.0.0.1": Kind.RESERVED,
    "255.255.255.255": Kind.RESERVED,
    "100::1": Kind.RESERVED,
    "2001:20::1": Kind.RESERVED,
    "4000::1": Kind.RESERVED,
    "5f00::1": Kind.RESERVED,
    "::ffff:127.0.0.1": Kind.LOOPBACK,
    "::ffff:10.0.0.1": Kind.PRIVATE,
    "::127.0.0.1": Kind.LOOPBACK,
    "::8.8.8.8": Kind.RESERVED,
    "::ffff:0:10.0.0.1": Kind.RESERVED,
    "64:ff9b::10.0.0.1": Kind.PRIVATE,
    "2002:a00:1::": Kind.PRIVATE,
    "2002:7f00:1::1": Kind.LOOPBACK,
    "2001:0:a00:1::": Kind.PRIVATE,
    # Teredo holds the client's address inverted: this one is 10.0.0.1.
    "2001:0:808:808:0:0:f5ff:fffe": Kind.PRIVATE,
    "2001:0:808:808::": Kind.RESERVED,
}
PUBLIC = (
    "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 100.63.255.255 100.128.0.0 192.167.255.255 198.17.255.255"
    " 223.255.255.255 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1"
)


@pytest.mark.parametrize("address", FORBIDDEN)
def test_addresses_that_are_not_public(address):
    assert kind_of(address) is FORBIDDEN[address]


@pytest.mark.parametrize("address", PUBLIC.split())
def test_public_addresses(address):
    assert kind_of(address) is None


@given(some.integers(0, 2**32 - 1).map(IPv4Address))
def test_what_python_calls_private_is_not_public(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert kind_of(str(address)) is not None


# In Python's own tables translated addresses are global, whatever they carry.
@given(some.integers(0, 2**128 - 1).map(IPv6Address))
@example(IPv6Address("2001:db8::"))
def test_what_python_calls_private_is_not_public_in_ipv6(address):
    if address.is_private or address.is_multicast or address.is_reserved or not address.is_global:
        assert kind_of(str(address)) is not None


@given(some.integers(0, 2**32 - 1))
def test_an_address_is_as_good_as_the_one_it_carries(number):
    inner = kind_of(str(IPv4Address(number)))
    for outer in ("::ffff:0:0", "64:ff9b::"):
        assert kind_of(str(IPv6Address(int(ip_address(outer)) + number))) is inner
    assert (kind_of(str(IPv6Address((0x2002 << 112) + (number << 80)))) is None) == (inner is None)


@pytest.mark.parametrize(
    "name",
    "localhost LOCALHOST localhost. a.localhost printer.local wiki.internal box.home.arpa x.onion intranet".split(),
)
def test_names_of_private_networks(name):
    assert kind_of_name(name) is Kind.NAME


@pytest.mark.parametrize("name", "films.example localhost.example internal.example onion.co.uk 1.example".split())
def test_other_names_tell_nothing(name):
    assert kind_of_name(name) is None


WRITTEN = (
    "127.0.0.1 2130706433 0x7f000001 017700000001 0x7f.1 0177.0.0.1 127.1 127.0.1 127.0.0.1. 0 0x0 0.0.0.0 [::1] [::]"
    " [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::]"
    " 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 [::ffff:a9fe:a9fe] [fd00:ec2::254] [fe80::1] [fc00::1]"
    " １２７.0.0.1 127。0。0。1 ①②⑦.⓪.⓪.① %31%32%37.0.0.1 127.0.0.1%2e ⓛocalhost loca%6chost localhost. a.localhost"
    " 10.1 192.168.257 172.1048577 intranet"
)


@pytest.mark.parametrize("host", WRITTEN.split())
@pytest.mark.parametrize("through", [None, "http://proxy.example:3128"])
def test_however_it_is_written_nothing_is_looked_up_or_connected_to(host, through):
    def forbidden(*_: object) -> None:
        raise AssertionError("the network was asked")

    network = Network(forbidden, forbidden, lambda scheme, host: through)  # type: ignore[arg-type]
    for user in ("", "me:secret@", "8.8.8.8@"):
        with Door(Rules(), network) as door, pytest.raises(Unfetched, match="and is not asked"):
            door.fetch(f"http://{user}{host}/")


@pytest.mark.parametrize(
    "host", ["[fe80::1%25eth0]", "[::1", "256.256.256.256", "1.2.3.4.5", "0x100000000", "a b", "a%00b"]
)
def test_what_is_no_host_is_no_address(host):
    with Door() as door, pytest.raises(UsageError, match="no web address"):
        door.fetch(f"http://{host}/")


def test_literals():
    assert literal("[2606:4700::1111]") == "2606:4700::1111"
    assert literal("1.1.1.1") == "1.1.1.1"
    assert literal("films.example") is None


@pytest.mark.parametrize("port", BLOCKED_PORTS)
def test_ports_of_other_services_are_not_asked(port):
    with Door() as door, pytest.raises(Unfetched, match=rf"Port {port} is not one of the web"):
        door.fetch(f"http://films.example:{port}/")


@given(some.text(max_size=40))
def test_no_host_gets_by_unchecked(host):
    """Whatever reads as an address is checked as one."""
    url = urls.resolve(None, f"http://{host}/")
    if url is not None:
        found = urls.address(url).host
        written = literal(found)
        assert written is None or ip_address(written)
        # What no rule of the standard read as an address must not be one for the system either.
        assert written is not None or not found.rpartition(".")[2].isdigit()
