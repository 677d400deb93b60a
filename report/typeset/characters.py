"""Characters → what CLREQ says of them: which marks open, close, pause; what may not start a line.

CLREQ 3.1.2–3.1.6, JLREQ 3.1.7–3.1.8 and appendix A, KLREQ 3.2, GB/T 15834 5.1.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

OPENING = "“‘（《〈「『【〖〔［｛〝"
CLOSING = "”’）》〉」』】〗〕］｝〞〟"
PAUSE = "，、；："
STOP = "。．"
ASKING = "？！"
DOTS = "·・‧"
MARKS = OPENING + CLOSING + PAUSE + STOP + ASKING
"""Marks that fill one em and may give up half of it."""

DASHES = "—…⋯‥⸺―"
_WIDE_MARKS = frozenset(MARKS + DASHES)

SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
ITERATION = "ー々ゝゞヽヾ〻"

NO_START = frozenset(
    CLOSING + PAUSE + STOP + ASKING + DOTS + DASHES + SMALL_KANA + ITERATION
    + "～〜–-－／/%‰℃℉°′″％‰‱゠ゟ｡､｣･ﾞﾟ‼⁇⁈⁉)]},.;:!?»›¢￠㎡"
)  # fmt: skip
"""Characters that may not start a line."""

NO_END = frozenset(OPENING + "([{¥￥$€£￡＄№＃#@＠±≤≥≈≠＜＞<«‹｢")
"""Characters that may not end a line."""

WIDE_MARK_OF = MappingProxyType(
    {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
)
"""ASCII marks and what they stand for between Han."""

# Proportional quotes have stand-ins within the composer, so that the same mark can be full-width
# in Chinese and narrow in Latin text; noncharacters cannot occur in data.
NARROW_QUOTE = MappingProxyType({"“": "\ufdd0", "”": "\ufdd1", "‘": "\ufdd2", "’": "\ufdd3"})
FILLER = "\ufdd4"
"""Stands for the second and later glyphs of a cluster."""
RAISED = "\ufdd5"
"""Stands for a glyph off the base line in questions about neighbours."""
UNSET = MappingProxyType({ord(v): k for k, v in NARROW_QUOTE.items()})

_PLAIN = r"\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_FOLLOWS = r"\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
PLAIN_HAN = re.compile(f"([^{_PLAIN}]+)")
"""Splits a text at everything that is not a common ideograph or kana."""
FOLLOWING = re.compile(f"[{_FOLLOWS}]")
"""Selectors and marks that make one cluster with the ideograph or kana before them."""


@lru_cache(maxsize=1)
def plain_han_alone() -> re.Pattern[str]:
    """As ``PLAIN_HAN``, for texts in which something may follow an ideograph."""
    return re.compile(f"((?:[^{_PLAIN}]|[{_PLAIN}](?=[{_FOLLOWS}]))+)")


_WORD = (
    r"\x21-\xb6\xb8-\u10ff\u1200-\u2013\u2016\u2017\u201a\u201b\u201e-\u2024\u2028-\u2102"
    r"\u2104-\u2108\u210a-\u2120\u2122-\u215f\u2180-\u218f\u219a-\u245f\u2c00-\u2dff"
    r"\ua4d0-\ua95f\ua980-\uabff\ufb00-\ufdff\ufe70-\ufefe"
)
"""Scripts that are set in words; everything else stands in a square of its own."""
TOKEN = re.compile(
    rf"(?P<space>[ \u3000])|(?P<dash>—+|…+|⋯+|‥+|⸺|―+)|(?P<word>[{_WORD}]+)"
    rf"|(?P<mark>[{re.escape(MARKS)}])|(?P<dot>[{DOTS}])|(?P<wide>.[{_FOLLOWS}]*)",
    re.DOTALL,
)
"""Pieces of what is not plain Han: spaces, dashes, words, marks, dots, wide characters."""

MULTIPLIERS = "十百千万萬亿億兆余餘多"
UNIT = re.compile(
    rf"[{MULTIPLIERS}]*"
    r"(?:个百分点|個百分點|百分点|百分點|平方公里|平方千米|平方米|平方公尺|立方米|立方公尺|人民币|公里|千米|厘米|毫米"
    r"|公分|公尺|公顷|公頃|英里|海里|公斤|千克|公吨|小时|小時|时间|時間|分钟|分鐘|毫秒|美元|欧元|歐元|日元|日圓|港元|英镑"
    r"|港币|千瓦时|千瓦時|千瓦|兆瓦|摄氏度|人次|人年|户次|班次|架次|件次|か月|ヶ月|カ月|か国|ヶ国|か所|ヶ所|つ"
    r"|[%‰℃°％％\u2103"
    r"元圆圓円角人名位年月日号號时時分秒度倍成个個箇件项項所家间間座条條种種类類款台臺辆輛艘架艘次届屆期批组組"
    r"套份页頁章节節篇部本册冊级級层層楼樓室户戶村乡鄉镇鎮县縣市省区區国國岁歲代世周週天夜点點刻吨噸克斤两兩"
    r"升米尺寸里亩畝顷頃瓦伏焦帕赫字段句行列图圖表卷集幕场場班队隊支枝只隻头頭匹棵株颗顆粒块塊片张張封笔筆"
    r"口处處站线線路门門堂课課步回遍趟席票股折番枚杯瓶箱包袋车車回拍ページ歳]"
    r")?"
)
"""What follows a number as its unit: multipliers, then a measure word."""

KOREAN_MULTIPLIERS = frozenset("십백천만억조")

NO_UNIT = frozenset(
    "与與和及或的是在为為以了等至到由从從向对對把被将將而且但也都就还還又则則其之于於内內外上下中前后後并並即若因此该該"
    "这這那使让讓给給较較更最已可能会會要应應须須不没沒有无無并跟同"
    "はがをでとにのもやへよりらまでなどしすさせれられるたてだ"
)
"""What may follow a number without being its unit: a line may break before it."""

LATIN_UNIT = re.compile(
    r"(?:[kMGTmcdhnµμ]?(?:m|g|s|W|V|A|J|N|Hz|Pa|Wh|L|l|B|b|t|mol|eV|Ω)(?:[²³]|/[a-zA-Z]+)?"
    r"|thousand|million|billion|trillion|per ?cent"
    r"|k?cal|min|hPa|ha|rpm|dpi|ppm|px|pt|em|inch|ft|mph|bps|[kMG]bps|°[CF]?|℃|%|‰|％"
    r"|USD|CNY|RMB|EUR|JPY|HKD|GBP|TWD|KRW)(?![A-Za-z0-9])"
)

NO_GAP = frozenset("()[]{}<>.,;:!?'\"/\\_-–·…«»‹›|*^`~\ufdd0\ufdd1\ufdd2\ufdd3\u00a0")
"""Characters of a Latin word's edge that get no gap to Han."""


