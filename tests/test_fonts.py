"""The faces that are shipped, their index, and the chains made of them."""

from __future__ import annotations

import hashlib
import json
import shutil
import time

import pytest
from fontTools.ttLib import TTFont

from report.errors import ReportError
from report.fonts import INDEX, base_language, default_folders, open_fonts

FOLDER = default_folders()[0]
ENTRIES = json.loads((FOLDER / INDEX).read_text(encoding="utf-8"))["faces"]


@pytest.fixture(scope="module")
def book():
    return open_fonts()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["name"])
def test_the_index_tells_the_truth(entry):
    path = FOLDER / entry["file"]
    assert path.stat().st_size == entry["bytes"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
    font = TTFont(path, lazy=True)
    assert font["name"].getDebugName(6) == entry["name"]
    family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
    partial = entry["languages"] in (["ja"], ["zh-Hant"])  # must not stand in for the typeface
    assert family == entry["typeface"] + (" Part" if partial else "")
    assert font["OS/2"].usWeightClass == entry["weight"]
    assert font["OS/2"].fsType == 0, "embedding is not allowed"
    assert len(font.getBestCmap()) == entry["characters"]
    assert len(font.getGlyphOrder()) == entry["glyphs"]


def test_every_file_is_in_the_index_and_all_are_small_enough():
    files = {path.name for path in FOLDER.glob("*.ttf")}
    assert files == {entry["file"] for entry in ENTRIES}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 45_000_000
    assert (FOLDER / "OFL.txt").is_file()
    assert (FOLDER / "ORIGIN.md").is_file()


def test_names_do_not_use_the_reserved_one():
    assert not any("source" in (e["name"] + e["typeface"]).lower() for e in ENTRIES)


PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿ"


def two_byte(encoding: str, rows: range) -> set[str]:
    """The characters in some rows of an EUC code."""
    cells = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return {text for text in (cell.decode(encoding, "ignore") for cell in cells) if text}


@pytest.fixture(scope="module")
def repertoire(root):
    """What each face that the design names must hold, by the standard that asks for it."""
    lines = (root / "scripts/repertoire/tongyong-guifan-8105.txt").read_text("utf-8").splitlines()
    return {
        "通用规范汉字表": set("".join(line for line in lines if not line.startswith("#"))),
        "GB 2312": two_byte("gb2312", range(0xB0, 0xF8)),
        "JIS X 0208 kana": two_byte("euc_jp", range(0xA4, 0xA6)) | set("ーゝゞヽヾ゛゜"),
        "Latin": set(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) | set(PINYIN) - {"\xad"},
        "punctuation": set("、。，．·…—～“”‘’《》〈〉「」『』【】〔〕（）［］｛｝！？：；％‰℃′″※§"),
    }


def test_the_standards_are_counted(repertoire):
    assert [len(chars) for chars in repertoire.values()][:3] == [8105, 6763, 83 + 86 + 7]


@pytest.mark.parametrize(
    "name",
    [*(f"NotoSerifSC-{name}" for name in ("Regular", "Medium", "SemiBold", "Bold", "Black")),
     *(f"NotoSansSC-{name}" for name in ("Regular", "Medium", "Bold"))],
)  # fmt: skip
def test_each_named_face_holds_the_whole_repertoire(book, repertoire, name):
    face = next(face for face in book.faces if face.name == name)
    for standard, chars in repertoire.items():
        lacking = sorted(char for char in chars if not face.covers(ord(char)))
        assert not lacking, f"{name} lacks of {standard}: {''.join(lacking)}"


def test_one_face_is_complete(book):
    """The complete Sans Regular holds the whole of URO and Extension A."""
    face = next(face for face in book.faces if face.name == "NotoSansSC-Regular")
    assert all(map(face.covers, (*range(0x4E00, 0x9FF0), *range(0x3400, 0x4DB6))))


def listed(root, name):
    lines = (root / f"scripts/repertoire/{name}.txt").read_text("utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


@pytest.mark.parametrize(
    ("language", "family", "weight", "text"),
    [("ja", "serif", 400, "joyo-2136"), ("ja", "serif", 700, "joyo-2136"),
     ("ja", "sans", 400, "joyo-2136"), ("ja", "sans", 700, "joyo-2136"),
     ("zh-Hant", "serif", 400, "traditional-common"),
     ("zh-Hant", "serif", 700, "traditional-frequent"),
     ("zh-Hant", "sans", 400, "traditional-common"),
     ("zh-Hant", "sans", 700, "traditional-frequent")],
)  # fmt: skip
def test_a_language_has_its_common_characters_in_each_style(
    book, root, language, family, weight, text
):
    chain = book.chain(family, weight, language)
    strange = [
        char
        for char in listed(root, text)
        if (face := chain.face_for(char)) is None or (face.kind, face.weight) != (family, weight)
    ]
    assert not strange


@pytest.mark.parametrize(("family", "weight"), [("serif", 400), ("sans", 400), ("sans", 700)])
def test_each_face_for_korean_has_the_syllables(book, family, weight):
    syllables = two_byte("euc_kr", range(0xB0, 0xC9))
    assert len(syllables) == 2350
    chain = book.chain(family, weight, "ko")
    found = {(face.kind, face.weight) for face in map(chain.face_for, syllables)}
    assert found == {(family, weight)}


@pytest.mark.parametrize(
    ("char", "face"),
    [("学", "NotoSerifSC-Regular"), ("𬭎", "NotoSerifSC-Regular"), ("㛃", "NotoSerifSC-Regular"),
     ("䶮", "NotoSerifSC-Regular"), ("𠮷", "NotoSerifJPPart-Regular"), ("₂", "NotoSerif-Regular"),
     ("²", "NotoSerifSC-Regular"), ("①", "NotoSerifSC-Regular"), ("→", "NotoSerifSC-Regular"),
     ("✓", "NotoSerifSC-Regular"), ("℃", "NotoSerifSC-Regular"), ("한", "NotoSerifKR-Regular"),
     ("☑", "NotoSansSymbols2-Regular"), ("⨯", "NotoSansMath-Regular")],
)  # fmt: skip
def test_which_face_serves_a_character(book, char, face):
    found = book.chain("serif", 400, "zh-Hans").face_for(char)
    assert found is not None
    assert found.name == face


def test_glyphs_differ_by_language(book):
    """骨 and 直 are drawn otherwise in Beijing, Taipei and Tokyo."""
    shapes = {}
    for language in ("zh-Hans", "zh-Hant", "ja"):
        face = book.chain("serif", 400, language).face_for("骨")
        shapes[language] = (face.name, face.extents(face.glyph(ord("骨"))))
    assert len({name for name, _ in shapes.values()}) == 3


def test_a_language_is_set_in_one_weight(book):
    for language in ("ja", "zh-Hant"):
        chain = book.chain("serif", 900, language)
        assert chain.weight == 700
        assert {chain.face_for(char).weight for char in "教育一二三国語學校"} == {700}
    assert book.chain("serif", 900, "ko").face_for("교").weight == 700


def test_a_rare_character_keeps_the_weight_of_its_text(book):
    for weight in (400, 500, 600, 700, 900):
        assert book.chain("serif", weight, "zh-Hans").face_for("𬭎").weight == weight


def test_what_a_face_lacks_comes_from_the_nearest_weight(book):
    """學 is none of the simplified characters: Bold and Regular hold it for other languages."""
    assert book.chain("serif", 900, "zh-Hans").face_for("學").weight == 700
    assert book.chain("serif", 500, "zh-Hans").face_for("學").weight == 400


def test_missing_characters_are_named_once(book):
    chain = book.chain("serif", 400, "zh-Hans")
    assert chain.missing("好𒀀好\U0001f9ff𒀀\n\u200d") == ("𒀀", "\U0001f9ff")
    assert chain.missing("葛\U000e0100☑\ufe0f") == ()
    assert chain.missing("学生30.74万人，增长22.11%。") == ()


def test_a_cluster_stays_in_one_face(book):
    chain = book.chain("serif", 400, "zh-Hans")
    face = chain.face_for("x\u0323\u0301")
    assert face is not None
    assert all(face.covers(ord(char)) for char in "x\u0323\u0301")
    assert chain.face_for("葛\U000e0100").covers(ord("葛"))


def test_metrics(book):
    face = book.chain("serif", 400, "zh-Hans").faces[0]
    assert (face.upem, face.index, face.family) == (1000, 0, "Noto Serif SC")
    assert face.descent < 0 < face.ascent
    assert face.advance(face.glyph(ord("学"))) == 1000
    assert face.glyph(0x13000) == 0


def test_shaping_gives_clusters_and_features(book):
    face = book.chain("serif", 400, "zh-Hans").faces[0]
    dash = face.shape("中——国", language="zh-Hans", script="Hani")
    assert dash.clusters == (0, 1, 3)
    assert dash.advances == (1000, 2000, 1000)
    narrow = face.shape("“", language="zh-Hans", features=("pwid",))
    assert narrow.advances[0] < 500
    upright = face.shape("，", language="zh-Hans", script="Hani")
    vertical = face.shape("，", language="zh-Hans", script="Hani", features=("vert",))
    assert upright.gids != vertical.gids


def test_opening_is_fast_and_reads_nothing():
    start = time.process_time()
    for _ in range(20):
        book = open_fonts()
    assert (time.process_time() - start) / 20 < 0.05
    assert not any("blob" in vars(face) for face in book.faces)


def test_the_fingerprint_follows_the_files(book, tmp_path):
    assert book.fingerprint() == open_fonts().fingerprint()
    shutil.copy(FOLDER / "NotoSans-Bold.ttf", tmp_path)
    alone = open_fonts([tmp_path])
    assert alone.fingerprint() != book.fingerprint()
    assert alone.faces[0].name == "NotoSans-Bold"
    assert alone.faces[0].weight == 700
    assert alone.faces[0].kind == "sans"


def test_an_authors_folder_comes_first(tmp_path):
    shutil.copy(FOLDER / "NotoSerifTC-Bold.ttf", tmp_path)
    book = open_fonts([tmp_path, *default_folders()])
    assert book.chain("serif", 700, "zh-Hant").faces[0].path.parent == tmp_path


@pytest.mark.parametrize(
    ("spoil", "says"),
    [(lambda f: shutil.rmtree(f), "folder of the fonts is missing"),
     (lambda f: (f / "NotoSans-Bold.ttf").unlink(), "font file is missing"),
     (lambda f: (f / "NotoSans-Bold.ttf").write_bytes(b"short"), "damaged"),
     (lambda f: (f / INDEX).write_text("{"), "not an index"),
     (lambda f: [p.unlink() for p in f.iterdir()], "no font files")],
)  # fmt: skip
def test_what_is_wrong_with_the_fonts_is_said(tmp_path, spoil, says):
    folder = tmp_path / "fonts"
    folder.mkdir()
    shutil.copy(FOLDER / "NotoSans-Bold.ttf", folder)
    entry = next(e for e in ENTRIES if e["file"] == "NotoSans-Bold.ttf")
    (folder / INDEX).write_text(json.dumps({"faces": [entry]}))
    assert open_fonts([folder]).faces
    spoil(folder)
    with pytest.raises(ReportError, match=says) as caught:
        open_fonts([folder])
    assert caught.value.diagnostics[0].hint


def test_rubbish_in_an_authors_folder_is_an_error(tmp_path):
    (tmp_path / "Best.ttf").write_bytes(b"no font at all")
    with pytest.raises(ReportError, match="damaged"):
        open_fonts([tmp_path])


@pytest.mark.parametrize(
    ("tag", "language"),
    [("zh-CN", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("ja-JP", "ja"),
     ("ko", "ko"), ("en-GB", "zh-Hans"), ("zh", "zh-Hans")],
)  # fmt: skip
def test_languages(tag, language):
    assert base_language(tag) == language


def test_a_figure_alone_has_the_weight_asked_for(book):
    """Korean and Japanese faces come in two weights; their numerals need not."""
    for language in ("ko", "ja", "zh-Hant", "zh-Hans", "en"):
        chain = book.chain("serif", 600, language)
        for text in ("30.74", "−3.5%", "1,234", "2021–2031"):
            assert {chain.for_text(text).face_for(c).weight for c in text} == {600}, language
        assert chain.for_text("30.74만 명") is chain


@pytest.mark.parametrize(
    "entry",
    [e for e in ENTRIES if e["languages"] in (["zh-Hans"], ["ko"])],
    ids=lambda e: e["name"],
)
def test_a_face_that_bears_its_typeface_s_name_serves_alone(entry):
    """Office programs look no further: digits and frequent characters must be in one face."""
    held = TTFont(FOLDER / entry["file"], lazy=True).getBestCmap()
    words = {
        "zh-Hans": "在校生 30.74 万人，增长 22%（“推算”）",
        "ko": "학생 30.74만 명, 22% 늘었다. “추정” (가)",
    }
    assert [c for c in words[entry["languages"][0]] if ord(c) not in held] == []
