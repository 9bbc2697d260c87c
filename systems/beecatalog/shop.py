"""A small shop on this machine, to be scraped: `python -m systems.beecatalog.shop`.

It is there for demonstrations, tests and load: nobody else's site is ever asked.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from systems.beecatalog.goods import Good, good

ROBOTS = "User-agent: *\nDisallow: /private/\n"
LARGEST = 10**9


def json_ld(one: Good) -> str:
    """A page that speaks JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": one.name,
        "description": one.description,
        "brand": {"@type": "Brand", "name": one.brand},
        "color": one.color,
        "image": one.pictures,
        "offers": {"@type": "Offer", "price": str(one.price), "priceCurrency": "BRL"},
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script><h1>{html.escape(one.name)}</h1>'


def microdata(one: Good) -> str:
    """A page that speaks microdata."""
    pictures = "".join(f'<img itemprop="image" src="{p}" alt="">' for p in one.pictures)
    return (
        '<div itemscope itemtype="https://schema.org/Product">'
        f'<h1 itemprop="name">{html.escape(one.name)}</h1>'
        f'<span itemprop="brand">{html.escape(one.brand)}</span>'
        f'<p itemprop="description">{html.escape(one.description)}</p>{pictures}</div>'
    )


def open_graph(one: Good) -> str:
    """A page that speaks Open Graph alone."""
    said = {"og:title": one.name, "og:description": one.description, "og:image": one.pictures[0]}
    return "".join(
        f'<meta property="{name}" content="{html.escape(text)}">' for name, text in said.items()
    )


def page(number: int) -> str:
    """The page of a product; shops differ in what their pages speak."""
    one = good(number)
    body = (json_ld, microdata, open_graph)[number % 3](one)
    title = html.escape(one.name)
    return f'<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>{title}</title>{body}'


class Desk(BaseHTTPRequestHandler):
    """Answers robots.txt and product pages; one product in fifty is sold out and gone."""

    def do_GET(self) -> None:
        """One answer."""
        found = re.fullmatch(r"/p/(\d{1,9})", self.path)
        if self.path == "/robots.txt":
            self._answer(200, "text/plain; charset=utf-8", ROBOTS)
        elif found and int(found[1]) % 50:
            self._answer(200, "text/html; charset=utf-8", page(int(found[1])))
        else:
            self._answer(404, "text/plain; charset=utf-8", "gone\n")

    def _answer(self, status: int, kind: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - theirs
        """Nothing is logged."""


@contextmanager
def opened(port: int = 0, desk: type[BaseHTTPRequestHandler] = Desk) -> Iterator[str]:
    """The shop as `127.0.0.1:PORT` until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", port), desk) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m systems.beecatalog.shop")
    parser.add_argument("--port", type=int, default=8791)
    with ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Desk) as server:
        print(f"the demonstration shop is at http://127.0.0.1:{server.server_port}/p/1", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
