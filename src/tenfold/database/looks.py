"""What a file is that is no SQLite database, judged by its first bytes."""

import math
from collections import Counter

HEAD = 65_536
"""How many of a file's first bytes are enough to judge it."""

MAGIC = b"SQLite format 3\x00"
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")

_RANDOM = 7.2
"""Bits of entropy a byte. Text has 4 to 6, programs and tables 5 to 7, ciphers nearly 8."""

_KNOWN: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"\x1f\x8b", "a gzip file", "unpack it with gunzip"),
    (0, b"PK\x03\x04", "a zip archive", "unpack it"),
    (0, b"BZh", "a bzip2 file", "unpack it with bunzip2"),
    (0, b"\xfd7zXZ\x00", "an xz file", "unpack it with unxz"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it with unzstd"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (257, b"ustar", "a tar archive", "unpack it"),
    (0, b"PGDMP", "a PostgreSQL dump", "give the app's SQLite file"),
    (8, b"DUCK", "a DuckDB database", "give the app's SQLite file"),
    (0, b"PAR1", "a Parquet file", "give the app's SQLite file"),
    (0, b"\x00\x01\x00\x00Standard ", "a Microsoft Access database", "give the app's SQLite file"),
    (
        0,
        b"** This file contains an SQLite 2",
        "a database of SQLite 2",
        "carry it over by sqlite OLD .dump | sqlite3 NEW",
    ),
    (0, b"\x37\x7f\x06", "the write-ahead log of a database", "give the file without -wal"),
    (0, JOURNAL_MAGIC, "the rollback journal of a database", "give the file without -journal"),
)


def looks_like(head: bytes, size: int) -> tuple[str, str]:
    """Say what a file looks like, and what to do about it.

    Args:
        head: its first bytes, up to `HEAD`.
        size: how long the whole is.
    """
    for offset, magic, kind, advice in _KNOWN:
        if head[offset : offset + len(magic)] == magic:
            return kind, advice
    if not head.strip(b"\x00"):
        return "a file of zeros", "restore the database from a backup"
    if _is_text(head):
        return _kind_of_text(head)
    if size % 512 == 0 and entropy(head) > _RANDOM:
        return (
            "an encrypted database (SQLCipher or its like)",
            "export a decrypted copy first (SQLCipher: ATTACH 'plain.db' AS plain KEY ''; "
            "SELECT sqlcipher_export('plain')) and give that",
        )
    return "a file of another kind", "give the app's SQLite file"


def entropy(data: bytes) -> float:
    """Bits of surprise in a byte: 0 where all are alike, 8 where chance alone speaks."""
    total = len(data)
    return -sum(n / total * math.log2(n / total) for n in Counter(data).values())


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    try:
        # The last character may be cut in two.
        head[:-3].decode() if len(head) == HEAD else head.decode()
    except UnicodeDecodeError:
        return False
    return True


def _kind_of_text(head: bytes) -> tuple[str, str]:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000].upper()
    if start.startswith(b"VERSION HTTPS://GIT-LFS"):
        return "a pointer of Git LFS", "fetch the file itself by git lfs pull"
    if any(word in start for word in (b"CREATE TABLE", b"INSERT INTO", b"BEGIN TRANSACTION")):
        return "a script of SQL", "make a database of it by sqlite3 NEW.db < SCRIPT"
    return "a text file", "give the app's SQLite file"
