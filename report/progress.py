"""A build's stages → one live line on a terminal, once they take longer than a second."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threading import Timer

    from rich.status import Status

    from report.state import Target


class Progress:
    """On a terminal, says what takes longer than a second; elsewhere nothing."""

    def __init__(self, target: Target, options: argparse.Namespace) -> None:
        self.name = target.name
        self.stage = ""
        self.timer: Timer | None = None
        self.status: Status | None = None
        self.shown = sys.stderr.isatty() and not options.quiet

    def __enter__(self) -> Callable[[str], None]:
        if self.shown:
            from threading import Timer

            self.timer = Timer(1.0, self._begin)
            self.timer.daemon = True
            self.timer.start()
        return self._progress

    def _begin(self) -> None:
        from rich.console import Console

        self.status = Console(stderr=True).status(f"{self.name}: {self.stage}")
        self.status.start()

    def _progress(self, stage: str) -> None:
        self.stage = stage
        if self.status is not None:
            self.status.update(f"{self.name}: {stage}")

    def __exit__(self, *_: object) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()
        if self.status is not None:
            self.status.stop()
