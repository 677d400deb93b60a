"""The schema that authors write against: YAML data → validated, frozen models.

Scalars arrive as text exactly as written (``report.source.yaml`` never turns ``50.00`` into
50.0 or ``NO`` into False); the fields here give them their meaning. Cross references between
parts of a report are checked in ``report.compose``, which sees all of them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from report.source.scalars import Flag, Real, Whole

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
FigureRef = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*(\.change|\.target)?$")]
Language = Literal["zh-Hans", "zh-Hant", "ja", "ko", "en"]


class Model(BaseModel):
    """Base of all models: unknown keys are errors, instances are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: Any) -> Any:
        """A key without a value counts as not written."""
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data


class Source(Model):
    """Where figures come from."""

    title: Text
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    note: str = ""


class Figure(Model):
    """One number of the report: stated (``value``), computed (``derive``) or lost (``missing``)."""

    label: Text
    value: str | None = None
    """``30.74``, ``40余``, ``近35``, ``3–5`` or ``missing``."""
    derive: str | None = None
    why: str = ""
    """Reason of a gap."""
    remains: str = ""
    """Surviving digits of a partly lost number, such as ``.61``."""
    unit: str = ""
    kind: Literal["number", "year", "period"] = "number"
    change: str | None = None
    """Change since ``since``: ``22.11%``, ``-3.1%``, ``0.88个百分点`` or ``missing``."""
    since: str = ""
    target: str | None = None
    round: Whole | None = None
    """Decimals a derived value is shown with."""
    source: str | None = None
    at: str = ""
    note: str = ""
    """Scope, in a few words; stands under the value on a card."""


class TableColumn(Model):
    """A table column's heading, type and unit."""

    title: Text
    kind: Literal["text", "number"] | None = None
    unit: str = ""
    total: Flag = False
    """Check that the last row is the sum of the others."""


class Table(Model):
    """A table: inline rows, or a file (CSV, XLSX, XLS, SQLite)."""

    title: str = ""
    takeaway: str = ""
    sub: str = ""
    note: str = ""
    source: str | None = None
    at: str = ""
    columns: tuple[str | TableColumn, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    """Cells are text; ``missing`` is a gap; ``{{ name }}`` refers to a figure."""
    file: str | None = None
    sheet: str | None = None
    range: str | None = None
    header: Whole | None = None
    """Row of the headings, counted from 1."""
    query: str | None = None
    """SQLite only."""
    separator: str | None = None
    encoding: str | None = None
    units: dict[str, str] = {}
    """Unit of each number column, by heading."""
    group: str | None = None
    """Heading of the column that groups rows."""
    total: Flag | str = False
    """True: the last row is a total and is checked; a word: a total row is added under it."""
    show: Flag = True


class ReferenceLine(Model):
    """A baseline or target across a chart."""

    value: str
    """A number, or the name of a figure."""
    label: str = ""


class Annotation(Model):
    """A remark at one point of a chart."""

    at: str
    """Category (and ``series`` where there are several)."""
    series: str = ""
    text: Text


class Panel(Model):
    """One of several small charts that share an axis."""

    title: Text
    values: tuple[FigureRef, ...] = ()
    y: tuple[str, ...] | str | None = None


class Chart(Model):
    """A chart; its data are figures (``values``) or columns of a table (``table``, ``x``, ``y``)."""

    id: Name | None = None
    kind: Literal[
        "bar", "column", "grouped-bar", "grouped-column", "stacked-bar", "stacked-column",
        "full-bar", "full-column", "line", "area", "pie", "doughnut", "scatter", "dumbbell",
        "slope", "waffle", "lollipop", "combo", "waterfall", "multiples", "matplotlib",
    ]  # fmt: skip
    title: Text
    takeaway: str = ""
    sub: str = ""
    note: str = ""
    alt: str = ""
    source: str | None = None
    values: tuple[FigureRef, ...] = ()
    labels: tuple[str, ...] = ()
    """Category labels instead of the figures' own."""
    series: dict[str, tuple[FigureRef, ...]] = {}
    """Several series of figures: name → figures, with ``labels`` as categories. For dumbbell
    and slope: the two ends, before and after."""
    table: str | None = None
    x: str | None = None
    y: tuple[str, ...] | str | None = None
    line: tuple[str, ...] | str | None = None
    """combo: the columns (or series) drawn as lines, on the second axis."""
    panels: tuple[Panel, ...] | str | None = None
    """multiples: panels, or the heading of the column that divides the table."""
    unit: str | None = None
    sort: Literal["none", "descending", "ascending"] | None = None
    top: Annotated[Whole, Field(ge=1)] | None = None
    highlight: tuple[str, ...] | str | None = None
    references: tuple[ReferenceLine, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    missing_note: Flag = False
    total: str | None = None
    """Shares: the whole the parts belong to, if not 100 %; waterfall: label of the last bar."""
    file: str | None = None
    """``matplotlib``: a Python file with ``draw(table) -> Figure``; needs ``--allow-code``."""
    aspect: Real | None = None
    width: Literal["column", "wide"] | None = None


class Image(Model):
    """A picture."""

    file: Text
    alt: Text
    caption: str = ""
    credit: str = ""


class Quote(Model):
    """A quotation."""

    text: Text
    by: str = ""


class Callout(Model):
    """A scope warning or definition."""

    text: Text
    kicker: str = ""
    foot: str = ""


class Slides(Model):
    """What the deck says beside the charts."""

    points: tuple[str, ...] = ()
    notes: str = ""


class Section(Model):
    """One section."""

    id: Name
    title: Text
    lead: str = ""
    abstract: str = ""
    body: str = ""
    key_figures: tuple[FigureRef, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[str, ...] = ()
    image: Image | None = None
    images: tuple[Image, ...] = ()
    quote: Quote | None = None
    callout: Callout | None = None
    slides: Slides = Slides()
    ridge: tuple[FigureRef, ...] | None = None
    """Figures of the section's ridge; by default all that the section shows."""


class Cover(Model):
    """What the cover's disc shows."""

    headline: FigureRef | None = None
    base: FigureRef | None = None
    kicker: str = ""
    strap: str = ""


class Brochure(Model):
    """Options of the brochure."""

    format: Literal["a4", "a5", "a4-landscape", "16:9", "square"] = "a4"
    body: Literal["serif", "sans"] = "serif"
    columns: Annotated[Whole, Field(ge=1, le=3)] = 2
    multiple_of_four: Flag = False


class Deck(Model):
    """Options of the deck."""

    format: Literal["16:9", "4:3"] = "16:9"
    template: str | None = None
    layouts: dict[str, str] = {}


class Report(Model):
    """A whole report as its author wrote it."""

    title: Text
    subtitle: str = ""
    language: Language = "zh-Hans"
    date: str = ""
    publisher: str = ""
    author: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    contact: str = ""
    theme: str = "qing"
    brochure: Brochure = Brochure()
    deck: Deck = Deck()
    cover: Cover = Cover()
    headline: tuple[FigureRef, ...] = ()
    sources: dict[str, Source] = {}
    figures: dict[str, Figure] = {}
    tables: dict[str, Table] = {}
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    caveats: tuple[str, ...] = ()
    colophon: dict[str, str] = {}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a report, for editors."""
    return Report.model_json_schema(by_alias=True)
