"""Faults to put into a sound file, each as a function of an opened PDF: the mutation suite.

``@fault(by)`` says who must catch it: ``vera`` (PDF/UA-1 or PDF/A-2a) or ``own`` (our rules), the
latter with the name of the rule. Both may.
"""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, String

FAULTS = {}


def fault(*catchers):
    def register(function):
        FAULTS[function.__name__] = (function, catchers)
        return function

    return register


def elements(pdf, role=None):
    """Structure elements in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        element = waiting.pop(0)
        if role is None or f"/{role}" == element.S:
            yield element
        kids = element.get("/K", Array())
        kids = list(kids) if isinstance(kids, Array) else [kids]
        waiting[:0] = [k for k in kids if isinstance(k, Dictionary) and "/S" in k]


def first(pdf, role):
    return next(elements(pdf, role))


def edit(pdf, page, old, new, count=1):
    """Replace bytes in a page's contents."""
    contents = pdf.pages[page].Contents
    data = contents.read_bytes()
    assert re.search(old, data), f"{old!r} is not on page {page}"
    contents.write(re.sub(old, new, data, count=count))


def font(pdf):
    return next(iter(pdf.pages[0].Resources.Font.values()))


# -- the document ------------------------------------------------------------------------------


@fault("vera", "not-marked")
def not_marked(pdf):
    del pdf.Root.MarkInfo


@fault("vera", "untagged")
def no_tree(pdf):
    del pdf.Root.StructTreeRoot


@fault("vera", "no-language")
def no_language(pdf):
    del pdf.Root.Lang


@fault("no-language")
def language_by_its_name(pdf):
    pdf.Root.Lang = String("Chinese")


@fault("vera", "title-hidden")
def title_hidden(pdf):
    del pdf.Root.ViewerPreferences


