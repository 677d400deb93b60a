"""A finished edition → whether a reader finds in it what was drawn: pages, fonts, figures.

What has to be there comes from the document (its final strings) and from the summary of the
drawing (on which pages or slides a thing stands). What is there is read from the file: PDFium
reads the brochure's text and font programs, the deck's parts are read from its package.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from report.errors import RenderError
from report.record import record

if TYPE_CHECKING:
    from report.compose.document import Document, FigureView
    from report.compose.plan import ChartPlan, Point, TablePlan


NOTE = 6
"""Characters of a chart's note by which it is known: a line may end behind them."""


@record
class Shown:
    """A thing that a reader must find: one of ``texts`` on one of ``places``."""

    what: str
    places: tuple[int, ...]
    """Pages or slides, from 1."""
    texts: tuple[str, ...]
    notes: bool = False
    """Whether it is enough that the slide's notes say it."""


@record
class Expected:
    """What an edition must hold when it is read back."""

    count: int
    """Pages or slides."""
    shown: tuple[Shown, ...] = ()
    fonts: tuple[tuple[str, int], ...] = ()
    """Base font name and CRC-32 of the font program, of every font that the brochure embeds."""
    filled: tuple[int, ...] = ()
    """Pages or slides on which text must be found."""


def whole_places(places: Mapping[str, Iterable[int]]) -> dict[str, tuple[int, ...]]:
    """Places by key, those of a table that is parted by columns (``table:ID·2``) with the whole."""
    found: dict[str, set[int]] = {}
    for key, numbers in places.items():
        whole = key.partition("·")[0] if key.startswith("table:") else key
        found.setdefault(whole, set()).update(numbers)
    return {key: tuple(sorted(numbers)) for key, numbers in found.items()}


def expected_of(
    document: Document,
    edition: str,
    count: int,
    places: Mapping[str, Iterable[int]],
    fonts: tuple[tuple[str, int], ...] = (),
) -> Expected:
    """What the edition of a document must hold.

    ``places`` says on which pages or slides a thing stands; its keys are ``figure:NAME``,
    ``chart:ID`` and ``table:ID``. A figure must be found on one of its places in one of the forms
    in which the document shows it; every labelled point and every number of a table on one of
    the places of its chart or table; and on each place some text. Not looked for are figures
    that some chart or table shows as a mark without a label, and a deck's gaps on their slide:
    where there is no room for a gap's code, the list at the back names it.
    """
    from report.compose.document import Chart, TableBlock

    blocks = [block for section in document.sections for block in section.blocks]
    charts = {b.plan.id: b.plan for b in blocks if isinstance(b, Chart)}
    tables = {b.plan.id: b.plan for b in blocks if isinstance(b, TableBlock)}
    forms = _forms(document, charts.values(), tables.values())
    shown: dict[Shown, None] = {}
    marks: set[str | None] = set()
    """Figures that are shown without a label somewhere."""
    for name, plan in charts.items():
        where = tuple(places.get(f"chart:{name}", ()))
        for inner, point in _points(plan):
            if point.value is None or not point.shown or not point.label:
                marks.add(point.figure)
            if not point.shown or not point.label:
                continue
            if point.value is not None or edition == "pdf":
                shown[Shown(f"chart {name}", where, tuple(_labels(inner, point)))] = None
    for name, table in tables.items():
        where = tuple(places.get(f"table:{name}", ()))
        for row in table.rows:
            for cell in row.cells:
                if cell.state == "missing":  # hatched; the list at the back names it
                    marks.add(cell.figure)
                elif cell.value is not None and cell.text:
                    shown[Shown(f"table {name}", where, (cell.text,))] = None
    for key, numbers in places.items():
        kind, _, name = key.partition(":")
        if kind == "figure" and forms.get(name) and name not in marks:
            shown[Shown(f"figure {name}", tuple(numbers), tuple(forms[name]), True)] = None
    filled = tuple(sorted({number for numbers in places.values() for number in numbers}))
    return Expected(count, tuple(thing for thing in shown if thing.places), fonts, filled)


