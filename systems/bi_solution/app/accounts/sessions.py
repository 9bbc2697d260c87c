"""Sessions in a signed cookie: who, since which change of rights, and the token of forms."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import asdict, dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "bi_session"
LASTS = 12 * 3600


@dataclass(frozen=True)
class Session:
    """What the cookie says."""

    csrf: str
    user_id: int = 0
    epoch: int = 0

    def permits(self, token: str) -> bool:
        """Whether a form or a request was made by one of our pages."""
        return hmac.compare_digest(self.csrf.encode(), token.encode())


def start(user_id: int = 0, epoch: int = 0) -> Session:
    """A new session; log-in makes another, so that nobody can plant one."""
    return Session(secrets.token_urlsafe(24), user_id, epoch)


class Signer:
    """Writes and reads the cookie."""

    def __init__(self, key: str) -> None:
        self._serializer = URLSafeTimedSerializer(key, salt="bi-session")

    def write(self, session: Session) -> str:
        """The cookie's value."""
        return str(self._serializer.dumps(asdict(session)))

    def read(self, cookie: str | None) -> Session | None:
        """The session, unless it is too old or not ours."""
        if not cookie:
            return None
        try:
            return Session(**self._serializer.loads(cookie, max_age=LASTS))
        except (BadSignature, TypeError):
            return None
