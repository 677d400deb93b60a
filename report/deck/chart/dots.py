"""What scatter charts, dumbbells and lollipops share: ``c:scatterChart``, its series and dots."""

from __future__ import annotations

from report.deck.chart.xml import (
    CATEGORY_AXIS,
    NO_FILL,
    NO_LINE,
    VALUE_AXIS,
    Brush,
    marker,
    series_head,
)

_NO_STROKE = f"<c:spPr>{NO_FILL}{NO_LINE}</c:spPr>"


def dot_look(brush: Brush, index: int, symbol: str, size: float, token: str, hollow: bool) -> str:
    """``c:dPt`` of a dot with a look of its own; ``hollow`` for a derived one."""
    # LibreOffice reads a dot's own colours only where its size differs, and then knows no outline:
    # highlights grow by a point, hollow dots keep their size
    look = marker(
        brush,
        symbol,
        size if hollow else size + 1,
        "white" if hollow else token,
        "accent" if hollow else token,
    )
    return f'<c:dPt><c:idx val="{index}"/>{look}<c:bubble3D val="0"/></c:dPt>'


def dot_series(
    index: int,
    column: int,
    name: str,
    mark: str,
    looks: str,
    texts: str,
    xs: str,
    ys: str,
    bars: str = "",
) -> str:
    """``c:ser``; ``xs`` and ``ys`` are references, ``bars`` error bars or nothing."""
    return (
        f"<c:ser>{series_head(index, column, name)}{_NO_STROKE}{mark}{looks}{texts}{bars}"
        f'<c:xVal>{xs}</c:xVal><c:yVal>{ys}</c:yVal><c:smooth val="0"/></c:ser>'
    )


def scatter_chart(body: str) -> str:
    """``c:scatterChart`` of the series ``body``."""
    return (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{body}<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:scatterChart>'
    )