@fault("vera")
def no_title_in_xmp(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        del xmp["dc:title"]


@fault("metadata-differs")
def info_says_something_else(pdf):
    pdf.docinfo.Title = String("另一个题目")


@fault("title-is-file-name")
def title_is_a_file_name(pdf):
    pdf.docinfo.Title = String("report_final2.pdf")


@fault("vera")
def not_identified(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        del xmp["pdfuaid:part"]


@fault("vera")
def no_output_intent(pdf):
    del pdf.Root.OutputIntents


@fault("vera")
def no_metadata(pdf):
    del pdf.Root.Metadata


@fault("outline-differs")
def outline_renamed(pdf):
    pdf.Root.Outlines.First.Title = String("别的")


@fault("outline-page")
def outline_to_the_wrong_page(pdf):
    pdf.Root.Outlines.First.Dest = Array([pdf.pages[2].obj, Name.Fit])


@fault("outline-incomplete")
def chapter_missing_from_the_outline(pdf):
    first_entry = pdf.Root.Outlines.First
    del first_entry["/Next"]
    pdf.Root.Outlines.Last = first_entry


@fault("labels-incomplete")
def labels_from_the_second_page(pdf):
    pdf.Root.PageLabels.Nums[0] = 1


# -- contents ----------------------------------------------------------------------------------


@fault("vera", "untagged-content")
def text_without_a_mark(pdf):
    edit(pdf, 0, rb"/H2<</MCID \d+>>BDC", b"/H2 BMC")


@fault("vera", "untagged-content")
def background_without_a_mark(pdf):
    edit(pdf, 0, rb"/Artifact BMC", b"/Span BMC")


@fault("dangling", "unclaimed")
def numbers_that_do_not_match(pdf):
    edit(pdf, 0, rb"/H2<</MCID (\d+)>>BDC", b"/H2<</MCID 99>>BDC")


@fault("claimed-twice")
def text_read_twice(pdf):
    twice = first(pdf, "H2")
    parent = twice.P
    parent.K.append(pdf.make_indirect(Dictionary(S=Name.P, P=parent, Pg=twice.Pg, K=twice.K)))


@fault("unclaimed")
def text_dropped_from_the_tree(pdf):
    sect = first(pdf, "Sect")
    sect.K = Array([k for k in sect.K if k.S != "/H2"])


@fault("untagged-content")
def furniture_read_aloud(pdf):
    edit(pdf, 0, rb"/Artifact/H BDC", b"/P BMC")


@fault("vera", "no-text", "no-unicode")
def no_characters(pdf):
    del font(pdf)["/ToUnicode"]


@fault("vera", "no-text")
def private_characters(pdf):
    stream = font(pdf).ToUnicode
    data = stream.read_bytes()
    stream.write(re.sub(rb"><[0-9A-F]+>", b"><E000>", data))


@fault("long-block")
def long_to_unicode_blocks(pdf):
    stream = font(pdf).ToUnicode
    data = stream.read_bytes()
    count = int(re.search(rb"(\d+) beginbfchar", data)[1])
    stream.write(data.replace(b"%d beginbfchar" % count, b"%d beginbfchar" % (count + 100)))


@fault("notdef")
def notdef_drawn(pdf):
    cid = font(pdf).DescendantFonts[0]
    cid.CIDToGIDMap.write(b"\0" * len(cid.CIDToGIDMap.read_bytes()))


@fault("vera", "not-embedded")
def font_not_embedded(pdf):
    del font(pdf).DescendantFonts[0].FontDescriptor["/FontFile2"]


@fault("vera")
def wrong_widths(pdf):
    cid = font(pdf).DescendantFonts[0]
    cid.W = Array([1, 500, 123])
    cid.W = Array([1, 200, 123])


@fault("vera")
def no_glyph_map(pdf):
    del font(pdf).DescendantFonts[0]["/CIDToGIDMap"]


# -- structure ---------------------------------------------------------------------------------


@fault("vera", "heading-skipped")
def heading_skipped(pdf):
    first(pdf, "H2").S = Name.H4


@fault("vera", "heading-skipped")
def first_heading_is_not_h1(pdf):
    next(elements(pdf, "H1")).S = Name.H2


@fault("empty")
def empty_paragraph(pdf):
    parent = first(pdf, "Sect")
    parent.K.append(pdf.make_indirect(Dictionary(S=Name.P, P=parent)))


@fault("empty", "unclaimed")
def paragraph_without_its_text(pdf):
    del first(pdf, "H3")["/K"]


@fault("vera", "no-alt")
def no_alternative(pdf):
    del first(pdf, "Figure")["/Alt"]


@fault("vera", "no-alt")
def empty_alternative(pdf):
    first(pdf, "Figure").Alt = String("")


@fault("alt-is-file-name")
def alternative_is_a_file_name(pdf):
    first(pdf, "Figure").Alt = String("chart_01.png")


@fault("alt-is-file-name")
def alternative_is_a_path(pdf):
    first(pdf, "Figure").Alt = String("data/campus.csv")


@fault("alt-says-nothing")
def alternative_says_nothing(pdf):
    first(pdf, "Figure").Alt = String("图1")


@fault("no-bbox")
def no_bounding_box(pdf):
    del first(pdf, "Figure")["/A"]


@fault("list-item")
def list_without_body(pdf):
    item = first(pdf, "LI")
    item.K = Array([k for k in item.K if k.S != "/LBody"])


@fault("vera", "nesting")
def item_outside_of_a_list(pdf):
    item = first(pdf, "LI")
    sect = first(pdf, "Sect")
    item.P = sect
    sect.K.append(item)
    lists = first(pdf, "L")
    lists.K = Array([k for k in lists.K if k.objgen != item.objgen])


@fault("vera", "nesting")
def cell_outside_of_a_row(pdf):
    cell = first(pdf, "TD")
    table = first(pdf, "Table")
    row = cell.P
    row.K = Array([k for k in row.K if k.objgen != cell.objgen])
    cell.P = table
    table.K.append(cell)


@fault("table-without-heads")
def table_without_heads(pdf):
    for cell in list(elements(pdf, "TH")):
        cell.S = Name.TD
        del cell["/A"]


@fault("vera", "head-without-scope")
def heads_without_scope(pdf):
    for cell in elements(pdf, "TH"):
        del cell["/A"]


@fault("head-repeated")
def head_repeated(pdf):
    row = next(r for r in elements(pdf, "TR"))
    body = first(pdf, "TBody")
    again = Dictionary(S=Name.TR, P=body, K=Array())
    again = pdf.make_indirect(again)
    for cell in row.K:
        attributes = cell.A
        again.K.append(
            pdf.make_indirect(
                Dictionary(S=Name.TH, P=again, A=attributes, ActualText=String(said(pdf, cell)))
            )
        )
    body.K.append(again)


def said(pdf, cell):
    return {0: "学校", 1: "人数"}[[k.objgen for k in cell.P.K].index(cell.objgen)]


@fault("vera", "ragged-table")
def ragged_table(pdf):
    row = list(elements(pdf, "TR"))[-1]
    del row.K[1]


@fault("vera", "ragged-table")
def span_too_wide(pdf):
    cell = first(pdf, "TD")
    cell.A = Dictionary(O=Name.Table, ColSpan=4)


@fault("vera", "note-without-id")
def note_without_id(pdf):
    del first(pdf, "Note")["/ID"]


@fault("bad-language")
def run_in_no_language(pdf):
    span = next(e for e in elements(pdf, "Span") if "/Lang" in e)
    span.Lang = String("english!")


@fault("vera")
def role_that_nobody_knows(pdf):
    first(pdf, "P").S = Name("/Absatz")


@fault("vera")
def role_map_in_a_circle(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/A1": Name("/A2"), "/A2": Name("/A1")})
    first(pdf, "P").S = Name("/A1")


# -- links and pages ---------------------------------------------------------------------------


def link(pdf):
    return pdf.pages[0].Annots[0]


@fault("vera", "link-silent")
def link_without_contents(pdf):
    del link(pdf)["/Contents"]


@fault("link-vague")
def link_says_only_a_number(pdf):
    link(pdf).Contents = String("12")


@fault("link-dead")
def link_leads_nowhere(pdf):
    del link(pdf)["/Dest"]


@fault("annotation-untagged", "link-without-annotation")
def link_outside_of_the_tree(pdf):
    element = first(pdf, "Link")
    element.K = Array([k for k in element.K if isinstance(k, int)])


@fault("vera")
def link_without_a_way_back(pdf):
    del link(pdf)["/StructParent"]


@fault("vera")
def link_not_printed(pdf):
    link(pdf).F = 0


@fault("vera", "tab-order")
def tab_order_of_the_page(pdf):
    del pdf.pages[0]["/Tabs"]


@fault("boxes")
def trim_outside_of_the_bleed(pdf):
    pdf.pages[0].TrimBox = Array([-20, -20, 900, 900])


@fault("vera")
def device_cmyk(pdf):
    edit(pdf, 0, rb"/Artifact BMC", b"/Artifact BMC 0 1 1 0 k")


@fault("vera")
def script_runs_at_opening(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def mutate(source, name, target):
    """Write ``source`` with the fault ``name`` to ``target``."""
    with pikepdf.open(source) as pdf:
        FAULTS[name][0](pdf)
        pdf.save(target, deterministic_id=True)
