"""The template: placeholders for each format, theme colours and faces, contrast, restyling."""

import re
import zipfile
from io import BytesIO

import pytest
from pptx.enum.shapes import PP_PLACEHOLDER

from report.deck.check import Package, check_deck
from report.deck.geometry import FORMATS
from report.deck.layouts import EXTRA, NAMES, ROLES, layouts_for
from report.deck.palette import SLOTS, colour_xml, ramp_rgb, resolved, scheme_colour
from report.deck.template import write_template
from report.theme import contrast, load_theme
from tests.deck.conftest import fonts, made, opened

THEMES = ("qing", "song", "zhe")


def template(tmp_path, form="16:9", theme="qing", language="zh-Hans"):
    path = tmp_path / "template.pptx"
    write_template(path, load_theme(theme), fonts(), language=language, form=form)
    return path


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_opens_with_its_layouts_laid_out_for_the_format(tmp_path, form):
    deck = opened(template(tmp_path, form).read_bytes())
    size = FORMATS[form]
    assert (deck.slide_width, deck.slide_height) == (size.width * 12700, size.height * 12700)
    assert [layout.name for layout in deck.slide_layouts] == [
        NAMES[role][0] for role in (*ROLES, *EXTRA)
    ]
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
    assert len(deck.slides) == 0


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_placeholders_of_a_layout_do_not_overlap(form):
    for layout in layouts_for(FORMATS[form]):
        boxes = [
            (s.name, s.box) for s in layout.slots
            if not (layout.role == "section" and s.name in ("numeral", "running", "mark"))
        ]  # fmt: skip
        for k, (name, a) in enumerate(boxes):
            for other, b in boxes[k + 1 :]:
                apart = (
                    a.right <= b.x + 0.5 or b.right <= a.x + 0.5
                    or a.bottom <= b.y + 0.5 or b.bottom <= a.y + 0.5
                )  # fmt: skip
                assert apart, (layout.role, name, other)


def test_other_languages_name_the_layouts_in_english(tmp_path):
    deck = opened(template(tmp_path, language="en").read_bytes())
    assert [layout.name for layout in deck.slide_layouts][:3] == ["Title", "Agenda", "Section"]


def test_theme_fonts_name_east_asian_faces(tmp_path):
    xml = zipfile.ZipFile(template(tmp_path)).read("ppt/theme/theme1.xml").decode()
    assert xml.count('<a:ea typeface="Noto Serif SC"/>') == 1
    assert xml.count('<a:ea typeface="Noto Sans SC"/>') == 1
    for script in ("Hans", "Hant", "Jpan", "Hang"):
        assert xml.count(f'script="{script}"') == 2


@pytest.mark.parametrize("name", THEMES)
def test_theme_colours_are_the_tokens(tmp_path, name):
    theme = load_theme(name)
    xml = zipfile.ZipFile(template(tmp_path, theme=name)).read("ppt/theme/theme1.xml").decode()
    for slot, token in SLOTS.items():
        assert f'<a:{slot}><a:srgbClr val="{theme.colours[token][1:]}"/></a:{slot}>' in xml


@pytest.mark.parametrize("name", THEMES)
def test_tints_come_out_as_the_tokens(name):
    theme = load_theme(name)
    for token in theme.colours:
        shown, wanted = resolved(theme, token), theme.rgb(token)
        assert max(abs(a - b) for a, b in zip(shown, wanted, strict=True)) < 6 / 255, token


@pytest.mark.parametrize("name", THEMES)
def test_contrast_of_text_on_its_ground(name):
    theme = load_theme(name)
    pairs = [
        ("ink", "white"), ("ink", "paper"), ("ink", "p100"), ("p900", "white"), ("p900", "paper"),
        ("p900", "p100"), ("p700", "white"), ("p700", "paper"), ("p500", "white"),
        ("muted", "white"), ("muted", "paper"), ("muted", "p100"), ("accent", "white"),
        ("accent", "paper"), ("white", "p700"), ("p900", "p300"), ("p700", "p100"),
    ]  # fmt: skip
    for text, ground in pairs:
        assert contrast(resolved(theme, text), resolved(theme, ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("count", range(1, 10))
def test_labels_on_every_ridge_can_be_read(name, count):
    theme = load_theme(name)
    for k in range(count):
        ground = ramp_rgb(theme, k / (count - 1) if count > 1 else 0.5)
        best = max(contrast(theme.rgb(t), ground) for t in ("white", "p900"))
        assert best >= 4.5


def test_every_run_of_a_layout_inherits_theme_faces_only(tmp_path):
    with zipfile.ZipFile(template(tmp_path)) as archive:
        for name in archive.namelist():
            if "slideLayouts/slide" in name or "slideMasters/slide" in name:
                xml = archive.read(name).decode()
                assert "srgbClr" not in xml
                faces = set(re.findall(r'<a:(?:latin|ea|cs|buFont) typeface="([^"]*)"', xml))
                assert faces <= {"+mj-lt", "+mj-ea", "+mj-cs", "+mn-lt", "+mn-ea", "+mn-cs"}


def swap_theme(data):
    """The deck with another theme's colours and faces, as the slide master view would make it."""
    odd = iter(range(1, 1000))
    out = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name)
            if name.startswith("ppt/theme/"):
                text = re.sub(rb'srgbClr val="\w+"', lambda m: b'srgbClr val="%06X"' % (
                    0x010101 * next(odd)), text)  # fmt: skip
                text = re.sub(rb'typeface="Noto[^"]*"', b'typeface="Other Face"', text)
            out[name] = text
    return out


def test_swapping_the_theme_leaves_nothing_behind():
    members = swap_theme(made("report")[0])
    for name, data in members.items():
        if not name.endswith((".xml", ".rels")):
            continue
        text = data.decode("utf-8")
        assert "Noto" not in text, name
        if name.startswith(("ppt/slides/", "ppt/charts/", "ppt/drawings/", "ppt/slideLayouts/",
                            "ppt/slideMasters/")):  # fmt: skip
            assert not re.search(r"<a:(srgb|sys|prst|hsl|scrgb)Clr", text), name


def test_unknown_token_is_an_error():
    with pytest.raises(KeyError):
        colour_xml(load_theme("qing"), "pink")
    assert scheme_colour(load_theme("qing"), "p700").xml() == '<a:schemeClr val="accent1"/>'


def test_template_alone_is_a_sound_package(tmp_path):
    package = Package(template(tmp_path).read_bytes())
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            assert package.tree(name) is not None
    assert check_deck(template(tmp_path)) == ()


def test_what_the_master_says_of_titles_and_running_heads_holds_on_chart_slides():
    """Title, running head and folio are moved and restyled once, on the master."""
    deck = opened(made("report")[0])
    slide = next(s for s in deck.slides if s.slide_layout.name in ("图表", "图表与文字"))
    kinds = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    for shape in deck.slide_master.placeholders:
        if shape.placeholder_format.type in kinds:
            shape.left, shape.top, shape.width, shape.height = 111, 222, 333, 444
    moved = [s for s in slide.slide_layout.placeholders if s.placeholder_format.type in kinds]
    assert len(moved) == 3
    for shape in moved:
        assert (shape.left, shape.top, shape.width, shape.height) == (111, 222, 333, 444)
        assert shape._element.find(".//{*}lstStyle/{*}lvl1pPr") is None
