"""A section → its pages: strips and bands made once, arranged (``arrangement``), made up.

Lines are set once. What runs in a column has a wide version too, made where an arrangement asks
for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from report.brochure.arrangement import SectionLayout, best
from report.brochure.blocks.cards import card_strip
from report.brochure.blocks.frame import ChartBand, Recorder, chart_band
from report.brochure.blocks.page_title import PageTitle
from report.brochure.blocks.panels import CalloutBox, SideBySide, callout_box, finding
from report.brochure.blocks.picture import Picture, picture
from report.brochure.blocks.picture_rows import picture_rows, pictures_from
from report.brochure.blocks.table import column_parts, table_band
from report.brochure.blocks.text import (
    NotesStrip,
    QuoteStrip,
    TextStrip,
    Wide,
    heading_strip,
    lead_strip,
    list_strips,
    notes_strips,
    paragraph_strip,
    quote_strip,
)
from report.brochure.flow import Band, Segment, Stretch, Strip, rows_of
from report.brochure.grid import Grid
from report.brochure.growth import greatest
from report.brochure.judgement import stacked
from report.brochure.makeup import HANG, make_up, room_of
from report.brochure.opener import higher_sky, lowered, opener_parts
from report.brochure.setting import Setting
from report.compose import document as doc
from report.compose.document import Section
from report.record import replace
from report.typeset import SetParagraph

BESIDE_CALLOUT = frozenset(
    {"bar", "column", "line", "area", "lollipop", "grouped-bar", "grouped-column", "dumbbell",
     "stacked-bar", "stacked-column", "doughnut", "pie", "full-bar", "full-column"}
)  # fmt: skip
"""Kinds that read well in four of six columns, with a callout beside them."""


FOOT = 3
"""Rows free at the foot of an opener that stands for itself (section 6: it ends at row 38)."""

FEW = 3
"""Categories of a small chart that leaves two of the six columns to its finding."""

PAIRED = 4
"""Blocks between two narrow charts that stand side by side rather than one under the other."""

SLIM = {"column": FEW, "doughnut": FEW, "pie": FEW, "waffle": 2, "slope": 1}
"""Kinds that leave most of the measure empty up to so many categories (or panels)."""


NARROWER = (0.97, 0.94, 0.91)
"""Shares of the measure to which ragged text may be set to take a line more."""


class SectionMaker:
    """Makes the strips and bands of one section."""

    def __init__(self, setting: Setting, section: Section, record: Recorder, *,
                 roomy: bool = False, facing: bool = False, near: int = 1,
                 texts: dict[int, tuple[Strip, ...]] | None = None) -> None:  # fmt: skip
        self.facing = facing
        """Art on the opener's page, all text on the page that faces it."""
        self.roomy = roomy
        """Small charts that stand alone take the full width."""
        self.near = near
        """Blocks within which two narrow charts are set side by side."""
        self.small = 0
        """Small charts that stand in a text column."""
        self.setting = setting
        self.section = section
        self.record = record
        self.grid = Grid(setting.format)
        form = setting.format
        self.columns = form.text_columns(setting.document.options.columns)
        self.measure = form.column_measure(self.columns)
        self.level = 1
        self.strips: list[Strip] = []
        self.bands: list[Band] = []
        self.order: list[Any] = []
        self._texts = {} if texts is None else texts
        """Strips of running text by the id of their block: set once for all variants."""
        self._others: dict[tuple[int, float | None], tuple[Strip, ...]] = {}
        self._wide: dict[int, Any] = {}
        self.heads: list[tuple[int, int, doc.Heading]] = []
        """(strip, number of bands before it, heading) of each second-level heading."""
        setting.section = section.id
        self._most = 0.6 * self.grid.rows * setting.format.baseline  # height of a picture
        self.parts = opener_parts(setting, section)
        if facing and section.lead and not section.blocks:
            self.parts = replace(self.parts, lead=None, text_rows=0, facts=False)
            self._strip(lead_strip(setting, section.lead, self.measure))
        elif self.parts.spilled:
            self._strip(paragraph_strip(setting, doc.Paragraph(section.lead), self.measure))
        self._blocks()

    # -- blocks ------------------------------------------------------------------------------

    def _band(self, block: Any, *, divisible: bool = False) -> None:
        self.bands.append(self._banded(block, len(self.strips), divisible))
        self.order.append(block)

    def _banded(self, block: Any, anchor: int, divisible: bool = False) -> Band:
        high = block.wrap(self.grid.width, 1e6)[1]
        pitch = self.setting.format.baseline
        rows, most = rows_of(high, pitch), int((greatest(block) + HANG) // pitch)
        chart = isinstance(block, (ChartBand, SideBySide))
        return Band(block, rows, anchor, divisible, numbered=chart, most=max(rows, most))

    def _strip(self, *strips: Strip) -> None:
        self.strips += strips
        self.order += strips

    def _blocks(self) -> None:
        blocks = list(self.section.blocks)
        paired = self._paired(blocks)
        hung = 0
        for number, block in enumerate(blocks):
            run = pictures_from(blocks, number)
            if number < hung:
                continue
            if len(run) > 1:
                self._pictures(run)
                hung = number + len(run)
            elif number in paired:
                self._pair(blocks, number, paired[number])
            elif number not in paired.values():
                self._block(block)
        if self.section.footnotes:
            self._strip(*notes_strips(self.setting, self.section.footnotes, self.measure))

    def _paired(self, blocks: list[doc.Block]) -> dict[int, int]:
        """Charts that take a neighbour beside them: a callout, or the next small chart."""
        result: dict[int, int] = {}
        if self.grid.width < 430:
            return result
        taken: set[int] = set()
        for number, block in enumerate(blocks):
            if isinstance(block, doc.Callout):
                near = sorted(
                    (abs(i - number), i)
                    for i, b in enumerate(blocks)
                    if isinstance(b, doc.Chart) and b.plan.kind in BESIDE_CALLOUT
                    and i not in taken and len(b.plan.categories) <= 8
                )  # fmt: skip
                if near and near[0][0] <= 4:
                    result[near[0][1]] = number
                    taken |= {near[0][1], number}
        charts = [i for i, b in enumerate(blocks) if isinstance(b, doc.Chart) and i not in taken]
        apart = 6 if self.setting.format.wide else self.near
        run: list[int] = []
        for index in [*charts, None]:
            if (
                index is not None
                and self._narrow(blocks[index])
                and (not run or index - run[-1] <= apart)
            ):
                run.append(index)
                continue
            # Of an odd run the first stands alone, in the text: the numbers ascend.
            for two in range(len(run) % 2 + 1, len(run), 2):
                # Placed where the second is mentioned: never before either mention.
                result[run[two]] = run[two - 1]
            again = index is not None and self._narrow(blocks[index])
            run = [index] if again and index is not None else []
        return result

    def _narrow(self, block: doc.Block) -> bool:
        """Whether a chart may share its row with another one."""
        assert isinstance(block, doc.Chart)
        if self.setting.format.wide:
            return block.plan.kind in BESIDE_CALLOUT or block.plan.width == "column"
        return block.plan.width == "column" or self._slim(block)

    @staticmethod
    def _slim(block: doc.Chart) -> bool:
        """Whether so few marks stand in a chart that the whole measure would be half empty."""
        few = SLIM.get(block.plan.kind, 0)
        return 0 < len(block.plan.categories) <= few

    def _pair(self, blocks: list[doc.Block], number: int, other: int) -> None:
        setting, grid = self.setting, self.grid
        chart, beside = blocks[number], blocks[other]
        assert isinstance(chart, doc.Chart)
        if isinstance(beside, doc.Callout):
            first = chart_band(setting, chart.plan, grid.span(4), self.record, chart)
            second: Any = callout_box(setting, beside, grid.span(2), beside)
            if second.height > 1.6 * first.height:
                # A long callout beside a low chart would leave a hole under the chart.
                self._block(chart)
                self._block(beside)
                return
            place = (grid.colx(4) - grid.x0, grid.span(2))
        else:
            assert isinstance(beside, doc.Chart)
            first = chart_band(setting, beside.plan, grid.span(3), self.record, beside)
            second = chart_band(setting, chart.plan, grid.span(3), self.record, chart)
            if max(first.height, second.height) > grid.rows * setting.format.baseline:
                # Half the width makes one of them higher than the page.
                self._block(beside)
                self._block(chart)
                return
            place = (grid.colx(3) - grid.x0, grid.span(3))
        self._band(SideBySide(((first, 0, first.width), (second, *place))))

    def _block(self, block: doc.Block) -> None:
        setting, measure = self.setting, self.measure
        if isinstance(block, doc.Paragraph):
            self._strip(*self._set(block, lambda: (paragraph_strip(setting, block, measure),)))
        elif isinstance(block, doc.Heading):
            if block.level <= 2:
                self.heads.append((len(self.strips), len(self.bands), block))
            # A level is never skipped in the structure, whatever the author wrote.
            self.level = min(block.level, self.level + 1)
            self._strip(heading_strip(setting, block, measure, self.level))
        elif isinstance(block, doc.ListBlock):
            self._strip(*self._set(block, lambda: tuple(list_strips(setting, block, measure))))
        elif isinstance(block, doc.Quote):
            self._strip(quote_strip(setting, block, measure))
        elif isinstance(block, doc.Callout):
            self._strip(callout_box(setting, block, measure, block))
        elif isinstance(block, doc.KeyFigures):
            self._band(card_strip(setting, block.figures, self.grid.width, source=block))
        elif isinstance(block, doc.Chart):
            self._chart(block)
        elif isinstance(block, doc.TableBlock):
            self._table(block)
        else:
            self._image(block)

    def _set(self, block: doc.Block, make: Callable[[], tuple[Strip, ...]]) -> tuple[Strip, ...]:
        """The strips of a block of text, made once."""
        if id(block) not in self._texts:
            self._texts[id(block)] = make()
        return self._texts[id(block)]

    def _chart(self, block: doc.Chart) -> None:
        small = block.plan.width == "column" and self.columns > 1 and not self.roomy
        lone = block.plan.kind == "waffle" and self._slim(block) and self.columns == 2
        if (small and len(self.strips) > 2) or (lone and self.strips):
            band = chart_band(self.setting, block.plan, self.measure, self.record, block)
            if band.rows <= 0.55 * self.grid.rows:
                self.small += 1
                pitch = self.setting.format.baseline
                self._strip(replace(band, elastic=room_of(band, pitch)))
                return
        self._band(self._whole(block))

    def _whole(self, block: doc.Chart) -> Any:
        """A chart over the whole measure, its finding beside it where it is a small one."""
        beside = None
        if self._slim(block) or block.plan.width == "column":
            beside = self._beside_finding(block)
        return beside or chart_band(self.setting, block.plan, self.grid.width, self.record, block)

    def _beside_finding(self, block: doc.Chart) -> SideBySide | None:
        """A small chart in four columns, its finding in the display size in the other two."""
        plan, grid = block.plan, self.grid
        told = plan.takeaway.strip("。.")
        if grid.width < 430 or not told or told == plan.title.strip("。.") or len(told) > 60:
            return None
        if len(plan.categories) > FEW:
            return None  # enough marks to fill the measure; the finding heads them
        chart = chart_band(
            self.setting, replace(plan, takeaway=""), grid.span(4), self.record, block
        )
        beside = finding(self.setting, plan.takeaway, grid.span(2))
        if beside.wrap(0, 0)[1] > chart.height + 20:
            return None
        place = grid.colx(4) - grid.x0
        return SideBySide(((chart, 0, chart.width), (beside, place, beside.width)))

    def _table(self, block: doc.TableBlock) -> None:
        for plan in column_parts(self.setting, block.plan, self.grid.width):
            self._band(table_band(self.setting, plan, self.grid.width, block), divisible=True)

    def _image(self, block: doc.Image) -> None:
        setting = self.setting
        tall = block.height_px > 1.15 * block.width_px
        if tall and self.columns > 1 and len(self.strips) > 3:
            framed = picture(setting, block, self.measure, column=True)
            if framed.rows <= 0.6 * self.grid.rows:
                self._strip(framed)
                return
        self._band(self._picture(block))

    def _pictures(self, images: list[doc.Image]) -> None:
        """Pictures that follow one another, in rows."""
        for own, row in picture_rows(self.setting, images, self.grid.width, self._most):
            self._image(own[0]) if row is None else self._band(row)

    def _picture(self, block: doc.Image) -> Picture:
        return picture(self.setting, block, self.grid.width, most=self._most)

    def wide(self, index: int) -> Any:
        """What stands in a column as strip ``index``, over the whole measure; None for text.

        What a heading stands above stays below it.
        """
        strip: Any = self.strips[index]
        if index and self.strips[index - 1].keep:
            return None
        if index not in self._wide:
            setting, width = self.setting, self.grid.width
            pitch = setting.format.baseline
            setting.section = self.section.id
            made: Any = None
            if isinstance(strip, QuoteStrip) and isinstance(strip.source, doc.Quote):
                made = Wide(quote_strip(setting, strip.source, width), pitch)
            elif isinstance(strip, NotesStrip):
                notes = notes_strips(setting, self.section.footnotes, width)
                single = sum(isinstance(s, NotesStrip) for s in self.strips) == len(notes) == 1
                made = Wide(notes[0], pitch) if single else None
            elif isinstance(strip, CalloutBox):
                made = callout_box(setting, strip.block, width, strip.source)
            elif isinstance(strip, ChartBand) and isinstance(strip.source, doc.Chart):
                made = self._whole(strip.source)
            elif isinstance(strip, Picture) and isinstance(strip.source, doc.Image):
                made = self._picture(strip.source)
            self._wide[index] = made
        return self._wide[index]

    # -- arrangements ------------------------------------------------------------------------

    def segments(self, *, titled: bool, overflow: tuple[Any, ...] = (),
                 spanned: frozenset[int] = frozenset()) -> list[Segment]:  # fmt: skip
        """The section as segments; ``titled`` sets its leading heading as a page title.

        The strips of ``spanned`` stand over the whole measure.
        """
        strips, bands = tuple(self.strips), list(self.bands)
        if spanned:
            strips, bands = self._spanned(spanned)
        for block in overflow:
            high = block.wrap(self.grid.width, 1e6)[1]
            bands.insert(0, Band(block, rows_of(high, self.setting.format.baseline)))
        title = None
        if titled and self.leading_heading is not None:
            title = self._title(self.leading_heading)
            strips = strips[1:]
            bands = [replace(b, anchor=max(0, b.anchor - 1)) for b in bands]
        return [Segment(strips, tuple(bands), title)]

    def _spanned(self, spanned: frozenset[int]) -> tuple[tuple[Strip, ...], list[Band]]:
        """Strips and bands where some of the strips are bands."""
        strips: list[Strip] = []
        bands: list[Band] = []
        waiting = list(self.bands)
        for index, strip in enumerate(self.strips):
            while waiting and waiting[0].anchor <= index:
                bands.append(replace(waiting.pop(0), anchor=len(strips)))
            if index in spanned:
                bands.append(self._banded(self.wide(index), len(strips)))
            else:
                strips.append(strip)
        return tuple(strips), bands + [replace(b, anchor=len(strips)) for b in waiting]

    @property
    def leading_heading(self) -> doc.Heading | None:
        """The heading that the body begins with, if it does and is not the only thing."""
        if self.heads and self.heads[0][0] == 0 and self.heads[0][1] == 0 and len(self.strips) > 1:
            return self.heads[0][2]
        return None

    def _title(self, heading: doc.Heading) -> Band:
        setting = self.setting
        text = setting.paragraph(heading.runs, "h1", self.grid.width, balance=True)
        block = PageTitle(setting, text, heading)
        rows = rows_of(block.wrap(self.grid.width, 1e6)[1], setting.format.baseline)
        return Band(block, rows, head=True)

    def arrange(self, parity: int | None) -> SectionLayout:
        """The best arrangement; ``parity`` 0 asks for an even number of pages."""
        cost, layout = best(self, parity)
        if self.small:
            # There may be room: then the small charts are large ones.
            roomy = SectionMaker(
                self.setting, self.section, self.record, roomy=True, texts=self._texts
            )
            other, larger = best(roomy, parity)
            if other < cost:
                cost, layout = other, larger
        if stacked(layout):
            paired = SectionMaker(
                self.setting, self.section, self.record, near=PAIRED, texts=self._texts
            )
            other, beside = best(paired, parity)
            if other < cost:
                layout = beside
        opened = {figure.name for figure in self.section.key_figures}
        told = all(figure.name in opened for figure in self.section.figures)
        if parity == 0 and len(layout.pages) % 2 and told:
            # A spare page would say nothing that the opener does not: the text itself goes there.
            other = SectionMaker(self.setting, self.section, self.record, facing=True)
            _, facing = best(other, parity)
            if len(facing.pages) % 2 == 0:
                layout = facing
        self._make_up(layout)
        layout.spare = parity == 0 and len(layout.pages) % 2 == 1
        return layout

    def _make_up(self, layout: SectionLayout) -> None:
        """Give every piece its rows, then let the opener's sky take what its page has left."""
        rows, pitch = self.grid.rows, self.setting.format.baseline
        swaps: dict[int, Any] = {}
        for page in layout.pages:
            swaps |= make_up(page, rows, pitch, self.record)
        texts = {
            id(placed.strip.source): placed.strip
            for page in layout.pages
            for _, piece in page.pieces
            if isinstance(piece, Stretch)
            for column in piece.columns
            for placed in column.placed
            if isinstance(placed.strip, TextStrip)
        }
        layout.order = tuple(
            texts.get(id(block.source), block)
            if isinstance(block, TextStrip)
            else swaps.get(id(block), block)
            for block in layout.order
        )
        first, opener = layout.pages[0], layout.opener
        free = rows - first.end
        if not first.pieces:
            # With key figures it is the design's own page; without, its foot would be a hole.
            free = rows - FOOT - opener.end if opener.cards is None else 0
        down = min(free, higher_sky(self.setting, opener, alone=not first.pieces))
        if down > 0:
            layout.opener = lowered(opener, down)
            if first.pieces:
                first.start += down
                first.pieces[:] = [(row + down, piece) for row, piece in first.pieces]

    def reset(self, strip: Strip, widest: float | None = None) -> tuple[Strip, ...]:
        """A paragraph a line shorter and a line longer, where it comes out well so.

        ``widest`` in em lets its letters stand farther apart than they would by themselves. Text
        that is ragged is set a little narrower.
        """
        if not isinstance(strip, TextStrip) or strip.keep or not strip.text.lines:
            return ()
        known = self._others.get((id(strip), widest))
        if known is None:
            found = self._reset(strip, widest) if strip.rows >= 2 else []
            known = tuple(replace(strip, text=t) for t in found if len(t.lines) != strip.rows)
            self._others[id(strip), widest] = known
        return known

    def _reset(self, strip: TextStrip, widest: float | None) -> list[SetParagraph]:
        setting, block, width = self.setting, strip.source, self.measure - strip.left
        if not isinstance(block, doc.Paragraph):
            return []
        indent = strip.label is None and not strip.left
        if setting.body_align(self.measure) == "justify":
            return [
                setting.body(block.runs, width, indent=indent, lines=n, widest=widest)
                for n in (strip.rows - 1, strip.rows + 1)
            ]
        found: list[SetParagraph] = []
        for share in NARROWER:
            text = setting.body(block.runs, share * width, indent=indent)
            if len(text.lines) > strip.rows:
                found += [text] if len(text.lines) == strip.rows + 1 else []
                break
        return found
