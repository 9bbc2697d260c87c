"""Copies of a database that were proved to be good before anyone relies on them."""

from tenfold.backups.snapshot import Snapshot, take_snapshot

__all__ = ["Snapshot", "take_snapshot"]
