"""What must hold of every chart: it says what its workbook says, and its axes belong together."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from io import BytesIO
from xml.etree import ElementTree

from report.deck.check import A, C, Fault, Package, R, slide_ids
from report.deck.check_slides import THEME_FACE

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"'?([^'!]+)'?!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


def check_charts(package: Package, *, ours: bool) -> Iterator[Fault]:
    """Faults of all charts that stand on a slide."""
    for _, slide in slide_ids(package):
        for name in package.related(slide, "chart") if slide else ():
            root = package.tree(name)
            if root is None:
                yield Fault("chart", name, "cannot be read")
                continue
            yield from _axes(root, name)
            yield from _caches(package, root, name)
            if ours:
                yield from _hard_coded(root, name)
                yield from _language(root, name)


def _axes(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    area = root.find(f"{C}chart/{C}plotArea")
    if area is None:
        yield Fault("chart", name, "no plot area")
        return
    defined: list[str] = []
    for axis in area:
        if axis.tag in (f"{C}catAx", f"{C}valAx", f"{C}dateAx", f"{C}serAx"):
            entry = axis.find(f"{C}axId")
            crossing = axis.find(f"{C}crossAx")
            defined.append(entry.get("val", "") if entry is not None else "")
            if crossing is None:
                yield Fault("axis", name, f"axis {defined[-1]} crosses none")
    if len(set(defined)) != len(defined):
        yield Fault("axis", name, "two axes share an id")
    for number in defined:
        if not number.isdigit():
            yield Fault("axis", name, f"axis id {number!r} is no unsigned number")
    used = {
        e.get("val", "") for plot in area if plot.tag.endswith("Chart")
        for e in plot.iterfind(f"{C}axId")
    }  # fmt: skip
    used |= {e.get("val", "") for e in area.iterfind(f"*/{C}crossAx")}
    for number in sorted(used - set(defined)):
        yield Fault("axis", name, f"axis {number} is used and not defined")
    orders = [e.get("val") for e in area.iterfind(f"*/{C}ser/{C}idx")]
    if len(set(orders)) != len(orders):
        yield Fault("chart", name, "two series share an index")


# --- the workbook ----------------------------------------------------------------------------


def _caches(package: Package, root: ElementTree.Element, name: str) -> Iterator[Fault]:
    external = root.find(f"{C}externalData")
    relation = (
        package.relations(name).get(external.get(f"{R}id", "")) if external is not None else None
    )
    if relation is None or relation.target not in package.names:
        yield Fault("workbook", name, "no workbook")
        return
    try:
        cells, dated = _cells(package.blob(relation.target))
    except (zipfile.BadZipFile, zlib.error, KeyError, ElementTree.ParseError) as fault:
        yield Fault("workbook", relation.target, f"cannot be read: {fault}")
        return
    if dated:
        yield Fault("clock", relation.target, f"{dated} carries a date")
    for tag, cache in (("numRef", "numCache"), ("strRef", "strCache")):
        for reference in root.iter(f"{C}{tag}"):
            yield from _compare(reference, reference.find(f"{C}{cache}"), cells, name)


def _compare(
    reference: ElementTree.Element, cache: ElementTree.Element | None,
    cells: dict[str, str], name: str,
) -> Iterator[Fault]:  # fmt: skip
    formula = reference.findtext(f"{C}f", "")
    found = _REFERENCE.fullmatch(formula)
    if not found or cache is None:
        yield Fault("cache", name, f"{formula!r} is no plain range, or has no cache")
        return
    _, column, first, last_column, last = found.groups()
    rows = range(int(first), int(last or first) + 1)
    if last_column not in (None, column):
        return
    count = cache.find(f"{C}ptCount")
    total = int(count.get("val", 0)) if count is not None else 0
    if total != len(rows):
        yield Fault("cache", name, f"{formula}: {total} points for {len(rows)} cells")
    points: dict[int, str] = {}
    for point in cache.iterfind(f"{C}pt"):
        index = int(point.get("idx", 0))
        if index >= total:
            yield Fault("cache", name, f"{formula}: point {index} of {total}")
        points[index] = point.findtext(f"{C}v", "")
    for index, row in enumerate(rows):
        cell, cached = cells.get(f"{column}{row}", ""), points.get(index, "")
        if not _same(cell, cached):
            yield Fault(
                "cache", name, f"{column}{row} is {cell!r} in the workbook, {cached!r} in the chart"
            )


def _same(cell: str, cached: str) -> bool:
    if cell == cached:
        return True
    try:
        return Decimal(cell) == Decimal(cached)
    except InvalidOperation:
        return False


def _cells(data: bytes) -> tuple[dict[str, str], str]:
    """Text of each cell of the first sheet, and the name of a member that carries a date."""
    cells: dict[str, str] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        dated = next(
            (e.filename for e in archive.infolist() if e.date_time != (1980, 1, 1, 0, 0, 0)), ""
        )
        names = archive.namelist()
        shared: list[str] = []
        if "xl/sharedStrings.xml" in names:
            strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
            shared = [
                "".join(t.text or "" for t in item.iter(f"{S}t"))
                for item in strings.iterfind(f"{S}si")
            ]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    for cell in sheet.iter(f"{S}c"):
        value = cell.findtext(f"{S}v", "")
        if cell.get("t") == "s" and value:
            value = shared[int(value)]
        elif cell.get("t") == "inlineStr":
            value = "".join(t.text or "" for t in cell.iter(f"{S}t"))
        cells[cell.get("r", "")] = value
    return cells, dated


# --- what we promise -------------------------------------------------------------------------


def _hard_coded(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for element in root.iter():
        tag = element.tag.rsplit("}", 1)[-1]
        if tag in ("srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr"):
            yield Fault("hard-coded", name, f"colour {element.get('val')}")
        elif tag in ("latin", "ea", "cs", "sym"):
            face = element.get("typeface", "")
            if face and not THEME_FACE.fullmatch(face):
                yield Fault("hard-coded", name, f"typeface {face!r}")


def _language(root: ElementTree.Element, name: str) -> Iterator[Fault]:
    for run in (*root.iter(f"{A}r"), *root.iter(f"{A}fld")):
        properties = run.find(f"{A}rPr")
        if properties is None or not properties.get("lang"):
            yield Fault("language", name, "a run says no language")
