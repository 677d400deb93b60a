"""Characters → what CLREQ says of them: which marks open, close, pause; what may not start a line.

CLREQ 3.1.2–3.1.6, JLREQ 3.1.7–3.1.8 and appendix A, KLREQ 3.2, GB/T 15834 5.1.
"""

from __future__ import annotations

import re
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

SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
ITERATION = "ー々ゝゞヽヾ〻"

NO_START = frozenset(
    CLOSING + PAUSE + STOP + ASKING + DOTS + DASHES + SMALL_KANA + ITERATION
    + "～〜–－／/%‰℃℉°′″％‰‱゠ゟ｡､｣･ﾞﾟ‼⁇⁈⁉)]},.;:!?»›¢￠㎡"
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

HAN_RANGES = (
    r"\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f"
    r"\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003fffd"
)
"""Ideographs, kana and bopomofo."""
HANGUL_RANGES = r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
WIDE_SYMBOLS = (
    r"\u2103\u2109\u2121\u2160-\u217f\u2190-\u2199\u2460-\u24ff\u2500-\u27bf\u2b00-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u302a-\u3030\u3036\u3037\u303d-\u3040\u309b\u309c\u30a0\u30fb"
    r"\u3190-\u319f\u3200-\u33ff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U0001f100-\U0001faff"
)

HAN = re.compile(f"[{HAN_RANGES}]")
WIDE = re.compile(f"[{HAN_RANGES}{WIDE_SYMBOLS}{re.escape(MARKS + DASHES)}]")

PLAIN_HAN = re.compile(r"([^\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+)")
"""Splits a text at everything that is not a common ideograph or kana."""

_WIDE = HAN_RANGES + HANGUL_RANGES + WIDE_SYMBOLS
_FOLLOWS = r"\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
TOKEN = re.compile(
    rf"(?P<space>[ \u3000])|(?P<dash>—+|…+|⋯+|‥+|⸺|―+)"
    rf"|(?P<mark>[{re.escape(MARKS)}])|(?P<dot>[{DOTS}])"
    rf"|(?P<wide>[{_WIDE}][{_FOLLOWS}]*)"
    rf"|(?P<word>[^ \u3000{re.escape(MARKS + DASHES)}{DOTS}{_WIDE}]+)"
)  # fmt: skip
"""Pieces of what is not plain Han: spaces, dashes, marks, wide characters, words."""

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

LATIN_UNIT = re.compile(
    r"(?:[kMGTmcdhnµμ]?(?:m|g|s|W|V|A|J|N|Hz|Pa|Wh|L|l|B|b|t|mol|eV|Ω)(?:[²³]|/[a-zA-Z]+)?"
    r"|k?cal|min|hPa|ha|rpm|dpi|ppm|px|pt|em|inch|ft|mph|bps|[kMG]bps|°[CF]?|℃|%|‰|％"
    r"|USD|CNY|RMB|EUR|JPY|HKD|GBP|TWD|KRW)(?![A-Za-z0-9])"
)

NO_GAP = frozenset("()[]{}<>.,;:!?'\"/\\_-–·…«»‹›|*^`~\ufdd0\ufdd1\ufdd2\ufdd3\u00a0")
"""Characters of a Latin word's edge that get no gap to Han."""


def is_han(char: str) -> bool:
    """Whether a character is an ideograph, kana or bopomofo."""
    return "\u4e00" <= char <= "\u9fff" or HAN.match(char) is not None


def is_wide(char: str) -> bool:
    """Whether a character is Han, a full-width mark or a full-width symbol."""
    return "\u4e00" <= char <= "\u9fff" or WIDE.match(char) is not None


def is_narrow_letter(char: str) -> bool:
    """Whether a character is a letter or digit of a script that is set in words."""
    return char.isalnum() and not is_wide(char) and not "\uac00" <= char <= "\ud7a3"
