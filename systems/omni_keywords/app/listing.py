"""The keywords of a niche as a person asked for them: filtered, sorted, a page at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from systems.omni_keywords.app.keywords.analysis import Keyword, analyse
from systems.omni_keywords.app.keywords.intent import INTENTS, PHASES
from systems.omni_keywords.app.keywords.words import fold, words
from systems.omni_keywords.app.store import keywords

PAGE = 50
_MOST = 200
_SORTS: dict[str, Callable[[Keyword], Any]] = {
    "text": lambda one: one.folded,
    "volume": lambda one: -1 if one.volume is None else one.volume,
    "cpc": lambda one: -1.0 if one.cpc is None else one.cpc,
    "competition": lambda one: 2.0 if one.competition is None else one.competition,
    "score": lambda one: one.score.value,
    "intent": lambda one: INTENTS.index(one.intent.name),
}
SORTS = tuple(_SORTS)


@dataclass(frozen=True)
class Filters:
    """What was asked for; whatever can't be understood counts as not asked."""

    q: str = ""
    intent: str = ""
    phase: str = ""
    category: int | None = None
    cluster: int | None = None
    run: int | None = None
    volume_from: int | None = None
    words_from: int | None = None
    sort: str = "score"
    descending: bool = True
    page: int = 1
    per_page: int = PAGE

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """The filters of an address."""
        sort = asked.get("sort", "score")
        order = asked.get("order", "")
        return cls(
            q=asked.get("q", "")[:100],
            intent=_one_of(asked.get("intent"), INTENTS),
            phase=_one_of(asked.get("phase"), PHASES),
            category=_whole(asked.get("category")),
            cluster=_whole(asked.get("cluster")),
            run=_whole(asked.get("run")),
            volume_from=_whole(asked.get("volume_from")),
            words_from=_whole(asked.get("words_from")),
            sort=sort if sort in _SORTS else "score",
            descending=order != "asc" if order else sort not in {"text", "intent"},
            page=max(1, _whole(asked.get("page")) or 1),
            per_page=min(_MOST, max(1, _whole(asked.get("per_page")) or PAGE)),
        )

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return any(
            (self.q, self.intent, self.phase, self.category, self.cluster, self.run)
        ) or bool(self.volume_from or self.words_from)

    def pick(self, found: Sequence[Keyword]) -> list[Keyword]:
        """Those that were asked for, in the order that was asked for."""
        needle = fold(self.q)
        kept = [one for one in found if self._matches(one, needle)]
        kept.sort(key=lambda one: one.folded)
        return sorted(kept, key=_SORTS[self.sort], reverse=self.descending)

    def _matches(self, one: Keyword, needle: str) -> bool:
        exact = (
            (self.intent or None, one.intent.name),
            (self.phase or None, one.phase),
            (self.category, one.category_id),
            (self.cluster, one.cluster_id),
            (self.run, one.run_id),
        )
        return (
            needle in one.folded
            and all(asked is None or asked == has for asked, has in exact)
            and (one.volume or 0) >= (self.volume_from or 0)
            and (not self.words_from or len(words(one.text)) >= self.words_from)
        )


@dataclass(frozen=True)
class Page:
    """A page of a list, and where in the list it is."""

    items: Sequence[Any]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))


def page_of(items: Sequence[Any], number: int, size: int = PAGE) -> Page:
    """A page of all that there is; a page behind the last one is the last one."""
    last = max(1, -(-len(items) // size))
    number = min(number, last)
    return Page(items[(number - 1) * size : number * size], len(items), number, size)


def all_of(db: sqlite3.Connection, niche: sqlite3.Row) -> list[Keyword]:
    """Every keyword of a niche, analysed anew."""
    return [analyse(row, niche["language"]) for row in keywords.of_niche(db, niche["id"])]


def _whole(text: str | None) -> int | None:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return int(text)


def _one_of(text: str | None, names: Sequence[str]) -> str:
    return text if text in names else ""
