"""A page format and a side → coordinates of columns, rows and furniture on one page.

Section 2 of the visual design: six columns, rows of the baseline grid counted from the top of the
type area, the outer margin where the fold strip stands. Points from the trim's top left corner.
"""

from __future__ import annotations

from typing import Literal

from report.record import record
from report.theme import PageFormat

Side = Literal["verso", "recto"]


@record
class Grid:
    """The grid of one page."""

    format: PageFormat
    side: Side = "recto"

    @property
    def x0(self) -> float:
        """Left edge of the type area."""
        return self.format.outer if self.side == "verso" else self.format.inner

    @property
    def x1(self) -> float:
        """Right edge of the type area."""
        return self.x0 + self.format.measure

    @property
    def width(self) -> float:
        """Width of the type area."""
        return self.format.measure

    @property
    def rows(self) -> int:
        """Rows of the type area."""
        return self.format.lines

    @property
    def bottom(self) -> float:
        """Lower edge of the type area."""
        return self.ytop(self.rows)

    @property
    def unit(self) -> float:
        """Width of one of the six columns."""
        form = self.format
        return (form.measure - (form.columns - 1) * form.gutter) / form.columns

    def ytop(self, row: float) -> float:
        """Top of a row."""
        return self.format.top + self.format.baseline * row

    def colx(self, column: int) -> float:
        """Left edge of column 0 … 5."""
        return self.x0 + column * (self.unit + self.format.gutter)

    def span(self, columns: int) -> float:
        """Width of that many columns with the gutters between them."""
        return self.unit * columns + self.format.gutter * (columns - 1)

    @property
    def axis(self) -> float:
        """Axis of the fold strip in the outer margin."""
        distance = self.format.outer / 2
        return distance if self.side == "verso" else self.format.width - distance


def side_of(page: int, page_format: PageFormat) -> Side:
    """Even pages lie left, odd ones right; a screen format has right-hand pages only."""
    return "verso" if page_format.facing and page % 2 == 0 else "recto"
