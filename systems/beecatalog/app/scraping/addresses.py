"""Which address of a host is safe to connect to: the public ones, and what is allowed by name."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from systems.beecatalog.app.scraping.errors import NotReadError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]
TRANSLATED = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
    ipaddress.IPv6Network("2002::/16"),
    ipaddress.IPv6Network("2001::/32"),
    ipaddress.IPv6Network("::/96"),
)
"""IPv6 networks whose addresses carry an IPv4 address that a gateway might unwrap."""


@dataclass(frozen=True)
class Place:
    """Where to connect: an address that was looked at, and nothing that may change since."""

    address: str
    port: int


def is_public(text: str) -> bool:
    """Whether an address belongs to the open internet."""
    try:
        address: IPAddress = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(str(address.ipv4_mapped))
        if address.scope_id or any(address in network for network in TRANSLATED):
            return False
    refused = address.is_multicast or address.is_reserved or address.is_unspecified
    local = address.is_private or address.is_loopback or address.is_link_local
    return address.is_global and not (refused or local)


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, by the system's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReadError("no_such_host") from error
    return [str(one[4][0]) for one in found]


class AllowList:
    """Local places that may be read all the same: `name=127.0.0.1:8791`, several by commas."""

    def __init__(self, text: str = "") -> None:
        self._places: dict[tuple[str, int], Place] = {}
        for entry in filter(None, (one.strip() for one in text.split(","))):
            name, _, target = entry.rpartition("=")
            address, _, port = target.rpartition(":")
            ipaddress.ip_address(address)
            place = Place(address, int(port))
            self._places[(name or address, place.port if not name else 80)] = place

    def place(self, host: str, port: int) -> Place | None:
        """Where an allowed name leads, or nothing."""
        return self._places.get((host, port))


def place_of(host: str, port: int, allowed: AllowList, resolver: Resolver = resolve) -> Place:
    """The address to connect to.

    Raises:
        NotReadError: the name has an address that isn't public. One such among many is enough: a
            name that leads both ways is how such checks are got around.
    """
    if place := allowed.place(host, port):
        return place
    if port not in {80, 443}:
        raise NotReadError("scheme")
    found = resolver(host, port)
    if not found:
        raise NotReadError("no_such_host")
    if not all(is_public(one) for one in found):
        raise NotReadError("private")
    return Place(found[0], port)
