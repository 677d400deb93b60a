"""Text as written → the few scalars that are not text: switches, whole numbers, measures.

YAML's own guesses are not used (``NO`` would be False, ``12:30`` 750, ``1e5`` a float, ``0x1F``
31), nor pydantic's (``yes``, ``on`` and ``1`` would be True).
"""

import re
from typing import Annotated, Any

from report.source.base import Scalar, Unfit

_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_REAL = re.compile(r"[-+]?[0-9]{1,9}(\.[0-9]{1,9})?")


def _flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value == "true":
        return True
    if value == "false":
        return False
    raise Unfit("flag", "must be true or false; write one of them")


def _whole(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        return int(value)
    raise Unfit("whole", "must be a whole number; write digits, such as 2")


def _real(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and _REAL.fullmatch(value):
        return float(value)
    raise Unfit("real", "must be a number; write digits, such as 1.5")


Flag = Annotated[bool, Scalar(_flag)]
Whole = Annotated[int, Scalar(_whole)]
Real = Annotated[float, Scalar(_real)]
