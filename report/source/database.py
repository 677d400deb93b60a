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

_CHANGING = frozenset(
    {"random", "randomblob", "current_date", "current_time", "current_timestamp", "changes",
     "last_insert_rowid", "total_changes", "sqlite_version", "sqlite_source_id"}
)  # fmt: skip
_REFUSED = _CHANGING | {"load_extension"}
"""Functions whose answer is another one in every run, on every day or machine."""
_LONGEST = 1_000_000
"""Bytes of a cell, and of whatever a query makes on its way."""


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
    if "'now'" in query.casefold():
        refuse("query", "'now' is another time in every run", "write the date", "bad-query")
        return None
    steps = 0
    refused: list[str] = []

    def count() -> int:
        nonlocal steps
        steps += _STEP
        return int(steps > MAX_STEPS)

    def authorize(action: int, argument: str | None, name: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_FUNCTION and (name or "").casefold() in _REFUSED:
            refused.append((name or "").casefold())
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY

    connection = None
    try:
        uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
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
            if any(isinstance(cell, bytes) for cell in found):
                refuse("query", f"row {len(rows)} has a cell of bytes, not of text or a number",
                       "write CAST(… AS TEXT)", "bad-query")  # fmt: skip
                return None
            rows.append(Row(tuple(_text(cell) for cell in found), 0))
    except sqlite3.DatabaseError as error:
        if refused and refused[-1] in _CHANGING:
            refuse("query", f"{refused[-1]}() gives something else in every run",
                   "select what is stored", "bad-query")  # fmt: skip
            return None
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
    if isinstance(value, Decimal):
        return str(value)
    return cell_text(value)
