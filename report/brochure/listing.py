"""Lists of the back matter → divisible bands in columns: gaps, derivations, sources, index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from report.brochure.flow import Block
from report.brochure.setting import Setting
from report.brochure.surface import Surface
from report.record import field, record, replace
from report.typeset import Line, SetParagraph


class Entry(Protocol):
    """One entry of a list."""

    @property
    def height(self) -> float:
        """Height in points, its own air included."""
        ...

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it with its top at ``y``."""
        ...


@record(eq=False)
class ListHead:
    """The heading of a list: top rule, ordinal, title, a remark."""

    ordinal: Line | None
    title: Line
    remark: SetParagraph | None
    left: float
    text: str = ""
    outlined: bool = True
    block: bool = False
    """Whether the rule carries the short block of figures and tables."""

    @property
    def height(self) -> float:
        """Distance of the first entry from the rule."""
        extra = 0 if self.remark is None else 10 * (len(self.remark.lines) - 1)
        return 27 + extra

    def draw(self, surface: Surface, x: float, y: float, width: float, *, again: bool) -> None:
        """Draw it; a repeated heading is no content."""
        with surface.artifact():
            surface.rect(x, y - 0.5, width, surface.theme.lines["figure-rule"], "p900")
            if self.block:
                surface.rect(x, y - 0.5, 26, 3.2, "p900")
        if not again and self.outlined:
            spoken = self.ordinal.text + self.text if self.ordinal is not None else self.text
            surface.heading(spoken, 2, y)
        with surface.artifact("Pagination") if again else surface.element("H2"):
            if self.ordinal is not None:
                surface.text(self.ordinal, x, y + 17)
            surface.text(self.title, x + self.left, y + 17)
        if self.remark is not None:
            place = x + self.left + self.title.width_pt + 12
            with surface.artifact("Pagination") if again else surface.element("P"):
                for number, line in enumerate(self.remark.lines):
                    surface.text(line, place, y + 16.6 + 10 * number)


@record(eq=False)
class EntryList:
    """Entries in columns under a heading; divided between entries where the page ends."""

    setting: Setting
    head: ListHead
    entries: tuple[Entry, ...]
    columns: int
    width: float
    gutter: float
    head_text: str
    ordinal: str
    rules: bool = True
    again: bool = False
    key: object = field(default_factory=object)
    """What the pieces of a divided list have in common."""
    source: object = None

    @property
    def column(self) -> float:
        """Width of a column."""
        return (self.width - (self.columns - 1) * self.gutter) / self.columns

    def _filled(self, most: float) -> tuple[list[list[Entry]], int]:
        """Columns of at most ``most`` points, and how many entries they take."""
        columns: list[list[Entry]] = []
        index = 0
        for _ in range(self.columns):
            column: list[Entry] = []
            used = 0.0
            while index < len(self.entries):
                high = self.entries[index].height
                if used + high > most + 0.01:
                    break
                column.append(self.entries[index])
                used += high
                index += 1
            columns.append(column)
        return columns, index

    def _balanced(self) -> tuple[list[list[Entry]], float]:
        """The lowest columns that take all entries, and their height."""
        if not self.entries:
            return [[] for _ in range(self.columns)], 0.0
        low = max(
            sum(e.height for e in self.entries) / self.columns,
            max(e.height for e in self.entries),
        )
        most = low
        while True:
            columns, taken = self._filled(most)
            if taken == len(self.entries):
                return columns, max(sum(e.height for e in c) for c in columns)
            most += 2

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return self.width, self.head.height + self._balanced()[1] + 4

    def split(self, width: float, height: float) -> list[Block]:
        """As many entries as fill ``height``, and the rest under the same heading."""
        columns, taken = self._filled(height - self.head.height - 4)
        if taken == 0 or taken == len(self.entries) or not columns[0]:
            return []
        setting = self.setting
        again = list_head(
            setting, self.ordinal, self.head_text + setting.words.continued, "", self.width,
            block=self.head.block,
        )  # fmt: skip
        return [
            replace(self, entries=self.entries[:taken]),
            replace(self, entries=self.entries[taken:], head=again, again=True),
        ]

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw heading and entries."""
        # The pieces of a divided list are one list.
        key = ("list", self.key)
        with surface.element("Sect", key=key):
            self.head.draw(surface, x, y, self.width, again=self.again)
            columns, _ = self._balanced()
            with surface.element("L", key=(*key, "L")):
                for number, column in enumerate(columns):
                    left = x + number * (self.column + self.gutter)
                    top = y + self.head.height
                    for entry in column:
                        if self.rules:
                            with surface.artifact():
                                weight = surface.theme.lines["row"]
                                surface.line(left, top, left + self.column, top, "rule", weight)
                        with surface.element("LI"):
                            entry.draw(surface, left, top, self.column)
                        top += entry.height


def list_head(setting: Setting, ordinal: str, title: str, remark: str, width: float, *,
              block: bool = False, outlined: bool = True) -> ListHead:  # fmt: skip
    """Measure a list's heading."""
    mark = setting.line(ordinal, "h2") if ordinal else None
    left = 24.0 if mark else 0.0
    line = setting.fitted(title, "h2", width - left)
    text = None
    if remark and width - left - line.width_pt > 60:
        text = setting.paragraph(remark, "figure-sub", width - left - line.width_pt - 12)
    return ListHead(mark, line, text, left, title, outlined, block)


@record(eq=False)
class DrawnBlock:
    """A block whose drawing is a function: panels of the back matter."""

    height: float
    paint: Callable[[Surface, float, float, float], None]
    source: object = None

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size."""
        return width, self.height

    def split(self, width: float, height: float) -> list[Block]:
        """Never divided."""
        return []

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        self.paint(surface, x, y, width)


def text_entries(texts: Sequence[SetParagraph], leading: float, gap: float) -> tuple[Entry, ...]:
    """Plain paragraphs as entries."""
    return tuple(TextEntry(t, leading, gap) for t in texts)


@record(eq=False)
class TextEntry:
    """A short paragraph."""

    text: SetParagraph
    leading: float
    gap: float

    @property
    def height(self) -> float:
        """Height."""
        return self.leading * len(self.text.lines) + self.gap

    def draw(self, surface: Surface, x: float, y: float, width: float) -> None:
        """Draw it."""
        base = y + 0.72 * self.leading + self.gap / 2
        with surface.element("LBody"):
            for line in self.text.lines:
                surface.text(line, x + line.x_pt, base)
                base += self.leading
