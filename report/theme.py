"""Design tokens: a theme's YAML → colours, type scale, spacing and line weights.

Colours are named by role (visual design, section 4); both editions and every chart refer to
these names only. Lengths are points unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from report.errors import Diagnostic, Place, ReportError
from report.record import field, record

THEMES_FOLDER = Path(__file__).with_name("themes")

DATA_COLOURS = ("p700", "p300", "s700", "s300", "p900", "t100", "t700", "t300")
"""Token of each colour index of a chart plan: dark and light in turn, so that neighbours in a
stack differ most; each of the eight has a lightness of its own, so that they differ in grey and
under every colour-vision deficiency (``tests/test_palettes.py``)."""

ON_COLOUR = MappingProxyType(
    {"p900": "white", "p700": "white", "p500": "white", "p300": "p900", "s700": "white",
     "s300": "p900", "t700": "white", "t300": "p900", "t100": "p900", "ramp0": "p900",
     "ramp1": "p900", "ramp2": "white", "ramp3": "white",
     "ramp4": "white", "muted": "white", "p100": "p900", "white": "ink", "paper": "ink"}
)  # fmt: skip
"""Token of the text that stands on a fill."""


@record
class TypeRole:
    """A face, weight, size and leading for one role of the type scale (points)."""

    family: Literal["serif", "sans"]
    weight: int
    size: float
    leading: float
    colour: str = "ink"
    tracking: float = 0.0


SERIF, SANS = "serif", "sans"
_TYPE: dict[str, TypeRole] = {
    "cover-title": TypeRole(SERIF, 900, 62, 66, "p900"),
    "cover-kicker": TypeRole(SANS, 700, 11, 15, "p900"),
    "cover-sub": TypeRole(SANS, 400, 8.6, 11.6, "muted"),
    "cover-key": TypeRole(SANS, 500, 7.2, 10, "white"),
    "cover-note": TypeRole(SANS, 500, 7.4, 10, "p900"),
    "spot-height": TypeRole(SANS, 500, 6, 8, "p900"),
    "contents-heading": TypeRole(SERIF, 900, 44, 50, "p900"),
    "opener-numeral": TypeRole(SERIF, 900, 232, 232, "p300", -8),
    "opener-title": TypeRole(SERIF, 900, 40, 43, "p900"),
    "h1": TypeRole(SERIF, 900, 22, 32, "p900"),
    "h2": TypeRole(SERIF, 700, 10.5, 16, "p700"),
    "h3": TypeRole(SERIF, 700, 9.5, 16, "ink"),
    "lead": TypeRole(SERIF, 500, 13, 24, "ink"),
    "body": TypeRole(SERIF, 400, 9.5, 16, "ink"),
    "body-strong": TypeRole(SERIF, 700, 9.5, 16, "ink"),
    "callout": TypeRole(SERIF, 600, 13, 23, "p900"),
    "callout-kicker": TypeRole(SANS, 700, 7.6, 11, "accent"),
    "quote": TypeRole(SERIF, 500, 13, 24, "p900"),
    "key-numeral": TypeRole(SERIF, 600, 31, 35, "p700", -0.4),
    "key-numeral-large": TypeRole(SERIF, 600, 42, 47, "p700", -0.4),
    "key-label": TypeRole(SANS, 500, 8, 11, "ink"),
    "key-unit": TypeRole(SANS, 500, 9, 11, "ink"),
    "key-note": TypeRole(SANS, 400, 7.4, 11, "muted"),
    "figure-number": TypeRole(SANS, 700, 8, 11, "p700"),
    "figure-title": TypeRole(SANS, 700, 9.5, 13, "ink"),
    "figure-sub": TypeRole(SANS, 400, 7.2, 11, "muted"),
    "category": TypeRole(SANS, 400, 8.2, 11, "ink"),
    "category-strong": TypeRole(SANS, 700, 8.2, 11, "ink"),
    "axis": TypeRole(SANS, 400, 6.8, 9, "muted"),
    "data-label-inside": TypeRole(SANS, 700, 8.4, 11, "white"),
    "data-label": TypeRole(SERIF, 600, 10.5, 13, "p700"),
    "table-head": TypeRole(SANS, 500, 7.2, 10, "muted"),
    "table-cell": TypeRole(SANS, 400, 8.5, 11, "ink"),
    "table-numeral": TypeRole(SERIF, 600, 9.6, 12, "p700"),
    "source": TypeRole(SANS, 400, 6.6, 10, "muted"),
    "note-code": TypeRole(SANS, 500, 6, 8, "accent"),
    "footnote": TypeRole(SANS, 400, 6.8, 10, "muted"),
    "contents-number": TypeRole(SERIF, 500, 20, 24, "p500"),
    "contents-title": TypeRole(SERIF, 700, 15, 20, "ink"),
    "contents-abstract": TypeRole(SANS, 400, 8, 12, "muted"),
    "contents-page": TypeRole(SERIF, 600, 16, 20, "p700"),
    "contents-note": TypeRole(SANS, 400, 7.4, 12, "muted"),
    "legend-name": TypeRole(SANS, 700, 8.4, 11, "ink"),
    "legend-note": TypeRole(SANS, 400, 7.6, 12.5, "ink"),
    "gap-code": TypeRole(SANS, 700, 7, 10, "accent"),
    "list-label": TypeRole(SANS, 400, 8, 11, "ink"),
    "list-formula": TypeRole(SANS, 400, 7.6, 11, "muted"),
    "list-value": TypeRole(SERIF, 600, 9, 11, "ink"),
    "list-body": TypeRole(SERIF, 400, 8.6, 13, "ink"),
    "page-reference": TypeRole(SERIF, 600, 7.4, 10, "p700"),
    "running-head": TypeRole(SANS, 400, 7.5, 10.2, "muted"),
    "section-mark": TypeRole(SANS, 700, 7.5, 10.2, "p700"),
    "folio": TypeRole(SERIF, 600, 11, 14, "p900"),
    # slides (points on a 960 × 540 canvas)
    "slide-deck-title": TypeRole(SERIF, 900, 52, 55, "p900"),
    "slide-section-title": TypeRole(SERIF, 900, 44, 47, "p900"),
    "slide-section-numeral": TypeRole(SERIF, 900, 260, 260, "p300"),
    "slide-title": TypeRole(SERIF, 700, 28, 36, "p900"),
    "slide-lead": TypeRole(SERIF, 400, 18, 29, "ink"),
    "slide-hero-numeral": TypeRole(SERIF, 600, 132, 140, "p700"),
    "slide-card-numeral": TypeRole(SERIF, 600, 48, 54, "p700"),
    "slide-panel-numeral": TypeRole(SERIF, 600, 60, 66, "accent"),
    "slide-unit": TypeRole(SANS, 500, 18, 22, "ink"),
    "slide-body": TypeRole(SANS, 400, 15, 25, "ink"),
    "slide-chart-head": TypeRole(SANS, 700, 16, 22, "ink"),
    "slide-chart-sub": TypeRole(SANS, 400, 13, 18, "muted"),
    "slide-category": TypeRole(SANS, 400, 14, 18, "ink"),
    "slide-data-label": TypeRole(SANS, 700, 16, 20, "ink"),
    "slide-axis": TypeRole(SANS, 400, 12, 15, "muted"),
    "slide-table-head": TypeRole(SANS, 700, 13, 18, "ink"),
    "slide-table-cell": TypeRole(SANS, 400, 15, 20, "ink"),
    "slide-table-numeral": TypeRole(SERIF, 600, 17, 22, "p700"),
    "slide-note": TypeRole(SANS, 400, 13, 18, "muted"),
    "slide-source": TypeRole(SANS, 400, 11, 15, "muted"),
    "slide-folio": TypeRole(SERIF, 600, 14, 18, "p900"),
}

LINE_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"grid": 0.4, "row": 0.3, "leader": 0.5, "axis": 0.75, "table": 0.75, "key-rule": 0.75,
     "figure-rule": 1.0, "derived": 0.9, "furniture": 0.9, "slope": 1.4, "callout-bar": 2.2,
     "hatch": 0.55, "missing-outline": 0.6}
)  # fmt: skip


@record
class PageFormat:
    """Trim size, margins and grid of a brochure page (points)."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    columns: int = 6
    gutter: float = 19.0
    baseline: float = 16.0
    scale: float = 1.0
    """Factor on the A4 measures (furniture, display sizes); body text keeps its size."""
    facing: bool = True
    bleed: float = 9.0

    @property
    def lines(self) -> int:
        """Baseline rows in the type area."""
        return int((self.height - self.top - self.bottom + 0.01) // self.baseline)

    @property
    def measure(self) -> float:
        """Width of the type area."""
        return self.width - self.inner - self.outer

    @property
    def wide(self) -> bool:
        """Lying: title and text stand side by side rather than one above the other."""
        return self.width > 1.2 * self.height

    def text_columns(self, wanted: int, body_size: float = 9.5) -> int:
        """Text columns of a page: as many as asked for, but each of 18 to 36 characters.

        A single column that was asked for may be of up to 52, three of no more than 15.
        """
        count, most = max(1, wanted), 36 if wanted > 1 else 52
        while count > 1 and self.column_measure(count) < (15 if count > 2 else 18) * body_size:
            count -= 1
        while count < 3 and self.column_measure(count) > most * body_size:
            count += 1
        return count

    def column_measure(self, count: int) -> float:
        """Width of one of ``count`` text columns."""
        return (self.measure - (count - 1) * self.gutter) / count


MM = 72 / 25.4
FORMATS: Mapping[str, PageFormat] = MappingProxyType(
    {
        "a4": PageFormat("a4", 595.28, 841.89, 85.04, 100.85, 63.59, 56.69),
        "a5": PageFormat("a5", 419.53, 595.28, 60.28, 71.0, 47.03, 40.0, gutter=15.0, scale=0.74),
        "a4-landscape": PageFormat(
            "a4-landscape", 841.89, 595.28, 68.0, 79.28, 63.2, 56.69, scale=0.8
        ),
        "16:9": PageFormat(
            "16:9", 800.0, 450.0, 54.0, 60.0, 64.0, 71.0, scale=0.66, facing=False, bleed=0.0
        ),
        "square": PageFormat("square", 595.28, 595.28, 68.0, 79.28, 63.59, 56.69, scale=0.78),
    }
)
"""Page formats by the name an author writes. A4 is the design's own; in the others the type area
is again a whole number of rows high and of characters wide, and ``scale`` shrinks what is not
text: furniture, display sizes, openers. The screen format has neither bleed nor facing pages."""


@record
class Theme:
    """The tokens of one theme."""

    name: str
    title: str
    colours: Mapping[str, str]
    """Token → ``#RRGGBB``."""
    type: Mapping[str, TypeRole] = field(default_factory=lambda: MappingProxyType(_TYPE))
    lines: Mapping[str, float] = field(default_factory=lambda: LINE_WEIGHTS)
    formats: Mapping[str, PageFormat] = field(default_factory=lambda: FORMATS)
    section_start: Literal["verso", "recto", "any"] = "verso"
    """Page on which sections open where pages face each other."""
    multiple_of_four: bool = False
    """Bring every brochure to a page count for saddle stitching (authors may ask for it too)."""
    files: tuple[str, ...] = ()
    """The files that it was read from: its own, then those that it extends."""

    def rgb(self, token: str) -> tuple[float, float, float]:
        """Red, green and blue of a colour token, each 0…1."""
        value = self.colours[token]
        return (int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255)

    def data_colour(self, index: int) -> str:
        """Token of a chart plan's colour index; below 0, of what stands for no series: p100."""
        if index < 0:
            return "p100"
        return DATA_COLOURS[index % len(DATA_COLOURS)]


def mix(theme: Theme, token: str, other: str, share: float) -> tuple[float, float, float]:
    """Colour ``token`` moved by ``share`` (0…1) towards ``other``, as red, green, blue 0…1."""
    a, b = theme.rgb(token), theme.rgb(other)
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


def contrast(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """WCAG 2.1 contrast ratio of two colours (1…21)."""

    def luminance(rgb: tuple[float, float, float]) -> float:
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def load_theme(name: str, folder: Path | None = None) -> Theme:
    """The theme called ``name``: one of ours, or the path of a theme file from ``folder``.

    Raises :class:`ReportError` with every fault where it does not exist or is not a valid theme
    (``report.theme_file``).
    """
    path = theme_path(name, folder)
    if path is None:
        from report.errors import suggestion

        known = sorted(p.stem for p in THEMES_FOLDER.glob("*.yaml"))
        near = suggestion(name, known)
        hint = f"did you mean {near!r}?" if near else "ours are " + ", ".join(known)
        place = Place(str(folder or Path()))
        raise ReportError(
            [Diagnostic(place, f"there is no theme {name!r}", hint, "theme", code="unknown-theme")]
        )
    if path.parent == THEMES_FOLDER:
        return _own_theme(path)
    from report.theme_file import read_theme

    return read_theme(path)


def theme_path(name: str, folder: Path | None = None) -> Path | None:
    """The file of the theme called ``name``; None where there is none."""
    ours = THEMES_FOLDER / f"{name}.yaml"
    try:
        if not set(name) & set("/\\.\0") and ours.is_file():
            return ours
        path = (folder or Path()) / name
        inside = path.resolve().is_relative_to((folder or Path()).resolve())
        return path if inside and path.is_file() else None
    except (OSError, ValueError):
        return None


@cache
def _own_theme(path: Path) -> Theme:
    from report.theme_file import read_theme

    return read_theme(path)
