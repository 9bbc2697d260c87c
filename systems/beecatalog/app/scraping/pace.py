"""How soon a host may be asked again."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 10.0
"""Seconds that a site's Crawl-delay is followed; beyond that nobody would wait."""


class Pace:
    """Keeps a pause between two requests to one host."""

    def __init__(
        self,
        pause: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}

    def wait(self, host: str, asked: float = 0.0) -> None:
        """Wait until this host may be asked, as we keep it or as it asks itself."""
        pause = max(self._pause, min(asked, LONGEST))
        if host in self._last:
            rest = self._last[host] + pause - self._clock()
            if rest > 0:
                self._sleep(rest)
        self._last[host] = self._clock()
