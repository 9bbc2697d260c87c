"""What programs may change; a field that isn't named here is refused, not passed over."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from systems.omni_keywords.app.access import actor, may, niche_or_404
from systems.omni_keywords.app.api.reading import one_keyword, one_run
from systems.omni_keywords.app.correcting import correct
from systems.omni_keywords.app.database import connection
from systems.omni_keywords.app.importing import Import, run_import
from systems.omni_keywords.app.keywords.analysis import analyse
from systems.omni_keywords.app.keywords.words import LANGUAGES, fold, normalise, refusal
from systems.omni_keywords.app.settings import ROWS_AT_ONCE
from systems.omni_keywords.app.store import keywords, niches

_MOST_VOLUME = 10**12
_MOST_CPC = 1_000_000


class BadFieldError(Exception):
    """A field of the body that can't be taken; with what is wrong with it."""

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(complaint)
        self.field = field


def add_keywords(niche_id: int) -> ResponseReturnValue:
    """Add keywords; the answer is the run that did it."""
    _editor()
    niche = niche_or_404(niche_id)
    try:
        body = _body({"keywords", "category_id"})
        texts = body.get("keywords")
        if not isinstance(texts, list) or not texts or not all(isinstance(t, str) for t in texts):
            raise BadFieldError("keywords", gettext("A list of texts is needed."))
        if len(texts) > ROWS_AT_ONCE:
            raise BadFieldError("keywords", gettext("At most 50,000 at once."))
        category_id = _category(body.get("category_id"), niche_id)
    except BadFieldError as bad:
        return _refused(bad)
    asked = Import(
        niche_id=niche_id,
        language=niche["language"],
        reader="text",
        source="API",
        # One text is one row, whatever line ends it has inside.
        content="\n".join(" ".join(text.split()) for text in texts),
        category_id=category_id,
    )
    run_id = run_import(connection(), actor(), asked)
    return one_run(run_id), 201, {"Location": f"/api/v1/runs/{run_id}"}


def change_keyword(keyword_id: int) -> ResponseReturnValue:
    """Correct what is known of a keyword."""
    _editor()
    row = keywords.one(connection(), keyword_id) or abort(404)
    niche = niche_or_404(row["niche_id"])
    try:
        body = _body(set(keywords.EDITABLE))
        values: dict[str, Any] = {
            "category_id": row["category_id"],
            "volume": None if row["volume_estimated"] else row["volume"],
            "cpc": row["cpc"],
            "competition": row["competition"],
        }
        if "category_id" in body:
            values["category_id"] = _category(body["category_id"], niche["id"])
        if "volume" in body:
            values["volume"] = _figure(body, "volume", _MOST_VOLUME, kinds=(int,))
        if "cpc" in body:
            values["cpc"] = _figure(body, "cpc", _MOST_CPC)
        if "competition" in body:
            values["competition"] = _figure(body, "competition", 1)
    except BadFieldError as bad:
        return _refused(bad)
    correct(connection(), actor(), row, niche["language"], **values)
    return one_keyword(keyword_id)


def analyse_text() -> ResponseReturnValue:
    """What follows from the words of a text alone; nothing is kept."""
    try:
        body = _body({"text", "language"})
        text, language = body.get("text"), body.get("language", "pt")
        if not isinstance(text, str):
            raise BadFieldError("text", gettext("A text is needed."))
        if language not in LANGUAGES:
            raise BadFieldError("language", gettext("This must be pt or en."))
    except BadFieldError as bad:
        return _refused(bad)
    clean = normalise(text[:1_000])
    if reason := refusal(clean):
        return jsonify(text=clean, refused=reason)
    nothing = dict.fromkeys(
        "id niche_id category_id run_id cluster_id volume cpc competition".split()
    )
    row = {**nothing, "text": clean, "folded": fold(clean), "source": "", "volume_estimated": 0}
    one = analyse(row, language)
    intent = {"name": one.intent.name, "signal": one.intent.signal or None}
    return jsonify(text=clean, refused=None, intent=intent, phase=one.phase)


def _editor() -> None:
    if not may("editor"):
        abort(403)


def _body(fields: set[str]) -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadFieldError("", gettext("The body must be a JSON object."))
    if unknown := sorted(set(body) - fields):
        raise BadFieldError(unknown[0], gettext("This field can't be set."))
    return body


def _category(number: Any, niche_id: int) -> int | None:
    if number is None:
        return None
    if isinstance(number, int) and not isinstance(number, bool) and abs(number) < 2**63:
        found = niches.category(connection(), number)
        if found is not None and found["niche_id"] == niche_id:
            return number
    raise BadFieldError("category_id", gettext("There is no such category in this niche."))


def _figure(
    body: dict[str, Any], name: str, most: int, kinds: tuple[type, ...] = (int, float)
) -> Any:
    value = body[name]
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, kinds) or not 0 <= value <= most:
        raise BadFieldError(name, gettext("This must be a number from 0 to %(most)s.", most=most))
    return value


def _refused(bad: BadFieldError) -> ResponseReturnValue:
    return jsonify(error=str(bad), field=bad.field), 422


ROUTES = {
    ("POST", "/niches/<int:niche_id>/keywords"): add_keywords,
    ("PATCH", "/keywords/<int:keyword_id>"): change_keyword,
    ("POST", "/analyse"): analyse_text,
}
