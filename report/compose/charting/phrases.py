"""The words a chart's texts are built from, in each language: kinds, axis warnings, notes."""

from __future__ import annotations

from types import MappingProxyType

from report.record import record


@record
class Phrases:
    """Patterns of one language; ``{}`` are final strings."""

    kinds: MappingProxyType[str, str]
    unit: str = "单位：{}"
    cut_axis: str = "轴为{}—{}，不自零起"
    second_axis: str = "右轴：{}"
    derived_note: str = "空心为推算"
    stub_note: str = "斜纹的长度没有含义"
    rest_note: str = "斜纹为余下的部分"
    left_out: str = "其余{}项未列出"
    others_note: str = "{}为其余{}项之和"
    gap_note: str = "{}：{}"
    restart_note: str = "缺口之后自零起画"
    lost_whole: str = "整体未知，不作占比图"
    unplaced: str = "未能画出：{}"
    all_missing: str = "各项均{}"
    scale_note: str = "各图纵轴独立，自零起"
    alt_range: str = "{}项，{}（{}）至{}（{}）"
    alt_one: str = "{}：{}"
    alt_series: str = "系列：{}"
    alt_gaps: str = "缺失：{}"
    alt_derived: str = "推算：{}"
    alt_parts: str = "{}"
    pair: str = "{}由{}变为{}"
    at: str = "{}（{}）"
    stop: str = "。"
    item: str = "、"
    semicolon: str = "；"
    colon: str = "："
    other: str = "其他"
    total: str = "合计"
    equals: str = "＝"
    comma: str = "，"


_ZH = {
    "bar": "条形图", "column": "柱形图", "grouped-bar": "分组条形图",
    "grouped-column": "分组柱形图",
    "stacked-bar": "堆积条形图", "stacked-column": "堆积柱形图", "full-bar": "百分比堆积条形图",
    "full-column": "百分比堆积柱形图", "line": "折线图", "area": "面积图", "pie": "饼图",
    "doughnut": "环形图", "scatter": "散点图", "dumbbell": "哑铃图", "slope": "斜线图",
    "waffle": "百格图", "lollipop": "棒棒糖图", "combo": "柱线组合图", "waterfall": "瀑布图",
    "multiples": "小型组图", "matplotlib": "图",
}  # fmt: skip
_ZH_HANT = {
    "bar": "長條圖", "column": "直條圖", "grouped-bar": "群組長條圖",
    "grouped-column": "群組直條圖",
    "stacked-bar": "堆疊長條圖", "stacked-column": "堆疊直條圖", "full-bar": "百分比堆疊長條圖",
    "full-column": "百分比堆疊直條圖", "line": "折線圖", "area": "區域圖", "pie": "圓餅圖",
    "doughnut": "環圈圖", "scatter": "散佈圖", "dumbbell": "啞鈴圖", "slope": "斜線圖",
    "waffle": "百格圖", "lollipop": "棒棒糖圖", "combo": "柱線組合圖", "waterfall": "瀑布圖",
    "multiples": "小型組圖", "matplotlib": "圖",
}  # fmt: skip
_JA = {
    "bar": "横棒グラフ", "column": "縦棒グラフ", "grouped-bar": "集合横棒グラフ",
    "grouped-column": "集合縦棒グラフ", "stacked-bar": "積み上げ横棒グラフ",
    "stacked-column": "積み上げ縦棒グラフ", "full-bar": "100%積み上げ横棒グラフ",
    "full-column": "100%積み上げ縦棒グラフ", "line": "折れ線グラフ", "area": "面グラフ",
    "pie": "円グラフ", "doughnut": "ドーナツグラフ", "scatter": "散布図", "dumbbell": "ダンベル図",
    "slope": "スロープグラフ", "waffle": "ワッフル図", "lollipop": "ロリポップ図",
    "combo": "複合グラフ", "waterfall": "ウォーターフォール図", "multiples": "スモールマルチプル",
    "matplotlib": "図",
}  # fmt: skip
_KO = {
    "bar": "가로 막대그래프", "column": "세로 막대그래프", "grouped-bar": "묶은 가로 막대그래프",
    "grouped-column": "묶은 세로 막대그래프", "stacked-bar": "누적 가로 막대그래프",
    "stacked-column": "누적 세로 막대그래프", "full-bar": "100% 누적 가로 막대그래프",
    "full-column": "100% 누적 세로 막대그래프", "line": "꺾은선그래프", "area": "영역그래프",
    "pie": "원그래프", "doughnut": "도넛그래프", "scatter": "산점도", "dumbbell": "덤벨 차트",
    "slope": "기울기 그래프", "waffle": "와플 차트", "lollipop": "롤리팝 차트",
    "combo": "혼합 그래프",
    "waterfall": "폭포 차트", "multiples": "작은 그래프 모음", "matplotlib": "그림",
}  # fmt: skip
_EN = {
    "bar": "Bar chart", "column": "Column chart", "grouped-bar": "Grouped bar chart",
    "grouped-column": "Grouped column chart", "stacked-bar": "Stacked bar chart",
    "stacked-column": "Stacked column chart", "full-bar": "100% stacked bar chart",
    "full-column": "100% stacked column chart", "line": "Line chart", "area": "Area chart",
    "pie": "Pie chart", "doughnut": "Doughnut chart", "scatter": "Scatter plot",
    "dumbbell": "Dumbbell chart", "slope": "Slope chart", "waffle": "Waffle chart",
    "lollipop": "Lollipop chart", "combo": "Column and line chart", "waterfall": "Waterfall chart",
    "multiples": "Small multiples", "matplotlib": "Figure",
}  # fmt: skip

