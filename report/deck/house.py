"""An author's own template → the layouts and slots our slides need, or what exactly it lacks.

Layouts are found by the mapping in the report (``deck.layouts``), else by a name they are known
by, else by the type PowerPoint gave them; placeholders by their type. All that is missing is said
at once, before anything is made.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from report.deck.geometry import EMU_PER_POINT, FORMATS, Box, SlideFormat
from report.deck.house_theme import hard_to_read
from report.deck.layouts import EXTRA, NAMES, ROLES, Layout, Slot, layouts_for, standing_in
from report.deck.package import write_zip
from report.deck.presentation_xml import effective_text_style
from report.errors import Diagnostic, Place, ReportError
from report.record import record, replace

if TYPE_CHECKING:
    from report.deck.presentation import Presentation

TYPES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "agenda": ("obj", "tx", "titleOnly"),
    "section": ("secHead",),
    "key-figures": ("titleOnly", "obj"),
    "chart": ("chart", "obj"),
    "chart-text": ("chartAndTx", "txAndChart", "twoObj"),
    "two-charts": ("twoObj",),
    "table": ("tbl", "obj"),
    "text": ("tx", "obj"),
    "quote": ("tx", "obj"),
    "picture": ("picTx", "obj"),
    "closing": ("tx", "obj"),
}
"""``type`` attributes of layouts that serve a role where no name says so, best first."""

CHART, TABLE, PICTURE, TEXT = ("chart", "obj"), ("tbl", "obj"), ("pic", "obj"), ("body", "obj")
NEEDS: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "title": (),
    "agenda": (),
    "section": (),
    "key-figures": (),
    "chart": (("chart", CHART, "a chart"),),
    "chart-text": (("chart", CHART, "a chart"), ("body", TEXT, "text")),
    "two-charts": (("chart", CHART, "a chart"), ("chart2", CHART, "a second chart")),
    "table": (("table", TABLE, "a table"),),
    "text": (("body", TEXT, "text"),),
    "quote": (("body", TEXT, "text"),),
    "picture": (("picture", PICTURE, "a picture"),),
    "closing": (("body", TEXT, "text"),),
}
"""Slots a role cannot do without, the placeholder types that serve, and what to call them."""

OPTIONAL: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "title": (("subtitle", ("subTitle", "body")),),
    "agenda": (("body", ("body", "obj")),),
    "section": (("body", ("body", "subTitle")),),
    "picture": (("body", ("body",)),),
}
_STYLE_ROLES = {
    "title": "slide-title", "subtitle": "slide-lead", "body": "slide-body",
    "sub": "slide-chart-sub", "sub2": "slide-chart-sub", "source": "slide-source",
    "head": "slide-chart-head", "head2": "slide-chart-head", "running": "slide-source",
    "folio": "slide-folio", "by": "slide-chart-sub", "contact": "slide-note",
}  # fmt: skip
LINE_HEIGHT = 1.4
"""Line pitch over size that single spacing may come to in an unknown CJK face."""


@record
class _Found:
    """A placeholder of the author's layout."""

    kind: str
    index: int
    name: str
    box: Box
    """Where its text may stand."""
    frame: Box
    size: float
    leading: float
    before: float
    upright: bool = False


def open_house(
    path: Path, mapping: Mapping[str, str], language: str
) -> tuple[Presentation, SlideFormat, dict[str, Layout]]:
    """Open an author's template for drawing.

    Raises :class:`ReportError` with every fault: the file, each layout that is mapped and absent,
    each role without a layout, each layout without a placeholder that its role needs.
    """
    from report.deck.house_parts import HouseTemplate
    from report.deck.presentation import Presentation

    deck = _open(path)
    if not mapping:
        restyled = _restyled(deck, language)
        if restyled:
            form, layouts, parts = restyled
            return Presentation(HouseTemplate(deck, parts)), form, layouts
    faults: list[Diagnostic] = []
    found = _layouts(path, deck, mapping, faults)
    width, height = deck.slide_width / EMU_PER_POINT, deck.slide_height / EMU_PER_POINT
    layouts: dict[str, Layout] = {}
    for role, layout in found.items():
        made = _slots(path, role, layout, Box(0, 0, width, height), faults)
        if made:
            layouts[role] = made
    if faults:
        raise ReportError(faults)
    form = _format(layouts, width, height)
    parts = {role: str(found[role].part.partname) for role in ROLES}
    return Presentation(HouseTemplate(deck, parts)), form, layouts


