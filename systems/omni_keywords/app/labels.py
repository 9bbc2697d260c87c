"""What the names that the code uses are called in the reader's language."""

from __future__ import annotations

from flask import Flask
from flask_babel import (
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    lazy_gettext,
)

from systems.omni_keywords.app.moments import moment

_ = lazy_gettext

INTENTS = {
    "informational": _("informational"),
    "commercial": _("commercial"),
    "transactional": _("transactional"),
    "navigational": _("navigational"),
    "comparison": _("comparison"),
}
PHASES = {
    "discovery": _("discovery"),
    "consideration": _("consideration"),
    "decision": _("decision"),
    "loyalty": _("loyalty"),
}
PARTS = {
    "volume": _("volume"),
    "intent": _("intent"),
    "cpc": _("cost per click"),
    "competition": _("competition"),
}
SOURCES = {"import": _("imported"), "expansion": _("expanded"), "grouping": _("grouped")}
KINDS = {"import": _("import"), "expansion": _("expansion"), "grouping": _("grouping by meaning")}
STATUSES = {"running": _("running"), "finished": _("finished"), "failed": _("failed")}
ROLES = {"viewer": _("viewer"), "editor": _("editor"), "admin": _("administrator")}
LANGUAGE_NAMES = {"pt": _("Portuguese"), "en": _("English")}
OUTCOMES = {"added": _("added"), "repeated": _("repeated"), "refused": _("refused")}
REASONS = {
    "empty": _("no text"),
    "too_long": _("longer than 100 characters"),
    "no_words": _("no letter and no digit"),
    "stop_words": _("only words that say nothing alone"),
    "repeated_here": _("already further up in this run"),
    "known": _("already in this niche"),
    "bad_volume": _("volume not understood, estimated instead"),
    "bad_cpc": _("cost per click not understood, left empty"),
    "bad_competition": _("competition is no number from 0 to 1, left empty"),
    "broken_row": _("the row is broken"),
    "not_address": _("not a web address"),
    "no_path": _("no words in the path of this address"),
}
NOTES = {
    "encoding": _(
        "The file isn't UTF-8; it was read as %(first)s. Look whether accents are right."
    ),
    "more_rows": _(
        "50,000 rows are read at once. The rest is waiting: import the same file again and begin"
        " at row %(first)s."
    ),
    "ungrouped": _("%(first)s keywords have no cluster yet: group them on the page of clusters."),
    "provider_failed": _("The suggestion service gave no answer; the patterns were used alone."),
    "interrupted": _("The system was stopped while this was running. Import the file again."),
    "is_spreadsheet": _("This is a spreadsheet, whatever its name says. Save it as CSV first."),
    "is_pdf": _("This is a PDF, whatever its name says. Copy its words and paste them instead."),
    "is_picture": _("This is a picture, whatever its name says."),
    "is_archive": _("This is a compressed archive. Unpack it and import the file inside."),
    "not_text": _("This is no text file, so there are no keywords to read in it."),
    "empty_file": _("The file is empty."),
    "database": _("The database was busy for too long. Nothing was kept; import it again."),
}
OPPORTUNITIES = {
    "little_competition": _("searched more than usual, with little competition"),
    "long_tail_buyer": _("long and near to a purchase: few searches, but by people who decide"),
    "asked_often": _("a question that many ask: an article can answer it"),
    "valued": _("a click costs twice the usual: it is worth something to others"),
}
ACTIONS = {
    "add": _("added"),
    "change": _("changed"),
    "remove": _("removed"),
    "start": _("started"),
    "finish": _("finished"),
    "export": _("exported"),
    "log_in": _("logged in"),
}
OBJECTS = {
    "niche": _("niche"),
    "category": _("category"),
    "keyword": _("keyword"),
    "cluster": _("cluster"),
    "run": _("run"),
    "account": _("account"),
    "token": _("API key"),
    "members": _("people of a niche"),
    "password": _("password"),
}
TABLES = {
    "intent": INTENTS,
    "phase": PHASES,
    "part": PARTS,
    "source": SOURCES,
    "kind": KINDS,
    "status": STATUSES,
    "role": ROLES,
    "language_name": LANGUAGE_NAMES,
    "outcome": OUTCOMES,
    "reason": REASONS,
    "opportunity": OPPORTUNITIES,
    "action": ACTIONS,
    "object": OBJECTS,
}


def attach(app: Flask) -> None:
    """Let templates say names, numbers and times as the reader does."""
    for name, table in TABLES.items():
        app.add_template_filter(_named(table), name)
    app.add_template_filter(note, "note")
    app.add_template_filter(format_decimal, "number")
    app.add_template_filter(lambda value: format_decimal(value, format="#,##0.0"), "points")
    app.add_template_filter(format_currency, "money")
    app.add_template_filter(format_percent, "percent")
    app.add_template_filter(lambda at: format_datetime(moment(at), "short"), "time")
    app.add_template_filter(lambda at: format_date(moment(at), "medium"), "date")


def note(said: list[object]) -> str:
    """A remark of a run, with its figure or name, in the reader's language."""
    name, first = str(said[0]), said[1] if len(said) > 1 else ""
    shown = format_decimal(first) if isinstance(first, int) else str(first)
    text = str(NOTES.get(name, name))
    return text % {"first": shown} if "%(first)s" in text else text


def _named(table: dict[str, object]) -> object:
    return lambda name: str(table.get(name, name))
