"""A good deck broken in many ways: every break is found, and the good deck is not."""

import re
import zipfile
from io import BytesIO

import pytest

from report.deck.check import check_deck
from report.deck.package import write_zip
from tests.deck.conftest import made

SLIDE = "ppt/slides/slide5.xml"
CARDS = "ppt/slides/slide4.xml"
TABLE = "ppt/slides/slide7.xml"
MAIN = "ppt/presentation.xml"
CHART = "ppt/charts/chart5-1.xml"


def parts():
    with zipfile.ZipFile(BytesIO(made("report")[0])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def edit(name, pattern, replacement, *, count=1):
    """A break that changes one part's text."""

    def broken(members):
        text = members[name].decode("utf-8")
        changed, done = re.subn(pattern, replacement, text, count=count, flags=re.DOTALL)
        assert done, f"{pattern} is not in {name}"
        members[name] = changed.encode("utf-8")

    return broken


def remove(name):
    def broken(members):
        del members[name]

    return broken


def add(name, data):
    def broken(members):
        members[name] = data

    return broken


def no_sections(members):
    edit(MAIN, r"<p:extLst>.*</p:extLst>", "")(members)


def swapped_slides(members):
    text = members[MAIN].decode()
    ids = re.findall(r'<p:sldId id="\d+" r:id="rId\d+"/>', text)
    members[MAIN] = text.replace(ids[2] + ids[3], ids[3] + ids[2]).encode()


def moved_workbook(members):
    name = next(n for n in members if n.endswith("Sheet5-1.xlsx"))
    with zipfile.ZipFile(BytesIO(members[name])) as book:
        inner = [(n, book.read(n)) for n in book.namelist()]
    changed = [
        (n, d.replace(b"<v>29.01</v>", b"<v>92.01</v>") if "sheet1" in n else d) for n, d in inner
    ]
    assert changed != inner
    members[name] = write_zip(changed)


def cut_workbook(members):
    name = next(n for n in members if n.endswith("Sheet5-1.xlsx"))
    members[name] = members[name][:200]


def same_title(members):
    first = re.search(rb"<a:t>([^<]+)</a:t>", members[SLIDE])[1]
    other = b"<a:t>" + first + b"</a:t>"
    members[CARDS] = re.sub(rb"<a:t>[^<]+</a:t>", other, members[CARDS], count=1)


def title_last(members):
    text = members[SLIDE].decode()
    found = re.search(r"<p:sp>(?:(?!</p:sp>).)*type=\"title\".*?</p:sp>", text, re.DOTALL)
    text = text.replace(found[0], "").replace("</p:spTree>", found[0] + "</p:spTree>")
    members[SLIDE] = text.encode()


RIGHTS = {
    "duplicate shape id": (edit(SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="2"'), "shape-id"),
    "shape id zero": (edit(SLIDE, r'<p:cNvPr id="3"', '<p:cNvPr id="0"'), "shape-id"),
    "phantom part": (add("ppt/slides/slide99.xml", b"<a/>"), "phantom-part"),
    "relation to nothing": (remove("ppt/charts/chart5-1.xml"), "dangling-relation"),
    "undefined relation": (edit(SLIDE, r'r:id="rId2"', 'r:id="rId77"'), "undefined-relation"),
    "not well-formed": (edit(SLIDE, r"</p:sld>", ""), "well-formed"),
    "no content type": (
        edit("[Content_Types].xml", r'<Override PartName="/ppt/slides/slide5.xml"[^>]*/>', ""),
        "content-type",
    ),
    "content type of an absent part": (
        edit("[Content_Types].xml", r"</Types>",
             '<Override PartName="/ppt/nothing.xml" ContentType="a/b"/></Types>'),
        "content-type",
    ),
    "slide listed twice": (
        edit(MAIN, r'(<p:sldId id="258" r:id=")(rId\d+)("/>)',
             r'\1\2\3<p:sldId id="999" r:id="\2\3'),
        "slide-id",
    ),
    "slide id twice": (edit(MAIN, r'<p:sldId id="258"', '<p:sldId id="257"'), "slide-id"),
    "slide id too small": (edit(MAIN, r'<p:sldId id="258"', '<p:sldId id="8"'), "slide-id"),
    "slide not listed": (edit(MAIN, r'<p:sldId id="258" [^>]*/>', ""), "slide-id"),
    "section names an absent slide": (
        edit(MAIN, r'<p14:sldId id="258"/>', '<p14:sldId id="258"/><p14:sldId id="900"/>'),
        "sections",
    ),
    "slide in two sections": (
        edit(MAIN, r'<p14:sldId id="258"/>', '<p14:sldId id="258"/><p14:sldId id="256"/>'),
        "sections",
    ),
    "slide in no section": (edit(MAIN, r'<p14:sldId id="258"/>', ""), "sections"),
    "lower-case section id": (
        edit(MAIN, r'(<p14:section name="[^"]*" id=")([^"]*)', lambda m: m[1] + m[2].lower()),
        "sections",
    ),
    "no sections": (no_sections, "sections"),
    "slides out of their sections' order": (swapped_slides, "sections"),
    "layout id twice": (
        edit("ppt/slideMasters/slideMaster1.xml", r'sldLayoutId id="2147483650"',
             'sldLayoutId id="2147483649"'),
        "layout-id",
    ),
    "workbook says another number": (moved_workbook, "cache"),
    "workbook cut short": (cut_workbook, "workbook"),
    "cache changed": (edit(CHART, r"<c:v>29.01</c:v>", "<c:v>92.01</c:v>"), "cache"),
    "cache point beyond its count": (
        edit(CHART, r'(<c:numCache>.*?<c:pt idx=")0"', r'\g<1>7"'), "cache"),
    "no workbook": (edit(CHART, r"<c:externalData.*?</c:externalData>", ""), "workbook"),
    "axis crosses nothing": (
        edit(CHART, r'<c:crossAx val="\d+"/>', '<c:crossAx val="5"/>'), "axis"),
    "negative axis id": (edit(CHART, r'<c:axId val="', '<c:axId val="-', count=9), "axis"),
    "two series of one index": (
        edit(CHART, r'<c:idx val="1"/><c:order', '<c:idx val="0"/><c:order'), "chart"),
    "chart without alt text": (edit(SLIDE, r'( name="三项[^"]*") descr="[^"]*"', r"\1"), "alt"),
    "group without alt text": (edit(CARDS, r' descr="在校[^"]*"', ""), "alt"),
    "table without alt text": (edit(TABLE, r' descr="表格[^"]*"', ""), "alt"),
    "rule not marked decorative": (
        edit("ppt/slides/slide6.xml", r'(name="提示线")>.*?</p:cNvPr>', r"\1/>"), "alt"),
    "no title": (edit(SLIDE, r'type="title"', 'type="body"'), "title"),
    "title twice": (same_title, "title"),
    "title not first": (title_last, "reading-order"),
    "empty placeholder": (
        edit(SLIDE, r'(<p:ph type="body" sz="quarter" idx="15"/>.*?)<a:t>[^<]*</a:t>',
             r"\1<a:t></a:t>"),
        "empty-placeholder",
    ),
    "placeholder that the layout lacks": (edit(SLIDE, r'idx="15"', 'idx="55"'), "placeholder"),
    "placeholder filled twice": (edit(SLIDE, r'idx="15"', 'idx="16"'), "placeholder"),
    "placeholder of another type": (
        edit(SLIDE, r'<p:ph type="body" sz="quarter" idx="15"/>', '<p:ph type="pic" idx="15"/>'),
        "placeholder",
    ),
    "colour on a slide": (
        edit(SLIDE, r'<a:schemeClr val="accent1"/>', '<a:srgbClr val="1B4B6B"/>'), "hard-coded"),
    "colour in a chart": (
        edit(CHART, r'<a:schemeClr val="accent1"/>', '<a:srgbClr val="1B4B6B"/>'), "hard-coded"),
    "typeface on a slide": (edit(CARDS, r'typeface="\+mj-lt"', 'typeface="Arial"'), "hard-coded"),
    "typeface in a chart": (edit(CHART, r'typeface="\+mn-ea"', 'typeface="SimSun"'), "hard-coded"),
    "run without a language": (edit(SLIDE, r' lang="zh-CN"', ""), "language"),
    "chart text without a language": (edit(CHART, r' lang="zh-CN"', "", count=0), "language"),
    "small text": (edit(CARDS, r'sz="1300"', 'sz="800"'), "small-text"),
    "wrong slide number": (
        edit(SLIDE, r"(type=\"slidenum\">.*?<a:t>)5<", r"\g<1>6<"), "slide-number"),
    "typed slide number": (
        edit(SLIDE, r"<a:fld [^>]*>(.*?)</a:fld>", r"<a:r>\1</a:r>"), "slide-number"),
    "row of the table too short": (edit(TABLE, r"<a:tc>.*?</a:tc>", ""), "table"),
    "table without a header row": (edit(TABLE, r' firstRow="1"', ""), "table"),
    "link to no slide": (
        edit("ppt/slides/_rels/slide2.xml.rels", r"slide3\.xml", "slide333.xml"), "link"),
    "jump without its action": (
        edit("ppt/slides/slide2.xml", r' action="ppaction://hlinksldjump"', ""), "link"),
    "shape off the slide": (
        edit(CARDS, r'<a:off x="\d+"', '<a:off x="99999999"', count=0), "frame"),
    "negative size": (edit(CARDS, r'<a:ext cx="\d+"', '<a:ext cx="-5"', count=0), "frame"),
    "notes of another slide": (
        edit("ppt/notesSlides/_rels/notesSlide5.xml.rels", r"slide5\.xml", "slide6.xml"), "notes"),
    "empty notes": (
        edit("ppt/notesSlides/notesSlide5.xml", r"<a:t>[^<]*</a:t>", "<a:t/>", count=0), "notes"),
    "no layout": (
        edit("ppt/slides/_rels/slide5.xml.rels", r'<Relationship Id="rId1"[^>]*/>', ""), "layout"),
    "no core properties": (
        edit("_rels/.rels", r'<Relationship [^>]*core-properties[^>]*/>', ""), "properties"),
    "no title in the properties": (
        edit("docProps/core.xml", r"<dc:title>.*?</dc:title>", ""), "properties"),
    "theme without East Asian faces": (
        edit("ppt/theme/theme1.xml", r'<a:ea typeface="[^"]*"/>', '<a:ea typeface=""/>'),
        "theme-fonts",
    ),
    "relation that nothing uses": (
        edit("ppt/slides/_rels/slide5.xml.rels", r"</Relationships>",
             '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
             'relationships/image" Target="../theme/theme1.xml"/></Relationships>'),
        "unused-relation",
    ),
}  # fmt: skip


def test_the_good_deck_has_no_fault():
    assert check_deck(write_zip(parts().items())) == ()


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_every_break_is_found(name):
    broken, rule = RIGHTS[name]
    members = parts()
    broken(members)
    faults = check_deck(write_zip(members.items()))
    assert rule in {fault.rule for fault in faults}, "\n".join(map(str, faults))


def test_more_than_twenty_five_ways():
    assert len(RIGHTS) >= 25


def test_no_zip_at_all():
    assert [f.rule for f in check_deck(b"PK nothing")] == ["zip"]


def test_damaged_data():
    data = bytearray(made("report")[0])
    at = data.index(b"ppt/slides/slide1.xml") + 200
    data[at] ^= 0xFF
    assert {f.rule for f in check_deck(bytes(data))} == {"zip"}


def test_two_members_of_one_name():
    members = list(parts().items())
    faults = check_deck(write_zip([*members, ("ppt/slides/Slide5.xml", b"<a/>")]))
    assert "duplicate-part" in {f.rule for f in faults}


def test_a_member_dated_by_the_clock():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts().items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data)
    assert "clock" in {f.rule for f in check_deck(out.getvalue())}
