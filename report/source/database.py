"""A query on an SQLite file → rows of text. Read only, one SELECT, bounded in rows and work."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

from report.source.delimited import Refuse, Row
from report.source.workbook import cell_text

MAX_STEPS = 50_000_000
"""Virtual-machine instructions a query may take: a bound that is the same on every machine."""
_STEP = 100_000
_MAGIC = b"SQLite format 3\0"
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)


def read_query(file: Path, query: str, limit: int, refuse: Refuse) -> list[Row] | None:
    """Headings and rows of ``query``; None where ``refuse`` was told why not."""
    try:
        with file.open("rb") as stream:
            head = stream.read(len(_MAGIC))
    except OSError as error:
        refuse("file", f"cannot be read: {error.strerror}", "", "unreadable")
        return None
    if head != _MAGIC:
        refuse("file", "is no SQLite file", "give one, or a CSV file without a query", "unreadable")
        return None
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += _STEP
        return int(steps > MAX_STEPS)

    def authorize(action: int, argument: str | None, name: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_FUNCTION and (name or "").casefold() == "load_extension":
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY

    connection = None
    try:
        uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.set_authorizer(authorize)
        connection.set_progress_handler(count, _STEP)
        cursor = connection.execute(query)
        if cursor.description is None:
            refuse("query", "the query gives no table", "write one SELECT", "bad-query")
            return None
        rows = [Row(tuple(column[0] for column in cursor.description), 0)]
        for found in cursor:
            if len(rows) > limit:
                refuse("query", f"the query gives more than {limit:,} rows", "add LIMIT",
                       "too-large")  # fmt: skip
                return None
            rows.append(Row(tuple(_text(cell) for cell in found), 0))
    except sqlite3.DatabaseError as error:
        _refuse_error(str(error), steps, refuse)
        return None
    except (sqlite3.Warning, ValueError, OverflowError, UnicodeError) as error:
        refuse("query", f"the query cannot be run: {error}", "write one SELECT", "bad-query")
        return None
    finally:
        if connection is not None:
            connection.close()
    return rows


def _refuse_error(message: str, steps: int, refuse: Refuse) -> None:
    if "not a database" in message or "malformed" in message or "unable to open" in message:
        refuse("file", f"is no SQLite file that can be read: {message}", "", "unreadable")
    elif "interrupted" in message and steps > MAX_STEPS:
        refuse("query", "the query takes too long", "make it simpler, or add LIMIT", "too-large")
    elif "not authorized" in message or "prohibited" in message or "readonly" in message:
        refuse("query", "the query does more than read", "write one SELECT", "bad-query")
    else:
        refuse("query", f"the query cannot be run: {message}", "check it in the sqlite3 shell",
               "bad-query")  # fmt: skip


def _text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, Decimal):
        return str(value)
    return cell_text(value)