def _restyled(
    deck: Any, language: str
) -> tuple[SlideFormat, dict[str, Layout], dict[str, str]] | None:
    """Our own template as its owner restyled it: the same layouts and placeholders, moved."""
    width, height = deck.slide_width / EMU_PER_POINT, deck.slide_height / EMU_PER_POINT
    form = next(
        (f for f in FORMATS.values() if abs(f.width - width) < 1 and abs(f.height - height) < 1),
        None,
    )
    if form is None:
        return None
    named = {str(layout.name).casefold(): layout for layout in deck.slide_layouts}
    layouts: dict[str, Layout] = {}
    parts: dict[str, str] = {}
    for layout in layouts_for(form, standing_in(language)):
        found = next((named[n.casefold()] for n in layout.names if n.casefold() in named), None)
        if found is None and layout.role in EXTRA:
            continue
        if found is None:
            return None
        marks = {(m.index, m.kind): m for m in (_mark(found, s) for s in found.placeholders)}
        slots: list[Slot] = []
        for slot in layout.slots:
            mark = marks.get((slot.index, slot.kind))
            if mark is None:
                return None
            slots.append(
                replace(
                    slot, box=mark.frame, size=mark.size, leading=mark.leading, upright=mark.upright
                )
            )
        layouts[layout.role] = replace(layout, slots=tuple(slots))
        parts[layout.role] = str(found.part.partname)
    return form, layouts, parts


