"""Names of shapes in the selection pane: Chinese as they are drawn, English in other decks."""

from __future__ import annotations

import re
from functools import lru_cache

ENGLISH: dict[str, str] = {
    "标题": "Title", "副标题": "Subtitle", "文字": "Text", "来源": "Source", "说明": "Note",
    "单位与口径": "Unit and scope", "图表": "Chart", "左图": "Left chart", "右图": "Right chart",
    "左图标题": "Left heading", "右图标题": "Right heading", "左图单位": "Left unit",
    "右图单位": "Right unit", "表格": "Table", "左表": "Left table", "右表": "Right table",
    "左表标题": "Left heading", "右表标题": "Right heading", "左表单位": "Left unit",
    "右表单位": "Right unit", "要点": "Points", "目次": "Contents", "附录": "Appendix",
    "导语": "Lead", "章节序号": "Section numeral", "章节号": "Section number",
    "书眉": "Running head", "页码": "Slide number", "引语": "Quotation", "引号": "Quotation mark",
    "出处": "Speaker", "图片": "Picture", "图注": "Caption", "版记": "Colophon", "口径": "Caveats",
    "山水": "Landscape", "山": "Ridge", "纹": "Contours", "脊": "Crest", "日": "Disc",
    "环": "Ring", "点": "Dot", "值": "Value", "缺": "Gap", "缺失": "Gap", "推算": "Derived",
    "卡片": "Card", "卡线": "Card rule", "主数": "Key figure", "前后对比": "Before and after",
    "柱": "Bar", "轴": "Axis", "单位": "Unit", "残数": "Remains", "注": "Notes",
    "凡例": "Legend", "列表": "List", "按语": "Remark", "摘要": "Abstract", "序号": "Number",
    "栏线": "Column rule", "行线": "Row rule", "图表线": "Figure rule",
    "图表线首": "Figure rule block", "象鼻": "Fold line", "鱼尾": "Fishtail",
    "提示线": "Accent bar", "幻灯片图像": "Slide image", "备注": "Notes",
}  # fmt: skip
"""What the drawing code calls its shapes, and the same in English."""


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    return re.compile(r'(<p:cNvPr id="\d+" name=")([\u4e00-\u9fff]+)(?=[" ])')


def in_language(xml: str, language: str) -> str:
    """Markup with the names of its shapes in the language of the deck."""
    if language.startswith("zh"):
        return xml
    return _named().sub(lambda m: m.group(1) + ENGLISH.get(m.group(2), m.group(2)), xml)
