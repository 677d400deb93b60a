"""A build's work → the CPU time of each of its stages (``--timings``).

A stage within another is taken out of it, so that the stages add up to the whole. Where no build
is being timed, marking a stage costs next to nothing.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from time import process_time

STAGES = ("import", "read", "compose", "plan", "set", "draw", "embed", "tag", "deck", "package")
"""In the order in which a build first comes to them."""


class Stopwatch:
    """CPU seconds by stage; times whatever runs within ``with stopwatch:``."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = 0.0
        self._before: list[Token[Stopwatch | None]] = []

    def __enter__(self) -> Stopwatch:
        self._before.append(_RUNNING.set(self))
        return self

    def __exit__(self, *_: object) -> None:
        _RUNNING.reset(self._before.pop())

    def enter(self, name: str) -> None:
        """Begin a stage; the one around it waits."""
        self._account()
        self._open.append(name)

    def leave(self) -> None:
        """End the stage that was begun last."""
        self._account()
        self._open.pop()

    def _account(self) -> None:
        now = process_time()
        if self._open:
            name = self._open[-1]
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now

    @property
    def timings(self) -> tuple[tuple[str, float], ...]:
        """(stage, seconds) of the stages that were come to."""
        return tuple((name, self.seconds[name]) for name in STAGES if name in self.seconds)


class stage:
    """Times a block under a name of :data:`STAGES`, if a build is being timed."""

    __slots__ = ("_name", "_watch")

    def __init__(self, name: str) -> None:
        self._name = name
        self._watch: Stopwatch | None = None

    def __enter__(self) -> None:
        self._watch = _RUNNING.get()
        if self._watch is not None:
            self._watch.enter(self._name)

    def __exit__(self, *_: object) -> None:
        if self._watch is not None:
            self._watch.leave()


_RUNNING: ContextVar[Stopwatch | None] = ContextVar("stopwatch", default=None)