def check_template(path: Path, mapping: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """The contract check alone: what a template lacks, and what in its theme is hard to read."""
    try:
        open_house(path, mapping, "")
    except ReportError as fault:
        return fault.diagnostics
    deck = _open(path)
    misfit = _misfit(deck)
    format_faults = (
        Diagnostic(
            Place(str(path)), misfit,
            "set the slide size with “Ensure fit” in PowerPoint, or move the master's placeholders",
            "deck.template", "warning", "template-format",
        ),
    ) if misfit else ()  # fmt: skip
    return format_faults + tuple(
        Diagnostic(
            Place(str(path)),
            f"{text} on {ground} has a contrast of {ratio:.1f} : 1, and the deck writes {use} so",
            f"make {text} or {ground} of the template's theme differ more (4.5 : 1 is readable)",
            "deck.template",
            "warning",
            "template-contrast",
        )
        for text, ground, use, ratio in hard_to_read(deck.slide_layouts[0])
    )


LOPSIDED = 0.12
"""Share of the slide that may be free at the right beyond what is free at the left."""


def _misfit(deck: Any) -> str:
    """What tells that the layouts were made for slides of another size; "" where nothing does."""
    width, height = deck.slide_width, deck.slide_height
    boxes = [
        (s.left or 0, (s.left or 0) + (s.width or 0), (s.top or 0) + (s.height or 0))
        for layout in deck.slide_layouts
        for s in layout.placeholders
    ]
    if not boxes:
        return ""
    left = min(box[0] for box in boxes)
    right, bottom = max(box[1] for box in boxes), max(box[2] for box in boxes)
    size = f"slides are {width / 914_400:.2f} × {height / 914_400:.2f} in"
    if right > width * 1.01 or bottom > height * 1.01:
        return f"its {size}, and placeholders of its layouts reach beyond them"
    if width - right > left + LOPSIDED * width:
        return f"its {size}, but its layouts fill only the left {right / width:.0%} of them"
    return ""


def _open(path: Path) -> Any:
    from pptx import Presentation as open_presentation
    from pptx.exc import PackageNotFoundError

    place = Place(str(path))
    try:
        return open_presentation(_as_presentation(path))
    except (PackageNotFoundError, OSError) as fault:
        raise ReportError(
            [Diagnostic(place, "the template does not exist or is no presentation",
                        "give the path of a .pptx file", "deck.template", code="template-file")]
        ) from fault  # fmt: skip
    except (BadZipFile, KeyError, ValueError) as fault:
        raise ReportError(
            [Diagnostic(place, f"the template cannot be read: {_reason(fault)}",
                        "save it once more as .pptx in PowerPoint", "deck.template",
                        code="template-file")]
        ) from fault  # fmt: skip


def _reason(fault: Exception) -> str:
    """What a library says, without the address of its object."""
    said = " ".join(str(fault).split())
    if "content type is" in said:
        return "it is another kind of Office file"
    return re.sub(r"<[^<>]* at 0x[0-9a-f]+>", "the file", said)[:200]


def _as_presentation(path: Path) -> BytesIO:
    """The file's bytes; a template file (``.potx``) is a presentation by another type."""
    data = path.read_bytes()
    with ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    types = dict(parts).get("[Content_Types].xml", b"")
    other = b"presentationml.template.main+xml"
    if other not in types:
        return BytesIO(data)
    plain = types.replace(other, b"presentationml.presentation.main+xml")
    return BytesIO(write_zip((n, plain if d is types else d) for n, d in parts))


def _layouts(
    path: Path, deck: Any, mapping: Mapping[str, str], faults: list[Diagnostic]
) -> dict[str, Any]:
    """A layout of the template for each role."""
    place = Place(str(path))
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    names = {str(layout.name).strip().casefold(): layout for layout in reversed(layouts)}
    listed = ", ".join(str(layout.name) for layout in layouts) or "none"
    for role in mapping:
        if role not in ROLES:
            near = difflib.get_close_matches(role, ROLES, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"the roles are {', '.join(ROLES)}"
            faults.append(
                Diagnostic(place, f"no slide has the role {role!r}", hint,
                           f"deck.layouts.{role}", code="template-role")
            )  # fmt: skip
    result: dict[str, Any] = {}
    for role in ROLES:
        if role in mapping:
            wanted = names.get(mapping[role].strip().casefold())
            if wanted is None:
                near = difflib.get_close_matches(mapping[role], [str(l.name) for l in layouts], 1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                faults.append(
                    Diagnostic(place, f"the template has no layout called {mapping[role]!r}",
                               f"{hint}its layouts are {listed}", f"deck.layouts.{role}",
                               code="template-layout")
                )  # fmt: skip
                continue
            result[role] = wanted
            continue
        known = [names[n.casefold()] for n in NAMES[role] if n.casefold() in names]
        typed = [
            layout for kind in TYPES[role] for layout in layouts
            if layout._element.get("type") == kind
        ]  # fmt: skip
        if not known and not typed:
            faults.append(
                Diagnostic(
                    place,
                    f"no layout for {role} slides: none is called "
                    + " or ".join(repr(n) for n in NAMES[role][:2]),
                    f"add one, or name one of {listed} under deck.layouts.{role}",
                    f"deck.layouts.{role}", code="template-layout",
                )
            )  # fmt: skip
            continue
        result[role] = (known or typed)[0]
    return result


def _slots(
    path: Path, role: str, layout: Any, page: Box, faults: list[Diagnostic]
) -> Layout | None:
    """The slots of a role in an author's layout; None where it lacks one."""
    marks = [_mark(layout, shape) for shape in layout.placeholders]
    missing: list[str] = []
    title = next((m for m in marks if m.kind in ("title", "ctrTitle")), None)
    if title is None:
        missing.append("a title")
    taken: set[int] = {title.index} if title else set()
    slots: list[Slot] = []
    if title:
        slots.append(_slot("title", title))
    wanted = [(name, kinds, label) for name, kinds, label in NEEDS[role]]
    wanted += [(name, kinds, "") for name, kinds in OPTIONAL.get(role, ())]
    for name, kinds, label in wanted:
        best = next(
            (m for kind in kinds for m in marks if m.kind == kind and m.index not in taken), None
        )
        if best is None:
            if label:
                missing.append(f"{label} (type {' or '.join(kinds)})")
            continue
        taken.add(best.index)
        slots.append(_slot(name, best))
    for name, kind in (("running", "ftr"), ("folio", "sldNum")):
        best = next((m for m in marks if m.kind == kind), None)
        if best:
            slots.append(_slot(name, best))
    if missing:
        faults.append(
            Diagnostic(
                Place(str(path)),
                f"layout {layout.name!r} (for {role} slides) has no placeholder for "
                + ", none for ".join(missing),
                "insert it in the slide master view, or map another layout",
                f"deck.layouts.{role}", code="template-placeholder",
            )
        )  # fmt: skip
        return None
    return Layout(role, (str(layout.name),), "", tuple(_captions(role, slots, page)))


def _mark(layout: Any, shape: Any) -> _Found:
    mark = shape._element.find(".//{http://schemas.openxmlformats.org/presentationml/2006/main}ph")
    kind = mark.get("type", "obj")
    x, y, w, h = (
        (value or 0) / EMU_PER_POINT for value in (shape.left, shape.top, shape.width, shape.height)
    )
    size, leading, before, (left, top, right, bottom) = effective_text_style(
        shape._element, layout.slide_master._element, kind
    )
    frame = Box(x, y, w, h)
    box = frame.inset(left, top, right, bottom)
    return _Found(kind, int(mark.get("idx", 0)), str(shape.name), box, frame, size,
                  leading or size * LINE_HEIGHT, before, mark.get("orient") == "vert")  # fmt: skip


def _slot(name: str, found: _Found) -> Slot:
    align = "r" if name == "folio" else ""
    drawn = name in ("chart", "chart2", "table", "table2", "picture")
    return Slot(
        name, found.kind, found.index, found.frame if drawn else found.box,
        _STYLE_ROLES.get(name, "slide-body"), found.name, align,
        size=found.size, leading=found.leading, before=found.before, house=True,
    )  # fmt: skip


def _captions(role: str, slots: list[Slot], page: Box) -> list[Slot]:
    """Lines above and below a figure, as text boxes cut from its area."""
    result: list[Slot] = []
    first: Box | None = None
    pairs = {"chart": ("head", "sub"), "chart2": ("head2", "sub2"), "table": ("", "sub")}
    for slot in slots:
        if slot.name in pairs and role in ("chart", "chart-text", "two-charts", "table"):
            head, sub = pairs[slot.name]
            box, above = slot.box, 22.0
            first = first or box
            if role == "two-charts":
                result.append(_box_slot(head, box.top(22), "slide-chart-head"))
                above = 44.0
            result.append(_box_slot(sub, box.below(above - 22).top(20), "slide-chart-sub"))
            slot = replace(slot, box=box.inset(0, above, 0, 26))
        elif slot.name == "body" and role == "chart-text":
            # The source line runs below both.
            slot = replace(slot, box=slot.box.inset(0, 0, 0, 22))
        result.append(slot)
    title = next(s for s in slots if s.name == "title")
    area = first or next((s.box for s in slots if s.name in ("body", "picture")), None)
    if role in ("chart", "chart-text", "two-charts", "table", "key-figures"):
        if area is None:
            area = Box(title.box.x, title.box.bottom, title.box.w, page.h - title.box.bottom - 40)
        result.append(
            _box_slot("source", Box(area.x, area.bottom - 18, title.box.w, 18), "slide-source")
        )
    if role == "quote":
        body = next(s for s in slots if s.name == "body")
        result = [s for s in result if s.name != "body"]
        result.append(replace(body, box=body.box.inset(0, 0, 0, 36)))
        result.append(
            _box_slot("by", Box(body.box.x, body.box.bottom - 30, body.box.w, 26),
                      "slide-chart-sub")
        )  # fmt: skip
    if role == "closing":
        body = next(s for s in slots if s.name == "body")
        result = [s for s in result if s.name != "body"]
        result.append(replace(body, box=body.box.inset(0, 0, 0, 60)))
        result.append(
            _box_slot("contact", Box(body.box.x, body.box.bottom - 54, body.box.w, 54),
                      "slide-note")
        )  # fmt: skip
    return result


def _box_slot(name: str, box: Box, role: str) -> Slot:
    return Slot(name, "", 0, box, role, name)


def _format(layouts: Mapping[str, Layout], width: float, height: float) -> SlideFormat:
    """The zones that cards and lists stand in, from the layout for key figures."""
    layout = layouts["key-figures"]
    title = next(s.box for s in layout.slots if s.name == "title")
    foot = min(
        (s.box.y for s in layout.slots if s.name in ("running", "folio") and s.box.y > height / 2),
        default=height - 24,
    )
    top = title.bottom + 6 if title.bottom < height * 0.6 else height * 0.2
    content = Box(title.x, top, title.w, max(foot - 30 - top, height * 0.4))
    source = Box(content.x, content.bottom + 4, content.w, 18)
    return SlideFormat(
        f"{width:g}x{height:g}", width, height, "", title, content, source, 0,
        content.w * 0.29,
    )  # fmt: skip