_HAN = (
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C),
    (0x3041, 0x3096), (0x309D, 0x309F), (0x30A1, 0x30FA), (0x30FC, 0x30FF), (0x3105, 0x312F),
    (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0x20000, 0x3FFFD),
)  # fmt: skip
"""Ideographs, kana and bopomofo."""
_WIDE_SYMBOLS = (
    (0x2103, 0x2103), (0x2109, 0x2109), (0x2121, 0x2121), (0x2160, 0x217F), (0x2190, 0x2199),
    (0x2460, 0x24FF), (0x2500, 0x27BF), (0x2B00, 0x2BFF), (0x3000, 0x303F), (0x309B, 0x309C),
    (0x30A0, 0x30FB), (0x3190, 0x319F), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6), (0x1F100, 0x1FAFF),
)  # fmt: skip


def _within(point: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= point <= last for first, last in ranges)


@lru_cache(maxsize=1 << 14)
def is_han(char: str) -> bool:
    """Whether a character is an ideograph, kana or bopomofo."""
    return len(char) == 1 and _within(ord(char), _HAN)


@lru_cache(maxsize=1 << 14)
def is_wide(char: str) -> bool:
    """Whether a character is Han, a full-width mark or a full-width symbol."""
    if char in _WIDE_MARKS:
        return True
    return len(char) == 1 and (_within(ord(char), _HAN) or _within(ord(char), _WIDE_SYMBOLS))


def is_hangul(char: str) -> bool:
    """Whether a character is a Korean syllable or letter."""
    return (
        "\uac00" <= char <= "\ud7a3"
        or "\u1100" <= char <= "\u11ff"
        or ("\u3131" <= char <= "\u318e")
    )


def is_narrow_letter(char: str) -> bool:
    """Whether a character is a letter or digit of a script that is set in words."""
    return char.isalnum() and not is_wide(char) and not is_hangul(char)
