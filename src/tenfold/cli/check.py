"""`tenfold check`: the settings in force, and what is wrong with them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tenfold.settings import Finding, Report, Row


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.pass_context
def check(ctx: click.Context, *, as_json: bool) -> None:
    """Check the settings of this folder, and say what to change.

    Lists each setting with where it was set: the environment, .env or tenfold.toml. Then come
    errors, which stop the work, and apart from them warnings, which do not. Secrets are masked.
    Exits with 2 where there are errors, else with 0.
    """
    from tenfold.settings import check as check_settings

    report = check_settings()
    click.echo(_json(report) if as_json else _text(report))
    ctx.exit(2 if report.errors else 0)


def _json(report: "Report") -> str:
    document = {
        "settings": [asdict(row) for row in report.rows],
        "errors": [_plain(finding) for finding in report.errors],
        "warnings": [_plain(finding) for finding in report.warnings],
    }
    return json.dumps(document, indent=2)


def _plain(finding: "Finding") -> dict[str, str]:
    return {"where": finding.where, "problem": finding.problem, "change": finding.change}


def _text(report: "Report") -> str:
    parts = [_settings(report.rows)]
    parts += _findings("error", report.errors) + _findings("warning", report.warnings)
    if not report.errors and not report.warnings:
        parts.append("No errors, no warnings.")
    return "\n\n".join(parts)


def _settings(rows: Sequence["Row"]) -> str:
    shown = [(row.name, "(wrong)" if row.value is None else row.value, row.source) for row in rows]
    names, values, _ = (max(map(len, column)) for column in zip(*shown, strict=True))
    lines = [f"  {name:{names}}  {value:{values}}  {source}" for name, value, source in shown]
    return "\n".join(["Settings in force", *lines])


def _findings(noun: str, findings: Sequence["Finding"]) -> list[str]:
    if not findings:
        return []
    count = f"{len(findings)} {noun}{'' if len(findings) == 1 else 's'}"
    lines = [f"  {each.where}: {each.problem}\n    {each.change}" for each in findings]
    return ["\n".join([count, *lines])]
