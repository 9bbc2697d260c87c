"""Events: who listens hears, and who fails does not stop the work."""

import logging
import threading
from dataclasses import FrozenInstanceError, dataclass

import pytest

from tenfold import events
from tenfold.events import Event, Progress, emit, subscribe


@dataclass(frozen=True, slots=True)
class Rang(Event):
    """A bell rang."""


def test_listener_hears_its_kind() -> None:
    """A listener hears the events of its kind and of no other."""
    heard: list[Progress] = []
    with subscribe(heard.append, Progress):
        emit(Rang())
        emit(Progress("replay", 1, 10))
    assert heard == [Progress("replay", 1, 10)]


def test_listener_hears_everything_by_default() -> None:
    """A listener that names no kind hears every event."""
    heard: list[Event] = []
    with subscribe(heard.append):
        emit(Rang())
        emit(Progress("replay", 1, None, "users"))
    assert heard == [Rang(), Progress("replay", 1, None, "users")]


def test_cancelled_listener_hears_no_more() -> None:
    """After cancel(), even after a second one, a listener hears nothing."""
    heard: list[Event] = []
    subscription = subscribe(heard.append)
    subscription.cancel()
    subscription.cancel()
    emit(Rang())
    assert heard == []


def test_same_listener_twice_is_two_subscriptions() -> None:
    """Cancelling one of two subscriptions of the same listener leaves the other."""
    heard: list[Event] = []
    first = subscribe(heard.append)
    with subscribe(heard.append):
        first.cancel()
        emit(Rang())
    assert heard == [Rang()]


def test_failing_listener_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    """A listener that raises stops neither the work nor other listeners, and is logged once."""
    heard: list[Event] = []

    def fails(event: Event) -> None:
        raise RuntimeError("no bell")

    with caplog.at_level(logging.ERROR), subscribe(fails), subscribe(heard.append):
        emit(Rang())
        emit(Rang())
    assert heard == [Rang(), Rang()]
    assert len(caplog.records) == 1
    assert "no bell" in caplog.text


def test_interrupt_passes_through() -> None:
    """Ctrl-C in a listener is no failure of the listener."""

    def interrupted(event: Event) -> None:
        raise KeyboardInterrupt

    with subscribe(interrupted), pytest.raises(KeyboardInterrupt):
        emit(Rang())


def test_events_are_frozen() -> None:
    """An event cannot be changed by one listener before the next hears it."""
    with pytest.raises(FrozenInstanceError):
        Progress("replay", 1, 10).done = 2  # type: ignore[misc]


def test_threads_lose_no_subscription() -> None:
    """Of 50 threads that subscribe, emit and cancel at once, each hears its own event."""
    heard: list[int] = []
    start = threading.Barrier(50)

    def work(number: int) -> None:
        def listen(event: Progress) -> None:
            if event.done == number:
                heard.append(number)

        start.wait()
        with subscribe(listen, Progress):
            emit(Progress("threads", number, 50))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == list(range(50))
    assert events._subscriptions == ()
