"""A plan → its alt text: kind, finding, range, and what is missing or derived, in words."""

from __future__ import annotations

from report.compose.charting.phrases import Phrases
from report.compose.plan import ChartPlan, Point

_LISTED = 12
"""Points that are read out one by one; a longer chart is told by its ends."""


def alt_text(plan: ChartPlan, unit: str, phrases: Phrases) -> str:
    """Sentences for a reader who cannot see the chart (PDF/UA 7.3, WCAG 1.1.1)."""
    finding = plan.title if plan.takeaway in ("", plan.title) else plan.title + phrases.semicolon
    if finding != plan.title:
        finding += plan.takeaway
    parts = [phrases.kinds[plan.kind] + phrases.colon + finding]
    named = _points(plan)
    units = {
        id(p): s.unit or unit for q in (plan, *plan.panels) for s in q.series for p in s.points
    }
    known = [(name, p) for name, p in named if p.value is not None]
    if len(plan.series) > 1 and not plan.panels:
        parts.append(phrases.alt_series.format(phrases.item.join(s.name for s in plan.series)))
    if known and len(named) <= _LISTED:
        parts.append(
            phrases.item.join(
                phrases.alt_one.format(name, said) if name else said
                for name, said in ((n, _with_unit(p, units[id(p)])) for n, p in known)
            )
        )
    elif known:
        low = min(known, key=lambda pair: pair[1].value or 0)
        high = max(known, key=lambda pair: pair[1].value or 0)
        parts.append(
            phrases.alt_range.format(
                len(named), _with_unit(low[1], unit), low[0], _with_unit(high[1], unit), high[0]
            )
        )
    for reference in plan.references:
        parts.append(reference.label)
    gaps = [_coded(name, p, phrases) for name, p in named if p.value is None]
    if gaps:
        parts.append(phrases.alt_gaps.format(phrases.item.join(dict.fromkeys(gaps))))
    derived = [_coded(name, p, phrases) for name, p in known if p.state == "derived"]
    if derived:
        parts.append(phrases.alt_derived.format(phrases.item.join(dict.fromkeys(derived))))
    return phrases.stop.join(p.rstrip(phrases.stop) for p in parts) + phrases.stop.strip()


def _points(plan: ChartPlan) -> list[tuple[str, Point]]:
    """Every point that stands for something, with the name a reader would give it."""
    if plan.panels:
        return [
            (" ".join(t for t in (panel.title, name) if t), point)
            for panel in plan.panels
            for name, point in _points(panel)
        ]
    found = []
    for series in plan.series:
        for category, point in zip(plan.categories, series.points, strict=True):
            if point.colour == -1:
                continue
            name = category if len(plan.series) == 1 else f"{series.name} {category}".strip()
            found.append((name, point))
    return found


def _with_unit(point: Point, unit: str) -> str:
    space = " " if unit and unit[0].isascii() and unit[0].isalpha() else ""
    return f"{point.label}{space}{unit}"


def _coded(name: str, point: Point, phrases: Phrases) -> str:
    return phrases.at.format(name, point.code) if point.code else name
