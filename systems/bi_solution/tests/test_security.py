"""What strangers and users of ill will try."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from systems.bi_solution.app.accounts import passwords, throttle
from systems.bi_solution.app.settings import Settings
from systems.bi_solution.app.web.application import create
from systems.bi_solution.app.web.login import safe_path
from systems.bi_solution.tests.people import Person

Visit = Callable[..., Person]
SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("path", ["/", "/dashboard", "/export/abc.csv", "/docs", "/admin/users"])
def test_pages_need_a_login(visit: Visit, path: str) -> None:
    """Whoever isn't logged in is sent to log in and comes back to the page."""
    response = visit().get(path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/login?next=/")


@pytest.mark.parametrize("path", ["me", "abc", "metrics/summary", "forecast"])
def test_the_api_needs_a_login(visit: Visit, path: str) -> None:
    """The API answers 401 in JSON."""
    response = visit().get(f"/api/v1/{path}")
    assert (response.status_code, response.json()["status"]) == (401, 401)


@pytest.mark.parametrize("path", ["/", "/login", "/nope", "/static/page.css", "/health"])
def test_every_response_has_its_headers(visit: Visit, path: str) -> None:
    """Scripts, styles and frames of others are refused by every response."""
    headers = visit().get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_cookie_is_kept_from_scripts(visit: Visit) -> None:
    """The session's cookie is HttpOnly and SameSite, and no cache keeps pages."""
    response = visit().login("admin")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert response.headers["cache-control"] == "no-store"


def test_a_session_can_be_neither_forged_nor_planted(visit: Visit) -> None:
    """Another key's cookie is nobody, and log-in makes a new session."""
    person = visit()
    before = person.token()
    person.login("admin")
    assert person.token("/") != before
    stranger = visit()
    stranger.client.cookies.set("bi_session", person.client.cookies["bi_session"][:-3] + "abc")
    assert stranger.get("/dashboard").status_code == 303


@pytest.mark.parametrize("path", ["/ask", "/logout", "/language", "/login", "/admin/users/new"])
@pytest.mark.parametrize("token", [None, "", "guess"])
def test_forms_need_their_token(visit: Visit, path: str, token: str | None) -> None:
    """A form without our token changes nothing."""
    fields = {"question": "Revenue"} | ({"csrf": token} if token is not None else {})
    assert visit("admin").client.post(path, data=fields).status_code == 403


def test_the_api_needs_its_token_and_our_origin(visit: Visit) -> None:
    """A call without the token, or from another site, is refused."""
    person = visit("admin")
    csrf = person.get("/api/v1/me").json()["csrf"]
    body = {"question": "Revenue in March"}
    assert person.client.post("/api/v1/chat", json=body).status_code == 403
    headers = {"x-csrf-token": csrf, "origin": "https://evil.example"}
    assert person.client.post("/api/v1/chat", json=body, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "question", [SCRIPT, "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "{{79*7919}}"]
)
def test_a_question_is_never_markup(visit: Visit, question: str) -> None:
    """What was asked is shown as text: in the answer, the conversation, the list and the audit."""
    person = visit("admin")
    key = person.chat(question)["conversation"]
    for path in (f"/c/{key}", "/", "/admin/questions"):
        page = person.get(path).text
        assert not re.search(r"<(script>|img src=x|svg onload)", page)
        assert "625601" not in page


@pytest.mark.parametrize(
    "path", [f"/{SCRIPT}", f"/products?store={SCRIPT}", f"/login?next={SCRIPT}"]
)
def test_an_address_is_never_markup(visit: Visit, path: str) -> None:
    """What an address holds is shown as text or not at all."""
    for person in (visit(), visit("admin")):
        assert SCRIPT not in person.get(path).text


def test_conversations_are_their_owners_alone(visit: Visit) -> None:
    """Another person's conversation can't be read, continued or deleted, not by an admin either."""
    key = visit("bazar").chat("Revenue in March")["conversation"]
    for other in (visit("frescos"), visit("admin")):
        assert other.get(f"/c/{key}").status_code == 404
        assert other.chat_response({"question": "by store", "conversation": key}).status_code == 404
        assert other.post(f"/c/{key}/forget").status_code == 404
    assert visit("bazar").get(f"/c/{key}").status_code == 200


@pytest.mark.parametrize("path", ["users", "users/1", "users/new", "questions"])
def test_administration_is_for_administrators(visit: Visit, path: str) -> None:
    """An analyst neither reads nor changes users and the audit."""
    person = visit("bazar")
    assert person.get(f"/admin/{path}").status_code == 403
    assert person.post(f"/admin/{path}", role="admin").status_code in {403, 405}


def test_a_user_form_takes_its_own_fields_only(visit: Visit, data: Path) -> None:
    """Fields that the form doesn't have change nothing, and admins keep their own role."""
    admin = visit("admin")
    me = _row(data, "admin")
    admin.post(
        f"/admin/users/{me['id']}",
        name="Alice Prado",
        role="analyst",
        all_segments="1",
        id="77",
        password_hash="x",
        epoch="0",
        username="root",
    )
    after = _row(data, "admin")
    assert (after["id"], after["username"], after["role"]) == (me["id"], "admin", "admin")
    assert after["password_hash"] == me["password_hash"]
    assert after["epoch"] > me["epoch"]


def test_changed_rights_end_sessions(visit: Visit, data: Path) -> None:
    """Whoever's rights were changed has to log in again, and a disabled user can't."""
    person, admin = visit("diretoria"), visit("admin")
    path = f"/admin/users/{_row(data, 'diretoria')['id']}"
    fields = {"name": "Davi Rocha", "role": "analyst", "all_segments": "1"}
    assert admin.post(path, **fields).status_code == 303
    assert person.get("/dashboard").status_code == 303
    assert visit().login("diretoria").status_code == 400
    admin.post(path, active="1", **fields)
    assert visit().login("diretoria").status_code == 303


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"username": "a b"}, "letters, digits"),
        ({"username": "admin"}, "taken"),
        ({"password": "short"}, "10 to 200"),
        ({"role": "owner"}, "roles"),
        ({"name": ""}, "1 to 80"),
        ({"segments": "NOPE"}, "at least one segment"),
    ],
)
def test_a_wrong_user_is_told_by_field(visit: Visit, fields: dict[str, str], message: str) -> None:
    """What isn't right about a new user is said beside its field."""
    good = {
        "username": "nova",
        "name": "Nova",
        "password": "a long password",
        "role": "analyst",
        "segments": "FLORAL",
    }
    response = visit("admin").post("/admin/users/new", **(good | fields))
    assert response.status_code == 400
    assert message in response.text


