"""Addresses of pages and pictures, as they are written; nothing is fetched here."""

from __future__ import annotations

from urllib.parse import urlsplit

PICTURES = (".jpg", ".jpeg", ".png")
LONGEST = 2000


def is_web_address(text: str) -> bool:
    """Whether it is the http address of some host, without a password in it."""
    if len(text) > LONGEST or any(one.isspace() or ord(one) < 32 for one in text):
        return False
    try:
        parts = urlsplit(text)
        port_is_fine = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        return False
    named = bool(parts.hostname) and parts.username is None
    return parts.scheme in {"http", "https"} and named and port_is_fine


def is_picture(text: str) -> bool:
    """Whether it is the address of a JPG or PNG."""
    return is_web_address(text) and urlsplit(text).path.lower().endswith(PICTURES)
