"""A chart as an SVG string, drawn by hand from rectangles and lines."""

from __future__ import annotations

from xml.sax.saxutils import escape

import work

W, H, LEFT, TOP, BOTTOM = 460.0, 190.0, 70.0, 24.0, 24.0


def text(x: float, y: float, content: str, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="8" font-family="Noto Sans SC" '
        f'text-anchor="{anchor}">{escape(content)}</text>'
    )


def chart(c: work.Chart) -> str:
    top = max(max(v) for _, v in c.series) * 1.1
    plot_w, plot_h = W - LEFT - 20, H - TOP - BOTTOM
    parts = [text(0, 10, c.title, "start")]
    n = len(c.categories)
    if c.kind == "bar":
        step = plot_h / n
        for k, value in enumerate(c.series[0][1]):
            y, w = TOP + k * step, plot_w * value / top
            parts.append(
                f'<rect x="{LEFT}" y="{y + 3:.1f}" width="{w:.1f}" height="{step - 6:.1f}" '
                'fill="#1B4B6B"/>'
            )
            parts.append(text(LEFT - 4, y + step / 2 + 3, c.categories[k], "end"))
            parts.append(text(LEFT + w + 3, y + step / 2 + 3, f"{value:g}", "start"))
    else:
        step = plot_w / n
        for j, (_, values) in enumerate(c.series):
            points = []
            for k, value in enumerate(values):
                x, y = LEFT + (k + 0.5) * step, TOP + plot_h * (1 - value / top)
                points.append(f"{x:.1f},{y:.1f}")
                if c.kind == "column":
                    parts.append(
                        f'<rect x="{x - step / 3:.1f}" y="{y:.1f}" width="{step * 2 / 3:.1f}" '
                        f'height="{TOP + plot_h - y:.1f}" fill="#1B4B6B"/>'
                    )
                parts.append(text(x, y - 4, f"{value:g}"))
                if j == 0:
                    parts.append(text(x, H - 10, c.categories[k]))
            if c.kind == "line":
                colour = ("#1B4B6B", "#9CBFCD")[j % 2]
                parts.append(
                    f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}"/>'
                )
    base = TOP + plot_h
    parts.append(f'<line x1="{LEFT}" y1="{base}" x2="{W - 20}" y2="{base}" stroke="#1D2225"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W:g} {H:g}" width="{W:g}pt" '
        f'height="{H:g}pt">{"".join(parts)}</svg>'
    )
