"""The first form is slow, not unsafe."""

from __future__ import annotations

import html
import json
import re
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from systems.omni_keywords.app.language import local_path
from systems.omni_keywords.app.passwords import hashed, matches
from systems.omni_keywords.app.settings import UPLOAD_BYTES
from systems.omni_keywords.app.throttle import OF_ACCOUNT
from systems.omni_keywords.tests.conftest import Person
from systems.omni_keywords.tests.test_pages import ADMINS, EDITORS, PAGES

XSS = '"><script>alert(1)</script>'


def test_every_answer_has_secure_headers(viewer: Person, stranger: Person) -> None:
    """Pages, files, errors and the API forbid foreign and inline scripts and being framed."""
    answers = [
        viewer.get("/"),
        viewer.get("/nonsense"),
        viewer.get("/static/base.css", buffered=True),
        viewer.get("/niches/1/export.json"),
        stranger.get("/login"),
        stranger.get("/api/v1/niches"),
    ]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_pages_keep_to_their_policy(admin: Person) -> None:
    """No page has a script, a style or a handler of its own inside."""
    for path in PAGES | EDITORS | ADMINS:
        page = admin.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src)", page)


def test_pages_need_a_session(stranger: Person) -> None:
    """Whoever isn't logged in is led to the log-in and back."""
    for path in PAGES | EDITORS | ADMINS:
        answer = stranger.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/login?next=")


def test_the_session_cookie(app: Flask, accounts: list[dict[str, str]]) -> None:
    """The session's cookie is out of reach for scripts and other sites."""
    answer = Person(app.test_client(), accounts[0]).log_in()
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if "omni_session" in one)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_forms_need_their_token(app: Flask, editor: Person) -> None:
    """Nothing is changed by a form without its token, wherever it is sent."""
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/api/v1/"):
            continue
        path = re.sub(r"<[^>]+>", "1", rule.rule)
        assert editor.client.post(path, data={"name": "stolen"}).status_code == 400, path
    assert "stolen" not in editor.get("/niches/1/edit").text


def test_a_token_of_another_session_is_none(app: Flask, editor: Person, viewer: Person) -> None:
    """A token is good for the session that it was made for."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', viewer.get("/account").text)
    assert token
    given = {"csrf_token": token[1], "name": "stolen", "audience": ""}
    assert editor.client.post("/categories/1", data=given).status_code == 400


@pytest.mark.parametrize("path", EDITORS)
def test_viewers_only_look(viewer: Person, path: str) -> None:
    """A viewer can't open what is for editors."""
    assert viewer.get(path).status_code == 403


def test_viewers_change_nothing(viewer: Person, editor: Person) -> None:
    """A viewer's forms are refused, whatever they hold."""
    for path in (
        "/niches/new",
        "/niches/1/edit",
        "/niches/1/import",
        "/niches/1/expand",
        "/niches/1/expand/add",
        "/niches/1/clusters",
        "/niches/1/categories",
        "/categories/1",
        "/categories/1/remove",
        "/keywords/1",
        "/keywords/1/remove",
        "/clusters/1",
        "/niches/1/members",
        "/niches/1/remove",
        "/people",
        "/people/1",
    ):
        assert viewer.send(path, {"name": "x", "pasted": "x", "role": "admin"}).status_code == 403
    for path in ("/niches/1/members", "/niches/1/remove", "/people", "/people/1"):
        assert editor.send(path, {"role": "admin"}).status_code == 403
    for path in ADMINS:
        assert editor.get(path).status_code == 403


