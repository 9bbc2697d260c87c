"""`tenfold undo`: takes back what `tenfold optimize --apply` changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tenfold.queries.change_undo import PastChange, Undone


@click.command()
@click.argument("database", type=click.Path(path_type=Path))
@click.option("--list", "as_list", is_flag=True, help="List what was applied; change nothing.")
def undo(*, database: Path, as_list: bool) -> None:
    """Take back the newest change that was applied to DATABASE.

    Indexes that it created are dropped, those that it dropped are made again, statistics and
    journal mode become what they were: in one transaction, so all of it or nothing. Run it again
    to take back the change before. Exits with 2 where there is nothing to take back.
    """
    from tenfold.queries.change_undo import list_changes, undo_last

    if as_list:
        click.echo(_list(database, list_changes(database)))
    else:
        click.echo(_text(undo_last(database)))


def _text(undone: Undone) -> str:
    done = []
    if undone.dropped:
        done.append(f"dropped {', '.join(undone.dropped)}")
    if undone.restored:
        done.append(f"made {', '.join(undone.restored)} again")
    if undone.statistics:
        done.append("statistics are as they were")
    if undone.journal_mode:
        done.append(f"journal mode is {undone.journal_mode} again")
    what = "; ".join(done) or "nothing was left to do"
    first = f"Took back the change of {undone.applied_at:%Y-%m-%d %H:%M:%S UTC}: {what}."
    return "\n".join([first, *(f"  {note}" for note in undone.notes)])


def _list(database: Path, changes: list[PastChange]) -> str:
    if not changes:
        return f"Tenfold changed nothing on {database.name}."
    return "\n".join(_line(change) for change in changes)


def _line(change: PastChange) -> str:
    what = [f"+{name}" for name in change.created] + [f"-{name}" for name in change.dropped]
    status = {"prepared": "interrupted", "undoing": "being undone"}.get(
        change.status, change.status
    )
    words = " ".join(what) or "statistics"
    return f"{change.applied_at:%Y-%m-%d %H:%M:%S UTC}  {status:13}  {words}  {change.folder}"
