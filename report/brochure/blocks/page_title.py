"""A section's leading heading → the title of a page, over all its columns."""

from __future__ import annotations

from typing import Any

from report.brochure.flow import rows_of
from report.brochure.setting import Setting
from report.compose import document as doc
from report.record import record


@record(eq=False)
class PageTitle:
    """A heading set as a page's title, over all columns (H1 of the type scale)."""

    setting: Setting
    text: Any
    source: doc.Heading

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Size: the title's rows and a free one."""
        pitch = self.setting.format.baseline
        leading = self.setting.role("h1").leading
        return width, pitch * (rows_of(leading * len(self.text.lines), pitch) + 1)

    def split(self, width: float, height: float) -> list[Any]:
        """Never divided."""
        return []

    def draw(self, surface: Any, x: float, y: float, width: float) -> None:
        """Draw it."""
        role = self.setting.role("h1")
        base = y + 19 * role.size / 22
        surface.heading(self.text.text, 2, y)
        with surface.element("H2", key=self):
            for line in self.text.lines:
                surface.text(line, x + line.x_pt, base)
                base += role.leading