def test_other_niches_do_not_exist(editor: Person, data: Path) -> None:
    """Nothing of a niche that somebody doesn't work on can be seen or changed by its number."""
    with sqlite3.connect(data / "omni.db") as db:
        ids = {
            name: db.execute(f"SELECT min(id) FROM {name} WHERE niche_id = 3").fetchone()[0]  # noqa: S608
            for name in ("keywords", "categories", "runs", "clusters")
        }
    db.close()
    seen = [
        *(f"/niches/3{rest}" for rest in ("", "/keywords", "/opportunities", "/clusters", "/runs")),
        *(f"/niches/3{rest}" for rest in ("/categories", "/import", "/expand", "/edit")),
        *(f"/niches/3{rest}" for rest in ("/runs/compare", "/export.csv", "/export.json")),
        f"/keywords/{ids['keywords']}",
        f"/categories/{ids['categories']}",
        f"/runs/{ids['runs']}",
        f"/clusters/{ids['clusters']}",
    ]
    for path in seen:
        assert editor.get(path).status_code == 404, path
    for path in (
        "/niches/3/import",
        "/niches/3/expand/add",
        "/niches/3/edit",
        "/niches/3/clusters",
        "/niches/3/categories",
        f"/keywords/{ids['keywords']}",
        f"/keywords/{ids['keywords']}/remove",
        f"/categories/{ids['categories']}/remove",
        f"/clusters/{ids['clusters']}",
    ):
        assert editor.send(path, {"name": "stolen"}).status_code == 404, path
    assert "Seguro de carro" not in editor.get("/").text
    assert "No" in editor.get("/search?q=seguro").text
    assert f"first={ids['runs']}" not in editor.get("/niches/1/runs/compare").text


def test_a_run_of_another_niche_is_not_compared(editor: Person) -> None:
    """Runs of another niche can't be read by comparing them."""
    page = editor.get("/niches/1/runs/compare?first=7&second=8").text
    assert "Only in the first" not in page


def test_somebody_elses_key_cannot_be_taken_back(viewer: Person, admin: Person) -> None:
    """A key is taken back by its owner alone."""
    assert viewer.send("/account/tokens/1/remove").status_code == 404
    assert admin.send("/account/tokens/1/remove").status_code == 302


def test_what_is_kept_is_shown_as_text(editor: Person, admin: Person) -> None:
    """Markup in names, keywords, files and audit entries is shown and never run."""
    given = {"name": XSS, "description": XSS, "language": "pt", "currency": "BRL"}
    editor.send("/niches/1/edit", given)
    editor.send("/categories/1", {"name": XSS, "audience": XSS})
    editor.send("/clusters/1", {"name": XSS})
    editor.bring(f"keyword\n'{XSS}\n".encode(), "csv", name=f"{XSS}.csv")
    for path in ("/", "/niches/1", "/niches/1/keywords?q=script", "/niches/1/categories",
                 "/niches/1/clusters", "/niches/1/runs", "/audit", "/search?q=script",
                 "/niches/1/opportunities", "/niches/1/runs/compare"):  # fmt: skip
        page = admin.get(path).text
        assert "<script>alert" not in page, path
    assert html.escape("<script>alert") in admin.get("/niches/1/keywords?q=script").text


@pytest.mark.parametrize(
    "path",
    ["/search?q={}", "/niches/1/keywords?q={}", "/niches/1/keywords?sort={}", "/{}",
     "/niches/1/opportunities?reason={}", "/runs/1?outcome={}", "/login?next={}",
     "/niches/1/expand?keyword={}"],
)  # fmt: skip
def test_what_is_asked_is_shown_as_text(editor: Person, path: str) -> None:
    """Markup in an address is never run."""
    assert "<script>alert" not in editor.get(path.format(XSS)).text


@pytest.mark.parametrize(
    "text", ["' OR 1=1 --", "x'; DROP TABLE keywords; --", "%' UNION SELECT 1"]
)
def test_injection(viewer: Person, stranger: Person, text: str) -> None:
    """SQL in a search, a filter or a log-in is taken as words."""
    assert "0 of 120" in viewer.get("/niches/1/keywords", query_string={"q": text}).text
    assert viewer.get("/search", query_string={"q": text}).status_code == 200
    answer = stranger.send("/login", {"email": text, "password": text})
    assert answer.status_code == 422
    assert viewer.get("/niches/1").status_code == 200


def test_fields_that_are_not_in_the_form(editor: Person, data: Path) -> None:
    """A form sets its own fields and nothing else."""
    given = {"category": "0", "volume": "5", "cpc": "", "competition": ""}
    editor.send("/keywords/1", {**given, "niche_id": "3", "text": "stolen", "id": "9"})
    editor.send("/account/tokens", {"token_name": "x", "role": "admin", "account_id": "1"})
    db = sqlite3.connect(data / "omni.db")
    assert db.execute("SELECT niche_id FROM keywords WHERE id = 1").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM keywords WHERE text = 'stolen'").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM accounts WHERE role = 'admin'").fetchone() == (1,)
    assert db.execute("SELECT account_id FROM tokens WHERE name = 'x'").fetchone() == (2,)
    db.close()