def _forms(
    document: Document, charts: Iterable[ChartPlan], tables: Iterable[TablePlan]
) -> dict[str, dict[str, None]]:
    """Figure → every string in which the document shows it."""
    from report.compose.traverse import runs_of

    found: dict[str, dict[str, None]] = {}

    def add(name: str | None, *texts: str | None) -> None:
        if name:
            found.setdefault(name, {}).update((text, None) for text in texts if text)

    sections = document.sections
    views = [*document.figures, *document.gaps, *document.derived]
    views += [v for s in sections for v in (*s.figures, *s.key_figures)]
    for view in _with_parts(views):
        add(view.name, view.number, view.text, view.code)
    runs = [run for section in sections for run in section.lead]
    runs += [run for s in sections for block in s.blocks for run in runs_of(block)]
    runs += [run for s in sections for note in s.footnotes for run in note.runs]
    runs += [run for s in sections for point in s.slides.points for run in point]
    runs += [run for caveat in document.caveats for run in caveat]
    for run in runs:
        # Where words are parted by spaces, a page may end between a number and its unit.
        add(run.figure, run.text, *run.text.split())
    for plan in charts:
        for inner, point in _points(plan):
            add(point.figure, *_labels(inner, point))
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                add(cell.figure, cell.text, cell.code)
    return found


def _with_parts(views: Iterable[FigureView]) -> Iterator[FigureView]:
    for view in views:
        yield view
        yield from (part for part in (view.change, view.target) if part is not None)


def _points(plan: ChartPlan) -> Iterator[tuple[ChartPlan, Point]]:
    """Every point of a chart, with the plan or panel that it belongs to.

    None of a figure drawn by an author's code, which may show any.
    """
    if plan.kind != "matplotlib":
        for series in plan.series:
            yield from ((plan, point) for point in series.points)
    for panel in plan.panels:
        yield from _points(panel)


def _labels(plan: ChartPlan, point: Point) -> Iterator[str]:
    """What stands for a point: its label, the value in a native chart's data, a gap's code.

    Many gaps of one chart are told in its note, as a number and a range of codes.
    """
    yield point.label
    if point.code:
        yield point.code
    if point.value is not None:
        yield from _written(point.value)
    else:
        yield plan.gap_text
        yield from (plan.note[:NOTE],) if plan.note else ()


def _written(value: Decimal) -> Iterator[str]:
    yield f"{value:f}"
    yield f"{value.normalize():f}"


def check_edition(edition: str, path: str, expected: Expected) -> None:
    """Read an edition back.

    Raises :class:`RenderError` where it cannot be opened, has another number of pages or slides,
    where a font is damaged or a figure, a chart's label or a table's number is not to be read.
    """
    if edition == "pdf":
        texts, notes = _brochure(path, expected), {}
        place = "page"
    else:
        texts, notes = _deck(path, expected)
        place = "slide"
    for number in expected.filled:
        if not texts.get(number):
            raise RenderError(f"{path}: nothing is to be read on {place} {number}")
    for thing in expected.shown:
        there = "".join(texts.get(number, "") for number in thing.places)
        if thing.notes:
            there += "".join(notes.get(number, "") for number in thing.places)
        if not any(_plain(text) in there for text in thing.texts):
            numbers = ", ".join(map(str, thing.places))
            raise RenderError(
                f"{path}: {thing.what} is not to be read on {place} {numbers}: "
                f"neither {' nor '.join(thing.texts[:4])}"
            )


def _counted(path: str, found: int, expected: Expected) -> None:
    if found != expected.count:
        raise RenderError(f"{path}: {found} pages or slides instead of {expected.count}")


_BROKEN = "\x02\xad\ufffe\u200b\u2060"
"""What stands for a line's end inside of a word, and what is not seen."""


def _plain(text: str) -> str:
    """A text without spaces and line breaks, its characters in one form each."""
    text = unicodedata.normalize("NFKC", text)
    for character in _BROKEN:
        text = text.replace(character, "")
    return "".join(text.split())


