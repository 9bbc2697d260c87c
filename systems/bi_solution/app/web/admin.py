"""Users, their segments, and the audit of questions; for administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from systems.bi_solution.app.accounts import conversations, users
from systems.bi_solution.app.reports import reports
from systems.bi_solution.app.web.rendering import page
from systems.bi_solution.app.web.visitor import Admin, Database, Form, Visitor

router = APIRouter(prefix="/admin", include_in_schema=False)

AUDIT_PAGE = 50


@router.get("/users")
def user_list(request: Request, visitor: Admin, connection: Database) -> Response:
    """Everybody who has an account."""
    return page(
        request, visitor, "admin_users.html", people=users.everyone(connection), saved=False
    )


@router.get("/users/new")
def new_user(request: Request, visitor: Admin) -> Response:
    """The form of a new user."""
    return _form(request, visitor, None, _blank(), None)


@router.post("/users/new")
def create_user(request: Request, visitor: Admin, form: Form, connection: Database) -> Response:
    """Add a user."""
    given = _given(form)
    try:
        users.create(
            connection,
            username=str(form.get("username", "")),
            name=given["name"],
            password=str(form.get("password", "")),
            role=given["role"],
            segments=_segments(request, visitor, given),
        )
    except users.UserError as error:
        connection.rollback()
        return _form(request, visitor, None, given, error)
    return RedirectResponse("/admin/users", 303)


@router.get("/users/{user_id}")
def user_page(request: Request, user_id: int, visitor: Admin, connection: Database) -> Response:
    """The form of a user."""
    person = _found(connection, user_id)
    given = {
        "username": person.username,
        "name": person.name,
        "role": person.role,
        "active": person.active,
        "all_segments": person.scope is None,
        "segments": person.scope or frozenset(),
    }
    return _form(request, visitor, person, given, None)


@router.post("/users/{user_id}")
def change_user(
    request: Request, user_id: int, visitor: Admin, form: Form, connection: Database
) -> Response:
    """Change a user; nobody takes their own rights away by mistake."""
    person = _found(connection, user_id)
    given = _given(form)
    if person.id == visitor.person.id:
        given |= {"role": person.role, "active": True}
    try:
        password = str(form.get("password", ""))
        if password:
            users.check_password(password)
        users.change(
            connection,
            person.id,
            name=given["name"],
            role=given["role"],
            active=given["active"],
            segments=_segments(request, visitor, given),
        )
        if password:
            users.set_password(connection, person.id, password)
    except users.UserError as error:
        connection.rollback()
        return _form(request, visitor, person, given, error)
    return RedirectResponse("/admin/users", 303)


@router.get("/questions")
def audit(request: Request, visitor: Admin, connection: Database) -> Response:
    """What everybody asked, and what became of it."""
    raw = request.query_params.get("page", "1")
    number = int(raw) if raw.isascii() and raw.isdigit() and 0 < len(raw) < 8 else 1
    rows = conversations.audit(connection, max(1, number), AUDIT_PAGE)
    return page(
        request, visitor, "admin_questions.html", rows=rows, page=max(1, number), size=AUDIT_PAGE
    )


def _found(connection: Any, user_id: int) -> users.User:
    person = users.find(connection, user_id) if 0 < user_id < 2**62 else None
    if person is None:
        raise HTTPException(404)
    return person


def _blank() -> dict[str, Any]:
    return {
        "username": "",
        "name": "",
        "role": "analyst",
        "active": True,
        "all_segments": False,
        "segments": frozenset(),
    }


def _given(form: FormData) -> dict[str, Any]:
    return {
        "username": str(form.get("username", ""))[:80],
        "name": str(form.get("name", "")),
        "role": str(form.get("role", "")),
        "active": form.get("active") == "1",
        "all_segments": form.get("all_segments") == "1",
        "segments": frozenset(str(one) for one in form.getlist("segments")),
    }


def _segments(request: Request, visitor: Visitor, given: dict[str, Any]) -> list[str] | None:
    if given["all_segments"]:
        return None
    known = _known_segments(request, visitor)
    chosen = [one for one in known if one in given["segments"]]
    if not chosen:
        raise users.UserError("segments", "Choose at least one segment.")
    return chosen


def _known_segments(request: Request, visitor: Visitor) -> list[str]:
    with request.app.state.report_warehouse.open(visitor.person.scope) as reader:
        return reports.segment_names(reader)


def _form(
    request: Request,
    visitor: Visitor,
    person: users.User | None,
    given: dict[str, Any],
    error: users.UserError | None,
) -> Response:
    return page(
        request,
        visitor,
        "admin_user.html",
        status=400 if error else 200,
        person=person,
        given=given,
        error=error,
        roles=users.ROLES,
        known=_known_segments(request, visitor),
    )
