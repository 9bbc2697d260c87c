"""Every change is written down: who, what, from what to what."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from systems.omni_keywords.app.pages import clusters
from systems.omni_keywords.tests.conftest import Person


def entries(data: Path) -> list[sqlite3.Row]:
    """The audit log, the latest first, without log-ins."""
    db = sqlite3.connect(data / "omni.db")
    db.row_factory = sqlite3.Row
    found = db.execute("SELECT * FROM audit WHERE action != 'log_in' ORDER BY id DESC").fetchall()
    db.close()
    return found


def test_each_change_is_written_down(
    editor: Person, admin: Person, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of change leaves an entry with its author, subject and niche."""
    monkeypatch.setattr(clusters, "EMBEDDED_AT_GROUPING", 3)
    figures = {"category": "0", "volume": "7", "cpc": "", "competition": ""}
    niche = {"name": "Chá", "description": "", "language": "pt", "currency": "BRL"}
    person = {"name": "Eva", "email": "eva@omni.example", "role": "viewer", "password": "x" * 12}
    steps = [
        (editor, "/keywords/1", figures, "change", "keyword"),
        (editor, "/keywords/2/remove", {}, "remove", "keyword"),
        (editor, "/niches/1/categories", {"name": "A", "audience": ""}, "add", "category"),
        (editor, "/categories/1", {"name": "B", "audience": ""}, "change", "category"),
        (editor, "/categories/1/remove", {}, "remove", "category"),
        (editor, "/clusters/1", {"name": "C"}, "change", "cluster"),
        (editor, "/niches/1/clusters", {}, "finish", "run"),
        (editor, "/niches/1/edit", niche, "change", "niche"),
        (admin, "/niches/1/members", {"members": ["2"]}, "change", "members"),
        (admin, "/people", person, "add", "account"),
        (admin, "/people/5", {"role": "editor", "active": "1"}, "change", "account"),
        (admin, "/account/tokens", {"token_name": "t"}, "add", "token"),
        (admin, "/niches/2/remove", {}, "remove", "niche"),
        (editor, "/niches/new", niche, "add", "niche"),
    ]
    for who, path, values, action, kind in steps:
        assert who.send(path, values).status_code in {200, 302}, path
        last = entries(data)[0]
        assert (last["action"], last["kind"]) == (action, kind), path
        assert last["account"] == who.account["email"]


def test_an_entry_says_before_and_after(editor: Person, data: Path) -> None:
    """A change's entry holds what was and what is."""
    editor.send("/categories/1", {"name": "Calçados", "audience": ""})
    last = entries(data)[0]
    assert json.loads(last["before"])["name"] == "Tênis"
    assert json.loads(last["after"]) == {"name": "Calçados", "audience": ""}
    assert last["niche_id"] == 1


def test_exports_are_written_down(viewer: Person, data: Path) -> None:
    """Whoever takes keywords along is in the log."""
    viewer.get("/niches/1/export.csv")
    assert json.loads(entries(data)[0]["after"]) == {"format": "csv", "keywords": 120}


def test_no_secret_is_written_down(admin: Person, data: Path) -> None:
    """No password and no key is ever in the log."""
    person = {"name": "Eva", "email": "eva@omni.example", "role": "viewer"}
    admin.send("/people", {**person, "password": "a secret password"})
    admin.send("/account/tokens", {"token_name": "t"})
    assert not any("secret" in (entry["after"] or "") for entry in entries(data))


def test_the_log_is_for_people_too(admin: Person) -> None:
    """The page of the log shows what changed."""
    admin.send("/categories/1", {"name": "Calçados", "audience": ""})
    page = admin.get("/audit?kind=category").text
    assert "<del>Tênis</del> → Calçados" in page.replace("\n", " ")


def test_people_are_made_once(admin: Person) -> None:
    """A second account with the same address is refused beside the field."""
    given = {"name": "X", "email": "VIEWER@omni.example", "role": "viewer", "password": "x" * 12}
    answer = admin.send("/people", given)
    assert answer.status_code == 422
    assert "Somebody has this address already." in answer.text
    for email in ("nonsense", "a b@c.d", "@x.y"):
        assert admin.send("/people", {**given, "email": email}).status_code == 422


def test_members_decide_who_sees(admin: Person, viewer: Person) -> None:
    """Whom an administrator puts on a niche sees it, and whom they take off doesn't."""
    assert viewer.get("/niches/3").status_code == 404
    admin.send("/niches/3/members", {"members": ["4"]})
    assert viewer.get("/niches/3").status_code == 200
    admin.send("/niches/3/members", {})
    assert viewer.get("/niches/3").status_code == 404
    assert admin.send("/niches/3/members", {"members": ["999"]}).status_code == 422
