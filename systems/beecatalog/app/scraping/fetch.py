"""Gets one page: from the address that was checked, small enough, soon enough."""

from __future__ import annotations

import time
import zlib
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

import httpx

from systems.beecatalog.app.checks.addresses import is_web_address
from systems.beecatalog.app.scraping.addresses import AllowList, Place, Resolver, place_of, resolve
from systems.beecatalog.app.scraping.errors import NotReadError

AGENT = "BeeCatalog/1 (reads product pages that their sellers link to)"
LARGEST = 3_000_000
DEADLINE = 15.0
REDIRECTS = 5
STEP = httpx.Timeout(5.0)


@dataclass(frozen=True)
class Page:
    """What came back."""

    url: str
    status: int
    content: bytes
    kind: str
    encoding: str | None


class Fetcher:
    """Fetches pages of the open internet, and of the places that are allowed."""

    def __init__(self, allowed: AllowList, resolver: Resolver = resolve) -> None:
        self._allowed = allowed
        self._resolver = resolver

    def get(self, url: str, *, largest: int = LARGEST) -> Page | str:
        """The page, or the address that it redirects to: whoever asks decides to follow it.

        Raises:
            NotReadError: it is unsafe, too large, too slow or not there.
        """
        parts = checked(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".")
        place = place_of(host, port, self._allowed, self._resolver)
        ends = time.monotonic() + DEADLINE
        try:
            # Without proxies of the environment: they would resolve the name once more.
            with httpx.Client(timeout=STEP, trust_env=False) as client:
                request = self._request(client, parts, host, place)
                response = client.send(request, stream=True)
                try:
                    if response.is_redirect:
                        return urljoin(url, response.headers["Location"])
                    return _page(url, response, largest, ends)
                finally:
                    response.close()
        except httpx.TimeoutException as error:
            raise NotReadError("slow") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise NotReadError("unreachable") from error

    def _request(
        self, client: httpx.Client, parts: SplitResult, host: str, place: Place
    ) -> httpx.Request:
        """A request to the checked address that names the host as a browser would.

        The name isn't resolved again, so that it can't lead elsewhere by now; certificates are
        still checked against the name.
        """
        address = f"[{place.address}]" if ":" in place.address else place.address
        target = parts._replace(netloc=f"{address}:{place.port}", fragment="").geturl()
        headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip"}
        return client.build_request(
            "GET", target, headers=headers, extensions={"sni_hostname": host}
        )


def checked(url: str) -> SplitResult:
    """The parts of an address that may be asked for."""
    if not is_web_address(url):
        raise NotReadError("scheme")
    return urlsplit(url)


def _page(url: str, response: httpx.Response, largest: int, ends: float) -> Page:
    raw = bytearray()
    for piece in response.iter_raw(65_536):
        raw += piece
        if len(raw) > largest:
            raise NotReadError("too_large", limit=largest // 1_000_000)
        if time.monotonic() > ends:
            raise NotReadError("slow")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    content = _unpacked(bytes(raw), response.headers.get("Content-Encoding", ""), largest)
    return Page(url, response.status_code, content, kind, response.charset_encoding)


def _unpacked(raw: bytes, how: str, largest: int) -> bytes:
    """A packed page may be a bomb: no more than the limit is ever unpacked."""
    if how.strip().lower() in {"", "identity"}:
        return raw
    if how.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
        raise NotReadError("not_a_page")
    unpacker = zlib.decompressobj(wbits=47)
    try:
        content = unpacker.decompress(raw, largest)
    except zlib.error as error:
        raise NotReadError("not_a_page") from error
    if unpacker.unconsumed_tail:
        raise NotReadError("too_large", limit=largest // 1_000_000)
    return content