def _brochure(path: str, expected: Expected) -> dict[int, str]:
    """Text of each page; raises :class:`RenderError` for a damaged or missing font."""
    from report.pdfium import opened

    with opened(path) as book:
        if book is None:
            raise RenderError(f"{path}: the PDF cannot be read back")
        _counted(path, book.pages, expected)
        wanted = len(expected.fonts)
        texts = {k + 1: _plain(book.text(k, wanted)) for k in range(book.pages)}
        programs = book.fonts
    for name, check in expected.fonts:
        if name in programs:
            if zlib.crc32(programs[name]) != check:
                raise RenderError(f"{path}: the font {name} is damaged")
        elif not _names(path, name):
            raise RenderError(f"{path}: the font {name} is missing")
    return texts


def _names(path: str, font: str) -> bool:
    """Whether a file embeds a font that no page's text uses (one of an appearance, say)."""
    with open(path, "rb") as file:
        return b"/FontName/" + font.encode() in file.read()


_LOCAL = struct.Struct("<4s22xHH")
"""Of a local header: its mark and the lengths of the name and of what follows (APPNOTE 4.3.7)."""
_SLIDE = re.compile(r"ppt/slides/slide([0-9]+)\.xml")
_TEXT = re.compile(r"<(?:a:t|c:v)>([^<]*)<")
_TARGET = re.compile(r'Target="(?:\.\./|/ppt/)((?:charts|notesSlides)/[^"/]+\.xml)"')
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "apos": "'", "amp": "&"}
_ENTITY = re.compile("&(?:#(x?)([0-9A-Fa-f]+)|([a-z]+));")


def _deck(path: str, expected: Expected) -> tuple[dict[int, str], dict[int, str]]:
    """Text of each slide with its charts, and of its notes; every part's checksum is tried."""
    try:
        parts = _parts(path)
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as fault:
        raise RenderError(f"{path}: the deck cannot be read back: {fault}") from fault
    except Exception as fault:  # zlib's own error
        raise RenderError(f"{path}: a part of the deck is damaged: {fault}") from fault
    slides = {int(m[1]): name for name in parts if (m := _SLIDE.fullmatch(name))}
    _counted(path, len(slides), expected)
    texts: dict[int, str] = {}
    notes: dict[int, str] = {}
    for number, name in slides.items():
        said = _said(parts[name])
        links = parts.get(f"ppt/slides/_rels/slide{number}.xml.rels", b"").decode(
            "utf-8", "replace"
        )
        for target in _TARGET.findall(links):
            if f"ppt/{target}" not in parts:
                raise RenderError(f"{path}: slide {number} lacks its part {target}")
            if target.startswith("charts/"):
                said += _said(parts[f"ppt/{target}"])
            else:
                notes[number] = _plain(_said(parts[f"ppt/{target}"]))
        texts[number] = _plain(said)
    return texts, notes


def _parts(path: str) -> dict[str, bytes]:
    """Every part of a package by name, as its directory lists them.

    Raises :class:`zipfile.BadZipFile` where a part is not what the directory says of it: a third
    less of the time that reading part by part takes.
    """
    with open(path, "rb") as file:
        content = file.read()
    with zipfile.ZipFile(path) as package:
        listed = package.infolist()
    parts: dict[str, bytes] = {}
    for entry in listed:
        at = entry.header_offset
        mark, named, extra = _LOCAL.unpack_from(content, at)
        begin = at + _LOCAL.size
        if mark != b"PK\x03\x04" or content[begin : begin + named] != entry.filename.encode():
            raise zipfile.BadZipFile(f"{entry.filename} is not where the directory has it")
        begin += named + extra
        part = content[begin : begin + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            part = zlib.decompress(part, -15)
        if len(part) != entry.file_size or zlib.crc32(part) != entry.CRC:
            raise zipfile.BadZipFile(f"{entry.filename} is damaged")
        parts[entry.filename] = part
    return parts


def _said(part: bytes) -> str:
    """The text of a part, and the values that its chart caches."""
    text = "".join(_TEXT.findall(part.decode("utf-8", "replace")))
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    base, digits, name = found.groups()
    if name:
        return _ENTITIES.get(name, "")
    return chr(int(digits, 16 if base else 10))