def test_passwords_are_hashed_and_files_private(data: Path) -> None:
    """Passwords are kept by Argon2id, and what is secret is readable by its owner only."""
    assert _row(data, "admin")["password_hash"].startswith("$argon2id$")
    for name in ("secret.key", "credentials.json", "accounts.db"):
        assert (data / name).stat().st_mode & 0o077 == 0


def test_guessing_is_slowed_down(visit: Visit) -> None:
    """After five wrong passwords even the right one has to wait, and the wait is told."""
    person = visit()
    for _ in range(throttle.PER_NAME):
        assert person.login("bazar", "wrong password").status_code == 400
    response = person.login("BAZAR ")
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= throttle.WINDOW
    assert visit().login("frescos").status_code == 303


def test_nobody_and_somebody_are_told_the_same(visit: Visit) -> None:
    """A wrong name and a wrong password can't be told apart."""
    texts = {
        re.sub(r'value="[^"]*"', "", visit().login(name, "wrong password").text)
        for name in ("admin", "nobody")
    }
    assert len(texts) == 1
    assert not passwords.matches("nobody has this password", None)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "",
        "evil",
    ],
)
def test_redirects_stay_here(visit: Visit, target: str) -> None:
    """Log-in and the choice of a language lead nowhere else."""
    assert safe_path(target) == "/"
    assert visit().login("admin", next=target).headers["location"] == "/"
    response = visit("admin").post("/language", language="en", next=target)
    assert response.headers["location"] == "/"


@pytest.mark.parametrize("path", ["/ask", "/api/v1/chat", "/login"])
def test_a_large_body_is_refused(visit: Visit, path: str) -> None:
    """A body of a hundred megabytes is refused by its header, and a long one while it is read."""
    person = visit("admin")
    form = "application/x-www-form-urlencoded"
    kind = {"content-type": "application/json" if "api" in path else form}
    huge = kind | {"content-length": str(100 * 1024 * 1024)}
    assert person.client.post(path, content=b"{}", headers=huge).status_code == 413

    def endless() -> Any:
        for _ in range(100):
            yield b"x" * 1024

    assert person.client.post(path, content=endless(), headers=kind).status_code == 413


def test_a_file_in_a_form_is_refused(visit: Visit) -> None:
    """No form takes files."""
    person = visit("admin")
    response = person.client.post("/ask", files={"question": ("a.txt", b"x")})
    assert response.status_code == 400


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize(("path", "status"), [("/nope", 404), ("/admin/users/abc", 400)])
def test_errors_are_pages_without_traces(
    visit: Visit, language: str, path: str, status: int
) -> None:
    """What goes wrong is said in the reader's language, without a word of the code."""
    response = visit("admin", language=language).get(path)
    assert response.status_code == status
    assert f'lang="{language}"' in response.text
    assert "Traceback" not in response.text


def test_what_nobody_foresaw_is_a_page_with_headers(
    visit: Visit, app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """An unforeseen error is written down, and its page keeps the headers and tells nothing."""
    person = visit("admin")

    def failing() -> None:
        raise RuntimeError("a secret of the code")

    app.add_api_route("/failing", failing)
    with caplog.at_level(logging.ERROR):
        response = person.get("/failing")
    assert response.status_code == 500
    assert "a secret of the code" not in response.text
    assert "content-security-policy" in response.headers
    assert "a secret of the code" in caplog.text


def test_a_broken_lake_is_said_kindly(own_data: Path) -> None:
    """Files that are gone or aren't Parquet are an error page, and mend themselves when back."""
    person = Person(create(Settings(data=own_data)), own_data)
    person.login("admin")
    part = own_data / "lake" / "sales-000.parquet"
    good = part.read_bytes()
    part.write_bytes(b"not parquet at all, but a text of some length")
    assert person.get("/dashboard").status_code == 503
    part.unlink()
    assert person.get("/dashboard").status_code == 503
    part.write_bytes(good)
    assert person.get("/dashboard").status_code == 200


def _row(data: Path, username: str) -> dict[str, Any]:
    with closing(sqlite3.connect(data / "accounts.db")) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT * FROM users WHERE username = ?", (username,))
        return dict(found.fetchone())
