"""What a file looks like that is no SQLite database."""

import gzip
import os
import random

import pytest

from tenfold.database.looks import HEAD, JOURNAL_MAGIC, entropy, looks_like

RANDOM = random.Random(7).randbytes(65_536)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (gzip.compress(b"x"), "a gzip file"),
        (b"PK\x03\x04rest", "a zip archive"),
        (b"PGDMP\x01", "a PostgreSQL dump"),
        (b"\x00" * 8 + b"DUCK", "a DuckDB database"),
        (b"\x37\x7f\x06\x82" + b"\x00" * 28, "the write-ahead log of a database"),
        (JOURNAL_MAGIC, "the rollback journal of a database"),
        (b"** This file contains an SQLite 2.1 database **", "a database of SQLite 2"),
        (b"\x00" * 4096, "a file of zeros"),
        (b"name,price\npear,3\n", "a text file"),
        ("größe,€\n".encode() * 20_000, "a text file"),
        (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);", "a script of SQL"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "a pointer of Git LFS"),
        (RANDOM, "an encrypted database (SQLCipher or its like)"),
        (RANDOM[:4096], "an encrypted database (SQLCipher or its like)"),
        (RANDOM[:5000], "a file of another kind"),
        (os.urandom(1) + b"\x00\x01" * 2048, "a file of another kind"),
    ],
)
def test_each_kind_is_named(head: bytes, kind: str) -> None:
    """A file is named by its content, with words that say what to do."""
    named, advice = looks_like(head[:HEAD], len(head))
    assert named == kind
    assert advice


def test_entropy_tells_chance_from_order() -> None:
    """Entropy is 0 for one repeated byte and nearly 8 for random ones."""
    assert entropy(b"a" * 100) == 0
    assert entropy(bytes(range(256))) == 8
    assert entropy(RANDOM) > 7.9
