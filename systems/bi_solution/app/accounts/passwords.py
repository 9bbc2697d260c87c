"""Hashes of passwords, by Argon2id."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10
LONGEST = 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_nobody = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password; for nobody's it takes as long and is False."""
    try:
        _hasher.verify(kept or _nobody, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
