"""Who people are and which segments they see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from systems.bi_solution.app.accounts import passwords
from systems.bi_solution.app.lake.warehouse import Scope

ROLES = ("analyst", "admin")


class UserError(Exception):
    """What was given for a user can't be kept; the message says which field and why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class User:
    """A person with an account."""

    id: int
    username: str
    name: str
    role: str
    active: bool
    epoch: int
    scope: Scope

    @property
    def is_admin(self) -> bool:
        """Whether they manage users and read the audit."""
        return self.role == "admin"


def find(connection: sqlite3.Connection, user_id: int) -> User | None:
    """The user with this number."""
    row = connection.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone()
    return _user(connection, row) if row else None


def everyone(connection: sqlite3.Connection) -> list[User]:
    """All users by name; each one's segments are asked for apart."""
    rows = connection.execute("SELECT * FROM users ORDER BY name").fetchall()
    return [_user(connection, row) for row in rows]


def authenticate(connection: sqlite3.Connection, username: str, password: str) -> User | None:
    """The active user who has this name and password."""
    row = connection.execute(
        "SELECT * FROM users WHERE username = ?", (username.strip().casefold(),)
    ).fetchone()
    if not passwords.matches(password, row["password_hash"] if row else None) or not row["active"]:
        return None
    return _user(connection, row)


def create(
    connection: sqlite3.Connection,
    *,
    username: str,
    name: str,
    password: str,
    role: str,
    segments: Iterable[str] | None,
) -> int:
    """Add a user who sees SEGMENTS (None: all) and return the number.

    Raises:
        UserError: a field isn't right.
    """
    username = username.strip().casefold()
    if not username.isidentifier() or len(username) > 40:
        raise UserError("username", "Use up to 40 letters, digits and underscores.")
    _check(name, role)
    check_password(password)
    try:
        cursor = connection.execute(
            "INSERT INTO users (username, name, password_hash, role, all_segments)"
            " VALUES (?, ?, ?, ?, ?)",
            (username, name.strip(), passwords.hashed(password), role, segments is None),
        )
    except sqlite3.IntegrityError as error:
        raise UserError("username", "This user name is taken.") from error
    user_id = int(cursor.lastrowid or 0)
    _grant(connection, user_id, segments)
    connection.commit()
    return user_id


def change(
    connection: sqlite3.Connection,
    user_id: int,
    *,
    name: str,
    role: str,
    active: bool,
    segments: Iterable[str] | None,
) -> None:
    """Change what a user is and sees; their sessions end.

    Raises:
        UserError: a field isn't right.
    """
    _check(name, role)
    connection.execute(
        "UPDATE users SET name = ?, role = ?, active = ?, all_segments = ?, epoch = epoch + 1"
        " WHERE id = ?",
        (name.strip(), role, active, segments is None, user_id),
    )
    connection.execute("DELETE FROM user_segments WHERE user_id = ?", (user_id,))
    _grant(connection, user_id, segments)
    connection.commit()


def set_password(connection: sqlite3.Connection, user_id: int, password: str) -> None:
    """Give a user another password; their sessions end.

    Raises:
        UserError: it is too short or too long.
    """
    check_password(password)
    connection.execute(
        "UPDATE users SET password_hash = ?, epoch = epoch + 1 WHERE id = ?",
        (passwords.hashed(password), user_id),
    )
    connection.commit()


def check_password(password: str) -> None:
    """Refuse a password that is no good.

    Raises:
        UserError: it is too short or too long.
    """
    if not passwords.SHORTEST <= len(password) <= passwords.LONGEST:
        raise UserError("password", "A password has 10 to 200 characters.")


def _check(name: str, role: str) -> None:
    if not 1 <= len(name.strip()) <= 80:
        raise UserError("name", "A name has 1 to 80 characters.")
    if role not in ROLES:
        raise UserError("role", "Choose one of the roles.")


def _grant(connection: sqlite3.Connection, user_id: int, segments: Iterable[str] | None) -> None:
    for segment in sorted(set(segments or ())):
        connection.execute("INSERT INTO user_segments VALUES (?, ?)", (user_id, segment))


def _user(connection: sqlite3.Connection, row: sqlite3.Row) -> User:
    scope: Scope = None
    if not row["all_segments"]:
        found = connection.execute(
            "SELECT segment FROM user_segments WHERE user_id = ?", (row["id"],)
        )
        scope = frozenset(one["segment"] for one in found)
    return User(
        row["id"],
        row["username"],
        row["name"],
        row["role"],
        bool(row["active"]),
        row["epoch"],
        scope,
    )
