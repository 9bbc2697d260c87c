"""What happened, told to whoever listens.

The work emits events and knows nothing of logs, metrics or progress bars; those subscribe. A
listener that fails never stops the work. While nobody listens, `emit` costs one comparison.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar, overload

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; each kind of event is a subclass."""


@dataclass(frozen=True, slots=True)
class Progress(Event):
    """A long piece of work came this far; `total` is None while nobody can know it."""

    stage: str
    done: int
    total: int | None
    note: str = ""


E = TypeVar("E", bound=Event)


class Subscription(Generic[E]):
    """One listener's wish to hear of one kind of event, until it is cancelled."""

    def __init__(self, listener: Callable[[E], object], kind: type[E]) -> None:
        self._listener = listener
        self._kind = kind
        self._failed = False

    def cancel(self) -> None:
        """Stop listening; doing so twice is no mistake."""
        global _subscriptions
        with _lock:
            _subscriptions = tuple(each for each in _subscriptions if each is not self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.cancel()

    def hear(self, event: Event) -> None:
        """Tell the listener, if this is its kind of event."""
        if not isinstance(event, self._kind):
            return
        try:
            self._listener(event)
        except Exception:
            if self._fails_first():
                words = "the listener %r failed; its next failures are not reported"
                logger.exception(words, self._listener)

    def _fails_first(self) -> bool:
        with _lock:
            first, self._failed = not self._failed, True
        return first


# Replaced as a whole, never changed: emit() may walk it without the lock.
_subscriptions: tuple[Subscription[Any], ...] = ()
_lock = threading.Lock()


@overload
def subscribe(listener: Callable[[Event], object]) -> Subscription[Event]: ...
@overload
def subscribe(listener: Callable[[E], object], kind: type[E]) -> Subscription[E]: ...
def subscribe(listener: Callable[[Any], object], kind: type[Any] = Event) -> Subscription[Any]:
    """Call `listener` with each event of this kind, in the thread where it happens.

    Listen for a while by `with subscribe(listener): ...`, or until `.cancel()`.
    """
    global _subscriptions
    subscription = Subscription(listener, kind)
    with _lock:
        _subscriptions = (*_subscriptions, subscription)
    return subscription


def emit(event: Event) -> None:
    """Tell everyone who listens that this happened."""
    for subscription in _subscriptions:
        subscription.hear(event)