_PHRASES = {
    "zh-Hans": Phrases(MappingProxyType(_ZH)),
    "zh-Hant": Phrases(
        MappingProxyType(_ZH_HANT),
        unit="單位：{}",
        cut_axis="軸為{}—{}，不自零起",
        second_axis="右軸：{}",
        derived_note="空心為推算",
        stub_note="斜紋的長度沒有含義",
        rest_note="斜紋為餘下的部分",
        left_out="其餘{}項未列出",
        others_note="{}為其餘{}項之和",
        restart_note="缺口之後自零起畫",
        lost_whole="整體未知，不作占比圖",
        unplaced="未能畫出：{}",
        scale_note="各圖縱軸獨立，自零起",
        alt_range="{}項，{}（{}）至{}（{}）",
        alt_gaps="缺失：{}",
        alt_derived="推算：{}",
        pair="{}由{}變為{}",
        total="合計",
    ),
    "ja": Phrases(
        MappingProxyType(_JA),
        unit="単位：{}",
        cut_axis="軸は{}〜{}、ゼロ起点ではない",
        second_axis="右軸：{}",
        derived_note="白抜きは推計",
        stub_note="斜線の長さに意味はない",
        rest_note="斜線は残りの部分",
        left_out="ほか{}件は省略",
        others_note="{}は残り{}件の計",
        restart_note="欠落の後はゼロから描く",
        lost_whole="全体が不明のため構成比は描かない",
        unplaced="描けないもの：{}",
        all_missing="すべて{}",
        scale_note="縦軸は図ごとに独立、ゼロ起点",
        alt_range="{}項目、{}（{}）〜{}（{}）",
        alt_series="系列：{}",
        alt_gaps="欠落：{}",
        alt_derived="推計：{}",
        pair="{}は{}から{}へ",
        other="その他",
    ),
    "ko": Phrases(
        MappingProxyType(_KO),
        unit="단위: {}",
        cut_axis="축은 {}~{}, 0에서 시작하지 않음",
        second_axis="오른쪽 축: {}",
        derived_note="속이 빈 표시는 추산",
        stub_note="빗금의 길이에는 의미가 없음",
        rest_note="빗금은 나머지 부분",
        left_out="나머지 {}개 항목은 생략",
        others_note="{}는 나머지 {}개 항목의 합",
        gap_note="{}: {}",
        restart_note="빈자리 다음은 0에서 다시 시작",
        lost_whole="전체를 알 수 없어 비중을 그리지 않음",
        unplaced="그리지 못한 항목: {}",
        all_missing="모두 {}",
        scale_note="세로축은 그림마다 따로, 0에서 시작",
        alt_range="{}개 항목, {}({})부터 {}({})까지",
        alt_one="{}: {}",
        alt_series="계열: {}",
        alt_gaps="누락: {}",
        alt_derived="추산: {}",
        pair="{}: {}에서 {}(으)로",
        at="{}({})",
        stop=". ",
        item=", ",
        semicolon="; ",
        colon=": ",
        other="기타",
        total="합계",
        equals=" = ",
        comma=", ",
    ),
    "en": Phrases(
        MappingProxyType(_EN),
        unit="Unit: {}",
        cut_axis="axis {} to {}, not from zero",
        second_axis="right axis: {}",
        derived_note="Hollow marks are derived",
        stub_note="the length of a hatched slot has no meaning",
        rest_note="the hatched part is what remains",
        left_out="{} more not shown",
        others_note="{} is the sum of {} more",
        gap_note="{}: {}",
        restart_note="bars restart at zero after a gap",
        lost_whole="the whole is unknown, so no shares are drawn",
        unplaced="could not be placed: {}",
        all_missing="all {}",
        scale_note="each panel has its own axis from zero",
        alt_range="{} items, from {} ({}) to {} ({})",
        alt_one="{}: {}",
        alt_series="Series: {}",
        alt_gaps="Missing: {}",
        alt_derived="Derived: {}",
        pair="{} from {} to {}",
        at="{} ({})",
        stop=". ",
        item=", ",
        semicolon="; ",
        colon=": ",
        other="Other",
        total="Total",
        equals=" = ",
        comma=", ",
    ),
}


def phrases_for(language: str) -> Phrases:
    """The phrases of ``language`` (BCP 47)."""
    return _PHRASES[language]
