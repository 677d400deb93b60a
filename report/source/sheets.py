"""A workbook's bytes → the cells of one sheet as plain values, in this process or one of its own.

python-calamine lays out a sheet from its outermost cells and trusts the lengths that old formats
write down: a damaged XLS, or one stray cell in the last row, asks for more memory than there is,
and the allocator ends the process. So XLSX is measured first, and the other formats are read in a
process that may fail. Run as a script, this file is that process: it imports nothing of ours.
"""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from typing import Any

MOST_CELLS = 2_000_000
MOST_MEMORY = 2 << 30
MOST_SECONDS = 60


class UnreadableError(ValueError):
    """The workbook cannot be read; ``code`` is ``password``, ``too-large`` or ``unreadable``."""

    def __init__(self, message: str, code: str = "unreadable") -> None:
        super().__init__(message)
        self.code = code


def extract(content: bytes, sheet: str | None) -> dict[str, Any]:
    """Names of the sheets, those that hold anything and are shown, and the cells of one.

    ``sheet`` is the one that is wanted; None takes the only one that holds anything. ``cells`` and
    ``merged`` (``[[top, left], [bottom, right]]``, from 0) are absent where there is no such sheet.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        hidden = {m.name for m in book.sheets_metadata if m.visible != SheetVisibleEnum.Visible}
        filled: list[str] = []
        chosen: Any = None
        for name in names:
            if (sheet is not None and name != sheet) or (sheet is None and name in hidden):
                continue
            found = book.get_sheet_by_name(name)
            if found.end is not None:
                filled.append(name)
                chosen = found
        result: dict[str, Any] = {"names": names, "filled": filled}
        if len(filled) == 1:
            if chosen.total_height * chosen.total_width > MOST_CELLS:
                raise UnreadableError(f"a sheet has more than {MOST_CELLS:,} cells", "too-large")
            rows = chosen.to_python(skip_empty_area=False)
            result["cells"] = [[plain_value(cell) for cell in row] for row in rows]
            result["merged"] = [
                [list(start), list(end)] for start, end in chosen.merged_cell_ranges or ()
            ]
    except UnreadableError:
        raise
    except PasswordError:
        raise UnreadableError("the workbook has a password", "password") from None
    except Exception as error:
        reason = str(error).split("\n")[0][:200] or type(error).__name__
        raise UnreadableError(f"this is no workbook that can be read: {reason}") from error
    return result


def plain_value(value: Any) -> str | int | float | bool | None:
    """A cell as text, number or switch; dates are ISO 8601, without a time at midnight."""
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return None if value is None else str(value)


def extract_apart(content: bytes, sheet: str | None) -> dict[str, Any]:
    """The same as :func:`extract`, in a process of its own that may use two gigabytes."""
    command = [sys.executable, "-P", __file__, json.dumps(sheet)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("the workbook takes too long to read", "too-large") from None
    except OSError as error:
        raise UnreadableError(f"the workbook cannot be read: {error.strerror}") from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise UnreadableError("the workbook is damaged") from None
    if "error" in answer:
        raise UnreadableError(answer["error"], answer["code"])
    return answer


def _main() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # where memory cannot be bounded, the process still is one of its own
    try:
        answer = extract(sys.stdin.buffer.read(), json.loads(sys.argv[1]))
    except UnreadableError as error:
        answer = {"error": str(error), "code": error.code}
    except MemoryError:
        answer = {"error": "the workbook needs too much memory", "code": "too-large"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