def test_a_category_of_another_niche_is_refused(editor: Person) -> None:
    """A keyword can't be put into a category of another niche."""
    given = {"category": "9", "volume": "", "cpc": "", "competition": ""}
    assert editor.send("/keywords/1", given).status_code == 422


def test_guessing_is_slowed_down(app: Flask, accounts: list[dict[str, str]]) -> None:
    """After a few wrong passwords the right one isn't taken either, for a while."""
    guesser = Person(app.test_client(), {})
    wrong = {"email": accounts[1]["email"], "password": "not this one"}
    for _ in range(OF_ACCOUNT):
        assert guesser.send("/login", wrong).status_code == 422
    answer = guesser.send("/login", {**wrong, "password": accounts[1]["password"]})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]
    assert "Too many attempts" in answer.text
    assert Person(app.test_client(), accounts[3]).log_in().status_code == 302


def test_unknown_people_look_like_known_ones(
    stranger: Person, accounts: list[dict[str, str]]
) -> None:
    """The answer doesn't tell whether an account exists."""
    answers = [
        stranger.send("/login", {"email": email, "password": "wrong"}).text
        for email in (accounts[0]["email"], "nobody@omni.example")
    ]
    shown = [re.sub(r'value="[^"]*"', "", answer) for answer in answers]
    assert shown[0] == shown[1]


def test_passwords_are_hashed(data: Path, accounts: list[dict[str, str]]) -> None:
    """The database holds Argon2 hashes and digests of keys, and neither password nor key."""
    content = (data / "omni.db").read_bytes()
    for account in accounts:
        assert account["password"].encode() not in content
        assert account["token"].encode() not in content
    assert hashed("x").startswith("$argon2id$")
    assert not matches(None, "nobody has this password")
    assert not matches("garbage", "x")


def test_secrets_are_for_their_owner(data: Path) -> None:
    """The files with secrets are readable by their owner only, and each folder has its own."""
    for name in ("credentials.json", "secret_key"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
    assert (
        len(
            {
                one["password"]
                for one in json.loads((data / "credentials.json").read_text())["accounts"]
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "", None, "evil", "/\n//evil.example", "http:/evil"],
)  # fmt: skip
def test_open_redirects(path: str | None) -> None:
    """Nobody is led to another site after they logged in or chose a language."""
    assert local_path(path) == "/"


def test_redirects_to_own_pages(app: Flask, accounts: list[dict[str, str]]) -> None:
    """After the log-in comes the page that was asked for."""
    person = Person(app.test_client(), accounts[3])
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', person.get("/login").text)
    assert token
    given = {"csrf_token": token[1], **{name: accounts[3][name] for name in ("email", "password")}}
    answer = person.client.post("/login?next=/niches/1/keywords?q=a", data=given)
    assert answer.headers["Location"] == "/niches/1/keywords?q=a"


def test_uploads_have_a_limit(editor: Person) -> None:
    """A file beyond the limit is refused with what to do about it."""
    answer = editor.client.post(
        "/niches/1/import",
        data=b"x" * (UPLOAD_BYTES + 1),
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_a_changed_password_ends_other_sessions(enter: Callable[[str], Person]) -> None:
    """Sessions that began with the old password end, and the one that changed it goes on."""
    here, elsewhere = enter("viewer"), enter("viewer")
    given = {"current": here.account["password"], "fresh": "a longer password"}
    assert here.send("/account/password", {**given, "fresh": "short"}).status_code == 422
    assert here.send("/account/password", {**given, "current": "wrong"}).status_code == 422
    assert here.send("/account/password", given).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_closed_account_is_out(admin: Person, viewer: Person, app: Flask) -> None:
    """A closed account's sessions and keys end, and it can't log in."""
    assert admin.send("/people/4", {"role": "viewer"}).status_code == 302
    assert viewer.get("/").status_code == 302
    assert Person(app.test_client(), viewer.account).log_in().status_code == 422
    answer = app.test_client().get(
        "/api/v1/niches", headers={"Authorization": f"Bearer {viewer.account['token']}"}
    )
    assert answer.status_code == 401


def test_the_last_administrator_stays(admin: Person) -> None:
    """Administrators can't close or demote themselves."""
    admin.send("/people/1", {"role": "viewer"})
    assert admin.get("/people").status_code == 200
